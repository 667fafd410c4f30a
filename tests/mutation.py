"""Counts which small errors in the package the tests would notice. By hand, never in CI:

    python tests/mutation.py [--target NAME ...] [--sample N] [--seed S] [--tests FILE ...]

A mutant is one file of the package with one small change: `<` for `<=`, a term dropped, a branch never
taken. It is written into a copy of package and tests in a temporary folder, and the test files that guard the
file run there until one fails. All other packages are imported once; each mutant is a forked child. A mutant
that runs too long or takes too much memory is killed as well. Those that nobody can tell from the original
stand, each with its reason, in `fixtures/equivalent_mutants.txt`.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
ENGINE = "engine_tables engine_checks engine_parts priors"
CLAIMS = "claims_seed certificates claims_priors claims_solver"
TARGETS = {
    "engine/reason/checker.py": "reason_checker",
    "engine/reason/evaluate.py": "reason_evaluate language",
    "engine/reason/case_checker.py": "reason_case_checker",
    "engine/reason/evaluate_claim.py": "reason_evaluate_claim",
    "engine/reason/evaluate_rates.py": "reason_evaluate_claim",
    "engine/reason/enclose.py": "reason_enclose",
    "engine/reason/intervals.py": "reason_enclose",
    "engine/reason/enclose_claim.py": "reason_enclose_claim",
    "engine/reason/enclose_rates.py": "reason_enclose_claim",
    "render/escape.py": "render_escape render_hostile",
    "render/tex.py": "render_escape render_parts render_golden render_documents render_round_trip",
    "engine/reason/solver.py": "reason_solver reason_system engine_tables",
    "engine/reason/system.py": f"reason_system reason_realise {ENGINE}",
    "engine/reason/products.py": f"reason_system {ENGINE}",
    "engine/reason/realise.py": f"reason_realise reason_system {ENGINE}",
    "engine/field.py": ENGINE,
    "engine/contenders.py": ENGINE,
    "engine/dominance.py": ENGINE,
    "engine/pair_conditions.py": ENGINE,
    "engine/winner_map.py": "reason_winner_map engine_tables",
    "engine/win_conditions.py": ENGINE,
    "engine/consistency.py": ENGINE,
    "engine/increasing.py": ENGINE,
    "engine/setting.py": ENGINE,
    "engine/reason/cases.py": f"reason_cases {CLAIMS}",
    "engine/reason/lifting.py": f"reason_cases {CLAIMS}",
    "engine/reason/lowest.py": "families",
    "engine/families/hull.py": "families",
    "engine/families/runner_up.py": "families",
    "engine/reason/formulas.py": f"reason_cases reason_case_checker {CLAIMS}",
    **{
        f"engine/claims/{name}.py": CLAIMS
        for name in ("sentences", "meaning", "rates", "ranges", "missing", "residual", "witness", "shown")
    },
    **{f"engine/claims/{name}.py": CLAIMS for name in ("because", "budget", "certificates", "check")},
}
"""The test files that guard a file, the fastest first."""

LIBRARIES = ("pytest", "_pytest.assertion", "hypothesis", "yaml", "pydantic", "sympy", "z3", "markdown_it")
"""What tests import that is not the package; imported once, before the first mutant."""

ORDERS: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
SIGNS: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
WORDS = {"min": "max", "max": "min", "any": "all", "all": "any", "sorted": "list"}


class Mutant(NamedTuple):
    line: int
    where: str
    change: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a file, from top to bottom, each as the whole text."""
    tree, lines = ast.parse(source), source.splitlines()
    plain = ast.unparse(tree)
    for holder, key, line in _places(tree, 0):
        node = holder[key] if isinstance(holder, list) else getattr(holder, key)
        for other in _others(node, holder):
            _put(holder, key, other)
            try:
                mutated = ast.unparse(ast.fix_missing_locations(tree))
            finally:
                _put(holder, key, node)
            if mutated != plain:
                yield Mutant(line, lines[line - 1].strip()[:80], _change(node, other), mutated)


def _change(node: ast.AST, other: ast.AST) -> str:
    return " -> ".join(" ".join(ast.unparse(part).split())[:60] or "deleted" for part in (node, other))


def _put(holder: Any, key: Any, node: ast.AST) -> None:
    if isinstance(holder, list):
        holder[key] = node
    else:
        setattr(holder, key, node)


def _places(node: ast.AST, line: int) -> Iterator[tuple[Any, Any, int]]:
    """Where something stands that may be changed: the holder, the key in it and the line. Types, imports,
    decorators and docstrings mean nothing to an answer; `strict=` of `zip` is a check of its own."""
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "decorator_list", "names", "bases"}:
            continue
        items = [(value, k) for k in range(len(value))] if isinstance(value, list) else [(node, field)]
        for holder, key in items:
            item = holder[key] if isinstance(holder, list) else getattr(holder, key)
            text = isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant)
            if (
                not isinstance(item, ast.AST)
                or text
                or (isinstance(item, ast.keyword) and item.arg == "strict")
            ):
                continue
            at = getattr(item, "lineno", line)
            yield holder, key, at
            yield from _places(item, at)


def _others(node: ast.AST, holder: Any) -> Iterator[ast.AST]:
    """What may stand in the place of `node`."""
    match node:
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Assert() | ast.Continue() | ast.Break():
            yield ast.Pass()
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            yield ast.Pass()
        case ast.Return(value=value) if value is not None:
            if ast.unparse(value) not in {"None", "False"}:
                yield ast.Return(ast.Constant(None))
            if isinstance(value, ast.Compare | ast.BoolOp):
                yield ast.Return(ast.UnaryOp(ast.Not(), value))
            if not (isinstance(holder, list) and holder[-1] is node):
                yield ast.Pass()
        case ast.If(body=body, orelse=orelse):
            yield ast.If(ast.Constant(True), body, orelse)
            yield ast.If(ast.Constant(False), body, orelse)
        case ast.IfExp(body=one, orelse=two):
            yield from (one, two)
        case ast.For(target=target, body=body, orelse=orelse):
            yield ast.For(target, ast.Tuple([], ast.Load()), body, orelse)
        case ast.comprehension(target=target, iter=what, ifs=ifs, is_async=late):
            for k in range(len(ifs)):
                yield ast.comprehension(target, what, ifs[:k] + ifs[k + 1 :], late)
        case ast.Compare(left=left, ops=ops, comparators=right):
            for k, op in enumerate(ops):
                for other in ORDERS[type(op)]:
                    yield ast.Compare(left, [*ops[:k], other(), *ops[k + 1 :]], right)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
            for k in range(len(values)):
                rest = values[:k] + values[k + 1 :]
                yield ast.BoolOp(op, rest) if len(rest) > 1 else rest[0]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            yield ast.BinOp(left, SIGNS[type(op)](), right)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.Slice(lower=lower, upper=upper, step=step):
            for edge, other in ((lower, (None, upper, step)), (upper, (lower, None, step))):
                if edge is not None:
                    yield ast.Slice(*other)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keys) if name in WORDS:
            yield ast.Call(ast.Name(WORDS[name], ast.Load()), args, keys if WORDS[name] != "list" else [])
        case ast.Call(func=func, args=[one, two, *rest], keywords=keys) if type(two) is not ast.Starred:
            yield ast.Call(func, [two, one, *rest], keys)
        case ast.Constant(value=bool() as value):
            yield ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(value=str() as value):
            yield ast.Constant(f"{value}X")


def _child(folder: Path, files: list[str], seconds: float) -> tuple[int, float]:
    """Runs test files in a forked child: 0 if all pass, and the processor's seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = os.fork()
    if not child:
        _run(folder, files, seconds)
    status = os.waitpid(child, 0)[1]
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return status, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _run(folder: Path, files: list[str], seconds: float) -> None:
    import pytest

    signal.setitimer(signal.ITIMER_PROF, seconds)  # nobody handles these signals, so they end the child
    signal.setitimer(signal.ITIMER_REAL, 10 * seconds)
    resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
    os.chdir(folder)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=no"]
    try:
        codes = (pytest.main([*options, f"tests/test_{name}.py"]) for name in files)
        failed = any(code != 0 for code in codes)
    except BaseException:
        failed = True
    os._exit(failed)


def survivors(target: str, files: list[str], chosen: list[Mutant], folder: Path) -> Iterator[Mutant]:
    """Those of the mutants that pass every test file in the time that the original takes three times."""
    path = folder / "mesaprior" / target
    original = path.read_text("utf-8")
    status, seconds = _child(folder, files, 600)
    if status:
        raise SystemExit(f"{target}: the tests fail without any change")
    sys.dont_write_bytecode = True
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()
    for mutant in chosen:
        path.write_text(mutant.source, "utf-8")
        status, _ = _child(folder, files, 3 * seconds + 2)
        if not status:
            yield mutant
    path.write_text(original, "utf-8")
    sys.dont_write_bytecode = False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "--target",
        nargs="*",
        choices=[*TARGETS, *(Path(target).stem for target in TARGETS)],
        help="`solver`, `checker` ...",
    )
    parser.add_argument("--sample", type=int, help="at most so many mutants of each file")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--tests", nargs="*", help="other test files than those of the table")
    told = parser.parse_args()
    known = (HERE / "fixtures" / "equivalent_mutants.txt").read_text("utf-8").split("\n")
    equivalent = {line for line in known if " | " in line}
    for library in LIBRARIES:
        __import__(library)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in ("mesaprior", "tests", "models", "examples"):
            shutil.copytree(HERE.parent / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE.parent / "pyproject.toml", folder)
        sys.path[:] = [str(folder), *(p for p in sys.path[1:] if p != str(HERE.parent))]
        for target, files in TARGETS.items():
            if not told.target or target in told.target or Path(target).stem in told.target:
                names = told.tests or list(dict.fromkeys(files.split()))
                _report(target, names, told, equivalent, folder)


def _report(
    target: str, files: list[str], told: argparse.Namespace, equivalent: set[str], folder: Path
) -> None:
    every = list(mutants((folder / "mesaprior" / target).read_text("utf-8")))
    told_apart = [m for m in every if f"{target} | {m.where} | {m.change}" not in equivalent]
    chosen = told_apart
    if told.sample and told.sample < len(chosen):
        chosen = sorted(random.Random(told.seed).sample(chosen, told.sample))
    left: Counter[str] = Counter()
    for mutant in survivors(target, files, chosen, folder):
        left["survived"] += 1
        print(f"  {mutant.line:4} {target} | {mutant.where} | {mutant.change}", flush=True)
    killed = len(chosen) - left["survived"]
    print(
        f"{target}: {len(every)} mutants, {len(every) - len(told_apart)} equivalent, {len(chosen)} run,"
        f" {killed} killed ({100 * killed / max(1, len(chosen)):.0f} %)",
        flush=True,
    )


if __name__ == "__main__":
    main()

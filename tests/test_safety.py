"""Text is never executed: no string reaches SymPy but as a symbol's name, no payload opens anything."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "mesaprior"
FILES = sorted(PACKAGE.rglob("*.py"))

RUNS_TEXT = {
    "eval",
    "exec",
    "compile",
    "sympify",
    "parse_expr",
    "S",
    "lambdify",
    "simplify",
    "nsimplify",
    "N",
}
"""Callables that execute their text, or decide what only our own checker may decide."""
SYMPY_ALLOWED = {
    "Symbol", "Rational", "Add", "Mul", "Lt", "Le", "Gt", "Ge", "Eq", "And", "true", "false", "Expr", "Rel",
    "log", "Or",
}  # fmt: skip


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_executes_text(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            is_regex = isinstance(called, ast.Attribute) and getattr(called.value, "id", "") == "re"
            assert name not in RUNS_TEXT or is_regex, f"{path.name}:{node.lineno} calls {name}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "sympy":
            assert node.attr in SYMPY_ALLOWED, f"{path.name}:{node.lineno} uses sympy.{node.attr}"
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("sympy"), (
                f"{path.name}:{node.lineno} hides SymPy's names"
            )


PAYLOADS = [
    "__import__('os').system('touch owned')",
    "open('owned','w')",
    "().__class__.__bases__[0].__subclasses__()",
    "exec('1')",
    "eval(a)",
    "print(open(a))",
    "os.system",
    "a.__class__",
    "lambda: 1",
    "[x for x in a]",
    "{a}",
    "{{7*7}}",
    "${a}",
    "%(a)s",
    "!!python/object/apply:os.system ['touch owned']",
    "!!python/name:os.system",
    "*alias",
    "&anchor a",
    "<<: a",
    "a; import os",
    "a\nimport os",
    "'a'",
    '"a"',
    "`touch owned`",
    "$(touch owned)",
    "| touch owned",
    "=cmd|' /C calc'!A0",
    "file:///etc/passwd",
    "http://127.0.0.1:9/",
    "../../../../etc/passwd",
    "/etc/passwd",
    "S(a)",
]

SCRIPT = r"""
import json, os, sys
from mesaprior.cli import run
payloads = json.loads(sys.argv[1])
FIELDS = ("complexity", "time", "title", "fact", "prior", "cost", "name", "term", "number", "latex",
          "extends")

def model(field, payload):
    said = json.dumps(payload)
    get = lambda name, plain: said if name == field else plain
    extends = f"extends: {said}\n" if field == "extends" else ""
    prior = f"{{cost: {said}}}" if field == "cost" else get("prior", "linear")
    prices = f"complexity: {get('complexity', 'a')}, time: {get('time', 'a')}"
    return (f"{extends}name: {get('name', 'm')}\nprior: {prior}\n"
            f"terms: {{a: {{latex: {get('latex', 'a')}}}, {get('term', 'b')}: {{}}}}\n"
            f"variants: {{A: {{title: {get('title', 't')}, {prices}}}}}\n"
            f"facts: [{get('fact', 'c(a) > 0')}]\nscenarios: {{s: {{c: {{a: {get('number', '1')}}}}}}}\n")

opened = []
def hook(event, arguments):
    if event in ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "socket.connect",
                 "socket.bind", "compile_text", "os.rename", "os.remove", "shutil.rmtree", "urllib.Request"):
        opened.append((event, str(arguments)))
    if event == "open" and isinstance(arguments[0], str):
        path, mode = arguments[0], arguments[1]
        if "passwd" in path or (mode and any(sign in str(mode) for sign in "wax+") and path != os.devnull):
            opened.append((event, path))

run(["wins", "-q", "-g", "2", "--scenario", "worked", "-f", "latex"])  # imports everything first
run(["show", "-q"])
sys.addaudithook(hook)
for payload in payloads:
    for field in FIELDS:
        with open("m.yaml", "w", encoding="utf-8") as stream:
            stream.write(model(field, payload))
        watch = len(opened)
        code = run(["wins", "m.yaml", "-g", "2"])
        assert code in (0, 2), (field, payload, code)
        assert not opened[watch:], (field, payload, opened[watch:])
for option in ("--assume", "--set", "--scenario", "--expect"):
    for payload in payloads:
        watch = len(opened)
        code = run(["wins", "speed-simplicity", "-g", "2", option, payload])
        assert code in (0, 2) and not opened[watch:], (option, payload, code, opened[watch:])
assert not os.path.exists("owned")
print("clean", len(payloads) * (len(FIELDS) + 4))
"""


def test_payloads_in_every_text_field_open_nothing(tmp_path: Path) -> None:
    import json

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(PAYLOADS)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == f"clean {len(PAYLOADS) * 15}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["m.yaml"]

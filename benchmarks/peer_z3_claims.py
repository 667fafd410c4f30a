"""z3 fed the claims of the library by hand: a claim's denial and the facts, quantified rates taken out.

The translation is that of the tests' oracle, which shares no code with mesaprior and is itself tested, claim
by claim, against numbers put into the text. One of its own here would be shorter by nothing and tested by
nobody. Formulas are parsed before the clock runs. `Solver` was the fastest over all claims; `SimpleSolver`
needs less than half of its time for the median check, but seconds for one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import z3
from instances import Library
from timing import cpu_seconds

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
oracle: Final = import_module("library_oracle")
judge: Final = import_module("library_judge")

PATIENCE: Final = 5_000
"""Milliseconds for a single check: what a claim may take with us."""


def prepare(library: Library) -> list[tuple[str, Any]]:
    """Every claim's name and its world: the model's formulas and the claim, read."""
    specs = {path.stem: oracle.read_model(path) for path in sorted(library.folder.glob("*.yaml"))}
    return [
        (f"{name}: {claim['id']}", oracle.ClaimWorld(spec, claim))
        for name, spec in specs.items()
        for claim in spec.get("claims", [])
    ]


def claims(worlds: list[tuple[str, Any]]) -> Iterator[list[Any]]:
    """Name, verdict, CPU seconds for building the solver and for its check.

    The verdict is None where z3 gave up, and `not fed` where the rate cannot be taken out by hand.
    """
    for name, world in worlds:
        start = cpu_seconds()
        try:
            asked = judge.ClaimJudge(world)
            asked.solver.set("timeout", PATIENCE)
            asked.solver.add(z3.Not(asked.formula(world.claim)))
        except (ValueError, AssertionError):
            yield [name, "not fed", 0, 0]
            continue
        built = cpu_seconds()
        answer = str(asked.solver.check())
        verdict = {"unsat": "proved", "sat": "refuted"}.get(answer)
        yield [name, verdict, built - start, cpu_seconds() - built]

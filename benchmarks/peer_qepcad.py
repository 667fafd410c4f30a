"""QEPCAD B, the program: the rate eliminated by cylindrical algebraic decomposition.

One process per variant, each given 40 million cells and the time limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from instances import Family, OpenPrices
from programs import answered

CELLS: Final = "+N40000000"
AND: Final = " /\\ "
TOLD: Final = "An equivalent quantifier-free formula:"


def prepare(instance: OpenPrices | Family) -> list[str]:
    """What each process reads."""
    names = range(1, instance.variants + 1)
    unknowns = ",".join(f"c{k},t{k}" for k in names)
    begin = f"[some g]\n({unknowns},g)\n{2 * instance.variants}\n(E g)[g > 0{AND}"
    cheaper = [[f"g c{own} + t{own} < g c{k} + t{k}" for k in names if k != own] for own in names]
    return [f"{begin}{AND.join(rows)}].\nfinish\n" for rows in cheaper]


def some_rate(questions: list[str]) -> Iterator[str]:
    """The condition of each variant as a formula."""
    for question in questions:
        told = answered(["qepcad", CELLS], question)
        if TOLD not in told:
            errors = (line for line in told.splitlines() if "rror" in line or "ailure" in line)
            raise NotImplementedError(next(errors, "gives up"))
        yield told.split(TOLD)[1].split("=====")[0].strip()

"""Maxima, the program: the exact simplex of its package `simplex`; its start is part of its time."""

from __future__ import annotations

from collections.abc import Iterator

import rows_only
from instances import Family, Implications
from programs import answered
from rows_only import Rows


def _possible(rows: Rows) -> bool | None:
    width = len(rows[0][0])
    unknowns = [f"x{k}" for k in range(width)]
    constraints = [f"{unknown}>=1" for unknown in unknowns]
    constraints += [
        f"{'+'.join(f'({v})*{x}' for v, x in zip(row, unknowns, strict=True) if v) or '0'}>={bound}"
        for row, bound in rows
    ]
    text = f'load("simplex")$\nprint("told", listp(minimize_lp(x0, [{",".join(constraints)}])))$\n'
    told = answered(["maxima", "--very-quiet"], text)
    return {"told true": True, "told false": False}.get(
        next((line.strip() for line in told.splitlines() if line.strip().startswith("told")), "")
    )


def prepare(family: Family) -> list[list[int]]:
    return rows_only.costs(family)


def can_win(costs: list[list[int]]) -> Iterator[bool | None]:
    """One linear programme per variant."""
    return rows_only.can_win(costs, _possible)


def prepare_implications(batch: Implications) -> list[Rows]:
    return rows_only.implications(batch)


def implication(questions: list[Rows]) -> Iterator[bool | None]:
    """Infeasibility of the denial."""
    return rows_only.implied(questions, _possible)

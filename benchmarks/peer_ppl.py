"""The Parma Polyhedra Library in exact arithmetic, through pplpy: its linear programmes."""

from __future__ import annotations

from collections.abc import Iterator

import rows_only
from instances import Family, Implications
from ppl import Linear_Expression, MIP_Problem
from rows_only import Rows


def _possible(rows: Rows) -> bool | None:
    width = len(rows[0][0])
    problem = MIP_Problem(width)
    for j in range(width):
        problem.add_constraint(Linear_Expression([int(j == k) for k in range(width)], -1) >= 0)
    for row, bound in rows:
        problem.add_constraint(Linear_Expression(row, -bound) >= 0)
    return bool(problem.is_satisfiable())


def prepare(family: Family) -> list[list[int]]:
    return rows_only.costs(family)


def can_win(costs: list[list[int]]) -> Iterator[bool | None]:
    """One linear programme per variant."""
    return rows_only.can_win(costs, _possible)


def reduced(costs: list[list[int]]) -> Iterator[list[int] | None]:
    """One linear programme per variant and opponent."""
    return rows_only.reduced(costs, _possible)


def prepare_implications(batch: Implications) -> list[Rows]:
    return rows_only.implications(batch)


def implication(questions: list[Rows]) -> Iterator[bool | None]:
    """Infeasibility of the denial."""
    return rows_only.implied(questions, _possible)

"""cddlib in exact arithmetic, through pycddlib: its linear programmes, and its own removal of redundant rows.

`redundant_rows` speaks of closed rows, which comes to the same for a variant that can win: its rows then have
a common inner point. For the others it is not asked. What is dropped comes without multipliers.
"""

from __future__ import annotations

from collections.abc import Iterator

import cdd.gmp as exact
import rows_only
from cdd import LPObjType, LPStatusType, RepType
from instances import Family, Implications
from rows_only import Rows


def _possible(rows: Rows) -> bool | None:
    width = len(rows[0][0])
    above = [[-bound, *row] for row, bound in rows]
    ones = [[-1, *(int(j == k) for k in range(width))] for j in range(width)]
    matrix = exact.matrix_from_array(
        [*above, *ones], rep_type=RepType.INEQUALITY, obj_type=LPObjType.MIN, obj_func=[0] * (width + 1)
    )
    programme = exact.linprog_from_matrix(matrix)
    exact.linprog_solve(programme)
    if programme.status == LPStatusType.OPTIMAL:
        return True
    return False if programme.status == LPStatusType.INCONSISTENT else None


def prepare(family: Family) -> list[list[int]]:
    return rows_only.costs(family)


def can_win(costs: list[list[int]]) -> Iterator[bool | None]:
    """One linear programme per variant."""
    return rows_only.can_win(costs, _possible)


def reduced(costs: list[list[int]]) -> Iterator[list[int] | None]:
    """`redundant_rows` for each variant that can win, its rows in the order in which they are to go."""
    for i, wins in enumerate(can_win(costs)):
        yield _kept(costs, i) if wins else None


def _kept(costs: list[list[int]], variant: int) -> list[int]:
    own, width = costs[variant], len(costs[variant])
    opponents = [j for j in reversed(range(len(costs))) if j != variant]
    above = [[0, *rows_only.less(own, costs[j])] for j in opponents]
    ones = [[0, *(int(j == k) for k in range(width))] for j in range(width)]
    redundant = exact.redundant_rows(exact.matrix_from_array([*above, *ones], rep_type=RepType.INEQUALITY))
    return sorted(j for place, j in enumerate(opponents) if place not in redundant)


def prepare_implications(batch: Implications) -> list[Rows]:
    return rows_only.implications(batch)


def implication(questions: list[Rows]) -> Iterator[bool | None]:
    """Infeasibility of the denial."""
    return rows_only.implied(questions, _possible)

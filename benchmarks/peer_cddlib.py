"""cddlib in exact arithmetic, through pycddlib: its linear programmes, without multipliers.

One programme per row was twice as fast as its own `redundant_rows` (hard 30 x 12: 0.67 s against 1.26 s for
six variants), which besides speaks of closed rows and so of variants that can win only.
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
    """One linear programme per variant and opponent."""
    return rows_only.reduced(costs, _possible)


def prepare_implications(batch: Implications) -> list[Rows]:
    return rows_only.implications(batch)


def implication(questions: list[Rows]) -> Iterator[bool | None]:
    """Infeasibility of the denial."""
    return rows_only.implied(questions, _possible)

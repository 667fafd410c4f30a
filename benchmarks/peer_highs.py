"""HiGHS in floating point, through SciPy: fast, without proof, right up to its tolerances.

Its answers are compared like everybody's; where they differ the table says so, and the run does not fail.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import rows_only
from instances import Family, Implications
from rows_only import Rows
from scipy.optimize import linprog


def _possible(rows: Rows) -> bool | None:
    matrix = -np.array([row for row, _ in rows], dtype=float)
    bounds = -np.array([bound for _, bound in rows], dtype=float)
    found = linprog(np.zeros(matrix.shape[1]), A_ub=matrix, b_ub=bounds, bounds=(1, None), method="highs")
    return {0: True, 2: False}.get(found.status)


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

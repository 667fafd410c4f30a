"""The exact solver: can these homogeneous integer inequalities all hold?

Asks for x with `x_j > 0` (or `>= 0`), `R_i x > 0` (or `>= 0`). Since everything is homogeneous, a strict
inequality may be asked as `>= 1`: with `x = e + y` (e_j = 1 where x_j is strict) the question becomes one
of slacks `s_i = R_i y - d_i >= 0`, `y >= 0`, and a dual simplex without objective answers it: drive the
negative slacks out of the basis until none is left (numbers) or one cannot leave (multipliers: Motzkin's
theorem, read off its row). Each row of the dictionary keeps its own positive scale and is divided by its
common factor, so all numbers stay whole and small.

Imports nothing of the project but caps. Nothing here is believed: multipliers go to `checker`, numbers are
put back into the formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from mesaprior.limits import BLAND_AFTER


@dataclass(frozen=True, slots=True)
class Point:
    """`values[j]` solve the system, column by column."""

    values: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Multipliers:
    """`sum(rows[i] * R_i) + columns == 0`, all non-negative, something strict among the positive ones."""

    rows: tuple[int, ...]
    columns: tuple[int, ...]


def solve(
    rows: Sequence[Sequence[int]], strict: Sequence[bool], positive: Sequence[bool]
) -> Point | Multipliers:
    """A solution, or the multipliers that show there is none.

    `rows`: m vectors of n whole numbers; `strict[i]` asks `R_i x > 0`, else `>= 0`; `positive[j]` asks
    `x_j > 0`, else `>= 0`.
    """
    width = len(positive)
    start = [int(flag) for flag in positive]
    table = [
        [sum(value for value, flag in zip(row, start, strict=True) if flag) - must, *row]
        for row, must in zip(rows, strict, strict=True)
    ]
    return _Dictionary(table, width).run(start)


class _Dictionary:
    """`scale[i] * basic[i] = table[i][0] + sum(table[i][j+1] * nonbasic[j])`.

    Variables 0..n-1 are the y, n.. are the slacks.
    """

    def __init__(self, table: list[list[int]], width: int) -> None:
        self.width = width
        self.table = table
        self.scale = [1] * len(table)
        self.basic = list(range(width, width + len(table)))
        self.nonbasic = list(range(width))

    def run(self, start: list[int]) -> Point | Multipliers:
        pivots = 0
        while True:
            row = self._leaving(careful=pivots >= BLAND_AFTER)
            if row is None:
                return self._point(start)
            column = self._entering(row, careful=pivots >= BLAND_AFTER)
            if column is None:
                return self._multipliers(row)
            self._pivot(row, column)
            pivots += 1

    def _leaving(self, careful: bool) -> int | None:
        """The row of the most negative slack; with `careful`, of the first negative one (Bland)."""
        best, worst = None, 0.0
        for i, row in enumerate(self.table):
            if row[0] < 0:
                if careful:
                    if best is None or self.basic[i] < self.basic[best]:
                        best = i
                    continue
                value = row[0] / self.scale[i] if self.scale[i] < 1 << 1000 else -1.0
                if value < worst:
                    best, worst = i, value
        return best

    def _entering(self, row: int, careful: bool) -> int | None:
        """A column that can raise the slack: the steepest; with `careful`, the first variable (Bland)."""
        best: int | None = None
        line = self.table[row]
        for j in range(1, self.width + 1):
            if line[j] > 0:
                if best is None:
                    best = j
                elif careful:
                    if self.nonbasic[j - 1] < self.nonbasic[best - 1]:
                        best = j
                elif line[j] > line[best]:
                    best = j
        return best

    def _pivot(self, row: int, column: int) -> None:
        """Exchanges `basic[row]` and the column's variable: solve the row for the latter, put it in."""
        line = self.table[row]
        lead = line[column]
        new = [-value for value in line]
        new[column] = self.scale[row]
        for i, other in enumerate(self.table):
            factor = other[column]
            if i == row or not factor:
                continue
            other[column] = 0
            self.table[i] = mixed = [lead * a + factor * b for a, b in zip(other, new, strict=True)]
            self.scale[i] *= lead
            common = gcd(self.scale[i], *mixed)
            if common > 1:
                self.table[i] = [value // common for value in mixed]
                self.scale[i] //= common
        common = gcd(lead, *new)
        self.table[row] = [value // common for value in new] if common > 1 else new
        self.scale[row] = lead // common
        self.basic[row], self.nonbasic[column - 1] = self.nonbasic[column - 1], self.basic[row]

    def _point(self, start: list[int]) -> Point:
        values = [Fraction(value) for value in start]
        for i, variable in enumerate(self.basic):
            if variable < self.width:
                values[variable] += Fraction(self.table[i][0], self.scale[i])
        return Point(tuple(values))

    def _multipliers(self, row: int) -> Multipliers:
        """The row says `scale*basic - sum(coefficient*nonbasic) = constant < 0`, with no coefficient positive."""
        weights = dict(zip(self.nonbasic, (-value for value in self.table[row][1:]), strict=True))
        weights[self.basic[row]] = self.scale[row]
        return Multipliers(
            tuple(weights.get(self.width + i, 0) for i in range(len(self.table))),
            tuple(weights.get(j, 0) for j in range(self.width)),
        )

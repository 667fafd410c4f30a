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
from itertools import compress
from math import gcd, lcm
from operator import itemgetter, mul

from mesaprior.limits import BLAND_AFTER, ROWS_AT_ONCE


@dataclass(frozen=True, slots=True)
class Point:
    """`start[j] + above[j] / below` solve the system, column by column."""

    start: tuple[int, ...]
    above: tuple[int, ...]
    below: int

    @property
    def values(self) -> tuple[Fraction, ...]:
        pairs = zip(self.start, self.above, strict=True)
        return tuple(Fraction(first * self.below + value, self.below) for first, value in pairs)


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
    start = [int(flag) for flag in positive]
    shifted = [[sum(compress(row, start)) - must, *row] for row, must in zip(rows, strict, strict=True)]
    return _Dictionary(shifted, start).run()


class _Dictionary:
    """`scale[i] * basic[i] = table[i][0] + sum(table[i][j+1] * nonbasic[j])`.

    Variables 0..n-1 are the y, n+k is the slack of row k. A row enters the table only when the values found
    so far break it: most rows never do.
    """

    def __init__(self, rows: list[list[int]], start: list[int]) -> None:
        self.rows = rows
        self.start = start
        self.width = len(start)
        self.waiting = set(range(len(rows)))
        self.table: list[list[int]] = []
        self.scale: list[int] = []
        self.basic: list[int] = []
        self.nonbasic = list(range(self.width))
        self.pivots = 0

    def run(self) -> Point | Multipliers:
        while True:
            row = self._leaving(careful=self.pivots >= BLAND_AFTER)
            if row is None:
                broken = self._broken()
                if not broken:
                    return self._point()
                for k in broken:
                    self._enter(k)
                continue
            column = self._entering(row, careful=self.pivots >= BLAND_AFTER)
            if column is None:
                return self._multipliers(row)
            self._pivot(row, column)
            self.pivots += 1

    def _values(self) -> tuple[list[int], int]:
        """The current y over a common denominator."""
        below = lcm(1, *(self.scale[i] for i, variable in enumerate(self.basic) if variable < self.width))
        values = [0] * self.width
        for i, variable in enumerate(self.basic):
            if variable < self.width:
                values[variable] = self.table[i][0] * (below // self.scale[i])
        return values, below

    def _broken(self) -> list[int]:
        """The waiting rows that the current values break, the worst ones."""
        values, below = self._values()
        places = [0, *(j for j, value in enumerate(values, 1) if value)]
        if len(places) == 1:
            worths = [(self.rows[k][0], k) for k in self.waiting]
        else:
            entries, point = itemgetter(*places), [below, *filter(None, values)]
            worths = [(sum(map(mul, entries(self.rows[k]), point)), k) for k in self.waiting]
        worst = sorted(worth for worth in worths if worth[0] < 0)[:ROWS_AT_ONCE]
        return [k for _, k in worst]

    def _enter(self, k: int) -> None:
        """Writes the slack of row k in the variables that are nonbasic now."""
        self.waiting.discard(k)
        row = self.rows[k]
        place = {variable: i for i, variable in enumerate(self.basic) if variable < self.width}
        scale = lcm(1, *(self.scale[i] for variable, i in place.items() if row[variable + 1]))
        line = [row[0] * scale] + [
            row[variable + 1] * scale if variable < self.width else 0 for variable in self.nonbasic
        ]
        for variable, i in place.items():
            entry = row[variable + 1]
            if entry:
                factor = entry * (scale // self.scale[i])
                line = [a + factor * b for a, b in zip(line, self.table[i], strict=True)]
        common = gcd(scale, *line)
        self.table.append([value // common for value in line] if common > 1 else line)
        self.scale.append(scale // common)
        self.basic.append(self.width + k)

    def _leaving(self, careful: bool) -> int | None:
        """The row of the most negative slack; with `careful`, of the first negative one (Bland)."""
        best: int | None = None
        for i, row in enumerate(self.table):
            if row[0] >= 0:
                continue
            if best is None:
                best = i
            elif careful:
                best = i if self.basic[i] < self.basic[best] else best
            elif row[0] * self.scale[best] < self.table[best][0] * self.scale[i]:
                best = i
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
            shared = gcd(lead, factor)
            times, factor = lead // shared, factor // shared
            scale = self.scale[i] * times
            if times == 1:
                mixed = [a + factor * b for a, b in zip(other, new)]  # noqa: B905, the inner loop
            else:
                mixed = [times * a + factor * b for a, b in zip(other, new)]  # noqa: B905
            common = gcd(scale, *mixed)
            self.table[i] = [value // common for value in mixed] if common > 1 else mixed
            self.scale[i] = scale // common
        common = gcd(lead, *new)
        self.table[row] = [value // common for value in new] if common > 1 else new
        self.scale[row] = lead // common
        self.basic[row], self.nonbasic[column - 1] = self.nonbasic[column - 1], self.basic[row]

    def _point(self) -> Point:
        values, below = self._values()
        return Point(tuple(self.start), tuple(values), below)

    def _multipliers(self, row: int) -> Multipliers:
        """A row that says `scale*basic - sum(coefficient*nonbasic) < 0` with no coefficient positive."""
        weights = dict(zip(self.nonbasic, (-value for value in self.table[row][1:]), strict=True))
        weights[self.basic[row]] = self.scale[row]
        return Multipliers(
            tuple(weights.get(self.width + k, 0) for k in range(len(self.rows))),
            tuple(weights.get(j, 0) for j in range(self.width)),
        )

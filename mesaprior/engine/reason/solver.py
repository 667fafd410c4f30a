"""The exact solver: can these homogeneous integer inequalities all hold?

Asks for x with `x_j > 0` (or `>= 0`), `R_i x > 0` (or `>= 0`). Since everything is homogeneous, a strict
inequality may be asked as `>= 1`: with `x = e + y` (e_j = 1 where x_j is strict) the question becomes one
of slacks `s_i = R_i y - d_i >= 0`, `y >= 0`, and a dual simplex without objective answers it: drive the
negative slacks out of the basis until none is left (numbers) or one cannot leave (multipliers: Motzkin's
theorem, read off its row). All numbers are whole and no larger than determinants; a row of the dictionary is
one long number (`lanes`), so that a pivot is a handful of long multiplications.

Imports nothing of the project but caps and `lanes`. Nothing here is believed: multipliers go to `checker`,
numbers are put back into the formulas.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import compress
from math import gcd
from operator import itemgetter, mul

from mesaprior.engine.reason.lanes import Lanes
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
    """`below * basic[i] = first[i] + sum(rest[i][j] * nonbasic[j])`, `rest[i]` packed into one number.

    `below` is the determinant of the basis and every entry a minor, so that a pivot divides without remainder
    (Edmonds, Bareiss). Variables 0..n-1 are the y, n+k is the slack of row k. A row enters the table only
    when the values found so far break it: most rows never do. `most[i]` bounds the entries of `rest[i]`.
    """

    def __init__(self, rows: list[list[int]], start: list[int]) -> None:
        self.rows = rows
        self.start = start
        self.width = len(start)
        self.waiting = set(range(len(rows)))
        self.lanes = Lanes(self.width)
        self.below = 1
        self.first: list[int] = []
        self.rest: list[int] = []
        self.most: list[int] = []
        self.basic: list[int] = []
        self.nonbasic = list(range(self.width))
        self.pivots = 0

    def run(self) -> Point | Multipliers:
        while True:
            row = self._leaving(careful=self.pivots >= BLAND_AFTER)
            if row is None:
                broken = self._broken()
                if not broken:
                    return Point(tuple(self.start), tuple(self._values()), self.below)
                for k in broken:
                    self._enter(k)
                continue
            line = self.lanes.entries(self.rest[row])
            column = self._entering(line, careful=self.pivots >= BLAND_AFTER)
            if column is None:
                return self._multipliers(row, line)
            self.most[row] = max(max(line), -min(line))
            self._pivot(row, column, line[column])
            self.pivots += 1

    def _values(self) -> list[int]:
        """The current y, `below` times."""
        values = [0] * self.width
        for variable, value in zip(self.basic, self.first, strict=True):
            if variable < self.width:
                values[variable] = value
        return values

    def _broken(self) -> list[int]:
        """The waiting rows that the current values break, the worst ones."""
        values = self._values()
        places = [0, *(j for j, value in enumerate(values, 1) if value)]
        if len(places) == 1:
            worths = [(self.rows[k][0], k) for k in self.waiting]
        else:
            entries, point = itemgetter(*places), [self.below, *filter(None, values)]
            worths = [(sum(map(mul, entries(self.rows[k]), point)), k) for k in self.waiting]
        worst = sorted(worth for worth in worths if worth[0] < 0)[:ROWS_AT_ONCE]
        return [k for _, k in worst]

    def _enter(self, k: int) -> None:
        """Writes the slack of row k in the variables that are nonbasic now."""
        self.waiting.discard(k)
        row, below = self.rows[k], self.below
        used = [
            (i, row[variable + 1])
            for i, variable in enumerate(self.basic)
            if variable < self.width and row[variable + 1]
        ]
        entries = [below * row[variable + 1] if variable < self.width else 0 for variable in self.nonbasic]
        most = max(map(abs, entries), default=0) + sum(abs(entry) * self.most[i] for i, entry in used)
        if most >= self.lanes.limit:
            self._widen(most)
        self.first.append(below * row[0] + sum(entry * self.first[i] for i, entry in used))
        self.rest.append(self.lanes.packed(entries) + sum(entry * self.rest[i] for i, entry in used))
        self.most.append(most)
        self.basic.append(self.width + k)

    def _leaving(self, careful: bool) -> int | None:
        """The row of the most negative slack; with `careful`, of the first negative variable (Bland)."""
        worst = min(self.first, default=0)
        if worst >= 0:
            return None
        if careful:
            negative = (i for i, value in enumerate(self.first) if value < 0)
            return min(negative, key=self.basic.__getitem__)
        return self.first.index(worst)

    def _entering(self, line: list[int], careful: bool) -> int | None:
        """A column that can raise the slack: the steepest; with `careful`, the first variable (Bland)."""
        steepest = max(line, default=0)
        if steepest <= 0:
            return None
        if careful:
            rising = (j for j, value in enumerate(line) if value > 0)
            return min(rising, key=self.nonbasic.__getitem__)
        return line.index(steepest)

    def _pivot(self, row: int, column: int, lead: int) -> None:
        """Exchanges `basic[row]` and the column's variable: solve the row for the latter, put it in."""
        below = self.below
        factors = self.lanes.column(self.rest, column)
        self._make_room(row, lead, factors)
        first, rest, shift = self.first[row], self.rest[row], self.lanes.bits * column
        for i, factor in enumerate(factors):
            if i == row:
                continue
            if factor:
                self.first[i] = (lead * self.first[i] - factor * first) // below
                self.rest[i] = (lead * self.rest[i] - factor * rest) // below + (factor << shift)
            elif lead != below:
                self.first[i] = lead * self.first[i] // below
                self.rest[i] = lead * self.rest[i] // below
        self.first[row] = -first
        self.rest[row] = ((lead + below) << shift) - rest
        self.below = lead
        self.basic[row], self.nonbasic[column] = self.nonbasic[column], self.basic[row]

    def _make_room(self, row: int, lead: int, factors: list[int]) -> None:
        """Bounds what the pivot makes of the entries: by the bounds at hand, else by the entries."""
        bounds = self._bounds(row, lead, factors)
        if max(bounds) >= self.lanes.limit:
            self.most = [max(map(abs, self.lanes.entries(rest))) for rest in self.rest]
            bounds = self._bounds(row, lead, factors)
            if max(bounds) >= self.lanes.limit:
                self._widen(max(bounds))
        self.most = bounds

    def _bounds(self, row: int, lead: int, factors: list[int]) -> list[int]:
        below, own = self.below, self.most[row]
        bounds = [
            (lead * most + abs(factor) * own) // below + abs(factor) if factor else lead * most // below
            for most, factor in zip(self.most, factors, strict=True)
        ]
        bounds[row] = max(own, below)
        return bounds

    def _widen(self, most: int) -> None:
        """Packs all rows anew, into lanes that hold `most`."""
        entries = [self.lanes.entries(rest) for rest in self.rest]
        self.lanes = self.lanes.wide_enough(most)
        self.rest = [self.lanes.packed(line) for line in entries]

    def _multipliers(self, row: int, line: list[int]) -> Multipliers:
        """A row that says `below*basic - sum(coefficient*nonbasic) < 0` with no coefficient positive."""
        common = gcd(self.below, *line)
        weights = {variable: -value // common for variable, value in zip(self.nonbasic, line, strict=True)}
        weights[self.basic[row]] = self.below // common
        return Multipliers(
            tuple(weights.get(self.width + k, 0) for k in range(len(self.rows))),
            tuple(weights.get(j, 0) for j in range(self.width)),
        )

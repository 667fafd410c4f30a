"""The winner map where costs are irrational numbers: the lower envelope of lines, compared by intervals.

The same chain as `winner_map.lower_envelope`; slopes and rests are constants whose differences have a sign
that `constants` decides. Where one of them stays open there is no map.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cmp_to_key

from mesaprior.algebra import Polynomial
from mesaprior.applications import is_constant
from mesaprior.engine.constants import sign, with_near
from mesaprior.formula import Amount, Formula
from mesaprior.results import Interval, Tie, WinnerMap
from mesaprior.symbols import Symbols


@dataclass(frozen=True, slots=True)
class Line:
    """The cost at rate g is `slope*g + rest`."""

    slope: Polynomial
    rest: Polynomial


class Undecided(Exception):
    """A sign that nothing decides."""


def irrational_map(costs: Mapping[str, Polynomial], symbols: Symbols) -> WinnerMap | None:
    """The map of costs that are linear in the rate with constants for coefficients; None where they are not,
    or where two of them cannot be told apart."""
    lines = {}
    for name, cost in costs.items():
        parts = cost.split_by_rate()
        line = Line(*(parts.get(power, Polynomial({})) for power in (1, 0)))
        if not is_constant(line.slope, symbols) or not is_constant(line.rest, symbols):
            return None
        lines[name] = line
    try:
        return _Envelope(lines, symbols).map()
    except Undecided:
        return None


class _Envelope:
    def __init__(self, lines: Mapping[str, Line], symbols: Symbols) -> None:
        self.lines = lines
        self.symbols = symbols

    def sign(self, polynomial: Polynomial) -> int:
        found = sign(polynomial, self.symbols)
        if found is None:
            raise Undecided
        return found

    def map(self) -> WinnerMap:
        """Intervals in order, and the ties between them."""
        chain: list[Line] = []
        starts: list[Fraction | tuple[Polynomial, Polynomial]] = []
        for line in sorted(self.lines.values(), key=cmp_to_key(self._steeper_first)):
            if chain and self.sign(chain[-1].slope - line.slope) == 0:
                continue
            start = self._start(chain, starts, line)
            chain.append(line)
            starts.append(start)
        return self._described(chain, [self._amount(start) for start in starts])

    def _steeper_first(self, one: Line, other: Line) -> int:
        return self.sign(other.slope - one.slope) or self.sign(one.rest - other.rest)

    def _start(
        self, chain: list[Line], starts: list[Fraction | tuple[Polynomial, Polynomial]], line: Line
    ) -> Fraction | tuple[Polynomial, Polynomial]:
        """Where the line begins to be the cheapest; those that never are before it are taken away."""
        while chain:
            above, below = line.rest - chain[-1].rest, chain[-1].slope - line.slope
            last = starts[-1]
            known = above if isinstance(last, Fraction) else above * last[1] - last[0] * below
            if self.sign(known) > 0:
                return above, below
            chain.pop()
            starts.pop()
        return Fraction(0)

    def _amount(self, start: Fraction | tuple[Polynomial, Polynomial]) -> Amount:
        if isinstance(start, Fraction):
            return start
        found = with_near(Formula.quotient(*start, self.symbols))
        return found if found.value is None else found.value

    def _described(self, chain: Sequence[Line], starts: Sequence[Amount]) -> WinnerMap:
        intervals, ties = [], []
        for place, line in enumerate(chain):
            end = starts[place + 1] if place + 1 < len(chain) else None
            intervals.append(Interval(starts[place], end, self._on(line)))
            if end is not None:
                ties.append(Tie(end, self._tied(line, chain[place + 1])))
        return WinnerMap(tuple(intervals), tuple(ties))

    def _on(self, line: Line) -> tuple[str, ...]:
        return tuple(
            name
            for name, other in self.lines.items()
            if self.sign(line.slope - other.slope) == self.sign(line.rest - other.rest) == 0
        )

    def _tied(self, steep: Line, flat: Line) -> tuple[str, ...]:
        """Every variant whose line goes through the point where the two meet."""
        above, below = flat.rest - steep.rest, steep.slope - flat.slope
        return tuple(
            name
            for name, line in self.lines.items()
            if self.sign((line.slope - steep.slope) * above + (line.rest - steep.rest) * below) == 0
        )

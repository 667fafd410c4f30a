"""The winner map of many variants whose prices are all known, and winners on a grid.

Floor: `results`. Holds whole numbers in arrays or lists and makes fractions only for what is asked.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Final

from mesaprior.algebra import Atom
from mesaprior.results.evidence import Result
from mesaprior.results.winners import Circumstances, Interval, Tie


@dataclass(frozen=True)
class Charged:
    """Who is cheapest at one rate: `winner` alone or several in `tie`; `cost` is theirs, the runner-up's is
    higher by `margin`. None where there is none."""

    g: Fraction
    winner: str | None
    tie: tuple[str, ...]
    cost: Fraction
    runner_up: str | None
    margin: Fraction | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "g": str(self.g),
            "winner": self.winner,
            "tie": list(self.tie),
            "cost": str(self.cost),
            "runner_up": self.runner_up,
            "margin": None if self.margin is None else str(self.margin),
        }


@dataclass(frozen=True)
class NumericMap(Result):
    """Who wins at which rate among variants with prices `c[i] / c_unit` and `t[i] / t_unit`.

    `corners` are the places of those that win alone somewhere, in order of rising rate; of equal ones the
    first. `equal[place]` are others with the same prices, `between[k]` those that tie where the k-th gives
    way to the next. `names` is empty where variants are known by their number, from 1.
    """

    SCHEMA = "mesaprior/map/1"

    source: str
    names: Sequence[str] = field(repr=False)
    c: Sequence[Any] = field(repr=False)
    t: Sequence[Any] = field(repr=False)
    c_unit: int
    t_unit: int
    corners: Sequence[int] = field(repr=False)
    between: Mapping[int, tuple[int, ...]] = field(repr=False)
    equal: Mapping[int, tuple[int, ...]] = field(repr=False)
    at: Charged | None = None

    def __len__(self) -> int:
        """How many variants there are."""
        return len(self.c)

    @property
    def switches(self) -> int:
        """How many rates there are at which the winner changes."""
        return len(self.corners) - 1

    def name(self, place: int) -> str:
        return self.names[place] if len(self.names) else str(place + 1)

    def prices(self, place: int) -> tuple[Fraction, Fraction]:
        """Complexity and time of a variant."""
        return Fraction(_exact(self.c[place])) / self.c_unit, Fraction(_exact(self.t[place])) / self.t_unit

    def rate(self, switch: int) -> Fraction:
        """The rate at which the winner number `switch` (from 0, fastest first) gives way to the next."""
        c, t = self.prices(int(self.corners[switch]))
        simpler_c, slower_t = self.prices(int(self.corners[switch + 1]))
        return (slower_t - t) / (c - simpler_c)

    def winning_places(self, number: int) -> tuple[int, ...]:
        """Who wins on interval `number`: one, or several of equal prices."""
        place = int(self.corners[number])
        return tuple(sorted((place, *self.equal.get(place, ()))))

    def tied_places(self, switch: int) -> tuple[int, ...]:
        """Who shares the lowest cost at a switch."""
        ends = (*self.winning_places(switch), *self.winning_places(switch + 1))
        return tuple(sorted((*ends, *self.between.get(switch, ()))))

    def intervals(self) -> Iterator[Interval]:
        """Open intervals in order of g."""
        above = Fraction(0)
        for number in range(len(self.corners)):
            below = self.rate(number) if number < self.switches else None
            yield Interval(above, below, tuple(map(self.name, self.winning_places(number))))
            above = below or above

    def ties(self) -> Iterator[Tie]:
        """The rates between them."""
        for switch in range(self.switches):
            yield Tie(self.rate(switch), tuple(map(self.name, self.tied_places(switch))))

    def cheapest(self, g: Fraction) -> tuple[int, ...]:
        """The places of those with the lowest cost at a rate, by the map alone."""
        switch = bisect.bisect_left(range(self.switches), g, key=self.rate)
        if switch < self.switches and self.rate(switch) == g:
            return self.tied_places(switch)
        return self.winning_places(switch)

    def at_rate(self, at: Charged) -> NumericMap:
        """The same map with an answer at one rate."""
        return replace(self, at=at)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": self.SCHEMA,
            "source": self.source,
            "variants": len(self),
            "can_win": len(self.corners),
            "intervals": [interval.to_dict() for interval in self.intervals()],
            "ties": [tie.to_dict() for tie in self.ties()],
            **({"at": self.at.to_dict()} if self.at else {}),
        }

    def __str__(self) -> str:
        if self.at:
            return self.at.winner or "tie: " + ", ".join(self.at.tie)
        return f"{len(self.corners)} of {len(self)} variants can win"


def _exact(value: Any) -> int | Fraction:
    """A number out of an array is an int of Python's, which does not overflow."""
    return value if isinstance(value, Fraction) else int(value)


TIE: Final = 2**16 - 1
"""Stands in a grid for a point where several variants share the lowest cost."""
OUTSIDE: Final = 2**16 - 2
"""Stands in a grid for a point where a fact does not hold."""


@dataclass(frozen=True)
class GridAxis:
    """One quantity of a sweep and the values that it takes, rising."""

    quantity: Atom
    values: tuple[Fraction, ...] = field(repr=False)

    def to_dict(self) -> dict[str, Any]:
        return {
            "quantity": self.quantity,
            "from": str(self.values[0]),
            "to": str(self.values[-1]),
            "points": len(self.values),
        }


@dataclass(frozen=True)
class Sweep(Result):
    """Who wins at every point of a grid.

    `winners` is an array of uint16, one axis of the grid an axis: the place of the winner in `variants`, or
    `TIE`, or `OUTSIDE`. `counts[place]` says how often each occurs; `excluding` are the facts that limit the
    grid.
    """

    SCHEMA = "mesaprior/sweep/1"

    under: Circumstances
    axes: tuple[GridAxis, ...]
    variants: tuple[str, ...]
    winners: Any = field(repr=False, compare=False)
    counts: tuple[int, ...] = field(repr=False)
    excluding: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return sum(self.counts)

    def wins(self, variant: str) -> int:
        """At how many points `variant` wins alone."""
        return self.counts[self.variants.index(variant)]

    @property
    def ties(self) -> int:
        return self.counts[TIE]

    @property
    def outside(self) -> int:
        """At how many points a fact does not hold."""
        return self.counts[OUTSIDE]

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": self.SCHEMA,
            **self.under.to_dict(),
            "over": [axis.to_dict() for axis in self.axes],
            "points": self.points,
            "wins": {variant: self.wins(variant) for variant in self.variants},
            "ties": self.ties,
            "outside": self.outside,
            "excluding": list(self.excluding),
        }

    def __str__(self) -> str:
        most = max(self.variants, key=self.wins)
        return f"{most} wins at {self.wins(most):,} of {self.points:,} points"

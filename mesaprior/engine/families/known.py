"""A family with all numbers known: who wins at which rate, where it switches, and the second opinion on
it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mesaprior import limits
from mesaprior.engine.families.hull import Choices, Hull, Spot, changes, hull_of, members_at, spot_at
from mesaprior.engine.families.lines import Lines
from mesaprior.engine.families.runner_up import two_cheapest
from mesaprior.engine.reason.lowest import cost_of_member, lowest
from mesaprior.errors import SelfCheckFailed, dotted
from mesaprior.model.trees import Family, fewest_choices, member_name, walk
from mesaprior.results.families import FamilyAt, FamilyChange, FamilyMap, FamilySwitch, FamilyWinner


class Known:
    """The envelope of one family."""

    def __init__(self, family: Family, lines: Lines) -> None:
        self.family = family
        self.lines = lines
        self.hull: Hull = hull_of(family.tree, lines.line)
        self.fewest = fewest_choices(family.tree)
        self._check()

    def map(self) -> FamilyMap:
        """The winners in order of g, and the switches between them."""
        rates = self.hull.rates
        ends = [Fraction(0), *rates, None]
        winners = []
        for place, (slope, rest) in enumerate(self.hull.corners):
            equal = self.hull.equal[place]
            names = self._names(("corner", place), equal)
            above = ends[place]
            assert above is not None
            winners.append(
                FamilyWinner(
                    names[0] if names else None,
                    slope + self.lines.base[0],
                    rest + self.lines.base[1],
                    above,
                    ends[place + 1],
                    equal,
                    tuple(names[1:]),
                )
            )
        return FamilyMap(tuple(winners), tuple(map(self._switch, range(len(rates)))))

    def _switch(self, place: int) -> FamilySwitch:
        tied = self.hull.tied[place]
        moved = changes(self.hull, place)
        return FamilySwitch(
            self.hull.rates[place],
            tuple(
                FamilyChange(dotted(change.loc), "/".join(change.before), "/".join(change.after))
                for change in moved
            ),
            tied,
            tuple(self._names(("rate", place), tied)) if tied > 2 else (),
        )

    def at(self, g: Fraction) -> FamilyAt:
        """Who is cheapest at one rate, and by how much."""
        kind, place = spot_at(self.hull, g)
        slope, rest = self.hull.corners[place]
        tied = (self.hull.equal if kind == "corner" else self.hull.tied)[place]
        names = self._names((kind, place), tied)
        cost = slope * g + rest
        cheapest = two_cheapest(self.family.tree, self.lines.written_cost(g))
        if (cheapest.cost, cheapest.count) != (cost, tied):
            raise SelfCheckFailed(f"the winner of {self.family.name} at g = {g} is not the cheapest member")
        total = cost + self.lines.base[0] * g + self.lines.base[1]
        if tied > 1:
            return FamilyAt(g, total, None, tied, tuple(names))
        second = cheapest.second
        return FamilyAt(
            g,
            total,
            names[0] if names else None,
            1,
            tuple(names),
            None if second is None else second.cost - cost,
            None if second is None else self._named(second.choices),
        )

    def _names(self, spot: Spot, count: int) -> list[str]:
        """Some of the members at a spot, by name; none where they make more choices than a person reads."""
        if self.fewest > limits.FAMILY_NAMED:
            return []
        found = members_at(self.hull, spot, min(count, limits.FAMILY_NAMES))
        named = (self._named(choices) for choices in found)
        return [name for name in named if name is not None]

    def _named(self, choices: Choices) -> str | None:
        return member_name(self.family.name, choices) if len(choices) <= limits.FAMILY_NAMED else None

    def _check(self) -> None:
        """The envelope against the lowest costs at its bends, from the formulas as they were written.

        At every bend where the tree is small; at evenly spread ones, the first and the last among them, where
        that would be more work than `FAMILY_CHECKS`.
        """
        tree, hull = self.family.tree, self.hull
        size = sum(1 for _ in walk(tree))
        for place in spread(len(hull.rates), max(2, limits.FAMILY_CHECKS // size)):
            rate = hull.rates[place]
            self._agrees(rate.numerator, rate.denominator, place, hull.tied[place])
            for corner in (place, place + 1):
                choices = members_at(hull, ("corner", corner))[0]
                cost = cost_of_member(tree, choices, self.lines.whole_cost(rate.numerator, rate.denominator))
                self._same(cost, rate.numerator, rate.denominator, corner)
        first, last = (hull.rates[0], hull.rates[-1]) if hull.rates else (Fraction(1), Fraction(1))
        self._agrees(first.numerator, 2 * first.denominator, 0, hull.equal[0])
        self._agrees(2 * last.numerator, last.denominator, -1, hull.equal[-1])
        self._agrees(0, 1, 0, None)
        self._agrees(1, 0, -1, None)

    def _agrees(self, g: int, one: int, place: int, count: int | None) -> None:
        """The lowest cost at the rate `g/one` is that of a corner; 0/1 is the limit of small rates and 1/0
        that of large ones, where only the slopes count."""
        least, members = lowest(self.family.tree, self.lines.whole_cost(g, one))
        self._same(least, g, one, place)
        if count is not None and members != count:
            raise SelfCheckFailed(f"the envelope of {self.family.name} counts {count} members, not {members}")

    def _same(self, cost: int, g: int, one: int, place: int) -> None:
        slope, rest = self.hull.corners[place]
        if cost != (slope * g + rest * one) * self.lines.scale:
            raise SelfCheckFailed(f"the envelope of {self.family.name} is not its lowest cost")


def spread(count: int, most: int) -> Sequence[int]:
    """At most `most` of `range(count)`, evenly spread, both ends among them."""
    if count <= most:
        return range(count)
    return sorted({round(place * (count - 1) / (most - 1)) for place in range(most)})

"""The cheapest member of a family at one rate, and the next cheapest one, from the leaves up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from mesaprior.engine.families.hull import Choices
from mesaprior.model.trees import All, Leaf, OneOf, Tree


@dataclass(frozen=True, slots=True)
class Second:
    """The next cheapest member."""

    cost: Fraction
    choices: Choices


@dataclass(frozen=True, slots=True)
class Cheapest:
    """The lowest cost, a member that has it, and how many have; `second` is another member, if there is
    one."""

    cost: Fraction
    choices: Choices
    count: int
    second: Second | None


def two_cheapest(tree: Tree, cost: Callable[[Leaf], Fraction]) -> Cheapest:
    """A choice takes the two best of all that its options offer; in a sum the next best member differs from
    the best one in a single part, and there by as little as possible."""
    match tree:
        case Leaf():
            return Cheapest(cost(tree), (), 1, None)
        case OneOf(options=options):
            found = [(name, two_cheapest(option, cost)) for name, option in options.items()]
            return _of_options(found)
        case All(parts=parts):
            return _of_parts([two_cheapest(part, cost) for part in parts])


def _of_options(found: list[tuple[str, Cheapest]]) -> Cheapest:
    offers = [(best.cost, place, (name, *best.choices)) for place, (name, best) in enumerate(found)]
    offers += [
        (best.second.cost, place, (name, *best.second.choices))
        for place, (name, best) in enumerate(found)
        if best.second is not None
    ]
    offers.sort(key=lambda offer: offer[:2])
    (least, _, choices), *others = offers
    count = sum(best.count for _, best in found if best.cost == least)
    return Cheapest(least, choices, count, Second(others[0][0], others[0][2]) if others else None)


def _of_parts(parts: list[Cheapest]) -> Cheapest:
    total = sum((part.cost for part in parts), Fraction(0))
    count = 1
    best: tuple[Fraction, int] | None = None
    for place, part in enumerate(parts):
        count *= part.count
        if part.second is not None and (best is None or part.second.cost - part.cost < best[0]):
            best = (part.second.cost - part.cost, place)
    choices = [part.choices for part in parts]
    joined = tuple(chain(*choices))
    if best is None:
        return Cheapest(total, joined, count, None)
    gap, place = best
    second = parts[place].second
    assert second is not None
    other = tuple(chain(*choices[:place], second.choices, *choices[place + 1 :]))
    return Cheapest(total, joined, count, Second(total + gap, other))

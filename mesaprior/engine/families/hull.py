"""The lower envelope of a whole family of lines, from the leaves up: exact, and without listing the members.

A member costs `slope*g + rest`. Those that are cheapest at some g > 0 are the corners of a convex chain: as g
grows from 0, the rest grows and the slope falls, and at the rate between two corners both cost the same.

    one_of   the chain of all corners of all options (they are merged by their rest)
    all      corner by corner the sum; the rates are those of the parts, merged in order

so a chain has no more corners than its tree has leaves, however many members the tree stands for. Members on
the straight line between two corners are never cheapest alone; at that one rate they tie, and are counted
there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, groupby, islice, product
from math import prod
from typing import Literal, TypeAlias

from mesaprior.errors import Loc
from mesaprior.model.trees import All, Leaf, OneOf, Tree

Line: TypeAlias = tuple[Fraction, Fraction]
"""`(slope, rest)`: the cost at rate g is `slope*g + rest`."""
Spot: TypeAlias = tuple[Literal["corner", "rate"], int]
"""A corner of a chain, or the rate after that corner."""
Choices: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hull:
    """`corners[k]` is cheapest from `rates[k - 1]` to `rates[k]`. `equal[k]`: how many members have exactly
    that line; `tied[k]`: how many are cheapest at exactly `rates[k]`."""

    corners: tuple[Line, ...]
    equal: tuple[int, ...]
    rates: tuple[Fraction, ...]
    tied: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum(Hull):
    """`moved[k]`: which parts go on to their next corner at `rates[k]`, and from which of theirs."""

    parts: tuple[Hull, ...]
    moved: tuple[tuple[tuple[int, int], ...], ...]


@dataclass(frozen=True, slots=True)
class Union(Hull):
    """`at_corner[k]`, `at_rate[k]`: which options are cheapest there, and where on their own chains."""

    names: tuple[str, ...]
    options: tuple[Hull, ...]
    at_corner: tuple[tuple[tuple[int, Spot], ...], ...]
    at_rate: tuple[tuple[tuple[int, Spot], ...], ...]
    loc: Loc


@dataclass(frozen=True, slots=True)
class Change:
    """At a rate, the choice at `loc` goes from the options `before` (the first, and what is chosen below it)
    to the options `after`."""

    loc: Loc
    before: Choices
    after: Choices


def hull_of(tree: Tree, line: Callable[[Leaf], Line]) -> Hull:
    """The chain of a tree whose leaves cost `line`."""
    match tree:
        case Leaf():
            return Hull((line(tree),), (1,), (), ())
        case All(parts=parts):
            return _sum([hull_of(part, line) for part in parts])
        case OneOf(options=options):
            return _union({name: hull_of(option, line) for name, option in options.items()}, tree.loc)


def _sum(parts: Sequence[Hull]) -> Hull:
    slope = sum((part.corners[0][0] for part in parts), Fraction(0))
    rest = sum((part.corners[0][1] for part in parts), Fraction(0))
    count = prod(part.equal[0] for part in parts)
    steps = sorted((rate, i, k) for i, part in enumerate(parts) for k, rate in enumerate(part.rates))
    corners, equal, rates, tied, moved = [(slope, rest)], [count], [], [], []
    for rate, group in groupby(steps, key=lambda step: step[0]):
        at_rate = count
        going = tuple((i, k) for _, i, k in group)
        for i, k in going:
            part = parts[i]
            (old_slope, old_rest), (new_slope, new_rest) = part.corners[k], part.corners[k + 1]
            slope += new_slope - old_slope
            rest += new_rest - old_rest
            at_rate = at_rate // part.equal[k] * part.tied[k]
            count = count // part.equal[k] * part.equal[k + 1]
        corners.append((slope, rest))
        equal.append(count)
        rates.append(rate)
        tied.append(at_rate)
        moved.append(going)
    return Sum(tuple(corners), tuple(equal), tuple(rates), tuple(tied), tuple(parts), tuple(moved))


Candidate: TypeAlias = tuple[Fraction, Fraction, int, int]
"""`(rest, slope, option, corner)`: sorted, the order in which corners are met as g grows."""


def _union(options: Mapping[str, Hull], loc: Loc) -> Hull:
    hulls = tuple(options.values())
    candidates = sorted(
        (rest, slope, option, k)
        for option, hull in enumerate(hulls)
        for k, (slope, rest) in enumerate(hull.corners)
    )
    corners: list[Line] = []
    rates: list[Fraction] = []
    for rest, slope, _, _ in candidates:
        if corners and slope >= corners[-1][0]:
            continue
        while corners:
            rate = (rest - corners[-1][1]) / (corners[-1][0] - slope)
            if not rates or rate > rates[-1]:
                rates.append(rate)
                break
            corners.pop()
            rates.pop()
        corners.append((slope, rest))
    at_corner, at_rate = _placed(candidates, corners, rates)
    return Union(
        tuple(corners),
        tuple(sum(hulls[option].equal[k] for option, (_, k) in places) for places in at_corner),
        tuple(rates),
        tuple(sum(_count(hulls[option], spot) for option, spot in places) for places in at_rate),
        tuple(options),
        hulls,
        at_corner,
        at_rate,
        loc,
    )


def _count(hull: Hull, spot: Spot) -> int:
    return hull.equal[spot[1]] if spot[0] == "corner" else hull.tied[spot[1]]


_Places: TypeAlias = tuple[tuple[tuple[int, Spot], ...], ...]


def _placed(
    candidates: Sequence[Candidate], corners: Sequence[Line], rates: Sequence[Fraction]
) -> tuple[_Places, _Places]:
    """Which candidates are corners of the chain, and which lie on its edges, the ends included."""
    on_corner: list[list[tuple[int, Spot]]] = [[] for _ in corners]
    on_edge: list[dict[int, list[int]]] = [{} for _ in rates]
    edge = 0
    for rest, slope, option, k in candidates:
        while edge < len(rates) and rest > corners[edge + 1][1]:
            edge += 1
        for near in (edge, edge + 1):
            if near < len(corners) and corners[near] == (slope, rest):
                on_corner[near].append((option, ("corner", k)))
        for near in (edge, edge + 1):
            if near < len(rates) and slope * rates[near] + rest == _cost(corners[near], rates[near]):
                on_edge[near].setdefault(option, []).append(k)
    return (
        tuple(map(tuple, on_corner)),
        tuple(
            tuple((option, ("corner" if len(on) == 1 else "rate", min(on))) for option, on in places.items())
            for places in on_edge
        ),
    )


def _cost(line: Line, rate: Fraction) -> Fraction:
    return line[0] * rate + line[1]


def spot_at(hull: Hull, rate: Fraction) -> Spot:
    """Where on the chain a rate is."""
    place = bisect_left(hull.rates, rate)
    return ("rate", place) if place < len(hull.rates) and hull.rates[place] == rate else ("corner", place)


def members_at(hull: Hull, spot: Spot, most: int = 1) -> list[Choices]:
    """The members that are cheapest at a spot, by their choices; the first `most` of them."""
    match hull:
        case Union():
            found: list[Choices] = []
            for option, inner in (hull.at_corner if spot[0] == "corner" else hull.at_rate)[spot[1]]:
                if len(found) < most:
                    below = members_at(hull.options[option], inner, most - len(found))
                    found += [(hull.names[option], *choices) for choices in below]
            return found
        case Sum():
            parts = [
                members_at(part, inner, most)
                for part, inner in zip(hull.parts, _inside(hull, spot), strict=True)
            ]
            return [tuple(chain(*chosen)) for chosen in islice(product(*parts), most)]
    return [()]


def _inside(hull: Sum, spot: Spot) -> list[Spot]:
    """Where each part of a sum is."""
    kind, place = spot
    if kind == "rate":
        return [spot_at(part, hull.rates[place]) for part in hull.parts]
    if place == 0:
        return [("corner", 0) for _ in hull.parts]
    return [("corner", bisect_right(part.rates, hull.rates[place - 1])) for part in hull.parts]


def changes(hull: Hull, place: int) -> list[Change]:
    """Which choices the first-named winner makes otherwise after `rates[place]`."""
    match hull:
        case Sum():
            return [change for i, k in hull.moved[place] for change in changes(hull.parts[i], k)]
        case Union():
            (one, (_, before)), (other, (_, after)) = hull.at_corner[place][0], hull.at_corner[place + 1][0]
            if one == other:
                return [change for k in range(before, after) for change in changes(hull.options[one], k)]
            left, right = hull.options[one], hull.options[other]
            return [
                Change(
                    hull.loc,
                    (hull.names[one], *members_at(left, ("corner", before))[0]),
                    (hull.names[other], *members_at(right, ("corner", after))[0]),
                )
            ]
    return []

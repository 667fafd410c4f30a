"""The winner map of many variants with known prices, and who is cheapest at one rate.

Whole numbers of 62 bits go the fast way, through arrays; anything else through Python's own numbers, slower
and just as exact.

Floor: `engine.scale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np

from mesaprior.engine.scale.hull import LARGEST, Hull, chain, hull
from mesaprior.errors import SelfCheckFailed, refuse
from mesaprior.loading.points import Points
from mesaprior.results.scale import Charged, NumericMap

_NEAR: Final = 1 + 2.0**-46
"""Costs in floating point are off by less than 2**-50 of themselves (all parts are positive); what is within
2**-46 of the least is compared exactly."""


def numeric_map(points: Points, g: Fraction | None = None) -> NumericMap:
    """Who wins at which rate among `points` under the linear prior, and at `g` if one is asked.

    Raises `InputError` where there are no points, `SelfCheckFailed` where the map and the costs disagree.
    """
    if not len(points.c):
        raise refuse("no-variants", "there are no variants", "at least one line with a name, c and t")
    found = _fast(points) or _slow(points.c, points.t)
    corners: Any = found.corners[::-1]  # the hull goes from simple to fast, rates rise from fast to simple
    between: dict[int, list[int]] = {}
    for place, edge in zip(_listed(found.between), _listed(found.edge), strict=True):
        between.setdefault(len(corners) - 2 - edge, []).append(place)
    equal: dict[int, list[int]] = {}
    for place, like in zip(_listed(found.equal), _listed(found.like), strict=True):
        equal.setdefault(int(found.corners[like]), []).append(place)
    mapped = NumericMap(
        source=points.source,
        names=points.names,
        c=points.c,
        t=points.t,
        c_unit=points.c_unit,
        t_unit=points.t_unit,
        corners=corners,
        between={edge: tuple(places) for edge, places in between.items()},
        equal={corner: tuple(places) for corner, places in equal.items()},
        at=None,
    )
    return mapped if g is None else _charged(mapped, g)


def _listed(places: Any) -> list[int]:
    return places if isinstance(places, list) else list(places.tolist())


def _fast(points: Points) -> Hull | None:
    """The hull by arrays, or None where the prices do not fit them."""
    c, t = points.c, points.t
    if not isinstance(c, np.ndarray) or not isinstance(t, np.ndarray):
        return None
    return hull(c, t) if max(int(c.max()), int(t.max())) < LARGEST else None


def _slow(all_c: Sequence[Any], all_t: Sequence[Any]) -> Hull:
    """The same over whole numbers and fractions of any size."""
    c, t = (
        [value if isinstance(value, Fraction) else int(value) for value in axis] for axis in (all_c, all_t)
    )
    order = sorted(range(len(c)), key=lambda place: (c[place], t[place], place))
    front: list[int] = []
    for place in order:
        if not front or t[place] < t[front[-1]]:
            front.append(place)
    kept = chain([c[place] for place in front], [t[place] for place in front])
    corners = [front[place] for place in kept]
    prices = {(c[corner], t[corner]): number for number, corner in enumerate(corners)}
    between: list[tuple[int, int]] = []
    edge = 0
    for number, place in enumerate(front):
        while edge + 1 < len(kept) and kept[edge + 1] <= number:
            edge += 1
        if number != kept[edge]:
            one, other = corners[edge], corners[edge + 1]
            off = (t[one] - t[place]) * (c[other] - c[one]) - (t[one] - t[other]) * (c[place] - c[one])
            if off > 0:
                raise SelfCheckFailed("a point lies below the hull that was found")
            if off == 0:
                between.append((place, edge))
    ends = {place for place, _ in between}
    on_line = {(c[place], t[place]): edge for place, edge in between}
    equal = []
    for place in order:
        like = prices.get((c[place], t[place]))
        if like is not None and place != corners[like]:
            equal.append((place, like))
        elif place not in ends and (c[place], t[place]) in on_line:
            between.append((place, on_line[c[place], t[place]]))
    lists: Any = (corners, *map(list, _columns(between)), *map(list, _columns(equal)))
    return Hull(*lists)


def _columns(pairs: Sequence[tuple[int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    return ([one for one, _ in pairs], [other for _, other in pairs])


def _charged(mapped: NumericMap, g: Fraction) -> NumericMap:
    """The map, and who is cheapest at `g`: by the map, checked against the costs of all."""
    places = mapped.cheapest(g)
    cost = _cost(mapped, places[0], g)
    if any(_cost(mapped, place, g) != cost for place in places):
        raise SelfCheckFailed("variants that tie have different costs")
    second = _least(mapped, g, frozenset(places))
    if second is not None and second[0] <= cost:
        raise SelfCheckFailed("a variant outside the map is as cheap as the winner")
    names = tuple(mapped.name(place) for place in places)
    at = Charged(
        g=g,
        winner=names[0] if len(names) == 1 else None,
        tie=names if len(names) > 1 else (),
        cost=cost,
        runner_up=None if second is None else mapped.name(second[1]),
        margin=None if second is None else second[0] - cost,
    )
    return mapped.at_rate(at)


def _cost(mapped: NumericMap, place: int, g: Fraction) -> Fraction:
    c, t = mapped.prices(place)
    return g * c + t


def _least(mapped: NumericMap, g: Fraction, without: frozenset[int]) -> tuple[Fraction, int] | None:
    """The lowest cost outside `without`, and the first variant that has it."""
    if len(without) == len(mapped.c):
        return None
    places: Any = range(len(mapped.c))
    if isinstance(mapped.c, np.ndarray) and isinstance(mapped.t, np.ndarray):
        whole = g / mapped.c_unit + Fraction(1, mapped.t_unit)
        rough = mapped.c * float(g / mapped.c_unit / whole) + mapped.t * float(1 / (mapped.t_unit * whole))
        rough[list(without)] = np.inf
        places = np.flatnonzero(rough <= rough.min() * _NEAR).tolist()
    return min((_cost(mapped, place, g), place) for place in places if place not in without)

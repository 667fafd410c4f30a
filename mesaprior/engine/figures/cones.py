"""Convex polygons with exact corners, and what is left of one when a line cuts it.

Floor: `engine`. A point is a ray of three whole numbers, not all 0 and none negative: what three monomials
are worth there, up to a common positive factor. A line is a form `a*p0 + b*p1 + c*p2`. So a point at infinity
is a point like any other, and no division is ever made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd
from typing import Final, TypeAlias

Ray: TypeAlias = tuple[int, int, int]
Form: TypeAlias = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Side:
    """From `start` to the start of the next side; `label` says what lies along it."""

    start: Ray
    label: str


Polygon: TypeAlias = tuple[Side, ...]
"""Its sides in order; the last one ends where the first begins."""

EVERYTHING: Final[Polygon] = (Side((1, 0, 0), ""), Side((0, 1, 0), ""), Side((0, 0, 1), ""))
"""All values that three positive quantities can have, and their limits."""


def at(form: Form, ray: Ray) -> int:
    """What a form is worth at a ray; only the sign of it means anything."""
    return form[0] * ray[0] + form[1] * ray[1] + form[2] * ray[2]


def clipped(polygon: Polygon, form: Form, label: str) -> Polygon:
    """The part of the polygon where the form is not negative; the new side gets the label."""
    found: list[Side] = []
    values = [at(form, side.start) for side in polygon]
    if all(value >= 0 for value in values):
        return polygon
    for place, side in enumerate(polygon):
        here, there = values[place], values[(place + 1) % len(polygon)]
        after = polygon[(place + 1) % len(polygon)].start
        if here >= 0:
            found.append(Side(side.start, label if here == 0 and there < 0 else side.label))
        if here > 0 > there:
            found.append(Side(_between(side.start, after, here, -there), label))
        elif here < 0 < there:
            found.append(Side(_between(side.start, after, -here, there), side.label))
    return tuple(found) if has_area(found) else ()


def _between(one: Ray, other: Ray, here: int, there: int) -> Ray:
    """Where a form that is worth `here` at one ray and minus `there` at the other is 0."""
    return reduced(
        (one[0] * there + other[0] * here, one[1] * there + other[1] * here, one[2] * there + other[2] * here)
    )


def reduced(ray: Ray) -> Ray:
    """The same ray in the smallest whole numbers."""
    common = gcd(*ray)
    return (ray[0] // common, ray[1] // common, ray[2] // common)


def has_area(polygon: Sequence[Side]) -> bool:
    """Whether it is more than a point or a piece of a line."""
    return any(
        _determinant(polygon[0].start, polygon[place].start, polygon[place + 1].start)
        for place in range(1, len(polygon) - 1)
    )


def area(polygon: Polygon) -> Fraction:
    """The share of the polygon in `EVERYTHING`, exactly: rays are cut where their entries add up to 1."""
    total = Fraction(0)
    for one, other in pairwise(polygon[1:]):
        rays = (polygon[0].start, one.start, other.start)
        total += Fraction(abs(_determinant(*rays)), sum(rays[0]) * sum(rays[1]) * sum(rays[2]))
    return total


def middle(rays: Sequence[Ray]) -> Ray:
    """A ray between all of these, each of the same weight."""
    whole = 1
    for ray in rays:
        whole *= sum(ray)
    entry: Callable[[int], int] = lambda place: sum(ray[place] * (whole // sum(ray)) for ray in rays)  # noqa: E731
    return reduced((entry(0), entry(1), entry(2)))


def _determinant(p: Ray, q: Ray, r: Ray) -> int:
    return (
        p[0] * (q[1] * r[2] - q[2] * r[1])
        - p[1] * (q[0] * r[2] - q[2] * r[0])
        + p[2] * (q[0] * r[1] - q[1] * r[0])
    )

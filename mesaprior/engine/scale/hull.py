"""The lower-left hull of many points (c, t), exactly: which of them are cheapest at some rate.

Points above a chord of two others are never cheapest, so all of them can go at once, pass after pass; what
passes do not finish soon, a chain over Python's integers does. No rounding decides: see `wide`.

Floor: `engine.scale`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesaprior.engine.scale.wide import Whole, compared
from mesaprior.errors import SelfCheckFailed

Prices: TypeAlias = NDArray[np.int64]
Places: TypeAlias = NDArray[np.intp]

LARGEST: Final = 2**62
"""Prices below it have differences that fit 64 bits."""
_FEW: Final = 1_000
"""Up to here sorting is cheaper than looking for what need not be sorted."""
_WORTH: Final = 16
"""A pass goes through all that is left; where it drops less than a sixteenth, the chain is quicker."""


class Hull(NamedTuple):
    """Places in the arrays that were given. `corners`: cheapest alone somewhere, c rising and t falling; of
    equal points the first. `between` lie on the line from corner `edge` to the next, and tie there. `equal`
    have the prices of corner `like`."""

    corners: Places
    between: Places
    edge: Places
    equal: Places
    like: Places


def hull(c: Prices, t: Prices) -> Hull:
    """The lower-left hull of the points (c, t); prices below `LARGEST`.

    Raises `SelfCheckFailed` where a point turns out to lie below the hull that was found.
    """
    kept = _promising(c, t)
    if kept.size < c.size:
        c, t = c[kept], t[kept]
    front, repeats = _undominated(c, t)
    front_c, front_t = c[front], t[front]
    found = _vertices(front_c, front_t)
    between, edge = _on_edges(front_c, front_t, found)
    corners, between = front[found], front[between]
    equal, like = _equal(c, t, corners) if repeats else (between[:0], between[:0])
    if repeats and between.size:
        also, of = _equal(c, t, between)
        between, edge = np.concatenate((between, also)), np.concatenate((edge, edge[of]))
    return Hull(kept[corners], kept[between], edge, kept[equal], like)


def _undominated(c: Prices, t: Prices) -> tuple[Places, bool]:
    """The places of points to which no other is at least as good on both axes, c rising and t falling, of
    equal points the first; and whether any two points have the same c."""
    order = np.argsort(c)
    c, t = c[order], t[order]
    starts = np.flatnonzero(c[1:] != c[:-1]) + 1
    starts = np.concatenate((np.zeros(min(1, c.size), np.intp), starts))
    repeats = starts.size < c.size
    if repeats:  # of points with the same c only the fastest counts, and of those the first
        fastest = np.minimum.reduceat(t, starts)
        of_group = np.repeat(np.arange(starts.size), np.diff(np.append(starts, c.size)))
        is_fastest = np.flatnonzero(t == fastest[of_group])
        heads = np.flatnonzero(np.diff(of_group[is_fastest], prepend=-1))
        order, t = np.minimum.reduceat(order[is_fastest], heads), fastest
    faster = np.ones(t.size, np.bool_)
    faster[1:] = t[1:] < np.minimum.accumulate(t)[:-1]
    return order[faster], repeats


def _equal(c: Prices, t: Prices, among: Places) -> tuple[Places, Places]:
    """The other points with the prices of one of `among` (c rising), and which of them that is."""
    like = np.minimum(np.searchsorted(c[among], c), among.size - 1)
    same = (c == c[among][like]) & (t == t[among][like])
    same[among] = False
    places = np.flatnonzero(same)
    return places, like[places]


def _promising(c: Prices, t: Prices) -> Places:
    """The places of points that the best of a few sums do not dominate: of random points few are left."""
    kept = np.arange(c.size)
    if c.size < _FEW:
        return kept
    wide_c, wide_t = (max(1, int(axis.max()) - int(axis.min())) for axis in (c, t))
    x, y = c, t
    for weight in (1.0, 16.0, 1 / 16):
        # Only a proposal of a point to compare with, so rounding does no harm.
        best = int(np.argmin(x * (weight / wide_c) + y * (1 / wide_t)))
        better = (x < x[best]) | (y < y[best])
        better |= (x == x[best]) & (y == y[best])
        if int(better.sum()) * 2 > kept.size:
            break  # the points lie along a falling line; other sums will not drop many either
        kept, x, y = kept[better], x[better], y[better]
    return kept


def _vertices(c: Prices, t: Prices) -> Places:
    """The places of the corners among points with c rising and t falling: each wins alone somewhere."""
    kept = np.arange(c.size)
    while kept.size > 2:
        above = ~_is_corner(c[kept], t[kept])
        dropped = int(above.sum())
        if not dropped:
            break
        kept = kept[~above]
        if dropped * _WORTH < kept.size:
            return _chained(c, t, kept)
    return kept


def _steps(c: Prices, t: Prices) -> tuple[Whole, Whole]:
    """How much each next point is more complex and faster; both positive, and they fit 64 bits unsigned."""
    return np.diff(c).view(np.uint64), np.diff(-t).view(np.uint64)


def _is_corner(c: Prices, t: Prices) -> NDArray[np.bool_]:
    """Whether each point lies strictly below the chord of its neighbours; the two ends do."""
    dearer, faster = _steps(c, t)
    found = np.ones(c.size, np.bool_)
    found[1:-1] = compared(faster[:-1], dearer[1:], faster[1:], dearer[:-1]) > 0
    return found


def _chained(c: Prices, t: Prices, kept: Places) -> Places:
    """The corners among `kept`, one after the other, over Python's integers."""
    return kept[chain(c[kept].tolist(), t[kept].tolist())]


def chain(c: Sequence[Any], t: Sequence[Any]) -> list[int]:
    """The places of the corners among points with c rising and t falling, numbers of any kind."""
    corners: list[int] = []
    for place, (x, y) in enumerate(zip(c, t, strict=True)):
        while len(corners) > 1:
            first, middle = corners[-2], corners[-1]
            if (t[first] - t[middle]) * (x - c[middle]) > (t[middle] - y) * (c[middle] - c[first]):
                break
            corners.pop()
        corners.append(place)
    return corners


def _on_edges(c: Prices, t: Prices, corners: Places) -> tuple[Places, Places]:
    """The points that lie on the line between two neighbouring corners, and the number of that edge.

    They win nowhere alone, but tie where the two corners do.
    """
    between = np.ones(c.size, np.bool_)
    between[corners] = False
    places = np.flatnonzero(between)
    edge = np.searchsorted(corners, places) - 1
    first, last = corners[edge], corners[edge + 1]
    dearer, whole_dearer = ((c[end] - c[first]).view(np.uint64) for end in (places, last))
    faster, whole_faster = ((t[first] - t[end]).view(np.uint64) for end in (places, last))
    below = compared(faster, whole_dearer, whole_faster, dearer)
    if (below > 0).any():
        raise SelfCheckFailed("a point lies below the hull that was found")
    return places[below == 0], edge[below == 0]

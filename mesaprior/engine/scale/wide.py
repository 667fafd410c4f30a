"""Which of two products of whole numbers is larger, exactly, for whole arrays at once.

A product of two differences of 64-bit prices has up to 128 bits. Most comparisons are settled by floating
point with a bound on its error; the rest by the products' upper and lower halves.

Floor: `engine.scale`, its lowest part.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

Whole: TypeAlias = NDArray[np.uint64]
Signs: TypeAlias = NDArray[np.int8]

SMALL: Final = 2**32
"""Products of factors below it fit 64 bits."""
_HALF: Final = np.uint64(32)
_LOW: Final = np.uint64(0xFFFF_FFFF)
_ROUNDING: Final = 2.0**-50
"""A factor turned into a float is off by 2**-53 of itself, so is the product of two: less than 2**-51 in all
of either product. Twice that is a bound with room."""


def compared(a: Whole, b: Whole, c: Whole, d: Whole) -> Signs:
    """The sign of a*b - c*d, place by place. Arrays of the same length, of unsigned 64-bit whole numbers."""
    if not a.size:
        return np.zeros(0, np.int8)
    if max(int(part.max()) for part in (a, b, c, d)) < SMALL:
        left, right = a * b, c * d
        return (left > right).view(np.int8) - (left < right).view(np.int8)
    rough_left, rough_right = a.astype(np.float64) * b, c.astype(np.float64) * d
    gap = rough_left - rough_right
    signs = np.sign(gap).astype(np.int8)
    near = np.flatnonzero(np.abs(gap) <= (rough_left + rough_right) * _ROUNDING)
    if near.size:
        high, low = _product(a[near], b[near])
        other_high, other_low = _product(c[near], d[near])
        more = (high > other_high) | ((high == other_high) & (low > other_low))
        less = (high < other_high) | ((high == other_high) & (low < other_low))
        signs[near] = more.view(np.int8) - less.view(np.int8)
    return signs


def _product(a: Whole, b: Whole) -> tuple[Whole, Whole]:
    """The upper and the lower 64 bits of a*b, by the school method in halves of 32 bits."""
    a_high, a_low, b_high, b_low = a >> _HALF, a & _LOW, b >> _HALF, b & _LOW
    low = a_low * b_low
    # Each sum stays below 2**64: (2**32 - 1)**2 + 2 * (2**32 - 1) = 2**64 - 1.
    middle = a_high * b_low + (low >> _HALF)
    other = a_low * b_high + (middle & _LOW)
    high = a_high * b_high + (middle >> _HALF) + (other >> _HALF)
    return high, (other << _HALF) | (low & _LOW)

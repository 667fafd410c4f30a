"""Polynomials in one unknown, and their real roots: rational, or the only root between two rationals.

Floor: `engine.reason`; imports `Fraction` and the caps. Coefficients are whole numbers without a common
factor, the lowest power first; `()` is zero. Roots are counted by Sturm's theorem on the square-free part,
so a double root is found once, and nothing is ever rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm
from typing import TypeAlias

from mesaprior.limits import ROOT_BITS

Coefficients: TypeAlias = tuple[int, ...]


def primitive(values: Sequence[Fraction | int]) -> Coefficients:
    """A positive multiple with coprime whole coefficients; the signs stay."""
    last = len(values)
    while last and not values[last - 1]:
        last -= 1
    below = lcm(*(Fraction(value).denominator for value in values[:last]))
    whole = [int(value * below) for value in values[:last]]
    common = gcd(*whole) or 1
    return tuple(value // common for value in whole)


def of_powers(powers: Mapping[int, Fraction]) -> Coefficients:
    """`{-1: a, 1: b}`, that is a/x + b*x, times the power of x that makes a polynomial of it: for positive x
    of the same sign."""
    known = {power: value for power, value in powers.items() if value}
    if not known:
        return ()
    shift = min(*known, 0)
    values = [Fraction(0)] * (max(known) - shift + 1)
    for power, value in known.items():
        values[power - shift] = value
    return primitive(values)


def sign_at(polynomial: Coefficients, x: Fraction) -> int:
    """The sign of the polynomial at a rational, in whole numbers."""
    above, below = x.numerator, x.denominator
    total, scale = 0, 1
    for value in reversed(polynomial):
        total = total * above + value * scale
        scale *= below
    return (total > 0) - (total < 0)


def derivative(polynomial: Coefficients) -> Coefficients:
    return primitive([power * value for power, value in enumerate(polynomial)][1:])


def _remainder(top: Coefficients, bottom: Coefficients) -> Coefficients:
    """A positive multiple of the remainder of a division."""
    rest = list(top)
    lead = bottom[-1]
    while len(rest) >= len(bottom):
        by, shift = rest[-1], len(rest) - len(bottom)
        rest = [abs(lead) * value for value in rest]
        for place, value in enumerate(bottom):
            rest[place + shift] -= value * by * (1 if lead > 0 else -1)
        rest.pop()
        while rest and not rest[-1]:
            rest.pop()
    return primitive(rest)


def greatest_common_divisor(one: Coefficients, other: Coefficients) -> Coefficients:
    while other:
        one, other = other, _remainder(one, other)
    return one


def _quotient(top: Coefficients, bottom: Coefficients) -> Coefficients:
    """The quotient of a division that leaves nothing, up to a factor."""
    rest = [Fraction(value) for value in top]
    found = [Fraction(0)] * (len(top) - len(bottom) + 1)
    for shift in range(len(found) - 1, -1, -1):
        by = rest[shift + len(bottom) - 1] / bottom[-1]
        found[shift] = by
        for place, value in enumerate(bottom):
            rest[place + shift] -= by * value
    return primitive(found)


def square_free(polynomial: Coefficients) -> Coefficients:
    """With the same roots, each once."""
    common = greatest_common_divisor(polynomial, derivative(polynomial))
    return _quotient(polynomial, common) if len(common) > 1 else polynomial


@dataclass(frozen=True)
class Root:
    """A real number: `low` where both are equal, else the only root of `polynomial`, which is square-free,
    between `low` and `high`; neither end is a root."""

    low: Fraction
    high: Fraction
    polynomial: Coefficients = ()

    @classmethod
    def rational(cls, value: Fraction) -> Root:
        return cls(value, value)

    @property
    def value(self) -> Fraction | None:
        """The number where it is known to be rational."""
        return self.low if self.low == self.high else None

    def halved(self) -> Root:
        """The same root between nearer rationals."""
        if self.low == self.high:
            return self
        middle = (self.low + self.high) / 2
        sign = sign_at(self.polynomial, middle)
        if not sign:
            return Root(middle, middle)
        if sign == sign_at(self.polynomial, self.low):
            return Root(middle, self.high, self.polynomial)
        return Root(self.low, middle, self.polynomial)

    def within(self, width: Fraction) -> Root:
        """The same root, known to this width."""
        root = self
        while root.high - root.low > width:
            root = root.halved()
        return root

    def side(self, x: Fraction) -> int:
        """-1 where the root is below x, 0 where it is x, 1 where it is above."""
        if self.low == self.high:
            return (self.low > x) - (self.low < x)
        if not self.low < x < self.high:
            return 1 if x <= self.low else -1
        sign = sign_at(self.polynomial, x)
        if not sign:
            return 0
        return 1 if sign == sign_at(self.polynomial, self.low) else -1


def compare(one: Root, other: Root) -> int:
    """-1, 0 or 1, as `one` is smaller, equal or larger."""
    if one.value is not None:
        return -other.side(one.value)
    if other.value is not None:
        return one.side(other.value)
    if one.high <= other.low or other.high <= one.low:
        return -1 if one.high <= other.low else 1
    if is_root(one.polynomial, other):
        low, high = max(one.low, other.low), min(one.high, other.high)
        # The shared root of both polynomials lies in `other`; it is `one` itself where it lies there too.
        if other.side(low) >= 0 and other.side(high) <= 0:
            return 0
    while not (one.high <= other.low or other.high <= one.low):
        one, other = one.halved(), other.halved()
        if one.value is not None or other.value is not None:
            return compare(one, other)
    return -1 if one.high <= other.low else 1


def is_root(polynomial: Coefficients, root: Root) -> bool:
    """Whether the polynomial is 0 at the root."""
    if not polynomial:
        return True
    if root.value is not None:
        return not sign_at(polynomial, root.value)
    common = square_free(greatest_common_divisor(polynomial, root.polynomial))
    # A divisor of the root's own polynomial has no other root between its ends, and none at them.
    return len(common) > 1 and sign_at(common, root.low) != sign_at(common, root.high)


def sign_at_root(polynomial: Coefficients, root: Root) -> int:
    """The sign of a polynomial at a root of another."""
    if root.value is not None:
        return sign_at(polynomial, root.value)
    if is_root(polynomial, root):
        return 0
    chain = _sturm(square_free(polynomial))
    while sign_at(polynomial, root.low) == 0 or _count(chain, root.low, root.high):
        root = root.halved()
        if root.value is not None:
            return sign_at(polynomial, root.value)
    return sign_at(polynomial, root.low)


def roots(polynomial: Coefficients, low: Fraction, high: Fraction | None) -> list[Root]:
    """The real roots strictly between two numbers, in order; `high` None: without end."""
    if len(polynomial) < 2:
        return []
    if len(polynomial) == 2:
        x = Fraction(-polynomial[0], polynomial[1])
        return [Root(x, x)] if low < x and (high is None or x < high) else []
    free = square_free(polynomial)
    if len(free) == 2:
        return roots(free, low, high)
    end = _bound(free) if high is None else high
    if end <= low:
        return []
    found = _isolated(free, _sturm(free), low, end)
    return [root for root in map(_rational, found) if root.side(end) < 0 or high is None]


def _bound(polynomial: Coefficients) -> Fraction:
    """Every root lies below this (Cauchy)."""
    return 1 + Fraction(max(map(abs, polynomial[:-1])), abs(polynomial[-1]))


def _sturm(polynomial: Coefficients) -> list[Coefficients]:
    chain = [polynomial, derivative(polynomial)]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append(tuple(-value for value in rest))
    return [part for part in chain if part]


def _count(chain: Sequence[Coefficients], low: Fraction, high: Fraction) -> int:
    """How many roots lie in low < x <= high."""
    return _changes(chain, low) - _changes(chain, high)


def _changes(chain: Sequence[Coefficients], x: Fraction) -> int:
    signs = [sign for part in chain if (sign := sign_at(part, x))]
    return sum(one != other for one, other in pairwise(signs))


def _isolated(
    polynomial: Coefficients, chain: Sequence[Coefficients], low: Fraction, high: Fraction
) -> list[Root]:
    """The roots in low < x <= high, each between ends of its own."""
    found: list[Root] = []
    waiting = [(low, high)]
    while waiting:
        one, other = waiting.pop()
        count = _count(chain, one, other)
        if not count:
            continue
        at_end = not sign_at(polynomial, other)
        if count == 1 and at_end:
            found.append(Root(other, other))
        elif count == 1 and sign_at(polynomial, one):
            found.append(Root(one, other, polynomial))
        else:
            middle = (one + other) / 2
            waiting += [(middle, other), (one, middle)]
    return found


def _rational(root: Root) -> Root:
    """The root as a rational where it is one: times the leading coefficient it is then a whole number."""
    lead = abs(root.polynomial[-1]) if root.polynomial else 1
    if root.value is not None or lead.bit_length() > ROOT_BITS:
        return root
    root = root.within(Fraction(1, 2 * lead))
    if root.value is not None:
        return root
    whole = -((-root.low * lead) // 1)  # the only one that fits between the ends
    x = Fraction(whole, lead)
    return Root(x, x) if root.low < x < root.high and not sign_at(root.polynomial, x) else root

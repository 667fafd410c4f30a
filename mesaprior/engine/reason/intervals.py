"""Arithmetic with bounds: numbers known to lie between two exact rationals, which are rounded outwards.

Floor: `engine.reason`, under `enclose`; part of what must be trusted, so it imports `Fraction`, `isqrt` and
the caps. What is rational and easily seen to be so stays exact: 8**(1/3) is 2, log2(1/4) is -2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from mesaprior.limits import ENCLOSURE_SIZE


@dataclass(frozen=True)
class Enclosure:
    """A number from `low` to `high`, both included; exactly known where they are equal."""

    low: Fraction
    high: Fraction


class TooWide(ArithmeticError):
    """At this precision it is open whether a number may be divided by, or has a logarithm or a root."""


def exactly(value: Fraction) -> Enclosure:
    return Enclosure(value, value)


def _size(*values: Fraction) -> int:
    return max(max(value.numerator.bit_length(), value.denominator.bit_length()) for value in values)


def outward(low: Fraction, high: Fraction, bits: int) -> Enclosure:
    """The same enclosure or a wider one, its ends short enough to go on with."""
    if max(abs(low), abs(high)) >= 1 << ENCLOSURE_SIZE:
        raise ValueError(f"a number of more than {ENCLOSURE_SIZE} bits")
    if low == high and _size(low) <= ENCLOSURE_SIZE:
        return Enclosure(low, high)
    return Enclosure(_floor(low, bits), -_floor(-high, bits))


def _floor(value: Fraction, bits: int) -> Fraction:
    """The next lower multiple of a power of two, with `bits` significant bits unless it is tiny."""
    size = value.numerator.bit_length() - value.denominator.bit_length()
    grid = Fraction(2) ** max(size - bits, -ENCLOSURE_SIZE)
    return value // grid * grid


def product(left: Enclosure, right: Enclosure, bits: int) -> Enclosure:
    ends = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
    return outward(min(ends), max(ends), bits)


def reciprocal(value: Enclosure, bits: int) -> Enclosure:
    if value.low <= 0 <= value.high and value.low < value.high:
        raise TooWide("a divisor that may be zero")
    return outward(1 / value.high, 1 / value.low, bits)


def power(base: Enclosure, exponent: Enclosure, bits: int) -> Enclosure:
    """Every whole power; other powers of what is not negative."""
    by = exponent.low
    if by == exponent.high and abs(by) * _size(base.low, base.high) <= ENCLOSURE_SIZE:
        if by.denominator == 1:
            return _whole_power(base, int(by), bits)
        if base.low == base.high > 0:
            root = Fraction(*(_root(n, by.denominator) for n in base.low.as_integer_ratio()))
            if root**by.denominator == base.low:
                return _whole_power(exactly(root), by.numerator, bits)
    if base.high < 0:
        raise ValueError("a power of a negative number")
    if base.low == 0 and by > 0:  # Powers rise with their base from 0 on.
        top = power(exactly(base.high), exponent, bits).high if base.high else base.high
        return Enclosure(base.low, top)
    if base.low <= 0:
        raise ZeroDivisionError if base.low == base.high and exponent.high < 0 else TooWide
    return _exp2(product(exponent, log2(base, bits), bits), bits)


def _whole_power(base: Enclosure, power: int, bits: int) -> Enclosure:
    if power < 0:
        return reciprocal(_whole_power(base, -power, bits), bits)
    ends = sorted((base.low**power, base.high**power))
    least = Fraction(0) if power and power % 2 == 0 and base.low < 0 < base.high else ends[0]
    return outward(least, ends[1], bits)


def _root(number: int, degree: int) -> int:
    """The whole part of a root of a positive number, by Newton's method from above."""
    if number.bit_length() <= degree:
        return 1
    root = 1 << -(-number.bit_length() // degree)
    while (lower := ((degree - 1) * root + number // root ** (degree - 1)) // degree) < root:
        root = lower
    return root


def log2(value: Enclosure, bits: int) -> Enclosure:
    if value.high <= 0:
        raise ValueError("a logarithm of a number that is not positive")
    if value.low <= 0:
        raise TooWide("a logarithm of a number that may be zero")
    return Enclosure(_log2_of(value.low, bits).low, _log2_of(value.high, bits).high)


def _log2_of(value: Fraction, bits: int) -> Enclosure:
    """Digit by digit: squaring a number from 1 to 2 doubles its logarithm, whose whole part is a digit."""
    whole = value.numerator.bit_length() - value.denominator.bit_length()
    whole -= value < Fraction(2) ** whole
    rest = value / Fraction(2) ** whole
    if rest == 1:
        return exactly(Fraction(whole))
    places = bits + 32
    low = (rest.numerator << places) // rest.denominator
    high, two, digits, found = low + 1, 2 << places, whole, 0
    while found < bits:
        low, high = low * low >> places, -(-high * high >> places)
        if low < two < high:  # The next digit cannot be told.
            break
        digit = low >= two
        low, high = (low >> 1, -(-high >> 1)) if digit else (low, high)
        digits, found = 2 * digits + digit, found + 1
    return Enclosure(Fraction(digits, 1 << found), Fraction(digits + 1, 1 << found))


def _exp2(value: Enclosure, bits: int) -> Enclosure:
    if max(-value.low, value.high) > ENCLOSURE_SIZE:
        raise ValueError(f"a number of more than {ENCLOSURE_SIZE} bits")
    return outward(_exp2_of(value.low, bits)[0], _exp2_of(value.high, bits)[1], bits)


def _exp2_of(value: Fraction, bits: int) -> tuple[Fraction, Fraction]:
    """By the digits of the exponent: the product of the repeated square roots of 2 that they name."""
    whole, rest = value // 1, value % 1
    places = bits + 32
    low = high = 1 << places
    root_low = root_high = 2 << places
    digits, beyond = divmod(rest * (1 << bits), 1)
    for place in range(bits - 1, -1, -1):
        root_low, root_high = isqrt(root_low << places), isqrt((root_high << places) - 1) + 1
        if digits >> place & 1:
            low, high = low * root_low >> places, -(-high * root_high >> places)
    if beyond:  # Less than one more at the last place.
        high = -(-high * root_high >> places)
    scale = Fraction(2) ** (whole - places)
    return low * scale, high * scale

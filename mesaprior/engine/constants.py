"""Numbers that are not rational: `log2(122)`, `116**(1/2)`: their sign, and how large they are.

Floor: `engine`. Decided by intervals with rational ends or by whole numbers; what neither decides stays open
(None), and is never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cmp_to_key
from math import lcm
from typing import Final, Literal

from mesaprior.algebra import ONE, Polynomial
from mesaprior.applications import is_constant
from mesaprior.engine.reason.enclose import enclosed
from mesaprior.engine.reason.evaluate import Written
from mesaprior.formula import Amount, Formula, polynomial_node
from mesaprior.language import Number
from mesaprior.limits import POWER_BITS
from mesaprior.symbols import Symbols

Sign = Literal[-1, 0, 1]
PRECISIONS: Final = (64, 256, 1024)
"""Bits of the intervals, one after the other, by which a sign is looked for."""
NO_MODEL: Final = Written({}, Number(Fraction(0)))


def between(polynomial: Polynomial, symbols: Symbols, bits: int = 64) -> tuple[Fraction, Fraction]:
    """Two rationals between which a constant lies.

    Raises `ValueError` or `ArithmeticError` where it has no value, or none that can be written down.
    """
    value = polynomial.value
    if value is not None:
        return value, value
    found = enclosed(polynomial_node(polynomial, symbols), {}, NO_MODEL, bits)
    return found.low, found.high


def sign(polynomial: Polynomial, symbols: Symbols) -> Sign | None:
    """The sign of a constant; None where it is none, or where nothing here decides it."""
    value = polynomial.value
    if value is not None:
        return _sign(value)
    if not is_constant(polynomial, symbols):
        return None
    for bits in PRECISIONS:
        try:
            low, high = between(polynomial, symbols, bits)
        except (ArithmeticError, ValueError):
            continue
        if low > 0 or high < 0 or low == high:
            return _sign(low) if low >= 0 else -1
    return _sign_of_logarithms(polynomial, symbols)


def formula(polynomial: Polynomial, symbols: Symbols) -> Formula:
    """A polynomial as a formula; with a rational near it where it is a number that is not rational."""
    return with_near(Formula.of(polynomial, symbols))


def with_near(found: Formula) -> Formula:
    """The same, with a rational near it where it is a number that is not rational."""
    symbols = found.symbols
    if not symbols.functions or found.value is not None:
        return found
    if not is_constant(found.numerator, symbols) or not is_constant(found.denominator, symbols):
        return found
    try:
        above, below = (_middle(part, symbols) for part in (found.numerator, found.denominator))
        return replace(found, near=above / below)
    except (ArithmeticError, ValueError):
        return found


def behind(costs: Mapping[str, Polynomial], symbols: Symbols) -> dict[str, Amount]:
    """How much dearer each is than the cheapest, the cheapest first; none where not all can be compared."""

    def dearer(one: str, other: str) -> int:
        found = sign(costs[one] - costs[other], symbols)
        if found is None:
            raise _Open
        return found

    try:
        ranked = sorted(costs, key=cmp_to_key(dearer))
        gaps = {name: costs[name] - costs[ranked[0]] for name in ranked}
        level = {name: sign(gap, symbols) == 0 for name, gap in gaps.items()}
    except _Open:
        return {}
    amounts = {name: formula(gap, symbols) for name, gap in gaps.items()}
    return {
        name: Fraction(0) if level[name] else amount if amount.value is None else amount.value
        for name, amount in amounts.items()
    }


class _Open(Exception):
    """A comparison that nothing here decides."""


def _middle(constant: Polynomial, symbols: Symbols) -> Fraction:
    low, high = between(constant, symbols)
    return (low + high) / 2


def _sign(value: Fraction) -> Sign:
    return 0 if value == 0 else 1 if value > 0 else -1


def _sign_of_logarithms(polynomial: Polynomial, symbols: Symbols) -> Sign | None:
    """Of `a*log2(r) + b*log2(s) + q` with rational a, b, q, r, s: that of `r**a * s**b * 2**q` against 1."""
    whole = lcm(*(value.denominator for _, value in polynomial))
    above = below = 1
    for monomial, value in polynomial:
        base: Fraction | None = Fraction(2)
        if monomial != ONE:
            known = symbols.functions[monomial[0][0]]
            base = known.argument.value if known.kind == "log2" and len(monomial) == 1 else None
        exponent = int(value * whole)
        if base is None or (monomial and monomial[0][1] != 1):
            return None
        if abs(exponent) * max(base.numerator.bit_length(), base.denominator.bit_length()) > POWER_BITS:
            return None
        power = base**exponent
        above, below = above * power.numerator, below * power.denominator
    return _sign(Fraction(above - below))

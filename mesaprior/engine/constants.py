"""Numbers that are not rational: `log2(122)`, `116**(1/2)`: their sign, and how large they are.

Floor: `engine`. Decided by intervals with rational ends or by whole numbers; what neither decides stays open
(None), and is never guessed.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Final, Literal

from mesaprior.algebra import ONE, Polynomial
from mesaprior.applications import is_constant
from mesaprior.engine.reason.enclose import enclosed
from mesaprior.engine.reason.evaluate import Written
from mesaprior.formula import polynomial_node
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

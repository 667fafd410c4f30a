"""Exact numbers beside a short decimal: `64/25 = 2.56`, `1/3 ≈ 0.333`."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from mesaprior.formula import Amount, Formula
from mesaprior.language.writer import write_number

EXACT_DIGITS: Final = 6
"""Significant digits up to which a decimal is written out in full."""
_ROUGHLY: Final = Context(prec=3)


def decimal_of(value: Amount | None) -> tuple[str, str] | None:
    """What follows an exact number: (`=` or `≈`, digits); None for a whole number, or for none at all."""
    if isinstance(value, Formula):
        return decimal_of(value.value) if value.near is None else about(value.near)
    if value is None or value.denominator == 1:
        return None
    exact = write_number(abs(value))
    sign = "-" if value < 0 else ""
    digits = exact.replace(".", "").strip("0")
    if "/" not in exact and len(digits) <= EXACT_DIGITS and len(exact) <= EXACT_DIGITS + 4:
        return ("=", sign + exact)
    return about(value)


def about(value: Fraction) -> tuple[str, str]:
    """Three digits of a number."""
    sign, size = "-" if value < 0 else "", abs(value)
    if 1000 <= size < 10**9:
        return ("≈", sign + str(round(size)))
    rough = _ROUGHLY.divide(Decimal(size.numerator), Decimal(size.denominator))
    plain = -5 < rough.adjusted() < 3
    return ("≈", sign + (f"{rough:f}" if plain else f"{rough:.2e}"))

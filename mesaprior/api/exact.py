"""Numbers as a caller may give them, exact or refused.

Floor: `api`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from mesaprior.errors import refuse
from mesaprior.language import parse_number

Exact: TypeAlias = int | str | Fraction
"""An exact number: 2, `Fraction(3, 2)`, "3/2", "0.1". A float is refused, since 0.1 is not 1/10 there."""


def exact_number(value: Exact, *, exponent: bool = False) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | str | Fraction):
        help = "write it as text, '0.1', or a Fraction"
        raise refuse("not-a-number", f"{value!r} is not an exact number", help)
    return parse_number(value, exponent=exponent) if isinstance(value, str) else Fraction(value)

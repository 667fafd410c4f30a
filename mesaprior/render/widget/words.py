"""What a widget says before its script runs; `widget.js` says the same at every place of its sliders."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from mesaprior.formula import Amount
from mesaprior.language.writer import write_number
from mesaprior.render.escape import one_line
from mesaprior.results import Interval, Wins

PLACES: Final = 6
"""Decimals that are written out instead of a fraction."""
LONGEST: Final = 24
"""Characters of an exact number; a longer one is shown by its first three digits."""


def spoken(value: Fraction) -> str:
    """`2.56`, `1/3 ≈ 0.333`; what would be too long to read as `≈ 1.23e+40`."""
    exact = str(value)
    if value.denominator == 1:
        return exact if len(exact) <= LONGEST else f"≈ {_three_digits(value)}"
    if not 10**PLACES % value.denominator and abs(value) < 10**9:
        return ("-" if value < 0 else "") + write_number(abs(value))
    return f"≈ {_three_digits(value)}" if len(exact) > LONGEST else f"{exact} ≈ {_three_digits(value)}"


def _three_digits(value: Fraction) -> str:
    """The way JavaScript spells a number rounded to three digits: plain from 1e-6 to 1e21."""
    near = float(value.numerator) / float(value.denominator)
    rounded = Decimal(f"{near:.2e}").normalize()
    power = rounded.adjusted()
    if -7 < power < 21:
        return f"{rounded:f}"
    sign, digits, _ = rounded.as_tuple()
    more = "." + "".join(map(str, digits[1:])) if len(digits) > 1 else ""
    return f"{'-' if sign else ''}{digits[0]}{more}e{power:+d}"


def answer(wins: Wins) -> str:
    """`H_fh (fast honest) wins at g = 2, by 14 over H_sd`."""
    at = "" if wins.g is None else f" at g = {spoken(wins.g)}"
    if wins.tie:
        low = min(cost.cost.value or Fraction(0) for cost in wins.costs)
        return f"tie{at} between {listed(wins.tie)}, {'all' if len(wins.tie) > 2 else 'both'} {spoken(low)}"
    title = next((one_line(cost.title or "") for cost in wins.costs if cost.variant == wins.winner), "")
    named = f"{wins.winner} ({title})" if title else f"{wins.winner}"
    by = f", by {rational(wins.margin)} over {wins.runner_up}" if wins.margin is not None else ""
    return f"{named} wins{at}{by}"


def winners_by_rate(wins: Wins) -> str:
    """`H_fh wins for g < 2.56; H_sd wins for g > 2.56; where these meet, a tie`."""
    intervals = wins.map.intervals if wins.map else ()
    meet = ["where these meet, a tie"] if len(intervals) > 1 else []
    return "; ".join([*map(_interval, intervals), *meet])


def _interval(interval: Interval) -> str:
    verb = "tie" if len(interval.winners) > 1 else "wins"
    low = rational(interval.above) if interval.above != 0 else None
    high = rational(interval.below) if interval.below is not None else None
    if high is None:
        rates = "every g" if low is None else f"g > {low}"
    else:
        rates = f"g < {high}" if low is None else f"{low} < g < {high}"
    return f"{listed(interval.winners)} {verb} for {rates}"


def rational(value: Amount) -> str:
    """A widget's numbers are rational; its engine sees to that."""
    assert isinstance(value, Fraction)
    return spoken(value)


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))

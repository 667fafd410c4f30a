"""Ranges of rates with known ends: a comparison throughout one, from its two ends alone.

Floor: `engine.claims`. `A*g + B` is straight, so what holds at both ends holds between them; no rate is left
over, which keeps proofs short and conditions readable.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mesaprior.algebra import RATE
from mesaprior.engine.claims.rates import line
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.results import Premise


@dataclass(frozen=True)
class Range:
    """The positive rates between two ends; `high` None: without end. `has_*`: the end belongs to it."""

    low: Fraction
    has_low: bool
    high: Fraction | None
    has_high: bool

    @property
    def is_empty(self) -> bool:
        if self.high is None:
            return False
        return self.low > self.high or (self.low == self.high and not (self.has_low and self.has_high))


def known_range(bounds: Sequence[Premise]) -> Range | None:
    """`g - 1 > 0`, `2 - g >= 0` -> the range from 1 to 2; None where an end is not a number."""
    low, has_low, high, has_high = Fraction(0), False, None, False
    for bound in bounds:
        slope, rest = (part.value for part in line(bound))
        if slope is None or rest is None or slope == 0:
            return None
        end = -rest / slope
        if slope > 0 and end > 0 and (end > low or (end == low and bound.strict)):
            low, has_low = end, not bound.strict
        elif slope < 0 and (high is None or end < high or (end == high and bound.strict)):
            high, has_high = end, not bound.strict
    return Range(low, has_low, high, has_high)


def throughout(premise: Premise, rates: Range) -> Alternatives:
    """The comparison holds at every rate of the range, which is not empty."""
    slope, rest = line(premise)
    at_low = slope.scaled(rates.low) + rest
    at_high = slope if rates.high is None else slope.scaled(rates.high) + rest
    ends = ((at_low, rates.has_low), (at_high, rates.has_high and rates.high is not None))
    parts: list[Alternatives] = [
        Premise(end, premise.strict and belongs, premise.says) for end, belongs in ends
    ]
    if premise.strict and not any(belongs for _, belongs in ends):
        parts.append(AnyOf(tuple(Premise(end, True, premise.says) for end, _ in ends)))
    return AllOf(tuple(parts))


def single(choice: Sequence[Premise]) -> Premise | None:
    """The one comparison of a conjunction, where it is one and speaks of the rate."""
    return choice[0] if len(choice) == 1 and RATE in choice[0].polynomial.atoms else None

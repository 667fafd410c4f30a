"""Claims and formulas evaluated as they were written: exactly, or by intervals where values are irrational.

Floor: `engine.claims`; the door to the evaluators that are trusted. None means *not settled* and never counts
as an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.reason.evaluate import value_of
from mesaprior.engine.reason.evaluate_claim import claim_holds
from mesaprior.engine.setting import Setting
from mesaprior.language import Claim, Node
from mesaprior.limits import ENCLOSURE_FIRST_BITS

Numbers = Mapping[str, Fraction]


@dataclass(frozen=True)
class AsWritten:
    """The formulas of a setting at `rates`: those to be tried where no rates settle a sentence exactly."""

    setting: Setting
    rates: Sequence[Fraction] = ()

    def holds(self, claim: Claim, at: Numbers) -> bool | None:
        """Whether the claim holds at a complete set of numbers. Raises `NotDecided` where that is beyond the
        evaluator."""
        try:
            if self.setting.is_exact:
                return claim_holds(claim, at, self.setting.written)
            from mesaprior.engine.reason.enclose_claim import claim_surely  # most models are exact

            return claim_surely(claim, at, self.setting.written, self.rates)
        except (ArithmeticError, ValueError) as error:
            raise NotDecided(f"numbers against it were found and cannot be evaluated: {error}") from None

    def fails(self, claim: Claim, at: Numbers) -> bool:
        """Whether it is settled that the claim fails there."""
        return self.holds(claim, at) is False

    def bounds(self, node: Node, at: Numbers) -> tuple[Fraction, Fraction]:
        """What an expression is worth: two equal numbers, or two between which it lies."""
        if self.setting.is_exact:
            value = value_of(node, at, self.setting.written)
            return value, value
        from mesaprior.engine.reason.enclose import enclosed

        found = enclosed(node, at, self.setting.written, ENCLOSURE_FIRST_BITS)
        return found.low, found.high

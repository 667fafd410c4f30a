"""The second opinion on a claim: whether it holds at given numbers, read from the claim as it was written.

Shares no code with the compiled form. A sentence about all or some rates is looked at at the rates that
settle it (`evaluate_rates`). Everything else is `evaluate`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mesaprior.engine.reason.evaluate import Written, cost_of, holds, value_of
from mesaprior.engine.reason.evaluate_rates import telling
from mesaprior.language.claims import And, Claim, If, Not, Or, Quantified, Says
from mesaprior.language.nodes import Number, Relation

Numbers = Mapping[str, Fraction]


def claim_holds(claim: Claim, at: Numbers, written: Written) -> bool:
    """Whether a claim holds at a complete set of numbers; `g` is the rate that no sentence quantifies.

    Raises `ValueError` for a sentence about several rates that is no straight line in the rate.
    """
    match claim:
        case Relation():
            return holds(claim, at, written)
        case Says():
            return _is_so(claim, at, written)
        case Not(claim=inner):
            return not claim_holds(inner, at, written)
        case And(claims=claims):
            return all(claim_holds(part, at, written) for part in claims)
        case Or(claims=claims):
            return any(claim_holds(part, at, written) for part in claims)
        case If(premise=premise, conclusion=conclusion):
            return not claim_holds(premise, at, written) or claim_holds(conclusion, at, written)
        case Quantified(sentence=sentence, rates=rates):
            priced = with_prices(at, written)
            verdicts = (claim_holds(sentence, {**at, "g": g}, priced) for g in telling(claim, at, priced))
            return any(verdicts) if rates.kind == "some" else all(verdicts)


def with_prices(at: Numbers, written: Written) -> Written:
    """The same model with every price worked out: no price speaks of the rate, so many rates share them."""
    prices = {
        name: {axis: Number(value_of(price, at, written)) for axis, price in axes.items()}
        for name, axes in written.prices.items()
    }
    return Written(prices, written.cost)


def _is_so(said: Says, at: Numbers, written: Written) -> bool:
    own, prices = said.variant.name, written.prices
    rivals = [said.other.name] if said.other else [name for name in prices if name != own]
    if said.verb == "dominates":
        gaps = [
            value_of(prices[rivals[0]][axis], at, written) - value_of(price, at, written)
            for axis, price in prices[own].items()
        ]
        return min(gaps) >= 0 and max(gaps) > 0
    cost = cost_of(own, at, written)
    gaps = [cost_of(rival, at, written) - cost for rival in rivals]
    if said.verb == "ties":
        return gaps == [0]
    return all(gap > 0 for gap in gaps) != said.verb.startswith("never")

"""What beating means under the prior of a model, as a formula with alternatives.

Floor: `engine`. Under every prior but one the cheaper variant beats the dearer. Under a hard budget whoever
exceeds it costs infinitely much: V beats W iff V keeps within it and is cheaper or W does not.
"""

from __future__ import annotations

from mesaprior.algebra import Polynomial
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.engine.setting import Setting
from mesaprior.results import Premise


def beats(setting: Setting, winner: str, loser: str) -> Alternatives:
    """`cost(winner) < cost(loser)`."""
    cheaper = Premise(setting.costs[loser] - setting.costs[winner], True, f"{winner} costs less than {loser}")
    if setting.model.within is None:
        return cheaper
    return AllOf((keeps_within(setting, winner), AnyOf((cheaper, exceeds(setting, loser)))))


def not_beats(setting: Setting, winner: str, loser: str) -> Alternatives:
    """The denial: `cost(winner) >= cost(loser)`."""
    dearer = Premise(
        setting.costs[winner] - setting.costs[loser], False, f"{winner} costs no less than {loser}"
    )
    if setting.model.within is None:
        return dearer
    return AnyOf((exceeds(setting, winner), AllOf((dearer, keeps_within(setting, loser)))))


def room(setting: Setting, variant: str) -> Polynomial:
    """What the budget leaves: `K - t(variant)`."""
    assert setting.model.within is not None
    axis, budget = setting.model.within
    return setting.known(Polynomial.atom(budget)) - setting.prices[variant][axis]


def keeps_within(setting: Setting, variant: str) -> Premise:
    """`t(variant) <= K`."""
    return Premise(room(setting, variant), False, f"{variant} keeps within the budget")


def exceeds(setting: Setting, variant: str) -> Premise:
    """`t(variant) > K`."""
    return Premise(-room(setting, variant), True, f"{variant} exceeds the budget")

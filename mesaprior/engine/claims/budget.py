"""Claims under a hard budget, said of prices: whoever exceeds it costs infinitely much.

Floor: `engine.claims`, below `meaning`. `V beats W` becomes `t(V) <= K and (c(V) < c(W) or t(W) > K)`,
where c stands for what the prior charges within the budget; costs are equal where neither beats the other.
No rate plays a part, so what is said of all, some, small or large ones is said of none.
"""

from __future__ import annotations

from mesaprior.algebra import RATE
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.language import And, Apply, Claim, If, Name, Node, Not, Or, Quantified, Relation, Says
from mesaprior.language.nodes import rebuilt, walk
from mesaprior.model import Model


def spelled_out(claim: Claim, model: Model) -> Claim:
    """The claim as it is decided: itself, but under a budget with every sentence about costs spelled out.

    Raises `NotDecided` where it compares costs that may be infinite, or speaks of single rates.
    """
    if model.within is None:
        return claim
    match claim:
        case Says():
            return _said(claim, model)
        case Relation():
            if any(isinstance(part, Apply) and part.head == "cost" for part in walk(claim)):
                raise NotDecided(
                    "costs under a budget may be infinite: compare prices, or ask who beats whom"
                )
            return claim
        case Not(claim=inner):
            return Not(spelled_out(inner, model))
        case And(claims=claims):
            return And(tuple(spelled_out(part, model) for part in claims))
        case Or(claims=claims):
            return Or(tuple(spelled_out(part, model) for part in claims))
        case If(premise=premise, conclusion=conclusion):
            return If(spelled_out(premise, model), spelled_out(conclusion, model))
        case Quantified(sentence=sentence, rates=rates):
            if isinstance(sentence, Relation):
                return claim
            if rates.kind in {"at", "range"}:
                raise NotDecided("no rate plays a part under a budget; leave out the rates")
            return _said(sentence, model)


def _said(said: Says, model: Model) -> Claim:
    own, others = said.variant, [Name(name) for name in model.variants if name != said.variant.name]
    match said.verb:
        case "dominates":
            return said
        case "wins" | "never wins":
            beaten = [_beats(own, other, model) for other in others]
            found: Claim = And((_within(own, model, "<="), *beaten))
        case "beats" | "never beats":
            assert said.other is not None
            found = _beats(own, said.other, model)
        case "ties":
            assert said.other is not None
            found = And((Not(_beats(own, said.other, model)), Not(_beats(said.other, own, model))))
    return Not(found) if said.verb.startswith("never") else found


def _beats(own: Name, other: Name, model: Model) -> Claim:
    cheaper = Relation((_price(own, model), _price(other, model)), ("<",))
    return And((_within(own, model, "<="), Or((cheaper, _within(other, model, ">")))))


def _within(variant: Name, model: Model, relation: str) -> Relation:
    assert model.within is not None
    axis, budget = model.within
    return Relation((Apply(axis, (variant,)), Name(budget)), (relation,))


def _price(variant: Name, model: Model) -> Node:
    """What the prior charges, each axis applied to the variant."""

    def of(part: Node) -> Node:
        if isinstance(part, Name):
            return Apply(part.name, (variant,)) if part.name in model.axes and part.name != RATE else part
        return rebuilt(part, of)

    return of(model.cost_written)

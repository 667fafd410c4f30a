"""What is shown of a counterexample beside its prices: a rate, and the two sides that come out wrong.

Floor: `engine.claims`. Read from the claim as it was written, through the evaluators.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from mesaprior.algebra import RATE, Numbers
from mesaprior.engine.claims.as_written import AsWritten
from mesaprior.engine.reason.evaluate_rates import telling
from mesaprior.engine.setting import Setting
from mesaprior.language import And, Apply, Claim, If, Name, Node, Or, Quantified, Relation, Says
from mesaprior.language.nodes import walk
from mesaprior.results import Worth


def rate_shown(written: AsWritten, claim: Claim, complete: Numbers, numbers: Numbers) -> Fraction | None:
    """The rate to show: the free one where the claim or a fact speaks of it, else one at which the sentence
    that fails does so; None where no rate plays a part."""
    if written.setting.g is not None or written.setting.model.symbols.rate_of == "unspecified":
        return None
    if RATE in numbers:
        return complete[RATE]
    failing = _failing_sentence(claim, complete, written)
    if failing is None or failing.rates.kind == "some":
        return None
    kind, where = failing.rates.kind, failing.rates.where
    rates: list[Fraction] = []
    if kind == "at" and where is not None:
        low, high = written.bounds(where, complete)
        rates = [low] if low == high else []
    else:
        if kind in {"all", "range"}:  # the one found comes first: it was chosen for a strict loss
            rates = [rate for rate in written.rates if _is_inside(rate, where, complete, written)]
        if written.setting.is_exact:
            rates += telling(failing, complete, written.setting.written)
    for rate in rates:
        if written.fails(failing.sentence, {**complete, RATE: rate}):
            return rate
    return None


def turns_on_rate(sides: Iterable[Worth], setting: Setting) -> bool:
    """Whether what the sides are worth depends on a rate that nobody has given."""
    if RATE not in setting.open_atoms:
        return False
    parts = [part for side in sides for part in walk(side.formula)]
    return any(part == Name(RATE) or (isinstance(part, Apply) and part.head == "cost") for part in parts)


def _is_inside(rate: Fraction, where: Node | None, at: Numbers, written: AsWritten) -> bool:
    return not isinstance(where, Relation) or written.holds(where, {**at, RATE: rate}) is True


def _failing_sentence(claim: Claim, at: Numbers, written: AsWritten) -> Quantified | None:
    """The sentence with rates that makes the claim fail, if one does."""
    match claim:
        case Quantified():
            return claim
        case If(conclusion=conclusion):
            return _failing_sentence(conclusion, at, written)
        case And(claims=claims) | Or(claims=claims):
            failing = [part for part in claims if written.fails(part, at)]
            return _failing_sentence(failing[0], at, written) if failing else None
    return None


def worths(claim: Claim, at: Numbers, written: AsWritten) -> Iterator[Worth]:
    """The two sides of a comparison that fails at these numbers, and what they are worth."""
    for side in _failing(claim, at, written) or ():
        yield Worth(side, *written.bounds(side, at))


def _failing(claim: Claim, at: Numbers, written: AsWritten) -> tuple[Node, Node] | None:
    """The two sides to compare, read from the claim as written."""
    match claim:
        case Relation(operands=operands, operators=operators):
            for k, operator in enumerate(operators):
                if written.fails(Relation(operands[k : k + 2], (operator,)), at):
                    return operands[k], operands[k + 1]
        case Says(variant=variant, verb="dominates", other=Name() as other):
            for axis in written.setting.model.axes:
                sides = Apply(axis, (variant,)), Apply(axis, (other,))
                if written.fails(Relation(sides, ("<=",)), at):
                    return sides
        case Says(variant=variant, other=other):
            rivals = [other] if other else _others(variant, written)
            costs = [Apply("cost", (rival,)) for rival in rivals]
            nearest = min(costs, key=lambda cost: written.bounds(cost, at), default=None)
            return (Apply("cost", (variant,)), nearest) if nearest else None
        case Quantified(sentence=sentence, rates=rates) if rates.kind != "some":  # at the rate that is shown
            return _failing(sentence, at, written) if written.fails(sentence, at) else None
        case And(claims=claims) | Or(claims=claims):
            failing = [part for part in claims if written.fails(part, at)]
            return _failing(failing[0], at, written) if failing else None
        case If(conclusion=conclusion):
            return _failing(conclusion, at, written)
    return None


def _others(variant: Name, written: AsWritten) -> list[Name]:
    return [Name(name) for name in written.setting.model.variants if name != variant.name]

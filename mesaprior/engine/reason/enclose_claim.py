"""The second opinion on a claim where values are irrational: yes, no, or not settled by intervals.

Floor: `engine.reason`. The same reading as `evaluate_claim`, in the logic of three values; comparisons are
`enclose`. A sentence about several rates is settled by the lines that costs are, or by a single rate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from mesaprior.engine.reason.enclose import enclosed, surely
from mesaprior.engine.reason.enclose_rates import settled
from mesaprior.engine.reason.evaluate import Written
from mesaprior.language.claims import And, Claim, If, Not, Or, Quantified, Says
from mesaprior.language.nodes import Apply, Name, Relation
from mesaprior.limits import ENCLOSURE_FIRST_BITS

Numbers = Mapping[str, Fraction]


def claim_surely(claim: Claim, at: Numbers, written: Written, rates: Sequence[Fraction] = ()) -> bool | None:
    """Whether a claim holds at a complete set of numbers; None where that is not settled.

    `rates` are tried for sentences about all or some rates. Raises as `enclosed` does.
    """

    def of(part: Claim) -> bool | None:
        return claim_surely(part, at, written, rates)

    match claim:
        case Relation():
            return surely(claim, at, written)
        case Says():
            return _is_so(claim, at, written)
        case Not(claim=inner):
            return _denied(of(inner))
        case And(claims=claims):
            return _all(map(of, claims))
        case Or(claims=claims):
            return _denied(_all(_denied(of(part)) for part in claims))
        case If(premise=premise, conclusion=conclusion):
            return _denied(_all((of(premise), _denied(of(conclusion)))))
        case Quantified():
            return _at_rates(claim, at, written, rates)


def _at_rates(claim: Quantified, at: Numbers, written: Written, rates: Sequence[Fraction]) -> bool | None:
    said, kind = claim.sentence, claim.rates.kind
    if kind == "at" and claim.rates.where is not None:
        rate = enclosed(claim.rates.where, at, written, ENCLOSURE_FIRST_BITS)
        if rate.low != rate.high:
            return None
        return rate.low <= 0 or claim_surely(said, {**at, "g": rate.low}, written)
    if isinstance(said, Says) and kind != "range":
        found = settled(said, kind, at, written)
        if found is not None:
            return found
    if kind in {"small", "large"}:
        return None
    chain = claim.rates.where
    inside = [
        rate
        for rate in (at["g"], *rates)
        if not isinstance(chain, Relation) or surely(chain, {**at, "g": rate}, written)
    ]
    wanted = kind == "some"
    verdicts = [claim_surely(said, {**at, "g": rate}, written) for rate in inside]
    return wanted if wanted in verdicts else None


def _is_so(said: Says, at: Numbers, written: Written) -> bool | None:
    own = said.variant
    rivals = [said.other] if said.other else [Name(name) for name in written.prices if name != own.name]
    if said.verb == "dominates":
        axes = list(written.prices[own.name])
        weak = [surely(_compared(axis, own, "<=", rivals[0]), at, written) for axis in axes]
        strict = [surely(_compared(axis, own, "<", rivals[0]), at, written) for axis in axes]
        return _all((*weak, _denied(_all(map(_denied, strict)))))
    relation = "==" if said.verb == "ties" else "<"
    found = _all(surely(_compared("cost", own, relation, rival), at, written) for rival in rivals)
    return _denied(found) if said.verb.startswith("never") else found


def _compared(head: str, one: Name, relation: str, other: Name) -> Relation:
    return Relation((Apply(head, (one,)), Apply(head, (other,))), (relation,))


def _denied(verdict: bool | None) -> bool | None:
    return None if verdict is None else not verdict


def _all(verdicts: Iterable[bool | None]) -> bool | None:
    found = list(verdicts)
    return False if False in found else None if None in found else True

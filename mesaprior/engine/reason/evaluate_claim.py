"""The second opinion on a claim: whether it holds at given numbers, read from the claim as it was written.

Shares no code with the compiled form. A sentence about all or some rates is looked at between and at the
rates where one of its comparisons changes sides; that is complete because costs are straight lines in the
rate, which is checked on the formulas as written. Everything else is `evaluate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise

from mesaprior.engine.reason.evaluate import Written, cost_of, holds, value_of
from mesaprior.language.claims import And, Claim, If, Not, Or, Quantified, Says
from mesaprior.language.nodes import Apply, Divide, Multiply, Name, Node, Power, Relation, children, walk

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
            verdicts = [claim_holds(sentence, {**at, "g": g}, written) for g in telling(claim, at, written)]
            return any(verdicts) if rates.kind == "some" else all(verdicts)


def _is_so(said: Says, at: Numbers, written: Written) -> bool:
    own, prices = said.variant.name, written.prices
    rivals = [said.other.name] if said.other else [name for name in prices if name != own]
    if said.verb == "dominates":
        gaps = [
            value_of(prices[rivals[0]][axis], at, written) - value_of(price, at, written)
            for axis, price in prices[own].items()
        ]
        return min(gaps) >= 0 and max(gaps) > 0
    gaps = [cost_of(rival, at, written) - cost_of(own, at, written) for rival in rivals]
    if said.verb == "ties":
        return gaps == [0]
    return all(gap > 0 for gap in gaps) != said.verb.startswith("never")


def telling(claim: Quantified, at: Numbers, written: Written) -> list[Fraction]:
    """Rates that settle a quantified sentence: those at which it has to be looked at.

    One in each stretch on which no comparison changes sides, and the changes themselves; of these the ones
    that the quantifier speaks of.
    """
    rates = claim.rates
    if rates.kind == "at" and rates.where is not None:
        rate = value_of(rates.where, at, written)
        return [rate] if rate > 0 else []
    turns = sorted({turn for turn in _turns(claim, at, written) if turn > 0}) or [Fraction(1)]
    every = [turns[0] / 2, *turns, *((a + b) / 2 for a, b in pairwise(turns)), turns[-1] + 1]
    if rates.kind == "range" and isinstance(rates.where, Relation):
        return [g for g in sorted(every) if holds(rates.where, {**at, "g": g}, written)]
    return {"small": every[:1], "large": every[-1:]}.get(rates.kind, sorted(every))


def _turns(claim: Quantified, at: Numbers, written: Written) -> Iterator[Fraction]:
    """The rates at which two compared quantities are equal."""
    for left, right in _compared(claim, written):
        if not (_is_line(left, written) and _is_line(right, written)):
            raise ValueError("a sentence about several rates that is no straight line in the rate")
        one, two = (
            value_of(left, {**at, "g": Fraction(g)}, written)
            - value_of(right, {**at, "g": Fraction(g)}, written)
            for g in (1, 2)
        )
        if one != two:
            yield 1 - one / (two - one)


def _compared(claim: Quantified, written: Written) -> Iterator[tuple[Node, Node]]:
    chains = [part for part in (claim.sentence, claim.rates.where) if isinstance(part, Relation)]
    for chain in chains:
        yield from pairwise(chain.operands)
    if isinstance(claim.sentence, Says) and claim.sentence.verb != "dominates":
        costs = [Apply("cost", (Name(name),)) for name in written.prices]
        yield from ((costs[i], costs[j]) for i in range(len(costs)) for j in range(i))


def _is_line(node: Node, written: Written) -> bool:
    """Whether an expression is `A*g + B` as it is written."""
    match node:
        case Multiply(left=left, right=right):
            factors = [part for part in (left, right) if _speaks_of_rate(part, written)]
            return len(factors) < 2 and all(_is_line(part, written) for part in factors)
        case Divide(left=left, right=right):
            return _is_line(left, written) and not _speaks_of_rate(right, written)
        case Power() | Apply(head="min" | "max" | "log2"):
            return not _speaks_of_rate(node, written)
        case Apply(head="cost"):
            return _is_line(written.cost, written)
        case Apply():
            return True
    return all(_is_line(part, written) for part in children(node))


def _speaks_of_rate(node: Node, written: Written) -> bool:
    return any(
        part == Name("g") or (isinstance(part, Apply) and part.head == "cost" and _charges(written))
        for part in walk(node)
    )


def _charges(written: Written) -> bool:
    return any(part == Name("g") for part in walk(written.cost))

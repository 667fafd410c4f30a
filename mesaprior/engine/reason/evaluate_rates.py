"""Which rates settle a sentence about all or some of them, at given numbers, from the formulas as written.

Shares no code with the compiled form. Costs are straight lines in the rate, which is checked here; so between
the rates at which two compared quantities are equal nothing changes, and one rate of each stretch is enough.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product

from mesaprior.engine.reason.evaluate import Written, holds, value_of
from mesaprior.language.claims import Quantified, Says
from mesaprior.language.nodes import (
    Apply,
    Divide,
    Multiply,
    Name,
    Node,
    Power,
    Relation,
    children,
    rebuilt,
    walk,
)

Numbers = Mapping[str, Fraction]


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
    for left, right in _lines(claim, written):
        if not (is_line(left, written) and is_line(right, written)):
            raise ValueError("a sentence about several rates that is no straight line in the rate")
        one, two = (
            value_of(left, {**at, "g": Fraction(g)}, written)
            - value_of(right, {**at, "g": Fraction(g)}, written)
            for g in (1, 2)
        )
        if one != two:
            yield 1 - one / (two - one)


def _lines(claim: Quantified, written: Written) -> Iterator[tuple[Node, Node]]:
    """What is compared, and each pair of arguments of a `min` or `max`, with one argument in its place."""
    pairs = list(_compared(claim, written))
    for node in [part for pair in pairs for side in pair for part in walk(side)]:
        if isinstance(node, Apply) and node.head in {"min", "max"}:
            pairs += [(one, other) for one in node.arguments for other in node.arguments if one != other]
    for left, right in pairs:
        yield from product(_plain(left), _plain(right))


def _plain(node: Node) -> list[Node]:
    """The formulas that a formula with `min` and `max` can come down to."""
    if isinstance(node, Apply) and node.head in {"min", "max"}:
        return [plain for argument in node.arguments for plain in _plain(argument)]
    versions = []
    for chosen in product(*map(_plain, children(node))):
        left = iter(chosen)
        versions.append(rebuilt(node, lambda _, left=left: next(left)))  # type: ignore[misc]
    return versions


def _compared(claim: Quantified, written: Written) -> Iterator[tuple[Node, Node]]:
    chains = [part for part in (claim.sentence, claim.rates.where) if isinstance(part, Relation)]
    for chain in chains:
        yield from pairwise(chain.operands)
    said = claim.sentence
    if isinstance(said, Says) and said.verb != "dominates":
        rivals = [said.other] if said.other else [Name(name) for name in written.prices]
        yield from ((Apply("cost", (said.variant,)), Apply("cost", (rival,))) for rival in rivals)


def is_line(node: Node, written: Written) -> bool:
    """Whether an expression is `A*g + B` as it is written."""
    match node:
        case Multiply(left=left, right=right):
            factors = [part for part in (left, right) if _speaks_of_rate(part, written)]
            return len(factors) < 2 and all(is_line(part, written) for part in factors)
        case Divide(left=left, right=right):
            return is_line(left, written) and not _speaks_of_rate(right, written)
        case Power() | Apply(head="min" | "max" | "log2"):
            return not _speaks_of_rate(node, written)
        case Apply(head="cost"):
            return is_line(written.cost, written)
        case Apply():
            return True
    return all(is_line(part, written) for part in children(node))


def _speaks_of_rate(node: Node, written: Written) -> bool:
    return any(
        part == Name("g") or (isinstance(part, Apply) and part.head == "cost" and _charges(written))
        for part in walk(node)
    )


def _charges(written: Written) -> bool:
    return any(part == Name("g") for part in walk(written.cost))

"""The pieces that lines are made of: names, exact numbers, ranges, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final

from mesaprior.algebra import RATE
from mesaprior.errors import InputError
from mesaprior.formula import Amount, Comparison, Formula, atom_node, number_node
from mesaprior.language import Apply, Claim, Name, Node, Relation, parse_claim, parse_relation, pieces
from mesaprior.render.document import Item, Line, Maths, Span, User, Words
from mesaprior.render.numbers import decimal_of
from mesaprior.results import Circumstances, Row

G: Final = Name(RATE)
AND: Final = Words(" and ", joint=True)
_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(/[A-Za-z_][A-Za-z0-9_]*)*")
"""A name, or the choices of a family's member: `H/deceptive/derives`."""
FACTS_SHOWN: Final = 12
"""Facts that are echoed one by one; a model with more says how many there are besides."""


def name(text: str) -> Line:
    """The name of a variant or an axis. Anything else that came as a name is shown as plain text."""
    return (Maths((Name(text),)),) if _NAME.fullmatch(text) else (User(text),)


def titled(text: str, title: str | None) -> Line:
    """`H_fh (fast honest)`."""
    return (*name(text), Words(" ("), User(title), Words(")")) if title else name(text)


def listed(lines: Sequence[Line], last: str = "and") -> Line:
    """`A`, `A and B`, `A, B and C`."""
    if len(lines) < 2:
        return lines[0] if lines else ()
    spans: list[Span] = list(lines[0])
    for line in lines[1:-1]:
        spans += [Words(", "), *line]
    return (*spans, Words(f" {last} "), *lines[-1])


def joined(lines: Iterable[Line], between: Words) -> Line:
    """The lines after one another, with the same words between any two."""
    spans: list[Span] = []
    for line in lines:
        spans += [between, *line] if spans else line
    return tuple(spans)


def quantity(value: Amount, *, decimal: bool = True) -> Maths:
    """An exact number, a short decimal beside it where it is not whole."""
    return Maths((amount_node(value),), decimal_of(value) if decimal else None)


def amount_node(value: Amount) -> Node:
    """A rational, or the formula of a number that is irrational."""
    return number_node(value) if isinstance(value, Fraction) else value.node


def amount(formula: Formula) -> Maths:
    """A formula; where it is a number, with its decimal."""
    return Maths((formula.node,), decimal_of(formula))


def rate(value: Amount, *, decimal: bool = True) -> Maths:
    """`g = 64/25 = 2.56`."""
    return Maths((G, amount_node(value)), decimal_of(value) if decimal else None)


def when(row: Row) -> Line:
    """`c(a) > c(b) and t(a) > t(b), not both equal`."""
    line = joined(((comparison_span(comparison),) for comparison in row.when), AND)
    return (*line, Words(", not both equal")) if row.not_both_equal and row.when else line


def comparison_span(comparison: Comparison) -> Maths:
    return Maths((comparison.node,))


def rates(row: Row) -> Line:
    """`every g`, `never`, `g < 64/25 = 2.56`, `lo < g < hi`."""
    if row.outcome == "never":
        return (Words("never"),)
    low, high = bound("max", row.above), bound("min", row.below)
    if row.outcome == "always" or (low is None and high is None):
        return (Words("every "), Maths((G,)))
    return (span_of_rates(low, high),)


def bound(function: str, bounds: tuple[Formula, ...]) -> tuple[Node, Amount | None] | None:
    """No bound, the bound, or `max(a, b)`; with its value where it is a number. Above 0 is no bound."""
    open_ones = [formula for formula in bounds if not (function == "max" and formula.value == 0)]
    if len(open_ones) > 1:
        return Apply(function, tuple(formula.node for formula in open_ones)), None
    return (open_ones[0].node, open_ones[0]) if open_ones else None


def span_of_rates(
    low: tuple[Node, Amount | None] | None,
    high: tuple[Node, Amount | None] | None,
    *,
    decimal: bool = True,
) -> Maths:
    """`g > lo`, `g < hi`, `lo < g < hi`; a decimal after the last bound where it is a number."""
    if high is not None:
        operands: tuple[Node, ...] = (G, high[0]) if low is None else (low[0], G, high[0])
        value = high[1]
    else:
        assert low is not None
        operands, value = (G, low[0]), low[1]
    operators = (">",) if high is None else ("<",) * (len(operands) - 1)
    return Maths((Relation(operands, operators),), decimal_of(value) if decimal else None)


def fact(text: str) -> Line:
    """A fact as the formula it is."""
    try:
        return (Maths((parse_relation(text),)),)
    except InputError:
        return (User(text),)


def sentence(text: str) -> Line:
    """A claim or a fact as what it says."""
    try:
        return claim_line(parse_claim(text))
    except InputError:
        return (User(text),)


def given(under: Circumstances | None) -> list[Item]:
    """The facts and assumptions in force, echoed."""
    if under is None:
        return []
    parts = ((Words("given "), under.facts), (Words("assuming "), under.assumed))
    budget = (Words("only a variant with "), *fact(under.within), Words(" can win")) if under.within else ()
    return [
        *([Item(budget)] if budget else []),
        *(_echoed(word, facts) for word, facts in parts if facts),
    ]


def choice(group: Sequence[Comparison]) -> Line:
    """`(c(a) < c(b) or t(b) > K)`."""
    line = joined(((comparison_span(part),) for part in group), Words(" or "))
    return (Words("("), *line, Words(")")) if len(group) > 1 else line


def _echoed(word: Words, facts: tuple[str, ...]) -> Item:
    line = joined(map(fact, facts[:FACTS_SHOWN]), AND)
    more = len(facts) - FACTS_SHOWN
    return Item((word, *line, Words(f" and {more} more")) if more > 0 else (word, *line))


def numbers_line(numbers: Mapping[str, Fraction]) -> Line:
    """`c(a) = 40, t(b) = 1/3`; the rate is said elsewhere."""
    return joined(
        ((Maths((atom_node(atom), number_node(value))),) for atom, value in numbers.items() if atom != RATE),
        Words(", "),
    )


def telling_numbers(numbers: Mapping[str, Fraction]) -> Line:
    """`c(a) = 5, g = 2, all else 1`."""
    telling = {atom: value for atom, value in numbers.items() if value != 1 or len(numbers) == 1}
    if not telling and len(numbers) > 1:
        return (Words(f"every price{' and g' if RATE in numbers else ''} equal to 1"),)
    rest: Line = (Words(", all else 1"),) if len(telling) < len(numbers) else ()
    shown = ((Maths((atom_node(atom), number_node(value))),) for atom, value in telling.items())
    return (*joined(shown, Words(", ")), *rest)


def claim_line(claim: Claim) -> Line:
    """`H_sd beats H_fh for large g`: the formulas of a claim, and its words between them."""
    return tuple(
        Words(piece, joint=piece.strip() in {"and", "or", "then"}) if isinstance(piece, str) else Maths(piece)
        for piece in pieces(claim)
    )

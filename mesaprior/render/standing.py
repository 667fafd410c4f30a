"""Who can win at all, and the evidence: the three nested sets with their proofs and their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mesaprior.algebra import ONE, Monomial, Polynomial
from mesaprior.formula import polynomial_node
from mesaprior.render.document import Block, Column, Item, Line, Lines, Maths, Row, Table, User, Words
from mesaprior.render.spans import joined, name, rate, telling_numbers
from mesaprior.results import Conditions, Evidence, Example, Proof, Status, VariantCondition
from mesaprior.symbols import Symbols

MOST_SHOWN: Final = 8
"""Proofs and examples shown of one variant; all of them are in the JSON."""
WORDS: dict[Status, str] = {
    "always": "in every case",
    "never": "never",
    "possible": "it depends",
    "undecided": "undecided",
}
"""A status under the facts in force, as a cell says it."""


def standing_blocks(conditions: Conditions) -> Iterator[Block]:
    """A table of the three questions for every variant, then what settles each answer."""
    variants = list(conditions.values())
    header: list[Line] = [(Words("variant"),), (Words("undominated"),), (Words("wins at some g"),)]
    if conditions.g is not None:
        header.append((Words("wins at "), rate(conditions.g)))
    columns = tuple(Column(title, wraps=False) for title in header)
    yield Table(columns, tuple(Row(_cells(variant)) for variant in variants))
    for variant in variants:
        items: list[Item] = []
        for piece in (*variant.standing.evidence, *variant.evidence):
            items += [item for item in _items(piece, variant) if item not in items]
        if len(items) > MOST_SHOWN:
            left = len(items) - MOST_SHOWN + 1
            items[MOST_SHOWN - 1 :] = [Item((Words(f"{left} further proofs and examples are in --json"),))]
        if items:
            yield Lines(tuple(items), title=(Words("why: "), *name(variant.variant)))


def _cells(variant: VariantCondition) -> tuple[Line, ...]:
    standing = variant.standing
    statuses = [standing.undominated, standing.somewhere]
    if standing.at_rate is not None:
        statuses.append(standing.at_rate)
    return (name(variant.variant), *((Words(WORDS[status]),) for status in statuses))


def _items(piece: Evidence, variant: VariantCondition) -> Iterator[Item]:
    if isinstance(piece, Example):
        yield Item((User(piece.says), Words(" with")), "", (telling_numbers(piece.numbers),))
    else:
        yield Item((User(piece.says),), ":", (_sum(piece, variant),))


def _sum(proof: Proof, variant: VariantCondition) -> Line:
    """`(cost(B) - cost(A)) + t(x) = 0, and each summand is positive`: what the steps add up to."""
    symbols = _symbols(variant)
    parts: list[Line] = []
    for step in proof.steps:
        factor = _product(step.multiplier, step.factor, symbols)
        if step.premise is None:
            parts.append((Maths((polynomial_node(Polynomial({step.factor: step.multiplier}), symbols),)),))
            continue
        says: Line = (Words("["), User(proof.premises[step.premise].says), Words("]"))
        parts.append((*factor, *says))
    return (*joined(parts, Words(" + ")), Words(" would be 0, which none of them allows"))


def _product(multiplier: Fraction, factor: Monomial, symbols: Symbols) -> Line:
    if multiplier == 1 and factor == ONE:
        return ()
    return (Maths((polynomial_node(Polynomial({factor: multiplier}), symbols),)), Words(" times "))


def _symbols(variant: VariantCondition) -> Symbols:
    """The model's spelling, from whatever formula the condition carries; a bare one where it has none."""
    for spelled in (*variant.inequalities, *variant.better_by.values()):
        return spelled.symbols
    return Symbols(())

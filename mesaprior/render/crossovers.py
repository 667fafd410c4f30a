"""Which terms raise a crossover and which lower it, as a document.

Floor: `render`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mesaprior.formula import atom_node
from mesaprior.render.document import Block, Document, Item, Line, Lines, Maths, Words
from mesaprior.render.spans import AND, G, comparison_span, given, joined, listed, name
from mesaprior.render.spelling import finished
from mesaprior.results.sensitivity import CrossoverCase, CrossoverMoves, Effect, Influence, Sensitivity

EFFECTS: Final[dict[Effect, str]] = {
    "raises": "raised by",
    "lowers": "lowered by",
    "none": "not moved by",
    "depends": "moved either way by",
    "undecided": "undecided for",
}
"""How a crossover goes when the term does."""


def crossovers_document(found: Sensitivity) -> Document:
    """One crossover after the other, each case with its terms."""
    blocks: list[Block] = [block for moved in found.crossovers for block in _blocks(moved)]
    blocks.append(Lines(tuple(given(found.under))))
    caption: Line = (Words("How the crossovers move with each term"),)
    return finished(_headline(found), caption, blocks, found.under.latex)


def _headline(found: Sensitivity) -> Line:
    if not found.crossovers:
        return (Words("no rate changes the winner: there is no crossover to move"),)
    if len(found.crossovers) > 1:
        return (Words(f"{len(found.crossovers)} crossovers bound a win; each moves with its terms"),)
    moved = found.crossovers[0]
    pair: Line = (*name(moved.left), Words(" and "), *name(moved.right))
    if not moved.cases:
        return (Words("the facts leave "), *pair, Words(" no crossover at a positive rate"))
    if len(moved.cases) > 1:
        return (Words("which way a term moves the crossover of "), *pair, Words(" depends on the case"))
    raising = [(_term(one),) for one in moved.cases[0].influences if one.effect == "raises"]
    by = listed(raising) if raising else (Words("no term"),)
    return (Words("the crossover of "), *pair, Words(" is raised by "), *by)


def _blocks(moved: CrossoverMoves) -> Iterator[Block]:
    title: Line = (*name(moved.left), Words(" and "), *name(moved.right), Words(" tie at "))
    yield Lines((Item((*title, Maths((G, moved.crossover.node)))),))
    for case in moved.cases:
        yield _case_lines(moved, case)


def _case_lines(moved: CrossoverMoves, case: CrossoverCase) -> Lines:
    when = joined([(comparison_span(part),) for part in case.when], AND)
    wins: Line = (*name(moved.left), Words(f" wins {case.left_wins} it"))
    title = (Words("when "), *when, Words(", "), *wins) if case.when else wins
    items = []
    for effect, words in EFFECTS.items():
        terms = [one for one in case.influences if one.effect == effect]
        if terms:
            label: Line = (Words(words),)
            items.append(Item(label, ":", (joined([_influence(one) for one in terms], Words(", ")),)))
    return Lines(tuple(items), title=title)


def _influence(one: Influence) -> Line:
    if one.raises_when is None:
        return (_term(one),)
    return (_term(one), Words(" (raised iff "), comparison_span(one.raises_when), Words(")"))


def _term(one: Influence) -> Maths:
    return Maths((atom_node(one.number),))

"""Who wins under each prior, as a document: a row a prior, a column a variant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mesaprior.language import parse_expression
from mesaprior.render.document import (
    Column,
    Document,
    Item,
    Line,
    Lines,
    Mark,
    Maths,
    Row,
    Table,
    User,
    Words,
)
from mesaprior.render.spans import AND, fact, given, joined, listed, name, rate
from mesaprior.render.spelling import finished
from mesaprior.render.wins import interval_line
from mesaprior.results import ComparedPriors, Status, UnderPrior

WORDS: Final[dict[Status, str]] = {
    "always": "always",
    "never": "never",
    "possible": "depends",
    "undecided": "undecided",
}


def priors_document(compared: ComparedPriors) -> Document:
    """The answer to `compare-priors`."""
    variants = list(compared.titles)
    shown = [found for found in compared.priors if not found.refused]
    columns = (
        Column((Words("prior"),)),
        Column((Words("cost"),)),
        *(Column(name(variant), wraps=True) for variant in variants),
    )
    rows = tuple(Row((_prior(found), _cost(found), *_cells(found, variants))) for found in shown)
    refused = [
        Item((Words("under "), User(found.prior)), ":", ((User(found.refused),),))
        for found in compared.priors
        if found.refused
    ]
    caption: Line = (Words("Who wins under each prior"),)
    blocks = (Table(columns, rows), Lines((*refused, *given(compared.under))))
    return finished(_headline(compared, shown), caption, blocks, compared.under.latex)


def _prior(found: UnderPrior) -> Line:
    return (User(found.prior),)


def _cost(found: UnderPrior) -> Line:
    """`g*c + t`; `c where t <= K`."""
    assert found.cost is not None
    line: Line = (Maths((parse_expression(found.cost),)),)
    return (*line, Words(" where "), *fact(found.within)) if found.within else line


def _cells(found: UnderPrior, variants: Sequence[str]) -> list[Line]:
    return [_cell(found, variant) for variant in variants]


def _cell(found: UnderPrior, variant: str) -> Line:
    if found.tie:
        return (Words("ties"),) if variant in found.tie else (Mark("none"),)
    if found.map is not None:
        own = [interval_line(interval) for interval in found.map.wins_for(variant)]
        return joined(own, AND) if own else (Mark("none"),)
    if found.winner:
        return (Words("wins"),) if variant == found.winner else (Mark("none"),)
    return (Words(WORDS[found.statuses[variant]]),)


def _where(compared: ComparedPriors) -> Line:
    return () if compared.g is None else (Words(" at "), rate(compared.g))


def _headline(compared: ComparedPriors, shown: Sequence[UnderPrior]) -> Line:
    """Who wins under all of them, how many say what, or who wins under none."""
    where = _where(compared)
    variants = list(compared.titles)
    wins = {v: sum(found.winner == v for found in shown) for v in variants}
    if all(found.winner for found in shown):
        if max(wins.values()) == len(shown):
            winner = next(v for v in variants if wins[v] == len(shown))
            return (*name(winner), Words(f" wins under each of {len(shown)} priors"), *where)
        ranked = sorted((v for v in variants if wins[v]), key=lambda v: -wins[v])
        first, *rest = ranked
        line: Line = (*name(first), Words(f" wins under {wins[first]} of {len(shown)} priors"), *where)
        return joined([line, *((*name(v), Words(f" under {wins[v]}")) for v in rest)], Words(", "))
    never = [v for v in variants if all(found.statuses[v] == "never" for found in shown)]
    subject: Line = (Words("which variant wins depends on the prior"), *where)
    if not never:
        return subject
    verb = " never wins" if len(never) == 1 else " never win"
    all_asked = len(shown) == len(compared.priors)
    under = ", whatever the prior" if all_asked else f" under any of {len(shown)} priors"
    return (*listed([name(v) for v in never]), Words(verb + under), *where)

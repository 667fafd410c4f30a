"""Claims with their verdicts, for the formats that have only tables.

A page has room for one thing that each claim comes down to; a spreadsheet gets everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mesaprior.render.document import (
    Block,
    Column,
    Detail,
    Document,
    Finding,
    Findings,
    Line,
    Lines,
    Row,
    Table,
    Words,
)
from mesaprior.render.spans import joined

KEYS: Final = (
    "expected",
    "says",
    "prior",
    "assuming",
    "because",
    "proof",
    "by solver",
    "vacuous",
    "fails at",
    "contradicted",
    "true exactly when",
    "true if",
    "tried",
)
"""Everything that can be said of a claim, in the order in which it is said."""
_READS_ON: Final = frozenset({"prior", "assuming", "fails at", "true exactly when", "true if"})


def as_table(findings: Findings) -> Table:
    """claim | verdict | condition or counterexample."""
    columns = (
        Column((Words("claim"),), wraps=True),
        Column((Words("verdict"),), wraps=True),
        Column((Words("condition or counterexample"),), wraps=True),
    )
    cells = [(entry.claim, (Words(entry.verdict),), _telling(entry.details)) for entry in findings.entries]
    if any(note for _, _, note in cells):
        return Table(columns, tuple(map(Row, cells)))
    return Table(columns[:2], tuple(Row(row[:2]) for row in cells))


def in_full(findings: Findings) -> Table:
    """model | id | claim | verdict | a column for each thing that can be said, whether it is or not."""
    heads = ("model", "id", "claim", "verdict", *KEYS)
    rows = tuple(
        Row((findings.title, entry.label, entry.claim, (Words(entry.verdict),), *_all(entry)))
        for entry in findings.entries
    )
    return Table(tuple(Column((Words(head),)) for head in heads), rows)


def as_shown(document: Document, *, all_tables: bool = False) -> Document:
    """The document with tables in place of the findings that are shown as one, or of all of them."""
    if all_tables:
        return replace(document, blocks=tuple(with_tables(document.blocks)))
    blocks = (
        as_table(block) if isinstance(block, Findings) and block.tabled else block
        for block in document.blocks
    )
    return replace(document, blocks=tuple(blocks))


def with_tables(blocks: Sequence[Block]) -> list[Table | Lines]:
    """The blocks with tables in place of findings."""
    found: list[Table | Lines] = []
    for block in blocks:
        if not isinstance(block, Findings):
            found.append(block)
            continue
        found += [Lines((), title=block.title)] if block.model else []
        found.append(as_table(block))
    return found


def _telling(details: Sequence[Detail]) -> Line:
    said = ((*_key(detail), *detail.line) for detail in details if detail.telling)
    return joined(said, Words("; ", joint=True))


def _key(detail: Detail) -> Line:
    """What a cell begins with: `true if` reads on into the formula, `vacuous:` does not."""
    if detail.key == "tried":
        return ()
    return (Words(f"{detail.key} " if detail.key in _READS_ON else f"{detail.key}: "),)


def _all(entry: Finding) -> tuple[Line, ...]:
    found = {detail.key: detail.line for detail in entry.details}
    return tuple(found.get(key, ()) for key in KEYS)

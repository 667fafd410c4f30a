"""What is shown, before it is spelled: lines of spans, in tables and lists, in no format.

Floor: `render`, its lowest part. Wording, order and alignment are decided when a `Document` is built
(`tables`); a format only spells it. Whatever a person wrote (titles, scenario names) is a `User` span and
nothing else is, so each format escapes by position.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from mesaprior.language import Apply, Name, Node


@dataclass(frozen=True, slots=True)
class Words:
    """Our own words, plain ASCII without markup. A space at either end is a place where a line may break;
    `joint`: the best such place, as before the `and` of two conditions."""

    text: str
    joint: bool = False


@dataclass(frozen=True, slots=True)
class User:
    """Somebody else's words: every format shows them as text, whatever they contain."""

    text: str


@dataclass(frozen=True, slots=True)
class Maths:
    """One node, or several that are equal: `g0`, `(a + b)/c`. `decimal` ends it: (`=` or `≈`, digits).

    `dotted`: products may be shown with a raised dot, in a heading that nobody copies. `defines`: the
    first side is the name of a crossover, the second its formula.
    """

    sides: tuple[Node, ...]
    decimal: tuple[str, str] | None = None
    dotted: bool = False
    defines: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign that goes with words said elsewhere: `winner` before a row, `loser` the room it takes before
    the others, `none` where there is nothing to say (0 where a format has numbers only)."""

    kind: Literal["winner", "loser", "none"]


Span: TypeAlias = Words | User | Maths | Mark
Line: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """`wraps`: its cells may be broken into lines. `merges`: a cell equal to the one above is left blank.
    `says`: where a row has to be stacked, the heading reads on into the cell (`when c(a) < c(b)`)."""

    header: Line
    align: Literal["left", "right"] = "left"
    wraps: bool = False
    merges: bool = False
    says: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One cell a column; `strong` marks the row that answers the question."""

    cells: tuple[Line, ...]
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """`label link body`: `H_fh wins` `iff` `...`; several lines of the body hold together, by `and`.

    A link that is `:` or empty makes one running line of it.
    """

    label: Line
    link: Literal["iff", ":", ""] = ""
    body: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    items: tuple[Item, ...]
    title: Line = ()


@dataclass(frozen=True, slots=True)
class Detail:
    """`because: ...`, `fails at: ...`. `telling`: what a table with room for one thing says of the claim."""

    key: str
    line: Line
    telling: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim and what became of it. `label` is empty where there is only one and it has no name."""

    label: Line
    verdict: Literal["proved", "refuted", "undecided"]
    claim: Line
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """Claims one below the other, each with its details; `tabled`: as a table instead. Formats that have only
    tables write one in any case (`findings.as_table`). `model` is its name where there are several.
    `counted`: the headline, which counts them, is worth a line of its own."""

    entries: tuple[Finding, ...]
    tabled: bool = False
    model: str = ""
    counted: bool = True

    @property
    def title(self) -> Line:
        return (User(self.model),) if self.model else ()


Block: TypeAlias = Table | Lines | Findings

HIDDEN: Final = "…"
"""The name that stands for what a shortened term leaves out: `find(…)`."""


@dataclass(frozen=True)
class Spelling:
    """The names this document uses, decided once.

    `latex`: declared LaTeX of names. `defined`: a crossover -> its short name. `short`: a long term -> the
    same with its inside left out. `declared`: names in use that have LaTeX of their own. Nodes in spans
    are the full ones; `shown` gives what a person reads.
    """

    latex: Mapping[str, str] = field(default_factory=dict)
    defined: Mapping[Node, Name] = field(default_factory=dict)
    short: Mapping[Node, Apply] = field(default_factory=dict)
    declared: tuple[Node, ...] = ()


@dataclass(frozen=True)
class Document:
    """`headline` is the answer; `caption` names the document where it needs a name."""

    headline: Line
    caption: Line
    blocks: tuple[Block, ...]
    spelling: Spelling = field(default_factory=Spelling)

    @property
    def lines(self) -> Iterator[Line]:
        """Every line and cell, in reading order."""
        yield self.headline
        yield self.caption
        for block in self.blocks:
            yield from lines_of(block)


def lines_of(block: Block) -> Iterator[Line]:
    """Every line and cell of a block, in reading order."""
    match block:
        case Table(columns=columns, rows=rows):
            yield from (column.header for column in columns)
            yield from (cell for row in rows for cell in row.cells)
        case Lines(items=items, title=title):
            yield title
            for item in items:
                yield item.label
                yield from item.body
        case Findings(entries=entries):
            for finding in entries:
                yield finding.label
                yield finding.claim
                yield from (detail.line for detail in finding.details)


def is_empty(block: Block) -> bool:
    """Whether there is nothing to show in it."""
    match block:
        case Table(rows=parts) | Lines(items=parts) | Findings(entries=parts):
            return not parts


def maths_of(lines: Iterator[Line]) -> Iterator[Maths]:
    """Every `Maths` span of the lines."""
    return (span for line in lines for span in line if isinstance(span, Maths))

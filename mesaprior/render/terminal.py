"""A document as plain text: for a terminal, a log, a mail.

Formulas are in the tool's own language. Nothing is cut off: what does not fit is broken between names, and
a table that does not fit is stacked, row by row.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from mesaprior.language import Node, write
from mesaprior.render import escape
from mesaprior.render.document import (
    Column,
    Document,
    Finding,
    Findings,
    Item,
    Line,
    Lines,
    Maths,
    Row,
    Span,
    Table,
    User,
    Words,
)
from mesaprior.render.findings import as_table
from mesaprior.render.flow import Signs, Unit, fragments, least_width, natural_width, units, wrapped
from mesaprior.render.layout import column_widths
from mesaprior.render.spelling import shown
from mesaprior.render.stacked import blanked, stacked_items

NARROWEST_SCREEN: Final = 20
MARKS: Final = {
    "winner": ("▸ ", "> "),
    "loser": ("  ", "  "),
    "none": ("—", "-"),
    "proved": ("✓ ", "+ "),
    "refuted": ("✗ ", "x "),
    "undecided": ("? ", "? "),
}
RESET, BOLD, WINNER, QUIET = "\x1b[0m", "\x1b[1m", "\x1b[1;32m", "\x1b[2m"
VERDICTS: Final = {"proved": "\x1b[32m", "refuted": "\x1b[31m", "undecided": "\x1b[33m"}
KEY: Final = 11
"""Columns of a claim's verdict and of `because`, with the space after them."""
WIDEST_LABEL: Final = 24
CLAIM_ROOM: Final = 38
"""A label stands beside its claim up to the one, and where the claim still gets the other."""
CELL_HANG: Final = 2
_SIGNS: Final = Signs(write, {sign: sign for sign in ("<", "<=", ">", ">=", "==")}, "*", "/", str)


def text(document: Document, *, width: int = 80, colour: bool = False, unicode: bool = True) -> str:
    """The document in lines of at most `width` where names allow; `unicode=False` writes pure ASCII."""
    return Terminal(document, max(width, NARROWEST_SCREEN), colour, unicode).written()


def pieces_of(span: Span, document: Document, unicode: bool = True) -> list[str]:
    """The unbreakable pieces of a span as text."""
    match span:
        case Words(text=words):
            return words.split()
        case User(text=words):
            return escape.terminal(words, unicode=unicode).split(" ")
        case Maths():
            return _maths(span, document, unicode)
        case mark:
            return [MARKS[mark.kind][0 if unicode else 1]]


def _maths(span: Maths, document: Document, unicode: bool) -> list[str]:
    parts: list[str] = []
    for place, side in enumerate(span.sides):
        found = fragments(shown(side, document.spelling, defining=span.defines and place > 0), _SIGNS)
        parts += [f"= {found[0]}", *found[1:]] if place else found
    if span.decimal is not None:
        parts.append(" ".join(span.decimal))
    if span.dotted and unicode:
        parts = [re.sub(r"(?<!\*)\*(?!\*)", "·", part) for part in parts]
    return parts if unicode else [part.replace("…", "...").replace("≈", "~=") for part in parts]


def columns_taken(text: str) -> int:
    """How many columns of a terminal the text takes: 2 for a wide sign, 0 for one that combines."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(sign) in {"Mn", "Me"} else 1 + (unicodedata.east_asian_width(sign) in "WF")
        for sign in text
    )


class Terminal:
    """Writes one document; `lines` grows from top to bottom."""

    def __init__(self, document: Document, width: int, colour: bool, unicode: bool) -> None:
        self.document, self.width, self.colour, self.unicode = document, width, colour, unicode
        self.lines: list[str] = []

    def written(self) -> str:
        headline = self.units(self.document.headline)
        blocks = [
            as_table(block) if isinstance(block, Findings) and block.tabled else block
            for block in self.document.blocks
        ]
        found = [block for block in blocks if isinstance(block, Findings)]
        if not found:
            self._paragraph(headline, first="", hang=2, style=BOLD)
        after_table = False
        for block in blocks:
            is_table = isinstance(block, Table)
            if is_table or after_table or (isinstance(block, Lines) and block.title):
                self.lines.append("")
            after_table = is_table
            if isinstance(block, Table):
                self._table(block)
            elif isinstance(block, Findings):
                self._findings(block)
            else:
                self._list(block)
        if self.document.spelling.short and after_table:
            self.lines.append("")
        for full, short in self.document.spelling.short.items():
            self._legend(full, short)
        if any(block.counted for block in found):
            self._paragraph(headline, first="", hang=2, style=BOLD)
        return "\n".join(line.rstrip() for line in self.lines) + "\n"

    def units(self, line: Line) -> list[Unit]:
        found = units(line, lambda span: pieces_of(span, self.document, self.unicode), columns_taken)
        return [part for unit in found for part in self._cut(unit)]

    def _cut(self, unit: Unit) -> list[Unit]:
        """Somebody's word without spaces that no line could hold is cut; names and numbers never are."""
        longest = self.width - 10
        if unit.kind != "User" or unit.width <= longest:
            return [unit]
        parts = [unit.text[start : start + longest // 2] for start in range(0, len(unit.text), longest // 2)]
        return [
            Unit(part, unit.before if not place else 1, columns_taken(part), unit.kind)
            for place, part in enumerate(parts)
        ]

    def _styled(self, line: str, style: str) -> str:
        return f"{style}{line}{RESET}" if self.colour and style and line.strip() else line

    def _paragraph(
        self, pieces: Sequence[Unit], *, first: str, hang: int, style: str = "", first_style: str = ""
    ) -> None:
        """`pieces` after `first`; further lines start `hang` columns in."""
        lead = columns_taken(first)
        for place, line in enumerate(_lines(pieces, self.width - lead, hang - lead)):
            start = " " * lead if place else self._styled(first, first_style)
            self.lines.append(start + self._styled(line, style))

    def _findings(self, block: Findings) -> None:
        """`mark label verdict claim`, below it `because ...`; labels stand above where they leave no room."""
        widest = max(columns_taken(_joined(self.units(entry.label))) for entry in block.entries)
        if block.model:
            self._paragraph(self.units(block.title), first="", hang=2, style=BOLD)
        beside = 0 < widest <= WIDEST_LABEL and 4 + widest + KEY + CLAIM_ROOM <= self.width
        for entry in block.entries:
            self._finding(entry, 4 + widest if beside else 2, beside)

    def _finding(self, entry: Finding, indent: int, beside: bool) -> None:
        style = VERDICTS[entry.verdict]
        label = self.units(entry.label)
        start = MARKS[entry.verdict][0 if self.unicode else 1]
        if beside:
            start += _joined(label)
        elif label:
            self._paragraph(label, first=start, hang=4, style=style, first_style=style)
            start = ""
        start += " " * (indent - columns_taken(start)) + entry.verdict.ljust(KEY)
        hang = indent + KEY + 2
        self._paragraph(self.units(entry.claim), first=start, hang=hang, first_style=style)
        for detail in entry.details:
            key = detail.key.ljust(KEY - 1) if len(detail.key) < KEY - 1 else detail.key + "  "
            body = self.units(detail.line)
            pieces = [Unit(key, 0, len(key)), *(replace(unit, before=1) for unit in body[:1]), *body[1:]]
            self._paragraph(pieces, first=" " * indent, hang=hang)

    def _list(self, block: Lines) -> None:
        if block.title:
            self._paragraph(self.units(block.title), first="", hang=2, style=BOLD)
        linked = [
            columns_taken(_joined(self.units(item.label))) for item in block.items if item.link == "iff"
        ]
        pad = max(linked, default=0)
        for item in block.items:
            self._item(item, pad)

    def _item(self, item: Item, pad: int) -> None:
        label = _joined(self.units(item.label))
        if item.link != "iff":
            line = item.label
            for body in item.body:
                line = (*line, Words(f"{item.link} "), *body)
            self._paragraph(self.units(line), first=" ", hang=3)
            return
        lead = " " + label + " " * (pad - columns_taken(label)) + "  iff  "
        if columns_taken(lead) > self.width // 2:
            self._paragraph(self.units((*item.label, Words(" iff"))), first=" ", hang=3)
            lead = " " * 5
        for place, body in enumerate(item.body):
            start = lead if not place else " " * max(0, len(lead) - 5) + "and  "
            self._paragraph(self.units(body), first=start, hang=columns_taken(lead) + 2)

    def _legend(self, full: Node, short: Node) -> None:
        shortened = write(short) if self.unicode else write(short).replace("…", "...")
        self.lines.append(self._styled(f" {shortened} = {write(full)}", QUIET))

    def _table(self, table: Table) -> None:
        headers = [self.units(column.header) for column in table.columns]
        rows = [[self.units(cell) for cell in row] for row in blanked(table)]
        by_column = list(zip(_heads(headers), *rows, strict=True))
        widths = column_widths(
            [max(map(natural_width, column)) for column in by_column],
            [max(least_width(cell, CELL_HANG) for cell in column) for column in by_column],
            [column.wraps for column in table.columns],
            self.width - 1 - sum(_gaps(table.columns)),
        )
        if widths is None:
            self._stacked(table)
            return
        self._headers(table.columns, headers, widths)
        for row, cells in zip(table.rows, rows, strict=True):
            self._row(cells, table.columns, widths, WINNER if row.strong else "")

    def _headers(
        self, columns: Sequence[Column], headers: Sequence[Sequence[Unit]], widths: Sequence[int]
    ) -> None:
        """A heading runs on over the columns beside it that have none."""
        shown: list[tuple[Column, Sequence[Unit], int]] = []
        for place, (column, header, width) in enumerate(zip(columns, headers, widths, strict=True)):
            if column.header or not shown:
                shown.append((column, header, width))
            else:
                first, head, taken = shown[-1]
                shown[-1] = (first, head, taken + _gaps(columns)[place - 1] + width)
        self._row([h for _, h, _ in shown], [c for c, _, _ in shown], [w for _, _, w in shown], BOLD)

    def _row(
        self, cells: Sequence[Sequence[Unit]], columns: Sequence[Column], widths: Sequence[int], style: str
    ) -> None:
        broken = [_lines(cell, room, CELL_HANG) for cell, room in zip(cells, widths, strict=True)]
        for level in range(max(map(len, broken))):
            line = ""
            for place, (lines, column, room) in enumerate(zip(broken, columns, widths, strict=True)):
                part = lines[level] if level < len(lines) else ""
                space = " " * (room - columns_taken(part))
                line += " " * _gaps(columns)[place - 1] if place else " "
                line += space + part if column.align == "right" else part + space
            self.lines.append(self._styled(line.rstrip(), style))

    def _stacked(self, table: Table) -> None:
        """Each row as a heading and `key: value` lines."""
        for indent, line, row in stacked_items(table):
            self._paragraph(
                self.units(line), first=" " * (1 + indent), hang=5 + indent, style=_style(row, indent)
            )


def _style(row: Row, indent: int) -> str:
    return "" if indent else WINNER if row.strong else BOLD


def _heads(headers: Sequence[list[Unit]]) -> list[list[Unit]]:
    """The headings that a column must make room for: not those that may run on over the next one."""
    following = [*headers[1:], [Unit("", 0, 0)]]
    return [head if after else [] for head, after in zip(headers, following, strict=True)]


def _gaps(columns: Sequence[Column]) -> list[int]:
    """Three columns between two, two before one without a heading."""
    return [3 if column.header else 2 for column in columns[1:]]


def _lines(pieces: Sequence[Unit], room: int, hang: int) -> list[str]:
    """The lines of the pieces, all but the first `hang` columns in."""
    broken = wrapped(pieces, room, hang)
    return [(" " * hang if place else "") + _joined(line) for place, line in enumerate(broken)] or [""]


def _joined(pieces: Sequence[Unit]) -> str:
    return "".join((" " if place and unit.before else "") + unit.text for place, unit in enumerate(pieces))

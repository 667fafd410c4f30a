"""A document as CSV: its tables, then its sentences, every formula in full and every number exact.

Short names of formulas are for people; a spreadsheet gets none, so that each cell can be read alone.
"""

from __future__ import annotations

import csv as standard
import io
from typing import Final

from mesaprior.language import write
from mesaprior.render import escape
from mesaprior.render.document import Document, Findings, Item, Line, Maths, Span, Table, User, Words
from mesaprior.render.findings import in_full

UNTITLED: Final = "title"
"""What the column without a heading holds."""


def csv(document: Document) -> str:
    """Each table with its headings, a blank line between two; definitions of short names are left out."""
    out = io.StringIO()
    writer = standard.writer(out, lineterminator="\n")
    sentences: list[list[str]] = []
    started = False
    for said in document.blocks:
        block = in_full(said) if isinstance(said, Findings) else said
        if isinstance(block, Table):
            out.write("\n" if started else "")
            writer.writerow([_line(column.header) or UNTITLED for column in block.columns])
            writer.writerows([_line(cell) for cell in row.cells] for row in block.rows)
            started = True
        else:
            sentences += [_item(item) for item in block.items if not _defines(item)]
    if sentences:
        out.write("\n" if started else "")
        writer.writerow(["statement", "detail"])
        writer.writerows(sentences)
    return out.getvalue() or escape.csv(_line(document.headline)) + "\n"


def _defines(item: Item) -> bool:
    return any(isinstance(span, Maths) and span.defines for span in item.label)


def _item(item: Item) -> list[str]:
    link = f" {item.link}" if item.link == "iff" else ""
    return [escape.csv(_text(item.label) + link), escape.csv(" and ".join(map(_text, item.body)))]


def _line(line: Line) -> str:
    return escape.csv(_text(line))


def _text(line: Line) -> str:
    return "".join(map(_span, line))


def _span(span: Span) -> str:
    match span:
        case Words(text=words) | User(text=words):
            return words
        case Maths(sides=sides):
            return " = ".join(map(write, sides))
        case mark:
            return "0" if mark.kind == "none" else ""

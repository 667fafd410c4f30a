"""A document as Markdown: formulas as code, tables as pipe tables, everybody else's words as entities.

Formulas stand in code spans because a pipe table, an emphasis mark and an HTML tag cannot form there: the
tool's language has neither `|` nor a backtick.
"""

from __future__ import annotations

import re
from typing import Final

from mesaprior.language import Divide, Negate, Node, Number, write
from mesaprior.render import escape
from mesaprior.render.document import (
    Block,
    Document,
    Findings,
    Item,
    Line,
    Lines,
    Maths,
    Span,
    Table,
    User,
    Words,
)
from mesaprior.render.findings import as_table
from mesaprior.render.spelling import shown
from mesaprior.render.stacked import blanked

_FORMULA: Final = re.compile(r"[A-Za-z0-9_ ()+*/<>=.,…≈-]+")
"""What our own formulas are made of; anything else would be a stranger's and is written as entities."""
_MARKS: Final = {"winner": "▸ ", "loser": "", "none": "—"}
_VERDICTS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?"}


def markdown(document: Document) -> str:
    """The headline as a paragraph, then tables and lists, then what the short names mean."""
    parts = [_line(document.headline, document)]
    before: Block | None = None
    for said in document.blocks:
        block = as_table(said) if isinstance(said, Findings) and said.tabled else said
        if isinstance(block, Table):
            parts.append(_table(block, document))
        elif isinstance(block, Findings):
            parts.append(_findings(block, document))
        elif isinstance(before, Lines) and not block.title:
            parts[-1] += "\n" + _list(block, document)  # two lists in a row are one
        else:
            parts.append(_list(block, document))
        before = block
    legend = [f"{_code(short)} is {_code(full)}" for full, short in document.spelling.short.items()]
    if legend:
        parts.append(f"Here {', '.join(legend)}.")
    return "\n\n".join(parts) + "\n"


def _table(table: Table, document: Document) -> str:
    header = [_line(column.header, document) for column in table.columns]
    rule = ["---:" if column.align == "right" else ":---" for column in table.columns]
    rows = [[_line(cell, document) for cell in row] for row in blanked(table)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))


def _list(block: Lines, document: Document) -> str:
    items = "\n".join(f"- {_item(item, document)}" for item in block.items)
    title = _line(block.title, document)
    return f"**{title}**\n\n{items}" if title else items


def _findings(block: Findings, document: Document) -> str:
    lines: list[str] = []
    for entry in block.entries:
        label = f" **{_line(entry.label, document)}**" if entry.label else ""
        claim = _line(entry.claim, document)
        lines.append(f"- {_VERDICTS[entry.verdict]}{label} {entry.verdict}: {claim}")
        lines += [f"  - {detail.key}: {_line(detail.line, document)}" for detail in entry.details]
    title = f"**{_line(block.title, document)}**\n\n" if block.model else ""
    return title + "\n".join(lines)


def _item(item: Item, document: Document) -> str:
    label = _line(item.label, document)
    if not item.body:
        return label
    body = " and ".join(_line(line, document) for line in item.body)
    return f"{label}: {body}" if item.link == ":" else f"{label} {item.link} {body}"


def _line(line: Line, document: Document) -> str:
    return "".join(_span(span, document) for span in line)


def _span(span: Span, document: Document) -> str:
    match span:
        case Words(text=words):
            return words
        case User(text=words):
            return escape.markdown(words)
        case Maths(sides=sides, decimal=decimal):
            written = [
                write(shown(side, document.spelling, defining=span.defines and place > 0))
                for place, side in enumerate(sides)
            ]
            text = " = ".join(written) + (" " + " ".join(decimal) if decimal else "")
            return text if all(map(_is_number, sides)) else _coded(text)
        case mark:
            return _MARKS[mark.kind]


def _is_number(node: Node) -> bool:
    match node:
        case Number():
            return True
        case Negate(operand=inner):
            return _is_number(inner)
        case Divide(left=left, right=right):
            return _is_number(left) and _is_number(right)
    return False


def _code(node: Node) -> str:
    return _coded(write(node))


def _coded(text: str) -> str:
    return f"`{text}`" if _FORMULA.fullmatch(text) else escape.markdown(text)

r"""A document as LaTeX: a `table` with booktabs rules that compiles as printed with booktabs and amsmath.

Columns that would run off the page become paragraphs of a fixed share of the line, where TeX breaks
formulas itself; where even that is too narrow, rows are stacked. Definitions of short names, the facts in
force and the names in full stand below the rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from mesaprior.errors import refuse
from mesaprior.render import escape
from mesaprior.render.document import Document, Item, Line, Lines, Maths, Span, Table, User, Words
from mesaprior.render.flow import Unit, least_width, natural_width, units
from mesaprior.render.layout import column_widths
from mesaprior.render.stacked import blanked, stacked_items
from mesaprior.render.tex import legend, maths_fragments, signs_taken, typewriter

LINE: Final = 70
r"""Letters of `\small` on a line of the narrowest standard page (`article`, 345 pt, about 4.9 pt each)."""
GAP: Final = 2
"""Letters that the space between two columns takes."""
_LABEL: Final = re.compile(r"[A-Za-z0-9:._/-]{1,80}")
_MARKS: Final = {"winner": r"$\triangleright$ ", "loser": r"$\phantom{\triangleright}$ ", "none": "---"}
_PREAMBLE: Final = "\\documentclass{article}\n\\usepackage{booktabs,amsmath}\n\\begin{document}\n\n"


def latex(
    document: Document, *, caption: str | None = None, label: str | None = None, standalone: bool = False
) -> str:
    r"""The table; `standalone`: a whole document around it. Without a `caption` the document's own is used.

    Raises `InputError` for a `label` that `\ref` could not name.
    """
    if label is not None and not _LABEL.fullmatch(label):
        raise refuse(
            "bad-label", f"{label!r} cannot be a label", "use letters, digits and : . _ / -, as in tab:wins"
        )
    lines = [r"\begin{table}", r"  \centering", r"  \small"]
    lines.append(rf"  \caption{{{_caption(document) if caption is None else escape.tex(caption)}}}")
    lines += [rf"  \label{{{label}}}"] if label else []
    notes: list[str] = []
    for block in document.blocks:
        if isinstance(block, Table):
            lines += _flushed(notes) + _table(block, document)
        else:
            notes += _list(block, document)
    lines += _flushed([*notes, *_legend(document)])
    text = "\n".join([*lines, r"\end{table}"]) + "\n"
    return f"{_PREAMBLE}{text}\n\\end{{document}}\n" if standalone else text


def _caption(document: Document) -> str:
    """What the table is about, and the answer, unless that only announces the table."""
    about, answer = _line(document.caption, document), _line(document.headline, document)
    return about if answer.endswith(":") else f"{about}: {answer}" if about else answer


def _flushed(notes: list[str]) -> list[str]:
    """The notes so far as a block below the rules; `notes` is empty afterwards."""
    if not notes:
        return []
    lines = [r"  \par\medskip", r"  \begin{minipage}{\linewidth}\footnotesize\raggedright"]
    lines += [rf"    {note}\par" for note in notes]
    notes.clear()
    return [*lines, r"  \end{minipage}", r"  \par\medskip"]


def _list(block: Lines, document: Document) -> list[str]:
    title = [rf"\textbf{{{_line(block.title, document)}}}"] if block.title else []
    return [*title, *(r"\hangindent=1.5em\hangafter=1 " + _item(item, document) for item in block.items)]


def _item(item: Item, document: Document) -> str:
    label = _line(item.label, document)
    if not item.body:
        return label
    body = " and ".join(_line(line, document) for line in item.body)
    return f"{label}: {body}" if item.link == ":" else f"{label} {item.link} {body}"


def _legend(document: Document) -> list[str]:
    entries = [f"${tex}$ is {typewriter(name)}" for tex, name in legend(document)]
    return [f"Here {', '.join(entries)}."] if entries else []


# --- tables -------------------------------------------------------------------------------------------


def _table(table: Table, document: Document) -> list[str]:
    rows = blanked(table)
    widths = _widths(table, rows, document)
    if widths is None:
        return _stacked(table, document)
    broken = [width if natural > width else 0 for natural, width in widths]
    spec = "".join(_column(column.align, width) for column, width in zip(table.columns, broken, strict=True))
    head = [_line(column.header, document) for column in table.columns]
    body = [[_cell(cell, width, document) for cell, width in zip(row, broken, strict=True)] for row in rows]
    between = [r"    \addlinespace"] if any(broken) else []
    lines = [
        rf"  \begin{{tabular}}{{{spec}}}",
        r"    \toprule",
        f"    {' & '.join(head)} \\\\",
        r"    \midrule",
    ]
    for place, cells in enumerate(body):
        lines += between if place else []
        lines.append(f"    {' & '.join(cells)} \\\\")
    return [*lines, r"    \bottomrule", r"  \end{tabular}"]


def _column(align: str, width: int) -> str:
    return rf"p{{{width / LINE:.2f}\linewidth}}" if width else align[0]


def _cell(cell: Line, width: int, document: Document) -> str:
    text = _line(cell, document)
    if not width or not text:
        return text
    return rf"{{\raggedright\hangindent=1em\hangafter=1 {text}\par}}"


def _widths(table: Table, rows: Sequence[Sequence[Line]], document: Document) -> list[tuple[int, int]] | None:
    """(natural, given) letters of each column, or None where the rows have to be stacked."""
    heads = [_units(column.header, document) for column in table.columns]
    by_column = list(zip(heads, *([_units(cell, document) for cell in row] for row in rows), strict=True))
    natural = [max(map(natural_width, column)) for column in by_column]
    least = [max(map(least_width, column)) for column in by_column]
    room = LINE - GAP * (len(table.columns) - 1)
    given = column_widths(natural, least, [column.wraps for column in table.columns], room)
    return None if given is None else list(zip(natural, given, strict=True))


def _units(line: Line, document: Document) -> list[Unit]:
    return units(line, lambda span: _pieces(span, document), signs_taken)


def _pieces(span: Span, document: Document) -> list[str]:
    match span:
        case Words(text=words):
            return words.split()
        case User(text=words):
            return escape.one_line(words).split(" ")
        case Maths():
            return maths_fragments(span, document)
        case mark:
            return [_MARKS[mark.kind]]


def _stacked(table: Table, document: Document) -> list[str]:
    """One column over the whole line: each row a heading and lines below it."""
    lines = [r"  \begin{tabular}{@{}p{\linewidth}@{}}", r"    \toprule"]
    for place, (indent, line, _) in enumerate(stacked_items(table)):
        if place and not indent:
            lines.append(r"    \addlinespace")
        start = r"\hspace*{1em}" if indent else ""
        text = rf"\raggedright\hangindent={3 if indent else 2}em\hangafter=1 {start}{_line(line, document)}"
        lines.append(f"    {{{text}\\par}} \\\\")
    return [*lines, r"    \bottomrule", r"  \end{tabular}"]


def _line(line: Line, document: Document) -> str:
    return "".join(_span(span, document) for span in line)


def _span(span: Span, document: Document) -> str:
    match span:
        case Words(text=words):
            return words
        case User(text=words):
            return escape.tex(words)
        case Maths():
            return f"${' '.join(maths_fragments(span, document))}$"
        case mark:
            return _MARKS[mark.kind]

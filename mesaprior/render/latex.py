r"""A document as LaTeX: a `table` with booktabs rules that compiles as printed with booktabs and amsmath.

Columns that would run off the page become paragraphs of a fixed share of the line, where TeX breaks
formulas itself; where even that is too narrow, rows are stacked. Definitions of short names, the facts in
force and the names in full stand below the rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mesaprior.render import escape
from mesaprior.render.document import Document, Line, Lines, Maths, Span, Table, User, Words
from mesaprior.render.findings import as_shown
from mesaprior.render.flow import Unit, least_width, natural_width, units
from mesaprior.render.labels import checked_label
from mesaprior.render.latex_floats import Floats, TexRow
from mesaprior.render.layout import column_widths
from mesaprior.render.stacked import blanked, stacked_items
from mesaprior.render.tex import legend, maths_fragments, signs_taken, typewriter

LINE: Final = 70
r"""Letters of `\small` on a line of the narrowest standard page (`article`, 345 pt, about 4.9 pt each)."""
GAP: Final = 3
"""Letters that the space between two columns takes."""
LONG_WORD: Final = 16
"""Letters without a break from which a justified caption would be torn apart."""
LONGEST_CAPTION: Final = 600
"""Letters of a caption; LaTeX first sets it on one line, which at 16,384 pt is an error. A longer one becomes
a note."""
ROW_END: Final = r"\tabularnewline"
r"""Ends a row also after a ragged cell, which has taken `\\` for itself."""
_INDENTED: Final = r"\hangindent=3em\hangafter=1 \hspace*{1em}"
_HANGING: Final = r"\hangindent=1.5em\hangafter=1 "
_MARKS: Final = {"winner": r"$\triangleright$ ", "loser": r"$\phantom{\triangleright}$ ", "none": "---"}
_PREAMBLE: Final = "\\documentclass{article}\n\\usepackage{booktabs,amsmath}\n\\begin{document}\n\n"


def latex(
    document: Document, *, caption: str | None = None, label: str | None = None, standalone: bool = False
) -> str:
    r"""The table; `standalone`: a whole document around it. Without a `caption` the document's own is used.

    Raises `InputError` for a `label` that `\ref` could not name.
    """
    label = checked_label(label)
    document = as_shown(document, all_tables=True)
    title, letters = _caption(document)
    if caption is not None:
        title, letters = escape.tex(caption), len(caption)
    notes: list[tuple[str, int]] = []
    if letters > LONGEST_CAPTION:
        notes, title, letters = [(title, _height(letters, LINE))], "", 0
    opening = [r"\begin{table}", r"  \centering", r"  \small", rf"  \caption{{{title}}}"]
    opening += [rf"  \label{{{label}}}"] if label else []
    floats = Floats([*opening, r"  \smallskip"], _height(letters, LINE) + 1)
    for block in document.blocks:
        if isinstance(block, Table):
            floats.notes(notes)
            notes = []
            _table(block, document, floats)
        elif isinstance(block, Lines):
            notes += _list(block, document)
    floats.notes([*notes, *_legend(document)])
    text = floats.written()
    return f"{_PREAMBLE}{text}\n\\end{{document}}\n" if standalone else text


def _height(letters: int, room: int) -> int:
    """The lines that so many letters take, with some room for ragged ends."""
    return max(1, -(-letters * 11 // (room * 10)))


def _caption(document: Document) -> tuple[str, int]:
    """What the table is about, and the answer, unless that only announces the table; and its letters."""
    line = document.caption
    if not _line(document.headline, document).endswith(":"):
        line = (*line, Words(": "), *document.headline) if line else document.headline
    pieces = _units(line, document)
    ragged = r"\protect\raggedright " if least_width(pieces) > LONG_WORD else ""
    return ragged + _line(line, document), natural_width(pieces)


def _list(block: Lines, document: Document) -> list[tuple[str, int]]:
    found = [(rf"\textbf{{{_line(block.title, document)}}}", 1)] if block.title else []
    for item in block.items:
        line = item.label
        for place, body in enumerate(item.body):
            link = ": " if item.link == ":" else f" {item.link} "
            line = (*line, Words(" and " if place else link), *body)
        found.append((_HANGING + _line(line, document), _height(natural_width(_units(line, document)), LINE)))
    return found


def _legend(document: Document) -> list[tuple[str, int]]:
    entries = legend(document)
    if not entries:
        return []
    letters = sum(signs_taken(tex) + len(name) + 6 for tex, name in entries)
    text = ", ".join(f"${tex}$ is {typewriter(name)}" for tex, name in entries)
    return [(f"Here {text}.", _height(letters, LINE))]


# --- tables -------------------------------------------------------------------------------------------


def _table(table: Table, document: Document, floats: Floats) -> None:
    rows = blanked(table)
    widths = _widths(table, rows, document)
    if widths is None:
        floats.table(r"@{}p{\linewidth}@{}", None, _stacked(table, document))
        return
    broken = [width if natural > width else 0 for natural, width in widths]
    spec = "".join(_column(column.align, width) for column, width in zip(table.columns, broken, strict=True))
    head = " & ".join(_line(column.header, document) for column in table.columns)
    body: list[TexRow] = []
    for row, full in zip(rows, table.rows, strict=True):
        cells, again = (
            [_cell(cell, width, document) for cell, width in zip(line, broken, strict=True)]
            for line in (row, full.cells)
        )
        height = max(_cell_height(cell, width, document) for cell, width in zip(row, broken, strict=True))
        tex, in_full = (f"{' & '.join(line)} {ROW_END}" for line in (cells, again))
        body.append(TexRow(tex, height, apart=any(broken), again=in_full))
    floats.table(f"@{{}}{spec}@{{}}", f"{head} {ROW_END}", body)


def _column(align: str, width: int) -> str:
    return rf"p{{{width / LINE:.2f}\linewidth}}" if width else align[0]


def _cell(cell: Line, width: int, document: Document) -> str:
    text = _line(cell, document)
    return rf"\raggedright{_HANGING}{text}" if width and text else text


def _cell_height(cell: Line, width: int, document: Document) -> int:
    return _height(natural_width(_units(cell, document)), width) if width and cell else 1


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


def _stacked(table: Table, document: Document) -> list[TexRow]:
    """One column over the whole line: each row a heading and lines below it."""
    rows: list[TexRow] = []
    for indent, line, _ in stacked_items(table):
        start = r"\raggedright" + (_INDENTED if indent else _HANGING)
        height = _height(natural_width(_units(line, document)) + indent, LINE)
        rows.append(TexRow(f"{start}{_line(line, document)} {ROW_END}", height, apart=not indent))
    return rows


def _line(line: Line, document: Document) -> str:
    return "".join(_span(span, document) for span in line)


def _span(span: Span, document: Document) -> str:
    match span:
        case Words(text=words):
            return words
        case User(text=words):
            return escape.tex(words)
        case Maths():
            tex = " ".join(maths_fragments(span, document, divide=r" / \allowbreak "))
            return tex if tex.isdecimal() else f"${tex}$"
        case mark:
            return _MARKS[mark.kind]

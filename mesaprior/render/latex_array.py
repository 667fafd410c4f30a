r"""A document in one formula, from what MathJax and KaTeX share: `array`, `\text`, `\hline`.

Everything is on one line, because some editors (LessWrong's among them) end a formula at a line end; and
nothing in it is read as Markdown or HTML on the way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mesaprior.render import escape
from mesaprior.render.document import Document, Item, Line, Lines, Maths, Span, Table, User, Words
from mesaprior.render.findings import as_shown
from mesaprior.render.flow import Unit, natural_width, units, wrapped
from mesaprior.render.stacked import blanked
from mesaprior.render.tex import ROW_END, WIDEST_FORMULA, legend, maths_fragments, signs_taken

WIDEST_CELL: Final = 52
"""Letters of a table cell before it is broken into lines."""
_MARKS: Final = {"winner": r"\triangleright", "loser": r"\phantom{\triangleright}", "none": r"\text{—}"}


def latex_array(document: Document) -> str:
    """The document as an array of lines and tables, without the dollar signs around it."""
    document = as_shown(document, all_tables=True)
    rows = _lines(document.headline, document, WIDEST_FORMULA)
    for block in document.blocks:
        if isinstance(block, Table):
            rows.append(_table(block, document))
        elif isinstance(block, Lines):
            rows += _list(block, document)
    rows += _legend(document)
    return rf"\begin{{array}}{{l}} {ROW_END.join(rows)} \end{{array}}" + "\n"


def _list(block: Lines, document: Document) -> list[str]:
    rows = _lines(block.title, document, WIDEST_FORMULA) if block.title else []
    for item in block.items:
        rows += _lines(_item(item), document, WIDEST_FORMULA)
    return rows


def _item(item: Item) -> Line:
    line = item.label
    for place, body in enumerate(item.body):
        link = f"{item.link} " if item.link == ":" else f" {item.link} "
        line = (*line, Words(" and " if place else link, joint=bool(place)), *body)
    return line


def _legend(document: Document) -> list[str]:
    """`Here base is get_base_obj, proxy is ...`, in as many lines as it takes."""
    pieces: list[Unit] = []
    for tex, name in legend(document):
        if pieces:
            pieces.append(Unit(",", 0, 1, "Words"))
        pieces += [Unit("is", 1, 2, "Words"), Unit(name, 1, len(name), "User")]
        pieces.insert(-2, Unit(tex, 1, signs_taken(tex), "Maths"))
    return _broken([Unit("Here", 0, 4, "Words"), *pieces], WIDEST_FORMULA) if pieces else []


def _table(table: Table, document: Document) -> str:
    columns = "".join(column.align[0] for column in table.columns)
    head = " & ".join(_cell(column.header, document) for column in table.columns)
    rows = [" & ".join(_cell(cell, document) for cell in row) for row in blanked(table)]
    return rf"\begin{{array}}{{{columns}}} {head} \\ \hline {ROW_END.join(rows)} \end{{array}}"


def _cell(cell: Line, document: Document) -> str:
    lines = _lines(cell, document, WIDEST_CELL)
    if len(lines) < 2:
        return lines[0] if lines else ""
    return rf"\begin{{array}}{{l}} {ROW_END.join(lines)} \end{{array}}"


def _lines(line: Line, document: Document, room: int) -> list[str]:
    return _broken(units(line, lambda span: _pieces(span, document), signs_taken), room)


def _broken(pieces: Sequence[Unit], room: int) -> list[str]:
    """Pieces in one line or several, each in maths mode; what continues is set in by a quad."""
    if natural_width(pieces) <= room:
        return [_joined(pieces)] if pieces else []
    broken = wrapped(pieces, room, 3)
    return [(r"\quad " if place else "") + _joined(part) for place, part in enumerate(broken)]


def _pieces(span: Span, document: Document) -> Sequence[str]:
    match span:
        case Words(text=words):
            return words.split()
        case User(text=words):
            return escape.one_line(words).split(" ")
        case Maths():
            return maths_fragments(span, document)
        case mark:
            return [_MARKS[mark.kind]]


def _joined(pieces: Sequence[Unit]) -> str:
    r"""Text and formulas after one another; the spaces between them belong to the text."""
    done: list[str] = []
    text = ""
    for place, unit in enumerate(pieces):
        is_text = unit.kind in {"Words", "User"}
        space = " " if unit.before and place else ""
        if is_text:
            text += space + unit.text
            continue
        if text or (space and done and pieces[place - 1].kind != unit.kind):
            done.append(escape.text_in_maths(text + space, keep_ends=True))
            text = ""
        done.append(unit.text)
    return " ".join([*done, escape.text_in_maths(text, keep_ends=True)] if text else done)

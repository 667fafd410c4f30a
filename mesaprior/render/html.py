"""A document as HTML: a fragment to paste, or a small page of its own that needs no script and no network.

Built from elements, which escape what is put into them; formulas are MathML.
"""

from __future__ import annotations

from typing import Final

from mesaprior.language import write
from mesaprior.render import escape
from mesaprior.render.document import (
    Document,
    Finding,
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
from mesaprior.render.elements import Content, Element, element, written
from mesaprior.render.findings import as_shown
from mesaprior.render.labels import checked_label
from mesaprior.render.mathml import displayed, formula
from mesaprior.render.stacked import blanked
from mesaprior.render.tex import legend_nodes

SHORT: Final = 12
"""Letters of a cell that is not worth breaking."""
_VERDICTS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?"}


def html(
    document: Document, *, caption: str | None = None, label: str | None = None, standalone: bool = False
) -> str:
    """The document as a fragment; `standalone`: a page around it. `caption` is the first table's, `label` its
    `id`. Raises `InputError` for a `label` that could not be referred to."""
    body = _Writer(document, caption, checked_label(label)).body()
    if not standalone:
        return written(body)
    from mesaprior.render.page import page

    return page(caption or _plain(document.caption) or _plain(document.headline), body)


class _Writer:
    """Writes one document; the first table takes the caption and the label."""

    def __init__(self, document: Document, caption: str | None, label: str | None) -> None:
        self.document = as_shown(document)
        self.caption = (User(caption),) if caption is not None else document.caption
        self.label = label
        self.answers = False
        """Whether the caption is the answer itself, which then needs no line of its own."""

    def body(self) -> Element:
        parts: list[Content] = []
        if self.caption or not self._begins_with_table():
            parts.append(element("p", *self._line(self.document.headline), class_="answer"))
        else:
            self.caption, self.answers = self.document.headline, True
        items: list[Content] = []
        for block in self.document.blocks:
            if items and not (isinstance(block, Lines) and not block.title):
                parts.append(element("ul", *items))
                items = []
            if isinstance(block, Table):
                parts.append(self._table(block))
            elif isinstance(block, Findings):
                parts += self._findings(block)
            else:
                parts += self._title(block)
                items += [element("li", *self._item(item)) for item in block.items]
        parts += [element("ul", *items)] if items else []
        legend = self._legend()
        parts += [element("p", *legend, class_="names")] if legend else []
        return element("div", *parts, class_="mesaprior")

    def _begins_with_table(self) -> bool:
        return bool(self.document.blocks) and isinstance(self.document.blocks[0], Table)

    # --- tables ---------------------------------------------------------------------------------------

    def _table(self, table: Table) -> Element:
        line = self._line(self.caption)
        caption = element("caption", *line, class_="answer" if self.answers else None) if line else None
        blank = blanked(table)
        body = [
            element("tr", *self._cells(table, blank, place), class_="strong" if row.strong else None)
            for place, row in enumerate(table.rows)
        ]
        wide = any(column.wraps for column in table.columns)
        found = element(
            "table",
            caption,
            element("thead", element("tr", *self._heads(table))),
            element("tbody", *body),
            id=self.label,
            class_="wide" if wide else None,
        )
        self.caption, self.label, self.answers = (), None, False
        return found

    def _heads(self, table: Table) -> list[Element]:
        """A heading stands over the columns beside it that have none."""
        heads: list[tuple[Line, int, str]] = []
        for column in table.columns:
            if column.header or not heads:
                heads.append((column.header, 1, column.align))
            else:
                heads[-1] = (heads[-1][0], heads[-1][1] + 1, heads[-1][2])
        return [
            element(
                "th",
                *self._line(header),
                scope="col" if over == 1 else "colgroup",
                colspan=str(over) if over > 1 else None,
                class_="number" if align == "right" else None,
            )
            for header, over, align in heads
        ]

    def _cells(self, table: Table, blank: list[tuple[Line, ...]], place: int) -> list[Element]:
        """The cells of a row; one that the row above has said reaches down into this one."""
        cells: list[Element] = []
        for number, (column, cell) in enumerate(zip(table.columns, table.rows[place].cells, strict=True)):
            if cell and not blank[place][number] and column.merges:
                continue
            rows = place + 1
            while rows < len(blank) and _continues(table, blank, rows, number):
                rows += 1
            over = str(rows - place) if rows - place > 1 else None
            side = "number" if column.align == "right" else "short" if len(_plain(cell)) <= SHORT else None
            says = _plain(column.header) or None
            if number == 0:
                cells.append(element("th", *self._line(cell), scope="row", rowspan=over, class_=side))
            else:
                spelled = self._line(cell)
                cells.append(element("td", *spelled, rowspan=over, class_=side, data_says=says))
        return cells

    # --- lists ----------------------------------------------------------------------------------------

    def _title(self, block: Lines | Findings) -> list[Content]:
        return [element("p", element("strong", *self._line(block.title)))] if block.title else []

    def _item(self, item: Item) -> list[Content]:
        first = item.label[0] if item.label else None
        if isinstance(first, Maths) and first.defines and not item.body:
            short = formula(Maths(first.sides[:1]), self.document)
            apart = element("div", *_spaced(displayed(first, self.document)), class_="apart")
            return [*short, *self._line(item.label[1:]), ":", apart]
        parts = self._line(item.label)
        for place, line in enumerate(item.body):
            link = " and " if place else f"{item.link} " if item.link == ":" else f" {item.link} "
            parts += [link, *self._line(line)]
        return parts

    def _findings(self, block: Findings) -> list[Content]:
        return [*self._title(block), element("ul", *map(self._finding, block.entries), class_="claims")]

    def _finding(self, entry: Finding) -> Element:
        mark = element("span", _VERDICTS[entry.verdict], aria_hidden="true")
        label: list[Content] = [element("b", *self._line(entry.label)), " "] if entry.label else []
        verdict = element("strong", entry.verdict, class_=entry.verdict)
        claim = element("p", mark, " ", *label, verdict, ": ", *self._line(entry.claim))
        details: list[Content] = []
        for detail in entry.details:
            details += [element("dt", detail.key), element("dd", *self._line(detail.line))]
        return element("li", claim, element("dl", *details) if details else None)

    def _legend(self) -> list[Content]:
        parts: list[Content] = []
        for shown, full in legend_nodes(self.document):
            parts += [", " if parts else "Here "]
            parts += [*formula(Maths((shown,)), self.document), " is ", element("code", write(full))]
        return [*parts, "."] if parts else []

    # --- lines ----------------------------------------------------------------------------------------

    def _line(self, line: Line) -> list[Content]:
        return [part for span in line for part in self._span(span)]

    def _span(self, span: Span) -> list[Content]:
        match span:
            case Words(text=words):
                return [words]
            case User(text=words):
                shown = escape.one_line(words)
                return [shown if shown.isascii() else element("bdi", shown)]
            case Maths():
                return _spaced(formula(span, self.document))
        if span.kind == "winner":
            return [element("span", "▸", aria_hidden="true"), " "]
        return ["—"] if span.kind == "none" else []


def _continues(table: Table, blank: list[tuple[Line, ...]], row: int, column: int) -> bool:
    return table.columns[column].merges and not blank[row][column] and bool(table.rows[row].cells[column])


def _spaced(pieces: list[Element]) -> list[Content]:
    """With a space between any two, where a line may end."""
    found: list[Content] = []
    for piece in pieces:
        found += [" ", piece] if found else [piece]
    return found


def _plain(line: Line) -> str:
    """A line as text, for a title and for labels."""
    parts = []
    for span in line:
        match span:
            case Words(text=words):
                parts.append(words)
            case User(text=words):
                parts.append(escape.one_line(words))
            case Maths(sides=sides):
                parts.append(" = ".join(map(write, sides)))
    return "".join(parts)

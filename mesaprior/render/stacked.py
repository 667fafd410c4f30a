"""Tables as people read them without columns: repeated cells left out, rows as short lists."""

from __future__ import annotations

from collections.abc import Iterator

from mesaprior.render.document import Line, Mark, Row, Table, Words
from mesaprior.render.spans import joined


def blanked(table: Table) -> list[tuple[Line, ...]]:
    """The cells, with what a merging column repeats from the row above left blank."""
    rows: list[tuple[Line, ...]] = []
    above: tuple[Line, ...] | None = None
    for row in table.rows:
        cells, repeats = [], above is not None
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            repeats = repeats and column.merges and above is not None and above[place] == cell
            cells.append(() if repeats else cell)
        rows.append(tuple(cells))
        above = row.cells
    return rows


def stacked_items(table: Table) -> Iterator[tuple[int, Line, Row]]:
    """(indent, line, row): the first cell as a heading, a cell without a heading of its own beside it, and
    below it the others: `heading cell` where the heading reads on, a line for each cell that may be long,
    the short ones together as `c: 300, t: 58`."""
    for row, cells in zip(table.rows, blanked(table), strict=True):
        first = table.columns[0]
        title: Line = (*first.header, Words(" "), *cells[0]) if first.says and cells[0] else cells[0]
        below: list[Line] = []
        short: list[Line] = []
        for cell, column in zip(cells[1:], table.columns[1:], strict=True):
            if not cell or cell == NOTHING:
                continue
            if not column.header:
                title = (*title, Words(" ("), *cell, Words(")"))
            elif column.says:
                below.append((*column.header, Words(" "), *cell))
            else:
                (below if column.wraps else short).append((*column.header, Words(": "), *cell))
        if title:
            yield 0, title, row
        for line in [*below, joined(short, Words(", "))]:
            if line:
                yield 2, line, row


NOTHING: Line = (Mark("none"),)

"""Tables as people read them without columns: repeated cells left out, rows as short lists."""

from __future__ import annotations

from collections.abc import Iterator

from mesaprior.render.document import Line, Row, Table, Words


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
    """(indent, line, row): the first cell as a heading, a cell without a heading of its own beside it, the
    others below it as `heading: cell`, or `heading cell` where the heading reads on."""
    for row, cells in zip(table.rows, blanked(table), strict=True):
        first = table.columns[0]
        title: Line = (*first.header, Words(" "), *cells[0]) if first.says and cells[0] else cells[0]
        below: list[Line] = []
        for cell, column in zip(cells[1:], table.columns[1:], strict=True):
            if cell and not column.header:
                title = (*title, Words(" "), *cell)
            elif cell:
                between = Words(" ") if column.says else Words(": ")
                below.append((*column.header, between, *cell))
        if title:
            yield 0, title, row
        for line in below:
            yield 2, line, row

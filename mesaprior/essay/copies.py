"""An essay without its marks, for a place that shows them as text.

Floor: `essay`.
"""

from __future__ import annotations

from collections.abc import Sequence

from mesaprior.essay.comments import front_matter
from mesaprior.essay.marks import Marks, line_around
from mesaprior.essay.records import Placed
from mesaprior.essay.source import BOM, LINE_END


def without_marks(text: str, marks: Marks, results: Sequence[Placed]) -> str:
    """The essay with its results and without marks and front matter, for a place that shows them as text."""
    edits = [(0, front_matter(text)[1], ""), *((*_with_line(text, span), "") for span in marks.silent)]
    for result in results:
        marker = result.marker
        if marker.prefix is None:
            edits.append((marker.start[0], marker.end[1], result.after))
            continue
        start, _ = line_around(text, marker.start)
        _, end = line_around(text, marker.end)
        found = LINE_END.search(text, marker.start[1])
        assert found is not None  # a block has lines
        edits.append((start, end, found[0].join(LINE_END.split(result.after)[2:-2])))
    pieces, place = [], 0
    for start, end, put in sorted(edits):
        pieces += [text[place:start], put]
        place = max(place, end)
    return "".join([*pieces, text[place:]]).lstrip("\r\n")


def _with_line(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A mark that leaves nothing on the page, with its line where nothing else stands on it."""
    start, end = line_around(text, span)
    if (text[start : span[0]].lstrip(BOM) + text[span[1] : end]).strip():
        return span
    found = LINE_END.match(text, end)
    return start, found.end() if found else end

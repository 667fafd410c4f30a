r"""LaTeX `table` environments, as many as the pages need: a float cannot be broken, so a long table would
run off the page without a word. What does not fit goes on in a further `table` that says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

PAGE: Final = 44
r"""Lines of `\small` that a float may take on the smallest standard page, with its caption and spaces."""
_CONTINUED: Final = [r"\begin{table}", r"  \centering", r"  \small", r"  \textit{(continued)}\par\medskip"]


@dataclass(frozen=True, slots=True)
class TexRow:
    """A row with its row end. `again` is the row where it comes first on a further page: with the cells
    that elsewhere the row above has said."""

    tex: str
    height: int
    apart: bool = False
    again: str | None = None


class Floats:
    """Grows from top to bottom; heights are in lines, roughly."""

    def __init__(self, opening: Sequence[str], height: int) -> None:
        self._done: list[str] = []
        self._lines = list(opening)
        self._left: float = PAGE - height
        self._used = False

    def notes(self, notes: Sequence[tuple[str, int]]) -> None:
        """Paragraphs in small print over the whole width, (TeX, height) each."""
        todo = list(notes)
        while todo:
            if self._used and todo[0][1] > self._left:
                self._next()
            fitting: list[str] = []
            while todo and (not fitting or todo[0][1] <= self._left):
                text, height = todo.pop(0)
                fitting.append(rf"    {text}\par")
                self._left -= height
            self._space()
            self._lines += [r"  \begin{minipage}{\linewidth}\footnotesize\raggedright", *fitting]
            self._lines += [r"  \end{minipage}"]
            self._used = True

    def table(self, spec: str, head: str | None, rows: Sequence[TexRow]) -> None:
        """A tabular with booktabs rules; its head is said again on each page."""
        begin = [rf"  \begin{{tabular}}{{{spec}}}", r"    \toprule"]
        begin += [f"    {head}", r"    \midrule"] if head else []
        end = [r"    \bottomrule", r"  \end{tabular}"]
        if self._used and sum(row.height for row in rows[:2]) + 2 > self._left:
            self._next()
        self._space()
        self._open(begin)
        first = True
        for row in rows:
            tex = row.tex
            if row.height > self._left and not first:
                self._lines += end
                self._next()
                self._open(begin)
                first, tex = True, row.again or row.tex
            apart = row.apart and not first
            self._lines += [r"    \addlinespace"] if apart else []
            self._lines.append(f"    {tex}")
            self._left -= row.height + (0.5 if apart else 0)
            first = False
        self._lines += end
        self._used = True

    def written(self) -> str:
        return "\n".join([*self._done, *self._lines, r"\end{table}"]) + "\n"

    def _open(self, begin: Sequence[str]) -> None:
        self._lines += begin
        self._left -= 2

    def _space(self) -> None:
        if self._used:
            self._lines.append(r"  \par\medskip")
            self._left -= 1

    def _next(self) -> None:
        self._done += [*self._lines, r"\end{table}"]
        self._lines = list(_CONTINUED)
        self._left = PAGE - 1
        self._used = False

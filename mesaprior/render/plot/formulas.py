"""Formulas below a figure, broken into lines that fit.

Floor: `render`. Names are as the model declares them, where the figure's own small TeX reads that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mesaprior.language import Apply, Name, Node, write
from mesaprior.language.latex import FUNCTIONS, RELATIONS, latex, upright
from mesaprior.language.nodes import walk
from mesaprior.render.flow import Signs, fragments
from mesaprior.render.plot.style import Paper, maths

SPACE = 0.04
"""Inches between two pieces, more than a sign ever takes."""
INDENT = 0.15
"""Inches by which the second line begins further in."""


def as_maths(node: Node, names: Mapping[str, str]) -> list[str]:
    """The formula in bare TeX, cut where a line may break; names that cannot be read are upright letters."""
    used = {write(part) for part in walk(node) if isinstance(part, Name | Apply)}
    readable = {name: names[name] for name in used if name in names and maths(names[name])}
    signs = Signs(
        leaf=lambda part: latex(part, readable),
        relations=RELATIONS,
        times=r"\,",
        divide=" / ",
        head=lambda head: FUNCTIONS.get(head) or upright(head),
    )
    return fragments(node, signs)


def broken(
    paper: Paper, start: str, pieces: Sequence[str], room: float, size: float | None = None
) -> list[str]:
    """Lines `$...$` no wider than the room, in inches; a piece that is wider stands alone."""
    lines: list[str] = []
    now, used = start, paper.measured(f"${start}$", size or paper.size - 0.5)[0] if start else 0.0
    for piece in pieces:
        wide = paper.measured(f"${piece}$", size or paper.size - 0.5)[0] + SPACE
        if now != start and used + wide > room:
            lines.append(now)
            now, used = r"\quad " + piece, wide + INDENT
        else:
            now, used = f"{now} {piece}", used + wide
    return [f"${line}$" for line in [*lines, now]]

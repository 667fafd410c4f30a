"""Formulas below a figure, broken into lines that fit.

Floor: `render`. Names are as the model declares them, where the figure's own small TeX reads that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mesaprior.language import Node
from mesaprior.language.latex import FUNCTIONS, RELATIONS, latex, upright
from mesaprior.render.flow import Signs, fragments
from mesaprior.render.plot_style import Paper, maths


def as_maths(node: Node, names: Mapping[str, str]) -> list[str]:
    """The formula in bare TeX, cut where a line may break; names that cannot be read are upright letters."""
    readable = {name: tex for name, tex in names.items() if maths(tex)}
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
    now = start
    for piece in pieces:
        longer = f"{now} {piece}"
        if now not in {start, ""} and paper.measured(f"${longer}$", size or paper.size - 0.5)[0] > room:
            lines.append(now)
            now = r"\quad " + piece
        else:
            now = longer
    return [f"${line}$" for line in [*lines, now]]

"""Axes with their numbers, what stands beside and below them, and how much room that takes.

Floor: `render`. Everything is measured before it is placed, in inches.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mesaprior.algebra import RATE
from mesaprior.formula import atom_node
from mesaprior.language.latex import latex
from mesaprior.render.plot.style import FAINT, INK, Paper, drawable, literal, maths, tick_text
from mesaprior.results.figures import Extent

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

EDGE = 0.08
"""Inches that stay free along the paper's edge."""


def quantity_label(quantity: str, names: Mapping[str, str], prior: str) -> str:
    """What stands at an axis: the rate with what it means, or a price as the model declares it."""
    if quantity == RATE:
        return "exchange rate $g$" + (" (time for one bit)" if prior in {"linear", "additive"} else "")
    declared = latex(atom_node(quantity), names)
    return maths(declared) or literal(quantity)


def labelled_axes(
    paper: Paper,
    x: Extent,
    y: tuple[float, float],
    *,
    log_y: bool,
    labels: tuple[str, str],
    margins: tuple[float, float, float],
    strip: float = 0.0,
) -> Axes:
    """Axes with ticks and labels. `margins`: inches to keep free on the right, above, and below everything;
    `strip`: inches between the axis and its numbers, part of the last."""
    axes = paper.figure.add_axes((0.2, 0.2, 0.6, 0.6))
    axes.set_xscale("log" if x.log else "linear")
    axes.set_yscale("log" if log_y else "linear")
    axes.set(xlim=(drawable(x.low), drawable(x.high)), ylim=y)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=paper.size - 0.5, width=0.6, length=3, colors=INK, labelcolor=INK)
    axes.tick_params(axis="x", pad=3 + strip * 72)
    axes.tick_params(which="minor", length=1.5, width=0.4)
    for axis, log in ((axes.xaxis, x.log), (axes.yaxis, log_y)):
        _ticks(axis, log)
    axes.set_xlabel(labels[0], fontsize=paper.size, color=INK, labelpad=2)
    axes.set_ylabel(labels[1], fontsize=paper.size, color=INK, labelpad=3)
    _place(paper, axes, margins, strip)
    return axes


def _ticks(axis: Axis, log: bool) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, MaxNLocator, NullFormatter

    axis.set_major_formatter(FuncFormatter(tick_text))
    axis.set_minor_formatter(NullFormatter())
    if log:
        axis.set_major_locator(LogLocator(base=10, numticks=9))
    else:
        axis.set_major_locator(MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10]))


def _place(paper: Paper, axes: Axes, margins: tuple[float, float, float], strip: float) -> None:
    """The axes where their numbers and labels just fit; measured twice, since ticks change with the size."""
    right, top, bottom = margins
    tall = paper.figure.get_figheight()
    for _ in range(2):
        renderer = paper.canvas.get_renderer()
        box = axes.get_window_extent(renderer)
        whole = axes.get_tightbbox(renderer)
        lower = axes.xaxis.get_tightbbox(renderer)
        assert whole is not None and lower is not None
        left = (box.x0 - whole.x0) / paper.figure.dpi + EDGE
        below = (box.y0 - lower.y0) / paper.figure.dpi + EDGE + bottom - strip
        wide, high = paper.width - left - right, tall - below - top
        axes.set_position(
            (left / paper.width, below / tall, max(wide, 0.3) / paper.width, max(high, 0.3) / tall)
        )


def captions(paper: Paper, notes: Sequence[str]) -> None:
    """Lines below the figure, the last one lowest."""
    tall = paper.figure.get_figheight()
    for place, note in enumerate(reversed(notes)):
        y = (EDGE / 2 + (place + 0.5) * paper.line) / tall
        paper.figure.text(EDGE / paper.width, y, note, fontsize=paper.size - 0.5, color=FAINT, va="center")

"""Figures: a result drawn, and saved as SVG, PDF or PNG with the same bytes each time.

Floor: `render`. What is drawn is what the result says; floats are for the paper only.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from mesaprior.render import escape
from mesaprior.render.plot.kinds import KINDS, kind_of, size_asked
from mesaprior.render.plot.style import DPI, style
from mesaprior.render.plot.words import sentence
from mesaprior.results.drawn import Drawn
from mesaprior.results.figures import Regions
from mesaprior.results.sensitivity import Sensitivity

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["KINDS", "Drawn", "figure_of", "kind_of", "saved", "sentence"]


def figure_of(
    result: Drawn, *, width: float | None = None, height: float | None = None, behind: bool = False
) -> Figure:
    """The figure, a matplotlib `Figure` of its own that no other drawing touches. `width`, `height`: inches;
    `behind`: costs as what they are above the lowest.

    Raises `InputError` where matplotlib is not installed.
    """
    size = (size_asked(width, "width") or 6.4, size_asked(height, "height"))
    with style():
        if isinstance(result, Regions):
            from mesaprior.render.plot.regions import regions_figure

            return regions_figure(result, *size)
        if isinstance(result, Sensitivity):
            from mesaprior.render.plot.moves import moves_figure

            return moves_figure(result, *size)
        from mesaprior.render.plot.costs import costs_figure

        return costs_figure(result, *size, behind=behind)


def saved(figure: Figure, kind: str, result: Drawn) -> bytes:
    """The bytes of a picture file: no date, no version, no path; an SVG says in words what it shows."""
    stream = io.BytesIO()
    nothing: dict[str, dict[str, Any]] = {
        "svg": {"Date": None, "Creator": None, "Format": None, "Type": None},
        "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
        "png": {"Software": None},
    }
    with style():
        figure.savefig(stream, format=kind, dpi=DPI if kind == "png" else None, metadata=nothing[kind])
    data = stream.getvalue()
    return _with_words(data.decode("utf-8"), result).encode("utf-8") if kind == "svg" else data


def _with_words(svg: str, result: Drawn) -> str:
    """The SVG with a title and a description for those who do not see it."""
    start = svg.index("<svg")
    end = svg.index(">", start)
    title = escape.html(f"{result.under.model}: {what(result)}")
    words = (
        f'<title id="mp-title">{title}</title>\n <desc id="mp-desc">{escape.html(sentence(result))}</desc>'
    )
    head = f'{svg[start:end]} role="img" aria-labelledby="mp-title mp-desc">'
    return f"{svg[:start]}{head}\n {words}{svg[end + 1 :]}"


def what(result: Drawn) -> str:
    """What is drawn, in a few words."""
    if isinstance(result, Regions):
        return f"winner regions over {result.x.quantity} and {result.y.quantity}"
    if isinstance(result, Sensitivity):
        return "how far each number may move before the winner changes"
    return f"costs over {result.x.quantity}"

"""Results as people read them: one document, then a spelling for each format.

Floor: above `engine`, below the doors. `document_for` decides rows, wording and order; `render` spells.
Nothing here prints, and nothing imports SymPy.
"""

from __future__ import annotations

from mesaprior.errors import did_you_mean, one_of, refuse
from mesaprior.formats import FORMATS
from mesaprior.render.document import Document
from mesaprior.render.mimebundle import mimebundle
from mesaprior.render.tables import document_for

__all__ = ["FORMATS", "Document", "document_for", "mimebundle", "render"]


def render(
    document: Document,
    format: str = "text",
    *,
    width: int = 80,
    colour: bool = False,
    unicode: bool = True,
    caption: str | None = None,
    label: str | None = None,
    standalone: bool = False,
) -> str:
    """The document in a format, ending with a line end.

    `width`, `colour` and `unicode` are for `text`; `caption`, `label` and `standalone` for `latex` and
    `html`. Other formats have no use for them. Raises `InputError` for an unknown format.
    """
    match format:
        case "text":
            from mesaprior.render.terminal import text

            return text(document, width=width, colour=colour, unicode=unicode)
        case "markdown":
            from mesaprior.render.markdown import markdown

            return markdown(document)
        case "latex":
            from mesaprior.render.latex import latex

            return latex(document, caption=caption, label=label, standalone=standalone)
        case "latex-array":
            from mesaprior.render.latex_array import latex_array

            return latex_array(document)
        case "lesswrong":
            from mesaprior.render.markdown import lesswrong

            return lesswrong(document)
        case "html":
            from mesaprior.render.html import html

            return html(document, caption=caption, label=label, standalone=standalone)
        case "csv":
            from mesaprior.render.csv import csv

            return csv(document)
    help = did_you_mean(format, FORMATS) or f"the formats are {one_of(FORMATS)}"
    raise refuse("unknown-format", f"unknown format {format!r}", help)

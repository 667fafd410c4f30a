"""What a notebook is given to choose from."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from mesaprior.render.document import Document
from mesaprior.render.tables import document_for
from mesaprior.results import Result

NOTEBOOK_WIDTH: Final = 100


def mimebundle(
    result: Result, *, table: bool = False, include: object = None, exclude: object = None
) -> dict[str, str]:
    """Text, Markdown, LaTeX (an `array`, which notebooks can set; never a `tabular`) and HTML, of which a
    notebook may `include` only some or `exclude` some. `table`: claims as a table to paste."""
    wanted = [
        kind for kind in _KINDS if _is_among(kind, include, True) and not _is_among(kind, exclude, False)
    ]
    document = document_for(result, table=table)
    return {kind: _KINDS[kind](document) for kind in wanted}


def _is_among(kind: str, kinds: object, otherwise: bool) -> bool:
    return kind in kinds if isinstance(kinds, Collection) and kinds else otherwise


# The command line never needs all four, and none of them before it has an answer.


def _text(document: Document) -> str:
    from mesaprior.render.terminal import text

    return text(document, width=NOTEBOOK_WIDTH).rstrip("\n")


def _markdown(document: Document) -> str:
    from mesaprior.render.markdown import notebook_markdown

    return notebook_markdown(document)


def _latex(document: Document) -> str:
    from mesaprior.render.latex_array import latex_array

    return f"$\\displaystyle {latex_array(document).strip()}$"


def _html(document: Document) -> str:
    from mesaprior.render.html import html

    return html(document)


_KINDS: Final[dict[str, Callable[[Document], str]]] = {
    "text/plain": _text,
    "text/markdown": _markdown,
    "text/latex": _latex,
    "text/html": _html,
}

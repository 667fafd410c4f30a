"""How the places that essays go to spell a table and a short value.

Floor: `essay`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mesaprior.essay.source import Essay
from mesaprior.render import Document
from mesaprior.render.document import Line
from mesaprior.render.markdown import lesswrong, markdown, notebook_markdown
from mesaprior.render.short import short_lesswrong, short_markdown


@dataclass(frozen=True)
class Flavour:
    """How a place spells a table and a short value."""

    block: Callable[[Document], str]
    short: Callable[[Line], str]


GITHUB: Final = Flavour(markdown, short_markdown)
DOLLARS: Final = Flavour(notebook_markdown, short_markdown)
"""Quarto, R Markdown and MyST set what stands between two dollars, and know no fence for it."""
LESSWRONG: Final = Flavour(lesswrong, short_lesswrong)


def flavour_of(essay: Essay, spelling: str | None) -> Flavour:
    """That of the essay's ending, unless its copy goes elsewhere."""
    if spelling == "lesswrong":
        return LESSWRONG
    return GITHUB if essay.path.suffix.lower() in {".md", ".markdown"} else DOLLARS

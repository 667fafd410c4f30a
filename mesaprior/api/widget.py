"""A widget about to be put into a post or a notebook: `m.widget(scenario="worked").save("widget.html")`.

Floor: `api`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mesaprior.results import Panel


@dataclass(frozen=True)
class WidgetView:
    """One self-contained HTML page with sliders; `str` of it is the page."""

    panel: Panel

    @cached_property
    def html(self) -> str:
        """The page; the same model and circumstances give the same bytes."""
        from mesaprior.render.widget.page import widget

        return widget(self.panel)

    def save(self, path: str | Path) -> None:
        """Writes the page, whole or not at all. Raises `InputError` where it cannot be written."""
        from mesaprior.files import write_whole

        write_whole(Path(path), self.html)

    def __str__(self) -> str:
        return self.html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """In a notebook the page runs in a frame that may run its script and nothing else."""
        from mesaprior.render.widget.page import framed, in_words

        return {"text/plain": in_words(self.panel), "text/html": framed(self.panel)}

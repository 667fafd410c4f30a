"""Results about to be written: `m.table("conditions").to("latex")`.

Floor: `api`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mesaprior.render import document_for, mimebundle, render
from mesaprior.results import Result


@dataclass(frozen=True)
class TableView:
    """A result about to become a table."""

    result: Result

    def to(self, format: str = "text", **options: Any) -> str:
        """The table as `text`, `markdown`, `latex`, `latex-array`, `lesswrong`, `html`, `csv` or `json`;
        LaTeX and HTML take `caption`, `label` and `standalone`."""
        if format == "json":
            return self.result.to_json()
        return render(document_for(self.result, table=True), format, **options)

    def __str__(self) -> str:
        return self.to("text")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return mimebundle(self.result, table=True, include=include, exclude=exclude)

"""Results inside somebody's text: found by their marks, asked again, put in, checked.

Floor: above `api`, through which it asks everything, and below `cli`, which prints and writes. Text is parsed
and compared, never run; nothing here prints or writes.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

MARKDOWN: Final = frozenset({".md", ".markdown", ".qmd", ".rmd", ".myst"})
LATEX: Final = frozenset({".tex", ".ltx"})


def is_essay(name: str) -> bool:
    """Whether a name is that of an essay, by its ending."""
    return PurePath(name).suffix.lower() in MARKDOWN | LATEX

"""Which kinds of picture there are, and how large one may be: asked before anything is loaded.

Floor: `render`.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from mesaprior.errors import one_of, refuse

KINDS: Final = ("svg", "pdf", "png")
WIDEST: Final = 40.0
NARROWEST: Final = 2.0
"""Inches that a figure may be wide or high."""


def kind_of(name: str) -> str:
    """`fig.svg` -> `svg`. Raises `InputError` for an ending that is no kind of picture."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in KINDS:
        return ending
    help = f"end it in {one_of([f'.{kind}' for kind in KINDS])}"
    what = f"{ending!r} is no kind of picture" if ending else f"{name!r} does not say which kind of picture"
    raise refuse("unknown-kind", what, help)


def size_asked(value: float | None, name: str) -> float | None:
    """A width or height in inches. Raises `InputError` where nobody could read or print it."""
    if value is not None and not NARROWEST <= value <= WIDEST:
        help = f"inches, from {NARROWEST:g} to {WIDEST:g}; a column of a paper has 3.3"
        raise refuse("bad-size", f"a figure cannot have a {name.strip('-')} of {value:g}", help)
    return value

"""The figure of a `plot` marker: a file beside the essay, and the link to it.

Floor: `essay`. The end mark holds two hashes more: of the file that was written, so that a picture of
somebody else's is never overwritten, and of what it shows, so that another version of the drawing library,
whose bytes differ, makes nothing stale.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from mesaprior.errors import refuse
from mesaprior.essay.recipes import Recipe
from mesaprior.essay.source import Essay
from mesaprior.limits import FIGURE_BYTES
from mesaprior.loading.extends import leads_outside
from mesaprior.render import escape

if TYPE_CHECKING:
    from mesaprior.api import Model
    from mesaprior.api.plots import PlotView

SHOWN: Final = (".svg", ".png")
"""What a text can show."""
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*", re.ASCII)
_ACTIVE: Final = re.compile(r"[!-&*:<>-@\[-^`{-~]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""Signs of which some renderer makes something inside the words of an image."""
DIGITS: Final = 8


@dataclass(frozen=True)
class FigureFile:
    """`recorded`: the hashes in the end mark; `present`: that of the file as it is, None where there is none;
    `data`: that of what it should show; `words`: what it says to whoever does not see it."""

    name: str
    path: Path
    words: str
    data: str
    present: str | None
    recorded: str | None
    draw: Callable[[], bytes] = field(compare=False, repr=False)

    @property
    def is_ours(self) -> bool:
        """Whether the file is there, as it was written."""
        return self.present is not None and (self.recorded or "")[:DIGITS] == self.present

    @property
    def is_current(self) -> bool:
        return self.is_ours and (self.recorded or "")[DIGITS:] == self.data

    @property
    def is_by_hand(self) -> bool:
        """Whether the file is somebody else's, or was changed, and is not what would be drawn."""
        return self.present is not None and not self.is_ours and self.present != self._hash

    @cached_property
    def picture(self) -> bytes:
        return self.draw()

    @cached_property
    def _hash(self) -> str:
        return _hash_of(self.picture)

    @property
    def hashes(self) -> str:
        """What belongs into the end mark."""
        return (self.recorded or "") if self.is_current else self._hash + self.data

    @property
    def link(self) -> str:
        """`![costs over g ...](costs.svg)`."""
        words = _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", escape.one_line(self.words))
        return f"![{words}]({self.name})"


def _hash_of(data: bytes) -> str:
    """Of a picture; version control may change the line ends of an SVG."""
    if b"<svg" in data[:1000]:
        data = data.replace(b"\r\n", b"\n")
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def figure_file(
    view: PlotView, model: Model, recipe: Recipe, essay: Essay, recorded: str | None
) -> FigureFile:
    """The figure of a recipe, not yet drawn. Raises `InputError` for a name that is no place for it."""
    name = recipe.option("output")
    if name is None:
        raise refuse("no-place", "the figure needs a file", "add output=costs.svg, or .png")
    path = _path(name, essay)
    shown = [view.to_dict(), view.width, view.height, view.behind, path.suffix.lower()]
    drawn = {variant: (said.title, said.tags) for variant, said in model.variants.items()}
    facts = json.dumps([shown, drawn, dict(view.result.under.latex)], sort_keys=True, default=str)
    data = hashlib.sha256(facts.encode()).hexdigest()[:DIGITS]

    def draw() -> bytes:
        from mesaprior.render.plot.picture import saved

        return saved(view.figure, path.suffix.lower().removeprefix("."), view.result)

    return FigureFile(name, path, str(view), data, _present(path), recorded, draw)


def _path(name: str, essay: Essay) -> Path:
    help = "a name such as costs.svg or figures/costs.png, of letters, digits and . _ -"
    if not name.lower().endswith(SHOWN):
        raise refuse("unknown-kind", f"{name!r} is no picture that a text can show", help)
    if leads_outside(name) or not _NAME.fullmatch(name):
        raise refuse("bad-path", f"{name!r} is no place for a figure beside the essay", help)
    folder, path = essay.path.parent, essay.path.parent / name
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise refuse("bad-path", f"the link {name!r} leads out of the folder of the essay", help)
    return path


def _present(path: Path) -> str | None:
    """The hash of a file that is there; of what is no file of a sensible size, one that is never recorded."""
    if not path.exists():
        return None
    try:
        if path.is_file() and path.stat().st_size <= FIGURE_BYTES:
            return _hash_of(path.read_bytes())
    except OSError:
        pass
    return "unknown"

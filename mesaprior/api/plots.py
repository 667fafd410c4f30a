"""A figure about to be saved or shown: `m.plot(scenario="worked").save("fig.svg")`.

Floor: `api`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mesaprior.api.exact import Exact, exact_number
from mesaprior.engine.quantities import Range, range_of
from mesaprior.errors import refuse
from mesaprior.results.drawn import Drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure


@dataclass(frozen=True)
class PlotView:
    """What a figure shows (`result`, exact; `to_dict()` is the command line's JSON), and its drawing."""

    result: Drawn
    width: float | None = None
    height: float | None = None
    behind: bool = False

    @cached_property
    def figure(self) -> Figure:
        """The matplotlib `Figure`, made when it is first asked; raises `InputError` without matplotlib."""
        from mesaprior.render.plot.picture import figure_of

        return figure_of(self.result, width=self.width, height=self.height, behind=self.behind)

    def save(self, path: str | Path) -> None:
        """Writes SVG, PDF or PNG, as the name ends, whole or not at all; the same bytes each time."""
        from mesaprior.files import write_whole
        from mesaprior.render.plot.picture import kind_of, saved

        kind = kind_of(str(path))
        write_whole(Path(path), saved(self.figure, kind, self.result))

    def to_dict(self) -> dict[str, Any]:
        return self.result.to_dict()

    def __str__(self) -> str:
        from mesaprior.render.plot.words import sentence

        return sentence(self.result)

    def _repr_svg_(self) -> str:
        from mesaprior.render.plot.picture import saved

        return saved(self.figure, "svg", self.result).decode("utf-8")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": str(self), "image/svg+xml": self._repr_svg_()}


def range_asked(value: str | tuple[Exact, Exact] | None, name: str) -> Range | None:
    """`"0:10"` or `(0, 10)`, exactly. Raises `InputError` where it is neither."""
    if value is None or isinstance(value, str):
        return None if value is None else range_of(value, name)
    if len(value) != 2:
        raise refuse("bad-range", f"{name} takes two numbers, not {len(value)}", 'write (0, 10) or "0:10"')
    low, high = (str(exact_number(end, exponent=True)) for end in value)
    return range_of(f"{low}:{high}", name)

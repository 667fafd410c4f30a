"""Winner regions over two quantities, drawn: each region named inside, borders as the exact curves they are.

Floor: `render`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log10
from typing import TYPE_CHECKING, Any

from mesaprior.render.plot.axes import captions, labelled_axes, quantity_label
from mesaprior.render.plot.formulas import as_maths, broken
from mesaprior.render.plot.room import Room, best_place
from mesaprior.render.plot.style import (
    INK,
    PALE,
    ROOMY,
    Dress,
    Paper,
    drawable,
    literal,
    mixed,
    plain,
    region_dresses,
    short_number,
)
from mesaprior.render.plot.words import names
from mesaprior.results.figures import Extent, Line, Region, Regions

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Point = tuple[float, float]
STEPS = 60
"""Points of a border between its ends."""
MOST_LINES = 4
"""Borders whose formula stands below the figure."""
MOST_CORNERS = 6
"""Corners whose place is written beside them."""
MOST_AFAR = 8
"""Regions too small for their names that get one beside them, the largest first; --json has them all."""


def regions_figure(result: Regions, width: float, height: float | None) -> Figure:
    """The figure. `height`: inches; None: what suits the width."""
    drawing = _Drawing(result, width)
    notes = drawing.notes()
    tall = height or max(2.6, width * 0.68) + len(notes) * drawing.scratch.line
    paper = Paper.of(width, tall)
    y = drawable(result.y.low), drawable(result.y.high)
    labels = [
        quantity_label(extent.quantity, result.under.latex, result.under.prior)
        for extent in (result.x, result.y)
    ]
    margins = (0.16, 0.12, len(notes) * paper.line)
    axes = labelled_axes(
        paper, result.x, y, log_y=result.y.log, labels=(labels[0], labels[1]), margins=margins
    )
    drawing.draw(paper, axes)
    captions(paper, notes)
    return paper.figure


@dataclass(frozen=True)
class _Drawing:
    result: Regions
    width: float

    @cached_property
    def scratch(self) -> Paper:
        """A figure to measure on."""
        return Paper.of(self.width, 3)

    @cached_property
    def dress(self) -> dict[str, Dress]:
        return region_dresses(list(self.result.titles))

    def notes(self) -> list[str]:
        """The lines below the figure: where two regions meet, which facts leave a part out."""
        found: list[str] = []
        lines = list(
            dict.fromkeys(
                (names(b.between[0]), names(b.between[1]), b.line.relation) for b in self.result.borders
            )
        )
        for one, other, relation in lines if len(lines) <= MOST_LINES else ():
            start = rf"{_upright(one)}\,|\,{_upright(other)}:\;"
            found += broken(
                self.scratch, start, as_maths(relation, self.result.under.latex), self.width - 0.2
            )
        if self.result.excluded:
            found.append(literal(f"hatched grey: against {', '.join(self.result.excluded)}"))
        at = f"at g = {self.result.g}" if self.result.g is not None else ""
        scenario = f"scenario {self.result.under.scenario}" if self.result.under.scenario else ""
        if at or scenario:
            found.append(literal(", ".join(filter(None, (at, scenario)))))
        return found

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, paper: Paper, axes: Axes) -> None:
        if self.result.excluded:
            axes.axvspan(
                *axes.get_xlim(), facecolor="white", edgecolor=PALE, hatch="///", linewidth=0, zorder=0
            )
        room = Room(axes, paper)
        outlines = [self._outline(region) for region in self.result.regions]
        for region, outline in zip(self.result.regions, outlines, strict=True):
            self._fill(axes, region, outline)
        for border in self.result.borders:
            points = [
                self._clamped(border.ends[0]),
                *self._along(border.line, *border.ends),
                self._clamped(border.ends[1]),
            ]
            axes.plot(*zip(*points, strict=True), color=INK, linewidth=1.3, zorder=4)
        self._asked(axes, room)
        self._corners(paper, axes, room)
        self._names(paper, axes, room, outlines)

    def _outline(self, region: Region) -> list[Point]:
        """The rim of a region as points of the figure."""
        points: list[Point] = []
        for place, side in enumerate(region.sides):
            end = region.sides[(place + 1) % len(region.sides)].start
            points.append(self._clamped(side.start))
            if side.line is not None:
                points += self._along(side.line, side.start, end)
        return points

    def _clamped(self, place: tuple[Any, Any]) -> Point:
        return drawable(place[0]), drawable(place[1])

    def _along(self, line: Line, start: tuple[Any, Any], end: tuple[Any, Any]) -> list[Point]:
        """Points of the curve between two of its points, close enough in either direction."""
        one, x, y, xy = line.form
        if not xy:
            straight = not self.result.x.log and not self.result.y.log
            if straight:
                return []
        (x0, y0), (x1, y1) = self._clamped(start), self._clamped(end)
        found: set[Point] = set()
        for step in range(1, STEPS):
            right = _between(x0, x1, step / STEPS, self.result.x)
            below = y + xy * right
            if x0 != x1 and below:
                found.add((right, -(one + x * right) / below))
            up = _between(y0, y1, step / STEPS, self.result.y)
            beside = x + xy * up
            if y0 != y1 and beside:
                found.add((-(one + y * up) / beside, up))
        low, high = sorted((y0, y1))
        inside = [
            point for point in found if min(x0, x1) <= point[0] <= max(x0, x1) and low <= point[1] <= high
        ]
        sign_x, sign_y = (1 if x1 >= x0 else -1), (1 if y1 >= y0 else -1)
        return sorted(inside, key=lambda point: (sign_x * point[0], sign_y * point[1]))

    def _fill(self, axes: Axes, region: Region, outline: Sequence[Point]) -> None:
        from matplotlib.patches import Polygon

        dress = self.dress[region.winners[0]]
        look = {"facecolor": dress.tint, "edgecolor": mixed(dress.colour, 0.35), "hatch": dress.hatch}
        axes.add_patch(Polygon(list(outline), closed=True, linewidth=0, zorder=1, **look))

    def _corners(self, paper: Paper, axes: Axes, room: Room) -> None:
        """A dot where three meet, with its place."""
        for vertex in self.result.vertices:
            x, y = self._clamped(vertex.at)
            size = 4 if len(self.result.vertices) <= 3 * MOST_CORNERS else 1.5
            axes.plot([x], [y], "o", color=INK, markersize=size, zorder=6)
            text = f"({short_number(vertex.at[0])}, {short_number(vertex.at[1])})"
            if len(self.result.vertices) > MOST_CORNERS:
                continue
            spot = room.beside((x, y), paper.measured(text, paper.size - 1))
            if spot is not None:
                self._boxed(paper, spot, text, paper.size - 1, "normal")

    def _asked(self, axes: Axes, room: Room) -> None:
        """What the scenario says, or what was asked, as thin lines, with a cross where both are known."""
        x, y = (None if e.marked is None else drawable(e.marked) for e in (self.result.x, self.result.y))
        look: dict[str, Any] = {"color": INK, "linewidth": 0.7, "linestyle": (0, (4, 3)), "zorder": 3}
        if x is not None:
            axes.axvline(x, **look)
        if y is not None:
            axes.axhline(y, **look)
        if x is not None and y is not None:
            axes.plot([x], [y], "X", color=INK, markeredgecolor="white", markersize=8, zorder=6)
        room.take_lines(x, y)

    def _names(self, paper: Paper, axes: Axes, room: Room, outlines: Sequence[Sequence[Point]]) -> None:
        """The name of each region inside of it; where that is too small, close by, with a thread."""
        import numpy

        small: list[tuple[str, Any]] = []
        for region, outline in zip(self.result.regions, outlines, strict=True):
            text = plain(names(region.winners), 40)
            title = self._title(region)
            pixels = axes.transData.transform(list(outline)) / paper.figure.dpi
            size = paper.measured(text, weight="bold", parse_math=False)
            spot = None
            if title:
                below = paper.measured(title, paper.size - 1.5, parse_math=False)
                spot = room.inside(pixels, (max(size[0], below[0]), size[1] + paper.line))
            if spot is not None:
                shift = paper.line * 0.45
                self._boxed(paper, (spot[0], spot[1] + shift), text, paper.size, "bold")
                self._boxed(paper, (spot[0], spot[1] - shift), title, paper.size - 1.5, "normal")
            elif (spot := room.inside(pixels, size)) is not None:
                self._boxed(paper, spot, text, paper.size, "bold")
            else:
                small.append((text, pixels))
        small.sort(key=lambda found: -float(numpy.ptp(found[1], axis=0).prod()))
        for text, pixels in small[:MOST_AFAR]:
            self._named_from_afar(paper, room, text, pixels)

    def _title(self, region: Region) -> str:
        """What a region's winner is called beside its name, where there is room and it says more."""
        title = plain(self.result.titles.get(region.winners[0]) or "", 28)
        told = title.casefold() != region.winners[0].casefold()
        return title if self.width >= ROOMY and len(region.winners) == 1 and told else ""

    def _named_from_afar(self, paper: Paper, room: Room, text: str, pixels: Any) -> None:
        from matplotlib.lines import Line2D

        spot = best_place(pixels, (0.0, 0.0), ()) or tuple(pixels.mean(axis=0))
        place = room.close_to(spot, paper.measured(text, weight="bold", parse_math=False), pixels)
        tall = paper.figure.get_figheight()
        xs, ys = [spot[0] / paper.width, place[0] / paper.width], [spot[1] / tall, place[1] / tall]
        paper.figure.add_artist(
            Line2D(xs, ys, color=INK, linewidth=0.8, marker="o", markersize=3, markevery=[0])
        )
        self._boxed(paper, place, text, paper.size, "bold")

    @staticmethod
    def _boxed(paper: Paper, spot: Point, text: str, size: float, weight: str) -> None:
        """A text in the figure on a white ground; `spot` in inches."""
        box = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none", "alpha": 0.85}
        paper.figure.text(
            spot[0] / paper.width,
            spot[1] / paper.figure.get_figheight(),
            text,
            fontsize=size,
            weight=weight,
            color=INK,
            ha="center",
            va="center_baseline",
            parse_math=False,
            bbox=box,
            zorder=8,
        )


def _between(low: float, high: float, share: float, extent: Extent) -> float:
    """A value on the way from one to the other, as far on the axis as the share says."""
    if extent.log and low > 0 and high > 0:
        return float(10 ** (log10(low) * (1 - share) + log10(high) * share))
    return low * (1 - share) + high * share


def _upright(name: str) -> str:
    escaped = name.replace("_", r"\_").replace(" = ", "=")
    return rf"\mathrm{{{escaped}}}"

"""Costs over the rate, drawn: a line for each variant, the lowest emphasised, crossovers and winners named.

Floor: `render`. Places are inches on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mesaprior.render.plot.axes import captions, labelled_axes
from mesaprior.render.plot.curves import Curves
from mesaprior.render.plot.style import FAINT, INK, UNNAMED, Dress, Paper, apart, drawable, plain
from mesaprior.render.plot.words import names
from mesaprior.results.figures import CostCurves

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BAND = 0.17
"""Inches of the band that names the winners."""
GAP = 0.03
"""Inches between the axis and the band, and between the band and what is below."""


def costs_figure(result: CostCurves, width: float, height: float | None, *, behind: bool = False) -> Figure:
    """The figure. `height`: inches; None: what suits the width. `behind`: costs above the lowest."""
    curves = Curves(result, width, behind)
    notes = curves.notes()
    paper = Paper.of(width, height or max(2.3, width * 0.56) + len(notes) * curves.scratch.line)
    drawing = _Drawing(curves, paper, _axes(curves, paper, len(notes), 0))
    if drawing.narrow:  # some names stand below the band: once more, with room for them
        drawing.axes.remove()
        drawing = _Drawing(curves, paper, _axes(curves, paper, len(notes), paper.line))
    drawing.draw()
    captions(paper, notes)
    return paper.figure


def _axes(curves: Curves, paper: Paper, notes: int, below: float) -> Axes:
    """The axes, with room for everything beside them; `below` is what the band needs beneath it."""
    right = max((size[0] for size in curves.label_sizes.values()), default=0.3) * 1.03 + 0.32
    strip = BAND + 2 * GAP + below
    return labelled_axes(
        paper,
        curves.result.x,
        curves.y_range,
        log_y=curves.log_y,
        labels=(curves.x_label, curves.y_label),
        margins=(right, 0.12 + paper.line * curves.rows_above, notes * paper.line + strip),
        strip=strip,
    )


@dataclass(frozen=True)
class _Drawing:
    curves: Curves
    paper: Paper
    axes: Axes

    def draw(self) -> None:
        self._lines()
        self._band()
        reach = self._crossovers()
        self._asked()
        top, end = self.curves.y_range[1], self.curves.ends[1]
        leaving = [name for name in self.curves.labels if self.curves.cost(name, end) > top]
        self._leaving([name for name in leaving if name not in self.curves.outside])
        roof = self.frame[3] + 0.02 if reach > self.frame[2] + 0.2 else self.tall - 0.02
        self._ending([name for name in self.curves.labels if name not in leaving], roof)

    # --- where things are ------------------------------------------------------------------------

    def across(self, x: float) -> float:
        """How far to the right a value of x is."""
        return float(self.axes.transData.transform((x, self.axes.get_ylim()[1]))[0] / self.paper.figure.dpi)

    def up(self, y: float) -> float:
        """How high a cost is."""
        return float(self.axes.transData.transform((self.axes.get_xlim()[1], y))[1] / self.paper.figure.dpi)

    @property
    def tall(self) -> float:
        return float(self.paper.figure.get_figheight())

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, low, right and high end of the axes."""
        box = self.axes.get_position()
        return box.x0 * self.paper.width, box.y0 * self.tall, box.x1 * self.paper.width, box.y1 * self.tall

    @cached_property
    def spots(self) -> list[tuple[float, str, bool]]:
        """The middle of each winner's piece of the band, the name, and whether it fits in there."""
        found = []
        for begin, end, winners in self.curves.intervals:
            left, right = self.across(begin), self.across(end)
            text = plain(names(winners), 40)
            found.append(((left + right) / 2, text, self._wide(text) < right - left))
        return found

    @cached_property
    def narrow(self) -> list[tuple[float, str]]:
        """The winners whose piece of the band is too narrow for their names."""
        return [(middle, text) for middle, text, fits in self.spots if not fits]

    def _wide(self, text: str) -> float:
        """What a name of the band takes."""
        return self.paper.measured(text, self.paper.size - 1, weight="bold", parse_math=False)[0] + 0.1

    def _write(self, x: float, y: float, text: str, **how: Any) -> None:
        """A text on the paper; somebody else's, unless `parse_math` says otherwise."""
        look = {
            "fontsize": self.paper.size,
            "color": INK,
            "parse_math": False,
            "va": "center_baseline",
            **how,
        }
        self.paper.figure.text(x / self.paper.width, y / self.tall, text, **look)

    def _boxed(self, x: float, y: float, text: str) -> None:
        """A bold name on a white ground."""
        box = {"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"}
        self._write(x, y, text, fontsize=self.paper.size - 1, weight="bold", ha="center", zorder=9, bbox=box)

    def _thread(self, start: tuple[float, float], end: tuple[float, float], **look: Any) -> None:
        """A line on the paper."""
        from matplotlib.lines import Line2D

        xs, ys = zip(start, end, strict=True)
        wide, tall = self.paper.width, self.tall
        self.paper.figure.add_artist(Line2D([x / wide for x in xs], [y / tall for y in ys], **look))

    # --- what is drawn ---------------------------------------------------------------------------

    def _lines(self) -> None:
        """The curves, and a broad pale band below each where it is the lowest."""
        curves = self.curves
        points = curves.points()
        for name in curves.lines:
            dress = curves.dress.get(name)
            look: dict[str, Any] = {"color": UNNAMED, "linewidth": 0.6, "zorder": 2}
            if dress:
                look = {"color": dress.colour, "linestyle": dress.dash, "linewidth": 1.5, "zorder": 3}
            self.axes.plot(points, [curves.cost(name, x) for x in points], **look)
        for begin, end, winners in curves.intervals:
            inside = [begin, *(x for x in points if begin < x < end), end]
            costs = [curves.cost(winners[0], x) for x in inside]
            tint = curves.dress_of(winners).tint
            self.axes.plot(inside, costs, color=tint, linewidth=7, solid_capstyle="butt", zorder=1)

    def _band(self) -> None:
        """The band along the axis: who is the cheapest where."""
        left, low, right, _ = self.frame
        bottom = low - GAP - BAND
        wide, tall = self.paper.width, self.tall
        place = (left / wide, bottom / tall, (right - left) / wide, BAND / tall)
        band = self.paper.figure.add_axes(place)
        band.set(xlim=self.axes.get_xlim(), ylim=(0, 1), xscale=self.axes.get_xscale(), yticks=[])
        band.minorticks_off()
        band.set_xticks([])
        for begin, end, winners in self.curves.intervals:
            dress = self.curves.dress_of(winners)
            look: dict[str, Any] = {"facecolor": dress.tint, "edgecolor": dress.colour, "hatch": dress.hatch}
            band.axvspan(begin, end, linewidth=0, **look)
            band.axvline(begin, color=INK, linewidth=0.8)
        for middle, text, fits in self.spots:
            if fits:
                self._boxed(middle, bottom + BAND / 2, text)
        y = bottom - self.paper.line * 0.5 - GAP
        sizes = [self._wide(text) for _, text in self.narrow]
        places = apart([middle for middle, _ in self.narrow], sizes, 0.05, wide - 0.05)
        for x, (middle, text) in zip(places, self.narrow, strict=True):
            self._thread((middle, bottom + BAND / 2), (x, y), color=INK, linewidth=0.6)
            self._boxed(x, y, text)

    def _crossovers(self) -> float:
        """A dot and a dotted line at each, its name above the figure; how far right the names reach."""
        reach = 0.0
        curves, (left, _, _, top) = self.curves, self.frame
        for x, _ in curves.marks:
            self.axes.axvline(x, color=FAINT, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1.5)
            self.axes.plot([x], [curves.lowest(x)], "o", color=INK, markersize=4, zorder=5)
        for row in range(curves.rows_above):
            mine = curves.marks[row :: curves.rows_above]
            sizes = [self.paper.measured(text)[0] + 0.12 for _, text in mine]
            y = top + 0.04 + row * self.paper.line
            wanted = [self.across(x) for x, _ in mine]
            for place, (_, text) in zip(
                apart(wanted, sizes, left, self.paper.width - 0.05), mine, strict=True
            ):
                self._write(place, y, text, parse_math=True, ha="center", va="bottom")
                reach = max(reach, place + self.paper.measured(text)[0] / 2)
        return reach

    def _ending(self, ending: Sequence[str], roof: float) -> None:
        """Each curve's name beside its end, below the roof, with a thread to it."""
        curves = self.curves
        heights = {name: self.up(curves.cost(name, curves.ends[1])) for name in ending}
        listed = sorted(heights, key=lambda name: heights[name])
        rooms = [curves.label_sizes[name][1] for name in listed]
        right = self.frame[2]
        winners = {name for interval in curves.result.map.intervals for name in interval.winners}
        places = apart([heights[name] for name in listed], rooms, 0.02, roof)
        for name, y in zip(listed, places, strict=True):
            dress: Dress = curves.dress[name]
            look = {"color": dress.colour, "linestyle": dress.dash, "linewidth": 1.1}
            self._thread((right, heights[name]), (right + 0.2, y), **look)
            first, second = curves.labels[name]
            shift = self.paper.line * 0.36 if second else 0
            x = right + 0.24
            self._write(x, y + shift, first, weight="bold" if name in winners else "normal")
            if second:
                self._write(x, y - shift, second, fontsize=self.paper.size - 1.5, color=FAINT)

    def _leaving(self, leaving: Sequence[str]) -> None:
        """The names of the curves that leave through the top, each beside the place where it does, the later
        one lower."""
        curves, (left, _, right, high) = self.curves, self.frame
        top = curves.y_range[1]
        ends = {name: max(x for x in curves.points() if curves.cost(name, x) <= top) for name in leaving}
        for row, name in enumerate(sorted(leaving, key=lambda name: ends[name])):
            text = curves.labels[name][0]
            half = self._wide(text) / 2
            y = high - self.paper.line * (0.6 + 1.1 * row)
            x = self.across(ends[name])
            beside = x + half + 0.04 if x + 2 * half + 0.04 < right else max(left + half, x - half - 0.06)
            self._boxed(beside, y, text)

    def _asked(self) -> None:
        """The rate that was asked, as a line of its own."""
        extent, (low, high) = self.curves.result.x, self.curves.ends
        if extent.marked is None or not low < (x := drawable(extent.marked)) < high:
            return
        self.axes.axvline(x, color=INK, linewidth=0.8, zorder=1.6)
        if len(str(extent.marked)) < 12:
            text = plain(f"{extent.quantity} = {extent.marked}", 30)
            y = self.frame[3] - self.paper.line * 0.6
            size = self.paper.size - 1
            box = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
            self._write(self.across(x) + 0.05, y, text, fontsize=size, bbox=box, zorder=6)

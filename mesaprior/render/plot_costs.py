"""Costs over the rate, drawn: a line for each variant, the lowest emphasised, crossovers named.

Floor: `render`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mesaprior.formula import Amount
from mesaprior.render.plot_axes import captions, labelled_axes, quantity_label
from mesaprior.render.plot_formulas import as_maths, broken
from mesaprior.render.plot_style import (
    FAINT,
    INK,
    UNNAMED,
    Dress,
    Paper,
    apart,
    drawable,
    dresses,
    number_text,
    plain,
)
from mesaprior.render.plot_words import names
from mesaprior.results.figures import CostCurves, Curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADROOM = 1.08
STEEP = 3
"""A curve that ends more than so many times above the lowest leaves the figure through its top."""
STRIP = 0.17
"""Inches of the band that names the winners."""


def costs_figure(result: CostCurves, width: float, height: float | None) -> Figure:
    """The figure. `height`: inches; None: what suits the width."""
    drawing = _Drawing(result, width)
    notes = drawing.notes()
    tall = height or max(2.3, width * 0.56) + len(notes) * drawing.scratch.line
    paper = Paper.of(width, tall)
    right = max((size[0] for size in drawing.label_sizes.values()), default=0.3) * 1.03 + 0.32
    top = 0.12 + paper.line * drawing.rows_above
    for strip in (STRIP + 0.06, STRIP + 0.06 + paper.line):
        axes = labelled_axes(
            paper,
            result.x,
            drawing.y_range,
            log_y=drawing.log_y,
            labels=(drawing.x_label, drawing.y_label),
            margins=(right, top, len(notes) * paper.line + strip),
            strip=strip,
        )
        if not drawing.narrow(paper, axes):
            break
        if strip == STRIP + 0.06:
            axes.remove()  # some names stand below the band: once more, with room for them
    drawing.draw(paper, axes)
    captions(paper, notes)
    return paper.figure


@dataclass(frozen=True)
class _Drawing:
    result: CostCurves
    width: float

    @cached_property
    def scratch(self) -> Paper:
        """A figure to measure on."""
        return Paper.of(self.width, 3)

    @cached_property
    def dress(self) -> dict[str, Dress]:
        winners = [name for interval in self.result.map.intervals for name in interval.winners]
        return dresses([*self.result.titles], winners)

    @cached_property
    def curves(self) -> dict[str, Curve]:
        return {curve.variant: curve for curve in self.result.curves}

    @cached_property
    def ends(self) -> tuple[float, float]:
        return drawable(self.result.x.low), drawable(self.result.x.high)

    def cost(self, variant: str, x: float) -> float:
        curve = self.curves[variant]
        return number(curve.slope) * x + number(curve.rest)

    def lowest(self, x: float) -> float:
        return min(self.cost(name, x) for name in self.curves)

    @cached_property
    def y_range(self) -> tuple[float, float]:
        low, high = self.ends
        top = self.lowest(high)
        reach = 1000 * top if self.log_y else STEEP * top
        shown = [self.cost(name, high) for name in self.curves if name in self.dress]
        highest = max(cost for cost in [top, *shown] if cost <= reach) or 1.0
        if not self.log_y:
            return min(0.0, self.lowest(low)), highest * HEADROOM
        return self.lowest(low) / 1.6, highest * 1.6

    @cached_property
    def log_y(self) -> bool:
        low, high = self.ends
        smallest = self.lowest(low)
        return self.result.x.log and smallest > 0 and self.lowest(high) > 20 * smallest

    # --- labels ----------------------------------------------------------------------------------

    @property
    def x_label(self) -> str:
        return quantity_label(self.result.x.quantity, self.result.under.latex, self.result.under.prior)

    @property
    def y_label(self) -> str:
        cost = self.result.under.cost.replace("*", "·").replace("··", "^")
        less = " less what all pay" if self.result.shared else ""
        at = f" at g = {self.result.g}" if self.result.g is not None else ""
        return f"cost {plain(cost, 30)}{at}{less}" if self.width >= 5 else f"cost{at}{less}"

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """The name of each variant, and its title where there is room."""
        room = self.width >= 5
        titled = {name: plain(title or "", 26) if room else "" for name, title in self.result.titles.items()}
        return {name: (plain(name, 24), titled[name]) for name in self.curves if name in self.dress}

    @cached_property
    def label_sizes(self) -> dict[str, tuple[float, float]]:
        """Inches that each label takes, title included."""
        found = {}
        for name, (first, second) in self.labels.items():
            size = self.scratch.measured(first, weight="bold", parse_math=False)
            if second:
                below = self.scratch.measured(second, self.scratch.size - 1.5, parse_math=False)
                size = (max(size[0], below[0]), 2)
            found[name] = (size[0], (self.scratch.line * (1.75 if second else 1.0)))
        return found

    @cached_property
    def marks(self) -> list[tuple[float, str]]:
        """Where the lead changes within the figure, and what is written there."""
        low, high = self.ends
        inside = [
            (place, crossover)
            for place, crossover in enumerate(self.result.crossovers)
            if low < number(crossover.at) < high
        ]
        return [
            (number(crossover.at), f"{self.mark_name(place)}{_value(crossover.at)}")
            for place, crossover in inside
        ]

    def mark_name(self, place: int) -> str:
        """The name of a crossover, `g₀`."""
        if self.result.x.quantity == "g":
            return f"$g_{{{place}}}$ = "
        return ""

    @cached_property
    def rows_above(self) -> int:
        """Rows that the names of the crossovers need above the figure."""
        total = sum(self.scratch.measured(text)[0] + 0.12 for _, text in self.marks)
        return 0 if not self.marks else 1 if total < self.width * 0.85 else 2

    def notes(self) -> list[str]:
        """The lines below the figure: what each crossover is in symbols, and which numbers were put in."""
        room = self.width - 0.2
        found: list[str] = []
        for place, crossover in enumerate(self.result.crossovers):
            if crossover.formula is not None and crossover.formula.value is None and len(self.marks) <= 3:
                name = rf"g_{{{place}}} = "
                pieces = as_maths(crossover.formula.node, self.result.under.latex)
                found += broken(self.scratch, name, pieces, room)
        if self.result.beyond:
            found.append(plain(f"beyond the budget: {', '.join(self.result.beyond)}", 80))
        unnamed = len(self.curves) - len(self.labels)
        if unnamed:
            found.append(f"pale: {unnamed} more")
        if self.result.under.scenario:
            found.append(f"scenario {plain(self.result.under.scenario)}".replace("$", r"\$"))
        return found

    # --- drawing ---------------------------------------------------------------------------------

    def draw(self, paper: Paper, axes: Axes) -> None:
        self._curves(axes)
        self._winners(paper, axes)
        self._crossovers(paper, axes)
        self._names(paper, axes)
        self._asked(paper, axes)

    def _points(self) -> list[float]:
        low, high = self.ends
        if self.result.x.log:
            return [low * (high / low) ** (step / 240) for step in range(241)]
        return [low + (high - low) * step / 240 for step in range(241)]

    def _curves(self, axes: Axes) -> None:
        """The curves, and a broad pale band below each where it is the lowest."""
        points = self._points()
        for name in self.curves:
            dress = self.dress.get(name)
            look: dict[str, Any] = (
                {"color": dress.colour, "linestyle": dress.dash, "linewidth": 1.5, "zorder": 3}
                if dress
                else {"color": UNNAMED, "linewidth": 0.6, "zorder": 2}
            )
            axes.plot(points, [self.cost(name, x) for x in points], **look)
        for begin, end, winners in self.intervals:
            dress = self.dress.get(winners[0])
            if dress:
                inside = [begin, *(x for x in points if begin < x < end), end]
                costs = [self.cost(winners[0], x) for x in inside]
                axes.plot(inside, costs, color=dress.tint, linewidth=7, solid_capstyle="butt", zorder=1)

    def _winners(self, paper: Paper, axes: Axes) -> None:
        """The band along the axis: who is the cheapest where."""
        box = axes.get_position()
        tall = paper.figure.get_figheight()
        strip = paper.figure.add_axes(
            (box.x0, box.y0 - (STRIP + 0.03) / tall, box.width, STRIP / tall), sharex=None
        )
        strip.set(xlim=axes.get_xlim(), ylim=(0, 1), xscale=axes.get_xscale(), yticks=[])
        strip.tick_params(bottom=False, labelbottom=False, which="both")
        strip.minorticks_off()
        level = (strip.get_position().y0 + strip.get_position().y1) / 2
        for begin, end, winners in self.intervals:
            dress = self.dress[winners[0]]
            look: dict[str, Any] = {"facecolor": dress.tint, "edgecolor": dress.colour, "hatch": dress.hatch}
            strip.axvspan(begin, end, linewidth=0, **look)
            strip.axvline(begin, color=INK, linewidth=0.8)
        below = self.narrow(paper, axes)
        for middle, text in self._spots(paper, axes):
            if (middle, text) not in below:
                self._boxed(paper, middle / paper.width, level, text)
        self._beside(paper, axes, below)

    @cached_property
    def intervals(self) -> list[tuple[float, float, tuple[str, ...]]]:
        """Who is the cheapest from where to where, within the figure."""
        low, high = self.ends
        found = [
            (
                max(low, number(interval.above)),
                high if interval.below is None else min(high, number(interval.below)),
                interval.winners,
            )
            for interval in self.result.map.intervals
        ]
        return [(begin, end, winners) for begin, end, winners in found if begin < end]

    def _spots(self, paper: Paper, axes: Axes) -> list[tuple[float, str]]:
        """The middle of each interval, in inches, and its winners."""
        found = []
        for begin, end, winners in self.intervals:
            left, right = (axes.transData.transform((x, 1))[0] / paper.figure.dpi for x in (begin, end))
            found.append(((left + right) / 2, plain(names(winners), 40)))
        return found

    def narrow(self, paper: Paper, axes: Axes) -> list[tuple[float, str]]:
        """Those whose name does not fit into their piece of the band."""
        found = []
        for (begin, end, _), (middle, text) in zip(self.intervals, self._spots(paper, axes), strict=True):
            left, right = (axes.transData.transform((x, 1))[0] / paper.figure.dpi for x in (begin, end))
            wide = paper.measured(text, paper.size - 1, weight="bold", parse_math=False)[0]
            if wide + 0.1 > right - left:
                found.append((middle, text))
        return found

    @staticmethod
    def _boxed(paper: Paper, x: float, y: float, text: str) -> None:
        paper.figure.text(
            x,
            y,
            text,
            fontsize=paper.size - 1,
            weight="bold",
            ha="center",
            va="center_baseline",
            parse_math=False,
            color=INK,
            zorder=9,
            bbox={"boxstyle": "square,pad=0.12", "facecolor": "white", "edgecolor": "none"},
        )

    def _beside(self, paper: Paper, axes: Axes, narrow: list[tuple[float, str]]) -> None:
        """The names of winners whose piece of the band is too narrow, just below it."""
        from matplotlib.lines import Line2D

        box = axes.get_position()
        tall = paper.figure.get_figheight()
        sizes = [
            paper.measured(text, paper.size - 1, weight="bold", parse_math=False)[0] + 0.1
            for _, text in narrow
        ]
        places = apart([x for x, _ in narrow], sizes, 0.05, paper.width - 0.05)
        band = box.y0 - (STRIP + 0.03) / tall
        y = band - (paper.line * 0.5 + 0.02) / tall
        for x, (middle, text) in zip(places, narrow, strict=True):
            ends = [middle / paper.width, x / paper.width], [band + STRIP / tall / 2, y]
            paper.figure.add_artist(Line2D(*ends, color=INK, linewidth=0.6))
            self._boxed(paper, x / paper.width, y, text)

    def _crossovers(self, paper: Paper, axes: Axes) -> None:
        """A dot and a dotted line at each, its name above the figure."""
        box = axes.get_position()
        tall = paper.figure.get_figheight()
        for x, _ in self.marks:
            axes.axvline(x, color=FAINT, linewidth=0.8, linestyle=(0, (1, 2)), zorder=1.5)
            axes.plot([x], [self.lowest(x)], "o", color=INK, markersize=4, zorder=5)
        rows = self.rows_above
        for row in range(rows):
            mine = self.marks[row::rows]
            sizes = [paper.measured(text)[0] + 0.12 for _, text in mine]
            wanted = [axes.transData.transform((x, 1))[0] / paper.figure.dpi for x, _ in mine]
            for place, (_, text) in zip(apart(wanted, sizes, 0.05, paper.width - 0.05), mine, strict=True):
                y = box.y1 + (0.04 + row * paper.line) / tall
                paper.figure.text(place / paper.width, y, text, fontsize=paper.size, ha="center", va="bottom")

    def _names(self, paper: Paper, axes: Axes) -> None:
        """Each curve's name beside its end, with a thread to it."""
        box = axes.get_position()
        tall = paper.figure.get_figheight()
        top = self.y_range[1]
        ending = {name: min(self.cost(name, self.ends[1]), top) for name in self.labels}
        heights = {name: axes.transData.transform((self.ends[1], y))[1] / 100 for name, y in ending.items()}
        listed = sorted(heights, key=lambda name: (heights[name], self.cost(name, self.ends[1])))
        low, high = 0.02, tall - 0.02
        places = apart(
            [heights[name] for name in listed], [self.label_sizes[name][1] for name in listed], low, high
        )
        right = box.x1 * paper.width
        winners = {name for interval in self.result.map.intervals for name in interval.winners}
        for name, place in zip(listed, places, strict=True):
            self._thread(paper, (right, heights[name]), (right + 0.2, place), self.dress[name])
            first, second = self.labels[name]
            shift = paper.line * 0.36 if second else 0
            how: dict[str, Any] = {"parse_math": False, "ha": "left", "va": "center_baseline"}
            weight = "bold" if name in winners else "normal"
            x = (right + 0.24) / paper.width
            paper.figure.text(
                x, (place + shift) / tall, first, fontsize=paper.size, weight=weight, color=INK, **how
            )
            if second:
                y = (place - shift) / tall
                paper.figure.text(x, y, second, fontsize=paper.size - 1.5, color=FAINT, **how)

    @staticmethod
    def _thread(paper: Paper, start: tuple[float, float], end: tuple[float, float], dress: Dress) -> None:
        from matplotlib.lines import Line2D

        tall = paper.figure.get_figheight()
        xs = [start[0] / paper.width, end[0] / paper.width]
        ys = [start[1] / tall, end[1] / tall]
        paper.figure.add_artist(Line2D(xs, ys, color=dress.colour, linestyle=dress.dash, linewidth=1.1))

    def _asked(self, paper: Paper, axes: Axes) -> None:
        """The rate that was asked, as a line of its own."""
        marked = self.result.x.marked
        if marked is None or not self.ends[0] < float(marked) < self.ends[1]:
            return
        x = drawable(marked)
        axes.axvline(x, color=INK, linewidth=0.8, zorder=1.6)
        text = f" {self.result.x.quantity} = {marked}" if len(str(marked)) < 12 else ""
        axes.text(
            x, 0.985, text, transform=axes.get_xaxis_transform(), fontsize=paper.size - 1, va="top", color=INK,
            parse_math=False, bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}, zorder=6,
        )  # fmt: skip


def number(amount: Amount) -> float:
    """An amount as the screen has it."""
    return drawable(amount if isinstance(amount, Fraction) else amount.near or amount.value or Fraction(0))


def _value(amount: Amount) -> str:
    if isinstance(amount, Fraction):
        return number_text(amount)
    return f"{float(amount.near or 0):.3g}"

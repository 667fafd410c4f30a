"""The curves of a cost figure as the paper has them: how high, how far, what is written where.

Floor: `render`. The floats here are for drawing and decide nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from mesaprior.formula import Amount
from mesaprior.render.plot.axes import quantity_label
from mesaprior.render.plot.formulas import as_maths, broken
from mesaprior.render.plot.style import (
    ROOMY,
    UNNAMED,
    Dress,
    Paper,
    drawable,
    dresses,
    literal,
    number_text,
    plain,
)
from mesaprior.results.figures import CostCurves, Curve

HEADROOM = 1.08
STEEP = 3
"""A curve that ends more than so many times above the lowest leaves the figure through its top."""


@dataclass(frozen=True)
class Curves:
    """The curves of a figure as the paper has them: floats, for drawing only."""

    result: CostCurves
    width: float
    behind: bool

    @cached_property
    def scratch(self) -> Paper:
        """A figure to measure on."""
        return Paper.of(self.width, 3)

    @cached_property
    def dress(self) -> dict[str, Dress]:
        winners = [name for interval in self.result.map.intervals for name in interval.winners]
        return dresses([*self.result.titles], winners)

    def dress_of(self, winners: tuple[str, ...]) -> Dress:
        """The dress of whoever wins, or of the first of those that tie."""
        return self.dress.get(winners[0], Dress(UNNAMED, "", "solid"))

    @cached_property
    def curves(self) -> dict[str, Curve]:
        return {curve.variant: curve for curve in self.result.curves}

    @cached_property
    def ends(self) -> tuple[float, float]:
        return drawable(self.result.x.low), drawable(self.result.x.high)

    @cached_property
    def lines(self) -> dict[str, tuple[float, float]]:
        return {name: (number(curve.slope), number(curve.rest)) for name, curve in self.curves.items()}

    def cost(self, variant: str, x: float) -> float:
        """How high a curve is at x."""
        slope, rest = self.lines[variant]
        return slope * x + rest - (self._least(x) if self.behind else 0.0)

    def lowest(self, x: float) -> float:
        return 0.0 if self.behind else self._least(x)

    def _least(self, x: float) -> float:
        return min(slope * x + rest for slope, rest in self.lines.values())

    @cached_property
    def y_range(self) -> tuple[float, float]:
        low, high = self.ends
        if self.behind:
            margin = max(sorted(self.cost(name, x) for name in self.curves)[:2][-1] for x in self.points())
            highest = STEEP * margin or 1.0
            return -0.03 * highest, highest
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

    def points(self) -> list[float]:
        low, high = self.ends
        if self.result.x.log:
            return [low * (high / low) ** (step / 240) for step in range(241)]
        return [low + (high - low) * step / 240 for step in range(241)]

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

    @cached_property
    def outside(self) -> list[str]:
        """The curves that have a name and are nowhere low enough to be seen."""
        top = self.y_range[1]
        return [name for name in self.labels if all(self.cost(name, x) > top for x in self.points())]

    # --- labels ----------------------------------------------------------------------------------

    @property
    def x_label(self) -> str:
        return quantity_label(self.result.x.quantity, self.result.under.latex, self.result.under.prior)

    @property
    def y_label(self) -> str:
        cost = self.result.under.cost.replace("*", "·").replace("··", "^")
        less = " less what all pay" if self.result.shared else ""
        at = f" at g = {self.result.g}" if self.result.g is not None else ""
        if self.behind:
            return f"cost{at} above the lowest"
        return f"cost {plain(cost, 30)}{at}{less}" if self.width >= ROOMY else f"cost{at}{less}"

    @cached_property
    def labels(self) -> dict[str, tuple[str, str]]:
        """The name of each variant, and its title where there is room."""
        room = self.width >= ROOMY
        titles = self.result.titles.items()
        titled = {
            name: plain(title, 26) if room and title and title.casefold() != name.casefold() else ""
            for name, title in titles
        }
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
        """The name of a crossover, `g₀`; over another quantity, that one's."""
        if self.result.x.quantity == "g":
            return f"$g_{{{place}}}$ "
        return literal(f"{self.result.x.quantity} ", 30)

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
            found.append(literal(f"beyond the budget: {', '.join(self.result.beyond)}"))
        if self.outside:
            found.append(literal(f"dearer than the figure is high: {', '.join(self.outside)}"))
        unnamed = len(self.curves) - len(self.labels)
        if unnamed:
            found.append(f"pale: {unnamed} more")
        if self.result.under.scenario:
            found.append(literal(f"scenario {self.result.under.scenario}"))
        return found


def number(amount: Amount) -> float:
    """An amount as the screen has it."""
    return drawable(amount if isinstance(amount, Fraction) else amount.near or amount.value or Fraction(0))


def _value(amount: Amount) -> str:
    """`= 64/25 = 2.56`, `≈ 0.0681`."""
    text = number_text(amount) if isinstance(amount, Fraction) else f"≈ {float(amount.near or 0):.3g}"
    return text if text.startswith("≈") else f"= {text}"

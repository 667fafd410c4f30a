"""How far each number may move before the winner changes, drawn: a bar a flip, the smallest change on top.

Floor: `render`. A bar goes from the number as it is to where another takes over, in that one's colour; it is
cut off, with an arrow, where it would leave the others no room. Places are inches on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from mesaprior.errors import refuse
from mesaprior.formula import atom_node
from mesaprior.language.latex import latex
from mesaprior.render.numbers import about
from mesaprior.render.plot.axes import captions
from mesaprior.render.plot.style import (
    INK,
    PALE,
    UNNAMED,
    Dress,
    Paper,
    drawable,
    dresses,
    literal,
    maths,
    plain,
)
from mesaprior.render.plot.words import names, percent
from mesaprior.results.sensitivity import Flip, Move, Sensitivity

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_BARS: Final = 24
"""Flips that are drawn; further ones are counted below."""
MOST_PERCENT: Final = 400
"""Per cent up to which a bar is drawn in full, unless all go further."""
BAR: Final = 0.62
"""Of the room of a row."""
MARGIN: Final = 0.1
LONGEST: Final = 10
"""Characters of a number that is written out."""
NAMED_BELOW: Final = 12
"""Numbers that a note names."""


def moves_figure(result: Sensitivity, width: float, height: float | None) -> Figure:
    """The figure. Raises `InputError` where there is no bar to draw."""
    bars = [Bar(move, flip) for move in result.moves for flip in move.flips if flip.change is not None]
    bars.sort(key=lambda bar: bar.size)
    if len(result.winners) != 1 or not bars:
        why = "what changes it starts from 0" if _from_nothing(result) else "no number changes it"
        why = "several tie, and any change breaks it" if len(result.winners) > 1 else why
        raise refuse("nothing-to-draw", f"there is no distance to draw: {why}", "ask: mesaprior sensitivity")
    scratch = Paper.of(width, 2)
    notes = [line for note in _notes(result, bars) for line in _wrapped(scratch, note)]
    shown = bars[:MOST_BARS]
    row = scratch.line * 1.55
    paper = Paper.of(width, height or len(shown) * row + scratch.line * (4.3 + len(notes)))
    _Drawing(result, shown, paper, len(notes)).draw()
    captions(paper, notes)
    return paper.figure


@dataclass(frozen=True)
class Bar:
    """A number and one of its flips."""

    move: Move
    flip: Flip

    @property
    def size(self) -> Fraction:
        return self.flip.size or Fraction(0)

    @property
    def change(self) -> float:
        """Per cent, with its sign."""
        assert self.flip.change is not None
        return drawable(sum(self.flip.change, Fraction(0)) / 2)

    @property
    def place(self) -> str:
        at = self.flip.at
        return f"≈ {about(at.middle)[1]}" if at.value is None else _number(at.value)

    @property
    def end(self) -> str:
        """`47 (+17.5 %): H_sd`."""
        return plain(f"{self.place} ({percent(self.flip)}): {names(self.flip.takes_over)}", 44)


def _number(value: Fraction) -> str:
    return str(value) if len(str(value)) <= LONGEST else f"≈ {about(value)[1]}"


def _notes(result: Sensitivity, bars: Sequence[Bar]) -> list[str]:
    """What is not drawn, in words."""
    left = {
        "not in per cent, from 0": _from_nothing(result),
        "further off": [bar.move.number for bar in bars[MOST_BARS:]],
        "never, moved alone": [move.number for move in result.moves if move.outcome == "never"],
        "undecided": [move.number for move in result.moves if move.outcome == "undecided"],
    }
    found = []
    for words, numbers in left.items():
        more = f" and {len(numbers) - NAMED_BELOW} more" if len(numbers) > NAMED_BELOW else ""
        if numbers:
            found.append(f"{words}: {', '.join(numbers[:NAMED_BELOW])}{more}")
    return found


def _from_nothing(result: Sensitivity) -> list[str]:
    """`c(z) to 1: A`: flips of numbers that are 0."""
    flips = [Bar(move, flip) for move in result.moves for flip in move.flips if flip.change is None]
    return [f"{bar.move.number} to {bar.place}: {names(bar.flip.takes_over)}" for bar in flips]


def _wrapped(paper: Paper, text: str) -> list[str]:
    """The text in lines that fit on the paper."""
    lines, room = [""], paper.width - 2 * MARGIN
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        wide = paper.measured(literal(longer, 400), paper.size - 0.5)[0]
        if wide > room and lines[-1]:
            lines.append("  " + word)
        else:
            lines[-1] = longer if len(lines) == 1 else f"{lines[-1]} {word}"
    return [literal(line, 200) for line in lines]


@dataclass(frozen=True)
class _Drawing:
    result: Sensitivity
    bars: Sequence[Bar]
    paper: Paper
    notes: int

    @cached_property
    def reach(self) -> tuple[float, float]:
        """Per cent that the axis shows, down and up."""
        sizes = [bar.change for bar in self.bars]
        short = [size for size in sizes if abs(size) <= MOST_PERCENT]
        kept = short or [min(sizes, key=abs)]
        down, up = -min(*kept, 0.0), max(*kept, 0.0)
        least = 0.03 * (down + up)
        return max(down, least) * 1.04, max(up, least) * 1.04

    @cached_property
    def dress(self) -> dict[str, Dress]:
        """As in the figures of costs: by the order of the model."""
        takers = [name for bar in self.bars for name in bar.flip.takes_over]
        return dresses(self.result.variants, [*self.result.winners, *takers])

    def draw(self) -> None:
        axes = self._axes()
        for place, bar in enumerate(self.bars):
            self._bar(axes, len(self.bars) - 1 - place, bar)
        axes.axvline(0, color=INK, linewidth=0.9)
        self._headline()

    def _axes(self) -> Axes:
        """The axes: per cent to the right, a row for each flip; names on the left, what it comes to on the
        right."""
        from matplotlib.ticker import FuncFormatter, MaxNLocator

        paper, tall = self.paper, self.paper.figure.get_figheight()
        left = max(paper.measured(self._label(bar))[0] for bar in self.bars) + 2 * MARGIN
        right = (
            max(paper.measured(bar.end, paper.size - 0.5, parse_math=False)[0] for bar in self.bars)
            + 2 * MARGIN
        )
        low = (self.notes + 2.6) * paper.line
        inner = max(paper.width - left - right, 0.6)
        place = (left / paper.width, low / tall, inner / paper.width, (tall - low - 1.5 * paper.line) / tall)
        axes = paper.figure.add_axes(place)
        axes.set(xlim=(-self.reach[0], self.reach[1]), ylim=(-0.6, len(self.bars) - 0.4), yticks=[])
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(nbins=max(2, int(inner / 0.6)), steps=[1, 2, 2.5, 5, 10]))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:+.10g} %" if x else "0"))
        axes.tick_params(labelsize=paper.size - 0.5, width=0.6, length=3, colors=INK)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.set_axisbelow(True)
        axes.set_xlabel("change of one number alone", fontsize=paper.size, color=INK, labelpad=2)
        return axes

    def _bar(self, axes: Axes, y: int, bar: Bar) -> None:
        """A bar to the flip; the number on the left, on the right where that is and who takes over."""
        down, up = self.reach
        length = max(-down, min(bar.change, up))
        dress = self.dress.get(bar.flip.takes_over[0])
        look: dict[str, Any] = {"color": UNNAMED}
        if dress is not None:
            look = {"facecolor": dress.tint, "edgecolor": dress.colour, "hatch": dress.hatch}
        axes.barh(y, length, height=BAR, linewidth=0.9, **look)
        if length != bar.change:
            arrow = ">" if length > 0 else "<"
            colour = UNNAMED if dress is None else dress.colour
            axes.plot([length], [y], marker=arrow, color=colour, markersize=5, clip_on=False, zorder=6)
        words: dict[str, Any] = {"va": "center", "color": INK, "transform": axes.get_yaxis_transform()}
        box = axes.get_position()
        inner = (box.x1 - box.x0) * self.paper.width
        axes.text(-MARGIN / inner, y, self._label(bar), ha="right", fontsize=self.paper.size, **words)
        size = self.paper.size - 0.5
        axes.text(1 + MARGIN / inner, y, bar.end, fontsize=size, parse_math=False, **words)

    def _headline(self) -> None:
        result, paper = self.result, self.paper
        at = "" if result.g is None else f" at g = {_number(result.g)}"
        first = f"{result.winners[0]} wins{at}"
        look: dict[str, Any] = {"fontsize": paper.size, "weight": "bold", "parse_math": False}
        for text in (f"{first}; a bar ends where another takes over", first):
            if paper.measured(plain(text, 90), weight="bold", parse_math=False)[0] < paper.width - 2 * MARGIN:
                break
        y = 1 - 0.75 * paper.line / paper.figure.get_figheight()
        paper.figure.text(MARGIN / paper.width, y, plain(text, 90), color=INK, va="center", **look)

    def _label(self, bar: Bar) -> str:
        """`c(base) = 40`, as the model declares its names, where that leaves the bars enough room."""
        number = bar.move.number
        declared = maths(latex(atom_node(number), self.result.under.latex))
        if declared is None or self.paper.measured(declared)[0] > self.paper.width * 0.35:
            declared = literal(number, 40 if self.paper.is_roomy else 22)
        return f"{declared} = {_number(bar.move.value)}"

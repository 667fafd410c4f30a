"""How every figure looks: colours, hatches, dashes, letters, and somebody else's text in a picture.

Floor: `render`. Colours are Okabe and Ito's, which colour-blind readers tell apart; hatches and dashes tell
the variants apart in grey as well. Nothing global of matplotlib is changed, and no file of settings that a
reader may have is obeyed: the same input gives the same bytes.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import floor, log10
from typing import TYPE_CHECKING, Any, Final

from mesaprior.errors import refuse
from mesaprior.render import escape
from mesaprior.render.numbers import decimal_of

if TYPE_CHECKING:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.text import Text

COLOURS: Final = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#8A7F00", "#3B3B3B")
"""Okabe and Ito's, the yellow darkened so that a line of it is seen on white."""
HATCHES: Final = ("", "////", "....", "\\\\\\\\", "xxxx", "----", "++++", "oo")
DASHES: Final[tuple[Any, ...]] = (
    "solid",
    (0, (6, 2)),
    (0, (6, 2, 1.2, 2)),
    (0, (1.2, 1.4)),
    (0, (3, 1.5)),
    (0, (6, 1.5, 1.2, 1.5, 1.2, 1.5)),
    (0, (9, 2, 3, 2)),
    (0, (2.5, 1, 1, 1)),
)
INK: Final = "#1a1a1a"
FAINT: Final = "#6b6b6b"
PALE: Final = "#d9d9d9"
UNNAMED: Final = "#b8b8b8"
"""A variant that is drawn without a name of its own."""
NAMED: Final = len(COLOURS)
"""Variants that get a colour and a label of their own."""

DPI: Final = 200
"""Dots to the inch of a PNG."""


@dataclass(frozen=True)
class Dress:
    """How one variant is drawn."""

    colour: str
    hatch: str
    dash: Any

    @property
    def tint(self) -> tuple[float, float, float]:
        return mixed(self.colour, 0.72)


def dresses(variants: Sequence[str], winners: Sequence[str] = ()) -> dict[str, Dress]:
    """One for each, in the order of the model; where there are more than there are colours, the winners
    come first and those without one are left out."""
    if len(variants) > NAMED:
        first = [name for name in variants if name in winners]
        variants = [*first, *(name for name in variants if name not in winners)][:NAMED]
    return {
        name: Dress(colour, hatch, dash)
        for name, colour, hatch, dash in zip(variants, COLOURS, HATCHES, DASHES, strict=False)
    }


def region_dresses(variants: Sequence[str]) -> dict[str, Dress]:
    """One for each, however many: colours come again with other hatches."""
    return {
        name: Dress(COLOURS[place % NAMED], HATCHES[(place + place // NAMED) % NAMED], "solid")
        for place, name in enumerate(variants)
    }


def mixed(colour: str, white: float) -> tuple[float, float, float]:
    """A colour with a share of white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (round(part + (1 - part) * white, 4) for part in parts)
    return red, green, blue


def _settings() -> dict[str, Any]:
    """matplotlib's own defaults with ours over them, whatever the reader's file of settings says."""
    import matplotlib

    own = {
        "font.family": ["DejaVu Sans"],
        "mathtext.fontset": "dejavusans",
        "svg.hashsalt": "mesaprior",
        "svg.fonttype": "path",
        "pdf.fonttype": 42,
        "hatch.linewidth": 0.7,
        "axes.linewidth": 0.7,
        "path.simplify": False,
    }
    defaults = {key: value for key, value in matplotlib.rcParamsDefault.items() if not key.startswith(_KEPT)}
    return {**defaults, **own}


_KEPT: Final = (
    "backend",
    "interactive",
    "toolbar",
    "tk.",
    "webagg",
    "date",
    "figure.hooks",
    "timezone",
    "docstring",
)
"""Settings that say nothing of how a figure looks."""


@contextmanager
def style() -> Iterator[None]:
    """Within, figures are made and saved; afterwards everything is as it was."""
    check_installed()
    import matplotlib

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with matplotlib.rc_context(_settings()):
            yield


def check_installed() -> None:
    """Raises `InputError` where there is no matplotlib."""
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        help = "in a clone of mesaprior: pip install '.[plot]'"
        raise refuse("plot-not-installed", "figures need matplotlib, which is not installed", help) from None


@dataclass(frozen=True)
class Paper:
    """A figure about to be drawn: its size in inches, its letters in points."""

    figure: Figure
    canvas: FigureCanvasAgg
    width: float
    size: float

    @classmethod
    def of(cls, width: float, height: float) -> Paper:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        figure = Figure(figsize=(width, height), dpi=100)
        return cls(figure, FigureCanvasAgg(figure), width, 9 if width >= ROOMY else 7.5)

    @property
    def is_roomy(self) -> bool:
        return self.width >= ROOMY

    @property
    def line(self) -> float:
        """Inches from one line of text to the next."""
        return self.size * 1.35 / 72

    def extent(self, text: Text) -> tuple[float, float]:
        """How wide and how high a text is, in inches."""
        box = text.get_window_extent(self.canvas.get_renderer())
        return box.width / self.figure.dpi, box.height / self.figure.dpi

    def measured(self, content: str, size: float | None = None, **how: Any) -> tuple[float, float]:
        """The same for a text that is not in the figure."""
        key = (content, size or self.size, *sorted(how.items()))
        if key not in _MEASURED:
            if len(_MEASURED) > MEASURED_TEXTS:
                _MEASURED.clear()
            text = self.figure.text(0, 0, content, fontsize=size or self.size, **how)
            _MEASURED[key] = self.extent(text)
            text.remove()
        return _MEASURED[key]


_MEASURED: dict[tuple[Any, ...], tuple[float, float]] = {}
MEASURED_TEXTS: Final = 2_000
"""Sizes of texts that are remembered: small TeX is slow to read, and labels are measured more than once."""
ROOMY: Final = 5.0
"""Inches from which a figure has room for titles beside the names."""


def plain(text: str, most: int = 60) -> str:
    """Somebody's text on one line, signs that our letters lack spelled out as U+4E2D; never read as
    mathematics (give `parse_math=False` to whatever shows it)."""
    line = escape.one_line(text)
    known = _letters()
    line = "".join(sign if ord(sign) in known else f"U+{ord(sign):04X}" for sign in line)
    if len(line) <= most:
        return line
    words = line[: most - 1].rpartition(" ")[0]
    return (words if len(words) > most // 2 else line[: most - 1]) + "…"


def literal(text: str, most: int = 90) -> str:
    """The same for a line that may also hold mathematics of ours: no dollar sign begins any."""
    return plain(text, most).replace("$", r"\$")


def _letters() -> frozenset[int]:
    global _LETTERS
    if _LETTERS is None:
        from matplotlib.font_manager import findfont, get_font

        _LETTERS = frozenset(get_font(findfont("DejaVu Sans")).get_charmap())
    return _LETTERS


_LETTERS: frozenset[int] | None = None


@lru_cache(maxsize=500)
def maths(tex: str) -> str | None:
    r"""`t(\mathrm{find})` -> `$t(\mathrm{find})$` where the figure's own small TeX reads it, else None."""
    from matplotlib.mathtext import MathTextParser

    if not tex.isascii() or "$" in tex:
        return None
    try:
        MathTextParser("path").parse(f"${tex}$", 72)
    except (ValueError, RuntimeError, KeyError):
        return None
    return f"${tex}$"


def number_text(value: Fraction, most: int = 14) -> str:
    """`64/25 = 2.56`, `7/3 ≈ 2.33`, `12`; the decimal alone where the quotient is long."""
    exact, decimal = str(value), decimal_of(value)
    if decimal is None:
        return exact if len(exact) <= most else tick_text(float(value))
    sign, digits = decimal
    return f"{exact} {sign} {digits}" if len(exact) <= most else f"≈ {digits}"


def short_number(value: Fraction) -> str:
    """The quotient where it is short, else the decimal."""
    exact, decimal = str(value), decimal_of(value)
    return exact if decimal is None or len(exact) <= 6 else decimal[1]


def tick_text(value: float, _: object = None) -> str:
    """What stands at a tick: `0.01`, `12`, and powers of ten where plain digits would be many."""
    if value == 0:
        return "0"
    exponent = floor(log10(abs(value)) + 1e-9)
    if -4 < exponent < 5:
        return f"{value:.10g}"
    mantissa = value / 10.0**exponent
    power = f"10^{{{exponent}}}"
    return f"${power}$" if abs(mantissa - 1) < 1e-9 else rf"${mantissa:.3g} \cdot {power}$"


def drawable(value: Fraction) -> float:
    """A number as the screen has it. Raises `InputError` where it has none so large."""
    try:
        return float(value)
    except OverflowError:
        raise refuse("too-large-to-draw", "a cost has more than 300 digits", "ask wins instead") from None


def apart(wanted: Sequence[float], gaps: Sequence[float], low: float, high: float) -> list[float]:
    """Places for labels as near to where each belongs as may be: in the same order, `gaps[i]` being the room
    that label i takes, from `low` to `high` (which they leave where there is no room for all)."""
    order = sorted(range(len(wanted)), key=lambda place: (wanted[place], place))
    blocks: list[list[float]] = []  # sum of wishes, count, room, first wish less room before
    for place in order:
        room = gaps[place]
        blocks.append([wanted[place] - room / 2, 1.0, room])
        while len(blocks) > 1 and _start(blocks[-2], low, high) + blocks[-2][2] > _start(
            blocks[-1], low, high
        ):
            last = blocks.pop()
            before = blocks[-1]
            before[0] += last[0] - last[1] * before[2]
            before[1] += last[1]
            before[2] += last[2]
    found = [0.0] * len(wanted)
    position = iter(order)
    for block in blocks:
        edge = _start(block, low, high)
        for _ in range(int(block[1])):
            place = next(position)
            found[place] = edge + gaps[place] / 2
            edge += gaps[place]
    return found


def _start(block: Sequence[float], low: float, high: float) -> float:
    """Where a block of labels begins: at the mean of what its labels want, within the bounds."""
    return max(low, min(block[0] / block[1], high - block[2]))

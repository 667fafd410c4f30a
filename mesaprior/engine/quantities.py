"""The quantities of a figure: which one is named, which numbers are still missing, how far an axis goes.

Floor: `engine`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from fractions import Fraction
from typing import Final, TypeAlias

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, refuse
from mesaprior.language import parse_expression, parse_number, write
from mesaprior.results.figures import Extent

Range: TypeAlias = tuple[Fraction, Fraction]
"""From where to where an axis goes."""
Tick: TypeAlias = Callable[[int, int], None]
"""Told how much is done, of how much."""
WIDE: Final = 30
"""How many times the smallest point of interest the largest may be, before an axis is by powers of ten."""
MARGIN: Final = 5
"""How many times further than its points of interest an axis by powers of ten goes, on either side."""


def quantity(setting: Setting, text: str, option: str) -> Atom:
    """`c(combine)` or `g` -> its atom. Raises `InputError` for what is no price, parameter or rate."""
    try:
        atom = write(setting.model.names.formula(parse_expression(text)))
    except InputError as error:
        raise InputError(problem.in_text(option, text) for problem in error.problems) from None
    if atom not in setting.model.symbols.rank:
        help = "name a price, a parameter or the rate: 'c(combine)', 't(combine)', g"
        found = refuse("not-a-quantity", f"{text!r} is not a single quantity", help)
        raise InputError(problem.in_text(option, text) for problem in found.problems)
    return atom


def check_numbers(
    setting: Setting,
    polynomials: Iterable[Polynomial],
    free: Collection[Atom],
    what: str = "figure",
    over_rate: str = "draw over it, --x g",
) -> None:
    """Raises `InputError` that names what is not known of the polynomials, `free` aside."""
    used = {atom for polynomial in polynomials for atom in setting.model.symbols.inside(polynomial)}
    missing = [atom for atom in setting.open_atoms if atom in used and atom not in free]
    if not missing:
        return
    prices = [atom for atom in missing if atom != RATE]
    if not prices:
        raise refuse("no-rate", f"this {what} needs a rate", f"ask at one, -g 2, or {over_rate}")
    scenarios = [name for name, known in setting.model.scenarios.items() if known.keys() >= set(prices)]
    first = f"--set '{prices[0]}=1'"
    help = f"--scenario {scenarios[0]} has them, or put them in: {first}" if scenarios else f"put in {first}"
    said = ", ".join(prices[:4]) + (f" and {len(prices) - 4} more" if len(prices) > 4 else "")
    raise refuse("numbers-missing", f"a {what} needs numbers, and not all are known: {said}", help)


def is_wide(values: Sequence[Fraction]) -> bool:
    """Whether these are better drawn by powers of ten."""
    return bool(values) and max(values) > WIDE * min(values)


def extent(
    quantity: Atom,
    points: Iterable[Fraction],
    asked: Range | None,
    log: bool | None,
    marked: Fraction | None,
) -> Extent:
    """The axis that shows these points of interest, with room beside them, between round numbers.

    `asked`: from where to where, if somebody says so; `log`: by powers of ten or not, None: whichever suits.
    Raises `InputError` for powers of ten from 0 on.
    """
    known = sorted(value for value in (*points, *filter(None, [marked])) if value > 0) or [Fraction(1)]
    if asked is None:
        if is_wide(known) if log is None else log:
            return Extent(quantity, round_down(known[0] / MARGIN), round_up(known[-1] * MARGIN), True, marked)
        return Extent(quantity, Fraction(0), round_up(known[-1] * Fraction(8, 5)), False, marked)
    low, high = asked
    if log and not low:
        raise refuse("bad-range", "an axis by powers of ten cannot begin at 0", "begin above 0, or --linear")
    return Extent(quantity, low, high, bool(low) and high >= WIDE * low if log is None else log, marked)


def _power_of_ten(value: Fraction) -> Fraction:
    """The largest that is not above a positive value."""
    power = Fraction(1)
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return power


def round_up(value: Fraction) -> Fraction:
    """The next number with a single digit that is not 0."""
    power = _power_of_ten(value)
    return -int(-value // power) * power


def round_down(value: Fraction) -> Fraction:
    """The last number with a single digit that is not 0."""
    power = _power_of_ten(value)
    return int(value / power) * power


def range_of(text: str, option: str) -> Range:
    """`1/2:10` -> the two numbers. Raises `InputError` unless the smaller is first and not negative."""
    low, colon, high = text.partition(":")
    try:
        ends = parse_number(low.strip(), exponent=True), parse_number(high.strip(), exponent=True)
    except InputError as error:
        if colon:
            raise InputError(problem.in_text(option, text) for problem in error.problems) from None
        ends = (Fraction(0), Fraction(0))
    if not 0 <= ends[0] < ends[1]:
        negative = min(ends) < 0
        help = (
            "no quantity is negative: 0:10" if negative else "write the smaller number first: 0:10, 1/100:5"
        )
        found = refuse("bad-range", f"{text!r} is no range", help)
        raise InputError(problem.in_text(option, text) for problem in found.problems)
    return ends

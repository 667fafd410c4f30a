"""A figure in a sentence, for those who do not see it and for the terminal.

Floor: `render`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mesaprior.errors import one_of
from mesaprior.formula import Amount, Formula
from mesaprior.render.numbers import about, decimal_of
from mesaprior.results import Interval
from mesaprior.results.drawn import Drawn
from mesaprior.results.figures import CostCurves, Regions
from mesaprior.results.sensitivity import Flip, Sensitivity


def sentence(result: Drawn) -> str:
    """Who wins where, in words."""
    if isinstance(result, Sensitivity):
        return _moves(result)
    return _regions(result) if isinstance(result, Regions) else _costs(result)


def names(winners: tuple[str, ...]) -> str:
    """`H_fh`, or `A = B` where they cost the same."""
    return " = ".join(winners)


def _costs(result: CostCurves) -> str:
    at = f" at g = {result.g}" if result.g is not None else ""
    parts = [
        f"{names(interval.winners)} {_range(interval, result.x.quantity)}"
        for interval in result.map.intervals
    ]
    winners = {name for interval in result.map.intervals for name in interval.winners}
    losers = [curve.variant for curve in result.curves if curve.variant not in winners]
    never = f"; {_all_of(losers)} never" if losers else ""
    beyond = f"; {_all_of(list(result.beyond))} beyond the budget" if result.beyond else ""
    return f"lowest cost{at}: {', '.join(parts)}{never}{beyond}"


def _range(interval: Interval, quantity: str) -> str:
    low = None if interval.above == 0 else interval.above
    if low is None and interval.below is None:
        return f"for every {quantity}"
    if low is None or interval.below is None:
        bound = low if interval.below is None else interval.below
        return f"for {quantity} {'>' if interval.below is None else '<'} {_number(bound)}"
    return f"for {_number(low, False)} < {quantity} < {_number(interval.below)}"


def _number(amount: Amount | None, with_decimal: bool = True) -> str:
    exact = amount.text if isinstance(amount, Formula) else str(amount)
    decimal = decimal_of(amount) if with_decimal else None
    return f"{exact} {decimal[0]} {decimal[1]}" if decimal else exact


def _regions(result: Regions) -> str:
    """The regions, where they meet, and who has none."""
    at = f" at g = {result.g}" if result.g is not None else ""
    if not result.regions:
        return f"over {result.x.quantity} and {result.y.quantity}{at}: the facts leave nothing of this figure"
    winners = [names(region.winners) for region in result.regions]
    lines = list(dict.fromkeys((*map(names, border.between), border.line.text) for border in result.borders))
    said = [f"{one} and {other} meet where {line.replace('==', '=')}" for one, other, line in lines]
    have = "has" if len(winners) == 1 else "have"
    here = f"{one_of(winners, 20).replace(' or ', ' and ')} {have} the lowest cost"
    over = f"over {result.x.quantity} and {result.y.quantity}{at}: {here}"
    never = f"; {_all_of(list(result.nowhere))} nowhere" if result.nowhere else ""
    return "; ".join([over, *said]) + never


def _moves(result: Sensitivity) -> str:
    """The numbers that change the winner, smallest change first."""
    at = f" at g = {result.g}" if result.g is not None else ""
    wins = f"{_all_of(list(result.winners))} {'wins' if len(result.winners) == 1 else 'tie'}{at}"
    flips = [(move, flip) for move in result.moves for flip in move.flips][:MOVES_SAID]
    said = [
        f"{move.number} from {move.value} to {_place(flip)} ({percent(flip)}): {names(flip.takes_over)}"
        for move, flip in flips
    ]
    return f"{wins}, until one number moves: {'; '.join(said)}" if said else f"{wins}; no number changes that"


MOVES_SAID: Final = 12
"""Flips that the words of a figure list."""


def _place(flip: Flip) -> str:
    return str(flip.at.value) if flip.at.value is not None else f"about {about(flip.at.middle)[1]}"


def percent(flip: Flip) -> str:
    """`+17.5 %`, `-35 %`."""
    if flip.change is None:
        return "from 0"
    value = sum(flip.change, Fraction(0)) / 2
    digits = about(abs(value))[1] if value else "0"
    digits = digits.rstrip("0").rstrip(".") if "." in digits and "e" not in digits else digits
    return f"{'-' if value < 0 else '+'}{digits} %"


def _all_of(listed: list[str]) -> str:
    return one_of(listed, 8).replace(" or ", " and ")

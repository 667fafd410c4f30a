"""A result to the one short value that a sentence or a macro takes from it.

Floor: `essay`. Each function raises `InputError` where the result holds no single value: what depends on
something has no room in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from mesaprior.errors import InputError, did_you_mean, one_of, refuse
from mesaprior.render.document import Line, Maths, Words
from mesaprior.render.spans import G, amount, joined, listed, name, quantity, rates
from mesaprior.render.wins import interval_line
from mesaprior.results import (
    Checked,
    Checks,
    Conditions,
    Costs,
    PairCondition,
    Pairs,
    Result,
    VariantCondition,
    Wins,
)

_ADD_NUMBERS: Final = "add scenario=... or set=...; what it depends on has room in a table"


def no_single(message: str, help: str) -> InputError:
    return refuse("no-single-answer", message, help)


def winner(wins: Wins) -> Line:
    """`H_fh`; `a tie of H_fh and H_sd`."""
    if wins.winner:
        return name(wins.winner)
    if wins.tie:
        return (Words("a tie of "), *listed([name(variant) for variant in wins.tie]))
    if wins.g is None:
        raise no_single("who wins depends on the rate", "add g=...")
    raise no_single("who wins depends on what is left open", _ADD_NUMBERS)


def margin(wins: Wins) -> Line:
    """By how much the winner wins."""
    if wins.margin is not None:
        return (quantity(wins.margin),)
    raise _no_second(wins, "margin")


def runner_up(wins: Wins) -> Line:
    """The second."""
    if wins.runner_up:
        return name(wins.runner_up)
    raise _no_second(wins, "runner-up")


def _no_second(wins: Wins, what: str) -> InputError:
    if wins.tie:
        return no_single(f"{' and '.join(wins.tie)} tie here", "choose another rate")
    return no_single(f"the {what} depends on what is left open", _ADD_NUMBERS)


def cost(found: Costs, variant: str, axis: str | None = None) -> Line:
    """What a variant costs, or its price on an axis."""
    known = {cost.variant: cost for cost in found.costs}
    if variant not in known:
        help = did_you_mean(variant, known) or f"the variants are {one_of(list(known))}"
        raise refuse("unknown-variant", f"unknown variant {variant!r}", help)
    prices = known[variant].prices
    if axis is not None and axis not in prices:
        help = did_you_mean(axis, prices) or f"the axes are {one_of(list(prices))}"
        raise refuse("unknown-axis", f"unknown axis {axis!r}", help)
    if axis is None and known[variant].infinite:
        return (Words("infinite"),)
    return (amount(known[variant].cost if axis is None else prices[axis]),)


def crossover(pair: PairCondition) -> Line:
    """The rate at which two variants cost the same, where there may be one."""
    if pair.crossover is None or pair.status in {"always", "never"}:
        names = f"{pair.winner} and {pair.loser}"
        raise no_single(f"{names} cost the same at no one rate", "ask conditions, or compare, in a table")
    return (amount(pair.crossover),)


def rates_of(found: Conditions, variant: str) -> Line:
    """The rates at which a variant wins, where they are one range without a *when*. No rate was asked."""
    if found.map is not None:
        intervals = found.map.wins_for(variant)
        ranges = joined((interval_line(interval) for interval in intervals), Words(" and for "))
        return ranges or (Words("never"),)
    return _condition(found[variant])


def _condition(condition: VariantCondition) -> Line:
    if condition.status in {"never", "always"}:
        return (Words("never"),) if condition.status == "never" else (Words("every "), Maths((G,)))
    rows = condition.rows
    if len(rows) != 1 or rows[0].when or rows[0].iff is not None or condition.choices:
        raise no_single(f"when {condition.variant} wins depends on what is left open", _ADD_NUMBERS)
    return rates(rows[0])


def values_of(result: Result) -> Iterator[tuple[str, Line]]:
    """Every short value that a table's result holds, each behind the words that ask for it; what has no
    single value is left out."""
    for key, value in _asked_of(result):
        try:
            yield key, value()
        except InputError as error:
            if any(problem.code != "no-single-answer" for problem in error.problems):
                raise


def _asked_of(result: Result) -> Iterator[tuple[str, Callable[[], Line]]]:
    match result:
        case Conditions(g=None):
            for variant in result:
                yield f"conditions variant={variant}", partial(rates_of, result, variant)
        case Conditions():
            always = [variant for variant, found in result.items() if found.status == "always"]
            yield from (("winner", partial(name, variant)) for variant in always)
        case Costs():
            for found in result.costs:
                yield f"cost {found.variant}", partial(cost, result, found.variant)
                for axis in found.prices:
                    yield f"cost {found.variant} axis={axis}", partial(cost, result, found.variant, axis)
        case Pairs():
            for pair in result.pairs:
                for key in (f"{pair.winner} {pair.loser}", f"{pair.loser} {pair.winner}"):
                    yield f"crossover {key}", partial(crossover, pair)
        case Checks():
            for checked in result:
                yield f"check claim={checked.id}", partial(_verdict, checked)


def _verdict(checked: Checked) -> Line:
    return (Words(checked.verdict),)

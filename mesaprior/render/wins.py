"""The answer to `wins`: who wins at the rate that was asked, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from mesaprior.render.costs import cost_table, gaps, latex_of
from mesaprior.render.document import Block, Document, Item, Line, Lines, Maths, User, Words
from mesaprior.render.explain import explanation
from mesaprior.render.reasons import wins_iff
from mesaprior.render.spans import (
    G,
    amount,
    amount_node,
    given,
    joined,
    listed,
    name,
    quantity,
    rate,
    span_of_rates,
    titled,
)
from mesaprior.render.spelling import finished
from mesaprior.results import Interval, Wins


def wins_document(wins: Wins, *, explain: bool = False) -> Document:
    """The answer first; then the costs where they are numbers, else what each variant's winning takes."""
    settled = bool(wins.winner or wins.tie)
    blocks: list[Block] = list(explanation(wins)) if explain else []
    if gaps(wins.costs):
        blocks.append(cost_table(wins.costs, wins.under, ranked=True, winners=(wins.winner, *wins.tie)))
    elif not settled or explain:
        title: Line = (Words("so"), *_at(wins)) if explain else ()
        items = wins_iff(wins.conditions.values(), bool(_facts(wins)), wins.g)
        blocks.append(Lines(tuple(items), title=title))
    else:
        others = [item for variant, item in _others(wins) if variant not in {wins.winner, *wins.tie}]
        blocks.append(Lines(tuple(others)))
    blocks.append(Lines(tuple(given(wins.under))))
    return finished(_headline(wins), _caption(wins), blocks, latex_of(wins.costs))


def _headline(wins: Wins) -> Line:
    titles = {cost.variant: cost.title for cost in wins.costs}
    if wins.winner:
        line: Line = (*titled(wins.winner, titles.get(wins.winner)), Words(" wins"), *_at(wins))
        if wins.margin is None:
            return (*line, Words(", " + _whatever(wins)))
        line = (*line, Words(", by "), quantity(wins.margin))
        line = (*line, Words(" over "), *name(wins.runner_up)) if wins.runner_up else line
        return (*line, Words("; it wins for "), *_ranges(wins.wins_for)) if wins.wins_for else line
    if wins.tie:
        return _tie(wins)
    where: Line = (
        (Words("at "), rate(wins.g), Words(" it depends")) if wins.g is not None else (Words("it depends"),)
    )
    if wins.under.scenario:
        return (*where, Words(" on the numbers that "), User(wins.under.scenario), Words(" leaves open:"))
    return (*where, Words(" on the numbers:"))


def _tie(wins: Wins) -> Line:
    line: Line = (
        Words("tie"),
        *_at(wins),
        Words(" between "),
        *listed([name(variant) for variant in wins.tie]),
    )
    if any(cost.infinite for cost in wins.costs if cost.variant in wins.tie):
        return (*line, Words(", none of which keeps within the budget"))
    costs = [cost.cost for cost in wins.costs if cost.variant in wins.tie]
    if not costs[0].is_number:
        return (*line, Words(", " + _whatever(wins)))
    return (*line, Words(", both " if len(wins.tie) == 2 else ", all "), amount(costs[0]))


def _at(wins: Wins) -> Line:
    return () if wins.g is None else (Words(" at "), rate(wins.g))


def _facts(wins: Wins) -> tuple[str, ...]:
    return (*wins.under.facts, *wins.under.assumed)


def _whatever(wins: Wins) -> str:
    if _facts(wins):
        return "wherever the facts hold"
    numbers = "other numbers" if set(wins.under.numbers) - {"g"} else "numbers"
    return f"whatever the {numbers} are"


def _ranges(intervals: Sequence[Interval]) -> Line:
    """`g < 64/25 = 2.56`; `53/4700 < g < 64/25 = 2.56`."""
    return joined((interval_line(interval) for interval in intervals), Words(" and for "))


def interval_line(interval: Interval, *, decimal: bool = True) -> Line:
    """The rates of an interval of the winner map."""
    low = (amount_node(interval.above), interval.above) if interval.above != 0 else None
    high = (amount_node(interval.below), interval.below) if interval.below is not None else None
    if low is None and high is None:
        return (Words("every "), Maths((G,)))
    return (span_of_rates(low, high, decimal=decimal),)


def _others(wins: Wins) -> list[tuple[str, Item]]:
    conditions = list(wins.conditions.values())
    items = wins_iff(conditions, bool(_facts(wins)), wins.g)
    return [(condition.variant, item) for condition, item in zip(conditions, items, strict=True)]


def _caption(wins: Wins) -> Line:
    line: Line = (Words("Which variant wins"), *_at(wins), Words(" under the "), User(wins.under.prior))
    return (*line, Words(" prior"))

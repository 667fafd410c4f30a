"""`--explain`: the costs in symbols, the numbers put in, then the result."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from mesaprior.algebra import RATE
from mesaprior.language import Apply, Name, Node
from mesaprior.render.costs import cost_node
from mesaprior.render.document import Block, Item, Line, Lines, Maths, User, Words
from mesaprior.render.forms import collected, put_in
from mesaprior.render.spans import amount, choice, listed, name, numbers_line, rate
from mesaprior.results import Cost, PairCondition, Wins


def explanation(wins: Wins) -> Iterator[Block]:
    """The blocks that come before the result."""
    before = wins.explanation
    costs = before.costs if before else wins.costs
    pairs = before.pairs if before else ()
    items = [Item((Maths((_cost_of(cost.variant), collected(cost.cost))),)) for cost in costs]
    items += [item for pair in pairs for item in _pair(pair)]
    yield Lines(tuple(items), title=(Words("in symbols"),))
    known = {atom: value for atom, value in wins.under.numbers.items() if atom != RATE}
    if known:
        title: Line = (Words("with the numbers"),)
        if wins.under.scenario:
            title = (Words("with the numbers of "), User(wins.under.scenario))
        yield Lines((Item(numbers_line(known)), *_worked_costs(wins), *_worked_ties(wins)), title=title)


def _cost_of(variant: str) -> Node:
    return Apply("cost", (Name(variant),))


def _pair(pair: PairCondition) -> Iterator[Item]:
    """`H_fh beats H_sd iff ...`, and the rate at which they tie."""
    yield Item(
        (*name(pair.winner), Words(" beats "), *name(pair.loser)),
        "iff",
        tuple(map(choice, pair.choices)) or ((Maths((pair.inequality.node,)),),),
    )
    if pair.crossover is not None:
        tie: Line = (*name(pair.winner), Words(" and "), *name(pair.loser), Words(" tie at "))
        value = amount(pair.crossover)
        yield Item((*tie, Maths((Name(RATE), *value.sides), value.decimal)))


def _worked_costs(wins: Wins) -> Iterator[Item]:
    """`cost(H_fh) = 2*300 + 58 = 658`."""
    node = cost_node(wins.under, wins.costs)
    for cost in wins.costs:
        value = amount(cost.cost)
        sides: tuple[Node, ...] = (_cost_of(cost.variant),)
        numbers = _prices(cost, wins.g)
        if node is not None and numbers is not None and cost.cost.is_number:
            sides += (put_in(node, numbers),)
        yield Item((Maths((*sides, collected(cost.cost)), value.decimal),))


def _worked_ties(wins: Wins) -> Iterator[Item]:
    """`H_fh and H_sd tie at g = 64/25 = 2.56`."""
    for tie in wins.map.ties if wins.map else ():
        tied = listed([name(variant) for variant in tie.variants])
        yield Item((*tied, Words(" tie at "), rate(tie.at)))


def _prices(cost: Cost, g: Fraction | None) -> dict[str, Fraction] | None:
    numbers = {axis: price.value for axis, price in cost.prices.items()}
    if any(value is None for value in numbers.values()) or cost.cost.symbols.rate_of != "product":
        return None
    known = {axis: value for axis, value in numbers.items() if value is not None}
    return known if g is None else {**known, RATE: g}

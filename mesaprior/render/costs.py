"""What each variant costs: prices on every axis, the cost, and how far behind the cheapest it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from mesaprior.errors import InputError
from mesaprior.formula import Amount
from mesaprior.language import Node, parse_expression, write
from mesaprior.render.document import (
    Block,
    Column,
    Document,
    Item,
    Line,
    Lines,
    Mark,
    Maths,
    Row,
    Table,
    User,
    Words,
)
from mesaprior.render.forms import as_applied, collected
from mesaprior.render.spans import amount, given, name, quantity, rate
from mesaprior.render.spelling import finished
from mesaprior.results import Circumstances, Cost, Costs

WIDEST_COST: Final = 40
"""Characters of a cost formula that still stands in a table; beyond it the table says how the cost is made
up from the prices instead of repeating them."""


def costs_document(found: Costs) -> Document:
    """`table --of costs`: what each variant costs on each axis and in all."""
    costs, under = found.costs, found.under
    blocks: list[Block] = [
        cost_table(costs, under, ranked=False, winners=()),
        Lines(tuple(_made_up(costs, under))),
        Lines(tuple(given(under))),
    ]
    return finished(_headline(found), (), blocks, latex_of(costs))


def _headline(found: Costs) -> Line:
    """`at g = 2 H_fh costs least, 658`; without a single cheapest one, what the table holds."""
    where: Line = () if found.g is None else (Words("at "), rate(found.g), Words(" "))
    cheapest = _cheapest(found.costs)
    if len(cheapest) == 1 and len(found.costs) > 1:
        return (*where, *name(cheapest[0].variant), Words(" costs least, "), amount(cheapest[0].cost))
    return (*where, Words("what each variant costs"))


def _cheapest(costs: Sequence[Cost]) -> list[Cost]:
    behind = gaps(costs)
    return [cost for cost in costs if behind.get(cost.variant) == 0]


def gaps(costs: Sequence[Cost]) -> Mapping[str, Amount]:
    """How much dearer each is than the cheapest; nothing where not all are numbers that can be compared."""
    if any(cost.behind is not None for cost in costs):
        return {cost.variant: cost.behind for cost in costs if cost.behind is not None}
    values = {cost.variant: cost.cost.value for cost in costs}
    known = [value for value in values.values() if value is not None]
    if len(known) < len(values):
        return {}
    return {name: value - min(known) for name, value in values.items() if value is not None}


def cost_table(
    costs: Sequence[Cost], under: Circumstances | None, *, ranked: bool, winners: Sequence[str | None]
) -> Table:
    """One row a variant. `ranked`: with the distance to the cheapest, the winners marked."""
    axes = tuple(dict.fromkeys(axis for cost in costs for axis in cost.prices))
    titles = any(cost.title for cost in costs)
    with_cost = _costs_fit(costs, under)
    columns = [Column((Words("variant"),))]
    columns += [Column((), wraps=True)] if titles else []
    numeric = all(price.value is not None for cost in costs for price in cost.prices.values())
    columns += [Column(name(axis), "right" if numeric else "left", wraps=not numeric) for axis in axes]
    align = "right" if all(cost.cost.is_number for cost in costs) else "left"
    columns += [Column(cost_heading(under, costs), align, wraps=align == "left")] if with_cost else []  # type: ignore[arg-type]
    columns += [Column((Words("behind by"),), "right")] if ranked else []
    behind = gaps(costs)
    rows = []
    for cost in costs:
        mark: Line = (Mark("winner" if cost.variant in winners else "loser"),) if ranked else ()
        cells: list[Line] = [(*mark, *name(cost.variant))]
        cells += [(User(cost.title),) if cost.title else ()] if titles else []
        cells += [(amount(cost.prices[axis]),) if axis in cost.prices else () for axis in axes]
        cells += [_total(cost)] if with_cost else []
        cells += [_behind(behind.get(cost.variant))] if ranked else []
        rows.append(Row(tuple(cells), strong=cost.variant in winners))
    return Table(tuple(columns), tuple(rows))


def _total(cost: Cost) -> Line:
    if cost.infinite:
        return (Words("infinite"),)
    return (Maths((collected(cost.cost),), amount(cost.cost).decimal),)


def _behind(gap: Amount | None) -> Line:
    if gap is None:
        return ()
    return (Mark("none"),) if gap == 0 else (quantity(gap),)


def cost_heading(under: Circumstances | None, costs: Sequence[Cost]) -> Line:
    """The cost as the prior defines it, `g*c + t`; `cost` where that is not known."""
    node = cost_node(under, costs)
    return (Words("cost"),) if node is None else (Maths((node,), dotted=True),)


def cost_node(under: Circumstances | None, costs: Sequence[Cost]) -> Node | None:
    """The prior's formula in the axes, spelled the way the rate is applied."""
    if under is None:
        return None
    try:
        node = parse_expression(under.cost)
    except InputError:
        return None
    applied = any(cost.cost.symbols.rate_of != "product" for cost in costs)
    return as_applied(node) if applied else node


def _costs_fit(costs: Sequence[Cost], under: Circumstances | None) -> bool:
    widest = max((len(write(collected(cost.cost))) for cost in costs), default=0)
    return widest <= WIDEST_COST or under is None


def _made_up(costs: Sequence[Cost], under: Circumstances | None) -> list[Item]:
    """`cost = g*c + t`, where the table has no room for the cost itself."""
    node = cost_node(under, costs)
    if node is None or _costs_fit(costs, under):
        return []
    return [Item((Words("each costs "), Maths((node,))))]


def latex_of(costs: Sequence[Cost]) -> Mapping[str, str]:
    """The LaTeX names that the model declares."""
    return costs[0].cost.symbols.latex if costs else {}

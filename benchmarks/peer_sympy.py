"""SymPy alone: `reduce_inequalities`, which is what SymPy offers for "for which g?".

It solves for g where the sign of what g is multiplied by follows from the symbols being positive, and hands
everything else back as it came, without a word; several unknowns at once it refuses.
"""

from __future__ import annotations

from collections.abc import Iterator

from instances import Family
from sympy import Add, Basic, Expr, Symbol, reduce_inequalities, symbols
from sympy.core.relational import Relational


class Costs:
    """One expression per variant, `g*(c + ...) + t + ...`, all symbols positive."""

    def __init__(self, family: Family) -> None:
        self.g = Symbol("g", positive=True)
        complexity = symbols(f"c1:{family.terms + 1}", positive=True)
        time = symbols(f"t1:{family.terms + 1}", positive=True)
        self.symbols = (*complexity, *time)
        self.costs = [
            self.g * _form(prices.complexity, complexity) + _form(prices.time, time)
            for prices in family.prices
        ]


def _form(row: list[int], terms: tuple[Symbol, ...]) -> Expr:
    return Add(*(value * term for value, term in zip(row, terms, strict=True)))


prepare = Costs


def compile_model(costs: Costs) -> Iterator[None]:
    """Nothing beyond `prepare`."""
    return iter(())


def pairs(costs: Costs) -> Iterator[tuple[str, bool]]:
    """Each condition as text, and whether SymPy solved it for g. Where g cancels, SymPy refuses."""
    for i, one in enumerate(costs.costs):
        for other in costs.costs[i + 1 :]:
            condition = one < other
            try:
                answer = reduce_inequalities([condition], [costs.g])
            except NotImplementedError:
                yield str(condition), False
            else:
                yield str(answer), _solved(answer, costs.g)


def _solved(answer: Basic, g: Symbol) -> bool:
    """Whether g stands alone on one side wherever it stands."""
    parts = answer.atoms(Relational)
    return all(g in (part.lhs, part.rhs) and part.count(g) == 1 for part in parts if part.has(g))


def can_win(costs: Costs) -> Iterator[bool]:
    """Refused by SymPy with `NotImplementedError`."""
    for i, own in enumerate(costs.costs):
        rows = [own < cost for j, cost in enumerate(costs.costs) if j != i]
        yield reduce_inequalities(rows, [costs.g, *costs.symbols]) is not False


def reduced(costs: Costs) -> Iterator[list[int]]:
    """Refused like `can_win`: there is no other way to ask whether one inequality follows from others."""
    rows = [costs.costs[0] < cost for cost in costs.costs[1:]]
    reduce_inequalities([*rows[:-1], costs.costs[0] >= costs.costs[-1]], [costs.g, *costs.symbols])
    yield []

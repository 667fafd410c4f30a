"""SymPy's exact simplex, `sympy.solvers.simplex.lpmin`, for somebody who has put u = g*c by hand.

What `reduce_inequalities` refuses, SymPy can decide this way: a strict row is asked as `>= 1`, since
everything is homogeneous. It answers with numbers or with `InfeasibleLPError`, without multipliers.

Its numbers are put back, which costs little: SymPy 1.14 answers some infeasible programmes, not the same ones
in every run, with numbers that break the constraints (sympy issue 28089). Such an answer settles nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from instances import Family, Implications
from sympy import Add, Expr, Symbol, symbols
from sympy.core.relational import Relational
from sympy.solvers.simplex import InfeasibleLPError, lpmin


class Costs:
    """One linear expression per variant, and `>= 1` for every symbol."""

    def __init__(self, family: Family) -> None:
        unknowns = (*symbols(f"u1:{family.terms + 1}"), *symbols(f"t1:{family.terms + 1}"))
        self.positive = [unknown >= 1 for unknown in unknowns]
        self.costs = [_form([*prices.complexity, *prices.time], unknowns) for prices in family.prices]


def _form(row: list[int], unknowns: tuple[Symbol, ...]) -> Expr:
    return Add(*(value * unknown for value, unknown in zip(row, unknowns, strict=True)))


def _possible(constraints: list[Relational]) -> bool | None:
    """None where the numbers that come back break a constraint."""
    try:
        _, numbers = lpmin(0, constraints)
    except InfeasibleLPError:
        return False
    return True if all(row.subs(numbers) == True for row in constraints) else None  # noqa: E712, not bool


prepare = Costs


def can_win(costs: Costs) -> Iterator[bool | None]:
    """One linear programme per variant."""
    for i, own in enumerate(costs.costs):
        rows = [cost - own >= 1 for j, cost in enumerate(costs.costs) if j != i]
        yield _possible([*costs.positive, *rows])


def reduced(costs: Costs) -> Iterator[list[int] | None]:
    """One linear programme per variant and opponent, the last opponent first."""
    for i in range(len(costs.costs)):
        yield _kept(costs, i)


def _kept(costs: Costs, variant: int) -> list[int] | None:
    own = costs.costs[variant]
    kept = {j: cost - own >= 1 for j, cost in enumerate(costs.costs) if j != variant}
    for j in sorted(kept, reverse=True):
        others = [row for k, row in kept.items() if k != j]
        possible = _possible([*costs.positive, *others, own - costs.costs[j] >= 0])
        if possible is None:
            return None
        if not possible:
            del kept[j]
    return sorted(kept)


def prepare_implications(batch: Implications) -> list[list[Relational]]:
    """For each implication: symbols are positive, premises hold, the claim fails."""
    unknowns = symbols(f"x1:{batch.symbols + 1}")
    return [
        [
            *(unknown >= 1 for unknown in unknowns),
            *(_form(row, unknowns) >= 0 for row in premises),
            -_form(claim, unknowns) >= 0,
        ]
        for premises, claim in batch.instances
    ]


def implication(questions: list[list[Relational]]) -> Iterator[bool | None]:
    """Infeasibility of the denial."""
    for constraints in questions:
        possible = _possible(constraints)
        yield None if possible is None else not possible

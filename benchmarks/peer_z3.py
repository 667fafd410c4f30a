"""z3 alone: what somebody would write who has the model's numbers and z3, in the fastest of the forms tried.

Of `Solver`, `SolverFor("QF_LRA")` and `SimpleSolver` the last was the fastest; costs compared with costs were
faster than differences; assumption literals were 2 to 3 times faster than push and pop. `g*c(x)` is one
positive real `u`, so that everything is linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import z3
from instances import Family, Implications

PATIENCE: Final = 20_000
"""Milliseconds for a single check; now and then z3 does not come back from one of a hundred easy ones."""


class Costs:
    """One expression per variant, and the statement that every symbol is positive."""

    def __init__(self, family: Family) -> None:
        slopes = [z3.Real(f"u{k}") for k in range(1, family.terms + 1)]
        rests = [z3.Real(f"t{k}") for k in range(1, family.terms + 1)]
        self.positive = [symbol > 0 for symbol in (*slopes, *rests)]
        self.costs = [_form([*p.complexity, *p.time], [*slopes, *rests]) for p in family.prices]

    def solver(self) -> z3.Solver:
        return _solver(self.positive)

    def beats(self, winner: int, loser: int) -> z3.BoolRef:
        return self.costs[winner] < self.costs[loser]

    def rows(self, variant: int) -> dict[int, z3.BoolRef]:
        return {j: self.beats(variant, j) for j in range(len(self.costs)) if j != variant}


def _form(row: list[int], symbols: list[z3.ArithRef]) -> z3.ArithRef:
    return z3.Sum([value * symbol for value, symbol in zip(row, symbols, strict=True) if value])


def _solver(constraints: list[z3.BoolRef]) -> z3.Solver:
    solver = z3.SimpleSolver()
    solver.set("timeout", PATIENCE)
    solver.add(*constraints)
    return solver


prepare = Costs


def compile_model(costs: Costs) -> Iterator[None]:
    """Nothing beyond `prepare`."""
    return iter(())


def pairs(costs: Costs) -> Iterator[str]:
    """`z3.simplify(cost_V < cost_W)` as text; z3's own printer, many times faster than Python's."""
    for i in range(len(costs.costs)):
        for j in range(i + 1, len(costs.costs)):
            yield z3.simplify(costs.beats(i, j)).sexpr()


def can_win(costs: Costs) -> Iterator[bool | None]:
    """One check per variant; None where z3 gave up."""
    for i in range(len(costs.costs)):
        solver = costs.solver()
        solver.add(*costs.rows(i).values())
        yield _holds(solver.check())


def _holds(answer: z3.CheckSatResult) -> bool | None:
    return None if answer == z3.unknown else answer == z3.sat


def evidence(costs: Costs) -> Iterator[str | None]:
    """The same with z3's numbers for a win and for none, put back into the costs; *unsat* is believed."""
    for i in range(len(costs.costs)):
        yield _standing(costs, i)


def _standing(costs: Costs, variant: int) -> str | None:
    solver = costs.solver()
    solver.add(*costs.rows(variant).values())
    wins = _holds(solver.check())
    if not wins:
        return None if wins is None else "never"
    values = _values(solver.model(), costs)
    own = values[variant]
    assert all(own < value for j, value in enumerate(values) if j != variant)
    for row in costs.rows(variant).values():
        solver = costs.solver()
        solver.add(z3.Not(row))
        loses = _holds(solver.check())
        if loses is None:
            return None
        if loses:
            values = _values(solver.model(), costs)
            assert values[variant] > min(values) or values.count(values[variant]) > 1
            return "possible"
    return "always"


def _values(model: z3.ModelRef, costs: Costs) -> list[Any]:
    return [model.eval(cost, model_completion=True).as_fraction() for cost in costs.costs]


def reduced(costs: Costs) -> Iterator[list[int] | None]:
    """Row by row, the last first: is it implied by those that are left? None where z3 gave up on one."""
    for i in range(len(costs.costs)):
        yield _kept(costs, i)


def _kept(costs: Costs, variant: int) -> list[int] | None:
    solver = costs.solver()
    rows = costs.rows(variant)
    holds = {j: z3.Bool(f"holds{j}") for j in rows}
    fails = {j: z3.Bool(f"fails{j}") for j in rows}
    for j, row in rows.items():
        solver.add(z3.Implies(holds[j], row), z3.Implies(fails[j], z3.Not(row)))
    kept = set(rows)
    for j in sorted(rows, reverse=True):
        answer = _holds(solver.check([*(holds[k] for k in kept if k != j), fails[j]]))
        if answer is None:
            return None
        if not answer:
            kept.remove(j)
    return sorted(kept)


def prepare_implications(batch: Implications) -> list[list[z3.BoolRef]]:
    """For each implication: symbols are positive, premises hold, the claim fails."""
    symbols = [z3.Real(f"x{k}") for k in range(batch.symbols)]
    return [
        [
            *(symbol > 0 for symbol in symbols),
            *(_form(row, symbols) >= 0 for row in premises),
            _form(claim, symbols) <= 0,
        ]
        for premises, claim in batch.instances
    ]


def implication(questions: list[list[z3.BoolRef]]) -> Iterator[bool | None]:
    """*unsat* of the denial; without multipliers."""
    for constraints in questions:
        possible = _holds(_solver(constraints).check())
        yield None if possible is None else not possible

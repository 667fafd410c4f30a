"""cvc5 alone: the same questions that `peer_z3` asks, through cvc5's own Python interface.

`g*c(x)` is one positive real, so everything is linear (QF_LRA). Assumption literals tell which rows hold.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import cvc5
from cvc5 import Kind
from instances import Family, Implications

PATIENCE: Final = "20000"
"""Milliseconds for a single check."""


class Costs:
    """One term per variant; a solver that knows that every symbol is positive is made for each question."""

    def __init__(self, family: Family) -> None:
        self.manager = cvc5.TermManager()
        names = [f"{axis}{k}" for axis in "ut" for k in range(1, family.terms + 1)]
        self.symbols = _symbols(self.manager, names)
        self.costs = [_form(self.manager, [*p.complexity, *p.time], self.symbols) for p in family.prices]

    def solver(self) -> cvc5.Solver:
        return _solver(self.manager, _positive(self.manager, self.symbols))

    def beats(self, winner: int, loser: int) -> cvc5.Term:
        return self.manager.mkTerm(Kind.LT, self.costs[winner], self.costs[loser])

    def rows(self, variant: int) -> dict[int, cvc5.Term]:
        return {j: self.beats(variant, j) for j in range(len(self.costs)) if j != variant}


def _symbols(manager: cvc5.TermManager, names: list[str]) -> list[cvc5.Term]:
    return [manager.mkConst(manager.getRealSort(), name) for name in names]


def _positive(manager: cvc5.TermManager, symbols: list[cvc5.Term]) -> list[cvc5.Term]:
    return [manager.mkTerm(Kind.GT, symbol, manager.mkReal(0)) for symbol in symbols]


def _form(manager: cvc5.TermManager, row: list[int], symbols: list[cvc5.Term]) -> cvc5.Term:
    parts = [
        manager.mkTerm(Kind.MULT, manager.mkReal(value), symbol)
        for value, symbol in zip(row, symbols, strict=True)
        if value
    ]
    return manager.mkTerm(Kind.ADD, manager.mkReal(0), manager.mkReal(0), *parts)


def _solver(manager: cvc5.TermManager, constraints: list[cvc5.Term]) -> cvc5.Solver:
    solver = cvc5.Solver(manager)
    solver.setLogic("QF_LRA")
    solver.setOption("tlimit-per", PATIENCE)
    solver.setOption("incremental", "true")
    for constraint in constraints:
        solver.assertFormula(constraint)
    return solver


def _holds(answer: Any) -> bool | None:
    return None if answer.isUnknown() else answer.isSat()


prepare = Costs


def pairs(costs: Costs) -> Iterator[str]:
    """`cost_V < cost_W`, simplified, as text."""
    solver = costs.solver()
    for i in range(len(costs.costs)):
        for j in range(i + 1, len(costs.costs)):
            yield str(solver.simplify(costs.beats(i, j)))


def can_win(costs: Costs) -> Iterator[bool | None]:
    """One check per variant."""
    for i in range(len(costs.costs)):
        solver = costs.solver()
        for row in costs.rows(i).values():
            solver.assertFormula(row)
        yield _holds(solver.checkSat())


def reduced(costs: Costs) -> Iterator[list[int] | None]:
    """Row by row, the last first: is it implied by those that are left?"""
    for i in range(len(costs.costs)):
        yield _kept(costs, i)


def _kept(costs: Costs, variant: int) -> list[int] | None:
    solver, manager, rows = costs.solver(), costs.manager, costs.rows(variant)
    flag = manager.getBooleanSort()
    holds = {j: manager.mkConst(flag, f"holds{j}") for j in rows}
    fails = {j: manager.mkConst(flag, f"fails{j}") for j in rows}
    for j, row in rows.items():
        solver.assertFormula(manager.mkTerm(Kind.IMPLIES, holds[j], row))
        solver.assertFormula(manager.mkTerm(Kind.IMPLIES, fails[j], manager.mkTerm(Kind.NOT, row)))
    kept = set(rows)
    for j in sorted(rows, reverse=True):
        answer = _holds(solver.checkSatAssuming(*(holds[k] for k in kept if k != j), fails[j]))
        if answer is None:
            return None
        if not answer:
            kept.remove(j)
    return sorted(kept)


def prepare_implications(batch: Implications) -> tuple[cvc5.TermManager, list[list[cvc5.Term]]]:
    """For each implication: symbols are positive, premises hold, the claim fails."""
    manager = cvc5.TermManager()
    symbols = _symbols(manager, [f"x{k}" for k in range(batch.symbols)])
    zero = manager.mkReal(0)
    return manager, [
        [
            *_positive(manager, symbols),
            *(manager.mkTerm(Kind.GEQ, _form(manager, row, symbols), zero) for row in premises),
            manager.mkTerm(Kind.LEQ, _form(manager, claim, symbols), zero),
        ]
        for premises, claim in batch.instances
    ]


def implication(prepared: tuple[cvc5.TermManager, list[list[cvc5.Term]]]) -> Iterator[bool | None]:
    """*unsat* of the denial; without multipliers."""
    manager, questions = prepared
    for constraints in questions:
        possible = _holds(_solver(manager, constraints).checkSat())
        yield None if possible is None else not possible

"""One pair: when V beats W. The four rows of semantics section 3, less those that the facts exclude."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mesaprior.algebra import Polynomial, is_free
from mesaprior.engine.contenders import Verdict, beating
from mesaprior.engine.field import Field
from mesaprior.engine.reason.system import Refuted, Row
from mesaprior.formula import Comparison, Formula, RateInequality
from mesaprior.limits import ANSWERS_KEPT
from mesaprior.results import PairCondition, Premise
from mesaprior.results import Row as ConditionRow


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table: the signs of A and D (`g*A + D < 0` is the condition), and what follows.

    `bound` says on which side of the crossover -D/A the winning rates lie.
    """

    slope: str
    rest: str
    outcome: Literal["always", "never", "range"]
    bound: Literal["above", "below"] | None = None
    not_both_equal: bool = False


CASES: Final = (
    Case(">", "<", "range", "below"),
    Case("<=", "<=", "always", not_both_equal=True),
    Case(">=", ">=", "never"),
    Case("<", ">", "range", "above"),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """`cost(V) - cost(W) = g*A + D`: `slope` is A, `rest` is D.

    `told_slope` and `told_rest` have the same signs, said more simply: `x - y` for `2**x - 2**y`. `solved`:
    there are bounds on the rate; else A is `g(x) - g(y)` for an unspecified function g.
    """

    winner: int
    loser: int
    slope: Polynomial
    rest: Polynomial
    told_slope: Polynomial
    told_rest: Polynomial
    solved: bool = True

    @classmethod
    def of(cls, field: Field, winner: int, loser: int) -> Pair:
        slope, rest = field.slope_and_rest(winner, loser)
        if not field.symbols.functions:
            return cls(winner, loser, slope, rest, slope, rest)
        from mesaprior.engine.functions import applied_part, told

        solved = field.symbols.rate_of != "unspecified"
        if not solved:
            slope, rest = applied_part(rest, field.symbols)
        told_slope, told_rest = (told(part, field.symbols) for part in (slope, rest))
        return cls(winner, loser, slope, rest, told_slope, told_rest, solved)

    def premises(self, case: Case) -> list[Premise]:
        """What the case says, as premises."""
        premises = [_premise(self.told_slope, case.slope), _premise(self.told_rest, case.rest)]
        if case.not_both_equal:
            premises.append(_premise(self.told_slope + self.told_rest, "<"))
        return premises


def _premise(polynomial: Polynomial, relation: str) -> Premise:
    """`polynomial relation 0`."""
    upward = polynomial if relation in {">", ">="} else -polynomial
    return Premise(upward, relation in {"<", ">"}, f"a difference is {relation} 0")


def possible_cases(field: Field, pair: Pair) -> list[Case]:
    """The cases that the facts do not exclude."""
    return [case for case in CASES if not _excluded(field, pair, case)]


def _excluded(field: Field, pair: Pair, case: Case) -> bool:
    """Whether the facts exclude the case: by the signs of the coefficients, or by a checked proof."""
    if any(
        _always(field, polynomial, _DENIED[relation])
        for polynomial, relation in ((pair.told_slope, case.slope), (pair.told_rest, case.rest))
    ):
        return True
    if _signs_are_free(field, pair):
        return case.not_both_equal and not pair.told_slope and not pair.told_rest
    return _impossible(field, pair.premises(case), "a case is impossible")


def _signs_are_free(field: Field, pair: Pair) -> bool:
    """Without facts: each side has price atoms of its own, each to the power 1, so signs are independent."""
    functions = field.symbols.functions
    if field.setting.premises or not functions.keys().isdisjoint(
        pair.told_slope.atoms | pair.told_rest.atoms
    ):
        return False
    monomials = [*pair.told_slope.coefficients, *pair.told_rest.coefficients]
    atoms = [atom for monomial in monomials for atom, _ in monomial]
    plain = all(
        len(monomial) <= 1 and all(exponent == 1 for _, exponent in monomial) for monomial in monomials
    )
    return plain and len(set(atoms)) == len(atoms)


def _always(field: Field, polynomial: Polynomial, relation: str) -> bool:
    """Whether `polynomial relation 0` holds by the signs of the coefficients alone."""
    if not polynomial:
        return relation in {"<=", ">="}
    signs = {value > 0 for value in polynomial.coefficients.values()}
    if any(map(is_free, polynomial.atoms)) or len(signs) == 2 or (relation in {">", ">="}) != signs.pop():
        return False
    return relation in {"<=", ">="} or any(map(field.symbols.is_positive, polynomial.coefficients))


def condition_row(field: Field, pair: Pair, case: Case, tie: Formula | None, *, alone: bool) -> ConditionRow:
    """A case as a row; `tie` is the crossover. `alone`: it is the only case left and needs no *when*."""
    when, both = ((), False) if alone else _when(field, pair, case)
    if case.bound and not pair.solved:
        iff = field.compare(pair.slope + pair.rest, "<")
        return ConditionRow((field.names[pair.loser],), when, "iff", not_both_equal=both, iff=iff)
    return ConditionRow(
        against=(field.names[pair.loser],),
        when=when,
        outcome=case.outcome,
        above=(tie,) if case.bound == "above" and tie else (),
        below=(tie,) if case.bound == "below" and tie else (),
        not_both_equal=both,
    )


def case_when(field: Field, pair: Pair, case: Case) -> tuple[Comparison, ...]:
    """The signs that tell a case from the others, less those that hold anyway."""
    return _when(field, pair, case)[0]


def _when(field: Field, pair: Pair, case: Case) -> tuple[tuple[Comparison, ...], bool]:
    """The signs that tell this case from the others, less those that hold anyway; and whether it must be
    said that not both are equalities."""
    parts = [(pair.told_slope, case.slope), (pair.told_rest, case.rest)]
    if pair.told_slope == pair.told_rest:  # one condition, said once
        return (field.compare(pair.told_rest, "<" if case.not_both_equal else case.rest),), False
    needed = [
        part
        for part in parts
        if not _implied(field, pair, *part, [other for other in parts if other != part])
    ]
    if len(needed) == 0:
        needed = parts[:1]
    both = case.not_both_equal and not _strict_anyway(field, pair, needed)
    if both and not all(polynomial for polynomial, _ in parts):
        needed, both = [(polynomial, "<") for polynomial, _ in parts if polynomial], False
    elif both:
        needed = parts
    return tuple(field.compare(polynomial, relation) for polynomial, relation in needed), both


def _implied(
    field: Field, pair: Pair, polynomial: Polynomial, relation: str, others: Sequence[tuple[Polynomial, str]]
) -> bool:
    """Whether a comparison follows from the facts and the other comparisons of its case."""
    if _always(field, polynomial, relation):
        return True
    if _signs_are_free(field, pair):
        return False
    premises = [_premise(polynomial, _DENIED[relation]), *(_premise(*other) for other in others)]
    return _impossible(field, premises, "a condition holds anyway")


def _strict_anyway(field: Field, pair: Pair, needed: Sequence[tuple[Polynomial, str]]) -> bool:
    """Whether `A <= 0, D <= 0` cannot be two equalities."""
    if _signs_are_free(field, pair):
        return any(_always(field, polynomial, "<") for polynomial in (pair.told_slope, pair.told_rest))
    total = _premise(pair.told_slope + pair.told_rest, ">=")
    premises = [*(_premise(*part) for part in needed), total]
    return _impossible(field, premises, "the two cannot both be equal")


def _impossible(field: Field, premises: Sequence[Premise], says: str) -> bool:
    """Whether the facts exclude the premises, by a checked proof. A pair and its mirror ask the same, and
    one pair asks it as a case and as what another case implies; so answers are remembered."""
    asked = frozenset((premise.polynomial, premise.strict) for premise in premises)
    if asked not in field.impossible:
        refuted = field.refuted(premises)
        if refuted:
            field.proof(refuted, says)
        if len(field.impossible) >= ANSWERS_KEPT:
            field.impossible.clear()
        field.impossible[asked] = refuted is not None
    return field.impossible[asked]


_DENIED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}


def crossover(field: Field, pair: Pair) -> Formula | None:
    """The rate of the tie, -D/A, or None where no rate ties: it plays no part, or is all there is."""
    if not pair.slope or not pair.rest or not pair.solved:
        return None
    tie = Formula.quotient(-pair.rest, pair.slope, field.symbols)
    if not field.symbols.functions:
        return tie
    from mesaprior.engine.constants import with_near

    return with_near(tie)


def rows_of(field: Field, pair: Pair, required: Sequence[Row] = ()) -> tuple[ConditionRow, ...]:
    """The rows of a pair. With `required` (what else must hold for a win) cases that cannot meet it drop."""
    cases = possible_cases(field, pair)
    alone = len(cases) == 1
    if required and not alone:
        cases = [case for case in cases if not _clashes(field, pair, case, required)] or cases
    tie = crossover(field, pair)
    return tuple(condition_row(field, pair, case, tie, alone=alone) for case in cases)


def _clashes(field: Field, pair: Pair, case: Case, required: Sequence[Row]) -> bool:
    """Whether the variant cannot win in this case, the other opponents considered."""
    if case.outcome == "never" or not pair.slope or not pair.solved:
        return False
    rows = [
        _signed(field.slope_row, pair, case.slope),
        _signed(field.rest_row, pair, case.rest),
        *required,
    ]
    answer = field.ask(rows)
    if isinstance(answer, Refuted):
        field.proof(answer, "a case cannot be won")
    return isinstance(answer, Refuted)


def _signed(make: Callable[..., Row], pair: Pair, relation: str) -> Row:
    """A part of `cost(V) - cost(W)` with the sign that a case gives it, as a row."""
    strict = relation in {"<", ">"}
    upward = relation in {">", ">="}
    return make(*((pair.winner, pair.loser) if upward else (pair.loser, pair.winner)), strict=strict)


def pair_condition(field: Field, winner: int, loser: int) -> PairCondition:
    """When one variant beats another, with its rows and what settles its status."""
    if field.setting.model.within is not None:
        from mesaprior.engine.capped import capped_pair

        return capped_pair(field, winner, loser)
    pair = Pair.of(field, winner, loser)
    verdict: Verdict = beating(field, winner, loser)
    return PairCondition(
        winner=field.names[winner],
        loser=field.names[loser],
        status=verdict.status,
        inequality=inequality(field, winner, loser),
        crossover=crossover(field, pair),
        rows=rows_of(field, pair),
        evidence=verdict.evidence,
    )


def inequality(field: Field, winner: int, loser: int) -> RateInequality:
    """`cost(winner) < cost(loser)`, what is shared cancelled."""
    nothing = Polynomial({})
    if not field.setting.model.is_linear_in_rate:
        return RateInequality(nothing, field.cost_gap(winner, loser), field.setting.g, field.symbols)
    free = field.setting.without_rate
    gap = free.costs[field.names[winner]] - free.costs[field.names[loser]]
    parts = gap.split_by_rate()
    return RateInequality(parts.get(1, nothing), parts.get(0, nothing), field.setting.g, field.symbols)

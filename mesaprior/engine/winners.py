"""Which variant wins at g: by numbers, by the facts alone, or depending on what is left open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mesaprior.algebra import Polynomial
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.dominance import dominance
from mesaprior.engine.field import Field
from mesaprior.engine.pair_conditions import pair_condition
from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import (
    check_has_variants,
    check_rate_is_linear,
    conditions,
    known_variant,
)
from mesaprior.errors import refuse
from mesaprior.formula import Amount, Formula
from mesaprior.results import (
    AxisComparison,
    Compared,
    Conditions,
    Cost,
    Costs,
    Explanation,
    Pairs,
    Premise,
    Wins,
)
from mesaprior.symbols import Symbols


def wins(setting: Setting, *, explain: bool = False) -> Wins:
    """Who wins under the setting, and by how much.

    Without a rate the answer is the conditions, and the winner map where all numbers are known. `explain`
    adds the same question before numbers were put in. Raises `InputError` for facts that contradict each
    other.
    """
    found = conditions(setting)
    behind = _behind(setting)
    ranked = list(behind)
    winner: str | None = None
    tie: tuple[str, ...] = ()
    margin: Amount | None = None
    runner_up: str | None = None
    if ranked:
        cheapest = tuple(name for name in setting.model.variants if behind.get(name) == 0)
        winner, tie = (cheapest[0], ()) if len(cheapest) == 1 else (None, cheapest)
        if winner and len(ranked) > 1:
            runner_up, margin = ranked[1], behind[ranked[1]]
    else:
        winner = next((name for name, condition in found.items() if condition.status == "always"), None)
    return Wins(
        under=setting.circumstances(),
        g=setting.g,
        winner=winner,
        tie=tie,
        margin=margin,
        runner_up=runner_up,
        costs=_costs(setting, behind),
        conditions=found,
        explanation=_explanation(setting, found, ranked) if explain else None,
    )


def _explanation(setting: Setting, found: Conditions, ranked: Sequence[str]) -> Explanation:
    """The costs in symbols, and the pairs that the answer turns on: the two cheapest, the neighbours in the
    winner map, or, with numbers left open, each variant and the opponents that matter to it."""
    symbolic = setting.without_numbers
    if not setting.model.is_linear_in_rate:
        return Explanation(_costs(symbolic, {}), ())
    field = Field(symbolic)
    turning = {frozenset(ranked[:2])} if len(ranked) > 1 else set()
    if found.map is not None:
        turning |= {frozenset(tie.variants[:2]) for tie in found.map.ties}
    else:
        turning |= {
            frozenset((name, opponent))
            for name, condition in found.items()
            for row in condition.rows
            for opponent in row.against
        }
    pairs = sorted(sorted(field.index[name] for name in pair) for pair in turning)
    return Explanation(_costs(symbolic, {}), tuple(pair_condition(field, i, j) for i, j in pairs))


def costs(setting: Setting) -> Costs:
    """Every variant's prices and cost, as numbers where they are known, else as formulas."""
    check_has_variants(setting)
    return Costs(setting.circumstances(), setting.g, _costs(setting, _behind(setting)))


def _costs(setting: Setting, behind: Mapping[str, Amount]) -> tuple[Cost, ...]:
    symbols = setting.model.symbols
    barred = _barred(setting)
    return tuple(
        Cost(
            name,
            variant.title,
            {axis: Formula.of(price, symbols) for axis, price in setting.prices[name].items()},
            _formula(setting.costs[name], symbols),
            behind.get(name) if setting.model.symbols.functions or setting.model.within else None,
            name in (barred or ()),
        )
        for name, variant in setting.model.variants.items()
    )


def _formula(polynomial: Polynomial, symbols: Symbols) -> Formula:
    if not symbols.functions:
        return Formula.of(polynomial, symbols)
    from mesaprior.engine.constants import formula

    return formula(polynomial, symbols)


def _behind(setting: Setting) -> dict[str, Amount]:
    """How much dearer each variant is than the cheapest, the cheapest first; none where not all costs are
    numbers that can be compared."""
    barred = _barred(setting)
    if barred is None:
        return {}
    known = {name: cost.value for name, cost in setting.costs.items() if name not in barred}
    values = {name: value for name, value in known.items() if value is not None}
    if len(values) == len(known):
        ranked = sorted(values, key=lambda name: values[name])
        if not ranked:
            return dict.fromkeys(setting.costs, Fraction(0))  # all are infinitely dear
        return {name: values[name] - values[ranked[0]] for name in ranked}
    if not setting.model.symbols.functions:
        return {}
    from mesaprior.engine.constants import behind

    costs = {name: cost for name, cost in setting.costs.items() if name not in barred}
    return behind(costs, setting.model.symbols)


def _barred(setting: Setting) -> set[str] | None:
    """The variants that exceed the prior's budget; None where it is open whether one does."""
    if setting.model.within is None:
        return set()
    from mesaprior.engine.beats import room

    left = {name: room(setting, name).value for name in setting.costs}
    known = {name: value for name, value in left.items() if value is not None}
    return {name for name, value in known.items() if value < 0} if len(known) == len(left) else None


def pairs(setting: Setting) -> Pairs:
    """Every unordered pair once, the earlier variant as the winner."""
    check_setting(setting)
    check_has_variants(setting)
    check_rate_is_linear(setting)
    field = Field(setting)
    count = len(field.names)
    found = tuple(pair_condition(field, i, j) for i in range(count) for j in range(i + 1, count))
    return Pairs(setting.circumstances(), setting.g, found)


def compare(setting: Setting, left: str, right: str) -> Compared:
    """One pair, both ways round. Raises `InputError` for an unknown variant or twice the same one."""
    check_setting(setting)
    check_rate_is_linear(setting)
    one, other = known_variant(setting, left), known_variant(setting, right)
    if one == other:
        raise refuse("same-variant", f"{one!r} is compared with itself", "name two different variants")
    field = Field(setting)
    i, j = field.index[one], field.index[other]
    first, second = dominance(field, i, j), dominance(field, j, i)
    return Compared(
        under=setting.circumstances(),
        left=one,
        right=other,
        axes={axis: _axis(field, axis, one, other) for axis in setting.model.axes},
        left_beats=pair_condition(field, i, j),
        right_beats=pair_condition(field, j, i),
        dominates=one if first else other if second else None,
        evidence=first or second or (),
    )


def crossover(setting: Setting, left: str, right: str) -> Formula:
    """The rate at which the two cost the same.

    Raises `InputError` where the rate plays no part in the pair, so that no single rate is a tie.
    """
    check_rate_is_linear(setting.without_rate)
    field = Field(setting.without_rate)
    i, j = (field.index[known_variant(setting, name)] for name in (left, right))
    slope, rest = field.slope_and_rest(i, j)
    if not slope:
        raise refuse(
            "no-crossover",
            f"{left} and {right} differ by {field.formula(rest).text} at every rate",
            "a crossover needs a difference that the rate multiplies",
        )
    return Formula.quotient(-rest, slope, field.symbols)


def _axis(field: Field, axis: str, left: str, right: str) -> AxisComparison:
    gap = field.setting.prices[left][axis] - field.setting.prices[right][axis]
    return AxisComparison(axis, field.formula(gap), _sign(field, gap))


def _sign(field: Field, gap: Polynomial) -> str | None:
    """How the gap compares with 0 wherever the facts hold, or None where that is open."""
    if not gap:
        return "=="
    cannot = {
        relation
        for relation, premise in {
            ">": Premise(gap, True, "the difference is positive"),
            "<": Premise(-gap, True, "the difference is negative"),
        }.items()
        if _refuted(field, premise)
    }
    if len(cannot) == 2:
        return "=="
    for relation, opposite in (("<", ">"), (">", "<")):
        if opposite in cannot:
            level = Premise(gap if relation == "<" else -gap, False, "the difference is zero")
            return relation if _refuted(field, level) else f"{relation}="
    return None


def _refuted(field: Field, premise: Premise) -> bool:
    """Whether the facts exclude the premise, by a checked proof."""
    refuted = field.refuted([premise])
    if refuted:
        field.proof(refuted, f"not: {premise.says}")
    return refuted is not None

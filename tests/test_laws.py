"""Laws of the algebra, on random models: what must not change, what must change in a known way."""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from fractions import Fraction as F
from typing import Any

import pytest
import sympy

from mesaprior import engine
from mesaprior.engine import Setting
from mesaprior.errors import InputError
from mesaprior.formula import Comparison
from mesaprior.language import parse_expression, parse_relation
from mesaprior.language.nodes import Apply, Divide, Multiply, Name, Negate, Node, Number, Power, Relation, Sum
from mesaprior.model import Model, build, parsed_fact
from mesaprior.results import Conditions, joined
from mesaprior.spec import ModelSpec

SEEDS = range(100)
TERMS = ("a", "b", "find(a)", "S", "k2")


def random_price(source: random.Random) -> str:
    parts = []
    for term in TERMS:
        count = source.choice((0, 0, 1, 1, 2, 3))
        if count:
            parts.append(term if count == 1 else f"{count}*{term}")
    if source.random() < 0.3:
        parts.append(str(source.randint(1, 5)))
    return " + ".join(parts) or "0"


def random_spec(seed: int, *, facts: bool = True) -> dict[str, Any]:
    source = random.Random(seed)
    names = [f"V{i}" for i in range(source.randint(2, 4))]
    spec: dict[str, Any] = {
        "name": "m",
        "terms": {term: {} for term in TERMS},
        "variants": random_variants(names, source),
        "scenarios": {
            "all": {axis: {term: str(source.randint(1, 30)) for term in TERMS} for axis in ("c", "t")},
        },
    }
    if facts and source.random() < 0.7:
        spec["facts"] = [random_fact(source) for _ in range(source.randint(1, 2))]
    return spec


def random_variants(names: list[str], source: random.Random) -> dict[str, dict[str, str]]:
    """Prices at random; now and then those of the one before and something on top."""
    variants: dict[str, dict[str, str]] = {}
    for name in names:
        prices = {"complexity": random_price(source), "time": random_price(source)}
        if variants and source.random() < 0.4:
            last = variants[next(reversed(variants))]
            prices = {"complexity": f"{last['complexity']} + a", "time": last["time"]}
        variants[name] = prices
    return variants


def random_fact(source: random.Random) -> str:
    axis = source.choice("ct")
    left, right = source.sample(TERMS, 2)
    more = f" + {axis}({source.choice(TERMS)})" if source.random() < 0.5 else ""
    return f"{axis}({left}) {source.choice(('<', '<=', '>='))} {axis}({right}){more}"


def built(spec: dict[str, Any]) -> Model | None:
    """The model, or None where its random numbers break its random facts."""
    try:
        return build(ModelSpec.model_validate(spec))
    except InputError as error:
        assert {problem.code for problem in error.problems} == {"fact-broken"}
        return built({**spec, "scenarios": {}})


def answered(model: Model, **circumstances: Any) -> Conditions | None:
    """The conditions, or None where the random facts contradict each other."""
    try:
        return engine.conditions(Setting.of(model, **circumstances))
    except InputError as error:
        assert {problem.code for problem in error.problems} <= {"contradictory-facts", "fact-broken"}
        return None


def models(*, facts: bool = True) -> Iterator[tuple[dict[str, Any], Model, Conditions]]:
    for seed in SEEDS:
        spec = random_spec(seed, facts=facts)
        model = built(spec)
        found = answered(model) if model else None
        if model and found:
            yield spec, model, found


def said(found: Conditions) -> dict[str, Any]:
    """What an answer says of each variant, evidence apart."""
    return {
        name: (
            condition.status,
            condition.dominated_by,
            [{**row.to_dict(), "latex": None} for row in condition.rows],
            [comparison.text for comparison in condition.inequalities],
        )
        for name, condition in found.items()
    }


def test_renaming_changes_names_only() -> None:
    for spec, _, found in models():
        text = repr(spec)
        renamed = ast.literal_eval(re.sub(r"\b(V[0-9]|a|b|S|k2|find)\b", r"\1_r", text))
        again = answered(built(renamed))
        assert again is not None
        assert repr(said(again)).replace("_r", "") == repr(said(found)).replace("_r", "")


def test_reordering_variants_and_facts_changes_nothing() -> None:
    for spec, _, found in models():
        turned = {**spec, "variants": dict(reversed(spec["variants"].items()))}
        turned["facts"] = list(reversed(spec.get("facts", [])))
        again = answered(built(turned))
        assert again is not None
        for name, condition in found.items():
            other = again[name]
            assert (other.status, other.standing.somewhere) == (
                condition.status,
                condition.standing.somewhere,
            )
            assert other.standing.undominated == condition.standing.undominated


def test_a_shared_term_changes_nothing() -> None:
    for spec, _, found in models():
        shared = {
            name: {axis: f"{price} + 7*shared + 2" for axis, price in prices.items()}
            for name, prices in spec["variants"].items()
        }
        again = answered(built({**spec, "variants": shared, "terms": {**spec["terms"], "shared": {}}}))
        assert again is not None
        assert said(again) == said(found)


@pytest.mark.parametrize("factor", [F(3), F(1, 2), F(7, 5)])
def test_scaling_complexity_divides_every_crossover(factor: F) -> None:
    for spec, model, _ in models(facts=False):
        scaled = built(
            {
                **spec,
                "variants": {
                    name: {**prices, "complexity": f"({prices['complexity']})*{factor}"}
                    for name, prices in spec["variants"].items()
                },
            }
        )
        one, other = list(spec["variants"])[:2]
        try:
            before = engine.crossover(Setting.of(model, scenario="all"), one, other).value
        except InputError:
            continue
        after = engine.crossover(Setting.of(scaled, scenario="all"), one, other).value
        assert before is not None and after == before / factor


def test_swapping_a_pair_mirrors_it() -> None:
    mirror = {"always": "never", "never": "always", "range": "range"}
    for spec, model, _ in models():
        one, other = list(spec["variants"])[:2]
        there = engine.compare(Setting.of(model), one, other)
        back = engine.compare(Setting.of(model), other, one)
        assert there.left_beats.to_dict() == back.right_beats.to_dict()
        assert there.crossover == back.crossover
        assert there.dominates == back.dominates
        ranges = {
            (joined("max", row.above), joined("min", row.below))
            for row in there.left_beats.rows
            if row.outcome == "range"
        }
        mirrored = {
            (joined("max", row.below), joined("min", row.above))
            for row in there.right_beats.rows
            if row.outcome == "range"
        }
        assert ranges == mirrored
        if there.left_beats.status == "always":
            assert mirror[there.left_beats.status] == there.right_beats.status


def test_a_further_fact_keeps_never_and_always() -> None:
    kept = 0
    for seed, (_, model, found) in enumerate(models()):
        again = answered(model, assume=[random_fact(random.Random(seed + 1_000))])
        if again is None:
            continue
        for name, condition in found.items():
            if condition.status in {"never", "always"}:
                kept += 1
                assert again[name].status == condition.status
            for question in ("undominated", "somewhere"):
                before = getattr(condition.standing, question)
                if before in {"never", "always"}:
                    assert getattr(again[name].standing, question) == before
    assert kept > 50


def test_the_winner_at_a_rate_lies_in_its_interval() -> None:
    for spec, model, _ in models(facts=False):
        source = random.Random(repr(spec))
        for _ in range(5):
            g = F(source.randint(1, 400), source.randint(1, 40))
            found = engine.wins(Setting.of(model, g=g, scenario="all"))
            assert found.map is not None
            inside = [i for i in found.map.intervals if i.above < g and (i.below is None or g < i.below)]
            at_tie = [tie for tie in found.map.ties if tie.at == g]
            cheapest = (found.winner,) if found.winner else found.tie
            assert cheapest == (inside[0].winners if inside else at_tie[0].variants)
            assert len(inside) + len(at_tie) == 1
        for tie in found.map.ties:
            assert engine.wins(Setting.of(model, g=tie.at, scenario="all")).tie == tie.variants


def to_sympy(node: Node, symbols: dict[str, Any]) -> Any:
    """A formula in SymPy by another way: node by node, symbols made here."""
    match node:
        case Number(value=value):
            return sympy.Rational(value.numerator, value.denominator)
        case Name(name=name):
            return symbols.setdefault(name, sympy.Symbol(name, positive=True))
        case Apply():
            from mesaprior.language import write

            return symbols.setdefault(write(node), sympy.Symbol(write(node), positive=True))
        case Negate(operand=inner):
            return -to_sympy(inner, symbols)
        case Sum(summands=parts):
            return sum(to_sympy(part, symbols) for part in parts)
        case Multiply(left=left, right=right):
            return to_sympy(left, symbols) * to_sympy(right, symbols)
        case Divide(left=left, right=right):
            return to_sympy(left, symbols) / to_sympy(right, symbols)
        case Power(base=base, exponent=exponent):
            return to_sympy(base, symbols) ** to_sympy(exponent, symbols)
        case Relation():
            raise AssertionError("no relation here")


def test_costs_differences_and_crossovers_are_sympys_own() -> None:
    for count, (spec, model, _) in enumerate(models(facts=False)):
        if count == 40:
            break
        g = sympy.Symbol("g", positive=True)
        symbols: dict[str, Any] = {}
        costs = {}
        for name, prices in spec["variants"].items():
            c, t = (to_sympy(model.variants[name].written[axis], symbols) for axis in ("c", "t"))
            costs[name] = sympy.expand(g * c + t)
            assert prices
        ours = {cost.variant: cost.cost.sympy for cost in engine.costs(Setting.of(model)).costs}
        for name, cost in costs.items():
            assert sympy.expand(ours[name] - cost) == 0
        one, other = list(costs)[:2]
        gap = sympy.expand(costs[one] - costs[other])
        inequality = engine.compare(Setting.of(model), one, other).left_beats.inequality
        assert sympy.expand(inequality.sympy.lhs - inequality.sympy.rhs - gap) == 0
        slope = gap.coeff(g, 1)
        if slope != 0:
            tie = engine.crossover(Setting.of(model), one, other).sympy
            assert sympy.simplify(tie + gap.coeff(g, 0) / slope) == 0


def test_what_is_printed_parses_back_to_the_same_thing() -> None:
    seen = 0
    for _, model, found in models():
        for condition in found.values():
            for row in condition.rows:
                for comparison in row.when:
                    (parsed,) = parsed_fact(comparison.text, model).comparisons
                    assert Comparison.of(*parsed, comparison.symbols) == comparison
                    seen += 1
                for bound in (*row.above, *row.below):
                    assert parse_expression(bound.text) == bound.node
                    seen += 1
            for inequality in condition.inequalities:
                (parsed,) = parsed_fact(inequality.text, model).comparisons
                assert parsed[0] == inequality.polynomial or -parsed[0] == inequality.polynomial
                assert parse_relation(inequality.text) == inequality.node
    assert seen > 500

"""Parts of the engine with a contract of their own: pair texts, increasing costs, contradictory facts."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest

from mesaprior import engine
from mesaprior.engine import Setting, compare, conditions, pair_conditions
from mesaprior.engine.field import Field
from mesaprior.engine.increasing import derivative
from mesaprior.engine.pair_conditions import inequality
from mesaprior.engine.pair_texts import pair_texts
from mesaprior.errors import InputError
from mesaprior.language import parse_expression, parse_relation, write
from mesaprior.loading import load_text
from mesaprior.model import Model, build
from mesaprior.results import Conditions
from mesaprior.spec import ModelSpec


def model(**keys: object) -> Model:
    return build(ModelSpec.model_validate({"name": "m", **keys}))


def two(a: tuple[str, str], b: tuple[str, str], **keys: object) -> Model:
    variants = {"A": dict(zip(("complexity", "time"), a, strict=True))}
    variants["B"] = dict(zip(("complexity", "time"), b, strict=True))
    return model(variants=variants, **keys)


def random_prices(source: random.Random, largest: int) -> dict[str, str]:
    def price() -> str:
        counts = [source.choice((0, source.randint(1, largest))) for _ in range(7)]
        parts = [f"{count}*x{j}" if count > 1 else f"x{j}" for j, count in enumerate(counts) if count]
        return " + ".join(parts) or "0"

    return {"complexity": price(), "time": price()}


@pytest.mark.parametrize("largest", [1, 3])
@pytest.mark.parametrize("prior", ["linear", "additive", "speed", {"cost": "g*c + 2*t"}])
def test_fast_pair_texts_are_the_inequalities(largest: int, prior: object) -> None:
    source = random.Random(largest)
    for _ in range(15):
        variants = {f"V{i}": random_prices(source, largest) for i in range(6)}
        field = Field(Setting.of(model(variants=variants, prior=prior)))
        found = list(pair_texts(field))
        assert len(found) == 15
        for winner, loser, text in found:
            assert text == inequality(field, field.index[winner], field.index[loser]).text
            assert write(parse_relation(text)) == text


@pytest.mark.parametrize("kept", [1, 2, 3])
def test_answers_are_the_same_whether_they_were_kept_or_not(
    kept: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = random.Random(kept)
    variants = {f"V{i}": random_prices(source, 2) for i in range(4)}
    setting = Setting.of(model(variants=variants, facts=["c(x0) < c(x1)", "t(x2) <= t(x1) + t(x3)"]))
    before = conditions(setting).to_dict()
    assert len(Field(setting).impossible) == 0
    monkeypatch.setattr(pair_conditions, "ANSWERS_KEPT", kept)
    assert conditions(setting).to_dict() == before


@pytest.mark.parametrize(
    ("cost", "message"),
    [
        ("g*c - t", "this cost does not increase with t anywhere"),
        ("t - c + g", "this cost does not increase with c anywhere"),
        ("g*c + t - k*t", "this cost does not increase with t: not at k = 1"),
        ("g*c**2 - g*c + t", "this cost does not increase with c: not at c = 1/2"),
    ],
)
def test_a_cost_that_falls_is_refused_with_a_point(cost: str, message: str) -> None:
    built = two(("a", "b"), ("b", "a"), prior={"cost": cost, "parameters": {"k": {}}})
    with pytest.raises(InputError) as raised:
        engine.conditions(Setting.of(built))
    (problem,) = raised.value.problems
    assert (problem.code, problem.loc) == ("prior-not-increasing", ("prior", "cost"))
    assert problem.message.startswith(message.split(":")[0])
    assert (":" in message) == (": not at" in problem.message)


def test_bounds_of_parameters_can_make_a_cost_increase() -> None:
    cost = {"cost": "g*c + t - k*t", "parameters": {"k": {"below": "1"}}}
    found = engine.conditions(Setting.of(two(("a", "b"), ("a + b", "b"), prior=cost)))
    assert found["A"].status == "always"


def test_the_derivative_of_a_polynomial() -> None:
    built = two(("a", "b"), ("b", "a"), prior={"cost": "g*c**3 + 2*c*t + t"})
    parts = {str(dict(m)): v for m, v in derivative(built.cost, "c", built.symbols)}
    assert parts == {"{'c': 2, 'g': 1}": F(3), "{'t': 1}": F(2)}


CONTRADICTIONS = [
    (["c(a) < c(b)", "c(b) < c(a)"], ["c(a) < c(b)", "c(b) < c(a)"]),
    (["c(a) < c(b)", "t(a) == 3", "c(b) < 2", "c(a) > 2"], ["c(a) < c(b)", "c(b) < 2", "c(a) > 2"]),
    # Four facts contradict each other in a ring, two of them already do with a fifth.
    (
        ["c(a) < c(b)", "c(b) < t(a)", "t(a) < t(b)", "t(b) < c(a)", "c(b) < c(a)"],
        ["c(a) < c(b)", "c(b) < c(a)"],
    ),
    (["c(a) + c(b) < 0"], ["c(a) + c(b) < 0"]),
    (["c(A) < c(B)", "c(b) < c(a)"], ["c(A) < c(B)", "c(b) < c(a)"]),
    (
        ["cost(A) < cost(B)", "c(b) <= c(a)", "t(a) <= t(b)"],
        ["cost(A) < cost(B)", "c(b) <= c(a)", "t(a) <= t(b)"],
    ),
]


@pytest.mark.parametrize(("facts", "smallest"), CONTRADICTIONS)
def test_a_smallest_contradictory_set_is_named(facts: list[str], smallest: list[str]) -> None:
    built = two(("a", "b"), ("b", "a"), facts=facts)
    with pytest.raises(InputError) as raised:
        engine.wins(Setting.of(built, g=F(2)))
    (problem,) = raised.value.problems
    assert problem.code == "contradictory-facts"
    assert problem.message.split(": ", 1)[1].split("; ") == smallest
    assert problem.loc == ("facts", facts.index(smallest[-1]))


def test_facts_that_only_the_rate_contradicts_say_so() -> None:
    built = two(("a", "b"), ("b", "a"), facts=["g*c(a) > 6", "c(a) < 3"])
    assert engine.conditions(Setting.of(built, g=F(3)))["A"].status == "possible"
    with pytest.raises(InputError, match="cannot all hold with the numbers in force"):
        engine.conditions(Setting.of(built, g=F(2)))


def test_numbers_that_break_a_fact_are_refused() -> None:
    built = two(("a", "b"), ("b", "a"), facts=["c(a) < c(b)"])
    with pytest.raises(InputError, match="break the fact"):
        Setting.of(built, numbers={"c(a)": F(3), "c(b)": F(2)})
    with pytest.raises(InputError, match="break the fact"):
        two(("a", "b"), ("b", "a"), facts=["c(a) < c(b)"], scenarios={"s": {"c": {"a": 3, "b": 2}}})


@pytest.mark.parametrize(
    ("formula", "code"),
    [
        ("a*b", "product-of-terms"),
        ("a**2", "product-of-terms"),
        ("a/b", "product-of-terms"),
        ("a - b", "negative-price"),
        ("a/0", "division-by-zero"),
        ("a/(k - 1)", "divisor-may-be-zero"),
        ("a/(k + 1)", "divisor-is-a-sum"),
        ("a**9", "exponent-too-large"),
        ("a**k", "function-of-terms"),
        ("2**a", "function-of-terms"),
        ("k**a", "exponent-not-decided"),
        ("min(a, b)", "not-a-polynomial"),
        ("c(a)", "axis-in-price"),
        ("g*a", "rate-in-price"),
        ("B", "not-a-term"),
        ("f(2)", "not-a-term"),
    ],
)
def test_prices_that_are_refused(formula: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        two((formula, "b"), ("b", "a"), parameters={"k": {}}, terms={"a": {}, "b": {}})
    assert raised.value.problems[0].code == code
    assert raised.value.problems[0].loc == ("variants", "A", "complexity")


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        ("a < 1", "unknown-name"),
        ("x(a) < 1", "unknown-axis"),
        ("c(zz) < 1", "unknown-term"),
        ("cost(Z) < 1", "unknown-variant"),
        ("c(a)", "formula-syntax"),
        ("c(a) + c(b)", "formula-syntax"),
        ("min(t(a), t(b)) < 1", "not-a-polynomial"),
        ("log2(t(a) - t(b)) < 1", "logarithm-of-zero"),
        ("c(a) < c(b) < ", "formula-syntax"),
    ],
)
def test_facts_that_are_refused(fact: str, code: str) -> None:
    with pytest.raises(InputError) as raised:
        two(("a", "b"), ("b", "a"), facts=["c(a) > 0", fact])
    assert raised.value.problems[0].code == code
    assert raised.value.problems[0].loc == ("facts", 1)


def test_bombs_are_refused_before_they_grow() -> None:
    with pytest.raises(InputError) as raised:
        two(("(k + 1)**8 * (k + 2)**8", "b"), ("b", "a"), parameters={"k": {}})
    assert raised.value.problems[0].code == "degree-too-high"
    many = " + ".join(f"p{i}" for i in range(12))
    with pytest.raises(InputError) as raised:
        two((f"({many})**8", "b"), ("b", "a"), parameters={f"p{i}": {} for i in range(12)})
    assert raised.value.problems[0].code in {"formula-too-large", "model-too-large"}


def test_the_crossover_of_a_pair_that_the_rate_does_not_touch() -> None:
    with pytest.raises(InputError, match="A and B differ by"):
        engine.crossover(Setting.of(two(("a", "b"), ("a", "b + 1"))), "A", "B")


def test_formulas_print_back() -> None:
    for text in ("c(a) - 3/2*t(b)", "g*c(find(x, y(z)))", "-(a + b)/2", "2**(-k)"):
        assert write(parse_expression(write(parse_expression(text)))) == write(parse_expression(text))


def test_a_question_is_never_a_module() -> None:
    """A module of the package called like a question would take its place once it is imported."""
    import mesaprior.engine as engine

    for name in engine.__all__:
        assert not hasattr(getattr(engine, name), "__path__") and not hasattr(
            getattr(engine, name), "__spec__"
        )


def asked_of(text: str) -> Conditions:
    return conditions(Setting.of(build(load_text(text).spec)))


def test_a_long_list_of_facts_loses_none_of_them() -> None:
    """Products of facts are capped, facts are not: the last of many counts like the first."""
    facts = [f"c(a) < {1000 + k}" for k in range(190)] + ["c(b) < w*c(a)", "t(y) < t(x)"]
    found = asked_of(
        "name: m\nparameters: {w: {}}\n"
        "variants: {A: {complexity: w*a, time: x}, B: {complexity: b, time: y}}\n"
        f"facts: {facts}".replace("'", "")
    )
    assert (found["A"].status, found["B"].status) == ("never", "always")


def test_who_is_always_dominated_wins_at_no_rate() -> None:
    found = asked_of(
        "name: m\nvariants: {A: {complexity: a, time: x}, B: {complexity: b, time: x},"
        " C: {complexity: a, time: z}}\nfacts: [c(b) + t(z) < c(a) + t(x)]"
    )
    assert (found["A"].standing.undominated, found["A"].standing.somewhere) == ("never", "never")


def test_a_pair_with_one_difference_says_it_once() -> None:
    found = asked_of(
        "name: m\nprior: {cost: g*c + c + t}\n"
        "variants: {A: {complexity: a, time: x}, B: {complexity: b, time: x}}"
    )
    assert [[c.text for c in row.when] for row in found["A"].rows] == [["c(a) < c(b)"], ["c(a) >= c(b)"]]


def test_a_pair_that_the_rate_alone_tells_apart_has_no_crossover() -> None:
    setting = Setting.of(
        build(load_text("name: m\nvariants: {A: {complexity: a, time: x}, B: {complexity: b, time: x}}").spec)
    )
    assert compare(setting, "A", "B").crossover is None

"""Guards the second opinion: values of formulas as written, against the oracle's evaluator and by table."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest
from battery import Case
from oracle import World, parse
from random_models import random_model, random_numbers

from mesaprior.engine.reason.evaluate import Written, cost_of, holds, value_of
from mesaprior.language import parse_expression, parse_relation, write

WRITTEN = Written(
    {
        "A": {"c": parse_expression("2*c(a) + w"), "t": parse_expression("t(a)/w")},
        "B": {"c": parse_expression("c(f(a, b))"), "t": parse_expression("0")},
    },
    parse_expression("g*c + t"),
)
NUMBERS = {
    "c(a)": F(3),
    "t(a)": F(5),
    "c(f(a, b))": F(1, 2),
    "w": F(2),
    "g": F(7, 2),
    "g(3)": F(11),
    "g(7/2)": F(-5),
}
VALUES = [
    ("0.125", F(1, 8)),
    ("1 - 2 - 3", F(-4)),
    ("-2**2", F(-4)),
    ("(-2)**2", F(4)),
    ("2**3", F(8)),
    ("2**0", F(1)),
    ("12/2/3", F(2)),
    ("12/(2/3)", F(18)),
    ("2*-3", F(-6)),
    ("-c(a)*2", F(-6)),
    ("min(3, c(a), 2) + max(g, 1)", F(11, 2)),
    ("c(A)", F(8)),
    ("t(A)", F(5, 2)),
    ("c(B) + t(B)", F(1, 2)),
    ("cost(A)", F(7, 2) * 8 + F(5, 2)),
    ("cost(B) - cost(A)", F(7, 4) - F(61, 2)),
    ("c(f(a, b))", F(1, 2)),
    ("c( f( a,b ) )", F(1, 2)),
    ("g(w + 1)", F(11)),
    ("g(c(a)) - 2*g(7/2)", F(11 + 10)),
]


@pytest.mark.parametrize(("text", "value"), VALUES)
def test_values(text: str, value: F) -> None:
    assert value_of(parse_expression(text), NUMBERS, WRITTEN) == value


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("c(z)", KeyError),
        ("p", KeyError),
        ("1/(w - 2)", ZeroDivisionError),
        ("log2(4)", (KeyError, ValueError)),
    ],
)
def test_what_has_no_value(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        value_of(parse_expression(text), NUMBERS, WRITTEN)


@pytest.mark.parametrize("text", ["2**k", "4**(1/2)", "2**(w - 1)"])
def test_a_power_that_is_not_whole_says_so(text: str) -> None:
    node = parse_expression(text)
    with pytest.raises(ValueError) as raised:
        value_of(node, {**NUMBERS, "k": F(1)}, WRITTEN)
    assert str(raised.value) == f"{write(node)} has no exact value"


RELATIONS = [
    ("1 < 2 <= 2 == 2 >= 2 > 1", True),
    ("1 < 2 < 2", False),
    ("2 < 1 < 3", False),
    ("c(a) == 3", True),
    ("c(a) < 3", False),
    ("c(a) <= 3", True),
    ("c(a) > 3", False),
    ("c(a) >= 3", True),
    ("cost(A) > cost(B)", True),
]


@pytest.mark.parametrize(("text", "expected"), RELATIONS)
def test_comparisons(text: str, expected: bool) -> None:
    assert holds(parse_relation(text), NUMBERS, WRITTEN) is expected


@pytest.mark.parametrize("family", ["rationals", "parameters", "axes", "custom", "named"])
def test_random_models_are_worth_what_the_oracle_says(family: str) -> None:
    source = random.Random(family)
    for seed in range(12):
        spec = random_model(seed, family)
        spec.pop("facts", None)
        case, world = Case(spec), World(spec)
        for _ in range(5):
            numbers = {a: F(v) for a, v in random_numbers(source, world.atoms, world.zero).items()}
            spot = world.spot({**numbers, "g": F(source.randint(1, 9), source.randint(1, 4))})
            at = {atom: F(value) for atom, value in spot.items()}
            for name in world.names:
                assert cost_of(name, at, case.setting.written) == spot.cost(name)
                for text in (f"c({name})*2 - t({name})", f"cost({name})/3"):
                    node = case.model.names.formula(parse_expression(text))
                    assert value_of(node, at, case.setting.written) == world.value(parse(text), spot)

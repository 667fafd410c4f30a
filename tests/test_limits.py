"""Every cap on a formula: what is just below and at it passes, what is just above it is refused at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction as F

import pytest

from mesaprior import limits
from mesaprior.algebra import Budget, Polynomial, check_size
from mesaprior.engine import Setting
from mesaprior.errors import InputError
from mesaprior.language import Power, parse_expression, parse_number
from mesaprior.model import build
from mesaprior.model.expand import Expansion
from mesaprior.spec import read_model


def expanded(text: str) -> Polynomial:
    def lookup(node: object) -> Polynomial:
        return Polynomial.atom(node.name)  # type: ignore[attr-defined]

    return Expansion(lookup, Budget(), frozenset()).polynomial(parse_expression(text))


def many_tokens(count: int) -> str:
    """A sum of exactly so many names and signs."""
    return ("" if count % 2 else "-") + "+".join(["a"] * ((count + 1) // 2))


def bracketed(opening: str, depth: int) -> str:
    return opening * depth + "a" + ")" * depth


def power_of_ten(exponent: int) -> F:
    return parse_number(f"1e{exponent}", exponent=True)


def with_terms(count: int) -> Polynomial:
    return Polynomial({((f"x{i}", 1),): F(1) for i in range(count)})


CAPS: dict[str, tuple[Callable[[int], object], int, str]] = {
    "characters": (
        lambda n: parse_expression("a+b".ljust(n)),
        limits.FORMULA_CHARACTERS,
        "formula-too-long",
    ),
    "tokens": (lambda n: parse_expression(many_tokens(n)), limits.FORMULA_TOKENS, "formula-too-long"),
    "brackets": (lambda n: parse_expression(bracketed("(", n)), limits.FORMULA_NESTING, "formula-too-deep"),
    "signs": (lambda n: parse_expression("-" * n + "a"), limits.FORMULA_NESTING, "formula-too-deep"),
    "calls": (lambda n: parse_expression(bracketed("f(", n)), limits.FORMULA_NESTING, "formula-too-deep"),
    "name": (lambda n: parse_expression("a" * n), limits.NAME_CHARACTERS, "name-too-long"),
    "digits": (lambda n: parse_expression("1" * n), limits.NUMBER_CHARACTERS, "number-too-long"),
    "number": (lambda n: parse_number("1" * n), limits.NUMBER_CHARACTERS, "number-too-long"),
    "power of ten": (power_of_ten, limits.DECIMAL_EXPONENT, "number-too-large"),
    "exponent": (lambda n: expanded(f"a**{n}"), limits.LARGEST_EXPONENT, "exponent-too-large"),
    "degree": (
        lambda n: expanded("*".join(["a"] * n)),
        limits.POLYNOMIAL_DEGREE,
        "degree-too-high",
    ),
    "monomials": (lambda n: check_size(with_terms(n)), limits.POLYNOMIAL_MONOMIALS, "formula-too-large"),
    "bits": (
        lambda n: check_size(Polynomial.constant(2 ** (n - 1))),
        limits.COEFFICIENT_BITS,
        "number-too-large",
    ),
    "products": (lambda n: Budget().spend(n), limits.MODEL_PRODUCTS, "model-too-large"),
}


@pytest.mark.parametrize("name", CAPS)
def test_at_the_cap_and_just_above(name: str) -> None:
    make, cap, code = CAPS[name]
    make(cap - 1)
    make(cap)
    with pytest.raises(InputError) as raised:
        make(cap + 1)
    assert raised.value.problems[0].code == code


BOMBS = {
    "brackets": "(" * 100_000,
    "balanced brackets": "(" * 50_000 + "a" + ")" * 50_000,
    "signs": "-" * 1_000_000 + "a",
    "tower": "**".join(["9"] * 400),
    "digits": "9" * 1_000_000,
    "names": "a" * 1_000_000,
    "sums": "+".join(["a"] * 300_000),
    "calls": "f(" * 100_000 + "a" + ")" * 100_000,
    "commas": "f(" + ",".join(["a"] * 200_000) + ")",
    "comparisons": "<".join(["a"] * 200_000),
    "spaces": " " * 1_000_000 + "a",
    "zero bytes": "\0" * 1_000_000,
    "letters that look alike": "а" * 1_000,
    "exponent": "1e999999999",
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_bombs_end_at_once(text: str) -> None:
    start = time.process_time()
    for parse in (parse_expression, lambda text: expanded(text), parse_number):
        with pytest.raises(InputError):
            parse(text)
    assert time.process_time() - start < 1


def test_a_tower_within_the_caps_is_refused_by_its_exponent() -> None:
    assert isinstance(parse_expression("9**9**9"), Power)
    with pytest.raises(InputError) as raised:
        expanded("9**9**9")
    assert raised.value.problems[0].code in {"exponent-not-decided", "exponent-too-large"}


SYMPYS = "S E I N O Q pi beta gamma lambda zoo None True False Symbol __class__"


@pytest.mark.parametrize("name", SYMPYS.split(" "))
def test_sympys_own_names_are_names_like_others(name: str) -> None:
    assert expanded(f"{name} + 1").atoms == {name}


EXACT = {
    "12": F(12),
    "0.1": F(1, 10),
    "3/2": F(3, 2),
    "-0.5": F(-1, 2),
    "0.1/0.3": F(1, 3),
    " 7 ": F(7),
}


@pytest.mark.parametrize(("text", "value"), EXACT.items())
def test_numbers_are_exact(text: str, value: F) -> None:
    assert parse_number(text) == value


NO_NUMBERS = ["", "nan", "inf", ".5", "1.", "1e3", "0x10", "1_000", "1/0", "１", "1 2", "--1"]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_not_a_number(text: str) -> None:
    with pytest.raises(InputError):
        parse_number(text)


def test_questions_do_not_use_up_the_model() -> None:
    """Costs are worked out once: the budget of a file is not the budget of everybody who asks it."""
    terms = [f"x_{i}" for i in range(60)]
    price = " + ".join(terms)
    spec = {"name": "wide", "variants": {f"V{i}": {"complexity": price, "time": price} for i in range(40)}}
    built = build(read_model(spec))
    for _ in range(100):
        assert len(Setting.of(built).costs) == 40

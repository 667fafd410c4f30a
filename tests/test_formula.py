"""Guards spelled formulas: the text, its parse, SymPy and the exact value are four spellings of one thing."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import COMPARE, World, parse

from mesaprior.algebra import Polynomial
from mesaprior.formula import Comparison, Formula, RateInequality, number_node
from mesaprior.language import parse_expression, parse_relation, write
from mesaprior.symbols import Symbols

EXACT = settings(max_examples=250, derandomize=True, deadline=None)
ATOMS = ("g", "w", "c(a)", "c(find(a))", "t(a)", "t(f(a, b))")
SYMBOLS = Symbols(ATOMS, frozenset({"t(a)"}))
APPLIED = Symbols(ATOMS, frozenset({"t(a)"}), rate_of="function")
MONOMIALS = st.dictionaries(st.sampled_from(ATOMS[1:]), st.integers(1, 2), max_size=2).map(
    lambda exponents: tuple(sorted(exponents.items()))
)
VALUES = st.builds(F, st.integers(-12, 12), st.integers(1, 6))
POLYNOMIALS = st.lists(st.tuples(MONOMIALS, VALUES), max_size=4).map(Polynomial.of)
POINTS = st.fixed_dictionaries({a: st.builds(F, st.integers(1, 9), st.integers(1, 3)) for a in ATOMS})
WORLD = World({"variants": {}, "parameters": {"w": {}}})
WORLD_APPLIED = World({"variants": {}, "parameters": {"w": {}}, "prior": "additive"})


def worth(polynomial: Polynomial, point: dict[str, F]) -> F:
    value = polynomial.substitute(point).value
    assert value is not None
    return value


@EXACT
@given(POLYNOMIALS, POLYNOMIALS.filter(bool), POINTS)
def test_a_quotient_keeps_its_value(above: Polynomial, below: Polynomial, point: dict[str, F]) -> None:
    formula = Formula.quotient(above, below, SYMBOLS)
    assert parse_expression(formula.text) == formula.node
    bottom = worth(below, point)
    if bottom:
        value = worth(above, point) / bottom
        assert WORLD.value(parse(formula.text), point) == value
        numbers = {
            SYMBOLS.sympy_symbols[a]: sympy.Rational(v.numerator, v.denominator) for a, v in point.items()
        }
        assert sympy.sympify(formula.sympy).xreplace(numbers) == sympy.Rational(
            value.numerator, value.denominator
        )
    for factor in (F(3), F(2, 5), F(-7, 2)):
        assert Formula.quotient(above.scaled(factor), below.scaled(factor), SYMBOLS) == formula
    whole = [*formula.numerator.coefficients.values(), *formula.denominator.coefficients.values()]
    assert all(value.denominator == 1 for value in whole)


@EXACT
@given(POLYNOMIALS, st.sampled_from(("<", "<=", ">", ">=", "==")), POINTS)
def test_a_comparison_keeps_its_truth(form: Polynomial, sign: str, point: dict[str, F]) -> None:
    comparison = Comparison.of(form, sign, SYMBOLS)
    truth = COMPARE[sign](worth(form, point), 0)
    (said,) = WORLD.value(parse(comparison.text), point)
    assert COMPARE[said[1]](said[0], said[2]) is truth
    assert parse_relation(comparison.text) == comparison.node
    assert Comparison.of(form.scaled(F(5, 3)), sign, SYMBOLS) == comparison
    flipped = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}[sign]
    if form:
        assert Comparison.of(-form, flipped, SYMBOLS) == comparison
    if sign != "==":
        (denied,) = WORLD.value(parse(comparison.negated.text), point)
        assert COMPARE[denied[1]](denied[0], denied[2]) is not truth
        assert comparison.negated.negated == comparison


@EXACT
@given(POLYNOMIALS, POLYNOMIALS, POINTS, st.sampled_from((None, F(1), F(2), F(7, 3))), st.booleans())
def test_a_rate_inequality_keeps_its_truth(
    slope: Polynomial, rest: Polynomial, point: dict[str, F], rate: F | None, applied: bool
) -> None:
    symbols, world = (APPLIED, WORLD_APPLIED) if applied else (SYMBOLS, WORLD)
    inequality = RateInequality(slope, rest, rate, symbols)
    g = point["g"] if rate is None else rate
    truth = g * worth(slope, point) + worth(rest, point) < 0
    (said,) = world.value(parse(inequality.text), point)
    assert COMPARE[said[1]](said[0], said[2]) is truth, inequality.text
    assert parse_relation(inequality.text) == inequality.node
    assert worth(inequality.polynomial, point) == g * worth(slope, point) + worth(rest, point)


def poly(**parts: int | F) -> Polynomial:
    keys = {"a": "c(a)", "f": "c(find(a))", "t": "t(a)", "u": "t(f(a, b))", "w": "w", "g": "g"}
    return Polynomial.of(
        (() if name == "one" else tuple(sorted((keys[letter], 1) for letter in name)), F(value))
        for name, value in parts.items()
    )


COMPARISONS = [
    (poly(a=2, f=-4), "<", "c(a) < 2*c(find(a))"),
    (poly(a=-2, f=4), "<", "c(a) > 2*c(find(a))"),
    (poly(a=F(1, 2), one=F(-1, 3)), "<=", "3*c(a) <= 2"),
    (poly(t=1, u=-1), "==", "t(a) == t(f(a, b))"),
    (poly(t=1), ">", "t(a) > 0"),
    (poly(wa=1, wf=-1), ">=", "c(a) >= c(find(a))"),
    (poly(ta=1, tf=-1), ">=", "c(a)*t(a) >= c(find(a))*t(a)"),
]


@pytest.mark.parametrize(("form", "sign", "text"), COMPARISONS)
def test_comparisons_as_they_are_read(form: Polynomial, sign: str, text: str) -> None:
    assert Comparison.of(form, sign, SYMBOLS).text == text


@pytest.mark.parametrize("value", [F(0), F(5), F(-5), F(64, 25), F(-1, 3)])
def test_numbers_are_spelled_as_quotients_of_whole_numbers(value: F) -> None:
    assert F(write(number_node(value)).replace(" ", "")) == value
    assert Formula.of(Polynomial.constant(value), SYMBOLS).value == value


def test_a_denominator_that_is_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Formula.quotient(poly(a=1), poly(a=1) - poly(a=1), SYMBOLS)


def test_symbols_are_positive_unless_they_may_be_zero() -> None:
    made = SYMBOLS.sympy_symbols
    assert made["c(a)"].is_positive and made["g"].is_positive
    assert made["t(a)"].is_positive is None and made["t(a)"].is_nonnegative
    assert [SYMBOLS.is_positive(m) for m in ((), (("c(a)", 1),), (("c(a)", 1), ("t(a)", 1)))] == [
        True,
        True,
        False,
    ]

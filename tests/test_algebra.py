"""Guards exact polynomials: they add and multiply as their values do, and equality is structural."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesaprior import limits
from mesaprior.algebra import ONE, Budget, Monomial, Polynomial, check_size, multiply_monomials
from mesaprior.errors import InputError

EXACT = settings(max_examples=200, derandomize=True, deadline=None)
ATOMS = ("c(a)", "t(find(a))", "g", "w")
MONOMIALS = st.dictionaries(st.sampled_from(ATOMS), st.integers(-2, 2).filter(bool), max_size=2).map(
    lambda exponents: tuple(sorted(exponents.items()))
)
VALUES = st.builds(F, st.integers(-9, 9), st.integers(1, 4))
POLYNOMIALS = st.lists(st.tuples(MONOMIALS, VALUES), max_size=5).map(Polynomial.of)
POINT = {"c(a)": F(3, 2), "t(find(a))": F(5), "g": F(1, 7), "w": F(11, 3)}


def worth(polynomial: Polynomial) -> F:
    """The value at POINT, by another way than `substitute`."""
    total = F(0)
    for monomial, value in polynomial.coefficients.items():
        for atom, exponent in monomial:
            value *= POINT[atom] ** exponent
        total += value
    return total


@EXACT
@given(POLYNOMIALS, POLYNOMIALS, POLYNOMIALS)
def test_the_laws_of_a_ring(p: Polynomial, q: Polynomial, r: Polynomial) -> None:
    assert p + q == q + p and p * q == q * p
    assert (p + q) + r == p + (q + r) and (p * q) * r == p * (q * r)
    assert p * (q + r) == p * q + p * r
    assert p - p == Polynomial({}) and not (p - p)
    assert p * Polynomial.constant(1) == p and p + Polynomial.constant(0) == p
    assert Polynomial({}) - p == -p and hash(p + q) == hash(q + p)


@EXACT
@given(POLYNOMIALS, POLYNOMIALS)
def test_values_are_added_and_multiplied(p: Polynomial, q: Polynomial) -> None:
    assert worth(p + q) == worth(p) + worth(q)
    assert worth(p - q) == worth(p) - worth(q)
    assert worth(p * q) == worth(p) * worth(q)
    assert worth(p.scaled(F(-3, 2))) == worth(p) * F(-3, 2)
    for result in (p + q, p - q, p * q, p.scaled(F(0))):
        assert all(result.coefficients.values()), "a zero coefficient is kept"
        assert all(list(m) == sorted(m) and all(e for _, e in m) for m in result.coefficients)


@EXACT
@given(POLYNOMIALS, st.sets(st.sampled_from(ATOMS)))
def test_substituting_in_two_goes_is_substituting_at_once(p: Polynomial, some: set[str]) -> None:
    first = p.substitute({atom: POINT[atom] for atom in some})
    assert first.atoms.isdisjoint(some)
    assert first.substitute(POINT).value == worth(p) == p.substitute(POINT).value


@EXACT
@given(POLYNOMIALS)
def test_parts_by_the_rate_make_the_whole(p: Polynomial) -> None:
    parts = p.split_by_rate()
    whole = Polynomial({})
    for power, part in parts.items():
        assert "g" not in part.atoms
        whole += part * Polynomial({((("g", power),) if power else ()): F(1)})
    assert whole == p


@EXACT
@given(POLYNOMIALS, st.builds(F, st.integers(1, 50), st.integers(1, 50)))
def test_the_primitive_form_forgets_positive_factors_only(p: Polynomial, factor: F) -> None:
    primitive = p.primitive()
    assert primitive == p.scaled(factor).primitive() == primitive.primitive()
    assert (worth(primitive) > 0, worth(primitive) < 0) == (worth(p) > 0, worth(p) < 0)
    assert all(value.denominator == 1 for value in primitive.coefficients.values())
    if p:
        assert (-p).primitive() == -primitive


TABLE: list[tuple[Monomial, Monomial, Monomial]] = [
    (ONE, ONE, ONE),
    ((("a", 1),), ONE, (("a", 1),)),
    ((("a", 1),), (("a", -1),), ONE),
    ((("b", 2),), (("a", 1),), (("a", 1), ("b", 2))),
    ((("a", 1), ("b", 1)), (("a", 2), ("b", -1)), (("a", 3),)),
]


@pytest.mark.parametrize(("left", "right", "product"), TABLE)
def test_products_of_monomials(left: Monomial, right: Monomial, product: Monomial) -> None:
    assert multiply_monomials(left, right) == multiply_monomials(right, left) == product


def test_values_atoms_and_signs() -> None:
    a, two = Polynomial.atom("a"), Polynomial.constant(2)
    table = [
        (Polynomial({}), F(0), True),
        (two, F(2), True),
        (-two, F(-2), False),
        (a, None, True),
        (a - two, None, False),
        (a * a + two, None, True),
    ]
    for polynomial, value, nonnegative in table:
        assert (polynomial.value, polynomial.is_nonnegative_by_signs) == (value, nonnegative)
    assert (a * Polynomial.atom("b") + two).atoms == {"a", "b"}
    with pytest.raises(ZeroDivisionError):
        Polynomial({(("a", -1),): F(1)}).substitute({"a": F(0)})


def test_the_budget_is_spent_to_the_last_product() -> None:
    source = random.Random(1)
    p = Polynomial.of((((f"x{k}", 1),), F(source.randint(1, 9))) for k in range(5))
    budget = Budget(25)
    p.times(p, budget)
    assert budget.left == 0
    with pytest.raises(InputError, match="model-too-large"):
        p.times(Polynomial.constant(1), budget)


@pytest.mark.parametrize(
    ("polynomial", "code"),
    [
        (Polynomial({(("a", limits.POLYNOMIAL_DEGREE),): F(1)}), None),
        (Polynomial({(("a", limits.POLYNOMIAL_DEGREE + 1),): F(1)}), "degree-too-high"),
        (Polynomial({(("a", 6), ("b", -7)): F(1)}), "degree-too-high"),
        (Polynomial({ONE: F(2**limits.COEFFICIENT_BITS - 1)}), None),
        (Polynomial({ONE: F(2**limits.COEFFICIENT_BITS)}), "number-too-large"),
        (Polynomial({ONE: F(1, 2**limits.COEFFICIENT_BITS)}), "number-too-large"),
        (Polynomial({((f"x{k}", 1),): F(1) for k in range(limits.POLYNOMIAL_MONOMIALS)}), None),
        (
            Polynomial({((f"x{k}", 1),): F(1) for k in range(limits.POLYNOMIAL_MONOMIALS + 1)}),
            "formula-too-large",
        ),
    ],
)
def test_caps_at_and_above(polynomial: Polynomial, code: str | None) -> None:
    if code is None:
        check_size(polynomial)
        return
    with pytest.raises(InputError) as raised:
        check_size(polynomial)
    assert [problem.code for problem in raised.value.problems] == [code]

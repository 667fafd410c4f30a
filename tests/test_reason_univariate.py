"""Roots of polynomials in one unknown: made from known roots, found again, compared, and told from others."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from mesaprior.engine.reason.univariate import (
    Coefficients,
    Root,
    compare,
    of_powers,
    primitive,
    roots,
    sign_at,
    sign_at_root,
)


def product(*factors: list[Fraction | int]) -> Coefficients:
    total: list[Fraction] = [Fraction(1)]
    for factor in factors:
        found = [Fraction(0)] * (len(total) + len(factor) - 1)
        for (i, one), (j, other) in itertools.product(enumerate(total), enumerate(factor)):
            found[i + j] += one * other
        total = found
    return primitive(total)


FOUND = {
    # coefficients, the lowest power first; low, high; roots, an irrational one as the square it has
    ((0, 1), -1, None): ["0"],
    ((0, 1), 0, None): [],
    ((-1, 0, 1), 0, None): ["1"],
    ((-1, 0, 1), -2, 1): ["-1"],
    ((-2, 0, 1), 0, None): ["root 2"],
    ((-2, 0, 1), 0, 1): [],
    ((2, 0, 1), -9, 9): [],
    ((4, -4, 1), 0, None): ["2"],  # twice
    ((4, 0, -4, 0, 1), 0, None): ["root 2"],  # twice
    ((6, -3, -2, 1), 0, None): ["root 3", "2"],
    ((-3, 2), 0, None): ["3/2"],
    ((3, -8, 4), 0, None): ["1/2", "3/2"],
    ((7,), 0, None): [],
    ((), 0, None): [],
}


@pytest.mark.parametrize(("asked", "expected"), FOUND.items())
def test_roots_by_hand(asked: tuple[tuple[int, ...], int, int | None], expected: list[str]) -> None:
    polynomial, low, high = asked
    found = roots(polynomial, Fraction(low), None if high is None else Fraction(high))
    assert [shown(root) for root in found] == expected


def shown(root: Root) -> str:
    if root.value is not None:
        return str(root.value)
    near = root.within(Fraction(1, 10**6))
    return next(f"root {n}" for n in range(50) if near.low**2 < n < near.high**2)


def test_roots_that_were_put_in_are_found_again() -> None:
    """Products of lines, of `x**2 - n` and of what is never 0, some of them twice."""
    source = random.Random(5)
    irrational = 0
    for _ in range(400):
        rational = {
            Fraction(source.randint(1, 12), source.randint(1, 5)) for _ in range(source.randint(0, 3))
        }
        squares = {source.choice([2, 3, 5, 6, 7]) for _ in range(source.randint(0, 2))}
        factors: list[list[Fraction | int]] = [[-x * 2, 2] for x in rational]
        factors += [[-n, 0, 1] for n in squares]
        factors += source.sample([[1, 0, 1], [3, 1], [Fraction(1, 2), 1, 1]], source.randint(0, 2))
        factors += source.sample(factors, min(len(factors), source.randint(0, 1)))
        polynomial = product(*factors, [source.choice([-1, 1])])
        found = roots(polynomial, Fraction(0), None)
        want = sorted([*(float(x) for x in rational), *(n**0.5 for n in squares)])
        assert [round(float(root.within(Fraction(1, 10**9)).high), 6) for root in found] == [
            round(x, 6) for x in want
        ]
        assert {root.value for root in found if root.value is not None} == rational
        irrational += sum(root.value is None for root in found)
        for one, other in itertools.combinations(found, 2):
            assert (compare(one, other), compare(other, one), compare(one, one)) == (-1, 1, 0)
    assert irrational > 200


def test_signs_at_roots_and_equal_roots_of_different_polynomials() -> None:
    source = random.Random(6)
    count = {-1: 0, 0: 0, 1: 0}
    for _ in range(400):
        n = source.choice([2, 3, 5])
        one = product([-n, 0, 1], [source.randint(1, 9), 1])
        other = product([-n, 0, 1], [-source.randint(1, 9), source.randint(1, 4)])
        (root,) = roots(one, Fraction(0), None)
        twins = [found for found in roots(other, Fraction(0), None) if compare(found, root) == 0]
        assert len(twins) == 1
        probe = primitive([source.randint(-9, 9) for _ in range(3)])
        a, b, c = (*probe, 0, 0, 0)[:3]
        rest, whole = Fraction(a + c * n), b  # probe(root n) = rest + whole*root n
        exact = (rest > 0) - (rest < 0)
        if whole and rest**2 < whole**2 * n:
            exact = (whole > 0) - (whole < 0)
        assert sign_at_root(probe, root) == exact
        assert sign_at_root(product(list(probe) or [0], [-n, 0, 1]), root) == 0
        count[exact] += 1
    assert min(count[-1], count[1]) > 100


def test_powers_below_zero_are_multiplied_out() -> None:
    """a/x - b has the sign of a - b*x for positive x."""
    assert of_powers({-1: Fraction(6), 0: Fraction(-4)}) == (3, -2)
    assert of_powers({-2: Fraction(1, 2), 1: Fraction(-1, 3)}) == (3, 0, 0, -2)
    assert of_powers({1: Fraction(0)}) == ()
    assert of_powers({2: Fraction(1)}) == (0, 0, 1)
    for x in (Fraction(1, 2), Fraction(3, 2), Fraction(9)):
        assert sign_at((3, -2), x) == (1 if 6 / x - 4 > 0 else -1 if 6 / x - 4 < 0 else 0)

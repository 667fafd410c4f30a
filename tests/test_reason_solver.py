"""Guards the exact solver: every answer is checked by arithmetic, every verdict against Fourier and Motzkin.

A point must satisfy the system; multipliers must cancel it. Which of the two it is is compared with an
elimination of our own on small systems and with z3 on larger ones, under both pivoting rules.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest

from mesaprior.engine.reason import solver
from mesaprior.engine.reason.solver import Multipliers, Point, solve

Rows = Sequence[Sequence[int]]


def solvable(rows: Rows, strict: Sequence[bool], positive: Sequence[bool]) -> bool:
    """Fourier-Motzkin elimination: every pair of a lower and an upper bound on a variable must agree."""
    unit = [[int(i == j) for i in range(len(positive))] for j in range(len(positive))]
    system = {
        (*map(Fraction, row), flag)
        for row, flag in [*zip(rows, strict, strict=True), *zip(unit, positive, strict=True)]
    }
    for _ in positive:
        low = [row for row in system if row[0] > 0]
        high = [row for row in system if row[0] < 0]
        kept = {row[1:] for row in system if row[0] == 0}
        for one, other in itertools.product(low, high):
            summed = tuple(a / one[0] - b / other[0] for a, b in zip(one[1:-1], other[1:-1], strict=True))
            kept.add((*summed, one[-1] or other[-1]))
        system = kept
    return not any(flag for (flag,) in system)


def checked(rows: Rows, strict: Sequence[bool], positive: Sequence[bool]) -> bool:
    """Whether the solver finds a solution; whatever it answers is checked first."""
    answer = solve(rows, strict, positive)
    if isinstance(answer, Point):
        values = answer.values
        assert len(values) == len(positive)
        assert all(
            value > 0 or (value == 0 and not flag) for value, flag in zip(values, positive, strict=True)
        )
        for row, flag in zip(rows, strict, strict=True):
            worth = sum((a * b for a, b in zip(row, values, strict=True)), Fraction(0))
            assert worth > 0 or (worth == 0 and not flag)
        return True
    assert isinstance(answer, Multipliers)
    assert min([*answer.rows, *answer.columns]) >= 0
    for j, column in enumerate(answer.columns):
        assert sum(weight * row[j] for weight, row in zip(answer.rows, rows, strict=True)) + column == 0
    used = [flag for weight, flag in zip(answer.rows, strict, strict=True) if weight]
    used += [flag for weight, flag in zip(answer.columns, positive, strict=True) if weight]
    assert any(used), "nothing strict takes part"
    return False


TABLE: list[tuple[str, list[list[int]], str, str, bool]] = [
    # rows, which of them are strict, which columns are positive (1) or may be zero (0), solvable
    ("no rows", [], "", "11", True),
    ("no columns, nothing asked", [], "", "", True),
    ("no columns, 0 >= 0", [[]], "0", "", True),
    ("no columns, 0 > 0", [[]], "1", "", False),
    ("0 >= 0", [[0, 0]], "0", "11", True),
    ("0 > 0", [[0, 0]], "1", "11", False),
    ("x > 0", [[1]], "1", "1", True),
    ("-x >= 0, x > 0", [[-1]], "0", "1", False),
    ("-x >= 0, x >= 0", [[-1]], "0", "0", True),
    ("-x > 0, x >= 0", [[-1]], "1", "0", False),
    ("x - y > 0, y - x > 0", [[1, -1], [-1, 1]], "11", "11", False),
    ("x - y >= 0, y - x >= 0", [[1, -1], [-1, 1]], "00", "11", True),
    ("x - y >= 0, y - x > 0", [[1, -1], [-1, 1]], "01", "00", False),
    ("the same row twice", [[1, -2], [1, -2]], "11", "11", True),
    ("the same row, denied", [[3, -2], [-3, 2]], "10", "11", False),
    ("a ring of three", [[1, -1, 0], [0, 1, -1], [-1, 0, 1]], "100", "111", False),
    ("a ring of three, all weak", [[1, -1, 0], [0, 1, -1], [-1, 0, 1]], "000", "111", True),
    ("a sum that is not negative", [[-1, -1]], "0", "01", False),
    ("a sum that is zero", [[-1, -1]], "0", "00", True),
    ("a mixture", [[2, -1, -1], [-1, 1, 0], [-1, 0, 1]], "111", "111", False),
    ("nearly a mixture", [[2, -1, -1], [-1, 1, 0], [-1, 0, 1]], "000", "111", True),
]


def flags(text: str) -> list[bool]:
    return [sign == "1" for sign in text]


@pytest.mark.parametrize(("name", "rows", "strict", "positive", "expected"), TABLE)
def test_small_systems(name: str, rows: Any, strict: str, positive: str, expected: bool) -> None:
    assert checked(rows, flags(strict), flags(positive)) is expected
    assert solvable(rows, flags(strict), flags(positive)) is expected


CYCLING: list[tuple[str, list[list[int]]]] = [
    # Programmes that cycle under Dantzig's rule with careless ties; the objective as a row that must be >= 1.
    ("Beale", [[-1, 240, 4, -36], [-1, 180, 2, -6], [3, -600, 8, -24]]),
    ("Kuhn", [[2, 9, -1, -9], [-3, -9, 1, 6], [2, 3, -1, -12]]),
    ("Marshall-Suurballe", [[-1, 11, 5, -18], [-1, 3, 1, -2], [10, -57, -9, -24]]),
    ("Chvatal", [[-1, 11, 5, -18], [-1, 3, 1, -2], [-2, 0, 0, 0], [20, -114, -18, -48]]),
]


@pytest.mark.parametrize("careful_after", [0, 1, 10**9])
@pytest.mark.parametrize("at_once", [1, 3, 100])
@pytest.mark.parametrize(("name", "rows"), CYCLING)
def test_systems_on_which_a_simplex_may_cycle(
    name: str, rows: Any, careful_after: int, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "BLAND_AFTER", careful_after)
    monkeypatch.setattr(solver, "ROWS_AT_ONCE", at_once)
    for strict in itertools.product((True, False), repeat=len(rows)):
        for positive in ("0000", "1111", "1010"):
            assert checked(rows, strict, flags(positive)) is solvable(rows, strict, flags(positive))


@pytest.mark.parametrize("careful_after", [0, 200])
def test_random_systems_against_elimination(careful_after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "BLAND_AFTER", careful_after)
    source = random.Random(careful_after)
    verdicts = {True: 0, False: 0}
    for _ in range(1_500):
        width, height = source.randint(1, 4), source.randint(1, 5)
        entries = source.choice(((-1, 0, 1), (-1, 0, 0, 1), (-3, -2, -1, 0, 1, 2, 3)))
        rows = [[source.choice(entries) for _ in range(width)] for _ in range(height)]
        strict = [source.random() < 0.5 for _ in rows]
        positive = [source.random() < 0.6 for _ in range(width)]
        found = checked(rows, strict, positive)
        assert found is solvable(rows, strict, positive), (rows, strict, positive)
        verdicts[found] += 1
    assert min(verdicts.values()) > 400


@pytest.mark.parametrize("size", [10, 10**6, 10**18, 10**40])
def test_larger_systems_against_z3(size: int) -> None:
    import z3

    source = random.Random(size)
    verdicts = {True: 0, False: 0}
    for _ in range(60):
        width, height = source.randint(5, 12), source.randint(6, 16)
        rows = [
            [source.randint(-size, size) if source.random() < 0.5 else 0 for _ in range(width)]
            for _ in range(height)
        ]
        strict = [source.random() < 0.5 for _ in rows]
        positive = [source.random() < 0.6 for _ in range(width)]
        x = z3.Reals(" ".join(f"x{j}" for j in range(width)))
        asked = z3.Solver()
        asked.add(*(v > 0 if flag else v >= 0 for v, flag in zip(x, positive, strict=True)))
        sums = [z3.Sum(*(z3.RealVal(a) * v for a, v in zip(row, x, strict=True))) for row in rows]
        asked.add(*(s > 0 if flag else s >= 0 for s, flag in zip(sums, strict, strict=True)))
        found = checked(rows, strict, positive)
        assert found is (asked.check() == z3.sat)
        verdicts[found] += 1
    assert min(verdicts.values()) >= 5


@pytest.mark.parametrize("digits", [20, 300, 320, 900, 3_000])
@pytest.mark.parametrize("careful_after", [0, 200])
def test_numbers_that_no_float_holds(
    digits: int, careful_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(solver, "BLAND_AFTER", careful_after)
    huge = 10**digits
    assert checked([[1, -huge], [-1, huge + 1]], [True, True], [True, True])
    assert not checked([[1, -huge], [-1, huge]], [True, False], [True, True])
    assert not checked([[-huge, 1], [huge, -2]], [False, True], [True, True])
    assert checked([[-huge, 1, 0], [0, -huge, 1]], [True, True], [True, True, True])
    assert not checked([[-huge, 1, 0], [0, -huge, 1], [huge**2, 0, -1]], [True] * 3, [True] * 3)


def test_many_rows_and_columns_end() -> None:
    source = random.Random(7)
    for width, height in ((40, 40), (12, 200), (80, 30)):
        rows = [[source.choice((-2, -1, 0, 0, 0, 1, 2, 3)) for _ in range(width)] for _ in range(height)]
        checked(rows, [True] * height, [True] * width)
        denied = [*rows, [-sum(column) for column in zip(*rows, strict=True)]]
        assert not checked(denied, [True] * (height + 1), [True] * width)

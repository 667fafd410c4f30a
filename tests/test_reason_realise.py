"""Guards which numbers are found for atoms: exactly those, so that an answer reads the same every time."""

from __future__ import annotations

from fractions import Fraction as F

import pytest
from test_reason_system import SYMBOLS, polynomial

from mesaprior.algebra import ONE, Monomial, Polynomial
from mesaprior.engine.reason.realise import realised, satisfies
from mesaprior.engine.reason.system import Refuted, System, linear_numbers
from mesaprior.results import Premise


def positive(**terms: int) -> Premise:
    return Premise(polynomial(**terms), True, "")


def equal(**terms: int) -> list[Premise]:
    form = polynomial(**terms)
    return [Premise(form, False, ""), Premise(-form, False, "")]


def product(text: str) -> Monomial:
    """`"g c(a) w-1"`: g * c(a) / w."""
    powers = [(atom.removesuffix("-1"), -1 if atom.endswith("-1") else 1) for atom in text.split()]
    return tuple(sorted(powers))


def found(products: dict[str, int], premises: list[Premise]) -> dict[str, F] | None:
    values = {product(text): F(value) for text, value in products.items()}
    numbers = realised(values, premises, SYMBOLS, linear_numbers)
    assert numbers is None or satisfies(numbers, premises, SYMBOLS)
    return None if numbers is None else dict(numbers)


SOME = [positive(one=1)]
"""Whatever is divided out is taken, as long as it is positive where it must be."""
DIVIDED: list[tuple[dict[str, int], dict[str, F | int]]] = [
    ({"g c(a)": 6, "g": 2}, {"g": 2, "c(a)": 3}),
    ({"g c(a)": 12, "g": 4, "": 2}, {"g": 2, "c(a)": 3}),
    ({"g c(a)": 6}, {"g": 1, "c(a)": 6}),
    ({"w c(a)": 6}, {"w": 1, "c(a)": 6}),
    ({"g w": 6}, {"g": 1, "w": 6}),
    ({"c(a) c(b)": 6}, {"c(a)": 1, "c(b)": 6}),
    ({"w": 2, "c(a) w-1": 3}, {"w": 2, "c(a)": 6}),
    ({"w-1": 2}, {"w": F(1, 2)}),
    ({"w-1": 6, "": 2}, {"w": F(1, 3)}),
    ({"c(a) w-1": 3}, {"w": 1, "c(a)": 3}),
    ({"c(d)": 0}, {"c(d)": 0}),
    ({"c(d)": 0, "g": 3}, {"c(d)": 0, "g": 3}),
    ({"g": 2, "w": 5, "g w": 6}, {"g": 2, "w": 5}),
    ({"g w": 6, "g": 2, "w": 5}, {"g": 2, "w": 5}),
    ({"g w c(a)": 30, "g": 2, "w": 5}, {"g": 2, "w": 5, "c(a)": 3}),
]


@pytest.mark.parametrize(("products", "expected"), DIVIDED, ids=str)
def test_what_products_determine(products: dict[str, int], expected: dict[str, F | int]) -> None:
    assert found(products, SOME) == expected


@pytest.mark.parametrize(
    ("products", "expected"),
    [
        # What cannot be divided out leaves the premises to decide: c(a) is 1 where nothing else is said.
        ({"w-1": 0}, {"c(a)": 2}),
        ({"c(d)": 0, "c(a) c(d)": 0}, {"c(a)": 2}),
        ({"c(d)": 0, "c(a) c(d)-1": 3}, {"c(a)": 2}),
        ({"c(a)": 1}, {"c(a)": 2}),
        ({"c(a)": 5}, {"c(a)": 5}),
    ],
    ids=str,
)
def test_what_products_do_not_determine(products: dict[str, int], expected: dict[str, int]) -> None:
    assert found(products, [positive(Ca=1, one=-1)]) == expected


FIXED: list[tuple[str, list[Premise], dict[str, F | int] | None]] = [
    ("a rate of 1/3", [*equal(gCa=1, one=-1), *equal(Ca=1, one=-3)], {"g": F(1, 3), "c(a)": 3}),
    (
        "said of the rate itself",
        [*equal(gCa=1, one=-1), *equal(Ca=1, one=-2), positive(g=-1, one=1)],
        {"g": F(1, 2), "c(a)": 2},
    ),
    ("the rate first", equal(gCa=1, one=-7), {"g": 1, "c(a)": 7}),
    ("then parameters", equal(gwCa=1, one=-7), {"g": 1, "w": 1, "c(a)": 7}),
    (
        "then what is most frequent",
        [*equal(CaCb=1, one=-7), *equal(CbCd=1, one=-5)],
        {"c(a)": 7, "c(b)": 1, "c(d)": 5},
    ),
    (
        "the smallest numbers together",
        [*equal(g=1, w=1, one=-4), positive(gwCa=1)],
        {"g": 2, "w": 2, "c(a)": 1},
    ),
    (
        "three squares",
        [*equal(CaCa=1, one=-4), *equal(CbCb=1, one=-9), *equal(ww=4, one=-1)],
        {"c(a)": 2, "c(b)": 3, "w": F(1, 2)},
    ),
    ("a square that is 2", equal(CaCa=1, one=-2), None),
]


@pytest.mark.parametrize(
    ("name", "premises", "expected"), FIXED, ids=lambda v: v if isinstance(v, str) else ""
)
def test_numbers_that_are_tried(
    name: str, premises: list[Premise], expected: dict[str, F | int] | None
) -> None:
    assert found({}, premises) == expected


def test_more_squares_than_are_fixed_are_found_among_whole_numbers() -> None:
    premises = [positive(**{square: 1, "one": -3}) for square in ("CaCa", "CbCb", "TaTa", "ww")]
    numbers = found({}, premises)
    assert numbers is not None and set(numbers) == {"c(a)", "c(b)", "t(a)", "w"}
    assert all(value.denominator == 1 and 2 <= value <= 100 for value in numbers.values())
    assert realised({}, premises, SYMBOLS, linear_numbers, lambda: True) is None


def test_the_clock_is_asked_before_each_attempt() -> None:
    premises = [*equal(gCa=1, one=-1), *equal(Ca=1, one=-3)]
    for patience, expected in ((5, {"g": F(1, 3), "c(a)": F(3)}), (4, None)):
        left = iter([False] * patience)
        assert realised({}, premises, SYMBOLS, linear_numbers, lambda left=left: next(left, True)) == expected  # type: ignore[misc]


def test_a_chain_of_facts_is_multiplied_by_the_rate_link_by_link() -> None:
    chain = [positive(Cb=1, Ca=-1), positive(Td=1, Cb=-1), positive(Ta=1, Td=-1), positive(Tb=1, Ta=-1)]
    denied = Premise(polynomial(gCa=1, gTb=-1), False, "")
    system = System(chain, [denied.polynomial], SYMBOLS)
    answer = system.ask([system.row(denied.polynomial, denied)])
    assert isinstance(answer, Refuted)
    assert {step.factor for step in answer.steps([])} == {(("g", 1),), ()}


SIGNS = [
    ({"c(a)": F(0)}, False),
    ({"c(a)": F(-1)}, False),
    ({"c(d)": F(0)}, True),
    ({"c(d)": F(-1)}, False),
    ({"log2(w)": F(-1)}, True),
    ({"log2(w)": F(0)}, True),
    ({"g(3)": F(-2)}, True),
]


@pytest.mark.parametrize(("numbers", "expected"), SIGNS, ids=str)
def test_which_numbers_may_be_negative(numbers: dict[str, F], expected: bool) -> None:
    assert satisfies(numbers, [Premise(Polynomial({ONE: F(1)}), True, "")], SYMBOLS) is expected

"""Guards the check of a proof by cases: certificates made by hand, what closes and what must be refused."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from mesaprior.algebra import Polynomial
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.formulas import NEVER, AllOf, Alternatives, AnyOf
from mesaprior.results import Cases, Closed, Premise, Proof, Split, Step
from mesaprior.symbols import Symbols

SYMBOLS = Symbols(("g", "x", "y"), frozenset("y"))


def bound(relation: str, value: int) -> Premise:
    """`x > value` or `x < value`."""
    up = Polynomial.of([((("x", 1),), F(1)), ((), F(-value))])
    return Premise(up if relation == ">" else -up, True, f"x {relation} {value}")


def clash(low: Premise, high: Premise, **changed: object) -> Closed:
    """`x > low` and `x < high`, added up, with what is missing to 0."""
    whole = low.polynomial + high.polynomial
    rest = -whole.coefficients.get((), F(0))
    steps = (Step(F(1), (), 0), Step(F(1), (), 1), *([Step(rest, (), None)] if rest else []))
    made: dict[str, object] = {"premises": (low, high), "steps": steps, "may_be_zero": frozenset("y")}
    return Closed(Proof("", **{**made, **changed}))  # type: ignore[arg-type]


ABOVE_1, ABOVE_3, ABOVE_5 = (bound(">", value) for value in (1, 3, 5))
BELOW_1, BELOW_0, BELOW_4 = (bound("<", value) for value in (1, 0, 4))
ZERO = Closed(Proof("", (NEVER,), (Step(F(1), (), 0),), frozenset("y")))
EITHER = AnyOf((BELOW_1, BELOW_0))
BOTH = Split(0, (clash(ABOVE_1, BELOW_1), clash(ABOVE_1, BELOW_0)))
SECOND = AnyOf((ABOVE_3, ABOVE_5))
THIRD = AnyOf((BELOW_0, BELOW_1))
# x is above 3 or above 5, and below 0 or below 1: four cases, however they are gone through.
FOUR = Split(
    1,
    (
        Split(0, (clash(ABOVE_3, BELOW_0), clash(ABOVE_5, BELOW_0))),
        Split(0, (clash(ABOVE_3, BELOW_1), clash(ABOVE_5, BELOW_1))),
    ),
)
FOUR_THE_OTHER_WAY = Split(
    0,
    (
        Split(0, (clash(ABOVE_3, BELOW_0), clash(ABOVE_3, BELOW_1))),
        Split(0, (clash(ABOVE_5, BELOW_0), clash(ABOVE_5, BELOW_1))),
    ),
)

TABLE: list[tuple[str, list[Premise], Alternatives, Cases, bool]] = [
    ("given and formula", [ABOVE_1], BELOW_1, clash(ABOVE_1, BELOW_1), True),
    ("two given", [ABOVE_1, BELOW_0], ABOVE_5, clash(ABOVE_1, BELOW_0), True),
    ("a premise that nobody said", [ABOVE_1], BELOW_1, clash(ABOVE_1, BELOW_0), False),
    ("a first premise that nobody said", [ABOVE_1], BELOW_0, clash(ABOVE_3, BELOW_0), False),
    ("no contradiction", [ABOVE_1], BELOW_4, clash(ABOVE_1, BELOW_4), False),
    ("no step", [ABOVE_1], BELOW_1, clash(ABOVE_1, BELOW_1, steps=()), False),
    ("other zeros", [ABOVE_1], BELOW_1, clash(ABOVE_1, BELOW_1, may_be_zero=frozenset()), False),
    ("more zeros", [ABOVE_1], BELOW_1, clash(ABOVE_1, BELOW_1, may_be_zero=frozenset("gy")), False),
    ("all of", [], AllOf((ABOVE_1, BELOW_1)), clash(ABOVE_1, BELOW_1), True),
    ("all of all of", [], AllOf((AllOf((ABOVE_5, ABOVE_1)), BELOW_1)), clash(ABOVE_1, BELOW_1), True),
    ("all of nothing", [ABOVE_1], AllOf(()), clash(ABOVE_1, BELOW_1), False),
    ("none of nothing", [], AnyOf(()), ZERO, True),
    ("one of one", [ABOVE_1], AnyOf((BELOW_1,)), clash(ABOVE_1, BELOW_1), True),
    ("one of one is no choice", [ABOVE_1], AnyOf((BELOW_1,)), Split(0, (clash(ABOVE_1, BELOW_1),)), False),
    ("0 > 0 where nobody says so", [], AnyOf((ABOVE_1,)), ZERO, False),
    ("either", [ABOVE_1], EITHER, BOTH, True),
    ("a choice is no premise", [ABOVE_1], EITHER, clash(ABOVE_1, BELOW_1), False),
    ("one case missing", [ABOVE_1], EITHER, Split(0, BOTH.cases[:1]), False),
    ("no case at all", [ABOVE_1], EITHER, Split(0, ()), False),
    ("one case too many", [ABOVE_1], EITHER, Split(0, (*BOTH.cases, BOTH.cases[0])), False),
    ("cases exchanged", [ABOVE_1], EITHER, Split(0, BOTH.cases[::-1]), False),
    ("the first case twice", [ABOVE_1], EITHER, Split(0, (BOTH.cases[0],) * 2), False),
    ("the second case is open", [ABOVE_1], AnyOf((BELOW_1, BELOW_4)), BOTH, False),
    ("a choice that is not there", [ABOVE_1], EITHER, Split(1, BOTH.cases), False),
    ("a choice counted from the end", [ABOVE_1], EITHER, Split(-1, BOTH.cases), False),
    ("a choice made twice", [ABOVE_1], EITHER, Split(0, (Split(0, BOTH.cases), BOTH.cases[1])), False),
    ("two choices, the second first", [], AllOf((SECOND, THIRD)), FOUR, True),
    ("two choices, the first first", [], AllOf((SECOND, THIRD)), FOUR_THE_OTHER_WAY, True),
    ("two choices in the wrong order", [], AllOf((THIRD, SECOND)), FOUR, False),
    ("the order is that of reading", [], AllOf((AllOf((SECOND,)), THIRD)), FOUR, True),
    (
        "a choice inside a case, after the others",
        [],
        AllOf((AnyOf((AllOf((SECOND, BELOW_1)), BELOW_0)), ABOVE_3)),
        Split(0, (Split(0, (clash(ABOVE_3, BELOW_1), clash(ABOVE_5, BELOW_1))), clash(ABOVE_3, BELOW_0))),
        True,
    ),
    (
        "what one case says is not known in the next",
        [],
        AllOf((AnyOf((AllOf((SECOND, BELOW_1)), BELOW_4)), ABOVE_3)),
        Split(0, (Split(0, (clash(ABOVE_3, BELOW_1), clash(ABOVE_5, BELOW_1))), clash(ABOVE_3, BELOW_1))),
        False,
    ),
    (
        "a choice of one case is not open in the next",
        [ABOVE_3],
        AnyOf((AnyOf((BELOW_1, BELOW_0)), BELOW_1)),
        Split(0, (Split(0, (clash(ABOVE_3, BELOW_1), clash(ABOVE_3, BELOW_0))), Split(0, ()))),
        False,
    ),
]


@pytest.mark.parametrize(("name", "given", "formula", "cases", "expected"), TABLE, ids=lambda v: str(v)[:40])
def test_certificates_by_hand(
    name: str, given: list[Premise], formula: Alternatives, cases: Cases, expected: bool
) -> None:
    before = list(given)
    assert closes(cases, given, formula, SYMBOLS) is expected
    assert given == before

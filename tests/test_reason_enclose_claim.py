"""The second opinion in three values, as a table: what it says of claims at a point, and when nothing.

Costs are g + 2, 3*g + 1 and g + 3 (times are powers of two), so V0 wins above g = 1/2, V1 below it.
"""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from mesaprior.engine.reason.enclose_claim import claim_surely
from mesaprior.engine.reason.enclose_rates import settled
from mesaprior.engine.reason.evaluate import Written
from mesaprior.language import Says, parse_claim, parse_expression


def written(cost: str, *prices: tuple[str, str]) -> Written:
    formulas = [{"c": parse_expression(c), "t": parse_expression(t)} for c, t in prices]
    return Written({f"V{k}": formula for k, formula in enumerate(formulas)}, parse_expression(cost))


LEVIN = written("g*c + log2(t)", ("1", "4"), ("3", "2"), ("1", "8"))
OPEN = "log2(3) <= log2(3)"
"""True, and no interval shows it."""
YES, NO = "1 < 2", "2 < 1"

TABLE: list[tuple[str, str, bool | None]] = [
    ("cost(V0) < cost(V1)", "", True),
    ("cost(V1) < cost(V0)", "", False),
    ("cost(V1) == cost(V2)", "", True),
    ("log2(3) < 2 < log2(5)", "", True),
    (OPEN, "", None),
    (f"not {YES}", "", False),
    (f"not {NO}", "", True),
    (f"not {OPEN}", "", None),
    (f"{YES} and {YES}", "", True),
    (f"{YES} and {NO}", "", False),
    (f"{OPEN} and {NO}", "", False),
    (f"{OPEN} and {YES}", "", None),
    (f"{NO} or {YES}", "", True),
    (f"{NO} or {NO}", "", False),
    (f"{OPEN} or {YES}", "", True),
    (f"{OPEN} or {NO}", "", None),
    (f"if {YES} then {NO}", "", False),
    (f"if {YES} then {YES}", "", True),
    (f"if {NO} then {OPEN}", "", True),
    (f"if {OPEN} then {YES}", "", True),
    (f"if {OPEN} then {NO}", "", None),
    (f"if {YES} then {OPEN}", "", None),
    ("V0 wins", "", True),
    ("V1 wins", "", False),
    ("V0 never wins", "", False),
    ("V1 never wins", "", True),
    ("V0 beats V1", "", True),
    ("V1 beats V0", "", False),
    ("V1 beats V2", "", False),
    ("V0 never beats V1", "", False),
    ("V1 never beats V0", "", True),
    ("V1 ties V2", "", True),
    ("V0 ties V1", "", False),
    ("V0 dominates V2", "", True),
    ("V2 dominates V0", "", False),
    ("V0 dominates V1", "", False),
    ("V0 dominates V0", "", False),
    ("V0 wins for all g", "", False),
    ("V0 wins for some g", "", True),
    ("V1 wins for some g", "", True),
    ("V2 wins for some g", "", False),
    ("V0 wins for small g", "", False),
    ("V1 wins for small g", "", True),
    ("V0 wins for large g", "", True),
    ("V1 wins for large g", "", False),
    ("V0 beats V2 for all g", "", True),
    ("V2 beats V0 for some g", "", False),
    ("V2 never beats V0 for all g", "", True),
    ("V2 never beats V0 for some g", "", True),
    ("V0 never wins for all g", "", False),
    ("V0 never wins for some g", "", True),
    ("V0 never beats V2 for some g", "", False),
    ("V1 never wins for large g", "", True),
    ("V1 never wins for small g", "", False),
    ("V0 wins at g = 1/4", "", False),
    ("V1 wins at g = 1/4", "", True),
    ("V0 wins at g = 1", "", True),
    ("V2 wins at g = 1 - 2", "", True),  # there is no such rate
    ("V2 wins at g = 0", "", True),
    ("V2 wins at g = log2(3)", "", None),
    ("V0 wins for 1 < g < 3", "2", None),
    ("V1 wins for 1 < g < 3", "2", False),
    ("V1 wins for 1 < g < 3", "", None),
    ("V1 wins for 1 < g < 3", "4", None),
    ("V1 wins for 0 < g < 2", "", False),
    ("cost(V0) < cost(V1) for all g", "", None),
    ("cost(V0) < cost(V1) for all g", "1/4", False),
    ("cost(V0) < cost(V1) for some g", "", True),
    ("cost(V1) < cost(V0) for some g", "", None),
    ("cost(V1) < cost(V0) for some g", "3 1/4", True),
    ("cost(V0) < cost(V1) for small g", "1/4", None),
    ("cost(V0) < cost(V1) for large g", "1/4", None),
    ("V1 never wins for all g", "", False),
    ("V1 ties V2 for all g", "", None),
    ("V1 ties V2 for all g", "2", False),
    ("V0 dominates V2 for some g", "", True),
]


@pytest.mark.parametrize(("text", "rates", "expected"), TABLE)
def test_what_is_settled_at_a_point(text: str, rates: str, expected: bool | None) -> None:
    found = claim_surely(parse_claim(text), {"g": F(1)}, LEVIN, [F(rate) for rate in rates.split()])
    assert found is expected


LINES = [
    # Cost, prices, claim, verdict: straight lines with exact and with irrational ends.
    ("g*c + t", (("1", "2"), ("2", "1")), "V0 wins for some g", True),
    ("g*c + t", (("1", "2"), ("2", "1")), "V0 wins for all g", False),
    ("g*c + t", (("1", "2"), ("2", "2")), "V0 wins for all g", True),
    ("g*c + t", (("1", "2"), ("1", "3")), "V0 wins for all g", True),
    ("g*c + t", (("1", "2"), ("1", "2")), "V0 wins for all g", False),
    ("g*c + t", (("1", "2"), ("1", "2")), "V0 wins for some g", False),
    ("g*c + t", (("1", "2"), ("1", "2")), "V0 wins for small g", False),
    ("g*c + t", (("2", "1"), ("1", "3"), ("4", "1")), "V0 wins for some g", True),
    ("g*c + t", (("2", "2"), ("1", "3"), ("3", "1")), "V0 wins for some g", False),
    ("g*c + t", (("2", "3"), ("1", "4"), ("3", "1")), "V0 wins for some g", False),
    ("g*c + t", (("3", "1"), ("1", "4"), ("4", "1/2")), "V0 wins for some g", True),
    ("g*c + t", (("1", "1"),), "V0 wins for all g", True),
    ("g*c + log2(t)", (("1", "3"), ("2", "3")), "V0 wins for all g", None),
    ("g*c + log2(t)", (("1", "3"), ("2", "5")), "V0 wins for all g", True),
    ("g*c + log2(t)", (("1", "5"), ("2", "3")), "V0 wins for all g", False),
    ("g*c + log2(t)", (("1", "5"), ("2", "3")), "V0 wins for large g", True),
    ("g*c + log2(t)", (("1", "5"), ("2", "3")), "V1 wins for small g", True),
    ("g*c + log2(t)", (("2", "9"), ("1", "27"), ("3", "3")), "V0 wins for some g", None),
    ("g*c + log2(t)", (("2", "8"), ("1", "27"), ("3", "3")), "V0 wins for some g", True),
    ("g*c + log2(t)", (("2", "10"), ("1", "27"), ("3", "3")), "V0 wins for some g", False),
    # Bounds that are quotients, the larger of two lower and the smaller of two upper ones.
    ("g*c + t", (("2", "4"), ("5", "1"), ("1", "7")), "V0 wins for some g", True),
    ("g*c + t", (("2", "4"), ("5", "1"), ("1", "5")), "V0 wins for some g", False),
    ("g*c + t", (("3", "1"), ("1", "2"), ("4", "1/4")), "V0 wins for some g", False),
    ("g*c + t", (("3", "1"), ("1", "5"), ("2", "3/2"), ("4", "0")), "V0 wins for some g", False),
    ("g*c + t", (("3", "1"), ("2", "3/2"), ("1", "5"), ("4", "0")), "V0 wins for some g", False),
    ("g*c + t", (("3", "1"), ("1", "5"), ("2", "3"), ("4", "0")), "V0 wins for some g", True),
    ("g*c + t", (("3", "1"), ("1", "2")), "V0 wins for some g", True),
    ("g*c + t", (("1", "2"), ("2", "2")), "V0 wins for some g", True),
    ("g*c + t", (("1", "2"), ("1", "3")), "V0 wins for some g", True),
    ("g*c + t", (("1", "2"), ("2", "3")), "V0 wins for some g", True),
    ("g*c + t", (("2", "2"), ("1", "2")), "V0 wins for some g", False),
    ("g*c + t", (("2", "1"), ("1", "9")), "V0 wins for all g", False),
    ("g*c + t", (("1", "2"), ("2", "1")), "V0 never wins for some g", True),
    ("g*c + log2(t)", (("1", "3"), ("2", "3")), "V0 never wins for some g", None),
    ("g*c + log2(t)", (("1", "3"), ("2", "3")), "V0 wins for some g", None),
    ("g*c + log2(t)", (("1", "3"), ("2", "3")), "V0 wins for small g", None),
    ("g*c + log2(t)", (("1", "5"), ("1", "7")), "V0 wins for all g", None),
    ("g*c + log2(t)", (("2", "9"), ("1", "28"), ("3", "3"), ("1", "27")), "V0 wins for some g", None),
    ("g*c + log2(t)", (("20", "9"), ("10", "27"), ("30", "3")), "V0 wins for some g", None),
    ("g*g*c + t", (("1", "2"), ("2", "3")), "V0 wins for all g", None),
    ("g*c + t", (("1", "2"), ("2", "3")), "V0 ties V1 for all g", None),
    ("g*c + t", (("1", "2"), ("2", "3")), "V0 dominates V1 for all g", None),
]  # fmt: skip


@pytest.mark.parametrize(("cost", "prices", "text", "expected"), LINES)
def test_lines(cost: str, prices: tuple[tuple[str, str], ...], text: str, expected: bool | None) -> None:
    claim = parse_claim(text)
    said, kind = claim.sentence, claim.rates.kind  # type: ignore[union-attr]
    assert isinstance(said, Says)
    assert settled(said, kind, {"g": F(1)}, written(cost, *prices)) is expected

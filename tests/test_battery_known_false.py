"""Guards against what a sloppy engine would call always or never: ties, zeros, boundaries, vacuous facts.

Each row is a small model and what is true of it, worked by hand; the oracle confirms the table itself with
z3. `A: possible` speaks of winning; `A undominated: never`, `A somewhere: always` of the other two questions.
`not always` is what must not be said where `undecided` would be honest.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from battery import Case
from oracle import Judge, World

from mesaprior.engine import conditions
from mesaprior.errors import InputError

TWO = "A = a | x; B = b | y"
"""Two variants without a common term: complexity before the bar, time behind it."""


def spec_of(variants: str, facts: str, more: dict[str, Any]) -> dict[str, Any]:
    """`"A = a | x; B = b | y"` and `"c(a) < c(b); g > 1"` as a model; `more`: `zero`, `prior`, `axes`, ..."""
    more = dict(more)
    zero = more.pop("zero", "").split()
    more.pop("g", None)
    spec: dict[str, Any] = {"name": "fixture", "variants": {}, **more}
    keys = ["complexity", "time", *more.get("axes", {})]
    for line in variants.split(";"):
        name, prices = line.split("=")
        spec["variants"][name.strip()] = dict(zip(keys, map(str.strip, prices.split("|")), strict=True))
    spec["facts"] = [fact.strip() for fact in facts.split(";") if fact.strip()]
    if zero:
        terms = World(spec).terms
        spec["terms"] = {term: {"may_be_zero": "true"} if term in zero else {} for term in terms}
    return spec


Row = tuple[str, str, dict[str, Any], str]
TIES: list[Row] = [
    # Equal costs are a tie, never a win.
    ("A = a | x; B = a | x", "", {}, "A: never; B: never; A undominated: always"),
    (TWO, "c(a) == c(b); t(x) == t(y)", {}, "A: never; B: never; A undominated: always"),
    (TWO, "c(a) <= c(b); t(x) <= t(y)", {}, "A: possible; B: never; A somewhere: possible"),
    (TWO, "c(a) <= c(b); t(x) < t(y)", {}, "A: always; B: never; B undominated: never"),
    (TWO, "c(a) < c(b); t(x) <= t(y)", {}, "A: always; B: never; B undominated: never"),
    (TWO, "cost(A) <= cost(B)", {}, "A: possible; B: never; B somewhere: never"),
    (TWO, "cost(A) < cost(B)", {}, "A: always; B: never; B undominated: possible"),
    (TWO, "cost(A) == cost(B)", {}, "A: never; B: never"),
    (TWO, "c(a) + t(x) < c(b) + t(y)", {}, "A: possible; B: possible"),
    (TWO, "c(a) + t(x) < c(b) + t(y)", {"g": "1"}, "A: always; B: never"),
    (TWO, "c(a) + t(x) <= c(b) + t(y)", {"g": "1"}, "A: possible; B: never"),
    (TWO, "2*c(a) + t(x) < 2*c(b) + t(y)", {"g": "2"}, "A: always; B: never"),
    (TWO, "2*c(a) + t(x) < 2*c(b) + t(y)", {"g": "1"}, "A: possible; B: possible"),
    ("A = a + 1 | x; B = a | x", "", {}, "A: never; B: always; A undominated: never"),
    ("A = a + 1/3 | x; B = a + 0.25 | x", "", {}, "A: never; B: always"),
    ("A = a/2 + a/2 | x; B = a | x", "", {}, "A: never; B: never"),
    ("A = 0.1*a + 0.2*a | x; B = 0.3*a | x", "", {}, "A: never; B: never"),
    ("A = 0 | 0; B = 0 | 0; C = a | 0", "", {}, "A: never; B: never; C: never; C undominated: never"),
    ("A = a | x; B = a | x; C = a + b | x", "", {}, "A: never; C: never"),
    # Three: being level with one of them is enough not to win.
    (
        "A = a | x; B = b | y; C = c1 | z",
        "cost(A) < cost(B); cost(A) <= cost(C)",
        {},
        "A: possible; C: never",
    ),
    # The middle of two others never wins, and is not dominated everywhere.
    (
        "M = a + b | x + y; P = 2*a | 2*x; Q = 2*b | 2*y",
        "",
        {},
        "M: never; M undominated: possible; M somewhere: never; P: possible",
    ),
    (
        "M = a + b | x + y; P = 2*a | 2*x; Q = 2*b | 2*y",
        "c(a) < c(b); t(x) > t(y)",
        {},
        "M: never; M undominated: always; P somewhere: always",
    ),
    ("M = a | x + y; P = a | 2*x; Q = a | 2*y", "", {}, "M: never; M undominated: possible"),
    ("M = a + b | x + y; P = a | 2*x; Q = a | 2*y", "", {}, "M: never; M undominated: never"),
]
ZEROS: list[Row] = [
    # A term that may be zero gives no strict advantage.
    ("A = a | x; B = a + z | x", "", {}, "A: always; B: never; B undominated: never"),
    ("A = a | x; B = a + z | x", "", {"zero": "z"}, "A: possible; B: never; B undominated: possible"),
    ("A = a | x; B = a + z | x", "c(z) > 0", {"zero": "z"}, "A: always; B: never; B undominated: never"),
    ("A = a | x; B = a + z | x", "c(z) >= 0", {"zero": "z"}, "A: possible; B: never"),
    ("A = a | x; B = a + z | x", "c(z) == 0", {"zero": "z"}, "A: never; B: never; B undominated: always"),
    ("A = a | x; B = a + z | x", "t(z) > 0", {"zero": "z"}, "A: possible; B: never"),
    ("A = a | x; B = a + z | x + z", "t(z) > 0", {"zero": "z"}, "A: always; B: never"),
    ("A = z | x; B = 0 | x + z", "", {"zero": "z"}, "A: possible; B: possible; A somewhere: possible"),
    ("A = z | 0; B = 0 | 1", "", {"zero": "z"}, "A: possible; B: possible; A somewhere: always"),
    ("A = z | 0; B = 0 | 0", "", {"zero": "z"}, "A: never; B: possible"),
    ("A = z | 1; B = w | 1", "c(z) <= c(w)", {"zero": "z w"}, "A: possible; B: never"),
    ("A = a | x; B = a + z | x + y", "", {"zero": "z y"}, "A: possible; B: never; B undominated: possible"),
    ("A = a | x; B = a + z | x + y", "", {"zero": "z"}, "A: always; B: never"),
    ("A = a | x; B = a + z | x", "c(z) >= c(a)", {"zero": "z"}, "A: always; B: never"),
    # A strict fact about the rate is not strict where the other factor is zero.
    ("A = z | x; B = b | y", "g > 2; g*c(z) <= 2*c(z)", {"zero": "z"}, "A: possible; B: possible"),
    ("A = z | x; B = 0 | y", "g > 2", {"zero": "z"}, "A: possible; B: possible"),
    ("A = z | x; B = 0 | x", "g > 2; g*c(z) <= 2*c(z)", {"zero": "z"}, "A: never; B: never"),
    (
        "A = z | x; B = b | y",
        "g > 2; g*c(z) <= 2*c(b); c(b) <= 3*c(z)",
        {"zero": "z"},
        "A: possible; B: possible",
    ),
    (
        "A = w*z | x; B = z | x",
        "",
        {"zero": "z", "parameters": {"w": {"above": "1"}}},
        "A: never; B: possible",
    ),
    ("A = w*a | x; B = a | x", "", {"parameters": {"w": {"above": "1"}}}, "A: never; B: always"),
    ("A = w*a | x; B = a | x", "", {"parameters": {"w": {"at_least": "1"}}}, "A: never; B: possible"),
    ("A = a/w | x; B = a | x", "", {"parameters": {"w": {"above": "1"}}}, "A: always; B: never"),
    ("A = a/w | x; B = a | x", "", {"parameters": {"w": {"at_least": "1"}}}, "A: possible; B: never"),
    ("A = a/w | x; B = a | x", "", {"parameters": {"w": {}}}, "A: possible; B: possible"),
    (
        "A = a | a/w; B = a | a; C = 0 | b",
        "",
        {"parameters": {"w": {"above": "1"}}},
        "A: possible; B: never; C: possible",
    ),
]
_PINNED = "c(a) == 1; c(b) == 2; t(x) == 3; t(y) == 1; "
RATES: list[Row] = [
    # A needs g > 2 here; at exactly 2 there is a tie.
    (TWO, _PINNED, {}, "A: possible; B: possible; A somewhere: always; B somewhere: always"),
    (TWO, _PINNED + "g > 2", {}, "A: always; B: never; B somewhere: never"),
    (TWO, _PINNED + "g >= 2", {}, "A: possible; B: never"),
    (TWO, _PINNED + "g < 2", {}, "A: never; B: always"),
    (TWO, _PINNED + "g <= 2", {}, "A: never; B: possible"),
    (TWO, _PINNED + "g == 2", {}, "A: never; B: never"),
    (TWO, _PINNED, {"g": "2"}, "A: never; B: never"),
    (TWO, _PINNED, {"g": "2001/1000"}, "A: always; B: never"),
    (TWO, _PINNED, {"g": "1999/1000"}, "A: never; B: always"),
    (TWO, _PINNED + "g > 1; g < 3", {}, "A: possible; B: possible"),
    # A larger rate helps the simpler one, but facts may forbid the rate that it needs.
    (TWO, "c(a) < c(b)", {}, "A: possible; B: possible; A somewhere: always; B somewhere: possible"),
    (TWO, "c(a) < c(b); g <= 1", {}, "A: possible; A somewhere: not always"),
    (TWO, "c(a) < c(b); t(x) > t(y)", {}, "A somewhere: always; B somewhere: always"),
    (TWO, "c(a) < c(b); t(x) > t(y); g > 5", {}, "A somewhere: not always; B somewhere: not always"),
    (TWO, "g*c(a) <= t(y)", {}, "A: possible; B: possible; A somewhere: not always"),
    (TWO, "g*c(a) + t(x) < t(y)", {}, "A: always; B: never"),
    (TWO, "g*c(a) + t(x) <= t(y)", {}, "A: always; B: never"),
    (TWO, "g*c(a) + t(x) <= g*c(b) + t(y) + 1", {}, "A: possible; B: possible"),
    (TWO, "c(a) <= g*c(b); t(x) <= g*t(y); g <= 1", {}, "A: possible; B: never"),
    ("A = 1 | x; B = b | 0; C = b/2 | y", "g < 2; g > 1", {}, "A: possible; B: possible; C: possible"),
    # The rate plays no part.
    (TWO, "c(a) <= c(b)", {"prior": "simplicity"}, "A: possible; B: never; B undominated: possible"),
    (TWO, "c(a) < c(b)", {"prior": "simplicity"}, "A: always; B: never; B undominated: possible"),
    ("A = a | x; B = a | y", "", {"prior": "simplicity"}, "A: never; B: never; A undominated: possible"),
    (TWO, "t(x) < t(y)", {"prior": "speed"}, "A: always; B: never; B undominated: possible"),
    ("A = a | x; B = a + b | x", "", {"prior": "speed"}, "A: never; B: never; B undominated: never"),
    (TWO, "t(x) < t(y)", {"prior": "additive"}, "A: possible; B: possible; A somewhere: always"),
    # An axis that costs nothing breaks no tie, but dominates.
    (
        "A = a | x | p; B = a | x | p + q",
        "",
        {"axes": {"l": {"weight": "0"}}},
        "A: never; B: never; A undominated: always; B undominated: never",
    ),
    ("A = a | x | p; B = a | x | p + q", "", {"axes": {"l": {"weight": "1/9"}}}, "A: always; B: never"),
    (
        "A = a | x | p; B = a | x | p + q",
        "",
        {"axes": {"l": {"weight": "w"}}, "parameters": {"w": {}}},
        "A: always; B: never",
    ),
    (
        "A = a | x | p; B = b | x | q",
        "c(a) <= c(b); l(p) <= l(q)",
        {"axes": {"l": {"weight": "2"}}},
        "A: possible; B: never",
    ),
]
PRODUCTS: list[Row] = [
    # A comparison of complexity with time says nothing while the rate is open.
    (TWO, "c(a) < t(y); t(x) < c(b)", {}, "A: possible; B: possible"),
    (TWO, "c(a) < t(y); t(x) < c(b)", {"g": "1"}, "A: always; B: never"),
    (TWO, "c(a) <= t(y); t(x) <= c(b)", {"g": "1"}, "A: possible; B: never"),
    ("A = a | x; B = b | x", "c(a)/c(b) <= 1", {}, "A: possible; B: never"),
    ("A = a | x; B = b | x", "c(a)/c(b) < 1", {}, "A: always; B: never"),
    ("A = a | x; B = b | x", "c(a)*c(a) < c(b)*c(b)", {}, "A: not never; B: not always"),
    ("A = a | x; B = b | x", "g*c(a) < g*c(b)", {}, "A: always; B: never"),
    ("A = a | x; B = b | x", "g*c(a) <= g*c(b)", {}, "A: possible; B: never"),
]
CONTRADICTORY: list[Row] = [
    (TWO, facts, more, "contradictory")
    for facts, more in [
        ("c(a) < c(b); c(b) <= c(a)", {}),
        ("c(a) < c(a)", {}),
        ("cost(A) < cost(A)", {}),
        ("c(a) < c(b); c(b) < 1; c(a) >= 1", {}),
        ("g*c(a) < g*c(b); c(b) <= c(a)", {}),
        ("cost(A) < cost(B); c(b) <= c(a); t(y) <= t(x)", {}),
        ("g > 2; g <= 2", {}),
        ("c(a) == 0", {}),
        ("c(a) + c(b) <= 0", {"zero": "a"}),
        ("c(a) <= 0; c(a) >= c(b)", {"zero": "a"}),
        ("w < 1", {"parameters": {"w": {"above": "1"}}}),
    ]
]
HOLDING: list[Row] = [
    (TWO, "c(a) <= 0", {"zero": "a"}, "A: possible; B: possible"),
    (TWO, "c(a) == 0; c(b) == 0", {"zero": "a b"}, "A: possible; B: possible; A somewhere: possible"),
    (TWO, "c(a) <= c(b); c(b) <= c(a)", {}, "A: possible; B: possible; A somewhere: possible"),
    (TWO, "c(a) >= c(a)", {}, "A: possible; B: possible"),
]
TABLE = [*TIES, *ZEROS, *RATES, *PRODUCTS, *CONTRADICTORY, *HOLDING]


def _label(value: object) -> str:
    return value.replace(" ", "") if isinstance(value, str) else ""


@pytest.mark.parametrize(("variants", "facts", "more", "expected"), TABLE, ids=_label)
def test_nothing_is_called_settled_that_is_not(
    variants: str, facts: str, more: dict[str, Any], expected: str
) -> None:
    g = Fraction(more["g"]) if "g" in more else None
    spec = spec_of(variants, facts, more)
    if expected == "contradictory":
        with pytest.raises(InputError) as raised:
            conditions(Case(spec, g=g).setting)
        assert {problem.code for problem in raised.value.problems} <= {"contradictory-facts", "fact-broken"}
        return
    found = conditions(Case(spec, g=g).setting)
    for what, status in (line.split(": ") for line in expected.split("; ")):
        name, _, question = what.partition(" ")
        said = getattr(found[name].standing, question) if question else found[name].status
        if status.startswith("not "):
            assert said != status.removeprefix("not "), what
        else:
            # Where terms divide or facts name the rate, not knowing is honest; being wrong never is.
            honest = {status, "undecided"} if "/" in variants + facts or "g" in facts else {status}
            assert said in honest, what


@pytest.mark.parametrize(("variants", "facts", "more", "expected"), TABLE, ids=_label)
def test_the_table_itself_is_true(variants: str, facts: str, more: dict[str, Any], expected: str) -> None:
    g = Fraction(more["g"]) if "g" in more else None
    judge = Judge(World(spec_of(variants, facts, more)), g)
    if expected == "contradictory":
        assert judge.possible() is False
        return
    for what, status in (line.split(": ") for line in expected.split("; ")):
        name, _, question = what.partition(" ")
        if question != "somewhere":
            asked = judge.status(judge.undominated(name) if question else judge.wins(name))
            assert asked == status or (status.startswith("not ") and asked != status.removeprefix("not "))

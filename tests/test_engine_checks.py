"""Guards that nothing settled leaves the engine unchecked: a check that says no is a bug of ours."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction as F
from typing import Any

import pytest
from test_engine_tables import model

from mesaprior import engine
from mesaprior.engine import Setting, consistency
from mesaprior.engine import field as field_module
from mesaprior.engine import setting as setting_module
from mesaprior.engine.contenders import _wins_somewhere
from mesaprior.engine.field import Worth
from mesaprior.errors import InputError, SelfCheckFailed
from mesaprior.results import Proof

TWO, THREE = "A = a | x; B = b | y", "A = a | x; B = b | y; C = d | z"
PROVED: list[tuple[str, dict[str, Any], str]] = [
    # The model, its facts, and what is proved on the way to the answer.
    (TWO, {"facts": ["c(a) < c(b)"]}, "a condition holds anyway"),
    (TWO, {"facts": ["c(a) < c(b)"]}, "B does not dominate A"),
    (
        TWO,
        {"facts": ["c(a) < c(b)"]},
        "B gains on A as g grows and B costs no more than A as g vanishes: impossible",
    ),
    (TWO, {"facts": ["c(a) + t(x) < c(b) + t(y)"]}, "a case is impossible"),
    (TWO, {"facts": ["c(a) + t(x) < c(b) + t(y)"]}, "the two cannot both be equal"),
    (TWO, {"facts": ["c(a) <= c(b)", "t(x) < t(y)"]}, "A beats B"),
    (TWO, {"facts": ["c(a) <= c(b)", "t(x) < t(y)"]}, "B does not win"),
    (TWO, {"facts": ["c(a) <= c(b)", "t(x) < t(y)"]}, "t(A) <= t(B)"),
    (TWO, {"facts": ["c(a) <= c(b)", "t(x) < t(y)"]}, "A is better than B on some axis"),
    (THREE, {"facts": ["c(a) + c(d) <= 2*c(b)", "t(x) + t(z) <= 2*t(y)"]}, "B does not win"),
    ("A = a | x; B = b | x; C = a | z", {"facts": ["c(b) + t(z) < c(a) + t(x)"]}, "not: t(A) < t(B)"),
    ("M = a + b | x + y; P = 2*a | 2*x; Q = 2*b | 2*y; V = d | z", {}, "V beats M"),
    ("A = a | x; B = b | y; C = a + e | z", {"facts": ["t(x) < t(z)"]}, "A beats C"),
]


@pytest.mark.parametrize(("variants", "more", "says"), PROVED)
def test_a_proof_that_does_not_add_up_stops_the_answer(
    variants: str, more: dict[str, Any], says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    setting = Setting.of(model(variants, **more))
    engine.conditions(setting)
    honest: Callable[[Proof], bool] = field_module.proves
    monkeypatch.setattr(field_module, "proves", lambda proof: proof.says != says and honest(proof))
    with pytest.raises(SelfCheckFailed) as caught:
        engine.conditions(setting)
    assert str(caught.value) == f"the proof of {says!r} does not add up"


def test_a_variant_that_is_always_dominated_by_one_or_the_other() -> None:
    setting = Setting.of(model("A = a | x; B = b | x; C = a | z", facts=["c(b) + t(z) < c(a) + t(x)"]))
    standing = engine.conditions(setting)["A"].standing
    assert (standing.undominated, len(standing.evidence) >= 2) == ("never", True)


SHOWN = [
    ("is_cheapest", "A wins"),
    ("does_not_beat", "A does not beat B"),
    ("dominates", "B dominates A"),
]


@pytest.mark.parametrize(("test", "says"), SHOWN)
def test_numbers_that_do_not_show_it_stop_the_answer(
    test: str, says: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Worth, test, lambda *_: False)
    with pytest.raises(SelfCheckFailed) as caught:
        engine.conditions(Setting.of(model(TWO)))
    assert str(caught.value) == f"the numbers found for {says!r} do not show it"


def test_numbers_that_break_a_fact_stop_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Setting, "facts_hold", lambda *_: False)
    with pytest.raises(SelfCheckFailed, match=r"^the numbers found for 'A wins' do not show it$"):
        engine.conditions(Setting.of(model(TWO)))


def test_a_compiled_form_that_differs_stops_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting.of(model(TWO, facts=["c(a) < c(b)"]))
    with monkeypatch.context() as patched:
        patched.setattr(setting_module, "cost_of", lambda *_: F(-1))
        with pytest.raises(SelfCheckFailed, match=r"^the compiled cost of A differs from its formula$"):
            engine.conditions(setting)
    honest = setting_module.holds
    monkeypatch.setattr(setting_module, "holds", lambda *what: not honest(*what))
    with pytest.raises(
        SelfCheckFailed, match=r"^the compiled form of c\(a\) < c\(b\) differs from the fact$"
    ):
        setting.check_compiled()


def worth(*lines: tuple[int, int], g: int = 1) -> Worth:
    """V0, V1, ... with these slopes and rests."""
    variants = "; ".join(f"V{i} = a{i} | b{i}" for i in range(len(lines)))
    setting = Setting.of(model(variants))
    numbers = {"g": F(g)}
    for i, (slope, rest) in enumerate(lines):
        numbers |= {f"c(a{i})": F(slope), f"t(b{i})": F(rest)}
    return Worth(setting, numbers)


SOMEWHERE = [
    # The lines; whether the first is the lowest at some rate.
    (((3, 1), (2, 5)), True),
    (((2, 5), (3, 1)), True),
    (((2, 5), (3, 5)), True),
    (((2, 5), (2, 5)), False),
    (((2, 5), (2, 6)), True),
    (((2, 6), (2, 5)), False),
    (((3, 5), (2, 5)), False),
    (((3, 6), (2, 5)), False),
    (((2, 5), (3, 1), (1, 9)), False),
    (((2, 5), (3, 1), (1, 10)), True),
    (((2, 5), (1, 9), (3, 1)), False),
    (((2, 5), (1, 10), (3, 1)), True),
    (((2, 5), (3, 1), (4, 1)), True),
    (((2, 9), (3, 1), (4, 1), (1, 11)), False),
    (((2, 9), (4, 1), (3, 1), (1, 20)), True),
    (((8, 4), (9, 3), (7, 6), (6, 6)), False),
    (((8, 4), (9, 1), (7, 8), (1, 40)), True),
    (((80, 40), (90, 39), (70, 42)), True),
]


@pytest.mark.parametrize(("lines", "expected"), SOMEWHERE, ids=str)
def test_whether_some_rate_lets_a_variant_win(lines: tuple[tuple[int, int], ...], expected: bool) -> None:
    assert _wins_somewhere(worth(*lines), "V0") is expected


@pytest.mark.parametrize(
    ("one", "other", "dominates", "beats", "level"),
    [
        ((1, 1), (2, 2), True, True, False),
        ((1, 2), (2, 2), True, True, False),
        ((2, 1), (2, 2), True, True, False),
        ((2, 2), (2, 2), False, False, True),
        ((1, 3), (2, 2), False, False, True),
        ((1, 4), (2, 2), False, False, False),
        ((3, 3), (2, 2), False, False, False),
    ],
)
def test_what_numbers_show(
    one: tuple[int, int], other: tuple[int, int], dominates: bool, beats: bool, level: bool
) -> None:
    found = worth(one, other)
    assert found.dominates("V0", "V1") is dominates
    assert (found.beats("V0", "V1"), found.is_cheapest("V0"), found.does_not_beat("V0", "V1")) == (
        *(beats, beats),
        not beats,
    )
    assert found.is_as_good("V0", "V1") is (one[0] <= other[0] and one[1] <= other[1])
    assert found.does_not_beat("V1", "V0") is (beats or level)


RING = ["c(a) < c(b)", "c(b) < t(x)", "t(x) < t(y)", "t(y) < c(a)"]


@pytest.mark.parametrize(("budget", "named"), [(6, ["c(b) < c(a)", "c(a) < c(b)"]), (5, RING), (0, RING)])
def test_a_smallest_set_is_looked_for_as_long_as_the_budget_allows(
    budget: int, named: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Leaving out one fact after the other ends at the ring of four; two of the five do as well."""
    monkeypatch.setattr(consistency, "SMALLEST_SET_QUESTIONS", budget)
    with pytest.raises(InputError) as caught:
        engine.conditions(Setting.of(model(TWO, facts=["c(b) < c(a)", *RING])))
    assert caught.value.problems[0].message == f"these facts cannot all hold: {'; '.join(named)}"

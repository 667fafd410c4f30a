"""The seed model, worked: every row of the table in semantics, section 6."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from mesaprior import engine
from mesaprior.engine import Setting
from mesaprior.loading import load
from mesaprior.model import Model, build
from mesaprior.results import Interval, Tie

B_S_K = "c(get_base_obj) {} c(simplest_obj) + c(combine)"
P_MFO = (
    "t(get_proxy_for_base_obj) {}"
    " t(combine) + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_outer_world_env)"
)
CROSSOVER = (
    "(t(combine) + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_outer_world_env)"
    " - t(get_proxy_for_base_obj))/(c(get_base_obj) - c(simplest_obj) - c(combine))"
)


@pytest.fixture(scope="module")
def seed() -> Model:
    return build(load("speed-simplicity").spec)


@pytest.fixture(scope="module")
def lookup() -> Model:
    return build(load("speed-simplicity-lookup").spec)


def rows(model: Model, variant: str) -> list[tuple[tuple[str, ...], bool, str, list[str], list[str]]]:
    return [
        (
            tuple(comparison.text for comparison in row.when),
            row.not_both_equal,
            row.outcome,
            [bound.text for bound in row.above],
            [bound.text for bound in row.below],
        )
        for row in engine.conditions(Setting.of(model))[variant].rows
    ]


def test_the_four_rows_of_the_fast_honest_variant(seed: Model) -> None:
    assert rows(seed, "H_fh") == [
        ((B_S_K.format(">"), P_MFO.format("<")), False, "range", [], [CROSSOVER]),
        ((B_S_K.format("<="), P_MFO.format("<=")), True, "always", [], []),
        ((B_S_K.format(">="), P_MFO.format(">=")), False, "never", [], []),
        ((B_S_K.format("<"), P_MFO.format(">")), False, "range", [CROSSOVER], []),
    ]


def test_the_four_rows_of_the_simple_deceptive_variant(seed: Model) -> None:
    assert rows(seed, "H_sd") == [
        ((B_S_K.format("<"), P_MFO.format(">")), False, "range", [], [CROSSOVER]),
        ((B_S_K.format(">="), P_MFO.format(">=")), True, "always", [], []),
        ((B_S_K.format("<="), P_MFO.format("<=")), False, "never", [], []),
        ((B_S_K.format(">"), P_MFO.format("<")), False, "range", [CROSSOVER], []),
    ]


def test_the_fast_deceptive_variant_never_wins(seed: Model) -> None:
    condition = engine.conditions(Setting.of(seed))["H_fd"]
    assert condition.status == "never"
    assert condition.standing.undominated == "never"
    assert condition.dominated_by == "H_fh"
    assert condition.because == (
        "H_fh dominates it (simpler by c(simplest_obj) + c(is_deployed_in_world),"
        " faster by t(is_deployed_in_world))"
    )


@pytest.mark.parametrize(
    ("g", "costs", "winner", "margin", "runner_up"),
    [
        ("2", [658, 672, 675], "H_fh", 14, "H_sd"),
        ("3", [958, 947, 983], "H_sd", 11, "H_fh"),
    ],
)
def test_worked_numbers(
    seed: Model, g: str, costs: list[int], winner: str, margin: int, runner_up: str
) -> None:
    result = engine.wins(Setting.of(seed, g=F(g), scenario="worked"))
    assert [cost.cost.value for cost in result.costs] == costs
    assert (result.winner, result.margin, result.runner_up, result.tie) == (winner, margin, runner_up, ())


def test_prices_of_the_worked_numbers(seed: Model) -> None:
    costs = engine.costs(Setting.of(seed, scenario="worked")).costs
    assert [(cost.prices["c"].value, cost.prices["t"].value) for cost in costs] == [
        (300, 58),
        (275, 122),
        (308, 59),
    ]


def test_a_tie_at_exactly_the_crossover(seed: Model) -> None:
    result = engine.wins(Setting.of(seed, g=F(64, 25), scenario="worked"))
    assert result.winner is None
    assert result.tie == ("H_fh", "H_sd")
    assert engine.crossover(Setting.of(seed, scenario="worked"), "H_sd", "H_fh").value == F(64, 25)


def test_the_winner_map(seed: Model) -> None:
    found = engine.wins(Setting.of(seed, g=F(2), scenario="worked"))
    assert found.map is not None
    assert found.map.intervals == (
        Interval(F(0), F(64, 25), ("H_fh",)),
        Interval(F(64, 25), None, ("H_sd",)),
    )
    assert found.map.ties == (Tie(F(64, 25), ("H_fh", "H_sd")),)
    assert found.wins_for == (Interval(F(0), F(64, 25), ("H_fh",)),)


def test_a_speed_prior_can_be_too_strong(lookup: Model) -> None:
    found = engine.wins(Setting.of(lookup, g=F(2), scenario="worked"))
    assert found.map is not None
    assert [(str(i.above), str(i.below), i.winners) for i in found.map.intervals] == [
        ("0", "53/4700", ("H_lt",)),
        ("53/4700", "64/25", ("H_fh",)),
        ("64/25", "None", ("H_sd",)),
    ]
    condition = found.conditions["H_fh"]
    free = engine.conditions(Setting.of(lookup, scenario="worked"))["H_fh"]
    assert condition.status == "always"
    assert [([b.text for b in row.above], [b.text for b in row.below]) for row in free.rows] == [
        (["53/4700"], ["64/25"])
    ]


def test_the_crossover_in_symbols(seed: Model) -> None:
    assert engine.crossover(Setting.of(seed), "H_sd", "H_fh").text == CROSSOVER
    assert engine.crossover(Setting.of(seed), "H_fh", "H_sd").text == CROSSOVER


def test_without_numbers_the_answer_at_a_rate_is_a_condition(seed: Model) -> None:
    result = engine.wins(Setting.of(seed, g=F(2)))
    assert result.winner is None
    (comparison,) = result.conditions["H_fh"].inequalities
    assert comparison.text == (
        "2*(c(get_base_obj) - c(simplest_obj) - c(combine)) < t(combine)"
        " + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_outer_world_env)"
        " - t(get_proxy_for_base_obj)"
    )
    assert result.conditions["H_fd"].status == "never"


@pytest.mark.parametrize(
    ("assume", "statuses"),
    [
        # b <= s + k and p < m + f + o: the honest variant is simpler and faster, it wins at every rate.
        ((B_S_K.format("<="), P_MFO.format("<")), {"H_fh": "always", "H_sd": "never", "H_fd": "never"}),
        ((B_S_K.format(">="), P_MFO.format(">")), {"H_fh": "never", "H_sd": "always", "H_fd": "never"}),
        # Both may be equal: then the two tie, and nobody always wins.
        ((B_S_K.format("<="), P_MFO.format("<=")), {"H_fh": "possible", "H_sd": "never", "H_fd": "never"}),
    ],
)
def test_facts_settle_who_wins(seed: Model, assume: tuple[str, ...], statuses: dict[str, str]) -> None:
    found = engine.conditions(Setting.of(seed, assume=assume))
    assert {name: condition.status for name, condition in found.items()} == statuses

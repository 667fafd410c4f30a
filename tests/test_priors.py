"""Priors that apply functions: their tables and their numbers, with exact output."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from mesaprior import engine
from mesaprior.algebra import Polynomial
from mesaprior.engine import Setting
from mesaprior.loading import load
from mesaprior.model import Model, build, model_under
from mesaprior.spec import read_model

H_FH = "c(get_base_obj) + c(mesaoptimize) + c(useful_knowledge)"
H_SD = "c(simplest_obj) + c(combine) + c(mesaoptimize) + c(useful_knowledge)"
T_FH = "t(get_proxy_for_base_obj) + t(mesaoptimize_env)"
T_SD = (
    "t(combine) + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_env)"
    " + t(mesaoptimize_outer_world_env)"
)
SIMPLER = "c(get_base_obj) {} c(simplest_obj) + c(combine)"
FASTER = (
    "t(get_proxy_for_base_obj) {} t(combine) + t(find(get_proxy_for_base_obj(env)))"
    " + t(mesaoptimize_outer_world_env)"
)
GAP = FASTER.split(" {} ")[1] + " - t(get_proxy_for_base_obj)"


@pytest.fixture(scope="module")
def seed() -> Model:
    return build(load("speed-simplicity").spec)


def two(prior: Any, **more: Any) -> Model:
    """Two variants that share nothing: `V` costs a and b, `W` costs d and e."""
    variants = {"V": {"complexity": "a", "time": "b"}, "W": {"complexity": "d", "time": "e"}}
    return build(read_model({"name": "x", "prior": prior, "variants": variants, **more}))


def rows(setting: Setting, variant: str) -> list[tuple[Any, ...]]:
    return [
        (
            [comparison.text for comparison in row.when],
            row.outcome,
            [bound.text for bound in (*row.above, *row.below)],
        )
        for row in engine.conditions(setting)[variant].rows
    ]


# --- tables with everything open ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prior", "crossover"),
    [
        ("levin", f"(log2({T_SD}) - log2({T_FH}))/(c(get_base_obj) - c(simplest_obj) - c(combine))"),
        ("exponential", f"({GAP})/(2**({H_FH}) - 2**({H_SD}))"),
        ("power", f"({GAP})/(({H_FH})**p - ({H_SD})**p)"),
    ],
)
def test_the_four_rows_of_the_seed(seed: Model, prior: str, crossover: str) -> None:
    """The *when* is said of the prices, whatever function is applied to them."""
    setting = Setting.of(model_under(seed, prior))
    assert rows(setting, "H_fh") == [
        ([SIMPLER.format(">"), FASTER.format("<")], "range", [crossover]),
        ([SIMPLER.format("<="), FASTER.format("<=")], "always", []),
        ([SIMPLER.format(">="), FASTER.format(">=")], "never", []),
        ([SIMPLER.format("<"), FASTER.format(">")], "range", [crossover]),
    ]
    found = engine.conditions(setting)
    assert {name: condition.status for name, condition in found.items()} == {
        "H_fh": "possible",
        "H_sd": "possible",
        "H_fd": "never",
    }
    assert found["H_fd"].dominated_by == "H_fh"


def test_an_unspecified_function_has_no_rate_to_solve_for(seed: Model) -> None:
    found = engine.conditions(Setting.of(model_under(seed, "monotone")))["H_fh"]
    says = (
        f"g({H_FH}) + t(get_proxy_for_base_obj) < g({H_SD}) + t(combine)"
        " + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_outer_world_env)"
    )
    assert [(row.outcome, row.iff.text if row.iff else None) for row in found.rows] == [
        ("iff", says),
        ("always", None),
        ("never", None),
        ("iff", says),
    ]
    assert [comparison.text for comparison in found.inequalities] == [says]
    assert (found.status, found.standing.undominated) == ("possible", "possible")


@pytest.mark.parametrize(
    ("prior", "more", "says"),
    [
        ("levin", {}, "g*(c(a) - c(d)) < log2(t(e)) - log2(t(b))"),
        ("exponential", {}, "g*(2**c(a) - 2**c(d)) < t(e) - t(b)"),
        ("power", {}, "g*(c(a)**p - c(d)**p) < t(e) - t(b)"),
        ("monotone", {}, "g(c(a)) + t(b) < g(c(d)) + t(e)"),
        ({"cost": "g*c**(1/2) + t"}, {}, "g*(c(a)**(1/2) - c(d)**(1/2)) < t(e) - t(b)"),
        ({"cost": "g*3**c + log2(1 + t)"}, {}, "g*(3**c(a) - 3**c(d)) < log2(t(e) + 1) - log2(t(b) + 1)"),
        ({"cost": "g*c + t"}, {}, "g*(c(a) - c(d)) < t(e) - t(b)"),
    ],
)
def test_the_inequality_of_a_pair(prior: Any, more: dict[str, Any], says: str) -> None:
    compared = engine.compare(Setting.of(two(prior, **more)), "V", "W")
    assert compared.left_beats.inequality.text == says


def test_extra_axes_are_added_with_their_weight() -> None:
    model = build(
        read_model(
            {
                "name": "x",
                "prior": "levin",
                "axes": {"l": {"weight": "w"}},
                "parameters": {"w": {}},
                "variants": {
                    "V": {"complexity": "a", "time": "b", "l": "f"},
                    "W": {"complexity": "a", "time": "b", "l": "f + h"},
                },
            }
        )
    )
    assert model.cost_of("W") - model.cost_of("V") == Polynomial({(("l(h)", 1), ("w", 1)): F(1)})
    assert engine.conditions(Setting.of(model))["V"].status == "always"


# --- numbers ------------------------------------------------------------------------------------------

NUMBERS = {"c(a)": F(3), "c(d)": F(5), "t(b)": F(20), "t(e)": F(12)}


@pytest.mark.parametrize(
    ("prior", "g", "winner", "margin", "wins_for"),
    [
        ("levin", "1", "V", "log2(12) + 2 - log2(20)", ("(log2(20) - log2(12))/2", None)),
        ("levin", "1/4", "W", "(2*log2(20) - 2*log2(12) - 1)/2", ("0", "(log2(20) - log2(12))/2")),
        ("exponential", "1", "V", "16", ("1/3", None)),
        ({"cost": "g*c**(1/2) + t"}, "1", "W", "3**(1/2) + 8 - 5**(1/2)", ("0", "8/(5**(1/2) - 3**(1/2))")),
        ({"cost": "g**2*c + t"}, "3", "V", "10", None),
    ],
)
def test_who_wins_at_numbers(
    prior: Any, g: str, winner: str, margin: str, wins_for: tuple[str, str | None] | None
) -> None:
    wins = engine.wins(Setting.of(two(prior), g=F(g), numbers=NUMBERS))
    assert (wins.winner, str(wins.margin)) == (winner, margin)
    ends = [(str(i.above), None if i.below is None else str(i.below)) for i in wins.wins_for]
    assert ends == ([wins_for] if wins_for else [])


def test_a_power_of_two_is_a_number_again() -> None:
    numbers = {**NUMBERS, "t(b)": F(16), "t(e)": F(1, 4)}
    wins = engine.wins(Setting.of(two("levin"), g=F(2), numbers=numbers))
    assert {cost.variant: cost.cost.value for cost in wins.costs} == {"V": F(10), "W": F(8)}
    assert (wins.winner, wins.margin) == ("W", F(2))


def test_a_tie_of_irrational_numbers_is_one() -> None:
    """log2(12) + 1 = log2(3) + 3, which no interval shows."""
    numbers = {"c(a)": F(1), "c(d)": F(3), "t(b)": F(12), "t(e)": F(3)}
    wins = engine.wins(Setting.of(two("levin"), g=F(1), numbers=numbers))
    assert (wins.winner, wins.tie) == (None, ("V", "W"))


def test_floats_stand_beside_irrational_numbers_only() -> None:
    wins = engine.wins(Setting.of(two("levin"), g=F(1), numbers=NUMBERS)).to_dict()
    assert wins["costs"] == {"V": "log2(20) + 3", "W": "log2(12) + 5"}
    assert wins["approx"]["costs"] == pytest.approx({"V": 7.321928094887363, "W": 8.584962500721156})
    assert wins["wins_for"][0]["approx"] == pytest.approx({"above": 0.3684827970831031})
    assert "approx" not in engine.wins(Setting.of(two("linear"), g=F(1), numbers=NUMBERS)).to_dict()


def test_the_essays_footnote() -> None:
    """g does not factor over sums: term by term H_sd wins, on whole sums with 100 shared bits H_fh does."""
    variants = {
        "H_fh": {"complexity": "b + shared", "time": "p"},
        "H_sd": {"complexity": "s + k + shared", "time": "p + gap"},
    }
    whole = build(read_model({"name": "x", "prior": {"cost": "c**(1/2) + t"}, "variants": variants}))
    numbers = {"c(b)": F(16), "c(s)": F(1), "c(k)": F(1), "c(shared)": F(100), "t(p)": F(1), "t(gap)": F(1)}
    wins = engine.wins(Setting.of(whole, numbers=numbers))
    assert (wins.winner, str(wins.margin)) == ("H_fh", "102**(1/2) + 1 - 116**(1/2)")
    terms = build(read_model({"name": "x", "prior": "additive", "variants": variants}))
    # With g(c(x)) as the unknowns of their own: sqrt(16) = 4, sqrt(1) = 1, twice, and 10 shared.
    applied = {**numbers, "c(b)": F(4), "c(shared)": F(10)}
    assert engine.wins(Setting.of(terms, g=F(1), numbers=applied)).winner == "H_sd"


# --- members, parameters of prices --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("members", "bits"), [("1024", "10"), ("2**10", "10"), ("2**a", "a"), ("2**(a*n)", "n*a")]
)
def test_a_class_of_equally_costed_members_counts_as_one(members: str, bits: str) -> None:
    variants = {
        "V": {"complexity": "x", "time": "y", "members": members},
        "W": {"complexity": "x", "time": "y"},
    }
    model = build(read_model({"name": "m", "parameters": {"n": {}, "a": {}}, "variants": variants}))
    compared = engine.compare(Setting.of(model), "W", "V")
    assert compared.axes["c"].difference.text == bits
    assert compared.dominates == "V"


def test_a_logarithm_takes_a_power_of_two_back() -> None:
    variants = {
        "V": {"complexity": "x", "time": "4*2**(k*n)"},
        "W": {"complexity": "x + y", "time": "1"},
    }
    model = build(
        read_model({"name": "m", "prior": "levin", "parameters": {"n": {}, "k": {}}, "variants": variants})
    )
    gap = engine.compare(Setting.of(model), "V", "W").left_beats.inequality.text
    assert gap == "g*c(y) > n*k + 2"


# --- under another prior ------------------------------------------------------------------------------


def test_dominance_survives_every_prior(seed: Model) -> None:
    for prior in ("linear", "monotone", "additive", "power", "exponential", "levin"):
        found = engine.conditions(Setting.of(model_under(seed, prior)))
        assert (found["H_fd"].status, found["H_fd"].dominated_by) == ("never", "H_fh"), prior


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("linear", {"cost": "g*c + t"}),
        ("additive", "linear"),
        ("power", {"cost": "g*c**p + t", "parameters": {"p": {}}}),
    ],
)
def test_the_same_cost_by_another_name(seed: Model, one: Any, other: Any) -> None:
    named, custom = (
        engine.conditions(Setting.of(build(seed.spec.model_copy(update={"claims": (), "prior": prior}))))
        for prior in (
            one,
            read_model(
                {"name": "x", "variants": {"V": {"complexity": "a", "time": "b"}}, "prior": other}
            ).prior,
        )
    )
    for name, condition in named.items():
        assert condition.status == custom[name].status
        whens = [[[part.text for part in row.when] for row in c.rows] for c in (condition, custom[name])]
        assert whens[0] == whens[1]
        assert [row.outcome for row in condition.rows] == [row.outcome for row in custom[name].rows]


def test_a_model_under_another_prior_in_python() -> None:
    import mesaprior as mp

    model = mp.load("speed-simplicity").assuming("c(simplest_obj) + c(combine) < c(get_base_obj)")
    levin = model.under("levin")
    assert (levin.prior, model.prior) == ("levin", "linear")
    assert levin.wins(g=1, scenario="worked").winner == "H_sd"
    assert levin.check("H_sd wins for large g").proved
    assert model.under(mp.load("speed-simplicity").prior).prior == "linear"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (
            ["wins", "--prior", "levin", "-g", "1", "--scenario", "worked", "-q"],
            0,
            "H_sd (simple deceptive) wins at g = 1",
        ),
        (["conditions", "--prior", "simplicity", "--scenario", "worked", "-q"], 0, "H_sd wins for every g"),
        (
            ["check", "--prior", "exponential", "--that", "H_fd never wins", "-q"],
            0,
            "proved     H_fd never wins",
        ),
        (["table", "--of", "costs", "--prior", "monotone", "--scenario", "worked", "-q"], 0, "g(300) + 58"),
        (
            ["wins", "--prior", "levn"],
            2,
            "error[unknown-choice]: --prior cannot be 'levn'\n  = help: did you mean 'levin'?",
        ),
        (["wins", "--prior", "monotone", "-g", "2", "-q"], 2, "error[rate-is-a-function]"),
    ],
)
def test_the_option(arguments: list[str], code: int, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    from mesaprior.cli import run

    assert run(arguments) == code
    shown = capsys.readouterr()
    assert says in shown.out + shown.err


MIXED = {
    "name": "a",
    "parameters": {"n": {"above": 1}},
    "axes": {"l": {"weight": 2}},
    "variants": {
        "V": {"complexity": "a + 2*n", "time": "2**n", "l": "x", "members": "2**n"},
        "W": {"complexity": "a", "time": "3*n + b", "l": "x + y"},
        "Z": {"complexity": "a + e", "time": "3*n + b", "l": "x + y"},
    },
    "facts": ["log2(t(b)) > 3", "2**n > t(b)"],
}


@pytest.mark.parametrize("prior", ["linear", "monotone", "power", "exponential", "levin", "cap"])
def test_functions_in_prices_and_facts_go_with_every_prior(prior: str) -> None:
    found = engine.conditions(Setting.of(build(read_model({**MIXED, "prior": prior}))))
    assert (found["Z"].status, found["Z"].dominated_by) == ("never", "W")
    assert found["W"].status != "never"

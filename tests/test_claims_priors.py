"""Claims under every prior: proved by the order of functions, refuted by numbers that intervals settle."""

from __future__ import annotations

import math
from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesaprior.engine import Setting, certificate_text, check, settings_of, verify
from mesaprior.engine.reason.enclose_claim import claim_surely
from mesaprior.engine.reason.evaluate import Written
from mesaprior.errors import InputError
from mesaprior.language import parse_claim, parse_expression
from mesaprior.loading import load, load_text
from mesaprior.model import build, model_under, stated
from mesaprior.results import Checked

SEED = build(load("speed-simplicity").spec)
PRIORS = ("linear", "monotone", "additive", "power", "exponential", "levin")
MODELS = {prior: model_under(SEED, prior) for prior in PRIORS}
SIMPLER = "c(simplest_obj) + c(combine) <= c(get_base_obj)"
SLOWER = "t(H_fh) < t(H_sd)"


def asked(prior: str, text: str, *assuming: str) -> Checked:
    model = MODELS[prior]
    return check(model, [stated(model, text, assuming=assuming)]).claims[0]


@pytest.mark.parametrize("prior", PRIORS)
def test_what_is_dominated_never_wins_under_any_increasing_prior(prior: str) -> None:
    assert asked(prior, "H_fd never wins").proved
    assert asked(prior, "H_fh beats H_fd for all g").proved


@pytest.mark.parametrize("prior", PRIORS)
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("H_fh wins", "refuted"),
        ("H_sd wins", "refuted"),
        (f"if c(H_fh) <= c(H_sd) and {SLOWER} then H_fh beats H_sd", "proved"),
        ("if H_fh beats H_sd and c(H_sd) <= c(H_fh) then t(H_fh) < t(H_sd)", "proved"),
        ("H_fh beats H_sd or H_sd beats H_fh or H_fh ties H_sd", "proved"),
        ("if c(H_fh) == c(H_sd) and t(H_fh) == t(H_sd) then H_fh ties H_sd", "proved"),
    ],
)
def test_the_same_claims_under_every_prior(prior: str, text: str, verdict: str) -> None:
    assert asked(prior, text).verdict == verdict


@pytest.mark.parametrize("prior", ["power", "exponential", "levin"])
@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("H_fh wins for some g", "refuted"),
        ("H_sd wins for large g", "refuted"),
        ("H_fh wins for small g", "refuted"),
        ("H_fd wins for small g", "refuted"),
        ("H_fh wins for all g", "refuted"),
        ("H_fd never wins for all g", "proved"),
        (f"if c(H_sd) < c(H_fh) and {SLOWER} then H_sd beats H_fh for large g", "proved"),
        (f"if c(H_sd) < c(H_fh) and {SLOWER} then H_fh beats H_sd for small g", "proved"),
    ],
)
def test_rates_under_priors_that_apply_functions(prior: str, text: str, verdict: str) -> None:
    assert asked(prior, text).verdict == verdict


def test_a_condition_on_values_is_said_of_what_they_are_applied_to() -> None:
    found = asked("levin", "H_fh beats H_sd for all g", SIMPLER)
    assert found.true_when is not None
    assert "log2" not in found.true_when.text


def test_levin_turns_on_the_ratio_of_the_times() -> None:
    times = "log2(t(H_sd)) - log2(t(H_fh))"
    bits = "g*(c(get_base_obj) - c(simplest_obj) - c(combine))"
    assert asked("levin", f"if {times} > {bits} then H_fh beats H_sd").proved
    assert asked("levin", f"if H_fh beats H_sd then {times} > {bits}").proved
    found = asked("levin", f"if H_fh beats H_sd then {times} < {bits}")
    assert found.refuted


def test_numbers_against_a_claim_are_irrational_and_settled() -> None:
    found = asked("levin", "H_fh wins at g = 2")
    assert found.counterexample is not None
    own, rival = found.counterexample.worths
    numbers = found.counterexample.numbers
    c = sum(numbers[f"c({term})"] for term in ("get_base_obj", "mesaoptimize", "useful_knowledge"))
    t = numbers["t(get_proxy_for_base_obj)"] + numbers["t(mesaoptimize_env)"]
    assert own.low <= own.high and float(own.low) == pytest.approx(2 * float(c) + math.log2(t))
    assert rival.high < own.low


def test_certificates_under_an_unspecified_function_verify() -> None:
    for prior, text in (("monotone", "H_fd never wins"), ("levin", "H_fh beats H_fd for all g")):
        model = MODELS[prior]
        statement = stated(model, text)
        (checked,) = check(model, [statement])
        (setting,) = settings_of(Setting.of(model), [statement])
        assert checked.certificate is not None
        assert verify(certificate_text(setting, statement, checked.certificate)).claim == text


# --- the second opinion in three values ---------------------------------------------------------------

LEVIN = parse_expression("g*c + log2(t)")


def costs(*prices: tuple[int, int]) -> Written:
    numbers = {
        f"V{k}": {"c": parse_expression(str(c)), "t": parse_expression(str(t))}
        for k, (c, t) in enumerate(prices)
    }
    return Written(numbers, LEVIN)


def truth(prices: tuple[tuple[int, int], ...], kind: str) -> bool | None:
    """`V0 wins` for some, all, small or large rates, from floats; None near a tie."""
    lines = [(c - prices[0][0], math.log2(t) - math.log2(prices[0][1])) for c, t in prices[1:]]
    if any(abs(rest) < 1e-9 for _, rest in lines):
        return None
    if kind == "all":
        return all(slope >= 0 and rest > 0 for slope, rest in lines)
    if kind == "small":
        return all(rest > 0 for _, rest in lines)
    if kind == "large":
        return all(slope > 0 or (slope == 0 and rest > 0) for slope, rest in lines)
    low = max([0.0, *(-rest / slope for slope, rest in lines if slope > 0)])
    high = min([math.inf, *(rest / -slope for slope, rest in lines if slope < 0)])
    if any(slope <= 0 and rest < 0 for slope, rest in lines):
        return False
    return None if abs(low - high) < 1e-9 else low < high


@settings(max_examples=400, derandomize=True, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 40)), min_size=2, max_size=4).map(tuple),
    st.sampled_from(("some", "all", "small", "large")),
)
def test_lines_with_irrational_ends_are_settled_as_floats_say(
    prices: tuple[tuple[int, int], ...], kind: str
) -> None:
    claim = parse_claim(f"V0 wins for {kind} g")
    found = claim_surely(claim, {"g": F(1)}, costs(*prices))
    expected = truth(prices, kind)
    if expected is not None and found is not None:
        assert found == expected
    if expected is not None and kind != "some" and len({c for c, _ in prices}) == len(prices):
        assert found is not None  # where two slopes are equal, intervals around 0 leave it open
    never = claim_surely(parse_claim(f"V0 never wins for {kind} g"), {"g": F(1)}, costs(*prices))
    opposite = {"all": "some", "some": "all"}.get(kind, kind)
    wins = claim_surely(parse_claim(f"V0 wins for {opposite} g"), {"g": F(1)}, costs(*prices))
    assert never == (None if wins is None else not wins)


# --- a hard budget ------------------------------------------------------------------------------------

MODELS["cap"] = model_under(SEED, "cap")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("H_fd never wins", "proved"),
        ("H_fd never wins for all g", "proved"),
        ("H_fh beats H_sd", "refuted"),
        ("if t(H_fh) <= K and c(H_fh) < c(H_sd) then H_fh wins", "proved"),
        ("if t(H_fh) <= K and t(H_sd) > K then H_fh wins", "proved"),
        ("if H_sd beats H_fh then c(H_sd) < c(H_fh)", "refuted"),
        ("if H_sd beats H_fh and t(H_fh) <= K then c(H_sd) < c(H_fh)", "proved"),
        ("if t(H_fh) > K and t(H_sd) > K then H_fh ties H_sd", "proved"),
        ("H_fh wins or H_sd wins or H_fh ties H_sd", "proved"),
        ("H_fh dominates H_fd", "proved"),
        ("cost(H_fh) < 3", "undecided"),
        ("H_fh wins at g = 2", "undecided"),
    ],
)
def test_claims_under_a_budget(text: str, verdict: str) -> None:
    assert asked("cap", text).verdict == verdict


def test_beating_under_a_budget_is_said_of_prices_and_the_budget() -> None:
    found = asked("cap", "H_fh beats H_sd")
    assert found.true_when is not None and found.true_when.exactly
    assert "K" in found.true_when.text and "cost" not in found.true_when.text
    assert found.text == "H_fh beats H_sd"


CONTRADICTORY = [
    # Added up they say that a sum is less than itself; no two of them do.
    "log2(t(b)) + log2(t(e)) + t(b) + t(e) < 2*log2(t(d)) + 2*t(d)",
    "log2(t(b)) + log2(t(d)) + t(b) + t(d) < 2*log2(t(e)) + 2*t(e)",
    "log2(t(e)) + log2(t(d)) + t(e) + t(d) < 2*log2(t(b)) + 2*t(b)",
]


def test_facts_that_contradict_each_other_through_logarithms() -> None:
    variants = "{A: {complexity: b + e, time: b}, B: {complexity: d, time: e + d}}"
    text = f"name: m\nprior: levin\nvariants: {variants}\nfacts: {CONTRADICTORY}".replace("'", "")
    model = build(load_text(text).spec)
    with pytest.raises(InputError) as caught:
        check(model, [stated(model, "A wins")])
    assert [problem.code for problem in caught.value.problems] == ["contradictory-facts"]

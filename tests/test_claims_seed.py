"""What the founding essay says and what the algebra says: the table of the mathematics, row by row."""

from __future__ import annotations

from fractions import Fraction as F

import pytest

from mesaprior.engine import check
from mesaprior.loading import load
from mesaprior.model import build, stated
from mesaprior.results import Checked

MODEL = build(load("speed-simplicity").spec)
FIND = "find(get_proxy_for_base_obj(env))"
LATER = f"t(combine) + t({FIND}) + t(mesaoptimize_outer_world_env)"
SIMPLER = "c(simplest_obj) + c(combine) < c(get_base_obj)"


def asked(text: str, *assuming: str) -> Checked:
    return check(MODEL, [stated(MODEL, text, assuming=assuming)]).claims[0]


PROVED = [
    ("H_fh dominates H_fd", "c(H_fd) - c(H_fh) = c(simplest_obj) + c(is_deployed_in_world), each positive"),
    (
        "H_fd never wins",
        (
            "cost(H_fd) - cost(H_fh) = g*c(simplest_obj) + g*c(is_deployed_in_world)"
            " + t(is_deployed_in_world), each positive"
        ),
    ),
    (
        f"if {SIMPLER} then c(H_sd) < c(H_fh)",
        "c(H_fh) - c(H_sd) = c(get_base_obj) - c(simplest_obj) - c(combine), positive, given " + SIMPLER,
    ),
    ("c(H_fh) < c(H_fd)", "c(H_fd) - c(H_fh) = c(simplest_obj) + c(is_deployed_in_world), each positive"),
]


@pytest.mark.parametrize(("text", "because"), PROVED)
def test_what_is_proved_says_why(text: str, because: str) -> None:
    found = asked(text)
    assert (found.verdict, found.because[0].text) == ("proved", because)


REFUTED = [
    ("t(H_fh) < t(H_sd)", f"t(get_proxy_for_base_obj) < {LATER}", True),
    ("c(H_sd) < c(H_fh)", SIMPLER, True),
    (
        f"if H_sd beats H_fh then g*c(get_base_obj) > t({FIND})",
        (
            "t(get_proxy_for_base_obj) <= g*c(simplest_obj) + g*c(combine) + t(combine)"
            " + t(mesaoptimize_outer_world_env)"
        ),
        False,
    ),
    (
        "H_fh beats H_sd",
        "g*(c(get_base_obj) - c(simplest_obj) - c(combine)) < " + LATER + " - t(get_proxy_for_base_obj)",
        True,
    ),
    ("H_sd beats H_fh for some g", f"{SIMPLER} or {LATER} < t(get_proxy_for_base_obj)", True),
]


@pytest.mark.parametrize(("text", "condition", "exactly"), REFUTED)
def test_what_is_refuted_says_what_is_missing(text: str, condition: str, exactly: bool) -> None:
    found = asked(text)
    assert found.verdict == "refuted"
    assert found.true_when is not None
    assert (found.true_when.text, found.true_when.exactly) == (condition, exactly)


def test_the_inequality_as_printed_is_refuted_by_the_models_own_numbers() -> None:
    """The founding essay prints its key inequality the wrong way round."""
    found = asked(f"if H_sd beats H_fh then g*c(get_base_obj) < t({FIND})")
    assert found.counterexample is not None
    assert found.counterexample.found_in == "scenario"
    assert found.counterexample.numbers["g"] == 3
    assert [worth.value for worth in found.counterexample.worths] == [F(120), F(30)]


def test_undoubtedly_faster_is_refuted_by_small_whole_numbers() -> None:
    found = asked("t(H_fh) < t(H_sd)")
    assert found.counterexample is not None
    telling = {atom: value for atom, value in found.counterexample.numbers.items() if value != 1}
    assert telling == {"t(get_proxy_for_base_obj)": F(4)}
    assert [worth.value for worth in found.counterexample.worths] == [F(5), F(4)]


def test_an_impossible_premise_is_said() -> None:
    assert asked("if H_fd wins then c(H_fh) < 1").vacuous
    assert not asked("if H_fh wins then not H_sd wins").vacuous


def test_what_holds_nowhere_is_contradicted() -> None:
    assert asked("H_fd wins for some g").contradicted
    assert not asked("H_sd wins for some g").contradicted


@pytest.mark.parametrize("text", ["H_fh wins", "H_fd never wins"])
def test_a_verdict_is_no_truth_value(text: str) -> None:
    with pytest.raises(TypeError, match=r"ask \.proved, \.refuted or \.undecided"):
        bool(asked(text))


def test_the_repaired_only_if_fails_where_the_essays_side_claims_hold() -> None:
    found = asked(
        f"if H_sd beats H_fh then g*c(get_base_obj) > t({FIND})",
        SIMPLER,
        f"t(get_proxy_for_base_obj) < {LATER}",
    )
    assert found.verdict == "refuted"
    assert found.assuming == (SIMPLER, f"t(get_proxy_for_base_obj) < {LATER}")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("H_sd wins for large g", "proved"),
        ("H_fh wins for small g", "refuted"),
        ("H_sd wins for all g", "refuted"),
        ("H_sd never beats H_fh for some g", "refuted"),
        ("H_sd wins at g = 3", "refuted"),
        ("H_sd wins for some g", "proved"),
        ("if H_fh wins at g = 1 and H_fh wins at g = 3 then H_fh wins at g = 2", "proved"),
        ("H_sd ties H_fh for some g or H_sd beats H_fh for all g", "proved"),
    ],
)
def test_rates_that_a_sentence_speaks_of(text: str, verdict: str) -> None:
    assert asked(text, SIMPLER).verdict == verdict


def test_assumptions_of_a_single_claim() -> None:
    assert asked("H_sd wins for large g").refuted
    assert asked("H_sd wins for large g", SIMPLER).proved


def test_two_sentences_fail_at_a_rate_each() -> None:
    """Whichever is cheaper at one rate of the range need not be so at another: a strict loss, twice."""
    found = asked("H_fh beats H_sd for 64/25 <= g < 3 or H_sd beats H_fh for 64/25 <= g < 3")
    assert found.counterexample is not None
    one, other = found.counterexample.worths
    assert one.value != other.value

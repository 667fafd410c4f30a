"""`compare-priors`: one table, a row a prior, with exact output in every format."""

from __future__ import annotations

import json

import pytest

import mesaprior as mp
from mesaprior import engine
from mesaprior.cli import run
from mesaprior.errors import InputError
from mesaprior.model import build
from mesaprior.priors import NAMED_PRIORS
from mesaprior.spec import read_model

OPEN = """\
H_fd never wins, whatever the prior

 prior         cost             H_fh      H_sd      H_fd
 linear        g*c + t          depends   depends   never
 monotone      g(c) + t         depends   depends   never
 additive      g*c + t          depends   depends   never
 power         g*c**p + t       depends   depends   never
 exponential   g*2**c + t       depends   depends   never
 levin         g*c + log2(t)    depends   depends   never
 cap           c where t <= K   depends   depends   never
 simplicity    c                depends   depends   never
 speed         t                depends   depends   never
"""
AT_NUMBERS = """\
H_fd never wins, whatever the prior at g = 2

 prior         cost             H_fh      H_sd      H_fd
 linear        g*c + t          wins      —         —
 monotone      g(c) + t         depends   depends   never
 additive      g*c + t          wins      —         —
 power         g*c**p + t       —         wins      —
 exponential   g*2**c + t       —         wins      —
 levin         g*c + log2(t)    —         wins      —
 cap           c where t <= K   wins      —         —
 simplicity    c                —         wins      —
 speed         t                wins      —         —
"""
NUMBERS = ["--scenario", "worked", "-g", "2", "--set", "p=2", "--set", "K=100"]


@pytest.mark.parametrize(("arguments", "text"), [([], OPEN), (NUMBERS, AT_NUMBERS)])
def test_the_table(arguments: list[str], text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare-priors", "-q", "speed-simplicity", *arguments]) == 0
    assert capsys.readouterr().out == text


@pytest.mark.parametrize(
    ("format", "line"),
    [
        ("markdown", "| levin | `g*c + log2(t)` | — | wins | — |"),
        ("latex", r"    cap & $c$ where $t \le K$ & wins & --- & --- \tabularnewline"),
        ("csv", "power,g*c**p + t,"),
        ("latex-array", r"\log_2(t)"),
    ],
)
def test_the_other_formats(format: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare-priors", "-q", "speed-simplicity", "-f", format, *NUMBERS]) == 0
    assert line in capsys.readouterr().out


def test_as_json_and_in_python(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare-priors", "-q", "speed-simplicity", "--json", *NUMBERS]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["schema"] == "mesaprior/compare-priors/1"
    assert list(shown["priors"]) == list(NAMED_PRIORS)
    assert shown["priors"]["levin"] == {
        "cost": "g*c + log2(t)",
        "within": None,
        "winner": "H_sd",
        "tie": [],
        "statuses": {"H_fh": "never", "H_sd": "always", "H_fd": "never"},
        "map": None,
        "refused": None,
    }
    found = mp.load("speed-simplicity").compare_priors(g=2, scenario="worked", numbers={"p": 2, "K": 100})
    assert found.to_dict() == shown
    assert found["cap"].winner == "H_fh"


def test_without_a_rate_the_winner_maps() -> None:
    found = mp.load("speed-simplicity").compare_priors(scenario="worked")
    levin, linear = found["levin"].map, found["linear"].map
    assert levin is not None
    assert linear is not None
    assert [str(tie.at) for tie in (*linear.ties, *levin.ties)] == ["64/25", "(log2(122) - log2(58))/25"]


def test_a_prior_that_the_model_means_nothing_under_is_refused_with_the_reason() -> None:
    variants = {"V": {"complexity": "a", "time": "0"}, "W": {"complexity": "d", "time": "e"}}
    model = build(read_model({"name": "x", "prior": {"cost": "g*c + 2*t"}, "variants": variants}))
    found = engine.compare_priors(model, assume=["g*c(a) < t(e)"])
    assert {under.prior: under.refused for under in found.priors if under.refused} == {
        "levin": ("the cost of 'V' cannot be worked out: this takes the logarithm of what may be 0"),
        "monotone": (
            "under this prior g is an increasing function of which nothing else is known, not a number"
        ),
    }
    assert found.priors[0].prior == "custom"


def test_a_prior_that_was_not_asked_is_not_spoken_for(capsys: pytest.CaptureFixture[str]) -> None:
    """Under levin and power `frames` has no costs."""
    assert run(["compare-priors", "frames", "--scenario", "even", "-g", "1"]) == 0
    assert capsys.readouterr().out.startswith("inner_align never wins under any of 7 priors at g = 1\n")


def test_error_what_is_wrong_under_every_prior() -> None:
    model = mp.load("speed-simplicity")
    with pytest.raises(InputError) as raised:
        model.compare_priors(assume="c(combine) < c(nothing)")
    assert raised.value.problems[0].code == "unknown-term"

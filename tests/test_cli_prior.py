"""`--prior NAME` on the commands that speak of claims and of models: what can be said there is answered, what
cannot is named with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.errors import InputError
from mesaprior.loading import builtin_models
from mesaprior.model import build, restated, stated
from mesaprior.priors import NAMED_PRIORS

MODEL = """\
name: small
terms: {a: {}, b: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a}
  C: {complexity: a + b, time: a + b}
"""
CLAIMS = """\
claims:
  - {id: c-loses, formal: A dominates C, expect: proved}
  - {id: gap, formal: cost(C) - cost(A) == g*c(b) + t(a), expect: proved}
  - {id: at-two, formal: A beats C at g = 2}
  - {id: faster, formal: t(A) < t(B), expect: refuted}
"""
FREE = (
    "name: free\nterms: {a: {}}\nvariants:\n  A: {complexity: a, time: 0}\n  B: {complexity: 2*a, time: a}\n"
)
NO_NUMBER = "under this prior g is an increasing function of which nothing else is known, not a number"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.yaml").write_text(MODEL + CLAIMS, encoding="utf-8")
    (tmp_path / "only.yaml").write_text(
        MODEL + "claims: [{id: gap, formal: cost(A) == g*c(a) + t(b)}]\n", encoding="utf-8"
    )
    (tmp_path / "free.yaml").write_text(FREE, encoding="utf-8")


def test_check_under_another_prior_says_what_it_leaves_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "m.yaml", "--prior", "monotone"]) == 0
    assert capsys.readouterr().out == (
        "✓ c-loses  proved     A dominates C\n"
        "           because    c(C) - c(A) = c(b), positive; t(C) - t(A) = t(a), positive\n"
        "✗ faster   refuted    t(A) < t(B)\n"
        "           fails at   c(a) = 5, c(b) = 2, t(a) = 7, t(b) = 8, g(5) = 2, g(7) = 3, all else 1:"
        " 8 against 7\n"
        "           true exactly when   t(b) < t(a)\n"
        f" left out: gap, at-two ({NO_NUMBER})\n"
        "2 claims: 1 proved, 1 refuted, all as expected; 2 left out\n"
    )
    assert run(["check", "m.yaml", "--prior", "monotone", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [said["id"] for said in found["claims"]] == ["c-loses", "faster"]
    assert found["left_out"] == [{"id": "gap", "why": NO_NUMBER}, {"id": "at-two", "why": NO_NUMBER}]


@pytest.mark.parametrize("prior", ["linear", "additive", "levin", "power", "cap", "simplicity", "speed"])
def test_where_everything_can_be_said_nothing_is_left_out(
    prior: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["check", "m.yaml", "--prior", prior, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert found["left_out"] == []
    assert [(said["id"], said["prior"]) for said in found["claims"]] == [
        (id, prior) for id in ("c-loses", "gap", "at-two", "faster")
    ]


REFUSED = {
    ("check", "m.yaml", "--prior", "monotone", "--claim", "gap"): (
        "error[claim-left-out]: the claim 'gap' means nothing under the monotone prior\n"
        f"  = help: {NO_NUMBER}\n"
    ),
    ("check", "only.yaml", "--prior", "monotone"): (
        "error[no-claims]: no claim of the model small means anything under the monotone prior\n"
        f"  = help: {NO_NUMBER}\n"
    ),
    ("check", "--all", "--prior", "levins"): (
        "error[unknown-choice]: --prior cannot be 'levins'\n  = help: did you mean 'levin'?\n"
    ),
    ("show", "m.yaml", "--prior", "levins"): (
        "error[unknown-choice]: --prior cannot be 'levins'\n  = help: did you mean 'levin'?\n"
    ),
}


@pytest.mark.parametrize(("arguments", "drawn"), REFUSED.items())
def test_what_cannot_be_answered(
    arguments: tuple[str, ...], drawn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*arguments]) == 2
    assert capsys.readouterr() == ("", drawn)


def test_show_is_a_model_file_under_that_prior(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(["show", "m.yaml", "--prior", "monotone"]) == 0
    out, err = capsys.readouterr()
    assert err == f"left out the claim gap: {NO_NUMBER}\nleft out the claim at-two: {NO_NUMBER}\n"
    (tmp_path / "shown.yaml").write_text(out, encoding="utf-8")
    shown = mp.load("shown.yaml")
    assert shown.prior == "monotone"
    assert [claim.id for claim in shown.claims] == ["c-loses", "faster"]
    assert [checked.verdict for checked in shown.check()] == ["proved", "refuted"]
    assert run(["show", "m.yaml", "--prior", "levin", "--json", "-q"]) == 0
    assert json.loads(capsys.readouterr().out)["prior"] == "levin"
    assert run(["show", "free.yaml", "--prior", "levin"]) == 2
    assert "a logarithm needs a sum of prices" in capsys.readouterr().err


def test_a_table_of_claims(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "m.yaml", "--of", "claims", "--prior", "monotone", "-f", "csv"]) == 0
    assert "left out: gap, at-two" in capsys.readouterr().out
    assert run(["table", "m.yaml", "--of", "claims", "--prior", "monotone"]) == 0
    assert f" left out: gap, at-two ({NO_NUMBER})" in capsys.readouterr().out.splitlines()


def test_every_claim_of_the_library_is_said_or_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    """Under every prior: a model means nothing there, or each of its claims is either a claim there or named
    among those left out. What is left out fails by itself, too."""
    counts = {"models": 0, "no model": 0, "said": 0, "left out": 0}
    for entry in builtin_models():
        model = build(mp.load(entry.name))
        for prior in NAMED_PRIORS:
            try:
                changed = restated(model, prior)
            except InputError:
                counts["no model"] += 1
                continue
            said, left = [claim.id for claim in changed.claims], [id for id, _ in changed.left_out]
            assert sorted(said + left) == sorted(claim.id for claim in model.claims)
            for claim in model.claims:
                if claim.id in left and claim.prior is None and not claim.assuming:
                    with pytest.raises(InputError):
                        stated(changed, claim.text)
            counts["models"] += 1
            counts["said"] += len(said)
            counts["left out"] += len(left)
    print(counts)
    assert min(counts.values()) > 5


def test_models_that_mean_nothing_under_a_prior(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from types import SimpleNamespace

    entries = [SimpleNamespace(name="m.yaml"), SimpleNamespace(name="free.yaml")]
    monkeypatch.setattr("mesaprior.loading.builtin_models", lambda: entries)
    assert run(["check", "--all", "--prior", "levin", "--claim", "x"]) == 2
    capsys.readouterr()
    run(["check", "--all", "--prior", "levin"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2].startswith(" free.yaml means nothing under this prior: the cost of 'A' cannot be")
    assert lines[-1].startswith("1 model, 4 claims: ")


def test_the_certificate_is_a_list_of_proofs(capsys: pytest.CaptureFixture[str]) -> None:
    """As the interface shows it; each proof says in which case it stands, by the choices that lead there."""
    checked = mp.load("m.yaml").check("A dominates C").to_dict()
    assert checked["proved_by"] == "multipliers"
    assert [entry["case"] for entry in checked["certificate"]] == [
        [{"alternative": 0, "part": part}] for part in range(len(checked["certificate"]))
    ]
    assert len(checked["certificate"]) > 1
    for entry in checked["certificate"]:
        assert list(entry) == ["case", "says", "steps"]
        assert all(list(step) == ["times", "factor", "premise"] for step in entry["steps"])
    refuted = mp.load("m.yaml").check("t(A) < t(B)").to_dict()
    assert (refuted["proved_by"], refuted["certificate"]) == (None, None)

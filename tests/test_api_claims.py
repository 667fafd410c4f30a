"""`Model.check` and `Model.table("claims")`: verdicts in Python and in a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli_claims import CLAIMS, MODEL

import mesaprior as mp
from mesaprior.errors import InputError


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.yaml").write_text(MODEL + CLAIMS, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(MODEL, encoding="utf-8")


def test_a_model_in_python_checks_a_claim() -> None:
    model = mp.load("m.yaml")
    verdict = model.check("C never wins")
    assert verdict.verdict == "proved" and verdict.proved and str(verdict) == "proved: C never wins"
    with pytest.raises(TypeError, match=r"ask \.proved, \.refuted or \.undecided"):
        bool(verdict)
    with pytest.raises(TypeError):
        assert not model.check()
    assert not model.check("A wins for large g").proved
    assert model.assuming("c(a) < c(b)").check("A wins for large g").proved
    assert model.check("A wins for large g", assume="c(a) < c(b)", numbers={"t(a)": "1/3"}).proved
    assert model.check(id="a-simpler").ok
    assert [checked.id for checked in model.check()] == ["c-loses", "a-simpler", "a-faster"]
    assert model.check()["a-faster"].true_when.text == "t(b) < t(a)"  # type: ignore[union-attr]
    assert model.check("A beats C", seconds=1e-9).undecided


def test_what_a_model_in_python_refuses() -> None:
    model = mp.load("m.yaml")
    for refused, asked in {
        "unknown variant 'D'": lambda: model.check("D wins"),
        "did you mean 'c-loses'": lambda: model.check(id="c-looses"),
        "not both": lambda: model.check("A wins", id="c-loses"),  # type: ignore[call-overload]
        "0 seconds": lambda: model.check("A wins", seconds=0),
    }.items():
        with pytest.raises(InputError, match=refused):
            asked()


def test_a_model_that_claims_nothing_has_nothing_to_check() -> None:
    found = mp.load("plain.yaml").check()
    assert found.ok and len(found) == 0
    assert str(mp.load("plain.yaml").table("claims")) == "0 claims under the linear prior\n"


def test_a_verdict_in_a_notebook() -> None:
    model = mp.load("m.yaml")
    bundle = model.check(id="a-faster")._repr_mimebundle_()
    assert bundle["text/plain"] == (
        "✗ a-faster  refuted    t(A) < t(B)\n"
        "            fails at   t(b) = 2, all else 1: 2 against 1\n"
        "            true exactly when   t(b) < t(a)"
    )
    assert r"t(\alpha)" in bundle["text/latex"]
    assert "| claim |" in model.table("claims")._repr_mimebundle_()["text/markdown"]
    assert "| claim |" not in model.check()._repr_mimebundle_()["text/markdown"]

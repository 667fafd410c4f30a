"""Claims beside an essay's sentences: `check essay.md` tells of each at its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from essays import prepare

from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


ESSAY = """\
---
mesaprior: mesaprior.yaml
---
Who pays for both loses. <!-- mesaprior-claim: A dominates C_x -->

Simplicity favours A, <!-- mesaprior-claim: c(A) < c(B) --> some say,
<!-- mesaprior-claim expect=refuted assuming='c(b) < 2' assuming="t(a) > 1": t(A) < t(B) --> wrongly.

    <!-- mesaprior-claim: nonsense -->
"""


def test_a_refuted_claim_is_shown_at_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(ESSAY, encoding="utf-8")
    assert run(["check", "e.md"]) == 1
    out, err = capsys.readouterr()
    assert err == ""
    assert out == (
        "✗ e.md:6  refuted    c(A) < c(B)\n"
        "          fails at   the numbers of now: 3 against 1\n"
        "          true exactly when   c(a) < c(b)\n"
        "✓ e.md:4  proved     A dominates C_x\n"
        "          because    c(C_x) - c(A) = c(b), positive; t(C_x) - t(A) = t(a), positive\n"
        "✗ e.md:7  refuted    t(A) < t(B)\n"
        "          assuming   c(b) < 2 and t(a) > 1\n"
        "          fails at   t(a) = 2, t(b) = 3, all else 1: 3 against 2\n"
        "          true exactly when   t(b) < t(a)\n"
        "3 claims: 1 proved, 2 refuted; otherwise than expected: e.md:6\n"
    )


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        (["A dominates C_x"], 0),
        (["A dominates C_x", "c(A) < c(B)"], 1),
        (["A wins for some g"], 1),
        (["C_x wins"], 1),
    ],
)
def test_exit_codes(claims: list[str], code: int) -> None:
    text = "\n".join(f"x <!-- mesaprior-claim: {claim} -->" for claim in claims)
    Path("e.md").write_text(text, encoding="utf-8")
    assert run(["check", "e.md"]) == code
    Path("e.tex").write_text("\n".join(f"% mesaprior-claim: {claim}" for claim in claims), encoding="utf-8")
    assert run(["check", "e.tex"]) == code


def test_the_circumstances_of_the_command_line_hold(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text("x <!-- mesaprior-claim: c(A) < c(B) -->", encoding="utf-8")
    assert run(["check", "e.md", "--assume", "c(a) < c(b)", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(claim["id"], claim["verdict"]) for claim in found["claims"]] == [("e.md:1", "proved")]
    assert run(["check", "e.md", "--set", "c(a)=1", "--set", "c(b)=2", "-f", "markdown"]) == 0


def test_claims_on_one_line_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    claim = "<!-- mesaprior-claim: A dominates C_x -->"
    Path("e.md").write_text(f"x {claim} {claim}\n", encoding="utf-8")
    assert run(["check", "e.md", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [said["id"] for said in found["claims"]] == ["e.md:1:3", "e.md:1:45"]


def test_certificates_of_an_essay_verify(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text("x <!-- mesaprior-claim: A dominates C_x -->\n", encoding="utf-8")
    assert run(["check", "-q", "e.md", "--certificates", "proofs"]) == 0
    assert len(list(Path("proofs").iterdir())) == 1
    assert run(["verify", "proofs"]) == 0


def test_everything_wrong_is_said_at_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "a <!-- mesaprior-claim: A beets B --> b\n"
        "<!-- mesaprior-claim assuming='c(zz) < 1': D wins\nfor large g -->\n"
        "c <!-- mesaprior: wnis --><!-- /mesaprior -->\n"
    )
    Path("e.md").write_text(text, encoding="utf-8")
    assert run(["check", "e.md"]) == 2
    err = capsys.readouterr().err
    places = [line.removeprefix(" --> ") for line in err.splitlines() if line.startswith(" --> ")]
    assert places == ["e.md:1:27", "e.md:2:34", "e.md:2:44", "e.md:4:19"]
    codes = [part.partition("]")[0] for part in err.split("error[")[1:]]
    assert codes == ["formula-syntax", "unknown-term", "unknown-variant", "unknown-question"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["e.md", "--claim", "x"],
        ["e.md", "--that", "A wins"],
        ["e.md", "--prior", "levin"],
        ["gone.md"],
        ["n.md"],
    ],
)
def test_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text("x <!-- mesaprior-claim: A wins -->\n", encoding="utf-8")
    Path("n.md").write_text("nothing is claimed\n", encoding="utf-8")
    assert run(["check", *arguments]) == 2
    assert capsys.readouterr().err.startswith("error[")

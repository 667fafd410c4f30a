"""`check`, `verify`, `table --of claims`: output, exit codes, what is refused and what is written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tex import compiled

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.cli.claims import exit_code
from mesaprior.language import parse_claim
from mesaprior.results import Checked

MODEL = """\
name: small
terms: {a: {latex: \\alpha}, b: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a}
  C: {complexity: a + b, time: a + b}
"""
CLAIMS = """\
claims:
  - {id: c-loses, says: Who pays for both loses., formal: A dominates C}
  - {id: a-simpler, formal: c(A) < c(B), expect: refuted}
  - {id: a-faster, formal: t(A) < t(B)}
"""
A_FASTER = """\
✗ a-faster   refuted    t(A) < t(B)
             fails at   t(b) = 2, all else 1: 2 against 1
             true exactly when   t(b) < t(a)
"""
OTHERS = """\
✓ c-loses    proved     A dominates C
             says       Who pays for both loses.
             because    c(C) - c(A) = c(b), positive; t(C) - t(A) = t(a), positive
✗ a-simpler  refuted    c(A) < c(B)
             fails at   c(a) = 2, all else 1: 2 against 1
             true exactly when   c(a) < c(b)
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.yaml").write_text(MODEL + CLAIMS, encoding="utf-8")
    (tmp_path / "plain.yaml").write_text(MODEL, encoding="utf-8")


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mesaprior", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def test_the_claims_of_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "m.yaml"]) == 1
    summary = "3 claims: 1 proved, 2 refuted; otherwise than expected: a-faster\n"
    assert capsys.readouterr() == (A_FASTER + OTHERS + summary, "")


def test_claims_that_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "m.yaml", "--claim", "c-loses", "--claim", "a-simpler", "--claim", "c-loses"]) == 0
    assert capsys.readouterr().out == OTHERS + "2 claims: 1 proved, 1 refuted, all as expected\n"


def test_a_claim_that_is_put(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "m.yaml", "--that", "C never wins"]) == 0
    assert capsys.readouterr().out == (
        "✓ proved     C never wins\n  because    cost(C) - cost(A) = g*c(b) + t(a), each positive\n"
    )
    both = ["--that", "A beats C", "--that", "B beats C", "--claim", "a-faster"]
    assert run(["check", "m.yaml", *both, "--json"]) == 1
    assert [claim["id"] for claim in json.loads(capsys.readouterr().out)["claims"]] == [
        "a-faster", "claim-1", "claim-2",
    ]  # fmt: skip


def test_what_is_assumed_and_put_in_is_echoed(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "m.yaml", "--claim", "a-faster", "--assume", "t(b) < t(a)", "--set", "c(a)=1/3"]
    assert run(arguments) == 0
    assert capsys.readouterr().out == (
        "✓ a-faster  proved     t(A) < t(B)\n"
        "            because    t(B) - t(A) = t(a) - t(b), positive, given t(b) < t(a)\n"
        " with c(a) = 1/3\n"
        " assuming t(b) < t(a)\n"
        "1 claim: 1 proved\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["m.yaml"], 1),
        (["m.yaml", "--claim", "a-simpler"], 0),
        (["m.yaml", "--claim", "a-simpler", "--assume", "c(a) < c(b)"], 1),
        (["m.yaml", "--claim", "c-loses", "--timeout", "1e-9"], 3),
        (["m.yaml", "--timeout", "1e-9"], 3),
        (["plain.yaml"], 2),
        (["m.yaml", "--claim", "c-looses"], 2),
        (["m.yaml", "--that", "A winz"], 2),
        (["m.yaml", "--that", ""], 2),
        (["m.yaml", "--timeout", "0"], 2),
        (["m.yaml", "--timeout", "-1"], 2),
        (["m.yaml", "--timeout", "1e9"], 2),
        (["m.yaml", "--timeout", "soon"], 2),
        (["m.yaml", "--scenario", "worked"], 2),
        (["m.yaml", "--assume", "c(a) <"], 2),
        (["m.yaml", "--assume", "c(a) < c(b)", "--assume", "c(b) < c(a)"], 2),
        (["m.yaml", "--all"], 2),
        (["--all", "--that", "A wins"], 2),
        (["m.yaml", "-f", "yaml"], 2),
        (["nowhere.yaml"], 2),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *arguments]) == code
    out, err = capsys.readouterr()
    assert (out == "") == (code == 2)
    assert err.startswith("error[") == (code == 2)


def claim(verdict: Any, expected: Any = None) -> Checked:
    return Checked("x", None, parse_claim("A wins"), verdict, "linear", expected=expected)


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ([], 0),
        ([claim("proved"), claim("refuted", "refuted"), claim("undecided", "undecided")], 0),
        ([claim("proved"), claim("refuted")], 1),
        ([claim("proved", "refuted")], 1),
        ([claim("proved", "undecided"), claim("undecided")], 1),
        ([claim("refuted", "refuted"), claim("undecided")], 3),
        ([claim("undecided", "refuted")], 3),
        ([claim("undecided"), claim("refuted")], 1),
    ],
)
def test_the_code_of_verdicts(claims: list[Checked], code: int) -> None:
    assert exit_code(claims) == code


REFUSED = {
    ("m.yaml", "--claim", "c-looses"): (
        "error[unknown-claim]: unknown claim 'c-looses'\n  = help: did you mean 'c-loses'?\n"
    ),
    ("m.yaml", "--claim", "zzz"): (
        "error[unknown-claim]: unknown claim 'zzz'\n  = help: the claims are c-loses, a-simpler or a-faster\n"
    ),
    ("m.yaml", "--that", "A beats D", "--that", "A wins of"): (
        "error[unknown-variant]: unknown variant 'D'\n"
        " --> --that:1:9\n"
        "  |\n"
        "1 | A beats D\n"
        "  |         ^\n"
        "  = help: the variants are A, B or C\n"
        "\n"
        "error[formula-syntax]: 'of' cannot stand here\n"
        " --> --that:1:8\n"
        "  |\n"
        "1 | A wins of\n"
        "  |        ^^\n"
    ),
    ("plain.yaml",): (
        "error[no-claims]: the model small claims nothing\n"
        "  = help: write claims: [{id: fast-wins, formal: H_fh wins for small g}], or ask --that '...'\n"
    ),
    ("m.yaml", "--timeout", "0"): (
        "error[bad-timeout]: a claim cannot be given 0 seconds\n"
        " --> --timeout:1:1\n"
        "  |\n"
        "1 | 0\n"
        "  | ^\n"
        "  = help: more than 0, at most 86400\n"
    ),
}


@pytest.mark.parametrize(("arguments", "drawn"), REFUSED.items())
def test_what_cannot_be_answered(
    arguments: tuple[str, ...], drawn: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["check", *arguments]) == 2
    assert capsys.readouterr() == ("", drawn)


KEYS = [
    "id", "says", "formal", "prior", "assuming", "verdict", "proved_by", "certificate", "because", "vacuous",
    "counterexample", "true_when", "contradicted", "tried", "expected", "ok",
]  # fmt: skip


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "m.yaml", "--json"]) == 1
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["schema"] == "mesaprior/check/1"
    assert found["summary"] == {"proved": 1, "refuted": 2, "undecided": 0}
    assert [list(said) for said in found["claims"]] == [KEYS] * 3
    dominated, simpler, faster = found["claims"]
    assert (dominated["verdict"], dominated["ok"], dominated["counterexample"]) == ("proved", True, None)
    assert dominated["because"] == "c(C) - c(A) = c(b), positive; t(C) - t(A) = t(a), positive"
    assert dominated["proved_by"] == "multipliers"
    assert [entry["says"] for entry in dominated["certificate"]] == ["these cannot all hold"] * len(
        dominated["certificate"]
    )
    assert (simpler["expected"], simpler["ok"], faster["ok"]) == ("refuted", True, False)
    assert faster["true_when"] == {"condition": "t(b) < t(a)", "exactly": True}
    assert [worth["value"] for worth in faster["counterexample"]["worths"]] == ["2", "1"]
    assert mp.load("m.yaml").check().to_json() == out


def test_an_interruption_shows_what_was_finished(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from mesaprior.engine.claims import check as module

    done = module.check_statement

    def interrupted(setting: Any, statement: Any, seconds: float) -> Checked:
        if statement.id == "a-faster":
            raise KeyboardInterrupt
        return done(setting, statement, seconds)

    monkeypatch.setattr("mesaprior.engine.check_statement", interrupted, raising=False)
    assert run(["check", "m.yaml"]) == 130
    out, err = capsys.readouterr()
    assert out == OTHERS + "2 claims: 1 proved, 1 refuted, all as expected\n"
    assert err == "interrupted after 2 claims\n"
    assert run(["check", "m.yaml", "--claim", "a-faster"]) == 130
    assert capsys.readouterr() == ("", "interrupted after 0 claims\n")


def test_the_whole_library(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["check", "--all", "--timeout", "60"])
    text = capsys.readouterr().out
    assert run(["check", "--all", "--timeout", "60", "--json"]) == code
    found = json.loads(capsys.readouterr().out)
    assert list(found) == ["schema", "models", "without_claims", "left_out", "summary"]
    assert found["schema"] == "mesaprior/check-all/1"
    claims = [said for model in found["models"] for said in model["claims"]]
    assert code == (0 if all(said["ok"] for said in claims) else 1 if any(
        not said["ok"] and said["verdict"] != "undecided" for said in claims) else 3)  # fmt: skip
    lines = text.splitlines()
    for model in found["models"]:
        assert model["model"] in lines
    total = f"{len(found['models'])} models, {len(claims)} claims: {found['summary']['proved']} proved, "
    assert any(line.startswith(total) for line in lines)
    assert sum(line[:1] in {"✓", "✗", "?"} for line in lines) == len(claims)


def test_certificates_are_written_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["check", "m.yaml", "--that", "A beats C", "--that", "B beats C", "--claim", "a-faster"]
    assert run([*arguments, "--certificates", "proofs"]) == 1
    assert capsys.readouterr().err == "wrote 2 certificates; check them again: mesaprior verify proofs\n"
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json"))
    assert files == ["proofs/small/claim-1.json", "proofs/small/claim-2.json"]
    assert run(["verify", "proofs"]) == 0
    out, err = capsys.readouterr()
    assert out == "2 certificates: 2 accepted, 0 refused\n"
    assert err.splitlines()[0] == "proofs/small/claim-1.json: small: A beats C (1 case)"
    path = tmp_path / files[0]
    path.write_text(path.read_text("utf-8").replace("A beats C", "A beats B"), encoding="utf-8")
    assert run(["verify", "-q", "proofs"]) == 1
    out, err = capsys.readouterr()
    assert out == "2 certificates: 1 accepted, 1 refused\n"
    assert err.startswith("error[bad-certificate]: proofs/small/claim-1.json: ")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("gone", None, 2),
        ("empty", "folder", 2),
        ("x.json", b"\xff", 1),
        ("x.json", b"{}", 1),
        ("x.json", b"", 1),
    ],
)
def test_what_is_no_certificate(
    name: str, content: Any, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    assert run(["verify", name]) == code
    assert capsys.readouterr().err.startswith("error[")


def test_two_claims_whose_ids_make_one_file_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claims = "claims: [{id: a b, formal: A beats C}, {id: a/b, formal: B beats C}]\n"
    (tmp_path / "m.yaml").write_text(MODEL + claims, encoding="utf-8")
    assert run(["check", "-q", "m.yaml", "--certificates", "p/q"]) == 0
    assert sorted(path.name for path in tmp_path.rglob("*.json")) == ["a_b-1.json", "a_b.json"]
    assert run(["check", "-q", "m.yaml", "--certificates", "m.yaml/x"]) == 2
    assert "error[cannot-write]" in capsys.readouterr().err


def test_a_table_to_paste(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "m.yaml", "--of", "claims", "-f", "markdown"]) == 0
    out = capsys.readouterr().out
    assert out == (
        "3 claims under the linear prior: 1 proved, 2 refuted\n"
        "\n"
        "| claim | verdict | condition or counterexample |\n"
        "| :--- | :--- | :--- |\n"
        "| `A` dominates `C` | proved |  |\n"
        "| `c(A) < c(B)` | refuted | true exactly when `c(a) < c(b)` |\n"
        "| `t(A) < t(B)` | refuted | true exactly when `t(b) < t(a)` |\n"
    )
    assert mp.load("m.yaml").table("claims").to("markdown") == out
    assert run(["table", "m.yaml", "--of", "claims"]) == 0
    assert capsys.readouterr().out == (
        "3 claims under the linear prior: 1 proved, 2 refuted\n"
        "\n"
        " claim           verdict   condition or counterexample\n"
        " A dominates C   proved\n"
        " c(A) < c(B)     refuted   true exactly when c(a) < c(b)\n"
        " t(A) < t(B)     refuted   true exactly when t(b) < t(a)\n"
    )
    assert run(["table", "m.yaml", "--of", "claims", "-g", "2"]) == 2
    assert run(["table", "plain.yaml", "--of", "claims"]) == 2


def test_the_table_of_the_seed_compiles(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "-q", "--of", "claims", "-f", "latex"]) == 0
    log = compiled([capsys.readouterr().out])
    assert "Overfull" not in log


def test_where_the_stream_is_not_utf8_and_narrow() -> None:
    done = shell("check", "m.yaml", PYTHONIOENCODING="ascii", COLUMNS="40")
    assert done.returncode == 1
    assert done.stdout.isascii() and "x a-faster\n  refuted    t(A) < t(B)\n" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 40
    assert "+ c-loses" in done.stdout


def test_colour_only_where_it_is_wanted() -> None:
    assert "\x1b[" not in shell("check", "m.yaml").stdout
    forced = shell("check", "m.yaml", FORCE_COLOR="1").stdout
    assert forced.startswith("\x1b[31m✗ a-faster   refuted    \x1b[0mt(A) < t(B)\n")
    assert "\x1b[32m✓ c-loses " in forced


def test_a_closed_pipe_ends_quietly() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "mesaprior", "check", "m.yaml"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0

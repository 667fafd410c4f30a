"""`diff`: what changes between two models is said, and nothing else; text, Markdown, JSON, Python."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.render import document_for, render
from mesaprior.results import OnlyIn

BASE = """\
name: one
terms: {a: {}, b: {}, d: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a}
  D: {complexity: a + d, time: b + d}
scenarios:
  worked: {c: {a: 1, b: 2, d: 3}, t: {a: 1, b: 5, d: 3}}
  other: {c: {a: 1, b: 1, d: 1}, t: {a: 1, b: 1, d: 1}}
claims:
  - {id: d-loses, formal: D never wins}
  - {id: a-simpler, formal: c(A) < c(B)}
  - {id: same, formal: c(B) == c(b)}
  - {id: old-name, formal: t(B) == t(a)}
  - {id: dropped, formal: A beats D}
  - {id: reworded, formal: c(A) == c(a)}
"""
AFTER = """\
name: two
terms: {a: {}, b: {}, d: {}}
prior: {cost: g*c + 2*t}
variants:
  A: {complexity: a + d, time: b}
  B: {complexity: b, time: a}
  D: {complexity: a, time: b}
  E: {complexity: d, time: d}
facts: [t(a) < t(b)]
scenarios:
  worked: {c: {a: 1, b: 2, d: 3}, t: {a: 1, b: 5, d: 3}}
  third: {c: {a: 1}}
claims:
  - {id: d-loses, formal: D never wins}
  - {id: a-simpler, formal: c(A) < c(B)}
  - {id: same, formal: c(B) == c(b)}
  - {id: new-name, formal: t(B) == t(a)}
  - {id: reworded, formal: c(A) == c(a) + c(d), assuming: c(d) < 1}
  - {id: added, formal: D beats A}
"""
TEXT = """\
from one to two: 1 verdict flips, 1 scenario has other winners, 2 crossovers move, 1 new variant, 1
  new claim, 1 claim gone

 verdict   before   after     claim
 d-loses   proved   refuted   D never wins

 winner        before                     after
 with worked   B for g < 4, A for g > 4   B for g < 8, D for g > 8

 wins at some g   before                  after
 A                it depends              never: D dominates it
 D                never: A dominates it   it depends

 crossover   before                                      after
 A and B     (t(a) - t(b))/(c(a) - c(b))                 (2*t(a) - 2*t(b))/(c(a) + c(d) - c(b))
 B and D     (t(a) - t(b) - t(d))/(c(a) + c(d) - c(b))   (2*t(a) - 2*t(b))/(c(a) - c(b))

 price   before        after
 c(A)    c(a)          c(a) + c(d)
 c(D)    c(a) + c(d)   c(a)
 t(D)    t(b) + t(d)   t(b)

 claim       before                                   after
 a-simpler   refuted, true exactly when c(a) < c(b)   refuted, true exactly when c(a) + c(d) < c(b)
 reworded    proved: c(A) == c(a)                     proved: c(A) == c(a) + c(d), assuming c(d) < 1

 the prior is custom (g*c + 2*t), no longer linear (g*c + t)
 new variants: E
 new facts: t(a) < t(b)
 new scenarios: third
 new claims: added (proved)
 scenarios gone: other
 claims gone: dropped (proved)
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "one.yaml").write_text(BASE, encoding="utf-8")
    (tmp_path / "two.yaml").write_text(AFTER, encoding="utf-8")


def test_what_changes(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "one.yaml", "two.yaml"]) == 0
    assert capsys.readouterr() == (TEXT, "")


def test_as_markdown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "one.yaml", "two.yaml", "-f", "markdown"]) == 0
    out = capsys.readouterr().out
    assert "| d&#45;loses | proved | refuted | `D` never wins |\n" in out
    assert "| with worked | `B` for `g < 4`, `A` for `g > 4` | `B` for `g < 8`, `D` for `g > 8` |\n" in out
    assert "- new claims: added (proved)\n" in out


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "one.yaml", "two.yaml", "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert list(found) == [
        "schema", "before", "after", "same", "only_before", "only_after", "prices", "claims",
        "claims_unchanged", "crossovers", "chances", "winners",
    ]  # fmt: skip
    assert (found["schema"], found["same"], found["claims_unchanged"]) == ("mesaprior/diff/1", False, 2)
    assert found["before"] == {"model": "one", "prior": "linear", "cost": "g*c + t"}
    assert [(change["id"], change["flips"], change["restated"]) for change in found["claims"]] == [
        ("d-loses", True, False), ("a-simpler", False, False), ("reworded", False, True),
    ]  # fmt: skip
    assert found["claims"][1]["after"] == {
        "formal": "c(A) < c(B)",
        "assuming": [],
        "verdict": "refuted",
        "true_when": {"condition": "c(a) + c(d) < c(b)", "exactly": True},
    }
    assert found["crossovers"][0] == {
        "left": "A",
        "right": "B",
        "before": "(t(a) - t(b))/(c(a) - c(b))",
        "after": "(2*t(a) - 2*t(b))/(c(a) + c(d) - c(b))",
    }
    assert found["only_after"]["claims"] == [{"id": "added", "formal": "D beats A", "verdict": "proved"}]
    assert found["winners"][0]["after"]["ties"] == [{"g": "8", "variants": ["B", "D"]}]
    assert mp.diff("one.yaml", "two.yaml").to_json() == out


def test_a_model_against_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", "one.yaml", "one.yaml"]) == 0
    assert capsys.readouterr().out == "from one to one: nothing changes\n"
    found = mp.diff("one.yaml", "one.yaml")
    assert found.same and found.unchanged == 6 and found.only_before == OnlyIn()


def test_the_other_way_round_is_the_reverse() -> None:
    there, back = mp.diff("one.yaml", "two.yaml"), mp.diff("two.yaml", "one.yaml")
    assert (there.only_before.variants, there.only_after.variants) == ((), ("E",))
    assert (back.only_before, back.only_after) == (there.only_after, there.only_before)
    for forward, reverse in (
        (there.claims, back.claims), (there.crossovers, back.crossovers), (there.prices, back.prices),
        (there.chances, back.chances), (there.winners, back.winners),
    ):  # fmt: skip
        assert {(str(a.before), str(a.after)) for a in forward} == {
            (str(a.after), str(a.before)) for a in reverse
        }


def test_numbers_that_are_open_on_one_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    more = BASE.replace("terms: {", "terms: {e: {}, ").replace(
        "scenarios:", "  E: {complexity: e, time: e}\nscenarios:"
    )
    (tmp_path / "two.yaml").write_text(more, encoding="utf-8")
    assert run(["diff", "one.yaml", "two.yaml"]) == 0
    out = capsys.readouterr().out
    assert " with other    A and B tie for every g    not all numbers are known\n" in out
    assert "crossover" not in out and "price" not in out and "new variants: E\n" in out


def test_only_a_fact_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "two.yaml").write_text(BASE + "facts: [t(b) > t(a)/2]\n", encoding="utf-8")
    assert run(["diff", "one.yaml", "two.yaml"]) == 0
    assert capsys.readouterr().out == (
        "from one to one: no verdict flips and no winner changes\n new facts: t(b) > t(a)/2\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["one.yaml"],
        ["one.yaml", "nowhere.yaml"],
        ["one.yaml", "two.yaml", "-f", "latex"],
        ["one.yaml", "two.yaml", "--timeout", "0"],
        ["one.yaml", "bad.yaml"],
    ],
)
def test_what_is_refused(arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, rest = BASE.split("scenarios:")
    text = before + "facts: [c(a) < c(b), c(b) < c(a)]\nclaims:" + rest.split("claims:")[1]
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    assert run(["diff", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error[")
    assert "bad.yaml" not in arguments or ("error[contradictory-facts]" in err and " --> bad.yaml:7:" in err)


def test_what_the_discussion_changed() -> None:
    found = mp.diff("speed-simplicity", "speed-simplicity-lookup")
    flipped = {change.after.id for change in found.flipped}
    assert {"strong-speed-prior", "honest-at-every-rate"} <= flipped
    assert found.only_after.variants == ("H_lt",) and not found.crossovers and not found.prices
    (worked,) = (change for change in found.winners if change.scenario == "worked")
    assert worked.after is not None
    assert [(i.winners, i.below) for i in worked.after.intervals][:2] == [
        (("H_lt",), Fraction(53, 4700)), (("H_fh",), Fraction(64, 25)),
    ]  # fmt: skip
    narrow = render(document_for(found), width=60)
    assert max(map(len, narrow.splitlines())) <= 60
    stacked = render(document_for(found), width=40).splitlines()
    assert " verdict strong-speed-prior" in stacked and "   before: proved, after: refuted" in stacked
    assert render(document_for(found), unicode=False).isascii()
    assert "H_lt" in found._repr_mimebundle_()["text/markdown"]

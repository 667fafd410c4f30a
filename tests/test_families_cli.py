"""`family` on the command line and from Python, in every format; how large a family it answers in a
second."""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.errors import InputError
from mesaprior.render import FORMATS, document_for, render
from mesaprior.results.families import Branch, Family, FamilyMap, FamilySwitch, FamilyWinner

GOLDEN = Path(__file__).with_name("golden") / "render"
EXTENSION = {
    "text": "txt",
    "markdown": "md",
    "latex": "tex",
    "latex-array": "array.tex",
    "csv": "csv",
}
CHECKED = [format for format in FORMATS if format in EXTENSION]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)


def answers() -> dict[str, Family]:
    model = mp.load("design-space")
    return {
        "family-worked": model.family(scenario="worked"),
        "family-at-2": model.family("H", scenario="worked", g=2),
        "family-open": model.family(),
        "family-levin": model.under("levin").family(scenario="worked"),
    }


@pytest.mark.parametrize("format", CHECKED)
def test_what_each_format_shows(format: str) -> None:
    """`MESAPRIOR_UPDATE_GOLDEN=1` writes the files anew; read the difference."""
    for name, found in answers().items():
        text = render(document_for(found), format)
        path = GOLDEN / f"{name}.{EXTENSION[format]}"
        if os.environ.get("MESAPRIOR_UPDATE_GOLDEN"):
            path.write_text(text, encoding="utf-8", newline="")
        assert text == path.read_bytes().decode("utf-8")


def test_the_command_and_the_library_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["family", "design-space", "H", "--scenario", "worked", "-g", "2", "--json"]) == 0
    assert (
        json.loads(capsys.readouterr().out)
        == mp.load("design-space").family(scenario="worked", g=2).to_dict()
    )
    assert run(["family", "design-space", "--scenario", "worked"]) == 0
    assert capsys.readouterr().out == (GOLDEN / "family-worked.txt").read_text(encoding="utf-8")


def test_what_the_prior_really_prefers() -> None:
    """The worked numbers of semantics.md, section 6, in the whole tree: the essay's deceiver is not the one
    that wins."""
    model = mp.load("design-space")
    found = model.family(scenario="worked")
    assert str(found) == "H/honest/stores, H/deceptive/checks_and_derives"
    assert found.map is not None
    assert [(winner.slope, winner.rest) for winner in found.map.winners] == [(300, 58), (268, 81)]
    assert [switch.at for switch in found.map.switches] == [Fraction(23, 32)]
    assert str(model.wins(scenario="worked", g="1/2")) == "H/honest/stores"
    assert str(model.wins(scenario="worked", g="1/100")) == "H_lt"
    assert str(model.family(scenario="worked", g="1/100")) == "H/honest/stores"
    assert str(model.family(scenario="worked", g="23/32")) == "a tie of 2 members"
    assert str(model.family()) == "H: it depends on the numbers"
    three = {
        "H/honest/stores": (300, 58),
        "H/deceptive/derives": (275, 122),
        "H/deceptive/checks_and_stores": (308, 59),
    }
    costs = {cost.variant: cost for cost in model.costs(scenario="worked", g=2).costs}
    assert {name: tuple(price.value for price in costs[name].prices.values()) for name in three} == three


USAGE = [
    (["family", "a", "b", "c"], "family takes a model and a family, not 3 names"),
    (["family", "speed-simplicity"], "the model 'speed-simplicity' declares no family"),
    (["family", "design-space", "h"], "unknown family 'h'"),
    (["family", "design-space", "-g", "0"], "the rate g must be positive, not 0"),
    (["family", "design-space", "--scenario", "wroked"], "unknown scenario 'wroked'"),
    (["family", "design-space", "-f", "pdf"], "--format cannot be 'pdf'"),
    (["family", "design-space", "--assume", "c(H/camera) < c(H/cam)"], "unknown variant 'H/cam'"),
]


@pytest.mark.parametrize(("arguments", "said"), USAGE, ids=[said for _, said in USAGE])
def test_error_usage(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    err = capsys.readouterr().err
    assert said.split(" '")[0] in err and "Traceback" not in err


def binary(choices: int, seed: int = 1) -> dict[str, Any]:
    """A model file with 2**choices members and a number for everything."""
    source = random.Random(seed)
    options = [
        {name: {"complexity": f"{name}{k}", "time": f"{name}{k}"} for name in ("left", "right")}
        for k in range(choices)
    ]
    numbers = {
        f"{name}{k}": str(source.randint(1, 1000)) for k in range(choices) for name in ("left", "right")
    }
    times = {term: str(source.randint(1, 1000)) for term in numbers}
    return {
        "mesaprior": "1",
        "name": "binary",
        "families": {"H": {"all": [{"one_of": said} for said in options]}},
        "scenarios": {"all": {"c": numbers, "t": times}},
    }


def cpu_seconds(*arguments: str) -> tuple[float, str]:
    """CPU time of the whole command in a process of its own, and what it printed; the better of two."""
    best, text = 100.0, ""
    for _ in range(2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        text = subprocess.run(
            [sys.executable, "-m", "mesaprior", *arguments], capture_output=True, encoding="utf-8", check=True
        ).stdout
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best, text


def test_two_to_the_sixtieth_members_in_under_a_second(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(yaml.safe_dump(binary(60)), encoding="utf-8")
    seconds, text = cpu_seconds("family", "m.yaml", "--scenario", "all", "-g", "2")
    print(f"{seconds:.2f} s of CPU")
    assert " among 1,152,921,504,606,846,976 members of H at g = 2, by " in text.replace("\n ", "")
    assert seconds < 1
    found = mp.load(str(path))
    assert len(found.variants) == 0
    for ask in (found.wins, found.conditions, found.costs, found.pairs):
        with pytest.raises(InputError, match="mesaprior family"):
            ask()
    with pytest.raises(InputError, match="H has too many members to name each"):
        found.compare("H/left", "H/right")


def test_what_does_not_fit_is_counted(tmp_path: Path) -> None:
    """130 choices: rows past the hundredth are in the JSON, names past the hundredth choice in no place."""
    path = tmp_path / "m.yaml"
    path.write_text(yaml.safe_dump(binary(130)), encoding="utf-8")
    model = mp.load(str(path))
    text = render(document_for(model.family()))
    assert "130 further parts" not in text and " further parts are in --json" in text
    assert "30 further choices are in --json" in text
    known = model.family(scenario="all", g=1)
    shown = render(document_for(known))
    assert "a member with too many choices to name wins among 10**39 or more members of H" in " ".join(
        shown.split()
    )
    assert known.at is not None and known.at.winner is None and known.at.tied == 1


def hostile(text: str) -> Family:
    """A family whose titles and tags are somebody else's words."""
    under = mp.load("design-space").family(scenario="worked").under
    branch = Branch(0, "leaf", None, text, (text,), {}, 1)
    winner = FamilyWinner(text, Fraction(1), Fraction(2), Fraction(0), None, 2, (text,))
    switch = FamilySwitch(Fraction(1), (), 3, (text,))
    return Family(under, "H", text, None, 2, True, (branch,), FamilyMap((winner,), (switch,)))


HOSTILE = json.loads((Path(__file__).parent / "fixtures" / "hostile_labels.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("format", CHECKED)
def test_hostile_titles_stay_text(format: str) -> None:
    for label in HOSTILE[:60]:
        text = render(document_for(hostile(label)), format)
        assert "\x1b" not in text
        if format == "markdown":
            assert "<script" not in text

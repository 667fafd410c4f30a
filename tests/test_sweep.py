"""Sweeps: who wins at every point of a grid, against the costs worked out by hand, point by point."""

from __future__ import annotations

import itertools
import random
import re
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from tex import compiled

import mesaprior as mp
from mesaprior import engine
from mesaprior.cli import run
from mesaprior.engine import Setting
from mesaprior.engine.scale import sweep as module
from mesaprior.engine.scale.sweep import sweep
from mesaprior.errors import SelfCheckFailed
from mesaprior.model import build
from mesaprior.results.scale import OUTSIDE, TIE

C = ("a", "b", "d", "e")


def model(draw: random.Random, size: int, factor: int) -> tuple[mp.Model, list[dict[str, Fraction]]]:
    """A random model of `size` variants over four terms with a parameter n, and its prices as plain numbers:
    what each variant costs is `sum(c) * g + sum(t) * n` by hand."""
    weights = [{f"{axis}({x})": Fraction(draw.randrange(4)) for axis in "ct" for x in C} for _ in range(size)]
    for row in weights:
        row["c(a)"] += 1
        row["t(a)"] += 1
    if size > 1 and draw.random() < 0.5:
        weights[-1] = dict(weights[0])  # the two tie wherever they are cheapest
    variants = {
        f"V{place}": {
            "complexity": " + ".join(f"{row[f'c({x})']}*{x}" for x in C),
            "time": " + ".join(f"n*{row[f't({x})']}*{x}" for x in C),
        }
        for place, row in enumerate(weights)
    }
    prices = {
        axis: {x: str(Fraction(draw.randrange(1, 9) * factor, draw.randrange(1, 4))) for x in C}
        for axis in "ct"
    }
    prices["c"]["b"] = str(100 * factor)  # the scenario keeps the fact; the sweep breaks it
    made = mp.Model(
        name="random",
        terms={x: {} for x in C},
        parameters={"n": {"above": 0}},
        variants=variants,
        facts=["c(a) <= 2*c(b)"],
        scenarios={"s": {**prices, "parameters": {"n": "3/2"}}},
    )
    return made, weights


SIZES = {"in 64 bits": 1, "in floating point": 10**17, "beyond it": 10**18}


@pytest.mark.parametrize("size", SIZES)
def test_every_point_is_what_the_formulas_say(size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if size == "beyond it":
        monkeypatch.setattr(module, "_FLOATS", 2**62)
    draw = random.Random(size)
    counts = {"alone": 0, "tie": 0, "outside": 0}
    for _ in range(12):
        asked, weights = model(draw, draw.choice([1, 2, 4, 7]), SIZES[size])
        setting = Setting.of(build(asked), scenario="s")
        ends = [f"g=1/{draw.randrange(2, 5)}:3:5", f"c(b)={SIZES[size]}:{4 * SIZES[size]}:4", "n=1/2:4:3"]
        found = sweep(setting, ends)
        known = dict(setting.numbers)
        for spot in itertools.product(*(range(len(axis.values)) for axis in found.axes)):
            at = {axis.quantity: axis.values[place] for axis, place in zip(found.axes, spot, strict=True)}
            numbers = {**known, **at}
            costs = [
                sum(
                    row[f"{axis}({x})"]
                    * numbers[f"{axis}({x})"]
                    * (numbers["g"] if axis == "c" else numbers["n"])
                    for axis in "ct"
                    for x in C
                )
                for row in weights
            ]
            cheapest = [place for place, cost in enumerate(costs) if cost == min(costs)]
            expected = cheapest[0] if len(cheapest) == 1 else TIE
            if numbers["c(a)"] > 2 * numbers["c(b)"]:
                expected = OUTSIDE
            assert found.winners[spot] == expected
            counts["outside" if expected == OUTSIDE else "tie" if expected == TIE else "alone"] += 1
    print(f"{size}: {counts}")
    assert min(counts.values()) > 0


@pytest.mark.parametrize("order", list(itertools.permutations("ABC")))
def test_costs_of_any_size_side_by_side(order: tuple[str, ...]) -> None:
    """A's costs are beyond floating point, the others' are not: 10**383 against 10**180, by one scale."""
    most = "9" * 29
    variants = {
        "A": {"complexity": "a", "time": "b"},
        "B": {"complexity": "b", "time": "a"},
        "C": {"complexity": "1", "time": f"{most}*b"},
    }
    made = mp.Model(
        name="large",
        prior={"cost": "g*c**8 + t"},
        terms={"a": {}, "b": {}},
        variants={name: variants[name] for name in order},
        scenarios={"s": {"c": {"a": most, "b": "3"}, "t": {"a": most, "b": "1"}}},
    )
    over = [f"c(a)=1/7777777777777777777:{most}:7", "t(b)=1/99999999999999999999999:9:5"]
    found = sweep(Setting.of(build(made), scenario="s", g=Fraction(2)), over)
    assert {name: found.wins(name) for name in "ABC"} == {"A": 5, "B": 24, "C": 6}


def test_blocks_make_no_difference(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting.of(build(mp.load("speed-simplicity")), scenario="worked")
    whole = sweep(setting, ["g=1/10:10:40", "c(combine)=1:60:30"])
    ticks: list[tuple[int, int]] = []
    monkeypatch.setattr(module, "_BLOCK", 90)
    small = sweep(setting, ["g=1/10:10:40", "c(combine)=1:60:30"], lambda done, of: ticks.append((done, of)))
    assert (whole.winners == small.winners).all()
    assert ticks[0] == (90, 1200)
    assert ticks[-1] == (1200, 1200)


def test_a_tie_at_the_crossover_is_a_tie() -> None:
    setting = Setting.of(build(mp.load("speed-simplicity")), scenario="worked")
    found = sweep(setting, ["g=60/25:68/25:3"])
    assert found.winners.tolist() == [0, TIE, 1]


def test_equal_ratios_are_exact_decimals() -> None:
    setting = Setting.of(build(mp.load("speed-simplicity")), scenario="worked")
    axis = sweep(setting, ["g=1/100:100:5:log"]).axes[0]
    assert [str(value) for value in axis.values] == ["1/100", "1/10", "1", "10", "100"]


def test_a_wrong_winner_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting.of(build(mp.load("speed-simplicity")), scenario="worked")
    right = module._Grid._cheapest
    monkeypatch.setattr(module._Grid, "_cheapest", lambda *asked: right(*asked) + 1)
    with pytest.raises(SelfCheckFailed):
        sweep(setting, ["g=1/10:10:40"])


REFUSED = {
    "g": "error[usage]: 'g' is no sweep",
    "g=1:2": "error[usage]: 'g=1:2' is no sweep",
    "g=1:2:3:lin": "error[usage]: 'g=1:2:3:lin' is no sweep",
    "g=2:1:5": "error[bad-range]: '2:1' is no range",
    "g=0:1:5": "error[bad-range]: g is positive, and the sweep begins at 0",
    "g=1:2:1": "error[bad-range]: '1' is no number of points",
    "c(combin)=1:2:3": "error[unknown-term]: unknown term 'combin'",
    "g=1:2:1000000000000": "error[grid-too-large]: 1,000,000,000,000 values of g; at most 1,000,000",
    "g=1:2:1000001": "error[grid-too-large]: 1,000,001 values of g; at most 1,000,000",
    "g=1:1000001/1000000:9:log": "error[bad-range]: 9 points by equal ratios are too close to tell apart",
}


@pytest.mark.parametrize("over", REFUSED)
def test_error_in_a_sweep(over: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "speed-simplicity", "--scenario", "worked", "--over", over]) == 2
    assert capsys.readouterr().err.startswith(REFUSED[over])


NO_RATE = """\
error[no-rate]: this sweep needs a rate
  = help: ask at one, -g 2, or sweep over it, --over g=1/10:10:1000
"""


def test_what_cannot_be_swept(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sweep", "speed-simplicity", "--over", "g=1:2:3"]) == 2
    assert capsys.readouterr().err.startswith("error[numbers-missing]: a sweep needs numbers")
    assert run(["sweep", "speed-simplicity", "--scenario", "worked", "--over", "c(combine)=1:2:3"]) == 2
    assert capsys.readouterr().err == NO_RATE
    assert run(["sweep", "speed-simplicity", "--scenario", "worked", "--over", "g=-1:2:3"]) == 2
    assert capsys.readouterr().err.endswith("help: no quantity is negative: 0:10\n")
    assert (
        run(["sweep", "speed-simplicity", "--scenario", "worked", "--prior", "levin", "--over", "g=1:2:3"])
        == 2
    )
    assert capsys.readouterr().err.startswith("error[prior-not-swept]")
    assert run(["sweep", "speed-simplicity"]) == 2
    assert capsys.readouterr().err.startswith("error[usage]: sweep needs something to sweep over")
    asked = ["--over", "g=1:2:10001", "--over", "c(combine)=1:2:10000"]
    assert run(["sweep", "speed-simplicity", "--scenario", "worked", *asked]) == 2
    assert capsys.readouterr().err.startswith(
        "error[grid-too-large]: 100,010,000 points; at most 100,000,000"
    )
    twice = ["--over", "g=1:2:3", "--over", "g=1:2:3"]
    assert run(["sweep", "speed-simplicity", "--scenario", "worked", *twice]) == 2
    assert capsys.readouterr().err.startswith("error[usage]: g is swept twice")


SHOWN = """\
H_sd wins at 3 of 4 points

 winner   points    share
 H_sd          3   75.0 %
 H_fh          1   25.0 %
 H_fd          0    0.0 %

 over g: 1 to 10, 4 points
"""
CSV = "g,winner\n1,H_fh\n4,H_sd\n7,H_sd\n10,H_sd\n"


def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    asked = ["sweep", "speed-simplicity", "--scenario", "worked", "--over", "g=1:10:4"]
    assert run([*asked, "--grid", "w.csv"]) == 0
    assert capsys.readouterr().out == SHOWN
    assert Path("w.csv").read_text() == CSV
    assert run([*asked, "--grid", "w.npy"]) == 0
    assert np.load("w.npy").tolist() == [0, 1, 1, 1]
    assert run([*asked, "--grid", "w.txt"]) == 2


def test_logarithms_that_no_variant_pays_do_no_harm(capsys: pytest.CaptureFixture[str]) -> None:
    """Only a claim of `frames` speaks of log2(ratio)."""
    asked = ["sweep", "frames", "--scenario", "four-to-one", "--over", "e(seen)=1:4:4", "-g", "1"]
    assert run(asked) == 0
    assert capsys.readouterr().out.startswith("fail wins at 2 of 4 points")
    over = ["--over", "ratio=1:4:4", "--assume", "log2(ratio) + ratio >= 3"]
    assert run([*asked, *over]) == 2
    assert capsys.readouterr().err.startswith("error[not-swept]: a fact speaks of logarithms")
    simplicity = ["--prior", "simplicity", "--over", "g=1:4:4"]
    assert run(["sweep", "store-or-derive", "--scenario", "worked", *simplicity]) == 2  # a time is 2**(a*n)
    assert capsys.readouterr().err.startswith("error[prior-not-swept]")
    exponential = ["--prior", "exponential", "--over", "g=1:4:4"]
    assert run(["sweep", "margin", "--scenario", "worked", *exponential]) == 2
    assert capsys.readouterr().err.startswith("error[prior-not-swept]")


def test_every_format_takes_the_per_cent(capsys: pytest.CaptureFixture[str]) -> None:
    """`%` begins a comment in TeX and in MathJax."""
    found: dict[str, str] = {}
    for form in ("latex", "latex-array", "markdown", "lesswrong"):
        assert (
            run(["sweep", "speed-simplicity", "--scenario", "worked", "--over", "g=1:10:4", "-f", form]) == 0
        )
        found[form] = capsys.readouterr().out
    assert r"& 75.0 \% \tabularnewline" in found["latex"]
    assert not re.search(r"(?<!\\)%", found["latex"] + found["latex-array"])
    assert "75&#46;0 &#37;" in found["markdown"] and "75&#46;0 &#37;" in found["lesswrong"]
    compiled([found["latex"], f"\\[{found['latex-array']}\\]"])


def test_a_sweep_agrees_with_wins() -> None:
    """The same question, asked at every rate of the grid by the other way to an answer."""
    asked = mp.load("speed-simplicity-lookup")
    built = build(asked)
    found = sweep(Setting.of(built, scenario="worked"), ["g=1/1000:100:30:log"])
    for place, g in enumerate(found.axes[0].values):
        winner = engine.wins(Setting.of(built, g=g, scenario="worked")).winner
        assert found.variants[int(found.winners[place])] == winner

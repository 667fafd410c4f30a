"""The widget in a real browser: right at every place of its sliders, inert, quiet, and readable."""

from __future__ import annotations

import random
import re
from fractions import Fraction as F
from functools import cache
from typing import Any

import pytest
import web
from widget_cases import CASES, asked, hostile_pages, page

import mesaprior as mp
from mesaprior.render.escape import one_line

DRIVEN = ["seed", "lookup", "seven", "meeting"]
"""Cases whose slider of g is moved by keyboard through all its places."""


@cache
def moves() -> dict[str, list[list[float]]]:
    source = random.Random(4)
    sliders = {"seed moved": 3, "seven": 5, "given": 2, "simplicity": 1, "additive": 2}
    return {
        case: [[round(source.random(), 3) for _ in range(count)] for _ in range(60 if count > 1 else 20)]
        for case, count in sliders.items()
    }


@pytest.fixture(scope="module")
def browser() -> dict[str, Any]:
    """Everything that one browser process saw."""
    pages = {case: page(case) for case in CASES} | {name: html for name, (_, html) in hostile_pages().items()}
    seen: dict[str, Any] = web.node(
        "widget.cjs",
        {"pages": pages, "drive": DRIVEN, "moves": moves(), "widths": [340, 500, 700]},
        browser=True,
    )
    return seen


def exactly(text: str) -> F:
    """`64/25 ≈ 2.56` -> 64/25; a decimal is exact."""
    assert not text.startswith("≈"), text
    value, _, near = text.partition(" ≈ ")
    if near:
        assert abs(F(value) - F(near)) <= abs(F(value)) / 150
    return F(value)


def agrees(case: str, shown: dict[str, Any]) -> str:
    """Whether a state of the page says what the engine says at its sliders' places: `wins`, `tie`, `not`."""
    name, circumstances = CASES[case]
    sliders = list(shown["sliders"])
    for slider in sliders:
        assert slider["says"] == slider["shown"] and slider["visible"]
    g = None if name == "simplicity" else exactly(sliders.pop(0)["says"])
    moved = {slider["label"]: exactly(slider["says"]) for slider in sliders}
    numbers = {**circumstances.get("numbers", {}), **moved}
    asks = {key: value for key, value in circumstances.items() if key in {"scenario", "assume"}}
    try:
        wins = asked(name).wins(g=g, numbers=numbers, **asks)
    except mp.InputError as error:
        (problem,) = error.problems
        assert problem.code == "fact-broken", error
        fact = problem.message.removeprefix("the numbers in force break the fact ")
        assert shown["answer"] == f"Not as given: {fact} does not hold here"
        assert not any(row["strong"] for row in shown["rows"])
        return "not"
    costs = {cost.variant: cost.cost.value for cost in wins.costs}
    low = min(costs.values())
    at = "" if g is None else f" at g = {shown['sliders'][0]['says']}"
    if wins.tie:
        names = f"{', '.join(wins.tie[:-1])} and {wins.tie[-1]}"
        said = rf"tie{re.escape(at)} between {names}, (?:both|all) (.+)"
        found = re.fullmatch(said, shown["answer"])
        assert found and exactly(found[1]) == low, shown["answer"]
    else:
        title = next(cost.title for cost in wins.costs if cost.variant == wins.winner)
        label = f"{wins.winner} ({title})" if title else wins.winner
        said = rf"{re.escape(label)} wins{re.escape(at)}, by (.+) over {wins.runner_up}"
        found = re.fullmatch(said, shown["answer"])
        assert found and exactly(found[1]) == wins.margin, (said, shown["answer"])
    for row in shown["rows"]:
        assert exactly(row["cost"]) == costs[row["name"]]
        first = row["name"] in {wins.winner, *wins.tie}
        assert row["strong"] == ("w" if first else "")
        word = ("ties" if wins.tie else "wins") if first else None
        assert row["behind"] == word if first else exactly(row["behind"]) == costs[row["name"]] - low
    if g is not None:
        assert mapped(shown["map"]) == [
            (list(interval.winners), interval.above or None, interval.below)
            for interval in wins.map.intervals
        ]
    return "tie" if wins.tie else "wins"


def mapped(text: str) -> list[tuple[list[str], F | None, F | None]]:
    """`A wins for g < 2; B and C tie for g > 2; ...` read back."""
    parts = [part for part in text.split("; ") if part != "where these meet, a tie"]
    assert (len(parts) > 1) == text.endswith("; where these meet, a tie")
    read: list[tuple[list[str], F | None, F | None]] = []
    for part in parts:
        names, rates = re.split(" (?:wins|tie) for ", part)
        if rates == "every g":
            low, high = None, None
        elif rates.startswith("g > "):
            low, high = rates[4:], None
        else:
            low, _, high = rates.rpartition("g < ")
            low = low.removesuffix(" < ") or None
        read.append((re.split(", | and ", names), low and exactly(low), high and exactly(high)))
    return read


@pytest.mark.parametrize("case", DRIVEN)
def test_every_place_of_the_rate_agrees_with_the_engine(case: str, browser: dict[str, Any]) -> None:
    """By keyboard alone: Tab, Home, then every step to the right."""
    driven = browser[case]["driven"]
    assert driven["focus"] == "g"
    verdicts = [agrees(case, shown) for shown in driven["found"]]
    rates = [exactly(shown["sliders"][0]["says"]) for shown in driven["found"]]
    assert rates == sorted(set(rates)) and 40 < len(rates) < 130
    ties = {tie.at for tie in asked(CASES[case][0]).wins(scenario=CASES[case][1]["scenario"]).map.ties}
    assert ties <= {rate for rate, kind in zip(rates, verdicts, strict=True) if kind == "tie"}
    if case == "meeting":
        assert verdicts[rates.index(F(20))] == "not" and verdicts[rates.index(F(18))] == "wins"
    print(f"{case}: {len(rates)} rates, {verdicts.count('tie')} ties")


def test_the_sentence_changes_at_the_crossover(browser: dict[str, Any]) -> None:
    said = [shown["answer"] for shown in browser["seed"]["driven"]["found"]]
    place = said.index("tie at g = 2.56 between H_fh and H_sd, both 826")
    assert said[place - 1] == "H_fh (fast honest) wins at g = 2.5, by 1.5 over H_sd"
    assert said[place + 1] == "H_sd (simple deceptive) wins at g = 2.8, by 6 over H_fh"


@pytest.mark.parametrize("case", moves())
def test_every_move_agrees_with_the_engine(case: str, browser: dict[str, Any]) -> None:
    verdicts = [agrees(case, shown) for shown in browser[case]["moved"]]
    assert len(verdicts) == len(moves()[case])
    for place in range(len(moves()[case][0])):
        assert len({shown["sliders"][place]["says"] for shown in browser[case]["moved"]}) > 10
    assert ("not" in verdicts) == (case in {"seven", "given"})
    print(f"{case}: " + ", ".join(f"{verdicts.count(kind)} {kind}" for kind in sorted(set(verdicts))))


@pytest.mark.parametrize("case", CASES)
def test_what_stands_without_scripts_is_what_the_script_says(case: str, browser: dict[str, Any]) -> None:
    still, start = browser[case]["still"], browser[case]["start"]
    assert agrees(case, start) in {"wins", "tie"}
    for part in ("answer", "map", "paid", "title"):
        assert still.get(part) == start.get(part)
    assert [{**row, "bars": None} for row in still["rows"]] == [
        {**row, "bars": None} for row in start["rows"]
    ]
    for mine, scripted in zip(still["rows"], start["rows"], strict=True):
        assert [[part or "0%" for part in bar] for bar in mine["bars"]] == [
            [part or "0%" for part in bar] for bar in scripted["bars"]
        ]
    assert [slider["shown"] for slider in still["sliders"]] == [
        slider["shown"] for slider in start["sliders"]
    ]
    assert not any(slider["visible"] for slider in still["sliders"])
    assert still["answer"] in still["text"] and still.get("map", "") in still["text"]
    assert "exchange rate" not in still["text"]


def test_nothing_is_asked_for_and_nothing_is_complained_of(browser: dict[str, Any]) -> None:
    assert {name: shown["trouble"] for name, shown in browser.items() if shown["trouble"]} == {}


def test_no_width_needs_scrolling_sideways(browser: dict[str, Any]) -> None:
    assert {tuple(shown["widths"]) for shown in browser.values()} == {(340, 500, 700)}
    assert all(shown["still"]["width"] == 340 for shown in browser.values())


def test_labels_are_shown_as_they_were_typed(browser: dict[str, Any]) -> None:
    count = 0
    for name, (labels, _) in hostile_pages().items():
        for state in (browser[name]["start"], browser[name]["still"]):
            assert [row["title"] for row in state["rows"]] == [one_line(label) for label in labels]
            assert state["title"].split() == one_line(labels[0]).split()
        winner = f"V39 ({one_line(labels[-1])}) wins at g = 1, by 1 over "
        assert browser[name]["start"]["answer"].startswith(winner)
        assert browser[name]["start"]["elements"] == browser[name]["still"]["elements"]
        count += len(labels)
    assert count > 300
    print(f"{count} labels on {len(hostile_pages())} pages")


def test_a_screen_reader_is_told(browser: dict[str, Any]) -> None:
    roles = browser["seed"]["roles"]
    assert "status: H_fh (fast honest) wins at g = 1, by 9 over H_fd" in roles
    assert 'slider "exchange rate g": ' in roles
    assert 'rowheader "▸ H_fh fast honest"' in roles and 'columnheader "variant"' in roles

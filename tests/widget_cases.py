"""The widgets that the tests look at: models, circumstances, pages with hostile labels."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from hostile import HOSTILE

import mesaprior as mp
from mesaprior.algebra import Polynomial
from mesaprior.render.escape import one_line
from mesaprior.render.widget.page import widget
from mesaprior.results import Panel, Premise

SEVEN = """\
name: seven
title: Seven programs between a table and a search
parameters: {k: {at_least: 2}}
terms: {a: {}, b: {}, d: {}, e: {may_be_zero: true}, known: {}, find(env): {}}
variants:
  H_lookup: {title: lookup table, complexity: 40*a + b, time: d}
  H_fh: {title: fast honest, complexity: 6*a + b, time: 4*d}
  H_sd: {title: simple deceptive, complexity: 3*a + known, time: 10*d + find(env)/k}
  H_fd: {complexity: 7*a + b, time: 5*d}
  H_a: {complexity: 2*a + known, time: 30*d + e}
  H_really_long_name_of_a_program: {title: something in between, complexity: 12*a + b, time: 2*d + e}
  H_b: {title: slowest, complexity: a + b, time: 100*d + k*e}
facts: [c(b) <= c(known), t(find(env)) <= 12*k]
scenarios:
  s: {c: {a: 7, b: 3, known: 10/3}, t: {d: 5, e: 0, find(env): 12}, parameters: {k: 5/2}}
"""
MEETING = """\
name: meeting
title: Lines that meet in one point, begin in one, and are one
terms: {a: {}, b: {}}
variants:
  Steeper: {complexity: 5*a, time: b}
  Steep: {complexity: 4*a, time: b}
  Middle: {complexity: 3*a, time: 2*b}
  Flat: {complexity: 2*a, time: 3*b}
  Flat_too: {complexity: 2*a, time: 3*b}
  Flattest: {complexity: a, time: 10*b}
scenarios:
  s: {c: {a: 1}, t: {b: 1}}
"""
"""Steep, Middle and both Flats cost 5 at g = 1."""
OWN = {"seven": SEVEN, "meeting": MEETING}
SLIDES = ("c(known)", "t(find(env))", "t(e)", "k")


@cache
def model(name: str) -> mp.Model:
    if name not in OWN:
        return mp.load(name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "m.yaml")
        path.write_text(OWN[name], encoding="utf-8")
        return mp.load(path)


CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "seed": ("speed-simplicity", {"scenario": "worked"}),
    "seed moved": (
        "speed-simplicity",
        {"scenario": "worked", "slide": ("c(combine)", "t(combine)"), "g": "7/3"},
    ),
    "lookup": ("speed-simplicity-lookup", {"scenario": "worked"}),
    "seven": ("seven", {"scenario": "s", "slide": SLIDES}),
    "given": ("seven", {"scenario": "s", "slide": "c(known)", "assume": "g >= 1/2"}),
    "meeting": ("meeting", {"scenario": "s", "assume": "g < 20"}),
    "simplicity": ("simplicity", {"scenario": "worked", "slide": "c(combine)"}),
    "additive": ("additive", {"scenario": "worked", "slide": "c(combine)"}),
    "square": ("power", {"scenario": "worked", "numbers": {"p": 2}}),
}
"""What is opened in the browser: model or prior, circumstances."""


def asked(name: str) -> mp.Model:
    known = {"simplicity", "additive", "power"}
    return model("speed-simplicity").under(name) if name in known else model(name)


def page(case: str) -> str:
    name, circumstances = CASES[case]
    return str(asked(name).widget(**circumstances))


@cache
def forty() -> Panel:
    """A panel of forty variants."""
    variants = {f"V{i}": {"complexity": f"{i + 1}*a", "time": f"{99 - 2 * i}*b"} for i in range(40)}
    numbers = {"s": {"c": {"a": "1"}, "t": {"b": "1"}}}
    said = {"name": "m", "terms": {"a": {}, "b": {}}, "variants": variants, "scenarios": numbers}
    return mp.Model.model_validate(said).widget(scenario="s").panel


def labelled(labels: list[str]) -> str:
    """The page of forty variants with these for titles, and the first wherever a person's words can stand."""
    wins = forty().wins
    costs = tuple(replace(cost, title=label) for cost, label in zip(wins.costs, labels, strict=True))
    word = labels[0]
    under = replace(wins.under, title=word, prior=word, scenario=word, facts=(word,), assumed=(word,))
    facts = (Premise(Polynomial.constant(1), True, word),)
    return widget(replace(forty(), wins=replace(wins, costs=costs, under=under), facts=facts))


@cache
def hostile_pages() -> dict[str, tuple[list[str], str]]:
    labels = [label for label in HOSTILE if one_line(label)]
    labels += labels[: -len(labels) % 40]
    batches = [labels[start : start + 40] for start in range(0, len(labels), 40)]
    return {f"hostile {number}": (batch, labelled(batch)) for number, batch in enumerate(batches)}

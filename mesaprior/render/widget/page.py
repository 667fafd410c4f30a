"""The widget: one HTML file that answers at every place of its sliders, and at its start without scripts.

Floor: `render`. The words before the script runs and the script's own are the same (`words`); numbers
reach the script as whole numbers (`data`). The script and the style sheet are files beside this one,
left as they are but for comments and leading blanks; the page allows them by their hash and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from fractions import Fraction
from functools import cache
from html import escape as quoted
from pathlib import Path
from typing import Final

from mesaprior.algebra import Polynomial
from mesaprior.language import write
from mesaprior.priors import NAMED_PRIORS
from mesaprior.render.costs import cost_node
from mesaprior.render.escape import html, one_line
from mesaprior.render.markup import Markup, element, opening, together
from mesaprior.render.spans import FACTS_SHOWN
from mesaprior.render.widget.data import data_of
from mesaprior.render.widget.words import answer, spoken, winners_by_rate
from mesaprior.results import Cost, Panel

FRAME_HEIGHT: Final = 380
"""Pixels of a frame beside its rows."""
FRAME_ROW: Final = 60
"""Pixels of a variant or a slider."""


def widget(panel: Panel) -> str:
    """The whole page, ending with a line end. The same panel gives the same bytes."""
    style, script = _source("widget.css"), _source("widget.js")
    sources = f"style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    policy = f"default-src 'none'; base-uri 'none'; form-action 'none'; {sources}"
    data = json.dumps(data_of(panel), ensure_ascii=False, separators=(",", ":"))
    return together(
        Markup('<!doctype html><html lang="en"><meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{policy}">'),
        Markup('<meta name="viewport" content="width=device-width">'),
        element("title", _title(panel)),
        element("style", style),
        element("h1", _title(panel)),
        element("output", answer(panel.wins), id="answer", aria_live="polite"),
        _sliders(panel),
        _table(panel),
        *_notes(panel),
        element("script", Markup(_inert(data)), id="data", type="application/json"),
        element("script", script),
        Markup("\n"),
    )


def framed(panel: Panel) -> str:
    """The page inside a frame that may run its script and nothing else, for a notebook."""
    height = FRAME_HEIGHT + FRAME_ROW * (len(panel.costs) + len(panel.sliders))
    return (
        f'<iframe sandbox="allow-scripts" srcdoc="{quoted(widget(panel))}" title="{html(_title(panel))}"'
        f' width="100%" height="{height}" style="border:0"></iframe>'
    )


def in_words(panel: Panel) -> str:
    """The answer at the start and the winner map, where nothing can be slid."""
    return "\n".join(filter(None, [answer(panel.wins), winners_by_rate(panel.wins)]))


@cache
def _source(name: str) -> Markup:
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return Markup("\n".join(line for line in lines if line and not line.startswith(("//", "/*"))))


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _inert(data: str) -> str:
    """JSON that ends no script and begins no comment, whatever its strings hold."""
    return re.sub("[<>&\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", data)


def _title(panel: Panel) -> str:
    return panel.wins.under.title or panel.wins.under.model


def _sliders(panel: Panel) -> Markup:
    """Hidden until the script shows them; it also sets where the slider of g stops."""
    shown = []
    if panel.rates:
        ends = element("i", element("span", "speed prior"), element("span", "simplicity prior"))
        # In a cost of the model's own, g may multiply anything.
        after = [ends] if panel.wins.under.prior in NAMED_PRIORS else []
        shown.append(_slider("g", "exchange rate g", panel.wins.g or Fraction(1), *after))
    for place, slider in enumerate(panel.sliders):
        steps = [str(stop / slider.unit) for stop in (slider.stops[0], slider.stops[-1], slider.start)]
        reach = dict(zip(("min", "max", "value"), steps, strict=True))
        shown.append(_slider(f"s{place}", slider.atom, slider.start, **reach))
    return Markup(f'<div id="sliders" hidden>{together(*shown)}</div>')


def _slider(place: str, label: str, now: Fraction, *after: str, **reach: str) -> Markup:
    return element(
        "p",
        element("label", label, for_=place),
        element("b", spoken(now), aria_hidden="true"),
        opening("input", type="range", id=place, **reach),
        *after,
    )


def _table(panel: Panel) -> Markup:
    costs = panel.wins.costs
    node = cost_node(panel.wins.under, costs)
    heading = "cost" if node is None else re.sub(r"(?<!\*)\*(?!\*)", "·", write(node))
    least, bars = _least(panel), _bars(panel)
    head = "".join(element("th", word, scope="col") for word in ("variant", heading, "behind"))
    rows = [_row(panel, cost, bar) for cost, bar in zip(costs, bars, strict=True)]
    paid = f"{spoken(least[0])}·g + {spoken(least[1])}" if panel.rates else spoken(least[1])
    colours = "; blue is what g multiplies, orange the rest" if panel.rates else ""
    legend = ("Bars: cost beyond ", element("span", paid, id="paid"), ", which all pay", colours)
    return together(
        element("table", Markup(f"<thead><tr>{head}"), element("tbody", *rows, id="costs")),
        element("p", element("small", *legend)),
    )


def _row(panel: Panel, cost: Cost, bar: Markup) -> Markup:
    wins = panel.wins
    value = cost.cost.value or Fraction(0)
    first = cost.variant in (wins.winner, *wins.tie)
    low = min(other.cost.value or Fraction(0) for other in wins.costs)
    behind = ("ties" if wins.tie else "wins") if first else spoken(value - low)
    title = [" ", element("small", one_line(cost.title))] if cost.title else []
    cells = element("th", cost.variant, *title, bar, scope="row")
    row = opening("tr", class_="w") if first else opening("tr")
    return together(row, cells, element("td", spoken(value)), element("td", behind))


def _least(panel: Panel) -> tuple[Fraction, Fraction]:
    """What all pay at least: of what g multiplies, and of the rest."""
    lines = _lines(panel)
    return min(slope for slope, _ in lines), min(rest for _, rest in lines)


def _lines(panel: Panel) -> list[tuple[Fraction, Fraction]]:
    start = {slider.atom: slider.start for slider in panel.sliders}
    lines = []
    for cost in panel.costs.values():
        parts = cost.split_by_rate()
        slope, rest = (parts.get(power, Polynomial({})).value_at(start) for power in (1, 0))
        lines.append((slope, rest))
    return lines


def _bars(panel: Panel) -> list[Markup]:
    """One bar a variant, its parts in per cent of the longest."""
    g = panel.wins.g or Fraction(1)
    slope, rest = _least(panel)
    parts = [((line[0] - slope) * g, line[1] - rest) for line in _lines(panel)]
    longest = max(sum(pair) for pair in parts) or 1

    def percent(part: Fraction) -> str:
        return f"{spoken(Fraction(int(part * 1000 / longest), 10))}%"

    return [
        element(
            "svg",
            element("rect", width=percent(of_rate)),
            element("rect", x=percent(of_rate), width=percent(others)),
            aria_hidden="true",
        )
        for of_rate, others in parts
    ]


def _notes(panel: Panel) -> list[Markup]:
    """The winner map in words, and what the answer was given under."""
    under = panel.wins.under
    notes = [element("p", winners_by_rate(panel.wins), id="map")] if panel.rates else []
    said = [f"{under.prior} prior"]
    said += [f"scenario {under.scenario}"] if under.scenario else []
    facts = (*under.facts, *under.assumed)
    said += [f"given {', '.join(facts[:FACTS_SHOWN])}"] if facts else []
    said += [f"and {len(facts) - FACTS_SHOWN} more"] if len(facts) > FACTS_SHOWN else []
    return [*notes, element("p", element("small", "; ".join(said)))]

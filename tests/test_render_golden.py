"""Every format's exact output for the seed, and for what is odder, in `tests/golden/render`.

`MESAPRIOR_UPDATE_GOLDEN=1 pytest tests/test_render_golden.py` writes the files anew; read the difference.
"""

from __future__ import annotations

import os
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hand_made import (
    NUMBERS,
    additive,
    compared,
    conditions,
    costs,
    dominated,
    open_wins,
    pairs,
    possible,
    three_rivals,
    worked_conditions,
    worked_wins,
)

import mesaprior as mp
from mesaprior.render import FORMATS, document_for, render

GOLDEN = Path(__file__).with_name("golden") / "render"
EXTENSION = {
    "text": "txt", "markdown": "md", "latex": "tex", "latex-array": "array.tex", "lesswrong": "lw.md",
    "html": "html", "csv": "csv",
}  # fmt: skip
RESULTS: dict[str, Any] = {
    "wins-worked": worked_wins(),
    "wins-tie": worked_wins(Fraction(64, 25)),
    "wins-open": open_wins(),
    "conditions": conditions(),
    "conditions-worked": worked_conditions(),
    "conditions-three": three_rivals(),
    "conditions-at-2": conditions(Fraction(2)),
    "conditions-additive": additive(),
    "pairs": pairs(),
    "costs": costs(),
    "costs-worked": costs(NUMBERS),
    "compare": compared("H_fh", "H_sd"),
    "compare-dominated": compared("H_fd", "H_fh"),
    "variant": possible("H_fh", "H_sd"),
    "variant-never": dominated(),
}


def check(name: str, text: str) -> None:
    path = GOLDEN / name
    if os.environ.get("MESAPRIOR_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    assert text == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", RESULTS)
@pytest.mark.parametrize("format", FORMATS)
def test_what_each_format_shows(name: str, format: str) -> None:
    check(f"{name}.{EXTENSION[format]}", render(document_for(RESULTS[name]), format))


@pytest.mark.parametrize("name", ["wins-worked", "wins-open"])
@pytest.mark.parametrize("format", ["text", "latex"])
def test_explained(name: str, format: str) -> None:
    check(f"{name}-explained.{EXTENSION[format]}", render(document_for(RESULTS[name], explain=True), format))


@pytest.mark.parametrize("name", ["wins-worked", "wins-open", "conditions"])
@pytest.mark.parametrize("width", [60, 40])
def test_narrow(name: str, width: int) -> None:
    check(f"{name}-{width}.txt", render(document_for(RESULTS[name]), "text", width=width))


def test_ascii_and_colour() -> None:
    document = document_for(RESULTS["wins-worked"])
    check("wins-worked-ascii.txt", render(document, unicode=False))
    check("wins-worked-colour.txt", render(document, colour=True))


def test_a_standalone_document_with_caption_and_label() -> None:
    document = document_for(RESULTS["conditions"])
    text = render(document, "latex", caption="Who wins & when", label="tab:who", standalone=True)
    check("conditions-standalone.tex", text)
    page = render(document, "html", caption="Who wins & when", label="tab:who", standalone=True)
    check("conditions-standalone.html", page)


def test_the_engine_shows_the_same() -> None:
    """The same documents come out of the seed model itself."""
    model = mp.load("speed-simplicity")
    answers: dict[str, Any] = {
        "wins-worked": model.wins(g=2, scenario="worked"),
        "wins-tie": model.wins(g="64/25", scenario="worked"),
        "wins-open": model.wins(g=2),
        "conditions": model.conditions(),
        "conditions-worked": model.conditions(scenario="worked"),
        "costs": model.costs(),
        "costs-worked": model.costs(scenario="worked"),
        "compare": model.compare("H_fh", "H_sd"),
        "compare-dominated": model.compare("H_fd", "H_fh"),
        "variant": model.conditions()["H_fh"],
        "variant-never": model.conditions()["H_fd"],
    }
    for name, answer in answers.items():
        for format in FORMATS:
            expected = render(document_for(RESULTS[name]), format)
            assert render(document_for(answer), format) == expected, (name, format)

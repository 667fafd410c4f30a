"""Every key that `--json` prints is explained in `mesaprior/results/JSON.md`, and nothing there has gone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

import mesaprior
from mesaprior.cli import run
from mesaprior.priors import NAMED_PRIORS

PAGE: Final = (Path(mesaprior.__file__).parent / "results" / "JSON.md").read_text(encoding="utf-8")
EXPLAINED: Final = {word for code in re.findall(r"`([a-z_]+)`", PAGE) for word in [code]}
ESSAY: Final = str(Path(__file__).parent.parent / "examples" / "essay.md")
WORKED: Final = ["speed-simplicity", "--scenario", "worked"]
ASKED: Final = [
    ["wins", *WORKED, "-g", "2", "--explain"],
    ["wins", "speed-simplicity"],
    ["wins", *WORKED, "--prior", "cap", "--set", "K=100"],
    ["conditions", "speed-simplicity", "--explain"],
    ["compare", "speed-simplicity", "H_fh", "H_sd"],
    ["table", *WORKED, "--of", "costs", "-g", "2"],
    ["table", "speed-simplicity", "--of", "pairs"],
    ["check", "speed-simplicity"],
    ["check", "speed-simplicity", "--prior", "levin", "--claim", "time-undoubtedly"],
    ["diff", "speed-simplicity", "speed-simplicity-comments"],
    ["compare-priors", *WORKED],
    ["sensitivity", *WORKED, "-g", "2"],
    ["sensitivity", "speed-simplicity"],
    ["family", "design-space"],
    ["family", "design-space", "--scenario", "worked", "-g", "2"],
    ["sweep", *WORKED, "--over", "g=1:3:3"],
    ["plot", *WORKED],
    ["plot", *WORKED, "--y", "c(combine)"],
    ["widget", *WORKED],
    ["models"],
    ["render", "--check", ESSAY],
]
NAMES: Final = re.compile(r"H_|V|.*[(/]|.*[A-Z]")
"""What a model calls its own: variants, prices, members."""


def keys(value: Any) -> Iterator[str]:
    """Every key, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner)


@pytest.fixture(scope="module")
def printed() -> set[str]:
    """The keys that all the commands print, a model's own names left out."""
    import contextlib
    import io

    found: set[str] = set()
    for arguments in ASKED:
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            assert run([*arguments, "--json"]) in {0, 1}
        found |= set(keys(json.loads(out.getvalue())))
    own = {"c", "t", "p", "g", *NAMED_PRIORS}
    return {key for key in found if key not in own and not NAMES.match(key)}


def test_every_key_is_explained(printed: set[str]) -> None:
    assert printed - EXPLAINED == set()
    assert len(printed) > 100


def test_what_is_explained_is_printed(printed: set[str]) -> None:
    """But for words that are values, and keys that only some answers have."""
    values = {"always", "never", "possible", "undecided", "range", "multipliers", "solver", "null", "g"}
    rare = {
        "source",
        "can_win",
        "families",
        "approx",
        "left_out",
        "why",
        "tags",
        "within",
        "beyond_the_budget",
    }
    assert EXPLAINED - printed - values - rare == set()

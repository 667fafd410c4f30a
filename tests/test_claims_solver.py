"""A lying, dying or slow solver in place of z3: never a verdict that numbers do not bear out."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from test_real_solver import BAD, PREAMBLE

from mesaprior.engine import check
from mesaprior.loading import load_text
from mesaprior.model import build, stated
from mesaprior.results import Checked

MODEL = build(load_text("name: m\nvariants: {A: {complexity: a, time: b}, B: {complexity: d, time: e}}").spec)
TRUE = "c(a)*c(a) + c(d)*c(d) >= 2*c(a)*c(d)"
"""Follows, and not from multipliers: products of unknowns."""
FALSE = "c(a)*c(a) + c(d)*c(d) >= 3*c(a)*c(d) - 2"
"""Fails at c(a) = c(d) = 2, and at most points nearby."""
ROOT = "not c(a)*c(a) == 2"
"""Fails at an irrational number only: nothing here can show it."""


def asked(text: str, child: str | None, folder: Path, seconds: float = 5.0) -> Checked:
    command = None
    if child is not None:
        script = folder / "child.py"
        script.write_text(PREAMBLE + child, encoding="utf-8")
        command = [sys.executable, "-I", str(script)]
    return check(MODEL, [stated(MODEL, text)], seconds=seconds, solver=command).claims[0]


def test_the_solver_is_needed_and_labelled(tmp_path: Path) -> None:
    found = asked(TRUE, None, tmp_path)
    assert found.certificate is not None
    assert (found.verdict, found.certificate.by, found.certificate.cases) == ("proved", "solver", None)


@pytest.mark.parametrize("name", BAD)
def test_a_bad_solver_leaves_it_undecided(name: str, tmp_path: Path) -> None:
    found = asked(TRUE, BAD[name][0], tmp_path, seconds=1.5)
    assert found.verdict == "undecided"
    assert found.tried is not None and found.tried.startswith("there are products of unknowns")


def test_numbers_that_refute_nothing_are_no_verdict(tmp_path: Path) -> None:
    found = asked(TRUE, "found(['1', '1'])", tmp_path)
    assert (found.verdict, found.counterexample) == ("undecided", None)


def test_a_lie_that_numbers_give_away(tmp_path: Path) -> None:
    """A solver that says of everything that nothing satisfies it."""
    found = asked(FALSE, "say(answer='unsat')", tmp_path)
    assert found.verdict == "refuted"
    assert found.counterexample is not None


def test_what_only_an_irrational_number_refutes_stays_undecided(tmp_path: Path) -> None:
    assert asked(ROOT, None, tmp_path).verdict == "undecided"


def test_a_slow_solver_costs_no_more_than_its_time(tmp_path: Path) -> None:
    begin = time.monotonic()
    found = asked(TRUE, "time.sleep(60)", tmp_path, seconds=1.0)
    assert found.verdict == "undecided"
    assert time.monotonic() - begin < 6.0

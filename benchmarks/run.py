"""The measured comparisons: our CPU time beside that of the peers on the same instances, in one run.

    python benchmarks/run.py [--quick] [--only NAME ...] [--date YYYY-MM-DD]

Ends with exit code 1 where a peer's answer differs from ours. What is measured and how to read it stands in
README.md beside this file.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import ours
from agreement import Compared, compare, conditions
from cells import TITLES, peer_cell, solving_cell, target_cell
from claims import claims, processes
from cold_start import cold_start
from families import families
from numeric import sweeps, winner_maps
from peers import INEXACT, PEERS, ask
from questions import QUESTIONS, Question
from tables import table
from timing import seconds, timed

FURTHER: Final = ("seed", "numeric", "sweep", "claims", "families", "cold_start")
NAMES: Final = (*(question.name for question in QUESTIONS), *FURTHER)
PACKAGES: Final = ("sympy", "z3-solver", "cvc5", "pycddlib", "pplpy", "scipy", "numpy")


@dataclass
class Run:
    """How often and how long, and what comparing the answers has found so far."""

    ours: int
    peers: int
    pairs: int
    limit: float
    without: tuple[str, ...] = ()
    compared: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def note(self, who: str, found: Compared) -> None:
        self.compared[who] = self.compared.get(who, 0) + found.count
        if who not in INEXACT:
            self.differences += found.differences


def main() -> int:
    parser = argparse.ArgumentParser(description="Our time beside that of the peers, in one run.")
    parser.add_argument("--quick", action="store_true", help="fewer runs, peers killed at 10 s")
    parser.add_argument("--only", action="append", choices=NAMES, help="only this question; may be repeated")
    parser.add_argument("--limit", type=float, help="seconds of CPU time after which a peer is killed")
    parser.add_argument("--without", action="append", choices=PEERS, default=[], help="not this peer")
    parser.add_argument("--date", default=date.today().isoformat(), help="the date to print")
    options = parser.parse_args()
    run = Run(3, 1, 5, 10) if options.quick else Run(7, 3, 21, 60)
    run = replace(run, limit=options.limit or run.limit, without=tuple(options.without))
    wanted = options.only or NAMES
    print("\n".join(_head(run, options.date)), flush=True)
    for question in QUESTIONS:
        if question.name in wanted:
            _print_section(question.title, _measured(question, run))
    if "seed" in wanted:
        rows = [("conditions, with all evidence", seconds(ours.seed_conditions(run.ours)))]
        _print_section("The built-in model", table(("question", "ours"), rows))
    if "numeric" in wanted:
        _print_section(
            "Winner maps of a million numeric variants, from arrays", winner_maps(run.ours, run.limit)
        )
    if "sweep" in wanted:
        _print_section("Ten million points", sweeps(run.peers))
    if "claims" in wanted:
        text, found = claims(run.ours, run.peers, run.limit)
        run.note("z3_claims", found)
        _print_section("Claims of the built-in library", text)
        _print_section("The same in processes of their own", processes(run.ours))
    if "families" in wanted:
        text, found = families(run.ours)
        run.note("families", found)
        _print_section("Families of variants, listed or not", text)
    if "cold_start" in wanted:
        _print_section("Cold start", cold_start(run.pairs))
    print("\n" + "\n".join(_agreement(run)))
    return 1 if run.differences else 0


def _print_section(title: str, text: str) -> None:
    print(f"\n### {title}\n\n{text}", flush=True)


def _head(run: Run, day: str) -> Iterator[str]:
    versions = ", ".join(_version(package) for package in PACKAGES)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    yield f"{day}: Python {platform.python_version()}, {versions}; {machine}."
    yield (
        f"Medians of {run.ours} runs of ours, {run.peers} of each peer's, {run.pairs} pairs of processes; "
        f"a peer is killed after {run.limit:.0f} s."
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} not installed"


def _measured(question: Question, run: Run) -> str:
    peers = [peer for peer in question.peers if peer not in run.without]
    head = ["instance", "ours", *(TITLES[peer] for peer in peers)]
    if question.targets:
        head.append("to reach")
    return table(head, [_row(question, instance, peers, run) for instance in question.instances])


def _row(question: Question, instance: Any, peers: list[str], run: Run) -> list[str]:
    """One instance: ours first, while no peer runs, then each peer."""
    instance.draw()
    preparing, asking, answers = timed(
        lambda: ours.PREPARE[question.name](instance), getattr(ours, question.name), run.ours
    )
    own = preparing if question.name == "compile_model" else asking
    if question.name == "pairs":
        run.note("ours", conditions("ours", instance, answers))
    row = [instance.name, seconds(own)]
    for peer in peers:
        print(f"  {question.name}, {instance.name}: {peer} ...", file=sys.stderr, flush=True)
        outcome = ask(peer, question.name, instance.name, limit=run.limit, runs=run.peers)
        found = compare(peer, question.name, instance, answers, outcome.answers)
        run.note(peer, found)
        cell = solving_cell if (peer, question.name) == ("sympy", "pairs") else peer_cell
        wrong = f", {len(found.differences)} wrong" if peer in INEXACT and found.differences else ""
        row.append(cell(outcome, own, len(answers), run.limit) + wrong)
    if question.targets:
        row.append(target_cell(question.targets.get(instance.name), own))
    return row


def _agreement(run: Run) -> Iterator[str]:
    """What was compared; for pairs, with what the costs themselves say at some points."""
    counts = ", ".join(
        f"{run.compared[who]:,} of {TITLES.get(who, who)}" for who in ("ours", *PEERS) if who in run.compared
    )
    if counts:
        yield f"Answers compared: {counts}. Disagreements: {len(run.differences)}."
    yield from run.differences[:20]


if __name__ == "__main__":
    sys.exit(main())

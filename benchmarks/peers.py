"""Asks a peer in a process of its own that is killed when the time is up."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from signal import SIGKILL, SIGXCPU
from statistics import median
from threading import Timer
from typing import Any, Final

PEERS: Final = {
    "z3": ("z3", "pip install z3-solver"),
    "z3_claims": ("z3", "pip install z3-solver"),
    "cvc5": ("cvc5", "pip install cvc5"),
    "cddlib": ("cdd", "apt install libcdd-dev, pip install pycddlib"),
    "ppl": ("ppl", "pip install pplpy"),
    "highs": ("scipy", "pip install scipy"),
    "qhull": ("scipy", "pip install scipy"),
    "maxima": ("maxima", "apt install maxima"),
    "qepcad": ("qepcad", "apt install qepcad"),
    "z3_qe": ("z3", "pip install z3-solver"),
    "sympy": ("sympy", "pip install sympy"),
    "lpmin": ("sympy", "pip install sympy"),
}
"""Each peer with the library or the program that it needs, and how that is had."""
INEXACT: Final = ("highs", "qhull")
"""Peers in floating point: where they differ, it is the table that says so."""
ON_THE_WALL: Final = 10
"""Times the limit by which a peer must have ended by the clock on the wall, however busy the machine."""


@dataclass(frozen=True)
class Outcome:
    """`seconds`: the median over `runs`, None where the process was killed or the question refused.
    `answers`: what came, as far as it came; None among them where the peer gave up on one."""

    answers: list[Any]
    seconds: float | None = None
    runs: int = 1
    cannot: str | None = None


def ask(peer: str, question: str, instance: str, *, limit: float, runs: int) -> Outcome:
    """The peer's answers; several runs for the time, but only one where it is killed or refuses."""
    first = _once(peer, question, instance, limit)
    if first.seconds is None:
        return first
    times = [first.seconds]
    for _ in range(runs - 1):
        again = _once(peer, question, instance, limit)
        times.append(limit if again.seconds is None else again.seconds)
    return Outcome(first.answers, median(times), runs)


def _once(peer: str, question: str, instance: str, limit: float) -> Outcome:
    """The limit is one of CPU time, which the child sees to itself; it starts when the peer has imported its
    library and built its expressions."""
    library, how = PEERS[peer]
    if find_spec(library) is None and which(library) is None:
        return Outcome([], cannot=f"not installed: {how}")
    child = str(Path(__file__).with_name("child.py"))
    command = [sys.executable, child, peer, question, instance, str(limit)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        timer = Timer(ON_THE_WALL * limit, process.kill)
        timer.start()
        text = process.stdout.read()
        process.wait()
        killed = not timer.is_alive() or process.returncode in (-SIGKILL, -SIGXCPU)
        timer.cancel()
    if process.returncode and not killed:
        raise SystemExit(f"{peer} failed on {question}, {instance}")
    lines = [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]
    answers = [line["answer"] for line in lines if "answer" in line]
    last = lines[-1] if lines else {}
    return Outcome(answers, last.get("seconds"), cannot=last.get("cannot"))

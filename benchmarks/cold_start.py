"""Cold start: whole processes of ours against `python -c "import sympy"`, in alternating pairs.

What is measured is the CPU time of the process, user and system, as the kernel counted it: on a shared
machine the clock on the wall also measures the neighbours. The ratio is taken pair by pair, since a busy
machine slows both halves of a pair; which half goes first alternates too. Bytecode is warm for both: one run
of each comes before and does not count, and no process is told to write none (sympy's bytecode was written
when it was installed, that of a fresh clone would be made anew at every start). POSIX only: elsewhere no
process can be waited for with what it used.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from tables import table
from timing import seconds

NOT_PASSED_ON: Final = {"MESAPRIOR_MODEL", "PYTHONDONTWRITEBYTECODE"}
"""Another model would be asked, and our modules compiled at every start."""
ROOT: Final = Path(__file__).resolve().parent.parent
PEER: Final = (sys.executable, "-c", "import sympy")
MISSPELT: Final = """\
mesaprior: 1
name: broken
prior: linear
terms:
  base: {meaning: finding the objective}
  search: {meaning: searching for actions}
variants:
  A: {complexity: base + serach, time: search}
  B: {complexity: base, time: base + search}
"""
FILES: Final = {
    "unreadable.yaml": MISSPELT.replace("time: search}", "time: search"),
    "misspelt.yaml": MISSPELT,
    "mistakes.yaml": MISSPELT.replace("\nprior:", "\npiror:").replace(
        "objective}", "objective, may_be_zero: 1}"
    ),
}
"""A bracket that is never closed; a misspelt term; that, an unknown key and a wrong kind of value."""


@dataclass(frozen=True)
class Start:
    """`exits`: the exit code it must have; `at_most`: the ratio to stay within, None where there is none."""

    says: str
    command: tuple[str, ...]
    exits: int
    at_most: float | None


def cold_start(pairs: int) -> str:
    """The table, measured."""
    head = ("CPU time of a process", "median", "import sympy", "ratio: min", "median", "max", "to reach")
    with tempfile.TemporaryDirectory() as folder, chdir(ROOT):
        for name, text in FILES.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        rows = [_row(start, pairs) for start in _starts(Path(folder))]
    return table(head, rows)


def _starts(folder: Path) -> list[Start]:
    def ours(says: str, arguments: Sequence[str], exits: int, at_most: float) -> Start:
        return Start(f"mesaprior {says}", (sys.executable, "-m", "mesaprior", *arguments), exits, at_most)

    return [
        ours("wins -g 2", ("wins", "-g", "2"), 0, 1.0),
        ours("--help", ("--help",), 0, 0.5),
        ours("wins -g abc", ("wins", "-g", "abc"), 2, 0.5),
        *(ours(f"wins {name} -g 2", ("wins", str(folder / name), "-g", "2"), 2, 0.5) for name in FILES),
        Start("python -c pass", (sys.executable, "-c", "pass"), 0, None),
    ]


def _row(start: Start, pairs: int) -> tuple[str, ...]:
    cpu_time(PEER)
    _, code = cpu_time(start.command)
    if code != start.exits:
        return (start.says, f"not there yet: exit code {code}, not {start.exits}", *("" for _ in range(5)))
    own, peers = [], []
    for k in range(pairs):
        order = ((start.command, own), (PEER, peers))
        for command, times in order if k % 2 else reversed(order):
            times.append(cpu_time(command)[0])
    ratios = sorted(one / other for one, other in zip(own, peers, strict=True))
    middle = median(ratios)
    return (
        start.says,
        seconds(median(own)),
        seconds(median(peers)),
        f"{ratios[0]:.2f}",
        f"{middle:.2f}",
        f"{ratios[-1]:.2f}",
        ""
        if start.at_most is None
        else f"{start.at_most:.1f}: {'reached' if middle <= start.at_most else 'MISSED'}",
    )


def cpu_time(command: Sequence[str]) -> tuple[float, int]:
    """Seconds of CPU time and exit code of one process, which starts in the current folder."""
    environment = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    nowhere = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in range(3)]
    child = os.posix_spawn(command[0], command, environment, file_actions=nowhere)
    _, status, used = os.wait4(child, 0)
    return used.ru_utime + used.ru_stime, os.waitstatus_to_exitcode(status)

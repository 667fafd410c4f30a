"""Clocks and how figures are spelled."""

from __future__ import annotations

import resource
from collections.abc import Callable
from statistics import median
from typing import TypeVar

Prepared = TypeVar("Prepared")
Answer = TypeVar("Answer")


def timed(
    prepare: Callable[[], Prepared], ask: Callable[[Prepared], Answer], runs: int
) -> tuple[float, float, Answer]:
    """Medians of the seconds of CPU time that preparing and asking take, and the last answer.

    Every run prepares anew, so that nothing is remembered from the run before.
    """
    preparing, asking = [], []
    for _ in range(runs):
        start = cpu_seconds()
        prepared = prepare()
        ready = cpu_seconds()
        answer = ask(prepared)
        asking.append(cpu_seconds() - ready)
        preparing.append(ready - start)
    return median(preparing), median(asking), answer


def cpu_seconds() -> float:
    """CPU time so far of this process and of the children that it has waited for, user and system.

    On a shared machine the clock on the wall measures the neighbours. POSIX only.
    """
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def seconds(value: float) -> str:
    """Three digits: `512 ms`, `24.9 ms`, `5.12 s`."""
    number, unit = (value, "s") if value >= 1 else (value * 1000, "ms")
    return f"{number:.0f} {unit}" if number >= 100 else f"{number:.3g} {unit}"


def ratio(value: float) -> str:
    """`1,234x`, `18x`, `0.31x`."""
    return f"{value:,.0f}x" if value >= 10 else f"{value:.2g}x"

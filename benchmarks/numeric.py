"""A million numeric variants and ten million points: arrays beside `numpy.lexsort` and SciPy's Qhull.

Ours and the sorting take turns in one process; Qhull has its own. CPU time throughout. POSIX only.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Final

from instances import NUMBERS, Numbers
from peers import ask
from tables import table
from timing import cpu_seconds, ratio, seconds

WITHIN: Final = 3.0
"""Times the sorting alone, which the issue asks for."""
SWEEP: Final = """\
import resource, sys
from timing import cpu_seconds
from mesaprior.engine.scale.sweep import sweep
from mesaprior.engine.setting import Setting
from mesaprior.loading import load
from mesaprior.model import build
setting = Setting.of(build(load("speed-simplicity").spec), scenario="worked")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = cpu_seconds()
found = sweep(setting, sys.argv[1:])
used = cpu_seconds() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(found.winners.size, used, before / 1024, peak / 1024)
"""
GRIDS: Final = (
    ("g by c(combine)", ("g=1/100:100:3200:log", "c(combine)=1:100:3125")),
    ("g by c(combine), wide", ("g=1/100:100:100000:log", "c(combine)=1:100:100")),
)


def winner_maps(runs: int, limit: float) -> str:
    """A row for each kind of a million variants."""
    head = (
        "a million variants",
        "ours",
        "numpy.lexsort",
        "ours / lexsort",
        "to reach",
        "corners",
        "Qhull (floats)",
    )
    return table(head, [_row(numbers, runs, limit) for numbers in NUMBERS])


def _row(numbers: Numbers, runs: int, limit: float) -> list[str]:
    import numpy as np

    from mesaprior.engine.scale.numeric_map import numeric_map
    from mesaprior.loading.points import Points

    c, t = numbers.arrays
    own, sorting, corners = [], [], 0
    for _ in range(runs):
        start = cpu_seconds()
        np.lexsort((t, c))
        between = cpu_seconds()
        corners = len(numeric_map(Points.of(c, t)).corners)
        own.append(cpu_seconds() - between)
        sorting.append(between - start)
    share = median(own) / median(sorting)
    return [
        numbers.name,
        seconds(median(own)),
        seconds(median(sorting)),
        f"{share:.2f}",
        f"{WITHIN:.0f}: {'reached' if share <= WITHIN else 'MISSED'}",
        f"{corners:,}",
        _qhull(numbers, median(own), corners, limit),
    ]


def _qhull(numbers: Numbers, own: float, corners: int, limit: float) -> str:
    print(f"  winner map, {numbers.name}: Qhull ...", file=sys.stderr, flush=True)
    outcome = ask("qhull", "winner_map", numbers.name, limit=limit, runs=1)
    if outcome.cannot is not None:
        return outcome.cannot
    if outcome.seconds is None:
        return f"> {limit:.0f} s"
    lost = corners - outcome.answers[0]
    told = f"loses {lost:,} corners" if lost > 0 else f"{-lost:,} too many" if lost else "all corners"
    return f"{seconds(outcome.seconds)}  {ratio(outcome.seconds / own)}, {told}"


def sweeps(runs: int) -> str:
    """Time and peak memory of each grid, in a process of its own."""
    rows = []
    for name, axes in GRIDS:
        print(f"  sweep, {name} ...", file=sys.stderr, flush=True)
        times, points, before, peak = [], 0, 0.0, 0.0
        for _ in range(runs):
            command = [sys.executable, "-c", SWEEP, *axes]
            here = str(Path(__file__).parent)
            done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=here)
            count, used, low, high = done.stdout.split()
            times.append(float(used))
            points, before, peak = int(count), float(low), float(high)
        rows.append((name, f"{points:,}", seconds(median(times)), f"{peak:.0f} MB", f"{before:.0f} MB"))
    return table(("grid", "points", "CPU time", "peak memory", "before the sweep"), rows)

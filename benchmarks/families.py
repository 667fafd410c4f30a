"""Families: the time for one of n binary choices, 2**n members, beside NumPy that lists the members.

CPU time. A choice has two options with whole prices of their own, so most choices switch at a rate of their
own. NumPy adds the prices of all members up, sorts them and walks the chain in Python: whole numbers, and the
least that listing can cost. Where it can list, the switching rates are compared.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Any, Final, TypeVar

from agreement import Compared
from tables import table
from timing import cpu_seconds, ratio, seconds

from mesaprior import limits
from mesaprior.engine import Setting, family
from mesaprior.engine.families.hull import hull_of
from mesaprior.engine.families.lines import lines_of
from mesaprior.model import build
from mesaprior.spec import read_model

SIZES: Final = (10, 16, 20, 60, 120, 240, 480, 960)
"""Choices; 3n + 1 parts, of which a model may have 5,000."""
LISTED: Final = 20
"""Choices up to which the members are listed: 2**20 of them take 16 MB on each axis, 2**30 would take 8
GB."""

Prices = list[tuple[tuple[int, int], tuple[int, int]]]
"""For each choice the bits and the steps of its two options."""
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class _Row:
    """What one size took; `whole` reads, builds, asks and checks, `hull` is the envelope alone."""

    choices: int
    whole: float
    asked: float
    hull: float
    switches: int
    listed: float | None


def families(runs: int) -> tuple[str, Compared]:
    """The table, measured, and what comparing the switching rates has found."""
    rows, count, differences = [], 0, []
    for choices in SIZES:
        print(f"  families, {choices} choices ...", file=sys.stderr, flush=True)
        prices = drawn(choices)
        row, rates = _measured(choices, prices, runs)
        if choices <= LISTED:
            taken, listed = _timed(lambda prices=prices: by_listing(prices), runs)
            row = _Row(row.choices, row.whole, row.asked, row.hull, row.switches, taken)
            count += 1
            if listed != rates:
                differences.append(
                    f"families, {choices} choices: we say {len(rates)} rates, NumPy {len(listed)}"
                )
        rows.append(row)
    head = (
        "choices",
        "members",
        "switches",
        "from the file on",
        "asked",
        "envelope alone",
        "a choice",
        "NumPy, listing",
    )
    return table(head, list(map(_cells, rows))), Compared(count, tuple(differences))


def _cells(row: _Row) -> list[str]:
    cannot = f"cannot: 2**{row.choices} members"
    listed = cannot if row.listed is None else f"{seconds(row.listed)}  {ratio(row.listed / row.asked)}"
    return [
        str(row.choices),
        f"2**{row.choices}",
        str(row.switches),
        seconds(row.whole),
        seconds(row.asked),
        seconds(row.hull),
        seconds(row.hull / row.choices),
        listed,
    ]


def drawn(choices: int) -> Prices:
    source = random.Random(choices)

    def option() -> tuple[int, int]:
        return source.randint(1, 10_000), source.randint(1, 10_000)

    return [(option(), option()) for _ in range(choices)]


def model_file(prices: Prices) -> dict[str, Any]:
    parts = [
        {
            "one_of": {
                name: {"complexity": str(c), "time": str(t)} for name, (c, t) in zip("ab", both, strict=True)
            }
        }
        for both in prices
    ]
    return {"name": "binary", "families": {"H": {"all": parts}}}


def _measured(choices: int, prices: Prices, runs: int) -> tuple[_Row, list[Fraction]]:
    values = model_file(prices)
    assert 3 * choices + 1 <= limits.FAMILY_NODES
    whole, found = _timed(lambda: family(Setting.of(build(read_model(values)))), runs)
    setting = Setting.of(build(read_model(values)))
    asked, _ = _timed(lambda: family(setting), runs)
    tree = setting.model.families["H"].tree
    lines = lines_of(setting, tree)
    assert lines is not None and found.map is not None
    hull, _ = _timed(lambda: hull_of(tree, lines.line), runs)
    rates = [switch.at for switch in found.map.switches]
    return _Row(choices, whole, asked, hull, len(rates), None), rates


def by_listing(prices: Prices) -> list[Fraction]:
    """The switching rates, every member listed: exact, since the prices are whole and small."""
    import numpy as np

    bits = steps = np.zeros(1, dtype=np.int64)
    for (c, t), (d, u) in prices:
        bits = np.concatenate((bits + c, bits + d))
        steps = np.concatenate((steps + t, steps + u))
    order = np.lexsort((bits, steps))
    bits, steps = bits[order], steps[order]
    kept = np.flatnonzero(bits == np.minimum.accumulate(bits))
    chain: list[tuple[int, int]] = []
    rates: list[Fraction] = []
    for c, t in zip(bits[kept].tolist(), steps[kept].tolist(), strict=True):
        if chain and c == chain[-1][0]:
            continue
        while chain:
            rate = Fraction(t - chain[-1][1], chain[-1][0] - c)
            if not rates or rate > rates[-1]:
                rates.append(rate)
                break
            chain.pop()
            rates.pop()
        chain.append((c, t))
    return rates


def _timed(ask: Callable[[], Answer], runs: int) -> tuple[float, Answer]:
    taken = []
    for _ in range(runs):
        start = cpu_seconds()
        answer = ask()
        taken.append(cpu_seconds() - start)
    return median(taken), answer

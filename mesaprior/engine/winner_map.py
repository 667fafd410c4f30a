"""Who wins at which rate, all numbers known: the lower envelope of the lines `slope*g + rest`, exactly."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from mesaprior.engine.setting import Setting
from mesaprior.results import Interval, Tie, WinnerMap

Line: TypeAlias = tuple[Fraction, Fraction]
"""`(slope, rest)`: the cost at rate g is `slope*g + rest`."""


def winner_map(setting: Setting) -> WinnerMap | None:
    """The map where every number is known, else None. `setting` has no rate."""
    if not setting.model.is_linear_in_rate:
        return None
    lines: dict[str, Line] = {}
    for name, cost in setting.costs.items():
        parts = cost.split_by_rate()
        values = [parts[power].value if power in parts else Fraction(0) for power in (1, 0)]
        if values[0] is None or values[1] is None:
            return _irrational(setting)
        lines[name] = (values[0], values[1])
    return lower_envelope(lines)


def _irrational(setting: Setting) -> WinnerMap | None:
    """The map where the numbers are known and not all rational; most models have no such."""
    if not setting.model.symbols.functions:
        return None
    from mesaprior.engine.irrational_map import irrational_map

    return irrational_map(setting.costs, setting.model.symbols)


def lower_envelope(lines: Mapping[str, Line]) -> WinnerMap:
    """The cheapest line at every g > 0: intervals in order, ties at the exact rates between them.

    Sorted by slope, steepest first, each line is kept while it undercuts the ones before it (the monotone
    chain of a convex hull). Lines that are equal win or lose together.
    """
    shared: dict[Line, list[str]] = {}
    for name, line in lines.items():
        shared.setdefault(line, []).append(name)
    chain: list[Line] = []
    starts: list[Fraction] = []
    for line in sorted(shared, key=lambda line: (-line[0], line[1])):
        if chain and chain[-1][0] == line[0]:
            continue
        start = Fraction(0)
        while chain:
            start = _crossing(chain[-1], line)
            if start > starts[-1]:
                break
            chain.pop()
            starts.pop()
            start = Fraction(0)
        chain.append(line)
        starts.append(max(start, Fraction(0)))
    return _described(lines, shared, chain, starts)


def _crossing(steep: Line, flat: Line) -> Fraction:
    """The rate from which the flatter line is the cheaper one."""
    return (flat[1] - steep[1]) / (steep[0] - flat[0])


def _described(
    lines: Mapping[str, Line], shared: Mapping[Line, list[str]], chain: list[Line], starts: list[Fraction]
) -> WinnerMap:
    intervals = []
    ties = []
    for position, line in enumerate(chain):
        end = starts[position + 1] if position + 1 < len(chain) else None
        intervals.append(Interval(starts[position], end, tuple(shared[line])))
        if end is not None:
            lowest = line[0] * end + line[1]
            tied = tuple(name for name, (slope, rest) in lines.items() if slope * end + rest == lowest)
            ties.append(Tie(end, tied))
    return WinnerMap(tuple(intervals), tuple(ties))

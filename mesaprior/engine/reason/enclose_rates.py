"""A sentence about several rates where costs are irrational: settled from the straight lines that costs are.

Floor: `engine.reason`; part of what is trusted. The gap `cost(W) - cost(V)` is `A*g + B`, which is checked on
the cost as written; A and B come from its values at two rates, as intervals. None: not settled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mesaprior.engine.reason.enclose import enclosed
from mesaprior.engine.reason.evaluate import Written
from mesaprior.engine.reason.evaluate_rates import is_line
from mesaprior.engine.reason.intervals import Enclosure
from mesaprior.language.claims import Says
from mesaprior.language.nodes import Apply, Name
from mesaprior.limits import ENCLOSURE_RATE_BITS

Line = tuple[Enclosure, Enclosure]
"""Bounds on A and on B."""


def settled(said: Says, kind: str, at: Mapping[str, Fraction], written: Written) -> bool | None:
    """Whether `V wins`, `V beats W` or their denials hold for all, some, small or large rates."""
    if said.verb in {"ties", "dominates"} or not is_line(written.cost, written):
        return None
    names = (
        [said.other.name] if said.other else [name for name in written.prices if name != said.variant.name]
    )
    lines = [_line(said.variant.name, name, at, written) for name in names]
    if said.verb.startswith("never"):
        found = _positive(lines, {"all": "some", "some": "all"}.get(kind, kind))
        return None if found is None else not found
    return _positive(lines, kind)


def _line(own: str, rival: str, at: Mapping[str, Fraction], written: Written) -> Line:
    at_one, at_two = (_gap(own, rival, {**at, "g": Fraction(g)}, written) for g in (1, 2))
    slope = Enclosure(at_two.low - at_one.high, at_two.high - at_one.low)
    rest = Enclosure(2 * at_one.low - at_two.high, 2 * at_one.high - at_two.low)
    return slope, rest


def _gap(own: str, rival: str, at: Mapping[str, Fraction], written: Written) -> Enclosure:
    one, other = (
        enclosed(Apply("cost", (Name(name),)), at, written, ENCLOSURE_RATE_BITS) for name in (own, rival)
    )
    return Enclosure(other.low - one.high, other.high - one.low)


def _positive(lines: Sequence[Line], kind: str) -> bool | None:
    """Whether every line is above 0 for all, some, small or large rates."""
    if kind == "some":
        return _somewhere(lines)
    verdicts = [_one_positive(line, kind) for line in lines]
    return False if False in verdicts else None if None in verdicts else True


def _one_positive(line: Line, kind: str) -> bool | None:
    slope, rest = map(_sign, line)
    if kind == "all":
        if slope == -1 or rest == -1 or slope == rest == 0:
            return False
        return True if slope in (0, 1) and rest in (0, 1) else None
    first, then = (rest, slope) if kind == "small" else (slope, rest)
    leading = first if first != 0 else then
    return None if leading is None else leading == 1


def _somewhere(lines: Sequence[Line]) -> bool | None:
    """Above the largest lower bound and below the smallest upper one."""
    low, high = Enclosure(Fraction(0), Fraction(0)), None
    for slope, rest in lines:
        signs = _sign(slope), _sign(rest)
        if None in signs:
            return None
        if signs[0] == 1 and signs[1] == -1:
            bound = Enclosure(-rest.high / slope.high, -rest.low / slope.low)
            low = Enclosure(max(low.low, bound.low), max(low.high, bound.high))
        elif signs[0] == -1 and signs[1] == 1:
            bound = Enclosure(rest.low / -slope.low, rest.high / -slope.high)
            high = bound if high is None else Enclosure(min(high.low, bound.low), min(high.high, bound.high))
        elif signs != (1, 0) and signs != (0, 1) and signs != (1, 1):
            return False
    if high is None or low.high < high.low:
        return True
    return False if low.low >= high.high else None


def _sign(value: Enclosure) -> int | None:
    """1, -1, 0, or None where the bounds leave it open."""
    if value.low > 0 or value.high < 0:
        return 1 if value.low > 0 else -1
    return 0 if value.low == value.high == 0 else None

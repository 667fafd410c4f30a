"""Every flip against a second evaluator: the old winner just before it, the new one just after it, nobody
else on the way; every end where a fact or a sign stops the number; no flip missed at places in between."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

from random_sensitivity import Case, random_case

from mesaprior.engine import Setting, sensitivity
from mesaprior.loading import load_text
from mesaprior.model import build
from mesaprior.results.sensitivity import End, Flip, Move, Point, Sensitivity, Side

TINY = Fraction(1, 10**9)
FAR = Fraction(10**7)


def answered(case: Case) -> Sensitivity:
    model = build(load_text(case.text).spec)
    return sensitivity(Setting.of(model, g=case.g, scenario="s"))


def judged(case: Case, seen: Counter[str]) -> None:
    """Every number of one model, both ways."""
    here = {**case.numbers, "g": case.g}
    found = answered(case)
    assert found.winners == case.cheapest(here)
    seen["tie" if len(found.winners) > 1 else "one winner"] += 1
    assert {move.number for move in found} == set(here)
    sizes = [move.flips[0].size for move in found if move.flips and move.flips[0].size is not None]
    assert sizes == sorted(sizes)
    for move in found:
        assert move.value == here[move.number]
        seen[move.outcome] += 1
        for side, up in ((move.below, False), (move.above, True)):
            _side(case, found.winners, move, side, up, seen)


def _side(case: Case, winners: tuple[str, ...], move: Move, side: Side, up: bool, seen: Counter[str]) -> None:
    assert side.undecided is None
    if side.flip is not None:
        seen["flip"] += 1
        _flip(case, winners, move, side.flip, up, seen)
        last = side.flip.at.low if up else side.flip.at.high
    elif side.end is not None:
        seen["end by a fact" if side.end.fact else "end at 0"] += 1
        _end(case, move, side.end, up)
        last = side.end.at.low if up else side.end.at.high
    else:
        assert up
        seen["no end"] += 1
        last = move.value + FAR
    touches = [point.value for point in side.touches]
    seen["touch"] += len(touches)
    source = random.Random(str(move.number))
    for k in range(5):
        share = Fraction(source.randint(1, 10**6 - 1), 10**6) ** (1 + k % 4)
        x = move.value + share * (last - move.value)
        if x != move.value and x not in touches:
            assert at(case, move, x) == winners


def _flip(case: Case, winners: tuple[str, ...], move: Move, flip: Flip, up: bool, seen: Counter[str]) -> None:
    way = 1 if up else -1
    near, far = (flip.at.low, flip.at.high) if up else (flip.at.high, flip.at.low)
    assert (near - move.value) * way >= 0
    if near != move.value:
        assert at(case, move, near - way * TINY * abs(near - move.value)) == winners
    assert at(case, move, far + way * TINY * (abs(far) or 1)) == flip.takes_over != winners
    assert at(case, move, flip.before) == winners
    assert at(case, move, flip.after) == flip.takes_over
    assert (flip.after - far) * way > 0 and (near - flip.before) * way >= 0
    if flip.at.value is not None:
        seen["rational"] += 1
        assert at(case, move, flip.at.value) == flip.tie
    else:
        seen["irrational"] += 1
        _root(flip.at, move)
        assert set(winners) | set(flip.takes_over) <= set(flip.tie)
    if move.value:
        assert flip.change is not None
        assert [100 * (end / move.value - 1) for end in (flip.at.low, flip.at.high)] == list(flip.change)
    else:
        assert flip.change is None


def _root(point: Point, move: Move) -> None:
    """The polynomial that the point is said to be a root of changes its sign there."""
    assert point.root_of is not None
    polynomial = point.root_of.numerator
    low, high = (polynomial.value_at({move.number: end}) for end in (point.low, point.high))
    assert low * high < 0
    assert point.high - point.low <= point.high / 10**18


def _end(case: Case, move: Move, end: End, up: bool) -> None:
    value = end.at.value
    assert value is not None
    there = {**case.numbers, "g": case.g, move.number: value}
    assert case.allowed(there) == end.reached
    assert end.cheapest == (case.cheapest(there) if end.reached else ())
    beyond = value + (TINY if up else -TINY)
    assert not case.allowed({**there, move.number: beyond})


def at(case: Case, move: Move, x: Fraction) -> tuple[str, ...]:
    """Who is cheapest where the number is x, which must be allowed."""
    there = {**case.numbers, "g": case.g, move.number: x}
    assert case.allowed(there)
    return case.cheapest(there)


def test_random_models() -> None:
    seen: Counter[str] = Counter()
    for seed in range(220):
        judged(random_case(seed), seen)
    print(dict(seen))
    expected = {
        "one winner": 100, "tie": 30, "changes": 800, "never": 500, "flip": 900, "rational": 800,
        "irrational": 50, "end by a fact": 50, "end at 0": 500, "no end": 500,
    }  # fmt: skip
    assert {name: count for name, count in seen.items() if count < expected.get(name, 0)} == {}
    assert expected.keys() <= seen.keys()

"""Guards the lower envelope: who is cheapest at every g > 0, against trying every rate that matters."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from mesaprior.engine.winner_map import lower_envelope

Lines = dict[str, tuple[int | F, int | F]]


def brute(lines: Lines, g: F) -> tuple[str, ...]:
    costs = {name: slope * g + rest for name, (slope, rest) in lines.items()}
    return tuple(name for name, cost in costs.items() if cost == min(costs.values()))


def agrees(lines: Lines) -> tuple[int, int]:
    """Compares the map with brute force at every crossing and between; gives its intervals and ties."""
    found = lower_envelope({name: (F(slope), F(rest)) for name, (slope, rest) in lines.items()})
    crossings = {
        F(d - b) / (a - c)
        for (a, b), (c, d) in itertools.combinations(lines.values(), 2)
        if a != c and F(d - b) / (a - c) > 0
    }
    ordered = [F(0), *sorted(crossings)]
    rates = [*ordered[1:], *((x + y) / 2 for x, y in itertools.pairwise(ordered)), ordered[-1] + 1]
    ties = {tie.at: tie.variants for tie in found.ties}
    assert [i.above for i in found.intervals] == [0, *ties]
    assert [i.below for i in found.intervals] == [*ties, None]
    for g in rates:
        inside = [i.winners for i in found.intervals if i.above < g and (i.below is None or g < i.below)]
        assert [*inside, *([ties[g]] if g in ties else [])] == [brute(lines, g)], (lines, g)
    for one, other in itertools.pairwise(found.intervals):
        assert one.winners != other.winners
    return len(found.intervals), len(found.ties)


TABLE: list[tuple[str, Lines, tuple[int, int]]] = [
    ("one line", {"A": (1, 1)}, (1, 0)),
    ("two that cross at g > 0", {"A": (3, 1), "B": (1, 5)}, (2, 1)),
    ("two that cross at g = 0", {"A": (3, 1), "B": (1, 1)}, (1, 0)),
    ("two that cross at g < 0", {"A": (3, 5), "B": (1, 1)}, (1, 0)),
    ("parallel", {"A": (2, 1), "B": (2, 3)}, (1, 0)),
    ("equal", {"A": (2, 1), "B": (2, 1)}, (1, 0)),
    ("equal, and beaten for small g", {"A": (2, 5), "B": (2, 5), "C": (4, 1)}, (2, 1)),
    ("three through one point", {"A": (3, 0), "B": (2, 1), "C": (1, 2)}, (2, 1)),
    ("four through one point, two equal", {"A": (3, 0), "B": (2, 1), "C": (1, 2), "D": (2, 1)}, (2, 1)),
    ("collinear points of the hull", {"A": (4, 0), "B": (2, 2), "C": (0, 4), "D": (3, 1)}, (2, 1)),
    ("three intervals", {"A": (9, 0), "B": (4, 2), "C": (0, 20)}, (3, 2)),
    ("a line above all", {"A": (9, 0), "B": (9, 9), "C": (0, 20)}, (2, 1)),
    ("flat lines only", {"A": (0, 3), "B": (0, 2), "C": (0, 2)}, (1, 0)),
    ("lines through the origin", {"A": (3, 0), "B": (2, 0), "C": (2, 0)}, (1, 0)),
    (
        "the seed model with a lookup table",
        {"H_fh": (300, 58), "H_sd": (275, 122), "H_lt": (5000, 5)},
        (3, 2),
    ),
]


@pytest.mark.parametrize(("name", "lines", "expected"), TABLE)
def test_envelopes_by_hand(name: str, lines: Lines, expected: tuple[int, int]) -> None:
    assert agrees(lines) == expected
    for order in itertools.permutations(lines):
        assert agrees({key: lines[key] for key in order}) == expected


@pytest.mark.parametrize("largest", [2, 3, 6, 30, 10**18])
def test_random_envelopes(largest: int) -> None:
    source = random.Random(largest)
    for _ in range(300):
        lines: Lines = {
            f"V{k}": (
                F(source.randint(0, largest), source.choice((1, 1, 2, 3))),
                F(source.randint(0, largest), source.choice((1, 1, 2, 7))),
            )
            for k in range(source.randint(1, 8))
        }
        agrees(lines)


def test_huge_numbers_that_differ_by_little() -> None:
    n = 10**18
    assert agrees({"A": (n + 1, n), "B": (n, n + 1), "C": (n - 1, n + 2)}) == (2, 1)
    assert agrees({"A": (n + 1, n), "B": (n, n + 1), "C": (n - 1, n + 3)}) == (3, 2)
    assert agrees({"A": (F(1, n), 1), "B": (F(1, n + 1), 1 + F(1, n**3))}) == (2, 1)

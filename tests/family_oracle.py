"""Families by brute force: every member listed from the text of the file, every rate at which two of them tie
tried.

Shares no code with the package: a price here is a sum of single letters and whole numbers.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Any

TERMS = [*"pqrsuvwxyz"]
AXES = {"complexity": "c", "time": "t"}

Numbers = dict[str, int]
"""`c(a)` -> 3."""
Line = tuple[int, int]


def members(tree: dict[str, Any], name: str = "H") -> list[tuple[str, dict[str, list[str]]]]:
    """Every member: its name, and the summands it pays on each axis."""
    if "all" in tree:
        found = [(name, {"complexity": [], "time": []})]
        for part in tree["all"]:
            found = [
                (under, {axis: paid[axis] + more[axis] for axis in AXES})
                for over, paid in found
                for under, more in members(part, over)
            ]
        return found
    if "one_of" in tree:
        return [
            way for choice, option in tree["one_of"].items() for way in members(option, f"{name}/{choice}")
        ]
    return [(name, {axis: tree[axis].split(" + ") if axis in tree else [] for axis in AXES})]


def size(tree: dict[str, Any]) -> int:
    """How many members a tree has, not listing them."""
    if "all" in tree:
        return prod(map(size, tree["all"]))
    return sum(map(size, tree["one_of"].values())) if "one_of" in tree else 1


def line(paid: dict[str, list[str]], numbers: Numbers) -> Line:
    """What is paid in bits and in steps."""
    bits, steps = (
        sum(int(term) if term.isdigit() else numbers[f"{axis}({term})"] for term in paid[key])
        for key, axis in AXES.items()
    )
    return bits, steps


def cheapest(lines: dict[str, Line], rate: Fraction) -> list[str]:
    """The members with the lowest cost, in whole numbers."""
    g, one = rate.numerator, rate.denominator
    costs = {name: slope * g + rest * one for name, (slope, rest) in lines.items()}
    lowest = min(costs.values())
    return [name for name, cost in costs.items() if cost == lowest]


def winners(lines: dict[str, Line]) -> tuple[list[list[str]], list[tuple[Fraction, list[str]]]]:
    """Who is cheapest on the intervals in order of g, and who ties at the rates between them."""
    crossings = set()
    for (slope, rest), (other_slope, other_rest) in itertools.combinations(set(lines.values()), 2):
        if (slope - other_slope) * (other_rest - rest) > 0:
            crossings.add(Fraction(other_rest - rest, slope - other_slope))
    rates = sorted(crossings)
    probes = [low + (high - low) / 2 for low, high in zip([Fraction(0), *rates], rates, strict=False)]
    probes.append(rates[-1] + 1 if rates else Fraction(1))
    intervals = [cheapest(lines, probes[0])]
    ties = []
    for rate, probe in zip(rates, probes[1:], strict=True):
        after = cheapest(lines, probe)
        if after != intervals[-1]:
            ties.append((rate, cheapest(lines, rate)))
            intervals.append(after)
    return intervals, ties


def random_tree(source: random.Random, depth: int = 4) -> dict[str, Any]:
    """A tree of at most `depth` branches inside one another."""
    kind = source.random()
    if depth == 0 or kind < 0.25:
        return random_leaf(source)
    if kind < 0.6:
        return {"all": [random_tree(source, depth - 1) for _ in range(source.choice([1, 2, 2, 3]))]}
    names = source.sample(["stores", "derives", "x", "H"], source.choice([1, 2, 2, 3, 4]))
    return {"one_of": {name: random_tree(source, depth - 1) for name in names}}


def random_leaf(source: random.Random) -> dict[str, Any]:
    prices = {axis: random_price(source) for axis in AXES}
    return {axis: price for axis, price in prices.items() if price}


def random_price(source: random.Random) -> str:
    """A few terms or a number; often nothing."""
    if source.random() < 0.3:
        return ""
    if source.random() < 0.2:
        return str(source.randint(0, 6))
    return " + ".join(source.choices(TERMS, k=source.randint(1, 2)))


def small_trees(count: int, most: int, seed: int) -> Iterator[tuple[dict[str, Any], random.Random]]:
    """Random trees of at least 2 and at most `most` members."""
    source = random.Random(seed)
    while count:
        tree = random_tree(source)
        if 2 <= size(tree) <= most:
            count -= 1
            yield tree, source


def random_numbers(source: random.Random) -> Numbers:
    """Prices from a narrow range, where ties and three lines through one point are common, or a wide one."""
    highest = source.choice([2, 3, 4, 10, 1000])
    return {f"{axis}({term})": source.randint(1, highest) for axis in AXES.values() for term in TERMS}

"""Random models with every number known, and a second opinion on how far each number may move.

The oracle shares no code with the package: it adds up prices from the tables that a model's text was written
from, with `Fraction` and nothing else.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

Numbers = Mapping[str, Fraction]
TERMS = ("a", "b", "d", "e")


@dataclass
class Case:
    """A model as tables: `prices[variant][axis]` lists `(coefficient, power of n, term or None)`."""

    prices: dict[str, dict[str, list[tuple[Fraction, int, str | None]]]]
    cost: str
    numbers: dict[str, Fraction]
    g: Fraction
    facts: list[tuple[str, str]]
    zero: str | None = None
    text: str = field(default="", repr=False)

    def price(self, variant: str, axis: str, numbers: Numbers) -> Fraction:
        return sum(
            (
                value * (numbers["n"] ** power) * (numbers[f"{axis}({term})"] if term else 1)
                for value, power, term in self.prices[variant].get(axis, [])
            ),
            Fraction(0),
        )

    def worth(self, variant: str, numbers: Numbers) -> Fraction:
        c, t, extra = (self.price(variant, axis, numbers) for axis in ("c", "t", "l"))
        return COSTS[self.cost](c, t, extra, numbers["g"], numbers["n"])

    def cheapest(self, numbers: Numbers) -> tuple[str, ...]:
        costs = {variant: self.worth(variant, numbers) for variant in self.prices}
        return tuple(variant for variant, cost in costs.items() if cost == min(costs.values()))

    def allowed(self, numbers: Numbers) -> bool:
        """Prices positive as declared, and every fact `x <= y` or `x < y` in force."""
        for name, value in numbers.items():
            if value < 0 or (value == 0 and f"({self.zero})" not in name):
                return False
        return all(numbers[left] <= Fraction(numbers.get(right, right)) for left, right in self.facts)


COSTS: dict[str, Callable[..., Fraction]] = {
    "g*c + t": lambda c, t, extra, g, n: g * c + t,
    "g*c + t + n*l": lambda c, t, extra, g, n: g * c + t + n * extra,
    "g*c**2 + t": lambda c, t, extra, g, n: g * c**2 + t,
    "g*c + 2*t + t**3/50": lambda c, t, extra, g, n: g * c + 2 * t + t**3 / 50,
}


def random_case(seed: int) -> Case:
    """A model of one to five variants with small numbers, so that ties and meetings of three occur."""
    source = random.Random(seed)
    cost = source.choice(list(COSTS)[:2] if seed % 2 else list(COSTS))
    with_powers = source.random() < 0.4
    axes = ["c", "t", "l"] if "l" in cost else ["c", "t"]

    def part() -> tuple[Fraction, int, str | None]:
        value = Fraction(source.randint(1, 3), source.choice([1, 1, 1, 2]))
        power = source.choice([-1, 1, 2]) if with_powers and source.random() < 0.4 else 0
        return value, power, source.choice([*TERMS, None] if source.random() < 0.2 else TERMS)

    prices = {
        f"V{k}": {axis: [part() for _ in range(source.randint(1, 3))] for axis in axes}
        for k in range(source.randint(1, 5))
    }
    if source.random() < 0.1:
        prices["W"] = dict(prices["V0"])  # costs the same whatever happens
    numbers = {
        f"{axis}({term})": Fraction(source.randint(1, 9), source.choice([1, 1, 1, 3]))
        for axis in axes
        for term in TERMS
    }
    numbers["n"] = Fraction(source.randint(1, 4), source.choice([1, 2]))
    zero = source.choice(TERMS) if source.random() < 0.2 else None
    if zero and source.random() < 0.5:
        numbers[f"c({zero})"] = Fraction(0)
    case = Case(prices, cost, numbers, Fraction(source.randint(1, 6), source.choice([1, 1, 2])), [], zero)
    if source.random() < 0.3:
        case.g = _tie(case) or case.g
    for _ in range(source.choice([0, 0, 1, 2])):
        left, right = source.sample(sorted(numbers), 2)
        if numbers[left] <= numbers[right]:
            case.facts.append((left, right))
    if source.random() < 0.2:
        left = source.choice(sorted(numbers))
        case.facts.append((left, str(numbers[left] + source.randint(0, 3))))
    case.text = _text(case, axes)
    return case


def _tie(case: Case) -> Fraction | None:
    """A rate at which the two cheapest cost the same, where there is one; costs are lines in the rate."""
    lines = []
    for variant in case.prices:
        rest, whole = (case.worth(variant, {**case.numbers, "g": Fraction(g)}) for g in (0, 1))
        lines.append((whole - rest, rest))
    for k, (slope, rest) in enumerate(lines):
        for other, start in lines[:k]:
            rate = (start - rest) / (slope - other) if slope != other else Fraction(0)
            if rate > 0 and len(case.cheapest({**case.numbers, "g": rate})) > 1:
                return rate
    return None


def _text(case: Case, axes: list[str]) -> str:
    def formula(parts: list[tuple[Fraction, int, str | None]]) -> str:
        shown = []
        for value, power, term in parts:
            factor = {0: "", 1: "*n", 2: "*n**2", -1: "/n"}[power]
            shown.append(f"{value}{f'*{term}' if term else ''}{factor}")
        return " + ".join(shown)

    keys = {"c": "complexity", "t": "time", "l": "l"}
    lines = ["name: random", "terms:"]
    lines += [f"  {term}: {{may_be_zero: {'true' if term == case.zero else 'false'}}}" for term in TERMS]
    lines += ["axes: {l: {}}"] if "l" in axes else []
    lines += ["parameters: {n: {}}", f"prior: {{cost: '{case.cost}'}}", "variants:"]
    for name, prices in case.prices.items():
        inner = ", ".join(f"{keys[axis]}: {formula(parts)}" for axis, parts in prices.items())
        lines.append(f"  {name}: {{{inner}}}")
    if case.facts:
        lines += ["facts:", *(f"  - {left} <= {right}" for left, right in case.facts)]
    lines += ["scenarios:", "  s:"]
    for axis in axes:
        own = ", ".join(f"{term}: {case.numbers[f'{axis}({term})']}" for term in TERMS)
        lines.append(f"    {axis}: {{{own}}}")
    lines.append(f"    parameters: {{n: {case.numbers['n']}}}")
    return "\n".join(lines) + "\n"

"""The instances that everything is measured on; the same for us and for every peer.

Plain whole numbers and dictionaries: imports nothing of the project, so that a peer's process pays for
nothing of ours. What is random follows from `SEED`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple

SEED: Final = 2026


class Prices(NamedTuple):
    """How often each term is paid for, on each axis."""

    complexity: list[int]
    time: list[int]


@dataclass(frozen=True)
class Family:
    """A random model. Each coefficient is drawn uniformly from 0..`most`, on each axis independently."""

    name: str
    variants: int
    terms: int
    most: int

    @cached_property
    def prices(self) -> list[Prices]:
        source = random.Random(f"{SEED} {self.name}")

        def row() -> list[int]:
            return [source.randint(0, self.most) for _ in range(self.terms)]

        return [Prices(row(), row()) for _ in range(self.variants)]

    @cached_property
    def model_file(self) -> dict[str, Any]:
        """What a model file would hold, every scalar as text; terms are `x1, x2, ...`."""
        variants = {
            f"V{i}": {"complexity": _sum(prices.complexity), "time": _sum(prices.time)}
            for i, prices in enumerate(self.prices, 1)
        }
        return {"mesaprior": "1", "name": "random", "prior": "linear", "variants": variants}

    def draw(self) -> None:
        """Draws the numbers and writes the dictionary, so that no clock sees it."""
        _ = self.prices, self.model_file


def _sum(coefficients: list[int]) -> str:
    parts = [f"{'' if count == 1 else f'{count}*'}x{k}" for k, count in enumerate(coefficients, 1) if count]
    return " + ".join(parts) or "0"


FAMILIES: Final = (
    Family("30 x 40", 30, 40, 1),
    Family("100 x 60", 100, 60, 1),
    Family("hard 30 x 12", 30, 12, 3),
    Family("hard 100 x 16", 100, 16, 3),
    Family("crowded 40 x 5", 40, 5, 3),
)
"""Variants x terms. The hard ones have coefficients 0..3. In the crowded one, which the issue does not ask
for, variants that never win and opponents that do not matter are frequent, so that proofs are measured."""


class Implication(NamedTuple):
    """`claim . x > 0` follows from `premise . x >= 0` for each premise and x > 0."""

    premises: list[list[int]]
    claim: list[int]


@dataclass(frozen=True)
class Implications:
    """True implications between random forms with coefficients from -`most`..`most`, a share of them 0: the
    claim is a positive combination of some premises plus a few symbols."""

    name: str
    most: int
    zeros: float
    count: int = 5
    symbols: int = 60
    premises: int = 40
    used: int = 12

    @cached_property
    def instances(self) -> list[Implication]:
        source = random.Random(f"{SEED} {self.name}")
        return [self._one(source) for _ in range(self.count)]

    def draw(self) -> None:
        """Draws the numbers, so that no clock sees it."""
        _ = self.instances

    def _one(self, source: random.Random) -> Implication:
        premises = [[self._coefficient(source) for _ in range(self.symbols)] for _ in range(self.premises)]
        claim = [0] * self.symbols
        for k in source.sample(range(self.premises), self.used):
            weight = source.randint(1, 5)
            claim = [value + weight * entry for value, entry in zip(claim, premises[k], strict=True)]
        for j in source.sample(range(self.symbols), 5):
            claim[j] += source.randint(1, 5)
        return Implication(premises, claim)

    def _coefficient(self, source: random.Random) -> int:
        return 0 if source.random() < self.zeros else source.randint(-self.most, self.most)


IMPLICATIONS: Final = (Implications("-1..1, half of them 0", 1, 0.5), Implications("-3..3", 3, 0))


@dataclass(frozen=True)
class OpenPrices:
    """Variants whose two prices are unknowns of their own."""

    name: str
    variants: int

    @property
    def model_file(self) -> dict[str, Any]:
        names = range(1, self.variants + 1)
        variants = {f"V{k}": {"complexity": f"a{k}", "time": f"b{k}"} for k in names}
        return {"mesaprior": "1", "name": "open", "prior": "linear", "variants": variants}

    def draw(self) -> None:
        """Nothing in it is random."""


OPEN: Final = tuple(OpenPrices(f"{count} variants", count) for count in (3, 4, 5, 6))


@dataclass(frozen=True)
class Numbers:
    """A million variants with whole prices, as two arrays."""

    name: str
    count: int = 10**6

    @cached_property
    def arrays(self) -> tuple[Any, Any]:
        import numpy as np

        source, places = np.random.default_rng(SEED), np.arange(self.count)
        if self.name == "random":
            c, t = (source.integers(0, 10**9, self.count) for _ in "ct")
            return c, t
        if self.name == "all on the hull":
            order, left = source.permutation(self.count), self.count - places
            return places[order], (left * (left + 1) // 2)[order]
        c = source.integers(0, 10**9, self.count)
        return c, 10**9 - c + source.integers(0, 10**6, self.count)

    def draw(self) -> None:
        """Draws the numbers, so that no clock sees it."""
        _ = self.arrays


NUMBERS: Final = (Numbers("random"), Numbers("all on the hull"), Numbers("anti-correlated"))


@dataclass(frozen=True)
class Library:
    """The built-in models with their claims, of which each side reads the files by itself."""

    name: str
    folder: Path

    def draw(self) -> None:
        """Nothing in it is random."""


LIBRARY: Final = Library("the built-in library", Path(__file__).resolve().parent.parent / "models")

INSTANCES: Final = {
    instance.name: instance for instance in (*FAMILIES, *IMPLICATIONS, *NUMBERS, *OPEN, LIBRARY)
}

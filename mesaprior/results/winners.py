"""Winners: the answer at one rate, the map over all rates, the comparison of a pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mesaprior.algebra import Atom
from mesaprior.formula import Amount, Formula
from mesaprior.results.conditions import PairCondition, VariantCondition
from mesaprior.results.evidence import Evidence, Result, approximately


@dataclass(frozen=True)
class Interval:
    """`winners` have the lowest cost for above < g < below (`below` None: without end). More than one
    winner is a tie on the whole interval."""

    above: Amount
    below: Amount | None
    winners: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "above": str(self.above),
            "below": None if self.below is None else str(self.below),
            "winners": list(self.winners),
            **approximately(above=self.above, below=self.below),
        }


@dataclass(frozen=True)
class Tie:
    """`variants` share the lowest cost at exactly this rate."""

    at: Amount
    variants: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"g": str(self.at), "variants": list(self.variants), **approximately(g=self.at)}


@dataclass(frozen=True)
class WinnerMap:
    """Who wins at which rate, all numbers known: open intervals in order of g and the ties between them."""

    intervals: tuple[Interval, ...]
    ties: tuple[Tie, ...]

    def wins_for(self, variant: str) -> tuple[Interval, ...]:
        """The intervals on which `variant` wins alone."""
        return tuple(interval for interval in self.intervals if interval.winners == (variant,))

    def to_dict(self) -> dict[str, Any]:
        return {
            "intervals": [interval.to_dict() for interval in self.intervals],
            "ties": [tie.to_dict() for tie in self.ties],
        }


@dataclass(frozen=True)
class Circumstances:
    """What an answer was given under; echoed with it. `latex`: what the model declares for its names."""

    model: str
    title: str | None
    prior: str
    cost: str
    facts: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    scenario: str | None = None
    numbers: Mapping[Atom, Fraction] = field(default_factory=dict)
    latex: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    within: str | None = None
    """The budget of a prior that has one, `t <= K`: whoever exceeds it cannot win."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "model": self.model,
            "prior": self.prior,
            "cost": self.cost,
            **({"within": self.within} if self.within else {}),
            "facts": list(self.facts),
            "assumed": list(self.assumed),
            "scenario": self.scenario,
        }


@dataclass(frozen=True)
class Conditions(Result, Mapping[str, VariantCondition]):
    """For which g each variant wins; a mapping from the variant's name. `map` where all numbers are known."""

    under: Circumstances
    variants: Mapping[str, VariantCondition]
    g: Fraction | None = None
    map: WinnerMap | None = None

    def __getitem__(self, variant: str) -> VariantCondition:
        return self.variants[variant]

    def __iter__(self) -> Iterator[str]:
        return iter(self.variants)

    def __len__(self) -> int:
        return len(self.variants)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/conditions/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "variants": {name: condition.to_dict() for name, condition in self.variants.items()},
            "map": self.map.to_dict() if self.map else None,
        }


@dataclass(frozen=True)
class Cost:
    """One variant's prices on each axis and its cost; numbers where all are known, else formulas."""

    variant: str
    title: str | None
    prices: Mapping[str, Formula]
    cost: Formula
    behind: Amount | None = None
    """How much dearer than the cheapest it is, where costs are irrational and the difference is known, or
    where some are infinite."""
    infinite: bool = False
    """It exceeds the prior's budget, whatever `cost` is."""

    @property
    def text(self) -> str | None:
        """The cost in the language; None where it is infinite."""
        return None if self.infinite else self.cost.text

    def to_dict(self) -> dict[str, Any]:
        return {
            "prices": {axis: price.text for axis, price in self.prices.items()},
            "cost": self.text,
            **approximately(cost=self.cost),
        }


@dataclass(frozen=True)
class Costs(Result):
    """What every variant costs, in the order of the model."""

    under: Circumstances
    g: Fraction | None
    costs: tuple[Cost, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/costs/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "variants": {cost.variant: cost.to_dict() for cost in self.costs},
        }


@dataclass(frozen=True)
class Pairs(Result):
    """Every unordered pair once, the earlier variant as the winner."""

    under: Circumstances
    g: Fraction | None
    pairs: tuple[PairCondition, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/pairs/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "pairs": [pair.to_dict() for pair in self.pairs],
        }


@dataclass(frozen=True)
class Explanation:
    """The question before numbers were put in: every cost as a formula with the rate open, and the pairs
    on which the answer turned."""

    costs: tuple[Cost, ...]
    pairs: tuple[PairCondition, ...]


@dataclass(frozen=True)
class Wins(Result):
    """Which variant wins at `g`.

    `winner` is named where it is settled, by numbers or by the facts alone; `tie` lists the cheapest
    variants where there are several; otherwise both are empty and `conditions` says what it depends on.
    `margin` is how much dearer the runner-up is. `costs` is in the order of the model.
    """

    under: Circumstances
    g: Fraction | None
    winner: str | None
    tie: tuple[str, ...]
    margin: Amount | None
    runner_up: str | None
    costs: tuple[Cost, ...]
    conditions: Conditions
    explanation: Explanation | None = None

    @property
    def map(self) -> WinnerMap | None:
        """Who wins at the other rates, where all numbers are known."""
        return self.conditions.map

    @property
    def wins_for(self) -> tuple[Interval, ...]:
        """The rates for which the winner wins."""
        return self.map.wins_for(self.winner) if self.map and self.winner else ()

    def _approximately(self) -> dict[str, Any]:
        near = approximately(margin=self.margin).get("approx", {})
        costs = approximately(**{cost.variant: cost.cost for cost in self.costs}).get("approx", {})
        return {"approx": {**near, "costs": costs}} if costs else {}

    def __str__(self) -> str:
        if self.winner:
            return self.winner
        return "tie: " + ", ".join(self.tie) if self.tie else "it depends on the numbers"

    def to_dict(self) -> dict[str, Any]:
        open_ones = {} if self.winner or self.tie else self.conditions.variants
        return {
            "schema": "mesaprior/wins/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "winner": self.winner,
            "tie": list(self.tie),
            "margin": None if self.margin is None else str(self.margin),
            "runner_up": self.runner_up,
            "wins_for": [
                {key: value for key, value in interval.to_dict().items() if key != "winners"}
                for interval in self.wins_for
            ],
            "costs": {cost.variant: cost.text for cost in self.costs},
            **self._approximately(),
            "conditions": {name: condition.to_dict() for name, condition in open_ones.items()},
        }


@dataclass(frozen=True)
class AxisComparison:
    """One axis of a pair: `difference` is left minus right; `sign` is `<`, `<=`, `==`, `>=`, `>` where the
    facts settle it, else None."""

    axis: str
    difference: Formula
    sign: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"difference": self.difference.text, "sign": self.sign}


@dataclass(frozen=True)
class Compared(Result):
    """One pair: who is simpler, who is faster, when each beats the other, where they tie."""

    under: Circumstances
    left: str
    right: str
    axes: Mapping[str, AxisComparison]
    left_beats: PairCondition
    right_beats: PairCondition
    dominates: str | None
    evidence: tuple[Evidence, ...] = ()

    @property
    def crossover(self) -> Formula | None:
        return self.left_beats.crossover

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/compare/1",
            **self.under.to_dict(),
            "left": self.left,
            "right": self.right,
            "axes": {axis: part.to_dict() for axis, part in self.axes.items()},
            "crossover": self.crossover.text if self.crossover else None,
            "dominates": self.dominates,
            "left_beats_right": self.left_beats.to_dict(),
            "right_beats_left": self.right_beats.to_dict(),
        }

"""How far each number may move before the winner changes, and how a crossover moves with each term.

Floor: `results`. A point is a rational, or an irrational number between two rationals that are known to
enclose it; each flip carries the two places, one on either side, at which it was confirmed on the formulas
as written.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from mesaprior.algebra import Atom
from mesaprior.formula import Comparison, Formula
from mesaprior.results.evidence import Evidence, Result
from mesaprior.results.winners import Circumstances

Outcome: TypeAlias = Literal["changes", "never", "undecided"]
Effect: TypeAlias = Literal["raises", "lowers", "none", "depends", "undecided"]


@dataclass(frozen=True)
class Point:
    """A number from `low` to `high`, exactly known where they are equal; `root_of`: an irrational one is the
    only root there of this polynomial in the number that moves; `formula`: it is this."""

    low: Fraction
    high: Fraction
    root_of: Formula | None = None
    formula: Formula | None = None

    @property
    def value(self) -> Fraction | None:
        """The exact number where it is known to be rational."""
        return self.low if self.low == self.high else None

    @property
    def middle(self) -> Fraction:
        """A rational close by; decides nothing."""
        return (self.low + self.high) / 2

    def to_dict(self) -> dict[str, Any]:
        if self.value is not None:
            return {"at": str(self.value)}
        return {
            "at": self.formula.text if self.formula else None,
            "between": [str(self.low), str(self.high)],
            "root_of": self.root_of.text if self.root_of else None,
            "approx": float(self.middle),
        }


@dataclass(frozen=True)
class Flip:
    """Where the winner changes: up to `at` the old one, beyond it `takes_over` (several: they tie).

    `tie`: who is cheapest exactly there, empty where that is not known. `before` and `after` are rationals on
    either side, between which nothing else changes; both winners were confirmed there.
    """

    at: Point
    takes_over: tuple[str, ...]
    tie: tuple[str, ...]
    before: Fraction
    after: Fraction
    change: tuple[Fraction, Fraction] | None
    """From the number as it is to the flip, in per cent of it, between two rationals; None where it is 0."""

    @property
    def size(self) -> Fraction | None:
        """How large the change is, roughly, for sorting."""
        return None if self.change is None else abs(sum(self.change, Fraction(0)) / 2)

    def to_dict(self) -> dict[str, Any]:
        exact = self.change is not None and self.change[0] == self.change[1]
        change: dict[str, Any] = {
            "percent": str(self.change[0]) if self.change is not None and exact else None
        }
        if self.change is not None and not exact:
            change["approx"] = float(sum(self.change, Fraction(0)) / 2)
        return {
            **self.at.to_dict(),
            "change": change,
            "then_wins": list(self.takes_over),
            "tie": list(self.tie),
            "confirmed_at": {"before": str(self.before), "after": str(self.after)},
        }


@dataclass(frozen=True)
class End:
    """Where a number may not go beyond: a fact, or (`fact` None) that it is positive. `reached`: it may be
    that number itself, and `cheapest` says who is cheapest there, where that is known."""

    at: Point
    reached: bool
    fact: str | None = None
    cheapest: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            **self.at.to_dict(),
            "reached": self.reached,
            "fact": self.fact,
            "cheapest": list(self.cheapest),
        }


@dataclass(frozen=True)
class Side:
    """What happens when a number moves one way: a flip; else the end that it meets first, None: none.
    `touches`: where others draw level and the winner stays; `undecided`: why nothing is known."""

    flip: Flip | None = None
    end: End | None = None
    touches: tuple[Point, ...] = ()
    undecided: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "flip": self.flip.to_dict() if self.flip else None,
            "end": self.end.to_dict() if self.end else None,
            "touches": [point.to_dict() for point in self.touches],
            "undecided": self.undecided,
        }


@dataclass(frozen=True)
class Move:
    """One number, moved alone. `why`: for one that never changes the winner, the reason where it is a short
    one: `unused`, no variant pays it; `shared`, all pay the same."""

    number: Atom
    value: Fraction
    below: Side
    above: Side
    why: Literal["unused", "shared"] | None = None

    @property
    def flips(self) -> tuple[Flip, ...]:
        """The nearest change on each side, the smaller change first."""
        found = [side.flip for side in (self.below, self.above) if side.flip is not None]
        return tuple(sorted(found, key=lambda flip: (flip.size is None, flip.size or 0)))

    @property
    def outcome(self) -> Outcome:
        if self.flips:
            return "changes"
        return "undecided" if self.below.undecided or self.above.undecided else "never"

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "value": str(self.value),
            "outcome": self.outcome,
            "why": self.why,
            "below": self.below.to_dict(),
            "above": self.above.to_dict(),
        }


@dataclass(frozen=True)
class Influence:
    """How a crossover moves with one term, wherever `CrossoverCase.when` and the facts hold: the sign of its
    exact derivative, with the evidence. `when`: what it depends on, `slope > 0` raises."""

    number: Atom
    effect: Effect
    derivative: Formula | None
    raises_when: Comparison | None = None
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "effect": self.effect,
            "derivative": self.derivative.text if self.derivative else None,
            "raises_when": self.raises_when.text if self.raises_when else None,
            "evidence": [part.to_dict() for part in self.evidence],
        }


@dataclass(frozen=True)
class CrossoverCase:
    """A case in which the crossover is a positive rate: `left` is cheaper on this side of it."""

    when: tuple[Comparison, ...]
    left_wins: Literal["above", "below"]
    influences: tuple[Influence, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "when": [comparison.text for comparison in self.when],
            "left_wins": self.left_wins,
            "influences": [influence.to_dict() for influence in self.influences],
        }


@dataclass(frozen=True)
class CrossoverMoves:
    """The crossover of a pair, and how it moves with every term it has; `cases` is empty where the facts
    leave none in which it is a positive rate."""

    left: str
    right: str
    crossover: Formula
    cases: tuple[CrossoverCase, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "left": self.left,
            "right": self.right,
            "crossover": self.crossover.text,
            "cases": [case.to_dict() for case in self.cases],
        }


@dataclass(frozen=True)
class Sensitivity(Result):
    """How far each number may move before the winner changes, smallest change first; with numbers left open,
    how the crossovers move instead. `winners`: more than one where they tie."""

    under: Circumstances
    g: Fraction | None
    winners: tuple[str, ...]
    moves: tuple[Move, ...]
    crossovers: tuple[CrossoverMoves, ...] = ()
    variants: tuple[str, ...] = ()
    """All of the model, in its order, where numbers were moved."""

    def __iter__(self) -> Iterator[Move]:
        return iter(self.moves)

    def __len__(self) -> int:
        return len(self.moves)

    def __getitem__(self, number: Atom) -> Move:
        for move in self.moves:
            if move.number == number:
                return move
        raise KeyError(number)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/sensitivity/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "winner": self.winners[0] if len(self.winners) == 1 else None,
            "tie": list(self.winners) if len(self.winners) > 1 else [],
            "numbers": [move.to_dict() for move in self.moves],
            "crossovers": [crossover.to_dict() for crossover in self.crossovers],
        }

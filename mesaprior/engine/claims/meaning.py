"""What a claim says, and what its denial says, as formulas over the atoms: `holds` and `fails`.

Floor: `engine.claims`. Sentences become comparisons of polynomials; rates that a sentence quantifies are
taken out (`rates`). Terms, parameters and the rate that no sentence quantifies stay: a claim is proved when
its denial contradicts the facts, for all of them at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mesaprior.algebra import RATE, Polynomial
from mesaprior.engine.claims.rates import NotDecided, at_rate, denied, eventually, no_rate, some_rate
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.engine.setting import Setting
from mesaprior.language import (
    And,
    Apply,
    Claim,
    If,
    Name,
    Node,
    Not,
    Or,
    Quantified,
    Rates,
    Relation,
    Says,
    write,
)
from mesaprior.model import expansion_of
from mesaprior.results import Premise


@dataclass(frozen=True)
class Sentence:
    """A conjunction of comparisons, or the denial of one."""

    comparisons: tuple[Premise, ...]
    is_denied: bool = False

    @property
    def denial(self) -> Sentence:
        return Sentence(self.comparisons, not self.is_denied)

    @property
    def formula(self) -> Alternatives:
        if self.is_denied:
            return AnyOf(tuple(map(denied, self.comparisons)))
        return AllOf(self.comparisons)

    @property
    def choices(self) -> list[tuple[Premise, ...]]:
        """The same as a choice among conjunctions."""
        if self.is_denied:
            return [(denied(comparison),) for comparison in self.comparisons]
        return [self.comparisons]


class Meaning:
    """Reads claims under one setting.

    `sides[denial]` are the two sides `(larger, smaller)` of a comparison that a claim makes, as nodes, by its
    denial; `held[comparison]` are `(smaller, larger)` of one that the denied claim takes to hold. `losses`
    are denials that a tie would already satisfy where the claim says *less*.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.expansion = expansion_of(setting.model)
        self.sides: dict[Premise, tuple[Node, Node]] = {}
        self.held: dict[Premise, tuple[Node, Node]] = {}
        self.losses: set[Premise] = set()
        self._rates = (RATE + "'" * count for count in itertools.count(1))

    def holds(self, claim: Claim) -> Alternatives:
        """The claim. Raises `NotDecided` for a sentence that cannot be taken apart, with the reason."""
        match claim:
            case Says() | Relation():
                return self.sentence(claim).formula
            case Quantified(sentence=sentence, rates=rates):
                return self._quantified(self.sentence(sentence), rates)
            case Not(claim=inner):
                return self.fails(inner)
            case And(claims=claims):
                return AllOf(tuple(map(self.holds, claims)))
            case Or(claims=claims):
                return AnyOf(tuple(map(self.holds, claims)))
            case If(premise=premise, conclusion=conclusion):
                return AnyOf((self.fails(premise), self.holds(conclusion)))

    def fails(self, claim: Claim) -> Alternatives:
        """The denial of the claim; raises likewise."""
        match claim:
            case Says() | Relation():
                return self.sentence(claim).denial.formula
            case Quantified(sentence=sentence, rates=rates):
                return self._quantified_fails(self.sentence(sentence), rates)
            case Not(claim=inner):
                return self.holds(inner)
            case And(claims=claims):
                return AnyOf(tuple(map(self.fails, claims)))
            case Or(claims=claims):
                return AllOf(tuple(map(self.fails, claims)))
            case If(premise=premise, conclusion=conclusion):
                return AllOf((self.holds(premise), self.fails(conclusion)))

    # --- sentences -------------------------------------------------------------------------------

    def sentence(self, sentence: Says | Relation) -> Sentence:
        """A sentence as comparisons, the rate as it stands."""
        if isinstance(sentence, Relation):
            return Sentence(tuple(self._compared(sentence)))
        name, other = sentence.variant.name, sentence.other.name if sentence.other else ""
        match sentence.verb:
            case "wins" | "never wins":
                others = [rival for rival in self.setting.model.variants if rival != name]
                beaten = tuple(self._beats(name, rival) for rival in others)
                return Sentence(beaten, sentence.verb == "never wins")
            case "beats" | "never beats":
                return Sentence((self._beats(name, other),), sentence.verb == "never beats")
            case "ties":
                gap = self._cost_gap(name, other)
                says = f"{name} ties {other}"
                return Sentence((Premise(gap, False, says), Premise(-gap, False, says)))
            case "dominates":
                return Sentence(tuple(self._dominates(name, other)))
        raise AssertionError(f"a sentence without a meaning: {sentence!r}")

    def _cost_gap(self, winner: str, loser: str) -> Polynomial:
        """`cost(loser) - cost(winner)`."""
        return self.setting.costs[loser] - self.setting.costs[winner]

    def _beats(self, winner: str, loser: str) -> Premise:
        premise = Premise(self._cost_gap(winner, loser), True, f"{winner} beats {loser}")
        return self._named(premise, *(Apply("cost", (Name(variant),)) for variant in (loser, winner)))

    def _dominates(self, better: str, worse: str) -> list[Premise]:
        """No worse on every axis, and better on their sum, so on one."""
        prices = self.setting.prices
        found, total = [], Polynomial({})
        for axis in self.setting.model.axes:
            gap = prices[worse][axis] - prices[better][axis]
            premise = Premise(gap, False, f"{axis}({better}) <= {axis}({worse})")
            self._named(premise, *(Apply(axis, (Name(variant),)) for variant in (worse, better)))
            found.append(premise)
            total = total + gap
        return [*found, Premise(total, True, f"{better} is better than {worse} on some axis")]

    def _compared(self, relation: Relation) -> list[Premise]:
        """`a < b <= c` -> `b - a > 0`, `c - b >= 0`, each multiplied by its positive denominators."""
        found: list[Premise] = []
        differences = self.expansion.differences(relation)
        pairs = zip(relation.operands, relation.operands[1:], strict=False)
        for (difference, operator), (left, right) in zip(differences, pairs, strict=True):
            gap = self.setting.known(difference)
            says = f"{write(left)} {operator} {write(right)}"
            strict = operator in "<>"
            if operator in {"<", "<=", "=="}:
                found.append(self._named(Premise(-gap, strict, says), right, left))
            if operator in {">", ">=", "=="}:
                found.append(self._named(Premise(gap, strict, says), left, right))
        return found

    def _named(self, premise: Premise, larger: Node, smaller: Node) -> Premise:
        self.sides[denied(premise)] = (larger, smaller)
        self.held[premise] = (smaller, larger)
        self.losses.add(denied(premise))
        return premise

    # --- rates -----------------------------------------------------------------------------------

    def _quantified(self, sentence: Sentence, rates: Rates) -> Alternatives:
        """The sentence with its rates. `A for all g` is `for no g: not A`."""
        if self._is_idle(sentence, rates):
            return sentence.formula
        match rates.kind:
            case "some":
                return some_rate(sentence.choices, next(self._rates))
            case "all" | "range":
                return no_rate(self._within(sentence.denial, rates), next(self._rates))
        return self._settled(sentence, rates, wanted=True)

    def _quantified_fails(self, sentence: Sentence, rates: Rates) -> Alternatives:
        if self._is_idle(sentence, rates):
            return sentence.denial.formula
        match rates.kind:
            case "some":
                return no_rate(sentence.choices, next(self._rates))
            case "all" | "range":
                return some_rate(self._within(sentence.denial, rates), next(self._rates))
        return self._settled(sentence.denial, rates, wanted=False)

    def _is_idle(self, sentence: Sentence, rates: Rates) -> bool:
        """Whether the rate plays no part in the sentence, so that it holds at all rates or at none."""
        speaks = any(RATE in premise.polynomial.atoms for premise in sentence.comparisons)
        return not speaks and rates.kind not in {"at", "range"}

    def _within(self, sentence: Sentence, rates: Rates) -> list[Sequence[Premise]]:
        """The sentence at the rates of a range, as a choice among conjunctions."""
        bounds: list[Premise] = []
        if rates.kind == "range":
            assert isinstance(rates.where, Relation)
            bounds = self._compared(rates.where)
        return [(*bounds, *choice) for choice in sentence.choices]

    def _settled(self, sentence: Sentence, rates: Rates, *, wanted: bool) -> Alternatives:
        """For small g, for large g, at g = E: without any rate, comparison by comparison.

        Where E is not positive there is no such rate: what is claimed of it holds, its denial does not.
        """
        if rates.kind == "at":
            assert rates.where is not None
            above, below = (self.setting.known(part) for part in self.expansion.quotient(rates.where))
            is_rate = Premise(above, True, f"{write(rates.where)} > 0")
            said = _mapped(sentence.formula, lambda premise: self._at(premise, above, below))
            return AllOf((is_rate, said)) if not wanted else AnyOf((denied(is_rate), said))
        is_small = rates.kind == "small"
        return _mapped(sentence.formula, lambda premise: eventually(premise, small=is_small))

    def _at(self, premise: Premise, above: Polynomial, below: Polynomial) -> Premise:
        placed = at_rate(premise, above, below)
        if premise in self.losses:
            self.losses.add(placed)
        return placed


def _mapped(formula: Alternatives, change: Callable[[Premise], Alternatives]) -> Alternatives:
    match formula:
        case Premise():
            return change(formula)
        case AllOf(parts=parts):
            return AllOf(tuple(_mapped(part, change) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(tuple(_mapped(part, change) for part in parts))


__all__ = ["Meaning", "NotDecided", "Sentence"]

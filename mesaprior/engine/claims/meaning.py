"""What a claim says, and what its denial says, as formulas over the atoms: `holds` and `fails`.

Floor: `engine.claims`. Sentences become comparisons of polynomials; rates that a sentence quantifies are
taken out (`rates`). Terms, parameters and the rate that no sentence quantifies stay: a claim is proved when
its denial contradicts the facts, for all of them at once.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from mesaprior.algebra import RATE
from mesaprior.engine.claims.ranges import known_range, single, throughout
from mesaprior.engine.claims.rates import at_rate, denied, eventually, negated, no_rate, some_rate
from mesaprior.engine.claims.sentences import Sentence, Sentences
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.engine.setting import Setting
from mesaprior.language import (
    And,
    Claim,
    If,
    Not,
    Or,
    Quantified,
    Rates,
    Relation,
    Says,
    walk_claim,
    write,
)
from mesaprior.limits import MOST_COMPARISONS
from mesaprior.results import Premise


class Meaning:
    """Reads claims under one setting. With `strictly`, a tie does not count as losing: what a denied claim
    says of winning is its reverse, without equality. Its premises are read as they are.

    `is_partial`: a formula says less than its claim, for every two of too many comparisons were left out;
    numbers that satisfy it count, that it cannot hold proves nothing.
    """

    def __init__(self, setting: Setting, *, strictly: bool = False) -> None:
        self.setting = setting
        self.sentences = Sentences(setting)
        self.denied = Sentences(setting, strictly=True) if strictly else self.sentences
        self._rates = (RATE + "'" * count for count in itertools.count(1))
        self._spoken: list[Rates | None] = []
        self.is_partial = False

    def holds(self, claim: Claim) -> Alternatives:
        """The claim. Raises `NotDecided` for a sentence that cannot be taken apart, with the reason."""
        self._spoken = _spoken_rates(claim)
        return self._holds(claim)

    def fails(self, claim: Claim) -> Alternatives:
        """The denial of the claim; raises likewise."""
        self._spoken = _spoken_rates(claim)
        return self._fails(claim)

    def _holds(self, claim: Claim) -> Alternatives:
        match claim:
            case Says() | Relation():
                return self.sentences.read(claim).formula
            case Quantified(sentence=sentence, rates=rates):
                return self._quantified(self.sentences.read(sentence), rates)
            case Not(claim=inner):
                return self._fails(inner)
            case And(claims=claims):
                return AllOf(tuple(map(self._holds, claims)))
            case Or(claims=claims):
                return AnyOf(tuple(map(self._holds, claims)))
            case If(premise=premise, conclusion=conclusion):
                return AnyOf((self._fails(premise), self._holds(conclusion)))

    def _fails(self, claim: Claim) -> Alternatives:
        match claim:
            case Says() | Relation():
                return self.denied.read(claim).denial.formula
            case Quantified(sentence=sentence, rates=rates):
                return self._quantified_fails(self.denied.read(sentence), rates)
            case Not(claim=inner):
                return self._holds(inner)
            case And(claims=claims):
                return AnyOf(tuple(map(self._fails, claims)))
            case Or(claims=claims):
                return AllOf(tuple(map(self._fails, claims)))
            case If(premise=premise, conclusion=conclusion):
                return AllOf((self._holds(premise), self._fails(conclusion)))

    # --- rates -----------------------------------------------------------------------------------

    def _quantified(self, sentence: Sentence, rates: Rates) -> Alternatives:
        """The sentence with its rates. `A for all g` is `for no g: not A`."""
        if self._is_idle(sentence, rates):
            return sentence.formula
        match rates.kind:
            case "some":
                return some_rate(sentence.choices, next(self._rates))
            case "range":
                return AllOf(tuple(self._in_range(choice, rates) for choice in sentence.denial.choices))
            case "all":
                return self._no_rate(sentence.denial.choices, rates)
        return self._settled(sentence, rates, wanted=True)

    def _quantified_fails(self, sentence: Sentence, rates: Rates) -> Alternatives:
        if self._is_idle(sentence, rates):
            return sentence.denial.formula
        match rates.kind:
            case "some":
                return self._no_rate(sentence.choices, rates, strictly=self.denied.strictly)
            case "all" | "range":
                return some_rate(self._within(sentence.denial, rates), next(self._rates))
        return self._settled(sentence.denial, rates, wanted=False)

    def _in_range(self, choice: Sequence[Premise], rates: Rates) -> Alternatives:
        """At no rate of a range do all comparisons of a choice hold."""
        assert isinstance(rates.where, Relation)
        bounds = self.sentences.read(rates.where).choices
        ends = known_range(bounds[0]) if len(bounds) == 1 else None
        one = single(choice)
        if ends is None or one is None or ends.is_empty:
            return self._no_rate([(*bound, *choice) for bound in bounds], rates)
        return throughout(denied(one), ends)

    def _no_rate(
        self, choices: Sequence[Sequence[Premise]], own: Rates, *, strictly: bool = False
    ) -> Alternatives:
        """No rate satisfies any of the choices; nor then does a rate that the claim speaks of elsewhere.

        The second half follows from the first. It is said because a proof may need it and could find it only
        by multiplying premises with each other.
        """
        pairs = all(len(choice) <= MOST_COMPARISONS for choice in choices)
        self.is_partial = self.is_partial or not pairs
        none = no_rate(choices, self._rates, strictly=strictly, pairs=pairs)
        said = Sentence(tuple(map(tuple, choices)), ()).formula
        elsewhere = [self._at_spoken(negated(said), other) for other in self._spoken if other != own]
        return AllOf((none, *elsewhere)) if elsewhere else none

    def _at_spoken(self, formula: Alternatives, rates: Rates | None) -> Alternatives:
        """A formula at a rate that is spoken of; None is the rate that no sentence quantifies."""
        if rates is None:
            return formula
        if rates.kind == "at":
            assert rates.where is not None
            above, below = self.sentences.quotient(rates.where)
            no_such = denied(Premise(above, True, f"{write(rates.where)} > 0"))
            return AnyOf((no_such, _mapped(formula, lambda premise: at_rate(premise, above, below))))
        return _mapped(formula, lambda premise: eventually(premise, small=rates.kind == "small"))

    def _is_idle(self, sentence: Sentence, rates: Rates) -> bool:
        """Whether the rate plays no part in the sentence, so that it holds at all rates or at none."""
        if sentence.speaks_of_rate or rates.kind == "at":
            return False
        if rates.kind != "range":
            return True
        assert isinstance(rates.where, Relation)
        bounds = self.sentences.read(rates.where).choices
        ends = known_range(bounds[0]) if len(bounds) == 1 else None
        return ends is not None and not ends.is_empty

    def _within(self, sentence: Sentence, rates: Rates) -> list[Sequence[Premise]]:
        """The sentence at the rates of a range, as a choice among conjunctions."""
        bounds: Sequence[Sequence[Premise]] = [()]
        if rates.kind == "range":
            assert isinstance(rates.where, Relation)
            bounds = self.sentences.read(rates.where).choices
        return [(*bound, *choice) for bound in bounds for choice in sentence.choices]

    def _settled(self, sentence: Sentence, rates: Rates, *, wanted: bool) -> Alternatives:
        """For small g, for large g, at g = E: without any rate, comparison by comparison.

        Where E is not positive there is no such rate: what is claimed of it holds, its denial does not.
        """
        if rates.kind == "at":
            assert rates.where is not None
            above, below = self.sentences.quotient(rates.where)
            is_rate = Premise(above, True, f"{write(rates.where)} > 0")
            said = _mapped(sentence.formula, lambda premise: at_rate(premise, above, below))
            return AllOf((is_rate, said)) if not wanted else AnyOf((denied(is_rate), said))
        is_small = rates.kind == "small"
        return _mapped(sentence.formula, lambda premise: eventually(premise, small=is_small))


def _spoken_rates(claim: Claim) -> list[Rates | None]:
    """The single rates that a claim speaks of, and None where a sentence speaks of the rate itself."""
    found: dict[Rates | None, None] = {}
    quantified = {part.sentence for part in walk_claim(claim) if isinstance(part, Quantified)}
    for part in walk_claim(claim):
        if isinstance(part, Quantified) and part.rates.kind in {"at", "small", "large"}:
            found[part.rates] = None
        elif isinstance(part, Says | Relation) and part not in quantified:
            found[None] = None
    return list(found)


def _mapped(formula: Alternatives, change: Callable[[Premise], Alternatives]) -> Alternatives:
    match formula:
        case Premise():
            return change(formula)
        case AllOf(parts=parts):
            return AllOf(tuple(_mapped(part, change) for part in parts))
        case AnyOf(parts=parts):
            return AnyOf(tuple(_mapped(part, change) for part in parts))

"""The missing assumption: what would make a refuted claim true, in the essay's own symbols.

Floor: `engine.claims`. Looked for in this order: the condition that the claim itself comes down to, with
everything that cancels or holds anyway taken out; for `if P then Q` the residual `Q - l*P` with the least
negative part. Whatever is found is printed, read back and proved to imply the claim before it is shown, and
the other way round before it is called exact.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from mesaprior.algebra import RATE, Polynomial, is_rate
from mesaprior.engine.claims.budget import spelled_out
from mesaprior.engine.claims.known import with_known
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.rates import NotDecided, denied, negated, somewhere
from mesaprior.engine.claims.residual import least_negative, sides_of
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.cases import closed
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf, leaves
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, SelfCheckFailed
from mesaprior.formula import RateInequality, polynomial_node
from mesaprior.language import And, Claim, If, Or, Quantified, Relation, parse_claim, write_claim
from mesaprior.language.claims import parts, rewritten
from mesaprior.limits import MOST_PARTS
from mesaprior.results import Premise, TrueWhen

Over = Callable[[], bool]
ALWAYS: Final = AllOf(())
NEVER: Final = AnyOf(())


def true_when(setting: Setting, claim: Claim, over: Over) -> TrueWhen | None:
    """The condition under which a refuted claim is true, or None where none was found worth showing."""
    finder = _Finder(setting, over)
    for condition in finder.candidates(claim):
        found = finder.verified(condition, claim)
        if found is not None:
            return found
    return None


class _Finder:
    def __init__(self, setting: Setting, over: Over) -> None:
        self.setting = setting
        self.over = over
        self.meaning = Meaning(setting)
        self.symbols = setting.model.symbols

    def candidates(self, claim: Claim) -> list[Claim]:
        """Conditions to be verified, the better ones first."""
        makers: list[Callable[[], Alternatives | Relation | And | None]] = []
        if isinstance(claim, If):
            premise, conclusion = claim.premise, claim.conclusion
            makers.append(lambda: self._residual(premise, conclusion))
            makers.append(lambda: self._simplified(conclusion, [premise]))
        else:
            makers.append(lambda: self._simplified(claim, []))
        found: list[Claim] = []
        known = {write_claim(claim), *(write_claim(c) for c in parts(claim) if isinstance(claim, If))}
        for make in makers:
            try:
                condition = None if self.over() else make()
            except (InputError, NotDecided):  # too large to be written down, or no condition at all
                continue
            said = condition if isinstance(condition, Relation | And) else self._said(condition)
            if said is not None and write_claim(said) not in known:
                known.add(write_claim(said))
                found.append(said)
        return found

    # --- the claim's own condition ---------------------------------------------------------------

    def _simplified(self, claim: Claim, given: Sequence[Claim]) -> Alternatives | None:
        context = list(self.setting.premises)
        for premise in given:
            formula = self.meaning.holds(premise)
            context += [formula] if isinstance(formula, Premise) else []
            if isinstance(formula, AllOf) and all(isinstance(part, Premise) for part in formula.parts):
                context += [part for part in formula.parts if isinstance(part, Premise)]
        return self._simpler(self._without_rates(claim), context)

    def _without_rates(self, claim: Claim) -> Alternatives:
        """The claim as a formula in which no rate of a single sentence is left."""
        if isinstance(claim, Quantified) and claim.rates.kind in {"some", "all"}:
            sentence = self.meaning.sentences.read(claim.sentence)
            wanted = sentence if claim.rates.kind == "some" else sentence.denial
            if sentence.speaks_of_rate:
                choices = AnyOf(tuple(somewhere(self._telling(choice)) for choice in wanted.choices))
                return choices if claim.rates.kind == "some" else negated(choices)
            return sentence.formula
        match claim:
            case And(claims=claims):
                return AllOf(tuple(map(self._without_rates, claims)))
            case Or(claims=claims):
                return AnyOf(tuple(map(self._without_rates, claims)))
        return self.meaning.holds(claim)

    def _telling(self, sentence: Sequence[Premise]) -> list[Premise]:
        """The comparisons of a conjunction that do not hold anyway."""
        return [p for p in sentence if not self._closed(self.setting.premises, denied(p))]

    def _simpler(self, formula: Alternatives, context: Sequence[Premise]) -> Alternatives:
        """Without what holds anyway, and without alternatives that cannot hold."""
        match formula:
            case Premise():
                if self._closed(context, denied(formula)):
                    return ALWAYS
                return NEVER if self._closed(context, formula) else formula
            case AnyOf(parts=parts):
                options = [self._simpler(part, context) for part in parts]
                if ALWAYS in options:
                    return ALWAYS
                return _one_of([part for part in options if part != NEVER])
        kept: list[Alternatives] = list(formula.parts)
        for part in formula.parts:
            others = [other for other in kept if other is not part and isinstance(other, Premise)]
            simple = self._simpler(part, [*context, *others])
            if simple == NEVER:
                return NEVER
            place = kept.index(part)
            kept[place : place + 1] = [] if simple == ALWAYS else [simple]
        return kept[0] if len(kept) == 1 else AllOf(tuple(kept))

    def _closed(self, context: Sequence[Premise], formula: Alternatives) -> bool:
        """Whether the formula contradicts the context; anything else counts as no."""
        extra = [premise for premise in context if premise not in self.setting.premises]
        given, formula = with_known(self.setting, AllOf((*extra, formula)))
        return closed(given, formula, self.symbols, self.over) is not None

    # --- if P then Q -----------------------------------------------------------------------------

    def _residual(self, premise: Claim, conclusion: Claim) -> Relation | And | None:
        """What `P` leaves open of `Q`: for each comparison q of Q, `q - l*p >= 0`."""
        given, wanted = self.meaning.holds(premise), self.meaning.holds(conclusion)
        known = list(leaves(given)) if _is_conjunction(given) else []
        if not known or not _is_conjunction(wanted):
            return None
        relations = []
        for asked in leaves(wanted):
            if self._closed([*self.setting.premises, *known], denied(asked)):
                continue
            rest = least_negative(asked.polynomial, [p.polynomial for p in known])
            taken, added = sides_of(rest)
            if not taken or not added:
                return None
            weak = self._closed([*self.setting.premises, *known, Premise(rest, False, "")], denied(asked))
            operands = (polynomial_node(taken, self.symbols), polynomial_node(added, self.symbols))
            relations.append(Relation(operands, ("<=" if weak else "<",)))
        if not relations:
            return None
        return relations[0] if len(relations) == 1 else And(tuple(relations))

    # --- words -----------------------------------------------------------------------------------

    def _said(self, formula: Alternatives | None) -> Claim | None:
        """A formula as a claim; None where it says nothing, cannot hold, or is too long to be read."""
        if formula is None or formula in (ALWAYS, NEVER) or sum(1 for _ in leaves(formula)) > MOST_PARTS:
            return None
        if any(is_rate(a) and a != RATE for leaf in leaves(formula) for a in leaf.polynomial.atoms):
            return None
        return self._claim(formula)

    def _claim(self, formula: Alternatives) -> Claim:
        match formula:
            case Premise():
                return self._relation(formula)
            case AllOf(parts=(Premise() as one, Premise() as other)) if one.polynomial == -other.polynomial:
                weak = self._relation(one)
                return Relation(weak.operands, ("==",))
            case AllOf(parts=parts):
                return And(tuple(map(self._claim, parts)))
            case AnyOf(parts=parts):
                return Or(tuple(map(self._claim, parts)))

    def _relation(self, premise: Premise) -> Relation:
        """`negative terms < positive terms`; a condition on the rate as `g*(...) < ...`."""
        parts = premise.polynomial.split_by_rate()
        if set(parts) == {0, 1} and premise.strict:
            return RateInequality(-parts[1], -parts[0], None, self.symbols).node
        taken, added = sides_of(self._told(premise.polynomial).primitive())
        operands = (polynomial_node(taken, self.symbols), polynomial_node(added, self.symbols))
        return Relation(operands, ("<" if premise.strict else "<=",))

    def _told(self, polynomial: Polynomial) -> Polynomial:
        """`log2(x) - log2(y)` has the sign of `x - y`, which is easier to read."""
        if not self.symbols.functions:
            return polynomial
        from mesaprior.engine.functions import told

        return told(polynomial, self.symbols)

    # --- verification ----------------------------------------------------------------------------

    def verified(self, condition: Claim, claim: Claim) -> TrueWhen | None:
        """The condition as it will be printed, proved to imply the claim, and, if so, to be implied by it."""
        try:
            printed = spelled_out(self._read_back(condition), self.setting.model)
            if not self._proved(If(printed, claim)) or self._impossible(printed):
                return None
            return TrueWhen(printed, exactly=self._proved(If(claim, printed)))
        except (InputError, NotDecided):
            return None

    def _read_back(self, condition: Claim) -> Claim:
        names = self.setting.model.names
        claim = parse_claim(write_claim(condition))
        return rewritten(claim, names.relation, names.formula)

    def _proved(self, claim: Claim) -> bool:
        return self._certified(self.meaning.fails(claim))

    def _impossible(self, claim: Claim) -> bool:
        return self._certified(self.meaning.holds(claim))

    def _certified(self, formula: Alternatives) -> bool:
        """Whether the formula contradicts the facts, by a certificate that the checker accepts."""
        given, formula = with_known(self.setting, formula)
        if self.meaning.is_partial:
            return False
        cases = closed(given, formula, self.symbols, self.over)
        if cases is None:
            return False
        if not closes(cases, given, formula, self.symbols):
            raise SelfCheckFailed("the certificate of a condition does not close every case")
        return True


def _one_of(parts: list[Alternatives]) -> Alternatives:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))


def _is_conjunction(formula: Alternatives) -> bool:
    match formula:
        case Premise():
            return True
        case AllOf(parts=parts):
            return all(map(_is_conjunction, parts))
    return False

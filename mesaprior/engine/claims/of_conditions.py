"""Certificates of win conditions: why an opponent was dropped, why a variant never wins, each as a claim.

Floor: `engine.claims`. *Whoever beats A and B beats C* is `if V beats A and V beats B then V beats C`, so its
certificate is one of a claim, of the same format, and `verify` needs to know nothing new. The multipliers
are those of the proof at hand wherever its premises are the claim's own; else the claim is checked like any.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from mesaprior.engine.claims.certificates import certificate_text
from mesaprior.engine.claims.check import check_statement
from mesaprior.engine.claims.known import with_known
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.formulas import flattened
from mesaprior.engine.setting import Setting
from mesaprior.language import And, Claim, If, Name, Not, Number, Quantified, Rates, Says, write_claim
from mesaprior.model import Statement, stated
from mesaprior.results import Certificate, Closed, Conditions, Proof, VariantCondition


@dataclass(frozen=True)
class Certified:
    """One thing that the conditions say without showing it. `text`: the certificate, None where the
    claim could not be proved by multipliers alone."""

    id: str
    claim: str
    text: str | None


def certificates(setting: Setting, conditions: Conditions) -> Iterator[Certified]:
    """For every opponent that was dropped and every variant that never wins, in the order of the variants."""
    for name, condition in conditions.variants.items():
        for id, claim, proof in _claims(name, condition, setting.g):
            statement = stated(setting.model, write_claim(claim), id=id)
            certificate = _certificate(setting.without_rate, statement, proof)
            if certificate is None:
                yield Certified(id, statement.text, None)
            else:
                text = certificate_text(setting.without_rate, statement, certificate)
                yield Certified(id, statement.text, text)


def _claims(
    name: str, condition: VariantCondition, g: Fraction | None
) -> Iterator[tuple[str, Claim, Proof | None]]:
    """Each claim with its name and the proof at hand."""
    if condition.status == "never":
        wins = _at(Says(Name(name), "wins"), g)
        proofs = [item for item in condition.evidence if isinstance(item, Proof)]
        never = Says(Name(name), "never wins") if g is None else Not(wins)
        yield f"{name} never wins", never, proofs[0] if len(proofs) == 1 else None
    for item in condition.dropped:
        beats = _at(Says(Name(name), "beats", Name(item.opponent)), g)
        told = [_at(Says(Name(name), "beats", Name(other)), g) for other in item.implied_by]
        claim: Claim = beats
        if told:
            claim = If(told[0] if len(told) == 1 else And(tuple(told)), beats)
        yield f"{name} without {item.opponent}", claim, item.proof


def _at(sentence: Says, g: Fraction | None) -> Claim:
    """The sentence at the rate that was asked, if one was."""
    return sentence if g is None else Quantified(sentence, Rates("at", Number(g)))


def _certificate(setting: Setting, statement: Statement, proof: Proof | None) -> Certificate | None:
    found = None if proof is None else _carried_over(setting, statement, proof)
    if found is None:
        found = check_statement(setting, statement).certificate
    return found if found is not None and found.cases is not None else None


def _carried_over(setting: Setting, statement: Statement, proof: Proof) -> Certificate | None:
    """The proof with the claim's own premises, where these are the same and it closes the claim."""
    try:
        given, formula = with_known(setting, Meaning(setting).fails(statement.written))
    except NotDecided:
        return None
    known, _ = flattened(formula, given, ())
    own = {(frozenset(premise.polynomial), premise.strict): premise for premise in reversed(known)}
    premises = [own.get((frozenset(premise.polynomial), premise.strict)) for premise in proof.premises]
    chosen = tuple(premise for premise in premises if premise is not None)
    if len(chosen) < len(premises):
        return None
    cases = Closed(replace(proof, premises=chosen))
    return Certificate("multipliers", cases) if closes(cases, given, formula, setting.model.symbols) else None

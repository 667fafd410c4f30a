"""The independent check of a certificate: every case of a denied claim is closed by a proof that adds up.

Shares no code with the search. Walks the formula and the certificate side by side: where the certificate
splits, each alternative must have its case; where it closes, the proof may use only what holds there.
"""

from __future__ import annotations

from collections.abc import Sequence

from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.formulas import NEVER, AllOf, Alternatives, AnyOf
from mesaprior.results import Cases, Closed, Premise
from mesaprior.symbols import Symbols


def closes(cases: Cases, given: Sequence[Premise], formula: Alternatives, symbols: Symbols) -> bool:
    """Whether `cases` show that `given` and `formula` cannot both hold."""
    return _closes(cases, list(given), [], [formula], symbols)


def _closes(
    cases: Cases, known: list[Premise], choices: list[AnyOf], new: list[Alternatives], symbols: Symbols
) -> bool:
    known, choices = list(known), list(choices)
    while new:
        part, *new = new
        if isinstance(part, AllOf):
            new = [*part.parts, *new]
        elif isinstance(part, AnyOf) and len(part.parts) > 1:
            choices.append(part)
        elif isinstance(part, AnyOf):
            new = [*(part.parts or (NEVER,)), *new]
        else:
            known.append(part)
    if isinstance(cases, Closed):
        proof = cases.proof
        usable = all(premise in known for premise in proof.premises)
        return usable and proof.may_be_zero == symbols.may_be_zero and proves(proof)
    if not 0 <= cases.alternative < len(choices):
        return False
    chosen = choices.pop(cases.alternative)
    return len(cases.cases) == len(chosen.parts) and all(
        _closes(case, known, choices, [part], symbols)
        for case, part in zip(cases.cases, chosen.parts, strict=True)
    )

"""What may be taken for known in deciding a claim: the facts, and how functions that are atoms rise.

Floor: `engine.claims`. Both the search and whoever reads a certificate take it from here, so a certificate
never says what it assumed.
"""

from __future__ import annotations

from mesaprior.engine.reason.formulas import AllOf, Alternatives, leaves
from mesaprior.engine.setting import Setting
from mesaprior.results import Premise


def with_known(setting: Setting, formula: Alternatives) -> tuple[tuple[Premise, ...], Alternatives]:
    """The premises in force, and the formula together with the order of the functions in both."""
    symbols = setting.model.symbols
    if not symbols.functions:
        return setting.premises, formula
    from mesaprior.engine.functions import applications_in, known_bounds, order_axioms

    polynomials = [premise.polynomial for premise in (*setting.premises, *leaves(formula))]
    atoms = applications_in(polynomials, symbols)
    axioms = order_axioms(atoms, symbols)
    return (*setting.premises, *known_bounds(atoms, symbols)), AllOf((formula, *axioms))

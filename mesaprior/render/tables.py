"""Results to documents: one function, whatever the result is."""

from __future__ import annotations

from mesaprior.render.compared import compared_document
from mesaprior.render.conditions import conditions_document, variant_document
from mesaprior.render.costs import costs_document
from mesaprior.render.document import Document
from mesaprior.render.pairs import pairs_document
from mesaprior.render.wins import wins_document
from mesaprior.results import (
    Compared,
    ComparedPriors,
    Conditions,
    Costs,
    PairCondition,
    Pairs,
    Result,
    VariantCondition,
    Wins,
)


def document_for(result: Result, *, explain: bool = False, table: bool = False) -> Document:
    """The document that shows `result`.

    `explain` is for `Wins`: symbols, then the numbers put in, then the result; and for `Conditions`: who
    can win at all, with proofs and numbers. `table` is for claims, which are shown one below the other: a
    table to paste instead.
    """
    match result:
        case Wins(g=None, winner=None, tie=()):
            return conditions_document(result.conditions)  # without a rate there is no winner to name
        case Wins():
            return wins_document(result, explain=explain)
        case Conditions():
            return conditions_document(result, explain=explain)
        case Compared():
            return compared_document(result)
        case ComparedPriors():
            from mesaprior.render.every_prior import priors_document

            return priors_document(result)
        case Costs():
            return costs_document(result)
        case Pairs():
            return pairs_document(result.pairs, result.under)
        case PairCondition():
            return pairs_document((result,))
        case VariantCondition():
            return variant_document(result)
    return _later(result, table)


def _later(result: Result, table: bool) -> Document:
    """What only some questions need is imported for them alone."""
    from mesaprior.results import AllChecks, Checked, Checks, Diff, Family, Sensitivity
    from mesaprior.results.scale import NumericMap, Sweep

    if isinstance(result, Checks | Checked | AllChecks):
        from mesaprior.render.claims import all_checks_document, checked_document, checks_document

        match result:
            case Checks():
                return checks_document(result, table=table)
            case Checked():
                return checked_document(result, table=table)
        return all_checks_document(result)
    match result:
        case Family():
            from mesaprior.render.families import family_document

            return family_document(result)
        case Diff():
            from mesaprior.render.diff import diff_document

            return diff_document(result)
        case NumericMap():
            from mesaprior.render.scale import map_document

            return map_document(result)
        case Sensitivity():
            from mesaprior.render.sensitivity import sensitivity_document

            return sensitivity_document(result)
        case Sweep():
            from mesaprior.render.scale import sweep_document

            return sweep_document(result)
    raise TypeError(f"nothing is known about showing a {type(result).__name__}")

"""Counterexamples: exact numbers at which the facts hold and the claim fails, the telling ones first.

Floor: `engine.claims`. The order is that of the mathematics: the model's own scenario with only g moved,
small whole numbers, any rationals. Nothing is shown before the claim as written has been evaluated at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import lcm
from typing import Final

from mesaprior.algebra import RATE, Atom, Numbers, is_rate
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.reason.cases import Holds, Search
from mesaprior.engine.reason.evaluate import cost_of, value_of
from mesaprior.engine.reason.evaluate_claim import claim_holds
from mesaprior.engine.reason.evaluate_rates import telling
from mesaprior.engine.reason.formulas import AllOf, Alternatives, holds_at, leaves
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError
from mesaprior.language import And, Apply, Claim, If, Name, Node, Or, Quantified, Relation, Says
from mesaprior.results import Counterexample, Worth

SMALL: Final = tuple(map(Fraction, (*range(1, 13), 15, 20, 25, 30, 40, 50, 100)))
"""Whole numbers that are tried in the place of larger ones."""

Over = Callable[[], bool]


def counterexample(
    setting: Setting, claim: Claim, denial: Alternatives, found: Numbers | None, over: Over
) -> Counterexample | None:
    """Numbers that refute the claim, evaluated as written; None where none of those tried does.

    `found` are numbers at which the compiled denial holds, or None where only the scenarios are to be tried.
    """
    for numbers, where, scenario in _candidates(setting, claim, denial, found, over):
        complete = setting.completed({atom: n for atom, n in numbers.items() if not atom.startswith("g'")})
        if not setting.facts_hold(complete) or _holds_as_written(claim, complete, setting):
            continue
        free = (*setting.open_atoms, *sorted(set(numbers) & set(complete) - set(setting.open_atoms)))
        shown = {atom: complete[atom] for atom in free if atom != RATE and atom not in setting.numbers}
        rate = _rate_shown(setting, claim, complete, numbers)
        if rate is not None:
            shown[RATE] = complete[RATE] = rate
        said = frozenset(setting.model.scenarios[scenario]) if scenario else frozenset()
        return Counterexample(shown, where, tuple(worths(claim, complete, setting)), scenario, said)
    return None


def _holds_as_written(claim: Claim, at: Numbers, setting: Setting) -> bool:
    try:
        return claim_holds(claim, at, setting.written)
    except ValueError as error:
        raise NotDecided(f"numbers against it were found and cannot be evaluated: {error}") from None


def _candidates(
    setting: Setting, claim: Claim, denial: Alternatives, found: Numbers | None, over: Over
) -> Iterator[tuple[Numbers, str, str | None]]:
    """Numbers, how they were found, and the scenario's name."""
    for name in setting.model.scenarios if setting.scenario is None else ():
        numbers = _in_scenario(setting, name, claim, over)
        if numbers is not None:
            yield numbers, "scenario", name
    if found is None:
        return
    strict = Meaning(setting, strictly=True).fails(claim)
    outcome = Search(setting.premises, strict, setting.model.symbols, over).run()
    wanted = strict if isinstance(outcome, Holds) else denial
    start = outcome.numbers if isinstance(outcome, Holds) else found
    small = smaller(start, [*setting.premises, wanted], over)
    yield small, "small" if all(value.denominator == 1 for value in small.values()) else "rationals", None
    yield found, "rationals", None


def _in_scenario(setting: Setting, name: str, claim: Claim, over: Over) -> Numbers | None:
    """The scenario's numbers and a rate at which the claim fails, where every price has its number."""
    try:
        inside = Setting.of(
            setting.model,
            scenario=name,
            numbers={atom: value for atom, value in setting.numbers.items() if atom != RATE},
            assume=[fact.text for fact in setting.assumed],
        )
    except InputError:
        return None
    if not set(inside.open_atoms) <= {RATE}:
        return None
    denial = Meaning(inside, strictly=True).fails(claim)
    outcome = Search(inside.premises, denial, setting.model.symbols, over).run()
    if not isinstance(outcome, Holds):
        return None
    return {**inside.numbers, **smaller(outcome.numbers, [*inside.premises, denial], over)}


def smaller(numbers: Numbers, wanted: list[Alternatives], over: Over) -> dict[Atom, Fraction]:
    """Numbers that satisfy the same formulas, replaced one after the other by small whole ones."""
    formula = AllOf(tuple(wanted))
    atoms = {atom for premise in leaves(formula) for atom in premise.polynomial.atoms}
    best = {atom: numbers.get(atom, Fraction(1)) for atom in sorted(atoms, key=lambda a: (is_rate(a), a))}
    if not holds_at(formula, best):
        return best
    best = _scaled_up(best, formula)
    for _ in range(3):
        before = dict(best)
        for atom in before:
            for small in SMALL:
                if over() or (small >= best[atom] and best[atom].denominator == 1):
                    break
                if _holds({**best, atom: small}, formula):
                    best[atom] = small
                    break
        if best == before or over():
            break
    return best


def _scaled_up(numbers: Mapping[Atom, Fraction], formula: Alternatives) -> dict[Atom, Fraction]:
    """All numbers but rates multiplied to whole ones, where that keeps the formula."""
    below = lcm(1, *(value.denominator for atom, value in numbers.items() if not is_rate(atom)))
    scaled = {atom: value if is_rate(atom) else value * below for atom, value in numbers.items()}
    return scaled if below > 1 and _holds(scaled, formula) else dict(numbers)


def _holds(numbers: Numbers, formula: Alternatives) -> bool:
    try:
        return holds_at(formula, numbers)
    except ZeroDivisionError:
        return False


# --- what is shown beside the numbers -----------------------------------------------------------------


def _rate_shown(setting: Setting, claim: Claim, complete: Numbers, numbers: Numbers) -> Fraction | None:
    """The rate to show: the free one where the claim or a fact speaks of it, else one at which the sentence
    that fails does so; None where no rate plays a part."""
    if setting.g is not None:
        return None
    if RATE in numbers:
        return complete[RATE]
    failing = _failing_sentence(claim, complete, setting)
    if failing is None or failing.rates.kind == "some":
        return None
    rates = telling(failing, complete, setting.written)
    if failing.rates.kind == "all":
        rates = [value for atom, value in numbers.items() if is_rate(atom)] + rates
    for rate in rates:
        if not claim_holds(failing.sentence, {**complete, RATE: rate}, setting.written):
            return rate
    return None


def _failing_sentence(claim: Claim, at: Numbers, setting: Setting) -> Quantified | None:
    """The sentence with rates that makes the claim fail, if one does."""
    match claim:
        case Quantified():
            return claim
        case If(conclusion=conclusion):
            return _failing_sentence(conclusion, at, setting)
        case And(claims=claims) | Or(claims=claims):
            failing = [part for part in claims if not claim_holds(part, at, setting.written)]
            return _failing_sentence(failing[0], at, setting) if failing else None
    return None


def worths(claim: Claim, at: Numbers, setting: Setting) -> Iterator[Worth]:
    """The two sides of a comparison that fails at these numbers, and what they are worth."""
    sides = _failing(claim, at, setting)
    for side in sides or ():
        value = value_of(side, at, setting.written)
        yield Worth(side, value, value)


def _failing(claim: Claim, at: Numbers, setting: Setting) -> tuple[Node, Node] | None:
    """The two sides to compare, read from the claim as written."""
    written = setting.written
    match claim:
        case Relation(operands=operands, operators=operators):
            for k, operator in enumerate(operators):
                if not claim_holds(Relation(operands[k : k + 2], (operator,)), at, written):
                    return operands[k], operands[k + 1]
            return None
        case Says(variant=variant, verb=verb, other=other):
            if verb == "dominates" and other is not None:
                return _worse_axis(variant, other, at, setting)
            rivals = [name for name in written.prices if name != variant.name]
            rival = (
                other.name if other else min(rivals, key=lambda name: cost_of(name, at, written), default="")
            )
            return (Apply("cost", (variant,)), Apply("cost", (Name(rival),))) if rival else None
        case Quantified(sentence=sentence):
            for rate in [at[RATE], *telling(claim, at, written)]:
                there = {**at, RATE: rate}
                if not claim_holds(sentence, there, written):
                    return _failing(sentence, there, setting) if rate == at[RATE] else None
            return None
        case And(claims=claims) | Or(claims=claims):
            failing = [part for part in claims if not claim_holds(part, at, written)]
            return _failing(failing[0], at, setting) if failing else None
        case If(conclusion=conclusion):
            return _failing(conclusion, at, setting)
    return None


def _worse_axis(variant: Name, other: Name, at: Numbers, setting: Setting) -> tuple[Node, Node] | None:
    for axis in setting.model.axes:
        sides = Apply(axis, (variant,)), Apply(axis, (other,))
        if value_of(sides[0], at, setting.written) > value_of(sides[1], at, setting.written):
            return sides
    return None

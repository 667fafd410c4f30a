"""Counterexamples: exact numbers at which the facts hold and the claim fails, the telling ones first.

Floor: `engine.claims`. The order is that of the mathematics: the model's own scenario with only g moved,
small whole numbers, any rationals. Nothing is shown before the claim as written has been evaluated at it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Final

from mesaprior.algebra import RATE, Atom, Numbers, is_rate
from mesaprior.engine.claims.as_written import AsWritten
from mesaprior.engine.claims.known import with_known
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.shown import rate_shown, turns_on_rate, worths
from mesaprior.engine.reason.cases import Holds, Open, Search
from mesaprior.engine.reason.formulas import AllOf, Alternatives, holds_at, leaves
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError
from mesaprior.language import Claim
from mesaprior.results import Cases, Counterexample, Premise

SMALL: Final = tuple(map(Fraction, (*range(1, 13), 15, 20, 25, 30, 40, 50, 100)))
"""Whole numbers that are tried in the place of larger ones."""

NEAR: Final = tuple(map(Fraction, ("2", "1/2", "9/8", "7/8", "65/64", "63/64", "1025/1024", "1023/1024")))
"""By what a number is multiplied to leave a tie."""

Over = Callable[[], bool]


def counterexample(
    setting: Setting, claim: Claim, denial: Alternatives, found: Numbers | None, over: Over
) -> Counterexample | None:
    """Numbers that refute the claim, evaluated as written; None where none of those tried does.

    `found` are numbers at which the compiled denial holds, or None where only the scenarios are to be tried.
    """
    for numbers, where, scenario in _candidates(setting, claim, denial, found, over):
        written = AsWritten(setting, [value for atom, value in numbers.items() if is_rate(atom)])
        complete = setting.completed({atom: n for atom, n in numbers.items() if not atom.startswith("g'")})
        if not setting.facts_hold(complete) or not written.fails(claim, complete):
            continue
        free = (*setting.open_atoms, *sorted(set(numbers) & set(complete) - set(setting.open_atoms)))
        shown = {atom: complete[atom] for atom in free if atom != RATE and atom not in setting.numbers}
        rate = rate_shown(written, claim, complete, numbers)
        if rate is not None:
            shown[RATE] = complete[RATE] = rate
        sides = tuple(worths(claim, complete, written))
        if rate is None and turns_on_rate(sides, setting):  # it cancels in the difference, not in the sides
            shown[RATE] = complete[RATE]
        said = frozenset(setting.model.scenarios[scenario]) if scenario else frozenset()
        return Counterexample(shown, where, sides, scenario, said)
    return None


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
    outcome = search(setting, strict, over)
    without_tie = outcome.numbers if isinstance(outcome, Holds) else _moved(found, strict, setting)
    start, wanted = (found, denial) if without_tie is None else (without_tie, strict)
    small = smaller(start, [*setting.premises, wanted], setting, over)
    yield small, "small" if all(value.denominator == 1 for value in small.values()) else "rationals", None
    yield found, "rationals", None


def _moved(numbers: Numbers, formula: Alternatives, setting: Setting) -> Numbers | None:
    """The numbers, one of them a little or much larger or smaller, so that they satisfy a formula: what
    they satisfy is level, and hardly any move away from there is."""
    if setting.model.symbols.functions:
        return None
    wanted = AllOf((*setting.premises, formula))
    atoms = sorted({atom for premise in leaves(wanted) for atom in premise.polynomial.atoms})
    complete = {**dict.fromkeys(atoms, Fraction(1)), **numbers}
    tried = ({**complete, atom: complete[atom] * factor} for atom in atoms for factor in NEAR)
    return next((moved for moved in tried if _holds(moved, wanted)), None)


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
    outcome = search(inside, denial, over)
    if not isinstance(outcome, Holds):
        return None
    return {**inside.numbers, **smaller(outcome.numbers, [*inside.premises, denial], inside, over)}


def search(setting: Setting, formula: Alternatives, over: Over) -> Cases | Holds | Open:
    """The cases of a formula under the facts, with what is known of functions; numbers where it can hold."""
    given, formula = with_known(setting, formula)
    witness: Callable[[Sequence[Premise]], Numbers | None] | None = None
    if setting.model.symbols.functions:
        from mesaprior.engine.witness import found  # only functions need it

        def witness(premises: Sequence[Premise]) -> Numbers | None:
            return found(setting, premises)

    return Search(given, formula, setting.model.symbols, over, witness=witness).run()


def smaller(
    numbers: Numbers, wanted: list[Alternatives], setting: Setting, over: Over
) -> dict[Atom, Fraction]:
    """Numbers that satisfy the same formulas, replaced one after the other by small whole ones."""
    if setting.model.symbols.functions:
        return dict(numbers)  # the compiled formula says nothing of a function's value there
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

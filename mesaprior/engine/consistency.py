"""Facts that contradict each other: an error, because from them everything would follow."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from mesaprior.engine.increasing import check_increasing
from mesaprior.engine.reason.system import Refuted, System
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, Problem
from mesaprior.limits import SMALLEST_SET_QUESTIONS
from mesaprior.results import Premise


def check_setting(setting: Setting) -> None:
    """What must hold before anything is asked: costs rise, facts agree, the compiled form is right."""
    check_increasing(setting.model)
    check_consistent(setting)
    setting.check_compiled()


def check_consistent(setting: Setting) -> None:
    """Raises `InputError` with a smallest contradictory set, if the facts in force contradict each other."""
    by_fact = _by_fact(setting)
    texts = list(by_fact)
    if not _contradictory(setting, texts, by_fact):
        return
    smallest = _smallest(setting, texts, by_fact)
    locs = {fact.text: fact.loc for fact in setting.facts}
    by_numbers = setting.numbers and not _contradictory(setting, smallest, _by_fact(setting.without_numbers))
    numbers = " with the numbers in force" if by_numbers else ""
    listed = "; ".join(smallest)
    message = (
        f"these facts cannot all hold{numbers}: {listed}"
        if len(smallest) > 1
        else f"this fact cannot hold{numbers}: {listed}"
    )
    loc = next((locs[text] for text in reversed(smallest) if locs.get(text)), ())
    raise InputError([Problem("contradictory-facts", message, "drop or weaken one of them", loc)])


def _by_fact(setting: Setting) -> dict[str, list[Premise]]:
    """The premises by the text of the fact that they come from."""
    by_fact: dict[str, list[Premise]] = {}
    for premise in setting.premises:
        by_fact.setdefault(premise.says, []).append(premise)
    return by_fact


def _contradictory(setting: Setting, texts: Sequence[str], by_fact: dict[str, list[Premise]]) -> bool:
    premises = [premise for text in texts for premise in by_fact.get(text, ())]
    symbols = setting.model.symbols
    if not symbols.functions:
        return isinstance(System(premises, (), symbols).ask(()), Refuted)
    from mesaprior.engine.functions import applications_in, known_bounds, order_axioms, settled_orders
    from mesaprior.engine.reason.cases import closed
    from mesaprior.engine.reason.formulas import AllOf

    polynomials = [premise.polynomial for premise in premises]
    atoms = applications_in(polynomials, symbols)
    settled = [*premises, *settled_orders(premises, polynomials, symbols)]
    orders = AllOf(tuple(order_axioms(atoms, symbols)))
    return closed([*settled, *known_bounds(atoms, symbols)], orders, symbols) is not None


def _smallest(setting: Setting, texts: list[str], by_fact: dict[str, list[Premise]]) -> list[str]:
    """A contradictory set none of whose facts can be left out, and where the budget allows it none of
    fewer facts."""
    needed = list(texts)
    for text in texts:
        fewer = [other for other in needed if other != text]
        if _contradictory(setting, fewer, by_fact):
            needed = fewer
    questions = 0
    for size in range(1, len(needed)):
        for chosen in itertools.combinations(texts, size):
            questions += 1
            if questions > SMALLEST_SET_QUESTIONS:
                return needed
            if _contradictory(setting, chosen, by_fact):
                return list(chosen)
    return needed

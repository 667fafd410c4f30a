"""Case by case: closes every case of a formula with a proof, or finds numbers for one of them.

Floor: `engine.reason`, above `formulas` and `system`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mesaprior.algebra import Numbers, Polynomial
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.formulas import Alternatives, AnyOf, flattened, holds_at, leaves
from mesaprior.engine.reason.lifting import lifted
from mesaprior.engine.reason.system import Refuted, Satisfied, System
from mesaprior.errors import SelfCheckFailed
from mesaprior.limits import CASES, NUMBER_TRIES
from mesaprior.results import Cases, Closed, Premise, Proof, Split
from mesaprior.symbols import Symbols


@dataclass(frozen=True)
class Holds:
    """The formula holds at these numbers, as far as its compiled form says."""

    numbers: Numbers


@dataclass(frozen=True)
class Open:
    """Neither closed nor shown to hold: `why`, in words."""

    why: str


class Search:
    """Goes through the cases of a formula under given premises, depth first.

    A branch is closed as soon as its premises contradict each other; numbers for a branch count once they
    satisfy the whole formula. `is_over` is asked before each question. Without `wants_numbers` none are
    looked for: the question is only whether every case can be closed. `witness` finds numbers for a case
    in which functions are applied; they are not put into the compiled formula.
    """

    def __init__(
        self,
        given: Sequence[Premise],
        formula: Alternatives,
        symbols: Symbols,
        is_over: Callable[[], bool] = lambda: False,
        *,
        wants_numbers: bool = True,
        witness: Callable[[Sequence[Premise]], Numbers | None] | None = None,
    ) -> None:
        self.given = tuple(given)
        self.formula = formula
        self.symbols = symbols
        self.is_over = is_over
        self.questions = 0
        self.wants_numbers = wants_numbers
        self.witness = witness

    def run(self) -> Cases | Holds | Open:
        """All cases closed, numbers, or the reason for neither."""
        premises, alternatives = flattened(self.formula, self.given, ())
        return self._branch(premises, alternatives)

    def _branch(self, premises: tuple[Premise, ...], alternatives: tuple[AnyOf, ...]) -> Cases | Holds | Open:
        self.questions += 1
        if self.questions > CASES:
            return Open(f"more than {CASES} cases")
        if self.is_over():
            return Open("the time is over")
        system = System(premises, (), self.symbols)
        answer = system.ask(())
        if isinstance(answer, Refuted):
            return Closed(self._proof(answer))
        numbers = self._numbers(system, answer, premises, alternatives) if self.wants_numbers else None
        if numbers is not None:
            return Holds(numbers)
        if not alternatives:
            return Open("there are products of unknowns that multipliers do not settle")
        return self._split(premises, alternatives)

    def _split(self, premises: tuple[Premise, ...], alternatives: tuple[AnyOf, ...]) -> Cases | Holds | Open:
        """The choice with the fewest parts first; the first part that can hold ends the search."""
        chosen = min(range(len(alternatives)), key=lambda i: len(alternatives[i].parts))
        rest = (*alternatives[:chosen], *alternatives[chosen + 1 :])
        cases: list[Cases] = []
        unsettled: Open | None = None
        for part in alternatives[chosen].parts:
            found = self._branch(*flattened(part, premises, rest))
            if isinstance(found, Holds):
                return found
            if isinstance(found, Open):
                unsettled = unsettled or found
                if not self.wants_numbers or self.questions > CASES or self.is_over():
                    break
            else:
                whole = lifted(found, part, premises, alternatives, chosen)
                if whole is not None:
                    return whole
                cases.append(found)
        return unsettled or Split(chosen, tuple(cases))

    def _numbers(
        self,
        system: System,
        answer: Satisfied,
        premises: tuple[Premise, ...],
        alternatives: tuple[AnyOf, ...],
    ) -> Numbers | None:
        """Numbers for the whole formula. With choices still to be made, only those that come for nothing."""
        if self.witness is not None:
            return None if alternatives else self.witness(premises)
        tries = 0 if alternatives else NUMBER_TRIES
        numbers = system.numbers(answer, (), self._until(tries))
        return numbers if numbers is not None and self._holds(numbers) else None

    def _until(self, tries: int) -> Callable[[], bool]:
        """Over after so many questions, or when the search is."""
        left = iter(range(tries))
        return lambda: next(left, None) is None or self.is_over()

    def _holds(self, numbers: Numbers) -> bool:
        atoms = {atom for premise in leaves(self.formula) for atom in premise.polynomial.atoms}
        complete = {**dict.fromkeys(atoms, _ONE), **numbers}
        return holds_at(self.formula, complete) and all(holds_at(p, complete) for p in self.given)

    def _proof(self, refuted: Refuted) -> Proof:
        premises: list[Premise] = []
        steps = refuted.steps(premises)
        proof = Proof("these cannot all hold", tuple(premises), steps, self.symbols.may_be_zero)
        if not proves(proof):
            raise SelfCheckFailed("the proof of a case does not add up")
        return proof


_ONE = Polynomial.constant(1).coefficients[()]


def closed(
    given: Sequence[Premise],
    formula: Alternatives,
    symbols: Symbols,
    is_over: Callable[[], bool] = lambda: False,
) -> Cases | None:
    """The certificate that the formula contradicts what is given, or None where multipliers give none."""
    outcome = Search(given, formula, symbols, is_over, wants_numbers=False).run()
    return None if isinstance(outcome, Holds | Open) else outcome


def deadline(seconds: float) -> Callable[[], bool]:
    """A question that says yes once `seconds` have passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def within(is_over: Callable[[], bool], seconds: float) -> Callable[[], bool]:
    """Over once `is_over` says so, or after `seconds`."""
    own = deadline(seconds)
    return lambda: is_over() or own()

"""The field of contenders: every variant's cost as a row of whole numbers, and the questions about them.

The doors of deciding: whatever the engine wants to know is asked here, and what comes back as evidence has
passed the independent checks (`proof`, `example`). A settled answer without its evidence does not leave.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mesaprior.algebra import RATE, Atom, Numbers, Polynomial
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.evaluate import cost_of
from mesaprior.engine.reason.system import Refuted, Row, Satisfied, System, difference, masks
from mesaprior.engine.setting import Setting
from mesaprior.errors import SelfCheckFailed
from mesaprior.formula import Comparison, Formula
from mesaprior.language import Apply, Name, Relation
from mesaprior.results import Example, Premise, Proof


@dataclass(frozen=True)
class Worth:
    """What the model's formulas, as written, are worth at one complete set of numbers."""

    setting: Setting
    numbers: Mapping[Atom, Fraction]

    def cost(self, variant: str) -> Fraction:
        return cost_of(variant, self.numbers, self.setting.written)

    def beats(self, winner: str, loser: str) -> bool:
        """Strictly cheaper; where costs are irrational, by intervals that do not overlap."""
        if self.setting.model.within is not None and not (
            self.keeps_within(winner) and self.keeps_within(loser)
        ):
            return self.keeps_within(winner)
        if self.setting.is_exact:
            return self.cost(winner) < self.cost(loser)
        return self.setting.surely(_cheaper(winner, loser, "<"), self.numbers)

    def does_not_beat(self, name: str, other: str) -> bool:
        """At least as dear, likewise."""
        if self.setting.model.within is not None and not (
            self.keeps_within(name) and self.keeps_within(other)
        ):
            return not self.keeps_within(name)
        if self.setting.is_exact:
            return self.cost(name) >= self.cost(other)
        return self.setting.surely(_cheaper(name, other, ">="), self.numbers)

    def keeps_within(self, variant: str) -> bool:
        """Whether a variant does not exceed the prior's budget, where it has one."""
        if self.setting.model.within is None:
            return True
        axis, budget = self.setting.model.within
        relation = Relation((Apply(axis, (Name(variant),)), Name(budget)), ("<=",))
        return self.setting.surely(relation, self.numbers)

    def is_cheapest(self, variant: str) -> bool:
        """Strictly cheaper than every other variant."""
        rivals = [other for other in self.setting.written.prices if other != variant]
        return self.keeps_within(variant) and all(self.beats(variant, rival) for rival in rivals)

    def is_as_good(self, one: str, other: str) -> bool:
        """No worse on any axis, so no dearer under any cost that increases in each."""
        return all(self._compares(axis, one, "<=", other) for axis in self.setting.model.axes)

    def dominates(self, better: str, worse: str) -> bool:
        """No worse on every axis, better on one."""
        better_on = (self._compares(axis, better, "<", worse) for axis in self.setting.model.axes)
        return self.is_as_good(better, worse) and any(better_on)

    def _compares(self, axis: str, one: str, relation: str, other: str) -> bool:
        left, right = (Apply(axis, (Name(name),)) for name in (one, other))
        return self.setting.surely(Relation((left, right), (relation,)), self.numbers)


def _cheaper(one: str, other: str, relation: str) -> Relation:
    left, right = (Apply("cost", (Name(name),)) for name in (one, other))
    return Relation((left, right), (relation,))


class Field:
    """The contenders under one setting. `index[v]` is a variant's place in the model."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.symbols = setting.model.symbols
        self.names = tuple(setting.model.variants)
        self.index = {name: position for position, name in enumerate(self.names)}
        costs = [setting.costs[name] for name in self.names]
        self.lemmas: Mapping[Premise, Proof | None] = {}
        if self.symbols.functions:
            from mesaprior.engine.functions import settled_orders

            self.lemmas = settled_orders(setting.premises, costs, self.symbols)
        self.premises = (*setting.premises, *self.lemmas)
        self.system = System(self.premises, costs, self.symbols)
        self.vectors = [self.system.vector(cost) for cost in costs]
        self._levels = _levels(self.vectors)
        self.supports = [sum(1 << j for j, entry in enumerate(vector) if entry) for vector in self.vectors]
        self._in_facts = 0
        for fact in self.system.facts:
            self._in_facts |= fact.below
        self.impossible: dict[frozenset[tuple[Polynomial, bool]], bool] = {}
        """Whether the facts exclude comparisons (polynomial, strict), as far as it was asked."""
        self.neighbours: set[tuple[int, int]] = set()
        """Pairs (V, W), as far as found: V can beat all but W without beating W. If W can, and W can win at
        all, so can V: between numbers of the one kind and of the other lie numbers at which W ties with V and
        beats the rest, the facts holding there too, since everything is linear in the columns."""
        self.rate_columns = sum(
            1 << j
            for j, monomial in enumerate(self.system.columns)
            if any(atom == RATE for atom, _ in monomial)
        )

    # --- rows ------------------------------------------------------------------------------------

    def beats(self, winner: int, loser: int) -> Row:
        """`cost(loser) - cost(winner) > 0` as a row."""
        left, right = self.vectors[loser], self.vectors[winner]
        return Row(
            lambda: difference(left, right),
            lambda: self.premise_beats(winner, loser),
            self._masks(loser, winner),
            strict=True,
            scale=self.system.scale,
        )

    def not_beats(self, winner: int, loser: int) -> Row:
        """`cost(winner) - cost(loser) >= 0` as a row: the denial of `beats`."""
        left, right = self.vectors[winner], self.vectors[loser]
        return Row(
            lambda: difference(left, right),
            lambda: self.premise_not_beats(winner, loser),
            self._masks(winner, loser),
            strict=False,
            scale=self.system.scale,
        )

    def relevant(self, variant: int, *also: int) -> list[int]:
        """The opponents that could take part in a contradiction about these variants.

        An opponent with an atom that neither they nor the facts have can be made as dear as one likes
        (support screening); the bit test is the first round of the presolve for all opponents at once. What
        applies functions may be tied to others by their order, so there everybody could.
        """
        if self.symbols.functions:
            return [k for k in range(len(self.names)) if k != variant]
        allowed = self.supports[variant] | self._in_facts
        for other in also:
            allowed |= self.supports[other]
        foreign = ~allowed
        return [k for k, support in enumerate(self.supports) if not support & foreign and k != variant]

    def slope_row(self, left: int, right: int, *, strict: bool) -> Row:
        """`g*A > 0` or `>= 0` with `cost(left) - cost(right) = g*A + D`, as a row."""
        return self._part(left, right, self.rate_columns, strict)

    def rest_row(self, left: int, right: int, *, strict: bool) -> Row:
        """`D > 0` or `>= 0`, likewise."""
        return self._part(left, right, ~self.rate_columns, strict)

    def _part(self, left: int, right: int, columns: int, strict: bool) -> Row:
        """The columns of one part of `cost(left) - cost(right)`; the others are 0."""
        above, below = self._masks(left, right)

        def vector() -> list[int]:
            whole = difference(self.vectors[left], self.vectors[right])
            return [entry if columns >> j & 1 else 0 for j, entry in enumerate(whole)]

        def premise() -> Premise:
            slope, rest = self.slope_and_rest(left, right)
            part = times_rate(slope) if columns == self.rate_columns else rest
            return Premise(part, strict, f"a part of cost({self.names[left]}) - cost({self.names[right]})")

        return Row(
            vector, premise, (above & columns, below & columns), strict=strict, scale=self.system.scale
        )

    def premise_beats(self, winner: int, loser: int) -> Premise:
        return Premise(self.cost_gap(loser, winner), True, f"{self.names[winner]} beats {self.names[loser]}")

    def premise_not_beats(self, winner: int, loser: int) -> Premise:
        says = f"{self.names[winner]} does not beat {self.names[loser]}"
        return Premise(self.cost_gap(winner, loser), False, says)

    def cost_gap(self, left: int, right: int) -> Polynomial:
        """`cost(left) - cost(right)`."""
        return self.setting.costs[self.names[left]] - self.setting.costs[self.names[right]]

    def _masks(self, left: int, right: int) -> tuple[int, int]:
        """Where the left cost's entry is the larger, and where the smaller, column by column."""
        if self._levels is None:
            return masks(difference(self.vectors[left], self.vectors[right]))
        above = below = 0
        for one, other in zip(self._levels[left], self._levels[right], strict=True):
            above |= one & ~other
            below |= other & ~one
        return above, below

    # --- evidence --------------------------------------------------------------------------------

    def proof(self, refuted: Refuted, says: str) -> Proof:
        """The proof that the refuted rows cannot all hold, checked. Raises `SelfCheckFailed`."""
        premises: list[Premise] = []
        steps = refuted.steps(premises)
        proof = Proof(says, tuple(premises), steps, self.symbols.may_be_zero)
        if not proves(proof):
            raise SelfCheckFailed(f"the proof of {says!r} does not add up")
        return proof

    def proofs(self, refuted: Refuted, says: str) -> tuple[Proof, ...]:
        """The same, after the proofs of what it takes for known about functions."""
        proof = self.proof(refuted, says)
        used = (self.lemmas.get(premise) for premise in proof.premises) if self.lemmas else ()
        return (*(lemma for lemma in used if lemma is not None), proof)

    def example(self, numbers: Numbers | None, says: str, test: Callable[[Worth], bool]) -> Example | None:
        """Numbers as an example, after the facts and `test` were evaluated at them, as written.

        None stays None, and is what becomes of numbers that intervals do not settle; numbers that fail raise
        `SelfCheckFailed`.
        """
        if numbers is None:
            return None
        complete = self.setting.completed(numbers)
        if not self.setting.is_exact:
            shown = self.setting.facts_hold(complete) and test(Worth(self.setting, complete))
            return self._example(says, complete) if shown else None
        if not self.setting.facts_hold(complete) or not test(Worth(self.setting, complete)):
            raise SelfCheckFailed(f"the numbers found for {says!r} do not show it")
        return self._example(says, complete)

    def _example(self, says: str, complete: Numbers) -> Example:
        """What was left open, and the values of an unspecified function."""
        values = {atom: value for atom, value in complete.items() if atom.startswith("g(")}
        return Example(says, {**{atom: complete[atom] for atom in self.setting.open_atoms}, **values})

    # --- questions -------------------------------------------------------------------------------

    def ask(self, rows: Sequence[Row]) -> Refuted | Satisfied:
        """Whether the rows can hold under the facts; sound for `Refuted`, a hint for `Satisfied`."""
        return self.system.ask(rows)

    def ask_about(self, premises: Sequence[Premise]) -> Refuted | Numbers | None:
        """The same for any premises: refuted, exact numbers, or None where neither was found."""
        system = self._system_with(premises)
        answer = system.ask(())
        if isinstance(answer, Refuted):
            return answer
        return witness(self.setting, premises) if self._apply(premises) else system.numbers(answer, ())

    def refuted(self, premises: Sequence[Premise]) -> Refuted | None:
        """The refutation of any premises, if there is one. Numbers, which may take long, are not sought."""
        answer = self._system_with(premises).ask(())
        return answer if isinstance(answer, Refuted) else None

    def _system_with(self, premises: Sequence[Premise]) -> System:
        given = self.premises if self._apply(premises) else self.setting.premises
        return System([*given, *premises], (), self.symbols)

    def _apply(self, premises: Sequence[Premise]) -> bool:
        """Whether functions are applied in the facts or in what is asked."""
        functions = self.symbols.functions.keys()
        return bool(functions) and any(
            premise.polynomial.atoms & functions for premise in (*self.setting.premises, *premises)
        )

    def numbers(self, answer: Satisfied, rows: Sequence[Row]) -> Numbers | None:
        """Numbers for the atoms from the solver's columns; where functions are applied, by trying some."""
        if self.symbols.functions:
            return witness(self.setting, [row.premise() for row in rows])
        return self.system.numbers(answer, rows)

    # --- what is said ----------------------------------------------------------------------------

    def formula(self, polynomial: Polynomial) -> Formula:
        return Formula.of(polynomial, self.symbols)

    def compare(self, polynomial: Polynomial, relation: str) -> Comparison:
        return Comparison.of(polynomial, relation, self.symbols)

    def slope_and_rest(self, left: int, right: int) -> tuple[Polynomial, Polynomial]:
        """`(A, D)` with `cost(left) - cost(right) = g*A + D`."""
        parts = self.cost_gap(left, right).split_by_rate()
        return parts.get(1, NOTHING), parts.get(0, NOTHING)


def witness(setting: Setting, premises: Sequence[Premise]) -> Numbers | None:
    """Numbers for premises that apply functions; most models have none."""
    from mesaprior.engine.witness import found

    return found(setting, premises)


NOTHING = Polynomial({})


def times_rate(polynomial: Polynomial) -> Polynomial:
    """`g * polynomial`."""
    return polynomial * Polynomial.atom(RATE)


_MOST_LEVELS = 6
"""Distinct entries up to which masks come from comparing bit sets instead of columns one by one."""


def _levels(vectors: Iterable[Sequence[int]]) -> list[tuple[int, ...]] | None:
    """For each vector, for each entry value that occurs, the bit set of columns at least that large.

    Two vectors are then compared with a handful of bit operations, however many columns they have.
    """
    vectors = list(vectors)
    values = sorted({entry for vector in vectors for entry in vector})[1:]
    if len(values) > _MOST_LEVELS:
        return None
    return [
        tuple(sum(1 << j for j, entry in enumerate(vector) if entry >= value) for value in values)
        for vector in vectors
    ]

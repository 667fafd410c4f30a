"""What a model's costs and facts are as functions of one number, all others being known.

Floor: `engine`. A `Course` gives polynomials in that number whose signs are those of the differences of
costs, of what a budget leaves and of facts; where functions are applied to the number it gives them as far
as there are any (`told_alone`), else None.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.applications import put_in
from mesaprior.engine.beats import room
from mesaprior.engine.reason.univariate import Coefficients, of_powers, sign_at
from mesaprior.engine.setting import Setting
from mesaprior.errors import SelfCheckFailed
from mesaprior.limits import ROOT_DEGREE

Powers = Mapping[int, Fraction]


@dataclass(frozen=True)
class Bound:
    """A fact as far as it speaks of the number: `polynomial relation 0`; None where it is no polynomial."""

    polynomial: Coefficients | None
    relation: str
    fact: str


class Known:
    """A setting in which every number is known, and where each of them is used."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.symbols = setting.model.symbols
        self.costs = {name: setting.model.cost_of(name) for name in setting.model.variants}
        self._uses: dict[str, dict[Atom, dict[int, Fraction]]] = {}
        self.users: dict[Atom, list[str]] = {}
        for name, cost in self.costs.items():
            for atom in self.symbols.inside(cost):
                self.users.setdefault(atom, []).append(name)

    def powers(self, name: str, atom: Atom) -> dict[int, Fraction]:
        """The cost of a variant as powers of one atom, where no function is applied."""
        if name not in self._uses:
            self._uses[name] = _by_atom(self.costs[name], self.setting.numbers)
        worth = self.setting.costs[name].value
        assert worth is not None
        own = self._uses[name].get(atom)
        if own is None:
            return {0: worth}
        value = self.setting.numbers[atom]
        rest = worth - sum((part * value**power for power, part in own.items()), Fraction(0))
        return {**own, 0: rest}

    def along(self, atom: Atom, polynomial: Polynomial) -> Polynomial:
        """A polynomial with every number but one put in."""
        numbers = {other: value for other, value in self.setting.numbers.items() if other != atom}
        return put_in(polynomial, numbers, self.symbols)


def _by_atom(cost: Polynomial, numbers: Mapping[Atom, Fraction]) -> dict[Atom, dict[int, Fraction]]:
    """For each atom, what its powers are multiplied by: the products that have it, all else put in."""
    found: dict[Atom, dict[int, Fraction]] = {}
    for monomial, value in cost:
        for atom, power in monomial:
            part = value
            for other, exponent in monomial:
                if other != atom:
                    part *= numbers[other] ** exponent
            own = found.setdefault(atom, {})
            own[power] = own.get(power, Fraction(0)) + part
    return found


class Course:
    """One number on its way, the others as they are."""

    def __init__(self, known: Known, atom: Atom) -> None:
        self.known = known
        self.setting = known.setting
        self.atom = atom
        self.value = known.setting.numbers[atom]
        self.users = frozenset(known.users.get(atom, ()))
        self._gaps: dict[tuple[str, str], Coefficients | None] = {}
        self._powers: dict[str, dict[int, Fraction]] = {}

    def gap(self, one: str, other: str) -> Coefficients | None:
        """A polynomial with the sign of `cost(one) - cost(other)`; None where there is none."""
        key = (one, other)
        if key not in self._gaps:
            self._gaps[key] = self._gap(one, other)
        return self._gaps[key]

    def _gap(self, one: str, other: str) -> Coefficients | None:
        if not self.known.symbols.functions:
            powers = dict(self._of(one))
            for power, value in self._of(other).items():
                powers[power] = powers.get(power, Fraction(0)) - value
            return _capped(of_powers(powers))
        return self._told(self.curves[one] - self.curves[other])

    def _of(self, name: str) -> dict[int, Fraction]:
        if name not in self._powers:
            self._powers[name] = self.known.powers(name, self.atom)
        return self._powers[name]

    @cached_property
    def curves(self) -> dict[str, Polynomial]:
        """Each cost with every number but this one put in."""
        return {name: self.known.along(self.atom, cost) for name, cost in self.known.costs.items()}

    def _told(self, polynomial: Polynomial) -> Coefficients | None:
        symbols = self.known.symbols
        if self.atom not in symbols.inside(polynomial):
            from mesaprior.engine.constants import sign

            found = sign(polynomial, symbols)
            return None if found is None else (found,) if found else ()
        if symbols.functions.keys().isdisjoint(polynomial.atoms):
            return _capped(of_powers(powers_of(polynomial, self.atom)))
        from mesaprior.engine.sensitive.told_alone import told_alone

        told = told_alone(polynomial, self.atom, symbols)
        return None if told is None else _capped(told)

    @cached_property
    def rooms(self) -> dict[str, Coefficients]:
        """What the budget leaves to each variant, under a prior that has one."""
        if self.setting.model.within is None:
            return {}
        free = _without(self.setting, self.atom)
        return {name: of_powers(powers_of(room(free, name), self.atom)) for name in self.known.costs}

    @cached_property
    def bounds(self) -> tuple[Bound, ...]:
        """The facts that speak of this number."""
        return tuple(self._bounds())

    def _bounds(self) -> Iterator[Bound]:
        for fact in (*self.setting.facts, *self.setting.assumed):
            for difference, relation in fact.comparisons:
                if self.atom not in self.known.symbols.inside(difference):
                    continue
                told = self._told(self.known.along(self.atom, difference))
                if told is None or len(told) > 1:
                    yield Bound(told, relation, fact.text)

    def cheapest(self, x: Fraction) -> tuple[str, ...] | None:
        """Who has the lowest cost where the number is x; None where that is not decided."""
        within = [name for name in self.known.costs if self.keeps_within(name, x)]
        if not within:
            return tuple(self.known.costs)  # all are infinitely dear
        if self.known.symbols.functions:
            from mesaprior.engine.constants import behind

            numbers = {self.atom: x}
            costs = {name: put_in(self.curves[name], numbers, self.known.symbols) for name in within}
            found = behind(costs, self.known.symbols)
            return tuple(name for name in within if found[name] == 0) if found else None
        costs_there = {name: _worth(self._of(name), x) for name in within}
        least = min(costs_there.values())
        return tuple(name for name, cost in costs_there.items() if cost == least)

    def keeps_within(self, name: str, x: Fraction) -> bool:
        return name not in self.rooms or sign_at(self.rooms[name], x) >= 0

    @property
    def is_shared(self) -> bool:
        """Whether all costs change alike when it moves."""
        first, *others = self.known.costs
        return all((gap := self.gap(other, first)) is not None and len(gap) < 2 for other in others) and all(
            len(left) < 2 for left in self.rooms.values()
        )

    @property
    def may_be_zero(self) -> bool:
        return self.atom in self.known.symbols.may_be_zero


def _capped(polynomial: Coefficients) -> Coefficients | None:
    return polynomial if len(polynomial) <= ROOT_DEGREE + 1 else None


def _worth(powers: Powers, x: Fraction) -> Fraction:
    return sum((value * x**power for power, value in powers.items() if value), Fraction(0))


def powers_of(polynomial: Polynomial, atom: Atom) -> dict[int, Fraction]:
    """A polynomial in one atom by its powers. Raises `SelfCheckFailed` where it has another."""
    found: dict[int, Fraction] = {}
    for monomial, value in polynomial:
        if monomial and (len(monomial) > 1 or monomial[0][0] != atom):
            raise SelfCheckFailed(f"not every number but {atom} was put in")
        power = dict(monomial).get(atom, 0)
        found[power] = found.get(power, Fraction(0)) + value
    return found


def _without(setting: Setting, atom: Atom) -> Setting:
    """The same circumstances with one number left open."""
    numbers = {other: value for other, value in setting.numbers.items() if other != atom}
    if atom == RATE:
        return setting.without_rate
    return Setting(setting.model, setting.scenario, numbers, setting.facts, setting.assumed, ())

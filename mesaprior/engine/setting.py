"""A model under circumstances: the facts in force, the numbers put in, the rate that was asked.

Everything the engine decides, it decides in a `Setting`. Known numbers are substituted here, once; facts
become premises here, once; and here the compiled form is compared with the formulas as they were written,
at points that nobody chose, by the evaluator that shares no code with it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise

from mesaprior.algebra import RATE, Atom, Numbers, Polynomial, is_free
from mesaprior.applications import put_in
from mesaprior.engine.reason.evaluate import Written, cost_of, holds, value_of
from mesaprior.errors import InputError, SelfCheckFailed, did_you_mean, one_of, refuse
from mesaprior.language import Name, Relation, parse_expression, write
from mesaprior.model import COMPARE, Fact, Model, checked_number, parsed_fact
from mesaprior.model.names import no_rate
from mesaprior.results import Circumstances, Premise
from mesaprior.symbols import Symbols


@dataclass(frozen=True)
class Setting:
    """`numbers`: the known atoms, `g` among them where a rate was asked. `premises`: what the facts say
    about the atoms that are left. Made by `Setting.of`."""

    model: Model
    scenario: str | None
    numbers: Numbers
    facts: tuple[Fact, ...]
    assumed: tuple[Fact, ...]
    premises: tuple[Premise, ...]

    @classmethod
    def of(
        cls,
        model: Model,
        *,
        g: Fraction | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Fraction] | None = None,
        assume: Sequence[str] = (),
    ) -> Setting:
        """The model with a scenario's numbers, single numbers that override them (`"c(combine)"` -> 12),
        further assumptions, and a rate.

        Raises `InputError` for unknown names, numbers that are not positive, and numbers that break a
        fact. Whether the facts contradict each other is asked by `consistency`.
        """
        known = dict(scenario_numbers(model, scenario))
        known |= single_numbers(model, numbers or {})
        if g is not None:
            if model.symbols.rate_of == "unspecified":
                raise InputError([no_rate()])
            known[RATE] = checked_rate(g)
        assumed = tuple(_assumption(text, model) for text in assume)
        facts = (*model.facts, *assumed)
        premises = tuple(premise for fact in facts for premise in _premises(fact, known, model.symbols))
        return cls(model, scenario, known, model.facts, assumed, premises)

    @property
    def g(self) -> Fraction | None:
        return self.numbers.get(RATE)

    @cached_property
    def costs(self) -> Mapping[str, Polynomial]:
        """The cost of each variant in the atoms that are left; a number where none is."""
        return {name: self.known(self.model.cost_of(name)) for name in self.model.variants}

    @cached_property
    def prices(self) -> Mapping[str, Mapping[str, Polynomial]]:
        """The price of each variant on each axis, likewise."""
        return {
            name: {axis: self.known(price) for axis, price in variant.prices.items()}
            for name, variant in self.model.variants.items()
        }

    @cached_property
    def open_atoms(self) -> tuple[Atom, ...]:
        """The atoms still unknown, in the model's order, `g` last."""
        symbols = self.model.symbols
        used = {atom for cost in self.costs.values() for atom in symbols.inside(cost)}
        used |= {
            a for prices in self.prices.values() for price in prices.values() for a in symbols.inside(price)
        }
        used |= {atom for premise in self.premises for atom in symbols.inside(premise.polynomial)}
        if self.model.within is not None and self.model.within[1] not in self.numbers:
            used.add(self.model.within[1])
        rank = symbols.rank
        return tuple(sorted(used, key=lambda atom: (atom == RATE, rank[atom])))

    @cached_property
    def written(self) -> Written:
        """The model's formulas for the evaluator."""
        return Written(
            {name: variant.written for name, variant in self.model.variants.items()}, self.model.cost_written
        )

    @cached_property
    def without_rate(self) -> Setting:
        """The same circumstances with the rate left open."""
        if self.g is None:
            return self
        return self.with_numbers({atom: value for atom, value in self.numbers.items() if atom != RATE})

    @cached_property
    def without_numbers(self) -> Setting:
        """The same facts and assumptions with everything left open."""
        return self.with_numbers({}) if self.numbers else self

    def without(self, atoms: Iterable[Atom]) -> Setting:
        """The same circumstances with some quantities left open."""
        left = set(atoms)
        return self.with_numbers({atom: value for atom, value in self.numbers.items() if atom not in left})

    def with_numbers(self, numbers: Numbers) -> Setting:
        """The same facts and assumptions with these numbers in place of all that were known."""
        premises = tuple(
            premise
            for fact in (*self.facts, *self.assumed)
            for premise in _premises(fact, numbers, self.model.symbols)
        )
        return Setting(self.model, self.scenario, numbers, self.facts, self.assumed, premises)

    def circumstances(self) -> Circumstances:
        """What the answer was given under, to be echoed."""
        return Circumstances(
            model=self.model.name,
            title=self.model.title,
            prior=self.model.prior,
            cost=write(self.model.cost_written),
            within=" <= ".join(self.model.within) if self.model.within else None,
            facts=tuple(fact.text for fact in self.facts),
            assumed=tuple(fact.text for fact in self.assumed),
            scenario=self.scenario,
            numbers=self.numbers,
            latex=self.model.symbols.latex,
        )

    def known(self, polynomial: Polynomial) -> Polynomial:
        """A polynomial with the numbers in force put in."""
        return put_in(polynomial, self.numbers, self.model.symbols)

    @cached_property
    def is_exact(self) -> bool:
        """Whether everything has an exact value once the numbers are there: no logarithm, no root."""
        return all(known.kind == "g" for known in self.model.symbols.functions.values())

    def are_exact(self, polynomials: Iterable[Polynomial]) -> bool:
        """Whether these have exact values, whatever else the model speaks of."""
        functions = self.model.symbols.functions
        atoms = {atom for polynomial in polynomials for monomial, _ in polynomial for atom, _ in monomial}
        return all(functions[atom].kind == "g" for atom in atoms & functions.keys())

    @property
    def costs_are_exact(self) -> bool:
        """Prices and costs are; a claim may speak of logarithms that no variant pays."""
        prices = (price for variant in self.model.variants.values() for price in variant.prices.values())
        return self.are_exact([*map(self.model.cost_of, self.model.variants), *prices])

    def completed(self, numbers: Numbers) -> dict[Atom, Fraction]:
        """`numbers` with the known ones, and 1 for whatever plays no part."""
        return {**dict.fromkeys(self.model.symbols.order, Fraction(1)), **numbers, **self.numbers}

    def facts_hold(self, numbers: Numbers) -> bool:
        """Every fact, as written, at a complete set of numbers; prices positive as declared."""
        zero = self.model.symbols.may_be_zero
        positive = all(
            value > 0 or (value == 0 and atom in zero) or is_free(atom) for atom, value in numbers.items()
        )
        return (
            positive
            and rises(numbers)
            and all(self.surely(fact.written, numbers) for fact in (*self.facts, *self.assumed))
        )

    def surely(self, relation: Relation, numbers: Numbers) -> bool:
        """Whether a comparison, as written, holds at a complete set of numbers; where a value is irrational,
        whether intervals show that it does."""
        if self.is_exact:
            return holds(relation, numbers, self.written)
        from mesaprior.engine.reason.enclose import surely

        try:
            return surely(relation, numbers, self.written) is True
        except (ArithmeticError, ValueError):
            return False

    def check_compiled(self, points: int = 2) -> None:
        """Compares costs and premises with the written formulas at random points.

        Raises `SelfCheckFailed` where the compiled form and the formula as written differ: two
        polynomials that agree at random points of a large range are equal but for a vanishing chance.
        """
        if self.model.symbols.functions:
            from mesaprior.engine.functions import check_compiled_functions

            return check_compiled_functions(self, points)
        source = random.Random(20)
        for _ in range(points):
            numbers = self.completed(
                {atom: Fraction(source.randint(1, 10**6)) for atom in self.model.symbols.order}
            )
            for name, cost in self.costs.items():
                if cost.substitute(numbers).value != cost_of(name, numbers, self.written):
                    raise SelfCheckFailed(f"the compiled cost of {name} differs from its formula")
            for fact in (*self.facts, *self.assumed):
                compiled = all(
                    COMPARE[relation](_number(difference.substitute(numbers)))
                    for difference, relation in fact.comparisons
                )
                if compiled != holds(fact.written, numbers, self.written):
                    raise SelfCheckFailed(f"the compiled form of {fact.text} differs from the fact")
        return None


def rises(numbers: Numbers) -> bool:
    """Whether the values of an unspecified function, `g(3/2)`, rise with what it is applied to."""
    try:
        known = [(Fraction(atom[2:-1]), value) for atom, value in numbers.items() if atom.startswith("g(")]
    except ValueError:
        return False  # a value at an irrational number
    return all(one[1] < other[1] for one, other in pairwise(sorted(known)))


def _number(polynomial: Polynomial) -> Fraction:
    value = polynomial.value
    assert value is not None
    return value


def scenario_numbers(model: Model, scenario: str | None) -> Numbers:
    """The numbers of a named scenario; none where none is named."""
    if scenario is None:
        return {}
    if scenario not in model.scenarios:
        names = list(model.scenarios)
        help = did_you_mean(scenario, names) or (
            f"the scenarios are {one_of(names)}" if names else "this model has no scenario"
        )
        raise refuse("unknown-scenario", f"unknown scenario {scenario!r}", help)
    return model.scenarios[scenario]


def single_numbers(model: Model, numbers: Mapping[str, Fraction]) -> dict[Atom, Fraction]:
    """`"c(combine)" -> 12`: single prices or parameters by name."""
    found: dict[Atom, Fraction] = {}
    for text, value in numbers.items():
        node = model.names.formula(parse_expression(text))
        atom = write(node)
        if atom not in model.symbols.rank or node == Name(RATE):
            help = "name one price or parameter, as in 'c(combine)=12'"
            raise refuse(
                "cannot-be-set", f"{text!r} is not a single price or parameter", help, span=(0, len(text))
            )
        found[atom] = checked_number(atom, value, model.symbols.may_be_zero)
    return found


def checked_rate(g: Fraction) -> Fraction:
    """The rate is positive. Raises `InputError` otherwise."""
    if g <= 0:
        raise refuse(
            "rate-not-positive", f"the rate g must be positive, not {g}", "g -> 0 is the speed prior itself"
        )
    return g


def _assumption(text: str, model: Model) -> Fact:
    try:
        return parsed_fact(text, model)
    except InputError as error:
        raise InputError(problem.in_text("assumption", text) for problem in error.problems) from None


def _premises(fact: Fact, numbers: Numbers, symbols: Symbols) -> Iterable[Premise]:
    """`a - b < 0` -> `b - a > 0`; an equation is two premises; what the numbers settle is left out."""
    for difference, relation in fact.comparisons:
        rest = put_in(difference, numbers, symbols)
        value = rest.value
        if value is not None:
            if not COMPARE[relation](value):
                raise refuse(
                    "fact-broken",
                    f"the numbers in force break the fact {fact.text}",
                    "change a number or the fact",
                )
            continue
        if symbols.functions:
            from mesaprior.engine.functions import told

            rest = told(rest, symbols)
        strict = relation in "<>"
        if relation in {"<", "<=", "=="}:
            yield Premise(-rest, strict, fact.text)
        if relation in {">", ">=", "=="}:
            yield Premise(rest, strict, fact.text)


__all__ = ["Setting", "checked_rate", "scenario_numbers", "single_numbers", "value_of"]

"""What a built model is: variants with prices, facts, the cost; and how problems are collected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mesaprior.algebra import RATE, Numbers, Polynomial
from mesaprior.errors import InputError, Loc, Problem
from mesaprior.language import Apply, Name, Node, Relation, write
from mesaprior.model.expand import Expansion
from mesaprior.model.names import Names
from mesaprior.model.variants import Variant
from mesaprior.spec import ModelEntry, PriorEntry, Verdict
from mesaprior.symbols import Symbols

if TYPE_CHECKING:
    from mesaprior.language import Claim
    from mesaprior.model.trees import Family


@dataclass(frozen=True)
class Fact:
    """An assumption: `written` as a formula, `comparisons` as polynomials compared with 0."""

    text: str
    written: Relation
    comparisons: tuple[tuple[Polynomial, str], ...]
    loc: Loc = ()


@dataclass(frozen=True)
class Statement:
    """A claim of the model: what it says in words and as a formula, what it assumes beside the facts, and
    what is expected of it. With a `prior` of its own, it is a claim about `model_under(model, prior)`."""

    id: str
    says: str | None
    text: str
    """`written` in the language's own spelling."""
    written: Claim
    assuming: tuple[Fact, ...] = ()
    expect: Verdict | None = None
    prior: str | PriorEntry | None = None
    note: str | None = None
    loc: Loc = ()


@dataclass(frozen=True)
class Model:
    """A model that can be asked. `cost` is the prior's polynomial in the axes' own names, `g` and
    parameters; `scenarios` map atoms and parameters to exact numbers."""

    name: str
    title: str | None
    prior: str
    cost: Polynomial
    cost_written: Node
    axes: tuple[str, ...]
    symbols: Symbols
    variants: Mapping[str, Variant]
    facts: tuple[Fact, ...]
    scenarios: Mapping[str, Numbers]
    names: Names
    spec: ModelEntry
    expansion: Expansion = field(repr=False)
    claims: tuple[Statement, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    """Claims of the model, by id, that mean nothing under the prior it is asked under, with the reason."""
    families: Mapping[str, Family] = field(default_factory=dict)
    """The trees of choices, whose members are variants where they are few enough."""
    within: tuple[str, str] | None = None
    """An axis and the parameter that it must not exceed, under a prior with a hard budget."""

    @cached_property
    def _costs(self) -> dict[str, Polynomial]:
        return {name: self.cost_of_prices(variant.prices) for name, variant in self.variants.items()}

    def cost_of(self, variant: str) -> Polynomial:
        """The cost of a variant as a polynomial in atoms, `g` and parameters."""
        return self._costs[variant]

    def cost_of_prices(self, prices: Mapping[str, Polynomial]) -> Polynomial:
        """What the prior charges for these prices; for variants it is worked out once, since questions must
        not use up the budget of the model's formulas."""

        def lookup(node: Name | Apply) -> Polynomial:
            assert isinstance(node, Name)
            return prices.get(node.name) or _atom_or_zero(node.name, prices)

        return Expansion(lookup, self.expansion.budget, self.symbols).polynomial(self.cost_written)

    @property
    def depends_on_rate(self) -> bool:
        return RATE in self.symbols.inside(self.cost)

    @cached_property
    def is_linear_in_rate(self) -> bool:
        """Whether the cost is `g*A + B`, the rate nowhere in A, in B or in what a function is applied to."""
        functions = self.symbols.functions
        for atom in self.cost.atoms & functions.keys():
            if RATE in self.symbols.inside(functions[atom].argument):
                return False
        return set(self.cost.split_by_rate()) <= {0, 1}


def _atom_or_zero(name: str, prices: Mapping[str, Polynomial]) -> Polynomial:
    """A parameter or the rate; a price that is 0 is an empty polynomial and stays one."""
    return prices[name] if name in prices else Polynomial.atom(name)


class Problems:
    """Collects what goes wrong, so that everything wrong is said at once."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    @contextmanager
    def at(self, *loc: str | int) -> Iterator[None]:
        """Runs a step; its problems are kept, with the place below `loc`."""
        try:
            yield
        except InputError as error:
            self.found += [problem.at(loc) for problem in error.problems]

    def stop_if_any(self) -> None:
        if self.found:
            raise InputError(self.found)


def atom_of(node: Name | Apply) -> Polynomial:
    """A name or an application that stands for itself."""
    return Polynomial.atom(write(node))

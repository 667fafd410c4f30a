"""ModelSpec to Model: every formula parsed, resolved, expanded; every problem collected with its loc."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction

from mesaprior.algebra import RATE, Atom, Budget, Numbers, Polynomial
from mesaprior.errors import InputError, Loc, Problem, did_you_mean, refuse
from mesaprior.language import (
    Apply,
    Name,
    Node,
    Number,
    Relation,
    parse_expression,
    parse_name,
    parse_relation,
    write,
)
from mesaprior.model.expand import Expansion
from mesaprior.model.names import AXIS_KEYS, Names, terms_of_price
from mesaprior.priors import NAMED_PRIORS
from mesaprior.spec import FactSpec, ModelSpec, ParameterSpec
from mesaprior.symbols import Symbols


@dataclass(frozen=True)
class Variant:
    """A program type. `prices[axis]` is a polynomial in the atoms `axis(term)` and parameters."""

    name: str
    title: str | None
    tags: tuple[str, ...]
    prices: Mapping[str, Polynomial]
    written: Mapping[str, Node]
    """The same prices as formulas, terms spelled `axis(term)`."""


@dataclass(frozen=True)
class Fact:
    """An assumption: `written` as a formula, `comparisons` as polynomials compared with 0."""

    text: str
    written: Relation
    comparisons: tuple[tuple[Polynomial, str], ...]
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
    spec: ModelSpec
    expansion: Expansion = field(repr=False)

    def cost_of(self, variant: str) -> Polynomial:
        """The cost of a variant as a polynomial in atoms, `g` and parameters."""
        prices = self.variants[variant].prices

        def lookup(node: Name | Apply) -> Polynomial:
            assert isinstance(node, Name)
            return prices.get(node.name) or _atom_or_zero(node.name, prices)

        return Expansion(lookup, self.expansion.budget, self.symbols.may_be_zero).polynomial(
            self.cost_written
        )

    @property
    def depends_on_rate(self) -> bool:
        return RATE in self.cost.atoms


def _atom_or_zero(name: str, prices: Mapping[str, Polynomial]) -> Polynomial:
    """A parameter or the rate; a price that is 0 is an empty polynomial and stays one."""
    return prices[name] if name in prices else Polynomial.atom(name)


NOTHING = Number(Fraction(0))
"""Stands for a formula that could not be read, while the rest of the model is looked at."""


class _Problems:
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


def build(spec: ModelSpec) -> Model:
    """The model that `spec` describes.

    Raises `InputError` with every problem of every formula: each has a `loc` into the spec and, where a
    formula is at fault, a `span` into its text.
    """
    problems = _Problems()
    axes = (*AXIS_KEYS, *spec.axes)
    parameters = dict(spec.parameters)
    if not isinstance(spec.prior, str):
        parameters |= spec.prior.parameters
    prices = _parsed_prices(spec, axes, problems)
    terms = _terms(spec, prices, parameters)
    rate_of = NAMED_PRIORS[spec.prior].rate_of if isinstance(spec.prior, str) else "product"
    names = Names(
        frozenset(terms),
        frozenset(spec.variants),
        frozenset(parameters),
        axes,
        bool(spec.terms),
        rate_is_function=rate_of == "function",
    )
    zero = frozenset(
        f"{axis}({write(parse_name(term))})"
        for term, said in spec.terms.items()
        if said.may_be_zero
        for axis in axes
    )
    order = (RATE, *parameters, *(f"{axis}({term})" for axis in axes for term in terms))
    symbols = Symbols(order, zero, _latex_names(spec, parameters), rate_of)
    expansion = Expansion(_atom_of, Budget(), zero)

    variants = _variants(spec, prices, names, expansion, problems)
    cost_text, cost_loc = _cost_text(spec, problems)
    cost_node: Node = NOTHING
    cost = Polynomial({})
    with problems.at(*cost_loc):
        cost_node = names.cost(parse_expression(cost_text))
        cost = _checked_cost(expansion.polynomial(cost_node))
    model = Model(
        name=spec.name,
        title=spec.title,
        prior=spec.prior if isinstance(spec.prior, str) else "custom",
        cost=cost,
        cost_written=cost_node,
        axes=axes,
        symbols=symbols,
        variants=variants,
        facts=(),
        scenarios=_scenarios(spec, names, zero, problems),
        names=names,
        spec=spec,
        expansion=expansion,
    )
    return _with_facts(model, parameters, problems)


def parsed_fact(text: str, model: Model, loc: Loc = ()) -> Fact:
    """A fact or an assumption in the model's names. Raises `InputError` with spans into `text`."""
    relation = model.names.relation(parse_relation(text))

    def lookup(node: Name | Apply) -> Polynomial:
        if isinstance(node, Apply):
            argument = write(node.arguments[0])
            if argument in model.variants:
                return (
                    model.cost_of(argument)
                    if node.head == "cost"
                    else model.variants[argument].prices[node.head]
                )
        return _atom_of(node)

    expansion = Expansion(lookup, model.expansion.budget, model.symbols.may_be_zero)
    return Fact(write(relation), relation, tuple(expansion.differences(relation)), loc)


def _atom_of(node: Name | Apply) -> Polynomial:
    return Polynomial.atom(write(node))


def _parsed_prices(spec: ModelSpec, axes: tuple[str, ...], problems: _Problems) -> dict[str, dict[str, Node]]:
    parsed: dict[str, dict[str, Node]] = {}
    for name, variant in spec.variants.items():
        texts = {"c": variant.complexity, "t": variant.time, **(variant.__pydantic_extra__ or {})}
        parsed[name] = {}
        for axis in axes:
            with problems.at("variants", name, AXIS_KEYS.get(axis, axis)):
                if axis not in texts:
                    raise refuse(
                        "missing-axis", f"{name!r} has no price on the axis {axis!r}", f"add {axis}: 0"
                    )
                parsed[name][axis] = parse_expression(texts[axis])
    return parsed


def _terms(
    spec: ModelSpec, prices: dict[str, dict[str, Node]], parameters: Mapping[str, ParameterSpec]
) -> dict[str, None]:
    """Every term once, in the order of declaration or, where none is declared, of first use."""
    if spec.terms:
        return dict.fromkeys(write(parse_name(term)) for term in spec.terms)
    used = (
        term
        for nodes in prices.values()
        for node in nodes.values()
        for term in terms_of_price(node, parameters)
    )
    return dict.fromkeys(used)


def _latex_names(spec: ModelSpec, parameters: Mapping[str, ParameterSpec]) -> dict[str, str]:
    said = {write(parse_name(term)): record.latex for term, record in spec.terms.items()}
    said |= {name: record.latex for name, record in parameters.items()}
    return {name: text for name, text in said.items() if text}


def _variants(
    spec: ModelSpec,
    parsed: dict[str, dict[str, Node]],
    names: Names,
    expansion: Expansion,
    problems: _Problems,
) -> dict[str, Variant]:
    variants = {}
    for name, nodes in parsed.items():
        prices: dict[str, Polynomial] = {}
        written: dict[str, Node] = {}
        for axis, node in nodes.items():
            written[axis], prices[axis] = NOTHING, Polynomial({})
            with problems.at("variants", name, AXIS_KEYS.get(axis, axis)):
                written[axis] = names.price(node, axis)
                prices[axis] = _checked_price(expansion.polynomial(written[axis]), names.parameters)
        said = spec.variants[name]
        variants[name] = Variant(name, said.title, tuple(said.tags), prices, written)
    return variants


def _checked_price(price: Polynomial, parameters: frozenset[str]) -> Polynomial:
    """A price is a sum of terms with non-negative coefficients, parameters as factors, plus a constant."""
    if not price.is_nonnegative_by_signs:
        raise refuse(
            "negative-price", "something is subtracted in this price", "a price is a sum of what is paid"
        )
    for monomial in price.coefficients:
        terms = [(atom, exponent) for atom, exponent in monomial if atom not in parameters]
        if len(terms) > 1 or any(exponent != 1 for _, exponent in terms):
            raise refuse(
                "product-of-terms",
                "a term is multiplied or divided by a term",
                "give the product a term of its own; numbers and parameters may be factors",
            )
    return price


def _cost_text(spec: ModelSpec, problems: _Problems) -> tuple[str, Loc]:
    """The prior's formula and where it stands; a named prior adds the weighted extra axes."""
    if not isinstance(spec.prior, str):
        return spec.prior.cost, ("prior", "cost")
    named = NAMED_PRIORS[spec.prior]
    text = named.cost
    if named.weighs_axes:
        for axis, said in spec.axes.items():
            with problems.at("axes", axis):
                if said.weight is None:
                    raise refuse(
                        "axis-without-weight",
                        f"the prior {spec.prior!r} does not say what the axis {axis!r} costs",
                        "add weight: 1 (or a parameter), or write prior: {cost: ...} with every axis",
                    )
                parse_expression(said.weight)
                text += f" + ({said.weight})*{axis}"
    return text, ("prior",)


def _checked_cost(cost: Polynomial) -> Polynomial:
    powers = set(cost.split_by_rate())
    if not powers <= {0, 1}:
        raise refuse(
            "prior-not-decided",
            "this cost is not linear in the rate g",
            "this version decides costs of the form g*(...) + (...)",
        )
    if not cost:
        raise refuse("prior-not-increasing", "this cost charges nothing", "for example g*c + t")
    return cost


def _scenarios(
    spec: ModelSpec, names: Names, zero: frozenset[Atom], problems: _Problems
) -> dict[str, dict[Atom, Fraction]]:
    scenarios: dict[str, dict[Atom, Fraction]] = {}
    for name, said in spec.scenarios.items():
        numbers: dict[Atom, Fraction] = {}
        for axis, prices in {"c": said.c, "t": said.t, **(said.__pydantic_extra__ or {})}.items():
            for term, value in prices.items():
                with problems.at("scenarios", name, axis, term):
                    atom = f"{axis}({_known_term(term, names)})"
                    numbers[atom] = checked_number(atom, value, zero)
        for parameter, value in said.parameters.items():
            with problems.at("scenarios", name, "parameters", parameter):
                if parameter not in names.parameters:
                    help = did_you_mean(parameter, names.parameters)
                    raise refuse("unknown-parameter", f"unknown parameter {parameter!r}", help)
                numbers[parameter] = checked_number(parameter, value, zero)
        scenarios[name] = numbers
    return scenarios


def _known_term(text: str, names: Names) -> str:
    term = write(parse_name(text))
    if term not in names.terms:
        raise refuse("unknown-term", f"unknown term {term!r}", did_you_mean(term, names.terms))
    return term


def checked_number(atom: Atom, value: Fraction, zero: frozenset[Atom]) -> Fraction:
    """A price or parameter is positive; a term that may be zero may be 0."""
    if value < 0:
        raise refuse("negative-price", f"{atom} is negative", "prices are positive")
    if value == 0 and atom not in zero:
        raise refuse(
            "zero-price", f"{atom} is zero", "prices are positive; declare the term with may_be_zero: true"
        )
    return value


def _with_facts(model: Model, parameters: Mapping[str, ParameterSpec], problems: _Problems) -> Model:
    facts = [parsed_fact(text, model, loc) for text, loc in _parameter_bounds(model.spec, parameters)]
    for position, said in enumerate(model.spec.facts):
        loc: Loc = ("facts", position, "formal") if isinstance(said, FactSpec) else ("facts", position)
        with problems.at(*loc):
            facts.append(parsed_fact(said.formal if isinstance(said, FactSpec) else said, model, loc))
    problems.stop_if_any()
    _check_scenarios_keep_facts(model, facts, problems)
    problems.stop_if_any()
    return replace(model, facts=tuple(facts))


def _parameter_bounds(spec: ModelSpec, parameters: Mapping[str, ParameterSpec]) -> Iterator[tuple[str, Loc]]:
    for name, said in parameters.items():
        section = ("parameters", name) if name in spec.parameters else ("prior", "parameters", name)
        bounds = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
        for key, relation in bounds.items():
            value: Fraction | None = getattr(said, key)
            if value is not None and not (value == 0 and relation == ">"):
                yield f"{name} {relation} {value}", (*section, key)


def _check_scenarios_keep_facts(model: Model, facts: list[Fact], problems: _Problems) -> None:
    for name, numbers in model.scenarios.items():
        for fact in facts:
            with problems.at("scenarios", name):
                for difference, relation in fact.comparisons:
                    value = difference.substitute(numbers).value
                    if value is not None and not COMPARE[relation](value):
                        raise refuse(
                            "fact-broken",
                            f"the numbers of {name!r} break the fact {fact.text}",
                            "change one of them",
                        )


COMPARE: Mapping[str, Callable[[Fraction], bool]] = {
    "<": lambda value: value < 0,
    "<=": lambda value: value <= 0,
    ">": lambda value: value > 0,
    ">=": lambda value: value >= 0,
    "==": lambda value: value == 0,
}
"""Whether `value relation 0` holds."""

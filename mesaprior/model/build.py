"""A model's entries to a `Model`: every formula parsed, resolved, expanded, every problem with its loc."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from mesaprior import limits
from mesaprior.algebra import RATE, Budget, Polynomial
from mesaprior.errors import InputError, Problem, dotted, refuse
from mesaprior.language import Node, Number, parse_expression, parse_name, write
from mesaprior.model.charges import (
    check_costs,
    check_parameters_are_free,
    checked_cost,
    cost_text,
    less,
    members_bits,
    named,
    parameters_of,
)
from mesaprior.model.expand import Expansion
from mesaprior.model.given import check_scenarios_keep_facts, numbers_of_scenarios, with_facts
from mesaprior.model.names import AXIS_KEYS, Names, terms_of_price
from mesaprior.model.prices import checked_price
from mesaprior.model.printed import check_names_look_different
from mesaprior.model.records import Model, Problems, Statement, atom_of
from mesaprior.model.variants import Variant
from mesaprior.priors import NAMED_PRIORS
from mesaprior.spec import (
    KEY,
    ModelEntry,
    ParameterEntry,
    PriorEntry,
    ScenarioEntry,
    changed,
    read_model,
    values_of,
)
from mesaprior.symbols import Symbols

if TYPE_CHECKING:
    from mesaprior.model.trees import Family

NOTHING = Number(Fraction(0))
"""Stands for a formula that could not be read, while the rest of the model is looked at."""


def build(spec: ModelEntry) -> Model:
    """The model that `spec` describes.

    Raises `InputError` with every problem of every formula: each has a `loc` into the spec and, where a
    formula is at fault, a `span` into its text.
    """
    problems = Problems()
    model = _drafted(spec, problems)
    claims: tuple[Statement, ...] = ()
    if spec.claims:
        from mesaprior.model.claims import statements  # 5 ms with the language of claims

        claims = statements(model, _Priors(model, tuple(problems.found)), problems)
    problems.stop_if_any()
    check_scenarios_keep_facts(model, problems)
    problems.stop_if_any()
    return replace(model, claims=claims)


def model_under(model: Model, prior: str | PriorEntry, *, with_claims: bool = False) -> Model:
    """The same model under another prior; scenarios lose the parameters that only the old one had.

    Without claims, unless `with_claims`: what is written for one prior, `g(c(x))` say, need not mean anything
    under another. Raises `InputError` for an unknown prior, and where a formula means nothing under it.
    """
    return build(_spec_under(model, prior, with_claims))


def restated(model: Model, prior: str | PriorEntry) -> Model:
    """The same model under another prior, with those of its claims that can be said there; the others are
    `left_out`, each with the reason.

    Raises `InputError` for an unknown prior, and where a price or a fact means nothing under it.
    """
    other = model_under(model, prior)
    if not model.spec.claims:
        return other
    from mesaprior.model.claims import statements

    problems = Problems()
    said = changed(other.spec, claims=model.spec.claims)
    claims = statements(replace(other, spec=said), _Priors(other, ()), problems)
    reasons: dict[str, str] = {}
    for problem in problems.found:
        reasons.setdefault(model.spec.claims[int(problem.loc[1])].id, problem.message)
    spec = changed(said, claims=tuple(c for c in said.claims if c.id not in reasons))
    return replace(other, spec=spec, claims=claims, left_out=tuple(reasons.items()))


class _Priors:
    """Models under the priors that claims have of their own, each made once."""

    def __init__(self, model: Model, said: tuple[Problem, ...]) -> None:
        """`said`: problems of the model that are no fault of another prior."""
        self._model = model
        self._said = set(map(_identity, said))
        self._made: list[tuple[str | PriorEntry, Model]] = []

    def __call__(self, prior: str | PriorEntry) -> Model:
        """Raises `InputError` with what is wrong under this prior and not without it, below `prior`."""
        for known, model in self._made:
            if known == prior:
                return model
        if len(self._made) == limits.CLAIM_PRIORS:
            raise refuse(
                "too-many",
                f"the claims of this model have more than {limits.CLAIM_PRIORS} different priors",
                "ask them in models of their own, which extend this one",
                loc=("prior",),
            )
        problems = Problems()
        model = _drafted(_spec_under(self._model, prior, False), problems)
        self._made.append((prior, model))
        new = [
            problem
            for problem in problems.found
            if (problem.code, problem.loc, problem.span) not in self._said
        ]
        if new:
            raise InputError(_at_prior(problem) for problem in new)
        return model


def _identity(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.loc, problem.span


def _at_prior(problem: Problem) -> Problem:
    """What goes wrong in the prior itself stays in place; elsewhere, it is the prior that is at fault."""
    if problem.loc[:1] == ("prior",):
        return problem
    where = f"under this prior, at {dotted(problem.loc)}: "
    return replace(problem, loc=("prior",), span=None, message=where + problem.message)


def _spec_under(model: Model, prior: str | PriorEntry, with_claims: bool) -> ModelEntry:
    spec = model.spec
    own = {} if isinstance(prior, str) else prior.parameters
    taken = model.names.terms | model.names.variants | {*spec.parameters, *model.axes}
    for name in own:
        if name in taken:
            help = "give the parameter another name"
            loc = ("prior", "parameters", name, KEY)
            raise refuse("name-used-twice", f"{name!r} already means something in this model", help, loc=loc)
    brought = NAMED_PRIORS[prior].parameters if isinstance(prior, str) and prior in NAMED_PRIORS else ()
    kept = {*spec.parameters, *own, *brought}
    gone = {*parameters_of(spec)} - kept
    values = values_of(spec)
    values["prior"] = prior
    values["scenarios"] = {name: _without(said, gone) for name, said in spec.scenarios.items()}
    if not with_claims:
        values["claims"] = ()
    return read_model(values)


def _without(said: ScenarioEntry, gone: set[str]) -> ScenarioEntry:
    kept = {name: value for name, value in said.parameters.items() if name not in gone}
    return changed(said, parameters=kept) if len(kept) < len(said.parameters) else said


def _drafted(spec: ModelEntry, problems: Problems) -> Model:
    """The model without claims, as far as it can be read; what cannot is added to `problems`."""
    axes = (*AXIS_KEYS, *spec.axes)
    parameters = parameters_of(spec)
    prices = _parsed_prices(spec, axes, problems)
    formulas = [node for nodes in prices.values() for node in nodes.values()]
    families: dict[str, Family] = {}
    members: list[str] = []
    if spec.families:
        from mesaprior.model import families as trees  # most models have none

        families = trees.declared_families(spec, axes, problems)
        formulas += trees.formulas_of(families)
        members = trees.member_names(families)
    terms = _terms(spec, formulas, parameters)
    check_parameters_are_free(spec, frozenset({*terms, *spec.variants, *families, *axes}), problems)
    rate_of = named(spec).rate_of
    names = Names(
        frozenset(terms),
        frozenset((*spec.variants, *members)),
        frozenset(parameters),
        axes,
        bool(spec.terms),
        rate_of,
        frozenset(families),
    )
    zero = frozenset(
        f"{axis}({write(parse_name(term))})"
        for term, said in spec.terms.items()
        if said.may_be_zero
        for axis in axes
    )
    rate = () if rate_of == "unspecified" else (RATE,)
    order = (*rate, *parameters, *(f"{axis}({term})" for axis in axes for term in terms))
    latex = _latex_names(spec, parameters)
    check_names_look_different(spec, terms, parameters, latex, problems)
    symbols = Symbols(order, zero, latex, rate_of)
    expansion = Expansion(atom_of, Budget(), symbols)

    variants = _variants(spec, prices, names, expansion, problems)
    if families:
        families = trees.resolved(families, names, expansion, problems)
        variants |= trees.listed_members(families, axes)
    formula, cost_loc = cost_text(spec, problems)
    cost_node: Node = NOTHING
    cost = Polynomial({})
    with problems.at(*cost_loc):
        cost_node = names.cost(parse_expression(formula))
        cost = checked_cost(expansion.polynomial(cost_node))
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
        scenarios=numbers_of_scenarios(spec, names, zero, problems),
        names=names,
        spec=spec,
        expansion=expansion,
        families=families,
        within=named(spec).within,
    )
    check_costs(model, problems)
    return with_facts(model, parameters, problems)


def _parsed_prices(spec: ModelEntry, axes: tuple[str, ...], problems: Problems) -> dict[str, dict[str, Node]]:
    parsed: dict[str, dict[str, Node]] = {}
    for name, variant in spec.variants.items():
        texts = {"c": variant.complexity, "t": variant.time, **(variant.model_extra or {})}
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
    spec: ModelEntry, prices: Iterable[Node], parameters: Mapping[str, ParameterEntry]
) -> dict[str, None]:
    """Every term once, in the order of declaration or, where none is declared, of first use."""
    if spec.terms:
        return dict.fromkeys(write(parse_name(term)) for term in spec.terms)
    return dict.fromkeys(term for node in prices for term in terms_of_price(node, parameters))


def _latex_names(spec: ModelEntry, parameters: Mapping[str, ParameterEntry]) -> dict[str, str]:
    said = {write(parse_name(term)): record.latex for term, record in spec.terms.items()}
    said |= {name: record.latex for name, record in parameters.items()}
    return {name: text for name, text in said.items() if text}


def _variants(
    spec: ModelEntry,
    parsed: dict[str, dict[str, Node]],
    names: Names,
    expansion: Expansion,
    problems: Problems,
) -> dict[str, Variant]:
    variants = {}
    for name, nodes in parsed.items():
        # A price that could not even be parsed is among `problems`; facts may speak of it all the same.
        prices = {axis: Polynomial({}) for axis in names.axes}
        written: dict[str, Node] = dict.fromkeys(names.axes, NOTHING)
        for axis, node in nodes.items():
            with problems.at("variants", name, AXIS_KEYS.get(axis, axis)):
                written[axis] = names.price(node, axis)
                prices[axis] = checked_price(expansion.polynomial(written[axis]), expansion.symbols)
        said = spec.variants[name]
        if said.members is not None:
            with problems.at("variants", name, "members"):
                bits, node = members_bits(said.members, names, expansion)
                prices["c"], written["c"] = prices["c"] - bits, less(written["c"], node)
        variants[name] = Variant(name, said.title, tuple(said.tags), prices, written)
    return variants

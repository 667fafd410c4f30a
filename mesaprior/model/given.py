"""What a model takes as given: facts, the bounds of parameters, the numbers of scenarios."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from mesaprior.algebra import Atom, Budget, Polynomial
from mesaprior.applications import put_in
from mesaprior.errors import Loc, did_you_mean, refuse
from mesaprior.language import Apply, Name, parse_name, parse_relation, write
from mesaprior.model.expand import Expansion
from mesaprior.model.names import Names
from mesaprior.model.records import Fact, Model, Problems, atom_of
from mesaprior.spec import FactEntry, ModelEntry, ParameterEntry


def parsed_fact(text: str, model: Model, loc: Loc = (), budget: Budget | None = None) -> Fact:
    """A fact or an assumption in the model's names. Raises `InputError` with spans into `text`.

    `budget`: the model's own, for the facts of its file.
    """
    relation = model.names.relation(parse_relation(text))
    return Fact(write(relation), relation, tuple(expansion_of(model, budget).differences(relation)), loc)


def expansion_of(model: Model, budget: Budget | None = None) -> Expansion:
    """Expands formulas in which `axis(V)` and `cost(V)` of a variant stand for what they are made of.

    With a budget of its own where none is given: the first question must not use up the second one's.
    """

    def lookup(node: Name | Apply) -> Polynomial:
        if isinstance(node, Apply):
            argument = write(node.arguments[0])
            if argument in model.variants:
                return (
                    model.cost_of(argument)
                    if node.head == "cost"
                    else model.variants[argument].prices[node.head]
                )
        return atom_of(node)

    return Expansion(lookup, budget or Budget(), model.symbols)


def numbers_of_scenarios(
    spec: ModelEntry, names: Names, zero: frozenset[Atom], problems: Problems
) -> dict[str, dict[Atom, Fraction]]:
    """The exact numbers of every scenario, by atom and parameter."""
    scenarios: dict[str, dict[Atom, Fraction]] = {}
    for name, said in spec.scenarios.items():
        numbers: dict[Atom, Fraction] = {}
        for axis, prices in {"c": said.c, "t": said.t, **(said.model_extra or {})}.items():
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


def with_facts(model: Model, parameters: Mapping[str, ParameterEntry], problems: Problems) -> Model:
    """The model with its facts; those that cannot be read are left out."""
    budget = model.expansion.budget
    facts = [parsed_fact(text, model, loc, budget) for text, loc in _parameter_bounds(model.spec, parameters)]
    for position, said in enumerate(model.spec.facts):
        loc: Loc = ("facts", position, "formal") if isinstance(said, FactEntry) else ("facts", position)
        with problems.at(*loc):
            text = said.formal if isinstance(said, FactEntry) else said
            facts.append(parsed_fact(text, model, loc, budget))
    return replace(model, facts=tuple(facts))


def _parameter_bounds(
    spec: ModelEntry, parameters: Mapping[str, ParameterEntry]
) -> Iterator[tuple[str, Loc]]:
    for name, said in parameters.items():
        section = ("parameters", name) if name in spec.parameters else ("prior", "parameters", name)
        bounds = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
        for key, relation in bounds.items():
            value: Fraction | None = getattr(said, key)
            if value is not None and not (value == 0 and relation == ">"):
                yield f"{name} {relation} {value}", (*section, key)


def check_scenarios_keep_facts(model: Model, problems: Problems) -> None:
    """A scenario's numbers break no fact that they settle."""
    for name, numbers in model.scenarios.items():
        for fact in model.facts:
            with problems.at("scenarios", name):
                for difference, relation in fact.comparisons:
                    value = put_in(difference, numbers, model.symbols).value
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

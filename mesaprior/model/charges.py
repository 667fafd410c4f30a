"""What the prior of a model charges: its formula, its parameters, and the classes that count as one."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from mesaprior.algebra import Polynomial
from mesaprior.applications import logarithm
from mesaprior.errors import InputError, Loc, refuse
from mesaprior.language import Negate, Node, Number, Power, Sum, parse_expression
from mesaprior.model.expand import Expansion
from mesaprior.model.names import Names
from mesaprior.model.records import Model, Problems
from mesaprior.priors import NAMED_PRIORS, NamedPrior
from mesaprior.spec import ModelEntry, ParameterEntry

CUSTOM: Final = NamedPrior("")
"""How a cost of one's own is read: g is a factor, the formula stands in the model."""


def named(spec: ModelEntry) -> NamedPrior:
    """The rules of the model's prior."""
    return NAMED_PRIORS[spec.prior] if isinstance(spec.prior, str) else CUSTOM


def parameters_of(spec: ModelEntry) -> dict[str, ParameterEntry]:
    """The declared parameters and those that the prior brings along, declared or not."""
    own = {} if isinstance(spec.prior, str) else spec.prior.parameters
    brought = {name: ParameterEntry() for name in named(spec).parameters}
    return {**brought, **spec.parameters, **own}


def check_parameters_are_free(spec: ModelEntry, taken: frozenset[str], problems: Problems) -> None:
    """A parameter that the prior brings along must not be called like something else of the model."""
    for name in named(spec).parameters:
        if name in taken:
            with problems.at("prior"):
                raise refuse(
                    "name-used-twice",
                    f"the prior {spec.prior!r} has a parameter {name!r}, which already means something here",
                    "give the other one another name",
                )


def cost_text(spec: ModelEntry, problems: Problems) -> tuple[str, Loc]:
    """The prior's formula and where it stands; a named prior adds the weighted extra axes."""
    if not isinstance(spec.prior, str):
        return spec.prior.cost, ("prior", "cost")
    prior = named(spec)
    text = prior.cost
    if prior.weighs_axes:
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


def checked_cost(cost: Polynomial) -> Polynomial:
    """The cost itself. Raises `InputError` where it charges nothing."""
    if not cost:
        raise refuse("prior-not-increasing", "this cost charges nothing", "for example g*c + t")
    return cost


def check_costs(model: Model, problems: Problems) -> None:
    """Every variant has a cost: a logarithm needs a price that cannot be 0. Polynomials always have one."""
    if problems.found or not model.symbols.functions:
        return
    for name, variant in model.variants.items():
        family = name.partition("/")[0]
        with problems.at(*(("families", family) if family in model.families else ("variants", name))):
            try:
                model.cost_of_prices(variant.prices)
            except InputError as error:
                what = f"the cost of {name!r} cannot be worked out: "
                found = (replace(p, message=what + p.message, span=None) for p in error.problems)
                raise InputError(found) from None


def members_bits(text: str, names: Names, expansion: Expansion) -> tuple[Polynomial, Node]:
    """The bits that a class of `2**a` equally costed variants saves: a, also as a formula.

    Raises `InputError` unless the number of members is a power of two.
    """
    node = names.parameters_only(parse_expression(text))
    if isinstance(node, Power) and isinstance(node.base, Number) and node.base.value == 2:
        return expansion.polynomial(node.exponent), node.exponent
    members = expansion.polynomial(node)
    bits = logarithm(members, expansion.symbols)
    if bits.value is None:
        raise refuse(
            "members-not-a-power",
            "the number of members is not a power of two",
            "write 2**a with a number or a parameter, or a whole power such as 1024",
            span=node.span,
        )
    return bits, Number(bits.value)


def less(price: Node, bits: Node) -> Node:
    """`price - bits` as a formula."""
    return Sum((price, Negate(bits)))

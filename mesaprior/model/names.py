"""What the names in a formula mean: terms, variants, axes, parameters, the rate.

A price (`complexity: get_base_obj + k*find(x)`) names terms bare; a fact or a cost names them through an axis
(`c(get_base_obj)`). `Names.price` turns the first into the second, so that everything behind it reads one
language. Every unknown name of a formula is reported, not only the first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Final

from mesaprior.algebra import RATE
from mesaprior.errors import InputError, Problem, did_you_mean, one_of, refuse
from mesaprior.language import (
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
    write,
)
from mesaprior.language.nodes import children
from mesaprior.priors import RateOf

FUNCTIONS: Final = frozenset({"min", "max", "log2"})
AXIS_KEYS: Final = {"c": "complexity", "t": "time"}
"""The two built-in axes and the keys under which a variant gives its price on them."""


@dataclass(frozen=True)
class Names:
    """All names of one model. `terms_declared`: the model lists its terms, so an unlisted one is misspelt."""

    terms: frozenset[str]
    variants: frozenset[str]
    parameters: frozenset[str]
    axes: tuple[str, ...]
    terms_declared: bool
    rate_of: RateOf = "product"
    families: frozenset[str] = frozenset()
    """The families, whose members are variants where they are few enough."""

    @property
    def rate_is_function(self) -> bool:
        """Whether g is applied, `g(c(x))`, as a factor or as a function of which nothing else is known."""
        return self.rate_of != "product"

    def price(self, node: Node, axis: str) -> Node:
        """A price on `axis`: bare terms become `axis(term)`. Raises `InputError` with every bad name."""
        problems: list[Problem] = []
        resolved = self._rewrite(node, lambda leaf: self._price_leaf(leaf, axis, problems))
        _raise_if_any(problems)
        return resolved

    def formula(self, node: Node) -> Node:
        """A formula of facts and claims: checks every name; `g(x)` becomes `g*x` where the prior says so."""
        problems: list[Problem] = []
        resolved = self._rewrite(node, lambda leaf: self._formula_leaf(leaf, problems))
        _raise_if_any(problems)
        return resolved

    def relation(self, node: Relation) -> Relation:
        """As `formula`, for a comparison."""
        resolved = self.formula(node)
        assert isinstance(resolved, Relation)
        return resolved

    def cost(self, node: Node) -> Node:
        """A cost: an expression of the axes by name, the rate and parameters."""
        problems: list[Problem] = []

        def leaf(part: Name | Apply) -> Node:
            rate = () if self.rate_of == "unspecified" else (RATE,)
            known = {*self.axes, *rate, *self.parameters}
            if isinstance(part, Apply) or part.name not in known:
                help = did_you_mean(write(part), known) or f"a cost is made of {one_of(sorted(known))}"
                problems.append(_unknown("name", part, help))
            return part

        resolved = self._rewrite(node, leaf)
        _raise_if_any(problems)
        return resolved

    def parameters_only(self, node: Node) -> Node:
        """An expression of parameters alone."""
        problems: list[Problem] = []

        def leaf(part: Name | Apply) -> Node:
            if isinstance(part, Apply) or part.name not in self.parameters:
                help = did_you_mean(write(part), self.parameters) or "declare it under parameters"
                problems.append(_unknown("parameter", part, help))
            return part

        resolved = self._rewrite(node, leaf)
        _raise_if_any(problems)
        return resolved

    def _rewrite(self, node: Node, leaf: Callable[[Name | Apply], Node]) -> Node:
        """The same tree with every name and application replaced by `leaf` of it."""

        def rewrite(part: Node) -> Node:
            return self._rewrite(part, leaf)

        match node:
            case Number():
                return node
            case Apply(head=head) if head in FUNCTIONS or (head == RATE and self.rate_is_function):
                arguments = tuple(map(rewrite, node.arguments))
                if head == RATE and len(arguments) != 1:
                    raise refuse(
                        "wrong-arguments", "g takes one argument", "as in g(c(a) + c(b))", span=node.span
                    )
                if head == RATE and self.rate_of == "function":
                    return Multiply(Name(RATE, node.span), arguments[0], node.span)
                return replace(node, arguments=arguments)
            case Name() | Apply():
                return leaf(node)
            case Negate():
                return replace(node, operand=rewrite(node.operand))
            case Sum():
                return replace(node, summands=tuple(map(rewrite, node.summands)))
            case Relation():
                return replace(node, operands=tuple(map(rewrite, node.operands)))
            case Multiply() | Divide():
                return replace(node, left=rewrite(node.left), right=rewrite(node.right))
            case Power():
                return replace(node, base=rewrite(node.base), exponent=rewrite(node.exponent))

    def _price_leaf(self, node: Name | Apply, axis: str, problems: list[Problem]) -> Node:
        if isinstance(node, Name) and node.name in self.parameters:
            return node
        if isinstance(node, Apply) and node.head in (*self.axes, "cost"):
            inner = write(node.arguments[0])
            problems.append(
                Problem(
                    "axis-in-price",
                    f"{write(node)!r} names an axis inside a price",
                    f"write {inner!r}: this key already says which axis it is priced on",
                    span=node.span,
                )
            )
        elif node == Name(RATE):
            problems.append(
                Problem(
                    "rate-in-price",
                    "the rate g has no place in a price",
                    "it belongs to the prior",
                    span=node.span,
                )
            )
        elif write(node) in self.variants:
            problems.append(
                Problem(
                    "not-a-term",
                    f"{write(node)!r} is a variant",
                    "list the terms it is made of",
                    span=node.span,
                )
            )
        else:
            self._check_term(node, problems)
        return Apply(axis, (node,), node.span)

    def _check_term(self, node: Node, problems: list[Problem]) -> None:
        """A name, or a name applied to names; declared where terms are declared."""
        if not _is_term(node):
            problems.append(
                Problem(
                    "not-a-term",
                    f"{write(node)!r} is not a term",
                    "a term is a name, or a name applied to names",
                    span=node.span,
                )
            )
        elif write(node) not in self.terms:
            problems.append(_unknown("term", node, did_you_mean(write(node), self.terms)))

    def _formula_leaf(self, node: Name | Apply, problems: list[Problem]) -> Node:
        if isinstance(node, Name):
            if node.name == RATE and self.rate_of == "unspecified":
                problems.append(no_rate(node))
            elif node.name != RATE and node.name not in self.parameters:
                problems.append(_unknown("name", node, self._bare_name_help(node.name)))
        elif node.head == "cost" and len(node.arguments) == 1:
            if write(node.arguments[0]) not in self.variants:
                problems.append(
                    _unknown("variant", node.arguments[0], self._nearest_variant(node.arguments[0]))
                )
        elif node.head in self.axes and len(node.arguments) == 1:
            argument = node.arguments[0]
            if isinstance(argument, Name) and "/" in argument.name and argument.name not in self.variants:
                problems.append(_unknown("variant", argument, self._nearest_variant(argument)))
            elif write(argument) not in self.variants:
                self._check_term(argument, problems)
        else:
            known = [*self.axes, "cost"]
            help = did_you_mean(node.head, known) or f"here {one_of(known)} can be applied to one name"
            problems.append(Problem("unknown-axis", f"{node.head!r} is not an axis", help, span=node.span))
        return node

    def _bare_name_help(self, name: str) -> str | None:
        if name in self.terms or name in self.variants:
            return f"say on which axis: {one_of([f'{axis}({name})' for axis in self.axes])}"
        near = did_you_mean(name, [RATE, *self.parameters])
        return near or f"did you mean {self.axes[0]}({name})?"

    def _nearest_variant(self, node: Node) -> str | None:
        return self.variant_help(write(node))

    def variant_help(self, name: str, known: Iterable[str] = ()) -> str:
        """What to write instead of the name of a variant that there is not; `known`: the variants in the
        order of the model, where that is at hand."""
        family = name.partition("/")[0]
        if family in self.families:
            members = [variant for variant in self.variants if variant.startswith(f"{family}/")]
            if not members:
                return f"{family} has too many members to name each; mesaprior family tells which can win"
            if name == family:
                return f"{family} is a family; name a member of it: {one_of(sorted(members))}"
        variants = list(known) or sorted(self.variants)
        return did_you_mean(name, variants) or f"the variants are {one_of(variants)}"


def no_rate(node: Node | None = None) -> Problem:
    """What is said where a number g is spoken of under a prior that has none."""
    return Problem(
        "rate-is-a-function",
        "under this prior g is an increasing function of which nothing else is known, not a number",
        "write it applied, g(c(x)), or ask under another prior: --prior linear",
        span=None if node is None else node.span,
    )


def terms_of_price(node: Node, parameters: Iterable[str]) -> list[str]:
    """The terms that a price names, in reading order, without checking any."""
    match node:
        case Name(name=name):
            return [] if name in set(parameters) or name == RATE else [name]
        case Apply():
            return [write(node)] if _is_term(node) else []
    return [term for child in children(node) for term in terms_of_price(child, parameters)]


def _is_term(node: Node) -> bool:
    match node:
        case Name(name=name):
            return "/" not in name
        case Apply(head=head, arguments=arguments):
            return head not in FUNCTIONS and all(map(_is_term, arguments))
    return False


def _unknown(kind: str, node: Node, help: str | None) -> Problem:
    return Problem(f"unknown-{kind}", f"unknown {kind} {write(node)!r}", help, span=node.span)


def _raise_if_any(problems: list[Problem]) -> None:
    if problems:
        raise InputError(problems)

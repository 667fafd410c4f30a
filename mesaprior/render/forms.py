"""Formulas rearranged for a reader: what the rate multiplies is collected, prices are put in for axes.

Before -> after: `g*c(a) + g*c(b) + t(d)` -> `g*(c(a) + c(b)) + t(d)`. What comes out equals what went in.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mesaprior.algebra import RATE, Polynomial
from mesaprior.formula import Formula, RateInequality, number_node, polynomial_node
from mesaprior.language import Apply, Multiply, Name, Node, Sum
from mesaprior.render.spelling import replaced
from mesaprior.symbols import Symbols


def is_reverse(one: RateInequality, other: RateInequality) -> bool:
    """Whether `other` is `one` with its sides exchanged."""
    return one.rate == other.rate and one.slope == -other.slope and one.rest == -other.rest


def collected(formula: Formula) -> Node:
    """`g*c(a) + g*c(b) + t(a)` -> `g*(c(a) + c(b)) + t(a)`; other formulas as they are."""
    polynomial, symbols = formula.numerator, formula.symbols
    parts = polynomial.split_by_rate()
    linear = set(parts) == {0, 1} and formula.denominator.value == 1
    if not linear or symbols.rate_of != "product":
        return formula.node
    return Sum(
        (_factored(_only(polynomial, rate=True), symbols), *_summands(polynomial_node(parts[0], symbols)))
    )


def put_in(cost: Node, numbers: Mapping[str, Fraction]) -> Node:
    """The cost formula with the prices of one variant in place of the axes: `2*300 + 58`."""
    return replaced(cost, {Name(axis): number_node(value) for axis, value in numbers.items()})


def as_applied(cost: Node) -> Node:
    """`g*c + t` -> `g(c) + t`, the essays' spelling of the rate."""
    match cost:
        case Multiply(left=Name(name=rate), right=right) if rate == RATE:
            return Apply(RATE, (right,))
        case Sum(summands=parts):
            return Sum(tuple(map(as_applied, parts)))
    return cost


def _only(polynomial: Polynomial, *, rate: bool) -> Polynomial:
    return Polynomial({m: value for m, value in polynomial if any(a == RATE for a, _ in m) == rate})


def _factored(polynomial: Polynomial, symbols: Symbols) -> Node:
    """`2*g*c(a) - 2*g*c(b)` -> `2*g*(c(a) - c(b))`."""
    if len(polynomial) < 2:
        return polynomial_node(polynomial, symbols)
    has_rate = RATE in polynomial.atoms
    inner = (polynomial.split_by_rate()[1] if has_rate else polynomial).primitive()
    monomial, value = next(iter(inner))
    rate = ((RATE, 1),) if has_rate else ()
    factor = polynomial.coefficients[tuple(sorted((*monomial, *rate)))] / value
    front: list[Node] = [number_node(factor)] if factor != 1 else []
    front += [Name(RATE)] if has_rate else []
    if not front:
        return polynomial_node(inner, symbols)
    node = front[0] if len(front) == 1 else Multiply(front[0], front[1])
    return Multiply(node, polynomial_node(inner, symbols))


def _summands(node: Node) -> tuple[Node, ...]:
    return node.summands if isinstance(node, Sum) else (node,)

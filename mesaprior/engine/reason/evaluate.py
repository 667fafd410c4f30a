"""The second opinion: what a formula is worth at given numbers, read from the formula as it was written.

Shares no code with the compiled form: walks the nodes of the language with `Fraction` and nothing else.
`Written` is what it needs to know of a model: each variant's prices and the cost, as nodes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from mesaprior.language.nodes import (
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
)
from mesaprior.language.writer import write


@dataclass(frozen=True)
class Written:
    """`prices[variant][axis]` and `cost` as they stand in the model; in a price, `x` on axis c is `c(x)`."""

    prices: Mapping[str, Mapping[str, Node]]
    cost: Node


def value_of(node: Node, numbers: Mapping[str, Fraction], written: Written) -> Fraction:
    """The exact value of an expression. Raises `KeyError` for a number that is missing and
    `ZeroDivisionError` for a divisor that is zero."""
    match node:
        case Number(value=value):
            return value
        case Name(name=name):
            return numbers[name]
        case Negate(operand=operand):
            return -value_of(operand, numbers, written)
        case Sum(summands=parts):
            return sum((value_of(part, numbers, written) for part in parts), Fraction(0))
        case Multiply(left=left, right=right):
            return value_of(left, numbers, written) * value_of(right, numbers, written)
        case Divide(left=left, right=right):
            return value_of(left, numbers, written) / value_of(right, numbers, written)
        case Power(base=base, exponent=Number(value=power)) if power.denominator == 1:
            return value_of(base, numbers, written) ** int(power)
        case Apply(head="min" | "max" as head, arguments=parts):
            return (min if head == "min" else max)(value_of(part, numbers, written) for part in parts)
        case Apply(head="cost", arguments=(Name(name=variant),)):
            return cost_of(variant, numbers, written)
        case Apply(head="g", arguments=(argument,)):  # an unspecified function: its values are numbers too
            return numbers[f"g({value_of(argument, numbers, written)})"]
        case Apply(head=axis, arguments=(Name(name=variant),)) if variant in written.prices:
            return value_of(written.prices[variant][axis], numbers, written)
        case Apply():
            return numbers[write(node)]
    raise ValueError(f"{write(node)} has no exact value")


def cost_of(variant: str, numbers: Mapping[str, Fraction], written: Written) -> Fraction:
    """The cost of a variant: its prices first, then the prior's formula of them."""
    prices = {axis: value_of(node, numbers, written) for axis, node in written.prices[variant].items()}
    return value_of(written.cost, {**numbers, **prices}, written)


def holds(relation: Relation, numbers: Mapping[str, Fraction], written: Written) -> bool:
    """Whether every comparison of a chain holds at these numbers."""
    values = [value_of(operand, numbers, written) for operand in relation.operands]
    for operator, left, right in zip(relation.operators, values, values[1:], strict=False):
        if not {
            "<": left < right,
            "<=": left <= right,
            ">": left > right,
            ">=": left >= right,
            "==": left == right,
        }[operator]:
            return False
    return True

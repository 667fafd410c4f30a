"""The second opinion where values are irrational: bounds on a formula, read from it as it was written.

Floor: `engine.reason`. The same walk as `evaluate`, for costs with log2, 2** and powers; part of what must be
trusted, so it shares no code with the search; the arithmetic is that of `intervals`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from mesaprior.engine.reason.evaluate import Written
from mesaprior.engine.reason.intervals import (
    Enclosure,
    TooWide,
    exactly,
    log2,
    outward,
    power,
    product,
    reciprocal,
)
from mesaprior.language.nodes import Apply, Divide, Multiply, Name, Negate, Node, Number, Power, Relation, Sum
from mesaprior.language.writer import write
from mesaprior.limits import ENCLOSURE_BITS, ENCLOSURE_FIRST_BITS


def enclosed(
    node: Node, numbers: Mapping[str, Fraction | Enclosure], written: Written, bits: int
) -> Enclosure:
    """Bounds on the value of an expression, with about `bits` bits where it is irrational.

    Raises `KeyError` for a number that is missing, `ZeroDivisionError` for a divisor that is zero,
    `ValueError` for what has no real value or one too large to write down, and `TooWide`.
    """

    def of(part: Node) -> Enclosure:
        return enclosed(part, numbers, written, bits)

    match node:
        case Number(value=value):
            return Enclosure(value, value)
        case Name(name=name):
            return _known(numbers[name])
        case Negate(operand=operand):
            inner = of(operand)
            return Enclosure(-inner.high, -inner.low)
        case Sum(summands=parts):
            total = exactly(Fraction(0))
            for part in map(of, parts):
                total = outward(total.low + part.low, total.high + part.high, bits)
            return total
        case Multiply(left=left, right=right):
            return product(of(left), of(right), bits)
        case Divide(left=left, right=right):
            return product(of(left), reciprocal(of(right), bits), bits)
        case Power(base=base, exponent=exponent):
            return power(of(base), of(exponent), bits)
        case Apply(head="min" | "max" as head, arguments=parts):
            pick, ends = min if head == "min" else max, [of(part) for part in parts]
            return Enclosure(pick(end.low for end in ends), pick(end.high for end in ends))
        case Apply(head="log2", arguments=(Power(base=base, exponent=exponent),)):
            inner, by = of(base), of(exponent)
            if inner.low > 0:  # Exact for log2(2**E).
                return product(by, log2(inner, bits), bits)
            return log2(power(inner, by, bits), bits)
        case Apply(head="log2", arguments=(part,)):
            return log2(of(part), bits)
        case Apply(head="cost", arguments=(Name(name=variant),)):
            prices = {axis: of(price) for axis, price in written.prices[variant].items()}
            return enclosed(written.cost, {**numbers, **prices}, written, bits)
        case Apply(head="g", arguments=(part,)):  # an unspecified function: its values are numbers too
            inner = of(part)
            if inner.low != inner.high:
                raise ValueError("a function of which nothing is known at an irrational number")
            return _known(numbers[f"g({inner.low})"])
        case Apply(head=axis, arguments=(Name(name=variant),)) if variant in written.prices:
            return of(written.prices[variant][axis])
        case Apply():
            return _known(numbers[write(node)])
    raise ValueError(f"{write(node)} has no value")


def surely(relation: Relation, numbers: Mapping[str, Fraction | Enclosure], written: Written) -> bool | None:
    """Whether every comparison of a chain holds; None where no precision within the cap settles it.

    Raises as `enclosed` does, but for `TooWide`.
    """
    bits = ENCLOSURE_FIRST_BITS
    while bits <= ENCLOSURE_BITS:
        try:
            values = [enclosed(operand, numbers, written, bits) for operand in relation.operands]
        except TooWide:
            values = []
        verdicts = [_compared(*of) for of in zip(relation.operators, pairwise(values), strict=False)]
        if False in verdicts:
            return False
        if values and None not in verdicts:
            return True
        bits *= 2
    return None


def _known(value: Fraction | Enclosure) -> Enclosure:
    return value if isinstance(value, Enclosure) else exactly(value)


def _compared(operator: str, values: tuple[Enclosure, Enclosure]) -> bool | None:
    left, right = values if operator in ("<", "<=", "==") else values[::-1]
    if operator == "==":
        apart = left.high < right.low or right.high < left.low
        return False if apart else True if left.low == left.high == right.low == right.high else None
    if operator in ("<", ">"):
        return True if left.high < right.low else False if left.low >= right.high else None
    return True if left.high <= right.low else False if left.low > right.high else None

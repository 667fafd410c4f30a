"""Formula to text, in the language's own spelling: `parse(write(node)) == node`.

Before -> after: `Sum((a, Negate(b)))` -> `a - b`. Brackets are written exactly where the tree needs
them; `BINDING` is the whole rule.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

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

BINDING: Final[dict[type, int]] = {
    Relation: 0,
    Sum: 1,
    Negate: 2,
    Multiply: 3,
    Divide: 3,
    Power: 5,
    Number: 6,
    Name: 6,
    Apply: 6,
}
"""How tightly each shape holds together. 4 is the level of a signed factor, which only `Negate` fills."""


def write(node: Node) -> str:
    """The text of `node`."""
    match node:
        case Number(value=value):
            return write_number(value)
        case Name(name=name):
            return name
        case Apply(head=head, arguments=parts):
            return f"{head}({', '.join(map(write, parts))})"
        case Negate(operand=operand):
            return f"-{_within(operand, 2)}"
        case Sum(summands=summands):
            return _write_sum(summands)
        case Multiply(left=left, right=right):
            return f"{_within(left, 3)}*{_within(right, 4)}"
        case Divide(left=left, right=right):
            return f"{_within(left, 3)}/{_within(right, 4)}"
        case Power(base=base, exponent=exponent):
            return f"{_within(base, 6)}**{_within(exponent, 4)}"
        case Relation(operands=operands, operators=operators):
            text = write(operands[0])
            for operator, operand in zip(operators, operands[1:], strict=True):
                text += f" {operator} {write(operand)}"
            return text


def write_number(value: Fraction) -> str:
    """`12`, and `0.5` for a decimal as people write it; a value with no finite decimal as `1/3`."""
    places = _decimal_places(value.denominator)
    if places == 0 or places is None:
        return str(value)
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}"


def _decimal_places(denominator: int) -> int | None:
    """How many digits after the point write 1/`denominator` out, or None where no number of them does."""
    twos = (denominator & -denominator).bit_length() - 1
    fives, rest = 0, denominator >> twos
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    return max(twos, fives) if rest == 1 else None


def _within(node: Node, level: int) -> str:
    """`node` as part of something that binds at `level`, in brackets where it binds more loosely."""
    text = write(node)
    if "/" in text and isinstance(node, Number):
        return text if level <= 3 else f"({text})"
    return text if BINDING[type(node)] >= level else f"({text})"


def _write_sum(summands: tuple[Node, ...]) -> str:
    pieces: list[str] = []
    for summand in summands:
        minus = isinstance(summand, Negate) and bool(pieces)
        inner = summand.operand if minus and isinstance(summand, Negate) else summand
        if pieces:
            pieces.append(" - " if minus else " + ")
        pieces.append(_within(inner, 2))
    return "".join(pieces)

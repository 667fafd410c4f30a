"""The shapes a formula can have.

A tree of frozen records. `span` is where the text stood (start, end); it takes no part in equality, so
that printing and parsing back gives an equal tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True)
class Number:
    """A number that is not negative, exactly: `12`, `0.5`."""

    value: Fraction
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A name by itself: `mesaoptimize`, `g`, `H_fh`."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Apply:
    """A name applied to something: `c(combine)`, `find(get_proxy(env))`, `min(1, g)`."""

    head: str
    arguments: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Negate:
    """`-operand`. Inside a `Sum` it is what a minus sign means: `a - b` is `Sum((a, Negate(b)))`."""

    operand: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Sum:
    """Two or more summands in the order written."""

    summands: tuple[Node, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Multiply:
    """`left * right`."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Divide:
    """`left / right`."""

    left: Node
    right: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Power:
    """`base ** exponent`."""

    base: Node
    exponent: Node
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Relation:
    """`a < b <= c`: `len(operators) == len(operands) - 1`, each of `< <= > >= ==`."""

    operands: tuple[Node, ...]
    operators: tuple[str, ...]
    span: Span = field(default=NOWHERE, compare=False)


Node: TypeAlias = Number | Name | Apply | Negate | Sum | Multiply | Divide | Power | Relation


def children(node: Node) -> tuple[Node, ...]:
    """The nodes right below `node`, in reading order."""
    match node:
        case Number() | Name():
            return ()
        case Apply(arguments=parts) | Sum(summands=parts) | Relation(operands=parts):
            return parts
        case Negate(operand=inner):
            return (inner,)
        case Multiply(left=left, right=right) | Divide(left=left, right=right):
            return (left, right)
        case Power(base=base, exponent=exponent):
            return (base, exponent)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same shape with every node right below replaced by `change` of it."""
    match node:
        case Number() | Name():
            return node
        case Apply():
            return replace(node, arguments=tuple(map(change, node.arguments)))
        case Sum():
            return replace(node, summands=tuple(map(change, node.summands)))
        case Relation():
            return replace(node, operands=tuple(map(change, node.operands)))
        case Negate():
            return replace(node, operand=change(node.operand))
        case Multiply() | Divide():
            return replace(node, left=change(node.left), right=change(node.right))
        case Power():
            return replace(node, base=change(node.base), exponent=change(node.exponent))


def walk(node: Node) -> Iterator[Node]:
    """`node` and everything below it, outermost first."""
    yield node
    for child in children(node):
        yield from walk(child)

"""A family of variants as a tree of choices: `all` adds, `one_of` chooses, a leaf pays.

The members of a family are its choices one by one, `H/deceptive/derives`: the names of the options taken, in
the order of the tree. What was taken so far says which choice comes next, so no two members are called alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import prod
from typing import Final, TypeAlias

from mesaprior.algebra import Polynomial
from mesaprior.errors import Loc
from mesaprior.language import Node, Number, Sum
from mesaprior.model.variants import Variant

NOTHING: Final = Polynomial({})
ZERO: Final = Number(Fraction(0))
"""What is paid on an axis on which nothing was written."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What is paid. `prices[axis]` has an entry for every axis, 0 where nothing was written; `written` holds
    the same as formulas, terms spelled `axis(term)`, for the axes on which something was written."""

    prices: Mapping[str, Polynomial]
    written: Mapping[str, Node]
    title: str | None = None
    tags: tuple[str, ...] = ()
    loc: Loc = ()


@dataclass(frozen=True, slots=True)
class All:
    """Every part is paid for."""

    parts: tuple[Tree, ...]
    title: str | None = None
    tags: tuple[str, ...] = ()
    loc: Loc = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    """Exactly one of the options, by name, is taken."""

    options: Mapping[str, Tree]
    title: str | None = None
    tags: tuple[str, ...] = ()
    loc: Loc = ()


Tree: TypeAlias = Leaf | All | OneOf


@dataclass(frozen=True)
class Family:
    """A declared family. `members`: how many; `listed`: they are variants of the model, one by one."""

    name: str
    tree: Tree
    members: int
    listed: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One way through a tree: the options taken, by name, their titles, and what is paid in all. An axis on
    which nothing was written is missing."""

    names: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    prices: Mapping[str, Polynomial] = field(default_factory=dict)
    written: Mapping[str, Node] = field(default_factory=dict)

    def variant(self, name: str, axes: Sequence[str]) -> Variant:
        """The same as a variant, with a price on every axis."""
        prices = {axis: self.prices.get(axis, NOTHING) for axis in axes}
        written = {axis: self.written.get(axis, ZERO) for axis in axes}
        return Variant(name, ", ".join(self.titles) or None, self.tags, prices, written)

    def taken(self, name: str, title: str | None) -> Way:
        """The same as what an option leads to."""
        titles = (title, *self.titles) if title else self.titles
        return replace(self, names=(name, *self.names), titles=titles)

    def tagged(self, tags: tuple[str, ...]) -> Way:
        """With further tags in front."""
        return replace(self, tags=tuple(dict.fromkeys((*tags, *self.tags)))) if tags else self


def paid(leaf: Leaf) -> Way:
    """The one way through a leaf."""
    return Way((), (), leaf.tags, leaf.prices, leaf.written)


def together(one: Way, other: Way) -> Way:
    """Both ways gone: what two parts of a sum pay."""
    prices = dict(one.prices)
    for axis, price in other.prices.items():
        prices[axis] = prices[axis] + price if axis in prices else price
    written = dict(one.written)
    for axis, node in other.written.items():
        written[axis] = _plus(written[axis], node) if axis in written else node
    tags = tuple(dict.fromkeys((*one.tags, *other.tags)))
    return Way((*one.names, *other.names), (*one.titles, *other.titles), tags, prices, written)


def _plus(one: Node, other: Node) -> Node:
    """`a + b` and `c` -> `a + b + c`, as the parser would read it."""
    left = one.summands if isinstance(one, Sum) else (one,)
    right = other.summands if isinstance(other, Sum) else (other,)
    return Sum((*left, *right))


def ways_through(tree: Tree) -> list[Way]:
    """Every member of a tree, in the order in which the options were written, the last choice changing
    first."""
    match tree:
        case Leaf():
            return [paid(tree)]
        case All(parts=parts):
            ways = [Way()]
            for part in parts:
                found = ways_through(part)
                ways = [together(way, other) for way in ways for other in found]
        case OneOf(options=options):
            ways = [
                way.taken(name, option.title)
                for name, option in options.items()
                for way in ways_through(option)
            ]
    return [way.tagged(tree.tags) for way in ways]


def members_of(tree: Tree) -> int:
    """How many members a tree stands for."""
    match tree:
        case Leaf():
            return 1
        case All(parts=parts):
            return prod(map(members_of, parts))
        case OneOf(options=options):
            return sum(map(members_of, options.values()))


def fewest_choices(tree: Tree) -> int:
    """How many choices every member makes at least."""
    match tree:
        case Leaf():
            return 0
        case All(parts=parts):
            return sum(map(fewest_choices, parts))
        case OneOf(options=options):
            return 1 + min(map(fewest_choices, options.values()))


def walk(tree: Tree) -> Iterator[Tree]:
    """A tree and everything below it, in the order in which it was written."""
    yield tree
    match tree:
        case All(parts=parts):
            for part in parts:
                yield from walk(part)
        case OneOf(options=options):
            for option in options.values():
                yield from walk(option)


def choices_on(tree: Tree) -> list[OneOf]:
    """The choices that every member makes: those inside no other one. They are independent of each other."""
    match tree:
        case OneOf():
            return [tree]
        case All(parts=parts):
            return [choice for part in parts for choice in choices_on(part)]
    return []


def member_name(family: str, choices: tuple[str, ...]) -> str:
    """`H`, `("deceptive", "derives")` -> `H/deceptive/derives`."""
    return "/".join((family, *choices))

"""From a family as it was written to its tree, every leaf parsed, resolved and expanded; and to its members.

Members are variants of the model, one by one, as long as all variants together stay within `MODEL_VARIANTS`.
The members of a larger family are never listed: what can be said of them, the tree says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mesaprior import limits
from mesaprior.errors import InputError, Loc, refuse
from mesaprior.language import Node, parse_expression
from mesaprior.model.expand import Expansion
from mesaprior.model.names import AXIS_KEYS, Names
from mesaprior.model.prices import checked_price
from mesaprior.model.records import Problems
from mesaprior.model.trees import All, Family, Leaf, OneOf, Tree, member_name, members_of, walk, ways_through
from mesaprior.model.variants import Variant
from mesaprior.spec import ModelEntry


def declared_families(spec: ModelEntry, axes: Sequence[str], problems: Problems) -> dict[str, Family]:
    """All families, the formulas of their leaves parsed and nothing else (`written` holds the prices as they
    stand in the file, `prices` nothing)."""
    trees = {name: _draft(said, axes, ("families", name), problems) for name, said in spec.families.items()}
    return _listed(trees, len(spec.variants))


def _draft(said: Mapping[str, Any], axes: Sequence[str], loc: Loc, problems: Problems) -> Tree:
    title, tags = said.get("title"), tuple(said.get("tags", ()))
    if "all" in said:
        parts = (_draft(part, axes, (*loc, "all", k), problems) for k, part in enumerate(said["all"]))
        return All(tuple(parts), title, tags, loc)
    if "one_of" in said:
        inside = said["one_of"].items()
        options = {name: _draft(option, axes, (*loc, "one_of", name), problems) for name, option in inside}
        return OneOf(options, title, tags, loc)
    written: dict[str, Node] = {}
    for axis in axes:
        key = AXIS_KEYS.get(axis, axis)
        if key in said:
            with problems.at(*loc, key):
                written[axis] = parse_expression(said[key])
    return Leaf({}, written, title, tags, loc)


def formulas_of(families: Mapping[str, Family]) -> Iterator[Node]:
    """The prices of all leaves, in reading order."""
    for family in families.values():
        for part in walk(family.tree):
            if isinstance(part, Leaf):
                yield from part.written.values()


def _listed(trees: Mapping[str, Tree], variants: int) -> dict[str, Family]:
    """The families, each with whether its members are variants beside `variants` others; in order."""
    families = {}
    for name, tree in trees.items():
        members = members_of(tree)
        listed = variants + members <= limits.MODEL_VARIANTS
        variants += members if listed else 0
        families[name] = Family(name, tree, members, listed)
    return families


def member_names(families: Mapping[str, Family]) -> list[str]:
    """The names of all members that are variants."""
    return [
        member_name(family.name, way.names)
        for family in families.values()
        if family.listed
        for way in ways_through(family.tree)
    ]


def resolved(
    families: Mapping[str, Family], names: Names, expansion: Expansion, problems: Problems
) -> dict[str, Family]:
    """The same families with the prices of their leaves resolved and expanded."""

    def again(tree: Tree) -> Tree:
        match tree:
            case Leaf():
                return _resolved_leaf(tree, names, expansion, problems)
            case All():
                return replace(tree, parts=tuple(map(again, tree.parts)))
            case OneOf():
                return replace(tree, options={name: again(option) for name, option in tree.options.items()})

    return {name: replace(family, tree=again(family.tree)) for name, family in families.items()}


def _resolved_leaf(leaf: Leaf, names: Names, expansion: Expansion, problems: Problems) -> Leaf:
    written, prices = {}, {}
    for axis, node in leaf.written.items():
        with problems.at(*leaf.loc, AXIS_KEYS.get(axis, axis)):
            written[axis] = names.price(node, axis)
            prices[axis] = checked_price(expansion.polynomial(written[axis]), expansion.symbols)
    return replace(leaf, prices=prices, written=written)


def listed_members(families: Mapping[str, Family], axes: Sequence[str]) -> dict[str, Variant]:
    """The members that are variants, by name."""
    found = {}
    for family in families.values():
        for way in ways_through(family.tree) if family.listed else ():
            name = member_name(family.name, way.names)
            found[name] = way.variant(name, axes)
    return found


def no_variants(families: Mapping[str, Family]) -> InputError:
    """What is said where a question is about variants one by one and there are only too large families."""
    family = next(iter(families.values()))
    return refuse(
        "family-not-listed",
        f"the family {family.name!r} has more members than can be looked at one by one",
        f"mesaprior family {family.name} tells which of them can win",
    )

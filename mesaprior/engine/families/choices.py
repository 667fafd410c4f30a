"""With symbols left open: when each option wins, choice by choice.

Where a program costs what its parts cost together, the choices that every member makes are independent: a
member wins iff each of its choices wins within the choice that it was made in. Options that are trees
themselves are compared by what they stand for: a choice has contenders, the ways to take one of its options
and everything that is chosen below, less those that another contender dominates. What is dominated there is
dominated in every whole program, and so is no cheaper under any prior that increases in each axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import prod

from mesaprior import limits
from mesaprior.engine.dominance import dominator
from mesaprior.engine.families.lines import adds_up
from mesaprior.engine.families.written import among, plainly
from mesaprior.engine.field import Field
from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import better_by, conditions
from mesaprior.errors import dotted
from mesaprior.model.trees import All, Leaf, OneOf, Tree, Way, member_name, members_of, paid, together
from mesaprior.results.families import FamilyChoice, Pruned


class Choices:
    """Every choice of a tree, looked at from the innermost one out; `found` is in the order of the tree."""

    def __init__(self, setting: Setting, family: str) -> None:
        """`setting`: the model's own, its rate and the numbers that are known put in."""
        self.setting = setting
        self.family = family
        self.found: list[FamilyChoice] = []
        model = setting.model
        self._adds_up = adds_up(model)
        self._prunes = model.within is None and set(model.axes) <= model.symbols.inside(model.cost)
        self._among = setting if self._adds_up else plainly(setting)

    def contenders(
        self,
        tree: Tree,
        path: tuple[str, ...] = (),
        *,
        inner: bool = False,
        most: int = limits.FAMILY_CONTENDERS,
    ) -> list[Way] | None:
        """The ways through a part of the tree that nothing in it dominates; None where they are more than
        `most`."""
        match tree:
            case Leaf():
                return [paid(tree)]
            case All(parts=parts):
                found = [self.contenders(part, path, inner=inner, most=most) for part in parts]
                return _together(found, most)
            case OneOf():
                return self._of_choice(tree, path, inner)

    def _of_choice(self, tree: OneOf, path: tuple[str, ...], inner: bool) -> list[Way] | None:
        place = len(self.found)
        said = FamilyChoice(dotted(tree.loc), path, tree.title, tuple(tree.options), inner)
        self.found.append(said)
        ways: list[Way] = []
        too_many: list[str] = []
        for name, option in tree.options.items():
            below = self.contenders(option, (*path, name), inner=True)
            if below is None:
                too_many.append(f"{name} stands for {members_of(option)} programs")
            else:
                ways += [way.taken(name, option.title) for way in below]
        if too_many or len(ways) > limits.FAMILY_CONTENDERS:
            too_many = too_many or [f"{len(ways)} ways to choose"]
            self.found[place] = replace(
                said, refused=f"{too_many[0]}, which are not compared with symbols left open"
            )
            return None
        self.found[place], left = self._compared(said, ways)
        return left

    def _compared(self, said: FamilyChoice, ways: list[Way]) -> tuple[FamilyChoice, list[Way]]:
        axes = self.setting.model.axes
        named = {member_name(self.family, (*said.path, *way.names)): way for way in ways}
        part = among(self._among, {name: way.variant(name, axes) for name, way in named.items()})
        if not self._adds_up:
            pruned = _dominated(part)
            done = replace(said, pruned=pruned)
        else:
            told = conditions(part)
            pruned = tuple(
                Pruned(name, found.dominated_by, found.better_by, found.standing.evidence)
                for name, found in told.items()
                if found.dominated_by
            )
            done = replace(said, conditions=told, pruned=pruned)
        gone = {one.contender for one in pruned} if self._prunes else set()
        return done, [way for name, way in named.items() if name not in gone]


def _together(parts: Sequence[list[Way] | None], most: int) -> list[Way] | None:
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or prod(map(len, known)) > most:
        return None
    ways = [Way()]
    for part in known:
        ways = [together(one, other) for one in ways for other in part]
    return ways


def _dominated(part: Setting) -> tuple[Pruned, ...]:
    """Dominance alone, which is a matter of prices and not of the prior."""
    field = Field(part)
    found = []
    for place, name in enumerate(field.names):
        worse = dominator(field, place)
        if worse is not None:
            margins = better_by(field, worse[0], place)
            found.append(Pruned(name, field.names[worse[0]], margins, worse[1]))
    return tuple(found)

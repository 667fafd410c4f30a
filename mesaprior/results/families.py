"""What is said of a family: its tree, who of it can win, and where the winner switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from mesaprior.formula import Formula
from mesaprior.results.evidence import Evidence, Result
from mesaprior.results.winners import Circumstances, Conditions


@dataclass(frozen=True)
class Branch:
    """One line of the tree, in the order in which it was written. `option`: the name under which a choice
    offers it; `prices`: what a leaf pays, by axis; `members`: how many it stands for."""

    depth: int
    kind: Literal["all", "one_of", "leaf"]
    option: str | None
    title: str | None
    tags: tuple[str, ...]
    prices: Mapping[str, Formula]
    members: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "depth": self.depth,
            "kind": self.kind,
            "option": self.option,
            "title": self.title,
            "tags": list(self.tags),
            "prices": {axis: price.text for axis, price in self.prices.items()},
            "members": str(self.members),
        }


@dataclass(frozen=True)
class FamilyWinner:
    """Cheapest for above < g < below (`below` None: without end), at `slope*g + rest`.

    `member` is its name, None where that would name more choices than a person reads; `equal`: how many
    members have exactly this cost, more than one of them is a tie; `others`: the names of some of them.
    """

    member: str | None
    slope: Fraction
    rest: Fraction
    above: Fraction
    below: Fraction | None
    equal: int = 1
    others: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "member": self.member,
            "slope": str(self.slope),
            "rest": str(self.rest),
            "above": str(self.above),
            "below": None if self.below is None else str(self.below),
            "equal": str(self.equal),
            "others": list(self.others),
        }


@dataclass(frozen=True)
class FamilyChange:
    """The choice at `choice` (`families.H.all[1]`) goes from one option, with what is chosen below it, to
    another."""

    choice: str
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        return {"choice": self.choice, "from": self.before, "to": self.after}


@dataclass(frozen=True)
class FamilySwitch:
    """At exactly the rate `at` the winner before and the winner after tie; `tied` members do in all."""

    at: Fraction
    changes: tuple[FamilyChange, ...]
    tied: int
    members: tuple[str, ...] = ()
    """The names of some of them, where there are more than two."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "g": str(self.at),
            "changes": [change.to_dict() for change in self.changes],
            "tied": str(self.tied),
            "members": list(self.members),
        }


@dataclass(frozen=True)
class FamilyMap:
    """All numbers known: the members that win at some rate, in order of g, and the switches between them."""

    winners: tuple[FamilyWinner, ...]
    switches: tuple[FamilySwitch, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "winners": [winner.to_dict() for winner in self.winners],
            "switches": [switch.to_dict() for switch in self.switches],
        }


@dataclass(frozen=True)
class FamilyAt:
    """All numbers known, and a rate: `cost` is the lowest; `winner` has it alone, or `tied` members share it
    (`members` names some). `margin`: how much dearer the next one, `runner_up`, is."""

    g: Fraction
    cost: Fraction
    winner: str | None
    tied: int
    members: tuple[str, ...]
    margin: Fraction | None = None
    runner_up: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "g": str(self.g),
            "cost": str(self.cost),
            "winner": self.winner,
            "tied": str(self.tied),
            "members": list(self.members),
            "margin": None if self.margin is None else str(self.margin),
            "runner_up": self.runner_up,
        }


@dataclass(frozen=True)
class Pruned:
    """A contender that another one dominates under the facts: no worse on any axis, better on one, with
    proofs. `better_by` says where and by how much."""

    contender: str
    dominated_by: str
    better_by: Mapping[str, Formula]
    evidence: tuple[Evidence, ...]

    def to_dict(self) -> dict[str, Any]:
        return {
            "dominated_by": self.dominated_by,
            "better_by": {axis: gap.text for axis, gap in self.better_by.items()},
            "evidence": [item.to_dict() for item in self.evidence],
        }


@dataclass(frozen=True)
class FamilyChoice:
    """One choice of the tree. `path` names the options that lead to it.

    `conditions`: when each contender wins within this choice. Contenders are named by the family and the
    options taken on the way here and from here on; choices that stand beside this one have no part in the
    name. None where `refused` says why they are not compared, and under a prior that cannot be taken apart.
    `inner`: it stands inside an option of another choice. `pruned`: the contenders that another one
    dominates.
    """

    choice: str
    path: tuple[str, ...]
    title: str | None
    options: tuple[str, ...]
    inner: bool
    conditions: Conditions | None = None
    pruned: tuple[Pruned, ...] = ()
    refused: str | None = None

    def to_dict(self) -> dict[str, Any]:
        said = self.conditions
        return {
            "choice": self.choice,
            "path": list(self.path),
            "title": self.title,
            "options": list(self.options),
            "inner": self.inner,
            "contenders": {name: found.to_dict() for name, found in said.items()} if said else {},
            "pruned": {one.contender: one.to_dict() for one in self.pruned},
            "refused": self.refused,
        }


@dataclass(frozen=True)
class Family(Result):
    """One family: with all numbers known `map`, and `at` where a rate was asked; else `choices`: a member
    wins iff each of its choices wins within the choice that it was made in. `left`: how many members are left
    where what is dominated within its choice is left out. `listed`: the members are variants of the model.
    """

    under: Circumstances
    family: str
    title: str | None
    g: Fraction | None
    members: int
    listed: bool
    tree: tuple[Branch, ...]
    map: FamilyMap | None = None
    at: FamilyAt | None = None
    choices: tuple[FamilyChoice, ...] = ()
    left: int | None = None
    one_by_one: Conditions | None = None
    """Under a prior whose cost is not the sum of its parts' costs: the members one by one."""

    def __str__(self) -> str:
        if self.at is not None:
            return self.at.winner or f"a tie of {self.at.tied} members"
        if self.map is not None:
            return ", ".join(winner.member or "..." for winner in self.map.winners)
        return f"{self.family}: it depends on the numbers"

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/family/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "family": self.family,
            "title": self.title,
            "members": str(self.members),
            "listed": self.listed,
            "left": None if self.left is None else str(self.left),
            "tree": [branch.to_dict() for branch in self.tree],
            "map": self.map.to_dict() if self.map else None,
            "at": self.at.to_dict() if self.at else None,
            "choices": [choice.to_dict() for choice in self.choices],
            "one_by_one": self.one_by_one.to_dict() if self.one_by_one else None,
        }

"""What the layers of the soundness battery share: counts, random cases on their way through, exact points."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from oracle import Judge, Point, Spot, World
from oracle_programs import quotient, whole
from random_models import random_numbers, yaml_text

from mesaprior.engine import Setting
from mesaprior.errors import InputError
from mesaprior.loading import load_text
from mesaprior.model import build

RATES = tuple(map(Fraction, ("1/10", "1/3", "1/2", "1", "4/3", "2", "3", "7/2", "10", "64/25")))
SOAK = 20
"""What `make soak` sets MESAPRIOR_BATTERY to."""
SIZE = int(os.environ.get("MESAPRIOR_BATTERY", "1"))


def scale(at_soak: int) -> int:
    """How many times larger than usual a layer runs; `at_soak` in the soak, once in `make test`."""
    return max(1, at_soak * SIZE // SOAK) if SIZE > 1 else 1


def at_least(in_tests: int, in_soak: int) -> int:
    """What a layer must have counted: the column of the tests, or that of the soak."""
    return in_soak if SIZE >= SOAK else in_tests


class Tally:
    """Counts, and disagreements with what is needed to repeat them.

    A battery in which nothing is refuted proves nothing, so every layer asserts how often each verdict came.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def count(self, *words: object) -> None:
        self.counts[" ".join(str(word) for word in words if word != "")] += 1

    def expect(self, true: bool, what: str, *details: object) -> None:
        """Counts a comparison; keeps what failed."""
        self.counts["comparisons"] += 1
        if not true:
            self.wrong.append(what + "".join(f"\n    {_shown(detail)}" for detail in details))

    def report(self, most: int = 5) -> str:
        lines = [f"{count:>9,}  {what}" for what, count in sorted(self.counts.items())]
        return "\n".join([*lines, f"{len(self.wrong):>9,}  DISAGREEMENTS", *self.wrong[:most]])


def _shown(detail: object) -> object:
    """Points are shown as `c(a)=1/2, g=2`; everything else as it is."""
    if isinstance(detail, Spot):
        return ", ".join(f"{atom}={value}" for atom, value in detail.items())
    return detail


class Case:
    """One random model on its way through the tool, and the oracle's view of it."""

    def __init__(self, spec: Mapping[str, Any], **circumstances: Any) -> None:
        self.spec = spec
        self.text = yaml_text(spec)
        self.model = build(load_text(self.text).spec)
        self.circumstances = circumstances
        self.setting = Setting.of(self.model, **circumstances)
        self.assumed = circumstances.get("assume", ())

    @cached_property
    def world(self) -> World:
        return World(self.spec, self.assumed)

    def under(self, **circumstances: Any) -> Case:
        """The same model under other circumstances."""
        other = object.__new__(Case)
        other.__dict__ |= self.__dict__
        other.circumstances = circumstances
        other.setting = Setting.of(self.model, **circumstances)
        return other

    @property
    def fixed(self) -> Point:
        """The numbers in force, read from the model's text, not from the engine."""
        numbers: Point = {}
        name = self.circumstances.get("scenario")
        if name:
            for axis, row in self.spec["scenarios"][name].items():
                for term, value in row.items():
                    numbers[term if axis == "parameters" else f"{axis}({term})"] = Fraction(value)
        if self.circumstances.get("g"):
            numbers["g"] = self.circumstances["g"]
        return numbers

    def __str__(self) -> str:
        return f"{self.text}\n    circumstances: {self.circumstances}"


def json_of(result: Any) -> Any:
    """What a reader of the command line's JSON gets."""
    return json.loads(json.dumps(result.to_dict()))


def contradictory(error: InputError) -> bool:
    """Whether an error says of the facts that they cannot hold, and nothing else."""
    return {problem.code for problem in error.problems} <= {"contradictory-facts", "fact-broken"}


# --- exact points at which the facts hold ------------------------------------------------------------


def sampled_points(
    world: World, fixed: Point, source: random.Random, count: int, ask: Callable[[], Judge] | None = None
) -> list[Spot]:
    """Small numbers at random, half of them moved onto a boundary (equal costs, equal prices, a fact that
    holds with equality); where that does not find enough, numbers from the judge that `ask` makes, and then
    numbers between those of two points."""
    points: list[Spot] = []
    fixed = {atom: whole(value) for atom, value in fixed.items()}
    tries = 0
    while len(points) < count and tries < count * 3:
        tries += 1
        numbers = random_numbers(source, world.atoms, world.zero)
        point = {atom: whole(Fraction(text)) for atom, text in numbers.items()}
        point = {**point, "g": whole(source.choice(RATES)), **fixed}
        if tries % 2:
            point = _on_boundary(world, point, fixed, source)
        spot = world.spot(point)
        if world.allowed(spot) and max(value.denominator for value in spot.values()) < 10**9:
            points.append(spot)
    if len(points) == count or ask is None:
        return points
    judge = ask()
    for _ in range(count):
        if len(points) == count or not judge.quick or judge.asked == MOST_ASKED:
            break
        found = judge.point(*_wishes(world, judge, fixed, source))
        if found is not None and world.allowed(found := {**found, **fixed}):
            points.append(world.spot(found))
    return [*points, *_between(world, points, source, count - len(points))]


MOST_ASKED = 16
"""Points of one model that z3 is asked for; further ones are made from those."""


def _between(world: World, points: Sequence[Spot], source: random.Random, count: int) -> list[Spot]:
    """Points on the lines through two: within most facts, and on the boundaries that both are on."""
    found: list[Spot] = []
    for _ in range(2 * count if len(points) > 1 else 0):
        one, other = source.sample(points, 2)
        share = source.choice(SHARES)
        spot = world.spot({atom: one[atom] + share * (other[atom] - one[atom]) for atom in one})
        if len(found) < count and world.allowed(spot):
            found.append(spot)
    return found


SHARES = tuple(map(whole, map(Fraction, ("1/2", "1/3", "3/4", "2", "-1/2"))))


def _on_boundary(world: World, point: Point, fixed: Point, source: random.Random) -> Point:
    """The point with one or two numbers changed so that as many differences of costs, prices or sides of a
    fact are exactly 0; unchanged where a number would have to be negative."""
    for _ in range(source.choice((1, 1, 2))):
        gap = _random_gap(world, source)
        movable = [atom for atom in [*world.atoms, "g"] if atom not in fixed]
        for atom in source.sample(movable, min(4, len(movable))):
            at = [gap({**point, atom: k}) for k in (1, 2)]
            if at[1] != at[0]:
                root = 1 - quotient(at[0], at[1] - at[0])
                moved = {**point, atom: root}
                if (root > 0 or (root == 0 and atom in world.zero)) and gap(moved) == 0:
                    point = moved
                    break
    return point


def _random_gap(world: World, source: random.Random) -> Callable[[Point], Fraction]:
    """A difference whose zeros are boundaries."""
    kinds = [["cost", "cost", "price"]] if len(world.names) > 1 else []
    kinds += [["fact"]] if world.facts else []
    kind = source.choice([kind for group in kinds for kind in group] or [""])
    if not kind:
        return lambda at: 0
    if kind == "fact":
        fact = source.choice(world.facts)
        return lambda at: (sides := world.value(fact, at)[0])[0] - sides[2]
    one, other = source.sample(world.names, 2)
    if kind == "cost":
        return lambda at: world.cost(one, at) - world.cost(other, at)
    axis = source.choice(world.axes)
    return lambda at: world.price(one, axis, at) - world.price(other, axis, at)


def _wishes(world: World, judge: Judge, fixed: Point, source: random.Random) -> list[Any]:
    """Conditions for z3's point: the fixed numbers, some random ones, and often a boundary."""
    bound = [atom for atom in fixed if atom != "g"]
    if bound and judge.linear and judge.g is None:
        raise ValueError("numbers are fixed in the original atoms; ask an exact judge")
    wishes = [judge.variables[atom] == judge.real(fixed[atom]) for atom in bound]
    if len(world.names) > 1:
        one, other = source.sample(world.names, 2)
        cost = judge.cost[one] - judge.cost[other]
        gaps = [judge.gap(axis, one, other) for axis in world.axes]
        wishes += source.choice(
            (
                [],
                [cost == 0],
                [gaps[0] == 0],
                [gaps[1] == 0],
                [gaps[0] == 0, gaps[1] == 0],
                [gaps[0] > 0, gaps[1] < 0],
                [gaps[0] < 0, gaps[1] > 0, cost == 0],
                [judge.wins(one)],
            )
        )
    for atom in source.sample(world.atoms, min(2, len(world.atoms))):
        if atom not in fixed:
            value = judge.real(source.choice(RATES))
            variable = judge.variables[atom]
            wishes.append(source.choice((variable >= value, variable <= value)))
    return wishes

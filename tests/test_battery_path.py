"""Guards the whole path: YAML text -> load -> build -> answer -> JSON, read by a second evaluator.

The evaluator (`oracle`) puts exact points into the texts of the answer (`when`, `above`, `below`, `iff`,
`because`, the winner map, costs, crossovers) and compares with who is cheapest there, by brute force. Points
satisfy the facts; ties and boundaries are made on purpose.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pytest
from battery import SIZE, Case, Tally, at_least, contradictory, json_of, sampled_points, scale
from oracle import COMPARE, Judge, Spot, World, parse, row_holds, row_wins
from oracle_programs import fraction, quotient
from random_models import FAMILIES, random_model, scenario_of

from mesaprior.engine import compare, conditions, pairs, wins
from mesaprior.errors import InputError

POINTS, MORE_RATES_EVERY, NUMBERS_EVERY = (20, 1, 1) if SIZE == 1 else (50, 3, 4)
"""Points of a model; every how many of them other rates are tried, too; every how many models are asked again
with numbers put in. The soak has forty times the models."""

# --- one answer at one point -------------------------------------------------------------------------


class Said:
    """A variant's (or pair's) rows and `iff`, evaluated at a point as far as the rate is not needed."""

    def __init__(self, world: World, found: Mapping[str, Any], spot: Spot) -> None:
        self.world = world
        self.status = found["status"]
        self.iff = [parse(text) for text in found["iff"]]
        opponents = dict.fromkeys(name for row in found["rows"] for name in row["against"]) or {None: None}
        applying = [row for row in found["rows"] if row_holds(world, row, spot)]
        self.groups = [
            [row_wins(world, row, spot) for row in applying if opponent is None or opponent in row["against"]]
            for opponent in opponents
        ]

    def disagrees(self, wins_here: bool, spot: Spot) -> str | None:
        """What of the answer is wrong at this point, or None."""
        if (self.status == "always" and not wins_here) or (self.status == "never" and wins_here):
            return f"the status {self.status} is wrong"
        said = self.rows_say(spot)
        if said is None:
            return "the rows divide by zero"
        if said != wins_here:
            return f"the rows say {said}"
        if self.status == "possible" and wins_here != all(self.world.holds(iff, spot) for iff in self.iff):
            return f"iff says {not wins_here}"
        return None

    def rows_say(self, spot: Spot) -> bool | None:
        """For each opponent that is named, a row that names it applies and its rate is met; None where that
        hangs on a division by zero."""
        verdicts = []
        for group in self.groups:
            said = [wins_at(spot["g"]) for wins_at in group]
            verdicts.append(True if True in said else None if None in said else False)
        return False if False in verdicts else None if None in verdicts else True


def check_conditions(case: Case, answer: Mapping[str, Any], spots: Sequence[Spot], tally: Tally) -> None:
    """The JSON of `conditions` against brute force, at every point and at rates around each tie."""
    world = case.world
    for number, spot in enumerate(spots):
        rates = rates_to_try(case, spot) if number % MORE_RATES_EVERY == 0 else [spot["g"]]
        there = [spot if g == spot["g"] else spot.at(g) for g in rates]
        for name in world.names:
            found = answer["variants"][name]
            said = Said(world, found, spot)
            check_prices_alone(case, name, found, spot, tally)
            for at in there:
                wins_here = at.winners == [name]
                tally.count("points", "won" if wins_here else "tied" if name in at.winners else "lost")
                problem = said.disagrees(wins_here, at)
                tally.expect(problem is None, f"{name}: {problem}", case, found, at)
                check_reasons(case, name, found, at, tally)


def rates_to_try(case: Case, spot: Spot) -> list[Fraction]:
    """The point's own rate; where none was asked, also one where something changes and one between, if the
    facts allow them."""
    if "g" in case.fixed:
        return [spot["g"]]
    rates = [g for g in spot.interesting_rates if g != spot["g"]]
    source = random.Random(len(rates))
    chosen = [source.choice(some) for some in (rates[1::2], rates[::2]) if some]
    return [spot["g"], *(g for g in chosen if not spot.fact_turns or case.world.allowed(spot.at(g)))]


def check_reasons(case: Case, name: str, found: Mapping[str, Any], spot: Spot, tally: Tally) -> None:
    """`dropped`, `beaten_by` and `because`, read as statements about this point."""
    own = spot.cost(name)
    for item in found["dropped"]:
        if all(own < spot.cost(other) for other in item["implied_by"]):
            tally.expect(own < spot.cost(item["opponent"]), f"{name} drops wrongly", case, item, spot)
    if found["beaten_by"]:
        good = min(spot.cost(other) for other in found["beaten_by"]) <= own
        tally.expect(good, f"{name} is not beaten by {found['beaten_by']}", case, spot)
    if found["because"]:
        good = because_is_true(case.world, name, found["because"], spot)
        tally.expect(good, f"{name}: false because: {found['because']}", case, spot)


def because_is_true(world: World, name: str, because: str, spot: Spot) -> bool:
    """The reason of a *never*, read as text, at a point."""
    if match := re.fullmatch(r"(\w+) dominates it \((.*)\)", because):
        words = {"simpler": "c", "faster": "t"}
        for gap in re.split(r", (?=simpler by|faster by|better on)", match[2]):
            word, text = gap.split(" by ")
            axis = words.get(word) or word.removeprefix("better on ")
            own, other = spot.prices[name][axis], spot.prices[match[1]][axis]
            if world.value(parse(text), spot) != own - other or own < other:
                return False
        return spot.dominates(match[1], name)
    if match := re.fullmatch(r"(.*) = (.*), which is never negative", because):
        left, right = (world.value(parse(text), spot) for text in match.groups())
        return bool(left == right >= 0)
    if match := re.fullmatch(r"a mixture is never dearer: (.*)", because):
        return world.holds(parse(match[1]), spot)
    return False


def check_prices_alone(case: Case, name: str, found: Mapping[str, Any], spot: Spot, tally: Tally) -> None:
    """What the answer says of prices alone: domination, and winning at some rate."""
    if found["dominated_by"]:
        good = spot.dominates(found["dominated_by"], name)
        tally.expect(good, f"{name} is not dominated by {found['dominated_by']}", case, spot)
    undominated, somewhere = found["standing"]["undominated"], found["standing"]["at_some_rate"]
    if undominated in ("always", "never"):
        free = not any(spot.dominates(other, name) for other in case.world.names if other != name)
        tally.expect(free == (undominated == "always"), f"{name} undominated: {undominated}", case, spot)
    if somewhere in ("always", "never"):
        good = spot.wins_at_some_rate(name) == (somewhere == "always")
        tally.expect(good, f"{name} at some rate: {somewhere}", case, spot)


def check_map(case: Case, found: Mapping[str, Any] | None, spot: Spot, tally: Tally) -> None:
    """The winner map against brute force at every rate where something changes, and between."""
    if found is None:
        tally.expect(False, "no winner map with all numbers known", case)
        return
    intervals = [
        (Fraction(i["above"]), None if i["below"] is None else Fraction(i["below"]), i["winners"])
        for i in found["intervals"]
    ]
    ties = {Fraction(tie["g"]): tie["variants"] for tie in found["ties"]}
    ends = [below for _, below, _ in intervals]
    chained = [low for low, _, _ in intervals] == [0, *ends[:-1]] and ends[-1] is None
    tally.expect(chained and list(ties) == ends[:-1], "the intervals do not join", case, found)
    for g in spot.interesting_rates:
        brute = spot.at(g).winners
        if g in ties:
            said = ties[g]
            tally.count("map: at a tie")
        else:
            (said,) = [who for low, high, who in intervals if low < g and (high is None or g < high)]
            tally.count("map: one winner" if len(said) == 1 else "map: equal lines")
        tally.expect(said == brute, f"the map says {said} at g = {g}, not {brute}", case, found, spot)


def check_wins(case: Case, answer: Mapping[str, Any], spot: Spot, tally: Tally) -> None:
    """`wins` with all numbers known: winner, tie, margin, runner-up and costs, at the asked rate."""
    world, costs, brute = case.world, spot.costs, spot.winners
    shown = (case, answer, spot)
    tally.count("wins:", "tie" if len(brute) > 1 else "winner")
    for name in world.names:
        tally.expect(Fraction(answer["costs"][name]) == costs[name], "a cost is wrong", *shown)
    if len(brute) > 1:
        tally.expect(answer["winner"] is None and answer["tie"] == brute, f"the tie is {brute}", *shown)
        return
    tally.expect(answer["winner"] == brute[0] and answer["tie"] == [], f"the winner is {brute}", *shown)
    if len(costs) > 1:
        second = min(cost for name, cost in costs.items() if name != brute[0])
        good = Fraction(answer["margin"]) == second - costs[brute[0]]
        tally.expect(good and costs[answer["runner_up"]] == second, "margin or runner-up is wrong", *shown)
    for g in spot.interesting_rates:
        inside = any(
            Fraction(i["above"]) < g and (i["below"] is None or g < Fraction(i["below"]))
            for i in answer["wins_for"]
        )
        tally.expect(inside == (spot.at(g).winners == brute), f"wins_for is wrong at {g}", *shown)


def check_pair(case: Case, found: Mapping[str, Any], spot: Spot, tally: Tally) -> None:
    """A pair's condition at a point: rows, `iff`, status and crossover."""
    world = case.world
    winner, loser = found["winner"], found["loser"]
    (a, b), (c, d) = spot.lines[winner], spot.lines[loser]
    rates = [spot["g"]]
    if "g" not in case.fixed and a != c and (tie := quotient(d - b, a - c)) > 0:
        rates += [tie, quotient(tie, 2), tie * 2]
        said = world.value(parse(found["crossover"]), spot)
        tally.expect(said == tie, f"the crossover is {tie}", case, found, spot)
    said = Said(world, {**found, "iff": [found["iff"]]}, spot)
    for g in rates:
        there = spot.at(g)
        if world.allowed(there):
            problem = said.disagrees(there.cost(winner) < there.cost(loser), there)
            tally.expect(problem is None, f"{winner} beats {loser}: {problem}", case, found, there)
            tally.count("pairs at a tie" if there.cost(winner) == there.cost(loser) else "pairs settled")


def check_compare(case: Case, found: Mapping[str, Any], spot: Spot, tally: Tally) -> None:
    """`compare` at a point: axes, domination, and both directions."""
    left, right = found["left"], found["right"]
    shown = (case, found, spot)
    for axis, part in found["axes"].items():
        gap = spot.prices[left][axis] - spot.prices[right][axis]
        tally.expect(
            case.world.value(parse(part["difference"]), spot) == gap, f"difference on {axis}", *shown
        )
        if part["sign"]:
            tally.expect(COMPARE[part["sign"]](gap, 0), f"the sign on {axis} is wrong", *shown)
    if found["dominates"]:
        other = right if found["dominates"] == left else left
        tally.expect(spot.dominates(found["dominates"], other), "no domination", *shown)
    check_pair(case, found["left_beats_right"], spot, tally)
    check_pair(case, found["right_beats_left"], spot, tally)


# --- one model ---------------------------------------------------------------------------------------


def check_whole_path(seed: int, family: str, count: int, tally: Tally) -> None:
    """One random model: open; at a rate; with some numbers; with all numbers, with and without a rate."""
    source = random.Random(f"path-{family}-{seed}")
    spec = random_model(seed, family)
    world = World(spec)
    spots = sampled_points(world, {}, source, count, lambda: Judge(world))
    try:
        case = Case(spec)
        answer = json_of(conditions(case.setting))
    except InputError as error:
        tally.expect(contradictory(error), f"unexpected {error}", spec)
        tally.expect(not spots, "facts that can hold are called contradictory", spec, error, *spots[:1])
        tally.count("models with contradictory facts")
        return
    tally.count("models" if spots else "models without a point")
    tally.counts["model points"] += len(spots)
    check_conditions(case, answer, spots, tally)
    for found in answer["variants"].values():
        tally.count("status", found["status"])
        tally.count("undominated", found["standing"]["undominated"])
        tally.count("at some rate", found["standing"]["at_some_rate"])
    if len(world.names) > 1 and seed % 3 == 0:
        one, other = source.sample(world.names, 2)
        compared = json_of(compare(case.setting, one, other))
        for part in compared["axes"].values():
            tally.count("sign", part["sign"])
        for spot in spots[-4:]:
            check_compare(case, compared, spot, tally)
    for spot in spots[-1:] if seed % NUMBERS_EVERY == 0 else ():
        check_under_numbers(case, spot, seed, source, tally)


def check_under_numbers(case: Case, spot: Spot, seed: int, source: random.Random, tally: Tally) -> None:
    """The same model with the point's numbers put in: all of them, and some of them."""
    text = {atom: str(value) for atom, value in spot.items() if atom != "g"}
    if max(map(len, text.values()), default=0) > 25:
        return
    some = {atom: text[atom] for atom in source.sample(list(text), source.randint(0, len(text)))}
    spec = {
        **case.spec,
        "scenarios": {"all": scenario_of(case.spec, text), "some": scenario_of(case.spec, some)},
    }
    settled = Case(spec, scenario="all")
    asked = settled.under(scenario="all", g=(g := fraction(spot["g"])))
    answer = wins(asked.setting)
    check_wins(asked, json_of(answer), spot, tally)
    answered = json_of(answer.conditions)
    check_conditions(asked, answered, [spot], tally)
    check_map(asked, answered["map"], spot, tally)
    if seed % 5 == 0:
        check_map(settled, json_of(conditions(settled.setting))["map"], spot, tally)
    circumstances = ({"scenario": "some"}, {"scenario": "some", "g": g}, {"g": g})
    partial = settled.under(**circumstances[seed % 3])
    near = [spot, *sampled_points(partial.world, partial.fixed, source, 3)]
    tally.count("models with some numbers or a rate")
    check_conditions(partial, json_of(conditions(partial.setting)), near, tally)
    for found in json_of(pairs(partial.setting))["pairs"]:
        for place in near:
            check_pair(partial, found, place, tally)


# --- the tests ---------------------------------------------------------------------------------------

MODELS = {
    "sparse": 100,
    "facts": 80,
    "multiples": 60,
    "rationals": 50,
    "tight": 170,
    "mixed": 60,
    "parameters": 16,
    "axes": 24,
    "custom": 40,
    "named": 60,
}
"""How many models of each family. The facts of some contradict each other; 500 with points remain."""


@pytest.fixture(scope="module")
def totals() -> Tally:
    return Tally()


@pytest.mark.parametrize("family", FAMILIES)
def test_what_the_answer_says_is_what_happens(family: str, totals: Tally) -> None:
    tally = Tally()
    for seed in range(MODELS[family] * scale(40)):
        check_whole_path(seed, family, POINTS, tally)
    totals.counts += tally.counts
    print(f"\n{family}\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]


def test_every_verdict_came_often_enough(totals: Tally) -> None:
    print(f"\nall families\n{totals.report()}")
    least = {
        "models": at_least(500, 20_000),
        "model points": at_least(9_000, 1_000_000),
        "points won": 2_000,
        "points lost": 10_000,
        "points tied": 2_000,
        "status always": 40,
        "status never": 300,
        "status possible": 600,
        "undominated always": 200,
        "undominated never": 150,
        "undominated possible": 400,
        "at some rate always": 80,
        "at some rate never": 300,
        "at some rate possible": 400,
        "map: one winner": 2_000,
        "map: at a tie": 200,
        "map: equal lines": 50,
        "wins: winner": 300,
        "wins: tie": 50,
        "pairs at a tie": 1_000,
        "pairs settled": 10_000,
        "sign ==": 20,
        "sign >=": 2,
        "sign None": 100,
    }
    assert {what: totals.counts[what] for what in least if totals.counts[what] < least[what]} == {}

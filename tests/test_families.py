"""Families against listing: every member by brute force, and the engine's own answers about the listed
members."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from math import prod
from typing import Any

import pytest
from family_oracle import (
    Numbers,
    cheapest,
    line,
    members,
    random_numbers,
    small_trees,
    winners,
)

from mesaprior import engine
from mesaprior.engine import Setting
from mesaprior.engine.families.hull import hull_of, members_at, spot_at
from mesaprior.engine.families.known import Known, spread
from mesaprior.engine.families.lines import lines_of
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.evaluate import holds
from mesaprior.engine.reason.lowest import cost_of_member, lowest
from mesaprior.errors import InputError, SelfCheckFailed
from mesaprior.language import parse_relation
from mesaprior.model import Model, build
from mesaprior.model.trees import Leaf, member_name, ways_through
from mesaprior.results import Proof
from mesaprior.spec import read_model

TREES = 500
MOST = 16
"""Members of a tree that is listed."""


def model(tree: dict[str, Any], **more: Any) -> Model:
    return build(read_model({"name": "x", "families": {"H": tree}, **more}))


def exact(numbers: Numbers) -> dict[str, Fraction]:
    return {atom: Fraction(value) for atom, value in numbers.items()}


def asked(built: Model, numbers: Numbers, g: Fraction | None = None) -> Setting:
    known = {atom: value for atom, value in exact(numbers).items() if atom in built.symbols.rank}
    return Setting.of(built, numbers=known, g=g)


def test_the_envelope_is_that_of_the_listed_members() -> None:
    """Winners, ties and switching rates of random trees, with numbers that make ties and lines through one
    point."""
    seen: Counter[str] = Counter()
    for tree, source in small_trees(TREES, MOST, seed=5):
        numbers = random_numbers(source)
        built = model(tree)
        lines = {name: line(paid, numbers) for name, paid in members(tree)}
        found = engine.family(asked(built, numbers))
        intervals, ties = winners(lines)
        assert found.map is not None and found.members == len(lines)
        told = [({w.member, *w.others}, w.equal) for w in found.map.winners]
        assert [equal for _, equal in told] == [len(names) for names in intervals]
        for (some, _), names in zip(told, intervals, strict=True):
            assert some <= set(names) and len(some) == min(8, len(names))
        assert [(s.at, s.tied) for s in found.map.switches] == [(rate, len(names)) for rate, names in ties]
        for switch, (_, names) in zip(found.map.switches, ties, strict=True):
            assert set(switch.members) <= set(names) and switch.changes
        for winner in found.map.winners:
            assert winner.member is not None
            assert (winner.slope, winner.rest) == lines[winner.member]
        seen["members"] += len(lines)
        seen["switches"] += len(ties)
        seen["ties of the same line"] += any(len(names) > 1 for names in intervals)
        seen["three or more at a rate"] += any(len(names) > 2 for _, names in ties)
    print(dict(seen))
    assert seen["switches"] > 200
    assert seen["ties of the same line"] > 50
    assert seen["three or more at a rate"] > 15


def test_the_winner_map_of_the_listed_members_says_the_same() -> None:
    """The engine that knows nothing of families, asked about the members as variants."""
    for tree, source in small_trees(60, MOST, seed=6):
        numbers = random_numbers(source)
        built = model(tree)
        assert list(built.variants) == [name for name, _ in members(tree)]
        setting = asked(built, numbers)
        found, listed = engine.family(setting).map, engine.conditions(setting).map
        assert found is not None and listed is not None
        assert [(w.above, w.below, w.equal) for w in found.winners] == [
            (interval.above, interval.below, len(interval.winners)) for interval in listed.intervals
        ]
        assert [(s.at, s.tied) for s in found.switches] == [(t.at, len(t.variants)) for t in listed.ties]


def test_at_a_rate_the_winner_the_margin_and_the_runner_up_are_those_of_the_listed_members() -> None:
    ties = 0
    for tree, source in small_trees(200, MOST, seed=7):
        numbers = random_numbers(source)
        lines = {name: line(paid, numbers) for name, paid in members(tree)}
        rates = [rate for rate, _ in winners(lines)[1]]
        g = source.choice([*rates, Fraction(source.randint(1, 30), source.randint(1, 10))])
        at = engine.family(asked(model(tree), numbers, g)).at
        assert at is not None
        costs = sorted(slope * g + rest for slope, rest in lines.values())
        best = cheapest(lines, g)
        assert (at.cost, at.tied, at.winner) == (costs[0], len(best), best[0] if len(best) == 1 else None)
        if at.winner:
            assert at.margin == costs[1] - costs[0] and at.runner_up is not None
            slope, rest = lines[at.runner_up]
            assert slope * g + rest == costs[1] and at.runner_up != at.winner
        else:
            ties += 1
            assert at.margin is None and set(at.members) <= set(best)
    assert ties > 20


def test_what_is_said_choice_by_choice_holds_for_the_listed_members() -> None:
    """With symbols open: at random numbers the member that wins is the one whose choices all win within
    theirs, and what is pruned never wins; each pruning has proofs that the checker accepts."""
    seen: Counter[str] = Counter()
    for tree, source in small_trees(60, 10, seed=8):
        built = model(tree)
        found = engine.family(Setting.of(built))
        outer = [choice for choice in found.choices if not choice.inner]
        pruned = {(place, one.contender) for place, choice in enumerate(outer) for one in choice.pruned}
        for choice in found.choices:
            for one in choice.pruned:
                assert one.evidence and all(proves(p) for p in one.evidence if isinstance(p, Proof))
                seen["pruned"] += 1
        left = prod(len(choice.conditions or ()) - len(choice.pruned) for choice in outer)
        assert found.left is not None and left >= found.left
        for _ in range(6):
            numbers = random_numbers(source)
            g = Fraction(source.randint(1, 40), source.randint(1, 20))
            lines = {name: line(paid, numbers) for name, paid in members(tree)}
            best = cheapest(lines, g)
            expected = best[0] if len(best) == 1 else None
            complete = {"g": g, **exact(numbers)}
            winning = [
                [name for name, told in (choice.conditions or {}).items() if _wins(built, told, complete)]
                for choice in outer
            ]
            assert all(len(names) < 2 for names in winning)
            whole = "".join(["H", *(names[0][1:] for names in winning)]) if all(winning) else None
            assert whole == expected
            seen["won" if expected else "tied"] += 1
            assert not any((place, name) in pruned for place, names in enumerate(winning) for name in names)
    print(dict(seen))
    assert seen["pruned"] > 50 and seen["won"] > 100 and seen["tied"] > 10


def _wins(built: Model, told: Any, numbers: dict[str, Fraction]) -> bool:
    """Whether every inequality of a condition holds, read from its text."""
    if told.status == "never":
        return False
    written = Setting.of(built).written
    return all(holds(parse_relation(part.text), numbers, written) for part in told.inequalities)


def test_a_member_that_never_pays_wins_alone_where_the_others_pay() -> None:
    found = engine.family(Setting.of(model({"one_of": {"pays": {"complexity": "a"}, "free": {}}})))
    (choice,) = found.choices
    assert found.left == 1 and choice.conditions is not None
    assert {name: told.status for name, told in choice.conditions.items()} == {
        "H/pays": "never",
        "H/free": "always",
    }


def test_facts_that_speak_of_variants_hold_in_every_choice() -> None:
    """`c(V)` and `cost(V)` of the model's own variants, spelled out where those are not at hand."""
    tree = {"one_of": {"a": {"complexity": "x", "time": "y"}, "b": {"complexity": "z", "time": "w"}}}
    facts = ["c(V) < c(H/b)", "t(H/a) <= t(V)", "t(V) <= t(H/b)"]
    built = model(tree, variants={"V": {"complexity": "x", "time": "v"}}, facts=facts)
    (choice,) = engine.family(Setting.of(built)).choices
    assert [(one.contender, one.dominated_by) for one in choice.pruned] == [("H/b", "H/a")]
    assert engine.family(Setting.of(built, assume=["cost(V) < cost(H/b)"])).left == 1


BINARY: dict[str, Any] = {
    "all": [
        {
            "one_of": {
                "a": {"complexity": f"p{k}", "time": f"q{k}"},
                "b": {"complexity": f"r{k}", "time": f"s{k}"},
            }
        }
        for k in range(60)
    ]
}
"""2**60 members."""


def binary_numbers(seed: int, highest: int = 100) -> dict[str, Fraction]:
    source = random.Random(seed)
    return {
        f"{axis}({term}{k})": Fraction(source.randint(1, highest))
        for k in range(60)
        for axis, terms in (("c", "pr"), ("t", "qs"))
        for term in terms
    }


@pytest.mark.parametrize("highest", [3, 100])
def test_a_family_of_two_to_the_sixtieth_members(highest: int) -> None:
    """Each choice switches at its own crossover, so the choices one by one say what the family's map must
    be."""
    built = model(BINARY)
    numbers = binary_numbers(3, highest)
    found = engine.family(Setting.of(built, numbers=numbers))
    assert found.members == 2**60 and not found.listed and found.map is not None
    crossovers: Counter[Fraction] = Counter()
    always_tied = 0
    for k in range(60):
        p, q, r, s = (numbers[f"{axis}({term}{k})"] for axis, term in ("cp", "tq", "cr", "ts"))
        if (p - r) * (s - q) > 0:
            crossovers[(s - q) / (p - r)] += 1
        always_tied += (p, q) == (r, s)
    assert [switch.at for switch in found.map.switches] == sorted(crossovers)
    for switch in found.map.switches:
        assert len(switch.changes) == crossovers[switch.at]
        tied_before = _tied(numbers, switch.at)
        assert switch.tied == 2**tied_before >= 2 ** (crossovers[switch.at] + always_tied)
    assert all(winner.equal == 2**always_tied for winner in found.map.winners)


def _tied(numbers: dict[str, Fraction], g: Fraction) -> int:
    """How many of the sixty choices cost the same either way at a rate."""
    price = numbers
    return sum(
        price[f"c(p{k})"] * g + price[f"t(q{k})"] == price[f"c(r{k})"] * g + price[f"t(s{k})"]
        for k in range(60)
    )


def test_with_symbols_open_every_choice_of_a_large_family_has_its_own_crossover() -> None:
    found = engine.family(Setting.of(model(BINARY)))
    assert found.left == 2**60 and len(found.choices) == 60
    for k, choice in enumerate(found.choices):
        assert choice.conditions is not None and choice.choice == f"families.H.all[{k}]"
        assert [part.text for part in choice.conditions["H/a"].inequalities] == [
            f"g*(c(p{k}) - c(r{k})) < t(s{k}) - t(q{k})"
        ]


@pytest.mark.parametrize("prior", ["power", "levin", "exponential", "monotone", "cap", {"cost": "g*c*t"}])
def test_other_priors_list_small_families_and_refuse_large_ones(prior: Any) -> None:
    tree = {
        "all": [
            {"complexity": "m", "time": "e"},
            {"one_of": {"a": {"complexity": "x", "time": "y"}, "b": {"complexity": "x + z", "time": "y"}}},
        ]
    }
    setting = Setting.of(model(tree, prior=prior), g=None if prior == "monotone" else Fraction(2))
    found = engine.family(setting)
    assert found.one_by_one is not None
    own = engine.conditions(setting)
    for name, told in found.one_by_one.items():
        assert told.status == own[name].status
    with pytest.raises(InputError, match="family-too-large"):
        engine.family(Setting.of(model(BINARY, prior=prior), g=setting.g))


def test_what_is_dominated_is_pruned_under_every_increasing_prior_before_the_rest_is_listed() -> None:
    """2**20 members of which dominance leaves two; under a hard budget a slower program may cost the same, so
    there nothing is left out."""
    parts: list[dict[str, Any]] = [
        {
            "one_of": {
                "a": {"complexity": f"x{k}", "time": f"y{k}"},
                "b": {"complexity": f"x{k} + z", "time": f"y{k}"},
            }
        }
        for k in range(20)
    ]
    parts.append({"one_of": {"left": {"complexity": "v"}, "right": {"time": "w"}}})
    tree = {"all": [{"complexity": "1", "time": "1"}, *parts]}
    found = engine.family(Setting.of(model(tree, prior="levin"), g=Fraction(1)))
    assert (found.members, found.left) == (2**21, 2)
    assert found.one_by_one is not None and len(found.one_by_one) == 2
    assert {told.status for told in found.one_by_one.values()} == {"possible"}
    assert sum(len(choice.pruned) for choice in found.choices) == 20
    with pytest.raises(InputError, match="family-too-large"):
        engine.family(Setting.of(model(tree, prior="cap"), g=Fraction(1)))


def test_a_prior_that_does_not_charge_an_axis_still_counts_what_it_does_not_see_as_a_tie() -> None:
    """Dominated in time alone, equal under the simplicity prior: no member wins alone."""
    tree = {
        "all": [{"one_of": {"a": {"time": "y"}, "b": {}}}, {"one_of": {"c": {"complexity": "x"}, "d": {}}}]
    }
    found = engine.family(Setting.of(model(tree, prior="simplicity")))
    assert found.map is None and found.left is not None
    outer = found.choices[0]
    assert outer.conditions is not None and outer.conditions["H/b"].status != "always"
    known = engine.family(
        Setting.of(model(tree, prior="simplicity"), numbers={"t(y)": Fraction(1), "c(x)": Fraction(2)})
    )
    assert known.map is not None
    (winner,) = known.map.winners
    assert (winner.equal, winner.member, winner.others) == (2, "H/a/d", ("H/b/d",))


def test_options_that_stand_for_too_many_programs_are_not_compared_and_it_is_said() -> None:
    tree = {"one_of": {"many": BINARY, "one": {"complexity": "k"}}}
    built = build(read_model({"name": "x", "families": {"H": tree}}))
    found = engine.family(Setting.of(built))
    assert found.choices[0].conditions is None
    assert found.choices[0].refused == (
        f"many stands for {2**60} programs, which are not compared with symbols left open"
    )
    assert all(choice.conditions is not None and choice.inner for choice in found.choices[1:])
    known = engine.family(Setting.of(built, numbers={**binary_numbers(1), "c(k)": Fraction(4)}))
    assert known.map is not None and known.map.winners[0].member is not None


def test_a_constant_of_the_prior_is_paid_once() -> None:
    tree = {"all": [{"complexity": "1"}, {"one_of": {"a": {"time": "3"}, "b": {"complexity": "1"}}}]}
    found = engine.family(Setting.of(model(tree, prior={"cost": "g*c + 2*t + 5"}), g=Fraction(2)))
    assert found.at is not None and found.map is not None
    assert (found.at.cost, found.at.winner, found.at.margin) == (9, "H/b", 4)
    assert [(w.slope, w.rest) for w in found.map.winners] == [(2, 5), (1, 11)]


def known_one(seed: int) -> Known:
    """A family with numbers, of four switches or more."""
    for tree, source in small_trees(200, MOST, seed):
        built = model(tree)
        setting = asked(built, random_numbers(source))
        lines = lines_of(setting, built.families["H"].tree)
        assert lines is not None
        known = Known(built.families["H"], lines)
        if len(known.hull.rates) >= 3:
            return known
    raise AssertionError("no such tree")


def test_a_wrong_envelope_is_noticed() -> None:
    """Every corner moved a little, every count changed, every corner left out: the second opinion refuses
    each."""
    known = known_one(9)
    hull = known.hull
    changed = [
        replace(hull, corners=(*hull.corners[:k], (slope, rest + Fraction(1, 7)), *hull.corners[k + 1 :]))
        for k, (slope, rest) in enumerate(hull.corners)
    ]
    changed += [
        replace(hull, tied=(*hull.tied[:k], count + 1, *hull.tied[k + 1 :]))
        for k, count in enumerate(hull.tied)
    ]
    changed += [
        replace(hull, rates=(*hull.rates[:k], rate * 2, *hull.rates[k + 1 :]))
        for k, rate in enumerate(hull.rates)
    ]
    for wrong in changed:
        known.hull = wrong
        with pytest.raises(SelfCheckFailed):
            known._check()
    print(len(changed))


def test_the_second_opinion_by_hand() -> None:
    options = {
        "a": {"complexity": "1"},
        "b": {"all": [{"time": "1"}, {"complexity": "1"}]},
        "c": {"time": "1"},
    }
    tree = model({"one_of": options}).families["H"].tree

    def cost(leaf: Leaf) -> int:
        return sum(int(price.value or 0) for price in leaf.prices.values())

    assert lowest(tree, cost) == (1, 2)
    assert cost_of_member(tree, ("b",), cost) == 2
    for wrong in ((), ("d",), ("a", "a")):
        with pytest.raises(LookupError):
            cost_of_member(tree, wrong, cost)
    with pytest.raises(IndexError, match=r"^more choices than the tree has$"):
        cost_of_member(tree, ("a", "a"), cost)
    hull = hull_of(tree, lambda leaf: (Fraction(cost(leaf)), Fraction(0)))
    assert members_at(hull, spot_at(hull, Fraction(1)), 9) == [("a",), ("c",)]


@pytest.mark.parametrize(("count", "most", "places"), [(0, 2, []), (3, 3, [0, 1, 2]), (101, 3, [0, 50, 100])])
def test_checks_are_spread_evenly(count: int, most: int, places: list[int]) -> None:
    assert list(spread(count, most)) == places


def test_members_in_the_order_of_the_tree_with_their_titles_and_tags() -> None:
    tree = {
        "tags": ["all"],
        "all": [
            {"one_of": {"a": {"title": "A", "tags": ["x"], "complexity": "1"}, "b": {"complexity": "2"}}},
            {"tags": ["core"], "time": "3"},
            {"one_of": {"c": {"title": "C", "tags": ["x", "y"]}, "d": {"one_of": {"e": {"time": "4"}}}}},
        ],
    }
    built = model(tree)
    assert [member_name("H", way.names) for way in ways_through(built.families["H"].tree)] == list(
        built.variants
    )
    assert {name: (v.title, v.tags) for name, v in built.variants.items()} == {
        "H/a/c": ("A, C", ("all", "x", "core", "y")),
        "H/a/d/e": ("A", ("all", "x", "core")),
        "H/b/c": ("C", ("all", "core", "x", "y")),
        "H/b/d/e": (None, ("all", "core")),
    }
    assert {name: tuple(p.value for p in v.prices.values()) for name, v in built.variants.items()} == {
        "H/a/c": (1, 3),
        "H/a/d/e": (1, 7),
        "H/b/c": (2, 3),
        "H/b/d/e": (2, 7),
    }

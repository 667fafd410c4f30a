"""Guards the battery's own view of claims: its reading, its exact points and z3 must agree."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from battery import sampled_points
from claim_formulas import holds_at, without_rates
from claim_judge import ClaimJudge
from claim_oracle import Claim, holds, read
from claim_tables import TABLES, Row
from oracle import Spot, Tree, World, evaluated, parse
from random_claims import ClaimMaker
from random_models import LINEAR_FAMILIES, random_model
from test_battery_known_false import spec_of

A, B, C = (("says", "wins", name, None) for name in "ABC")
READ: list[tuple[str, Claim]] = [
    ("if A wins then B wins or C wins", ("if", A, ("or", (B, C)))),
    ("not A wins and B wins", ("and", (("not", A), B))),
    ("A wins or B wins and C wins", ("or", (A, ("and", (B, C))))),
    ("A wins and B wins for all g", ("and", (A, ("for", "all", None, B)))),
    ("A never wins for small g", ("for", "small", None, ("not", A))),
    ("(A wins)", A),
    ("(if A wins then B wins) or C wins", ("or", (("if", A, B), C))),
]


@pytest.mark.parametrize(("text", "claim"), READ)
def test_what_is_read(text: str, claim: Claim) -> None:
    assert read(text) == claim


@pytest.mark.parametrize(
    "text", ["(A wins) for all g", "A", "A wins for all x", "A beats", "A wins at g == 2", ""]
)
def test_what_is_refused(text: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        read(text)


WORLD = World({"variants": {"A": {"complexity": "a", "time": "x"}, "B": {"complexity": "b", "time": "y"}}})
POINT = {"c(a)": Fraction(3), "c(b)": Fraction(2), "t(x)": Fraction(1), "t(y)": Fraction(5), "g": Fraction(4)}
"""A wins for g < 4, B for g > 4; a tie at 4."""
KNOWN = {
    "A ties B": True,
    "A wins": False,
    "A wins for all g": False,
    "A wins for some g": True,
    "A wins for small g": True,
    "A wins for large g": False,
    "A wins for g < 4": True,
    "A wins for g <= 4": False,
    "B wins for 4 < g <= 100": True,
    "B wins for 4 <= g <= 100": False,
    "A never wins for g >= 4": True,
    "A wins at g = 7/2": True,
    "A wins at g = c(a) + c(b)": False,
    "A wins at g = c(b) - c(a)": True,
    "A dominates B": False,
    "g*c(a) + t(x) < cost(B) for g < 4": True,
    "min(c(a), c(b)) == 2": True,
    "min(g*c(a), t(y)) <= 5 for all g": True,
    "max(g, 4) == 4 for all g": False,
    "if A wins then c(a) < 0": True,
    "not A wins for all g": True,
}


@pytest.mark.parametrize("text", KNOWN)
def test_worked_at_a_point(text: str) -> None:
    assert holds(WORLD, read(text), WORLD.spot(POINT)) == KNOWN[text]


@pytest.mark.parametrize("family", LINEAR_FAMILIES)
def test_formulas_without_rates_say_what_the_text_says(family: str) -> None:
    """At points of small numbers, where boundaries are frequent, with every quantifier removed."""
    compared = 0
    for seed in range(6):
        source = random.Random(f"reading-{family}-{seed}")
        spec = random_model(seed + 6_000, family)
        world = World({**spec, "facts": []})
        reading = ClaimJudge(world).reading
        maker = ClaimMaker(World(spec), source)
        points = sampled_points(world, {}, source, 12)
        for _ in range(12):
            claim = read(maker.linear())
            formula = without_rates(reading.formula(claim), False)
            for spot in points:
                assert holds_at(formula, spot) == holds(world, claim, spot), claim
                compared += 1
    assert compared > 700


TEXTS = [
    "1/2 + 2*x - y/3",
    "-(x - y)*(x + y)**2",
    "x/y + y/x < 3 <= x*y",
    "max(x, y, 1) - min(x, 2*y) == g*x",
    "c(A) + t(B)*2 >= cost(A) - c(a)**0",
    "x**3/(x + 1) - -y > cost(B)",
]


@pytest.mark.parametrize("text", TEXTS)
def test_programs_say_what_trees_say(text: str) -> None:
    """The two evaluators of the battery, at points that no other tree than the one meant would pass."""
    variants = {"A": {"complexity": "a + x*2", "time": "b/y"}, "B": {"complexity": "a*x + 1", "time": 0}}
    world = World({"variants": variants, "parameters": {"x": {}, "y": {}}})
    tree, source = parse(text), random.Random(text)
    for _ in range(20):
        spot = world.spot({atom: Fraction(source.randint(1, 99), 7) for atom in [*world.atoms, "g"]})

        def leaf(node: Tree, at: Spot = spot) -> Fraction:
            if node[0] == "call" and node[1] == "cost":
                return at["g"] * at.prices[node[2][0][1]]["c"] + at.prices[node[2][0][1]]["t"]
            if node[0] == "call" and node[2][0][1] in world.names:
                return at.prices[node[2][0][1]][node[1]]
            return at[node[-1]]

        assert world.value(tree, spot) == evaluated(tree, leaf, Fraction)
        assert world.value(tree, dict(spot)) == world.value(tree, spot)


ROWS = [row for rows in TABLES.values() for row in rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[3])
def test_the_tables_are_right(row: Row) -> None:
    """Each row's verdict, from z3 and the text alone."""
    variants, facts, more, text, verdict = row
    judge = ClaimJudge(World(spec_of(variants, facts, more)))
    claim = read(text)
    fails, _ = judge.possible(denied_too=[claim])
    assert fails == (verdict in ("refuted", "contradicted"))
    if fails:
        assert judge.possible(claim)[0] == (verdict == "refuted")
    elif claim[0] == "if":
        assert judge.possible(claim[1])[0] == (verdict != "vacuous")

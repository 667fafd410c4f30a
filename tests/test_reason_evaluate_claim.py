"""Guards the second opinion on claims: verdicts by table, the rates it looks at, and the battery's oracle."""

from __future__ import annotations

import random
from collections.abc import Mapping
from fractions import Fraction as F

import pytest
from battery import Case, sampled_points
from claim_oracle import holds as oracle_holds
from claim_oracle import read
from oracle import World
from random_claims import ClaimMaker
from random_models import LINEAR_FAMILIES, random_model

from mesaprior.engine.reason.evaluate import Written
from mesaprior.engine.reason.evaluate_claim import claim_holds
from mesaprior.engine.reason.evaluate_rates import telling
from mesaprior.language import parse_claim, parse_expression
from mesaprior.language.claims import Quantified
from mesaprior.model import parsed_claim


def written(cost: str = "g*c + t", **prices: str) -> Written:
    """`written(A="a | x")`: one variant, its complexity and its time."""
    split = {name: [part.strip() for part in text.split("|")] for name, text in prices.items()}
    return Written(
        {
            name: {"c": parse_expression(f"c({c})"), "t": parse_expression(f"t({t})")}
            for name, (c, t) in split.items()
        },
        parse_expression(cost),
    )


TWO = written(A="a | x", B="b | y")
THREE = written(A="a | x", B="b | y", C="d | z")
AT = {
    "c(a)": F(3),
    "t(x)": F(1),
    "c(b)": F(2),
    "t(y)": F(5),
    "c(d)": F(1),
    "t(z)": F(8),
    "g": F(4),
    "w": F(2),
}
"""Costs 3*g + 1, 2*g + 5 and g + 8: A and B tie at 4, A and C at 7/2, B and C at 3."""
VERDICTS: list[tuple[str, int | str, bool]] = [
    # The claim, the rate, and whether it holds of A and B alone.
    *(("A wins", rate, wins) for rate, wins in ((3, True), (4, False), (5, False))),
    *(("A beats B", rate, wins) for rate, wins in ((3, True), (4, False), (5, False))),
    *(("B beats A", rate, wins) for rate, wins in ((3, False), (4, False), (5, True))),
    *(("A never wins", rate, never) for rate, never in ((3, False), (4, True), (5, True))),
    *(("A never beats B", rate, never) for rate, never in ((3, False), (4, True), (5, True))),
    *(("A ties B", rate, ties) for rate, ties in ((3, False), (4, True), (5, False))),
    *(("B ties A", rate, ties) for rate, ties in ((3, False), (4, True), (5, False))),
    ("g < 5 and c(a) == 3", 4, True),
    ("g < 5 and c(a) == 2", 4, False),
    ("g < 4 and c(a) == 3", 4, False),
    ("g < 4 or c(a) == 3", 4, True),
    ("g < 4 or c(a) == 2", 4, False),
    ("not g < 4", 4, True),
    ("not g < 5", 4, False),
    ("if g < 5 then c(a) == 3", 4, True),
    ("if g < 5 then c(a) == 2", 4, False),
    ("if g < 4 then c(a) == 2", 4, True),
    ("if g < 4 then c(a) == 3", 4, True),
    ("A wins for all g", 3, False),
    ("A wins for some g", 5, True),
    ("c(a) < 3 for some g", 4, False),
    ("g > 0 for all g", 4, True),
    ("A wins for small g", 5, True),
    ("A wins for large g", 3, False),
    ("B wins for large g", 3, True),
    ("B wins for small g", 5, False),
    ("A wins for g < 4", 5, True),
    ("A wins for g <= 4", 3, False),
    ("B wins for 4 < g <= 100", 3, True),
    ("B wins for 4 <= g <= 100", 5, False),
    ("A never wins for g >= 4", 3, True),
    ("A wins at g = 7/2", 5, True),
    ("A wins at g = 9/2", 3, False),
    ("A wins at g = c(b) - c(a)", 5, True),  # no such rate
    ("g*c(a) + t(x) < cost(B) for g < 4", 5, True),
    ("g*c(a) + t(x) < cost(B) for g <= 4", 3, False),
    ("A ties B at g = 4", 3, True),
    ("A ties B for some g", 3, True),
    ("A ties B for all g", 4, False),
]


@pytest.mark.parametrize(("text", "rate", "expected"), VERDICTS)
def test_verdicts_at_a_point(text: str, rate: int, expected: bool) -> None:
    assert claim_holds(parse_claim(text), {**AT, "g": F(rate)}, TWO) is expected


@pytest.mark.parametrize(("rate", "winner"), [(1, "A"), (3, "A"), ("7/2", ""), (4, "C"), (5, "C")])
def test_who_wins_of_three(rate: int | str, winner: str) -> None:
    for name in "ABC":
        for text, expected in ((f"{name} wins", name == winner), (f"{name} never wins", name != winner)):
            assert claim_holds(parse_claim(text), {**AT, "g": F(rate)}, THREE) is expected


DOMINANCE = [
    # Complexity and time of A and of B.
    ((1, 1), (2, 2), True),
    ((1, 2), (2, 2), True),
    ((2, 1), (2, 2), True),
    ((2, 2), (2, 2), False),
    ((3, 1), (2, 2), False),
    ((1, 3), (2, 2), False),
    ((2, 3), (2, 2), False),
    ((3, 3), (2, 2), False),
]


@pytest.mark.parametrize(("one", "other", "expected"), DOMINANCE)
def test_dominance(one: tuple[int, int], other: tuple[int, int], expected: bool) -> None:
    numbers = zip(("c(a)", "t(x)", "c(b)", "t(y)"), (*one, *other), strict=True)
    at = {**{atom: F(value) for atom, value in numbers}, "g": F(1)}
    assert claim_holds(parse_claim("A dominates B"), at, TWO) is expected
    assert claim_holds(parse_claim("A dominates B for all g"), at, TWO) is expected


RATES = [
    ("A wins for all g", TWO, "2 4 5"),
    ("A wins for some g", TWO, "2 4 5"),
    ("A wins for small g", TWO, "2"),
    ("A wins for large g", TWO, "5"),
    ("A ties B for all g", THREE, "2 4 5"),
    ("A wins for all g", THREE, "7/4 7/2 15/4 4 5"),
    ("C wins for large g", THREE, "9/2"),
    ("A wins for g < 4", TWO, "2"),
    ("A wins for g > 4", TWO, "5"),
    ("A wins for 1 < g <= 7", TWO, "5/2 4 11/2 7"),
    ("A wins for g >= 5", TWO, "5 6"),
    ("A wins at g = 7/2", TWO, "7/2"),
    ("A wins at g = c(b) - 2", TWO, ""),
    ("A wins at g = c(b) - c(a)", TWO, ""),
    ("A dominates B for all g", TWO, "1/2 1 2"),
    ("c(a) < 5 for all g", TWO, "1/2 1 2"),
    ("1 < g for all g", TWO, "1/2 1 2"),
    ("g*c(a) > 0 for all g", TWO, "1/2 1 2"),
    ("g*c(a) + t(x) > 0 for small g", TWO, "1/2"),
    ("1 < g < c(a) for all g", TWO, "1/2 1 2 3 4"),
    ("cost(A) < cost(B) <= 9 for all g", TWO, "1 2 3 4 5"),
    ("2*g < 3 for g < 5", TWO, "3/4 3/2 13/4"),
    # Where a minimum or a maximum changes hands, too.
    ("min(g, 3) < 2 for all g", TWO, "1 2 5/2 3 4"),
    ("2 > max(g, 3) for all g", TWO, "1 2 5/2 3 4"),
    ("2*min(g, 3) + 1 < 5 for all g", TWO, "1 2 5/2 3 4"),
    ("max(2*g, g + 1, 4) > 5 for all g", TWO, "1/2 1 3/2 2 9/4 5/2 11/4 3 7/2 4 5"),
    ("min(max(g, 2), 5) > 4 for all g", TWO, "1 2 3 4 9/2 5 6"),
    ("min(g, 3) == min(g, 3) for large g", TWO, "4"),
    ("g < 7 for g < max(2, w + 3)", TWO, "1 2 7/2"),
    ("min(cost(A), cost(B)) < 10 for small g", TWO, "5/4"),
]


@pytest.mark.parametrize(("text", "model", "expected"), RATES)
def test_the_rates_that_are_looked_at(text: str, model: Written, expected: str) -> None:
    claim = parse_claim(text)
    assert isinstance(claim, Quantified)
    assert telling(claim, AT, model) == [F(rate) for rate in expected.split()]


FREE = written("c + t", A="a | x", B="b | y")
LINES = [
    *((text, TWO, True) for text in ("g", "g*c(a)", "c(a)*g", "g/2", "(g + 1)*2", "-g + 1", "w*g*2")),
    *((text, TWO, True) for text in ("cost(A)", "2*cost(A)", "cost(A)/2", "c(a)", "1 - cost(A)", "c(A)*g")),
    *(
        (text, TWO, True)
        for text in ("min(c(a), 2)*g", "2**2*g", "max(w, 1)", "c(a)*c(a)*g", "2/w", "min(g, 1)*2")
    ),
    *((text, TWO, False) for text in ("g*g", "cost(A)*g", "g*cost(A)", "cost(A)*cost(B)", "1/g", "g/g")),
    *((text, TWO, False) for text in ("g**2", "2/cost(A)", "min(g*g, 1)", "min(g, 1)*g", "1/max(g, w)")),
    *((text, TWO, False) for text in ("log2(g)", "1 + g*g", "-(g*g)", "g*g/2", "(g*g)*2", "1/(1/g)")),
    *((text, FREE, True) for text in ("cost(A)", "cost(A)*g", "cost(A)*cost(B)", "g/cost(A)")),
    *((text, FREE, True) for text in ("min(cost(A), 1)", "cost(A)**2*g")),
    *((text, FREE, False) for text in ("cost(A)*g*g", "g/(cost(A)*g)", "log2(cost(A)*g)")),
    *(("cost(A)", written(cost, A="a | x", B="b | y"), True) for cost in ("g*c*c + t", "c/2*g + t/2")),
    *(("cost(A)", written(cost, A="a | x", B="b | y"), False) for cost in ("g*g*c + t", "c + t/g")),
    *(("cost(A)", written(cost, A="a | x", B="b | y"), False) for cost in ("g**2*c + t", "max(g*c, t)")),
    *(("cost(A)", written(cost, A="a | x", B="b | y"), False) for cost in ("min(g*c, t)", "log2(g) + c")),
    *(("cost(A)", written(cost, A="a | x", B="b | y"), True) for cost in ("g*c + min(t, 1)", "g*c + t**2")),
    *((text, TWO, True) for text in ("w**2 + g", "g + max(w, 1)")),
]


@pytest.mark.parametrize(("text", "model", "is_line"), LINES)
def test_only_straight_lines_are_decided(text: str, model: Written, is_line: bool) -> None:
    for relation in (f"{text} > 0", f"0 < {text}"):
        claim = parse_claim(f"{relation} for all g")
        if is_line:
            assert claim_holds(claim, AT, model) is all(
                claim_holds(parse_claim(relation), {**AT, "g": F(rate, 7)}, model) for rate in range(1, 70)
            )
        else:
            with pytest.raises(ValueError) as raised:
                claim_holds(claim, AT, model)
            assert str(raised.value) == "a sentence about several rates that is no straight line in the rate"


@pytest.mark.parametrize("family", LINEAR_FAMILIES)
def test_random_claims_hold_where_the_oracle_says(family: str) -> None:
    seen: dict[bool, int] = {True: 0, False: 0}
    for seed in range(4):
        source = random.Random(f"second opinion-{family}-{seed}")
        spec: Mapping[str, object] = {**random_model(seed + 9_000, family), "facts": []}
        case, world = Case(spec), World(spec)
        maker = ClaimMaker(World(spec), source)
        texts = [maker.linear() for _ in range(12)]
        for spot in sampled_points(world, {}, source, 6):
            at = {atom: F(value) for atom, value in spot.items()}
            for text in texts:
                found = claim_holds(parsed_claim(text, case.model), at, case.setting.written)
                assert found == oracle_holds(world, read(text), spot), (text, at)
                seen[found] += 1
    assert min(seen.values()) > 30

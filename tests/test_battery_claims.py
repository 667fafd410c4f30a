"""Guards verdicts on random linear claims: 5,000, each against z3 asked directly, with everything it carries.

See `claim_battery.Examiner` for what is examined. `undecided` must not occur where z3's question is linear.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from battery import Tally, at_least, contradictory, scale
from claim_battery import ClaimCase, Examiner, fixed_numbers, worked_numbers
from claim_oracle import holds, read
from oracle import World
from random_claims import ClaimMaker
from random_models import LINEAR_FAMILIES, random_model

from mesaprior.errors import InputError

MODELS = {
    "sparse": 150,
    "facts": 200,
    "multiples": 170,
    "rationals": 165,
    "tight": 140,
    "axes": 40,
    "custom": 60,
    "named": 40,
}
"""Seeds per family; contradictory facts and large models are passed over."""
TIMES = scale(20)
CLAIMS = 10
"""Claims per model."""


def check_claims(seed: int, family: str, tally: Tally) -> None:
    """Ten random claims about one random model; every tenth has some numbers fixed, or a scenario at hand."""
    source = random.Random(f"claims-{family}-{seed}")
    spec = random_model(seed, family)
    world = World(spec)
    maker = ClaimMaker(world, source)
    if not world.terms or len(world.atoms) > 14 or len(world.names) > 5:
        return  # the statuses' battery has larger models; here the claims are what varies
    try:
        numbers = fixed_numbers(world, source) if seed % 10 == 0 else None
        worked = worked_numbers(world, source) if seed % 10 == 5 else None
        case = ClaimCase(spec, source, numbers, worked)
        texts = [maker.linear() for _ in range(CLAIMS)]
        assuming = [maker.assumption()] if seed % 8 == 1 else []
        said = case.check(*texts, assuming=assuming)
    except InputError as error:
        tally.expect(contradictory(error), f"unexpected {error}", spec)
        tally.count("facts contradictory")
        return
    tally.expect(case.can_hold is not False, "contradictory facts were not noticed", case)
    examiner = Examiner(case, tally, assuming)
    for text, checked in zip(texts, said, strict=True):
        examiner.examine(text, checked, must_decide=family in LINEAR_FAMILIES)


@pytest.fixture(scope="module")
def totals() -> Tally:
    return Tally()


@pytest.mark.parametrize("family", MODELS)
def test_verdicts_are_z3s_and_carry_their_evidence(family: str, totals: Tally) -> None:
    tally = Tally()
    for seed in range(3000, 3000 + MODELS[family] * TIMES):
        check_claims(seed, family, tally)
    totals.counts += tally.counts
    print(f"\n{family}\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]


def test_every_verdict_came_often_enough(totals: Tally) -> None:
    print(f"\nall families\n{totals.report()}")
    counts = totals.counts
    verdicts = {
        v: sum(n for what, n in counts.items() if f" {v}" in what) for v in ("proved", "refuted", "undecided")
    }
    assert sum(verdicts.values()) >= at_least(5_000, 100_000)
    assert verdicts["undecided"] <= 10 * TIMES
    least = {
        "linear proved": 1_200,
        "linear refuted": 2_000,
        "products proved": 50,
        "products refuted": 100,
        "contradicted": 150,
        "true exactly when": 1_000,
        "true if": 100,
        "vacuous": 50,
        "counterexample: small": 1_000,
        "proofs": 2_000,
        "points at which the claim fails without its facts": 200,
    }
    assert {what: counts[what] for what in least if counts[what] < least[what]} == {}


def line(source: random.Random) -> str:
    """`2 - 3*g`, or with a price that is known."""
    slope, rest = source.choice((-2, -1, 0, 1, 2, 3)), source.choice(("0", "1/2", "1", "2", "3", "c(a)"))
    rate = source.choice(("g", "g", "g*c(a)"))
    return f"{rest} {'-' if slope < 0 else '+'} {abs(slope)}*{rate}"


def bent_claim(source: random.Random) -> str:
    """A comparison with min or max of straight lines, at some, at all, or at a range of rates."""
    bends = [f"{source.choice(('min', 'max'))}({line(source)}, {line(source)})" for _ in range(2)]
    sides = source.sample([*bends, line(source)], source.choice((2, 2, 3)))
    text = sides[0] + "".join(f" {source.choice(('<', '<=', '>', '>='))} {side}" for side in sides[1:])
    rates = source.choice(
        (
            " for some g",
            " for some g",
            " for all g",
            " for c(a) <= g <= c(b)",
            " for g > c(a)",
            " for small g",
            " for large g",
        )
    )
    return f"if {text}{rates} then c(a) < 0" if source.random() < 0.3 else text + rates


def test_what_bends_where_all_numbers_are_known() -> None:
    """One truth per sentence, found by the battery at the rates at which something turns."""
    spec = {
        "name": "bent",
        "variants": {"A": {"complexity": "a", "time": "0"}, "B": {"complexity": "b", "time": "0"}},
    }
    source = random.Random("bent")
    numbers = {"c(a)": Fraction(2), "c(b)": Fraction(3)}
    case = ClaimCase(spec, source, {**numbers, "t(a)": Fraction(1), "t(b)": Fraction(1)})
    spot = case.world.spot({**case.fixed, "g": Fraction(1)})
    tally = Tally()
    for _ in range(10 * TIMES):
        texts = [bent_claim(source) for _ in range(40)]
        for text, said in zip(texts, case.check(*texts), strict=True):
            truth = "proved" if holds(case.world, read(text), spot) else "refuted"
            tally.count(said.verdict)
            tally.expect(said.verdict == truth, f"{text} is {said.verdict}")
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    assert min(tally.counts["proved"], tally.counts["refuted"]) >= 80

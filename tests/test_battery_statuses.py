"""Guards *always*, *never*, *possible*: z3, asked about the original formulas, must answer the same.

Per random model: every variant's status with the rate open and at a rate; who is dominated; who wins at some
rate for every choice of prices (Helly's theorem leaves z3 a question without quantifiers); and whether the
facts can hold at all. `undecided` is counted, and must not occur where the model is linear.
"""

from __future__ import annotations

import random

import pytest
from battery import RATES, Case, Tally, contradictory, scale
from oracle import Judge, World, mentions_rate
from random_models import FAMILIES, LINEAR_FAMILIES, random_model

from mesaprior.engine import conditions
from mesaprior.engine.consistency import check_consistent
from mesaprior.engine.contenders import winning
from mesaprior.engine.field import Field
from mesaprior.errors import InputError


def check_statuses(seed: int, family: str, tally: Tally) -> None:
    """The status of every variant, open and at a rate, and who is dominated, against z3."""
    source = random.Random(f"status-{family}-{seed}")
    spec = random_model(seed, family)
    world = World(spec)
    for g in (None, source.choice(RATES)):
        judge = Judge(world, g)
        kind = "linear" if judge.linear else "products"
        possible = judge.possible() if judge.quick else None
        try:
            case = Case(spec, g=g)
            if g is None:
                found = conditions(case.setting)
                said = {name: found[name].status for name in world.names}
            else:
                check_consistent(case.setting)
                field = Field(case.setting)
                said = {name: winning(field, i).status for i, name in enumerate(world.names)}
        except InputError as error:
            tally.expect(contradictory(error), f"unexpected {error}", spec)
            tally.expect(possible is not True, "facts that can hold are called contradictory", spec, error, g)
            tally.count("facts contradictory", "unknown to z3" if possible is None else "")
            continue
        if possible is False:
            tally.expect(kind == "products", "contradictory facts were not noticed", case)
            tally.count("facts contradictory, not noticed:", kind)
            continue
        for name, status in said.items():
            asked = judge.status(judge.wins(name)) if judge.quick else "not asked"
            compare(tally, kind, family, "status", name, status, asked, case)
        if g is None and judge.quick:
            for name in world.names:
                asked = judge.status(judge.undominated(name))
                compare(
                    tally, kind, family, "undominated", name, found[name].standing.undominated, asked, case
                )
            if seed % 4 == 0 and not any(map(mentions_rate, world.facts)) and len(world.atoms) <= 12:
                check_somewhere(case, {name: found[name].standing.somewhere for name in world.names}, tally)


def compare(
    tally: Tally, kind: str, family: str, what: str, name: str, said: str, asked: str, case: Case
) -> None:
    """One answer against one of z3's."""
    known = asked in ("always", "never", "possible")
    tally.count(kind, what, said, "" if asked == said else f"(z3: {asked})")
    tally.expect(said in (asked, "undecided") or not known, f"{name} {what} is {asked}, not {said}", case)
    if said == "undecided" and kind == "linear" and family in LINEAR_FAMILIES:
        tally.expect(False, f"{name} {what} is {asked}, not undecided", case)


def check_somewhere(case: Case, said: dict[str, str], tally: Tally) -> None:
    """*Some rate wins for every choice of prices*, against z3; facts without g only."""
    judge = Judge(case.world, exact=True)
    for name, status in said.items():
        nowhere, somewhere = judge.never_at_any_rate(name), judge.possible(judge.wins(name))
        asked = "possible" if nowhere and somewhere else "always" if somewhere else "never"
        asked = "unknown" if None in (nowhere, somewhere) else asked
        tally.count("at some rate", status, "" if asked == status else f"(z3: {asked})")
        good = status in (asked, "undecided") or asked == "unknown"
        tally.expect(good, f"{name} at some rate is {asked}, not {status}", case)


MODELS = {
    "sparse": 100,
    "facts": 100,
    "multiples": 80,
    "rationals": 60,
    "tight": 160,
    "mixed": 50,
    "parameters": 8,
    "axes": 30,
    "custom": 40,
    "named": 50,
}


@pytest.fixture(scope="module")
def totals() -> Tally:
    return Tally()


@pytest.mark.parametrize("family", FAMILIES)
def test_statuses_are_z3s(family: str, totals: Tally) -> None:
    tally = Tally()
    for seed in range(1000, 1000 + MODELS[family] * scale(5)):
        check_statuses(seed, family, tally)
    totals.counts += tally.counts
    print(f"\n{family}\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]


def test_every_status_came_often_enough(totals: Tally) -> None:
    print(f"\nall families\n{totals.report()}")
    counts = totals.counts
    asked = sum(n for what, n in counts.items() if what.startswith("linear ") and "(z3" not in what)
    undecided = sum(n for what, n in counts.items() if "undecided" in what)
    least = {
        "linear status always": 80,
        "linear status never": 800,
        "linear status possible": 1_800,
        "linear undominated always": 250,
        "linear undominated never": 300,
        "linear undominated possible": 700,
        "at some rate always": 20,
        "at some rate never": 60,
        "at some rate possible": 80,
        "facts contradictory": 100,
    }
    assert {what: counts[what] for what in least if counts[what] < least[what]} == {}
    assert asked >= 5_000
    assert undecided <= asked // 100

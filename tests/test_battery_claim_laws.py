"""Laws between claims: what is said in another way gets the same verdict, what is denied the opposite one.

No oracle is needed: each law compares two of the tool's own answers. `undecided` breaks no law.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import Any
from unittest.mock import patch

import pytest
from battery import Tally, contradictory, scale
from claim_battery import ClaimCase
from claim_oracle import read
from oracle import World
from random_claims import ClaimMaker
from random_models import LINEAR_FAMILIES, random_model

from mesaprior.errors import InputError
from mesaprior.results import Checked

COUNT = 200 * scale(25)
"""Pairs of verdicts for each law."""
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
_KEPT = {
    "find",
    "f",
    "c",
    "t",
    "g",
    "min",
    "max",
    "cost",
    "wins",
    "never",
    "beats",
    "ties",
    "dominates",
    "env",
}
_KEPT |= {"if", "then", "and", "or", "not", "for", "all", "some", "small", "large", "at"}


def cases(law: str) -> Iterator[tuple[ClaimCase, ClaimMaker]]:
    """Random models without end, and who draws claims about them."""
    seed = 7_000
    while True:
        seed += 1
        for family in LINEAR_FAMILIES:
            source = random.Random(f"{law}-{family}-{seed}")
            spec = random_model(seed, family)
            if len(spec["variants"]) > 3 or len(World(spec).atoms) > 10:
                continue
            case = ClaimCase(spec, source)
            if case.world.terms and len(case.world.names) > 1 and case.can_hold:
                yield case, ClaimMaker(case.world, source)


@contextmanager
def conditions_left_out() -> Iterator[None]:
    """Where verdicts alone are compared, what a refuted claim lacks is not looked for: a third of the time.
    `test_the_missing_condition_makes_the_claim_true` and `test_battery_claims.py` look at it."""
    with patch.object(import_module("mesaprior.engine.claims.check"), "true_when", lambda *_: None):
        yield


def compare(
    law: str, count: int, pair: Callable[[ClaimCase, ClaimMaker], tuple[Checked, Checked] | None]
) -> Tally:
    """Draws pairs of verdicts until `count` of them were comparable, and equal they must be."""
    tally = Tally()
    for case, maker in cases(law):
        for _ in range(5):
            with conditions_left_out():
                found = pair(case, maker)
            if found is None:
                continue
            one, other = found
            tally.count("undecided" if "undecided" in (one.verdict, other.verdict) else one.verdict)
            same = one.verdict == other.verdict or "undecided" in (one.verdict, other.verdict)
            tally.expect(same, law, one, other, case)
        if sum(tally.counts[verdict] for verdict in ("proved", "refuted")) >= count:
            return tally
    raise AssertionError("models without end ended")


def both(case: ClaimCase, one: str, other: str) -> tuple[Checked, Checked]:
    first, second = case.check(one, other)
    return first, second


# --- the same, said in another way -------------------------------------------------------------------


def twice_denied(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    claim = maker.linear()
    return both(case, claim, f"not (not ({claim}))")


def permuted(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    word = maker.choose(" and ", " or ")
    parts = [maker.sentence(0.3) for _ in range(3)]
    return both(case, word.join(parts), word.join(maker.source.sample(parts, 3)))


def sides_swapped(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    axis, sign = maker.choose("c", "t"), maker.sign()
    left, right = (
        (maker.charged(), maker.charged()) if maker.chance(0.4) else (maker.side(axis), maker.side(axis))
    )
    rates = maker.rates() if maker.chance(0.3) else ""
    return both(case, f"{left} {sign} {right}{rates}", f"{right} {_FLIPPED[sign]} {left}{rates}")


def contraposed(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    premise, conclusion = maker.sentence(0.2), maker.sentence(0.2)
    return both(case, f"if {premise} then {conclusion}", f"if not {conclusion} then not {premise}")


def denied_part_by_part(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    one, other = maker.sentence(0.2), maker.sentence(0.2)
    return both(case, f"not ({one} and {other})", f"not {one} or not {other}")


def curried(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    p, q, r = (maker.sentence(0.1) for _ in range(3))
    return both(case, f"if {p} and {q} then {r}", f"if {p} then if {q} then {r}")


def assumed(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked] | None:
    """A premise is an assumption, and the other way round."""
    premise, claim = maker.assumption(), maker.sentence(0.3)
    try:
        (one,) = case.check(claim, assuming=[premise])
    except InputError as error:
        assert contradictory(error), error
        return None
    (other,) = case.check(f"if {premise} then {claim}")
    return one, other


def renamed(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    claim = maker.linear()
    other = ClaimCase(_renamed(case.spec), case.source)
    return case.check(claim)[0], other.check(_renamed(claim))[0]


def _renamed(value: Any) -> Any:
    """Every name of a term or variant with another one, whose alphabetical order is another, too."""
    if isinstance(value, dict):
        structure = {"mesaprior", "name", "prior", "variants", "complexity", "time", "facts", "terms"}
        structure |= {"formal", "says", "meaning", "may_be_zero"}
        return {
            key if key in structure else _renamed(key): item
            if key in ("mesaprior", "name", "prior", "may_be_zero", "meaning", "says")
            else _renamed(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_renamed(item) for item in value]
    swap = lambda found: found[0] if found[0] in _KEPT else f"{chr(219 - ord(found[0][0].lower()))}{found[0]}"  # noqa: E731
    return re.sub(r"[A-Za-z_]\w*", swap, value)


def shared_term(case: ClaimCase, maker: ClaimMaker) -> tuple[Checked, Checked]:
    """What every variant has on an axis plays no part between them."""
    spec = {**case.spec, "variants": {}}
    for name, prices in case.spec["variants"].items():
        spec["variants"][name] = {axis: f"{price} + 3*common" for axis, price in prices.items()}
    if "terms" in spec:
        spec["terms"] = {**spec["terms"], "common": {"meaning": "x"}}
    if re.search(r"\(V\d\)", str(case.spec.get("facts", []))):
        spec["facts"] = [f for f in map(_text, spec["facts"]) if not re.search(r"\(V\d\)", f)]
        case = ClaimCase({**case.spec, "facts": spec["facts"]}, case.source)
    claim = maker.about_variants() if maker.chance(0.5) else f"{maker.said()}{maker.rates()}"
    return case.check(claim)[0], ClaimCase(spec, case.source).check(claim)[0]


def _text(fact: Any) -> str:
    return str(fact["formal"]) if isinstance(fact, dict) else str(fact)


LAWS = [
    twice_denied,
    permuted,
    sides_swapped,
    contraposed,
    denied_part_by_part,
    curried,
    assumed,
    renamed,
    shared_term,
]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_the_same_in_other_words_has_the_same_verdict(law: Any) -> None:
    tally = compare(law.__name__, COUNT, law)
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    assert min(tally.counts["proved"], tally.counts["refuted"]) >= COUNT // 20


# --- one-sided laws ----------------------------------------------------------------------------------


def drawn(law: str, count: int, verdict: str) -> Iterator[tuple[ClaimCase, ClaimMaker, str, Checked]]:
    """Random claims with this verdict."""
    found = 0
    for case, maker in cases(law):
        texts = [maker.linear() for _ in range(6)]
        with conditions_left_out() if verdict == "proved" else nullcontext():
            said = case.check(*texts)
        for text, checked in zip(texts, said, strict=True):
            if checked.verdict == verdict and found < count:
                found += 1
                yield case, maker, text, checked
        if found >= count:
            return


def test_what_is_proved_is_refuted_when_denied() -> None:
    tally = Tally()
    for case, _, text, _ in drawn("denied", COUNT, "proved"):
        (denial,) = case.check(f"not ({text})")
        tally.count(denial.verdict, "contradicted" if denial.contradicted else "")
        tally.expect(not denial.proved, "a claim and its denial are proved", text, case)
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    assert tally.counts["refuted contradicted"] >= 0.95 * COUNT


def test_a_further_fact_leaves_proved_what_was_proved() -> None:
    tally = Tally()
    for case, maker, text, _ in drawn("assuming", 5 * COUNT // 4, "proved"):
        try:
            (again,) = case.check(text, assuming=[maker.assumption()])
        except InputError as error:
            assert contradictory(error), error
            tally.count("contradicts the facts")
            continue
        tally.count(again.verdict)
        tally.expect(not again.refuted, "a further fact refutes what was proved", text, again.assuming, case)
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    assert tally.counts["proved"] >= 0.85 * COUNT
    assert tally.counts["undecided"] <= 0.02 * COUNT


def test_the_missing_condition_makes_the_claim_true() -> None:
    tally = Tally()
    for case, _, text, checked in drawn("missing", 9 * COUNT // 4, "refuted"):
        if checked.true_when is None:
            tally.count("contradicted" if checked.contradicted else "no condition")
            continue
        condition, word = checked.true_when.text, "exactly" if checked.true_when.exactly else "if"
        verdicts = [
            c.verdict
            for c in case.check(
                f"if {condition} then ({text})",
                f"if {text} then ({condition})"
                if not text.startswith("if ")
                else f"if ({text}) then ({condition})",
            )
        ]
        tally.count(word, *verdicts)
        tally.expect(verdicts[0] == "proved", f"not proved {word} {condition}", text, case)
        good = verdicts[1] == "proved" or not checked.true_when.exactly
        tally.expect(good, f"does not imply {condition}", text, case)
        if read(condition)[0] == "rel":
            (with_it,) = case.check(text, assuming=[condition])
            tally.count("as assumption", with_it.verdict)
            tally.expect(with_it.proved, f"not proved when {condition} is assumed", text, case)
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    assert tally.counts["exactly proved proved"] >= COUNT
    assert tally.counts["as assumption proved"] >= COUNT // 4

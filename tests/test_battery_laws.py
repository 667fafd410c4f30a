"""Guards the laws on the battery's random models: what must not change, whatever the family.

Beside `test_laws.py`, whose models are plain: here there are parameters, axes, rationals, terms that may be
zero, facts about the rate. Answers are compared by status and by dominance, texts where they must be equal.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from fractions import Fraction as F
from typing import Any

import pytest
from battery import Case, Tally, scale
from hypothesis import given, settings
from hypothesis import strategies as st
from random_models import random_model
from test_battery_path import check_whole_path
from test_battery_statuses import check_statuses

from mesaprior.engine import compare, conditions
from mesaprior.errors import InputError
from mesaprior.results import Conditions

FAMILIES = ("sparse", "facts", "multiples", "rationals", "tight", "mixed", "named")
EXACT = settings(max_examples=30 * scale(80), derandomize=True, deadline=None)
SPECS = st.builds(random_model, st.integers(3_000, 3_000 + 10_000), st.sampled_from(FAMILIES))
PLAIN = st.builds(random_model, st.integers(3_000, 3_000 + 10_000), st.sampled_from(FAMILIES[:5]))
Answer = Mapping[str, tuple[str, str, str, str | None]]


def answered(spec: Mapping[str, Any], **circumstances: Any) -> Conditions | None:
    """The conditions; None where the random facts contradict each other."""
    try:
        return conditions(Case(spec, **circumstances).setting)
    except InputError as error:
        assert {problem.code for problem in error.problems} <= {"contradictory-facts", "fact-broken"}
        return None


def verdicts(found: Conditions | None) -> Answer | None:
    """What is settled about each variant."""
    if found is None:
        return None
    return {
        name: (c.status, c.standing.undominated, c.standing.somewhere, c.dominated_by)
        for name, c in found.items()
    }


def texts(found: Conditions) -> dict[str, Any]:
    return {
        name: ([{**row.to_dict(), "latex": ""} for row in c.rows], [i.text for i in c.inequalities])
        for name, c in found.items()
    }


def agree(one: Answer | None, other: Answer | None) -> None:
    """Equal, but that `undecided` may become decided, and that another dominator may be named."""
    assert (one is None) == (other is None)
    for name in one or {}:
        for left, right in zip(one[name][:3], other[name][:3], strict=True):  # type: ignore[index]
            assert left == right or "undecided" in (left, right), name
        assert (one[name][3] is None) == (other[name][3] is None), name  # type: ignore[index]


RENAMED = {
    "a": "alpha",
    "b": "N",
    "find": "zoo",
    "k": "pi",
    "S": "lambda",
    "beta": "Q",
    "f": "O",
    "e_1": "I",
    "env": "E",
}


@EXACT
@given(SPECS)
def test_renaming_changes_names_only(spec: dict[str, Any]) -> None:
    def renamed(value: Any) -> Any:
        if isinstance(value, str):
            return re.sub(
                r"\b(a|b|find|k|S|beta|f|e_1|env|V\d)\b", lambda m: RENAMED.get(m[1], "W" + m[1][1:]), value
            )
        if isinstance(value, dict):
            return {
                renamed(key) if key not in KEYS else key: item if key in KEPT else renamed(item)
                for key, item in value.items()
            }
        return [renamed(item) for item in value] if isinstance(value, list) else value

    found, again = answered(spec), answered(renamed(spec))
    assert (found is None) == (again is None)
    if found is not None and again is not None:
        assert list(verdicts(found).values()) == [  # type: ignore[union-attr]
            (*some, dominator and dominator.replace("W", "V"))
            for *some, dominator in verdicts(again).values()  # type: ignore[union-attr]
        ]


KEPT = {"name", "prior", "mesaprior", "says", "meaning"}
KEYS = {*KEPT, "variants", "terms", "facts", "complexity", "time", "formal", "may_be_zero"}


@EXACT
@given(SPECS, st.randoms(use_true_random=False))
def test_reordering_changes_nothing(spec: dict[str, Any], source: Any) -> None:
    names = list(spec["variants"])
    source.shuffle(names)
    turned = {**spec, "variants": {name: spec["variants"][name] for name in names}}
    turned["facts"] = source.sample(spec.get("facts", []), len(spec.get("facts", [])))
    if "terms" in spec:
        turned["terms"] = dict(source.sample(list(spec["terms"].items()), len(spec["terms"])))
    agree(verdicts(answered(spec)), verdicts(answered(turned)))


@EXACT
@given(PLAIN)
def test_a_shared_term_changes_nothing(spec: dict[str, Any]) -> None:
    if "'cost(" in repr(spec.get("facts", [])):
        return
    shared = {
        name: {axis: f"{price} + 2*(everybody + 3/4)" for axis, price in prices.items()}
        for name, prices in spec["variants"].items()
    }
    more = {**spec, "variants": shared}
    if "terms" in spec:
        more["terms"] = {**spec["terms"], "everybody": {"meaning": "paid by all"}}
    found, again = answered(spec), answered(more)
    agree(verdicts(found), verdicts(again))
    if found is not None and again is not None:
        assert texts(found) == texts(again)


@EXACT
@given(PLAIN, st.sampled_from((F(2), F(1, 3), F(7, 5))))
def test_scaling_complexity_divides_every_crossover(spec: dict[str, Any], factor: F) -> None:
    scaled = {
        name: {**prices, "complexity": f"({prices['complexity']})*{factor}"}
        for name, prices in spec["variants"].items()
    }
    spec = {key: value for key, value in spec.items() if key != "facts"}
    case, other = Case(spec), Case({**spec, "variants": scaled})
    names = list(scaled)
    for one, two in itertools.pairwise(names):
        before = compare(case.setting, one, two).crossover
        after = compare(other.setting, one, two).crossover
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            divided = type(before).quotient(
                before.numerator.scaled(1 / factor), before.denominator, before.symbols
            )
            assert after == divided


MIRROR = {"always": "never", "never": "always", "range": "range"}


@EXACT
@given(SPECS)
def test_swapping_a_pair_mirrors_it(spec: dict[str, Any]) -> None:
    try:
        case = Case(spec)
        names = list(spec["variants"])[:2]
        there, back = compare(case.setting, *names), compare(case.setting, *names[::-1])
    except InputError:
        return
    assert there.left_beats.to_dict() == back.right_beats.to_dict()
    assert there.right_beats.to_dict() == back.left_beats.to_dict()
    assert (there.crossover, there.dominates) == (back.crossover, back.dominates)
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", None: None}
    for axis, part in there.axes.items():
        assert back.axes[axis].sign == flipped[part.sign]
    if there.left_beats.status == "always":
        assert there.right_beats.status == "never"


@EXACT
@given(SPECS, st.integers(0, 10_000))
def test_a_further_fact_keeps_never_and_always(spec: dict[str, Any], seed: int) -> None:
    donor = random_model(seed, "facts").get("facts", ["c(a) <= t(a)"])
    known = Case({**spec, "facts": []}).world.atoms
    fact = donor[0] if isinstance(donor[0], str) else donor[0]["formal"]
    atoms = re.findall(r"[ct]\([a-zA-Z_0-9]+(?:\([^()]*\))?\)", fact)
    if "cost" in fact or not set(atoms) <= set(known):
        return
    before, after = verdicts(answered(spec)), verdicts(answered(spec, assume=[fact]))
    if before is None or after is None:
        return
    for name, row in before.items():
        for old, new in zip(row[:3], after[name][:3], strict=True):
            assert old not in ("always", "never") or new in (old, "undecided"), (name, old, new, fact)
        assert row[3] is None or after[name][3] is not None


@EXACT
@given(SPECS, st.sampled_from((F(1, 3), F(1), F(2), F(7, 2))))
def test_a_rate_is_a_special_case(spec: dict[str, Any], g: F) -> None:
    free, asked = verdicts(answered(spec)), verdicts(answered(spec, g=g))
    if free is None:
        assert asked is None
        return
    for name, row in (asked or {}).items():
        if free[name][0] in ("always", "never"):
            assert row[0] in (free[name][0], "undecided")
        if row[0] in ("possible", "always"):
            assert free[name][2] != "never" and free[name][1] != "never"


PAST: list[tuple[str, int, str]] = [
    # Models of this generator on which the engine once erred.
    ("tight", 220, "a strict fact about g, times a term that may be zero, was taken as strict"),
    ("tight", 339, "the same"),
    ("rationals", 20022, "the same, among the proofs of dominance"),
    ("custom", 20043, "the same, among the proofs of winning at some rate"),
    ("tight", 20289, "the same, in a proof of never"),
    ("tight", 20376, "the same: facts that can hold were called contradictory"),
    ("facts", 40, "at some rate: always, in spite of a fact about g"),
    ("tight", 154, "undominated: undecided, the sum of the axes hid what each says"),
    ("rationals", 133, "undominated: undecided"),
]


@pytest.mark.parametrize(("family", "seed", "what"), PAST)
def test_models_on_which_the_engine_once_erred(family: str, seed: int, what: str) -> None:
    tally = Tally()
    check_statuses(seed, family, tally)
    check_whole_path(seed, family, 20, tally)
    assert not tally.wrong, tally.wrong[0]

"""Guards the laws on the battery's random models: what must not change, whatever the family.

Beside `test_laws.py`, whose models are plain: here there are parameters, axes, rationals, terms that may be
zero, facts about the rate. Answers are compared by status and by dominance, texts where they must be equal.
The seven laws share each model's own answer; counted is what could be compared, of every law as much.
"""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction as F
from functools import cached_property
from typing import Any

import pytest
from battery import Case, Tally, scale
from oracle import World
from random_models import random_model
from test_battery_path import check_whole_path
from test_battery_statuses import check_statuses

from mesaprior.engine import compare, conditions
from mesaprior.errors import InputError
from mesaprior.results import Conditions

COUNT = 100 * scale(50)
"""Comparisons of each law; `test_laws.py` has a hundred more."""
FAMILIES = ("sparse", "facts", "multiples", "rationals", "tight", "mixed", "named")
PLAIN = FAMILIES[:5]
Answer = Mapping[str, tuple[str, str, str, str | None]]


def answered(spec: Mapping[str, Any], **circumstances: Any) -> Conditions | None:
    """The conditions; None where the random facts contradict each other."""
    try:
        return conditions(Case(spec, **circumstances).setting)
    except InputError as error:
        assert {problem.code for problem in error.problems} <= {"contradictory-facts", "fact-broken"}
        return None


class Base:
    """One random model and its own answer, which every law compares with another."""

    def __init__(self, family: str, seed: int) -> None:
        self.family = family
        self.spec = random_model(seed, family)
        self.source = random.Random(f"laws-{family}-{seed}")

    @cached_property
    def found(self) -> Conditions | None:
        return answered(self.spec)

    def law_agrees(self, again: Conditions | None) -> bool:
        agree(verdicts(self.found), verdicts(again))
        return self.found is not None


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


def renaming_changes_names_only(base: Base) -> bool:
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

    before, after = verdicts(base.found), verdicts(answered(renamed(base.spec)))
    assert (before is None) == (after is None)
    if before is None or after is None:
        return False
    back = [(*some, dominator and dominator.replace("W", "V")) for *some, dominator in after.values()]
    assert list(before.values()) == back
    return True


KEPT = {"name", "prior", "mesaprior", "says", "meaning"}
KEYS = {*KEPT, "variants", "terms", "facts", "complexity", "time", "formal", "may_be_zero"}


def reordering_changes_nothing(base: Base) -> bool:
    spec, source = base.spec, base.source
    names = list(spec["variants"])
    source.shuffle(names)
    turned = {**spec, "variants": {name: spec["variants"][name] for name in names}}
    turned["facts"] = source.sample(spec.get("facts", []), len(spec.get("facts", [])))
    if "terms" in spec:
        turned["terms"] = dict(source.sample(list(spec["terms"].items()), len(spec["terms"])))
    return base.law_agrees(answered(turned))


def a_shared_term_changes_nothing(base: Base) -> bool:
    spec = base.spec
    if base.family not in PLAIN or "'cost(" in repr(spec.get("facts", [])):
        return False
    shared = {
        name: {axis: f"{price} + 2*(everybody + 3/4)" for axis, price in prices.items()}
        for name, prices in spec["variants"].items()
    }
    more = {**spec, "variants": shared}
    if "terms" in spec:
        more["terms"] = {**spec["terms"], "everybody": {"meaning": "paid by all"}}
    again = answered(more)
    if base.found is not None and again is not None:
        assert texts(base.found) == texts(again)
    return base.law_agrees(again)


def scaling_complexity_divides_every_crossover(base: Base) -> bool:
    if base.family not in PLAIN:
        return False
    spec, factor = base.spec, base.source.choice((F(2), F(1, 3), F(7, 5)))
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
    return len(names) > 1


MIRROR = {"always": "never", "never": "always", "range": "range"}


def swapping_a_pair_mirrors_it(base: Base) -> bool:
    if base.found is None:
        return False
    setting = Case(base.spec).setting
    names = base.source.sample(list(base.spec["variants"]), 2)
    there, back = compare(setting, *names), compare(setting, *names[::-1])
    assert there.left_beats.to_dict() == back.right_beats.to_dict()
    assert there.right_beats.to_dict() == back.left_beats.to_dict()
    assert (there.crossover, there.dominates) == (back.crossover, back.dominates)
    flipped = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", None: None}
    for axis, part in there.axes.items():
        assert back.axes[axis].sign == flipped[part.sign]
    if there.left_beats.status == "always":
        assert there.right_beats.status == "never"
    return True


def facts_about(base: Base) -> Iterator[str]:
    """Facts of other random models that speak of this one's atoms alone."""
    known = set(World({**base.spec, "facts": []}).atoms)
    for _ in range(20):
        donor = random_model(base.source.randrange(10_000), "facts").get("facts", ["c(a) <= t(a)"])
        fact = donor[0] if isinstance(donor[0], str) else donor[0]["formal"]
        if "cost" not in fact and known.issuperset(re.findall(ATOM, fact)):
            yield fact


def about_rate(fact: str) -> bool:
    return bool(re.search(r"\bg\b", fact))


ATOM = r"[ct]\([a-zA-Z_0-9]+(?:\([^()]*\))?\)"


def a_further_fact_keeps_never_and_always(base: Base) -> bool:
    fact = next(facts_about(base), None)
    before = verdicts(base.found)
    after = verdicts(answered(base.spec, assume=[fact])) if fact and before else None
    if before is None or after is None:
        return False
    # A fact about the rate may take away the rates at which a variant wins: "always at some rate" is lost.
    kept = ("always", "never"), ("always", "never"), ("never",) if about_rate(fact) else ("always", "never")
    for name, row in before.items():
        for old, new, settled in zip(row[:3], after[name][:3], kept, strict=True):
            assert old not in settled or new in (old, "undecided"), (name, old, new, fact)
        assert row[3] is None or after[name][3] is not None
    return True


def a_rate_is_a_special_case(base: Base) -> bool:
    g = base.source.choice((F(1, 3), F(1), F(2), F(7, 2)))
    free, asked = verdicts(base.found), verdicts(answered(base.spec, g=g))
    if free is None or asked is None:
        assert asked is None
        return False
    for name, row in asked.items():
        if free[name][0] in ("always", "never"):
            assert row[0] in (free[name][0], "undecided")
        if row[0] in ("possible", "always"):
            assert free[name][2] != "never" and free[name][1] != "never"
    return True


LAWS: tuple[Callable[[Base], bool], ...] = (
    renaming_changes_names_only,
    reordering_changes_nothing,
    a_shared_term_changes_nothing,
    scaling_complexity_divides_every_crossover,
    swapping_a_pair_mirrors_it,
    a_further_fact_keeps_never_and_always,
    a_rate_is_a_special_case,
)


def test_every_law_holds() -> None:
    compared: Counter[str] = Counter()
    for seed in range(3_000, 3_000 + COUNT):
        for family in FAMILIES:
            base = Base(family, seed)
            for law in LAWS:
                if compared[law.__name__] < COUNT:
                    try:
                        compared[law.__name__] += law(base)
                    except Exception as error:
                        error.add_note(f"{law.__name__}: {family} {seed}\n{base.spec}")
                        raise
    print("".join(f"\n{count:>9,}  {law.replace('_', ' ')}" for law, count in compared.items()))
    assert {law.__name__: compared[law.__name__] for law in LAWS if compared[law.__name__] < COUNT} == {}


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

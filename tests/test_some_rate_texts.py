"""When a variant wins for some g, as text: proved both ways for open prices, compared with trying rates."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from mesaprior.engine import Setting, check
from mesaprior.engine.field import Field
from mesaprior.engine.some_rate_texts import some_rate_texts
from mesaprior.errors import InputError
from mesaprior.loading import load_text
from mesaprior.model import Model, build, stated


def model_of(prices: list[tuple[str, str]]) -> Model:
    variants = "\n".join(f"  V{k}: {{complexity: {c}, time: {t}}}" for k, (c, t) in enumerate(prices, 1))
    terms = "terms: {" + ", ".join(f"{letter}: {{may_be_zero: true}}" for letter in "abdehk") + "}\n"
    return build(load_text(f"name: prices\n{terms}variants:\n{variants}\n").spec)


def texts_of(model: Model) -> dict[str, str]:
    return dict(some_rate_texts(Field(Setting.of(model))))


OPEN = [("a", "b"), ("d", "e"), ("h", "k")]


def test_the_text_of_three_variants() -> None:
    assert texts_of(model_of(OPEN))["V1"] == (
        "(c(V1) < c(V2) or t(V1) < t(V2)) and (c(V1) < c(V3) or t(V1) < t(V3)) and "
        "(c(V2) <= c(V1) or c(V1) <= c(V3) or "
        "(t(V1) - t(V2))*(c(V1) - c(V3)) < (t(V3) - t(V1))*(c(V2) - c(V1))) and "
        "(c(V3) <= c(V1) or c(V1) <= c(V2) or "
        "(t(V1) - t(V3))*(c(V1) - c(V2)) < (t(V2) - t(V1))*(c(V3) - c(V1)))"
    )
    assert texts_of(model_of(OPEN[:1])) == {"V1": "0 < 1"}


@pytest.mark.parametrize("count", [2, 3])
def test_the_text_says_the_same_as_the_claim(count: int) -> None:
    model = model_of(OPEN[:count])
    for name, text in texts_of(model).items():
        both = (f"if {text} then {name} wins for some g", f"if {name} wins for some g then {text}")
        assert [found.verdict for found in check(model, [stated(model, claim) for claim in both])] == [
            "proved",
            "proved",
        ]


def wins_somewhere(prices: list[tuple[int, int]], own: int) -> bool:
    """By trying: a rate between every two neighbouring crossovers, below all and above all."""
    crossings = {
        Fraction(t2 - t1, c1 - c2)
        for c1, t1 in prices
        for c2, t2 in prices
        if c1 != c2 and (t2 - t1) * (c1 - c2) > 0
    }
    ends = [Fraction(0), *sorted(crossings), max(crossings, default=Fraction(0)) + 2]
    rates = [(low + high) / 2 for low, high in pairwise(ends)]
    costs = ([g * c + t for c, t in prices] for g in rates)
    return any(cost[own] < min(cost[:own] + cost[own + 1 :]) for cost in costs)


def test_the_text_is_true_where_some_rate_wins() -> None:
    source = random.Random(3)
    counts = {True: 0, False: 0}
    for _ in range(25):
        prices = [(source.randint(0, 5), source.randint(0, 5)) for _ in range(4)]
        model = model_of([(str(c), str(t)) for c, t in prices])
        texts = texts_of(model)
        checked = check(model, [stated(model, text, id=name) for name, text in texts.items()])
        for own, name in enumerate(texts):
            true = wins_somewhere(prices, own)
            assert checked[name].verdict == ("proved" if true else "refuted"), (prices, name)
            counts[true] += 1
    print(f"{counts[True]} conditions true, {counts[False]} false, as trying rates says")
    assert min(counts.values()) > 20


def test_error_under_another_prior() -> None:
    text = "name: m\nprior: {cost: 'g*c + 2*t'}\nvariants: {V: {complexity: 1, time: 1}}"
    field = Field(Setting.of(build(load_text(text).spec)))
    with pytest.raises(InputError, match="only the linear prior"):
        list(some_rate_texts(field))

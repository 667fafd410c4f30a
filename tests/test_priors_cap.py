"""The prior cap: the cheapest among the variants that keep within a budget."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from mesaprior import engine
from mesaprior.algebra import Polynomial
from mesaprior.engine import Setting
from mesaprior.loading import load
from mesaprior.model import Model, build, model_under
from mesaprior.spec import read_model

H_FH = "c(get_base_obj) + c(mesaoptimize) + c(useful_knowledge)"
H_SD = "c(simplest_obj) + c(combine) + c(mesaoptimize) + c(useful_knowledge)"
T_FH = "t(get_proxy_for_base_obj) + t(mesaoptimize_env)"
T_SD = (
    "t(combine) + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_env)"
    " + t(mesaoptimize_outer_world_env)"
)
SIMPLER = "c(get_base_obj) {} c(simplest_obj) + c(combine)"
FASTER = (
    "t(get_proxy_for_base_obj) {} t(combine) + t(find(get_proxy_for_base_obj(env)))"
    " + t(mesaoptimize_outer_world_env)"
)
GAP = FASTER.split(" {} ")[1] + " - t(get_proxy_for_base_obj)"


@pytest.fixture(scope="module")
def seed() -> Model:
    return build(load("speed-simplicity").spec)


def two(prior: Any, **more: Any) -> Model:
    """Two variants that share nothing: `V` costs a and b, `W` costs d and e."""
    variants = {"V": {"complexity": "a", "time": "b"}, "W": {"complexity": "d", "time": "e"}}
    return build(read_model({"name": "x", "prior": prior, "variants": variants, **more}))


# --- a hard budget ------------------------------------------------------------------------------------


def test_a_budget_makes_choices_of_the_conditions() -> None:
    found = engine.conditions(Setting.of(two("cap")))
    assert {name: condition.to_dict()["iff"] for name, condition in found.items()} == {
        "V": ["t(b) <= K", "(c(a) < c(d) or t(e) > K)"],
        "W": ["t(e) <= K", "(c(a) > c(d) or t(b) > K)"],
    }
    assert {condition.status for condition in found.values()} == {"possible"}
    assert found["V"].latex == r"t(b) \le K \text{ and } (c(a) < c(d) \text{ or } t(e) > K)"


def test_the_seed_under_a_budget(seed: Model) -> None:
    found = engine.conditions(Setting.of(model_under(seed, "cap")))
    assert {name: condition.status for name, condition in found.items()} == {
        "H_fh": "possible",
        "H_sd": "possible",
        "H_fd": "never",
    }
    assert found["H_fd"].dominated_by == "H_fh"
    assert found["H_fh"].to_dict()["iff"] == [
        f"{T_FH} <= K",
        f"({SIMPLER.format('<')} or {T_SD} > K)",
    ]


@pytest.mark.parametrize(
    ("budget", "winner", "tie", "margin", "costs"),
    [
        (100, "H_fh", (), F(8), {"H_fh": "300", "H_sd": None, "H_fd": "308"}),
        (122, "H_sd", (), F(25), {"H_fh": "300", "H_sd": "275", "H_fd": "308"}),
        (58, "H_fh", (), None, {"H_fh": "300", "H_sd": None, "H_fd": None}),
        (57, None, ("H_fh", "H_sd", "H_fd"), None, {"H_fh": None, "H_sd": None, "H_fd": None}),
    ],
)
def test_who_wins_within_a_budget(
    seed: Model, budget: int, winner: str | None, tie: tuple[str, ...], margin: F | None, costs: Any
) -> None:
    setting = Setting.of(model_under(seed, "cap"), scenario="worked", numbers={"K": F(budget)})
    wins = engine.wins(setting)
    assert (wins.winner, wins.tie, wins.margin) == (winner, tie, margin)
    assert wins.to_dict()["costs"] == costs


def test_facts_about_the_budget_settle_who_wins() -> None:
    always = engine.conditions(Setting.of(two("cap", parameters={"K": {}}, facts=["t(b) <= K", "K < t(e)"])))
    assert {name: condition.status for name, condition in always.items()} == {"V": "always", "W": "never"}
    compared = engine.compare(Setting.of(two("cap", parameters={"K": {}}, facts=["c(a) < c(d)"])), "V", "W")
    assert compared.left_beats.to_dict()["iff"] == "t(b) <= K"
    assert compared.right_beats.to_dict()["iff"] == "t(e) <= K and t(b) > K"


def test_claims_about_costs_that_may_be_infinite_are_said_of_prices_or_stay_undecided() -> None:
    from mesaprior.engine import check
    from mesaprior.model import stated

    model = two("cap")
    said = [stated(model, text) for text in ("V wins", "cost(V) < cost(W)", "t(b) + t(e) > t(b)")]
    assert [claim.verdict for claim in check(model, said).claims] == ["refuted", "undecided", "proved"]


def test_random_budgets_against_all_costs() -> None:
    """Status and choices of random models, against who is the only cheapest one within the budget."""
    import itertools
    import random

    source = random.Random(7)
    for _ in range(6):
        variants = {
            name: {
                "complexity": " + ".join(source.sample("abd", 2)),
                "time": " + ".join(source.sample("abd", 2)),
            }
            for name in ("V", "W", "X")
        }
        model = build(read_model({"name": "x", "prior": "cap", "variants": variants}))
        found = engine.conditions(Setting.of(model))
        atoms = sorted(atom for atom in model.symbols.rank if "(" in atom)
        for values in itertools.islice(itertools.product((1, 2, 5), repeat=len(atoms)), 0, None, 17):
            numbers = {**dict(zip(atoms, map(F, values), strict=True)), "K": F(source.randint(2, 9))}
            price = {
                (name, axis): sum(numbers[f"{axis}({term})"] for term in said[key].split(" + "))
                for name, said in variants.items()
                for axis, key in (("c", "complexity"), ("t", "time"))
            }
            costs = {
                name: price[name, "c"] if price[name, "t"] <= numbers["K"] else None for name in variants
            }
            for name, condition in found.items():
                own = costs[name]
                wins = own is not None and all(
                    costs[other] is None or own < costs[other] for other in variants if other != name
                )
                assert condition.status != "always" or wins
                assert condition.status != "never" or not wins
                if condition.choices:
                    holds = all(
                        any(_value(part.polynomial, numbers, part.relation) for part in group)
                        for group in condition.choices
                    )
                    assert holds == wins, (variants, name, condition.to_dict()["iff"], numbers)


def _value(polynomial: Polynomial, numbers: dict[str, F], relation: str) -> bool:
    value = polynomial.substitute(numbers).value
    assert value is not None
    return {"<": value < 0, "<=": value <= 0, ">": value > 0, ">=": value >= 0}[relation]

"""The library of arguments: every file, every claim, every verdict, against z3 and the claims' own oracle."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from claim_oracle import read
from library_judge import ClaimJudge
from library_oracle import ClaimWorld, allowed, holds, read_model

from mesaprior import engine
from mesaprior.loading import builtin_models, load, load_text
from mesaprior.model import Model, build
from mesaprior.results import Checked

MODELS = {model.name: read_model(Path(model.path)) for model in builtin_models()}
CLAIMS = [(name, claim["id"]) for name, spec in MODELS.items() for claim in spec.get("claims", [])]


def claim_of(model: str, id: str) -> tuple[dict[str, Any], ClaimWorld]:
    claim = next(claim for claim in MODELS[model]["claims"] if claim["id"] == id)
    return claim, ClaimWorld(MODELS[model], claim)


@cache
def built(name: str) -> Model:
    return build(load(name).spec)


@cache
def checked(model: str, id: str) -> Checked:
    (statement,) = [claim for claim in built(model).claims if claim.id == id]
    return engine.check(built(model), [statement])[id]


@pytest.mark.parametrize("name", MODELS)
def test_a_model_says_what_it_is_and_round_trips(name: str) -> None:
    spec = load(name).spec
    assert build(spec).name == name
    assert load_text(spec.to_yaml()).spec == spec
    assert spec.title and spec.sources
    for source in spec.sources:
        assert source.url is None or source.url.startswith("https://")
    assert all(term.meaning and term.latex for term in spec.terms.values())
    assert all(parameter.meaning for parameter in spec.parameters.values())
    assert all(variant.title and variant.tags for variant in spec.variants.values())
    assert all(scenario.says for scenario in spec.scenarios.values())


@pytest.mark.parametrize("name", MODELS)
def test_claims_have_ids_of_their_own_and_say_something(name: str) -> None:
    claims = load(name).spec.claims
    assert claims
    assert len({claim.id for claim in claims}) == len(claims)
    assert all(claim.says and claim.says.endswith(".") and claim.expect for claim in claims)
    # The oracle merges files by itself: both readings of `extends` name the same claims in the same words.
    assert {(c.id, " ".join(c.formal.split()), c.expect) for c in claims} == {
        (c["id"], " ".join(c["formal"].split()), c["expect"]) for c in MODELS[name]["claims"]
    }


@pytest.mark.parametrize(("model", "id"), CLAIMS)
def test_z3_asked_directly_agrees_with_what_a_claim_expects(model: str, id: str) -> None:
    claim, world = claim_of(model, id)
    judge = ClaimJudge(world)
    assert judge.solver.check() == judge.z3.sat, "the facts and the assumptions can hold together"
    assert judge.verdict() == claim["expect"]
    numbers = judge.numbers() if claim["expect"] == "refuted" and not judge.opaque_values else None
    if numbers is not None:
        assert allowed(world, numbers)
        assert not holds(world, world.claim, numbers)


@pytest.mark.parametrize(("model", "id"), CLAIMS)
def test_the_verdict_is_what_the_claim_expects(model: str, id: str) -> None:
    claim, world = claim_of(model, id)
    found = checked(model, id)
    assert found.verdict == claim["expect"], found.tried
    assert found.ok
    assert (found.certificate is None, found.counterexample is None) == (found.refuted, found.proved)
    if found.counterexample is not None:
        numbers = {atom: Fraction(1) for atom in [*world.atoms, "g"]} | dict(found.counterexample.numbers)
        assert allowed(world, numbers)
        assert not holds(world, world.claim, numbers)


@pytest.mark.parametrize(("model", "id"), CLAIMS)
def test_z3_agrees_with_the_missing_assumption(model: str, id: str) -> None:
    """The condition implies the claim; where it is said to be exact, the claim implies the condition."""
    missing = checked(model, id).true_when
    if missing is None:
        return
    claim, condition = claim_of(model, id)[1].claim, read(missing.text)
    for implied in [("if", condition, claim), *([("if", claim, condition)] if missing.exactly else [])]:
        world = claim_of(model, id)[1]
        world.claim = implied
        assert ClaimJudge(world).verdict() == "proved"


PROXY = "t(get_proxy_for_base_obj)"
FIND = "t(find(get_proxy_for_base_obj(env)))"
OUTER = "t(mesaoptimize_outer_world_env)"
DROPPED = f"{PROXY} <= g*c(simplest_obj) + g*c(combine) + t(combine) + {OUTER}"
POINTER = "c(pointer) <= c(simplest_obj) + c(combine)"
MISSING = [
    ("speed-simplicity", "time-undoubtedly", True, f"{PROXY} < t(combine) + {FIND} + {OUTER}"),
    ("speed-simplicity", "only-if-repaired", False, DROPPED),
    ("speed-simplicity", "dropped-terms-favour-honesty", True, DROPPED),
    (
        "speed-simplicity",
        "sd-simpler-unconditionally",
        True,
        "c(simplest_obj) + c(combine) < c(get_base_obj)",
    ),
    ("speed-simplicity-comments", "pointer-of-any-length", True, POINTER),
    ("margin", "any-step-never-pays", True, "c(step) <= c(deceive)"),
    ("margin", "neighbours-are-enough", False, "g*(c(way) + c(step) - c(deceive)) < t(deceive)"),
    ("capability-race", "realign-later", True, "0 < c(realign)"),
]


@pytest.mark.parametrize(("model", "id", "exactly", "text"), MISSING)
def test_the_missing_assumption(model: str, id: str, exactly: bool, text: str) -> None:
    missing = checked(model, id).true_when
    assert missing is not None
    assert (missing.exactly, missing.text) == (exactly, text)


WORKED = [
    ("speed-simplicity", "worked", "H_fh | 64/25 | H_sd"),
    ("speed-simplicity", "side-claims-kept", "H_fh | 15/16 | H_sd"),
    ("speed-simplicity-lookup", "worked", "H_lt | 53/4700 | H_fh | 64/25 | H_sd"),
    ("speed-simplicity-comments", "worked", "H_lt | 53/4700 | H_fh | 23/32 | H_cd"),
    ("speed-simplicity-comments", "short-pointer", "H_lt | 53/4700 | H_fh | 11/17 | H_hd"),
    ("speed-simplicity-comments", "cheap-camera", "H_lt | 53/4705 | H_cam | 23/27 | H_cd"),
    ("speed-simplicity-cores", "worked", "H_fh | 64/45 | H_sd"),
    ("margin", "worked", "B | 1/9 | H_sd"),
    ("store-or-derive", "worked", "H_store | 4095/8 | H_derive"),
    ("rollouts", "worked", "R_k"),
    ("clean-genie", "worked", "messy | 25/13 | genie | 15 | deceptive"),
    ("clean-genie-pruning", "worked", "keep_all | 3 | keep_second | 4 | keep_tissue | 6 | keep_nothing"),
    ("capability-race", "worked", "improve_search | 5 | realign_goal"),
    ("frames", "even", "fail"),
    ("frames", "four-to-one", "fail | 1/2 | inner_align"),
    ("frames", "tampering", "fail"),
    ("frames-grader", "worked", "executor"),
]


@pytest.mark.parametrize(("model", "scenario", "expected"), WORKED)
def test_who_wins_with_the_worked_numbers(model: str, scenario: str, expected: str) -> None:
    found = engine.wins(engine.Setting.of(built(model), scenario=scenario, g=Fraction(1))).map
    assert found is not None
    shown = " | ".join(f"{' '.join(i.winners)} | {i.below}" for i in found.intervals)
    assert shown == f"{expected} | None"


def test_the_library_holds_every_kind_of_verdict() -> None:
    expected = [claim["expect"] for spec in MODELS.values() for claim in spec.get("claims", [])]
    assert {verdict: expected.count(verdict) > 50 for verdict in ("proved", "refuted")} == {
        "proved": True,
        "refuted": True,
    }

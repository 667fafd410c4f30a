"""The library of arguments: every file, every claim, every verdict, against z3 and the claims' own oracle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from library_oracle import ClaimJudge, ClaimWorld, allowed, holds, read_model

from mesaprior.loading import builtin_models, load, load_text
from mesaprior.model import build

MODELS = {model.name: read_model(Path(model.path)) for model in builtin_models()}
CLAIMS = [(name, claim["id"]) for name, spec in MODELS.items() for claim in spec.get("claims", [])]


def claim_of(model: str, id: str) -> tuple[dict[str, Any], ClaimWorld]:
    claim = next(claim for claim in MODELS[model]["claims"] if claim["id"] == id)
    return claim, ClaimWorld(MODELS[model], claim)


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

"""The built-in models, the start that `init` writes, and the schema that editors read."""

import subprocess
import sys
from typing import Any

import jsonschema
import pytest
import yaml

from mesaprior.errors import InputError
from mesaprior.loading import builtin_models, load, load_text
from mesaprior.loading.starter import starter_model
from mesaprior.model import build
from mesaprior.spec.schema import file_schema


def test_built_in_models_load_and_agree_with_the_schema() -> None:
    validator = jsonschema.Draft202012Validator(file_schema())
    assert [model.name for model in builtin_models()] == [
        "capability-race",
        "clean-genie",
        "clean-genie-pruning",
        "design-space",
        "frames",
        "frames-grader",
        "margin",
        "rollouts",
        "speed-simplicity",
        "speed-simplicity-comments",
        "speed-simplicity-cores",
        "speed-simplicity-lookup",
        "store-or-derive",
    ]
    for model in builtin_models():
        assert load(model.name).spec.name == model.name
        assert not list(validator.iter_errors(yaml.safe_load(model.path.read_text(encoding="utf-8"))))


def test_the_seed_model_is_the_one_of_the_essay() -> None:
    spec = load("speed-simplicity").spec
    assert spec.sources[0].author == "Yonadav Shavit"
    assert {name: variant.title for name, variant in spec.variants.items()} == {
        "H_fh": "fast honest",
        "H_sd": "simple deceptive",
        "H_fd": "fast deceptive",
    }
    assert spec.facts == ()
    assert len({term.latex for term in spec.terms.values()}) == len(spec.terms) == 10
    assert all(term.meaning for term in spec.terms.values())
    lookup = load("speed-simplicity-lookup").spec
    added = {name: lookup.variants[name] for name in lookup.variants if name not in spec.variants}
    assert [(name, variant.complexity, variant.time) for name, variant in added.items()] == [
        ("H_lt", "entries", "lookup")
    ]
    worked, base = lookup.scenarios["worked"], spec.scenarios["worked"]
    assert worked.c == {**base.c, "entries": 5000}
    assert worked.t == {**base.t, "lookup": 5}


@pytest.mark.parametrize("name", ["my-model", "it's: #1", "no", "12", "Über"])
def test_the_start_loads_and_names_every_key(name: str) -> None:
    text = starter_model(name)
    assert text.startswith("# yaml-language-server: $schema=model.schema.json\n")
    assert load_text(text).spec.name == name
    schema = file_schema()
    assert not list(jsonschema.Draft202012Validator(schema).iter_errors(yaml.safe_load(text)))
    for record in (schema, *schema["$defs"].values()):
        assert [key for key in record["properties"] if f"{key}:" not in text] == []


def test_the_start_can_be_built_and_its_claim_uncommented() -> None:
    text = starter_model("x")
    assert [claim.text for claim in build(load_text(text).spec).claims] == [
        "if t(shortcut) < t(find(goal)) then H_store beats H_derive for small g"
    ]
    bare = text.replace("    # assuming:", "    assuming:").replace("    # prior: a", "    prior: a")
    (claim,) = build(load_text(bare).spec).claims
    assert ([fact.text for fact in claim.assuming], claim.prior) == (["c(search) < c(goal)"], "additive")


def test_the_axes_of_the_start_can_be_uncommented() -> None:
    text = (
        starter_model("x")
        .replace("# axes:\n#   l:", "axes:\n  l:")
        .replace("    time:", "    l: goal\n    time:")
    )
    assert load_text(text).spec.axes["l"].unit == "bits"


def test_error_a_start_needs_a_name() -> None:
    with pytest.raises(InputError, match="bad-name"):
        starter_model("a\nb")


def test_loading_imports_no_algebra_and_no_parser() -> None:
    code = "import sys; from mesaprior.loading import load; load('speed-simplicity'); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sympy", "lark", "typer", "rich", "numpy"} & set(done.stdout.split())


# --- the schema ----------------------------------------------------------------------------------------

SCHEMA = file_schema()
VARIANTS: dict[str, Any] = {"H": {"complexity": "a + b", "time": 0}}

AGREED = [
    {"name": "x", "variants": VARIANTS},
    {"mesaprior": 1, "name": "x", "extends": "speed-simplicity"},
    {"name": "x", "extends": "speed-simplicity", "title": None, "variants": {"H_fd": None}, "facts": []},
    {
        "name": "x",
        "variants": VARIANTS,
        "prior": {"cost": "g*c + t"},
        "facts": ["c(a) < 1", {"formal": "a < b"}],
    },
    {"name": "x", "variants": VARIANTS, "scenarios": {"w": {"c": {"find(a)": 0.5}, "t": {"a": "1/2"}}}},
    {"name": "x", "axes": {"l": {"weight": 2}}, "variants": {"H": {**VARIANTS["H"], "l": "a"}}},
    {
        "name": "x",
        "variants": VARIANTS,
        "claims": [
            {"id": "one", "formal": "H wins", "expect": "proved", "assuming": "c(a) < 1", "prior": "speed"},
            {"id": "two", "formal": "H wins", "assuming": ["c(a) < 1"], "prior": {"cost": "g*c + 2*t"}},
        ],
    },
]
REFUSED: list[dict[str, Any]] = [
    {"variants": VARIANTS},
    {"name": "x"},
    {"name": "x", "variants": VARIANTS, "colour": "red"},
    {"name": "x", "variants": {"H": {"complexity": "a"}}},
    {"name": "x", "variants": {"H-1": VARIANTS["H"]}},
    {"name": "x", "variants": {"H": {**VARIANTS["H"], "title": ["a"]}}},
    {"name": "x", "variants": VARIANTS, "prior": "bayes"},
    {"name": "x", "variants": VARIANTS, "mesaprior": 2},
    {"name": "x", "variants": VARIANTS, "scenarios": {"w": {"c": {"a": -1}}}},
    {"name": "x", "variants": VARIANTS, "scenarios": {"w": {"c": {"a": "many"}}}},
    {"name": "x", "variants": VARIANTS, "facts": [{"says": "a"}]},
    {"name": "x", "variants": VARIANTS, "claims": ["H wins"]},
    {"name": "x", "variants": VARIANTS, "claims": [{"formal": "H wins"}]},
    {"name": "x", "variants": VARIANTS, "claims": [{"id": "a"}]},
    {"name": "x", "variants": VARIANTS, "claims": [{"id": "a", "formal": "H wins", "expect": "true"}]},
    {"name": "x", "variants": VARIANTS, "claims": [{"id": "a", "formal": "H wins", "prior": "levn"}]},
    {"name": "x", "variants": VARIANTS, "claims": [{"id": "a", "formal": "H wins", "assuming": [[]]}]},
]


@pytest.mark.parametrize("model", AGREED)
def test_schema_and_loader_accept(model: dict[str, Any]) -> None:
    assert jsonschema.Draft202012Validator(SCHEMA).is_valid(model)
    if "facts" not in model or model["facts"]:
        load_text(yaml.safe_dump(model))


@pytest.mark.parametrize("model", REFUSED)
def test_schema_and_loader_refuse(model: dict[str, Any]) -> None:
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(model)
    with pytest.raises(InputError):
        load_text(yaml.safe_dump(model))


def test_every_key_has_a_hover_text_and_every_example_is_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for record in (SCHEMA, *SCHEMA["$defs"].values()):
        assert record["description"]
        for key, shown in record["properties"].items():
            assert shown["description"].endswith("."), key
            for given in shown.get("examples", []):
                jsonschema.validate(given, {**shown, "$defs": SCHEMA["$defs"]})

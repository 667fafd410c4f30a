"""Families that are refused, in which words and where; the caps on them; the two doors; what is written
back."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from mesaprior import limits
from mesaprior.engine import Setting, family
from mesaprior.errors import InputError
from mesaprior.language import parse_claim, parse_expression, write, write_claim
from mesaprior.loading import load, load_checked, load_text
from mesaprior.model import Model, build
from mesaprior.model.trees import member_name
from mesaprior.spec import ModelSpec, read_model
from mesaprior.spec.schema import file_schema


def bad_families() -> list[tuple[str, str, str]]:
    text = (Path(__file__).parent / "fixtures" / "bad_families.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^===== (.*)\n", text, flags=re.MULTILINE)[1:]
    pairs = [block.split("-----\n") for block in blocks[1::2]]
    return [(name, model, drawn) for name, (model, drawn) in zip(blocks[::2], pairs, strict=True)]


BAD = bad_families()


@pytest.mark.parametrize(("model", "drawn"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_error_text(model: str, drawn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("m.yaml").write_text(model, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_checked("m.yaml", build)
    assert str(caught.value) + "\n" == drawn


def test_there_are_many_bad_families() -> None:
    assert len(BAD) == 28


def model(tree: Any, **more: Any) -> Model:
    return build(read_model({"name": "x", "families": {"H": tree}, **more}))


def nested(depth: int) -> dict[str, Any]:
    """So many branches inside one another."""
    tree: dict[str, Any] = {"complexity": "x"}
    for level in range(depth):
        tree = {"all": [tree]} if level % 2 else {"one_of": {"a": tree}}
    return tree


def wide(parts: int) -> dict[str, Any]:
    """A tree of so many parts, itself included."""
    return {"one_of": {f"o{k}": {} for k in range(parts - 1)}}


CAPS: dict[str, tuple[Callable[[int], object], int, str]] = {
    "families": (
        lambda n: read_model({"name": "x", "families": {f"H{k}": {} for k in range(n)}}),
        limits.MODEL_FAMILIES,
        "too-many",
    ),
    "depth": (lambda n: model(nested(n)), limits.FAMILY_DEPTH, "family-too-deep"),
    "parts": (
        lambda n: read_model({"name": "x", "families": {"H": wide(n)}}),
        limits.FAMILY_NODES,
        "too-many",
    ),
    "an option's name": (
        lambda n: model({"one_of": {"a" * n: {"complexity": "x"}}}),
        limits.NAME_CHARACTERS,
        "bad-name",
    ),
    "a price": (
        lambda n: model({"one_of": {"a": {"complexity": "x+y".ljust(n)}}}),
        limits.FORMULA_CHARACTERS,
        "formula-too-long",
    ),
    "a title": (lambda n: model({"title": "x" * n, "all": [{}]}), limits.TEXT_CHARACTERS, "text-too-long"),
}


@pytest.mark.parametrize("cap", CAPS)
def test_error_just_above_a_cap(cap: str) -> None:
    make, limit, code = CAPS[cap]
    make(limit - 1)
    make(limit)
    start = time.perf_counter()
    with pytest.raises(InputError) as caught:
        make(limit + 1)
    assert time.perf_counter() - start < 1
    assert caught.value.problems[0].code == code


@pytest.mark.parametrize(
    "members", [limits.MODEL_VARIANTS - 1, limits.MODEL_VARIANTS, limits.MODEL_VARIANTS + 1]
)
def test_members_are_variants_as_long_as_all_variants_stay_within_their_cap(members: int) -> None:
    tree = {
        "one_of": {f"o{k}": {"complexity": str(k), "time": f"{members} + t{k % 7}"} for k in range(members)}
    }
    built = model(tree)
    listed = members <= limits.MODEL_VARIANTS
    assert built.families["H"].listed == listed
    assert len(built.variants) == (members if listed else 0)
    beside = model(tree, variants={"V": {"complexity": 1, "time": 1}})
    assert beside.families["H"].listed == (members < limits.MODEL_VARIANTS)


def test_of_several_families_the_first_ones_are_listed() -> None:
    families = {
        "A": {"one_of": {f"o{k}": {} for k in range(300)}},
        "B": {"one_of": {f"o{k}": {} for k in range(201)}},
        "C": {"one_of": {f"o{k}": {} for k in range(200)}},
    }
    built = build(read_model({"name": "x", "families": families}))
    assert {name: found.listed for name, found in built.families.items()} == {
        "A": True,
        "B": False,
        "C": True,
    }
    with pytest.raises(InputError, match="B has too many members to name each"):
        Setting.of(built, assume=["c(B/o1) < 2"])
    with pytest.raises(InputError, match="which-family"):
        family(Setting.of(built))
    with pytest.raises(InputError, match="did you mean 'A'"):
        family(Setting.of(built), "AA")


@pytest.mark.parametrize("contenders", [49, 51])
def test_more_than_fifty_contenders_are_not_compared_with_symbols_open(contenders: int) -> None:
    assert limits.FAMILY_CONTENDERS == 50
    options = {f"o{k}": {"complexity": str(k), "time": f"{contenders - k}"} for k in range(contenders - 1)}
    found = family(Setting.of(model({"one_of": {**options, "open": {"complexity": "x"}}})))
    (choice,) = found.choices
    assert (choice.conditions is None) == (contenders > 50)
    assert choice.refused == (
        "51 ways to choose, which are not compared with symbols left open" if contenders > 50 else None
    )


@pytest.mark.parametrize("choices", [99, 100, 101])
def test_a_member_of_more_than_a_hundred_choices_is_told_by_what_changes(choices: int) -> None:
    assert limits.FAMILY_NAMED == 100
    parts = [{"one_of": {"a": {"complexity": "1"}, "b": {"time": str(k + 1)}}} for k in range(choices)]
    found = family(Setting.of(model({"all": parts}), g=Fraction(5, 2)))
    assert found.map is not None and found.at is not None
    winner = found.map.winners[0].member
    assert (winner is None) == (found.at.runner_up is None) == (choices > 100)
    assert len(found.map.switches) == choices
    assert all(len(switch.changes) == 1 for switch in found.map.switches)


# --- the two doors ------------------------------------------------------------------------------------

TREE: dict[str, Any] = {
    "title": "all of it",
    "all": [
        {"complexity": 3, "time": "1/2*e", "note": "shared"},
        {"one_of": {"a": {"complexity": Fraction(1, 2), "tags": ["x"]}, "b": {}}},
    ],
}


def test_python_and_a_file_say_the_same_and_it_is_written_back() -> None:
    spec = ModelSpec(name="x", families={"H": TREE})
    assert load_text(spec.to_yaml()).spec == spec
    read = read_model({"name": "x", "families": {"H": TREE}})
    assert read.to_yaml() == spec.to_yaml()
    assert list(build(spec).variants) == ["H/a", "H/b"]


@pytest.mark.parametrize(
    ("tree", "said"),
    [
        ({"one_of": {"a": {"complexity": 0.5}}}, "the float 0.5 is not an exact number"),
        ({"one_of": {"a": {"complexity": True}}}, "expected a formula, found bool True"),
        ({"one_of": {1: {"complexity": "x"}}}, "expected a name, found int 1"),
        ({"all": [{"complexity": None}]}, "expected a formula, found nothing"),
        ({"all": {"complexity": "x"}}, "expected a list, found a mapping"),
        (["x"], "expected a mapping, found a list"),
        ({None: 1}, "unknown key 'None'"),
    ],
)
def test_error_in_python(tree: Any, said: str) -> None:
    with pytest.raises(InputError) as caught:
        read_model({"name": "x", "families": {"H": tree}})
    assert caught.value.problems[0].message == said
    with pytest.raises(ValueError, match=re.escape(said)):
        ModelSpec(name="x", families={"H": tree})


def test_error_a_tree_that_holds_itself() -> None:
    tree: dict[str, Any] = {"one_of": {}}
    tree["one_of"]["a"] = tree
    with pytest.raises(InputError, match="family-too-deep"):
        read_model({"name": "x", "families": {"H": tree}})


def test_the_schema_takes_what_the_loader_takes() -> None:
    validator = jsonschema.Draft202012Validator(file_schema())
    text = (Path(load("design-space").source._root.source.path or "")).read_text(encoding="utf-8")  # type: ignore[union-attr]
    assert validator.is_valid(yaml.safe_load(text))
    agreed = 0
    for name, bad, _ in BAD:
        try:
            values = yaml.safe_load(bad)
        except yaml.YAMLError:
            continue
        agreed += not validator.is_valid(values)
        if name.startswith(
            ("a misspelt branch", "a choice", "a sum", "options", "parts", "both", "a price beside")
        ):
            assert not validator.is_valid(values), name
    assert agreed >= 12


BASE = """\
name: base
families:
  H: {one_of: {a: {complexity: x}, b: {time: y}}}
  K: {one_of: {a: {complexity: 1}, b: {time: 1}}}
claims:
  - {id: one, formal: H/a beats H/b for small g}
"""


def test_families_of_a_base_are_replaced_whole_or_removed(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text(BASE, encoding="utf-8")
    own = tmp_path / "own.yaml"
    own.write_text(
        "name: own\nextends: base.yaml\nfamilies:\n  K: null\n"
        "  H: {one_of: {a: {complexity: x}, b: {time: y}, c: {complexity: 2*x}}}\n  L: {all: [{time: z}]}\n",
        encoding="utf-8",
    )
    _, built = load_checked(own, build)
    assert list(built.variants) == ["H/a", "H/b", "H/c", "L"]
    own.write_text(
        "name: own\nextends: base.yaml\nfamilies: {H: {one_of: {b: {time: y}}}}\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"(?s)unknown variant 'H/a'.*base\.yaml:6"):
        load_checked(own, build)
    own.write_text("name: own\nextends: base.yaml\nfamilies: {M: null}\n", encoding="utf-8")
    with pytest.raises(InputError, match="the base has no 'M'"):
        load_checked(own, build)


# --- names with a / in them ----------------------------------------------------------------------------

CLAIMS = [
    ("H/a wins", ["H/a"]),
    ("H / a/ b never beats K/c for all g", ["H/a/b", "K/c"]),
    ("not H/a ties K", ["H/a", "K"]),
    ("c(H/a) < c(H/b)/2 + T/k", ["H/a", "H/b"]),
    ("cost(H/a/b)/T/k < 1 and H/a dominates K/b", ["H/a/b", "H/a", "K/b"]),
    ("if log2(T/k) < min(T/k, 1) and g < T/k then H/a wins at g = T/k", ["H/a"]),
]


@pytest.mark.parametrize(("text", "named"), CLAIMS)
def test_members_are_named_where_a_variant_stands_and_divided_elsewhere(text: str, named: list[str]) -> None:
    claim = parse_claim(text)
    written = write_claim(claim)
    assert parse_claim(written) == claim
    assert re.findall(r"Name\(name='([^']*/[^']*)'", repr(claim)) == [name for name in named if "/" in name]


@pytest.mark.parametrize("text", ["T/k", "a/b/c", "log2(a/b)", "min(a/b, c/d)", "g(a/b)", "f(a, b/c)"])
def test_elsewhere_a_slash_divides(text: str) -> None:
    node = parse_expression(text)
    assert write(node) == text and "/" not in "".join(re.findall(r"name='([^']*)'", repr(node)))


def test_a_member_is_a_variant_in_facts_assumptions_and_numbers() -> None:
    built = model(
        {"one_of": {"a": {"complexity": "x", "time": "y"}, "b": {"complexity": "z", "time": "y"}}},
        facts=["c(H/a) <= c(H/b)"],
        variants={"V": {"complexity": "x + w", "time": "y"}},
    )
    assert [fact.text for fact in built.facts] == ["c(H/a) <= c(H/b)"]
    assert Setting.of(built, assume=["cost(H/b) < cost(V)"]).premises
    assert member_name("H", ("a",)) in built.names.variants


def test_json_of_a_family_says_numbers_as_text() -> None:
    found = json.loads(
        family(Setting.of(model(TREE, scenarios={"s": {"t": {"e": 4}}}), scenario="s")).to_json()
    )
    assert found["schema"] == "mesaprior/family/1"
    assert (found["members"], found["listed"]) == ("2", True)
    assert [branch["kind"] for branch in found["tree"]] == ["all", "leaf", "one_of", "leaf", "leaf"]
    assert found["map"] == {
        "winners": [
            {
                "member": "H/b",
                "slope": "3",
                "rest": "2",
                "above": "0",
                "below": None,
                "equal": "1",
                "others": [],
            }
        ],
        "switches": [],
    }

"""The reader of files and pydantic are given the same trees and must find the same faults at the same places.

They share the kinds of value and the declared annotations; how to walk them, what is missing and what is one
key too many each knows for itself. Here pydantic judges alone, in `Alone`, without the reader before it.
"""

from collections.abc import Iterator
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mesaprior.errors import InputError, Loc, did_you_mean
from mesaprior.limits import PROBLEMS_COLLECTED
from mesaprior.spec import KEY, ModelSpec, read_model, reading
from mesaprior.spec.entries import ModelEntry
from mesaprior.spec.entry import Entry, fields_of, values_of
from mesaprior.spec.names import name_problems
from mesaprior.spec.records import Record, record_of


class Alone(Record, ModelEntry):
    """A whole model as pydantic sees it, names left out."""


GOOD: dict[str, Any] = {
    "mesaprior": "1",
    "name": "x",
    "title": "t",
    "note": "n",
    "sources": [{"author": "A", "title": "T", "year": "2022", "url": "u"}],
    "prior": {"cost": "g*c + q*l", "parameters": {"q": {"meaning": "m", "above": "0"}}, "note": "n"},
    "axes": {"l": {"meaning": "loss", "unit": "bits", "weight": "2"}},
    "parameters": {"n": {"latex": "n", "at_least": "1", "below": "10", "at_most": "9/2"}},
    "terms": {"a": {}, "find( a )": {"meaning": "m", "latex": "x", "may_be_zero": "true"}},
    "variants": {
        "H": {"complexity": "a", "time": "b", "l": "0", "tags": ["u", "v"], "title": "t"},
        "K": {"complexity": "a", "time": "b", "l": "a", "members": "2**3", "note": "n"},
    },
    "facts": ["c(a) < 1", {"id": "two", "says": "s", "formal": "c(a) < 2"}],
    "scenarios": {
        "w": {
            "says": "s",
            "c": {"a": "1", "find( a )": "1/2"},
            "t": {},
            "l": {"a": "3"},
            "parameters": {"n": "2"},
        }
    },
    "claims": [
        {"id": "one", "says": "s", "formal": "H wins", "expect": "proved", "assuming": "c(a) < 3"},
        {"id": "two", "formal": "K wins", "prior": "levin", "assuming": ["c(a) < 3"], "note": "n"},
        {"id": "three", "formal": "K wins", "prior": {"cost": "g*c", "parameters": {"z": {}}}},
    ],
}
JUNK: list[Any] = [
    None, 3, -1, True, 0.5, Fraction(1, 3), "", "text", "2022", "true", "a\x1b", "1/0", "x" * 2001,
    [], ["a"], [None], ("a", "b"), {}, {"a": "1"}, {"id": "two"}, {3: 4}, {"for": {}}, {"a"}, object(),
]  # fmt: skip
KEYS: list[Any] = [
    "zz",
    "titel",
    "complexty",
    "tiem",
    "formall",
    "not a name",
    "c",
    "id",
    "",
    3,
    ("a", 1),
    None,
]
REMOVED = object()


def paths(tree: Any) -> Iterator[Loc]:
    """The way to every value below the root."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in inside:
        yield (key,)
        yield from ((key, *rest) for rest in paths(value))


def at(tree: Any, path: Loc) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def changed(tree: dict[str, Any], path: Loc, value: Any) -> dict[str, Any]:
    """A copy with another value at a path, or without it."""
    tree = deepcopy(tree)
    if value is REMOVED:
        del at(tree, path[:-1])[path[-1]]
    else:
        at(tree, path[:-1])[path[-1]] = value
    return tree


def one_change() -> Iterator[dict[str, Any]]:
    """Every value replaced by everything, every entry left out, a strange key put everywhere."""
    for path in paths(GOOD):
        for junk in (*JUNK, REMOVED):
            yield changed(GOOD, path, junk)
    for path in [(), *paths(GOOD)]:
        if isinstance(at(GOOD, path), dict):
            for key in KEYS:
                for value in ("0", {}):
                    yield changed(GOOD, (*path, key), value)


def complaints_of_pydantic(tree: dict[str, Any]) -> dict[Loc, str | None]:
    """Where pydantic finds something, with our code where one of the kinds of value refused it."""
    try:
        Alone.model_validate(tree)
    except ValidationError as error:
        return dict(_complaint(detail) for detail in error.errors())
    return {}


def _complaint(detail: Any) -> tuple[Loc, str | None]:
    loc: Loc = detail["loc"]
    branch = {"prior": 1, "facts": 2}.get(str(loc[0]), 3 if loc[2:3] == ("prior",) else 99)
    loc = tuple(part for place, part in enumerate(loc) if place != branch or part not in ("text", "mapping"))
    kind = detail["type"]
    return {
        "missing": ((*loc, "is missing"), None),
        "extra_forbidden": ((*loc, "is unknown"), None),
    }.get(kind, (loc, kind if "what" in detail.get("ctx", {}) else None))


def complaints_of_the_reader(tree: dict[str, Any]) -> dict[Loc, str | None]:
    """The same of the reader, what is wrong with names left out."""
    try:
        read_model(tree)
    except InputError as error:
        names = set(name_problems(tree))
        return dict(_said(problem) for problem in error.problems if problem not in names)
    return {}


def _said(problem: Any) -> tuple[Loc, str | None]:
    loc = problem.loc
    if problem.code == "unknown-key":
        return (*loc[:-1], "is unknown"), None
    if problem.code == "missing-key":
        return (*loc, problem.message.split("'")[1], "is missing"), None
    if problem.code == "missing-axis":
        return (*loc[:-1], problem.message.split("'")[3], "is missing"), None
    return loc, problem.code


def compare(tree: dict[str, Any]) -> bool:
    """Whether the tree is good; both must say so, and find the same where it is not."""
    read, seen = complaints_of_the_reader(tree), complaints_of_pydantic(tree)
    newer = {loc: code for loc, code in seen.items() if code == "newer-format"}
    if newer:
        assert read == newer
        return False
    unknown = {loc[:-1] for loc in seen if loc[-1] == "is unknown"}
    unknown |= {found.loc[:-1] for found in name_problems(tree) if found.code == "unknown-key"}
    for loc, code in seen.items():
        is_below_unknown = any(loc[:size] in unknown for size in range(1, len(loc) + 1))
        is_misspelt = loc[-1] == "is missing" and any(key[:-1] == loc[:-2] for key in unknown)
        is_echo = is_below_unknown and loc[-1] != "is unknown"
        if loc not in read:
            assert is_echo or is_misspelt, (loc, code, read)
        else:
            assert not is_echo, (loc, code, read)
            assert read[loc] == (code or read[loc])
    assert set(read) <= set(seen), (read, seen)
    if not seen and not list(name_problems(tree)):
        entry, spec = read_model(tree), ModelSpec(**tree)
        assert values_of(entry) == values_of(spec) == values_of(Alone(**tree))
        assert entry == spec
        assert entry == ModelSpec.model_validate(entry)
        return True
    return False


def test_reader_and_pydantic_agree_on_every_single_change() -> None:
    assert compare(GOOD)
    verdicts = [compare(tree) for tree in one_change()]
    print(f"{len(verdicts)} trees, {sum(verdicts)} good")
    assert len(verdicts) > 2000
    assert 200 < sum(verdicts) < len(verdicts) / 2


@st.composite
def trees(draw: st.DrawFn) -> dict[str, Any]:
    """Two to six changes, one upon the other."""
    tree = GOOD
    for _ in range(draw(st.integers(2, 6))):
        path = draw(
            st.sampled_from([(), *(p for p in paths(tree) if all(isinstance(q, str | int) for q in p))])
        )
        value = draw(st.sampled_from([*JUNK[:-2], REMOVED, *(at(GOOD, p) for p in paths(GOOD))]))
        if isinstance(at(tree, path), dict) and (not path or draw(st.booleans())):
            path = (*path, draw(st.sampled_from(KEYS)))
            value = "0" if value is REMOVED else value
        if path:
            tree = changed(tree, path, value)
    return tree


@settings(max_examples=300, deadline=None)
@given(trees())
def test_reader_and_pydantic_agree_on_many_changes(tree: dict[str, Any]) -> None:
    compare(tree)


MANY: list[dict[str, Any]] = [
    {f"k{i}": "1" for i in range(3000)},
    {"sources": [{"auther": "A"}] * 3000},
    {"sources": [{**GOOD["sources"][0], "zz": "1"}] * 3000},
    {"terms": {"a": {f"k{i}": "1" for i in range(3000)}}},
]


@pytest.mark.parametrize("many", MANY)
def test_no_more_is_looked_for_than_is_kept(many: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """To look for what each of fifty thousand wrong keys could have meant would take seconds."""
    looked = []

    def counted(word: str, known: Any) -> str | None:
        looked.append(word)
        return did_you_mean(word, known)

    monkeypatch.setattr(reading, "did_you_mean", counted)
    with pytest.raises(InputError) as caught:
        read_model({**GOOD, **many})
    assert len(caught.value.problems) == PROBLEMS_COLLECTED
    assert len(looked) < 3 * PROBLEMS_COLLECTED


def kinds() -> list[type[Entry]]:
    return sorted(Entry.__subclasses__(), key=lambda kind: kind.__name__)


def test_every_kind_of_entry_has_a_record_with_its_fields() -> None:
    assert len(kinds()) >= 10
    for kind in kinds():
        if kind is not ModelEntry:
            assert list(record_of(kind).model_fields) == list(fields_of(kind))
        assert all(key != KEY for key in fields_of(kind))
    assert list(ModelSpec.model_fields) == list(fields_of(ModelEntry))


def test_entries_are_frozen_and_equal_by_what_they_say() -> None:
    entry = read_model(GOOD)
    assert entry == read_model(GOOD)
    assert entry != read_model({**GOOD, "title": "other"})
    assert entry.variants["H"] != entry.variants["K"]
    assert entry.terms["a"] != entry.axes["l"]
    try:
        entry.name = "y"
    except AttributeError as error:
        assert str(error) == "ModelEntry is frozen"
    else:
        raise AssertionError

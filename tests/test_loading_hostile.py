"""Caps and fuzz: whatever is handed in, the answer is our own error, and soon."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mesaprior import limits
from mesaprior.errors import InputError
from mesaprior.loading import builtin_models, load, load_text
from mesaprior.loading.source_map import MOST_PROBLEMS

SMALL = "name: x\nvariants:\n  H: {complexity: a, time: b}\n"


def problems(text: str) -> InputError:
    with pytest.raises(InputError) as caught:
        load_text(text)
    return caught.value


def refused(text: str) -> str:
    return str(problems(text))


def codes(text: str) -> list[str]:
    return [problem.code for problem in problems(text).problems]


# --- caps: just below, at, just above ------------------------------------------------------------------


def entries(count: int, body: str) -> str:
    return ", ".join(f"x{i}: {body}" for i in range(count))


def variants(count: int) -> str:
    return f"name: x\nvariants: {{{entries(count, '{complexity: a, time: b}')}}}\n"


def nested(depth: int) -> str:
    return SMALL + "title: " + "[" * (depth - 1) + "]" * (depth - 1) + "\n"


def with_axes(count: int) -> str:
    axes = [f"x{i}" for i in range(count)]
    prices = ", ".join(f"{axis}: 0" for axis in axes)
    declared = ", ".join(f"{axis}: {{weight: 1}}" for axis in axes)
    return f"name: x\naxes: {{{declared}}}\nvariants: {{H: {{complexity: a, time: b, {prices}}}}}\n"


def with_claims(count: int) -> str:
    claims = ", ".join(f"{{id: x{i}, formal: H wins}}" for i in range(count))
    return f"{SMALL}claims: [{claims}]\n"


CAPS: list[tuple[str, int, Callable[[int], str]]] = [
    ("too-many", limits.MODEL_VARIANTS, variants),
    ("too-many", limits.MODEL_TERMS, lambda n: f"{SMALL}terms: {{{entries(n, '{}')}}}\n"),
    ("too-many", limits.MODEL_AXES, with_axes),
    ("too-many", limits.MODEL_PARAMETERS, lambda n: f"{SMALL}parameters: {{{entries(n, '{}')}}}\n"),
    ("too-many", limits.MODEL_FACTS, lambda n: f"{SMALL}facts: [{', '.join(['c(a) < 1'] * n)}]\n"),
    ("too-many", limits.MODEL_CLAIMS, with_claims),
    (
        "too-many",
        limits.CLAIM_ASSUMPTIONS,
        lambda n: f"{SMALL}claims: [{{id: x, formal: H wins, assuming: [{', '.join(['c(a) < 1'] * n)}]}}]\n",
    ),
    ("too-many", limits.MODEL_SCENARIOS, lambda n: f"{SMALL}scenarios: {{{entries(n, '{}')}}}\n"),
    ("too-many", limits.MODEL_TERMS, lambda n: f"{SMALL}scenarios: {{w: {{c: {{{entries(n, '1')}}}}}}}\n"),
    ("text-too-long", limits.TEXT_CHARACTERS, lambda n: f"{SMALL}title: {'x' * n}\n"),
    (
        "formula-too-long",
        limits.FORMULA_CHARACTERS,
        lambda n: f"name: x\nvariants:\n  H: {{time: 0, complexity: {'x' * n}}}\n",
    ),
    (
        "number-too-long",
        limits.NUMBER_CHARACTERS,
        lambda n: f"{SMALL}scenarios: {{w: {{c: {{a: {'1' * n}}}}}}}\n",
    ),
    (
        "bad-name",
        limits.NAME_CHARACTERS,
        lambda n: f"name: x\nvariants:\n  {'H' * n}: {{complexity: a, time: b}}\n",
    ),
    ("not-a-term", limits.NAME_CHARACTERS, lambda n: f"{SMALL}terms: {{find({'a' * n}): {{}}}}\n"),
    (
        "not-a-term",
        limits.FORMULA_NESTING,
        lambda n: f"{SMALL}terms: {{{'f(' * n + 'a' + ')' * n}: {{}}}}\n",
    ),
    ("file-too-large", limits.FILE_BYTES, lambda n: SMALL + "#" * (n - len(SMALL))),
]


@pytest.mark.parametrize(("code", "cap", "model"), CAPS)
def test_error_caps(code: str, cap: int, model: Callable[[int], str], tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    for size in (cap - 1, cap):
        path.write_text(model(size))
        load(path)
    path.write_text(model(cap + 1))
    with pytest.raises(InputError) as caught:
        load(path)
    assert caught.value.problems[0].code == code
    assert len(caught.value.problems) == 1


def test_error_depth() -> None:
    assert codes(nested(limits.FILE_DEPTH - 1)) == ["wrong-shape"]
    assert codes(nested(limits.FILE_DEPTH)) == ["wrong-shape"]
    assert codes(nested(limits.FILE_DEPTH + 1)) == ["too-deep"]
    drawn = refused("a: " + "[" * 100_000)
    assert drawn.startswith("error[too-deep]: this file nests more than 12 deep\n --> text:1:15\n")


CAP_SENTENCES = [
    (variants(501), "error[too-many]: this model has 501 variants; 500 are allowed"),
    (
        f"{SMALL}scenarios: {{w: {{t: {{{entries(1001, '1')}}}}}}}",
        "error[too-many]: here are 1001 prices on one axis; 1000 are allowed",
    ),
    (with_claims(201), "error[too-many]: this model has 201 claims; 200 are allowed"),
    (f"{SMALL}title: {'x' * 2001}", "error[text-too-long]: this text has 2001 characters; 2000 are allowed"),
]


@pytest.mark.parametrize(("text", "sentence"), CAP_SENTENCES)
def test_error_caps_say_the_number(text: str, sentence: str) -> None:
    assert refused(text).startswith(sentence)


def test_error_only_so_many_are_shown() -> None:
    found = codes(SMALL + "".join(f"k{i}: 1\n" for i in range(MOST_PROBLEMS)))
    assert found == ["unknown-key"] * MOST_PROBLEMS
    found = codes(SMALL + "".join(f"k{i}: 1\n" for i in range(MOST_PROBLEMS + 1)))
    assert found == ["unknown-key"] * MOST_PROBLEMS + ["more-problems"]


# --- fuzz: nothing but our own errors ------------------------------------------------------------------


def load_or_refuse(data: bytes, path: Path) -> None:
    path.write_bytes(data)
    try:
        load(path)
    except InputError as error:
        assert error.problems
        assert all(problem.drawn().isprintable() for problem in error.problems if "\n" not in problem.drawn())
        assert "yaml.scanner" not in str(error)
        assert "pydantic" not in str(error)


SEED_TEXT = builtin_models()[0].path.read_text(encoding="utf-8")
KEYS = [
    "name: ",
    "variants:",
    "terms:",
    "facts:",
    "scenarios:",
    "extends: ",
    "prior: ",
    "axes:",
    "c: ",
    "H: ",
]
SIGNS = [
    "{",
    "}",
    "[",
    "]",
    ", ",
    ": ",
    "- ",
    "'",
    '"',
    "&a ",
    "*a ",
    "!t ",
    "<<: ",
    "# ",
    "? ",
    "> ",
    "| ",
    "%",
]
VALUES = ["~", "null", "complexity: a", "time: b", "1/2", "-1", "speed-simplicity", "mesaprior: 2", "find(a)"]
STRANGE = ["\t", "\\x1b", "\x07", "λ", "---\n", "\u2028", "\r", "\n", "\n  ", "\n    "]
PIECES = st.sampled_from(KEYS + SIGNS + VALUES + STRANGE)


@settings(max_examples=150, deadline=1000)
@given(st.binary(max_size=300))
@example(b"\xff\xfen\x00a\x00")
@example(b"name: \xc3")
def test_fuzz_bytes(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    load_or_refuse(data, tmp_path_factory.getbasetemp() / "fuzz.yaml")


@settings(max_examples=400, deadline=1000)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_fuzz_pieces(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    load_or_refuse(text.encode(), tmp_path_factory.getbasetemp() / "fuzz.yaml")


@settings(max_examples=200, deadline=2000)
@given(st.integers(0, len(SEED_TEXT)), st.integers(0, 30), PIECES)
def test_fuzz_wounded_model(
    tmp_path_factory: pytest.TempPathFactory, start: int, length: int, piece: str
) -> None:
    text = SEED_TEXT[:start] + piece + SEED_TEXT[start + length :]
    load_or_refuse(text.encode(), tmp_path_factory.getbasetemp() / "fuzz.yaml")

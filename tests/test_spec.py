"""The records of a model in Python: what they take, refuse, and write back."""

import re
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mesaprior import limits
from mesaprior.errors import InputError
from mesaprior.language import parse_name, parse_number, write
from mesaprior.language.parser import RESERVED
from mesaprior.loading import load_text
from mesaprior.priors import NAMED_PRIORS as PRICED_PRIORS
from mesaprior.spec import (
    NAMED_PRIORS,
    AxisSpec,
    FactSpec,
    ModelSpec,
    PriorSpec,
    ScenarioSpec,
    SourceSpec,
    TermSpec,
    VariantSpec,
    problems_of,
    read_model,
)
from mesaprior.spec.names import SCENARIO_KEYS, VARIANT_KEYS
from mesaprior.spec.text import canonical_term, control_character, number_text, term_name

H = {"complexity": "a", "time": "b"}


def model(**values: Any) -> ModelSpec:
    return ModelSpec(**{"name": "x", "variants": {"H": H}, **values})


def test_plain_values_and_records_make_the_same_model() -> None:
    plain = model(
        axes={"l": {"weight": 2}},
        variants={"H": {**H, "l": 0, "tags": ["a", "b"]}},
        prior={"cost": "g*c + l"},
        facts=["c(a) < 1", {"id": "two", "formal": "c(a) < 2"}],
        scenarios={"w": {"c": {"find( a )": "1/2"}, "l": {"a": 3}}},
        sources=[{"author": "A", "title": "T", "year": "2022"}],
        terms={"find( a )": {"may_be_zero": "true"}},
    )
    records = model(
        axes={"l": AxisSpec(weight="2")},
        variants={"H": VariantSpec(complexity="a", time="b", l=0, tags=("a", "b"))},
        prior=PriorSpec(cost="g*c + l"),
        facts=("c(a) < 1", FactSpec(id="two", formal="c(a) < 2")),
        scenarios={"w": ScenarioSpec(c={"find(a)": Fraction(1, 2)}, l={"a": Fraction(3)})},
        sources=(SourceSpec(author="A", title="T", year=2022),),
        terms={"find(a)": TermSpec(may_be_zero=True)},
    )
    assert plain == records
    assert plain.variants["H"].model_extra == {"l": "0"}
    assert plain.scenarios["w"].model_extra == {"l": {"a": Fraction(3)}}
    assert list(plain.terms) == list(plain.scenarios["w"].c) == ["find(a)"]


def test_numbers_are_exact() -> None:
    given = {"a": "0.1", "b": "3/2", "d": 12, "e": Fraction(1, 3), "f": "0.30000000000000000001"}
    prices = model(scenarios={"w": {"c": given}}).scenarios["w"].c
    assert prices["a"] == Fraction(1, 10)
    assert prices["f"] != Fraction(3, 10)
    assert all(type(price) is Fraction for price in prices.values())


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError):
        model().name = "y"  # type: ignore[misc]


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    (
        {"scenarios": {"w": {"c": {"a": 0.1}}}},
        "not-a-number: the float 0.1 is not an exact number",
        "write it as text, '0.1', or as a Fraction: a float is rounded to a binary fraction",
    ),
    (
        {"variants": {"H": {**H, "time": 1.5}}},
        "not-a-number: the float 1.5 is not an exact number",
        "write it as text, '1.5', or as a Fraction: a float is rounded to a binary fraction",
    ),
    (
        {"scenarios": {"w": {"c": {"a": True}}}},
        "not-a-number: expected a number, found bool True",
        "write it as 12, 0.5 or 3/2",
    ),
    (
        {"scenarios": {"w": {"c": {"a": 10**30}}}},
        "number-too-long: this number has more than 30 characters",
        "round it, or write it as a fraction of smaller numbers",
    ),
    (
        {"variants": {"H": {**H, "time": 10**5000}}},
        "number-too-long: this number has more than 30 characters",
        "round it, or write it as a fraction of smaller numbers",
    ),
    ({"title": 3}, "wrong-shape: expected text, found int 3", ""),
    ({"title": "a\x1bb"}, "control-character: this text holds the control character U+001B", None),
    ({"terms": {3: {}}}, "wrong-shape: expected a term, found int 3", "a term is written as text"),
    ({"variants": {3: H}}, "wrong-shape: expected a name, found int 3", ""),
    ({"terms": {"a": {"may_be_zero": 1}}}, "wrong-shape: expected true or false, found int 1", ""),
    ({"facts": {"c(a) < 1"}}, "wrong-shape: expected a list, found set", None),
    ({"mesaprior": True}, "unknown-format: the number of the file format is a whole number", None),
    ({"mesaprior": 0}, "unknown-format: the number of the file format is a whole number", None),
    ({"extends": "y"}, "unknown-key: unknown key 'extends'", None),
    (
        {"sources": [{"author": "A", "title": "T", "year": 22}]},
        "not-a-number: expected a year, found int 22",
        None,
    ),
    ({"variants": {"H": VariantSpec(**H, l="a")}}, "unknown-key: unknown key 'l'", None),
    (
        {"axes": {"l": {}}, "variants": {"H": VariantSpec(**H)}},
        "missing-axis: the variant 'H' has no 'l'",
        "add l: with a sum of terms, or 0",
    ),
]


@pytest.mark.parametrize(("values", "said", "help"), REFUSED)
def test_error_in_python(values: dict[str, Any], said: str, help: str | None) -> None:
    values = {"name": "x", "variants": {"H": H}, **values}
    with pytest.raises(InputError) as caught:
        read_model(values)
    first = caught.value.problems[0]
    assert f"{first.code}: {first.message}" == said
    assert len(caught.value.problems) == 1
    if help is not None:
        assert (first.help or "") == help
    with pytest.raises(ValidationError) as raised:
        ModelSpec(**values)
    assert [(problem.code, problem.loc) for problem in problems_of(raised.value)] == [(first.code, first.loc)]


def test_the_tables_agree() -> None:
    assert set(NAMED_PRIORS) == set(PRICED_PRIORS)
    assert set(VARIANT_KEYS) == set(VariantSpec.model_fields)
    assert set(SCENARIO_KEYS) == set(ScenarioSpec.model_fields)


# --- texts in their one spelling -----------------------------------------------------------------------

TERM_TEXTS = st.lists(st.sampled_from(["a", "f", "_1", "(", ")", ", ", " ", "\n", "2", "+", "f(", "a)"])).map(
    "".join
)


def parsed_term(text: str) -> str | None:
    try:
        return write(parse_name(text))
    except InputError:
        return None


@settings(max_examples=500, deadline=None)
@given(TERM_TEXTS)
@example("f(" * 32 + "a" + ")" * 32)
@example("f(" * 33 + "a" + ")" * 33)
@example("f( a\t,b )")
@example("f(" + "a" * 64 + ")")
@example("f(" + "a" * 65 + ")")
@example("f(a b)")
@example("a\u00a0")
def test_a_term_is_spelt_as_the_parser_spells_it(text: str) -> None:
    """Spare brackets, `f((a))`, are all that the parser takes and a term does not."""
    spelt = canonical_term(text)
    has_spare_brackets = re.search(r"(^|[(,])\(", "".join(text.split())) is not None
    assert spelt == parsed_term(text) or (spelt is None and has_spare_brackets)
    assert spelt is None or canonical_term(spelt) == spelt


@settings(deadline=None)
@given(st.sampled_from(sorted(RESERVED)))
def test_error_reserved_words_in_terms(word: str) -> None:
    for text in (word, f"find({word})", f"{word}(a)"):
        with pytest.raises(InputError, match="reserved-word"):
            term_name(text)


@settings(deadline=None)
@given(st.fractions())
@example(Fraction(-1, 2))
@example(Fraction(10**27, 64))
def test_a_number_reads_back(value: Fraction) -> None:
    text = number_text(value)
    assert len(text) > limits.NUMBER_CHARACTERS or parse_number(text) == value


@settings(deadline=None)
@given(st.text())
def test_control_characters_are_those_that_yaml_cannot_hold(text: str) -> None:
    offset = control_character(text)
    if offset is None:
        assert (
            load_text(
                f'name: x\nnote: "{_escaped(text)}"\nvariants: {{H: {{complexity: a, time: b}}}}'
            ).spec.note
            == text
        )


def _escaped(text: str) -> str:
    return "".join(f"\\U{ord(sign):08x}" for sign in text)

"""A model written as YAML reads back as the same model, whatever its texts hold."""

import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mesaprior.loading import load, load_text
from mesaprior.spec import (
    NAMED_PRIORS,
    AxisSpec,
    ClaimSpec,
    FactSpec,
    ModelSpec,
    PriorSpec,
    ScenarioSpec,
    SourceSpec,
    TermSpec,
    VariantSpec,
)

HOSTILE = json.loads((Path(__file__).parent / "fixtures" / "hostile_texts.json").read_text(encoding="utf-8"))
SIGNS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
PROSE = st.sampled_from(HOSTILE) | st.text(SIGNS | st.sampled_from("\n\t"), max_size=20)
LABELS = (st.sampled_from(HOSTILE) | st.text(SIGNS, min_size=1, max_size=20)).filter(
    lambda text: bool(text.strip()) and "\n" not in text
)
NAMES = st.from_regex(r"n_[A-Za-z0-9_]{1,3}", fullmatch=True)
TYPESET = st.none() | st.sampled_from(["x", r"\mathrm{a\_b}", r"\lambda_{t-1}", "q'", r"\text{a, b}"])
OPTIONAL = st.none() | PROSE
NUMBERS = st.fractions(min_value=0, max_value=10**9, max_denominator=10**9)
TERMS = st.recursive(NAMES, lambda inner: st.builds("{}({}, {})".format, NAMES, inner, inner), max_leaves=4)
PRICES = st.dictionaries(TERMS, NUMBERS, max_size=3)


@st.composite
def models(draw: st.DrawFn) -> ModelSpec:
    names = draw(st.lists(NAMES, min_size=3, max_size=9, unique=True))
    axes, parameters, variants = names[0:1], names[1:2], names[2:]
    extra = dict.fromkeys(axes, PROSE)
    variant = st.builds(
        VariantSpec,
        title=OPTIONAL,
        tags=st.lists(LABELS, max_size=2),
        complexity=PROSE,
        time=PROSE,
        note=OPTIONAL,
        **extra,
    )
    scenario = st.builds(
        ScenarioSpec,
        says=OPTIONAL,
        c=PRICES,
        t=PRICES,
        parameters=st.dictionaries(NAMES, NUMBERS, max_size=2),
        **dict.fromkeys(axes, PRICES),
    )
    prior = st.sampled_from(NAMED_PRIORS) | st.builds(PriorSpec, cost=PROSE, note=OPTIONAL)
    claim = st.builds(
        ClaimSpec,
        id=LABELS,
        says=OPTIONAL,
        formal=PROSE,
        expect=st.sampled_from([None, "proved", "refuted", "undecided"]),
        assuming=st.lists(PROSE, max_size=2),
        prior=st.none() | prior,
        note=OPTIONAL,
    )
    fact = PROSE | st.builds(FactSpec, says=OPTIONAL, formal=PROSE)
    term = st.builds(TermSpec, meaning=OPTIONAL, latex=TYPESET, may_be_zero=st.booleans())
    source = st.builds(SourceSpec, author=PROSE, title=PROSE, year=st.integers(1000, 9999), url=OPTIONAL)
    bounds: dict[str, Any] = {
        "meaning": draw(OPTIONAL),
        "above": draw(st.none() | NUMBERS.map(lambda x: -x)),
    }
    return ModelSpec(
        name=draw(LABELS),
        title=draw(OPTIONAL),
        note=draw(OPTIONAL),
        sources=draw(st.lists(source, max_size=2)),
        prior=draw(prior),
        axes={axis: AxisSpec(meaning=draw(OPTIONAL), weight=draw(st.none() | PROSE)) for axis in axes},
        parameters=dict.fromkeys(parameters, bounds),
        terms={f"f({name})": draw(term) for name in draw(st.lists(TERMS, max_size=3, unique=True))},
        variants={name: draw(variant) for name in variants},
        facts=draw(st.lists(fact, max_size=3)),
        scenarios=draw(st.dictionaries(LABELS, scenario, max_size=2)),
        claims=draw(st.lists(claim, max_size=2, unique_by=lambda claim: claim.id)),
    )


@settings(max_examples=200, deadline=None)
@given(models())
def test_to_yaml_reads_back(spec: ModelSpec) -> None:
    text = spec.to_yaml()
    assert load_text(text).spec == spec
    assert load_text(text).spec.to_yaml() == text
    assert list(load_text(text).spec.variants) == list(spec.variants)


def test_to_yaml_of_a_long_term() -> None:
    term = f"find({', '.join(['a' * 50] * 38)})"
    spec = load_text(SMALL_TEXT).spec.model_copy(
        update={"terms": {term: TermSpec(meaning="x"), "b": TermSpec()}}
    )
    assert load_text(spec.to_yaml()).spec == spec


SMALL_TEXT = """\
mesaprior: 1
name: x
title: 'it''s: so'
terms:
  find(a):
    latex: '\\mathrm{a}'
    may_be_zero: true
  b: {}
variants:
  H:
    tags:
      - 'yes'
    complexity: a + 2*find(a)
    time: '0'
facts:
  - c(a) < 1
  - id: two
    formal: c(a) <= c(b)
scenarios:
  w:
    c:
      a: 0.5
      b: 1/3
claims:
  - id: one
    formal: H wins
    expect: proved
    assuming:
      - c(a) < 2
    prior: speed
"""


def test_to_yaml_is_plain_to_read() -> None:
    assert load_text(SMALL_TEXT).spec.to_yaml() == SMALL_TEXT


def test_to_yaml_of_the_built_in_models() -> None:
    for name in ("speed-simplicity", "speed-simplicity-lookup"):
        spec = load(name).spec
        assert load_text(spec.to_yaml()).spec == spec

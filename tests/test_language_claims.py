"""Guards the claim language: print then parse is the identity, words bind as read, errors are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_language import EXPRESSIONS, RELATIONS

from mesaprior.errors import InputError
from mesaprior.language import (
    And,
    Claim,
    If,
    Name,
    Not,
    Or,
    Quantified,
    Rates,
    Relation,
    Says,
    claim_latex,
    parse_claim,
    parse_expression,
    parse_relation,
    write_claim,
)

VARIANTS = st.sampled_from(("H_fh", "H_sd", "V")).map(Name)
SAID = st.one_of(
    st.builds(Says, VARIANTS, st.sampled_from(("wins", "never wins"))),
    st.builds(Says, VARIANTS, st.sampled_from(("beats", "never beats", "ties", "dominates")), VARIANTS),
)
SENTENCES = st.one_of(SAID, RELATIONS)
RATES = st.one_of(
    st.sampled_from(("all", "some", "small", "large")).map(Rates),
    EXPRESSIONS.map(lambda where: Rates("at", where)),
    RELATIONS.map(lambda chain: Rates("range", chain)),
)


def grown(parts: st.SearchStrategy[Claim]) -> st.SearchStrategy[Claim]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        parts.map(Not), several.map(And), several.map(Or), st.builds(lambda p, q: If(p, q), parts, parts)
    )


def flat(claim: Claim) -> Claim:
    """`(a and b) and c` is written without brackets and read as one conjunction."""
    match claim:
        case And(claims=claims) | Or(claims=claims):
            shape = type(claim)
            parts: list[Claim] = []
            for part in map(flat, claims):
                parts += part.claims if isinstance(part, shape) else [part]
            return shape(tuple(parts))
        case Not(claim=inner):
            return Not(flat(inner))
        case If(premise=premise, conclusion=conclusion):
            return If(flat(premise), flat(conclusion))
    return claim


CLAIMS = st.recursive(
    st.one_of(SENTENCES, st.builds(lambda s, r: Quantified(s, r), SENTENCES, RATES)), grown, max_leaves=8
)


@settings(max_examples=600, deadline=None, derandomize=True)
@given(CLAIMS)
def test_print_then_parse_is_the_identity(claim: Claim) -> None:
    text = write_claim(flat(claim))
    if len(text) <= 2_000:
        try:
            assert parse_claim(text) == flat(claim)
        except InputError as error:
            assert {problem.code for problem in error.problems} <= {"formula-too-deep", "formula-too-long"}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(CLAIMS)
def test_latex_has_as_many_closing_as_opening_braces(claim: Claim) -> None:
    text = claim_latex(claim, {"V": r"\mathcal{V}"})
    assert text.count("{") == text.count("}")


A, B, C = (Says(Name(name), "wins") for name in "ABC")
READ = [
    ("if A wins then B wins or C wins", If(A, Or((B, C)))),
    ("if A wins then if B wins then C wins", If(A, If(B, C))),
    ("not A wins and B wins", And((Not(A), B))),
    ("A wins or B wins and C wins", Or((A, And((B, C))))),
    ("A wins and B wins for all g", And((A, Quantified(B, Rates("all"))))),
    ("A wins at g = 64/25", Quantified(A, Rates("at", parse_expression("64/25")))),
    ("A wins for 1 < g <= 2", Quantified(A, Rates("range", parse_relation("1 < g <= 2")))),
    ("A never beats B", Says(Name("A"), "never beats", Name("B"))),
    ("(c(a)) < (c(b))", parse_relation("c(a) < c(b)")),
    ("((A ties B))", Says(Name("A"), "ties", Name("B"))),
]


@pytest.mark.parametrize(("text", "claim"), READ)
def test_what_is_read(text: str, claim: Claim) -> None:
    assert parse_claim(text) == claim


EXAMPLES = "as in 'H_fh wins', 'H_fh beats H_sd' or 'c(a) < c(b)'"
RATE_HELP = "only the rate can be spoken of like this: for all g, for some g, at g = 2"
SINGLE_HELP = "say it of each sentence: (A for all g) and (B for all g)"
DEEP = "this formula nests more than 32 deep"
NAME_HELP = "give an inner part a name of its own"
REFUSED = [
    ("H_fh win", "formula-syntax", (5, 8), "'win' is not a word of claims", "did you mean 'wins'?"),
    ("H_fh", "formula-syntax", (4, 5), "a claim says something", EXAMPLES),
    ("A and B", "formula-syntax", (2, 5), "a claim says something", EXAMPLES),
    ("(A wins) for all g", "formula-syntax", (9, 12), "'for' must follow a single sentence", SINGLE_HELP),
    ("A wins for all x", "not-the-rate", (15, 16), "'x' is not the rate", RATE_HELP),
    ("c(a) = 3", "foreign-sign", (5, 6), "'=' has no meaning in a formula", "write == for 'is equal to'"),
    ("A wins at g == 2", "formula-syntax", (12, 14), "'==' cannot stand here", "expected ="),
    ("A beats", "formula-syntax", (7, 8), "the formula stops too early", "expected a name"),
    ("", "empty-formula", (0, 1), "there is no formula here", "write an expression, or 0"),
    ("not " * 33 + "A wins", "formula-too-deep", (128, 131), DEEP, NAME_HELP),
    ("if A wins then " * 33 + "A wins", "formula-too-deep", (480, 482), DEEP, NAME_HELP),
]


@pytest.mark.parametrize(("text", "code", "span", "message", "help"), REFUSED)
def test_error_in_a_claim(text: str, code: str, span: tuple[int, int], message: str, help: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_claim(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.span, problem.message, problem.help) == (code, span, message, help)


def test_thirty_two_nots_are_read() -> None:
    claim = parse_claim("not " * 32 + "A wins")
    assert write_claim(claim) == "not " * 32 + "A wins"


def test_a_relation_is_a_claim() -> None:
    assert isinstance(parse_claim("c(a) < c(b) <= 3"), Relation)

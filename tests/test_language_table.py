"""The committed parser table is what lark makes of the grammar, and both read the same language."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from grammar_tables import GOALS, LANGUAGE, grammar_table
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark
from lark.exceptions import UnexpectedInput

from mesaprior.errors import InputError
from mesaprior.language import parse_claim, parse_expression, parse_relation

GRAMMAR = Lark((LANGUAGE / "grammar.lark").read_text(encoding="utf-8"), parser="lalr", start=GOALS)
CLAIM_GRAMMAR = Lark(  # here the words of claims are words wherever they stand
    (LANGUAGE / "grammar.lark").read_text(encoding="utf-8"), parser="lalr", lexer="basic", start="claim_text"
)
PIECES = ["a", "f", "2", "0.5", "+", "-", "*", "/", "**", "(", ")", ",", "<", "<=", "==", " "]
WORDS = ["g", "wins", "never", "beats", "ties", "if", "then", "and", "or", "not"]
WORDS += ["for", "all", "some", "small", "at", "="]


def test_the_table_is_fresh() -> None:
    committed = (LANGUAGE / "grammar.json").read_text(encoding="utf-8")
    assert committed == grammar_table(), "run: python tests/grammar_tables.py"


def _lark_reads(text: str, goal: str) -> bool:
    try:
        (CLAIM_GRAMMAR if goal == "claim_text" else GRAMMAR).parse(text, start=goal)
    except UnexpectedInput:
        return False
    return True


@settings(max_examples=2_000, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12))
def test_lark_and_the_table_accept_the_same_texts(pieces: list[str]) -> None:
    text = " ".join(pieces)
    if not text.strip():
        return
    for goal, parse in zip(GOALS[:2], (parse_expression, parse_relation), strict=False):
        assert _we_read(text, parse) == _lark_reads(text, goal), (goal, text)


@settings(max_examples=4_000, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(["a", "b", "<", "(", ")", "a wins", "a beats b", *WORDS]), min_size=1, max_size=9
    )
)
def test_lark_and_the_table_accept_the_same_claims(pieces: list[str]) -> None:
    text = " ".join(pieces)
    assert _we_read(text, parse_claim) == _lark_reads(text, "claim_text"), text


def _we_read(text: str, parse: Callable[[str], object]) -> bool:
    try:
        parse(text)
    except InputError as error:
        return {problem.code for problem in error.problems} == {"not-the-rate"}  # a name, not a shape
    return True


@pytest.mark.parametrize("name", ["grammar.lark", "grammar.json"])
def test_the_grammar_ships_with_the_package(name: str) -> None:
    assert (Path(LANGUAGE) / name).is_file()

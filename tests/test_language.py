"""Guards the language: print then parse is the identity, and a second parser reads the same values."""

from __future__ import annotations

import random
from fractions import Fraction as F

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oracle import COMPARE, evaluated, parse

from mesaprior.engine.reason.evaluate import Written, holds, value_of
from mesaprior.language import (
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
    parse_expression,
    parse_number,
    parse_relation,
    write,
)

EXACT = settings(max_examples=400, derandomize=True, deadline=None)
NAMES = ("g", "a", "beta", "S", "x_1", "E")
NUMBERS = st.builds(F, st.integers(0, 10**6), st.sampled_from((1, 2, 4, 5, 8, 10, 100, 1000)))
LEAVES = st.one_of(
    st.builds(Number, NUMBERS),
    st.sampled_from(NAMES).map(Name),
    st.builds(
        lambda head, part: Apply(head, (Name(part),)), st.sampled_from(("c", "t")), st.sampled_from("ab")
    ),
    st.just(Apply("c", (Apply("find", (Name("a"), Apply("f", (Name("b"),)))),))),
)


def grown(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negate, parts),
        st.builds(lambda some: Sum(tuple(some)), st.lists(parts, min_size=2, max_size=4)),
        st.builds(Multiply, parts, parts),
        st.builds(Divide, parts, parts),
        st.builds(Power, parts, st.builds(Number, st.integers(0, 3).map(F))),
        st.builds(
            lambda head, some: Apply(head, tuple(some)),
            st.sampled_from(("min", "max")),
            st.lists(parts, min_size=1, max_size=3),
        ),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=12)
RELATIONS = st.integers(1, 3).flatmap(
    lambda n: st.builds(
        lambda operands, operators: Relation(tuple(operands), tuple(operators)),
        st.lists(EXPRESSIONS, min_size=n + 1, max_size=n + 1),
        st.lists(st.sampled_from(("<", "<=", ">", ">=", "==")), min_size=n, max_size=n),
    )
)
NOTHING = Written({}, Number(F(0)))


def readable(node: Node) -> bool:
    """Within the caps on one formula: what is longer or deeper is refused on purpose."""
    text = write(node)
    return len(text) <= 400 and text.count("(") + text.count("-") <= 30


def worth(tree: object, numbers: dict[str, F]) -> object:
    try:
        return evaluated(tree, lambda leaf: numbers[leaf[-1]], F)  # type: ignore[arg-type]
    except ZeroDivisionError:
        return "divides by zero"


def second_opinion(node: Node, numbers: dict[str, F]) -> object:
    try:
        return value_of(node, numbers, NOTHING)
    except ZeroDivisionError:
        return "divides by zero"


ATOMS = (*NAMES, "c(a)", "c(b)", "t(a)", "t(b)", "c(find(a, f(b)))")


def numbers_for(seed: int) -> dict[str, F]:
    source = random.Random(seed)
    return {atom: F(source.randint(1, 20), source.randint(1, 5)) for atom in ATOMS}


@EXACT
@given(EXPRESSIONS, st.integers(0, 99))
@example(Sum((Name("a"), Negate(Negate(Name("g"))))), 1)
@example(Negate(Power(Negate(Number(F(2))), Number(F(2)))), 1)
@example(Multiply(Name("a"), Negate(Multiply(Name("g"), Name("S")))), 1)
@example(Divide(Name("a"), Multiply(Name("g"), Name("S"))), 1)
@example(Power(Power(Name("a"), Number(F(2))), Number(F(3))), 1)
@example(Sum((Sum((Name("a"), Name("g"))), Negate(Sum((Name("S"), Name("E")))))), 1)
def test_print_then_parse_is_the_identity(node: Node, seed: int) -> None:
    if readable(node):
        text = write(node)
        assert parse_expression(text) == node
        numbers = numbers_for(seed)
        assert worth(parse(text), numbers) == second_opinion(node, numbers)


@EXACT
@given(RELATIONS, st.integers(0, 99))
def test_relations_print_and_parse(node: Relation, seed: int) -> None:
    if readable(node):
        text = write(node)
        assert parse_relation(text) == node
        numbers = numbers_for(seed)
        said = worth(parse(text), numbers)
        if isinstance(said, list):
            expected = all(COMPARE[sign](left, right) for left, sign, right in said)
            assert holds(node, numbers, NOTHING) is expected


PIECES = ["a", "g", "2", "0.5", "+", "-", "*", "/", "**", "(", ")", "c(a)", "<", "==", " "]


@settings(max_examples=1_500, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=9))
def test_what_is_read_is_read_alike_by_two_parsers(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        tree = parse(text)
    except ValueError:
        tree = None
    ours: Node | None
    try:
        ours = parse_relation(text) if tree and tree[0] == "rel" else parse_expression(text)
    except Exception:
        ours = None
    assert (tree is None) == (ours is None), text
    if tree is not None and ours is not None and tree[0] != "rel" and "**" not in text:
        assert worth(tree, numbers_for(3)) == second_opinion(ours, numbers_for(3))


SPELLINGS = [
    ("a-b-c", "a - b - c"),
    ("a-(b-c)", "a - (b - c)"),
    ("a/b/c", "a/b/c"),
    ("a/(b*c)", "a/(b*c)"),
    ("a*(b/c)", "a*(b/c)"),
    ("(a)", "a"),
    ("-a*b", "-a*b"),
    ("(-a)*b", "(-a)*b"),
    ("a*-b", "a*(-b)"),
    ("--a", "--a"),
    ("(a+b)*c", "(a + b)*c"),
    ("2**3**2", "2**3**2"),
    ("(2**3)**2", "(2**3)**2"),
    ("-2**2", "-2**2"),
    ("f( a ,b )", "f(a, b)"),
    ("0.50", "0.5"),
    ("1.0", "1"),
    ("a<b<=c", "a < b <= c"),
]


@pytest.mark.parametrize(("text", "spelled"), SPELLINGS)
def test_spellings(text: str, spelled: str) -> None:
    read = parse_relation if "<" in text else parse_expression
    node = read(text)
    assert read(spelled) == node
    assert read(write(node)) == node
    assert write(node).replace("(-b)", "-b") == spelled.replace("(-b)", "-b")


@given(st.fractions(min_value=0, max_value=10**6, max_denominator=10**6))
@EXACT
def test_exact_numbers_are_read_back(value: F) -> None:
    assert parse_number(str(value)) == value
    assert value_of(parse_expression(str(value)), {}, NOTHING) == value

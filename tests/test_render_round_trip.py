"""What is printed is what was decided: printed, read back, compared."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest
from hand_made import PRICES, cost, everything
from hypothesis import given
from hypothesis import strategies as st

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
    parse_relation,
    write,
)
from mesaprior.language.latex import FUNCTIONS, RELATIONS, latex, upright
from mesaprior.render import document_for
from mesaprior.render.document import HIDDEN, Document, maths_of
from mesaprior.render.flow import Signs, fragments
from mesaprior.render.forms import as_applied, collected, put_in
from mesaprior.render.spelling import replaced, shown
from mesaprior.render.terminal import pieces_of

SIGNS = Signs(write, {sign: sign for sign in ("<", "<=", ">", ">=", "==")}, "*", "/", str)


def parsed(text: str) -> Node:
    relation = any(sign in text for sign in "<>") or "==" in text
    return parse_relation(text) if relation else parse_expression(text)


def undone(document: Document, node: Node) -> Node:
    """`node` with the legend and the definitions put back."""
    names: dict[Node, Node] = {short: full for full, short in document.spelling.defined.items()}
    short: dict[Node, Node] = {
        Apply(brief.head, (Name("hidden"),)): full for full, brief in document.spelling.short.items()
    }
    return replaced(replaced(node, names), short)


@pytest.mark.parametrize("result", everything(), ids=lambda result: type(result).__name__)
@pytest.mark.parametrize("unicode", [True, False])
def test_every_formula_of_a_text_reads_back_to_itself(result: Any, unicode: bool) -> None:
    document = document_for(result)
    spans = list(maths_of(document.lines))
    assert spans
    for span in spans:
        text = " ".join(pieces_of(span, document, unicode))
        text = text.replace("·", "*").replace("…", "hidden").replace("...", "hidden")
        if span.decimal is not None:
            sign = span.decimal[0] if unicode else span.decimal[0].replace("≈", "~=")
            text = text.removesuffix(f" {sign} {span.decimal[1]}")
        sides = [undone(document, parsed(side)) for side in text.split(" = ")]
        # A definition's first side is the name, which stands for its second.
        assert sides == list(span.sides[1:] * 2 if span.defines else span.sides)


@pytest.mark.parametrize("result", everything(), ids=lambda result: type(result).__name__)
def test_no_two_names_of_a_document_look_the_same(result: Any) -> None:
    document = document_for(result)
    texts: dict[str, Node] = {}
    for span in maths_of(document.lines):
        for side in span.sides[1:] if span.defines else span.sides:
            text = write(shown(side, document.spelling))
            assert texts.setdefault(text, side) == side


NAMES = st.sampled_from(["a", "get_base_obj", "x1", "env", "g"])
TERMS = st.recursive(
    st.builds(Name, NAMES),
    lambda inner: st.builds(lambda head, x: Apply(head, (x,)), NAMES, inner),
    max_leaves=3,
)
LEAVES = st.one_of(
    st.builds(lambda axis, term: Apply(axis, (term,)), st.sampled_from(["c", "t"]), TERMS),
    st.builds(lambda value: Number(Fraction(value)), st.integers(0, 50)),
    st.just(Name("g")),
)


def _expressions(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    summands = st.lists(st.one_of(inner, st.builds(Negate, inner)), min_size=2, max_size=4)
    return st.one_of(
        st.builds(lambda parts: Sum(tuple(parts)), summands),
        st.builds(Multiply, inner, inner),
        st.builds(Divide, inner, inner),
        st.builds(lambda base, exponent: Power(base, Number(Fraction(exponent))), inner, st.integers(0, 8)),
        st.builds(lambda head, a, b: Apply(head, (a, b)), st.sampled_from(["min", "max"]), inner, inner),
    )


EXPRESSIONS = st.recursive(LEAVES, _expressions, max_leaves=12)
RELATIONS_ = st.builds(
    lambda operands, sign: Relation(tuple(operands), (sign,) * (len(operands) - 1)),
    st.lists(EXPRESSIONS, min_size=2, max_size=3),
    st.sampled_from(["<", "<=", ">", ">=", "=="]),
)


@given(st.one_of(EXPRESSIONS, RELATIONS_))
def test_the_fragments_of_a_formula_are_the_formula(node: Node) -> None:
    assert " ".join(fragments(node, SIGNS)) == write(node)


@given(st.one_of(EXPRESSIONS, RELATIONS_))
def test_the_fragments_of_its_latex_are_its_latex(node: Node) -> None:
    signs = Signs(
        leaf=lambda part: latex(part, {}), relations=RELATIONS, times=r"\,", divide=" / ",
        head=lambda head: FUNCTIONS.get(head) or upright(head),
    )  # fmt: skip
    assert " ".join(fragments(node, signs)) == latex(node, {})


@given(EXPRESSIONS)
def test_fragments_never_break_inside_a_name(node: Node) -> None:
    for fragment in fragments(node, SIGNS):
        for sign in ("+ ", "- "):
            fragment = fragment.removeprefix(sign)
        assert not fragment.startswith("_") and fragment.strip() == fragment and fragment


def value_of(node: Node, known: dict[str, Fraction]) -> Fraction:
    """A formula without `min`, evaluated by a reader that knows nothing of polynomials."""
    match node:
        case Sum(summands=parts):
            return sum((value_of(part, known) for part in parts), Fraction(0))
        case Multiply(left=left, right=right):
            return value_of(left, known) * value_of(right, known)
        case Negate(operand=inner):
            return -value_of(inner, known)
        case Number(value=value):
            return value
    return known[write(node)]


def test_a_cost_is_collected_without_changing_it() -> None:
    numbers = random.Random(7)
    for variant in PRICES:
        formula = cost(variant).cost
        known = {
            atom: Fraction(numbers.randint(1, 99), numbers.randint(1, 9)) for atom in formula.symbols.order
        }
        assert value_of(collected(formula), known) == formula.numerator.substitute(known).value
    assert write(collected(cost("H_fh").cost)).startswith("g*(c(get_base_obj) + ")


def test_prices_are_put_in_for_axes() -> None:
    node = parse_expression("g*c + t")
    assert write(put_in(node, {"g": Fraction(2), "c": Fraction(300), "t": Fraction(1, 3)})) == "2*300 + 1/3"
    assert write(as_applied(node)) == "g(c) + t"


def test_a_hidden_inside_is_named_in_the_legend_only() -> None:
    document = document_for(everything()[3])
    assert [write(short) for short in document.spelling.short.values()] == [f"find({HIDDEN})"]
    assert [write(name) for name in document.spelling.defined.values()] == ["g0"]

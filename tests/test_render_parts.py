"""The parts of the render floor by themselves: numbers, names, widths."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hand_made import FIND, SYMBOLS
from hypothesis import given
from hypothesis import strategies as st

from mesaprior.algebra import Polynomial
from mesaprior.formula import Formula
from mesaprior.language import Name, parse_expression, write
from mesaprior.render import render
from mesaprior.render.document import Item, Lines, Maths, Words
from mesaprior.render.flow import Unit, least_width, natural_width, units, wrapped
from mesaprior.render.layout import column_widths
from mesaprior.render.numbers import decimal_of
from mesaprior.render.spans import listed, name, rates
from mesaprior.render.spelling import finished, terms_in
from mesaprior.render.terminal import columns_taken
from mesaprior.results import Row


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("3", None), ("0", None), ("64/25", ("=", "2.56")), ("1/3", ("≈", "0.333")), ("-1/2", ("=", "-0.5")),
        ("53/4700", ("≈", "0.0113")), ("2/3", ("≈", "0.667")), ("1234567/2", ("≈", "617284")),
        ("1/100000", ("=", "0.00001")), ("1/3000000", ("≈", "3.33e-7")), ("200000/3", ("≈", "66667")),
        ("999999/1000000", ("=", "0.999999")), ("9999999/10000000", ("≈", "1.00")), ("-5/7", ("≈", "-0.714")),
        ("1000000000001/3", ("≈", "3.33e+11")),
    ],
)  # fmt: skip
def test_decimals_beside_exact_numbers(value: str, shown: tuple[str, str] | None) -> None:
    assert decimal_of(Fraction(value)) == shown


@given(st.fractions())
def test_a_decimal_after_an_equals_sign_is_exact(value: Fraction) -> None:
    found = decimal_of(value)
    if found is not None and found[0] == "=":
        assert Fraction(found[1]) == value
    elif found is not None:
        assert abs(Fraction(found[1]) - value) <= abs(value) / 190


def test_a_decimal_of_huge_numbers_does_not_overflow() -> None:
    assert decimal_of(Fraction(2**2000 + 1, 2)) is not None
    assert decimal_of(Fraction(1, 3**400)) is not None


@pytest.mark.parametrize(
    ("natural", "least", "wraps", "room", "given_widths"),
    [
        ([5, 10], [5, 10], [False, True], 20, [5, 10]),
        ([5, 100], [5, 10], [False, True], 50, [5, 45]),
        ([5, 100], [5, 10], [False, True], 26, None),
        ([5, 100], [5, 60], [False, True], 50, None),
        ([30, 100], [30, 10], [False, False], 50, None),
        ([5, 100, 30], [5, 10, 10], [False, True, True], 85, [5, 50, 30]),
        ([5, 8, 100], [5, 2, 10], [False, True, True], 60, [5, 8, 47]),
        ([40, 10], [10, 5], [True, False], 22, None),
        ([16, 40], [9, 40], [True, False], 50, [10, 40]),
    ],
)
def test_widths(
    natural: list[int], least: list[int], wraps: list[bool], room: int, given_widths: list[int] | None
) -> None:
    assert column_widths(natural, least, wraps, room) == given_widths


WORDS = st.lists(st.tuples(st.integers(0, 2), st.text("ab", min_size=1, max_size=9)), max_size=14)


@given(WORDS, st.integers(4, 40), st.integers(0, 3))
def test_wrapping_loses_nothing_and_keeps_to_the_width(
    words: list[tuple[int, str]], room: int, hang: int
) -> None:
    pieces = [Unit(text, before if place else 0, len(text)) for place, (before, text) in enumerate(words)]  # type: ignore[arg-type]
    lines = wrapped(pieces, room, hang)
    assert [unit for line in lines for unit in line] == pieces
    for place, line in enumerate(lines):
        assert natural_width(line) + (hang if place else 0) <= max(room, least_width(line) + hang)


def test_a_line_breaks_at_and_first() -> None:
    line = (Maths((parse_expression("aaaa + bbbb"),)), Words(" and ", joint=True), Maths((Name("cccc"),)))
    pieces = units(
        line, lambda span: span.text.split() if isinstance(span, Words) else [write(span.sides[0])], len
    )  # type: ignore[union-attr]
    assert [[unit.text for unit in part] for part in wrapped(pieces, 16)] == [
        ["aaaa + bbbb"],
        ["and", "cccc"],
    ]


def test_wide_and_combining_signs_take_their_columns() -> None:
    assert [columns_taken(text) for text in ("abc", "日本", "e\u0301", "é", "")] == [3, 4, 1, 1, 0]


# --- names --------------------------------------------------------------------------------------------


def document_of(*formulas: str, crossovers: tuple[str, ...] = ()) -> Any:
    items = tuple(Item((Maths((parse_expression(text),)),)) for text in formulas)
    known = {parse_expression(text): ("V", "W") for text in crossovers}
    return finished((Words("x"),), (), [Lines(items)], {}, known)


@pytest.mark.parametrize(
    ("formulas", "short"),
    [
        ([f"t({FIND})"], ["find(…)"]),
        ([f"t({FIND})", f"c({FIND})"], ["find(…)"]),
        ([f"t({FIND})", "t(find(get_proxy_for_other_obj(env)))"], []),
        (["t(f(x))"], []),
        (["t(get_proxy_for_base_obj)"], []),
        ([f"g({FIND.replace('find', 'c')})"], []),
        ([f"max(1, t({FIND}))"], ["find(…)"]),
        ([f"t({FIND}) + t(find)"], ["find(…)"]),
    ],
)
def test_long_terms_are_shortened_where_that_is_unambiguous(formulas: list[str], short: list[str]) -> None:
    assert [write(node) for node in document_of(*formulas).spelling.short.values()] == short


def test_terms_are_what_axes_are_applied_to() -> None:
    node = parse_expression("g*c(a) + max(t(f(b)), log2(t(d))) + g(c(e)) + cost(V)")
    assert [write(term) for term in terms_in(node)] == ["a", "f(b)", "d", "e"]


BIG = "(t(aaaaaaaa) + t(bbbbbbbb))/(c(cccccccc) - c(dddddddd))"
SMALL = "t(a)/c(b)"


@pytest.mark.parametrize(
    ("formulas", "named"),
    [
        ([BIG], {"g0": BIG}),
        ([SMALL], {}),
        ([SMALL, SMALL], {}),
        (["t(aaa)/c(bbbbb)"], {}),
        (["t(aaa)/c(bbbbb)", "t(aaa)/c(bbbbb)"], {"g0": "t(aaa)/c(bbbbb)"}),
        (["64/25", "64/25"], {}),
        ([f"g0 + {BIG}"], {"g1": BIG}),
        ([f"max({BIG}, 1)"], {"g0": BIG}),
    ],
)
def test_crossovers_get_names(formulas: list[str], named: dict[str, str]) -> None:
    document = document_of(*formulas, crossovers=(BIG, SMALL, "t(aaa)/c(bbbbb)", "64/25"))
    assert {short.name: write(node) for node, short in document.spelling.defined.items()} == named
    for short in named:
        assert f"{short} = " in render(document) and "where V and W tie" in " ".join(render(document).split())


def test_a_name_that_is_no_name_is_shown_as_text() -> None:
    assert name("H_fh") == (Maths((Name("H_fh"),)),)
    assert render(replace(document_of("a"), headline=name("<b>")), "markdown").startswith("&#60;b&#62;")


def test_lists() -> None:
    words = [(Words("a"),), (Words("b"),), (Words("c"),)]
    assert ["".join(span.text for span in listed(words[:n])) for n in range(4)] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]  # type: ignore[union-attr]


def test_a_lower_bound_of_zero_is_no_bound() -> None:
    zero, two = (Formula.of(Polynomial.constant(value), SYMBOLS) for value in (0, 2))
    row = Row(("W",), (), "range", above=(zero,), below=(two,))
    (span,) = rates(row)
    assert isinstance(span, Maths) and write(span.sides[0]) == "g < 2"

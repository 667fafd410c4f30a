r"""Names as mathematics (`latex:`): what is taken, what is refused, and that no two names look the same."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st

import mesaprior as mp
from mesaprior import limits
from mesaprior.errors import InputError
from mesaprior.language import Name, Number, Power
from mesaprior.language.latex import PLAIN_NAME, latex
from mesaprior.language.typeset import ACCENTS, STYLES, SYMBOLS, Part, look, parse_typeset

X, ONE = Part("letter", "x"), Part("number", "1")
TAKEN = {
    "x": (X,),
    "12": (Part("number", "12"),),
    "x_1": (Part("letter", "x", sub=(ONE,)),),
    "x_12": (Part("letter", "x", sub=(ONE,)), Part("number", "2")),
    "x_{1}^{x}": (Part("letter", "x", sub=(ONE,), sup=(X,)),),
    "q''": (Part("letter", "q", sup=(Part("symbol", "′"), Part("symbol", "′"))),),
    r"\lambda_{x-1}": (Part("symbol", "λ", sub=(X, Part("sign", "-"), ONE)),),
    r"\mathrm{a b\_c\ d}": (Part("styled", "ab_c d", "mathrm"),),
    r"\text{a b, c}": (Part("styled", "a b, c", "text"),),
    r"\hat{x}_1": (Part("accented", style="hat", inside=(X,), sub=(ONE,)),),
    r"x(x)": (X, Part("group", "(", inside=(X,))),
    r"x\,x": (X, X),
}
REFUSED = {
    r"\input{/etc/passwd}": r"\input is not a command that a name may use",
    r"\write18{ls}": r"\write is not a command that a name may use",
    r"\mathrm{a}\def\x{}": r"\def is not a command that a name may use",
    r"\href{javascript:x}{y}": r"\href is not a command that a name may use",
    r"\unicode{x}": r"\unicode is not a command that a name may use",
    "\\": "'\\\\' has no place in a name",
    "$x$": "'$' has no place in a name",
    "x%": "'%' has no place in a name",
    "x~y": "'~' has no place in a name",
    "a&b": "'&' has no place in a name",
    "a|b": "'|' has no place in a name",
    "a<b": "'<' has no place in a name",
    "a=b": "'=' has no place in a name",
    "x\n": r"'\n' has no place in a name",
    "é": "'é' has no place in a name",
    "x}": "'}' has no place in a name",
    "x)": "')' has no place in a name",
    "{x)}": "')' has no place in a name",
    "{x": "a } is missing",
    "(x": "a ) is missing",
    "a+b": "'+' in a name would read as part of a formula",
    "a/b": "'/' in a name would read as part of a formula",
    "": "this name is empty",
    "  ": "this name is empty",
    "_1": "'_' has nothing to stand at",
    "x_1_2": "'_' has nothing to stand at",
    "q'^2": "'^' has nothing to stand at",
    "'": "a prime stands after a letter",
    "x_": "'_' needs what it raises or lowers",
    "x_{}": "'_' needs what it raises or lowers",
    r"x_\mathrm{a}": r"put \mathrm in braces",
    "x_(1)": "put ( in braces",
    r"\mathrm x": r"\mathrm takes letters, digits and \_ in braces",
    r"\mathrm{a$}": r"\mathrm takes letters, digits and \_ in braces",
    r"\mathcal{a}": r"\mathcal takes capital letters in braces",
    r"\text{a\_b}": r"\text takes letters, digits and . , ' ( ) - in braces",
    r"\hat x": r"\hat takes what it stands above in braces",
}


@pytest.mark.parametrize("text", TAKEN)
def test_what_a_name_is_made_of(text: str) -> None:
    assert parse_typeset(text) == TAKEN[text]


@pytest.mark.parametrize("text", REFUSED)
def test_error_what_is_no_name(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_typeset(text)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("bad-latex", REFUSED[text])


def test_error_caps_just_below_and_above() -> None:
    most, deepest = limits.TYPESET_NAME_CHARACTERS, limits.TYPESET_NAME_NESTING
    assert len(parse_typeset("x" * most)) == most
    assert parse_typeset("{" * deepest + "x" + "}" * deepest)
    for text in ("x" * (most + 1), "{" * (deepest + 1) + "x" + "}" * (deepest + 1)):
        with pytest.raises(InputError, match="bad-latex"):
            parse_typeset(text)


@settings(deadline=None)
@given(st.one_of(st.sampled_from(HOSTILE), st.text(alphabet="\\{}_^'()$%#&~|<>=+x1 mathrm", max_size=40)))
def test_a_name_is_read_or_refused_and_holds_nothing_else(text: str) -> None:
    """Whatever is taken has balanced braces and only listed commands."""
    try:
        parse_typeset(text)
    except InputError as error:
        assert [problem.code for problem in error.problems] == ["bad-latex"]
        return
    assert not set(text) & set('$%#&~|<>="`@\n') and text.isascii()
    assert set(re.findall(r"\\([A-Za-z]+)", text)) <= STYLES | set(ACCENTS) | set(SYMBOLS)


@settings(deadline=None)
@given(st.from_regex(PLAIN_NAME, fullmatch=True))
def test_what_is_taken_unread_would_be_taken_read(text: str) -> None:
    assert parse_typeset(text)


@pytest.mark.parametrize(
    "one, other",
    [("x_1", "x_{1}"), (r"\mathrm{ab}", r"\text{ab}"), ("{x}", "x"), (r"\mathrm{a b}", r"\mathrm{ab}")],
)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert look(parse_typeset(one)) == look(parse_typeset(other))
    assert look(parse_typeset(one)) != look(parse_typeset("x_2"))


ALIKE = """\
name: x
terms: {{a: {{latex: '{0}'}}, b: {{latex: '{1}'}}, ab: {{}}}}
parameters: {{q: {{latex: '{2}'}}}}
variants: {{H: {{complexity: a, time: b}}, K: {{complexity: b, time: ab}}}}
"""


@pytest.mark.parametrize(
    "names, message",
    [
        (("x_1", "x_{1}", "q"), "'b' would print like 'a'"),
        (("x", "x", "q"), "'b' would print like 'a'"),
        (("x", r"\mathrm{ab}", "q"), "'b' would print like 'ab'"),
        (("x", "y", "x"), "'a' would print like 'q'"),
        (("x", "H", "q"), "'b' would print like 'H'"),
        (("g", "y", "q"), "'a' would print like 'g'"),
        (("x", "y", r"{g}"), "'q' would print like 'g'"),
    ],
)
def test_error_two_names_print_alike(names: tuple[str, ...], message: str, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(ALIKE.format(*names), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        mp.load(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.message) == ("name-used-twice", message)
    assert problem.place is not None and problem.place.line in {2, 3}


def test_names_that_differ_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(ALIKE.format("x", "y", r"\lambda"), encoding="utf-8")
    assert mp.load(path).wins(g=2).winner is None


def test_a_name_with_a_superscript_can_be_raised() -> None:
    """TeX refuses `x^{2}^{3}`."""
    node = Power(Name("a"), Number(Fraction(3)))
    assert latex(node, {"a": "x^{2}"}) == "{x^{2}}^{3}"
    assert latex(node, {"a": "q'"}) == "{q'}^{3}"
    assert latex(node, {"a": "x_1"}) == "x_1^{3}"

"""Guards the escapers: what each sign becomes, exactly, for every target."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mesaprior.render import escape
from mesaprior.render.tex import signs_taken, typewriter

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
ONE_LINE = [
    ("", ""),
    ("  a\t b\r\n\u2028c\u2029 ", "a b c"),
    (PUNCTUATION, PUNCTUATION),
    ("é日本 ß", "é日本 ß"),
    ("a\x1b[31m\x7f", "a\\x1b[31m\\x7f"),
    ("\x00\x80\x9f", "\\x00\\x80\\x9f"),
    # Signs that are not seen: soft hyphen, joiners, directions, a mark of order, an annotation.
    ("a\xad\u200d\u202e\u2066\ufeff\ufff9", "a\\xad\\u200d\\u202e\\u2066\\ufeff\\ufff9"),
    ("\ue000\u0378\ud800", "\\ue000\\u0378\\ud800"),
    ("\U000f0000\U000e0001", "\\uf0000\\ue0001"),
]


@pytest.mark.parametrize(("text", "expected"), ONE_LINE)
def test_one_line(text: str, expected: str) -> None:
    assert escape.one_line(text) == escape.terminal(text) == expected


def test_a_terminal_without_unicode() -> None:
    assert escape.terminal("é ≤ a_b~", unicode=False) == "\\u00e9 \\u2264 a_b~"
    assert escape.terminal("é ≤ a", unicode=True) == "é ≤ a"


def test_markdown() -> None:
    assert escape.markdown(PUNCTUATION) == "".join(f"&#{ord(sign)};" for sign in PUNCTUATION)
    assert escape.markdown("aZ09 é\n<b") == "aZ09 é &#60;b"


def test_html() -> None:
    signs = {"&": 38, "<": 60, ">": 62, '"': 34, "'": 39, "`": 96, "=": 61}
    expected = "".join(f"&#{signs[sign]};" if sign in signs else sign for sign in PUNCTUATION)
    assert escape.html(PUNCTUATION) == expected
    assert escape.html("aX é\n<b") == "aX é &#60;b"


TEX = [
    ("!#$%&()+./:;=?@", r"!\#\$\%\&()+./:;=?@"),
    ("\\{}^_~", r"\textbackslash{}\{\}\textasciicircum{}\_\textasciitilde{}"),
    ('<>|"`[]*', r"\textless{}\textgreater{}\textbar{}\texttt{\char34}\`{}{[}{]}{*}"),
    ("a-b--c---d", "a-b-{}-c-{}-{}-d"),
    ("'a' ''b'' ,,", "'a' '{}'b'{}' ,{},"),
    ("aa XX ..", "aa XX .."),
    ("é ’ Ș", "é ’ Ș"),
    ("日 ≤", r"\texttt{U+65E5} \texttt{U+2264}"),
    ("a\n\nb", "a b"),
    ("a" * 23, "a" * 23),
    ("a" * 24, "a" * 24 + r"\allowbreak{}"),
    ("a" * 47, "a" * 24 + r"\allowbreak{}" + "a" * 23),
    ("a" * 49, "a" * 24 + r"\allowbreak{}" + "a" * 24 + r"\allowbreak{}a"),
    ("a" * 23 + " " + "b" * 23, "a" * 23 + " " + "b" * 23),
    ("X" * 12 + " " + "b" * 24 + " c", "X" * 12 + " " + "b" * 24 + r"\allowbreak{} c"),
]


@pytest.mark.parametrize(("text", "expected"), TEX)
def test_tex(text: str, expected: str) -> None:
    assert escape.tex(text) == expected


MATHS = [
    ("", ""),
    ("a b", r"\text{a b}"),
    ("a_b", r"\text{a}\_\text{b}"),
    ("\\{}$&#", r"\backslash \{\}\$\&\#"),
    ("^_~%<>", r"\wedge \_\sim \%\lt \gt "),
    ('|`*"', r"\vert \backprime \ast {''}"),
    ("!'()+,-./:;=?@[] é日X", r"\text{!'()+,-./:;=?@[] é日X}"),
    (" a\n", r"\text{a}"),
    ("  ", ""),
]


@pytest.mark.parametrize(("text", "expected"), MATHS)
def test_text_in_maths(text: str, expected: str) -> None:
    assert escape.text_in_maths(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", r"\text{a}"),
        (" a", r"\text{ a}"),
        ("a ", r"\text{a }"),
        ("  a  b  ", r"\text{ a b }"),
        (" * ", r"\text{ }\ast \text{ }"),
        ("  ", r"\text{ }"),
    ],
)
def test_text_in_maths_with_its_ends(text: str, expected: str) -> None:
    assert escape.text_in_maths(text, keep_ends=True) == expected


CSV = [
    *((f"{sign}1+a", f"'{sign}1+a") for sign in "=+-@＝＋－＠"),
    *((f"a{sign}1", f"a{sign}1") for sign in "=+-@＝＋－＠"),
    *((number, number) for number in ("-1", "-12", "-12.50", "-1/2", "-1.5/12", "3", "1/2")),
    ("+1", "'+1"),
    ("-1.", "'-1."),
    ("-1/", "'-1/"),
    ("-1.5.5", "'-1.5.5"),
    ("-1/2/3", "'-1/2/3"),
    ("-1e5", "'-1e5"),
    ("--1", "'--1"),
    ("-٣", "'-٣"),
    ("\t=a", "'=a"),
    ("Xa", "Xa"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CSV)
def test_csv(text: str, expected: str) -> None:
    assert escape.csv(text) == expected


def test_no_escaper_lets_a_control_sign_through() -> None:
    escapers: list[Callable[[str], str]] = [
        *(escape.one_line, escape.terminal, escape.markdown, escape.html, escape.tex, escape.text_in_maths),
        escape.csv,
    ]
    for escaper in escapers:
        for hidden in ("\n", "\r", "\t", "\x1b", "\u202e", "\u2028", "\x9b"):
            assert hidden not in escaper(f"a{hidden}b"), (escaper, hidden)


LONG = "f(a_name_of_more_than_(twenty), x)"
TYPEWRITER = [
    ("c(a_b)", r"\texttt{c(a\_b)}"),
    ("aaaaaa_bbbbbb_cccccc_ddd", r"\texttt{aaaaaa\_bbbbbb\_cccccc\_ddd\allowbreak{}}"),
    ("aaaaaa_bbbbbbbbbbbbbbbbbb", r"\texttt{aaaaaa\_\allowbreak{}bbbbbbbbbbbbbbbbbb}"),
    (LONG, "\\texttt{" + LONG.replace("_", r"\_\allowbreak{}").replace("(", r"(\allowbreak{}") + "}"),
    ("%" * 13, "\\texttt{" + r"\%" * 13 + "}"),
    ("%" * 25, "\\texttt{" + r"\%" * 24 + r"\allowbreak{}\%}"),
]


@pytest.mark.parametrize(("name", "expected"), TYPEWRITER)
def test_typewriter(name: str, expected: str) -> None:
    assert typewriter(name) == expected


@pytest.mark.parametrize(
    ("tex", "signs"),
    [
        ("", 0),
        ("abc", 3),
        (r"\mathrm{ab}", 2),
        (r"g\,c(x)", 5),
        (r"a \le b", 4),
        (r"x^{12}", 3),
        (r"\left(a\right)", 3),
        (r"\mathit{a}\text{b}\mathsf{c}\mathtt{d}\mathbf{e}\operatorname{f}", 6),
        (r"\textbar", 1),
        (r"a\;b\:c\!d\ e", 5),
    ],
)
def test_how_wide_tex_is_set(tex: str, signs: int) -> None:
    assert signs_taken(tex) == signs

"""Somebody else's words stay text in every format, wherever they stand."""

from __future__ import annotations

import csv as standard
import html
import io
import re
from fractions import Fraction

import pytest
from hand_made import TITLES, three_rivals, worked_wins
from hostile import HOSTILE
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from mesaprior.errors import InputError
from mesaprior.render import document_for, escape, render
from mesaprior.render.document import Column, Document, Item, Lines, Row, Table, User, Words
from mesaprior.render.terminal import columns_taken

ANYTHING = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def with_label(label: str) -> list[Document]:
    """Documents with the label in every place that a person's words can reach."""
    titles = {**TITLES, "H_fh": label, "H_sd": label}
    wins = worked_wins(2, titles, prior=label, cost=label, facts=(label,), assumed=(label,))
    line = (Words("a "), User(label), Words(" b"))
    alone = (User(label),)
    table = Table(
        (Column(alone), Column(line, "right", wraps=True)), (Row((alone, line)), Row((line, alone)))
    )
    everywhere = Document(line, alone, (table, Lines((Item(alone, "iff", (alone, line)),), title=alone)))
    return [document_for(wins), everywhere]


def drawn(label: str, format: str, width: int = 80, *, unicode: bool = True) -> str:
    return "\n".join(render(document, format, width=width, unicode=unicode) for document in with_label(label))


@pytest.mark.parametrize("label", HOSTILE)
def test_a_terminal_is_not_steered(label: str) -> None:
    shown = drawn(label, "text")
    assert not CONTROLS.search(shown)
    shown.encode("utf-8")
    assert drawn(label, "text", unicode=False).isascii()


@settings(deadline=None)
@given(ANYTHING)
def test_a_label_does_not_change_the_shape_of_a_text(label: str) -> None:
    """On a wide screen: as many lines as with a harmless label."""
    lines = drawn(label, "text", 9_999).split("\n")
    assert not any(CONTROLS.search(line) for line in lines)
    if escape.one_line(label):
        assert len(lines) == drawn("x", "text", 9_999).count("\n") + 1


@settings(deadline=None)
@given(ANYTHING)
@example("a" * 500)
@example("日本語" * 40)
def test_lines_of_a_text_keep_to_the_width(label: str) -> None:
    """Names may stick out, somebody's words never do."""
    for width in (40, 72):
        assert all(columns_taken(line) <= width for line in drawn(label, "text", width).split("\n"))


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})
TAGS = {"p", "table", "thead", "tbody", "tr", "th", "td", "ul", "li", "code", "strong"}


@pytest.mark.parametrize("label", HOSTILE)
@pytest.mark.parametrize("format", ["markdown", "lesswrong"])
def test_markdown_shows_the_label_and_no_more(label: str, format: str) -> None:
    page = MARKDOWN.render(drawn(label, format))
    assert {tag.split()[0] for tag in re.findall(r"</?([a-zA-Z][^>]*)>", page)} <= TAGS
    shown = " ".join(html.unescape(re.sub(r"</?[a-z][^>]*>", " ", page)).split())
    assert " ".join(escape.one_line(label).split()) in shown


@settings(deadline=None)
@given(ANYTHING)
def test_markdown_escapes_every_punctuation_mark(label: str) -> None:
    escaped = escape.markdown(label)
    assert not re.search(r"[!-/:-@\[-`{-~]", re.sub(r"&#[0-9]+;", "", escaped))
    assert html.unescape(escaped) == escape.one_line(label)
    assert "\n" not in escaped


@settings(deadline=None)
@given(ANYTHING)
def test_html_escapes(label: str) -> None:
    escaped = escape.html(label)
    assert not re.search(r"[<>\"'`=]", escaped) and html.unescape(escaped) == escape.one_line(label)


@pytest.mark.parametrize("label", HOSTILE)
def test_no_cell_of_a_csv_is_a_formula(label: str) -> None:
    for document in with_label(label):
        rows = list(standard.reader(io.StringIO(render(document, "csv"))))
        for cell in (cell for row in rows for cell in row):
            number = re.fullmatch(r"-?\d+(\.\d+)?(/\d+)?", cell)
            assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"))
            assert not CONTROLS.search(cell)
        assert len({len(row) for row in rows[:3]}) == 1


@settings(deadline=None)
@given(ANYTHING)
def test_csv_disarms(label: str) -> None:
    cell = escape.csv(label)
    assert cell.removeprefix("'") == escape.one_line(label).removeprefix("'")
    assert not cell.startswith(("=", "+", "@")) and (not cell.startswith("-") or Fraction(cell) <= 0)


ARRAY_COMMANDS = {
    *(
        "begin",
        "end",
        "text",
        "mathrm",
        "hline",
        "quad",
        "phantom",
        "triangleright",
        "le",
        "ge",
        "min",
        "max",
    ),
    *("max", "lt", "gt", "wedge", "sim", "vert", "backprime", "ast", "backslash", "cdot", "approx", "times"),
    *("ldots", "log"),
}


@pytest.mark.parametrize("label", HOSTILE)
def test_an_array_uses_only_what_both_renderers_share(label: str) -> None:
    for document in with_label(label):
        source = render(document, "latex-array")
        assert source.count("\n") == 1 and source.endswith("\n")
        assert set(re.findall(r"\\([a-zA-Z]+)", re.sub(r"\\\\", "", source))) <= ARRAY_COMMANDS
        assert set(re.findall(r"\\begin\{([^}]*)\}", source)) == {"array"}
        assert balanced(source)
        for run in re.findall(r"\\text\{([^}]*)\}", source):
            assert not re.search(r"[\\{}$&#^_~%<>|`*\"]", run)
        assert not re.search(r"(?<!\\)[$#%|`*\"~]", source)
        assert not re.search(r"[<>](?! )", source), "to HTML it is a tag"


def balanced(tex: str) -> bool:
    depth = 0
    for sign in re.findall(r"\\.|[{}]", tex):
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


@settings(deadline=None)
@given(ANYTHING)
def test_text_in_maths_reads_back(label: str) -> None:
    escaped = escape.text_in_maths(label)
    back = {tex.strip(): sign for sign, tex in escape.MATHS_SIGNS.items()}
    parts = re.findall(r"\\text\{([^}]*)\}|(\{''\}|\\[a-z]+|\\.)", escaped)
    shown = "".join(run or back[sign] for run, sign in parts)
    assert with_accents(shown) == with_accents(escape.one_line(label))


def with_accents(text: str) -> str:
    """With accents that are spelled out as the signs they are."""
    return re.sub(r"\\u(03[0-6][0-9a-f])", lambda found: chr(int(found[1], 16)), text)


@settings(deadline=None)
@given(ANYTHING)
def test_tex_leaves_no_sign_with_a_meaning(label: str) -> None:
    escaped = escape.tex(label)
    left = re.sub(
        r"\\(textbackslash|textasciicircum|textasciitilde|textless|textgreater|textbar|allowbreak)\{\}"
        r"|\\[{}$&#_%]|\\texttt\{\\char34\}|\\texttt\{U\+[0-9A-F]{4,6}\}|\\`\{\}|\{[\[\]*]\}|\{\}",
        "",
        escaped,
    )
    assert not re.search(r"[\\{}$&#^_~%<>|\"`*\[\]]", left), escaped
    assert all(sign.isascii() or sign in escape.TEX_LETTERS for sign in left)
    assert balanced(escaped) and not re.search(r"\n|--|''|,,", escaped)


def test_a_fact_that_is_no_formula_is_text() -> None:
    found = three_rivals(facts=("c(a) < `x`", "c(a) <= c(b)"))
    shown = render(document_for(found), "markdown")
    assert "given c&#40;a&#41; &#60; &#96;x&#96; and `c(a) <= c(b)`" in shown


@pytest.mark.parametrize("label", ["a b", "x}", r"\x", "", "é", "a" * 81, "a,b", "a\n"])
def test_a_label_that_latex_could_not_name_is_refused(label: str) -> None:
    with pytest.raises(InputError) as caught:
        render(document_for(worked_wins()), "latex", label=label)
    assert caught.value.problems[0].code == "bad-label"


def test_an_unknown_format_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError) as caught:
        render(document_for(worked_wins()), "latx")
    message = "error[unknown-format]: unknown format 'latx'\n  = help: did you mean 'latex'?"
    assert str(caught.value) == message


ACCENTED = {
    "e\u0301": "\\text{e\u0301}",
    "e\u0332": r"\text{e}\backslash \text{u0332}",
    "e\u0301\u0301": "\\text{e\u0301}\\backslash \\text{u0301}",
    "\u0301x": r"\backslash \text{u0301x}",
    "1\u0301": r"\text{1}\backslash \text{u0301}",
    **{f"o{chr(code)}": f"\\text{{o{chr(code)}}}" for code in (0x300, 0x302, 0x304, 0x308, 0x30C, 0x327)},
    **{
        f"o{chr(code)}": rf"\text{{o}}\backslash \text{{u{code:04x}}}"
        for code in (0x305, 0x309, 0x30D, 0x326)
    },
    **{f"o{chr(code)}": rf"\text{{o}}\backslash \text{{u{code:04x}}}" for code in (0x326, 0x328, 0x36F)},
}


@pytest.mark.parametrize("label", ACCENTED)
def test_accents_in_maths(label: str) -> None:
    """Those that KaTeX knows stay where they stand on a letter."""
    assert escape.text_in_maths(label) == ACCENTED[label]

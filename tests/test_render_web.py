"""Every maths string that is pasted somewhere is set by KaTeX and by MathJax, without an error."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hostile import HOSTILE
from library_tables import documents
from markdown_it import MarkdownIt
from test_typeset import TAKEN
from web import node

from mesaprior.language.typeset import ACCENTS, STYLES, SYMBOLS
from mesaprior.render import escape, render
from mesaprior.render.document import Findings, Table
from mesaprior.render.findings import as_table
from mesaprior.render.markdown import notebook_markdown

Formula = tuple[str, bool]
"""TeX, and whether it stands on a line of its own."""

_FENCE = re.compile(r"^ *```math\n *(.*)\n *```$", re.MULTILINE)
_GITHUB = re.compile(r"\$`([^`]*)`\$")
_APART = re.compile(r"^ *\$\$(.*)\$\$$", re.MULTILINE)
_AMONG_WORDS = re.compile(r"(?<!\$)\$([^$\n]+)\$(?!\$)")


def of_github(text: str) -> list[Formula]:
    rest = _FENCE.sub("", text)
    found = [(tex, True) for tex in _FENCE.findall(text)] + [(tex, False) for tex in _GITHUB.findall(rest)]
    assert "$" not in _GITHUB.sub("", rest) and "```" not in rest
    return found


def of_dollars(text: str) -> list[Formula]:
    """Every dollar of ours opens or closes a formula: those of somebody else's words are entities."""
    rest = _APART.sub("", text)
    found = [(tex, True) for tex in _APART.findall(text)]
    found += [(tex, False) for tex in _AMONG_WORDS.findall(rest)]
    assert "$" not in _AMONG_WORDS.sub("", rest)
    return found


def of_library() -> Iterator[Formula]:
    for document in documents().values():
        yield from of_github(render(document, "markdown"))
        yield from of_dollars(notebook_markdown(document))
        yield from of_dollars(render(document, "lesswrong"))
        yield render(document, "latex-array").strip(), True


def of_names() -> Iterator[Formula]:
    """Every command that a declared name may use."""
    yield from ((f"\\{name}", False) for name in SYMBOLS)
    yield from ((rf"\{name}{{x_1}}", False) for name in ACCENTS)
    yield from ((rf"\{name}{{AB}}", False) for name in STYLES)
    yield from ((name, False) for name in TAKEN)


def of_labels() -> Iterator[Formula]:
    yield from ((escape.text_in_maths(label), True) for label in HOSTILE if len(label) < 200)


@pytest.mark.parametrize("engine", ["katex", "mathjax"])
def test_every_formula_is_set(engine: str) -> None:
    formulas = list(dict.fromkeys([*of_library(), *of_names(), *of_labels()]))
    assert len(formulas) > 1500, len(formulas)
    broken = [r"\notacommand", r"\frac{1}", r"\begin{tabular}{l}x\end{tabular}", "{"]
    answer = node("maths.cjs", {"engine": engine, "formulas": [*formulas, *((tex, True) for tex in broken)]})
    wrong = dict(answer["wrong"])
    print(f"{engine}: {len(formulas)} formulas, {len(wrong) - len(broken)} wrong")
    assert {place for place in wrong if place >= len(formulas)} == set(range(len(formulas), answer["set"])), (
        "what is wrong is noticed"
    )
    assert [(formulas[place], wrong[place]) for place in wrong if place < len(formulas)] == []


MARKDOWN = MarkdownIt("gfm-like", {"linkify": False})


def test_lesswrong_gets_what_its_editor_can_show() -> None:
    """Maths on one line without `|`, no environment but `array`; no comment and no tag anywhere."""
    for asked, document in documents().items():
        text = render(document, "lesswrong")
        formulas = of_dollars(text)
        assert formulas or not list(document.lines), asked
        assert not re.search(r"<!--|</?[a-z]", text), asked
        for tex, _ in formulas:
            assert "|" not in tex and "\n" not in tex
            assert set(re.findall(r"\\begin\{(\w+)\}", tex)) <= {"array"}
            assert not tex.startswith(" ") and not tex.endswith((" ", "\\"))


@pytest.mark.parametrize("format", ["markdown", "lesswrong"])
def test_tables_come_out_whole(format: str) -> None:
    """As many cells as the document has, none swallowed and none split."""
    for asked, document in documents().items():
        page = MARKDOWN.render(render(document, format))
        cells = page.count("<td") + page.count("<th>") + page.count("<th ")
        assert cells == expected_cells(asked), asked


def expected_cells(asked: tuple[str, str]) -> int:
    total = 0
    for said in documents()[asked].blocks:
        block = as_table(said) if isinstance(said, Findings) and said.tabled else said
        if isinstance(block, Table):
            total += len(block.columns) * (1 + len(block.rows))
    return total


def test_cells_hold_slash_fractions() -> None:
    """Upright ones stand on lines of their own only."""
    upright = 0
    for document in documents().values():
        for format in ("lesswrong", "markdown"):
            formulas = (of_dollars if format == "lesswrong" else of_github)(render(document, format))
            assert not any(r"\frac" in tex for tex, displayed in formulas if not displayed)
            upright += sum(r"\frac" in tex for tex, displayed in formulas if displayed)
        for format in ("latex", "latex-array"):
            assert r"\frac" not in render(document, format)
    assert upright > 20

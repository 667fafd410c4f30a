"""Documents: what is said, for every kind of answer, and what a notebook is given."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hand_made import FIND, circumstances, conditions, costs, everything, open_wins, worked_wins

import mesaprior as mp
from mesaprior.language import Apply, Name, Number
from mesaprior.render import document_for, mimebundle, render
from mesaprior.render.document import Mark, Maths, Table, Words
from mesaprior.render.flow import units
from mesaprior.results import Conditions, Pairs, Row, Standing, Tie, VariantCondition, WinnerMap, Wins
from mesaprior.results.winners import Interval


@pytest.mark.parametrize("result", everything(), ids=lambda result: type(result).__name__)
def test_our_own_words_are_plain_in_every_format(result: Any) -> None:
    document = document_for(result)
    for line in document.lines:
        for span in line:
            assert not isinstance(span, Words) or re.fullmatch(r"[A-Za-z0-9 ,;:().-]*", span.text), span
    for block in document.blocks:
        assert not isinstance(block, Table) or {len(row.cells) for row in block.rows} == {len(block.columns)}


def alone(**changes: Any) -> Conditions:
    start: dict[str, Any] = {
        "variant": "V", "title": None, "status": "always", "rows": (Row((), (), "always"),),
        "standing": Standing("always", "always"),
    }  # fmt: skip
    return Conditions(circumstances(), {"V": VariantCondition(**{**start, **changes})})


NOT_DOMINATED = (
    "V never wins: a mixture of A and B is never dearer; it is not dominated: some\n"
    "  other increasing prior favours it\n"
)


@pytest.mark.parametrize(
    ("found", "text"),
    [
        (alone(), "V wins for every g, whatever the numbers are\n"),
        (
            alone(status="never", rows=(), beaten_by=("A",), standing=Standing("never", "never")),
            "V never wins: A is never dearer\n",
        ),
        (
            alone(status="never", rows=(), beaten_by=("A", "B"), standing=Standing("always", "never"),
                  because="a mixture of A and B is never dearer"),
            NOT_DOMINATED,
        ),
        (alone(status="undecided", rows=()), "V: undecided\n V: undecided\n"),
    ],
)  # fmt: skip
def test_conditions_that_need_few_words(found: Conditions, text: str) -> None:
    assert render(document_for(found)) == text


def test_ties_that_fill_an_interval() -> None:
    found = WinnerMap(
        (Interval(Fraction(0), Fraction(1, 3), ("A", "B")), Interval(Fraction(1, 3), None, ("C",))),
        (Tie(Fraction(1, 3), ("A", "B", "C")),),
    )
    variants = {
        name: VariantCondition(name, None, "possible", (), Standing("possible", "possible")) for name in "ABC"
    }
    assert render(document_for(Conditions(circumstances(), variants, None, found))) == (
        "3 variants win at some g, on 2 intervals\n\n for               wins\n"
        " g < 1/3           a tie of A and B\n g = 1/3 ≈ 0.333   a tie of A, B and C\n g > 1/3           C\n"
    )


def test_winning_whatever_the_numbers_are() -> None:
    found = replace(open_wins(), winner="H_fh")
    assert render(document_for(found)).startswith(
        "H_fh (fast honest) wins at g = 2, whatever the numbers are\n"
    )
    facts = replace(found, under=circumstances(facts=("c(combine) < 3",)))
    text = render(document_for(facts), width=100)
    assert text.startswith("H_fh (fast honest) wins at g = 2, wherever the facts hold\n")
    assert " given c(combine) < 3\n" in text
    tie = replace(open_wins(), tie=("H_fh", "H_sd"))
    assert render(document_for(tie)).startswith(
        "tie at g = 2 between H_fh and H_sd, whatever the numbers are\n"
    )


def test_numbers_left_open_by_a_scenario() -> None:
    found = replace(open_wins(), under=circumstances(scenario="half"))
    assert render(document_for(found)).startswith(
        "at g = 2 it depends on the numbers that half leaves open:\n"
    )


def test_without_a_rate_the_answer_is_the_conditions() -> None:
    found = Wins(circumstances(), None, None, (), None, None, costs().costs, conditions())
    assert render(document_for(found)) == render(document_for(conditions()))


def test_many_facts_are_counted_not_dropped() -> None:
    facts = tuple(f"c(a{number}) < 1" for number in range(20))
    text = " ".join(render(document_for(replace(conditions(), under=circumstances(facts=facts)))).split())
    assert "c(a11) < 1 and 8 more" in text and "c(a12)" not in text


def test_nothing_to_compare() -> None:
    assert render(document_for(Pairs(circumstances(), None, ()))) == "there is nothing to compare\n"


def test_what_cannot_be_shown_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="int"):
        document_for(3)  # type: ignore[arg-type]


def test_a_csv_has_every_formula_in_full() -> None:
    text = render(document_for(conditions()), "csv")
    assert "g0" not in text and "…" not in text and FIND in text
    assert [row[0] for row in csv.reader(io.StringIO(render(document_for(worked_wins()), "csv")))] == [
        "variant", "H_fh", "H_sd", "H_fd",
    ]  # fmt: skip


@pytest.mark.parametrize("result", everything(), ids=lambda result: type(result).__name__)
def test_a_notebook_gets_text_markdown_and_an_array(result: Any) -> None:
    bundle = mimebundle(result)
    assert list(bundle) == ["text/plain", "text/markdown", "text/latex", "text/html"]
    assert (
        bundle["text/latex"].startswith(r"$\displaystyle \begin{array}{l}")
        and "tabular" not in bundle["text/latex"]
    )
    github = render(document_for(result), "markdown")
    fence = re.compile(r"( *)```math\n *(.*)\n *```")
    assert bundle["text/markdown"] == fence.sub(r"\1$$\2$$", github).replace("$`", "$").replace("`$", "$")
    assert bundle["text/html"] == render(document_for(result), "html")
    assert "\x1b" not in bundle["text/plain"]


def test_a_notebook_says_what_it_wants() -> None:
    kinds = ["text/plain", "text/markdown", "text/latex", "text/html"]
    result = worked_wins()
    assert list(mimebundle(result, include=[])) == kinds == list(mimebundle(result, exclude=set()))
    assert list(mimebundle(result, include={"text/html", "image/png"})) == ["text/html"]
    assert list(mimebundle(result, exclude=["text/html", "text/latex"])) == kinds[:2]
    assert mimebundle(result, include=["text/html"], exclude=["text/html"]) == {}
    model = mp.load("store-or-derive")
    for shown in (model.wins(g=2), model.table("costs"), model.check(id="store-exactly-when")):
        assert list(shown._repr_mimebundle_()) == kinds
        assert list(shown._repr_mimebundle_(include=["text/html"])) == ["text/html"]
        assert list(shown._repr_mimebundle_(exclude=["text/html"])) == kinds[:3]


def test_the_same_document_gives_the_same_bytes() -> None:
    for result in everything():
        assert render(document_for(result), "latex") == render(document_for(result), "latex")


def test_marks_come_with_words() -> None:
    """The winner's mark stands beside a headline that says who wins."""
    document = document_for(worked_wins())
    assert any(Mark("winner") in line for line in document.lines)
    assert render(document).startswith("H_fh (fast honest) wins")


def test_rendering_imports_neither_sympy_nor_rich() -> None:
    code = (
        "import sys, mesaprior.render.terminal, mesaprior.render.markdown, mesaprior.render.latex,"
        " mesaprior.render.latex_array, mesaprior.render.csv, mesaprior.render.html, mesaprior.render.page\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'sympy', 'rich', 'lark', 'numpy'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_a_relation_without_sums_is_not_broken() -> None:
    node = Apply("t", (Name("x"),))
    assert (
        units((Maths((node, Number(Fraction(3)))),), lambda span: ["t(x)", "= 3"], len)[0].text == "t(x) = 3"
    )

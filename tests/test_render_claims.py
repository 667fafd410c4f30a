"""How claims look: golden files of each format, and exact lines for every thing that can be said of one."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hand_made import (
    NUMBERS,
    because,
    checks,
    circumstances,
    claim,
    dominance,
    ones,
    ratio,
    repaired,
    undoubtedly,
    worth,
)
from hostile import HOSTILE
from hypothesis import given, settings
from test_language_claims import CLAIMS
from test_render_golden import EXTENSION, check
from test_render_hostile import CONTROLS

from mesaprior.language import Claim, parse_claim, write, write_claim
from mesaprior.render import FORMATS, document_for, mimebundle, render
from mesaprior.render.document import Maths, Words
from mesaprior.render.spans import claim_line
from mesaprior.results import (
    Cases,
    Certificate,
    Checked,
    Checks,
    Closed,
    Counterexample,
    Proof,
    Split,
    TrueWhen,
    Worth,
)

FACTS = {"facts": ("c(simplest_obj) <= c(get_base_obj)",), "assumed": ("c(combine) < 12",)}


@pytest.mark.parametrize("format", FORMATS)
def test_what_each_format_shows(format: str) -> None:
    check(f"claims.{EXTENSION[format]}", render(document_for(checks(**FACTS)), format))
    table = render(document_for(checks(**FACTS), table=True), format)
    check(f"claims-table.{EXTENSION[format]}", table)


@pytest.mark.parametrize("width", [100, 60, 40])
def test_other_widths(width: int) -> None:
    check(f"claims-{width}.txt", render(document_for(checks(**FACTS)), width=width))


def test_ascii_and_colour() -> None:
    document = document_for(checks(**FACTS))
    plain = render(document, unicode=False)
    assert plain.isascii()
    check("claims-ascii.txt", plain)
    check("claims-colour.txt", render(document, colour=True))


def shown(checked: Checked, width: int = 100, **changes: Any) -> str:
    return render(document_for(Checks(circumstances(**changes), (checked,))), width=width)


ONE_CASE = Closed(Proof("the facts contradict the denial", (), ()))
THREE_CASES = Split(0, (ONE_CASE, Split(1, (ONE_CASE, ONE_CASE))))
SOLVER = Certificate("solver", None)
AT_ONE = "  fails at   every price and g equal to 1"


def proved(formal: str = "H_fh wins", **changes: Any) -> Checked:
    return claim("claim", formal, "proved", **changes)


def by(cases: Cases) -> Certificate:
    return Certificate("multipliers", cases)


def refuted(formal: str, numbers: dict[str, Fraction], *worths: Worth, **changes: Any) -> Checked:
    found = Counterexample(numbers, "small", worths)
    return claim("claim", formal, "refuted", counterexample=found, **changes)


def weak() -> Checked:
    """Proved with parts that are not negative, and with facts."""
    parts = because("c(H_fd) - c(H_fh)", "c(combine) + 1", False, "c(simplest_obj) < 3", "c(combine) < 2")
    return proved("c(H_fh) <= c(H_fd)", because=(parts,))


ONE_CLAIM: list[tuple[Checked, list[str]]] = [
    (proved(), ["✓ proved     H_fh wins"]),
    (
        proved(certificate=SOLVER),
        [
            "✓ proved     H_fh wins",
            "  by solver  no numbers deny it, says a solver, whose word cannot be checked again",
        ],
    ),
    (
        proved(certificate=by(ONE_CASE)),
        ["✓ proved     H_fh wins", "  proof      its denial contradicts itself"],
    ),
    (
        proved(certificate=by(THREE_CASES)),
        ["✓ proved     H_fh wins", "  proof      its denial contradicts itself in each of 3 cases"],
    ),
    (
        proved("if c(combine) < 0 then H_fh wins", vacuous=True, certificate=by(ONE_CASE)),
        ["✓ proved     if c(combine) < 0 then H_fh wins", "  vacuous    no numbers meet its premise"],
    ),
    (
        weak(),
        [
            "✓ proved     c(H_fh) <= c(H_fd)",
            "  because    c(H_fd) - c(H_fh) = c(combine) + 1, none of it negative, given c(simplest_obj) < 3",
            "               and c(combine) < 2",
        ],
    ),
    (
        proved(because=(because("t(H_fd) - t(H_fh)", "t(combine)"), because("1 - 1", "0", False))),
        [
            "✓ proved     H_fh wins",
            "  because    t(H_fd) - t(H_fh) = t(combine), positive; 1 - 1 = 0",
        ],
    ),
    (
        refuted("H_fd wins", ones(), worth("cost(H_fd)", "7"), worth("cost(H_fh)", "5"), contradicted=True),
        [
            "✗ refuted    H_fd wins",
            f"{AT_ONE}: cost(H_fd) = 7 against cost(H_fh) = 5",
            "  contradicted   it never holds for any numbers",
        ],
    ),
    (
        refuted(
            "c(combine) < 2 < g", ones(g="1/3"), worth("c(combine)", "1"), worth("2", "2"), worth("g", "1/3")
        ),
        [
            "✗ refuted    c(combine) < 2 < g",
            "  fails at   g = 1/3, all else 1: 1 against 2 against 1/3 ≈ 0.333",
        ],
    ),
    (
        refuted(
            "log2(t(H_sd)) < log2(t(H_fh))",
            ones(t_combine="3"),
            worth("log2(t(H_sd))", "1.58496250", "1.58496251"),
            worth("log2(t(H_fh))", "1"),
        ),
        [
            "✗ refuted    log2(t(H_sd)) < log2(t(H_fh))",
            "  fails at   t(combine) = 3, all else 1: about 1.58 against 1",
        ],
    ),
    (
        refuted(
            "H_fh wins", ones(), worth("cost(H_fh)", "1.0000001", "1.00000011"), worth("cost(H_sd)", "1")
        ),
        [
            "✗ refuted    H_fh wins",
            f"{AT_ONE}: cost(H_fh) ≈ 1.000000105 against cost(H_sd) = 1",
        ],
    ),
    (refuted("H_fh wins", ones(), expected="refuted"), ["✗ refuted    H_fh wins", AT_ONE]),
    (proved(expected="refuted"), ["✓ proved     H_fh wins", "  expected   refuted"]),
    (
        ratio(),
        [
            "? kt-ratio  undecided  not (H_sd wins for large g or H_fh beats H_sd at g = 2*c(combine))",
            "            expected   proved",
            "            prior      levin",
            "            assuming   c(combine) < 3",
            "            tried      small whole numbers, then a solver for 5 s",
            "1 claim: 1 undecided; otherwise than expected: kt-ratio",
        ],
    ),
]


@pytest.mark.parametrize(("checked", "lines"), ONE_CLAIM)
def test_one_claim(checked: Checked, lines: list[str]) -> None:
    assert shown(checked).splitlines() == lines


def test_where_facts_are_in_force_a_claim_never_holds_under_them() -> None:
    impossible = refuted("H_fd wins", ones(), contradicted=True)
    assert "  contradicted   it never holds where the facts hold\n" in shown(impossible, **FACTS)


def test_the_numbers_of_a_scenario_are_not_said_again() -> None:
    found = Counterexample({**NUMBERS, "g": Fraction(3)}, "scenario", (worth("cost(H_fh)", "958"),))
    text = shown(
        claim("claim", "H_fh wins", "refuted", counterexample=found), scenario="worked", numbers=NUMBERS
    )
    assert text == (
        "✗ refuted    H_fh wins\n  fails at   g = 3: cost(H_fh) = 958\n with the numbers of worked\n"
    )
    named = replace(found, scenario="worked", of_scenario=frozenset(NUMBERS))
    text = shown(claim("claim", "H_fh wins", "refuted", counterexample=named))
    assert text == "✗ refuted    H_fh wins\n  fails at   g = 3 and the numbers of worked: cost(H_fh) = 958\n"
    named = replace(named, numbers=NUMBERS)
    text = shown(claim("claim", "H_fh wins", "refuted", counterexample=named))
    assert text == "✗ refuted    H_fh wins\n  fails at   the numbers of worked: cost(H_fh) = 958\n"
    known = {**NUMBERS, "g": Fraction(3)}
    text = shown(
        claim("claim", "H_fh wins", "refuted", counterexample=found), scenario="worked", numbers=known
    )
    assert "fails at   the numbers in force: cost(H_fh) = 958\n" in text


SUMMARIES = [
    ([dominance(), undoubtedly()], "2 claims: 1 proved, 1 refuted"),
    ([dominance(), repaired()], "2 claims: 1 proved, 1 refuted, all as expected"),
    (
        [dominance(), ratio(), repaired()],
        "3 claims: 1 proved, 1 refuted, 1 undecided; otherwise than expected: kt-ratio",
    ),
    (
        [ratio(), undoubtedly()],
        "2 claims: 1 refuted, 1 undecided; otherwise than expected: kt-ratio, time-undoubtedly",
    ),
    ([replace(ratio(), id=f"r{n}") for n in range(7)], "7 claims: 7 undecided; 7 otherwise than expected"),
]


@pytest.mark.parametrize(("claims", "summary"), SUMMARIES)
def test_the_count_comes_last_in_a_text_and_first_in_a_post(claims: list[Checked], summary: str) -> None:
    document = document_for(Checks(circumstances(), tuple(claims)))
    lines = render(document, width=120).splitlines()
    assert [line for line in lines if "otherwise" in line or "claims:" in line] == [summary]
    assert lines[0][0] in "✓✗?"
    assert render(document, "markdown").splitlines()[0] == summary.replace("-", "&#45;")


def test_what_came_out_otherwise_stands_first_but_not_in_a_table() -> None:
    found = Checks(circumstances(), (dominance(), repaired(), undoubtedly(), ratio()))
    lines = render(document_for(found), width=120).splitlines()
    assert [line.split()[1] for line in lines if line[0] in "✓✗?"] == [
        "time-undoubtedly", "kt-ratio", "fd-dominated", "only-if",
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(render(document_for(found, table=True), "csv"))))
    assert [row["id"] for row in rows] == ["fd-dominated", "only-if", "time-undoubtedly", "kt-ratio"]
    assert rows[1]["fails at"].startswith("c(get_base_obj) = 10, t(get_proxy_for_base_obj) = 5, t(find(get_")
    assert rows[2]["true exactly when"].startswith(
        "t(get_proxy_for_base_obj) < t(combine) + t(find(get_proxy"
    )
    assert rows[0]["because"].count(", each positive") == 1
    assert rows[3]["verdict"] == "undecided"
    assert "otherwise" not in render(document_for(found, table=True))


def test_what_a_table_says_of_odd_claims() -> None:
    reason = (because("c(H_fh)", "c(combine)"),)
    odd = (
        proved("if c(combine) < 0 then H_fh wins", vacuous=True, certificate=by(ONE_CASE), because=reason),
        proved("H_sd wins", certificate=SOLVER, assuming=("c(combine) < 2",)),
        refuted("H_fd wins", ones(), contradicted=True),
        refuted("H_fd beats H_fh", ones(c_combine="2"), worth("cost(H_fd)", "7")),
    )
    document = document_for(Checks(circumstances(), odd), table=True)
    assert render(document, width=180) == (
        "4 claims under the linear prior: 2 proved, 2 refuted\n"
        "\n"
        " claim                              verdict   condition or counterexample\n"
        " if c(combine) < 0 then H_fh wins   proved    vacuous: no numbers meet its premise\n"
        " H_sd wins                          proved    assuming c(combine) < 2; by solver: no numbers deny"
        " it, says a solver, whose word cannot be checked again\n"
        " H_fd wins                          refuted   contradicted: it never holds for any numbers\n"
        " H_fd beats H_fh                    refuted   fails at c(combine) = 2, all else 1: cost(H_fd) = 7\n"
    )
    assert "because" not in render(document_for(Checks(circumstances(), odd)))


def test_a_claim_by_itself_echoes_what_it_was_given() -> None:
    alone = checks(**FACTS)["fd-dominated"]
    text = render(document_for(alone), width=100)
    assert text.startswith("✓ fd-dominated  proved     H_fh dominates H_fd\n")
    assert " given c(simplest_obj) <= c(get_base_obj)\n assuming c(combine) < 12\n" in text
    assert r"\mathrm{deployed}" not in text and r"\mathrm{base}" in render(document_for(alone), "latex-array")
    bundle = mimebundle(alone)
    assert bundle["text/markdown"] == render(document_for(alone), "markdown").replace("$`", "$").replace(
        "`$", "$"
    )
    assert "tabular" not in bundle["text/latex"]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(CLAIMS)
def test_a_claim_in_spans_is_the_claim_as_it_is_written(claim: Claim) -> None:
    text = ""
    for span in claim_line(claim):
        assert isinstance(span, Words | Maths)
        text += span.text if isinstance(span, Words) else " = ".join(map(write, span.sides))
    assert text == write_claim(claim)


@pytest.mark.parametrize("label", HOSTILE)
@pytest.mark.parametrize("format", FORMATS)
def test_labels_and_sentences_stay_text(label: str, format: str) -> None:
    hostile = replace(undoubtedly(), id=label, says=label, prior=label, assuming=(label,), tried=label)
    for table in (False, True):
        text = render(document_for(Checks(circumstances(), (hostile, dominance())), table=table), format)
        assert not CONTROLS.search(text)
        if format == "latex":
            assert r"\input" not in text and r"\write" not in text
        if format in {"markdown", "lesswrong"}:
            assert "<script" not in text and "](" not in text


@pytest.mark.parametrize("width", range(20, 140, 7))
def test_every_word_is_there_at_every_width(width: int) -> None:
    words = render(document_for(checks(**FACTS)), width=400).split()
    narrow = render(document_for(checks(**FACTS)), width=width)
    assert "".join(words) == "".join(narrow.split())
    longest = max(len(line) for line in narrow.splitlines()[:-2])
    assert longest <= max(width, 15 + len("t(mesaoptimize_outer_world_env)") + 2)


def test_a_condition_is_read_in_claims_too() -> None:
    when = TrueWhen(parse_claim("H_fh beats H_sd for g < 2 or not t(H_fh) < 3"), False)
    text = shown(claim("claim", "H_fh wins", "refuted", true_when=when))
    assert text == ("✗ refuted    H_fh wins\n  true if    H_fh beats H_sd for g < 2 or not t(H_fh) < 3\n")


def test_a_logarithm_of_a_sum_is_broken_within_the_width() -> None:
    when = TrueWhen(
        parse_claim("g*c(combine) < log2(t(H_fh) + t(combine)) - log2(t(H_sd) + t(combine))"), True
    )
    text = shown(claim("claim", "H_fh wins", "refuted", true_when=when), width=60)
    assert text == (
        "✗ refuted    H_fh wins\n"
        "  true exactly when   g*c(combine) < log2(t(H_fh)\n"
        "               + t(combine)) - log2(t(H_sd) + t(combine))\n"
    )

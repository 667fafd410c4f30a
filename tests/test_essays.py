"""Results inside Markdown: what an essay becomes, and what in it is text."""

from __future__ import annotations

from pathlib import Path

import pytest
from essays import TABLE, TABLE_AFTER, mark, prepare, rendered, without_hash

from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


INLINE = {
    "wins g=1 scenario=now": "A",
    "winner g=4 scenario=now": "B",
    "winner g=1 set='c(a)=9' set='c(b)=9' set='t(a)=1' set='t(b)=1'": "a tie of A and B",
    "wins g=1 assume='c(a) < c(b)' assume='t(b) < t(a)'": "A",
    "margin g=4 scenario=now": "4",
    "runner-up g=4 scenario=now": "A",
    "cost A g=1/2 scenario=now": "5/2",
    "cost A g=1/2 scenario=now decimal": "2.5",
    "cost C_x": "`g*c(a) + g*c(b) + t(a) + t(b)`",
    "cost A axis=c scenario=now": "3",
    "cost A prior=levin g=1": "`c(a) + log2(t(b))`",
    "crossover A B scenario=now": "2",
    "crossover A B": "`(t(a) - t(b))/(c(a) - c(b))`",
    "conditions variant=A scenario=now": "`g < 2`",
    "conditions variant=B scenario=now": "`g > 2`",
    "conditions variant=C_x scenario=now": "never",
    "conditions variant=C_x": "never",
    "conditions variant=A assume='c(a) < c(b)' assume='t(b) < t(a)'": "every g",
    "conditions variant=A set='c(a)=1' set='c(b)=2' set='t(a)=2' set='t(b)=1'": "every g",
    "crossover A B set='c(a)=3' set='c(b)=1' set='t(a)=3' set='t(b)=2' decimal": "0.5",
    "crossover A B set='c(a)=4' set='c(b)=1' set='t(a)=3' set='t(b)=2' decimal": "≈ 0.333",
    "crossover A B set='c(a)=4' set='c(b)=1' set='t(a)=3' set='t(b)=2'": "1/3",
    "check claim=c-loses": "proved",
    "check that='c(A) < c(B)'": "refuted",
    'check that="C_x never wins"': "proved",
    "wins g=2 model=speed-simplicity scenario=worked": "H_fh",
}


@pytest.mark.parametrize("words", INLINE)
def test_short_values(words: str) -> None:
    after = rendered(f"So {mark(words)}, then.\n")
    start, end = f"So <!-- mesaprior: {words} -->", " -->, then.\n"
    assert after.startswith(start)
    assert after.endswith(end)
    content, _, hash = after.removeprefix(start).removesuffix(end).partition("<!-- /mesaprior ")
    assert content == INLINE[words]
    assert len(hash) == 8


def test_the_hash_is_of_what_was_written() -> None:
    """sha256 of `B`, its first eight digits."""
    assert (
        rendered(f"x {mark('wins g=4 scenario=now')}")
        == f"x {mark('wins g=4 scenario=now', 'df7e70e5', 'B')}"
    )


def test_a_table_between_marks_on_lines_of_their_own() -> None:
    assert without_hash(rendered(TABLE)) == TABLE_AFTER


def test_line_ends_and_byte_order_mark_stay() -> None:
    before = ("\ufeff" + TABLE).replace("\n", "\r\n").removesuffix("\r\n")
    after = rendered(before)
    assert without_hash(after) == ("\ufeff" + TABLE_AFTER).replace("\n", "\r\n").removesuffix("\r\n")
    first = rendered("\ufeff" + TABLE.removeprefix("The costs:\n\n"))
    assert without_hash(first) == "\ufeff" + TABLE_AFTER.removeprefix("The costs:\n\n")


@pytest.mark.parametrize("prefix", ["> ", "  ", "> > "])
def test_a_table_in_a_quotation_or_a_list_is_indented_like_its_marks(prefix: str) -> None:
    opening = "- item\n\n" if prefix == "  " else ""
    lines = TABLE.splitlines()[2:4]
    after = rendered(opening + "".join(f"{prefix}{line}\n" for line in lines))
    expected = [
        f"{prefix}{line}".rstrip() if line == "" else f"{prefix}{line}"
        for line in TABLE_AFTER.splitlines()[2:-2]
    ]
    assert without_hash(after) == opening + "".join(f"{line}\n" for line in expected)


@pytest.mark.parametrize("of", ["conditions", "costs", "pairs", "claims"])
def test_every_table(of: str, capsys: pytest.CaptureFixture[str]) -> None:
    after = rendered(f"<!-- mesaprior: table of={of} -->\n<!-- /mesaprior -->\n")
    assert run(["table", "-q", "--of", of, "-f", "markdown"]) == 0
    out = capsys.readouterr().out
    assert without_hash(after) == f"<!-- mesaprior: table of={of} -->\n\n{out}\n<!-- /mesaprior HASH -->\n"


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ("wins g=4 scenario=now", ["wins", "-g", "4", "--scenario", "now"]),
        ("wins g=4", ["wins", "-g", "4"]),
        ("wins g=4 scenario=now explain", ["wins", "-g", "4", "--scenario", "now", "--explain"]),
        ("wins g=4 prior=speed set='c(a)=2'", ["wins", "-g", "4", "--prior", "speed", "--set", "c(a)=2"]),
        ("conditions", ["conditions"]),
        ("conditions variant=A", ["conditions", "--variant", "A"]),
        ("conditions assume='c(a) < c(b)'", ["conditions", "--assume", "c(a) < c(b)"]),
        ("compare A B", ["compare", "A", "B"]),
        ("check", ["check"]),
        ("check claim=a-simpler", ["check", "--claim", "a-simpler"]),
        ("check that='A wins for small g'", ["check", "--that", "A wins for small g"]),
        ("sensitivity g=4 scenario=now", ["sensitivity", "-g", "4", "--scenario", "now"]),
        ("compare-priors scenario=now", ["compare-priors", "--scenario", "now"]),
    ],
)
def test_a_block_is_what_the_command_prints(
    words: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    after = rendered(f"<!-- mesaprior: {words} -->\n<!-- /mesaprior -->\n")
    capsys.readouterr()
    run([*command, "-q", "-f", "markdown"])
    out = capsys.readouterr().out
    if command[0] == "check" and len(command) > 1:  # asked by itself, it is shown without the name
        out, after = (text.replace(" **a&#45;simpler**", "") for text in (out, after))
    assert without_hash(after) == f"<!-- mesaprior: {words} -->\n\n{out}\n<!-- /mesaprior HASH -->\n"


TEXT_NOT_MARKS = [
    "```\n<!-- mesaprior: wins -->\n```\n",
    "~~~~ markdown\n<!-- mesaprior: nonsense -->x<!-- /mesaprior -->\n~~~\n~~~~\n",
    "```{python}\n<!-- mesaprior: nonsense -->\n```\n",
    "> ```\n> <!-- mesaprior: nonsense -->\n> ```\n",
    "- item\n\n  ```\n  <!-- mesaprior: nonsense -->\n  ```\n",
    "    <!-- mesaprior: nonsense -->\n",
    "\t<!-- mesaprior: nonsense -->\n",
    "one `<!-- mesaprior: nonsense -->` two\n",
    "one `` ` <!-- mesaprior: nonsense --> `` two\n",
    "one `two\n<!-- mesaprior: -->` three\n".replace("\n<", " <"),
    "one \\<!-- mesaprior: nonsense --> two\n",
    "<!-- a remark with <!-- mesaprior: nonsense --> in it\n",
    "<!-- mesaprior is what this essay uses -- look -->\n",
    "<!-- mesapriority: nonsense -->\n",
    "<!-- Mesaprior: nonsense -->\n",
    "```\nnever closed\n<!-- mesaprior: nonsense -->\n",
    "---\ntitle: <!-- mesaprior: nonsense -->\n---\n",
    "",
    "\n\n",
]


@pytest.mark.parametrize("text", TEXT_NOT_MARKS)
def test_code_and_other_comments_are_text(text: str) -> None:
    assert rendered(text) == text
    alive = f"\n\nalive {mark('wins g=4 scenario=now')}\n"
    if "never closed" not in text:
        assert without_hash(rendered(text + alive)) == text + without_hash(
            alive.replace("--><!-- /mesaprior", "-->B<!-- /mesaprior HASH")
        )


ALIVE = [
    "# A heading {}\n",
    "| a | b |\n| - | - |\n| {} | x |\n",
    "- a list {}\n",
    "1. > quoted {}\n",
    "::: {.callout}\nQuarto {}\n:::\n",
    "[^1]: {}\n",
    "[^1]: a footnote {} here\n",
    "a `code span` and {}\n",
    "a stray ` tick\n\n{} and `more`\n",
    "*{}*\n",
    "<div>\n{}\n</div>\n",
    "text\n    {} lazily indented\n",
    "- one\n\n      {} is a paragraph of nothing\n".replace("      ", "  "),
]


@pytest.mark.parametrize("text", ALIVE)
def test_marks_are_found_wherever_text_is(text: str) -> None:
    before, _, after = text.partition("{}")
    assert without_hash(rendered(text.replace("{}", mark("wins g=4 scenario=now")))) == (
        before + mark("wins g=4 scenario=now", "HASH", "B") + after
    )


def test_marks_in_a_directive_are_left_alone_and_that_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"x\n\n```{{note}}\nSo {mark('wins g=4 scenario=now')}\n```\n\n```{{python}}\n1\n```\n"
    Path("e.md").write_text(text, encoding="utf-8")
    assert run(["render", "e.md"]) == 0
    assert capsys.readouterr().err == (
        "e.md:3: marks inside a fence {note} are code and left alone;"
        " MyST takes text between :::{note} and :::\n"
        "e.md: nothing to keep up to date\n"
    )
    assert Path("e.md").read_text(encoding="utf-8") == text


def test_in_raw_html_a_formula_is_html_code(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(f"{mark('conditions variant=A scenario=now')} *here*\n", encoding="utf-8")
    assert run(["render", "e.md"]) == 0
    assert capsys.readouterr().err == (
        "e.md:1: a line that begins with a mark is raw HTML to Markdown, its emphasis, code and links too;"
        " let a word stand before it\n"
        "e.md: 1 of 1 result updated\n"
    )
    after = Path("e.md").read_text(encoding="utf-8")
    assert without_hash(after) == (
        mark("conditions variant=A scenario=now", "HASH", "<code>g &#60; 2</code>") + " *here*\n"
    )

"""Results inside Markdown: what an essay becomes, what stays to the byte, what is refused and where."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from mesaprior import limits
from mesaprior.cli import run

MODEL = """\
name: small
terms: {a: {}, b: {}}
variants:
  A: {title: quick, complexity: a, time: b}
  B: {complexity: b, time: a}
  C_x: {complexity: a + b, time: a + b}
scenarios: {now: {c: {a: 3, b: 1}, t: {a: 5, b: 1}}}
claims:
  - {id: c-loses, formal: A dominates C_x}
  - {id: a-simpler, formal: c(A) < c(B), expect: refuted}
"""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mesaprior.yaml").write_text(MODEL, encoding="utf-8")


def rendered(text: str | bytes, *options: str, name: str = "e.md") -> str:
    """The essay after `render`, which must work, change nothing the second time, and pass `--check`."""
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(data)
    assert run(["render", "-q", name, *options]) == 0
    once = Path(name).read_bytes()
    for further in ([], ["--check"]):
        assert run(["render", "-q", name, *further]) == 0
    assert Path(name).read_bytes() == once
    return once.decode()


def refused(text: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What is said of an essay that cannot be rendered; it stays as it is."""
    Path("e.md").write_bytes(text.encode())
    assert run(["render", "-q", "e.md", *options]) == 2
    assert Path("e.md").read_bytes() == text.encode()
    out, err = capsys.readouterr()
    assert out == ""
    return err


def mark(words: str, hash: str = "", content: str = "") -> str:
    return f"<!-- mesaprior: {words} -->{content}<!-- /mesaprior{hash and ' ' + hash} -->"


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


TABLE = """\
The costs:

<!-- mesaprior: table of=costs g=4 scenario=now -->
<!-- /mesaprior -->

and on.
"""
TABLE_AFTER = """\
The costs:

<!-- mesaprior: table of=costs g=4 scenario=now -->

at `g = 4` `B` costs least, 9

| variant |  | `c` | `t` | `g*c + t` |
| :--- | :--- | ---: | ---: | ---: |
| `A` | quick | 3 | 1 | 13 |
| `B` |  | 1 | 5 | 9 |
| `C_x` |  | 4 | 6 | 22 |

<!-- /mesaprior HASH -->

and on.
"""


def without_hash(text: str) -> str:
    return re.sub(r"/mesaprior [0-9a-f]{8} ", "/mesaprior HASH ", text)


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


# --- what is wrong ------------------------------------------------------------------------------------

WRONG = {
    "an unknown question": (
        f"A {mark('wnis g=2')}\n",
        (
            "error[unknown-question]: unknown question 'wnis'\n"
            " --> e.md:1:19\n"
            "  |\n"
            "1 | A <!-- mesaprior: wnis g=2 --><!-- /mesaprior -->\n"
            "  |                   ^^^^\n"
            "  = help: did you mean 'wins'?\n"
        ),
    ),
    "an unknown word": (
        f"A {mark('wins g=2 scenaro=now')}\n",
        (
            "error[unknown-word]: unknown word 'scenaro' after wins\n"
            " --> e.md:1:28\n"
            "  |\n"
            "1 | A <!-- mesaprior: wins g=2 scenaro=now --><!-- /mesaprior -->\n"
            "  |                            ^^^^^^^^^^^\n"
            "  = help: did you mean 'scenario'?\n"
        ),
    ),
}


def test_errors_are_drawn_at_their_place(capsys: pytest.CaptureFixture[str]) -> None:
    for text, expected in WRONG.values():
        assert refused(text, capsys) == expected


PROBLEMS = {
    "A <!-- mesaprior: -->x<!-- /mesaprior -->": ("empty-marker", 1, 19),
    "A <!-- mesaprior: wins -g=2 -->x<!-- /mesaprior -->": ("unknown-word", 1, 24),
    "A <!-- mesaprior: wins --g=2 -->x<!-- /mesaprior -->": ("bad-marker", 1, 24),
    "A <!-- mesaprior: wins g=two -->x<!-- /mesaprior -->": ("not-a-number", 1, 26),
    "A <!-- mesaprior: wins g=0 -->x<!-- /mesaprior -->": ("rate-not-positive", 1, 26),
    "A <!-- mesaprior: wins g= -->x<!-- /mesaprior -->": ("no-value", 1, 24),
    "A <!-- mesaprior: wins g -->x<!-- /mesaprior -->": ("unknown-word", 1, 24),
    "A <!-- mesaprior: wins g=1 g=2 -->x<!-- /mesaprior -->": ("said-twice", 1, 28),
    "A <!-- mesaprior: wins set='c(a)' -->x<!-- /mesaprior -->": ("not-a-setting", 1, 29),
    "A <!-- mesaprior: wins set='c(a)=' -->x<!-- /mesaprior -->": ("not-a-number", 1, 34),
    "A <!-- mesaprior: wins set='c(a)=x' -->x<!-- /mesaprior -->": ("not-a-number", 1, 34),
    "A <!-- mesaprior: cost -->x<!-- /mesaprior -->": ("missing-name", 1, 19),
    "A <!-- mesaprior: cost Z -->x<!-- /mesaprior -->": ("unknown-variant", 1, 24),
    "A <!-- mesaprior: cost A axis=z -->x<!-- /mesaprior -->": ("unknown-axis", 1, 31),
    "A <!-- mesaprior: crossover A -->x<!-- /mesaprior -->": ("missing-name", 1, 19),
    "A <!-- mesaprior: crossover A B g=2 -->x<!-- /mesaprior -->": ("unknown-word", 1, 33),
    "A <!-- mesaprior: wins g=2 scenario=nw -->x<!-- /mesaprior -->": ("unknown-scenario", 1, 37),
    "A <!-- mesaprior: wins g=2 prior=lvin -->x<!-- /mesaprior -->": ("unknown-prior", 1, 34),
    "A <!-- mesaprior: wins g=2 assume='c(a) < c(aa)' -->x<!-- /mesaprior -->": ("unknown-term", 1, 45),
    "A <!-- mesaprior: check that='A beets B' -->x<!-- /mesaprior -->": ("formula-syntax", 1, 33),
    "A <!-- mesaprior: check claim=nope -->x<!-- /mesaprior -->": ("unknown-claim", 1, 31),
    "A <!-- mesaprior: check claim=x that='A wins' -->x<!-- /mesaprior -->": ("said-twice", 1, 19),
    "A <!-- mesaprior: check claim=c-loses prior=levin -->x<!-- /mesaprior -->": ("no-claims", 1, 19),
    "A <!-- mesaprior: check -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: check that='A wins -->x<!-- /mesaprior -->": ("unclosed-quote", 1, 30),
    "A <!-- mesaprior: check that='A wins'x -->x<!-- /mesaprior -->": ("bad-word", 1, 38),
    "A <!-- mesaprior: check that=A'x -->x<!-- /mesaprior -->": ("bad-word", 1, 30),
    "A <!-- mesaprior: wins g=2 -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: wins scenario=now -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: margin g=2 -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: conditions -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: conditions variant=A -->x<!-- /mesaprior -->": ("no-single-answer", 1, 19),
    "A <!-- mesaprior: table of=costs -->x<!-- /mesaprior -->": ("no-short-value", 1, 3),
    "<!-- mesaprior: table of=cost -->\n<!-- /mesaprior -->": ("unknown-table", 1, 26),
    "<!-- mesaprior: margin g=2 -->\n<!-- /mesaprior -->": ("no-table", 1, 1),
    "A <!-- mesaprior: wins g=2 -->\n<!-- /mesaprior -->": ("mixed-marker", 1, 3),
    "<!-- mesaprior: wins g=2 -->\n<!-- /mesaprior --> x": ("mixed-marker", 2, 1),
    "A <!-- mesaprior: wins g=2 -->": ("unclosed-marker", 1, 3),
    "A <!-- mesaprior: wins g=2": ("unclosed-comment", 1, 3),
    "A\n\nB <!-- /mesaprior -->": ("no-start", 3, 3),
    "A <!-- mesaprior wins g=2 -->": ("bad-marker", 1, 3),
    "A <!-- mesaprior-clam: A wins -->": ("unknown-mark", 1, 3),
    "A <!-- mesaprior-claim A wins -->": ("bad-marker", 1, 3),
    "A <!-- mesaprior-claim: -->": ("empty-marker", 1, 3),
    "A <!-- mesaprior-claim expct=proved: A wins -->": ("unknown-word", 1, 24),
    "A <!-- mesaprior-claim expect=prved: A wins -->": ("unknown-choice", 1, 31),
    "A <!-- mesaprior-claim expect=proved expect=proved: A wins -->": ("said-twice", 1, 38),
    "A <!-- mesaprior-model: -->": ("no-model", 1, 3),
    "A <!-- mesaprior: wins --><!-- /mesaprior XYZ -->": ("bad-hash", 1, 27),
    f"A <!-- mesaprior: wins g={'1' * 2600} -->x<!-- /mesaprior -->": ("marker-too-long", 1, 18),
    f"A <!-- mesaprior: wins {'explain ' * 60} -->x<!-- /mesaprior -->": ("too-many-words", 1, 496),
    "A <!-- mesaprior: wins model=/etc/passwd.yaml -->x<!-- /mesaprior -->": ("bad-path", 1, 30),
    "A <!-- mesaprior: wins model=../x.yaml -->x<!-- /mesaprior -->": ("bad-path", 1, 30),
    "A <!-- mesaprior: wins model=x.yaml -->x<!-- /mesaprior -->": ("no-such-file", 1, 30),
    "A <!-- mesaprior: wins model=spd-simplicity -->x<!-- /mesaprior -->": ("unknown-model", 1, 30),
    "1. <!-- mesaprior: wins g=2 -->": ("unclosed-marker", 1, 4),
}


@pytest.mark.parametrize("text", PROBLEMS)
def test_problems_have_a_code_a_place_and_help(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, line, column = PROBLEMS[text]
    shown = refused(text, capsys)
    assert shown.startswith(f"error[{code}]: "), shown
    assert f"--> e.md:{line}:{column}\n" in shown.split("\n\n")[0] + "\n", shown
    assert shown.count("error[") == 1, shown
    assert " = help: " in shown or code == "no-such-file"


def test_a_marker_inside_a_marker(capsys: pytest.CaptureFixture[str]) -> None:
    shown = refused(
        f"A <!-- mesaprior: wins g=1 --> {mark('wins g=4 scenario=now')} <!-- /mesaprior -->\n", capsys
    )
    codes = [part.partition("]")[0] for part in shown.split("error[")[1:]]
    assert codes == ["nested-marker", "no-start"]
    assert "a marker begins here and the one before it, 'wins g=1', is still open" in shown


def test_everything_wrong_in_several_essays_is_said_and_none_is_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    good = f"x {mark('wins g=4 scenario=now')}\n"
    Path("good.md").write_text(good, encoding="utf-8")
    Path("bad.md").write_text(f"x {mark('wnis')} {mark('wins g=x')}\n", encoding="utf-8")
    Path("worse.md").write_text(f"\nx {mark('cost Z')}\n", encoding="utf-8")
    assert run(["render", "-q", "good.md", "bad.md", "worse.md", "gone.md"]) == 2
    err = capsys.readouterr().err
    assert [line for line in err.splitlines() if "-->" in line and line.startswith(" ")] == [
        " --> bad.md:1:19",
        " --> bad.md:1:70",
        " --> worse.md:2:24",
    ]
    assert "there is no file 'gone.md'\n  = help: did you mean 'good.md'?" in err
    assert Path("good.md").read_text(encoding="utf-8") == good


def test_a_model_with_a_mistake_is_shown_once(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.yaml").write_text(MODEL.replace("complexity: a,", "complexity: aa,"), encoding="utf-8")
    text = f"---\nmesaprior: m.yaml\n---\nx {mark('wins g=1')} {mark('wins g=2')}\n"
    shown = refused(text, capsys)
    assert shown.count("error[") == 1
    assert " --> m.yaml:4:33\n" in shown


def test_what_is_no_text_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_bytes(b"caf\xe9 <!-- mesaprior: wins -->\n")
    Path("e.txt").write_text("x", encoding="utf-8")
    Path("d.md").mkdir()
    Path("long.md").write_bytes(b"x" * (limits.ESSAY_BYTES + 1))
    assert run(["render", "e.md", "e.txt", "d.md", "long.md"]) == 2
    err = capsys.readouterr().err
    assert "error[not-utf-8]: byte 0xe9 is not UTF-8\n --> e.md:1:4\n" in err
    assert "error[not-an-essay]: 'e.txt' is not known to be an essay\n" in err
    assert "error[not-a-file]: 'd.md' is a folder\n" in err
    assert "error[file-too-large]: 'long.md' is larger than 256 KiB\n" in err
    Path("long.md").write_bytes(b"x" * limits.ESSAY_BYTES)
    assert run(["render", "-q", "long.md"]) == 0


@pytest.mark.parametrize("count", [limits.ESSAY_MARKERS, limits.ESSAY_MARKERS + 1])
def test_markers_are_counted(count: int, capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(f"x <!-- mesaprior-claim: A wins -->{place}\n" for place in range(count))
    Path("e.md").write_text(text, encoding="utf-8")
    allowed = count <= limits.ESSAY_MARKERS
    assert run(["render", "-q", "e.md"]) == (0 if allowed else 2)
    assert ("too-many-markers" in capsys.readouterr().err) is not allowed
    assert run(["render", *(f"{name}.md" for name in range(limits.ESSAYS_AT_ONCE + 1))]) == 2
    assert "too-many-essays" in capsys.readouterr().err


# --- which model --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "head",
    [
        "---\nmesaprior: m/other.yaml\n---\n",
        "---\ntitle: x\nmesaprior: 'm/other.yaml'  # ours\n...\n",
        "<!-- mesaprior-model: m/other.yaml -->\n",
        "Text <!-- mesaprior-model: m/other.yaml --> goes on.\n",
    ],
)
def test_an_essay_names_its_model_beside_itself(head: str, tmp_path: Path) -> None:
    (tmp_path / "posts" / "m").mkdir(parents=True)
    other = MODEL.replace("c: {a: 3, b: 1}", "c: {a: 1, b: 30}")
    (tmp_path / "posts" / "m" / "other.yaml").write_text(other, encoding="utf-8")
    text = f"{head}\nx {mark('wins g=4 scenario=now')}\n"
    assert ">A<" in rendered(text, name="posts/e.md")


def test_a_model_named_twice(capsys: pytest.CaptureFixture[str]) -> None:
    shown = refused("---\nmesaprior: margin\n---\n<!-- mesaprior-model: margin -->\n", capsys)
    assert shown.startswith(
        "error[said-twice]: the essay has named its model already: margin\n --> e.md:4:1\n"
    )


def test_a_model_behind_a_link_that_leads_out_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "m.yaml").symlink_to(tmp_path / "mesaprior.yaml")
    Path("posts/e.md").write_text(f"x {mark('wins g=1 model=m.yaml')}\n", encoding="utf-8")
    assert run(["render", "posts/e.md"]) == 2
    assert "error[bad-path]: this link leads out of the folder of the essay" in capsys.readouterr().err


def test_the_default_model_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("mesaprior.yaml").unlink()
    Path("e.md").write_text(f"x {mark('wins g=2 scenario=worked')}\n", encoding="utf-8")
    assert run(["render", "e.md"]) == 0
    assert capsys.readouterr().err == (
        "e.md names no model: using the built-in speed-simplicity\ne.md: 1 of 1 result updated\n"
    )


# --- edits by hand, --check, --diff, --to -------------------------------------------------------------

WRITTEN = f"x {mark('wins g=4 scenario=now', 'df7e70e5', 'B')} y\n"


@pytest.mark.parametrize(
    "text",
    [
        WRITTEN.replace(">B<", ">A<"),
        WRITTEN.replace(">B<", ">A<").replace(" df7e70e5", ""),
        WRITTEN.replace(">B<", ">B <"),
        WRITTEN.replace("df7e70e5", "df7e70e6").replace(">B<", ">C_x<"),
    ],
)
def test_an_edit_by_hand_is_not_overwritten(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(text, encoding="utf-8")
    Path("other.md").write_text(f"x {mark('wins g=4 scenario=now')}\n", encoding="utf-8")
    for options in ([], ["--check"], ["--diff"], ["--to", "markdown"]):
        names = ["e.md"] if "--to" in options else ["other.md", "e.md"]
        assert run(["render", *names, *options]) == 1
        out, err = capsys.readouterr()
        assert err.startswith(
            "error[edited-by-hand]: what stands here was not written by mesaprior\n --> e.md:1:44\n"
        )
        assert "help: take it out, or --force to put in: B\nnothing was written\n" in err
        assert "error[" not in out
    assert Path("e.md").read_text(encoding="utf-8") == text
    assert "<!-- /mesaprior -->" in Path("other.md").read_text(encoding="utf-8")
    assert run(["render", "e.md", "--force"]) == 0
    assert Path("e.md").read_text(encoding="utf-8") == WRITTEN


def test_what_was_written_before_gives_way_and_emptied_is_filled() -> None:
    import hashlib

    old = hashlib.sha256(b"A").hexdigest()[:8]
    for text in (
        WRITTEN.replace("df7e70e5", old).replace(">B<", ">A<"),
        WRITTEN.replace(">B<", "><"),
        WRITTEN.replace("df7e70e5", "00000000"),
        WRITTEN.replace(" df7e70e5", ""),
    ):
        assert rendered(text) == WRITTEN


def test_a_table_edited_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    good = rendered(TABLE)
    Path("e.md").write_text(good.replace("| 13 |", "| 12 |", 1), encoding="utf-8")
    assert run(["render", "e.md"]) == 1
    assert " --> e.md:5:1\n" in capsys.readouterr().err
    for harmless in (
        good.replace("\n", "\r\n"),
        good.replace("|\n", "|  \n"),
        good.replace("-->\n\n", "-->\n\n\n"),
    ):
        rendered(harmless)
    moved = "".join(f"> {line}\n" for line in good.splitlines())
    assert rendered(moved).count("> |") == 5


def test_check_and_diff(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"One.\nx {mark('wins g=4 scenario=now')} and {mark('margin g=4 scenario=now')}\nTwo."
    Path("my essay.md").write_text(text, encoding="utf-8")
    diff = (
        "--- my essay.md\n"
        "+++ my essay.md\n"
        "@@ -1,3 +1,3 @@\n"
        " One.\n"
        "-x <!-- mesaprior: wins g=4 scenario=now --><!-- /mesaprior -->"
        " and <!-- mesaprior: margin g=4 scenario=now --><!-- /mesaprior -->\n"
        "+x <!-- mesaprior: wins g=4 scenario=now -->B<!-- /mesaprior df7e70e5 -->"
        " and <!-- mesaprior: margin g=4 scenario=now -->4<!-- /mesaprior 4b227777 -->\n"
        " Two.\n"
        "\\ No newline at end of file\n"
    )
    assert run(["render", "my essay.md", "--check"]) == 1
    said = "my essay.md: 2 of 2 results stale\nto put it right: mesaprior render 'my essay.md'\n"
    assert capsys.readouterr() == (diff, said)
    assert run(["render", "my essay.md", "--diff"]) == 0
    assert capsys.readouterr() == (diff, "")
    assert run(["render", "my essay.md", "--diff", "-o", "out.diff"]) == 0
    assert Path("out.diff").read_text(encoding="utf-8") == diff
    assert Path("my essay.md").read_text(encoding="utf-8") == text
    assert run(["render", "my essay.md"]) == 0
    assert capsys.readouterr() == ("", "my essay.md: 2 of 2 results updated\n")
    assert run(["render", "my essay.md", "--check"]) == 0
    assert capsys.readouterr() == ("", "my essay.md: 2 results up to date\n")
    assert run(["render", "my essay.md", "--diff"]) == 0
    assert capsys.readouterr() == ("", "")


def test_the_difference_can_be_applied_by_others(tmp_path: Path) -> None:
    text = ("\ufeffOne.\n" + TABLE + "Two.").replace("\n", "\r\n")
    Path("e.md").write_bytes(text.encode())
    assert run(["render", "e.md", "--diff", "-o", "d.diff"]) == 0
    done = subprocess.run(["git", "apply", "-p0", "d.diff"], cwd=tmp_path, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr
    assert run(["render", "-q", "e.md", "--check"]) == 0


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(f"\nx {mark('wins g=4 scenario=now')}\n", encoding="utf-8")
    for changed, stale in ((True, "wins"), (False, "wins")):
        assert run(["render", "-q", "e.md", "--json"]) == 0
        result = {"line": 2, "asks": f"{stale} g=4 scenario=now", "was": "" if changed else "B", "is": "B"}
        assert json.loads(capsys.readouterr().out) == {
            "schema": "mesaprior/render/1",
            "essays": [
                {
                    "essay": "e.md",
                    "file": "e.md",
                    "changed": changed,
                    "edited_by_hand": [],
                    "results": [{**result, "stale": changed}],
                }
            ],
        }


def test_a_copy_without_marks(capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "---\ntitle: x\nmesaprior: mesaprior.yaml\n---\n\n# Title\n\n"
        f"At 4 {mark('wins g=4 scenario=now')} wins. <!-- mesaprior-claim: A wins -->\n"
        "<!-- mesaprior-claim: B wins -->\n\n" + TABLE + "\n```\n<!-- mesaprior: kept -->\n```\n"
    )
    Path("e.md").write_text(text, encoding="utf-8")
    assert run(["render", "e.md", "--to", "markdown"]) == 0
    table = "\n".join(line for line in TABLE_AFTER.splitlines() if "mesaprior" not in line)
    expected = "# Title\n\nAt 4 B wins. \n\n" + table.replace("\n\n\n", "\n\n") + "\n"
    assert capsys.readouterr().out == expected + "\n```\n<!-- mesaprior: kept -->\n```\n"
    assert Path("e.md").read_text(encoding="utf-8") == text
    assert run(["render", "e.md", "--to", "markdown", "-o", "copy.md"]) == 0
    assert "mesaprior-claim" not in Path("copy.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["e.md", "-o", "x.md"],
        ["e.md", "--to", "word"],
        ["e.md", "e2.md", "--to", "lesswrong"],
        ["e.md", "--to", "lesswrong", "--check"],
        ["e.tex", "--to", "lesswrong"],
        ["e.md", "--timeout", "0"],
        [],
    ],
)
def test_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["render", *arguments]) == 2
    assert capsys.readouterr().err.startswith("error[")


# --- nothing outside the marks ------------------------------------------------------------------------

PIECES = [
    "word ", "\n", "\r\n", "\n\n", "# ", "> ", "- ", "    ", "\t", "`", "```", "```\n", "~~~", "|", "*",
    "_x_", "<", ">", "-->", "<!--", "<!-- remark -->", "--", "\\", "[a]: b", "&amp;", "é", "\u2028", "\ufeff",
    "\x0c", "\x00", "$x$", "$$", "<div>", "</div>", "1. ", "---\n", "===\n", "mesaprior", "\r", " ", "🙂",
]  # fmt: skip


def test_random_edits_of_the_text_around_are_left_to_the_byte() -> None:
    """200 edits: whatever stands around the marks stays; where an edit makes them code, all stays."""
    source = random.Random(4)
    stale, table = mark("wins g=4 scenario=now"), TABLE.split("\n\n")[1]
    held = re.compile(r"<!-- mesaprior: [^>]*-->.*?<!-- /mesaprior[^>]*-->", re.DOTALL)
    counts = {"written": 0, "refused": 0, "text": 0}
    for _ in range(200):
        around = ["".join(source.choices(PIECES, k=source.randint(0, 8))) for _ in range(4)]
        around[2] += source.choice(["\n\n", "\r\n\r\n"])
        around[3] = source.choice(["\n", "\r\n", "\n\n"]) + around[3]
        before = around[0] + stale + around[1] + stale + around[2] + table + around[3]
        Path("e.md").write_bytes(before.encode())
        code = run(["render", "-q", "e.md"])
        after = Path("e.md").read_bytes().decode()
        assert held.split(after) == around, repr(before)
        assert code in {0, 2}, repr(before)
        assert code == 0 or after == before, repr(before)
        counts["refused" if code else "text" if after == before else "written"] += 1
    print(counts)
    assert counts["written"] >= 60, counts


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    real = tmp_path / "real" / "e.md"
    real.write_text(f"x {mark('wins g=4 scenario=now')}\n", encoding="utf-8")
    real.chmod(0o640)
    Path("link.md").symlink_to(real)
    assert run(["render", "-q", "link.md"]) == 0
    assert Path("link.md").is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert ">B<" in real.read_text(encoding="utf-8")
    assert sorted(path.name for path in real.parent.iterdir()) == ["e.md"]


def test_an_essay_that_is_up_to_date_is_not_touched() -> None:
    Path("e.md").write_text(WRITTEN, encoding="utf-8")
    os.utime("e.md", (1, 1))
    assert run(["render", "-q", "e.md"]) == 0
    assert Path("e.md").stat().st_mtime == 1


def test_a_write_that_fails_leaves_every_file_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second of three cannot be written: none is, and nothing is left lying about."""
    text = f"x {mark('wins g=4 scenario=now')}\n"
    for name in ("a.md", "b.md", "c.md"):
        Path(name).write_text(text, encoding="utf-8")
    plain = Path.chmod

    def full(path: Path, mode: int) -> None:
        if ".b.md." in path.name:
            raise OSError(28, "No space left on device")
        plain(path, mode)

    monkeypatch.setattr(Path, "chmod", full)
    assert run(["render", "a.md", "b.md", "c.md"]) == 2
    assert "error[cannot-write]: cannot write 'b.md': no space left on device" in capsys.readouterr().err
    assert [Path(name).read_text(encoding="utf-8") for name in ("a.md", "b.md", "c.md")] == [text] * 3
    assert sorted(path.name for path in Path().iterdir()) == ["a.md", "b.md", "c.md", "mesaprior.yaml"]


WRITER = """
import sys
from pathlib import Path
from mesaprior.files import write_whole
print("ready", flush=True)
n = 0
while True:
    n += 1
    write_whole(Path("big.md"), chr(97 + n % 26) * 400_000)
"""


def test_a_kill_in_the_middle_of_writing_leaves_a_whole_file() -> None:
    """A child that writes one file over and over is killed at 20 random moments."""
    source = random.Random(9)
    for _ in range(20):
        Path("big.md").write_text("0" * 400_000, encoding="utf-8")
        child = subprocess.Popen([sys.executable, "-c", WRITER], stdout=subprocess.PIPE)
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(source.random() * 0.03)
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        text = Path("big.md").read_text(encoding="utf-8")
        assert len(text) == 400_000
        assert len(set(text)) == 1

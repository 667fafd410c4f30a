"""What is wrong with an essay is said with code, place and help; and which model an essay means."""

from __future__ import annotations

from pathlib import Path

import pytest
from essays import MODEL, mark, prepare, refused, rendered

from mesaprior import limits
from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


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


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("explain " * (limits.MARKER_WORDS - 1), None),
        ("explain " * limits.MARKER_WORDS, "too-many-words"),
        (" " * (limits.MARKER_CHARACTERS - len(" wins  ")), None),
        (" " * (limits.MARKER_CHARACTERS - len(" wins  ") + 1), "marker-too-long"),
    ],
)
def test_the_length_of_a_marker(words: str, code: str | None, capsys: pytest.CaptureFixture[str]) -> None:
    """The words of a marker are all that follows its colon."""
    text = f"<!-- mesaprior: wins {words} -->\n<!-- /mesaprior -->\n"
    if code is None:
        assert run_on(text) == 0
    else:
        assert refused(text, capsys).startswith(f"error[{code}]: ")


def run_on(text: str) -> int:
    Path("e.md").write_text(text, encoding="utf-8")
    return run(["render", "-q", "e.md"])


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

"""Essays as files: edits by hand, what is stale, what is written, and that nothing else changes."""

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
from essays import TABLE, TABLE_AFTER, mark, prepare, rendered

from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


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
        WRITTEN.replace("df7e70e5", "8479"),
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


def test_the_help_shows_how_a_result_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    """And what it shows works."""
    assert run(["render", "--help"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    shown = re.search(r"Write (<!-- mesaprior: .*?/mesaprior -->) where", out)
    assert shown is not None
    assert ">H_fh<" in rendered(f"x {shown[1].replace('g=2', 'g=2 model=speed-simplicity')}")
    claim = re.search(r"<!-- mesaprior-claim: .*? -->", out)
    assert claim is not None
    Path("c.md").write_text(f"<!-- mesaprior-model: speed-simplicity -->\n\nx {claim[0]}\n", encoding="utf-8")
    assert run(["check", "c.md"]) == 0
    assert r"\mpval{winner g=2 scenario=worked}" in out


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


def test_a_copy_for_lesswrong_has_its_formulas_between_dollars(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"For {mark('conditions variant=A scenario=now')} {mark('winner g=4 scenario=now')}\n\n{TABLE}"
    Path("e.md").write_text(text, encoding="utf-8")
    assert run(["render", "-q", "e.md", "--to", "lesswrong"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("For $g < 2$ B\n\nThe costs:\n\nat $g = 4$ ")
    assert run(["table", "-q", "--of", "costs", "-g", "4", "--scenario", "now", "-f", "lesswrong"]) == 0
    assert out.endswith(f"The costs:\n\n{capsys.readouterr().out}\nand on.\n")


@pytest.mark.parametrize(
    ("name", "fence"), [("e.md", "```math"), ("e.qmd", "$$"), ("e.Rmd", "$$"), ("e.myst", "$$")]
)
def test_each_kind_of_essay_gets_the_maths_that_it_knows(name: str, fence: str) -> None:
    text = "<!-- mesaprior: conditions model=speed-simplicity -->\n<!-- /mesaprior -->\n"
    after = rendered(text, name=name)
    assert fence in after
    assert ("```math" in after) is (fence == "```math")

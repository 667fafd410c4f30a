"""Figures of an essay: a file beside it, a link with words, and nobody else's picture overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest
from essays import prepare

from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)
    Path("fig").mkdir()


def block(words: str) -> str:
    return f"Look:\n\n<!-- mesaprior: plot {words} -->\n<!-- /mesaprior -->\n"


def state() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def test_a_figure_is_drawn_once_and_linked(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(block("scenario=now output=fig/costs.svg"), encoding="utf-8")
    assert run(["render", "e.md", "--check"]) == 1
    assert not Path("fig/costs.svg").exists()
    assert run(["render", "-q", "e.md"]) == 0
    text = Path("e.md").read_text(encoding="utf-8")
    link = "![lowest cost&#58; A for g &#60; 2, B for g &#62; 2; C_x never](fig/costs.svg)"
    assert text.splitlines()[2:5] == [
        "<!-- mesaprior: plot scenario=now output=fig/costs.svg -->",
        "",
        link,
    ]
    capsys.readouterr()
    assert run(["plot", "-q", "--scenario", "now", "-o", "other.svg"]) == 0
    assert Path("other.svg").read_bytes() == Path("fig/costs.svg").read_bytes()
    before = state()
    for options in ([], ["--check"], ["--diff"], ["--force"]):
        assert run(["render", "-q", "e.md", *options]) == 0
        assert state() == before


def test_a_figure_that_is_gone_or_shows_something_else_is_stale(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(block("scenario=now output=costs.png"), encoding="utf-8")
    assert run(["render", "-q", "e.md"]) == 0
    first = state()
    Path("costs.png").unlink()
    assert run(["render", "e.md", "--check"]) == 1
    assert capsys.readouterr() == ("", "e.md: 1 of 1 result stale\nto put it right: mesaprior render e.md\n")
    assert run(["render", "-q", "e.md"]) == 0
    assert state() == first
    for change in ("c: {a: 3, b: 1}", "c: {a: 4, b: 1}"), ("title: quick", "title: slow"):
        model = Path("mesaprior.yaml").read_text(encoding="utf-8").replace(*change)
        Path("mesaprior.yaml").write_text(model, encoding="utf-8")
        assert run(["render", "-q", "e.md", "--check"]) == 1
        assert run(["render", "-q", "e.md"]) == 0
        assert run(["render", "-q", "e.md", "--check"]) == 0
    assert state()["costs.png"] != first["costs.png"]


@pytest.mark.parametrize("picture", [b"<svg>mine</svg>", b"", b"\x89PNG"])
def test_somebody_elses_picture_is_not_overwritten(
    picture: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    text = block("scenario=now output=costs.svg")
    Path("e.md").write_text(text, encoding="utf-8")
    Path("costs.svg").write_bytes(picture)
    before = state()
    for options in ([], ["--check"], ["--diff"]):
        assert run(["render", "e.md", *options]) == 1
        err = capsys.readouterr().err
        assert err.startswith(
            "error[edited-by-hand]: the picture costs.svg was not drawn by mesaprior, or was changed since\n"
            " --> e.md:3:42\n"
        )
        assert state() == before
    assert run(["render", "-q", "e.md", "--force"]) == 0
    written = Path("costs.svg").read_bytes()
    assert written.startswith(b"<?xml")
    Path("costs.svg").write_bytes(written + b"<!-- touched -->")
    assert run(["render", "-q", "e.md"]) == 1
    Path("costs.svg").write_bytes(written.replace(b"\n", b"\r\n"))  # as version control may
    assert run(["render", "-q", "e.md", "--check"]) == 0


PROBLEMS = {
    "scenario=now": "no-place",
    "scenario=now output=costs.pdf": "unknown-kind",
    "scenario=now output=../costs.svg": "bad-path",
    "scenario=now output=/tmp/costs.svg": "bad-path",
    "scenario=now output='a b.svg'": "bad-path",
    "scenario=now output='x](y).svg'": "bad-path",
    "scenario=now output=.hidden.svg": "bad-path",
    "scenario=now output=x.svg of=pairs": "unknown-figure",
    "scenario=now output=x.svg log linear": "said-twice",
    "scenario=now output=x.svg width=wide": "not-a-number",
    "scenario=now output=x.svg width=900": "bad-size",
    "scenario=now output=x.svg x-range=5:1": "bad-range",
    "scenario=now output=x.svg y='c(zz)'": "unknown-term",
    "output=x.svg": "numbers-missing",
}


@pytest.mark.parametrize("words", PROBLEMS)
def test_problems(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(block(words), encoding="utf-8")
    before = state()
    assert run(["render", "e.md"]) == 2
    err = capsys.readouterr().err
    assert " --> e.md:3:" in err
    assert err.startswith(f"error[{PROBLEMS[words]}]: "), err
    assert state() == before
    assert "--" not in err.partition("help: ")[2]


def test_two_figures_in_one_file(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(block("scenario=now output=x.svg") * 2, encoding="utf-8")
    assert run(["render", "e.md"]) == 2
    assert capsys.readouterr().err.startswith("error[said-twice]: another figure of this essay goes to x.svg")


def test_two_essays_with_one_figure(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("e.md", "f.md"):
        Path(name).write_text(block("scenario=now output=x.svg"), encoding="utf-8")
    assert run(["render", "-q", "e.md", "./e.md"]) == 0
    assert run(["render", "-q", "e.md", "f.md"]) == 2
    said = "error[said-twice]: figures of e.md and of f.md go to the same x.svg\n"
    assert capsys.readouterr().err.startswith(said)


def test_a_copy_without_marks_draws_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.md").write_text(block("scenario=now output=x.svg"), encoding="utf-8")
    assert run(["render", "e.md", "--to", "lesswrong"]) == 0
    assert "(x.svg)\n" in capsys.readouterr().out
    assert not Path("x.svg").exists()

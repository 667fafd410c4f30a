"""The chart of how far numbers may move: its words, its bytes, what is refused, hostile names."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

import mesaprior as mp
from mesaprior.cli import run

SAID = (
    "H_fh wins at g = 2, until one number moves: c(get_base_obj) from 40 to 47 (+17.5 %): H_sd;"
    " g from 2 to 64/25 (+28 %): H_sd; t(mesaoptimize_outer_world_env) from 40 to 26 (-35 %): H_sd;"
    " t(find(get_proxy_for_base_obj(env))) from 30 to 16 (-46.7 %): H_sd;"
    " c(combine) from 10 to 3 (-70 %): H_sd; t(get_proxy_for_base_obj) from 8 to 22 (+175 %): H_sd"
)
ASKED = ("plot", "speed-simplicity", "--of", "sensitivity")


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_picture_with_its_words(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name in ("one.svg", "two.svg"):
        assert run([*ASKED, "-g", "2", "--scenario", "worked", "-o", name]) == 0
        assert capsys.readouterr() == ("", f"wrote {name}: {SAID}\n")
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "two.svg").read_bytes()
    root = ElementTree.fromstring((tmp_path / "one.svg").read_text(encoding="utf-8"))
    texts = [part.text for part in root.iter() if part.tag.endswith(("}title", "}desc"))]
    assert texts == ["speed-simplicity: how far each number may move before the winner changes", SAID]


def test_json_is_that_of_the_question(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ASKED, "-g", "2", "--scenario", "worked", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found == mp.load("speed-simplicity").sensitivity(g=2, scenario="worked").to_dict()


def test_in_python() -> None:
    view = mp.load("speed-simplicity").plot("sensitivity", g=2, scenario="worked", width=3.3)
    assert str(view) == SAID
    assert round(float(view.figure.get_size_inches()[0]), 2) == 3.3
    bars = [patch for axes in view.figure.axes for patch in axes.patches]
    widths = [round(bar.get_width(), 3) for bar in bars]  # type: ignore[attr-defined]
    assert widths == [17.5, 28, -35, -46.667, -70, 175]


def test_what_starts_from_nothing_is_said_below(capsys: pytest.CaptureFixture[str]) -> None:
    """A change from 0 has no per cent, so no bar; it is not passed over."""
    view = mp.load("clean-genie").plot("sensitivity", g=1, scenario="worked")
    assert "from 0" not in "".join(text.get_text() for text in view.figure.texts)
    Path("m.yaml").write_text(
        """\
name: nothing
terms: {a: {}, z: {may_be_zero: true}}
variants:
  A: {complexity: a + z, time: a}
  B: {complexity: 2*a, time: 2}
scenarios: {s: {c: {a: 3, z: 0}, t: {a: 1, z: 0}}}
""",
        encoding="utf-8",
    )
    view = mp.load("m.yaml").plot("sensitivity", g=1, scenario="s")
    assert "not in per cent, from 0: c(z) to 4: B" in [text.get_text() for text in view.figure.texts]
    asked = ["plot", "frames", "--of", "sensitivity", "-g", "1", "--scenario", "even", "-o", "a.svg"]
    assert run(asked) == 2
    expected = "error[nothing-to-draw]: there is no distance to draw: what changes it starts from 0\n"
    assert capsys.readouterr().err.startswith(expected)


PASSED_OVER = {
    ("--y-range", "1:2"): "error[usage]: --y-range belongs to a map of two quantities",
    ("--y", "c(combine)", "--behind"): "error[usage]: --behind and --whole belong to costs over one quantity",
    ("-f", "png"): "error[unknown-kind]: 'a.svg' says svg, and --format says png",
}


@pytest.mark.parametrize(("arguments", "message"), PASSED_OVER.items())
def test_an_option_that_would_be_passed_over_is_refused(
    arguments: tuple[str, ...], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(["plot", "speed-simplicity", "--scenario", "worked", "-o", "a.svg", *arguments]) == 2
    assert capsys.readouterr().err.startswith(message)
    assert not (tmp_path / "a.svg").exists()


REFUSED = {
    ("-o", "a.svg"): "numbers-missing",
    ("-g", "64/25", "--scenario", "worked", "-o", "a.svg"): "nothing-to-draw",
    ("--scenario", "worked", "-o", "a.svg"): "no-rate",
    ("-g", "2", "--scenario", "worked", "--y", "c(combine)", "-o", "a.svg"): "usage",
}


@pytest.mark.parametrize(("arguments", "code"), REFUSED.items())
def test_what_cannot_be_drawn(
    arguments: tuple[str, ...], code: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run([*ASKED, *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"error[{code}]")
    assert not (tmp_path / "a.svg").exists()


def test_hostile_names_and_far_away_flips(tmp_path: Path) -> None:
    """Names that no figure's TeX reads, a change of 10**20 per cent, an irrational one, both ways."""
    long = "x" * 60
    (tmp_path / "m.yaml").write_text(
        f"""\
name: hostile
terms: {{{long}: {{latex: '\\alpha_{{1}}'}}, __: {{}}, b: {{}}}}
parameters: {{n: {{}}}}
variants:
  A_____: {{title: '$x^{{2}}$ <b>&', complexity: {long}, time: __ + n**2*b}}
  B: {{complexity: 3*__, time: 2*n*b + {long}}}
scenarios:
  s:
    c: {{{long}: 2, __: 1, b: 1}}
    t: {{{long}: 100000000000000000000, __: 1, b: 1}}
    parameters: {{n: 1}}
""",
        encoding="utf-8",
    )
    view = mp.load("m.yaml").plot("sensitivity", g=1, scenario="s")
    for name in ("a.svg", "a.png", "a.pdf"):
        view.save(name)
        assert (tmp_path / name).stat().st_size > 1000
    ElementTree.fromstring((tmp_path / "a.svg").read_text(encoding="utf-8"))

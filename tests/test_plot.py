"""Figures: what is drawn, that nothing overlaps or is cut, the same bytes each time, hostile texts."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from random_models import random_model, yaml_text

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.errors import InputError
from mesaprior.render.plot.style import COLOURS, DASHES, HATCHES

WORKED = ("plot", "speed-simplicity", "--scenario", "worked")


@pytest.fixture(autouse=True)
def _elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def shell(*arguments: str, code: str | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", code] if code else [sys.executable, "-m", "mesaprior", *arguments]
    return subprocess.run(command, capture_output=True, env={**os.environ, **environment}, check=False)


# --- the command ---------------------------------------------------------------------------------


def test_it_says_what_it_wrote(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*WORKED, "-o", "fig.svg"]) == 0
    said = capsys.readouterr()
    words = "lowest cost: H_fh for g < 64/25 = 2.56, H_sd for g > 64/25 = 2.56; H_fd never"
    assert (said.out, said.err) == ("", f"wrote fig.svg: {words}\n")
    assert run([*WORKED, "-o", "fig.svg", "-q"]) == 0
    assert capsys.readouterr().err == ""


def test_an_svg_goes_to_standard_output_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*WORKED, "--y", "c(combine)"]) == 0
    assert capsys.readouterr().out.startswith("<?xml")


JSON = {
    "schema": "mesaprior/plot-costs/1",
    "model": "speed-simplicity",
    "prior": "linear",
    "cost": "g*c + t",
    "facts": [],
    "assumed": [],
    "scenario": "worked",
    "x": {"quantity": "g", "from": "0", "to": "5"},
    "g": None,
    "shared": "g*c(mesaoptimize) + g*c(useful_knowledge) + t(mesaoptimize_env)",
    "variants": {
        "H_fh": {"cost": "8 + 40*g"},
        "H_sd": {"cost": "72 + 15*g"},
        "H_fd": {"cost": "9 + 48*g"},
    },
    "beyond_the_budget": [],
    "intervals": [
        {"above": "0", "below": "64/25", "winners": ["H_fh"]},
        {"above": "64/25", "below": None, "winners": ["H_sd"]},
    ],
    "crossovers": [
        {
            "at": "64/25",
            "variants": ["H_fh", "H_sd"],
            "formula": "(t(combine) + t(find(get_proxy_for_base_obj(env))) + t(mesaoptimize_outer_world_env)"
            " - t(get_proxy_for_base_obj))/(c(get_base_obj) - c(simplest_obj) - c(combine))",
        }
    ],
}


def test_the_json_is_the_figure_in_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*WORKED, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == JSON
    assert mp.load("speed-simplicity").plot(scenario="worked").to_dict() == JSON


REFUSED = [
    (("-o", "fig.jpg"), "unknown-kind", "end it in .svg, .pdf or .png"),
    (("-o", "fig"), "unknown-kind", "does not say which kind of picture"),
    (("-f", "png"), "no-place", "-o fig.png"),
    (("-f", "gif"), "unknown-choice", "--format cannot be 'gif'"),
    (("-o", "nowhere/fig.svg"), "cannot-write", "no such file or directory"),
    (("-o", "f.svg", "--width", "1"), "bad-size", "from 2 to 40; a column of a paper has 3.3"),
    (("-o", "f.svg", "--height", "x"), "", "--height:1:1"),
    (("-o", "f.svg", "--x-range", "3"), "bad-range", "--x-range:1:1"),
    (("-o", "f.svg", "--of", "region"), "unknown-choice", "did you mean 'regions'?"),
    (("-o", "f.svg", "--scenario", "work"), "unknown-scenario", "did you mean 'worked'?"),
]


@pytest.mark.parametrize(("arguments", "code", "says"), REFUSED)
def test_what_is_refused(
    arguments: tuple[str, ...], code: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([*WORKED, *arguments]) == 2
    said = capsys.readouterr().err
    assert f"error[{code}" in said and says in said


def test_missing_numbers_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["plot", "speed-simplicity", "-o", "fig.svg"]) == 2
    missing = "c(get_base_obj), c(simplest_obj), c(combine), c(is_deployed_in_world) and 5 more"
    assert capsys.readouterr().err == (
        f"error[numbers-missing]: a figure needs numbers, and not all are known: {missing}\n"
        "  = help: --scenario worked has them, or put them in: --set 'c(get_base_obj)=1'\n"
    )
    assert not Path("fig.svg").exists()


def test_without_matplotlib_it_says_how_to_get_it() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from mesaprior.cli import run\n"
        "sys.exit(run(['plot', 'speed-simplicity', '--scenario', 'worked', '-o', 'fig.svg']))"
    )
    done = shell(code=code)
    assert done.returncode == 2
    assert done.stderr.decode() == (
        "error[plot-not-installed]: figures need matplotlib, which is not installed\n"
        "  = help: in a clone of mesaprior: pip install '.[plot]'\n"
    )


def test_exact_numbers_need_no_matplotlib() -> None:
    code = (
        "import sys; sys.modules['matplotlib'] = None\n"
        "from mesaprior.cli import run\n"
        "sys.exit(run(['plot', 'speed-simplicity', '--scenario', 'worked', '--json', '--y', 'c(combine)']))"
    )
    assert json.loads(shell(code=code).stdout)["borders"][0]["line"] == "g == 64/(35 - c(combine))"


# --- bytes ---------------------------------------------------------------------------------------


def test_the_same_bytes_in_two_processes() -> None:
    """Another hash seed, another time zone, a file of settings that a reader may have."""
    Path("matplotlibrc").write_text("font.size: 30\nsvg.fonttype: none\nsavefig.dpi: 7\naxes.grid: True\n")
    code = (
        "import sys\n"
        "from mesaprior.cli import run\n"
        "for kind in ('svg', 'pdf', 'png'):\n"
        "    for number, more in enumerate(([], ['--y', 'c(combine)'])[: 1 + (kind == 'svg')]):\n"
        "        run(['plot', 'speed-simplicity', '--scenario', 'worked', '-q', *more,\n"
        "             '-o', f'{sys.argv[1]}{number}.{kind}'])\n"
    )
    for place, (seed, settings) in enumerate((("1", "matplotlibrc"), ("2", ""))):
        environment = {"PYTHONHASHSEED": seed, **({"MATPLOTLIBRC": settings} if settings else {})}
        command = [sys.executable, "-c", code, str(place)]
        subprocess.run(command, env={**os.environ, **environment}, check=True)
    written = sorted(Path().glob("0*.*"))
    assert len(written) == 4
    for path in written:
        data, again = path.read_bytes(), Path("1" + path.name[1:]).read_bytes()
        assert data == again, path
        assert data.startswith({".svg": b"<?xml", ".pdf": b"%PDF", ".png": b"\x89PNG"}[path.suffix])
        for stranger in (
            str(Path.cwd()).encode(),
            b"/tmp",
            b"/home",
            b"/usr",
            b"CreationDate",
            b"Matplotlib v",
        ):
            assert stranger not in data, (path, stranger)
        assert not re.search(rb"20[0-9]{2}-[0-9]{2}-[0-9]{2}", data) or path.suffix == ".png"


def test_nothing_global_changes() -> None:
    code = (
        "import matplotlib, sys, warnings\n"
        "now = lambda: {key: matplotlib.rcParams[key] for key in matplotlib.rcParams if key != 'backend'}\n"
        "before, filters = now(), list(warnings.filters)\n"
        "import mesaprior as mp\n"
        "view = mp.load('speed-simplicity').plot(scenario='worked')\n"
        "view.figure, view._repr_svg_()\n"
        "assert now() == before and warnings.filters == filters\n"
        "assert 'matplotlib.pyplot' not in sys.modules\n"
        "print(type(view.figure).__module__)"
    )
    done = shell(code=code)
    assert (done.stdout, done.returncode) == (b"matplotlib.figure\n", 0), done.stderr


def test_the_library_saves_and_shows(tmp_path: Path) -> None:
    view = mp.load("speed-simplicity").plot(scenario="worked")
    view.save(tmp_path / "fig.svg")
    assert (tmp_path / "fig.svg").read_text(encoding="utf-8") == view._repr_svg_()
    bundle = view._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "image/svg+xml"}
    assert bundle["text/plain"] == str(view).splitlines()[0] != ""
    with pytest.raises(InputError, match="no kind of picture"):
        view.save("fig.jpeg")


def test_an_svg_says_what_it_shows() -> None:
    svg = ElementTree.fromstring(mp.load("speed-simplicity").plot(scenario="worked")._repr_svg_())
    space = "{http://www.w3.org/2000/svg}"
    assert svg.attrib["role"] == "img" and svg.attrib["aria-labelledby"] == "mp-title mp-desc"
    assert [svg[0].tag, svg[1].tag] == [f"{space}title", f"{space}desc"]
    assert svg[0].text == "speed-simplicity: costs over g"
    assert svg[1].text == "lowest cost: H_fh for g < 64/25 = 2.56, H_sd for g > 64/25 = 2.56; H_fd never"


# --- what is drawn -------------------------------------------------------------------------------


def texts(figure: Any) -> list[str]:
    return [text.get_text() for text in figure.findobj(match=lambda part: hasattr(part, "get_text"))]


def test_the_curves_are_the_costs() -> None:
    axes = mp.load("speed-simplicity").plot(scenario="worked").figure.axes[0]
    lines = {line.get_color(): line for line in axes.lines if len(line.get_xdata()) == 241}
    for colour, (slope, rest) in zip(COLOURS, ((40, 8), (15, 72), (48, 9)), strict=False):
        line = lines[colour]
        assert all(y == slope * x + rest for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True))
    dots = [line for line in axes.lines if line.get_marker() == "o"]
    assert [(list(dot.get_xdata()), list(dot.get_ydata())) for dot in dots] == [([2.56], [110.4])]


def test_crossovers_are_named_in_symbols_and_value() -> None:
    found = texts(mp.load("speed-simplicity").plot(scenario="worked").figure)
    assert "$g_{0}$ = 64/25 = 2.56" in found
    assert any(text.startswith(r"$g_{0} =  (t(\mathrm{combine})") for text in found)


def test_a_border_is_drawn_on_its_curve() -> None:
    axes = mp.load("speed-simplicity").plot(scenario="worked", y="c(combine)").figure.axes[0]
    curve = next(line for line in axes.lines if len(line.get_xdata()) > 20)
    for g, combine in zip(curve.get_xdata(), curve.get_ydata(), strict=True):
        assert abs(g * (35 - combine) - 64) < 1e-9


def test_axes_by_powers_of_ten_where_crossovers_are_far_apart() -> None:
    lookup = mp.load("speed-simplicity-lookup")
    scales = {
        log: lookup.plot(scenario="worked", log=log).figure.axes[0].get_xscale() for log in (None, False)
    }
    assert scales == {None: "log", False: "linear"}
    seed = mp.load("speed-simplicity")
    scales = {log: seed.plot(scenario="worked", log=log).figure.axes[0].get_xscale() for log in (None, True)}
    assert scales == {None: "linear", True: "log"}


def test_variants_are_told_apart_without_colour() -> None:
    assert len(set(COLOURS)) == len(set(HATCHES)) == len(set(map(str, DASHES))) == len(COLOURS) == 8


# --- laws ----------------------------------------------------------------------------------------


def test_what_all_pay_moves_no_crossover() -> None:
    """Random models: with and without the shared part the same winners, and formulas worth what they say."""
    from mesaprior.algebra import Polynomial
    from mesaprior.engine import Setting
    from mesaprior.engine.figures.cost_curves import costs_over
    from mesaprior.loading import load_text
    from mesaprior.model import build

    crossovers = shared = 0
    for seed in range(120):
        model = build(
            load_text(yaml_text(random_model(seed, ("sparse", "multiples", "axes")[seed % 3]))).spec
        )
        numbers = {
            atom: Fraction((seed * 7 + place * place * 13) % 40 + 1)
            for place, atom in enumerate(model.symbols.order)
            if atom != "g"
        }
        try:
            setting = Setting.of(model, numbers=numbers)
        except InputError:
            continue
        less, whole = costs_over(setting), costs_over(setting, whole=True)
        assert less.map == whole.map
        shared += less.shared is not None
        for crossover in less.crossovers:
            if crossover.formula is not None:
                above, below = (
                    Polynomial(dict(part)).substitute(numbers).value
                    for part in (crossover.formula.numerator, crossover.formula.denominator)
                )
                assert above is not None and below and above / below == crossover.at
                crossovers += 1
    print(f"{crossovers} crossovers, {shared} models with a shared part")
    assert crossovers > 40 and shared > 20

"""The command line as a stranger meets it: answers, exit codes, streams, colour, narrow terminals, pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mesaprior.cli import run

WORKED = """\
H_fh (fast honest) wins at g = 2, by 14 over H_sd; it wins for g < 64/25 = 2.56

 variant                      c     t   g·c + t   behind by
 ▸ H_fh  fast honest        300    58       658           —
   H_sd  simple deceptive   275   122       672          14
   H_fd  fast deceptive     308    59       675          17
"""


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mesaprior", *arguments],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        check=False,
    )


def model(tmp_path: Path, text: str) -> str:
    path = tmp_path / "m.yaml"
    path.write_text(text, encoding="utf-8")
    return "m.yaml"


DEAR = ("sympy", "mesaprior.engine", "mesaprior.language.claims", "rich", "z3", "lark", "numpy")
"""What a question that does not need it must not import."""

SMALL = """\
name: small
terms: {a: {}, b: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a}
"""


def test_wins_with_worked_numbers() -> None:
    done = shell("wins", "-g", "2", "--scenario", "worked")
    assert (done.returncode, done.stdout) == (0, WORKED)
    assert done.stderr == (
        "using the built-in model speed-simplicity (no model named, no mesaprior.yaml here)\n"
    )


def test_a_question_without_numbers_has_the_condition_as_its_answer(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["wins", "-q", "-g", "2"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "at g = 2 it depends on the numbers:"
    assert " H_sd wins  iff  the reverse holds strictly" in out
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["wins", "-g", "2", "--scenario", "worked", "--expect", "H_fh"], 0),
        (["wins", "-g", "3", "--scenario", "worked", "--expect", "H_fh"], 1),
        (["wins", "-g", "64/25", "--scenario", "worked", "--expect", "H_fh"], 1),
        (["wins", "-g", "2", "--expect", "H_xx"], 2),
        (["wins", "-g", "0"], 2),
        (["wins", "-g", "two"], 2),
        (["wins", "--set", "c(combine)=1e3", "-g", "2"], 2),
        (["wins", "--scenario", "wrked", "-g", "2"], 2),
        (["wins", "no-such-model"], 2),
        (["wims"], 2),
        (["wins", "--secnario", "worked"], 2),
        (["compare", "H_fh"], 2),
        (["compare", "H_fh", "H_fh"], 2),
        (["conditions", "--assume", "c(combine) < "], 2),
        (["conditions", "--assume", "c(combine) < c(simplest_obj)"], 0),
        (["compare", "speed-simplicity", "H_fh", "H_sd"], 0),
        (["models"], 0),
        (["show"], 0),
        (["schema"], 0),
        (["--version"], 0),
        (["--help"], 0),
        (["wins", "-h"], 0),
    ],
)
def test_exit_codes(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == code
    out, err = capsys.readouterr()
    if code == 2:
        assert out == ""
        assert err.startswith(("error[", "using the built-in"))
        assert "Traceback" not in err


def test_a_negative_rate_is_refused_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wins", "-g", "-2"]) == 2
    assert capsys.readouterr().err == (
        "error[rate-not-positive]: the rate g must be positive, not -2\n"
        " --> -g:1:1\n"
        "  |\n"
        "1 | -2\n"
        "  | ^^\n"
        "  = help: small g is a strong speed prior\n"
    )


def test_rates_are_exact(capsys: pytest.CaptureFixture[str]) -> None:
    for text, value in {"1e-3": "1/1000", "2.56": "64/25", "3/2": "3/2"}.items():
        assert run(["wins", "-q", "--json", "-g", text]) == 0
        assert json.loads(capsys.readouterr().out)["g"] == value


NEW_USER_MISTAKES = {
    "a misspelt term": (
        SMALL.replace("complexity: a,", "complexity: aa,"),
        (
            "error[unknown-term]: unknown term 'aa'\n"
            " --> m.yaml:4:19\n"
            "  |\n"
            "4 |   A: {complexity: aa, time: b}\n"
            "  |                   ^^\n"
            "  = help: did you mean 'a'?\n"
        ),
    ),
    "a missing axis": (
        SMALL.replace("complexity: a, time: b", "complexity: a"),
        (
            "error[missing-axis]: the variant 'A' has no 'time'\n"
            " --> m.yaml:4:3\n"
            "  |\n"
            "4 |   A: {complexity: a}\n"
            "  |   ^\n"
            "  = help: add time: with a sum of terms, or 0\n"
        ),
    ),
    "a duplicate key": (
        SMALL + "  A: {complexity: b, time: b}\n",
        (
            "error[duplicate-key]: the key 'A' is given twice\n"
            " --> m.yaml:6:3\n"
            "  |\n"
            "6 |   A: {complexity: b, time: b}\n"
            "  |   ^\n"
            "  = help: leave one of the two out; the first is on line 4\n"
        ),
    ),
    "a caret for a power": (
        SMALL.replace("complexity: a,", "complexity: 2^a,"),
        (
            "error[foreign-sign]: '^' has no meaning in a formula\n"
            " --> m.yaml:4:20\n"
            "  |\n"
            "4 |   A: {complexity: 2^a, time: b}\n"
            "  |                    ^\n"
            "  = help: write ** for a power\n"
        ),
    ),
    "facts that contradict each other": (
        SMALL + "facts: [c(a) < c(b), t(a) < 5, c(b) < 3, c(b) <= c(a)]\n",
        (
            "error[contradictory-facts]: these facts cannot all hold: c(a) < c(b); c(b) <= c(a)\n"
            " --> m.yaml:6:42\n"
            "  |\n"
            "6 | facts: [c(a) < c(b), t(a) < 5, c(b) < 3, c(b) <= c(a)]\n"
            "  |                                          ^^^^^^^^^^^^\n"
            "  = help: drop or weaken one of them\n"
        ),
    ),
    "a cost that falls": (
        SMALL + "prior: {cost: g*c - t}\n",
        (
            "error[prior-not-increasing]: this cost does not increase with t anywhere\n"
            " --> m.yaml:6:15\n"
            "  |\n"
            "6 | prior: {cost: g*c - t}\n"
            "  |               ^^^^^^^\n"
            "  = help: a program that is worse on t must cost more\n"
        ),
    ),
}


@pytest.mark.parametrize(("text", "drawn"), NEW_USER_MISTAKES.values(), ids=NEW_USER_MISTAKES)
def test_mistakes_in_a_model(
    text: str, drawn: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["wins", model(tmp_path, text), "-g", "2"]) == 2
    assert capsys.readouterr().err == drawn


def test_conditions_explain_who_can_win_at_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["conditions", "-q", "--explain"]) == 0
    out = capsys.readouterr().out
    for line in (
        " variant   undominated   wins at some g",
        " H_fh      it depends    it depends",
        " H_fd      never         never",
        " H_sd dominates H_fh with c(get_base_obj) = 5, t(get_proxy_for_base_obj) = 4, all else 1",
        " H_fd does not win: [H_fd beats H_fh] + g*c(simplest_obj) + g*c(is_deployed_in_world) +",
    ):
        assert line in out
    assert run(["conditions", "-q", "--explain", "--scenario", "worked", "-g", "2"]) == 0
    out = capsys.readouterr().out
    assert " variant   undominated     wins at some g   wins at g = 2" in out
    assert " H_sd      in every case   in every case    never" in out


def test_an_unknown_variant_has_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["compare", "-q", "H_fh", "H_sf"]) == 2
    assert capsys.readouterr().err == (
        "error[unknown-variant]: unknown variant 'H_sf'\n  = help: did you mean 'H_sd'?\n"
    )


def test_an_unknown_command_has_a_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wims", "-g", "2"]) == 2
    assert capsys.readouterr().err == (
        "error[unknown-command]: there is no command 'wims'\n  = help: did you mean 'wins'?\n"
    )


def test_json_is_the_results_dictionary(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wins", "-q", "-g", "2", "--scenario", "worked", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    expected = {
        "schema": "mesaprior/wins/1",
        "model": "speed-simplicity",
        "g": "2",
        "scenario": "worked",
        "winner": "H_fh",
        "tie": [],
        "margin": "14",
        "runner_up": "H_sd",
        "wins_for": [{"above": "0", "below": "64/25"}],
        "costs": {"H_fh": "658", "H_sd": "672", "H_fd": "675"},
    }
    assert {key: found[key] for key in expected} == expected


def test_numbers_can_be_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["wins", "-q", "-g", "2", "--scenario", "worked", "--set", "c(combine)=1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["winner"] == "H_sd"


def test_a_closed_pipe_ends_quietly() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    process = subprocess.Popen(
        [sys.executable, "-m", "mesaprior", "schema"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(30) == 0


@pytest.mark.parametrize("asked", [["schema"], ["models"], ["widget", "--scenario", "worked", "-q"]])
def test_a_full_disk_is_no_bug_of_ours(asked: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "mesaprior", *asked],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    expected = "error[cannot-write]: cannot write to standard output: no space left on device\n"
    assert (process.returncode, process.stderr) == (2, expected)


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colour_policy(environment: dict[str, str], coloured: bool) -> None:
    done = shell("wins", "-g", "2", "--scenario", "worked", **environment)
    assert ("\x1b[" in done.stdout) == coloured
    refused = shell("wins", "-g", "0", **environment)
    assert ("\x1b[" in refused.stderr) == coloured


@pytest.mark.parametrize("columns", [60, 40, 30])
def test_narrow_terminals_lose_nothing(columns: int) -> None:
    done = shell("conditions", "-q", COLUMNS=str(columns))
    assert done.returncode == 0
    # A name is never broken, so what is narrower than a name may stick out; 60 columns hold them all.
    assert columns < 60 or max(map(len, done.stdout.splitlines())) <= columns
    squeezed = "".join(done.stdout.split())
    for word in ("c(get_base_obj)", "t(mesaoptimize_outer_world_env)", "g<g0", "H_fdneverwins"):
        assert word in squeezed


def test_ascii_marks_where_the_stream_is_not_utf8() -> None:
    done = shell("wins", "-g", "2", "--scenario", "worked", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.isascii()
    assert " > H_fh  fast honest" in done.stdout


@pytest.mark.parametrize(
    "asked",
    [
        ["table", "-f", "html"],
        ["wins", "-g", "2", "--scenario", "worked", "-f", "markdown"],
        ["widget", "--scenario", "worked"],
        ["show", "m.yaml"],
    ],
)
def test_what_is_no_screen_text_is_utf8_on_every_stream(asked: list[str], tmp_path: Path) -> None:
    """A page that says it is UTF-8, redirected where the locale is not."""
    model(tmp_path, SMALL.replace("name: small", "name: small\ntitle: é ▸"))
    run = [sys.executable, "-m", "mesaprior", *asked]
    found = []
    for encoding in ("ascii", "utf-8"):
        environment = {**os.environ, "PYTHONIOENCODING": encoding}
        done = subprocess.run(run, capture_output=True, env=environment, check=False)
        assert done.returncode == 0, done.stderr
        found.append(done.stdout)
    assert found[0] == found[1]


def test_output_goes_to_a_file_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["table", "-q", "--of", "costs", "-f", "csv", "-o", "costs.csv"]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "costs.csv").read_text().startswith("variant,")
    assert [path.name for path in tmp_path.iterdir()] == ["costs.csv"]


def test_an_unwritable_output_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["models", "-o", "no/such/folder/x.txt"]) == 2
    assert capsys.readouterr().err.startswith("error[cannot-write]: cannot write 'no/such/folder/x.txt'")


def test_init_writes_a_model_that_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"mesaprior.yaml", "model.schema.json"}
    assert run(["init"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert run(["wins", "-g", "2"]) == 0
    assert "using the built-in" not in capsys.readouterr().err


def test_show_prints_a_model_that_stands_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["show", "speed-simplicity-lookup"]) == 0
    text = capsys.readouterr().out
    assert "extends" not in text
    assert run(["wins", model(tmp_path, text), "--scenario", "worked", "-g", "1/100", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["winner"] == "H_lt"


def test_a_bug_of_ours_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("seven")

    monkeypatch.setattr("mesaprior.engine.wins", broken)
    assert run(["wins", "-q", "-g", "2"]) == 101
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "ZeroDivisionError: seven" in err


def test_help_and_input_errors_import_neither_sympy_nor_the_engine(tmp_path: Path) -> None:
    path = model(tmp_path, SMALL.replace("complexity: a,", "complexity: aa,"))
    for arguments in (["--help"], ["wins", "-g", "abc"], ["wins", path, "-g", "2"]):
        code = (
            "import sys\nfrom mesaprior.cli import run\n"
            f"run({arguments!r})\n"
            f"print([name for name in {DEAR!r} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.splitlines()[-1] == "[]", (arguments, done.stdout)


WITHOUT_PYDANTIC: list[tuple[int, list[str]]] = [
    (0, ["wins", "-g", "2"]),
    (0, ["conditions", "--explain"]),
    (0, ["show"]),
    (0, ["models"]),
    (2, ["wins", "not-there.yaml", "-g", "2"]),
    (2, ["wins", "MODEL: {a: {}, b: {}}=>{a: {}, b: {}", "-g", "2"]),
    (2, ["wins", "MODEL:complexity: a,=>complexity: aa,", "-g", "2"]),
    (2, ["wins", "MODEL:terms:=>termz:", "-g", "2"]),
    (2, ["wins", "MODEL:{a: {}, b: {}}=>[a, b]", "-g", "2"]),
]
"""Exit code and command line; a model is `SMALL` with something replaced."""


@pytest.mark.parametrize(("exits", "arguments"), WITHOUT_PYDANTIC)
def test_neither_an_answer_nor_an_error_imports_pydantic(
    tmp_path: Path, exits: int, arguments: list[str]
) -> None:
    for place, argument in enumerate(arguments):
        if argument.startswith("MODEL:"):
            old, new = argument.removeprefix("MODEL:").split("=>")
            assert old in SMALL
            arguments = [
                *arguments[:place],
                model(tmp_path, SMALL.replace(old, new)),
                *arguments[place + 1 :],
            ]
    code = (
        "import sys\nfrom mesaprior.cli import run\n"
        f"print('\\n', run({arguments!r}), 'pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == f" {exits} False", done.stderr


def test_a_linear_question_does_not_import_sympy() -> None:
    code = (
        "import sys\nfrom mesaprior.cli import run\nrun(['wins', '-q', '-g', '2'])\n"
        "print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"


def test_no_command_asks_a_plugin_of_pydantic(tmp_path: Path) -> None:
    """A package that offers one is found where nothing is said, and not by the command."""
    offered = tmp_path / "offers-1.dist-info"
    offered.mkdir()
    (offered / "METADATA").write_text("Metadata-Version: 2.1\nName: offers\nVersion: 1\n", encoding="utf-8")
    (offered / "entry_points.txt").write_text("[pydantic]\nplugin = offers:plugin\n", encoding="utf-8")
    said = "import sys; sys.stderr.write('asked')\nplugin = None\n"
    (tmp_path / "offers.py").write_text(said, encoding="utf-8")
    way = os.pathsep.join((str(tmp_path), *sys.path))
    assert shell("show", "-q", "--json", PYTHONPATH=way).stderr == ""
    assert "asked" in shell("show", "-q", "--json", PYTHONPATH=way, PYDANTIC_DISABLE_PLUGINS="no").stderr

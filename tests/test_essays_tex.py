r"""LaTeX essays: `\mpval{...}` is looked up in a file of macros that `render` keeps, in captions too."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from essays import prepare
from tex import compiled_whole, typeset

from mesaprior.cli import run


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


def values(path: str = "e.mpval.tex") -> dict[str, str]:
    text = Path(path).read_text(encoding="utf-8")
    return dict(
        re.findall(r"^\\expandafter\\def\\csname mpval:\\detokenize\{(.*?)\}\\endcsname\{(.*)\}$", text, re.M)
    )


ESSAY = r"""\documentclass{article}
\input{e.mpval}
\begin{document}
\section{Why \mpval{winner g=4 scenario=now} wins}
By \mpval{margin g=4 scenario=now}, below $g = \mpval{crossover A B scenario=now}$.
% \mpval{nonsense}
\verb|\mpval{nonsense}| 50\% \mpval{cost
  C_x}
\lstinline[style=x]!\mpval{nonsense}! \verb*+\mpval{nonsense}+ \mintinline{tex}{\mpval{nonsense}}
\begin{verbatim}
\mpval{nonsense}
\end{verbatim}
\begin{figure}\caption{At \mpval{crossover A B scenario=now}: \mpval{conditions variant=A scenario=now}}
\end{figure}
\mpval{check that='c(A) < c(B)'} \\mpval{nonsense} \mpval
\end{document}
\mpval{nonsense}
"""
VALUES = {
    "winner g=4 scenario=now": r"\mpvaltext{\ensuremath{B}}{B}",
    "margin g=4 scenario=now": "4",
    "crossover A B scenario=now": "2",
    "cost C_x": r"\mpvaltext{\ensuremath{g\,c(a) + g\,c(b) + t(a) + t(b)}}{g*c(a) + g*c(b) + t(a) + t(b)}",
    "conditions variant=A scenario=now": r"\mpvaltext{\ensuremath{g < 2}}{g < 2}",
    "check that='c(A) < c(B)'": "refuted",
}


def test_the_macros_of_an_essay(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.tex").write_text(ESSAY, encoding="utf-8")
    assert run(["render", "e.tex", "--check"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("--- e.mpval.tex\n+++ e.mpval.tex\n@@ -0,0 +1,")
    assert err == "e.tex: 6 of 6 results stale\nto put it right: mesaprior render e.tex\n"
    assert not Path("e.mpval.tex").exists()
    assert run(["render", "e.tex"]) == 0
    assert capsys.readouterr().err == "e.tex: 6 of 6 results updated\n"
    assert values() == VALUES
    assert Path("e.tex").read_text(encoding="utf-8") == ESSAY
    assert run(["render", "e.tex", "e.mpval.tex", "--check"]) == 0
    assert capsys.readouterr() == ("", "e.tex: 6 results up to date\n")


def test_what_changes_in_the_macros(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.tex").write_text(ESSAY, encoding="utf-8")
    assert run(["render", "-q", "e.tex"]) == 0
    Path("e.tex").write_text(ESSAY.replace("margin g=4", "margin g=5"), encoding="utf-8")
    assert run(["render", "e.tex", "--check"]) == 1
    assert capsys.readouterr().err.startswith("e.tex: 1 of 6 results stale\n")
    Path("e.tex").write_text(ESSAY.replace(r"\mpval{margin g=4 scenario=now}", "4"), encoding="utf-8")
    assert run(["render", "e.tex", "--check"]) == 1
    said = "e.mpval.tex: stale, since it has values that nothing asks for\n"
    assert capsys.readouterr().err.startswith(said)
    assert run(["render", "-q", "e.tex"]) == 0
    assert values() == {key: value for key, value in VALUES.items() if "margin" not in key}


def test_macros_edited_by_hand_or_somebody_elses(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.tex").write_text(ESSAY, encoding="utf-8")
    assert run(["render", "-q", "e.tex"]) == 0
    good = Path("e.mpval.tex").read_text(encoding="utf-8")
    for text in (good.replace("{refuted}", "{proved}"), r"\newcommand{\mine}{x}" + "\n"):
        Path("e.mpval.tex").write_text(text, encoding="utf-8")
        assert run(["render", "e.tex"]) == 1
        err = capsys.readouterr().err
        assert err.startswith(
            "error[edited-by-hand]: what stands in this file was not written by mesaprior\n"
        )
        assert " --> e.mpval.tex:1:1\n" in err
        assert Path("e.mpval.tex").read_text(encoding="utf-8") == text
    assert run(["render", "-q", "e.tex", "--force"]) == 0
    assert Path("e.mpval.tex").read_text(encoding="utf-8") == good
    Path("e.mpval.tex").write_bytes(good.replace("\n", "\r\n").encode())
    assert run(["render", "-q", "e.tex"]) == 0


def test_an_essay_that_does_not_read_its_values(capsys: pytest.CaptureFixture[str]) -> None:
    Path("e.tex").write_text(ESSAY.replace(r"\input{e.mpval}", ""), encoding="utf-8")
    assert run(["render", "e.tex"]) == 0
    assert capsys.readouterr().err.startswith(
        r"e.tex does not read its values: put \input{e.mpval} before \begin{document}"
    )


PROBLEMS = {
    r"\mpval{wnis}": ("unknown-question", 8),
    r"\mpval{winner g=4}": ("no-single-answer", 8),
    r"\mpval{table of=costs}": ("no-short-value", 1),
    r"\mpval{cost \emph{A}}": ("bad-marker", 1),
    r"\mpval{cost A": ("bad-marker", 1),
    r"x \mpval {cost Z}": ("unknown-variant", 16),
    "% mesaprior-model: ../m.yaml\n\\mpval{cost A}": ("bad-path", 1),
    "% mesaprior-clam: A wins": ("unknown-mark", 1),
    "% mesaprior-claim expect=prved: A wins": ("unknown-choice", 26),
}


@pytest.mark.parametrize("text", PROBLEMS)
def test_problems_have_a_code_and_a_place(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, column = PROBLEMS[text]
    Path("e.tex").write_text(text + "\n", encoding="utf-8")
    assert run(["render", "e.tex"]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"error[{code}]: ")
    assert re.search(rf"^ --> e\.tex:\d:{column}$", err, re.M), err
    assert not Path("e.mpval.tex").exists()


def macros_of(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run(["table", "-q", *arguments, "-f", "latex-macros"]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        (["--of", "conditions"], ["conditions variant=C_x"]),
        (
            ["--of", "conditions", "--scenario", "now"],
            [f"conditions variant={variant} scenario=now" for variant in ("A", "B", "C_x")],
        ),
        (["--of", "conditions", "-g", "4", "--scenario", "now"], ["winner g=4 scenario=now"]),
        (["--of", "pairs"], ["crossover A B", "crossover B A"]),
        (["--of", "claims"], ["check claim=c-loses", "check claim=a-simpler"]),
        (
            ["--of", "costs", "-g", "1e-1", "--set", "c(a) = 2", "--prior", "levin"],
            [
                f"cost {variant}{axis} g=1e-1 set='c(a) = 2' prior=levin"
                for variant in ("A", "B", "C_x")
                for axis in ("", " axis=c", " axis=t")
            ],
        ),
    ],
)
def test_a_table_as_macros_has_the_keys_that_a_text_would_ask(
    arguments: list[str], keys: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """And for each key, `render` finds the same value."""
    Path("t.tex").write_text(macros_of(arguments, capsys), encoding="utf-8")
    assert list(values("t.tex")) == keys
    asks = "\n".join(rf"\mpval{{{key}}}" for key in keys)
    Path("e.tex").write_text(asks, encoding="utf-8")
    assert run(["render", "-q", "e.tex"]) == 0
    assert values() == values("t.tex")


def test_a_scenario_that_cannot_be_a_key(capsys: pytest.CaptureFixture[str]) -> None:
    model = Path("mesaprior.yaml").read_text(encoding="utf-8").replace("{now:", "{'50%':")
    Path("m.yaml").write_text(model, encoding="utf-8")
    code = run(["table", "m.yaml", "--scenario", "50%", "-f", "latex-macros"])
    err = capsys.readouterr().err
    assert (code, err.split(":")[0]) in {(2, "error[bad-key]"), (2, "error[bad-name]")}, err


DOCUMENT = r"""\documentclass{article}
\begin{filecontents*}[overwrite]{e.mpval.tex}
MACROS\end{filecontents*}
\input{e.mpval}
PACKAGES
\begin{document}
\tableofcontents\listoffigures
\section{Why \mpval{winner g=4 scenario=now} wins, not \mpval{winner g=7}}
\mpval{cost
   C_x} and $1 = \mpval{crossover A B scenario=now}$ and \mpval{check that='c(A) < c(B)'}
\begin{figure}\caption{At \mpval{conditions variant=A scenario=now}, not \mpval{nothing}}\end{figure}
\begin{tabular}{l}\mpval{margin g=4 scenario=now}\end{tabular}
\end{document}
"""


ACTIVE = r"\catcode`\'=\active\def'{!}\catcode`\_=\active\def_{!}"
"""As babel makes some signs of some languages, in the text."""


@pytest.mark.parametrize("packages", ["", r"\usepackage{hyperref}", ACTIVE])
def test_values_compile_in_captions_headings_and_bookmarks(packages: str) -> None:
    """What is not defined prints ?? and is warned of; what signs have come to mean does not matter."""
    Path("e.tex").write_text(ESSAY, encoding="utf-8")
    assert run(["render", "-q", "e.tex"]) == 0
    macros = Path("e.mpval.tex").read_text(encoding="utf-8")
    document = DOCUMENT.replace("MACROS", macros).replace("PACKAGES", packages.replace(ACTIVE, ""))
    if packages == ACTIVE:
        document = document.replace("\\tableofcontents", f"{ACTIVE}\\tableofcontents")
    log, bookmarks, shown = typeset(document)
    assert not re.findall(r"^! .*", log, re.M), log[-1500:]
    assert set(re.findall(r"No value for `(.*?)'", log.replace("\n", ""))) == {"winner g=7", "nothing"}
    assert "Token not allowed" not in log
    if "hyperref" in packages:
        signs = re.findall(r"\\000(\\\d{3}|.)", bookmarks)
        said = "".join(chr(int(sign[1:], 8)) if len(sign) == 4 else sign for sign in signs)
        assert said == "Why B wins, not ??"
    page = " ".join(shown.split())
    assert page.count("Why B wins, not ??") == 2  # the heading, the table of contents
    assert "and 1 = 2 and refuted" in page
    assert page.count("At g < 2, not ??") == 2  # the caption, the list of figures


def test_the_macros_of_every_table_compile(capsys: pytest.CaptureFixture[str]) -> None:
    """Of two models, in one run: every value in the text."""
    bodies = []
    for model in ("mesaprior.yaml", "speed-simplicity-comments"):
        for of in ("conditions", "costs", "pairs", "claims"):
            text = macros_of([model, "--of", of], capsys)
            keys = re.findall(r"mpval:\\detokenize\{(.*?)\}\\endcsname\{", text)
            bodies.append(text + "\n\n".join(rf"\mpval{{{key}}}" for key in keys))
    body = "\n\n".join(bodies)
    assert body.count(r"\expandafter\def") > 40
    log = compiled_whole(
        "\\documentclass{article}\\usepackage{amsmath}\\begin{document}\n" + body + "\n\\end{document}\n"
    )
    assert "No value for" not in log

"""Every example runs, and what stands beside it is what it makes today.

`MESAPRIOR_UPDATE_GOLDEN=1 pytest tests/test_examples.py` writes it anew; look at the difference.
"""

from __future__ import annotations

import copy
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import nbformat
import pytest
from nbclient import NotebookClient
from tex import compiled_folder

from mesaprior.cli import run

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
SCRIPTS: Final = {"who_wins.py": "who_wins.txt", "embed.py": "embed.html"}
ESSAYS: Final = ("essay.md", "essay.tex")
CAPTION: Final = "For which exchange rates each program wins"
MADE: Final = {
    "conditions.tex": [
        *("table", "speed-simplicity", "-f", "latex"),
        *("--caption", CAPTION, "--label", "tab:conditions"),
    ],
    "costs.pdf": ["plot", "speed-simplicity", "--scenario", "worked"],
}
"""Files that a LaTeX essay takes in, and the commands that make them."""
UPDATE: Final = os.environ.get("MESAPRIOR_UPDATE_GOLDEN") == "1"


def test_nothing_stands_there_without_a_test() -> None:
    drawn = set(re.findall(r"output=(\S+)", (EXAMPLES / "essay.md").read_text(encoding="utf-8")))
    known = {*SCRIPTS, *SCRIPTS.values(), *ESSAYS, *MADE, *drawn, "essay.mpval.tex", "notebook.ipynb"}
    assert {path.name for path in EXAMPLES.iterdir() if path.is_file()} == known


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_prints_what_stands_beside_it(script: str) -> None:
    done = subprocess.run(
        [sys.executable, script], capture_output=True, encoding="utf-8", check=True, cwd=EXAMPLES
    )
    stored = EXAMPLES / SCRIPTS[script]
    if UPDATE:
        stored.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == stored.read_text(encoding="utf-8")


@pytest.mark.parametrize("essay", ESSAYS)
def test_an_essay_is_up_to_date(
    essay: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its results, its figures and its claims."""
    monkeypatch.chdir(EXAMPLES)
    if UPDATE:
        run(["render", essay])
    assert run(["render", "--check", essay]) == 0, capsys.readouterr()
    assert run(["check", essay]) == 0, capsys.readouterr()


@pytest.mark.parametrize("name", MADE)
def test_what_an_essay_takes_in_is_up_to_date(name: str, tmp_path: Path) -> None:
    assert run([*MADE[name], "-q", "-o", str(tmp_path / name)]) == 0
    if UPDATE:
        shutil.copy(tmp_path / name, EXAMPLES)
    assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes()


def test_the_latex_essay_compiles(tmp_path: Path) -> None:
    for path in EXAMPLES.iterdir():
        if path.suffix in {".tex", ".pdf"}:
            shutil.copy(path, tmp_path)
    log = compiled_folder(tmp_path, "essay.tex")
    assert "mesaprior Warning" not in log


def test_the_notebook_shows_what_it_showed() -> None:
    """Every cell is run in a fresh kernel; its outputs are those that are stored."""
    stored = nbformat.read(EXAMPLES / "notebook.ipynb", 4)
    fresh = nbformat.from_dict(copy.deepcopy(stored))
    NotebookClient(fresh, timeout=120, kernel_name="python3").execute()
    if UPDATE:
        for cell in fresh.cells:
            cell.metadata = {}  # when it was run
        nbformat.write(fresh, EXAMPLES / "notebook.ipynb")
        stored = nbformat.read(EXAMPLES / "notebook.ipynb", 4)
    outputs = [[cell.get("outputs") for cell in book.cells] for book in (stored, fresh)]
    assert outputs[0] == outputs[1]
    assert sum(map(bool, outputs[0])) == 8

"""pdflatex for the tests: one run sets many tables, each on pages of its own.

Where there is no pdflatex the test is left out, except under CI (`CI=true`), where it fails.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest


def compiled(
    bodies: Sequence[str], packages: str = "booktabs,amsmath", document_class: str = "article"
) -> str:
    """The log of a run that sets every body; fails the test where TeX reports an error."""
    pages = "\n\\clearpage\n".join(f"\\typeout{{BODY {place}}}\n{body}" for place, body in enumerate(bodies))
    return compiled_whole(
        f"\\documentclass{{{document_class}}}\n\\usepackage{{{packages}}}\n\\begin{{document}}\n{pages}\n"
        "\\end{document}\n"
    )


def compiled_whole(text: str) -> str:
    """The log of a run on a whole document."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "t.tex").write_text(text, encoding="utf-8")
        return compiled_folder(Path(folder), "t.tex")


def compiled_folder(folder: Path, name: str) -> str:
    """The log of a run on a file that may take in others beside it."""
    pdflatex = shutil.which("pdflatex")
    if pdflatex is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no pdflatex; .ci/run installs it")
        pytest.skip("LEFT OUT: there is no pdflatex on this machine")
    command = [pdflatex, "-interaction=nonstopmode", "-no-shell-escape", name]
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    log = run.stdout.decode("latin-1")
    errors = re.findall(r"^! .*(?:\n.*){0,4}", log, flags=re.MULTILINE)
    assert not errors, "\n".join(errors[:5])
    assert (folder / name).with_suffix(".pdf").exists(), log[-2000:]
    return log


def typeset(text: str) -> tuple[str, str, str]:
    """Two runs on a whole document, for its table of contents: the log, the bookmarks, what a reader sees."""
    if shutil.which("pdflatex") is None or shutil.which("pdftotext") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no pdflatex or no pdftotext; .ci/run installs them")
        pytest.skip("LEFT OUT: there is no pdflatex or no pdftotext on this machine")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "t.tex").write_text(text, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "t.tex"]
        for _ in range(2):
            run = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
        shown = subprocess.run(
            ["pdftotext", "-raw", "t.pdf", "-"], cwd=folder, capture_output=True, check=True
        )
        out = Path(folder, "t.out")
        bookmarks = out.read_text(encoding="latin-1") if out.exists() else ""
    return run.stdout.decode("latin-1"), bookmarks, shown.stdout.decode("utf-8")


def text_of(body: str) -> str:
    """What a reader of the page sees, by `pdftotext`; left out like the rest where it is missing."""
    pdftotext = shutil.which("pdftotext")
    if shutil.which("pdflatex") is None or pdftotext is None:
        if os.environ.get("CI") == "true":
            pytest.fail("there is no pdflatex or no pdftotext; .ci/run installs them")
        pytest.skip("LEFT OUT: there is no pdflatex or no pdftotext on this machine")
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "t.tex").write_text(body, encoding="utf-8")
        command = ["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "t.tex"]
        subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
        shown = subprocess.run([pdftotext, "-raw", "t.pdf", "-"], cwd=folder, capture_output=True, check=True)
    return shown.stdout.decode("utf-8")

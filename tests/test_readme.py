"""What the README prints is what the tool prints; its model loads, its Python runs, its commands exist."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.MULTILINE | re.DOTALL)


def said(arguments: list[str], folder: Path) -> tuple[int, str, str]:
    environment = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "FORCE_COLOR"}}
    done = subprocess.run(
        [sys.executable, "-m", "mesaprior", *arguments],
        capture_output=True,
        encoding="utf-8",
        cwd=folder,
        env={**environment, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("block", blocks("console"))
def test_console_blocks(block: str, tmp_path: Path) -> None:
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, expected = part.partition("\n")
        program, *arguments = shlex.split(command)
        assert program == "mesaprior"
        code, out, _ = said(arguments, tmp_path)
        assert (code, out.strip()) == (0, expected.strip())


def test_the_model_answers(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    (tmp_path / "m.yaml").write_text(text, encoding="utf-8")
    code, out, _ = said(["wins", "m.yaml", "-g", "1", "--scenario", "small"], tmp_path)
    assert code == 0
    assert out.startswith("keeps (stores the fact) wins at g = 1, by 39 over works;")
    code, out, _ = said(["check", "m.yaml"], tmp_path)
    assert (code, out.splitlines()[-1]) == (0, "1 claim: 1 proved")


def test_the_error_is_drawn_as_shown(tmp_path: Path) -> None:
    (block,) = blocks("text")
    mistake = next(line for line in block.splitlines() if line.startswith("13 | "))[5:]
    lines = ["name: m", "terms:", "  get_base_obj: {}", "  mesaoptimize: {}", "  mesaoptimize_env: {}"]
    lines += ["#"] * 6 + ["variants:", mistake]
    (tmp_path / "mesaprior.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, out, err = said(["wins", "-g", "2"], tmp_path)
    assert (code, out, err) == (2, "", block)


def test_the_python_runs() -> None:
    (block,) = blocks("python")
    namespace: dict[str, object] = {}
    exec(compile(block, "README.md", "exec"), namespace)
    assert namespace["m"].wins(g=2, scenario="worked").winner == "H_fh"  # type: ignore[attr-defined]


def test_the_two_commands_are_make_targets() -> None:
    (block,) = blocks("sh")
    targets = re.findall(r"^make (\w+)", block, flags=re.MULTILINE)
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert targets == ["demo", "test"]
    assert all(re.search(rf"^{target}:", makefile, flags=re.MULTILINE) for target in targets)


def test_every_command_of_the_tool_is_named() -> None:
    from mesaprior.cli.app import app

    commands = [command for command in app.registered_commands if command.callback]
    names = [command.name or command.callback.__name__ for command in commands if command.callback]
    assert all(f"`{name}" in README or f"mesaprior {name}" in README for name in names)


def test_local_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target

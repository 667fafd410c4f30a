"""What the tests of essays share: a small model, a mark, and an essay rendered as it must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mesaprior.cli import run

MODEL = """\
name: small
terms: {a: {}, b: {}}
variants:
  A: {title: quick, complexity: a, time: b}
  B: {complexity: b, time: a}
  C_x: {complexity: a + b, time: a + b}
scenarios: {now: {c: {a: 3, b: 1}, t: {a: 5, b: 1}}}
claims:
  - {id: c-loses, formal: A dominates C_x}
  - {id: a-simpler, formal: c(A) < c(B), expect: refuted}
"""
TABLE = """\
The costs:

<!-- mesaprior: table of=costs g=4 scenario=now -->
<!-- /mesaprior -->

and on.
"""
TABLE_AFTER = """\
The costs:

<!-- mesaprior: table of=costs g=4 scenario=now -->

at `g = 4` `B` costs least, 9

| variant |  | `c` | `t` | `g*c + t` |
| :--- | :--- | ---: | ---: | ---: |
| `A` | quick | 3 | 1 | 13 |
| `B` |  | 1 | 5 | 9 |
| `C_x` |  | 4 | 6 | 22 |

<!-- /mesaprior HASH -->

and on.
"""


def prepare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder with the model in it, and no say of the environment."""
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mesaprior.yaml").write_text(MODEL, encoding="utf-8")


def rendered(text: str | bytes, *options: str, name: str = "e.md") -> str:
    """The essay after `render`, which must work, change nothing the second time, and pass `--check`."""
    data = text.encode() if isinstance(text, str) else text
    Path(name).write_bytes(data)
    assert run(["render", "-q", name, *options]) == 0
    once = Path(name).read_bytes()
    for further in ([], ["--check"]):
        assert run(["render", "-q", name, *further]) == 0
    assert Path(name).read_bytes() == once
    return once.decode()


def refused(text: str, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    """What is said of an essay that cannot be rendered; it stays as it is."""
    Path("e.md").write_bytes(text.encode())
    assert run(["render", "-q", "e.md", *options]) == 2
    assert Path("e.md").read_bytes() == text.encode()
    out, err = capsys.readouterr()
    assert out == ""
    return err


def mark(words: str, hash: str = "", content: str = "") -> str:
    return f"<!-- mesaprior: {words} -->{content}<!-- /mesaprior{hash and ' ' + hash} -->"


def without_hash(text: str) -> str:
    return re.sub(r"/mesaprior [0-9a-f]{8} ", "/mesaprior HASH ", text)

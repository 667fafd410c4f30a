"""Every example runs and prints what stands beside it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parent.parent / "examples"


@pytest.mark.parametrize("script", sorted(EXAMPLES.glob("*.py")), ids=lambda path: path.stem)
def test_an_example_prints_its_output(script: Path) -> None:
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, encoding="utf-8", check=True, cwd=EXAMPLES
    )
    assert done.stdout == script.with_suffix(".txt").read_text(encoding="utf-8")

"""Node and Chromium for the tests: maths set by KaTeX and MathJax, pages opened in a real browser.

`tests/web/package.json` names what Node needs; `.ci/run` installs it, and Chromium. Where something is
missing the test is left out, except under CI (`CI=true`), where it fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

WEB: Final = Path(__file__).parent / "web"
BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome")


def node(script: str, asked: Any, *, seconds: int = 120, browser: bool = False) -> Any:
    """What a script of `tests/web/` prints as JSON when it is given `asked` as JSON on standard input.

    `browser`: the environment variable CHROMIUM names the program to start.
    """
    program = shutil.which("node")
    if program is None or not (WEB / "node_modules").is_dir():
        _left_out("node or tests/web/node_modules (npm ci --prefix tests/web)")
    environment = dict(os.environ)
    if browser:
        found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if found is None:
            _left_out("Chromium")
        environment["CHROMIUM"] = found or ""
    run = subprocess.run(
        [program or "node", str(WEB / script)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds,
        env=environment,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout)


def _left_out(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(f"there is no {what}; .ci/run installs it")
    pytest.skip(f"LEFT OUT: there is no {what} on this machine")

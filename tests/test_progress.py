"""The progress bar: on a terminal that waits, and nowhere else. A pty stands for the terminal."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import tempfile
import time

import pytest

SLOW = """
import sys, time
from mesaprior.cli.progress import progress
with progress("claims", quiet="quiet" in sys.argv) as tick:
    for done in range(6):
        tick(done, 6)
        time.sleep(float(sys.argv[1]) / 6)
print("done")
"""


def on_terminal(*command: str, **environment: str) -> tuple[str, str, int]:
    """What a command writes on its terminal's stderr, what it writes into a file on stdout, and its code."""
    leader, follower = pty.openpty()
    with tempfile.TemporaryFile() as out:
        run = subprocess.Popen(
            [sys.executable, *command],
            stdout=out,
            stderr=follower,
            env={**os.environ, "TERM": "xterm", "COLUMNS": "80", **environment},
        )
        os.close(follower)
        seen = b""
        until = time.monotonic() + 60
        while time.monotonic() < until:
            if select.select([leader], [], [], 0.05)[0]:
                try:
                    piece = os.read(leader, 65536)
                except OSError:  # the other end is closed
                    break
                if not piece:
                    break
                seen += piece
            elif run.poll() is not None:
                break
        run.wait(timeout=60)
        os.close(leader)
        out.seek(0)
        return seen.decode("utf-8", "replace"), out.read().decode(), run.returncode


def test_long_work_shows_a_bar_and_takes_it_away() -> None:
    seen, out, code = on_terminal("-c", SLOW, "1.5")
    assert (out, code) == ("done\n", 0)
    assert "claims" in seen and "/6" in seen
    assert seen.rstrip("\r\n").endswith("\x1b[2K")  # the line is wiped when the work is done
    assert "\x1b[?25h" in seen[seen.rindex("/6") :]  # and the cursor is back


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(("0.1",), {}), (("1", "quiet"), {}), (("1",), {"TERM": "dumb"})],
    ids=["short work", "-q", "a terminal that cannot move its cursor"],
)
def test_otherwise_the_terminal_stays_clean(arguments: tuple[str, ...], environment: dict[str, str]) -> None:
    assert on_terminal("-c", SLOW, *arguments, **environment) == ("", "done\n", 0)


def test_a_pipe_sees_nothing() -> None:
    run = subprocess.run([sys.executable, "-c", SLOW, "1"], capture_output=True, text=True, check=True)
    assert (run.stdout, run.stderr) == ("done\n", "")


def test_no_colour_is_honoured() -> None:
    coloured, _, _ = on_terminal("-c", SLOW, "1.2")
    plain, _, _ = on_terminal("-c", SLOW, "1.2", NO_COLOR="1")
    assert "\x1b[3" in coloured.replace("\x1b[2K", "") or "\x1b[38" in coloured
    assert "claims" in plain and "\x1b[3" not in plain


def test_checking_the_library_shows_how_many_claims_are_left() -> None:
    seen, out, code = on_terminal("-m", "mesaprior", "check", "--all", "--json")
    assert code == 0 and out.startswith("{")
    count = out.count('"verdict"')
    assert count > 100 and f"/{count}" in seen and "claims" in seen
    quiet, _, code = on_terminal("-m", "mesaprior", "check", "frames", "--json", "-q")
    assert (quiet, code) == ("", 0)


def test_an_error_leaves_the_cursor_as_it_was() -> None:
    failing = SLOW.replace('print("done")', "").replace(
        "time.sleep", "time.sleep(1.2) or 1 / 0 or time.sleep"
    )
    seen, _, code = on_terminal("-c", failing, "1")
    assert code == 1 and "ZeroDivisionError" in seen
    assert seen.count("\x1b[?25l") == seen.count("\x1b[?25h") == 1

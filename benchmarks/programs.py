"""Peers that are programs and no libraries: asked in a process of their own that ends when the time is up."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from typing import Final

LIMIT: Final = 4
"""Where the child's command line has the limit; see `child`."""


def answered(command: list[str], question: str) -> str:
    """What the program prints. Where it uses up the CPU time, so does this process."""
    seconds = int(float(sys.argv[LIMIT]))

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))

    done = subprocess.run(command, input=question, capture_output=True, text=True, preexec_fn=limited)
    if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        os.kill(os.getpid(), signal.SIGPROF)
    return done.stdout

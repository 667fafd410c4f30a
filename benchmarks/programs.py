"""Peers that are programs and no libraries: asked in a process of their own that ends when the time is up."""

from __future__ import annotations

import os
import signal
import subprocess


def answered(command: list[str], question: str) -> str:
    """What the program prints. Where it uses up the CPU time, which it inherits, so does this process."""
    done = subprocess.run(command, input=question, capture_output=True, text=True)
    if -done.returncode in ENDED or done.returncode - 128 in ENDED:
        os.kill(os.getpid(), signal.SIGKILL)
    return done.stdout


ENDED = (signal.SIGXCPU, signal.SIGKILL)
"""How the system ends what has used up its time; a shell says so by 128 more."""

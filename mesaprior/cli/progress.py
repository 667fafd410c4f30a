"""How far long work has come, shown on a terminal's stderr and nowhere else.

    with progress("regions", quiet=quiet) as tick:
        long_work(tick)          # which calls tick(done, whole) now and then

The bar appears after half a second, so that short work stays clean, and is gone when the work is done.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

Tick: TypeAlias = Callable[[int, int], None]
PATIENCE: Final = 0.5
"""Seconds before the bar appears."""


@contextmanager
def progress(what: str, *, quiet: bool = False) -> Iterator[Tick]:
    """A function to be told how much is done, of how much. Shows nothing with `quiet`, and nothing where
    stderr is no terminal that can move its cursor."""
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        yield lambda done, whole: None
        return
    import threading

    bar = _Bar(what)
    timer = threading.Timer(PATIENCE, bar.appear)
    timer.daemon = True
    timer.start()
    try:
        yield bar.tick
    finally:
        timer.cancel()
        bar.vanish()


class _Bar:
    """The bar, drawn by rich once it is time; the lock is for the timer, which runs beside the work."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.done, self.whole = 0, 0
        self.over = False
        import threading

        self.lock = threading.Lock()
        self.shown: Any = None
        self.task: Any = None

    def tick(self, done: int, whole: int) -> None:
        self.done, self.whole = done, whole
        with self.lock:
            if self.shown is not None:
                self.shown.update(self.task, completed=done, total=whole)

    def appear(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

        from mesaprior.cli.streams import look_of

        look = look_of(sys.stderr)
        console = Console(
            file=sys.stderr, force_terminal=True, no_color=not look.colour, width=min(look.width, 72)
        )
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with self.lock:
            if self.over:
                return
            self.shown = Progress(*columns, console=console, transient=True, refresh_per_second=5)
            self.task = self.shown.add_task(self.what, completed=self.done, total=self.whole or None)
            self.shown.start()

    def vanish(self) -> None:
        with self.lock:
            self.over = True
            if self.shown is not None:
                self.shown.stop()

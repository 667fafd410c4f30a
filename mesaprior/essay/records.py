"""What was found in an essay and what becomes of it: results in their places, and what a command tells.

Floor: `essay`. Frozen; nothing here asks or writes.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Final

from mesaprior.errors import Problem
from mesaprior.essay.figures import FigureFile
from mesaprior.essay.marks import Marker
from mesaprior.essay.source import LINE_END, Essay

HASH_DIGITS: Final = 8
"""Hexadecimal digits of the hash in an end mark: an edit goes unnoticed once in four milliards."""


@dataclass(frozen=True)
class Placed:
    """One result and where it stands. `before`: what is there; `after`: what belongs there."""

    marker: Marker
    before: str
    after: str
    figure: FigureFile | None = None

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody else wrote what stands there, and it says something else."""
        prefix = self.marker.prefix
        core = core_of(self.before, prefix)
        return bool(core) and core != core_of(self.after, prefix) and self.marker.hash != hash_of(core)

    @property
    def hash(self) -> str:
        """The hash of what belongs there."""
        return hash_of(core_of(self.after, self.marker.prefix))

    @property
    def hashes(self) -> tuple[str, str | None]:
        """What belongs into the end mark."""
        return self.hash, self.figure.hashes if self.figure else None

    @property
    def end_mark(self) -> str:
        return f"<!-- /mesaprior {' '.join(filter(None, self.hashes))} -->"

    @property
    def is_stale(self) -> bool:
        current = self.figure is None or self.figure.is_current
        return self.before != self.after or self.marker.hash != self.hash or not current


def hash_of(core: str) -> str:
    """The short hash of what was written."""
    return hashlib.sha256(core.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_DIGITS]


def core_of(content: str, prefix: str | None) -> str:
    """What was written, without what editors and version control change by themselves: line ends, space at
    the ends of lines, empty lines around it, and the indentation that it shares with its marks."""
    if prefix is None:
        return content
    lines = (line.removeprefix(prefix).rstrip() for line in LINE_END.split(content))
    bare = prefix.rstrip()
    return "\n".join("" if line == bare else line for line in lines).strip("\n")


@dataclass(frozen=True)
class Entry:
    """One result as it is told: the essay's line, what was asked, what stands there and what belongs."""

    line: int
    asks: str
    was: str
    becomes: str
    stale: bool

    def to_dict(self) -> dict[str, object]:
        return {
            "line": self.line,
            "asks": self.asks,
            "was": self.was,
            "is": self.becomes,
            "stale": self.stale,
        }


@dataclass(frozen=True)
class Rendered:
    """One essay, and what its file (`target`: itself, or the macros of a LaTeX essay) becomes.

    `before` is what the file holds, None where there is none. `by_hand`: edits that nothing overwrites
    without being told to; `remarks`: what its writer should know.
    """

    essay: Essay
    target: str
    before: str | None
    after: str | None
    entries: tuple[Entry, ...]
    by_hand: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    figures: tuple[FigureFile, ...] = ()

    @property
    def stale(self) -> int:
        """How many results say something else than what belongs there."""
        return sum(entry.stale for entry in self.entries)

    @property
    def is_changed(self) -> bool:
        return self.before != self.after or not all(figure.is_current for figure in self.figures)

    def diff(self) -> str:
        """The change as a unified diff; empty where nothing changes."""
        return diff_of(self.target, self.before or "", self.after or "")

    def files(self) -> dict[Path, str | bytes]:
        """What has to be written: figures first."""
        found: dict[Path, str | bytes] = {one.path: one.picture for one in self.figures if not one.is_current}
        if self.is_changed and self.after is not None:
            found[Path(self.target)] = self.after
        return found

    def to_dict(self) -> dict[str, object]:
        return {
            "essay": self.essay.name,
            "file": self.target,
            "changed": self.is_changed,
            "edited_by_hand": [problem.place.line for problem in self.by_hand if problem.place],
            "results": [entry.to_dict() for entry in self.entries],
        }


def diff_of(name: str, before: str, after: str) -> str:
    """A unified diff of two texts, line ends shown as they are."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(_lines(before), _lines(after), name, name)
    )


def _lines(text: str) -> list[str]:
    """Lines that end in a newline and nothing else, as diffs count them."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)

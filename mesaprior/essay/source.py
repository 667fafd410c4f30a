"""An essay as it was read: its text to the byte, and where in it something stands.

Floor: `essay`. Nothing is written here.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Literal

from mesaprior.errors import InputError, Place, Problem, did_you_mean, refuse
from mesaprior.essay import LATEX, is_essay
from mesaprior.essay.words import Span
from mesaprior.limits import ESSAY_BYTES, MOST_PROBLEMS
from mesaprior.loading.nodes import Source

BOM: Final = "\ufeff"
HOW_TO_NAME: Final = "an essay ends in .md, .markdown, .qmd, .rmd, .myst, .tex or .ltx"


@dataclass(frozen=True)
class Essay:
    """`name` is the path as it was typed, `text` everything in the file, a byte order mark included."""

    name: str
    text: str

    @property
    def path(self) -> Path:
        return Path(self.name)

    @property
    def kind(self) -> Literal["markdown", "latex"]:
        return "latex" if self.path.suffix.lower() in LATEX else "markdown"

    @cached_property
    def _source(self) -> Source:
        # A byte order mark is no column of the first line.
        return Source(self.name, self.text.removeprefix(BOM))

    def place(self, span: Span) -> Place:
        """The place of some of its characters."""
        shift = len(BOM) if self.text.startswith(BOM) else 0
        return self._source.place(max(0, span[0] - shift), max(1, span[1] - shift))

    def line_of(self, start: int) -> int:
        return self.place((start, start + 1)).line

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """The same problems, each at its place: a `span` counts the essay's characters."""
        return [
            problem
            if problem.place is not None or problem.span is None
            else replace(problem, place=self.place(problem.span))
            for problem in problems
        ]


def in_order(essay: Essay, problems: Iterable[Problem]) -> list[Problem]:
    """The problems of one essay, each once, in the order of its lines; what lies in a model comes first."""
    placed = dict.fromkeys(essay.placed(problems))

    def position(problem: Problem) -> tuple[int, int]:
        place = problem.place
        return (place.line, place.column) if place is not None and place.source == essay.name else (0, 0)

    ordered = sorted(placed, key=position)
    if len(ordered) > MOST_PROBLEMS:
        ordered[MOST_PROBLEMS:] = [Problem("more-problems", "further problems are not shown")]
    return ordered


def read_essay(name: str) -> Essay:
    """The essay behind a path. Raises `InputError` for what is no regular file of UTF-8 or too large."""
    if not is_essay(name):
        raise refuse("not-an-essay", f"{name!r} is not known to be an essay", HOW_TO_NAME)
    return Essay(name, text_of(Path(name), name))


def text_of(path: Path, shown: str) -> str:
    """A whole text file, with its own line ends and its byte order mark."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "not a regular file"
            raise refuse("not-a-file", f"{shown!r} is {what}", "name the essay's file")
        if status.st_size > ESSAY_BYTES:
            raise _too_large(shown)
        with path.open("rb") as stream:
            data = stream.read(ESSAY_BYTES + 1)
    except FileNotFoundError:
        near = did_you_mean(path.name, _essays_beside(path))
        raise refuse("no-such-file", f"there is no file {shown!r}", near) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise refuse("cannot-read", f"{shown!r} cannot be read: {reason}") from None
    return _decoded(data, shown)


def _essays_beside(path: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in path.parent.iterdir() if is_essay(entry.name))
    except (OSError, ValueError):
        return []


def _decoded(data: bytes, shown: str) -> str:
    if len(data) > ESSAY_BYTES:
        raise _too_large(shown)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        rest = data[error.start : error.start + 200].decode(errors="replace")
        place = Source(shown, before + rest).place(len(before), len(before) + 1)
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise InputError([Problem("not-utf-8", message, "save the essay as UTF-8", place=place)]) from None


def _too_large(shown: str) -> InputError:
    message = f"{shown!r} is larger than {ESSAY_BYTES // 1024} KiB"
    return refuse("file-too-large", message, "split it into chapters")


LINE_END: Final = re.compile(r"\r\n|\n|\r")

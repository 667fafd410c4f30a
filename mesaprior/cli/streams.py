"""Where output goes and how it may look there: one colour policy, width, encoding.

`NO_COLOR`, `FORCE_COLOR=0/1`, `TERM=dumb` and `COLUMNS` are honoured here and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from mesaprior.errors import refuse

DEFAULT_WIDTH: Final = 80
"""Columns where there is no terminal to ask."""
NARROWEST: Final = 20


@dataclass(frozen=True, slots=True)
class Look:
    """What a stream can show."""

    width: int
    colour: bool
    unicode: bool


def look_of(stream: TextIO) -> Look:
    """The look that suits a stream and the environment."""
    return Look(_width(stream), _colour(stream), _is_unicode(stream))


def _colour(stream: TextIO) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR")
    if forced:
        return forced not in {"0", "false", "no"}
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _width(stream: TextIO) -> int:
    said = os.environ.get("COLUMNS", "")
    if said.isdecimal() and int(said) > 0:
        return max(NARROWEST, int(said))
    if stream.isatty():
        return max(NARROWEST, shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns)
    return DEFAULT_WIDTH


def _is_unicode(stream: TextIO) -> bool:
    return (stream.encoding or "").lower().replace("-", "") in {"utf8", "utf16", "utf32"}


def say(text: str, *, quiet: bool = False) -> None:
    """A remark, on stderr."""
    if not quiet:
        print(text, file=sys.stderr)


class ReaderLeft(Exception):
    """Whoever read standard output has closed it."""


def deliver(text: str, output: str) -> None:
    """Writes an answer to stdout (`-`) or, whole or not at all, to a file."""
    text = text if text.endswith("\n") else text + "\n"
    if output != "-":
        from mesaprior.files import write_whole  # an answer on the screen does not pay for it

        write_whole(Path(output), text)
        return
    try:
        try:
            sys.stdout.write(text)
        except UnicodeEncodeError:
            # What a terminal shows was made ASCII before; what comes here is a file's content (HTML, SVG,
            # Markdown, YAML, JSON), which is UTF-8 and partly says so itself. Nothing of it was written yet.
            sys.stdout.buffer.write(text.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        # Python must not complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderLeft from None
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        why = (error.strerror or "unknown reason").lower()
        raise refuse("cannot-write", f"cannot write to standard output: {why}") from None

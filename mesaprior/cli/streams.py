"""Where output goes and how it may look there: one colour policy, width, encoding, whole files.

`NO_COLOR`, `FORCE_COLOR=0/1`, `TERM=dumb` and `COLUMNS` are honoured here and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO

from mesaprior.errors import InputError, refuse

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
        write_whole(Path(output), text)
        return
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Python must not complain once more when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise ReaderLeft from None


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, where there are none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from None


def write_whole(path: Path, text: str) -> None:
    """Writes beside the file and renames: whoever is killed in between leaves the old file as it was."""
    import tempfile  # 1 ms that an answer on the screen does not pay for

    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    except OSError as error:
        raise _cannot_write(path, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
        mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
        Path(name).chmod(mode)
        Path(name).replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from None
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> InputError:
    why = (error.strerror or "unknown reason").lower()
    return refuse("cannot-write", f"cannot write {str(path)!r}: {why}", "choose another place")

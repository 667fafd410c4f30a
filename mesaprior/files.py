"""Files written whole or not at all, for both doors.

Floor: above `errors`.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from mesaprior.errors import InputError, refuse


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, where there are none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from None


def write_whole(path: Path, text: str) -> None:
    """Writes beside the file and renames: whoever is killed in between leaves the old file as it was."""
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

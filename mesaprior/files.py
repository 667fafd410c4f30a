"""Files written whole or not at all, for both doors.

Floor: above `errors`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mesaprior.errors import InputError, refuse


def make_folder(path: Path) -> None:
    """Makes a folder and those above it, where there are none."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _cannot_write(path, error) from None


def write_whole(path: Path, content: str | bytes) -> None:
    """Writes beside the file and renames: whoever is killed in between leaves the old file as it was."""
    write_together({path: content})


def write_together(files: Mapping[Path, str | bytes]) -> None:
    """Writes all files beside their places, then renames them: where one cannot be written, none is.

    A link stays a link, and the file it leads to is written; permissions stay as they are.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            with _speaking_of(path):
                target = Path(os.path.realpath(path)) if path.is_symlink() else path
                _stage(target, content, staged)
        for temporary, target in staged:
            with _speaking_of(target):
                temporary.replace(target)
    finally:
        for temporary, _ in staged:
            with suppress(OSError):
                temporary.unlink()


def _stage(path: Path, content: str | bytes, staged: list[tuple[Path, Path]]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    staged.append((Path(name), path))  # so that it goes away again, whatever happens here
    with os.fdopen(handle, "wb") as stream:
        stream.write(content.encode() if isinstance(content, str) else content)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    Path(name).chmod(mode)


@contextmanager
def _speaking_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _cannot_write(path, error) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _cannot_write(path: Path, error: OSError) -> InputError:
    why = (error.strerror or "unknown reason").lower()
    return refuse("cannot-write", f"cannot write {str(path)!r}: {why}", "choose another place")

"""From what a person typed to the text of a model."""

import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from mesaprior import limits
from mesaprior.errors import InputError, Place, Problem, did_you_mean, one_of, refuse
from mesaprior.loading.extends import leads_outside
from mesaprior.loading.nodes import Source

MODEL_VARIABLE: Final = "MESAPRIOR_MODEL"
MODEL_FILE: Final = "mesaprior.yaml"
DEFAULT_MODEL: Final = "speed-simplicity"


class BuiltinModel(NamedTuple):
    """A model of the library that comes with the tool."""

    name: str
    path: Path


def builtin_models() -> list[BuiltinModel]:
    """The built-in models, sorted by name."""
    return sorted(BuiltinModel(path.stem, path) for path in _models_folder().glob("*.yaml"))


def _models_folder() -> Path:
    """`mesaprior/models` in an installed package, the top-level `models` in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "models"
    return installed if installed.is_dir() else package.parent / "models"


def model_source(model: str | Path | None) -> tuple[Source, bool]:
    """The text that `model` means, and whether it is the built-in default because none was named."""
    if model is not None:
        return named_source(model), False
    if os.environ.get(MODEL_VARIABLE):
        return _source_of_variable(os.environ[MODEL_VARIABLE]), False
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / MODEL_FILE).is_file():
            return file_source(folder / MODEL_FILE, os.path.relpath(folder / MODEL_FILE, here)), False
    return _builtin(DEFAULT_MODEL), True


def _source_of_variable(model: str) -> Source:
    """As `named_source`; an error says where the name came from, for it was not typed just now."""
    try:
        return named_source(model)
    except InputError as error:
        said = [replace(found, message=f"${MODEL_VARIABLE}: {found.message}") for found in error.problems]
        raise InputError(said) from None


def named_source(model: str | Path) -> Source:
    """The text of a path, of a built-in model's name, or of standard input (`-`)."""
    if isinstance(model, Path):
        return file_source(model, str(model))
    if model == "-":
        return Source("-", _text(sys.stdin.buffer.read(limits.FILE_BYTES + 1), "-"))
    if _is_path(model) or (not _is_builtin(model) and _exists(model)):
        return file_source(Path(model), model)
    return _builtin(model)


def base_source(extends: str, source: Source) -> Source:
    """The text of the model that `source` extends: a built-in one, or a file in or below its own folder.

    A model file may come from a stranger: it must not make the tool read, and show in an error, any file
    of the reader's.
    """
    if not _is_path(extends):
        return _builtin(extends)
    if leads_outside(extends):
        message = "a path to a base stays in the folder of the model that extends it"
        raise refuse("bad-path", message, "no .. and no absolute path; or copy the base next to the model")
    if source.path is None:
        message = "a model that is not read from a file can only extend a built-in one"
        raise refuse("bad-path", message, f"built-in are {_builtin_names()}")
    path = source.path.parent / extends
    if _is_outside(path, source.path.parent):
        raise refuse("bad-path", "this link leads out of the folder of the model that extends it")
    return file_source(path, (Path(source.name).parent / extends).as_posix())


def file_source(path: Path, shown: str) -> Source:
    """The text of a regular file that is not too large."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("not-a-file", f"{shown!r} is a folder", "name the model file in it")
        if not stat.S_ISREG(status.st_mode):
            raise refuse("not-a-file", f"{shown!r} is not a regular file")
        if status.st_size > limits.FILE_BYTES:
            raise _too_large(shown)
        with path.open("rb") as file:
            data = file.read(limits.FILE_BYTES + 1)
    except FileNotFoundError:
        near = did_you_mean(path.name, _yaml_files(path.parent))
        raise refuse("no-such-file", f"there is no file {shown!r}", near) from None
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or "not a path").lower()
        raise refuse("cannot-read", f"{shown!r} cannot be read: {reason}") from None
    return Source(shown, _text(data, shown), path)


def _text(data: bytes, shown: str) -> str:
    if len(data) > limits.FILE_BYTES:
        raise _too_large(shown)
    data = data.removeprefix(b"\xef\xbb\xbf")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line = before.rpartition("\n")[2]
        rest = data[error.start :].split(b"\n", 1)[0].decode(errors="replace")
        place = Place(shown, before.count("\n") + 1, len(line) + 1, (line + rest).rstrip("\r"))
        message = f"byte 0x{data[error.start]:02x} is not UTF-8"
        raise InputError([Problem("not-utf-8", message, "save the file as UTF-8", place=place)]) from None


def _too_large(shown: str) -> InputError:
    message = f"{shown!r} is larger than {limits.FILE_BYTES // 1024} KiB"
    return refuse("file-too-large", message, "a model this large cannot be read by people; split it")


def _builtin(name: str) -> Source:
    if not _is_builtin(name):
        names = [model.name for model in builtin_models()]
        near = did_you_mean(name, [*names, *_yaml_files(Path())])
        help = f"built-in are {one_of(names)}; a path ends in .yaml"
        raise refuse("unknown-model", f"there is no model {name!r}", near or help)
    return file_source(_models_folder() / f"{name}.yaml", f"models/{name}.yaml")


def _builtin_names() -> str:
    return one_of([model.name for model in builtin_models()])


def _is_builtin(name: str) -> bool:
    return any(model.name == name for model in builtin_models())


def _is_path(model: str) -> bool:
    return "/" in model or "\\" in model or model.endswith((".yaml", ".yml"))


def _exists(model: str) -> bool:
    try:
        return bool(model) and Path(model).exists()
    except (OSError, ValueError):
        return False


def _is_outside(path: Path, folder: Path) -> bool:
    try:
        return not path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        return True


def _yaml_files(folder: Path) -> list[str]:
    try:
        return sorted(entry.name for entry in folder.iterdir() if entry.suffix in {".yaml", ".yml"})
    except (OSError, ValueError):
        return []

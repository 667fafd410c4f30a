"""Which model an essay means, and that model loaded once.

Floor: `essay`. An essay may come from a stranger: it names a built-in model, or a file in or below its own
folder, and cannot make the tool read, and show in an error, any other file of the reader's. Without a name it
is the model that every command would ask.
"""

from __future__ import annotations

from pathlib import Path

from mesaprior.api import Model, load
from mesaprior.errors import InputError, did_you_mean, one_of, refuse
from mesaprior.essay.source import Essay
from mesaprior.loading import builtin_models
from mesaprior.loading.extends import leads_outside
from mesaprior.loading.files import model_source


def model_behind(name: str, essay: Essay) -> str | Path:
    """What `load` takes for a name in an essay. Raises `InputError` for a path that leads elsewhere."""
    if not ("/" in name or "\\" in name or name.endswith((".yaml", ".yml"))):
        known = [model.name for model in builtin_models()]
        if name in known:
            return name
        near = did_you_mean(name, [*known, *_models_beside(essay)])
        help = near or f"built-in are {one_of(known)}; a path ends in .yaml"
        raise refuse("unknown-model", f"there is no model {name!r}", help)
    if leads_outside(name):
        message = "a path to a model stays in the folder of the essay"
        help = "no .. and no absolute path; or name none, and run the command beside mesaprior.yaml"
        raise refuse("bad-path", message, help)
    path = essay.path.parent / name
    folder = essay.path.parent
    try:
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, ValueError, RuntimeError):
        inside = False
    if not inside:
        raise refuse("bad-path", "this link leads out of the folder of the essay")
    return path


def _models_beside(essay: Essay) -> list[str]:
    try:
        return sorted(path.name for path in essay.path.parent.iterdir() if path.suffix in {".yaml", ".yml"})
    except (OSError, ValueError):
        return []


class Models:
    """The models that essays ask, each read once. `remarks` says where one was chosen that nobody named."""

    def __init__(self) -> None:
        self._loaded: dict[str | None, Model | InputError] = {}
        self.remarks: list[str] = []

    def named(self, name: str | None, essay: Essay) -> Model:
        """The model of a name in an essay; of none, the one that every command would ask."""
        model = None if name is None else model_behind(name, essay)
        key = None if model is None else str(model)
        if key not in self._loaded:
            try:
                self._loaded[key] = load(model)
            except InputError as error:
                self._loaded[key] = error
        found = self._loaded[key]
        if isinstance(found, InputError):
            raise found
        if model is None and model_source(None)[1]:
            remark = f"{essay.name} names no model: using the built-in {found.name}"
            if remark not in self.remarks:
                self.remarks.append(remark)
        return found

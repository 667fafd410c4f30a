"""From a model file to a validated `ModelEntry`, with every problem at its place.

Floor: above `spec`. Reads the files it is told to, and bases inside their folders; writes and runs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from mesaprior.errors import InputError, Problem
from mesaprior.loading.extends import Chain
from mesaprior.loading.files import (
    DEFAULT_MODEL,
    MODEL_FILE,
    MODEL_VARIABLE,
    BuiltinModel,
    base_source,
    builtin_models,
    model_source,
)
from mesaprior.loading.nodes import Source, plain
from mesaprior.loading.salvage import is_fallout, salvaged
from mesaprior.loading.source_map import SourceMap

if TYPE_CHECKING:
    from mesaprior.spec import ModelEntry, ModelSpec

__all__ = [
    "DEFAULT_MODEL",
    "MODEL_FILE",
    "MODEL_VARIABLE",
    "BuiltinModel",
    "Loaded",
    "SourceMap",
    "builtin_models",
    "load",
    "load_checked",
    "load_text",
]


_T = TypeVar("_T")


@dataclass(frozen=True)
class Loaded:
    """A model as it was read. `origin` is shown to people: the path as typed, or `models/NAME.yaml`."""

    model: ModelEntry
    source: SourceMap
    origin: str
    is_default: bool = False

    @cached_property
    def spec(self) -> ModelSpec:
        """The same model as a pydantic record, for who works in Python."""
        from mesaprior.spec import ModelSpec

        return ModelSpec.model_validate(self.model)


def load(model: str | Path | None = None) -> Loaded:
    """The model behind a path, a built-in model's name, or `-` (standard input).

    None means `$MESAPRIOR_MODEL`, else `mesaprior.yaml` in the current folder or above it, else the built-in
    `speed-simplicity` (`is_default`). Raises `InputError` with every problem of the file at its place.
    """
    return load_checked(model, _unchecked)[0]


def load_checked(model: str | Path | None, check: Callable[[ModelEntry], _T]) -> tuple[Loaded, _T]:
    """As `load`, with what `check` makes of it; the problems it raises are placed and sorted in."""
    source, is_default = model_source(model)
    return _read(source, is_default, check)


def load_text(text: str, source: str = "text") -> Loaded:
    """The model that `text` is the file of; `source` stands for its path in errors."""
    return _read(Source(source, text.removeprefix("\ufeff")), False, _unchecked)[0]


def _unchecked(model: ModelEntry) -> None:
    """Nothing is asked of a model that is only looked at."""


def _read(source: Source, is_default: bool, check: Callable[[ModelEntry], _T]) -> tuple[Loaded, _T]:
    chain = Chain(base_source)
    root = chain.read(source)
    places = SourceMap(root, chain.sources)
    if root is None:
        raise places.error(chain.problems)
    from mesaprior.spec import read_model  # only for what could be read as YAML

    values = plain(root)
    try:
        model = read_model(values)
    except InputError as error:
        further = _further_problems(values, error.problems, check)
        raise places.error([*chain.problems, *_unsaid(error, places), *further]) from None
    try:
        checked = check(model)
    except InputError as error:
        raise places.error([*chain.problems, *_unsaid(error, places)]) from None
    if chain.problems:
        raise places.error(chain.problems)
    return Loaded(model, places, source.name, is_default), checked


def _unsaid(error: InputError, places: SourceMap) -> list[Problem]:
    return [problem for problem in error.problems if not places.was_refused(problem.loc)]


def _further_problems(
    values: dict[str, Any], problems: Sequence[Problem], check: Callable[[ModelEntry], object]
) -> list[Problem]:
    """What `check` finds in the parts of a model that the reader did not refuse."""
    from mesaprior.spec import read_model

    rest, gone = salvaged(values, problems)
    try:
        model = read_model(rest)
    except InputError:
        return []
    try:
        check(model)
    except InputError as error:
        said = {(problem.code, problem.loc) for problem in problems}
        return [
            problem
            for problem in error.problems
            if (problem.code, problem.loc) not in said and not is_fallout(problem, gone)
        ]
    return []

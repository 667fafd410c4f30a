"""Models by path or name, alone and two by two: `load` and `diff`.

Floor: `api`.
"""

from __future__ import annotations

from pathlib import Path

from mesaprior import engine
from mesaprior.api.model import Model
from mesaprior.limits import CLAIM_SECONDS
from mesaprior.loading import load_checked
from mesaprior.model import build
from mesaprior.results import Diff


def load(model: str | Path | None = None) -> Model:
    """The model behind a path or a built-in model's name, checked whole.

    None means what the command line means by it: `$MESAPRIOR_MODEL`, `mesaprior.yaml` here or above, else
    the built-in `speed-simplicity`. Raises `InputError` with every problem at its line and column.
    """
    loaded, _ = load_checked(model, build)
    asked = Model.model_validate(loaded.model)
    asked._source = loaded.source
    return asked


def diff(before: Model | str | Path, after: Model | str | Path, *, seconds: float = CLAIM_SECONDS) -> Diff:
    """What changes from one model to another, each a model, a path or a built-in model's name: verdicts that
    flip, crossovers that move, winners that change. `seconds` is what each claim may take."""
    one, other = (model if isinstance(model, Model) else load(model) for model in (before, after))
    checked = (one.check(seconds=seconds), other.check(seconds=seconds))
    return engine.diff(one._built, other._built, checked)

"""From a validated spec to a model that can be asked: names resolved, sums expanded, symbols made.

Floor: below `results` and `engine`, above `priors`. The way in is `build`. What reads claims is imported when
there is one to read.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesaprior.model.build import build, model_under, restated
from mesaprior.model.given import COMPARE, checked_number, expansion_of, parsed_fact
from mesaprior.model.names import AXIS_KEYS
from mesaprior.model.records import Fact, Model, Statement
from mesaprior.model.variants import Variant

if TYPE_CHECKING:
    from mesaprior.model.claims import parsed_claim, stated

__all__ = [
    "AXIS_KEYS",
    "COMPARE",
    "Fact",
    "Model",
    "Statement",
    "Variant",
    "build",
    "checked_number",
    "expansion_of",
    "model_under",
    "parsed_claim",
    "parsed_fact",
    "restated",
    "stated",
]

_OF_CLAIMS: Final = frozenset({"parsed_claim", "stated"})


def __getattr__(name: str) -> Any:
    if name not in _OF_CLAIMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.claims"), name)

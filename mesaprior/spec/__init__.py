"""What a model says: the records behind a model file and behind `Model(...)` in Python.

Floor: above `language`; imports pydantic, nothing of the engine. A record checks shapes, exact numbers and
names; what the formulas mean (which term, which axis) is checked by `model`, which sees the whole model.
Formulas stay text here. Numbers are exact: text such as `0.1`, `3/2`, or an int or a `Fraction`.

The records are imported when they are first used: importing pydantic takes 60 ms, which would nearly double
the time that it takes to say that a file is not there or is no YAML.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesaprior.spec.file_format import FORMAT_VERSION
from mesaprior.spec.names import KEY

if TYPE_CHECKING:
    from mesaprior.spec.fields import NAMED_PRIORS, Verdict
    from mesaprior.spec.reading import problems_of, read_model
    from mesaprior.spec.records import (
        AxisSpec,
        ClaimSpec,
        FactSpec,
        ModelSpec,
        ParameterSpec,
        PriorSpec,
        ScenarioSpec,
        SourceSpec,
        TermSpec,
        VariantSpec,
    )

__all__ = [
    "FORMAT_VERSION",
    "KEY",
    "NAMED_PRIORS",
    "AxisSpec",
    "ClaimSpec",
    "FactSpec",
    "ModelSpec",
    "ParameterSpec",
    "PriorSpec",
    "ScenarioSpec",
    "SourceSpec",
    "TermSpec",
    "VariantSpec",
    "Verdict",
    "problems_of",
    "read_model",
]

_HOME: Final = {
    "NAMED_PRIORS": "fields",
    "Verdict": "fields",
    "problems_of": "reading",
    "read_model": "reading",
}
"""Where a name comes from that is no record."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME.get(name, 'records')}"), name)

"""What a model says: the entries behind a model file, and the pydantic records behind `Model(...)` in Python.

Floor: above `language`; nothing of the engine. What is read has its shapes, exact numbers and names checked;
what the formulas mean (which term, which axis) is checked by `model`, which sees the whole model. Formulas
stay text here. Numbers are exact: text such as `0.1`, `3/2`, or an int or a `Fraction`.

`VariantEntry` is what a file says of a variant, `VariantSpec` the same in pydantic, for who works in Python.
Importing pydantic and validating once takes half as long as a whole answer does without it, so only Python's
door does; the rest is imported when it is first used too: to say that a file is no YAML takes none of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesaprior.spec.file_format import FORMAT_VERSION
from mesaprior.spec.names import KEY

if TYPE_CHECKING:
    from mesaprior.spec.entries import (
        ClaimEntry,
        FactEntry,
        ModelEntry,
        ParameterEntry,
        PriorEntry,
        ScenarioEntry,
    )
    from mesaprior.spec.entry import changed, values_of
    from mesaprior.spec.fields import NAMED_PRIORS, Verdict
    from mesaprior.spec.reading import read_model
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
        problems_of,
    )

__all__ = [
    "FORMAT_VERSION",
    "KEY",
    "NAMED_PRIORS",
    "AxisSpec",
    "ClaimEntry",
    "ClaimSpec",
    "FactEntry",
    "FactSpec",
    "ModelEntry",
    "ModelSpec",
    "ParameterEntry",
    "ParameterSpec",
    "PriorEntry",
    "PriorSpec",
    "ScenarioEntry",
    "ScenarioSpec",
    "SourceSpec",
    "TermSpec",
    "VariantSpec",
    "Verdict",
    "changed",
    "problems_of",
    "read_model",
    "values_of",
]

_HOME: Final = {
    "NAMED_PRIORS": "fields",
    "Verdict": "fields",
    "changed": "entry",
    "read_model": "reading",
    "values_of": "entry",
}
"""Where a name comes from that is neither an entry nor a record."""


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOME.get(name) or ("entries" if name.endswith("Entry") else "records")
    return getattr(import_module(f"{__name__}.{home}"), name)

"""What a model says: the records behind a model file and behind `Model(...)` in Python.

Floor: above `language`; imports pydantic, nothing of the engine. A record checks shapes, exact numbers and
names; what the formulas mean (which term, which axis) is checked by `model`, which sees the whole model.
Formulas stay text here. Numbers are exact: text such as `0.1`, `3/2`, or an int or a `Fraction`.
"""

from mesaprior.spec.fields import FORMAT_VERSION, NAMED_PRIORS, Verdict
from mesaprior.spec.names import KEY
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

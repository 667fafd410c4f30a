"""The pydantic records of a model: `ModelSpec(...)` in Python, with the fields that `entries` declares.

Floor: `spec`. Only who works in Python, or asks for the JSON Schema, imports this module: a file is read, and
an answer found, by plain entries. A whole model from Python is looked at by the reader of files first, so the
two doors refuse the same things in the same words.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails, core_schema

from mesaprior.errors import Problem
from mesaprior.spec.entries import (
    AxisEntry,
    ClaimEntry,
    FactEntry,
    ModelEntry,
    ParameterEntry,
    Prices,
    PriorEntry,
    ScenarioEntry,
    SourceEntry,
    TermEntry,
    VariantEntry,
)
from mesaprior.spec.entry import Entry, said_by
from mesaprior.spec.fields import FormulaText
from mesaprior.spec.kinds import as_pydantic
from mesaprior.spec.reading import problems_in


class Record(BaseModel):
    """Strict, frozen, no unknown keys: a misspelt key is an error, not a silent default."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class SourceSpec(Record, SourceEntry):
    """A `SourceEntry` in Python."""


class AxisSpec(Record, AxisEntry):
    """An `AxisEntry` in Python."""


class ParameterSpec(Record, ParameterEntry):
    """A `ParameterEntry` in Python."""


class PriorSpec(Record, PriorEntry):
    """A `PriorEntry` in Python."""


class TermSpec(Record, TermEntry):
    """A `TermEntry` in Python."""


class VariantSpec(Record, VariantEntry):
    """A `VariantEntry` in Python."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, FormulaText]


class FactSpec(Record, FactEntry):
    """A `FactEntry` in Python."""


class ScenarioSpec(Record, ScenarioEntry):
    """A `ScenarioEntry` in Python."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Prices]


class ClaimSpec(Record, ClaimEntry):
    """A `ClaimEntry` in Python."""


class ModelSpec(Record, ModelEntry):
    """A whole model in Python.

    Made from dicts and lists, with numbers as text, `int` or `Fraction`. What is wrong raises pydantic's
    `ValidationError`, whose `problems_of` are those that `read_model` raises for the same values.
    """

    @model_validator(mode="wrap")
    @classmethod
    def _read_first(cls, values: Any, handler: Any) -> Any:
        """What is wrong is said by the reader of files; pydantic looks at what that lets pass."""
        values = _as_written(values)
        if isinstance(values, dict) and (found := problems_in(values)):
            details: list[InitErrorDetails] = [
                {"type": as_pydantic(problem), "loc": problem.loc, "input": None} for problem in found
            ]
            raise ValidationError.from_exception_data(cls.__name__, details)
        return handler(values)


def problems_of(error: ValidationError) -> list[Problem]:
    """What a `ModelSpec` was refused for."""
    return [
        Problem(detail["type"], detail["msg"], detail.get("ctx", {}).get("help"), detail["loc"])
        for detail in error.errors(include_url=False)
    ]


def record_of(entry: type[Entry]) -> type[Record]:
    """The record that has the fields of a kind of entry."""
    return next(record for record in Record.__subclasses__() if entry in record.__bases__)


def schema_of_entry(entry: type[Entry], handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
    """pydantic's schema where `entry` is declared: the record, also made of what a plain entry says."""
    record: core_schema.CoreSchema = handler.generate_schema(record_of(entry))
    return core_schema.no_info_before_validator_function(_as_written, record)


def _as_written(value: Any) -> Any:
    return said_by(value) if isinstance(value, Entry) and not isinstance(value, Record) else value

"""What a model says: the pydantic records behind a model file and behind `Model(...)` in Python.

Floor: above `language`; imports pydantic, nothing of the engine. A record checks shapes, exact numbers and
names; what the formulas mean (which term, which axis) is checked by `model`, which sees the whole model.

Formulas stay text here. Numbers are exact: text such as `0.1`, `3/2` or an int or a `Fraction`; a float
is refused, because 0.1 is not 1/10 there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from mesaprior import limits
from mesaprior.errors import InputError
from mesaprior.language.parser import check_declarable, parse_number

FORMAT_VERSION = 1
"""The `mesaprior:` number of model files that this version reads."""


def _exact(value: Any) -> Fraction:
    """Text, int or Fraction -> Fraction; anything else, floats and booleans above all, is refused."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str):
        try:
            return parse_number(value)
        except InputError as error:
            raise _as_pydantic(error) from None
    raise PydanticCustomError(
        "not-a-number", "{what} is not an exact number", {"what": repr(value), "help": "write it as text, '0.1', or a Fraction"}
    )


def _as_pydantic(error: InputError) -> PydanticCustomError:
    problem = error.problems[0]
    return PydanticCustomError(problem.code, "{what}", {"what": problem.message, "help": problem.help})  # type: ignore[arg-type]


def _formula(value: Any) -> Any:
    """A bare number is a formula too: `0` -> `"0"`."""
    if isinstance(value, Fraction) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value)
    return value


def _flag(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def _name(value: Any) -> Any:
    if isinstance(value, str):
        try:
            check_declarable(value)
        except InputError as error:
            raise _as_pydantic(error) from None
    return value


Exact = Annotated[
    Fraction,
    BeforeValidator(_exact),
    PlainSerializer(str, return_type=str),
    WithJsonSchema({"type": ["string", "number"], "description": "an exact number: 12, 0.5 or 3/2"}),
]
FormulaText = Annotated[
    str,
    BeforeValidator(_formula),
    WithJsonSchema({"type": ["string", "number"], "description": "a formula in mesaprior's language"}),
]
Prose = Annotated[str, StringConstraints(max_length=limits.TEXT_CHARACTERS)]
Flag = Annotated[bool, BeforeValidator(_flag)]
DeclaredName = Annotated[str, BeforeValidator(_name)]


class Record(BaseModel):
    """Strict, frozen, no unknown keys: a misspelt key is an error, not a silent default."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class SourceSpec(Record):
    """Where an argument was made."""

    author: Prose
    title: Prose
    year: Annotated[int, BeforeValidator(lambda v: int(v) if isinstance(v, str) and v.isdecimal() else v)]
    url: Prose | None = None


class AxisSpec(Record):
    """A way to price a term beyond complexity `c` and time `t`, e.g. `l` for training loss in bits."""

    meaning: Prose | None = None
    unit: Prose | None = None
    weight: FormulaText | None = None
    """What one unit of this axis costs under a named prior: a number or an expression of parameters."""


class ParameterSpec(Record):
    """A positive real that formulas may use; bounds are facts."""

    meaning: Prose | None = None
    latex: Prose | None = None
    above: Exact | None = None
    at_least: Exact | None = None
    below: Exact | None = None
    at_most: Exact | None = None


class PriorSpec(Record):
    """A custom cost: an expression in the axes, `g` and parameters; the lowest cost wins."""

    cost: FormulaText
    parameters: dict[DeclaredName, ParameterSpec] = Field(default_factory=dict)
    note: Prose | None = None


class TermSpec(Record):
    """A named piece of a program."""

    meaning: Prose | None = None
    latex: Prose | None = None
    may_be_zero: Flag = False


class VariantSpec(Record):
    """A program type: what it costs on each axis, as a sum of terms. Extra keys are extra axes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[str, FormulaText]

    complexity: FormulaText
    time: FormulaText
    title: Prose | None = None
    tags: tuple[Prose, ...] = ()
    note: Prose | None = None


class FactSpec(Record):
    """An assumption on the terms, with the sentence that it makes formal."""

    formal: FormulaText
    id: Prose | None = None
    says: Prose | None = None


class ScenarioSpec(Record):
    """Exact numbers for some or all prices and parameters. Extra keys are extra axes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[str, dict[str, Exact]]

    says: Prose | None = None
    c: dict[str, Exact] = Field(default_factory=dict)
    t: dict[str, Exact] = Field(default_factory=dict)
    parameters: dict[str, Exact] = Field(default_factory=dict)


class ModelSpec(Record):
    """A whole model. `extends` is resolved before this record is made."""

    mesaprior: Annotated[Literal[1], BeforeValidator(lambda v: int(v) if isinstance(v, str) and v.isdecimal() else v)] = 1
    name: Prose
    title: Prose | None = None
    note: Prose | None = None
    sources: tuple[SourceSpec, ...] = ()
    prior: str | PriorSpec = "linear"
    axes: dict[DeclaredName, AxisSpec] = Field(default_factory=dict)
    parameters: dict[DeclaredName, ParameterSpec] = Field(default_factory=dict)
    terms: dict[str, TermSpec] = Field(default_factory=dict)
    variants: dict[DeclaredName, VariantSpec]
    facts: tuple[FormulaText | FactSpec, ...] = ()
    scenarios: dict[Prose, ScenarioSpec] = Field(default_factory=dict)

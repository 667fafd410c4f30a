"""The records of a model: what may stand in a model file, and in `ModelSpec(...)` in Python.

Each key's meaning stands below it, where `file_schema` finds it for an editor to show: sentences in
`Field(description=...)` would be paid for at every start of every command.
"""

from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Tag,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails

from mesaprior import limits
from mesaprior.spec.fields import (
    DeclaredName,
    Exact,
    Expectation,
    Flag,
    FormatNumber,
    FormulaText,
    Label,
    NamedPrior,
    Price,
    Prose,
    TermName,
    TypesetName,
    Year,
    as_pydantic,
    counted,
    listed,
    mapped,
    one_or_listed,
)
from mesaprior.spec.file_format import FORMAT_VERSION
from mesaprior.spec.names import name_problems

_Mapped = BeforeValidator(mapped)
_Listed = BeforeValidator(listed)
_Prices = Annotated[
    dict[TermName, Price], counted(mapped, "here are {} prices on one axis", limits.MODEL_TERMS)
]


# What this costs at start-up, as medians of 25 processes without the garbage collector, in units of
# `import pydantic` (19 ms): pydantic's own machinery behind the first subclass of BaseModel 2.0; all records
# here 0.2; their first validation 0.85, of which 0.65 is pydantic's search for plugins among the installed
# packages. Annotations are not strings (evaluating those took a third more), kinds of value are plain
# functions, and nothing is built before it is asked for.
class Record(BaseModel):
    """Strict, frozen, no unknown keys: a misspelt key is an error, not a silent default."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)


class SourceSpec(Record):
    """Where an argument was made."""

    author: Prose
    """Who made it."""
    title: Prose
    """The title of the essay or paper."""
    year: Year
    """The year it came out, four digits."""
    url: Prose | None = None
    """Where it can be read."""


class AxisSpec(Record):
    """A way to price a term beyond complexity `c` and time `t`, e.g. `l` for training loss in bits."""

    meaning: Prose | None = None
    """What is priced on this axis, in words."""
    unit: Prose | None = None
    """What one unit of it is: bits, steps, nats."""
    weight: FormulaText | None = None
    """What one unit of this axis costs under a named prior: a number or an expression of parameters."""


class ParameterSpec(Record):
    """A positive real that formulas may use; bounds are facts."""

    meaning: Prose | None = None
    """What it stands for, in words."""
    latex: TypesetName | None = None
    """How it is printed in mathematics, e.g. `\\lambda`."""
    above: Exact | None = None
    """It is greater than this number."""
    at_least: Exact | None = None
    """It is this number or greater."""
    below: Exact | None = None
    """It is less than this number."""
    at_most: Exact | None = None
    """It is this number or less."""


class PriorSpec(Record):
    """A custom cost: an expression in the axes, `g` and parameters; the lowest cost wins."""

    cost: FormulaText
    """The cost of a variant, e.g. `g*c + 2*t`; it must be increasing in every axis it uses."""
    parameters: Annotated[dict[DeclaredName, ParameterSpec], _Mapped] = {}
    """Positive reals that the cost uses, by name."""
    note: Prose | None = None
    """Why this cost."""


def _spelling(value: Any) -> str:
    """Which of two branches a value belongs to, by the look of it, so that only that branch complains."""
    return "mapping" if isinstance(value, dict | Record) else "text"


_Prior = Annotated[
    Annotated[NamedPrior, Tag("text")] | Annotated[PriorSpec, Tag("mapping")], Discriminator(_spelling)
]


class TermSpec(Record):
    """A named piece of a program."""

    meaning: Prose | None = None
    """What this piece does, in words."""
    latex: TypesetName | None = None
    """How it is printed in mathematics, e.g. `\\mathrm{base}`."""
    may_be_zero: Flag = False
    """`true`: its prices may be 0; otherwise every price is positive."""


class VariantSpec(Record):
    """A program type: what it costs on each axis, as a sum of terms. Extra keys are prices on extra axes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[str, FormulaText]

    title: Prose | None = None
    """A short name in words, shown beside the variant's name."""
    tags: Annotated[tuple[Label, ...], _Listed] = ()
    """Words to group variants by, e.g. `[honest]`."""
    complexity: FormulaText
    """Its description length in bits, as a sum of terms: `get_base_obj + mesaoptimize`."""
    time: FormulaText
    """Its running time in steps, as a sum of terms."""
    members: FormulaText | None = None
    """How many equally costed programs this stands for, a power of two: `2**a` makes it a bits simpler."""
    note: Prose | None = None
    """What is a modelling choice here."""


class FactSpec(Record):
    """An assumption on the terms, with the sentence that it makes formal."""

    id: Label | None = None
    """A name for it, so that a model that extends this one can replace or remove it."""
    says: Prose | None = None
    """The assumption in words."""
    formal: FormulaText
    """The assumption as a comparison: `c(simplest_obj) <= c(get_base_obj)`."""


class ScenarioSpec(Record):
    """Exact numbers for some or all prices and parameters. Extra keys are extra axes."""

    model_config = ConfigDict(strict=True, frozen=True, extra="allow", defer_build=True)
    __pydantic_extra__: dict[str, _Prices]

    says: Prose | None = None
    """Where the numbers come from."""
    c: _Prices = {}
    """Complexity of each term, in bits."""
    t: _Prices = {}
    """Time of each term, in steps."""
    parameters: Annotated[dict[DeclaredName, Price], _Mapped] = {}
    """The value of each parameter."""


class ClaimSpec(Record):
    """A sentence about the model that can be proved or refuted."""

    id: Label
    """A name for it: `check --claim` asks it alone; a model that extends this one replaces or removes it."""
    says: Prose | None = None
    """The claim in words, as its author put it."""
    formal: FormulaText
    """The claim: `H_fh beats H_sd for small g`, `if c(a) < c(b) then H_sd wins`, `t(H_fh) < t(H_sd)`."""
    expect: Expectation | None = None
    """What should become of it: `proved` (the default), `refuted` or `undecided`."""
    assuming: Annotated[
        tuple[FormulaText, ...],
        counted(one_or_listed, "this claim has {} assumptions", limits.CLAIM_ASSUMPTIONS),
    ] = ()
    """Comparisons assumed for this claim alone, beside the facts; a single one needs no list."""
    prior: _Prior | None = None
    """Asked under this prior instead of the model's."""
    note: Prose | None = None
    """What is a reading of ours, or why the verdict matters."""


class ModelSpec(Record):
    """A whole model. `extends` is resolved before this record is made.

    Made from dicts and lists, with numbers as text, `int` or `Fraction`. What is wrong raises pydantic's
    `ValidationError`; `read_model` raises an `InputError` with every problem in our words instead.
    """

    mesaprior: FormatNumber = FORMAT_VERSION
    """The number of the file format; 1 for now."""
    name: Label
    """What the model is called."""
    title: Prose | None = None
    """One line that says what the model is about."""
    note: Prose | None = None
    """What is a modelling choice rather than the source's own."""
    sources: Annotated[tuple[SourceSpec, ...], _Listed] = ()
    """Where the argument was made."""
    prior: _Prior = "linear"
    """What is charged for a program: a named prior, or a mapping with a `cost` of your own."""
    axes: Annotated[
        dict[DeclaredName, AxisSpec], counted(mapped, "this model has {} axes", limits.MODEL_AXES)
    ] = {}
    """Ways to price a term beyond complexity `c` and time `t`, by name."""
    parameters: Annotated[
        dict[DeclaredName, ParameterSpec],
        counted(mapped, "this model has {} parameters", limits.MODEL_PARAMETERS),
    ] = {}
    """Positive reals that formulas may use, by name."""
    terms: Annotated[
        dict[TermName, TermSpec], counted(mapped, "this model has {} terms", limits.MODEL_TERMS)
    ] = {}
    """The named pieces of programs. Declare none, or all: then a misspelt one is an error."""
    variants: Annotated[
        dict[DeclaredName, VariantSpec],
        counted(mapped, "this model has {} variants", limits.MODEL_VARIANTS, 1),
    ]
    """The program types that are compared, by name."""
    facts: Annotated[
        tuple[
            Annotated[
                Annotated[FormulaText, Tag("text")] | Annotated[FactSpec, Tag("mapping")],
                Discriminator(_spelling),
            ],
            ...,
        ],
        counted(listed, "this model has {} facts", limits.MODEL_FACTS),
    ] = ()
    """Assumptions on the terms, each a comparison."""
    scenarios: Annotated[
        dict[Label, ScenarioSpec], counted(mapped, "this model has {} scenarios", limits.MODEL_SCENARIOS)
    ] = {}
    """Sets of exact numbers, by name."""
    claims: Annotated[
        tuple[ClaimSpec, ...], counted(listed, "this model has {} claims", limits.MODEL_CLAIMS)
    ] = ()
    """Sentences to be proved or refuted, each with an `id`."""

    def to_yaml(self) -> str:
        """The model as a model file: always the same bytes, defaults left out; `load_text` reads it back."""
        from mesaprior.spec.yaml_text import write_model  # only `show` and Python pay for the writer

        return write_model(self)

    @model_validator(mode="wrap")
    @classmethod
    def _with_names_checked(cls, values: Any, handler: Any) -> Any:
        """Names are checked on what was written: a term may be spelt in two ways, an extra key is an axis."""
        made = handler(values)
        if isinstance(values, dict) and (found := list(name_problems(values))):
            details: list[InitErrorDetails] = [
                {"type": as_pydantic(problem), "loc": problem.loc, "input": None} for problem in found
            ]
            raise ValidationError.from_exception_data(cls.__name__, details)
        return made

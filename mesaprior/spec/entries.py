"""The entries of a model: what may stand in a model file, and in `Model(...)` in Python.

Floor: `spec`. Imports no pydantic. Each key is declared here and nowhere else; its meaning stands below it,
where `file_schema` finds it for an editor to show. Annotations are not strings: `reading` reads them, and
evaluating strings takes longer.
"""

from typing import Annotated, Any, Final

from mesaprior import limits
from mesaprior.spec.entry import Entry
from mesaprior.spec.fields import (
    DeclaredName,
    Exact,
    Expectation,
    FamilyTrees,
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
    counted,
    listed,
    mapped,
    one_or_listed,
)
from mesaprior.spec.file_format import FORMAT_VERSION
from mesaprior.spec.kinds import Before, TextOrEntry

NONE_GIVEN: Final[dict[Any, Any]] = {}
"""Where nothing is said of a section; nobody writes into what a model says."""
_Mapped = Before(mapped)
_Listed = Before(listed)
Prices = Annotated[
    dict[TermName, Price], counted(mapped, "here are {} prices on one axis", limits.MODEL_TERMS)
]
"""Prices of terms on one axis."""


class SourceEntry(Entry):
    """Where an argument was made."""

    AS_IN = "{author: ..., title: ..., year: 2022}"

    author: Prose
    """Who made it."""
    title: Prose
    """The title of the essay or paper."""
    year: Year
    """The year it came out, four digits."""
    url: Prose | None = None
    """Where it can be read."""


class AxisEntry(Entry):
    """A way to price a term beyond complexity `c` and time `t`, e.g. `l` for training loss in bits."""

    AS_IN = "{meaning: ...}"

    meaning: Prose | None = None
    """What is priced on this axis, in words."""
    unit: Prose | None = None
    """What one unit of it is: bits, steps, nats."""
    weight: FormulaText | None = None
    """What one unit of this axis costs under a named prior: a number or an expression of parameters."""


class ParameterEntry(Entry):
    """A positive real that formulas may use; bounds are facts."""

    AS_IN = "{meaning: ..., above: 0}"

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


class PriorEntry(Entry):
    """A custom cost: an expression in the axes, `g` and parameters; the lowest cost wins."""

    cost: FormulaText
    """The cost of a variant, e.g. `g*c + 2*t`; it must be increasing in every axis it uses."""
    parameters: Annotated[dict[DeclaredName, ParameterEntry], _Mapped] = NONE_GIVEN
    """Positive reals that the cost uses, by name."""
    note: Prose | None = None
    """Why this cost."""


_Prior = Annotated[NamedPrior | PriorEntry, TextOrEntry()]


class TermEntry(Entry):
    """A named piece of a program."""

    AS_IN = "{meaning: ...}, or {} where there is nothing to say"

    meaning: Prose | None = None
    """What this piece does, in words."""
    latex: TypesetName | None = None
    """How it is printed in mathematics, e.g. `\\mathrm{base}`."""
    may_be_zero: Flag = False
    """`true`: its prices may be 0; otherwise every price is positive."""


class VariantEntry(Entry):
    """A program type: what it costs on each axis, as a sum of terms. Extra keys are prices on extra axes."""

    AS_IN = "{complexity: ..., time: ...}"
    MORE = FormulaText

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


class FactEntry(Entry):
    """An assumption on the terms, with the sentence that it makes formal."""

    id: Label | None = None
    """A name for it, so that a model that extends this one can replace or remove it."""
    says: Prose | None = None
    """The assumption in words."""
    formal: FormulaText
    """The assumption as a comparison: `c(simplest_obj) <= c(get_base_obj)`."""


class ScenarioEntry(Entry):
    """Exact numbers for some or all prices and parameters. Extra keys are extra axes."""

    AS_IN = "{c: {...}, t: {...}}"
    MORE = Prices

    says: Prose | None = None
    """Where the numbers come from."""
    c: Prices = NONE_GIVEN
    """Complexity of each term, in bits."""
    t: Prices = NONE_GIVEN
    """Time of each term, in steps."""
    parameters: Annotated[dict[DeclaredName, Price], _Mapped] = NONE_GIVEN
    """The value of each parameter."""


class ClaimEntry(Entry):
    """A sentence about the model that can be proved or refuted."""

    AS_IN = "{id: ..., formal: H_x wins}"

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


class ModelEntry(Entry):
    """A whole model, `extends` resolved: `read_model` makes it, with every problem in our words."""

    mesaprior: FormatNumber = FORMAT_VERSION
    """The number of the file format; 1 for now."""
    name: Label
    """What the model is called."""
    title: Prose | None = None
    """One line that says what the model is about."""
    note: Prose | None = None
    """What is a modelling choice rather than the source's own."""
    sources: Annotated[tuple[SourceEntry, ...], _Listed] = ()
    """Where the argument was made."""
    prior: _Prior = "linear"
    """What is charged for a program: a named prior, or a mapping with a `cost` of your own."""
    axes: Annotated[
        dict[DeclaredName, AxisEntry], counted(mapped, "this model has {} axes", limits.MODEL_AXES)
    ] = NONE_GIVEN
    """Ways to price a term beyond complexity `c` and time `t`, by name."""
    parameters: Annotated[
        dict[DeclaredName, ParameterEntry],
        counted(mapped, "this model has {} parameters", limits.MODEL_PARAMETERS),
    ] = NONE_GIVEN
    """Positive reals that formulas may use, by name."""
    terms: Annotated[
        dict[TermName, TermEntry], counted(mapped, "this model has {} terms", limits.MODEL_TERMS)
    ] = NONE_GIVEN
    """The named pieces of programs. Declare none, or all: then a misspelt one is an error."""
    variants: Annotated[
        dict[DeclaredName, VariantEntry],
        counted(mapped, "this model has {} variants", limits.MODEL_VARIANTS),
    ] = NONE_GIVEN
    """The program types that are compared, by name."""
    families: FamilyTrees = NONE_GIVEN
    """Variants as trees of choices, by name: `all` adds its parts up, `one_of` chooses, a leaf is what is
    paid. The members, named by their choices as in `H/deceptive/derives`, are variants too."""
    facts: Annotated[
        tuple[Annotated[FormulaText | FactEntry, TextOrEntry()], ...],
        counted(listed, "this model has {} facts", limits.MODEL_FACTS),
    ] = ()
    """Assumptions on the terms, each a comparison."""
    scenarios: Annotated[
        dict[Label, ScenarioEntry], counted(mapped, "this model has {} scenarios", limits.MODEL_SCENARIOS)
    ] = NONE_GIVEN
    """Sets of exact numbers, by name."""
    claims: Annotated[
        tuple[ClaimEntry, ...], counted(listed, "this model has {} claims", limits.MODEL_CLAIMS)
    ] = ()
    """Sentences to be proved or refuted, each with an `id`."""

    def to_yaml(self) -> str:
        """The model as a model file: always the same bytes, defaults left out; `load_text` reads it back."""
        from mesaprior.spec.yaml_text import write_model  # only `show` and Python pay for the writer

        return write_model(self)

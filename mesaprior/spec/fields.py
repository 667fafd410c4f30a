"""The kinds of value that a model holds, each with what it accepts, in one place.

Floor: `spec`. In a file every value is text; in Python a number may be an `int` or a `Fraction` as well. A
float is refused everywhere, because 0.1 is not 1/10 there. Each kind refuses with an `InputError`, in the
project's own words, so pydantic's are never shown for a value.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Annotated, Any, Final, Literal, NoReturn, TypeAlias

from mesaprior import limits
from mesaprior.errors import InputError, did_you_mean, one_of, refuse
from mesaprior.language.latex import PLAIN_NAME
from mesaprior.language.parser import check_declarable, parse_number
from mesaprior.spec.file_format import FORMAT_VERSION, format_problem
from mesaprior.spec.kinds import Before, Kind
from mesaprior.spec.text import control_character, number_text, shape, term_name

NAMED_PRIORS: Final = (
    "linear", "monotone", "additive", "power", "exponential", "levin", "cap", "simplicity", "speed",
)  # fmt: skip
"""The priors that `prior:` may name."""

Verdict: TypeAlias = Literal["proved", "refuted", "undecided"]
VERDICTS: Final[tuple[Verdict, ...]] = ("proved", "refuted", "undecided")
"""What can become of a claim, and so what one may expect."""


def _refuse(code: str, message: str, help: str | None = None) -> NoReturn:
    raise refuse(code, message, help)


def _text(value: Any, kind: str) -> str:
    if not isinstance(value, str):
        _refuse("wrong-shape", f"expected {kind}, found {shape(value)}")
    offset = control_character(value)
    if offset is not None:
        _refuse(
            "control-character",
            f"this text holds the control character U+{ord(value[offset]):04X}",
            "leave it out; a line break or a tab is fine",
        )
    return value


def _prose(value: Any) -> str:
    text = _text(value, "text")
    if len(text) > limits.TEXT_CHARACTERS:
        _refuse(
            "text-too-long",
            f"this text has {len(text)} characters; {limits.TEXT_CHARACTERS} are allowed",
            "shorten it; sources can name a longer text",
        )
    return text


def _label(value: Any) -> str:
    text = _prose(value)
    if not text.strip() or "\n" in text:
        _refuse("bad-name", "a name here is one line of text, and not empty")
    return text


def _typeset(value: Any) -> str:
    text = _text(value, "a name as mathematics")
    if PLAIN_NAME.fullmatch(text):
        return text
    from mesaprior.language.typeset import parse_typeset

    parse_typeset(text)
    return text


def _formula(value: Any) -> str:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return number_text(_exact(value))
    if isinstance(value, float):
        _refuse_float(value)
    text = _text(value, "a formula")
    if len(text) > limits.FORMULA_CHARACTERS:
        _refuse(
            "formula-too-long",
            f"this formula has {len(text)} characters; {limits.FORMULA_CHARACTERS} are allowed",
            "split it: give a part of it a term or a parameter of its own",
        )
    return text


def _exact(value: Any) -> Fraction:
    if isinstance(value, str):
        return parse_number(value)
    if isinstance(value, float):
        _refuse_float(value)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        _refuse("not-a-number", f"expected a number, found {shape(value)}", "write it as 12, 0.5 or 3/2")
    exact = Fraction(value)
    size = max(exact.numerator.bit_length(), exact.denominator.bit_length())
    if size > 4 * limits.NUMBER_CHARACTERS or len(str(exact)) > limits.NUMBER_CHARACTERS:
        _refuse(
            "number-too-long",
            f"this number has more than {limits.NUMBER_CHARACTERS} characters",
            "round it, or write it as a fraction of smaller numbers",
        )
    return exact


def _refuse_float(value: float) -> NoReturn:
    _refuse(
        "not-a-number",
        f"the float {value!r} is not an exact number",
        f"write it as text, '{value!r}', or as a Fraction: a float is rounded to a binary fraction",
    )


def _price(value: Any) -> Fraction:
    price = _exact(value)
    if price < 0:
        _refuse("negative-price", f"{price} is negative", "prices and parameters are positive")
    return price


def _flag(value: Any) -> bool:
    flag = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
    if not isinstance(flag, bool):
        found = repr(value) if isinstance(value, str) else shape(value)
        _refuse("wrong-shape", f"expected true or false, found {found}")
    return flag


def _year(value: Any) -> int:
    if isinstance(value, str) and re.fullmatch("[0-9]{4}", value):
        return int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return value
    found = repr(value) if isinstance(value, str) else shape(value)
    _refuse("not-a-number", f"expected a year, found {found}", "write four digits: 2022")


def _format(value: Any) -> int:
    problem = format_problem(value)
    if problem is not None:
        raise InputError([problem])
    return int(value)


def _declared(value: Any) -> str:
    text = _text(value, "a name")
    check_declarable(text)
    return text


def _named_prior(value: Any) -> str:
    name = _text(value, "the name of a prior, or a mapping with its cost")
    if name in NAMED_PRIORS:
        return name
    if re.fullmatch(r"\w+", name):
        near = did_you_mean(name, NAMED_PRIORS)
        _refuse(
            "unknown-prior",
            f"unknown prior {name!r}",
            near or f"write {one_of(NAMED_PRIORS, len(NAMED_PRIORS))}",
        )
    _refuse("unknown-prior", f"{name!r} is not the name of a prior", 'write a formula as {cost: "..."}')


def _expectation(value: Any) -> str:
    verdict = _text(value, "a verdict")
    if verdict not in VERDICTS:
        near = did_you_mean(verdict, VERDICTS) or f"write {one_of(VERDICTS)}, or leave it out"
        _refuse("unknown-verdict", f"{verdict!r} is not a verdict", near)
    return verdict


def one_or_listed(value: Any) -> Any:
    """A single text is as good as a list of one."""
    return (value,) if isinstance(value, str) else listed(value)


def listed(value: Any) -> Any:
    """A list is as good as a tuple; anything else is refused in our words."""
    if isinstance(value, list):
        return tuple(value)
    if not isinstance(value, tuple):
        short = isinstance(value, str) and 0 < len(value) <= 40 and value.isprintable()
        _refuse(
            "wrong-shape",
            f"expected a list, found {shape(value)}",
            f"write [{value}]" if short else "start each item with a dash, or write [a, b]",
        )
    return value


def mapped(value: Any) -> Any:
    """Anything but a mapping is refused in our words."""
    if not isinstance(value, dict):
        _refuse("wrong-shape", f"expected a mapping, found {shape(value)}", "write each entry as name: value")
    return value


def _families(value: Any) -> Any:
    trees = mapped(value)
    if not trees:
        return trees
    from mesaprior.spec.families import as_kept  # most models have none

    return as_kept(trees)


def counted(collection: Callable[[Any], Any], say: str, at_most: int) -> Before:
    """A `listed` or `mapped` collection with a bounded number of entries; `say` has a {} for the number."""

    def check(value: Any) -> Any:
        entries = collection(value)
        if len(entries) > at_most:
            message = f"{say.format(len(entries))}; {at_most} are allowed"
            _refuse("too-many", message, "leave some out, or split the model")
        return entries

    return Before(check)


NUMBER_PATTERN: Final = r"^\s*[+-]?[0-9]+(\.[0-9]+)?(/[0-9]+(\.[0-9]+)?)?\s*$"
NAME_PATTERN: Final = r"^[A-Za-z_][A-Za-z0-9_]*$"

_NUMBER_SCHEMA: Final[dict[str, Any]] = {"type": ["number", "string"], "pattern": NUMBER_PATTERN}
_PROSE_SCHEMA: Final[dict[str, Any]] = {"type": "string", "maxLength": limits.TEXT_CHARACTERS}

Exact = Annotated[Fraction, Kind(_exact, **_NUMBER_SCHEMA)]
"""An exact number: `12`, `0.5`, `3/2`."""
Price = Annotated[Fraction, Kind(_price, **_NUMBER_SCHEMA, minimum=0)]
"""An exact number that is not negative."""
FormulaText = Annotated[
    str, Kind(_formula, type=["string", "number"], maxLength=limits.FORMULA_CHARACTERS, minLength=1)
]
"""A formula, as text: what it means is checked by `model`, which sees the whole model."""
Prose = Annotated[str, Kind(_prose, **_PROSE_SCHEMA)]
"""Text for people: a title, a note, a meaning."""
TypesetName = Annotated[
    str, Kind(_typeset, type="string", minLength=1, maxLength=limits.TYPESET_NAME_CHARACTERS)
]
"""A name as mathematics, from a short list of commands: it goes into LaTeX as it stands."""
Label = Annotated[str, Kind(_label, **_PROSE_SCHEMA, minLength=1)]
"""One line of text that something is called by."""
Flag = Annotated[bool, Kind(_flag, type="boolean")]
Expectation = Annotated[Verdict, Kind(_expectation, enum=list(VERDICTS))]
"""What should become of a claim."""
Year = Annotated[int, Kind(_year, type="integer", minimum=1000, maximum=9999)]
FormatNumber = Annotated[int, Kind(_format, const=FORMAT_VERSION)]
DeclaredName = Annotated[
    str, Kind(_declared, type="string", pattern=NAME_PATTERN, maxLength=limits.NAME_CHARACTERS)
]
"""A name of a variant, a parameter or an axis."""
TermName = Annotated[str, Kind(term_name, type="string")]
"""A name, or a name applied to names, in its one spelling."""
FamilyTrees = Annotated[dict[str, Any], Kind(_families, type="object")]
"""Families by name, each a tree of choices in mappings and lists."""
NamedPrior = Annotated[str, Kind(_named_prior, enum=list(NAMED_PRIORS))]

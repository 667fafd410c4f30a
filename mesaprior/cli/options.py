"""The options that commands share, and how their texts become exact values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Final, TypeAlias

import typer

from mesaprior import formats
from mesaprior.errors import InputError, did_you_mean, one_of, refuse
from mesaprior.language.parser import parse_number
from mesaprior.priors import NAMED_PRIORS

FORMATS: Final = (*formats.FORMATS, "json")
"""How an answer can be spelled."""

LONGEST_TIMEOUT: Final = 86_400
"""Seconds: a day for one claim."""

# Every option is a text, a list of texts or a flag: typer would build a pydantic adapter for anything else
# (see `app.invoke`), and our own errors say more.
ModelArgument: TypeAlias = Annotated[
    str | None,
    typer.Argument(metavar="[MODEL]", help="A model file, a built-in model's name, or - for standard input."),
]
RateOption: TypeAlias = Annotated[
    str | None, typer.Option("-g", "--rate", metavar="G", help="The exchange rate, exactly: 2, 3/2, 1e-3.")
]
ScenarioOption: TypeAlias = Annotated[
    str | None, typer.Option("--scenario", metavar="NAME", help="Put in the numbers of this scenario.")
]
SetOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="'c(x)=12'", help="Put in one number; may be given several times."),
]
AssumeOption: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--assume", metavar="FACT", help="Assume 'c(a) <= c(b)'; may be given several times."),
]
TimeoutOption: TypeAlias = Annotated[
    str | None, typer.Option("--timeout", metavar="SECONDS", help="What one claim may take; 5 without it.")
]
PriorOption: TypeAlias = Annotated[
    str | None,
    typer.Option("--prior", metavar="NAME", help=f"Ask under another prior: {', '.join(NAMED_PRIORS)}."),
]
CertificatesOption: TypeAlias = Annotated[
    str | None, typer.Option("--certificates", metavar="FOLDER", help="Write the proofs there, for `verify`.")
]
FormatOption: TypeAlias = Annotated[
    str, typer.Option("-f", "--format", metavar="FORMAT", help=f"How to spell it: {', '.join(FORMATS)}.")
]
JsonOption: TypeAlias = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
OutputOption: TypeAlias = Annotated[
    str, typer.Option("-o", "--output", metavar="FILE", help="Where to write; - is standard output.")
]
QuietOption: TypeAlias = Annotated[bool, typer.Option("-q", "--quiet", help="No remarks on standard error.")]


def choice(text: str, known: Sequence[str], option: str) -> str:
    """`text` itself. Raises `InputError` with the nearest choice where it is none."""
    if text not in known:
        help = did_you_mean(text, known) or f"choose {one_of(known)}"
        raise refuse("unknown-choice", f"{option} cannot be {text!r}", help)
    return text


def prior_name(text: str | None) -> str | None:
    """The name of a prior; None stays None. Raises `InputError` with the nearest name where it is none."""
    return None if text is None else choice(text, tuple(NAMED_PRIORS), "--prior")


def rate(text: str | None) -> Fraction | None:
    """`-g 3/2` -> 3/2; None stays None. Raises `InputError` where it is no positive number."""
    if text is None:
        return None
    value = _number(text, "-g", exponent=True)
    if value <= 0:
        message = f"the rate g must be positive, not {text.strip()}"
        found = refuse("rate-not-positive", message, "small g is a strong speed prior")
        raise InputError(problem.in_text("-g", text) for problem in found.problems)
    return value


def seconds(text: str | None) -> float | None:
    """`--timeout 1/2` -> 0.5; None stays None. Raises `InputError` where it is no positive number."""
    if text is None:
        return None
    value = _number(text, "--timeout", exponent=True)
    if not 0 < value <= LONGEST_TIMEOUT:
        message = f"a claim cannot be given {text.strip()} seconds"
        found = refuse("bad-timeout", message, f"more than 0, at most {LONGEST_TIMEOUT}")
        raise InputError(problem.in_text("--timeout", text) for problem in found.problems)
    return float(value)


def numbers(settings: list[str] | None) -> dict[str, Fraction]:
    """`--set 'c(x)=12'` -> `{"c(x)": 12}`. Raises `InputError` with everything that is wrong."""
    found: dict[str, Fraction] = {}
    for text in settings or ():
        name, equals, value = text.partition("=")
        if not equals:
            problem = refuse("usage", f"{text!r} puts in no number", "write --set 'c(combine)=12'")
            raise InputError(problem.problems)
        found[name.strip()] = _number(value.strip(), f"--set {name.strip()}")
    return found


def _number(text: str, option: str, *, exponent: bool = False) -> Fraction:
    try:
        return parse_number(text, exponent=exponent)
    except InputError as error:
        raise InputError(problem.in_text(option, text) for problem in error.problems) from None

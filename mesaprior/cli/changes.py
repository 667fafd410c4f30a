"""`diff`: what changes between two models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import (
    JsonOption,
    OutputOption,
    PriorOption,
    QuietOption,
    TimeoutOption,
    choice,
    prior_name,
    seconds,
)
from mesaprior.errors import InputError

if TYPE_CHECKING:
    from mesaprior.loading import SourceMap
    from mesaprior.model import Model
    from mesaprior.results import Checks

FORMATS: Final = ("text", "markdown", "json")


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(diff)


def diff(
    before: Annotated[str, typer.Argument(metavar="A", help="A model file, or a built-in model's name.")],
    after: Annotated[str, typer.Argument(metavar="B", help="The model to compare it with.")],
    prior: PriorOption = None,
    timeout: TimeoutOption = None,
    format: Annotated[
        str, typer.Option("-f", "--format", metavar="FORMAT", help=f"How to spell it: {', '.join(FORMATS)}.")
    ] = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """What changes from one model to another. Verdicts, crossovers, winners."""
    choice(format, FORMATS, "--format")
    limit, under = seconds(timeout), prior_name(prior)
    from mesaprior.cli.answers import show_result
    from mesaprior.cli.library import opened

    (one, one_source), (other, other_source) = (
        opened(model, quiet=quiet, prior=under, with_claims=True) for model in (before, after)
    )
    from mesaprior import engine

    found = _checked(one, one_source, limit), _checked(other, other_source, limit)
    show_result(engine.diff(one, other, found), format, json, output)
    return WORKED


def _checked(model: Model, source: SourceMap, limit: float | None) -> Checks:
    """The claims of a model; what is wrong with it is shown in its own file."""
    from mesaprior import engine
    from mesaprior.limits import CLAIM_SECONDS

    try:
        return engine.check(model, seconds=CLAIM_SECONDS if limit is None else limit)
    except InputError as error:
        raise source.question_error(error.problems) from None

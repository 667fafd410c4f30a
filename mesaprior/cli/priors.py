"""`compare-priors`: one model under every prior."""

from __future__ import annotations

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import (
    FORMATS,
    AssumeOption,
    FormatOption,
    JsonOption,
    ModelArgument,
    OutputOption,
    QuietOption,
    RateOption,
    ScenarioOption,
    SetOption,
    choice,
    numbers,
    rate,
)
from mesaprior.errors import InputError


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command("compare-priors")(compare_priors)


def compare_priors(
    model: ModelArgument = None,
    g: RateOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """Who wins under each prior: one table."""
    choice(format, FORMATS, "--format")
    asked, known = rate(g), numbers(set_)
    from mesaprior.cli.answers import show_result
    from mesaprior.cli.library import opened

    built, source = opened(model, quiet=quiet)
    from mesaprior import engine

    try:
        found = engine.compare_priors(built, g=asked, scenario=scenario, numbers=known, assume=assume or [])
    except InputError as error:
        raise source.question_error(error.problems) from None
    show_result(found, format, json, output)
    return WORKED

"""`sensitivity`: how far each number may move before the winner changes."""

from __future__ import annotations

from typing import Annotated

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import (
    FORMATS,
    AssumeOption,
    FormatOption,
    JsonOption,
    ModelArgument,
    OutputOption,
    PriorOption,
    QuietOption,
    RateOption,
    ScenarioOption,
    SetOption,
    choice,
    numbers,
    prior_name,
    rate,
)
from mesaprior.errors import InputError, refuse


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(sensitivity)


def sensitivity(
    model: ModelArgument = None,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    crossover: Annotated[
        str | None,
        typer.Option("--crossover", metavar="'V W'", help="Which terms raise the crossover of V and W."),
    ] = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """How far a number may move before the winner changes. Without
    numbers, how crossovers move."""
    choice(format, FORMATS, "--format")
    asked, known, under, pair = rate(g), numbers(set_), prior_name(prior), _pair(crossover)
    from mesaprior.cli.answers import show_result
    from mesaprior.cli.library import opened

    built, source = opened(model, quiet=quiet, prior=under)
    from mesaprior import engine

    try:
        setting = engine.Setting.of(built, g=asked, scenario=scenario, numbers=known, assume=assume or [])
        found = engine.sensitivity(setting, pair)
    except InputError as error:
        raise source.question_error(error.problems) from None
    show_result(found, format, json, output)
    return WORKED


def _pair(text: str | None) -> tuple[str, str] | None:
    """`H_sd H_fh`, `H_sd,H_fh` -> both names. Raises `InputError` where there are not two."""
    if text is None:
        return None
    names = text.replace(",", " ").split()
    if len(names) != 2:
        raise refuse(
            "usage", f"--crossover takes two variants, not {text!r}", "write --crossover 'H_sd H_fh'"
        )
    return names[0], names[1]

"""`widget`: one HTML file with sliders, to be put into a post."""

from __future__ import annotations

from typing import Annotated

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import (
    AssumeOption,
    JsonOption,
    ModelArgument,
    OutputOption,
    PriorOption,
    QuietOption,
    RateOption,
    ScenarioOption,
    SetOption,
    numbers,
    prior_name,
    rate,
)
from mesaprior.errors import InputError


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(widget)


def widget(
    model: ModelArgument = None,
    slide: Annotated[
        list[str] | None,
        typer.Option("--slide", metavar="'c(x)'", help="Give a price a slider; may be given several times."),
    ] = None,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """A small page with sliders for g and for prices. One HTML file, to be put into a post."""
    start, known, named = rate(g), numbers(set_), prior_name(prior)
    from mesaprior.cli.library import opened
    from mesaprior.cli.streams import deliver

    built, source = opened(model, quiet=quiet, prior=named)
    from mesaprior import engine
    from mesaprior.render.widget.page import widget as page

    try:
        setting = engine.Setting.of(built, g=start, scenario=scenario, numbers=known, assume=assume or [])
        panel = engine.panel(setting, slide or [])
        text = panel.to_json() if json else page(panel)
    except InputError as error:
        raise source.question_error(error.problems) from None
    deliver(text, output)
    return WORKED

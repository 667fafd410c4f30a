"""`family`: what can win among all members of a family, without listing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.answers import Question, show_result
from mesaprior.cli.options import (
    AssumeOption,
    FormatOption,
    JsonOption,
    OutputOption,
    PriorOption,
    QuietOption,
    RateOption,
    ScenarioOption,
    SetOption,
)
from mesaprior.errors import refuse

if TYPE_CHECKING:
    from mesaprior.engine import Setting
    from mesaprior.results import Result


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(family)


def family(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[MODEL] [FAMILY]", help="A model, and one of its families if it has several."
        ),
    ] = None,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """Which members of a family can win, in order of g. And where the winner switches."""
    model, asked = _model_and_family(names or [])

    def answer(setting: Setting) -> Result:
        from mesaprior import engine

        return engine.family(setting, asked)

    result = Question(model, g, scenario, set_, assume, quiet, format, prior).answered(answer)
    show_result(result, format, json, output)
    return WORKED


def _model_and_family(names: list[str]) -> tuple[str | None, str | None]:
    if len(names) > 2:
        raise refuse(
            "usage",
            f"family takes a model and a family, not {len(names)} names",
            "mesaprior family [MODEL] [FAMILY]",
        )
    model, asked = (*names, None, None)[:2]
    return model, asked

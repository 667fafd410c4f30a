"""`map` and `sweep`: who wins at which rate among very many variants, and at every point of a grid."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    rate,
)

if TYPE_CHECKING:
    from mesaprior.engine import Setting
    from mesaprior.results.scale import Sweep


def register(app: typer.Typer) -> None:
    """Adds this family's commands."""
    app.command("map")(map_)
    app.command()(sweep)


def map_(
    table: Annotated[
        str, typer.Argument(metavar="FILE", help="A CSV or Arrow file with columns c, t and, if any, name.")
    ],
    g: RateOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
) -> int:
    """Who wins at which rate among millions of variants. A CSV or Arrow file in, exact rates out."""
    choice(format, FORMATS, "--format")
    asked = rate(g)
    from mesaprior.loading.points import read_points

    points = read_points(table)
    from mesaprior.engine.scale.numeric_map import numeric_map

    mapped = numeric_map(points, asked)
    if format == "csv" and not json:
        from mesaprior.cli.streams import deliver
        from mesaprior.render.scale import map_csv

        deliver("".join(map_csv(mapped)), output)
        return WORKED
    from mesaprior.cli.answers import show_result

    show_result(mapped, format, json, output)
    return WORKED


def sweep(
    model: ModelArgument = None,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", metavar="'g=1/10:10:1000'", help="From, to, points; :log for equal ratios."),
    ] = None,
    grid: Annotated[
        str | None,
        typer.Option("--grid", metavar="FILE", help="Write who wins at every point: .npy, or .csv."),
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
    """Who wins at every point of a grid of numbers. Exact, up to 10**8 points."""
    from mesaprior.cli.answers import Question, show_result
    from mesaprior.cli.progress import progress
    from mesaprior.errors import refuse

    if not over:
        raise refuse("usage", "sweep needs something to sweep over", "--over g=1/10:10:1000, several times")
    if grid is not None and Path(grid).suffix not in {".npy", ".csv"}:
        raise refuse("unknown-format", f"{grid!r} is neither .npy nor .csv", "--grid winners.npy")
    question = Question(model, g, scenario, set_, assume, quiet, format, prior)

    def answer(setting: Setting) -> Sweep:
        from mesaprior.loading.points import need_numpy

        need_numpy()
        from mesaprior.engine.scale.sweep import sweep as swept

        with progress("points", quiet=quiet) as tick:
            return swept(setting, over, tick)

    result = question.answered(answer)
    if grid is not None:
        from mesaprior.files import write_whole
        from mesaprior.render.scale import grid_bytes

        write_whole(Path(grid), b"".join(grid_bytes(result, Path(grid).suffix[1:])))
    show_result(result, format, json, output)
    return WORKED

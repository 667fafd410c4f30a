"""`map`: who wins at which rate among many variants whose prices are all known."""

from __future__ import annotations

from typing import Annotated

import typer

from mesaprior.cli import WORKED
from mesaprior.cli.options import FORMATS, FormatOption, JsonOption, OutputOption, RateOption, choice, rate


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command("map")(map_)


def map_(
    table: Annotated[
        str, typer.Argument(metavar="FILE", help="A CSV or Arrow file with columns c, t and, if any, name.")
    ],
    g: RateOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
) -> int:
    """Who wins at which rate among up to ten million variants: a CSV or Arrow file in, exact rates out."""
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

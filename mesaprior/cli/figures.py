"""`plot`: figures as files."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

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
    choice,
)
from mesaprior.errors import InputError, refuse

if TYPE_CHECKING:
    from mesaprior.engine import Setting
    from mesaprior.results.drawn import Drawn

FORMATS: Final = ("svg", "pdf", "png", "json")


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(plot)


def plot(
    model: ModelArgument = None,
    of: Annotated[
        str | None,
        typer.Option("--of", metavar="WHAT", help="costs, sensitivity; regions, with --y."),
    ] = None,
    x: Annotated[
        str, typer.Option("--x", metavar="QUANTITY", help="To the right: g, 'c(combine)', a parameter.")
    ] = "g",
    y: Annotated[
        str | None, typer.Option("--y", metavar="QUANTITY", help="Upwards: winner regions over x and y.")
    ] = None,
    x_range: Annotated[
        str | None, typer.Option("--x-range", metavar="LOW:HIGH", help="What the figure shows of x.")
    ] = None,
    y_range: Annotated[
        str | None, typer.Option("--y-range", metavar="LOW:HIGH", help="What a map of regions shows of y.")
    ] = None,
    log: Annotated[
        bool | None, typer.Option("--log/--linear", help="Axes by powers of ten, or not; else what suits.")
    ] = None,
    behind: Annotated[
        bool, typer.Option("--behind", help="How much dearer each is than the cheapest, for costs.")
    ] = False,
    whole: Annotated[bool, typer.Option("--whole", help="Costs with what all variants pay.")] = False,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    width: Annotated[
        str | None, typer.Option("--width", metavar="INCHES", help="6.4; a column of a paper has 3.3.")
    ] = None,
    height: Annotated[str | None, typer.Option("--height", metavar="INCHES", help="What suits.")] = None,
    format: Annotated[
        str | None, typer.Option("-f", "--format", metavar="FORMAT", help=f"{', '.join(FORMATS)}.")
    ] = None,
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """A figure: costs over g, or who wins where. SVG, PDF or PNG; regions are over two quantities."""
    kind = _kind(output, "json" if json else format)
    _check_options(y, y_range, behind or whole)
    size = _inches(width, "--width"), _inches(height, "--height")
    from mesaprior.cli.answers import Question

    question = Question(model, g, scenario, set_, assume, quiet, "text", prior)
    from mesaprior.cli.progress import progress

    def answer(setting: Setting) -> Drawn:
        from mesaprior import engine
        from mesaprior.engine.quantities import range_of

        ranges = [
            None if text is None else range_of(text, name)
            for text, name in ((x_range, "--x-range"), (y_range, "--y-range"))
        ]
        with progress("regions", quiet=quiet) as tick:
            return engine.plotted(
                setting, of, x=x, y=y, x_range=ranges[0], y_range=ranges[1], log=log, whole=whole, tick=tick
            )

    result = question.answered(answer)
    if kind == "json":
        from mesaprior.cli.streams import deliver

        deliver(result.to_json(), output)
        return WORKED
    _draw(result, kind, output, size, behind, quiet)
    return WORKED


def _draw(
    result: Drawn,
    kind: str,
    output: str,
    size: Sequence[float | None],
    behind: bool,
    quiet: bool,
) -> None:
    """The picture, written; what it shows is said on stderr."""
    from mesaprior.cli.streams import deliver, look_of, say
    from mesaprior.files import write_whole
    from mesaprior.render import escape
    from mesaprior.render.plot.picture import figure_of, saved, sentence

    picture = saved(figure_of(result, width=size[0], height=size[1], behind=behind), kind, result)
    if output == "-":
        deliver(picture.decode("utf-8"), output)
        return
    write_whole(Path(output), picture)
    words = escape.terminal(f"wrote {output}: {sentence(result)}", unicode=look_of(sys.stderr).unicode)
    say(words, quiet=quiet)


def _kind(output: str, format: str | None) -> str:
    """What is to be written. Raises `InputError` where the name's ending is no picture's, or says another."""
    if format is not None:
        choice(format, FORMATS, "--format")
    if output == "-":
        if format in {"pdf", "png"}:
            raise refuse("no-place", f"a {format.upper()} is not written to the screen", "-o fig." + format)
        if format != "json" and sys.stdout.isatty():
            raise refuse("no-place", "where should the figure go?", "-o fig.svg; or .pdf, .png; or --json")
        return format or "svg"
    if format == "json":
        return format
    from mesaprior.render.plot.kinds import kind_of

    kind = kind_of(output) if format is None or Path(output).suffix else format
    if format not in {None, kind}:
        raise refuse("unknown-kind", f"{output!r} says {kind}, and --format says {format}", "leave out one")
    return kind


def _check_options(y: str | None, y_range: str | None, of_costs: bool) -> None:
    """Raises `InputError` for an option that the figure would pass over."""
    if y is None and y_range is not None:
        raise refuse("usage", "--y-range belongs to a map of two quantities", "add --y 'c(combine)'")
    if y is not None and of_costs:
        raise refuse("usage", "--behind and --whole belong to costs over one quantity", "leave out --y")


def _inches(text: str | None, option: str) -> float | None:
    """`3.3`. Raises `InputError` where it is no number."""
    if text is None:
        return None
    from mesaprior.language.parser import parse_number
    from mesaprior.render.plot.kinds import size_asked

    try:
        return size_asked(float(parse_number(text)), option)
    except InputError as error:
        raise InputError(problem.in_text(option, text) for problem in error.problems) from None

"""The typer application: which commands there are, and how a bad command line is answered."""

from __future__ import annotations

from copy import copy
from typing import Annotated, Any

import typer

from mesaprior.cli import (
    CANNOT_ANSWER,
    WORKED,
    answers,
    certificates,
    changes,
    claims,
    essays,
    families,
    figures,
    library,
    many,
    priors,
    sensitivity,
    widget,
)
from mesaprior.errors import Problem, did_you_mean

app = typer.Typer(
    name="mesaprior",
    help="A symbolic calculator for arguments about speed and simplicity priors: which program variant wins,"
    " at which exchange rate g between description length and time, and why.",
    epilog="Start with: mesaprior wins -g 2   (a built-in model; yours is a YAML file: mesaprior init)",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"mesaprior {version('mesaprior')}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """The options that stand before a command."""


# In the order of --help: questions to one model, claims, many at once, into a text, the models themselves.
answers.register(app)
priors.register(app)
sensitivity.register(app)
claims.register(app)
certificates.register(app)
changes.register(app)
families.register(app)
many.register(app)
figures.register(app)
widget.register(app)
essays.register(app)
library.register(app)


class _AsTyped:
    """A parameter's value as it was typed, for our options are all texts and flags.

    typer 0.29 builds a pydantic adapter for every parameter of a command that is run, and imports all of
    pydantic for it: 75 ms, as much as everything else of an answer to a bad option. Other versions of typer
    know no such attribute and convert as they always did.
    """

    def coerce(self, value: Any, **_: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value


def _take_values_as_typed(command: Any) -> None:
    group = typer.Context(command, **command.context_settings)
    for part in (command, *command.commands.values()):
        context = group if part is command else typer.Context(part, parent=group)
        for parameter in part.get_params(context):
            parameter._runtime_param = _AsTyped()


def _with_what_is_asked(arguments: list[str]) -> typer.Typer:
    """The application with the one command that is named first; with all of them where none is.

    typer makes every command with all its options before it looks which one is wanted: 5 ms.
    """
    named = [
        command
        for command in app.registered_commands
        if command.callback and arguments[:1] == [command.name or command.callback.__name__]
    ]
    asked = copy(app)
    asked.registered_commands = named or app.registered_commands
    return asked


def invoke(arguments: list[str]) -> int:
    """Runs one command line. Usage errors become our own problems; their code is 2."""
    command = typer.main.get_command(_with_what_is_asked(arguments))
    _take_values_as_typed(command)
    try:
        result = command.main(args=arguments, prog_name="mesaprior", standalone_mode=False)
    except typer.Exit as stop:
        return stop.exit_code
    except typer.Abort:
        raise KeyboardInterrupt from None
    except Exception as error:
        # typer's usage errors share no public base class across its versions, but all have this method.
        if not hasattr(error, "format_message"):
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(error.format_message())
            return CANNOT_ANSWER
        typer.echo(_usage_problem(error, list(command.commands)).drawn(), err=True)  # type: ignore[attr-defined]
        return CANNOT_ANSWER
    return result if isinstance(result, int) else WORKED


def _usage_problem(error: Exception, commands: list[str]) -> Problem:
    """What is wrong with a command line, in one sentence and with what could have been meant."""
    message = error.format_message().rstrip(".")  # type: ignore[attr-defined]
    message, _, suggestion = message.partition(". Did you mean")
    if message.startswith("No such command"):
        word = message.removeprefix("No such command").strip(" '")
        help = did_you_mean(word, commands) or f"the commands are {', '.join(commands)}"
        return Problem("unknown-command", f"there is no command {word!r}", help)
    help = (
        f"did you mean{suggestion.rstrip('?')}?"
        if suggestion
        else "mesaprior COMMAND --help lists the options"
    )
    return Problem("usage", message[:1].lower() + message[1:], help)

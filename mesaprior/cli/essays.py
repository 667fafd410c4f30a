"""`render`: results inside texts, kept up to date; `check` of an essay's claims."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Final

import typer

from mesaprior.cli import ANSWER_IS_NO, WORKED
from mesaprior.cli.options import JsonOption, OutputOption, QuietOption, TimeoutOption, choice, seconds
from mesaprior.cli.streams import deliver, look_of, say
from mesaprior.errors import refuse

if TYPE_CHECKING:
    from pathlib import Path

    from mesaprior.essay.records import Rendered
    from mesaprior.model import Model, Statement
    from mesaprior.results import Circumstances, Result

TARGETS: Final = ("lesswrong", "markdown")
"""Where a text may go without its marks."""


def register(app: typer.Typer) -> None:
    """Adds this family's commands."""
    app.command()(render)


def render(
    essays: Annotated[
        list[str], typer.Argument(metavar="ESSAY...", help="Texts: .md, .qmd, .rmd, .myst, .tex.")
    ],
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit with 1 and the difference where one is stale."),
    ] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="WHERE", help=f"The text without its marks: {', '.join(TARGETS)}."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite results edited by hand.")] = False,
    timeout: TimeoutOption = None,
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """Keep the results inside texts up to date. Nothing outside their marks changes.

    Write <!-- mesaprior: wins g=2 scenario=worked --><!-- /mesaprior --> where a result belongs; a table or a
    plot takes each mark on a line of its own. The words are the commands' options without dashes; a sentence
    takes winner, margin, runner-up, cost V, crossover V W, conditions variant=V, check that='...'.

    A claim beside its sentence, <!-- mesaprior-claim: H_fd never wins -->, is checked by `check essay.md`.
    The model: <!-- mesaprior-model: m.yaml -->, or mesaprior: m.yaml in the front matter.

    LaTeX takes \\mpval{winner g=2 scenario=worked}, defined in essay.mpval.tex, which render keeps.
    """
    _check_usage(essays, check or diff, to, json, output)
    from mesaprior.essay.together import render_essays
    from mesaprior.limits import CLAIM_SECONDS

    limit = seconds(timeout) or CLAIM_SECONDS
    found, remarks = render_essays(essays, seconds=limit, force=force, spelling=to)
    for remark in remarks:
        say(remark, quiet=quiet)
    by_hand = [problem for essay in found for problem in essay.by_hand]
    if to is not None and not by_hand:
        deliver(found[0].after or "", output)
        return WORKED
    if json:
        deliver(_json(found), output)
    elif check or diff:
        text = "".join(essay.diff() for essay in found)
        if text:
            deliver(_coloured(text, output), output)
    if by_hand:
        _say_what_was_edited(found)
        return ANSWER_IS_NO
    if not (check or diff):
        _write(found, quiet)
        return WORKED
    return _verdict(found, quiet) if check else WORKED


def _check_usage(essays: list[str], dry: bool, to: str | None, json: bool, output: str) -> None:
    if to is None:
        if output != "-" and not (dry or json):
            help = "an essay is written in place; add --to lesswrong for a copy without marks"
            raise refuse("usage", "-o needs --to, --check, --diff or --json", help)
        return
    choice(to, TARGETS, "--to")
    if len(essays) != 1 or dry or json:
        help = f"mesaprior render essay.md --to {to}"
        raise refuse("usage", "--to takes one essay, and no --check, --diff or --json", help)
    if essays[0].lower().endswith((".tex", ".ltx")):
        raise refuse("usage", "--to takes a Markdown essay", "a LaTeX essay has no marks to be taken away")


def _write(found: list[Rendered], quiet: bool) -> None:
    from mesaprior.files import write_together

    write_together({path: text for essay in found for path, text in essay.files().items()})
    for essay in found:
        say(_standing(essay, "updated"), quiet=quiet)


def _verdict(found: list[Rendered], quiet: bool) -> int:
    """`--check`: what is stale, and the command that mends it."""
    for essay in found:
        say(_standing(essay, "stale"), quiet=quiet)
    stale = [essay.essay.name for essay in found if essay.is_changed]
    if not stale:
        return WORKED
    import shlex

    say(f"to put it right: mesaprior render {shlex.join(stale)}", quiet=quiet)
    return ANSWER_IS_NO


def _standing(essay: Rendered, changed: str) -> str:
    """`essay.md: 2 of 5 results updated`."""
    count = len(essay.entries)
    many = "1 result" if count == 1 else f"{count} results"
    if essay.stale:
        return f"{essay.essay.name}: {essay.stale} of {many} {changed}"
    if essay.is_changed:
        return f"{essay.target}: {changed}, since it has values that nothing asks for"
    return (
        f"{essay.essay.name}: {many} up to date"
        if count
        else f"{essay.essay.name}: nothing to keep up to date"
    )


def _say_what_was_edited(found: list[Rendered]) -> None:
    """Drawn like an error, though the answer is no: nothing is wrong with the text."""
    drawn = "\n\n".join(problem.drawn() for essay in found for problem in essay.by_hand)
    if not look_of(sys.stderr).unicode:
        drawn = drawn.encode("ascii", "backslashreplace").decode("ascii")
    print(drawn, file=sys.stderr)
    say("nothing was written")


def _coloured(diff: str, output: str) -> str:
    if output != "-" or not look_of(sys.stdout).colour:
        return diff
    signs = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
    lines = diff.split("\n")
    return "\n".join(f"{signs[line[0]]}{line}\x1b[0m" if line[:1] in signs else line for line in lines)


def _json(found: list[Rendered]) -> str:
    import json

    essays = [essay.to_dict() for essay in found]
    return json.dumps({"schema": "mesaprior/render/1", "essays": essays}, indent=2, ensure_ascii=False)


def show_macros(result: Result, asked: dict[str, str | list[str] | None], output: str) -> None:
    """`table -f latex-macros`: the circumstances as they were typed become part of each key."""
    from mesaprior.essay.latex import quoted, table_macros

    words = [
        f"{key}={quoted(' '.join(text.split()))}"
        for key, said in asked.items()
        for text in ([said] if isinstance(said, str) else said or [])
    ]
    under: Circumstances = getattr(result, "under")  # noqa: B009 every table's result has it
    deliver(table_macros(result, under, words), output)


class EssayClaims:
    """The claims beside an essay's sentences, for `check essay.md`."""

    def __init__(self, name: str) -> None:
        from mesaprior.essay.claims import marks_in, model_of
        from mesaprior.essay.source import read_essay

        self.essay = read_essay(name)
        self.marks = marks_in(self.essay)
        self.model: str | Path | None = model_of(self.essay, self.marks)

    def statements(self, model: Model) -> list[Statement]:
        """The claims in the model's names. Raises `InputError` where there are none."""
        from mesaprior.essay.claims import statements_of

        found = statements_of(self.essay, self.marks, model)
        if not found:
            help = "write one beside a sentence: <!-- mesaprior-claim: H_fd never wins -->"
            raise refuse("no-claims", f"the essay {self.essay.name} claims nothing", help)
        return found

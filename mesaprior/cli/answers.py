"""`wins`, `conditions`, `compare`, `table`: questions to one model."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from mesaprior.cli import ANSWER_IS_NO, WORKED
from mesaprior.cli.certificates import Folder
from mesaprior.cli.options import (
    FORMATS,
    AssumeOption,
    CertificatesOption,
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

if TYPE_CHECKING:
    from mesaprior.engine import Setting
    from mesaprior.results import Result


R = TypeVar("R")
TABLES: Final = ("conditions", "costs", "pairs", "claims")
"""What a table can show."""
MACROS: Final = "latex-macros"
TABLE_FORMATS: Final = (*FORMATS, MACROS)
"""How a table can be spelled: also as definitions of its values, for a text in LaTeX."""


def register(app: typer.Typer) -> None:
    """Adds this family's commands."""
    app.command()(wins)
    app.command()(conditions)
    app.command()(compare)
    app.command()(table)


def wins(
    model: ModelArgument = None,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Symbols first, then numbers, then the result.")
    ] = False,
    expect: Annotated[
        str | None, typer.Option("--expect", metavar="VARIANT", help="Exit with 1 unless this variant wins.")
    ] = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """Which variant wins at g, and by how much. Without numbers, the condition for each."""
    asked = Question(model, g, scenario, set_, assume, quiet, format, prior)

    def answer(setting: Setting) -> Result:
        from mesaprior import engine
        from mesaprior.engine.win_conditions import known_variant

        if expect is not None:
            known_variant(setting, expect)
        return engine.wins(setting, explain=explain)

    result = asked.answered(answer)
    show_result(result, format, json, output, explain=explain)
    if expect is None or getattr(result, "winner", None) == expect:
        return WORKED
    from mesaprior.cli.streams import say

    say(f"expected {expect} to win: {result}", quiet=quiet)
    return ANSWER_IS_NO


def conditions(
    model: ModelArgument = None,
    variant: Annotated[str | None, typer.Option("--variant", metavar="V", help="Only this variant.")] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also who can win at all, with proofs and numbers.")
    ] = False,
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    certificates: CertificatesOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """For which g each variant wins."""
    folder = None if certificates is None else Folder(certificates)

    def answer(setting: Setting) -> Result:
        from mesaprior import engine

        found = engine.conditions(setting, variant)
        if folder is not None:
            folder.save_conditions(setting, found)
        return found

    result = Question(model, g, scenario, set_, assume, quiet, format, prior).answered(answer)
    show_result(result, format, json, output, explain=explain)
    if folder is not None:
        folder.say_what_was_written(quiet)
    return WORKED


def compare(
    names: Annotated[
        list[str], typer.Argument(metavar="[MODEL] V W", help="A model, and two of its variants.")
    ],
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
    """One pair: when V beats W, and where they tie. Who is simpler, who is faster."""
    if len(names) not in {2, 3}:
        help = "mesaprior compare [MODEL] V W"
        raise refuse("usage", f"compare takes two variants, not {len(names)} names", help)
    model = names[0] if len(names) == 3 else None
    left, right = names[-2:]

    def answer(setting: Setting) -> Result:
        from mesaprior import engine

        return engine.compare(setting, left, right)

    show_result(
        Question(model, g, scenario, set_, assume, quiet, format, prior).answered(answer),
        format,
        json,
        output,
    )
    return WORKED


def table(
    model: ModelArgument = None,
    of: Annotated[
        str, typer.Option("--of", metavar="WHAT", help=f"What the table shows: {', '.join(TABLES)}.")
    ] = "conditions",
    g: RateOption = None,
    prior: PriorOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    assume: AssumeOption = None,
    caption: Annotated[
        str | None, typer.Option("--caption", metavar="TEXT", help="LaTeX and HTML: the caption.")
    ] = None,
    label: Annotated[
        str | None, typer.Option("--label", metavar="NAME", help="LaTeX and HTML: the label.")
    ] = None,
    standalone: Annotated[
        bool, typer.Option("--standalone", help="LaTeX and HTML: a whole document.")
    ] = False,
    format: Annotated[
        str,
        typer.Option(
            "-f", "--format", metavar="FORMAT", help=f"How to spell it: {', '.join(TABLE_FORMATS)}."
        ),
    ] = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """A table to paste. Of the conditions, the costs, the pairs or the claims."""
    choice(of, TABLES, "--of")
    choice(format, TABLE_FORMATS, "--format")

    def answer(setting: Setting) -> Result:
        from mesaprior import engine
        from mesaprior.cli.claims import claims_of

        makers: dict[str, Callable[[Setting], Result]] = {
            "conditions": engine.conditions,
            "costs": engine.costs,
            "pairs": engine.pairs,
            "claims": claims_of,
        }
        return makers[of](setting)

    plain = "text" if format == MACROS else format
    asked = Question(model, g, scenario, set_, assume, quiet, plain, prior)
    result = asked.answered(answer, with_claims=of == "claims")
    if format == MACROS and not json:
        from mesaprior.cli.essays import show_macros

        words = {"g": g, "scenario": scenario, "set": set_, "assume": assume, "prior": prior}
        show_macros(result, words, output)
        return WORKED
    show_result(result, format, json, output, table=True, caption=caption, label=label, standalone=standalone)
    return WORKED


class Question:
    """A model and the circumstances, from the command line's texts. Cheap mistakes are found first."""

    def __init__(
        self,
        model: str | None,
        g: str | None,
        scenario: str | None,
        set_: list[str] | None,
        assume: list[str] | None,
        quiet: bool,
        format: str,
        prior: str | None,
    ) -> None:
        choice(format, FORMATS, "--format")
        self.prior = prior_name(prior)
        self.g = rate(g)
        self.numbers = numbers(set_)
        self.scenario = scenario
        self.assume = assume or []
        self.model = model
        self.quiet = quiet

    def answered(self, answer: Callable[[Setting], R], *, with_claims: bool = False) -> R:
        """Loads, builds, asks; every problem gets its place in the model file."""
        from mesaprior.cli.library import opened, restated

        built, source = (restated if with_claims else opened)(self.model, quiet=self.quiet, prior=self.prior)
        from mesaprior.engine import Setting

        try:
            setting = Setting.of(
                built, g=self.g, scenario=self.scenario, numbers=self.numbers, assume=self.assume
            )
            return answer(setting)
        except InputError as error:
            raise source.question_error(error.problems) from None


def show_result(
    result: Result,
    format: str,
    json: bool,
    output: str,
    *,
    explain: bool = False,
    table: bool = False,
    caption: str | None = None,
    label: str | None = None,
    standalone: bool = False,
) -> None:
    """One path from a result to its text."""
    from mesaprior.cli.streams import deliver, look_of

    if json or format == "json":
        deliver(result.to_json(), output)
        return
    from mesaprior.render import document_for, render

    look = look_of(sys.stdout)
    text = render(
        document_for(result, explain=explain, table=table),
        format,
        width=look.width,
        colour=look.colour and output == "-",
        unicode=look.unicode or output != "-",
        caption=caption,
        label=label,
        standalone=standalone,
    )
    deliver(text, output)

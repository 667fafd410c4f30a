"""`check`: are the claims of a model true, or those that are put to it.

Claims are checked one after the other, so that whoever interrupts sees what was finished.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from mesaprior.cli import ANSWER_IS_NO, INTERRUPTED, UNDECIDED, WORKED
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
    ScenarioOption,
    SetOption,
    TimeoutOption,
    choice,
    numbers,
    prior_name,
    seconds,
)
from mesaprior.cli.progress import Tick, progress
from mesaprior.errors import InputError, Problem, did_you_mean, one_of, refuse
from mesaprior.essay import is_essay

if TYPE_CHECKING:
    from fractions import Fraction

    from mesaprior.engine import Setting
    from mesaprior.loading import SourceMap
    from mesaprior.model import Model, Statement
    from mesaprior.results import Checked, Checks, Result

HOW_TO_CLAIM = "write claims: [{id: fast-wins, formal: H_fh wins for small g}], or ask --that '...'"


def register(app: typer.Typer) -> None:
    """Adds this family's commands."""
    app.command()(check)


def check(
    model: ModelArgument = None,
    claim: Annotated[
        list[str] | None,
        typer.Option(
            "--claim", metavar="ID", help="Only this claim of the model; may be given several times."
        ),
    ] = None,
    that: Annotated[
        list[str] | None,
        typer.Option("--that", metavar="CLAIM", help="Check 'H_fd never wins'; may be given several times."),
    ] = None,
    assume: AssumeOption = None,
    scenario: ScenarioOption = None,
    set_: SetOption = None,
    prior: PriorOption = None,
    timeout: TimeoutOption = None,
    all_: Annotated[bool, typer.Option("--all", help="The claims of every built-in model.")] = False,
    certificates: CertificatesOption = None,
    format: FormatOption = "text",
    json: JsonOption = False,
    output: OutputOption = "-",
    quiet: QuietOption = False,
) -> int:
    """Whether the claims of a model or an essay are true. If not, numbers that show it. And what would make
    them true."""
    choice(format, FORMATS, "--format")
    folder = None if certificates is None else Folder(certificates)
    run = _Run(scenario, numbers(set_), assume or [], seconds(timeout), folder, quiet)
    result: Result
    if all_:
        if model is not None or claim or that:
            raise refuse("usage", "--all takes no model and no claim", "mesaprior check --all")
        result = run.library(prior_name(prior))
    elif model is not None and is_essay(model):
        if claim or that or prior:
            help = "the claims of an essay are those beside its sentences"
            raise refuse("usage", "an essay takes no --claim, --that or --prior", help)
        result = run.of_essay(model, quiet)
    else:
        result = run.of_model(model, claim or [], that or [], quiet, prior_name(prior))
    from mesaprior.cli.answers import show_result

    if run.checked or not run.interrupted:
        show_result(result, format, json, output)
    if folder is not None:
        folder.say_what_was_written(quiet)
    if run.interrupted:
        count = "1 claim" if len(run.checked) == 1 else f"{len(run.checked)} claims"
        print(f"interrupted after {count}", file=sys.stderr)
        return INTERRUPTED
    return exit_code(run.checked)


def exit_code(claims: Sequence[Checked]) -> int:
    """0 all as expected, 1 something otherwise, 3 something that should be settled is undecided."""
    otherwise = {checked.verdict for checked in claims if not checked.ok}
    if otherwise - {"undecided"}:
        return ANSWER_IS_NO
    return UNDECIDED if otherwise else WORKED


def claims_of(setting: Setting) -> Checks:
    """The model's own claims in a setting, for `table`."""
    if setting.g is not None:
        help = "leave -g out; write at g = 2 into a claim"
        raise refuse("usage", "claims say themselves of which rates they speak", help)
    from mesaprior import engine

    _some(setting.model)
    return engine.check_in(setting)


def _some(model: Model) -> tuple[Statement, ...]:
    """The model's claims. Raises `InputError` where there are none."""
    if not model.claims and model.left_out:
        _, why = model.left_out[0]
        message = f"no claim of the model {model.name} means anything under the {model.prior} prior"
        raise refuse("no-claims", message, why)
    if not model.claims:
        raise refuse("no-claims", f"the model {model.name} claims nothing", HOW_TO_CLAIM)
    return model.claims


class _Run:
    """Claims being checked under the same circumstances; grows by each claim that is finished."""

    def __init__(
        self,
        scenario: str | None,
        numbers: dict[str, Fraction],
        assume: list[str],
        seconds: float | None,
        folder: Folder | None,
        quiet: bool = False,
    ) -> None:
        self.scenario, self.numbers, self.assume = scenario, numbers, assume
        self.seconds, self.folder, self.quiet = seconds, folder, quiet
        self.whole = 0
        self.checked: list[Checked] = []
        self.interrupted = False

    def of_model(
        self, name: str | None, ids: list[str], texts: list[str], quiet: bool, prior: str | None
    ) -> Checks:
        """The claims that were named and those that were asked; without either, all of the model."""
        from mesaprior.cli.library import restated

        model, source = restated(name, quiet=quiet, prior=prior)
        try:
            if ids or texts:
                return self._checks(model, [*_named(model, ids), *_asked(model, texts)])
            return self._checks(model, _some(model), model.left_out)
        except InputError as error:
            raise source.question_error(error.problems) from None

    def of_essay(self, name: str, quiet: bool) -> Checks:
        """The claims beside the sentences of an essay, about the model that it names."""
        from mesaprior.cli.essays import EssayClaims
        from mesaprior.cli.library import opened

        essay = EssayClaims(name)
        model, source = opened(essay.model, quiet=quiet)
        try:
            return self._checks(model, essay.statements(model))
        except InputError as error:
            raise source.question_error(error.problems) from None

    def library(self, prior: str | None) -> Result:
        """The claims of every built-in model that makes some; under another prior, of those that mean
        something there."""
        from mesaprior.cli.library import restated
        from mesaprior.loading import builtin_models
        from mesaprior.results import AllChecks

        opened: list[tuple[Model, SourceMap]] = []
        without: list[str] = []
        left_out: list[tuple[str, str]] = []
        for entry in builtin_models():
            try:
                model, source = restated(entry.name, prior=prior)
            except InputError as error:
                if prior is None:
                    raise
                left_out.append((entry.name, error.problems[0].message))
                continue
            if not model.claims and not model.left_out:
                without.append(model.name)
                continue
            opened.append((model, source))
        self.whole = sum(len(model.claims) for model, _ in opened)
        found: list[Checks] = []
        with progress("claims", quiet=self.quiet) as tick:
            for model, source in opened:
                try:
                    found.append(self._checked(model, model.claims, model.left_out, tick))
                except InputError as error:
                    raise source.question_error(error.problems) from None
                if self.interrupted:
                    break
        return AllChecks(tuple(found), tuple(without), tuple(left_out))

    def _checks(
        self, model: Model, statements: Sequence[Statement], left_out: tuple[tuple[str, str], ...] = ()
    ) -> Checks:
        """The claims of one model, with a bar where that takes long."""
        self.whole = len(statements)
        with progress("claims", quiet=self.quiet) as tick:
            return self._checked(model, statements, left_out, tick)

    def _checked(
        self,
        model: Model,
        statements: Sequence[Statement],
        left_out: tuple[tuple[str, str], ...],
        tick: Tick,
    ) -> Checks:
        from mesaprior.engine import Setting, check_statement, settings_of
        from mesaprior.engine.consistency import check_setting
        from mesaprior.limits import CLAIM_SECONDS
        from mesaprior.results import Checks

        plain = Setting.of(model, scenario=self.scenario, numbers=self.numbers, assume=self.assume)
        check_setting(plain)
        found: list[Checked] = []
        limit = CLAIM_SECONDS if self.seconds is None else self.seconds
        try:
            for statement, setting in zip(statements, settings_of(plain, statements), strict=True):
                tick(len(self.checked) + len(found), self.whole)
                checked = check_statement(setting, statement, limit)
                found.append(checked)
                if self.folder is not None:
                    self.folder.save(setting, statement, checked)
        except KeyboardInterrupt:
            self.interrupted = True
        self.checked += found
        return Checks(plain.circumstances(), tuple(found), left_out)


def _named(model: Model, ids: Sequence[str]) -> list[Statement]:
    known = {statement.id: statement for statement in model.claims}
    left_out = dict(model.left_out)
    problems = [
        Problem(
            "claim-left-out", f"the claim {id!r} means nothing under the {model.prior} prior", left_out[id]
        )
        for id in dict.fromkeys(ids)
        if id in left_out
    ]
    problems += [
        Problem(
            "unknown-claim",
            f"unknown claim {id!r}",
            did_you_mean(id, known) or (f"the claims are {one_of(list(known))}" if known else HOW_TO_CLAIM),
        )
        for id in dict.fromkeys(ids)
        if id not in known and id not in left_out
    ]
    if problems:
        raise InputError(problems)
    return [known[id] for id in dict.fromkeys(ids)]


def _asked(model: Model, texts: Sequence[str]) -> list[Statement]:
    """`--that`: claims without a name of their own; every problem of all of them."""
    from mesaprior.model import stated

    found: list[Statement] = []
    problems: list[Problem] = []
    taken = {*(statement.id for statement in model.claims), *dict(model.left_out)}
    free = (f"claim-{number}" for number in range(1, len(texts) + len(taken) + 1))
    names = (name for name in free if name not in taken)
    for text in texts:
        try:
            found.append(stated(model, text, id="claim" if len(texts) == 1 else next(names)))
        except InputError as error:
            problems += map(_at_option, error.problems)
    if problems:
        raise InputError(problems)
    return found


def _at_option(problem: Problem) -> Problem:
    place = problem.place
    return problem if place is None else replace(problem, place=replace(place, source="--that"))

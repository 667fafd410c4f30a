"""A claim to its verdict: one path for all, with a time limit that holds.

Floor: `engine.claims`. Proved needs every case of the denial closed, by a certificate that the independent
checker accepts; refuted needs numbers at which the claim as written was evaluated; else it is undecided.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from mesaprior.algebra import RATE, is_rate
from mesaprior.engine.claims.because import reasons
from mesaprior.engine.claims.budget import spelled_out
from mesaprior.engine.claims.known import with_known
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.missing import true_when
from mesaprior.engine.claims.rates import NotDecided, somewhere
from mesaprior.engine.claims.witness import counterexample, search
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.cases import Holds, Open, closed, deadline, within
from mesaprior.engine.reason.formulas import AllOf, Alternatives, leaves, satisfying
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, SelfCheckFailed
from mesaprior.language import Claim, If
from mesaprior.limits import CASES, CLAIM_SECONDS, CONDITION_SHARE, SEARCH_SHARE, SPOT_CHECKS
from mesaprior.model import Model, Statement, model_under
from mesaprior.results import Certificate, Checked, Checks, Closed, Counterexample, Premise, Split

Solver: TypeAlias = Sequence[str] | None
"""The command of another solver for products of unknowns; None: the project's own child process."""


def check(
    model: Model,
    statements: Sequence[Statement] | None = None,
    *,
    scenario: str | None = None,
    numbers: Mapping[str, Fraction] | None = None,
    assume: Sequence[str] = (),
    seconds: float = CLAIM_SECONDS,
    solver: Solver = None,
) -> Checks:
    """The verdicts of some statements, or of all claims that the model makes.

    `seconds`: the time limit of each claim; `solver`: the command of another solver for products of
    unknowns, None for the project's own child process. Raises `InputError` for unknown names and for facts
    that contradict each other, a claim's own assumptions among them.
    """
    plain = Setting.of(model, scenario=scenario, numbers=numbers, assume=assume)
    return check_in(plain, statements, seconds, solver)


def check_in(
    plain: Setting,
    statements: Sequence[Statement] | None = None,
    seconds: float = CLAIM_SECONDS,
    solver: Solver = None,
) -> Checks:
    """The same in a setting that is made already; it has no rate, since claims say of which they speak."""
    asked = plain.model.claims if statements is None else statements
    check_setting(plain)
    settings = settings_of(plain, asked)
    checked = tuple(
        check_statement(setting, statement, seconds, solver)
        for statement, setting in zip(asked, settings, strict=True)
    )
    left_out = plain.model.left_out if statements is None else ()
    return Checks(plain.circumstances(), checked, left_out)


def settings_of(plain: Setting, statements: Sequence[Statement]) -> Iterator[Setting]:
    """The setting of each statement: the plain one, with its own assumptions, under its own prior."""
    for statement in statements:
        if not statement.assuming and statement.prior is None:
            yield plain
            continue
        model = plain.model if statement.prior is None else model_under(plain.model, statement.prior)
        assume = [fact.text for fact in (*plain.assumed, *statement.assuming)]
        numbers = {atom: value for atom, value in plain.numbers.items() if atom != RATE}
        setting = Setting.of(model, scenario=plain.scenario, numbers=numbers, assume=assume)
        check_setting(setting)
        yield setting


@dataclass(frozen=True)
class _Found:
    """What deciding a claim gave: one of the three."""

    certificate: Certificate | None = None
    counterexample: Counterexample | None = None
    tried: str | None = None


def check_statement(
    setting: Setting,
    statement: Statement,
    seconds: float = CLAIM_SECONDS,
    solver: Solver = None,
) -> Checked:
    """The verdict of one statement in a setting that has been checked."""
    over = deadline(seconds)
    claim = statement.written
    meaning = Meaning(setting)
    try:
        claim = spelled_out(claim, setting.model)
        found = _decided(setting, claim, meaning, seconds, over, solver)
    except NotDecided as reason:
        found = _Found(tried=str(reason))
    except InputError as error:  # what only shows when the numbers are in, or is too large to be expanded
        found = _Found(tried=error.problems[0].message)
    proved, refuted = found.certificate is not None, found.counterexample is not None
    return Checked(
        id=statement.id,
        says=statement.says,
        claim=statement.written,
        verdict="proved" if proved else "refuted" if refuted else "undecided",
        prior=setting.model.prior,
        assuming=tuple(fact.text for fact in statement.assuming),
        certificate=found.certificate,
        because=reasons(found.certificate.proofs(), meaning) if found.certificate else (),
        vacuous=proved and isinstance(claim, If) and _never_holds(setting, claim.premise, over),
        counterexample=found.counterexample,
        true_when=true_when(setting, claim, within(over, seconds * CONDITION_SHARE)) if refuted else None,
        contradicted=refuted and _never_holds(setting, claim, over),
        tried=found.tried,
        expected=statement.expect,
    )


def _decided(
    setting: Setting, claim: Claim, meaning: Meaning, seconds: float, over: Callable[[], bool], solver: Solver
) -> _Found:
    """By multipliers and numbers; products of unknowns by a solver, in the time that is left."""
    begin = time.monotonic()
    denial = meaning.fails(claim)
    outcome = search(setting, denial, within(over, seconds * SEARCH_SHARE))
    if isinstance(outcome, Closed | Split) and meaning.is_partial:
        outcome = Open(f"more than {CASES} cases")
    if isinstance(outcome, Open):
        example = counterexample(setting, claim, denial, None, over)
        if example is not None:
            return _Found(counterexample=example)
        left = seconds - (time.monotonic() - begin)
        if meaning.is_partial:
            return _Found(tried=outcome.why)
        return _by_solver(setting, claim, denial, outcome.why, left, solver)
    if isinstance(outcome, Holds):
        example = counterexample(setting, claim, denial, outcome.numbers, over)
        if example is None and setting.model.symbols.functions:
            return _Found(tried="numbers were found, but intervals do not settle that the claim fails there")
        if example is None:
            raise SelfCheckFailed("the numbers found against a claim do not refute it as written")
        return _Found(counterexample=example)
    if not closes(outcome, *with_known(setting, denial), setting.model.symbols):
        raise SelfCheckFailed("the certificate of a claim does not close every case")
    return _Found(certificate=Certificate("multipliers", outcome))


def _by_solver(
    setting: Setting, claim: Claim, denial: Alternatives, why: str, left: float, solver: Solver
) -> _Found:
    """A solver's *no* is a proof without a certificate; its numbers count once the claim fails there."""
    if left <= 0:
        return _Found(tried=f"{why}; the time is over")
    from mesaprior.engine.reason.real_solver import NoAnswer, Unsat, ask_solver  # few claims need it

    symbols = setting.model.symbols
    given, formula = with_known(setting, denial)
    formula, free = AllOf((*given, formula)), symbols.free
    answer = ask_solver(formula, may_be_zero=symbols.may_be_zero, free=free, seconds=left, command=solver)
    if isinstance(answer, Unsat):
        numbers = None if symbols.functions else satisfying(formula, SPOT_CHECKS)
        if numbers is None:
            return _Found(certificate=Certificate("solver", None))
        example = counterexample(setting, claim, denial, numbers, deadline(left))
        return _Found(counterexample=example, tried=None if example else f"{why}; the solver was wrong")
    if isinstance(answer, NoAnswer):
        return _Found(tried=f"{why}; {answer.reason}")
    example = counterexample(setting, claim, denial, answer.numbers, deadline(left))
    if example is None:
        return _Found(tried=f"{why}; the solver's numbers do not refute the claim as written")
    return _Found(counterexample=example)


def _never_holds(setting: Setting, claim: Claim, over: Callable[[], bool]) -> bool:
    """Whether a claim contradicts the facts: a checked certificate says so."""
    meaning = Meaning(setting)
    given, formula = with_known(setting, meaning.holds(claim))
    if meaning.is_partial:
        return False
    cases = closed(given, formula, setting.model.symbols, over)
    if cases is None and (elsewhere := _at_other_rates(given, formula)):
        formula = AllOf((formula, *elsewhere))
        cases = closed(given, formula, setting.model.symbols, over)
    if cases is None:
        return False
    if not closes(cases, given, formula, setting.model.symbols):
        raise SelfCheckFailed("the certificate of an impossible claim does not close every case")
    return True


def _at_other_rates(given: Sequence[Premise], formula: Alternatives) -> list[Alternatives]:
    """What facts that name the rate say without it, for a formula about other rates: `g*A + B >= 0` at the
    facts' rate, so A > 0 or B > 0 or neither is negative. It follows from the facts, but not by adding up."""
    rates = {a for premise in leaves(formula) for a in premise.polynomial.atoms if is_rate(a)}
    if rates <= {RATE}:
        return []
    naming = [premise for premise in given if set(premise.polynomial.split_by_rate()) == {0, 1}]
    return [somewhere([premise]) for premise in naming]

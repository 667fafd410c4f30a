"""A claim to its verdict: one path for all, with a time limit that holds.

Floor: `engine.claims`. Proved needs every case of the denial closed, by a certificate that the independent
checker accepts; refuted needs numbers at which the claim as written was evaluated; else it is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from mesaprior.algebra import RATE
from mesaprior.engine.claims.because import reasons
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.missing import true_when
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.claims.witness import counterexample
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.cases import Holds, Open, Search, closed, deadline
from mesaprior.engine.reason.formulas import Alternatives
from mesaprior.engine.setting import Setting
from mesaprior.errors import SelfCheckFailed
from mesaprior.language import Claim, If
from mesaprior.limits import CLAIM_SECONDS
from mesaprior.model import Model, Statement, model_under
from mesaprior.results import Certificate, Checked, Checks, Counterexample


def check(
    model: Model,
    statements: Sequence[Statement] | None = None,
    *,
    scenario: str | None = None,
    numbers: Mapping[str, Fraction] | None = None,
    assume: Sequence[str] = (),
    seconds: float = CLAIM_SECONDS,
) -> Checks:
    """The verdicts of some statements, or of all claims that the model makes.

    `seconds`: the time limit of each claim. Raises `InputError` for unknown names and for facts that
    contradict each other, a claim's own assumptions among them.
    """
    asked = model.claims if statements is None else statements
    plain = Setting.of(model, scenario=scenario, numbers=numbers, assume=assume)
    check_setting(plain)
    settings = settings_of(plain, asked)
    checked = tuple(
        check_statement(setting, statement, seconds)
        for statement, setting in zip(asked, settings, strict=True)
    )
    return Checks(plain.circumstances(), checked)


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


def check_statement(setting: Setting, statement: Statement, seconds: float = CLAIM_SECONDS) -> Checked:
    """The verdict of one statement in a setting that has been checked."""
    over = deadline(seconds)
    claim = statement.written
    meaning = Meaning(setting)
    try:
        found = _decided(setting, claim, meaning, seconds)
    except NotDecided as reason:
        found = _Found(tried=str(reason))
    proved, refuted = found.certificate is not None, found.counterexample is not None
    return Checked(
        id=statement.id,
        says=statement.says,
        claim=claim,
        verdict="proved" if proved else "refuted" if refuted else "undecided",
        prior=setting.model.prior,
        assuming=tuple(fact.text for fact in statement.assuming),
        certificate=found.certificate,
        because=reasons(found.certificate.proofs(), meaning) if found.certificate else (),
        vacuous=proved and isinstance(claim, If) and _never_holds(setting, claim.premise, over),
        counterexample=found.counterexample,
        true_when=true_when(setting, claim, over) if refuted else None,
        contradicted=refuted and _never_holds(setting, claim, over),
        tried=found.tried,
        expected=statement.expect,
    )


def _decided(setting: Setting, claim: Claim, meaning: Meaning, seconds: float) -> _Found:
    over = deadline(seconds)
    denial = meaning.fails(claim)
    outcome = Search(setting.premises, denial, setting.model.symbols, over).run()
    if isinstance(outcome, Open):
        example = counterexample(setting, claim, denial, None, over)
        return _Found(counterexample=example) if example else _Found(tried=outcome.why)
    if isinstance(outcome, Holds):
        example = counterexample(setting, claim, denial, outcome.numbers, over)
        if example is None:
            raise SelfCheckFailed("the numbers found against a claim do not refute it as written")
        return _Found(counterexample=example)
    if not closes(outcome, setting.premises, denial, setting.model.symbols):
        raise SelfCheckFailed("the certificate of a claim does not close every case")
    return _Found(certificate=Certificate("multipliers", outcome))


def _never_holds(setting: Setting, claim: Claim, over: Callable[[], bool]) -> bool:
    """Whether a claim contradicts the facts: a checked certificate says so."""
    formula: Alternatives = Meaning(setting).holds(claim)
    cases = closed(setting.premises, formula, setting.model.symbols, over)
    if cases is None:
        return False
    if not closes(cases, setting.premises, formula, setting.model.symbols):
        raise SelfCheckFailed("the certificate of an impossible claim does not close every case")
    return True

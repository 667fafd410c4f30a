"""Certificates as files: everything that is needed to check a proof again, and nothing of the search.

Floor: `engine.claims`; imports no solver, neither ours nor another. A file holds the model, the claim and
the multipliers of every case; premises are given by their place among those that hold in the case, so that a
file cannot invent one. Reading it back compiles model and claim anew and hands the cases to the checker.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from mesaprior.algebra import Atom, Monomial
from mesaprior.engine.claims.budget import spelled_out
from mesaprior.engine.claims.known import with_known
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf, flattened
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, refuse
from mesaprior.limits import CERTIFICATE_BYTES, CERTIFICATE_DEPTH
from mesaprior.loading import load_text
from mesaprior.model import Statement, build, stated
from mesaprior.results import Cases, Certificate, Closed, Premise, Proof, Split, Step
from mesaprior.spec import changed

SCHEMA: Final = "mesaprior/certificate/1"


def certificate_text(setting: Setting, statement: Statement, certificate: Certificate) -> str:
    """A certificate as JSON text, with the model and the claim that it is about.

    Raises `InputError` for a claim that only a solver proved: nothing of that can be checked again.
    """
    if certificate.cases is None:
        raise refuse("no-certificate", f"{statement.id!r} was proved by a solver and has no certificate")
    claim = spelled_out(statement.written, setting.model)
    given, formula = with_known(setting, Meaning(setting).fails(claim))
    known, choices = flattened(formula, given, ())
    data = {
        "schema": SCHEMA,
        "id": statement.id,
        "claim": statement.text,
        "model": changed(setting.model.spec, claims=()).to_yaml(),
        "scenario": setting.scenario,
        "numbers": {atom: str(value) for atom, value in _own_numbers(setting).items()},
        "assume": [fact.text for fact in setting.assumed],
        "facts_hold_at": _point(setting),
        "cases": _written(certificate.cases, known, choices),
    }
    return json.dumps(data, indent=1, ensure_ascii=True) + "\n"


def _point(setting: Setting) -> dict[str, str] | None:
    """Numbers at which every fact holds: from facts that contradict each other anything would follow."""
    from mesaprior.engine.claims.witness import search  # who reads a certificate needs no search
    from mesaprior.engine.reason.cases import Holds

    found = search(setting, AllOf(()), lambda: False)
    if not isinstance(found, Holds):
        return None
    complete = setting.completed(found.numbers)
    return {atom: str(value) for atom, value in complete.items()} if setting.facts_hold(complete) else None


def _own_numbers(setting: Setting) -> dict[Atom, Fraction]:
    """The numbers in force that are not the scenario's."""
    given = setting.model.scenarios[setting.scenario] if setting.scenario else {}
    return {atom: value for atom, value in setting.numbers.items() if given.get(atom) != value}


def _written(cases: Cases, known: tuple[Premise, ...], choices: tuple[AnyOf, ...]) -> dict[str, Any]:
    if isinstance(cases, Closed):
        return {"steps": [_written_step(step, cases.proof, known) for step in cases.proof.steps]}
    chosen = choices[cases.alternative]
    rest = (*choices[: cases.alternative], *choices[cases.alternative + 1 :])
    inner = [
        _written(case, *flattened(part, known, rest))
        for case, part in zip(cases.cases, chosen.parts, strict=True)
    ]
    return {"alternative": cases.alternative, "cases": inner}


def _written_step(step: Step, proof: Proof, known: tuple[Premise, ...]) -> dict[str, Any]:
    place = None if step.premise is None else known.index(proof.premises[step.premise])
    says = None if step.premise is None else proof.premises[step.premise].says
    return {"times": str(step.multiplier), "factor": dict(step.factor), "premise": place, "says": says}


@dataclass(frozen=True)
class Verified:
    """A certificate that the checker accepted: the claim, of which model, and how many cases it closes.

    `is_consistent`: the file has numbers at which all facts hold, and they do; without them it is left open
    whether the facts contradict each other, from which anything follows.
    """

    id: str
    claim: str
    model: str
    cases: int
    is_consistent: bool


def verify(text: str) -> Verified:
    """Checks a certificate again, from its text alone.

    Raises `InputError`: `bad-certificate` where it proves nothing (whatever was changed in it), and the
    model's own problems where its model cannot be read.
    """
    data = _read(text)
    model = build(load_text(data["model"]).model)
    statement = stated(model, data["claim"], id=data["id"])
    numbers = {_text(atom): _number(value) for atom, value in _mapping(data["numbers"]).items()}
    own = {atom: value for atom, value in numbers.items() if atom in model.symbols.rank}
    if own != numbers:
        raise _bad("it puts in numbers that its model does not have")
    assume = [_text(fact) for fact in _listing(data["assume"])]
    setting = Setting.of(model, scenario=data["scenario"], numbers=own, assume=assume)
    setting.check_compiled()
    try:
        meaning = Meaning(setting)
        given, formula = with_known(setting, meaning.fails(spelled_out(statement.written, model)))
        if meaning.is_partial:
            raise NotDecided("its claim has more comparisons than are gone through")
    except NotDecided as reason:
        raise _bad(str(reason)) from None
    cases = _restored(_mapping(data["cases"]), given, formula, model.symbols.may_be_zero)
    if not closes(cases, given, formula, model.symbols):
        raise _bad("its cases do not close: a multiplier, a premise or a case is not what it must be")
    return Verified(statement.id, statement.text, model.name, _count(cases), _is_consistent(data, setting))


def _is_consistent(data: dict[str, Any], setting: Setting) -> bool:
    if data["facts_hold_at"] is None:
        return False
    point = {_text(atom): _number(value) for atom, value in _mapping(data["facts_hold_at"]).items()}
    if not setting.model.symbols.rank.keys() <= point.keys() or not setting.facts_hold(point):
        raise _bad("its facts do not hold at the numbers at which it says they do")
    return True


def _count(cases: Cases) -> int:
    return 1 if isinstance(cases, Closed) else sum(map(_count, cases.cases))


def _read(text: str) -> dict[str, Any]:
    """The file's shape, strictly."""
    if len(text) > CERTIFICATE_BYTES:
        raise _bad(f"it has {len(text)} characters; {CERTIFICATE_BYTES} are allowed")
    try:
        data = json.loads(text, parse_float=_bad_number, parse_constant=_bad_number)
    except (ValueError, RecursionError):
        raise _bad("it is not JSON") from None
    wanted = {"schema", "id", "claim", "model", "scenario", "numbers", "assume", "facts_hold_at", "cases"}
    if not isinstance(data, dict) or set(data) != wanted or data["schema"] != SCHEMA:
        raise _bad(f"it is not of the shape {SCHEMA}")
    for key in ("id", "claim", "model"):
        _text(data[key])
    if data["scenario"] is not None:
        _text(data["scenario"])
    return data


def _restored(
    data: dict[str, Any], given: tuple[Premise, ...], formula: Alternatives, zero: frozenset[Atom]
) -> Cases:
    def restored(
        data: dict[str, Any], known: tuple[Premise, ...], choices: tuple[AnyOf, ...], depth: int
    ) -> Cases:
        if depth > CERTIFICATE_DEPTH:
            raise _bad("its cases are nested too deep")
        if set(data) == {"steps"}:
            steps = tuple(_step(_mapping(step), known) for step in _listing(data["steps"]))
            return Closed(Proof("these cannot all hold", known, steps, zero))
        if set(data) != {"alternative", "cases"}:
            raise _bad("a case is neither closed nor split")
        place = _place(data["alternative"], len(choices))
        rest = (*choices[:place], *choices[place + 1 :])
        parts, inner = choices[place].parts, _listing(data["cases"])
        if len(parts) != len(inner):
            raise _bad("a case is missing")
        return Split(
            place,
            tuple(
                restored(_mapping(case), *flattened(part, known, rest), depth + 1)
                for case, part in zip(inner, parts, strict=True)
            ),
        )

    return restored(data, *flattened(formula, given, ()), 0)


def _step(data: dict[str, Any], known: Sequence[Premise]) -> Step:
    if set(data) != {"times", "factor", "premise", "says"}:
        raise _bad("a step is not of the right shape")
    place = None if data["premise"] is None else _place(data["premise"], len(known))
    return Step(_number(data["times"]), _factor(_mapping(data["factor"])), place)


def _factor(data: dict[str, Any]) -> Monomial:
    for exponent in data.values():
        if not isinstance(exponent, int) or isinstance(exponent, bool) or not -99 <= exponent <= 99:
            raise _bad("an exponent is not a small whole number")
    return tuple(sorted(data.items()))


def _place(value: Any, count: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < count:
        raise _bad("it speaks of a premise or a choice that is not there")
    return value


def _number(value: Any) -> Fraction:
    above, _, below = _text(value).partition("/")
    digits = above.removeprefix("-")
    if not digits.isdecimal() or not digits.isascii() or (below and not below.isdecimal()):
        raise _bad("a number is not an exact fraction")
    if len(value) > 2_000 or (below and int(below) == 0):
        raise _bad("a number is not an exact fraction")
    return Fraction(int(above), int(below or 1))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _bad("a text is expected where there is none")
    return value


def _mapping(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _bad("a mapping is expected where there is none")
    return value


def _listing(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise _bad("a list is expected where there is none")
    return value


def _bad_number(text: str) -> Any:
    raise _bad(f"{text[:20]!r} is not an exact number")


def _bad(why: str) -> InputError:
    return refuse("bad-certificate", f"this certificate proves nothing: {why}", "make it anew with check")

"""What became of claims: proved with a certificate, refuted with numbers, or undecided with the reason.

Floor: `results`. Formulas are nodes of the language, so a result can be spelled in every format and what is
printed parses back. `bool(verdict)` raises: a claim that is not proved need not be false.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from mesaprior.algebra import Atom
from mesaprior.language import Claim, Negate, Node, Number, Sum, write, write_claim
from mesaprior.results.evidence import Proof, Result
from mesaprior.results.winners import Circumstances

Verdict: TypeAlias = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True)
class Closed:
    """A case in which the facts and the denied claim contradict each other, with the proof."""

    proof: Proof


@dataclass(frozen=True)
class Split:
    """Of the alternatives still open here, the one at `alternative` is gone through, case by case."""

    alternative: int
    cases: tuple[Cases, ...]


Cases: TypeAlias = Closed | Split


@dataclass(frozen=True)
class Certificate:
    """Why the facts and the denied claim cannot both hold: every case closed by multipliers.

    `cases` is None where only a solver says so (`by` is then `solver`); such a proof cannot be re-checked.
    """

    by: Literal["multipliers", "solver"]
    cases: Cases | None

    def proofs(self) -> Iterator[Proof]:
        """The proofs of all cases, in order."""
        waiting: list[Cases] = [self.cases] if self.cases is not None else []
        while waiting:
            case = waiting.pop()
            if isinstance(case, Closed):
                yield case.proof
            else:
                waiting += reversed(case.cases)

    def to_list(self) -> list[dict[str, Any]] | None:
        """The proofs of all cases, in order, each with the choices that lead to its case: which of the
        alternatives that are open there, and which part of it. None where only a solver says so."""
        return None if self.cases is None else list(_cases(self.cases, ()))


def _cases(cases: Cases, chosen: tuple[dict[str, int], ...]) -> Iterator[dict[str, Any]]:
    if isinstance(cases, Closed):
        yield {"case": list(chosen), **cases.proof.to_dict()}
        return
    for part, case in enumerate(cases.cases):
        yield from _cases(case, (*chosen, {"alternative": cases.alternative, "part": part}))


@dataclass(frozen=True)
class Because:
    """`difference = equals`, and `equals` is a sum of which each part is positive (or not negative).

    `difference` is what the claim says is positive (or not negative), `using` the facts, as text, whose
    slack stands among the parts. `strict`: each part is positive; `partly`: at least one is.
    """

    difference: Node
    equals: Node
    strict: bool
    using: tuple[str, ...] = ()
    partly: bool = False

    @property
    def parts(self) -> str:
        """What is known of the parts: `each positive`, or `positive` where there is one; nothing of 0. A sum
        with a minus sign in it is the slack of one fact, and so one part."""
        if self.equals == Number(Fraction(0)):
            return ""
        summands = self.equals.summands if isinstance(self.equals, Sum) else ()
        several = bool(summands) and not any(isinstance(part, Negate) for part in summands)
        if self.strict:
            return "each positive" if several else "positive"
        if self.partly and several:
            return "none of it negative, some of it positive"
        return "none of it negative" if several else "not negative"

    @property
    def text(self) -> str:
        parts = self.parts and f", {self.parts}"
        given = f", given {', '.join(self.using)}" if self.using else ""
        return f"{write(self.difference)} = {write(self.equals)}{parts}{given}"


@dataclass(frozen=True)
class Worth:
    """A side of the denied comparison and what it is worth: exactly, or (irrational) between two numbers."""

    formula: Node
    low: Fraction
    high: Fraction

    @property
    def value(self) -> Fraction | None:
        return self.low if self.low == self.high else None

    def to_dict(self) -> dict[str, Any]:
        middle = float((self.low + self.high) / 2)
        exact: dict[str, Any] = {"value": str(self.value)} if self.value is not None else {"approx": middle}
        return {"formula": write(self.formula), **exact}


@dataclass(frozen=True)
class Counterexample:
    """Exact numbers at which every fact holds and the claim fails, re-evaluated on the formulas as written.

    `found_in`: `scenario` (the model's own numbers, only g moved), `small` whole numbers, or `rationals`.
    `worths` are the sides of the comparison that fails there, as in "21 against 13"; empty where the claim
    fails in a way that no two sides show. `scenario` is the name of the scenario that they were found in,
    which set the numbers of `of_scenario`.
    """

    numbers: Mapping[Atom, Fraction]
    found_in: str
    worths: tuple[Worth, ...] = ()
    scenario: str | None = None
    of_scenario: frozenset[Atom] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        return {
            "numbers": {atom: str(value) for atom, value in self.numbers.items()},
            "found_in": self.found_in,
            "scenario": self.scenario,
            "worths": [worth.to_dict() for worth in self.worths],
        }


@dataclass(frozen=True)
class TrueWhen:
    """The missing assumption. `exactly`: the claim holds where it does and nowhere else; otherwise it is
    sufficient. Verified before it is shown: with it the claim is proved and, where `exactly`, the other way
    round."""

    condition: Claim
    exactly: bool

    @property
    def text(self) -> str:
        return write_claim(self.condition)

    def to_dict(self) -> dict[str, Any]:
        return {"condition": self.text, "exactly": self.exactly}


@dataclass(frozen=True)
class Checked(Result):
    """One claim and its verdict. `ok`: it came out as `expected` (without one: proved)."""

    id: str
    says: str | None
    claim: Claim
    verdict: Verdict
    prior: str
    assuming: tuple[str, ...] = ()
    certificate: Certificate | None = None
    because: tuple[Because, ...] = ()
    vacuous: bool = False
    counterexample: Counterexample | None = None
    true_when: TrueWhen | None = None
    contradicted: bool = False
    tried: str | None = None
    expected: Verdict | None = None
    under: Circumstances | None = field(default=None, repr=False, compare=False)
    """Of the whole check, so that a claim by itself can echo them; `Checks` fills it in."""

    @property
    def text(self) -> str:
        """The claim, in the language's own spelling."""
        return write_claim(self.claim)

    @property
    def proved(self) -> bool:
        return self.verdict == "proved"

    @property
    def refuted(self) -> bool:
        return self.verdict == "refuted"

    @property
    def undecided(self) -> bool:
        return self.verdict == "undecided"

    @property
    def ok(self) -> bool:
        return self.verdict == (self.expected or "proved")

    def __bool__(self) -> bool:
        raise TypeError("a verdict has three values: ask .proved, .refuted or .undecided")

    def __str__(self) -> str:
        return f"{self.verdict}: {self.text}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "says": self.says,
            "formal": self.text,
            "prior": self.prior,
            "assuming": list(self.assuming),
            "verdict": self.verdict,
            "proved_by": self.certificate.by if self.certificate else None,
            "certificate": self.certificate.to_list() if self.certificate else None,
            "because": "; ".join(reason.text for reason in self.because) or None,
            "vacuous": self.vacuous,
            "counterexample": self.counterexample.to_dict() if self.counterexample else None,
            "true_when": self.true_when.to_dict() if self.true_when else None,
            "contradicted": self.contradicted,
            "tried": self.tried,
            "expected": self.expected,
            "ok": self.ok,
        }


@dataclass(frozen=True)
class Checks(Result):
    """The claims of one model, in order; `left_out`: those of its claims, by id, that mean nothing under the
    prior it was asked under, each with the reason."""

    under: Circumstances
    claims: tuple[Checked, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        claims = tuple(replace(checked, under=self.under) for checked in self.claims)
        object.__setattr__(self, "claims", claims)

    def __iter__(self) -> Iterator[Checked]:
        return iter(self.claims)

    def __len__(self) -> int:
        return len(self.claims)

    def __getitem__(self, id: str) -> Checked:
        for checked in self.claims:
            if checked.id == id:
                return checked
        raise KeyError(id)

    @property
    def ok(self) -> bool:
        """Whether every claim came out as expected."""
        return all(checked.ok for checked in self.claims)

    @property
    def summary(self) -> Mapping[Verdict, int]:
        return counted(self.claims)

    def __bool__(self) -> bool:
        raise TypeError("claims have verdicts of their own: ask .ok, or each claim")

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/check/1",
            **self.under.to_dict(),
            "claims": [checked.to_dict() for checked in self.claims],
            "left_out": [{"id": id, "why": why} for id, why in self.left_out],
            "summary": dict(self.summary),
        }


@dataclass(frozen=True)
class AllChecks(Result):
    """The claims of several models; `without`: the names of models that claim nothing; `left_out`: models
    that mean nothing under the prior that was asked for, each with the reason."""

    models: tuple[Checks, ...]
    without: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def claims(self) -> tuple[Checked, ...]:
        """Of all models, in order."""
        return tuple(checked for checks in self.models for checked in checks)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/check-all/1",
            "models": [checks.to_dict() for checks in self.models],
            "without_claims": list(self.without),
            "left_out": [{"model": name, "why": why} for name, why in self.left_out],
            "summary": dict(counted(self.claims)),
        }


def counted(claims: Iterable[Checked]) -> Mapping[Verdict, int]:
    """How many came out how."""
    count = Counter(checked.verdict for checked in claims)
    return {"proved": count["proved"], "refuted": count["refuted"], "undecided": count["undecided"]}

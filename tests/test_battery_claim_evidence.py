"""Guards claims that are not linear, certificates against every change in them, and sentences known false.

Of 500 random claims with products, quotients and powers of unknowns none may be decided wrongly; `undecided`
is honest there. A changed certificate must be refused unless a second implementation finds it still closes.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from battery import Tally, at_least, contradictory, scale
from claim_battery import ClaimCase, Examiner, proofs_in
from claim_judge import ClaimJudge
from claim_oracle import read
from claim_tables import TABLES, Row
from oracle import World, proof_is_valid
from random_claims import ClaimMaker
from random_models import random_model, yaml_text
from test_battery_evidence import mutants, plain
from test_battery_known_false import spec_of

from mesaprior.engine import Setting, verify
from mesaprior.engine.claims.certificates import certificate_text
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.formulas import NEVER, AllOf
from mesaprior.errors import InputError
from mesaprior.model import stated
from mesaprior.results import Cases, Certificate, Checked, Closed, Premise, Split

# --- not linear --------------------------------------------------------------------------------------

CURVED = {
    "facts": 19,
    "rationals": 16,
    "multiples": 16,
    "parameters": 10,
    "mixed": 12,
    "axes": 8,
    "custom": 8,
}


@pytest.mark.parametrize("family", CURVED)
def test_products_of_unknowns_are_decided_rightly_or_not_at_all(family: str, curved: Tally) -> None:
    tally = Tally()
    for seed in range(4000, 4000 + CURVED[family] * scale(15)):
        source = random.Random(f"curved-{family}-{seed}")
        spec = random_model(seed, family)
        world = World(spec)
        maker = ClaimMaker(world, source)
        if not world.terms or len(world.atoms) > 14:
            continue
        case = ClaimCase(spec, source)
        texts = [maker.curved() for _ in range(8)]
        try:
            said = case.check(*texts)
        except InputError as error:
            tally.expect(contradictory(error), f"unexpected {error}", spec, texts)
            continue
        examiner = Examiner(case, tally)
        for text, checked in zip(texts, said, strict=True):
            examiner.examine(text, checked, must_decide=False)
    curved.counts += tally.counts
    print(f"\n{family}\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]


@pytest.fixture(scope="module")
def curved() -> Tally:
    return Tally()


def test_products_came_often_enough(curved: Tally) -> None:
    print(f"\nall families\n{curved.report()}")
    count = {v: sum(n for what, n in curved.counts.items() if f" {v}" in what) for v in VERDICTS}
    assert sum(count.values()) >= at_least(500, 7_500)
    assert count["proved"] >= 100
    assert count["refuted"] >= 150


VERDICTS = ("proved", "refuted", "undecided")

# --- certificates ------------------------------------------------------------------------------------


class Proved:
    """One proved claim with its certificate, and what the certificate has to close."""

    def __init__(self, case: ClaimCase, text: str, checked: Checked) -> None:
        assert checked.certificate is not None and checked.certificate.cases is not None
        self.case, self.text, self.cases = case, text, checked.certificate.cases
        self.statement = stated(case.model, text)
        self.setting = Setting.of(case.model)
        self.denial = Meaning(self.setting).fails(self.statement.written)

    def accepts(self, cases: Cases) -> bool:
        """What the project says of a certificate, in memory and as a file."""
        return closes(cases, self.setting.premises, self.denial, self.case.model.symbols)

    def covers(self, cases: Cases) -> bool:
        """The same from a second implementation."""
        return _covers(cases, list(self.setting.premises), [], [self.denial], self.case.world.zero)

    @property
    def file(self) -> dict[str, Any]:
        data = json.loads(
            certificate_text(self.setting, self.statement, Certificate("multipliers", self.cases))
        )
        assert isinstance(data, dict)
        return data


def _covers(cases: Cases, known: list[Premise], choices: list[Any], todo: list[Any], zero: set[str]) -> bool:
    """Whether the cases go through all of a denial: `todo` must all hold, each of `choices` in one part."""
    todo = list(todo)
    known, choices = list(known), list(choices)
    while todo:
        part = todo.pop(0)
        if isinstance(part, Premise):
            known.append(part)
        elif isinstance(part, AllOf) or len(part.parts) == 1:
            todo[:0] = part.parts
        elif part.parts:
            choices.append(part)
        else:
            known.append(NEVER)
    if isinstance(cases, Closed):
        if any(premise not in known for premise in cases.proof.premises):
            return False
        return proof_is_valid(*plain(cases.proof), zero) and cases.proof.may_be_zero == frozenset(zero)
    if not 0 <= cases.alternative < len(choices):
        return False
    gone_through = choices.pop(cases.alternative)
    return len(gone_through.parts) == len(cases.cases) and all(
        _covers(case, known, choices, [part], zero)
        for case, part in zip(cases.cases, gone_through.parts, strict=True)
    )


def changed_cases(cases: Cases, source: random.Random) -> Iterator[tuple[str, Cases]]:
    """The certificate with one thing changed: in a proof, or among its cases."""
    if isinstance(cases, Closed):
        for what, proof in mutants(cases.proof, source):
            yield what, Closed(proof)
        return
    inner = list(cases.cases)
    yield "case dropped", replace(cases, cases=tuple(inner[:-1]))
    yield "case doubled", replace(cases, cases=(*inner, inner[0]))
    yield "cases swapped", replace(cases, cases=(inner[1], inner[0], *inner[2:]))
    yield "case closed by another's proof", replace(cases, cases=(inner[1], *inner[1:]))
    yield "another alternative", replace(cases, alternative=cases.alternative + 1)
    yield "no alternative", replace(cases, alternative=-1)
    yield "split left out", inner[0]
    yield "split twice", Split(cases.alternative, tuple(cases for _ in inner))
    k = source.randrange(len(inner))
    for what, changed in changed_cases(inner[k], source):
        yield what, replace(cases, cases=(*inner[:k], changed, *inner[k + 1 :]))


def changed_files(proved: Proved, source: random.Random) -> Iterator[tuple[str, str, World]]:
    """The certificate's file about another claim or another model, and the world that it then speaks of."""
    data, text = proved.file, proved.text
    signs = {" <= ": " < ", " < ": " >= ", " > ": " <= ", " >= ": " > ", " beats ": " never beats "}
    claims = [("claim denied", f"not ({text})")]
    claims += [("claim", re.sub(f"(?<!never){old}", new, text, count=1)) for old, new in signs.items()]
    claims += [("claim's premise dropped", text.split(" then ", 1)[1])] if text.startswith("if ") else []
    names = proved.case.world.names
    claims += [
        (
            "claim about others",
            text.replace(names[0], "?").replace(names[-1], names[0]).replace("?", names[-1]),
        )
    ]
    for what, claim in claims:
        yield what, json.dumps({**data, "claim": claim}), proved.case.world
    facts = proved.case.spec.get("facts", [])
    for k in range(len(facts)):
        spec = {**proved.case.spec, "facts": [*facts[:k], *facts[k + 1 :]]}
        yield "fact dropped", json.dumps({**data, "model": yaml_text(spec)}), World(spec)
    variants = proved.case.spec["variants"]
    name = source.choice(list(variants))
    other = {**variants, name: {**variants[name], "complexity": f"{variants[name]['complexity']} + 3"}}
    spec = {**proved.case.spec, "variants": other}
    yield "price", json.dumps({**data, "model": yaml_text(spec)}), World(spec)


def proved_claims(count: int) -> Iterator[Proved]:
    """Proved random claims, many of them case by case."""
    seed, found = 8_000, 0
    while found < count:
        seed += 1
        for family in ("facts", "rationals", "tight"):
            source = random.Random(f"certificate-{family}-{seed}")
            spec = random_model(seed, family)
            if len(spec["variants"]) not in range(2, 5):
                continue
            case = ClaimCase(spec, source)
            maker = ClaimMaker(case.world, source)
            if not case.can_hold or not case.world.terms:
                continue
            texts = [draw() for draw in (maker.consequence, maker.about_variants, maker.of_facts)]
            for text, checked in zip(texts, case.check(*texts), strict=True):
                proofs = proofs_in(checked)
                if 0 < len(proofs) < 12 and (len(proofs) > 1 or source.random() < 0.3):
                    found += 1
                    yield Proved(case, text, checked)


def test_changed_certificates_are_refused() -> None:
    tally, times = Tally(), scale(7)
    source = random.Random("changed certificates")
    for proved in proved_claims(60 * times):
        about = (proved.text, proved.case)
        tally.expect(proved.accepts(proved.cases), "the checker refuses a certificate", *about)
        tally.expect(proved.covers(proved.cases), "the second checker refuses a certificate", *about)
        tally.expect(verify(json.dumps(proved.file)).claim, "its file is refused")
        tally.count("certificates", "by cases" if isinstance(proved.cases, Split) else "of one proof")
        for what, cases in changed_cases(proved.cases, source):
            accepted, valid = proved.accepts(cases), proved.covers(cases)
            tally.count("refused" if not valid else "still a proof", what if not valid else "")
            tally.expect(accepted == valid, f"{what}: accepted {accepted}", cases, *about)
        for what, file, world in changed_files(proved, source):
            check_file(what, file, world, tally)
    print(f"\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]
    refused = {what.removeprefix("refused "): n for what, n in tally.counts.items() if "refused" in what}
    assert sum(refused.values()) >= at_least(1_000, 10_000)
    assert set(refused) >= CHANGES
    assert tally.counts["certificates by cases"] >= 20 * times


def check_file(what: str, file: str, world: World, tally: Tally) -> None:
    """A file about another claim or model must be refused wherever that claim can fail."""
    try:
        verify(file)
        accepted = True
    except InputError:
        accepted = False
    claim = read(json.loads(file)["claim"])
    fails = ClaimJudge(world).possible(denied_too=[claim])[0]
    tally.count("refused" if not accepted else "still a proof", f"file: {what}" if not accepted else "")
    tally.expect(not (accepted and fails), f"a file with another {what} is accepted", file)


CHANGES = {
    "multiplier",
    "negative multiplier",
    "dropped step",
    "premise out of range",
    "strictness",
    "sign",
    "all weak",
    "case dropped",
    "case doubled",
    "cases swapped",
    "case closed by another's proof",
    "split left out",
    "file: claim denied",
    "file: claim's premise dropped",
    "file: fact dropped",
    "file: price",
}

# --- known cases -------------------------------------------------------------------------------------

ROWS = [row for rows in TABLES.values() for row in rows]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[3])
def test_known_sentences_are_not_called_otherwise(row: Row) -> None:
    """Verdicts worked by hand; where terms are multiplied `undecided` would be honest, and is not met."""
    variants, facts, more, text, expected = row
    case = ClaimCase(spec_of(variants, facts, more), random.Random(text))
    (said,) = case.check(text)
    tally = Tally()
    Examiner(case, tally).examine(text, said, must_decide=True)
    assert not tally.wrong, tally.wrong[0]
    met = "contradicted" if said.contradicted else "vacuous" if said.vacuous else said.verdict
    assert met == {"empty": "proved"}.get(expected, expected)

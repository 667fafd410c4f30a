"""Our side of each question, from the compiled model to the answer that is compared with the peers'."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from instances import Family, Implications, OpenPrices
from timing import cpu_seconds, timed

from mesaprior.algebra import Polynomial
from mesaprior.engine import check, settings_of
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.engine.claims.rates import NotDecided
from mesaprior.engine.claims.witness import search
from mesaprior.engine.contenders import opponents_that_matter, who_can_win, winning
from mesaprior.engine.field import Field
from mesaprior.engine.pair_texts import pair_texts
from mesaprior.engine.reason.cases import Open, deadline
from mesaprior.engine.reason.system import Refuted
from mesaprior.engine.setting import Setting
from mesaprior.engine.some_rate_texts import some_rate_texts
from mesaprior.engine.win_conditions import conditions
from mesaprior.limits import CLAIM_SECONDS
from mesaprior.loading import builtin_models, load
from mesaprior.model import Model, Statement, build
from mesaprior.results import Premise
from mesaprior.spec import ModelSpec


def prepare(family: Family | OpenPrices) -> Field:
    """From the dictionary of a model file to whole numbers: validated, parsed, resolved, compiled."""
    return Field(Setting.of(build(ModelSpec.model_validate(family.model_file))))


def compile_model(field: Field) -> list[None]:
    """Nothing beyond `prepare`."""
    return []


def pairs(field: Field) -> list[str]:
    """The condition under which one variant beats the other, as text, for every pair."""
    return [text for _, _, text in pair_texts(field)]


def can_win(field: Field) -> list[bool]:
    """The bare decision for each variant."""
    return who_can_win(field)


def evidence(field: Field) -> list[str]:
    """*possible* with numbers for a win and for none, both put back into the formulas as written; *always*
    and *never* with multipliers that the independent checker added up."""
    return [winning(field, i).status for i in range(len(field.names))]


def some_rate(field: Field) -> list[str]:
    """The condition for *wins for some g*, for every variant."""
    return [text for _, text in some_rate_texts(field)]


def reduced(field: Field) -> list[list[int]]:
    """The opponents that matter to each variant; for the others a proof, checked, and its wording."""
    return [opponents_that_matter(field, i)[0] for i in range(len(field.names))]


def prepare_implications(batch: Implications) -> tuple[Field, list[list[Premise]]]:
    """A model with the symbols in it, and for each implication its premises and the denial of its claim."""
    both = " + ".join(f"x{k}" for k in range(1, batch.symbols + 1))
    spec = {
        "mesaprior": "1",
        "name": "symbols",
        "prior": "linear",
        "variants": {"V": {"complexity": both, "time": "0"}},
    }
    field = Field(Setting.of(build(ModelSpec.model_validate(spec))))
    questions = []
    for premises, claim in batch.instances:
        asked = [Premise(_form(row), False, f"premise {k}") for k, row in enumerate(premises)]
        questions.append([*asked, Premise(_form([-value for value in claim]), False, "the claim fails")])
    return field, questions


def _form(row: list[int]) -> Polynomial:
    return Polynomial({((f"c(x{k})", 1),): Fraction(value) for k, value in enumerate(row, 1) if value})


def implication(prepared: tuple[Field, list[list[Premise]]]) -> list[bool]:
    """Each decided, its multipliers found and added up by the independent checker."""
    field, questions = prepared
    answers = []
    for premises in questions:
        answer = field.ask_about(premises)
        if isinstance(answer, Refuted):
            field.proof(answer, "the claim follows")
        answers.append(isinstance(answer, Refuted))
    return answers


PREPARE = dict.fromkeys(
    ("compile_model", "pairs", "can_win", "evidence", "reduced", "some_rate"), prepare
) | {"implication": prepare_implications}


def seed_conditions(runs: int) -> float:
    """Seconds for all win conditions of the built-in model, every proof and every example included."""
    model = build(load("speed-simplicity").spec)
    return timed(lambda: Setting.of(model), conditions, runs)[1]


@dataclass(frozen=True)
class OwnClaim:
    """One claim of the library: our verdict, and the CPU seconds of everything that is said of it (evidence,
    reasons, missing assumption) and of deciding it alone. `bare`: whether deciding it alone settles it."""

    name: str
    verdict: str
    seconds: float
    bare_seconds: float
    bare: bool


def library_claims(runs: int) -> Iterator[OwnClaim]:
    """Every claim of every built-in model, asked one by one; the model is built anew for every question."""
    for builtin in builtin_models():
        spec = load(builtin.name).spec
        for place, said in enumerate(spec.claims):
            times, bare_times, verdict, bare = [], [], "", False
            for _ in range(runs):
                model, again = build(spec), build(spec)
                start = cpu_seconds()
                verdict = check(model, [model.claims[place]])[said.id].verdict
                between = cpu_seconds()
                bare = _decided(again, again.claims[place])
                bare_times.append(cpu_seconds() - between)
                times.append(between - start)
            name = f"{builtin.name}: {said.id}"
            yield OwnClaim(name, verdict, median(times), median(bare_times), bare)


def _decided(model: Model, statement: Statement) -> bool:
    """Whether the search for a proof or for numbers ends by itself, nothing of it being shown or checked."""
    (setting,) = settings_of(Setting.of(model), [statement])
    try:
        denial = Meaning(setting).fails(statement.written)
    except NotDecided:
        return False
    return not isinstance(search(setting, denial, deadline(CLAIM_SECONDS)), Open)

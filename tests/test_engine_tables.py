"""Guards what the engine answers, to the letter: `fixtures/engine_answers.txt`.

Each block says what is asked (`model`, `facts`, `prior`, `g`, ...) and then the whole answer: statuses, rows,
reasons, dropped opponents and what the evidence shows, or why it is refused. Whether statuses and rows are
right the battery asks z3 and its oracle; here every word is pinned.
`MESAPRIOR_UPDATE_GOLDEN=1 pytest tests/test_engine_tables.py` writes the answers anew; read the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from fractions import Fraction as F
from pathlib import Path
from typing import Any

import pytest

from mesaprior import engine
from mesaprior.engine import Setting
from mesaprior.errors import InputError, Problem
from mesaprior.model import Model, build
from mesaprior.results import Dropped, Example, PairCondition, Proof, Row, VariantCondition
from mesaprior.spec import ModelSpec

FIXTURE = Path(__file__).with_name("fixtures") / "engine_answers.txt"


def model(variants: str, **more: Any) -> Model:
    """`model("A = a | x; B = b | y")`: complexity, time and further axes of each variant."""
    axes = ("complexity", "time", *more.get("axes", ()))
    priced = {}
    for part in variants.split(";"):
        name, _, prices = part.partition("=")
        priced[name.strip()] = dict(zip(axes, map(str.strip, prices.split("|")), strict=True))
    return build(ModelSpec.model_validate({"name": "m", "variants": priced, **more}))


def asked(question: str) -> Setting:
    """The setting that the first line of a block asks about."""
    told: dict[str, Any] = json.loads(question)
    numbers = {name: F(value) for name, value in told.pop("numbers", {}).items()}
    rate, _ = told.pop("g", None), told.pop("variant", None)
    under = {key: told.pop(key) for key in ("scenario", "assume") if key in told}
    built = model(told.pop("model"), **told)
    return Setting.of(built, g=None if rate is None else F(rate), numbers=numbers, **under)


def answered(question: str) -> str:
    """Everything that `conditions` says and, of two variants, `pairs`; or each problem."""
    try:
        setting = asked(question)
        found = engine.conditions(setting, json.loads(question).get("variant"))
    except InputError as error:
        return "\n".join(map(_refusal, error.problems))
    lines = [line for condition in found.values() for line in _condition(condition)]
    if found.map is not None:
        spans = [f"({span.above}, {span.below}) {' '.join(span.winners)}" for span in found.map.intervals]
        ties = [f"{' '.join(tie.variants)} at {tie.at}" for tie in found.map.ties]
        lines.append("map " + "; ".join(spans + ties))
    if len(found) == 2:
        lines += _pair(engine.pairs(setting).pairs[0])
    return "\n".join(lines)


def _refusal(found: Problem) -> str:
    where = f"{found.loc} | {found.span} | {found.place and found.place.source}"
    return f"refused [{found.code}] {found.message}\n    {found.help} | {where}"


def _condition(found: VariantCondition) -> Iterator[str]:
    standing = found.standing
    yield f"{found.variant} {found.status}; {standing.undominated}, {standing.somewhere}, {standing.at_rate}"
    yield from (f"    {_row(row)}" for row in found.rows)
    yield from (f"    iff {inequality.text}" for inequality in found.inequalities)
    if found.because:
        yield f"    {found.because} [{found.dominated_by}; {' '.join(found.beaten_by)}]"
    yield from (f"    {_dropped(dropped)}" for dropped in found.dropped)
    for name, evidence in (("evidence", found.evidence), ("standing", standing.evidence)):
        if evidence:
            yield f"    {name}: " + "; ".join(map(_evidence, evidence))


def _evidence(found: Proof | Example) -> str:
    """`A wins` of numbers; `A beats B [from these premises]` of a proof."""
    if isinstance(found, Example):
        return found.says
    return f"{found.says} [{', '.join(premise.says for premise in found.premises)}]"


def _row(row: Row) -> str:
    when = " and ".join([*(part.text for part in row.when), *["not both equal"] * row.not_both_equal])
    bounds = [*(f"{bound.text} < g" for bound in row.above), *(f"g < {bound.text}" for bound in row.below)]
    rates = " and ".join(bounds) if row.outcome == "range" else row.outcome
    return f"{', '.join(row.against)}: {f'{when} -> ' if when else ''}{rates}"


def _dropped(found: Dropped) -> str:
    return f"without {found.opponent}: {found.because} [{' '.join(found.implied_by)}]"


def _pair(found: PairCondition) -> Iterator[str]:
    tie = found.crossover.text if found.crossover else None
    yield f"{found.winner} beats {found.loser}: {found.status}; {found.inequality.text}; tie {tie}"
    yield from (f"    {_row(row)}" for row in found.rows)
    if found.evidence:
        yield "    evidence: " + "; ".join(item.says for item in found.evidence)


BLOCKS = [block for block in FIXTURE.read_text("utf-8").split("\n\n") if block.startswith("{")]


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: str(block).partition("\n")[0])
def test_answers_to_the_letter(block: str) -> None:
    question, _, answer = block.strip().partition("\n")
    if os.environ.get("MESAPRIOR_UPDATE_GOLDEN"):
        new = FIXTURE.read_text("utf-8").replace(block.strip(), f"{question}\n{answered(question)}")
        FIXTURE.write_text(new, "utf-8")
        return
    assert answered(question) == answer

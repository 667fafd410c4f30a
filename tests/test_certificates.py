"""Certificates as files: what proves is accepted by code that loads no solver, what was changed is not."""

from __future__ import annotations

import copy
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mesaprior.engine import Setting, certificate_text, check, settings_of, verify
from mesaprior.errors import InputError
from mesaprior.loading import load, load_text
from mesaprior.model import Model, build, stated

SEED = build(load("speed-simplicity").spec)
OPEN = build(
    load_text(
        """
name: open
parameters: {w: {at_least: 1}}
terms: {a: {}, b: {may_be_zero: true}, d: {}}
variants:
  A: {complexity: a + b, time: w*a}
  B: {complexity: a + d, time: w*a + 2*d}
  C: {complexity: 2*a + d, time: d}
facts: [c(b) <= c(d), t(d) <= w*t(a)]
"""
    ).spec
)
CLAIMS = [
    (SEED, "H_fd never wins", ()),
    (SEED, "H_fh dominates H_fd", ()),
    (SEED, "if H_fh wins at g = 1 and H_fh wins at g = 3 then H_fh wins at g = 2", ()),
    (SEED, "H_sd wins for some g", ("c(simplest_obj) + c(combine) < c(get_base_obj)",)),
    (SEED, "if H_sd wins for large g then c(H_sd) <= c(H_fh)", ()),
    (OPEN, "A beats B or A ties B", ()),
    (OPEN, "c(A) <= c(B)", ()),
    (OPEN, "not C beats A for small g", ("t(d) == w*t(a)",)),
]


def certificates() -> Iterator[tuple[str, str]]:
    for model, claim, assuming in CLAIMS:
        yield claim, certificate_of(model, claim, assuming)


def certificate_of(model: Model, claim: str, assuming: tuple[str, ...]) -> str:
    statement = stated(model, claim, assuming=assuming)
    (checked,) = check(model, [statement])
    assert checked.certificate is not None, checked
    (setting,) = settings_of(Setting.of(model), [statement])
    return certificate_text(setting, statement, checked.certificate)


@pytest.mark.parametrize(("model", "claim", "assuming"), CLAIMS[:7])
def test_what_was_proved_is_accepted_again(model: Model, claim: str, assuming: tuple[str, ...]) -> None:
    found = verify(certificate_of(model, claim, assuming))
    assert (found.claim, found.model) == (stated(model, claim).text, model.name)


def test_the_same_proof_gives_the_same_bytes() -> None:
    assert [text for _, text in certificates_of_seed()] == [text for _, text in certificates_of_seed()]


def certificates_of_seed() -> Iterator[tuple[str, str]]:
    for model, claim, assuming in CLAIMS[:5]:
        yield claim, certificate_of(model, claim, assuming)


def test_verifying_loads_no_solver(tmp_path: Path) -> None:
    file = tmp_path / "certificate.json"
    file.write_text(certificate_of(*CLAIMS[3]), encoding="utf-8")
    script = (
        "import sys; from mesaprior.engine import verify;"
        f"print(verify(open({str(file)!r}).read()).claim);"
        "print([m for m in sys.modules if m in ('z3', 'sympy', 'mesaprior.engine.reason.solver',"
        " 'mesaprior.engine.reason.system', 'mesaprior.engine.reason.cases')])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "H_sd wins for some g\n[]\n"


def leaves_of(cases: Any) -> Iterator[Any]:
    if "steps" in cases:
        yield cases
    else:
        for case in cases["cases"]:
            yield from leaves_of(case)


def tampered(text: str, source: random.Random) -> str:
    """One thing changed: a multiplier, a sign, a premise, a factor, the claim, a fact, a case."""
    data = json.loads(text)
    leaf = source.choice(list(leaves_of(data["cases"])))
    step = source.choice(leaf["steps"])
    match source.choice(["times", "sign", "premise", "factor", "claim", "dropped", "order"]):
        case "times":
            step["times"] = source.choice(["0", "7/3", "12345"])
        case "sign":
            step["times"] = "-" + step["times"]
        case "premise":
            step["premise"] = None if step["premise"] is not None else 0
        case "factor":
            step["factor"] = {**step["factor"], "g": step["factor"].get("g", 0) + 1}
        case "claim":
            data["claim"] = f"not ({data['claim']})"
        case "dropped":
            leaf["steps"].remove(step)
        case "order":
            if "cases" not in data["cases"] or len(data["cases"]["cases"]) < 2:
                leaf["steps"] = []
            else:
                data["cases"]["cases"].pop()
    return json.dumps(data)


def test_whatever_is_changed_is_refused() -> None:
    source = random.Random(7)
    refused = 0
    for _, text in certificates():
        for _ in range(40):
            with pytest.raises(InputError) as caught:
                verify(tampered(text, source))
            assert {problem.code for problem in caught.value.problems} == {"bad-certificate"}
            refused += 1
    assert refused == 40 * len(CLAIMS)


def test_a_fact_that_is_taken_away_is_missed() -> None:
    data = json.loads(certificate_of(*CLAIMS[3]))
    assert data["assume"] == ["c(simplest_obj) + c(combine) < c(get_base_obj)"]
    for assume in ([], ["c(simplest_obj) + c(combine) <= c(get_base_obj)"]):
        with pytest.raises(InputError, match="proves nothing"):
            verify(json.dumps({**data, "assume": assume}))


def test_a_strict_proof_of_a_weak_premise_is_refused() -> None:
    data = json.loads(certificate_of(*CLAIMS[6]))
    data["claim"] = "c(A) < c(B)"
    with pytest.raises(InputError, match="proves nothing"):
        verify(json.dumps(data))


BROKEN = [
    ("", "it is not JSON"),
    ("[1, 2]", "it is not of the shape mesaprior/certificate/1"),
    ('{"schema": "mesaprior/certificate/1"}', "it is not of the shape mesaprior/certificate/1"),
    ("[" * 100_000, "it is not JSON"),
    ('{"schema": 0.5}', "'0.5' is not an exact number"),
]


@pytest.mark.parametrize(("text", "why"), BROKEN)
def test_error_in_the_shape_of_a_certificate(text: str, why: str) -> None:
    with pytest.raises(InputError) as caught:
        verify(text)
    (problem,) = caught.value.problems
    assert problem.message == f"this certificate proves nothing: {why}"


CHANGED: list[tuple[str, Any, str]] = [
    ("cases", {"steps": 3}, "a list is expected where there is none"),
    ("cases", {"alternative": 99, "cases": []}, "it speaks of a premise or a choice that is not there"),
    ("cases", {}, "a case is neither closed nor split"),
    ("numbers", {"g": "0.5"}, "a number is not an exact fraction"),
    ("numbers", {"nobody": "1"}, "it puts in numbers that its model does not have"),
    ("id", 3, "a text is expected where there is none"),
]


@pytest.mark.parametrize(("key", "value", "why"), CHANGED)
def test_error_in_a_part_of_a_certificate(key: str, value: Any, why: str) -> None:
    data = json.loads(certificate_of(*CLAIMS[0]))
    data[key] = copy.deepcopy(value)
    with pytest.raises(InputError) as caught:
        verify(json.dumps(data))
    assert caught.value.problems[0].message == f"this certificate proves nothing: {why}"


def test_a_certificate_shows_that_its_facts_can_hold() -> None:
    for model, claim, assuming in CLAIMS:
        assert verify(certificate_of(model, claim, assuming)).is_consistent


def test_facts_that_contradict_each_other_are_noticed_or_left_open() -> None:
    data = json.loads(certificate_of(*CLAIMS[0]))
    data["assume"] = ["c(combine) < 1", "c(combine) > 1"]
    data["claim"] = "c(H_fh) > c(H_fd)"
    step = {"times": "1", "factor": {}, "says": ""}
    data["cases"] = {"steps": [{**step, "premise": 0}, {**step, "premise": 1}]}
    with pytest.raises(InputError, match="its facts do not hold at the numbers"):
        verify(json.dumps(data))
    data["facts_hold_at"] = None
    assert not verify(json.dumps(data)).is_consistent

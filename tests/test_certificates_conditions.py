"""Certificates of win conditions: each opponent that is dropped, each *never*, checked again from a file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from random_models import LINEAR_FAMILIES, random_model, yaml_text
from test_certificates import tampered

from mesaprior.cli import run
from mesaprior.engine import Setting, certificates, conditions, verify
from mesaprior.errors import InputError
from mesaprior.loading import load_text
from mesaprior.model import build

CROWDED = """
name: crowded
terms: {a: {}, b: {may_be_zero: true}, d: {}}
variants:
  A: {complexity: a, time: a}
  B: {complexity: a + d, time: a + b}
  C: {complexity: a + b, time: a + d}
  D: {complexity: 2*a + b + d, time: 2*a + b + d}
  E: {complexity: 3*b, time: d}
  F: {complexity: a/2 + 3/2*b, time: a/2 + d/2 + 1}
facts: [c(b) <= c(d)]
scenarios: {small: {c: {d: 3}, t: {a: 5/2}}}
"""
MODEL = build(load_text(CROWDED).spec)
ASKED: list[tuple[dict[str, Any], list[str]]] = [
    (
        {},
        [
            "A beats B",
            "if A beats E then A beats C",
            "A beats D",
            "if A beats E then A beats F",
            "B never wins",
            "C never wins",
            "D never wins",
            "if E beats A then E beats B",
            "if E beats A then E beats C",
            "if E beats A then E beats D",
            "if E beats A then E beats F",
            "F never wins",
        ],
    ),
    (
        {"g": Fraction(1, 2), "assume": ["c(a) <= g*c(d)"]},
        [
            "A beats B at g = 0.5",
            "A beats C at g = 0.5",
            "A beats D at g = 0.5",
            "if A beats E at g = 0.5 then A beats F at g = 0.5",
            "not B wins at g = 0.5",
            "not C wins at g = 0.5",
            "not D wins at g = 0.5",
            "if E beats A at g = 0.5 then E beats B at g = 0.5",
            "if E beats A at g = 0.5 then E beats C at g = 0.5",
            "if E beats A at g = 0.5 then E beats D at g = 0.5",
            "if E beats A at g = 0.5 then E beats F at g = 0.5",
            "not F wins at g = 0.5",
        ],
    ),
]


def texts_of(setting: Setting) -> list[str]:
    """The certificates of a setting's conditions, one for each thing that is said without being shown."""
    found = conditions(setting)
    said = sum((c.status == "never") + len(c.dropped) for c in found.variants.values())
    texts = [certified.text for certified in certificates(setting, found)]
    assert len(texts) == said
    assert None not in texts
    return [text for text in texts if text is not None]


@pytest.mark.parametrize(("asked", "claims"), ASKED, ids=["any g", "g = 1/2"])
def test_what_is_dropped_is_certified(asked: dict[str, Any], claims: list[str]) -> None:
    verified = [verify(text) for text in texts_of(Setting.of(MODEL, **asked))]
    assert [found.claim for found in verified] == claims
    assert all(found.is_consistent for found in verified)


def random_settings() -> Iterator[Setting]:
    for family in LINEAR_FAMILIES:
        for seed in range(5):
            try:
                yield Setting.of(build(load_text(yaml_text(random_model(seed, family))).spec))
            except InputError:
                continue


def test_whatever_random_models_drop_is_certified() -> None:
    accepted = 0
    for setting in random_settings():
        try:
            texts = texts_of(setting)
        except InputError:  # facts that contradict each other
            continue
        for text in texts:
            assert verify(text).model == setting.model.name
            accepted += 1
    print(f"{accepted} certificates of conditions accepted")
    assert accepted > 50


def test_whatever_is_changed_in_one_is_refused() -> None:
    source = random.Random(11)
    for text in texts_of(Setting.of(MODEL)):
        for _ in range(6):
            with pytest.raises(InputError, match="proves nothing"):
                verify(tampered(text, source))


def test_a_mixture_needs_all_its_parts() -> None:
    """Half of B and half of C is cheaper than D: neither alone will do."""
    model = build(
        load_text(
            """
name: mixture
terms: {a: {}, b: {}, d: {}}
variants:
  A: {complexity: a, time: a}
  B: {complexity: 2*b, time: 2*d}
  C: {complexity: 2*d, time: 2*b}
  D: {complexity: b + d, time: b + d}
"""
        ).spec
    )
    setting = Setting.of(model)
    (text,) = (c.text for c in certificates(setting, conditions(setting, "A")) if c.text is not None)
    data = json.loads(text)
    assert data["claim"] == "if A beats B and A beats C then A beats D"
    assert verify(text).cases == 1
    for claim in ("if A beats B then A beats D", "if A beats C then A beats D", "A beats D"):
        with pytest.raises(InputError, match="proves nothing"):
            verify(json.dumps({**data, "claim": claim}))


def test_the_command_line_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model, folder = tmp_path / "crowded.yaml", tmp_path / "proofs"
    model.write_text(CROWDED, encoding="utf-8")
    assert run(["conditions", str(model), "--certificates", str(folder)]) == 0
    assert f"wrote 12 certificates; check them again: mesaprior verify {folder}" in capsys.readouterr().err
    names = sorted(path.name for path in (folder / "crowded").iterdir())
    assert names[:4] == ["A_without_B.json", "A_without_C.json", "A_without_D.json", "A_without_F.json"]
    assert run(["verify", str(folder)]) == 0
    assert capsys.readouterr().out == "12 certificates: 12 accepted, 0 refused\n"
    changed = folder / "crowded" / names[0]
    changed.write_text(changed.read_text().replace("A beats B", "B beats A"), encoding="utf-8")
    assert run(["verify", "-q", str(folder)]) == 1
    assert capsys.readouterr().out == "12 certificates: 11 accepted, 1 refused\n"

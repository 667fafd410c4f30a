"""How far each number may move before the winner changes: the seed by hand, and the formats."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

import mesaprior as mp
from mesaprior.cli import run

WORKED = """\
H_fh wins at g = 2 until c(get_base_obj) rises from 40 to 47, by 17.5 %: then H_sd wins

 number                            is   H_fh wins             change   then
 c(get_base_obj)                   40   below 47             +17.5 %   H_sd
 g                                  2   below 64/25 = 2.56     +28 %   H_sd
 t(mesaoptimize_outer_world_env)   40   above 26               -35 %   H_sd
 t(find(…))                        30   above 16             -46.7 %   H_sd
 c(combine)                        10   above 3                -70 %   H_sd
 t(get_proxy_for_base_obj)          8   below 22              +175 %   H_sd

never, moved alone
 c(mesaoptimize), c(useful_knowledge), t(mesaoptimize_env): every variant pays the same
 c(simplest_obj), c(is_deployed_in_world), t(combine), t(is_deployed_in_world): H_fh wins, whatever it is
 find(…) = find(get_proxy_for_base_obj(env))
"""

# At g = 2 H_fh costs 658, H_sd 672, H_fd 675: H_sd is 14 behind, H_fd 17 and it pays whatever H_fh pays.
BY_HAND = {
    "c(get_base_obj)": ("47", "H_sd", "35/2"),  # 2*7 = 14
    "g": ("64/25", "H_sd", "28"),  # 64 steps against 25 bits
    "t(mesaoptimize_outer_world_env)": ("26", "H_sd", "-35"),
    "t(find(get_proxy_for_base_obj(env)))": ("16", "H_sd", "-140/3"),
    "c(combine)": ("3", "H_sd", "-70"),
    "t(get_proxy_for_base_obj)": ("22", "H_sd", "175"),
}
NEVER = {
    "c(simplest_obj)": None,  # H_sd gains 2*5 = 10 at most
    "c(is_deployed_in_world)": None,  # H_fd pays it, and more
    "t(combine)": None,
    "t(is_deployed_in_world)": None,
    "c(mesaoptimize)": "shared",
    "c(useful_knowledge)": "shared",
    "t(mesaoptimize_env)": "shared",
}


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL", "MESAPRIOR_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "110")


def test_the_seed_by_hand() -> None:
    found = mp.load("speed-simplicity").sensitivity(g=2, scenario="worked")
    assert found.winners == ("H_fh",)
    changes = {
        move.number: (str(flip.at.value), *flip.takes_over, str(flip.change[0]))
        for move in found
        for flip in move.flips
        if flip.change is not None
    }
    assert changes == BY_HAND
    assert list(changes) == list(BY_HAND)  # the smallest change first
    assert {move.number: move.why for move in found if move.outcome == "never"} == NEVER
    assert len(found) == len(BY_HAND) + len(NEVER)


def test_the_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sensitivity", "speed-simplicity", "-g", "2", "--scenario", "worked"]) == 0
    assert capsys.readouterr() == (WORKED, "")


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sensitivity", "speed-simplicity", "-g", "2", "--scenario", "worked", "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["schema"] == "mesaprior/sensitivity/1"
    assert (found["winner"], found["tie"], found["crossovers"]) == ("H_fh", [], [])
    first = found["numbers"][0]
    assert list(first) == ["number", "value", "outcome", "why", "below", "above"]
    assert first["below"] == {
        "flip": None,
        "end": {"at": "0", "reached": False, "fact": None, "cheapest": []},
        "touches": [],
        "undecided": None,
    }
    flip = first["above"]["flip"]
    assert (flip["at"], flip["change"]["percent"], flip["then_wins"], flip["tie"]) == (
        "47",
        "35/2",
        ["H_sd"],
        ["H_fh", "H_sd"],
    )
    before, after = (Fraction(flip["confirmed_at"][key]) for key in ("before", "after"))
    assert 40 < before < 47 < after
    assert mp.load("speed-simplicity").sensitivity(g=2, scenario="worked").to_json() == out

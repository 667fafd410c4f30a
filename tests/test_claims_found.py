"""Claims of which the engine once said less than it could, found by the soak: everything is examined again.

Never a wrong verdict: a tie shown where a loss exists, a contradiction or an impossible premise that was not
noticed, a condition that was not found, a number that was missing (and a traceback where it was).
"""

from __future__ import annotations

import random
from typing import Any

import pytest
from battery import Tally
from claim_battery import ClaimCase, Examiner
from test_battery_known_false import spec_of

TWO = "V1 = a | x; V2 = b | y"
LONG = "V1 = f | x; V2 = 3*a | x + a"
OTHER_RATE = "g >= 2; c(b) == 1"

FOUND = [
    # Two sentences fail at rates of their own, while facts speak of the rate that no sentence quantifies.
    (TWO, OTHER_RATE, {}, "V2 beats V1 for 2 < g <= 3 or V1 beats V2 for 2 < g <= 3", "refuted"),
    # What a fact at its own rate says of another rate.
    (LONG, "2*g*c(a) >= g*c(f) + t(a)", {}, "V2 beats V1 for some g", "contradicted"),
    (LONG, "2*g*c(a) >= g*c(f) + t(a)", {}, "if V2 beats V1 for some g then c(a) < t(a)", "vacuous"),
    (TWO, "cost(V1) > cost(V2); t(y) > t(x)", {}, "if g*c(a) <= g*c(b) for some g then V1 wins", "vacuous"),
    # Divided by an unknown.
    (TWO, "", {}, "t(x)/c(a) < t(y)/c(a)", "true exactly when t(x) < t(y)"),
    (TWO, "2*c(a) < c(b)", {}, "V2 beats V1 for g > t(x)/c(a)", "contradicted"),
    # Where only a solver finds numbers, it may find a tie: a little beside it is a loss.
    (TWO, "", {"parameters": {"w": {"above": "1", "at_most": "3"}}}, "g*g + w/g > 2", "refuted"),
    # A price cancels once the parameter is known; numbers for it are needed all the same.
    (
        "V1 = a | a*w + w*b + 2; V2 = (1 + w)*b*2 | b + a*2",
        "w > 3/2; cost(V2) >= cost(V1)",
        {"parameters": {"w": {"above": "1"}}},
        "g**2 + c(b)**2 > 2*g*c(b)",
        "refuted",
    ),
]


@pytest.mark.parametrize(("variants", "facts", "more", "claim", "expected"), FOUND)
def test_everything_is_said(
    variants: str, facts: str, more: dict[str, Any], claim: str, expected: str
) -> None:
    case = ClaimCase(spec_of(variants, facts, more), random.Random(claim))
    (said,) = case.check(claim)
    tally = Tally()
    Examiner(case, tally).examine(claim, said, must_decide=True)
    assert not tally.wrong, tally.wrong[0]
    word = "contradicted" if said.contradicted else "vacuous" if said.vacuous else said.verdict
    when = (
        said.true_when and f"true {'exactly when' if said.true_when.exactly else 'if'} {said.true_when.text}"
    )
    assert expected in (word, when)

"""What a cell of the tables says."""

from __future__ import annotations

from typing import Final

from peers import Outcome
from timing import ratio, seconds

TITLES: Final = {
    "z3": "z3",
    "z3_claims": "z3 on claims",
    "cvc5": "cvc5",
    "cddlib": "cddlib",
    "ppl": "PPL",
    "highs": "HiGHS (floats)",
    "qhull": "Qhull (floats)",
    "maxima": "Maxima",
    "qepcad": "QEPCAD",
    "z3_qe": "z3's elimination",
    "sympy": "SymPy",
    "lpmin": "SymPy's simplex",
}

REFUSALS: Final = ("inequality has more than one symbol of interest.",)
"""What SymPy says where several unknowns are asked about at once: plain "cannot" in the table."""


def peer_cell(outcome: Outcome, own: float, asked: int, limit: float) -> str:
    """Time and ratio to ours; how far it came where it did not come to the end."""
    if outcome.cannot is not None:
        if outcome.cannot.startswith("not installed"):
            return outcome.cannot
        return "cannot" if outcome.cannot in REFUSALS else f"cannot: {outcome.cannot}"
    given_up = sum(item is None for item in outcome.answers)
    undecided = f", {given_up} undecided" if given_up else ""
    if outcome.seconds is None:
        return f"> {limit:.0f} s ({len(outcome.answers)} of {asked}{undecided})  > {ratio(limit / own)}"
    return f"{seconds(outcome.seconds)}{undecided}  {'> ' if undecided else ''}{ratio(outcome.seconds / own)}"


def solving_cell(outcome: Outcome, own: float, asked: int, limit: float) -> str:
    """The same for answers `(text, solved)`, of which SymPy hands back unsolved what it cannot solve."""
    solved = sum(done for _, done in outcome.answers)
    if outcome.cannot is not None or solved == len(outcome.answers):
        return peer_cell(outcome, own, asked, limit)
    time = f"> {limit:.0f} s" if outcome.seconds is None else seconds(outcome.seconds)
    return f"cannot: solves {solved} of {len(outcome.answers)} ({time})"


def target_cell(target: float | None, own: float) -> str:
    """What the issue asks for, and whether it is reached."""
    if target is None:
        return ""
    return f"{seconds(target)}: {'reached' if own <= target else 'MISSED'}"

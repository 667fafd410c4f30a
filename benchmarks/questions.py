"""What is asked: the questions, the instances of each, who is asked beside us, and what is to be reached."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from instances import FAMILIES, IMPLICATIONS, OPEN, Family, Implications, OpenPrices


@dataclass(frozen=True)
class Question:
    """`name`: the function in `ours` and in each `peer_...` module. `targets`: seconds by instance."""

    name: str
    title: str
    peers: tuple[str, ...]
    instances: tuple[Family, ...] | tuple[Implications, ...] | tuple[OpenPrices | Family, ...]
    targets: dict[str, float]


QUESTIONS: Final = (
    Question(
        "compile_model",
        "From numbers to costs (ours: a model file's dictionary, validated, parsed and compiled)",
        ("z3", "sympy"),
        FAMILIES,
        {},
    ),
    Question(
        "pairs", "All pair conditions with their text", ("z3", "cvc5", "sympy"), FAMILIES, {"100 x 60": 0.08}
    ),
    Question(
        "can_win",
        "Which variants can win at all",
        ("z3", "cvc5", "cddlib", "ppl", "highs", "sympy", "lpmin"),
        FAMILIES,
        {"100 x 60": 0.002},
    ),
    Question("evidence", "The same, with the evidence found and checked", ("z3",), FAMILIES, {}),
    Question(
        "reduced",
        "All reduced win conditions (ours: with checked proofs of what is dropped)",
        ("z3", "cvc5", "cddlib", "ppl", "highs", "sympy", "lpmin"),
        FAMILIES,
        {"30 x 40": 0.03, "100 x 60": 0.3, "hard 30 x 12": 0.35, "hard 100 x 16": 5.0},
    ),
    Question(
        "some_rate",
        "Wins for some g: the rate eliminated, for every variant, as text",
        ("qepcad", "z3_qe"),
        (*OPEN, FAMILIES[0]),
        {"30 x 40": 0.05},
    ),
    Question(
        "implication",
        "Five implications of 60 symbols and 40 premises (ours: with checked multipliers)",
        ("z3", "cvc5", "cddlib", "ppl", "highs", "maxima", "lpmin"),
        IMPLICATIONS,
        {"-1..1, half of them 0": 0.025, "-3..3": 0.025},
    ),
)

"""The claims beside an essay's sentences, as statements of the model that it means.

Floor: `essay`. Each is named by its place, `essay.md:12`, so that whoever reads a verdict finds the sentence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from mesaprior.errors import InputError, Problem
from mesaprior.essay.answers import ASKED
from mesaprior.essay.marks import EssayClaim, Marks, marks_of
from mesaprior.essay.models import model_behind
from mesaprior.essay.source import Essay, in_order
from mesaprior.essay.tex_marks import tex_marks
from mesaprior.model import Model, Statement, stated
from mesaprior.spec import Verdict


def marks_in(essay: Essay) -> Marks:
    """The marks of an essay of either kind."""
    return tex_marks(essay) if essay.kind == "latex" else marks_of(essay)


def model_of(essay: Essay, marks: Marks) -> str | Path | None:
    """What `load` takes for the model that the essay names; None where it names none."""
    if marks.model is None:
        return None
    try:
        return model_behind(marks.model.name, essay)
    except InputError as error:
        said = [replace(problem, span=marks.model.span) for problem in error.problems]
        raise InputError(in_order(essay, said)) from None


def statements_of(essay: Essay, marks: Marks, model: Model) -> list[Statement]:
    """The claims of an essay in a model's names. Raises `InputError` with everything wrong in any of them."""
    problems = list(marks.problems)
    found: list[Statement] = []
    for name, claim in zip(_names(essay, marks), marks.claims, strict=True):
        try:
            expect = cast("Verdict | None", claim.expect.value if claim.expect else None)
            assuming = [word.value for word in claim.assuming]
            found.append(stated(model, claim.text, id=name, assuming=assuming, expect=expect))
        except InputError as error:
            problems += [_in_essay(problem, claim) for problem in error.problems]
    if problems:
        raise InputError(in_order(essay, problems))
    return found


def _names(essay: Essay, marks: Marks) -> Iterator[str]:
    """`essay.md:12`; with the column where a line holds several."""
    places = [essay.place(claim.span) for claim in marks.claims]
    lines = Counter(place.line for place in places)
    for place in places:
        column = f":{place.column}" if lines[place.line] > 1 else ""
        yield f"{essay.name}:{place.line}{column}"


def _in_essay(problem: Problem, claim: EssayClaim) -> Problem:
    place = problem.place
    if place is None or place.source not in ASKED:
        return replace(problem, span=claim.at) if place is None else problem
    texts = [(claim.text, claim.at), *((word.value, word.at) for word in claim.assuming)]
    start = next((at[0] for text, at in texts if text == place.excerpt), claim.at[0])
    span = (start + place.column - 1, start + place.column - 1 + place.width)
    return replace(problem, place=None, span=span)

"""Several essays at once: all are worked out before any is written.

Floor: `essay`, its highest part.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from mesaprior.errors import InputError, Problem, refuse
from mesaprior.essay.changes import rendered
from mesaprior.essay.latex import MACROS, rendered_latex
from mesaprior.essay.models import Models
from mesaprior.essay.records import Rendered
from mesaprior.essay.source import read_essay
from mesaprior.limits import CLAIM_SECONDS, ESSAYS_AT_ONCE


def render_essays(
    names: Sequence[str], *, seconds: float = CLAIM_SECONDS, force: bool = False, spelling: str | None = None
) -> tuple[list[Rendered], list[str]]:
    """What the essays of these paths become, and remarks. Nothing is written.

    `force`: edits by hand give way. `spelling`: a copy without marks in that format instead. Raises
    `InputError` with everything that is wrong in any of them.
    """
    if len(names) > ESSAYS_AT_ONCE:
        message = f"{len(names)} essays at once; {ESSAYS_AT_ONCE} are allowed"
        raise refuse("too-many-essays", message, "name them in several commands")
    models = Models()
    found: list[Rendered] = []
    problems: list[Problem] = []
    for name in _different(name for name in names if not name.endswith(MACROS)):
        try:
            essay = read_essay(name)
            if essay.kind == "latex":
                found.append(rendered_latex(essay, models, seconds, force=force))
            else:
                found.append(rendered(essay, models, seconds, force=force, spelling=spelling))
        except InputError as error:
            problems += error.problems
    problems += _same_files(found)
    if problems:
        raise InputError(dict.fromkeys(problems))
    remarks = [*models.remarks, *(remark for one in found for remark in one.remarks)]
    return found, remarks


def _different(names: Iterable[str]) -> Iterator[str]:
    """Each essay once, by whatever path it is named."""
    seen: set[str] = set()
    for name in names:
        where = name if "\0" in name else os.path.realpath(name)
        if where not in seen:
            seen.add(where)
            yield name


def _same_files(found: Sequence[Rendered]) -> Iterator[Problem]:
    """Figures of several essays that would overwrite one another."""
    taken: dict[str, str] = {}
    for one in found:
        for figure in one.figures:
            where = os.path.realpath(figure.path)
            if where in taken:
                message = f"figures of {taken[where]} and of {one.essay.name} go to the same {figure.name}"
                yield Problem("said-twice", message, "give each its own name")
            taken[where] = one.essay.name

"""A case that closed without what makes it a case closes its whole choice.

Floor: `engine.reason`. Most choices play no part in a contradiction. Where the certificate of one option uses
nothing of that option, it is one for the choice as well, and the other options need not be looked at; only
the places of the choices in it have to be counted anew.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from mesaprior.engine.reason.formulas import Alternatives, AnyOf, flattened
from mesaprior.results import Cases, Closed, Premise, Split


def lifted(
    cases: Cases,
    part: Alternatives,
    premises: tuple[Premise, ...],
    alternatives: tuple[AnyOf, ...],
    chosen: int,
) -> Cases | None:
    """The certificate of one option of `alternatives[chosen]`, for the branch before the choice.

    None where it needs the option. `premises` and `alternatives` are the branch's own.
    """
    rest = (*alternatives[:chosen], *alternatives[chosen + 1 :])
    _, own = flattened(part, (), ())
    places = [j if j < chosen else j + 1 for j in range(len(rest))]
    known = {id(premise) for premise in premises}
    return _lifted(cases, (*rest, *own), [*places, *[None] * len(own)], known, len(alternatives))


def _lifted(
    cases: Cases,
    choices: tuple[AnyOf, ...],
    places: list[int | None],
    known: AbstractSet[int],
    count: int,
) -> Cases | None:
    """`places[j]` is where choice j stands before the option, None where only the option has it; `count` is
    how many choices there are then."""
    if isinstance(cases, Closed):
        return cases if all(id(premise) in known for premise in cases.proof.premises) else None
    place = places[cases.alternative]
    if place is None:
        return None
    split = choices[cases.alternative]
    rest = (*choices[: cases.alternative], *choices[cases.alternative + 1 :])
    left = [p if p is None or p < place else p - 1 for j, p in enumerate(places) if j != cases.alternative]
    found = []
    for case, part in zip(cases.cases, split.parts, strict=True):
        new, own = flattened(part, (), ())
        more = [count - 1 + k for k in range(len(own))]
        inner = _lifted(
            case,
            (*rest, *own),
            [*left, *more],
            known | {id(premise) for premise in new},
            count - 1 + len(own),
        )
        if inner is None:
            return None
        found.append(inner)
    return Split(place, tuple(found))

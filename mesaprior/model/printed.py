"""Whether the names of a model can be told apart where they are printed as mathematics.

Floor: `model`. Every name prints as its `latex:` says, else upright; two that come out alike would make a
formula say something else to its reader.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mesaprior.algebra import RATE
from mesaprior.errors import InputError, refuse
from mesaprior.language import parse_name
from mesaprior.language.latex import PLAIN_NAME, latex
from mesaprior.model.records import Problems
from mesaprior.spec import ModelEntry


def check_names_look_different(
    spec: ModelEntry,
    terms: Iterable[str],
    parameters: Iterable[str],
    declared: Mapping[str, str],
    problems: Problems,
) -> None:
    """A declared name that prints like another term, parameter or variant, or like the rate, is a problem."""
    if not declared:
        return  # upright names are as different as they are spelled
    places: dict[str, tuple[str, ...]] = {name: ("variants", name) for name in spec.variants}
    for name in parameters:
        places[name] = (*(() if name in spec.parameters else ("prior",)), "parameters", name, "latex")
    places |= {name: ("terms", name, "latex") for name in terms}
    plain = all(map(PLAIN_NAME.fullmatch, declared.values()))
    owners: dict[object, str] = {RATE: RATE} if plain else {_look(RATE): RATE}
    for name in sorted(places, key=declared.__contains__):  # it is a declared name that can be changed
        printed = declared.get(name) or latex(parse_name(name), {})
        owner = owners.setdefault(printed if plain else _look(printed), name)
        if owner != name:
            with problems.at(*places[name]):
                message = f"{name!r} would print like {owner!r}"
                raise refuse("name-used-twice", message, "write one of the two in another way")


def _look(printed: str) -> object:
    from mesaprior.language.typeset import look, parse_typeset

    try:
        return look(parse_typeset(printed))
    except InputError:  # a name in full may be longer than a declared one
        return printed

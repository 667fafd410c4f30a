"""Everything that can be wrong with the shape of a family, every mistake at its place.

Floor: `spec`. Imported by `names` when a model has families.

    leaf     {complexity: ..., time: ..., further axes}     what is paid; an axis left out costs nothing
    all      [part, part, ...]                              every part is paid for
    one_of   {name: part, name: part, ...}                  exactly one of them is taken

Each may have a title, tags and a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, get_args

from mesaprior import limits
from mesaprior.errors import InputError, Loc, Problem, did_you_mean, one_of
from mesaprior.language.parser import check_declarable
from mesaprior.spec.fields import FormulaText, Label, Prose, listed
from mesaprior.spec.names import KEY
from mesaprior.spec.text import shape

BRANCHES: Final = ("all", "one_of")
PRICES: Final = ("complexity", "time")
ABOUT: Final = ("title", "tags", "note")
check_formula, check_label, check_prose = (get_args(kind)[1].check for kind in (FormulaText, Label, Prose))
_AS_IN: Final = "as in one_of: {stores: {complexity: ..., time: ...}, derives: {complexity: ..., time: ...}}"


def family_problems(families: Mapping[Any, Any], axes: list[str]) -> Iterator[Problem]:
    """Everything that is wrong with the shape of the families of a model; `axes` are the extra ones."""
    if len(families) > limits.MODEL_FAMILIES:
        message = f"this model has {len(families)} families; {limits.MODEL_FAMILIES} are allowed"
        yield Problem("too-many", message, "leave some out, or split the model", ("families",))
        return
    looking = _Look(axes)
    for name, said in families.items():
        yield from _bad_name(name, ("families", part_of(name), KEY))
        yield from looking.at(said, ("families", part_of(name)), 0)
    if looking.parts > limits.FAMILY_NODES:
        message = f"the families of this model have more than {limits.FAMILY_NODES} parts"
        yield Problem("too-many", message, "leave some out, or split the model", ("families",))


def part_of(key: Any) -> str | int:
    """A key as a part of a `loc`; Python has keys of other kinds too, all refused."""
    return key if isinstance(key, str | int) else str(key)


def _bad_name(name: Any, loc: Loc) -> Iterator[Problem]:
    if not isinstance(name, str):
        yield Problem("wrong-shape", f"expected a name, found {shape(name)}", None, loc)
        return
    try:
        check_declarable(name)
    except InputError as error:
        yield from (problem.at(loc) for problem in error.problems)


class _Look:
    """A look at all trees of a model; `parts` counts what was seen, and nothing is looked at past the cap."""

    def __init__(self, axes: list[str]) -> None:
        self.prices = (*PRICES, *axes)
        self.parts = 0

    def at(self, said: Any, loc: Loc, depth: int) -> Iterator[Problem]:
        """What is wrong with one part of a tree, `depth` branches deep."""
        self.parts += 1
        if self.parts > limits.FAMILY_NODES:
            return
        if not isinstance(said, Mapping):
            help = "write {complexity: ..., time: ...}, {all: [...]} or {one_of: {...}}; {} pays nothing"
            yield Problem("wrong-shape", f"expected a mapping, found {shape(said)}", help, loc)
            return
        branches = [key for key in BRANCHES if key in said]
        yield from self._keys(said, loc, branches)
        yield from self._about(said, loc)
        if not branches:
            yield from self._prices(said, loc)
        elif depth >= limits.FAMILY_DEPTH:
            message = f"more than {limits.FAMILY_DEPTH} choices and sums stand inside one another"
            yield Problem(
                "family-too-deep", message, "give the inner one a family of its own", (*loc, branches[0])
            )
        elif len(branches) == 1:
            yield from (self._all if branches == ["all"] else self._one_of)(said, loc, depth)

    def _keys(self, said: Mapping[Any, Any], loc: Loc, branches: list[str]) -> Iterator[Problem]:
        if len(branches) == 2:
            message = "this part is both a sum (all) and a choice (one_of)"
            yield Problem("mixed-part", message, "put one inside the other: all: [{one_of: {...}}, ...]", loc)
        for key in said:
            if key in branches or key in ABOUT:
                continue
            if key in self.prices and not branches:
                continue
            if key in self.prices:
                message = f"{key!r} stands beside {branches[0]!r}"
                help = f"make it a part of its own: all: [{{{key}: ...}}, ...]"
                yield Problem("mixed-part", message, help, (*loc, part_of(key), KEY))
                continue
            known = [*BRANCHES, *self.prices[: limits.AXES_SUGGESTED], *ABOUT]
            near = did_you_mean(str(key), known) or f"the keys here are {one_of(known, 20)}"
            yield Problem("unknown-key", f"unknown key {str(key)!r}", near, (*loc, part_of(key), KEY))

    def _about(self, said: Mapping[Any, Any], loc: Loc) -> Iterator[Problem]:
        for key in ABOUT:
            if key in said:
                yield from _not_said(_tags if key == "tags" else check_prose, said[key], (*loc, key))

    def _prices(self, said: Mapping[Any, Any], loc: Loc) -> Iterator[Problem]:
        for key in self.prices:
            if key in said:
                yield from _not_said(check_formula, said[key], (*loc, key))

    def _all(self, said: Mapping[Any, Any], loc: Loc, depth: int) -> Iterator[Problem]:
        parts, here = said["all"], (*loc, "all")
        if isinstance(parts, Mapping):
            help = "start each part with a dash; for a choice between named options write one_of:"
            yield Problem("wrong-shape", "expected a list, found a mapping", help, here)
        elif not isinstance(parts, list | tuple):
            help = "start each part with a dash"
            yield Problem("wrong-shape", f"expected a list, found {shape(parts)}", help, here)
        elif not parts:
            yield Problem(
                "empty-branch", "this sum has no part", "as in all: [{complexity: ...}, {time: ...}]", here
            )
        else:
            for place, part in enumerate(parts):
                yield from self.at(part, (*here, place), depth + 1)

    def _one_of(self, said: Mapping[Any, Any], loc: Loc, depth: int) -> Iterator[Problem]:
        options, here = said["one_of"], (*loc, "one_of")
        if isinstance(options, list | tuple):
            help = "name each option, as its members are named by it: one_of: {stores: ..., derives: ...}"
            yield Problem("wrong-shape", "expected a mapping, found a list", help, here)
        elif not isinstance(options, Mapping):
            yield Problem("wrong-shape", f"expected a mapping, found {shape(options)}", _AS_IN, here)
        elif not options:
            yield Problem("empty-branch", "this choice has no option", _AS_IN, here)
        else:
            for name, option in options.items():
                yield from _bad_name(name, (*here, part_of(name), KEY))
                yield from self.at(option, (*here, part_of(name)), depth + 1)


def _not_said(check: Callable[[Any], Any], value: Any, loc: Loc) -> Iterator[Problem]:
    try:
        check(value)
    except InputError as error:
        yield from (problem.at(loc) for problem in error.problems)


def _tags(value: Any) -> None:
    for tag in listed(value):
        check_label(tag)

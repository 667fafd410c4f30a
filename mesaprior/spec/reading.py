"""What was written to the entries of a model, with everything that is wrong said in the project's own words.

Floor: `spec`. Imports no pydantic. The reader walks the annotations that `entries` declares: which keys there
are, which kind of value each has, where collections and further entries are. Names that do not fit together
are found by `names` in the same go. `records` has the same judge for what is written in Python.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import islice
from types import UnionType
from typing import Annotated, Any, Final, TypeAlias, Union, get_args, get_origin

from mesaprior.errors import InputError, Loc, Problem, did_you_mean, one_of
from mesaprior.limits import PROBLEMS_COLLECTED
from mesaprior.spec.entries import ModelEntry, VariantEntry
from mesaprior.spec.entry import Entry, fields_of, is_required
from mesaprior.spec.kinds import Before, Kind, spelling
from mesaprior.spec.names import KEY, missing_axis, name_problems
from mesaprior.spec.text import shape


def read_model(values: Mapping[str, Any]) -> ModelEntry:
    """The model that `values` describe.

    Raises `InputError` with every problem of shape, number and name; each has the `loc` of its value, or of
    its key (`loc` ends with "[key]").
    """
    model, problems = _read(values)
    if problems:
        raise InputError(problems)
    return model


def problems_in(values: Mapping[str, Any]) -> list[Problem]:
    """Why `read_model` refuses these values; nothing where it takes them."""
    return _read(values)[1]


def _read(values: Mapping[str, Any]) -> tuple[ModelEntry, list[Problem]]:
    names = list(islice(name_problems(values), PROBLEMS_COLLECTED))
    reading = _Reading(names)
    model = _entry(ModelEntry, reading, dict(values), ())
    found = list(dict.fromkeys([*names, *reading.problems]))
    return model, [problem for problem in found if problem.code == "newer-format"] or found


class _Reading:
    """The problems of one model, as they are found. Each mistake is said once: a misspelt key is not also a
    missing one, nor is its value looked at."""

    def __init__(self, names: Iterable[Problem]) -> None:
        self.problems: list[Problem] = []
        self.misspelt: dict[Loc, list[str]] = defaultdict(list)
        """The unknown keys of an entry, by its place."""
        for problem in names:
            if problem.code == "unknown-key":
                self.misspelt[problem.loc[:-2]].append(str(problem.loc[-2]))

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong that nothing more need be looked for."""
        return len(self.problems) >= PROBLEMS_COLLECTED

    def refuse(self, problem: Problem) -> None:
        if not self.is_full:
            self.problems.append(problem)

    def checked(self, check: Callable[[Any], Any], value: Any, loc: Loc) -> Any:
        """What `check` makes of a value; `_REFUSED` where it refuses it, which is kept."""
        try:
            return check(value)
        except InputError as error:
            found = error.problems[0]  # the whole value is at fault, whatever part of it was
            self.refuse(Problem(found.code, found.message, found.help, loc))
            return _REFUSED


_REFUSED = object()

_Reader: TypeAlias = Callable[[_Reading, Any, Loc], Any]
"""What is written at a place -> its value; for what is refused, anything at all."""


def _reader(declared: Any) -> _Reader:
    """How a value is read that is declared so, with the annotations that `entries` makes use of."""
    if get_origin(declared) is Annotated:
        inner, told = declared.__origin__, declared.__metadata__[0]
        if isinstance(told, Kind):
            return partial(_value, told.check)
        if isinstance(told, Before):
            return partial(_collection, told.check, _reader(inner))
        text, entry = map(_reader, get_args(inner))
        return partial(_text_or_entry, text, entry)
    parts = get_args(declared)
    match get_origin(declared):
        case None:
            return partial(_entry, declared)
        case origin if origin in (Union, UnionType):
            return partial(_optional, _reader(parts[0]))
        case origin if origin is dict:
            return partial(_mapping, _reader(parts[0]), _reader(parts[1]))
    return partial(_listing, _reader(parts[0]))


def _value(check: Callable[[Any], Any], reading: _Reading, value: Any, loc: Loc) -> Any:
    return reading.checked(check, value, loc)


def _optional(read: _Reader, reading: _Reading, value: Any, loc: Loc) -> Any:
    return None if value is None else read(reading, value, loc)


def _text_or_entry(text: _Reader, entry: _Reader, reading: _Reading, value: Any, loc: Loc) -> Any:
    return (entry if spelling(value) == "mapping" else text)(reading, value, loc)


def _collection(check: Callable[[Any], Any], read: _Reader, reading: _Reading, value: Any, loc: Loc) -> Any:
    entries = reading.checked(check, value, loc)
    return _REFUSED if entries is _REFUSED else read(reading, entries, loc)


def _mapping(read_key: _Reader, read: _Reader, reading: _Reading, value: Any, loc: Loc) -> Any:
    made = {}
    for key, item in value.items():
        below = (*loc, _part(key))
        name = read_key(reading, key, (*below, KEY))
        made[name] = read(reading, item, below)
    return made


def _part(key: Any) -> str | int:
    """A key as a part of a `loc`; Python has keys of other kinds too, all refused."""
    return key if isinstance(key, str | int) else str(key)


def _listing(read: _Reader, reading: _Reading, value: Any, loc: Loc) -> Any:
    return tuple([read(reading, item, (*loc, position)) for position, item in enumerate(value)])


def _entry(kind: type[Entry], reading: _Reading, value: Any, loc: Loc) -> Any:
    if isinstance(value, kind) or reading.is_full:
        return value
    if not isinstance(value, dict):
        help = f"as in {kind.AS_IN}" if kind.AS_IN else "write each entry as name: value"
        reading.refuse(Problem("wrong-shape", f"expected a mapping, found {shape(value)}", help, loc))
        return _REFUSED
    fields, read_more = _readers(kind)
    further = [key for key in value if key not in fields]
    if read_more is None:
        further = further[:PROBLEMS_COLLECTED]
    misspelt = (
        [key for key in further if isinstance(key, str)] if read_more is None else reading.misspelt[loc]
    )
    said = {}
    for key, read in fields.items():
        if key in value:
            said[key] = read(reading, value[key], (*loc, key))
        elif is_required(kind, key) and did_you_mean(key, misspelt) is None:
            reading.refuse(_missing(kind, loc, key))
    for key in further:
        if not isinstance(key, str):
            reading.refuse(
                Problem("wrong-shape", f"{shape(key)} cannot stand here", None, (*loc, _part(key)))
            )
        elif read_more is None:
            reading.refuse(_unknown(kind, loc, key))
        elif key not in misspelt:
            said[key] = read_more(reading, value[key], (*loc, key))
    return kind(**said)


_READERS: Final[dict[type[Entry], tuple[dict[str, _Reader], _Reader | None]]] = {}


def _readers(kind: type[Entry]) -> tuple[dict[str, _Reader], _Reader | None]:
    """How the keys of a kind of entry are read, and its further keys where it allows them."""
    if kind not in _READERS:
        fields = {key: _reader(declared) for key, declared in fields_of(kind).items()}
        _READERS[kind] = fields, None if kind.MORE is None else _reader(kind.MORE)
    return _READERS[kind]


def _unknown(kind: type[Entry], loc: Loc, key: str) -> Problem:
    known = [*fields_of(kind), *(["extends"] if kind is ModelEntry else [])]
    help = did_you_mean(key, known) or f"the keys here are {one_of(known, 20)}"
    return Problem("unknown-key", f"unknown key {key!r}", help, (*loc, key, KEY))


def _missing(kind: type[Entry], loc: Loc, key: str) -> Problem:
    if kind is VariantEntry:
        return missing_axis(loc, key)
    if not loc:
        return Problem("missing-key", f"the model has no {key!r}", f"add {key}: at the start of a line")
    return Problem("missing-key", f"{key!r} is missing here", f"add {key}:", loc)

"""Whether the names of a model fit together: none used twice, every extra key a declared axis.

Works on what was written, before and beside the entries, so that one pass over a file reports everything.
Each kind of value has been refused elsewhere; what is not a mapping or not a name is passed over here.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from mesaprior import limits
from mesaprior.errors import Problem, did_you_mean
from mesaprior.language.parser import RESERVED
from mesaprior.spec.entry import Entry
from mesaprior.spec.text import canonical_term

KEY: Final = "[key]"
"""At the end of a `loc`: the key itself is meant, not its value."""

VARIANT_KEYS: Final = ("title", "tags", "complexity", "time", "members", "note")
SCENARIO_KEYS: Final = ("says", "c", "t", "parameters")
"""What a variant and a scenario say beside their prices on extra axes."""

_BUILT_IN_AXES: Final = {"c": "the complexity axis", "t": "the time axis"}


def name_problems(model: Mapping[str, Any]) -> Iterator[Problem]:
    """Every name that is used twice, every key that is no axis, every price that is missing."""
    axes = [axis for axis in _section(model, "axes") if isinstance(axis, str)]
    yield from _axes_named_like_keys(axes)
    yield from _used_twice(model, axes)
    to_price = [axis for axis in axes if axis not in SCENARIO_KEYS]
    for section, fixed, required in (("variants", VARIANT_KEYS, to_price), ("scenarios", SCENARIO_KEYS, ())):
        for name, record in _section(model, section).items():
            keys = _keys(record)
            if keys is not None:
                yield from _extra_keys((section, name), keys, fixed, axes, required)
    for name, scenario in _section(model, "scenarios").items():
        if isinstance(scenario, Mapping):
            for key, prices in scenario.items():
                if key != "parameters" and isinstance(prices, Mapping) and len(prices) <= limits.MODEL_TERMS:
                    yield from _spelt_twice(("scenarios", name, key), prices)
    for kind in ("fact", "claim"):
        yield from _called_alike(kind, model.get(f"{kind}s"))
    yield from _without_variants(model)
    if families := _section(model, "families"):
        from mesaprior.spec.family_shape import family_problems  # most models have none

        yield from family_problems(families, axes)


def _without_variants(model: Mapping[str, Any]) -> Iterator[Problem]:
    """A model has variants or families; an empty section says as little as none."""
    if model.get("families"):
        return
    if "variants" not in model:
        if did_you_mean("variants", [key for key in model if isinstance(key, str)]) is None:
            help = "add variants: at the start of a line"
            yield Problem("missing-key", "the model has no 'variants'", help)
    elif model["variants"] == {}:
        help = "as in H_x: {complexity: ..., time: ...}"
        yield Problem("no-variants", "a model needs at least one variant", help, ("variants",))


def _section(model: Mapping[str, Any], key: str) -> Mapping[Any, Any]:
    value = model.get(key)
    return value if isinstance(value, Mapping) else {}


def _keys(record: Any) -> list[str] | None:
    """The keys of a written mapping, the further keys of an entry that was made before; None for else."""
    if isinstance(record, Mapping):
        return [key for key in record if isinstance(key, str)]
    return list(record.model_extra or ()) if isinstance(record, Entry) else None


def _axes_named_like_keys(axes: Iterable[str]) -> Iterator[Problem]:
    for axis in axes:
        if axis == "one_of" or axis in VARIANT_KEYS or (axis in SCENARIO_KEYS and axis not in _BUILT_IN_AXES):
            owner = "variant" if axis in VARIANT_KEYS else "family" if axis == "one_of" else "scenario"
            yield Problem(
                "name-used-twice",
                f"{axis!r} is a key of every {owner} and cannot name an axis",
                "give the axis a short name, as l for training loss",
                ("axes", axis, KEY),
            )


def _used_twice(model: Mapping[str, Any], axes: Iterable[str]) -> Iterator[Problem]:
    """Axes, parameters, terms, variants and families share one set of names: formulas do not tell them
    apart."""
    used = dict(_BUILT_IN_AXES)
    declared: list[tuple[str, tuple[str | int, ...], Iterable[Any]]] = [
        ("an axis", ("axes",), axes),
        ("a parameter", ("parameters",), _section(model, "parameters")),
        ("a parameter", ("prior", "parameters"), _section(_section(model, "prior"), "parameters")),
        ("a term", ("terms",), _section(model, "terms")),
        ("a variant", ("variants",), _section(model, "variants")),
        ("a family", ("families",), _section(model, "families")),
    ]
    known_axes = {*_BUILT_IN_AXES, *axes}
    for kind, section, written in declared:
        for key in written:
            name = _name(key, is_term=kind == "a term")
            if name is None:
                continue
            loc = (*section, key, KEY)
            head = name.partition("(")[0]
            if head != name and head in known_axes:
                yield Problem(
                    "name-used-twice",
                    f"{name!r} reads as a price on the axis {head!r}",
                    f"declare {name[len(head) + 1 : -1]} instead",
                    loc,
                )
            elif name in used and kind == used[name] == "a term":
                yield _again(name, loc)
            elif name in used:
                yield Problem(
                    "name-used-twice",
                    f"{name!r} is already {used[name]}",
                    "give one of the two another name",
                    loc,
                )
            used.setdefault(name, kind)


def _name(key: Any, *, is_term: bool) -> str | None:
    """The name that `key` spells, or None where it spells none and has been refused for that."""
    if not isinstance(key, str):
        return None
    is_name = key.isascii() and key.isidentifier()
    name = canonical_term(key) if is_term else key if is_name else None
    return None if name in RESERVED else name


def _again(name: str, loc: tuple[str | int, ...]) -> Problem:
    return Problem("duplicate-key", f"the term {name!r} is given twice", "leave one of the two out", loc)


def _spelt_twice(loc: tuple[str | int, ...], prices: Mapping[Any, Any]) -> Iterator[Problem]:
    seen = set()
    for key in prices:
        name = _name(key, is_term=True)
        if name in seen and name is not None:
            yield _again(name, (*loc, key, KEY))
        seen.add(name)


def _extra_keys(
    loc: tuple[str | int, ...],
    keys: list[str],
    fixed: tuple[str, ...],
    axes: list[str],
    required: Iterable[str],
) -> Iterator[Problem]:
    known = {*fixed, *axes}
    for key in keys:
        if key not in known:
            help = did_you_mean(key, [*fixed, *axes[: limits.AXES_SUGGESTED]])
            help = help or "an axis of your own is declared under axes"
            yield Problem("unknown-key", f"unknown key {key!r}", help, (*loc, key, KEY))
    given = {*keys, *fixed}
    for axis in required:
        if axis not in given:
            yield missing_axis(loc, axis)


def missing_axis(loc: tuple[str | int, ...], axis: str) -> Problem:
    """A variant without a price on an axis; points at the variant's name."""
    return Problem(
        "missing-axis",
        f"the variant {str(loc[-1])!r} has no {axis!r}",
        f"add {axis}: with a sum of terms, or 0",
        (*loc, KEY),
    )


def _called_alike(kind: str, items: Any) -> Iterator[Problem]:
    """Two facts, or two claims, with one `id`."""
    seen: set[str] = set()
    for position, item in enumerate(items if isinstance(items, list | tuple) else ()):
        name = item.get("id") if isinstance(item, Mapping) else getattr(item, "id", None)
        if not isinstance(name, str):
            continue
        if name in seen:
            help = "give one of the two another id"
            loc = (f"{kind}s", position, "id")
            yield Problem("name-used-twice", f"{name!r} is already a {kind}", help, loc)
        seen.add(name)

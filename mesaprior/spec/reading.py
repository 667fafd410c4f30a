"""Plain values to a `ModelSpec`, with everything that is wrong said in the project's own words.

pydantic reports where and what kind; the sentence, the suggestion and the code are ours.
"""

from collections import defaultdict
from itertools import islice
from typing import Any, Final

from pydantic import ValidationError

from mesaprior.errors import InputError, Loc, Problem, did_you_mean, one_of
from mesaprior.limits import PROBLEMS_COLLECTED
from mesaprior.spec.names import KEY, missing_axis, name_problems
from mesaprior.spec.records import (
    AxisSpec,
    ClaimSpec,
    FactSpec,
    ModelSpec,
    ParameterSpec,
    PriorSpec,
    Record,
    ScenarioSpec,
    SourceSpec,
    TermSpec,
    VariantSpec,
)
from mesaprior.spec.text import shape

_RECORDS: Final[dict[tuple[str, ...], type[Record]]] = {
    (): ModelSpec,
    ("sources", "*"): SourceSpec,
    ("prior",): PriorSpec,
    ("prior", "parameters", "*"): ParameterSpec,
    ("axes", "*"): AxisSpec,
    ("parameters", "*"): ParameterSpec,
    ("terms", "*"): TermSpec,
    ("variants", "*"): VariantSpec,
    ("facts", "*"): FactSpec,
    ("scenarios", "*"): ScenarioSpec,
    ("claims", "*"): ClaimSpec,
    ("claims", "*", "prior"): PriorSpec,
    ("claims", "*", "prior", "parameters", "*"): ParameterSpec,
}
"""Which record stands where; `*` is any name or position."""

_AS_IN: Final[dict[type[Record], str]] = {
    SourceSpec: "{author: ..., title: ..., year: 2022}",
    AxisSpec: "{meaning: ...}",
    ParameterSpec: "{meaning: ..., above: 0}",
    TermSpec: "{meaning: ...}, or {} where there is nothing to say",
    VariantSpec: "{complexity: ..., time: ...}",
    ScenarioSpec: "{c: {...}, t: {...}}",
    ClaimSpec: "{id: ..., formal: H_x wins}",
}


def read_model(values: dict[str, Any]) -> ModelSpec:
    """The model that `values` describe.

    Raises `InputError` with every problem of shape, number and name; each has the `loc` of its value, or of
    its key (`loc` ends with "[key]").
    """
    try:
        return ModelSpec.model_validate(values)
    except ValidationError as error:
        raise InputError(problems_of(error, values)) from None


def problems_of(error: ValidationError, values: Any = None) -> list[Problem]:
    """What pydantic found, in our words; with the `values` at hand also what is wrong with their names.

    Each mistake is said once: a misspelt key is not also a missing one, nor is its value looked at.
    """
    names = list(islice(name_problems(values), PROBLEMS_COLLECTED)) if isinstance(values, dict) else []
    details = [
        (_written_loc(detail["loc"]), detail)
        for detail in error.errors(include_url=False)[:PROBLEMS_COLLECTED]
    ]
    unknown = {problem.loc[:-1] for problem in names if problem.code == "unknown-key"}
    unknown |= {loc for loc, detail in details if detail["type"] == "extra_forbidden"}
    misspelt = defaultdict(list)
    for key in unknown:
        misspelt[key[:-1]].append(str(key[-1]))
    found = dict.fromkeys(names)
    for loc, detail in details:
        if detail["type"] == "missing":
            is_echo = did_you_mean(str(loc[-1]), misspelt[loc[:-1]]) is not None
        else:
            is_echo = detail["type"] != "extra_forbidden" and any(
                loc[:size] in unknown for size in range(1, len(loc) + 1)
            )
        if not is_echo:
            found.setdefault(_problem(loc, detail))
    newer = [problem for problem in found if problem.code == "newer-format"]
    return newer or list(found)


def _problem(loc: Loc, detail: Any) -> Problem:
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            record = _record_at(loc[:-1]) or ModelSpec
            known = [*record.model_fields, *(["extends"] if record is ModelSpec else [])]
            help = did_you_mean(str(loc[-1]), known) or f"the keys here are {one_of(known, 20)}"
            return Problem("unknown-key", f"unknown key {str(loc[-1])!r}", help, (*loc, KEY))
        case "missing":
            return _missing(loc[:-1], str(loc[-1]))
        case "model_type" | "model_attributes_type" | "dict_type":
            record = _record_at(loc) or ModelSpec
            help = f"as in {_AS_IN[record]}" if record in _AS_IN else "write each entry as name: value"
            return Problem("wrong-shape", f"expected a mapping, found {shape(detail['input'])}", help, loc)
    if "what" in context:
        return Problem(detail["type"], context["what"], context["help"], loc)
    return Problem("wrong-shape", f"{shape(detail['input'])} cannot stand here", None, loc)


def _written_loc(loc: Loc) -> Loc:
    """pydantic's way to a value -> ours: without the branch taken at a prior or a fact.

    `("facts", 2, "mapping", "formal")` -> `("facts", 2, "formal")`.
    """
    branch = {"prior": 1, "facts": 2}.get(str(loc[0])) if loc else None
    if loc[:1] == ("claims",) and loc[2:3] == ("prior",):
        branch = 3
    if branch is None or len(loc) <= branch or loc[branch] not in {"text", "mapping"}:
        return loc
    return loc[:branch] + loc[branch + 1 :]


def _record_at(loc: Loc) -> type[Record] | None:
    for shape_of_loc, record in _RECORDS.items():
        if len(shape_of_loc) == len(loc) and all(
            wanted in ("*", part) for wanted, part in zip(shape_of_loc, loc, strict=True)
        ):
            return record
    return None


def _missing(loc: Loc, key: str) -> Problem:
    if _record_at(loc) is VariantSpec:
        return missing_axis(loc, key)
    if not loc:
        return Problem("missing-key", f"the model has no {key!r}", f"add {key}: at the start of a line")
    return Problem("missing-key", f"{key!r} is missing here", f"add {key}:", loc)

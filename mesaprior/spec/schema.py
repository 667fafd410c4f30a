"""The JSON Schema of a model *file*, for editors: completion, hover text, red lines while typing.

pydantic's schema of the records, less its noise, plus what only files have: `extends`, and `null` where it
removes. It is as strict as a schema can be; what it cannot say (names that fit together) the loader says.
"""

import ast
import inspect
from typing import Any, Final

from mesaprior.spec import entries
from mesaprior.spec.fields import NAME_PATTERN
from mesaprior.spec.records import ModelSpec

_EXAMPLES: Final[dict[str, list[Any]]] = {
    "ModelSpec.name": ["speed-simplicity"],
    "ModelSpec.prior": ["linear", {"cost": "g*c + 2*t"}],
    "ModelSpec.axes": [{"l": {"meaning": "training loss", "unit": "bits", "weight": 1}}],
    "ModelSpec.parameters": [{"T": {"meaning": "training budget", "above": 1}}],
    "ModelSpec.terms": [{"get_base_obj": {"meaning": "code that locates the base objective"}}],
    "ModelSpec.variants": [{"H_fh": {"complexity": "get_base_obj + mesaoptimize", "time": "run"}}],
    "ModelSpec.families": [{"H": {"one_of": {"stores": {"complexity": "a"}, "derives": {"time": "b"}}}}],
    "ModelSpec.facts": [["c(simplest_obj) <= c(get_base_obj)"]],
    "ModelSpec.scenarios": [{"worked": {"c": {"get_base_obj": 40}, "t": {"run": "3/2"}}}],
    "AxisSpec.weight": [1, "w"],
    "PriorSpec.cost": ["g*c + t", "g*c + 2*t"],
    "TermSpec.latex": ["\\mathrm{base}"],
    "VariantSpec.complexity": ["get_base_obj + mesaoptimize"],
    "VariantSpec.time": ["get_proxy + 2*mesaoptimize_env"],
    "VariantSpec.members": ["2**10", "2**a"],
    "VariantSpec.tags": [["honest"]],
    "FactSpec.formal": ["c(simplest_obj) <= c(get_base_obj)"],
    "ModelSpec.claims": [[{"id": "fd-dominated", "formal": "H_fh dominates H_fd", "expect": "proved"}]],
    "ClaimSpec.formal": ["H_fh dominates H_fd", "if c(a) < c(b) then H_sd beats H_fh for large g"],
    "ClaimSpec.assuming": ["c(a) < c(b)", ["c(a) < c(b)", "t(a) < t(b)"]],
    "ClaimSpec.prior": ["additive", {"cost": "g*c + 2*t"}],
    "ScenarioSpec.c": [{"get_base_obj": 40, "combine": "1/2"}],
    "ParameterSpec.above": [0],
}

_REMOVABLE_ENTRIES: Final = ("axes", "parameters", "terms", "variants", "scenarios")

_EXTENDS: Final = {
    "type": "string",
    "minLength": 1,
    "description": "Another model that this one adds to: a built-in model's name, or a path from this file's "
    "folder down. Entries given again replace the base's, null removes, facts and claims are added.",
    "examples": ["speed-simplicity", "base.yaml"],
}


_WHOLE: Final = "Variants (program types) priced as sums of terms, and the prior that chooses between them."


def file_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a model file."""
    schema = ModelSpec.model_json_schema()
    meanings = _meanings()
    definitions = schema.pop("$defs")
    for name, record in [("ModelSpec", schema), *definitions.items()]:
        record.pop("title")
        record["description"] = meanings[name]
        for key, shown in record["properties"].items():
            record["properties"][key] = _described(_plain(shown), f"{name}.{key}", meanings)
    keys = schema["properties"]
    for key in keys:
        if key in _REMOVABLE_ENTRIES:
            keys[key]["additionalProperties"] = _or_null(keys[key]["additionalProperties"])
        if key not in {"mesaprior", "name", "variants"}:
            keys[key] = _or_null(keys[key])
    for removable in ("FactSpec", "ClaimSpec"):
        definitions[removable]["properties"]["formal"]["type"].append("null")
    assuming = definitions["ClaimSpec"]["properties"]["assuming"]
    definitions["ClaimSpec"]["properties"]["assuming"] = _or(assuming, assuming["items"])
    keys["families"] = _families(keys["families"])
    definitions["FamilyPart"] = FAMILY_PART
    schema["properties"] = {"mesaprior": keys.pop("mesaprior"), "extends": dict(_EXTENDS), **keys}
    schema["required"] = ["name"]
    schema["anyOf"] = [{"required": [key]} for key in ("variants", "families", "extends")]
    schema["description"] = _WHOLE
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A model for mesaprior"}
    return {**head, **schema, "$defs": definitions}


def _families(shown: dict[str, Any]) -> dict[str, Any]:
    """Families by name; `null` removes one of a base's, or all of them."""
    part = {"anyOf": [{"$ref": "#/$defs/FamilyPart"}, {"type": "null"}]}
    names = {"propertyNames": {"pattern": NAME_PATTERN}, "additionalProperties": part}
    described: dict[str, Any] = {key: shown[key] for key in ("description", "examples")}
    return {**described, "anyOf": [{"type": "object", **names}, {"type": "null"}]}


def _meanings() -> dict[str, str]:
    """`VariantSpec.time` -> the sentence below that key in the source of `entries`; `VariantSpec` -> the
    first one of its kind."""
    meanings = {}
    for entry in ast.parse(inspect.getsource(entries)).body:
        if not isinstance(entry, ast.ClassDef):
            continue
        record = entry.name.replace("Entry", "Spec")
        meanings[record] = str(ast.get_docstring(entry)).split("\n\n")[0].replace("\n", " ")
        for field, below in zip(entry.body, entry.body[1:], strict=False):
            if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
                name = f"{record}.{ast.unparse(field.target)}"
                meanings[name] = str(ast.literal_eval(below.value)).replace("\n", " ")
    return meanings


def _described(shown: dict[str, Any], name: str, meanings: dict[str, str]) -> dict[str, Any]:
    described = {"description": meanings[name], **shown}
    return {**described, "examples": _EXAMPLES[name]} if name in _EXAMPLES else described


def _plain(shown: dict[str, Any]) -> dict[str, Any]:
    """Without titles made from keys, defaults, and null where it removes nothing; names are checked."""
    shown = {key: value for key, value in shown.items() if key not in {"title", "default"}}
    branches = shown.pop("anyOf", None)
    if branches is not None:
        shown |= next(branch for branch in branches if branch != {"type": "null"})
    by_pattern = shown.pop("patternProperties", None)
    if by_pattern is not None:
        ((pattern, shown["additionalProperties"]),) = by_pattern.items()
        shown["propertyNames"] = {"pattern": pattern, **shown.get("propertyNames", {})}
    return shown


def _or_null(shown: dict[str, Any]) -> dict[str, Any]:
    return _or(shown, {"type": "null"})


def _or(shown: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """The same, or `other`; its description stays outermost, where editors look for it."""
    outer: dict[str, Any] = {key: shown[key] for key in ("description", "examples") if key in shown}
    inner = {key: value for key, value in shown.items() if key not in outer}
    return {**outer, "anyOf": [inner, other]}


FAMILY_PART: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Part of a family: what is paid, a sum of parts (all), a choice of parts (one_of).",
    "properties": {
        "title": {
            "type": "string",
            "description": "A short name in words; members are titled by their options'.",
        },
        "tags": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Words to group variants by; every member below has them.",
        },
        "note": {"type": "string", "description": "What is a modelling choice here."},
        "all": {
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/FamilyPart"},
            "description": "Every part is paid for.",
        },
        "one_of": {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": NAME_PATTERN},
            "additionalProperties": {"$ref": "#/$defs/FamilyPart"},
            "description": "Exactly one option is taken; members are named by them: H/deceptive/derives.",
        },
        "complexity": {
            "type": ["string", "number"],
            "description": "Its description length in bits, as a sum of terms; left out, it costs none.",
        },
        "time": {
            "type": ["string", "number"],
            "description": "Its running time in steps, as a sum of terms; left out, it takes none.",
        },
    },
    "additionalProperties": {"type": ["string", "number"]},
    "not": {"required": ["all", "one_of"]},
    "dependentSchemas": {
        branch: {"properties": {"complexity": False, "time": False}} for branch in ("all", "one_of")
    },
}
"""The JSON Schema of one part, for editors."""

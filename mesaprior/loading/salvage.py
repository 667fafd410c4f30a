"""What can still be read of a model with mistakes, so that its formulas are checked in the same go.

A misspelt key must not hide a misspelt term: what pydantic refused is taken out or replaced by the plainest
value, and the rest is read again. The result is only ever checked, never asked.
"""

from collections.abc import Iterable
from typing import Any

from mesaprior.errors import Loc, Problem
from mesaprior.spec import KEY

PLAIN_PRICE = "0"
PLAIN_FACT = "0 <= 1"


def salvaged(values: dict[str, Any], problems: Iterable[Problem]) -> tuple[dict[str, Any], set[str]]:
    """`values` without what the problems point at, and the names that went with it."""
    rest: dict[str, Any] = _copied(values)
    gone: set[str] = set()
    for problem in problems:
        gone |= _take_out(rest, problem.loc)
    rest.setdefault("name", "model")
    variants = rest.get("variants")
    if isinstance(variants, dict):
        for variant in variants.values():
            if isinstance(variant, dict):
                variant.setdefault("complexity", PLAIN_PRICE)
                variant.setdefault("time", PLAIN_PRICE)
    return rest, gone


def is_fallout(problem: Problem, gone: set[str]) -> bool:
    """Whether a problem is only there because a name was taken out."""
    return problem.code.startswith(("unknown-", "missing-")) and any(
        f"'{name}'" in problem.message for name in gone
    )


def _take_out(values: Any, loc: Loc) -> set[str]:
    """Removes the deepest part that `loc` leads to; a fact is replaced, so that others keep their place."""
    path = [part for part in loc if part != KEY]
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(values, list) and isinstance(part, int) and part < len(values):
            if path[0] == "facts":
                values[part] = PLAIN_FACT
                return set()
            values = values[part]
        elif isinstance(values, dict) and part in values:
            inner = values[part]
            if last or not isinstance(inner, dict | list):
                del values[part]
                return {str(part)}
            values = inner
        else:
            return set()
    return set()


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value

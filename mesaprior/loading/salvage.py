"""What can still be read of a model with mistakes, so that its formulas are checked in the same go.

A misspelt key must not hide a misspelt term: what the reader refused is taken out or replaced by the plainest
value, and the rest is read again. The result is only ever checked, never asked.
"""

from collections.abc import Iterable
from typing import Any

from mesaprior.errors import Loc, Problem
from mesaprior.spec import KEY

PLAIN_PRICE = "0"
PLAIN_FACT = "0 <= 1"
PLAIN_COST = "g*c + t"


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
    claims = rest.get("claims")
    if isinstance(claims, list):
        rest["claims"] = [_plain_claim(claim, position) for position, claim in enumerate(claims)]
    _give_cost(rest)
    return rest, gone


def _plain_claim(claim: Any, position: int) -> dict[str, Any]:
    """A claim without an id, or without anything to say, keeps its place among the others."""
    said = claim if isinstance(claim, dict) else {}
    said.setdefault("id", f"claims[{position}]")
    said.setdefault("formal", PLAIN_FACT)
    _give_cost(said)
    return said


def _give_cost(values: dict[str, Any]) -> None:
    """A prior of one's own whose cost was refused; its parameters still mean something."""
    if isinstance(values.get("prior"), dict):
        values["prior"].setdefault("cost", PLAIN_COST)


def is_fallout(problem: Problem, gone: set[str]) -> bool:
    """Whether a problem is only there because a name was taken out."""
    return problem.code.startswith(("unknown-", "missing-")) and any(
        f"'{name}'" in problem.message or f"'{name}/" in problem.message for name in gone
    )


def _take_out(values: Any, loc: Loc) -> set[str]:
    """Removes the deepest part that `loc` leads to; a fact is replaced, so that others keep their place."""
    path = [part for part in loc if part != KEY]
    if path[:1] == ["families"]:
        path = path[:2]  # what is left of a tree would have other members
    for depth, part in enumerate(path):
        last = depth == len(path) - 1
        if isinstance(values, list) and isinstance(part, int) and part < len(values):
            if path[0] == "facts" or path[depth - 1] == "assuming":
                values[part] = PLAIN_FACT
                return set()
            values = values[part]
        elif isinstance(values, dict) and part in values:
            inner = values[part]
            if last or not isinstance(inner, dict | list):
                del values[part]
                return _names_gone(str(part), inner)
            values = inner
        else:
            return set()
    return set()


def _names_gone(key: str, value: Any) -> set[str]:
    """What formulas can no longer name: without its prior, a model knows neither `g(c(x))` nor parameters."""
    if key != "prior":
        return {key}
    parameters = value.get("parameters") if isinstance(value, dict) else None
    return {key, "g", *(parameters if isinstance(parameters, dict) else ())}


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(inner) for key, inner in value.items()}
    return [_copied(inner) for inner in value] if isinstance(value, list) else value

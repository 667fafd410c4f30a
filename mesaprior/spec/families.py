"""Families as they are kept: what was written, a tree of choices in mappings and lists.

Floor: `spec`. What a family means needs the whole model; whether it is one is asked by `family_shape`.
"""

from fractions import Fraction
from typing import Any

from mesaprior import limits
from mesaprior.spec.text import number_text


def as_kept(value: dict[str, Any]) -> Any:
    """Numbers as text, tuples as lists; of what is too deep, nothing."""
    return _kept(value, 2 * limits.FAMILY_DEPTH + 4)


def _kept(value: Any, depth: int) -> Any:
    match value:
        case dict() if depth:
            return {key: _kept(inner, depth - 1) for key, inner in value.items()}
        case list() | tuple() if depth:
            return [_kept(inner, depth - 1) for inner in value]
        case int() | Fraction() if not isinstance(value, bool):
            return number_text(Fraction(value))
    return value if depth else None

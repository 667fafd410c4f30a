"""Formulas with alternatives: what has to be gone through case by case.

Floor: `engine.reason`. A leaf is a `Premise` (a polynomial that is positive, or not negative); `AllOf` and
`AnyOf` join leaves. The denial of a claim is such a formula, and so is what is known of an opaque function
(`log2(x)` rises with x).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

from mesaprior.algebra import Numbers, Polynomial
from mesaprior.results import Premise


@dataclass(frozen=True)
class AllOf:
    """Every part holds; without parts it always does."""

    parts: tuple[Alternatives, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds; without parts none ever does."""

    parts: tuple[Alternatives, ...]


Alternatives: TypeAlias = Premise | AllOf | AnyOf

NEVER = Premise(Polynomial({}), strict=True, says="0 > 0")
"""What never holds, as a premise."""


def holds_at(formula: Alternatives, numbers: Numbers) -> bool:
    """Whether the compiled formula holds at a complete set of numbers."""
    match formula:
        case Premise(polynomial=polynomial, strict=strict):
            value = polynomial.value_at(numbers)
            return value > 0 if strict else value >= 0
        case AllOf(parts=parts):
            return all(holds_at(part, numbers) for part in parts)
        case AnyOf(parts=parts):
            return any(holds_at(part, numbers) for part in parts)


def satisfying(formula: Alternatives, tries: int) -> Numbers | None:
    """A point at which the formula holds, among so many small ones; always the same ones."""
    atoms = sorted({atom for premise in leaves(formula) for atom in premise.polynomial.atoms})
    source = random.Random(len(atoms))
    for attempt in range(tries):
        pool = _POOLS[attempt % len(_POOLS)]
        point = {atom: source.choice(pool) for atom in atoms}
        if holds_at(formula, point):
            return point
    return None


_POOLS: Final = tuple(
    tuple(map(Fraction, pool.split()))
    for pool in ("1 2", "1 2 3 4 5", "1/2 1 2 10", "1/10 1/3 1 3 7", "1 10 100 1000")
)
"""What points are made of, in turn."""


def leaves(formula: Alternatives) -> Iterator[Premise]:
    """Every premise of the formula, in reading order."""
    if isinstance(formula, Premise):
        yield formula
    else:
        for part in formula.parts:
            yield from leaves(part)


def flattened(
    formula: Alternatives, premises: tuple[Premise, ...], alternatives: tuple[AnyOf, ...]
) -> tuple[tuple[Premise, ...], tuple[AnyOf, ...]]:
    """`premises` and `alternatives` with the parts of a formula that must all hold added to them.

    The order is that of reading; a certificate counts on it. A choice of one is no choice.
    """
    match formula:
        case Premise():
            return (*premises, formula), alternatives
        case AllOf(parts=parts):
            for part in parts:
                premises, alternatives = flattened(part, premises, alternatives)
            return premises, alternatives
        case AnyOf(parts=()):
            return (*premises, NEVER), alternatives
        case AnyOf(parts=(only,)):
            return flattened(only, premises, alternatives)
        case AnyOf():
            return premises, (*alternatives, formula)

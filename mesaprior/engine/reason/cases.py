"""Formulas with alternatives: what has to be gone through case by case.

Floor: `engine.reason`. A leaf is a `Premise` (a polynomial that is positive, or not negative); `AllOf` and
`AnyOf` join leaves. The denial of a claim is such a formula, and so is what is known of an opaque function
(`log2(x)` rises with x).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

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

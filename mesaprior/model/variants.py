"""A program type, priced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mesaprior.algebra import Polynomial
from mesaprior.language import Node


@dataclass(frozen=True)
class Variant:
    """A program type. `prices[axis]` is a polynomial in the atoms `axis(term)` and parameters."""

    name: str
    title: str | None
    tags: tuple[str, ...]
    prices: Mapping[str, Polynomial]
    written: Mapping[str, Node]
    """The same prices as formulas, terms spelled `axis(term)`."""

"""The atoms of one model: their order, their spelling, and the one place where SymPy symbols are made.

Floor: above `algebra` and `language`. An atom's text in the language (`c(find(env))`) is its identity;
LaTeX names come from the model's `latex:` entries, else from the name in upright letters. SymPy is
imported only when somebody asks for a symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mesaprior.algebra import RATE, Atom, Monomial, Polynomial

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True)
class Symbols:
    """`order` lists every atom once, `g` first, then as declared; `may_be_zero` those that are not
    strictly positive; `latex` the declared LaTeX of names (terms, variants, parameters)."""

    order: tuple[Atom, ...]
    may_be_zero: frozenset[Atom] = frozenset()
    latex: Mapping[str, str] = field(default_factory=dict)
    rate_of: str = "product"
    """`product`: the rate multiplies, `g*c(x)`; `function`: it is applied, `g(c(x))`, the essays' way."""

    @cached_property
    def rank(self) -> dict[Atom, int]:
        return {atom: position for position, atom in enumerate(self.order)}

    @cached_property
    def sympy_symbols(self) -> dict[Atom, sympy.Symbol]:
        """One SymPy symbol an atom: positive, or non-negative where the model says it may be zero."""
        import sympy

        return {
            atom: sympy.Symbol(atom, nonnegative=True)
            if atom in self.may_be_zero
            else sympy.Symbol(atom, positive=True)
            for atom in self.order
        }

    def is_positive(self, monomial: Monomial) -> bool:
        """Whether a product of atoms is strictly positive, not merely non-negative."""
        return not any(atom in self.may_be_zero for atom, _ in monomial)

    def sorted(self, monomials: Iterable[Monomial]) -> list[Monomial]:
        """By the order in which terms are declared, whatever multiplies them; constants last."""
        return sorted(monomials, key=self._place)

    def _place(self, monomial: Monomial) -> tuple[Any, ...]:
        ranks = sorted(
            ("(" not in atom, self.rank.get(atom, len(self.rank))) for atom, _ in monomial if atom != RATE
        )
        return (not ranks, ranks, [exponent for _, exponent in monomial])

    def to_sympy(self, polynomial: Polynomial) -> sympy.Expr:
        """The same polynomial as a SymPy expression over `sympy_symbols`."""
        import sympy

        symbols = self.sympy_symbols
        return sympy.Add(
            *(
                sympy.Mul(
                    sympy.Rational(value.numerator, value.denominator),
                    *(symbols[atom] ** exponent for atom, exponent in monomial),
                )
                for monomial, value in polynomial
            )
        )

"""The atoms of one model: their order, their spelling, and the one place where SymPy symbols are made.

Floor: above `algebra` and `language`. An atom's text in the language (`c(find(env))`) is its identity;
LaTeX names come from the model's `latex:` entries, else from the name in upright letters. SymPy is
imported only when somebody asks for a symbol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from mesaprior.algebra import RATE, Atom, Monomial, Polynomial, is_free

if TYPE_CHECKING:
    import sympy


@dataclass(frozen=True, slots=True)
class Application:
    """An increasing function applied to a polynomial, which makes an atom: `log2(t(a) + t(b))`.

    `kind` is `log2`; `base`: `constant**argument` with a number above 1; `power`: `argument**constant` with a
    positive number or expression of parameters; `g`: an unspecified increasing function. Two applications
    with the same `head` are ordered as their arguments are.
    """

    kind: Literal["log2", "base", "power", "g"]
    argument: Polynomial
    constant: Polynomial = field(default_factory=lambda: Polynomial({}))

    @property
    def head(self) -> tuple[str, frozenset[tuple[Monomial, Fraction]]]:
        """What is applied, the argument left out."""
        return self.kind, frozenset(self.constant)


@dataclass(frozen=True)
class Symbols:
    """`order` lists every atom once, `g` first, then as declared; `may_be_zero` those that are not
    strictly positive; `latex` the declared LaTeX of names (terms, variants, parameters)."""

    order: tuple[Atom, ...]
    may_be_zero: frozenset[Atom] = frozenset()
    latex: Mapping[str, str] = field(default_factory=dict)
    rate_of: str = "product"
    """`product`: the rate multiplies, `g*c(x)`; `function`: it is applied, `g(c(x))`, the essays' way;
    `unspecified`: g is an increasing function of which nothing else is known, applied to whole sums."""
    functions: dict[Atom, Application] = field(default_factory=dict, compare=False, repr=False)
    """The atoms that are applications, by their text; grows as formulas are expanded."""

    @property
    def free(self) -> frozenset[Atom]:
        """The atoms that may be negative."""
        return frozenset(filter(is_free, self.functions))

    def inside(self, polynomial: Polynomial) -> frozenset[Atom]:
        """The atoms of a polynomial and of what its functions are applied to, applications left out."""
        if not self.functions:
            return polynomial.atoms
        found: set[Atom] = set()
        for atom in polynomial.atoms:
            known = self.functions.get(atom)
            found |= {atom} if known is None else self.inside(known.argument) | self.inside(known.constant)
        return frozenset(found)

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

    def _in_sympy(self, atom: Atom) -> sympy.Expr:
        """An atom, or the function that it applies; of an unspecified one only its values have a name."""
        import sympy

        known = self.functions.get(atom)
        if known is None:
            return self.sympy_symbols[atom]
        argument = self.to_sympy(known.argument)
        match known.kind:
            case "log2":
                return sympy.log(argument, 2)
            case "base":
                return self.to_sympy(known.constant) ** argument
            case "power":
                return argument ** self.to_sympy(known.constant)
            case "g":
                return sympy.Symbol(atom, real=True)

    def is_positive(self, monomial: Monomial) -> bool:
        """Whether a product of atoms is strictly positive, not merely non-negative."""
        return not any(atom in self.may_be_zero or is_free(atom) for atom, _ in monomial)

    def sorted(self, monomials: Iterable[Monomial]) -> list[Monomial]:
        """By the order in which terms are declared, whatever multiplies them; constants last."""
        return sorted(monomials, key=self._place)

    def _place(self, monomial: Monomial) -> tuple[Any, ...]:
        if self.functions:
            return self._place_of_functions(monomial)
        ranks = sorted(
            ("(" not in atom, self.rank.get(atom, len(self.rank))) for atom, _ in monomial if atom != RATE
        )
        return (not ranks, ranks, [exponent for _, exponent in monomial])

    def _place_of_functions(self, monomial: Monomial) -> tuple[Any, ...]:
        """The same where an atom may be an application: it stands where what it is applied to would."""
        ranks = []
        for atom, _ in monomial:
            if atom != RATE:
                inside = self.inside(Polynomial.atom(atom)) - {RATE}
                places = sorted(("(" not in part, self.rank.get(part, len(self.rank))) for part in inside)
                ranks.append((places or [(True, len(self.rank))], atom))
        return (not ranks, sorted(ranks), [exponent for _, exponent in monomial])

    def to_sympy(self, polynomial: Polynomial) -> sympy.Expr:
        """The same polynomial as a SymPy expression over `sympy_symbols`."""
        import sympy

        return sympy.Add(
            *(
                sympy.Mul(
                    sympy.Rational(value.numerator, value.denominator),
                    *(self._in_sympy(atom) ** exponent for atom, exponent in monomial),
                )
                for monomial, value in polynomial
            )
        )

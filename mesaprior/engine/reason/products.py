"""What premises are multiplied by, so that they speak of the products that occur.

Floor: `engine.reason`, below `system`. `c(a) <= c(b)` says nothing about `g*c(a)` until it is multiplied by
g; only factors that turn one product of a premise into one that occurs are taken.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import islice, zip_longest
from typing import Final

from mesaprior.algebra import ONE, Atom, Monomial, Polynomial, is_free, is_rate, multiply_monomials
from mesaprior.limits import MOST_PRODUCTS
from mesaprior.results import Premise


def with_products(
    premises: Sequence[Premise], occurring: Collection[Monomial]
) -> list[tuple[Premise, Monomial]]:
    """Every premise by itself, then premises with factors: one of each, a second one of each, ... so that
    the cap leaves out products and never a premise."""
    compounds = Compounds(occurring)
    each = ([(premise, factor) for factor in factors(premise, compounds)] for premise in premises)
    further = (product for turn in zip_longest(*each) for product in turn if product is not None)
    return [*((premise, ONE) for premise in premises), *islice(further, MOST_PRODUCTS)]


def times(polynomial: Polynomial, factor: Monomial) -> Polynomial:
    """The polynomial multiplied by a product of atoms."""
    if factor == ONE:
        return polynomial
    return Polynomial({multiply_monomials(factor, monomial): value for monomial, value in polynomial})


class Compounds:
    """The products of several atoms that occur, by their atoms, and the rates among them."""

    def __init__(self, occurring: Collection[Monomial]) -> None:
        self.all = [monomial for monomial in occurring if len(monomial) > 1]
        self.by_atom: dict[Atom, list[Monomial]] = {}
        for monomial in self.all:
            for atom, _ in monomial:
                self.by_atom.setdefault(atom, []).append(monomial)
        self.rates = {atom for monomial in occurring for atom, _ in monomial if is_rate(atom)}

    def around(self, monomial: Monomial) -> list[Monomial]:
        """Those that may be a product of `monomial` and something else."""
        if any(exponent < 0 for _, exponent in monomial):
            return self.all
        return self.by_atom.get(monomial[0][0], [])


def factors(premise: Premise, compounds: Compounds) -> list[Monomial]:
    """What to multiply a premise by: quotients of a product that occurs by one of its own.

    The rate and parameters may multiply any premise; a premise about them alone may be multiplied by
    anything. Only whole products qualify, so that a factor is as positive as its atoms.
    """
    if not compounds.all and not compounds.rates:
        return []
    polynomial = premise.polynomial
    about_shared = all(is_shared(atom) for atom in polynomial.atoms)
    found: set[Monomial] = set()
    for monomial in polynomial.coefficients:
        if monomial == ONE:
            continue
        inverse = tuple((atom, -exponent) for atom, exponent in monomial)
        for other in compounds.around(monomial):
            factor = multiply_monomials(other, inverse)
            if factor and all(
                e > 0 and not is_free(atom) and (about_shared or is_shared(atom)) for atom, e in factor
            ):
                found.add(factor)
    if not any(map(is_rate, polynomial.atoms)):
        found |= {((atom, 1),) for atom in compounds.rates}
    return sorted(found)


def is_shared(atom: str) -> bool:
    """The rate, parameters and functions of them multiply terms; a term's price is private to its term."""
    return "(" not in atom or not _HAS_PRICE(atom)


_HAS_PRICE: Final = re.compile(r"[A-Za-z0-9_]\(").search

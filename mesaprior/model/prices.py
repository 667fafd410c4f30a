"""What a price may be: a sum of terms."""

from __future__ import annotations

from mesaprior.algebra import Atom, Polynomial
from mesaprior.errors import refuse
from mesaprior.symbols import Symbols


def checked_price(price: Polynomial, symbols: Symbols) -> Polynomial:
    """A price is a sum of terms with non-negative coefficients, parameters as factors, plus a constant."""
    if not price.is_nonnegative_by_signs:
        raise refuse(
            "negative-price", "something is subtracted in this price", "a price is a sum of what is paid"
        )
    for monomial in price.coefficients:
        terms = [(atom, exponent) for atom, exponent in monomial if _is_of_terms(atom, symbols)]
        if len(terms) > 1 or any(exponent != 1 for _, exponent in terms):
            raise refuse(
                "product-of-terms",
                "a term is multiplied or divided by a term",
                "give the product a term of its own; numbers and parameters may be factors",
            )
        if any(atom in symbols.functions for atom, _ in terms):
            raise refuse(
                "function-of-terms",
                "a price is a sum of terms, not a function of one",
                "give the value a term of its own; the prior says what a price costs",
            )
    return price


def _is_of_terms(atom: Atom, symbols: Symbols) -> bool:
    """Whether an atom is the price of a term or made with one; a parameter, or 2**a of parameters, is not."""
    return any("(" in part for part in symbols.inside(Polynomial.atom(atom)))

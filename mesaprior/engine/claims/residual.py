"""What one comparison leaves open of another: `Q - l*P` with the least negative part.

Floor: `engine.claims`. Read as *negative terms <= positive terms*, it is the assumption that an argument from
P to Q still needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from mesaprior.algebra import Polynomial


def least_negative(wanted: Polynomial, given: Sequence[Polynomial]) -> Polynomial:
    """`q - sum(l_i * p_i)` with l >= 0 and the least negative part; of these the largest positive one.

    One multiplier at a time: the negative part is a convex function of it with corners where a summand
    vanishes, so the best is at a corner.
    """
    best = wanted
    for _ in range(2):
        for polynomial in given:
            corners = {
                best.coefficients[monomial] / value
                for monomial, value in polynomial
                if monomial in best.coefficients
            }
            tried = [best - polynomial.scaled(corner) for corner in sorted(corners) if corner > 0]
            best = min([best, *tried], key=_negative_part)
    return best


def _negative_part(polynomial: Polynomial) -> tuple[Fraction, Fraction]:
    taken, added = sides_of(polynomial)
    return sum((v for _, v in taken), Fraction(0)), -sum((v for _, v in added), Fraction(0))


def sides_of(polynomial: Polynomial) -> tuple[Polynomial, Polynomial]:
    """`b - a` -> `a`, `b`: what is taken away and what is added."""
    taken = Polynomial({m: -value for m, value in polynomial if value < 0})
    added = Polynomial({m: value for m, value in polynomial if value > 0})
    return taken, added

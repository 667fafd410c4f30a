"""Differences that apply functions to one number, as polynomials of the same sign.

Floor: `engine`. `log2(x + a) - log2(x + b) + 3` has the sign of `8*(x + a) - (x + b)`: logarithms with
rational factors beside a rational rest are multiplied out. Nothing else is told here.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from mesaprior.algebra import ONE, Atom, Polynomial
from mesaprior.engine.reason.univariate import Coefficients, primitive
from mesaprior.limits import POWER_BITS, ROOT_DEGREE, TOLD_BITS
from mesaprior.symbols import Symbols


def told_alone(polynomial: Polynomial, atom: Atom, symbols: Symbols) -> Coefficients | None:
    """A polynomial in `atom` with the sign that this one has wherever the atom is positive, or None."""
    factors = _logarithms(polynomial, atom, symbols)
    if factors is None:
        return None
    whole = lcm(*(value.denominator for _, value in factors))
    above: list[Fraction] = [Fraction(1)]
    below: list[Fraction] = [Fraction(1)]
    for base, value in factors:
        exponent = int(value * whole)
        bits = max(max(part.numerator.bit_length(), part.denominator.bit_length()) for part in base)
        if abs(exponent) * (len(base) - 1) > ROOT_DEGREE or abs(exponent) * bits > POWER_BITS:
            return None
        for _ in range(abs(exponent) if len(base) > 1 else 1):
            by = base if len(base) > 1 else [base[0] ** abs(exponent)]
            if exponent > 0:
                above = _product(above, by)
            elif exponent < 0:
                below = _product(below, by)
    size = max(len(above), len(below))
    told = primitive(
        [
            (above[k] if k < len(above) else 0) - (below[k] if k < len(below) else Fraction(0))
            for k in range(size)
        ]
    )
    return told if all(abs(value) >> TOLD_BITS == 0 for value in told) else None


def _logarithms(
    polynomial: Polynomial, atom: Atom, symbols: Symbols
) -> list[tuple[list[Fraction], Fraction]] | None:
    """What the logarithms are applied to, as polynomials in the atom, each with its factor; the rest is that
    of log2(2). None where there is anything else."""
    found: list[tuple[list[Fraction], Fraction]] = []
    for monomial, value in polynomial:
        if monomial == ONE:
            found.append(([Fraction(2)], value))
            continue
        known = symbols.functions.get(monomial[0][0])
        if known is None or known.kind != "log2" or len(monomial) > 1 or monomial[0][1] != 1:
            return None
        if not known.argument.atoms <= {atom}:
            return None
        argument = _powers(known.argument, atom)
        if argument is None:
            return None
        found.append((argument, value))
    return found


def _powers(polynomial: Polynomial, atom: Atom) -> list[Fraction] | None:
    """The coefficients by power, the lowest first; None where one is negative."""
    by_power: dict[int, Fraction] = {}
    for monomial, value in polynomial:
        power = dict(monomial).get(atom, 0)
        if power < 0:
            return None
        by_power[power] = value
    return [by_power.get(power, Fraction(0)) for power in range(max(by_power, default=0) + 1)]


def _product(left: list[Fraction], right: list[Fraction]) -> list[Fraction]:
    found = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, one in enumerate(left):
        for j, other in enumerate(right):
            found[i + j] += one * other
    return found

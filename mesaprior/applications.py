"""Increasing functions of polynomials: what `log2(x)`, `2**x`, `x**p` and `g(x)` are as polynomials.

Floor: above `formula`. An application that is no number is an atom whose text is its spelling; equal
arguments are spelled alike, so they are the same atom. `symbols.functions` remembers what was applied.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from typing import Final

from mesaprior import limits
from mesaprior.algebra import Atom, Numbers, Polynomial, is_free, multiply_monomials
from mesaprior.errors import refuse
from mesaprior.formula import application_node
from mesaprior.language import write
from mesaprior.symbols import Application, Symbols

TWO: Final = Polynomial.constant(2)


def logarithm(argument: Polynomial, symbols: Symbols) -> Polynomial:
    """`log2(argument)`: exact where the argument is a power of two, times at most one `2**E`.

    Raises `InputError` where the argument may be 0 or negative.
    """
    if not _is_positive(argument, symbols):
        raise refuse(
            "logarithm-of-zero",
            "this takes the logarithm of what may be 0",
            "a logarithm needs a sum of prices, of which one at least is positive",
        )
    if len(argument) == 1:
        ((monomial, value),) = argument
        exponent = whole_log2(value)
        if exponent is not None and not monomial:
            return Polynomial.constant(exponent)
        if exponent is not None and len(monomial) == 1:
            (atom, power) = monomial[0]
            known = symbols.functions.get(atom)
            if known is not None and known.kind == "base" and known.constant == TWO:
                return known.argument.scaled(Fraction(power)) + Polynomial.constant(exponent)
    return _atom(Application("log2", argument), symbols)


def exponential(base: Fraction, exponent: Polynomial, symbols: Symbols) -> Polynomial:
    """`base**exponent`. Raises `InputError` unless the base is above 1."""
    if base <= 1:
        raise refuse("exponent-not-decided", f"{base} is raised to an unknown power", "use a base above 1")
    value = exponent.value
    if value is not None and value.denominator == 1 and _is_written_out(base, value):
        return Polynomial.constant(base ** int(value))
    if value is not None and value.denominator > 1:
        return power(Polynomial.constant(base), exponent, symbols)
    return _atom(Application("base", exponent, Polynomial.constant(base)), symbols)


def power(base: Polynomial, exponent: Polynomial, symbols: Symbols) -> Polynomial:
    """`base**exponent` with a number or an expression of parameters for exponent, which must be positive,
    as must the base. Raises `InputError` where either is not."""
    value = exponent.value
    if value is not None and value < 0 and (inverse := _inverse(base, symbols)) is not None:
        return power(inverse, -exponent, symbols)
    if not base or value == 0 or exponent.value == 1:
        return Polynomial.constant(1) if value == 0 else base
    if not _is_positive(exponent, symbols) or not _is_positive(base, symbols):
        what = "exponent" if not _is_positive(exponent, symbols) else "base"
        raise refuse(
            "exponent-not-decided",
            f"the {what} of this power is not known to be positive",
            "raise sums of prices to positive powers",
        )
    number = base.value
    if number is not None and value is not None:
        exact = exact_power(number, value)
        if exact is not None:
            return Polynomial.constant(exact)
    elif number == 1:
        return base
    return _atom(Application("power", base, exponent), symbols)


def unspecified(argument: Polynomial, symbols: Symbols) -> Polynomial:
    """`g(argument)` for an increasing function g of which nothing else is known."""
    return _atom(Application("g", argument), symbols)


def put_in(polynomial: Polynomial, numbers: Numbers, symbols: Symbols) -> Polynomial:
    """The polynomial with known atoms replaced by their numbers, in what functions are applied to as well."""
    functions = symbols.functions
    if not functions or functions.keys().isdisjoint(polynomial.atoms):
        return polynomial.substitute(numbers)
    changed: dict[Atom, Polynomial] = {}
    for atom in polynomial.atoms & functions.keys():
        known = functions[atom]
        argument = put_in(known.argument, numbers, symbols)
        constant = put_in(known.constant, numbers, symbols)
        if atom in numbers or (argument, constant) != (known.argument, known.constant):
            own = numbers.get(atom)
            new = _applied(known, argument, constant, symbols)
            changed[atom] = new if own is None else Polynomial.constant(own)
    known_numbers = {atom: value for atom, value in numbers.items() if atom not in changed}
    if not changed:
        return polynomial.substitute(known_numbers)
    total = Polynomial({})
    for monomial, value in polynomial:
        rest = tuple(factor for factor in monomial if factor[0] not in changed)
        part = Polynomial({rest: value}).substitute(known_numbers)
        for atom, exponent in monomial:
            if atom in changed:
                part = _times_power(part, changed[atom], exponent)
        total = total + part
    return total


def is_constant(polynomial: Polynomial, symbols: Symbols) -> bool:
    """Whether it is a number, rational or not: no unknown is left, nor a value of an unspecified function."""
    return not symbols.inside(polynomial) and not any(
        symbols.functions[atom].kind == "g" for atom in polynomial.atoms
    )


def _applied(known: Application, argument: Polynomial, constant: Polynomial, symbols: Symbols) -> Polynomial:
    match known.kind:
        case "log2":
            return logarithm(argument, symbols)
        case "base":
            base = constant.value
            assert base is not None
            return exponential(base, argument, symbols)
        case "power":
            return power(argument, constant, symbols)
        case "g":
            return unspecified(argument, symbols)


def _times_power(part: Polynomial, factor: Polynomial, exponent: int) -> Polynomial:
    """`part * factor**exponent`; a negative exponent only where the factor is a single product."""
    if exponent < 0:
        if not factor:
            raise ZeroDivisionError("a function's value under a fraction is zero")
        ((monomial, value),) = factor
        factor = Polynomial({tuple((atom, -e) for atom, e in monomial): 1 / value})
    for _ in range(abs(exponent)):
        part = Polynomial.of((multiply_monomials(m, n), a * b) for m, a in part for n, b in factor)
    return part


def _atom(application: Application, symbols: Symbols) -> Polynomial:
    text = write(application_node(application, symbols))
    symbols.functions.setdefault(text, application)
    return Polynomial.atom(text)


def _is_positive(polynomial: Polynomial, symbols: Symbols) -> bool:
    """Positive by its signs: no summand is negative, one at least is positive."""
    if not polynomial.is_nonnegative_by_signs or any(map(is_free, polynomial.atoms)):
        return False
    return any(map(symbols.is_positive, polynomial.coefficients))


def _inverse(base: Polynomial, symbols: Symbols) -> Polynomial | None:
    """`1/base` where it is a single product that is not zero."""
    if len(base) != 1:
        return None
    ((monomial, value),) = base
    if not symbols.is_positive(monomial):
        return None
    return Polynomial({tuple((atom, -exponent) for atom, exponent in monomial): 1 / value})


def whole_log2(value: Fraction) -> int | None:
    """k where the value is 2**k."""
    above, below = value.numerator, value.denominator
    if above & (above - 1) or below & (below - 1):
        return None
    return above.bit_length() - below.bit_length()


def _is_written_out(base: Fraction, exponent: Fraction) -> bool:
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    return size * abs(exponent) <= limits.POWER_BITS


def exact_power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """`base**exponent` where that is rational and not too long to write out."""
    root = exponent.denominator
    if root > limits.LARGEST_ROOT or not _is_written_out(base, exponent):
        return None
    above, below = _root(base.numerator, root), _root(base.denominator, root)
    if above is None or below is None:
        return None
    return Fraction(above, below) ** exponent.numerator


def _root(value: int, degree: int) -> int | None:
    """The whole number whose `degree`-th power the value is, or None."""
    if degree == 1:
        return value
    if degree == 2:
        found = isqrt(value)
        return found if found * found == value else None
    low, high = 0, 1 << (value.bit_length() // degree + 1)
    while low < high:
        middle = (low + high + 1) // 2
        if middle**degree <= value:
            low = middle
        else:
            high = middle - 1
    return low if low**degree == value else None

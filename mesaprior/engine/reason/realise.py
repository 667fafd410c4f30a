"""Numbers for the atoms, from numbers for their products.

The solver speaks of products (`g*c(x) = 5`, `g = 2`); a person needs `c(x) = 5/2`. Where the products
determine the atoms one after the other this is a division; where not, the shared atoms (the rate,
parameters) are tried at small numbers and the rest, then linear, is solved. Whatever comes out is put
back into every premise: numbers that do not satisfy them all are not returned.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from math import prod
from typing import Final, TypeAlias

from mesaprior.algebra import ONE, RATE, Atom, Monomial, Numbers, is_free
from mesaprior.limits import WITNESS_TRIES
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

Linear: TypeAlias = Callable[[Sequence[Premise], Symbols], Numbers | None]

_SHARED: Final = tuple(
    Fraction(value)
    for value in (
        "1",
        "2",
        "1/2",
        "3",
        "1/3",
        "3/2",
        "5/2",
        "5",
        "1/5",
        "10",
        "1/10",
        "100",
        "1/100",
        "1000",
        "1/1000",
    )
)
"""The rates and parameters that are tried where a product of unknowns has to be taken apart."""


def realised(
    products: Mapping[Monomial, Fraction],
    premises: Sequence[Premise],
    symbols: Symbols,
    linear: Linear,
    is_over: Callable[[], bool] = lambda: False,
) -> Numbers | None:
    """Numbers for every atom of the premises under which all of them hold, or None."""
    numbers = _divided_out(products)
    if numbers is not None and satisfies(numbers, premises, symbols):
        return numbers
    atoms = sorted({atom for premise in premises for atom in premise.polynomial.atoms})
    any_value = dict.fromkeys(atoms, Fraction(1))  # for what cancels once the shared atoms are known
    for some in itertools.islice(_by_fixing_shared(premises, symbols, linear, is_over), WITNESS_TRIES):
        numbers = {**any_value, **some}
        if satisfies(numbers, premises, symbols):
            return numbers
    return _small_whole_numbers(atoms, premises, symbols, is_over)


def satisfies(numbers: Numbers, premises: Sequence[Premise], symbols: Symbols) -> bool:
    """Whether every premise holds and every atom is positive as it must be."""
    for atom, value in numbers.items():
        if value <= 0 and not is_free(atom) and (value < 0 or atom not in symbols.may_be_zero):
            return False
    try:
        for premise in premises:
            value_here = premise.polynomial.value_at(numbers)
            if value_here < 0 or (premise.strict and value_here == 0):
                return False
    except (KeyError, ZeroDivisionError):  # a number is missing, or nothing can be divided by it
        return False
    return True


def _divided_out(products: Mapping[Monomial, Fraction]) -> Numbers | None:
    """Atoms from products, one at a time: a product with a single unknown atom to the power 1 gives it.

    The products are homogeneous: they may be scaled together so that the constant product is 1. Where
    nothing determines the rate, it is 1; then parameters and other shared atoms likewise.
    """
    scale = products.get(ONE, Fraction(1))
    open_products = {monomial: value / scale for monomial, value in products.items() if monomial != ONE}
    known: dict[Atom, Fraction] = {}
    while open_products:
        step = _determined(open_products, known)
        if step is None:
            unknown = {atom for monomial in open_products for atom, _ in monomial} - known.keys()
            if not unknown:
                break
            known[min(unknown, key=lambda atom: (atom != RATE, "(" in atom, atom))] = Fraction(1)
            continue
        monomial, atom, exponent, rest = step
        del open_products[monomial]
        if rest == 0:
            return None
        value = products[monomial] / scale / rest
        if exponent == -1 and value == 0:
            return None
        known[atom] = value if exponent == 1 else 1 / value
    return known


def _determined(
    products: Mapping[Monomial, Fraction], known: Numbers
) -> tuple[Monomial, Atom, int, Fraction] | None:
    """A product with exactly one unknown atom, to the power 1 or -1, and the value of its known part."""
    for monomial in sorted(products, key=len):
        unknown = [(atom, exponent) for atom, exponent in monomial if atom not in known]
        if len(unknown) == 1 and abs(unknown[0][1]) == 1:
            rest = Fraction(1)
            for atom, exponent in monomial:
                if atom in known:
                    if known[atom] == 0 and exponent < 0:
                        return None
                    rest *= known[atom] ** exponent
            return monomial, unknown[0][0], unknown[0][1], rest
    return None


def _by_fixing_shared(
    premises: Sequence[Premise], symbols: Symbols, linear: Linear, is_over: Callable[[], bool]
) -> Iterator[Numbers]:
    """Fixes the fewest atoms that leave no product of unknowns, at small numbers, and solves the rest."""
    shared = _shared_atoms(premises)
    if shared is None:
        return
    pools = [_to_be_tried(atom, premises) for atom in shared]
    # Few at a time need be far from ordinary: (12th, 1st, 2nd) comes long before (5th, 5th, 5th).
    places_of = itertools.product(*(range(len(pool)) for pool in pools))
    for places in sorted(places_of, key=lambda places: (prod(place + 1 for place in places), sum(places))):
        if is_over():
            return
        fixed = {atom: pool[k] for atom, pool, k in zip(shared, pools, places, strict=True)}
        left = [
            Premise(premise.polynomial.substitute(fixed), premise.strict, premise.says)
            for premise in premises
        ]
        if any((value := premise.polynomial.value) is not None and value < 0 for premise in left):
            continue
        numbers = linear(left, symbols)
        if numbers is not None:
            yield {**numbers, **fixed}


def _to_be_tried(atom: Atom, premises: Sequence[Premise]) -> list[Fraction]:
    """Small numbers in the range that premises about an atom alone leave it, after three places in the
    middle of one with an end."""
    low, high = Fraction(0), None
    for premise in premises:
        coefficients = premise.polynomial.coefficients
        slope = coefficients.get(((atom, 1),))
        if slope is None or not coefficients.keys() <= {((atom, 1),), ONE}:
            continue
        end = -coefficients.get(ONE, Fraction(0)) / slope
        if slope > 0:
            low = max(low, end)
        else:
            high = end if high is None else min(high, end)
    between: list[Fraction] = []
    if high is not None:
        between = [low + (high - low) * quarter / 4 for quarter in (2, 1, 3)] if high > low else []
    elif low > 0:
        between = [low + 1, low * 2 + 1, low + Fraction(1, 2)]
    return [*between, *(value for value in _SHARED if low <= value and (high is None or value <= high))]


def _shared_atoms(premises: Sequence[Premise]) -> list[Atom] | None:
    """Atoms that, once known, leave every product linear: the rate first, then parameters, then the most
    frequent. None where more than three would be needed."""
    monomials = {monomial for premise in premises for monomial in premise.polynomial.coefficients}
    fixed: list[Atom] = []
    while True:
        entangled = [
            left
            for monomial in monomials
            if (left := [(atom, e) for atom, e in monomial if atom not in fixed])
            and (len(left) > 1 or left[0][1] != 1)
        ]
        if not entangled:
            return fixed
        if len(fixed) == 3:
            return None
        counts: dict[Atom, int] = {}
        for left in entangled:
            for atom, _ in left:
                counts[atom] = counts.get(atom, 0) + 1
        fixed.append(min(counts, key=lambda atom: (atom != RATE, "(" in atom, -counts[atom], atom)))


def _small_whole_numbers(
    atoms: Sequence[Atom], premises: Sequence[Premise], symbols: Symbols, is_over: Callable[[], bool]
) -> Numbers | None:
    """Whole numbers at random, from small ranges to larger; the seed is fixed, so answers repeat."""
    source = random.Random(len(atoms))
    for attempt in range(WITNESS_TRIES):
        if is_over():
            return None
        largest = 2 + attempt * 100 // WITNESS_TRIES
        numbers = {atom: Fraction(source.randint(1, largest)) for atom in atoms}
        if satisfies(numbers, premises, symbols):
            return numbers
    return None

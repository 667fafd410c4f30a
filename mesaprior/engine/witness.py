"""Numbers for premises that apply functions: tried, then settled by exact arithmetic and intervals.

Floor: `engine`. A logarithm has no value apart from its argument, so such numbers cannot be read off the
solver's columns. Prices come from the model's scenarios, from random draws, and from linear programmes with
random gaps between the variants; the rate, or the values of an unspecified function, follow from them.
Nothing here is believed: whoever asks puts the numbers into the formulas as they were written.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from mesaprior.algebra import RATE, Atom, Numbers, Polynomial
from mesaprior.applications import put_in
from mesaprior.engine.constants import between, sign
from mesaprior.engine.functions import settled_orders
from mesaprior.engine.reason.system import linear_numbers
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError
from mesaprior.limits import FUNCTION_TRIES
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

POOLS: Final = tuple(
    tuple(map(Fraction, pool.split()))
    for pool in ("1 2 3", "1 2 3 4 5 6 7 8 9 10", "1 2 4 8 16 32 64 1024", "1 10 100 1000", "1/2 1 2 40")
)
"""What prices are drawn from: close together, far apart, powers of two for logarithms."""
PARAMETERS: Final = tuple(map(Fraction, ("1", "2", "1/2", "3", "10", "100")))
RATES: Final = tuple(map(Fraction, ("1", "2", "1/2", "3", "1/10", "10", "1/100", "100")))
GAPS: Final = tuple(map(Fraction, ("1", "10", "100", "1/10")))
MOST_GAPS: Final = 10
LONGEST: Final = 12
"""Characters of a number that is worth showing; a longer one is taken where there is no other."""


def found(setting: Setting, premises: Sequence[Premise]) -> Numbers | None:
    """Numbers for every open atom under which the facts in force and the premises hold, or None."""
    symbols = setting.model.symbols
    wanted = (*setting.premises, *premises)
    applied = symbols.rate_of == "unspecified"
    costs = list(setting.costs.values()) if applied else []  # every one of them must have a value
    polynomials = [*(p.polynomial for p in wanted), *costs]
    atoms = sorted({atom for polynomial in polynomials for atom in symbols.inside(polynomial)} - {RATE})
    fallback: Numbers | None = None
    for numbers in itertools.islice(_assignments(setting, atoms), FUNCTION_TRIES):
        try:
            complete = _completed(wanted, costs, numbers, symbols)
        except (InputError, ArithmeticError, ValueError):
            continue
        if complete is not None and all(len(str(value)) <= LONGEST for value in complete.values()):
            return complete
        fallback = fallback or complete
    return fallback


def _completed(
    wanted: Sequence[Premise], costs: Sequence[Polynomial], numbers: Numbers, symbols: Symbols
) -> Numbers | None:
    """With a rate, or with the values of an unspecified function, under which everything wanted holds."""
    left = [Premise(put_in(p.polynomial, numbers, symbols), p.strict, p.says) for p in wanted]
    if any(p.polynomial.value is not None and not _holds(p, symbols) for p in left):
        return None
    if symbols.rate_of == "unspecified":
        polynomials = [*(p.polynomial for p in left), *(put_in(cost, numbers, symbols) for cost in costs)]
        orders = settled_orders((), polynomials, symbols)
        atoms = {atom for polynomial in polynomials for atom in polynomial.atoms}
        positive = [Premise(Polynomial.atom(atom), True, f"{atom} > 0") for atom in sorted(atoms)]
        values = linear_numbers([*left, *orders, *positive], symbols)
        values = values or linear_numbers([*left, *orders], symbols)
        return None if values is None else {**numbers, **values}
    if not any(RATE in symbols.inside(p.polynomial) for p in left):
        return numbers if all(_holds(p, symbols) for p in left) else None
    for rate in _rates(left, symbols):
        asked = {RATE: rate}
        if all(_holds(Premise(put_in(p.polynomial, asked, symbols), p.strict, ""), symbols) for p in left):
            return {**numbers, **asked}
    return None


def _holds(premise: Premise, symbols: Symbols) -> bool:
    found = sign(premise.polynomial, symbols)
    return found == 1 or (found == 0 and not premise.strict)


def _rates(premises: Sequence[Premise], symbols: Symbols) -> Iterator[Fraction]:
    """Rates at which all premises may hold: simple ones, and one between the bounds where they are linear."""
    yield from RATES
    low, high = Fraction(0), None
    for premise in premises:
        parts = premise.polynomial.split_by_rate()
        if not set(parts) <= {0, 1} or any(RATE in symbols.inside(part) for part in parts.values()):
            return
        slope, rest = (_middle(parts.get(power, Polynomial({})), symbols) for power in (1, 0))
        if slope > 0:
            low = max(low, -rest / slope)
        elif slope < 0:
            high = rest / -slope if high is None else min(high, rest / -slope)
    if high is None:
        yield low + 1
        yield Fraction(int(low) + 1)
    elif low < high:
        yield simplest_between(low, high)


def _middle(constant: Polynomial, symbols: Symbols) -> Fraction:
    low, high = between(constant, symbols)
    return (low + high) / 2


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The fraction of the smallest denominator strictly between two numbers, `0 <= low < high`."""
    whole = low.numerator // low.denominator
    if whole + 1 < high:
        return Fraction(whole + 1)
    if low == whole:
        # The next denominator that fits: whole + 1/k < high.
        rest = high - whole
        return whole + Fraction(1, int(1 / rest) + 1)
    inner = simplest_between(1 / (high - whole), 1 / (low - whole))
    return whole + 1 / inner


# --- prices ------------------------------------------------------------------------------------------


def _assignments(setting: Setting, atoms: Sequence[Atom]) -> Iterator[dict[Atom, Fraction]]:
    """Numbers for the prices and parameters, from the likely to the far-fetched; the seed is fixed."""
    if not atoms:
        yield {}
        return
    source = random.Random(len(atoms))
    for scenario in setting.model.scenarios.values():
        yield {atom: scenario.get(atom, Fraction(1)) for atom in atoms}
    yield dict.fromkeys(atoms, Fraction(1))
    while True:
        yield _drawn(atoms, source)
        gapped = _with_gaps(setting, atoms, source)
        if gapped is not None:
            yield gapped


def _drawn(atoms: Sequence[Atom], source: random.Random) -> dict[Atom, Fraction]:
    pool = source.choice(POOLS)
    return {atom: source.choice(pool if "(" in atom else PARAMETERS) for atom in atoms}


def _with_gaps(setting: Setting, atoms: Sequence[Atom], source: random.Random) -> dict[Atom, Fraction] | None:
    """Prices under which the facts hold and some variants differ by random amounts on some axes."""
    symbols = setting.model.symbols
    parameters = {atom: source.choice(PARAMETERS) for atom in atoms if "(" not in atom}
    facts = [Premise(put_in(p.polynomial, parameters, symbols), p.strict, p.says) for p in setting.premises]
    given = [p for p in facts if _is_linear(p.polynomial, symbols)]
    numbers = linear_numbers(given, symbols)
    for _ in range(MOST_GAPS):
        gap = _random_gap(setting, parameters, source)
        more = linear_numbers([*given, gap], symbols) if _is_linear(gap.polynomial, symbols) else None
        if more is not None:
            given.append(gap)
            numbers = more
    if numbers is None:
        return None
    return {atom: parameters.get(atom, numbers.get(atom, Fraction(1))) for atom in atoms}


def _random_gap(setting: Setting, parameters: Numbers, source: random.Random) -> Premise:
    names = list(setting.model.variants)
    one, other = source.choice(names), source.choice(names)
    axis = source.choice(setting.model.axes)
    gap = setting.prices[one][axis] - setting.prices[other][axis] - Polynomial.constant(source.choice(GAPS))
    return Premise(put_in(gap, parameters, setting.model.symbols), False, "a gap")


def _is_linear(polynomial: Polynomial, symbols: Symbols) -> bool:
    return polynomial.value is None and all(
        not monomial
        or (len(monomial) == 1 and monomial[0][1] == 1 and monomial[0][0] not in symbols.functions)
        for monomial in polynomial.coefficients
    )

"""A cost must be increasing in every axis it uses; one that falls somewhere is refused, with the point."""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Final

from mesaprior.algebra import Atom, Monomial, Numbers, Polynomial, is_free, multiply_monomials
from mesaprior.engine.reason.evaluate import Written
from mesaprior.engine.reason.system import Refuted, System
from mesaprior.errors import InputError, Problem
from mesaprior.language import Node
from mesaprior.model import COMPARE, Model
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

TRIED: Final = tuple(map(Fraction, ("1", "2", "4", "1/2", "10")))
"""What axes, parameters and the rate are tried at where no proof was found."""
BITS: Final = 128
"""Precision of costs at such points."""


def check_increasing(model: Model) -> None:
    """Raises `InputError`, with the axis and a point where the cost does not rise, unless it always rises.

    The derivative of a polynomial is a polynomial, and so it is with functions that rise, by the chain rule;
    where it has a minus sign, the parameters' bounds must make it positive, which is asked of the solver
    like everything else.
    """
    problems = []
    for axis in model.axes:
        if axis not in model.symbols.inside(model.cost):
            continue
        slope = derivative(model.cost, axis, model.symbols)
        if slope.is_nonnegative_by_signs and not any(map(is_free, slope.atoms)):
            continue
        system = System(
            [*_bounds(model), Premise(-slope, False, f"the cost does not rise with {axis}")],
            (),
            model.symbols,
        )
        answer = system.ask(())
        if isinstance(answer, Refuted):
            continue
        if model.symbols.functions:
            message = _by_trying(model, axis)
        else:
            message = f"this cost does not increase with {axis}{_where(system.numbers(answer, ()))}"
        help = f"a program that is worse on {axis} must cost more"
        problems.append(Problem("prior-not-increasing", message, help, ("prior", "cost")))
    if problems:
        raise InputError(problems)


def _bounds(model: Model) -> list[Premise]:
    """The facts about parameters alone."""
    return [
        Premise(polynomial if relation in {">", ">="} else -polynomial, relation in {"<", ">"}, fact.text)
        for fact in model.facts
        for polynomial, relation in fact.comparisons
        if not any("(" in atom for atom in polynomial.atoms)
    ]


def _where(numbers: Numbers | None) -> str:
    """A point at which the cost does not rise; none where it never rises or none was found."""
    if numbers is None:
        return " as far as we can tell"
    point = ", ".join(f"{atom} = {value}" for atom, value in sorted(numbers.items()))
    return f": not at {point}" if point else " anywhere"


def _by_trying(model: Model, axis: str) -> str:
    """Two points between which the cost does not rise, or that there was no proof that it does."""
    others = sorted(model.symbols.inside(model.cost) - {axis})
    for values in itertools.islice(itertools.product(TRIED, repeat=len(others)), 200):
        numbers = dict(zip(others, values, strict=True))
        if not _within_bounds(model, numbers):
            continue
        for low, high in itertools.combinations(sorted(TRIED), 2):
            if _does_not_rise(model.cost_written, {**numbers, axis: low}, {**numbers, axis: high}):
                point = "".join(f", {atom} = {value}" for atom, value in numbers.items())
                return (
                    f"this cost does not increase with {axis}: it is no higher at {axis} = {high}"
                    f" than at {axis} = {low}{' with' + point[1:] if point else ''}"
                )
    return f"this cost is not shown to increase with {axis}"


def _within_bounds(model: Model, numbers: Numbers) -> bool:
    for fact in model.facts:
        for polynomial, relation in fact.comparisons:
            value = polynomial.substitute(numbers).value
            if value is not None and not COMPARE[relation](value):
                return False
    return True


def _does_not_rise(cost: Node, low: Numbers, high: Numbers) -> bool:
    """Whether the cost at `high` is surely no more than at `low`."""
    from mesaprior.engine.reason.enclose import enclosed

    nothing = Written({}, cost)
    try:
        before, after = (enclosed(cost, point, nothing, BITS) for point in (low, high))
    except (ArithmeticError, ValueError):
        return False
    return after.high <= before.low


def derivative(polynomial: Polynomial, atom: Atom, symbols: Symbols) -> Polynomial:
    """`d polynomial / d atom`: `3*c**2` -> `6*c`; of `log2(x)` the slope, positive wherever x is, times that
    of x."""
    terms: list[tuple[Monomial, Fraction]] = []
    for monomial, value in polynomial:
        for part, exponent in monomial:
            inner = _slope(part, atom, symbols)
            rest = tuple(
                (name, power - (name == part)) for name, power in monomial if power != 1 or name != part
            )
            terms += [(multiply_monomials(rest, m), value * exponent * factor) for m, factor in inner]
    return Polynomial.of(terms)


def _slope(part: Atom, atom: Atom, symbols: Symbols) -> Polynomial:
    known = symbols.functions.get(part)
    if known is None:
        return Polynomial.constant(int(part == atom))
    inner = derivative(known.argument, atom, symbols)
    return Polynomial({multiply_monomials(((f"slope of {part}", 1),), m): value for m, value in inner})

"""A cost must be increasing in every axis it uses; one that falls somewhere is refused, with the point."""

from __future__ import annotations

from mesaprior.algebra import Atom, Numbers, Polynomial
from mesaprior.engine.reason.system import Refuted, System
from mesaprior.errors import InputError, Problem
from mesaprior.model import Model
from mesaprior.results import Premise


def check_increasing(model: Model) -> None:
    """Raises `InputError`, with the axis and a point where the cost does not rise, unless it always rises.

    The derivative of a polynomial is a polynomial; where it has a minus sign, the parameters' bounds must
    make it positive, which is asked of the solver like everything else.
    """
    problems = []
    for axis in model.axes:
        slope = derivative(model.cost, axis)
        if axis not in model.cost.atoms or slope.is_nonnegative_by_signs:
            continue
        bounds = [
            Premise(polynomial if relation in {">", ">="} else -polynomial, relation in {"<", ">"}, fact.text)
            for fact in model.facts
            for polynomial, relation in fact.comparisons
            if not any("(" in atom for atom in polynomial.atoms)
        ]
        system = System(
            [*bounds, Premise(-slope, False, f"the cost does not rise with {axis}")], (), model.symbols
        )
        answer = system.ask(())
        if isinstance(answer, Refuted):
            continue
        numbers = system.numbers(answer, ())
        message = f"this cost does not increase with {axis}{_where(numbers)}"
        help = f"a program that is worse on {axis} must cost more"
        problems.append(Problem("prior-not-increasing", message, help, ("prior", "cost")))
    if problems:
        raise InputError(problems)


def _where(numbers: Numbers | None) -> str:
    """A point at which the cost does not rise; none where it never rises or none was found."""
    if numbers is None:
        return " as far as we can tell"
    point = ", ".join(f"{atom} = {value}" for atom, value in sorted(numbers.items()))
    return f": not at {point}" if point else " anywhere"


def derivative(polynomial: Polynomial, atom: Atom) -> Polynomial:
    """`d polynomial / d atom`: `3*c**2` -> `6*c`."""
    terms = []
    for monomial, value in polynomial:
        exponent = dict(monomial).get(atom, 0)
        rest = tuple((name, power - (name == atom)) for name, power in monomial if power != 1 or name != atom)
        terms.append((rest, value * exponent))
    return Polynomial.of(terms)

"""Formula to polynomial: the compiled form, within the caps.

Before -> after: `2*(c(a) + t(b))/3` -> `{c(a): 2/3, t(b): 2/3}` over a denominator of 1. A quotient keeps
its denominator apart, unless it is a single product, which becomes negative exponents. A logarithm, a power
that cannot be multiplied out, an unspecified function becomes an atom (`applications`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from mesaprior import limits
from mesaprior.algebra import RATE, Budget, Polynomial, is_free
from mesaprior.applications import exponential, logarithm, power, unspecified
from mesaprior.errors import InputError, refuse
from mesaprior.language import (
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
    write,
)
from mesaprior.symbols import Symbols


class Quotient(NamedTuple):
    """`above / below`; `below` is positive wherever the atoms are."""

    above: Polynomial
    below: Polynomial


Lookup: TypeAlias = Callable[[Name | Apply], Polynomial]
"""What a name or an application stands for; raises `InputError` where it means nothing."""

ONE = Polynomial.constant(1)


class Expansion:
    """Expands formulas that share one budget; atoms that may be zero cannot divide."""

    def __init__(self, lookup: Lookup, budget: Budget, symbols: Symbols) -> None:
        self.lookup = lookup
        self.budget = budget
        self.symbols = symbols

    def polynomial(self, node: Node) -> Polynomial:
        """The formula as a polynomial; refuses a division by a sum."""
        above, below = self.quotient(node)
        if below != ONE:
            raise refuse(
                "divisor-is-a-sum",
                "a price or a cost can be divided by numbers and products only",
                "multiply the formula out, or give the divisor a parameter of its own",
                span=node.span,
            )
        return above

    def quotient(self, node: Node) -> Quotient:
        """The formula as a quotient of polynomials. Raises `InputError` with a span where it is none."""
        try:
            return self._expand(node)
        except InputError as error:
            raise InputError(
                problem if problem.span else replace(problem, span=node.span) for problem in error.problems
            ) from None

    def differences(self, relation: Relation) -> list[tuple[Polynomial, str]]:
        """`a < b <= c` -> `[(a - b, "<"), (b - c, "<=")]`, each multiplied by its positive denominators."""
        sides = [self.quotient(operand) for operand in relation.operands]
        return [
            (self._times(left.above, right.below) - self._times(right.above, left.below), operator)
            for left, operator, right in zip(sides, relation.operators, sides[1:], strict=False)
        ]

    def _times(self, left: Polynomial, right: Polynomial) -> Polynomial:
        return left if right == ONE else left.times(right, self.budget)

    def _expand(self, node: Node) -> Quotient:
        match node:
            case Number(value=value):
                return Quotient(Polynomial.constant(value), ONE)
            case Apply(head="log2", arguments=(argument,)):
                above, below = self._expand(argument)
                whole = logarithm(above, self.symbols)
                return Quotient(whole if below == ONE else whole - logarithm(below, self.symbols), ONE)
            case Apply(head="g", arguments=(argument,)):
                return Quotient(unspecified(self.polynomial(argument), self.symbols), ONE)
            case Apply(head="min" | "max" | "log2" as head):
                raise refuse(
                    "not-a-polynomial",
                    f"{head} is not decided here",
                    "write a fact about min or max as two facts, one for each argument",
                    span=node.span,
                )
            case Name() | Apply():
                return Quotient(self.lookup(node), ONE)
            case Negate(operand=operand):
                above, below = self._expand(operand)
                return Quotient(-above, below)
            case Sum(summands=parts):
                return self._sum(parts)
            case Multiply(left=left, right=right):
                first, second = self._expand(left), self._expand(right)
                return Quotient(
                    first.above.times(second.above, self.budget), self._times(first.below, second.below)
                )
            case Divide(left=left, right=right):
                return self._divide(self._expand(left), self._expand(right), right)
            case Power(base=base, exponent=exponent):
                return self._power(self._expand(base), exponent)
            case Relation():
                raise AssertionError("a comparison has no polynomial")

    def _sum(self, parts: tuple[Node, ...]) -> Quotient:
        expanded = [self._expand(part) for part in parts]
        if all(below == ONE for _, below in expanded):
            return Quotient(Polynomial.of(term for above, _ in expanded for term in above), ONE)
        total = expanded[0]
        for above, below in expanded[1:]:
            if below == total.below:
                total = Quotient(total.above + above, below)
                continue
            crossed = self._times(total.above, below) + self._times(above, total.below)
            total = Quotient(crossed, self._times(total.below, below))
        return total

    def _divide(self, left: Quotient, right: Quotient, divisor: Node) -> Quotient:
        below = right.above
        if not below:
            raise refuse("division-by-zero", "this divides by zero", span=divisor.span)
        above = self._times(left.above, right.below)
        if len(below) == 1:
            ((monomial, value),) = below
            if not self.symbols.is_positive(monomial):
                raise _may_be_zero(divisor)
            inverse = Polynomial({tuple((atom, -exponent) for atom, exponent in monomial): 1 / value})
            return Quotient(above.times(inverse, self.budget), left.below)
        if (
            not below.is_nonnegative_by_signs
            or any(map(is_free, below.atoms))
            or not any(map(self.symbols.is_positive, below.coefficients))
        ):
            raise _may_be_zero(divisor)
        return Quotient(above, left.below.times(below, self.budget))

    def _power(self, base: Quotient, exponent: Node) -> Quotient:
        given = self.polynomial(exponent)
        value = given.value
        if value is None or value.denominator != 1 or value < 0:
            return self._opaque_power(base, given, exponent)
        if value > limits.LARGEST_EXPONENT:
            raise refuse(
                "exponent-too-large",
                f"the exponent {write(exponent)} is larger than {limits.LARGEST_EXPONENT}",
                "use a smaller power, or a parameter for the result",
                span=exponent.span,
            )
        above, below = ONE, ONE
        for _ in range(int(value)):
            above, below = above.times(base.above, self.budget), self._times(below, base.below)
        return Quotient(above, below)

    def _opaque_power(self, base: Quotient, exponent: Polynomial, node: Node) -> Quotient:
        """A power that is no product: `2**x`, `x**p`, `x**(1/2)`."""
        number = base.above.value
        if number is not None and base.below == ONE and exponent.value is None:
            return Quotient(exponential(number, exponent, self.symbols), ONE)
        if any("(" in atom or atom == RATE for atom in self.symbols.inside(exponent)):
            raise refuse(
                "exponent-not-decided",
                "an exponent here is a number or made of parameters",
                f"write a whole number from 0 to {limits.LARGEST_EXPONENT}, 1/2, or a parameter",
                span=node.span,
            )
        below = ONE if base.below == ONE else power(base.below, exponent, self.symbols)
        return self._divide(
            Quotient(power(base.above, exponent, self.symbols), ONE), Quotient(below, ONE), node
        )


def _may_be_zero(divisor: Node) -> InputError:
    return refuse(
        "divisor-may-be-zero",
        f"the divisor {write(divisor)} is not known to be positive",
        "multiply the formula out, so that nothing is divided by it",
        span=divisor.span,
    )

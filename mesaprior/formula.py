"""Exact quantities and comparisons as a person reads them: text, LaTeX, SymPy.

Floor: above `symbols`. A `Formula` is a quotient of polynomials in one normal form, made in one place, so
`==` is structural. It is spelled through the language's own nodes: what is printed parses back to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from mesaprior.algebra import RATE, Atom, Monomial, Polynomial
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
    parse_expression,
    write,
)
from mesaprior.language.latex import latex
from mesaprior.symbols import Application, Symbols

if TYPE_CHECKING:
    import sympy

FLIPPED: Final = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}
"""The relation read from right to left."""
NEGATED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
"""The relation that holds exactly where the first fails."""


class Spelled:
    """What has a `node` in the language has a text, a LaTeX spelling, and prints as its text."""

    symbols: Symbols

    @property
    def node(self) -> Node:
        raise AttributeError("every spelled thing says what its node is")

    @property
    def text(self) -> str:
        """In the tool's own language; parses back to the same thing."""
        return write(self.node)

    @property
    def latex(self) -> str:
        """Bare TeX, for maths mode."""
        return latex(self.node, self.symbols.latex)

    def __str__(self) -> str:
        return self.text

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """What a notebook chooses from."""
        return {"text/plain": self.text, "text/latex": f"$\\displaystyle {self.latex}$"}


@dataclass(frozen=True)
class Formula(Spelled):
    """`numerator / denominator`, exactly.

    Normal form: integer coefficients without common factor; of the denominator and the numerator the first
    that has a single sign is positive, else the denominator's first coefficient is.
    Made by `Formula.quotient`; a denominator that is zero as a polynomial is refused there.
    """

    numerator: Polynomial
    denominator: Polynomial
    symbols: Symbols
    near: Fraction | None = field(default=None, compare=False)
    """A rational close by, where this is a number that is not rational: `log2(122)`. Decides nothing."""

    @classmethod
    def quotient(cls, above: Polynomial, below: Polynomial, symbols: Symbols) -> Formula:
        """`above / below` in normal form. Raises `ZeroDivisionError` where `below` is identically 0."""
        if not below:
            raise ZeroDivisionError("the denominator is zero whatever the numbers are")
        common = _common_monomial(above, below)
        above, below = _divided(above, common), _divided(below, common)
        top, bottom = above.primitive(), below.primitive()
        ratio = Fraction(1) if not above else _content(above, top) / _content(below, bottom)
        if _reads_better_negated(top, bottom, symbols):
            top, bottom = -top, -bottom
        return cls(top.scaled(Fraction(ratio.numerator)), bottom.scaled(Fraction(ratio.denominator)), symbols)

    @classmethod
    def of(cls, polynomial: Polynomial, symbols: Symbols) -> Formula:
        """A polynomial as a formula."""
        return cls.quotient(polynomial, Polynomial.constant(1), symbols)

    @property
    def value(self) -> Fraction | None:
        """The exact number, or None where a symbol is left open."""
        above, below = self.numerator.value, self.denominator.value
        return above / below if above is not None and below is not None else None

    @property
    def is_number(self) -> bool:
        """Whether no symbol is left open; the number need not be rational."""
        return self.near is not None or self.value is not None

    @cached_property
    def node(self) -> Node:
        value = self.value
        if value is not None:
            return number_node(value)
        above, below = polynomial_node(self.numerator, self.symbols), self.denominator
        return above if below.value == 1 else Divide(above, polynomial_node(below, self.symbols))

    @property
    def sympy(self) -> sympy.Expr:
        """The same quantity in SymPy."""
        return self.symbols.to_sympy(self.numerator) / self.symbols.to_sympy(self.denominator)


Amount: TypeAlias = Fraction | Formula
"""An exact number: a rational, or a formula whose value is irrational and `near` a rational."""


@dataclass(frozen=True)
class Comparison(Spelled):
    """`polynomial relation 0`, shown with what is positive on each side.

    Normal form: coprime integer coefficients, no positive factor common to all parts; the side that holds
    the symbol declared first is the left.
    """

    polynomial: Polynomial
    relation: str
    symbols: Symbols

    @classmethod
    def of(cls, polynomial: Polynomial, relation: str, symbols: Symbols) -> Comparison:
        """`polynomial relation 0` in normal form; `relation` is one of `< <= > >= ==`."""
        common = _common_monomial(polynomial) if polynomial else {}
        if symbols.is_positive(tuple(common.items())):
            polynomial = _divided(polynomial, common)
        polynomial = polynomial.primitive()
        first = symbols.sorted(polynomial.coefficients)[:1]
        if first and polynomial.coefficients[first[0]] < 0:
            polynomial, relation = -polynomial, FLIPPED[relation]
        return cls(polynomial, relation, symbols)

    @cached_property
    def node(self) -> Relation:
        left, right = _sides(self.polynomial)
        operands = (polynomial_node(left, self.symbols), polynomial_node(right, self.symbols))
        return Relation(operands, (self.relation,))

    @property
    def sympy(self) -> sympy.Rel:
        """The same comparison in SymPy, unevaluated."""
        import sympy

        left, right = _sides(self.polynomial)
        make = {"<": sympy.Lt, "<=": sympy.Le, ">": sympy.Gt, ">=": sympy.Ge, "==": sympy.Eq}[self.relation]
        return make(self.symbols.to_sympy(left), self.symbols.to_sympy(right), evaluate=False)

    @property
    def negated(self) -> Comparison:
        """What holds exactly where this fails; not for `==`."""
        return Comparison(self.polynomial, NEGATED[self.relation], self.symbols)


@dataclass(frozen=True)
class RateInequality(Spelled):
    """`rate*slope + rest < 0`, shown as `g*(c(a) - c(b)) < t(d) - t(e)`: a pair's whole condition in one
    line, right whatever the signs are. `rate` is None where it is open, else the number that was asked.
    A side with nothing but minus signs is turned round, and the relation with it."""

    slope: Polynomial
    rest: Polynomial
    rate: Fraction | None
    symbols: Symbols

    @cached_property
    def node(self) -> Relation:
        if not self.slope:
            return Comparison.of(self.rest, "<", self.symbols).node
        slope, rest, relation = self.slope, self.rest, "<"
        loses = bool(rest) and rest.is_nonnegative_by_signs and not slope.is_nonnegative_by_signs
        if loses or (-slope).is_nonnegative_by_signs:
            slope, rest, relation = -slope, -rest, ">"
        return Relation((self._charged(slope), polynomial_node(-rest, self.symbols)), (relation,))

    def _charged(self, slope: Polynomial) -> Node:
        """The rate times the slope: `g*(c(a) - c(b))`, `25*g`, or g applied term by term."""
        applied = self.symbols.rate_of == "function" and self.rate is None
        if len(slope) == 1 or self.rate == 1 or applied:
            rate = Polynomial.atom(RATE) if self.rate is None else Polynomial.constant(self.rate)
            return polynomial_node(slope * rate, self.symbols)
        rate_node: Node = Name(RATE) if self.rate is None else number_node(self.rate)
        return Multiply(rate_node, polynomial_node(slope, self.symbols))

    @property
    def polynomial(self) -> Polynomial:
        """`rate*slope + rest`, the difference of the two costs."""
        rate = Polynomial.atom(RATE) if self.rate is None else Polynomial.constant(self.rate)
        return self.slope * rate + self.rest

    @property
    def sympy(self) -> sympy.Rel:
        """`rate*slope + rest < 0` in SymPy, unevaluated."""
        import sympy

        return sympy.Lt(self.symbols.to_sympy(self.polynomial), 0, evaluate=False)


def number_node(value: Fraction) -> Node:
    """An exact number as a node: `64/25` is a quotient of whole numbers, a minus sign is a negation."""
    whole: Node = Number(Fraction(abs(value.numerator)))
    if value.denominator != 1:
        whole = Divide(whole, Number(Fraction(value.denominator)))
    return Negate(whole) if value < 0 else whole


def polynomial_node(polynomial: Polynomial, symbols: Symbols) -> Node:
    """A polynomial as a node: what is added first, then what is taken away, each in order of declaration."""
    ordered = symbols.sorted(polynomial.coefficients)
    added = [m for m in ordered if polynomial.coefficients[m] > 0]
    taken = [m for m in ordered if polynomial.coefficients[m] < 0]
    parts = [_part(m, polynomial.coefficients[m], symbols) for m in added]
    parts += [Negate(_part(m, -polynomial.coefficients[m], symbols)) for m in taken]
    if not parts:
        return Number(Fraction(0))
    return parts[0] if len(parts) == 1 else Sum(tuple(parts))


def application_node(application: Application, symbols: Symbols) -> Node:
    """`log2(t(a) + t(b))`, `2**c(a)`, `(c(a) + c(b))**p`, `g(c(a))`."""
    argument = polynomial_node(application.argument, symbols)
    match application.kind:
        case "base":
            return Power(polynomial_node(application.constant, symbols), argument)
        case "power":
            return Power(argument, polynomial_node(application.constant, symbols))
    return Apply(application.kind, (argument,))


def atom_node(atom: Atom) -> Node:
    """An atom's text as a node, `c(find(env))` -> `Apply`; atoms are well-formed, so no parser runs but for
    functions of sums, powers and numbers."""
    if _IS_FORMULA(atom):
        return parse_expression(atom)
    name, bracket, rest = atom.partition("(")
    return Apply(name, tuple(map(atom_node, _arguments(rest[:-1])))) if bracket else Name(atom)


_IS_FORMULA: Final = re.compile(r"[-+*/]|\b[0-9]").search


def _arguments(text: str) -> list[str]:
    """`a, f(b, c)` -> `a`, `f(b, c)`."""
    parts, depth, start = [], 0, 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(text[start:position].strip())
            start = position + 1
    return [*parts, text[start:].strip()]


def _part(monomial: Monomial, coefficient: Fraction, symbols: Symbols) -> Node:
    """`3/2`, `g**1 c(x)**1` -> `3/2*g*c(x)`; under a prior that applies the rate, `3/2*g(c(x))`."""
    above: list[Node] = []
    below: list[Node] = []
    applied = symbols.rate_of == "function" and len(monomial) > 1
    for atom, exponent in sorted(
        monomial, key=lambda factor: (factor[0] != RATE, symbols.rank.get(factor[0], 0))
    ):
        if atom == RATE and applied:
            continue
        known = symbols.functions.get(atom)
        node = atom_node(atom) if known is None else application_node(known, symbols)
        power = node if abs(exponent) == 1 else Power(node, Number(Fraction(abs(exponent))))
        (above if exponent > 0 else below).append(power)
    if applied and any(atom == RATE for atom, _ in monomial):
        above = [Apply(RATE, (_product(above),))]
    if coefficient != 1 or not above:
        above.insert(0, number_node(coefficient))
    node = _product(above)
    for divisor in below:
        node = Divide(node, divisor)
    return node


def _product(factors: list[Node]) -> Node:
    node = factors[0]
    for factor in factors[1:]:
        node = Multiply(node, factor)
    return node


def _sides(polynomial: Polynomial) -> tuple[Polynomial, Polynomial]:
    """`a - b` -> `a`, `b`: what is positive on each side of a comparison with 0."""
    left = Polynomial({m: value for m, value in polynomial if value > 0})
    right = Polynomial({m: -value for m, value in polynomial if value < 0})
    return left, right


def _content(polynomial: Polynomial, primitive: Polynomial) -> Fraction:
    monomial, value = next(iter(polynomial))
    return value / primitive.coefficients[monomial]


def _reads_better_negated(top: Polynomial, bottom: Polynomial, symbols: Symbols) -> bool:
    """Whether a quotient is spelled with fewer minus signs when both its parts are negated."""
    for part in (bottom, top):
        signs = {value > 0 for value in part.coefficients.values()}
        if len(signs) == 1:
            return signs == {False}
    return bottom.coefficients[symbols.sorted(bottom.coefficients)[0]] < 0


def _common_monomial(*polynomials: Polynomial) -> dict[Atom, int]:
    """The monomial that can be divided out of all: what every summand has, the smallest exponent of each
    atom, and any negative exponent."""
    monomials = [dict(monomial) for polynomial in polynomials for monomial in polynomial.coefficients]
    shared = set(monomials[0]).intersection(*monomials[1:])
    shared |= {atom for monomial in monomials for atom, exponent in monomial.items() if exponent < 0}
    return {atom: min(monomial.get(atom, 0) for monomial in monomials) for atom in shared}


def _divided(polynomial: Polynomial, common: dict[Atom, int]) -> Polynomial:
    if not common or not polynomial:
        return polynomial
    shifted = {}
    for monomial, value in polynomial:
        exponents = dict(monomial)
        for atom, exponent in common.items():
            exponents[atom] = exponents.get(atom, 0) - exponent
        shifted[tuple(sorted((a, e) for a, e in exponents.items() if e))] = value
    return Polynomial(shifted)

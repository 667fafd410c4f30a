"""Exact polynomials: the compiled form of every price, cost and fact.

Floor: above `errors` and `limits`; knows nothing of models. An atom is a positive unknown, named by its
text in the language: `c(combine)`, `t(find(env))`, `g`, a parameter. Exponents may be negative (division
by a parameter). Two polynomials are equal exactly when they are the same function of their atoms, so `==`
is structural and nothing ever has to be simplified.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm
from typing import Final, TypeAlias

from mesaprior import limits
from mesaprior.errors import refuse

Atom: TypeAlias = str
Monomial: TypeAlias = tuple[tuple[Atom, int], ...]
"""Atoms with their exponents, sorted by atom, no exponent 0: `(("c(x)", 1), ("g", 1))`."""
Numbers: TypeAlias = Mapping[Atom, Fraction]

ONE: Final[Monomial] = ()
RATE: Final[Atom] = "g"
"""The exchange rate. A rate that only one sentence speaks of, `for some g`, is `g'`, `g''`, ...: no name of
the language, so never confused with one."""


def is_rate(atom: Atom) -> bool:
    """Whether an atom is the rate, or a rate of one sentence."""
    return atom.rstrip("'") == RATE


FREE: Final = ("log2(", "g(")
"""How the atoms begin that may be negative: a logarithm, a value of an unspecified increasing function."""


def is_free(atom: Atom) -> bool:
    """Whether an atom is not known to be positive or zero; no factor of a proof may contain it."""
    return atom.startswith(FREE)


def multiply_monomials(left: Monomial, right: Monomial) -> Monomial:
    """The product, with exponents added and zeros dropped."""
    if not left:
        return right
    if not right:
        return left
    exponents = dict(left)
    for atom, exponent in right:
        exponents[atom] = exponents.get(atom, 0) + exponent
    return tuple(sorted((atom, exponent) for atom, exponent in exponents.items() if exponent))


class Budget:
    """How many monomial products a model may still cost; one budget is shared by all its formulas."""

    def __init__(self, products: int = limits.MODEL_PRODUCTS) -> None:
        self.left = products

    def spend(self, products: int) -> None:
        """Takes `products` off; raises `InputError` where nothing is left."""
        self.left -= products
        if self.left < 0:
            raise refuse(
                "model-too-large",
                f"expanding this model's formulas takes more than {limits.MODEL_PRODUCTS} products",
                "give a sum that is raised to a power a term of its own",
            )


@dataclass(frozen=True, slots=True)
class Polynomial:
    """A sum of coefficient times monomial; `coefficients` holds no zero and is never changed."""

    coefficients: Mapping[Monomial, Fraction]

    @classmethod
    def constant(cls, value: Fraction | int) -> Polynomial:
        return cls({ONE: Fraction(value)} if value else {})

    @classmethod
    def atom(cls, name: Atom) -> Polynomial:
        return cls({((name, 1),): Fraction(1)})

    @classmethod
    def of(cls, terms: Iterable[tuple[Monomial, Fraction]]) -> Polynomial:
        """Collects equal monomials and drops what cancels."""
        total: dict[Monomial, Fraction] = {}
        for monomial, coefficient in terms:
            total[monomial] = total.get(monomial, _ZERO) + coefficient
        return cls({monomial: value for monomial, value in total.items() if value})

    def __hash__(self) -> int:
        return hash(frozenset(self.coefficients.items()))

    def __bool__(self) -> bool:
        return bool(self.coefficients)

    def __iter__(self) -> Iterator[tuple[Monomial, Fraction]]:
        return iter(self.coefficients.items())

    def __len__(self) -> int:
        return len(self.coefficients)

    def __add__(self, other: Polynomial) -> Polynomial:
        return Polynomial.of([*self, *other])

    def __sub__(self, other: Polynomial) -> Polynomial:
        total = dict(self.coefficients)
        for monomial, value in other:
            rest = total.get(monomial, _ZERO) - value
            if rest:
                total[monomial] = rest
            else:
                del total[monomial]
        return Polynomial(total)

    def __neg__(self) -> Polynomial:
        return self.scaled(Fraction(-1))

    def __mul__(self, other: Polynomial) -> Polynomial:
        return self.times(other, None)

    def scaled(self, factor: Fraction) -> Polynomial:
        """Every coefficient times `factor`."""
        if factor == 1:
            return self
        if factor == -1:
            return Polynomial({m: -value for m, value in self})
        return Polynomial({m: value * factor for m, value in self} if factor else {})

    def times(self, other: Polynomial, budget: Budget | None) -> Polynomial:
        """The product, expanded; every monomial product is taken off `budget`, the caps are checked."""
        if budget is not None:
            budget.spend(len(self) * len(other))
        product = Polynomial.of((multiply_monomials(m, n), a * b) for m, a in self for n, b in other)
        check_size(product)
        return product

    @property
    def value(self) -> Fraction | None:
        """The number this is, or None where an atom is left."""
        if not self.coefficients:
            return _ZERO
        return self.coefficients.get(ONE) if len(self.coefficients) == 1 else None

    @property
    def atoms(self) -> frozenset[Atom]:
        return frozenset(atom for monomial in self.coefficients for atom, _ in monomial)

    @property
    def is_nonnegative_by_signs(self) -> bool:
        """No coefficient is negative, so the value is not, whatever the (non-negative) atoms are."""
        return all(value > 0 for value in self.coefficients.values())

    def split_by_rate(self) -> dict[int, Polynomial]:
        """`g*a + b` -> `{1: a, 0: b}`: the coefficient of each power of the rate."""
        parts: dict[int, dict[Monomial, Fraction]] = {}
        for monomial, value in self:
            power = dict(monomial).get(RATE, 0)
            rest = tuple(factor for factor in monomial if factor[0] != RATE)
            parts.setdefault(power, {})[rest] = value
        return {power: Polynomial(part) for power, part in parts.items()}

    def renamed(self, old: Atom, new: Atom) -> Polynomial:
        """With one atom called otherwise; `new` does not occur yet."""
        if old == new or old not in self.atoms:
            return self
        return Polynomial(
            {tuple(sorted((new if a == old else a, e) for a, e in m)): value for m, value in self}
        )

    def substitute(self, numbers: Numbers) -> Polynomial:
        """Known atoms replaced by their exact numbers. A zero under a negative exponent raises
        `ZeroDivisionError`; the model's facts keep divisors positive."""
        if not numbers or not any(atom in numbers for m in self.coefficients for atom, _ in m):
            return self
        return Polynomial.of(_substituted(m, value, numbers) for m, value in self)

    def value_at(self, numbers: Numbers) -> Fraction:
        """What it is worth where every atom has its number. Raises `KeyError` for one that is missing."""
        above, below = 0, 1
        for monomial, value in self:
            # Numerators and denominators apart: a Fraction at each step would look for common factors.
            top, bottom = value.numerator, value.denominator
            for atom, exponent in monomial:
                number = numbers[atom] if exponent == 1 else numbers[atom] ** exponent
                top *= number.numerator
                bottom *= number.denominator
            if bottom == below:
                above += top
            else:
                common = gcd(below, bottom)
                above = above * (bottom // common) + top * (below // common)
                below *= bottom // common
        return Fraction(above, below)

    def primitive(self) -> Polynomial:
        """Scaled by a positive number to coprime integer coefficients: one form for one inequality."""
        if not self.coefficients:
            return self
        values = self.coefficients.values()
        below = lcm(*(value.denominator for value in values))
        above = gcd(*(value.numerator * (below // value.denominator) for value in values))
        return self.scaled(Fraction(below, above))


_ZERO: Final = Fraction(0)


def _substituted(monomial: Monomial, value: Fraction, numbers: Numbers) -> tuple[Monomial, Fraction]:
    rest = []
    for atom, exponent in monomial:
        known = numbers.get(atom)
        if known is None:
            rest.append((atom, exponent))
        else:
            value *= known**exponent
    return tuple(rest), value


def check_size(polynomial: Polynomial) -> None:
    """Raises `InputError` where an expanded formula passes the caps of `limits`."""
    if len(polynomial) > limits.POLYNOMIAL_MONOMIALS:
        raise refuse(
            "formula-too-large",
            f"expanded, this formula has {len(polynomial)} parts; {limits.POLYNOMIAL_MONOMIALS} are allowed",
            "give a sum that is multiplied a term of its own",
        )
    for monomial, value in polynomial:
        if sum(abs(exponent) for _, exponent in monomial) > limits.POLYNOMIAL_DEGREE:
            raise refuse(
                "degree-too-high",
                f"expanded, this formula has a part of degree above {limits.POLYNOMIAL_DEGREE}",
                "use a smaller power",
            )
        if max(value.numerator.bit_length(), value.denominator.bit_length()) > limits.COEFFICIENT_BITS:
            raise refuse(
                "number-too-large",
                f"expanded, this formula has a coefficient of more than {limits.COEFFICIENT_BITS} bits",
                "choose other units",
            )

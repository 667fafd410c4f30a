"""Costs over two quantities as forms in three monomials: what makes winner regions convex polygons.

Floor: `engine`. Under a linear prior a difference of costs over a rate and a price, over two prices or over a
rate and a weight has at most three of the monomials 1, x, y, x*y. As rays of their values (`cones`) all
positive x and y are a triangle, and where two costs are equal is a straight cut through it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final, TypeAlias

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.engine.figures.cones import Form, Ray, Side
from mesaprior.formula import Formula, atom_node
from mesaprior.language import Relation
from mesaprior.results.figures import Line, Place
from mesaprior.symbols import Symbols

Exponents: TypeAlias = tuple[int, int]
"""Of x and of y."""
MONOMIALS: Final[tuple[Exponents, ...]] = ((0, 0), (1, 0), (0, 1), (1, 1))


@dataclass(frozen=True, slots=True)
class Basis:
    """Three monomials, and which of them divided by which is x, and y."""

    monomials: tuple[Exponents, Exponents, Exponents]
    x: tuple[int, int]
    y: tuple[int, int]


BASES: Final = (
    Basis(((0, 0), (1, 0), (0, 1)), (1, 0), (2, 0)),
    Basis(((0, 0), (1, 0), (1, 1)), (1, 0), (2, 1)),
    Basis(((0, 0), (0, 1), (1, 1)), (2, 1), (1, 0)),
    Basis(((1, 0), (0, 1), (1, 1)), (2, 1), (2, 0)),
)


@dataclass(frozen=True)
class Plane:
    """Two quantities and the basis in which costs are forms."""

    x: Atom
    y: Atom
    basis: Basis
    symbols: Symbols

    @classmethod
    def of(cls, x: Atom, y: Atom, polynomials: Sequence[Polynomial], symbols: Symbols) -> Plane | None:
        """The plane in which all of these are forms; None where there is none."""
        parts = cleared(polynomials, x, y)
        if parts is None:
            return None
        used = {exponents for part in parts for exponents in part}
        for basis in BASES:
            if used <= set(basis.monomials):
                return cls(x, y, basis, symbols)
        return None

    def forms(self, polynomials: Sequence[Polynomial]) -> list[Form]:
        """The polynomials as forms of whole numbers, all multiplied by the same positive number."""
        parts = cleared(polynomials, self.x, self.y) or []
        whole = lcm(*(value.denominator for part in parts for value in part.values()))
        return [self._form(part, whole) for part in parts]

    def _form(self, part: dict[Exponents, Fraction], whole: int) -> Form:
        one, two, three = (int(part.get(monomial, Fraction(0)) * whole) for monomial in self.basis.monomials)
        return one, two, three

    def form_of_fact(self, polynomial: Polynomial) -> Form | None:
        """A premise as a form: multiplied by x or y where that brings it into the basis."""
        parts = cleared([polynomial], self.x, self.y)
        for shift in MONOMIALS:
            moved = [{(a + shift[0], b + shift[1]): v for (a, b), v in part.items()} for part in parts or ()]
            if moved and set(moved[0]) <= set(self.basis.monomials):
                return self._form(moved[0], lcm(*(value.denominator for value in moved[0].values())))
        return None

    def above(self, quantity: Atom, value: Fraction) -> Form:
        """Not negative where the quantity is at least the value."""
        over, under = self.basis.x if quantity == self.x else self.basis.y
        form = [0, 0, 0]
        form[over] += value.denominator
        form[under] -= value.numerator
        return form[0], form[1], form[2]

    def place(self, ray: Ray, towards: Ray) -> Place:
        """The values of both quantities; where a ray leaves one open (at x = 0, x*y says nothing of y), what
        it is along the way towards another ray."""
        return self._ratio(self.basis.x, ray, towards), self._ratio(self.basis.y, ray, towards)

    @staticmethod
    def _ratio(ratio: tuple[int, int], ray: Ray, towards: Ray) -> Fraction:
        over, under = ratio
        source = towards if ray[over] == 0 and ray[under] == 0 else ray
        return Fraction(source[over], source[under])

    def limits(self, rays: Iterable[Ray]) -> tuple[set[Fraction], set[Fraction]]:
        """The positive values that either quantity takes at these rays, its limits included."""
        found: tuple[set[Fraction], set[Fraction]] = (set(), set())
        for ray in rays:
            for (over, under), values in zip((self.basis.x, self.basis.y), found, strict=True):
                if ray[over] and ray[under]:
                    values.add(Fraction(ray[over], ray[under]))
        return found

    def is_open(self, ray: Ray) -> bool:
        """Whether a corner stands for several places, or lies at infinity."""
        return any(ray[over] == 0 == ray[under] for over, under in (self.basis.x, self.basis.y))

    def corners(self, sides: Sequence[Side]) -> list[tuple[Place, str]]:
        """The places of a polygon's corners and the label of the side that each begins. A corner that stands
        for a whole piece of the figure's edge becomes two."""
        found: list[tuple[Place, str]] = []
        for position, side in enumerate(sides):
            after = sides[(position + 1) % len(sides)].start
            here = self.place(side.start, after)
            if self.is_open(side.start):
                came = self.place(side.start, sides[position - 1].start)
                if came != here:
                    found.append((came, ""))
            if not found or found[-1][0] != here:
                found.append((here, side.label))
            else:
                found[-1] = (here, side.label)
        if len(found) > 1 and found[-1][0] == found[0][0]:
            found.pop()
        return found

    def line(self, form: Form) -> Line:
        """Where a form is 0: solved for x where x is the rate, else for y, where it can be."""
        parts = dict(zip(self.basis.monomials, form, strict=True))
        one, x, y, xy = (parts.get(monomial, 0) for monomial in MONOMIALS)
        own, other, by_own, by_other = (self.x, self.y, x, y)
        if (self.x != RATE and (y or xy)) or not (x or xy):
            own, other, by_own, by_other = (self.y, self.x, y, x)
        free = Polynomial.atom(other)
        above = Polynomial.constant(one) + free.scaled(Fraction(by_other))
        below = Polynomial.constant(by_own) + free.scaled(Fraction(xy))
        if not above:  # the first quantity is a factor of the whole form, and never 0
            own, above, below = other, Polynomial.constant(by_own), Polynomial.constant(xy)
        value = Formula.quotient(-above, below, self.symbols)
        return Line((one, x, y, xy), Relation((atom_node(own), value.node), ("==",)))


def cleared(polynomials: Sequence[Polynomial], x: Atom, y: Atom) -> list[dict[Exponents, Fraction]] | None:
    """Each polynomial by the exponents of x and y, all multiplied by the same powers so that none is negative
    and nothing is common to all; None where something else is left in one."""
    parts: list[dict[Exponents, Fraction]] = []
    for polynomial in polynomials:
        part: dict[Exponents, Fraction] = {}
        for monomial, value in polynomial:
            exponents = dict(monomial)
            part[exponents.pop(x, 0), exponents.pop(y, 0)] = value
            if exponents:
                return None
        parts.append(part)
    everything = [exponents for part in parts for exponents in part]
    low = [min((exponents[place] for exponents in everything), default=0) for place in (0, 1)]
    return [{(a - low[0], b - low[1]): value for (a, b), value in part.items()} for part in parts]

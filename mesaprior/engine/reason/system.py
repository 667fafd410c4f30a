"""From premises to whole numbers and back: columns, rows, the solver, and what its answer means.

A product of atoms (`g*c(x)`, `t(y)`, `g`, 1) is a column, that is: an unknown of its own. That makes every
premise linear. It is exact where the products are independent, as under a linear rate, and sound for
proofs always; numbers are realised and put back into the premises before they count (`realise`).

Most questions about sparse models never reach the solver: a column in which no row is negative can be made
as large as one likes, so the rows that are positive there cannot take part in a contradiction
(`presolved`). This is the support screening of the mathematics, for any rows, facts included.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from operator import sub

from mesaprior.algebra import ONE, Monomial, Numbers, Polynomial, is_free
from mesaprior.engine.reason.products import times, with_products
from mesaprior.engine.reason.realise import realised
from mesaprior.engine.reason.solver import Multipliers, Point, solve
from mesaprior.results import Premise, Step
from mesaprior.symbols import Symbols


class Row:
    """One inequality over the columns: `vector . x > 0` (strict) or `>= 0`.

    `above` and `below` are bit masks of the columns with positive and negative entries; the vector itself
    is made when the solver needs it. `vector = scale * factor * premise`.
    """

    __slots__ = ("_make", "_vector", "above", "below", "factor", "premise", "scale", "strict")

    def __init__(
        self,
        make: Callable[[], Sequence[int]],
        premise: Callable[[], Premise],
        masks: tuple[int, int],
        *,
        strict: bool,
        scale: int = 1,
        factor: Monomial = ONE,
    ) -> None:
        self._make = make
        self._vector: Sequence[int] | None = None
        self.premise = premise
        self.above, self.below = masks
        self.strict = strict
        self.scale = scale
        self.factor = factor

    @property
    def vector(self) -> Sequence[int]:
        if self._vector is None:
            self._vector = self._make()
        return self._vector


@dataclass(frozen=True, slots=True)
class Refuted:
    """The rows cannot all hold: `rows[k] * weights[k]`, added up, are cancelled by `columns`."""

    rows: tuple[Row, ...]
    weights: tuple[int, ...]
    columns: tuple[tuple[Monomial, int], ...]

    def steps(self, premises: list[Premise]) -> tuple[Step, ...]:
        """The steps of a proof; the premises that it needs are appended to `premises`."""
        steps = []
        for row, weight in zip(self.rows, self.weights, strict=True):
            premise = row.premise()
            if premise not in premises:
                premises.append(premise)
            steps.append(Step(Fraction(weight * row.scale), row.factor, premises.index(premise)))
        return (*steps, *(Step(Fraction(weight), column, None) for column, weight in self.columns))


class Satisfied:
    """All rows hold at some values of the columns, which are worked out when they are asked for."""

    def __init__(self, values: Callable[[], list[Fraction]]) -> None:
        self._values = values

    @property
    def values(self) -> list[Fraction]:
        return self._values()


class System:
    """The columns that `premises` and `polynomials` need, and the premises as rows.

    Products of premises with the rate and with parameters are added as rows where such products occur:
    `c(a) <= c(b)` says nothing about `g*c(a)` until it is multiplied by g. Without `multiply` none are.
    """

    def __init__(
        self,
        premises: Sequence[Premise],
        polynomials: Iterable[Polynomial],
        symbols: Symbols,
        *,
        multiply: bool = True,
    ) -> None:
        self.symbols = symbols
        polynomials = list(polynomials)
        occurring = {m for polynomial in polynomials for m in polynomial.coefficients}
        occurring |= {m for premise in premises for m in premise.polynomial.coefficients}
        multiplied = with_products(premises, occurring) if multiply else [(p, ONE) for p in premises]
        products = [times(premise.polynomial, factor) for premise, factor in multiplied]
        occurring |= {m for product in products for m in product.coefficients}
        self.columns = symbols.sorted(occurring)
        self.place = {monomial: position for position, monomial in enumerate(self.columns)}
        # What may be negative is the difference of two columns that are not: x = x+ - x-. Multipliers that
        # fell on both would have to cancel, so none does.
        free = [m for m in self.columns if any(is_free(atom) for atom, _ in m)] if symbols.functions else []
        self.twins = {self.place[m]: len(self.columns) + k for k, m in enumerate(free)}
        self.columns += free
        self.positive = [symbols.is_positive(monomial) for monomial in self.columns]
        denominators = {
            value.denominator for p in (*polynomials, *products) for value in p.coefficients.values()
        }
        self.scale = lcm(1, *denominators)
        self.facts = [
            self.row(product, premise, factor)
            for product, (premise, factor) in zip(products, multiplied, strict=True)
        ]

    def vector(self, polynomial: Polynomial) -> list[int]:
        """`scale * polynomial`, column by column."""
        values = [0] * len(self.columns)
        for monomial, value in polynomial.coefficients.items():
            values[self.place[monomial]] = value.numerator * (self.scale // value.denominator)
        for place, twin in self.twins.items():
            values[twin] = -values[place]
        return values

    def row(self, polynomial: Polynomial, premise: Premise, factor: Monomial = ONE) -> Row:
        """`polynomial > 0` or `>= 0` as a row; `polynomial = factor * premise`."""
        vector = self.vector(polynomial)
        return Row(
            lambda: vector,
            lambda: premise,
            masks(vector),
            strict=premise.strict and self.symbols.is_positive(factor),
            scale=self.scale,
            factor=factor,
        )

    def ask(self, rows: Sequence[Row]) -> Refuted | Satisfied:
        """Can the rows and the facts all hold, the columns being positive as they must be?"""
        rows = [*self.facts, *rows]
        alive = presolved([row.above for row in rows], [row.below for row in rows])
        solved = [rows[k] for k in alive]
        used = 0
        for row in solved:
            used |= row.above | row.below
        columns = bits(used)
        answer = solve(
            self._columns_of(solved, columns),
            [row.strict for row in solved],
            [self.positive[j] for j in columns],
        )
        if isinstance(answer, Multipliers):
            return self._refuted(solved, columns, answer)
        return Satisfied(lambda: self._completed(rows, columns, answer))

    def _columns_of(self, rows: Sequence[Row], columns: Sequence[int]) -> list[Sequence[int]]:
        """The rows' vectors, only the columns that are asked for."""
        vectors = [row.vector for row in rows]
        if len(columns) == len(self.columns):
            return vectors
        return [[vector[j] for j in columns] for vector in vectors]

    def _completed(self, rows: Sequence[Row], columns: Sequence[int], answer: Point) -> list[Fraction]:
        """Values for all columns from those of the columns that were solved for."""
        values = [Fraction(1)] * len(self.columns)
        for j, value in zip(columns, answer.values, strict=True):
            values[j] = value
        _raise_free_columns(values, rows)
        return values

    def _refuted(self, rows: Sequence[Row], columns: Sequence[int], answer: Multipliers) -> Refuted:
        taking_part = [(row, weight) for row, weight in zip(rows, answer.rows, strict=True) if weight]
        return Refuted(
            tuple(row for row, _ in taking_part),
            tuple(weight for _, weight in taking_part),
            tuple((self.columns[j], w) for j, w in zip(columns, answer.columns, strict=True) if w),
        )

    def numbers(
        self, answer: Satisfied, rows: Sequence[Row], is_over: Callable[[], bool] = lambda: False
    ) -> Numbers | None:
        """Numbers for the atoms under which the facts and the rows hold, or None where none were found
        before `is_over` said yes."""
        premises = [row.premise() for row in (*self.facts, *rows)]
        functions = self.symbols.functions
        if functions and any(
            functions[atom].kind != "g"
            for premise in premises
            for atom in premise.polynomial.atoms & functions.keys()
        ):
            return None  # a logarithm has no value apart from its argument
        return realised(self.products(answer), premises, self.symbols, linear_numbers, is_over)

    def products(self, answer: Satisfied) -> dict[Monomial, Fraction]:
        """The value of every product that occurs."""
        values = answer.values
        found = dict(zip(self.columns, values, strict=True))
        for place, twin in self.twins.items():
            found[self.columns[place]] = values[place] - values[twin]
        return found


def linear_numbers(premises: Sequence[Premise], symbols: Symbols) -> Numbers | None:
    """Numbers for premises in which no product of unknowns is left; None where there are none."""
    system = System(premises, [Polynomial.constant(1)], symbols, multiply=False)
    answer = system.ask(())
    if isinstance(answer, Refuted):
        return None
    values = system.products(answer)
    one = values.pop(ONE)
    return {monomial[0][0]: value / one for monomial, value in values.items()}


def masks(vector: Sequence[int]) -> tuple[int, int]:
    """The columns with positive and with negative entries, as bit masks."""
    above = below = 0
    bit = 1
    for value in vector:
        if value > 0:
            above |= bit
        elif value < 0:
            below |= bit
        bit <<= 1
    return above, below


def bits(mask: int) -> list[int]:
    """The positions of the bits that are set, lowest first."""
    positions = []
    while mask:
        low = mask & -mask
        positions.append(low.bit_length() - 1)
        mask ^= low
    return positions


def difference(left: Sequence[int], right: Sequence[int]) -> list[int]:
    """`left - right`, column by column."""
    return list(map(sub, left, right))


def presolved(above: Sequence[int], below: Sequence[int]) -> list[int]:
    """Which rows, given by their masks, could take part in a contradiction."""
    alive = list(range(len(above)))
    while True:
        taken = 0
        for k in alive:
            taken |= below[k]
        free = ~taken
        kept = [k for k in alive if not above[k] & free]
        if len(kept) == len(alive):
            return alive
        alive = kept


def _raise_free_columns(values: list[Fraction], rows: Sequence[Row]) -> None:
    """Makes the rows hold that the presolve took out, the last one first: each has a column in which no row
    that was still there is negative, and that column can be enlarged without harm to those."""
    alive = list(rows)
    eliminated: list[tuple[Row, int]] = []
    while True:
        taken = 0
        for row in alive:
            taken |= row.below
        gone = [(row, row.above & ~taken) for row in alive if row.above & ~taken]
        if not gone:
            break
        eliminated += gone
        alive = [row for row in alive if not row.above & ~taken]
    for row, free in reversed(eliminated):
        worth = sum(
            (value * entry for value, entry in zip(values, row.vector, strict=True) if entry), Fraction(0)
        )
        if worth < 1:
            column = (free & -free).bit_length() - 1
            values[column] += -((worth - 1) // row.vector[column])

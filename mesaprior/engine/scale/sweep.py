"""Who wins on a grid of rates, prices and parameters, point by point and exactly.

Costs over the swept quantities are polynomials; on a grid of rationals they become whole numbers once all
denominators are cleared. Blocks of a few hundred thousand points are worked out at a time, in 64 bits where
everything fits; else by floating point with a bound, and what lies within it by Python's integers.

Floor: `engine.scale`.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from mesaprior import limits
from mesaprior.algebra import Atom, Polynomial
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.quantities import check_numbers, quantity, range_of
from mesaprior.engine.reason.evaluate import cost_of
from mesaprior.engine.setting import Setting
from mesaprior.errors import InputError, SelfCheckFailed, refuse
from mesaprior.results.scale import OUTSIDE, TIE, GridAxis, Sweep

Tick: TypeAlias = Callable[[int, int], None]
Exponents: TypeAlias = tuple[int, ...]
Whole: TypeAlias = Mapping[Exponents, int]
"""A polynomial over the axes with whole coefficients."""

_BLOCK: Final = 2**18
"""Points worked out at once: a few arrays of 2 MiB each."""
_FITS: Final = 2**62
_FLOATS: Final = 2**1000
"""Beyond it floating point overflows and arrays hold Python's integers."""
_ROUNDING: Final = 2.0**-40
"""A cost in floating point is a sum of at most `limits.POLYNOMIAL_MONOMIALS` products of at most
`limits.POLYNOMIAL_DEGREE` factors: off by less than 2**-42 of what the sizes of its terms add up to. Two of
them are compared."""
_LOG_DIGITS: Final = Context(prec=6)
_CHECKED: Final = 50
"""Points at which the winner is worked out once more from the formulas as they were written."""


def grid_axis(setting: Setting, text: str) -> GridAxis:
    """`g=1/10:10:1000` is 1,000 evenly spaced rates with both ends; `:log` at the end spaces them by equal
    ratios, rounded to six digits. Raises `InputError`."""
    option = "--over"
    name, equals, rest = text.rpartition("=")
    parts = rest.split(":")
    if not equals or len(parts) not in {3, 4} or parts[3:] not in ([], ["log"]):
        found = refuse("usage", f"{text!r} is no sweep", "write g=1/10:10:1000, or g=1/100:100:1000:log")
        raise InputError(problem.in_text(option, text) for problem in found.problems)
    atom = quantity(setting, name.strip(), option)
    low, high = range_of(":".join(parts[:2]), option)
    count = int(parts[2]) if parts[2].strip().isdecimal() and len(parts[2]) <= limits.NUMBER_CHARACTERS else 0
    zero_allowed = atom in setting.model.symbols.may_be_zero
    if count < 2:
        found = refuse("bad-range", f"{parts[2]!r} is no number of points", "at least 2: g=1/10:10:1000")
        raise InputError(problem.in_text(option, text) for problem in found.problems)
    if count > limits.SWEEP_AXIS:
        raise refuse(
            "grid-too-large", f"{count:,} values of {atom}; at most {limits.SWEEP_AXIS:,}", "fewer points"
        )
    if low == 0 and (not zero_allowed or len(parts) == 4):
        found = refuse("bad-range", f"{atom} is positive, and the sweep begins at 0", "begin above 0")
        raise InputError(problem.in_text(option, text) for problem in found.problems)
    spaced = _by_ratio(low, high, count) if len(parts) == 4 else _evenly(low, high, count)
    return GridAxis(atom, tuple(spaced))


def _evenly(low: Fraction, high: Fraction, count: int) -> list[Fraction]:
    return [low + (high - low) * step / (count - 1) for step in range(count)]


def _by_ratio(low: Fraction, high: Fraction, count: int) -> list[Fraction]:
    """Equal ratios, each value rounded to six digits: an exact number that can be written down."""
    first, last = (_LOG_DIGITS.ln(Decimal(end.numerator) / Decimal(end.denominator)) for end in (low, high))
    inner = [
        Fraction(_LOG_DIGITS.exp(first + (last - first) * step / (count - 1))) for step in range(1, count - 1)
    ]
    values = [low, *inner, high]
    if any(one >= other for one, other in pairwise(values)):
        raise refuse(
            "bad-range", f"{count} points by equal ratios are too close to tell apart", "fewer points"
        )
    return values


def sweep(setting: Setting, over: Sequence[str], tick: Tick | None = None) -> Sweep:
    """Who has the lowest cost at every point of the grid that `over` spans; the other numbers are in force.

    `tick` is told how many points are done, of how many. Raises `InputError` where numbers are missing, where
    costs are no polynomials, and for more than `limits.SWEEP_POINTS` points.
    """
    check_setting(setting)
    axes = tuple(grid_axis(setting, text) for text in over)
    _check(setting, axes)
    left = setting.without(axis.quantity for axis in axes)
    costs = left.costs
    first = next(iter(costs.values()))
    gaps = {name: cost - first for name, cost in costs.items()}
    swept = {axis.quantity for axis in axes}
    facts = [premise for premise in left.premises if left.model.symbols.inside(premise.polynomial) & swept]
    needed = [*gaps.values(), *(fact.polynomial for fact in facts)]
    if not left.are_exact(needed):
        raise refuse("not-swept", "a fact speaks of logarithms or roots of what is swept", "leave it fixed")
    check_numbers(left, needed, swept, "sweep", "sweep over it, --over g=1/10:10:1000")
    grid = _Grid.of(axes, needed)
    rows, strict = grid.rows[: len(gaps)], [fact.strict for fact in facts]
    found = grid.winners(rows, grid.rows[len(gaps) :], strict, tick or (lambda done, whole: None))
    result = Sweep(
        under=left.circumstances(),
        axes=axes,
        variants=tuple(costs),
        winners=found,
        counts=tuple(int(count) for count in np.bincount(found.ravel(), minlength=2**16)),
        excluding=tuple(dict.fromkeys(fact.says for fact in facts)),
    )
    _look_again(left, result)
    return result


def _check(setting: Setting, axes: Sequence[GridAxis]) -> None:
    """Raises `InputError` for a question that no grid answers."""
    names = [axis.quantity for axis in axes]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise refuse("usage", f"{twice} is swept twice", "sweep each quantity once")
    points = math.prod(len(axis.values) for axis in axes)
    if points > limits.SWEEP_POINTS:
        raise refuse("grid-too-large", f"{points:,} points; at most {limits.SWEEP_POINTS:,}", "fewer points")
    model = setting.model
    if model.symbols.rate_of == "unspecified" or not setting.costs_are_exact or model.within is not None:
        message = f"costs under the prior {model.prior} are no polynomials, and a grid is worked out exactly"
        raise refuse("prior-not-swept", message, "sweep under --prior linear")


@dataclass(frozen=True)
class _Grid:
    """The axes as whole numbers, and polynomials over them scaled alike."""

    shape: tuple[int, ...]
    values: tuple[tuple[int, ...], ...]
    rows: tuple[Whole, ...]

    @classmethod
    def of(cls, axes: Sequence[GridAxis], polynomials: Sequence[Polynomial]) -> _Grid:
        """All denominators cleared: those of the axes to the highest power in which they occur."""
        places = {axis.quantity: place for place, axis in enumerate(axes)}
        rows = [_exponents(polynomial, places) for polynomial in polynomials]
        units = [math.lcm(*(value.denominator for value in axis.values)) for axis in axes]
        highest = [max((key[place] for row in rows for key in row), default=0) for place in range(len(axes))]
        scale = math.lcm(*(value.denominator for row in rows for value in row.values()))
        whole = tuple(
            {
                key: int(value * scale)
                * math.prod(
                    unit ** (top - power) for unit, top, power in zip(units, highest, key, strict=True)
                )
                for key, value in row.items()
            }
            for row in rows
        )
        values = tuple(
            tuple(int(value * unit) for value in axis.values) for axis, unit in zip(axes, units, strict=True)
        )
        return cls(tuple(map(len, values)), values, whole)

    def winners(
        self, costs: Sequence[Whole], facts: Sequence[Whole], strict: Sequence[bool], tick: Tick
    ) -> NDArray[np.uint16]:
        """The place of the winner among the costs, or `TIE`, or `OUTSIDE` where a fact fails."""
        found = np.empty(self.shape, np.uint16)
        inner = math.prod(self.shape[1:])
        step = max(1, _BLOCK // inner)
        for start in range(0, self.shape[0], step):
            block = slice(start, min(start + step, self.shape[0]))
            found[block] = self._cheapest(costs, block)
            for fact, is_strict in zip(facts, strict, strict=True):
                sign = self._signs(fact, block)
                found[block][(sign < 0) | (is_strict & (sign == 0))] = OUTSIDE
            tick(block.stop * inner, self.shape[0] * inner)
        return found

    def _cheapest(self, costs: Sequence[Whole], block: slice) -> NDArray[np.uint16]:
        kind = self._kind(costs)
        best = self._evaluated(costs[0], block, kind)
        winner = np.zeros(best.shape, np.uint16)
        tied = np.zeros(best.shape, np.bool_)
        near = np.zeros(best.shape, np.bool_)
        slack = self._slack(costs)
        for place, cost in enumerate(costs[1:], start=1):
            value = self._evaluated(cost, block, kind)
            lower = value < best
            tied = (tied & ~lower) | (value == best)
            if kind is np.float64:
                # What was close to an older best that is now far above is looked at in vain, never missed.
                near |= np.abs(value - best) <= slack
            winner[lower] = place
            best = np.minimum(best, value)
        winner[tied] = TIE
        if kind is np.float64:
            for spot in zip(*np.nonzero(near), strict=True):
                winner[spot] = self._cheapest_at(costs, (spot[0] + block.start, *spot[1:]))
        return winner

    def _cheapest_at(self, costs: Sequence[Whole], spot: Sequence[int]) -> int:
        values = [self._value(cost, spot) for cost in costs]
        least = min(values)
        return values.index(least) if values.count(least) == 1 else TIE

    def _signs(self, row: Whole, block: slice) -> NDArray[np.int8]:
        kind = self._kind([row])
        value = self._evaluated(row, block, kind)
        signs: NDArray[np.int8] = np.sign(value).astype(np.int8)
        if kind is np.float64:
            for spot in zip(*np.nonzero(np.abs(value) <= self._slack([row])), strict=True):
                known = self._value(row, (spot[0] + block.start, *spot[1:]))
                signs[spot] = (known > 0) - (known < 0)
        return signs

    def _value(self, row: Whole, spot: Sequence[int]) -> int:
        """A polynomial at one point, in Python's integers."""
        at = [values[int(place)] for values, place in zip(self.values, spot, strict=True)]
        return sum(
            coefficient * math.prod(value**power for value, power in zip(at, key, strict=True))
            for key, coefficient in row.items()
        )

    def _largest(self, row: Whole) -> int:
        """A bound on the sum of the sizes of a polynomial's terms anywhere on the grid."""
        top = [max(map(abs, values)) for values in self.values]
        return sum(
            abs(coefficient)
            * math.prod(max(value, 1) ** power for value, power in zip(top, key, strict=True))
            for key, coefficient in row.items()
        )

    def _slack(self, rows: Sequence[Whole]) -> float:
        """What differs by less in floating point is compared exactly."""
        return float(min(max(map(self._largest, rows)), _FLOATS)) * _ROUNDING

    def _kind(self, rows: Sequence[Whole]) -> Any:
        """The numbers in which polynomials are compared; all but floating ones are exact. One kind for all:
        an integer that no floating number holds cannot be compared with one."""
        largest = max(map(self._largest, rows))
        return np.int64 if largest < _FITS else np.float64 if largest < _FLOATS else object

    def _evaluated(self, row: Whole, block: slice, kind: Any) -> NDArray[Any]:
        """A polynomial on a block of the grid."""
        shape = (block.stop - block.start, *self.shape[1:])
        total = np.zeros(shape, kind)
        for key, coefficient in row.items():
            term: Any = coefficient if kind is object else kind(coefficient)
            for axis, power in enumerate(key):
                if power:
                    part = self.values[axis][block] if axis == 0 else self.values[axis]
                    along = [1] * len(self.shape)
                    along[axis] = len(part)
                    term = term * np.array([value**power for value in part], kind).reshape(along)
            total += term
        return total


def _exponents(polynomial: Polynomial, places: Mapping[Atom, int]) -> dict[Exponents, Fraction]:
    """Coefficients by the powers of the axes. Raises `InputError` for a quantity that stands in a divisor."""
    found: dict[Exponents, Fraction] = {}
    for monomial, coefficient in polynomial:
        key = [0] * len(places)
        for atom, power in monomial:
            key[places[atom]] = power
        if min(key, default=0) < 0:
            atom = next(atom for atom, power in monomial if power < 0)
            raise refuse("not-swept", f"{atom} stands in a divisor", "sweep another quantity")
        found[tuple(key)] = coefficient
    return found


def _look_again(setting: Setting, found: Sweep) -> None:
    """Raises `SelfCheckFailed` where the winner at one of some points is not the one that the formulas, as
    they were written, have there."""
    draw = random.Random(20)
    for _ in range(_CHECKED):
        spot = tuple(draw.randrange(len(axis.values)) for axis in found.axes)
        numbers = setting.completed(
            {axis.quantity: axis.values[place] for axis, place in zip(found.axes, spot, strict=True)}
        )
        costs = [cost_of(name, numbers, setting.written) for name in found.variants]
        least = min(costs)
        expected = costs.index(least) if costs.count(least) == 1 else TIE
        if not setting.facts_hold(numbers):
            expected = OUTSIDE
        if int(found.winners[spot]) != expected:
            raise SelfCheckFailed("the formulas have another winner at a point of the grid")

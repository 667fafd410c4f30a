"""How far a number may move where costs are irrational: exactly where they are lines in it, else by steps.

Floor: `engine`. Lines with constants for coefficients have their winner map (`irrational_map`). Elsewhere a
price goes up or down in steps: costs rise with every price, so `cost(V)` at the upper end of a step below all
others' at its lower end shows that V wins all the way; the flip is enclosed between the last such place and
one at which V is beaten.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from mesaprior.algebra import RATE, Polynomial
from mesaprior.applications import is_constant, put_in
from mesaprior.engine.constants import between, sign
from mesaprior.engine.irrational_map import irrational_map
from mesaprior.engine.sensitive.courses import Course
from mesaprior.errors import InputError
from mesaprior.formula import Amount
from mesaprior.limits import MARCH_BITS, MARCH_STEPS, ROOT_PLACES
from mesaprior.results import Interval
from mesaprior.results.sensitivity import Point


@dataclass(frozen=True)
class Found:
    """A flip that is still to be confirmed: the old winner at `before`, the new ones at `after`."""

    point: Point
    before: Fraction
    after: Fraction
    takes_over: tuple[str, ...]
    tie: tuple[str, ...]


class NotSettled(Exception):
    """Why the way of a number stays undecided, in words."""


def flip_on_line(course: Course, winners: tuple[str, ...], stop: Fraction | None, up: bool) -> Found | None:
    """The first flip on the way up or down, before `stop`, where every cost is a line in the number; None
    where there is none. Raises `NotSettled` where costs are no lines."""
    intervals = _map(course)
    here = course.value
    place = next(k for k, interval in enumerate(intervals) if _starts_in(interval, here, course, up))
    following = intervals[place]
    at = following.above if up else following.below
    if following.winners == winners:
        at = following.below if up else following.above
        beyond = place + 1 if up else place - 1
        if at is None or not 0 <= beyond < len(intervals):
            return None
        following = intervals[beyond]
    assert at is not None
    if stop is not None and _side(at, stop, course) * (1 if up else -1) >= 0:
        return None
    return _placed(course, winners, following, at, up, stop)


def _starts_in(interval: Interval, here: Fraction, course: Course, up: bool) -> bool:
    """Whether the way begins in this interval: the number lies in it, or at its end and leads into it."""
    low, high = _side(interval.above, here, course), _side(interval.below, here, course)
    return (low < 0 or (low == 0 and up)) and (high > 0 or (high == 0 and not up))


def _map(course: Course) -> tuple[Interval, ...]:
    symbols = course.known.symbols
    if course.rooms:
        raise NotSettled("a budget is in force and a cost is irrational")
    if any(course.atom in _applied(cost, course) for cost in course.curves.values()):
        raise NotSettled("a function is applied to it")
    if any(dict(m).get(course.atom, 0) not in {0, 1} for curve in course.curves.values() for m, _ in curve):
        raise NotSettled("an irrational cost is no line in it")
    found = irrational_map(
        {name: curve.renamed(course.atom, RATE) for name, curve in course.curves.items()}, symbols
    )
    if found is None:
        raise NotSettled("two irrational costs cannot be told apart")
    return found.intervals


def _applied(cost: Polynomial, course: Course) -> frozenset[str]:
    """The atoms inside functions of a cost."""
    functions = course.known.symbols.functions
    inside = [course.known.symbols.inside(Polynomial.atom(a)) for a in cost.atoms & functions.keys()]
    return frozenset(atom for atoms in inside for atom in atoms)


def _side(amount: Amount | None, x: Fraction, course: Course) -> int:
    """-1 where the amount is below x, 1 where it is above; no amount is above everything."""
    if amount is None:
        return 1
    if isinstance(amount, Fraction):
        return (amount > x) - (amount < x)
    symbols = course.known.symbols
    above = sign(amount.numerator - amount.denominator.scaled(x), symbols)
    below = sign(amount.denominator, symbols)
    if above is None or below is None:
        raise NotSettled("two irrational numbers cannot be told apart")
    return above * below


def _placed(
    course: Course, winners: tuple[str, ...], following: Interval, at: Amount, up: bool, stop: Fraction | None
) -> Found:
    """The point as numbers, and rationals on either side of it, before whatever comes next."""
    point = _point(at, course)
    before = course.value
    if point.value != course.value:
        before = _towards(point.low if up else point.high, course.value)
    far = following.below if up else following.above
    ends = [] if far is None else [_point(far, course)]
    limits = [end.low if up else end.high for end in ends] + ([] if stop is None else [stop])
    near = point.high if up else point.low
    after = near + max(abs(near), Fraction(1)) / 1000
    if limits:
        after = _towards(near, min(limits) if up else max(limits))
    tie = tuple(name for name in course.known.costs if name in {*winners, *following.winners})
    return Found(point, before, after, following.winners, tie)


def _towards(near: Fraction, far: Fraction) -> Fraction:
    """A rational a little way from `near` to `far`."""
    step = min(abs(far - near) / 2, max(abs(near), abs(far)) / 1000)
    return near + step if far > near else near - step


def _point(amount: Amount, course: Course) -> Point:
    if isinstance(amount, Fraction):
        return Point(amount, amount)
    symbols = course.known.symbols
    for bits in (ROOT_PLACES, 4 * ROOT_PLACES):
        one, two = between(amount.numerator, symbols, bits), between(amount.denominator, symbols, bits)
        if two[0] > 0 or two[1] < 0:
            ends = [above / below for above in one for below in two]
            return Point(min(ends), max(ends), formula=amount)
    raise NotSettled("a number is too near to 0 to divide by it")


# --- by steps --------------------------------------------------------------------------------------


def flip_by_steps(course: Course, winner: str, stop: Fraction | None, up: bool) -> Found | None:
    """The first flip of a price, between two rationals; None where there is none before `stop` (0 on the way
    down without any). Raises `NotSettled` where the steps do not come to an end."""
    if "(" not in course.atom or course.rooms:
        raise NotSettled("a function is applied to it, and it is no price")
    if not up and winner in course.users and course.users == {winner}:
        return None  # only the winner pays it
    if up and winner not in course.users:
        return None  # others get dearer, the winner does not
    march = _March(course, winner, up)
    return march.run(stop if up or stop is not None else Fraction(0))


class _March:
    def __init__(self, course: Course, winner: str, up: bool) -> None:
        self.course = course
        self.winner = winner
        self.up = up
        self.rivals = [name for name in course.known.costs if name != winner]

    def run(self, stop: Fraction | None) -> Found | None:
        """From where the number is, by steps that double when they succeed, until it is beaten or stops."""
        here, beaten = self.course.value, None
        step = max(abs(here), Fraction(1)) / 4
        for _ in range(MARCH_STEPS):
            if stop is not None and beaten is None and self._wins(here, stop):
                return None
            if beaten is not None and abs(beaten - here) <= max(abs(here), abs(beaten)) / (1 << MARCH_BITS):
                return self._found(here, beaten)
            limit = beaten if beaten is not None else stop
            step = step if limit is None else min(step, abs(limit - here) / 2)
            there = here + step if self.up else here - step
            if self._wins(here, there):
                here, step = there, 2 * step
                continue
            if self._beaten(there):
                beaten = there
            step /= 4
        way = "up" if self.up else "down"
        raise NotSettled(f"{self.winner} wins {way} to {_short(here, self.up)} at least; beyond is not known")

    def _wins(self, here: Fraction, there: Fraction) -> bool:
        """Whether the winner surely wins all the way: where it is dearest, the number being largest, it costs
        less than the others where they are cheapest."""
        low, high = (here, there) if self.up else (there, here)
        own = self._cost(self.winner, high)
        if own is None:
            return False
        for rival in self.rivals:
            other = self._cost(rival, low)
            if other is None or sign(other - own, self.course.known.symbols) != 1:
                return False
        return True

    def _cost(self, name: str, x: Fraction) -> Polynomial | None:
        try:
            cost = put_in(self.course.curves[name], {self.course.atom: x}, self.course.known.symbols)
        except (InputError, ZeroDivisionError):
            return None
        return cost if is_constant(cost, self.course.known.symbols) else None

    def _beaten(self, x: Fraction) -> bool:
        own = self._cost(self.winner, x)
        assert own is not None
        others = [self._cost(rival, x) for rival in self.rivals]
        symbols = self.course.known.symbols
        return any(other is not None and sign(own - other, symbols) == 1 for other in others)

    def _found(self, here: Fraction, beaten: Fraction) -> Found:
        who = self.course.cheapest(beaten)
        if who is None:
            raise NotSettled("two irrational costs cannot be told apart")
        return Found(Point(min(here, beaten), max(here, beaten)), here, beaten, who, ())


def _short(value: Fraction, up: bool) -> str:
    """A short number that the value has reached: not above it on the way up, not below it on the way down."""
    places = 0
    while value * 10**places < 100:
        places += 1
    whole = int(value * 10**places // 1) if up else -int(-value * 10**places // 1)
    if len(str(whole)) <= 6 and places <= 6:
        return str(Fraction(whole, 10**places))
    return f"10**{len(str(whole if up else whole - 1)) - places - up}"

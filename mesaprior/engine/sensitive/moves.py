"""How far each number may move, alone, before the winner changes.

Floor: `engine`. On the way of one number the winner can change only where somebody's cost meets the winner's
(or a budget is crossed): at roots of polynomials, which are isolated exactly (`reason.univariate`). A flip is
shown once the formulas as written name the old winner just before it and the new one just after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cmp_to_key
from itertools import pairwise

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.engine.field import Worth
from mesaprior.engine.reason.univariate import (
    Coefficients,
    Root,
    compare,
    is_root,
    roots,
    sign_at,
    sign_at_root,
)
from mesaprior.engine.sensitive.courses import Course, Known
from mesaprior.engine.setting import Setting
from mesaprior.errors import SelfCheckFailed, refuse
from mesaprior.formula import Formula
from mesaprior.limits import ROOT_PLACES
from mesaprior.model import COMPARE
from mesaprior.results.sensitivity import End, Flip, Move, Point, Sensitivity, Side


def moves(setting: Setting) -> Sensitivity:
    """For every number the nearest values at which the winner changes, the smallest change first; all numbers
    of costs and facts are known."""
    known = Known(setting)
    symbols = setting.model.symbols
    first = next((atom for atom in symbols.order if atom in setting.numbers), None)
    winners = Course(known, first).cheapest(setting.numbers[first]) if first else None
    if winners is None:
        raise refuse("not-decided", "which of two irrational costs is the lower is not decided here")
    asked = [atom for atom in _atoms(setting) if atom in setting.numbers]
    found = [_move(Course(known, atom), winners) for atom in asked]
    ordered = tuple(sorted(found, key=_place))
    under, variants = setting.circumstances(), tuple(setting.model.variants)
    return Sensitivity(under, setting.g, winners, ordered, variants=variants)


def _atoms(setting: Setting) -> list[Atom]:
    """Every number of the model, the rate last."""
    return sorted(setting.model.symbols.order, key=lambda atom: atom == RATE)


def _place(move: Move) -> tuple[int, Fraction]:
    """By outcome, and the smallest change first; what has no per cent comes after what has."""
    rank = {"changes": 0, "undecided": 2, "never": 3}[move.outcome]
    size = move.flips[0].size if move.flips else Fraction(0)
    return (rank, size) if size is not None else (1, Fraction(0))


def _move(course: Course, winners: tuple[str, ...]) -> Move:
    atom, value = course.atom, course.value
    down, up = _Way(course, winners, False), _Way(course, winners, True)
    if course.is_shared:
        return Move(atom, value, down.end_only(), up.end_only(), "shared" if course.users else "unused")
    return Move(atom, value, down.side(), up.side())


class _Way:
    """A number that moves one way, up or down, from where it is."""

    def __init__(self, course: Course, winners: tuple[str, ...], up: bool) -> None:
        self.course = course
        self.winners = winners
        self.up = up
        self.here = Root.rational(course.value)

    # --- order along the way ---------------------------------------------------------------------

    def _order(self, one: Root, other: Root) -> int:
        """-1 where `one` comes first."""
        return compare(one, other) if self.up else compare(other, one)

    def _sorted(self, found: Sequence[Root]) -> list[Root]:
        """In the order in which they are met, each once."""
        ordered = sorted(found, key=cmp_to_key(self._order))
        return [root for k, root in enumerate(ordered) if not k or self._order(ordered[k - 1], root)]

    def _ahead(self, polynomial: Coefficients, beyond: Root | None = None) -> list[Root]:
        """The roots of a polynomial that lie ahead, of the number itself or of another place."""
        found = (
            roots(polynomial, self.course.value, None)
            if self.up
            else roots(polynomial, Fraction(0), self.course.value)
        )
        return [root for root in found if beyond is None or self._order(beyond, root) < 0]

    def _between(self, one: Root, other: Root | None) -> Fraction:
        """A rational strictly between two places on the way, near the first; None: nothing more ahead."""
        if other is None:
            one = one.within(Fraction(1, 16))
            return one.high + max(abs(one.high), Fraction(1)) / 1000
        while True:
            near, far = (one.high, other.low) if self.up else (one.low, other.high)
            if near != far and (near < far) == self.up:
                step = min(abs(far - near) / 2, max(abs(near), abs(far)) / 1000)
                return near + step if self.up else near - step
            if near == far and one.value is None and other.value is None:
                return near  # the end that both share; it is neither
            one, other = one.halved(), other.halved()

    # --- how far it may go -----------------------------------------------------------------------

    def end(self) -> tuple[Root, End] | None:
        """Where the number has to stop, and who is cheapest there; None: nowhere."""
        found = self._end()
        if found is None or not found[1].reached:
            return found
        return found[0], replace(found[1], cheapest=self._level(found[0]))

    def _end(self) -> tuple[Root, End] | None:
        """Where a fact, or that it is positive, stops the number."""
        found: tuple[Root, End] | None = None
        for bound in self.course.bounds:
            assert bound.polynomial is not None
            stop = self._stop(bound.polynomial, bound.relation)
            if stop is None:
                continue
            root, reached = stop
            order = -1 if found is None else self._order(root, found[0])
            if found is None or order < 0 or (order == 0 and found[1].reached and not reached):
                found = root, End(self._point(root, bound.polynomial), reached, bound.fact)
        if found is None and not self.up:
            zero = Root.rational(Fraction(0))
            return zero, End(Point(Fraction(0), Fraction(0)), self.course.may_be_zero)
        return found

    def _stop(self, polynomial: Coefficients, relation: str) -> tuple[Root, bool] | None:
        """The first place at which a comparison fails, or (True) just after which it does."""
        ahead = self._ahead(polynomial)
        places = [self.here, *ahead]
        for place, following in zip(places, [*ahead, self._last()], strict=True):
            if place is not self.here and relation in "<>":
                return place, False
            if following is not None and not self._order(place, following):
                return None  # it is at 0 already
            if not COMPARE[relation](Fraction(sign_at(polynomial, self._between(place, following)))):
                return place, True
        return None

    def _last(self) -> Root | None:
        return None if self.up else Root.rational(Fraction(0))

    # --- what happens on the way -----------------------------------------------------------------

    def end_only(self) -> Side:
        """Where it must stop, for a number that changes nothing."""
        if any(bound.polynomial is None for bound in self.course.bounds):
            return Side()
        found = self.end()
        return Side(end=found[1] if found else None)

    def side(self) -> Side:
        """The first flip on the way, or where the number has to stop before one."""
        if any(bound.polynomial is None for bound in self.course.bounds):
            return Side(undecided="a fact applies a function to it")
        end = self.end()
        stop = end[0] if end else None
        places = self._places(stop)
        if places is None:
            return self._irrational(end)
        if stop is not None and not self._order(self.here, stop):
            return Side(end=end[1] if end else None)
        touches: list[Point] = []
        before = self.here
        for place, following in zip(places, [*places[1:], stop], strict=False):
            after = self._between(place, following)
            who = self.course.cheapest(after)
            if who is None:
                return Side(undecided="two irrational costs cannot be told apart")
            if who != self.winners:
                return Side(self._flip(before, place, after, who), touches=tuple(touches))
            if place is not self.here and len(self._level(place)) > 1:
                touches.append(self._point(place, self._meeting(place)))
            before = place
        return Side(end=end[1] if end else None, touches=tuple(touches))

    def _irrational(self, end: tuple[Root, End] | None) -> Side:
        """The same where costs are no polynomials of the number."""
        from mesaprior.engine.sensitive.irrational import NotSettled, flip_by_steps, flip_on_line

        if end is not None and end[0].value is None:
            return Side(undecided="a fact stops it at an irrational number, and a cost is irrational")
        stop = None if end is None else end[0].value
        if stop == self.course.value:
            return Side(end=end[1] if end else None)
        try:
            try:
                found = flip_on_line(self.course, self.winners, stop, self.up)
            except NotSettled:
                if len(self.winners) > 1:
                    raise
                found = flip_by_steps(self.course, self.winners[0], stop, self.up)
        except NotSettled as why:
            return Side(undecided=str(why))
        if found is None:
            return Side(end=end[1] if end else None)
        self._confirm(found.before, self.winners)
        self._confirm(found.after, found.takes_over)
        change = self._change(found.point)
        return Side(Flip(found.point, found.takes_over, found.tie, found.before, found.after, change))

    def _places(self, stop: Root | None) -> list[Root] | None:
        """Where the winner could change, in order, before the stop; here to begin with, where
        several tie or somebody just keeps the budget."""
        found: list[Root] = []
        for polynomial in self._critical(self.winners[0]):
            if polynomial is None:
                return None
            found += self._ahead(polynomial)
        if stop is not None:
            found = [root for root in found if self._order(root, stop) < 0]
        rooms = self.course.rooms.values()
        at_once = len(self.winners) > 1 or any(room and is_root(room, self.here) for room in rooms)
        return [*([self.here] if at_once else []), *self._sorted(found)]

    def _critical(self, name: str) -> list[Coefficients | None]:
        """What changes sign where somebody gets cheaper than `name`, or crosses the budget."""
        course = self.course
        rivals = course.known.costs if name in course.users else course.users
        gaps = [course.gap(other, name) for other in rivals if other != name]
        return [*dict.fromkeys(gaps), *dict.fromkeys(course.rooms.values())]

    def _flip(self, before: Root, place: Root, after: Fraction, who: tuple[str, ...]) -> Flip:
        """The flip at a place, confirmed on either side of it."""
        while True:
            inside = [
                root
                for polynomial in self._critical(who[0])
                for root in self._ahead(polynomial or (), place)
                if root.side(after) == (-1 if self.up else 1)
            ]
            if not inside:
                break
            after = self._between(place, self._sorted(inside)[0])
            who = self.course.cheapest(after) or who
        at_once = not self._order(before, place)
        prior = self.course.value if at_once else self._just_before(before, place)
        self._confirm(prior, self.winners)
        self._confirm(after, who)
        point = self._point(place, self._meeting(place))
        return Flip(point, who, self._level(place), prior, after, self._change(point))

    def _just_before(self, before: Root, place: Root) -> Fraction:
        backwards = _Way(self.course, self.winners, not self.up)
        return backwards._between(place, before)

    def _confirm(self, x: Fraction, winners: tuple[str, ...]) -> None:
        """Raises `SelfCheckFailed` unless the formulas as written name these winners at x."""
        setting = self.course.setting
        complete = {**setting.completed({}), self.course.atom: x}
        worth = Worth(setting, complete)
        if len(winners) == 1:
            right = worth.is_cheapest(winners[0])
        else:
            others = [name for name in self.course.known.costs if name not in winners]
            right = (
                set(self.course.cheapest(x) or winners) == set(winners)
                and all(_ties(worth, *pair) for pair in pairwise(winners))
                and all(worth.beats(winners[0], other) for other in others)
            )
        if not right or not setting.facts_hold(complete):
            raise SelfCheckFailed(f"{self.course.atom} = {x} does not have the winner that was found")

    # --- what is said of a place -----------------------------------------------------------------

    def _level(self, place: Root) -> tuple[str, ...]:
        """Who is cheapest exactly there; nothing where that is not known."""
        if place.value is not None:
            return self.course.cheapest(place.value) or ()
        first = self.winners[0]
        gaps = {name: self.course.gap(name, first) for name in self.course.known.costs}
        signs = {name: sign_at_root(gap, place) for name, gap in gaps.items() if gap is not None}
        if self.course.rooms or len(signs) < len(gaps) or -1 in signs.values():
            return ()
        return tuple(name for name, sign in signs.items() if sign == 0)

    def _meeting(self, place: Root) -> Coefficients:
        """The polynomial that is zero there."""
        known = (polynomial for polynomial in self._critical(self.winners[0]) if polynomial)
        return next((polynomial for polynomial in known if is_root(polynomial, place)), ())

    def _point(self, place: Root, polynomial: Coefficients) -> Point:
        place = place.within(max(abs(place.high), Fraction(1, 1 << 64)) / (1 << ROOT_PLACES))
        if place.value is not None:
            return Point(place.value, place.value)
        meeting = place.polynomial or polynomial
        powers = enumerate(meeting if meeting[-1] > 0 else [-value for value in meeting])
        atom = self.course.atom
        whole = Polynomial.of((((atom, power),) if power else (), Fraction(value)) for power, value in powers)
        return Point(place.low, place.high, Formula.of(whole, self.course.known.symbols))

    def _change(self, point: Point) -> tuple[Fraction, Fraction] | None:
        value = self.course.value
        if not value:
            return None
        low, high = (100 * (end - value) / value for end in (point.low, point.high))
        return low, high


def _ties(worth: Worth, one: str, other: str) -> bool:
    """Whether two cost the same, or are both infinitely dear."""
    if not worth.keeps_within(one) and not worth.keeps_within(other):
        return True
    if not worth.setting.is_exact:
        # No interval shows a tie. That the costs cancel is `Course.cheapest`'s to say.
        return not worth.beats(one, other) and not worth.beats(other, one)
    return worth.does_not_beat(one, other) and worth.does_not_beat(other, one)

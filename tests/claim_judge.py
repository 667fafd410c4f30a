"""z3 asked about claims: their text becomes comparisons of polynomials, quantified rates are removed.

Shares no code with mesaprior, and not its method: a quantifier over the rate is removed by substituting test
points (Loos and Weispfenning 1993: the infinitesimal after 0 and after each lower bound), where the project
compares pairs of bounds. A formula is `("is", polynomial, sign)` for `polynomial sign 0` with sign one of
`> >= == !=`, `("and", parts)`, `("or", parts)`, `("some", rate, formula)` or `("all", rate, formula)`; a rate
is `g`, left open, or one of its own, `g#1`, per quantifier.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from claim_oracle import Claim, cased
from oracle import Point, Poly, Tree, World, evaluated, linear_form, spelled

Formula = tuple[Any, ...]
TRUE: Formula = ("and", ())
FALSE: Formula = ("or", ())
_DENIED = {">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MOST_CASES = 400


class TooHard(Exception):
    """Not linear in a rate that would have to be removed, or too many cases."""


class Ratio:
    """A quotient of polynomials, for reading formulas that divide."""

    __slots__ = ("above", "below")

    def __init__(self, above: Poly, below: Poly | None = None) -> None:
        self.above, self.below = above, below

    def __add__(self, other: Ratio) -> Ratio:
        if self.below is None and other.below is None:
            return Ratio(self.above + other.above)
        one, two = self.below or ONE, other.below or ONE
        return Ratio(self.above * two + other.above * one, one * two)

    def __sub__(self, other: Ratio) -> Ratio:
        return self + Ratio(other.above * Poly({(): Fraction(-1)}), other.below)

    def __mul__(self, other: Ratio) -> Ratio:
        below = (self.below or ONE) * (other.below or ONE) if self.below or other.below else None
        return Ratio(self.above * other.above, below)

    def __truediv__(self, other: Ratio) -> Ratio:
        if {key for key, value in other.above.items() if value} == {()}:
            return self * Ratio(Poly({(): 1 / other.above[()]})) * Ratio(other.below or ONE)
        return self * Ratio(other.below or ONE, other.above)


ONE = Poly({(): Fraction(1)})


def _lift(value: Fraction) -> Ratio:
    return Ratio(Poly({(): Fraction(value)}))


# --- formulas ----------------------------------------------------------------------------------------


def is_(polynomial: Poly, sign: str) -> Formula:
    """`polynomial sign 0`, decided where it is a number."""
    polynomial = Poly({key: value for key, value in polynomial.items() if value})
    if sign in ("<", "<="):
        polynomial = Poly({key: -value for key, value in polynomial.items()})
        sign = {"<": ">", "<=": ">="}[sign]
    if set(polynomial) <= {()}:
        value = polynomial.get((), Fraction(0))
        good = {">": value > 0, ">=": value >= 0, "==": value == 0, "!=": value != 0}[sign]
        return TRUE if good else FALSE
    return ("is", polynomial, sign)


def all_of(parts: Iterable[Formula]) -> Formula:
    return _joined("and", parts)


def any_of(parts: Iterable[Formula]) -> Formula:
    return _joined("or", parts)


def _joined(word: str, parts: Iterable[Formula]) -> Formula:
    flat: list[Formula] = []
    for part in parts:
        flat += part[1] if part[0] == word else [part]
    if (FALSE if word == "and" else TRUE) in flat:
        return FALSE if word == "and" else TRUE
    return flat[0] if len(flat) == 1 else (word, tuple(flat))


def denied(formula: Formula) -> Formula:
    match formula[0]:
        case "is":
            return is_(formula[1], _DENIED[formula[2]])
        case "and":
            return any_of(map(denied, formula[1]))
        case "or":
            return all_of(map(denied, formula[1]))
    return ("all" if formula[0] == "some" else "some", formula[1], denied(formula[2]))


def comparisons(formula: Formula) -> list[Formula]:
    """Every comparison of a formula."""
    if formula[0] == "is":
        return [formula]
    parts = formula[1] if formula[0] in ("and", "or") else [formula[2]]
    return [found for part in parts for found in comparisons(part)]


def renamed(formula: Formula, old: str, new: str) -> Formula:
    """The formula with one atom for another."""
    if formula[0] == "is":
        polynomial = Poly()
        for key, value in formula[1].items():
            polynomial[tuple(sorted(new if atom == old else atom for atom in key))] = value
        return ("is", polynomial, formula[2])
    if formula[0] in ("and", "or"):
        return (formula[0], tuple(renamed(part, old, new) for part in formula[1]))
    return (formula[0], formula[1], renamed(formula[2], old, new))


def in_powers(polynomial: Poly, rate: str) -> list[Poly]:
    """The coefficients of the powers of a rate: `[rest, slope, ...]`."""
    powers: dict[int, Poly] = {}
    for key, value in polynomial.items():
        power = key.count(rate)
        rest = tuple(atom for atom in key if atom != rate)
        powers.setdefault(power, Poly())[rest] = value
    return [powers.get(power, Poly()) for power in range(max(powers, default=0) + 1)]


def holds_at(formula: Formula, point: Point) -> bool:
    """Whether a formula without quantifiers holds at numbers."""
    if formula[0] == "and":
        return all(holds_at(part, point) for part in formula[1])
    if formula[0] == "or":
        return any(holds_at(part, point) for part in formula[1])
    total = Fraction(0)
    for key, value in formula[1].items():
        for atom in key:
            value *= point[atom]
        total += value
    return {">": total > 0, ">=": total >= 0, "==": total == 0, "!=": total != 0}[formula[2]]


# --- from text ---------------------------------------------------------------------------------------


class Reading:
    """The claims and facts of one world as formulas."""

    def __init__(self, world: World) -> None:
        self.world = world
        env = {atom: Ratio(Poly({(atom,): Fraction(1)})) for atom in [*world.atoms, "g"]}
        self.env = env
        self.prices = {
            (axis, name): world.price(name, axis, env, _lift)  # type: ignore[arg-type]
            for axis in world.axes
            for name in world.names
        }
        self.costs = {name: world.cost(name, env, _lift) for name in world.names}  # type: ignore[arg-type]
        self.facts = all_of(self.formula(fact) for fact in world.facts)
        self.rates = 0

    def _ratio(self, tree: Tree) -> Ratio:
        world = self.world

        def leaf(node: Tree) -> Ratio:
            if node[0] == "call" and len(node[2]) == 1:
                head, inner = node[1], node[2][0]
                if head == "g" and world.applies_rate:
                    return self.env["g"] * evaluated(inner, leaf, _lift)
                name = spelled(inner)
                if head == "cost":
                    return self.costs[name]
                if (head, name) in self.prices:
                    return self.prices[head, name]
            return self.env[node[-1]]

        value: Ratio = evaluated(tree, leaf, _lift)
        return value

    def formula(self, claim: Claim) -> Formula:
        """The claim, its quantifiers still in it."""
        match claim[0]:
            case "not":
                return denied(self.formula(claim[1]))
            case "and":
                return all_of(map(self.formula, claim[1]))
            case "or":
                return any_of(map(self.formula, claim[1]))
            case "if":
                return any_of((denied(self.formula(claim[1])), self.formula(claim[2])))
            case "says":
                return self._said(*claim[1:])
            case "for":
                return self._for(*claim[1:])
        without = cased(claim)
        if without[0] != "rel":
            return self.formula(without)
        return all_of(
            self._compared(self._ratio(left), sign, self._ratio(right))
            for left, sign, right in zip(claim[1], claim[2], claim[1][1:], strict=False)
        )

    def _compared(self, left: Ratio, sign: str, right: Ratio) -> Formula:
        gap = left - right
        if gap.below is None or self._positive(gap.below):
            return is_(gap.above, sign)
        if self._positive(gap.below * Poly({(): Fraction(-1)})):
            return is_(gap.above * Poly({(): Fraction(-1)}), sign)
        return is_(gap.above * gap.below, sign)

    def _positive(self, polynomial: Poly) -> bool:
        nonzero = [key for key in polynomial if self.world.zero.isdisjoint(key)]
        return bool(nonzero) and all(value > 0 for value in polynomial.values())

    def _said(self, verb: str, name: str, other: str | None) -> Formula:
        costs, others = self.costs, [other for other in self.world.names if other != name]
        match verb:
            case "wins":
                return all_of(self._compared(costs[name], "<", costs[rival]) for rival in others)
            case "loses":
                return any_of(self._compared(costs[rival], "<", costs[name]) for rival in others)
            case "dominates":
                gaps = [(self.prices[axis, name], self.prices[axis, other]) for axis in self.world.axes]
                better = any_of(self._compared(mine, "<", its) for mine, its in gaps)
                return all_of([better, *(self._compared(mine, "<=", its) for mine, its in gaps)])
        return self._compared(costs[name], "<" if verb == "beats" else "==", costs[other])

    def _for(self, kind: str, where: Tree | None, sentence: Claim) -> Formula:
        said = self.formula(sentence)
        if kind == "at":
            rate = self._ratio(where)  # type: ignore[arg-type]
            below = rate.below or ONE
            if not self._positive(below):
                raise TooHard("a rate that divides by what may be negative")
            return any_of((is_(rate.above, "<="), self._at(said, rate.above, below)))
        if kind in ("small", "large"):
            return germ(said, "g", kind)
        self.rates += 1
        rate = f"g#{self.rates}"
        if kind == "range":
            said = any_of((denied(self.formula(where)), said))  # type: ignore[arg-type]
        return ("some" if kind == "some" else "all", rate, renamed(said, "g", rate))

    def _at(self, said: Formula, above: Poly, below: Poly) -> Formula:
        if said[0] in ("and", "or"):
            return _joined(said[0], (self._at(part, above, below) for part in said[1]))
        return is_(_put(in_powers(said[1], "g"), above, below), said[2])


def _put(powers: Sequence[Poly], above: Poly, below: Poly) -> Poly:
    """`below**n * polynomial(above/below)`, n its degree."""
    total, degree = Poly(), len(powers) - 1
    for power, coefficient in enumerate(powers):
        for _ in range(power):
            coefficient = coefficient * above
        for _ in range(degree - power):
            coefficient = coefficient * below
        total = total + coefficient
    return total


def germ(formula: Formula, rate: str, kind: str) -> Formula:
    """What the formula is for all small (large) enough rates."""
    if formula[0] in ("and", "or"):
        return _joined(formula[0], (germ(part, rate, kind) for part in formula[1]))
    powers = in_powers(formula[1], rate)
    return _first_sign(powers if kind == "small" else powers[::-1], formula[2])


def _first_sign(coefficients: Sequence[Poly], sign: str) -> Formula:
    """The sign of the first coefficient that is not 0."""
    first, *rest = coefficients
    if not rest:
        return is_(first, sign)
    further = _first_sign(rest, sign)
    if sign in ("==", "!="):
        return (all_of if sign == "==" else any_of)((is_(first, sign), further))
    return any_of((is_(first, ">"), all_of((is_(first, "=="), further))))


# --- removing rates ----------------------------------------------------------------------------------


def without_rates(formula: Formula, keep: bool) -> Formula:
    """The formula without quantifiers. `keep`: an outermost *some* leaves its rate as one more unknown
    where several comparisons speak of it."""
    match formula[0]:
        case "is":
            return formula
        case "and" | "or":
            return _joined(formula[0], (without_rates(part, keep) for part in formula[1]))
        case "all":
            return denied(without_rates(("some", formula[1], denied(formula[2])), False))
    rate = formula[1]
    return any_of(_some(case, rate, keep) for case in _cases(formula[2], rate))


def _cases(formula: Formula, rate: str) -> list[list[Formula]]:
    """Disjunctive normal form."""
    if formula[0] == "or":
        found = [case for part in formula[1] for case in _cases(part, rate)]
    elif formula[0] == "and":
        products = itertools.product(*(_cases(part, rate) for part in formula[1]))
        found = [
            [c for case in chosen for c in case] for chosen in itertools.islice(products, _MOST_CASES + 1)
        ]
    elif formula[2] == "!=" and len(in_powers(formula[1], rate)) > 1:
        return [[is_(formula[1], ">")], [is_(formula[1], "<")]]
    else:
        return [[formula]]
    if len(found) > _MOST_CASES:
        raise TooHard("too many cases")
    return found


def _some(case: list[Formula], rate: str, keep: bool) -> Formula:
    powers = [(in_powers(part[1], rate), part) for part in case]
    free = [part for coefficients, part in powers if len(coefficients) == 1]
    lines = [(*coefficients, part[2]) for coefficients, part in powers if len(coefficients) > 1]
    if not lines:
        return all_of(free)
    if any(len(line) > 3 for line in lines):
        if keep:
            return all_of(case)
        raise TooHard("not linear in a rate")
    if len(lines) == 1:
        return all_of([*free, _one_line(*lines[0])])
    if keep:
        return all_of(case)
    points = [all_of(_first_sign([rest, slope], sign) for rest, slope, sign in lines)]
    for rest, slope, sign in lines:
        points.append(_at_end(lines, rest, slope, after=sign == ">"))
        if sign == "==":
            points.append(_at_end(lines, _minus(rest), _minus(slope), after=False))
    return all_of([*free, any_of(points)])


def _one_line(rest: Poly, slope: Poly, sign: str) -> Formula:
    """`rest + slope*rate sign 0` for some positive rate."""
    if sign in (">", ">=", "!="):
        both = [all_of((is_(rest, "=="), is_(slope, "==")))] if sign == ">=" else []
        other = ">" if sign == ">=" else sign
        return any_of([is_(slope, other), is_(rest, other), *both])
    opposed = [all_of((is_(slope, a), is_(rest, b))) for a, b in ((">", "<"), ("<", ">"), ("==", "=="))]
    return any_of(opposed)


def _at_end(lines: Sequence[tuple[Poly, Poly, str]], rest: Poly, slope: Poly, after: bool) -> Formula:
    """All lines at the rate `-rest/slope`, or just after it, for a positive slope and a negative rest."""
    values = []
    for other_rest, other_slope, sign in lines:
        value = other_rest * slope - other_slope * rest
        values.append(_first_sign([value, other_slope], sign) if after else is_(value, sign))
    return all_of([is_(slope, ">"), is_(rest, "<"), *values])


def _minus(polynomial: Poly) -> Poly:
    return Poly({key: -value for key, value in polynomial.items()})


# --- asking ------------------------------------------------------------------------------------------


class ClaimJudge:
    """z3 over the claims of one world."""

    def __init__(self, world: World, steps: int = 400_000) -> None:
        import z3

        self.z3, self.world, self.steps = z3, world, steps
        self.reading = Reading(world)
        self.variables: dict[str, Any] = {}
        self.solvers: dict[Any, Any] = {}

    def possible(
        self, *claims: Claim | Formula, denied_too: Sequence[Claim] = ()
    ) -> tuple[bool | None, bool]:
        """Whether the facts, the claims and the denials can hold together (None: z3 does not know), and
        whether that question is linear."""
        parts = [self.reading.formula(claim) for claim in claims]
        parts += [denied(self.reading.formula(claim)) for claim in denied_too]
        try:
            formula, charged = self._best(all_of(parts))
        except TooHard:
            return None, False
        return self._ask(formula, charged), charged is not None

    def _best(self, formula: Formula) -> tuple[Formula, tuple[str, frozenset[str]] | None]:
        """Without quantifiers, linear if it can be had: all rates removed, or one of them kept."""
        hard: TooHard | None = None
        found = None
        for keep in (False, True):
            try:
                found = all_of((without_rates(formula, keep), self.reading.facts))
            except TooHard as error:
                hard = error
                continue
            charged = linear_in(found)
            if charged is not None:
                return found, charged
        if found is None:
            raise hard or TooHard("no formula")
        return found, None

    def _ask(self, formula: Formula, charged: tuple[str, frozenset[str]] | None) -> bool | None:
        if formula in (TRUE, FALSE):
            return self._ask_z3(formula, None) if formula == TRUE else False
        return self._ask_z3(formula, charged)

    def _ask_z3(self, formula: Formula, charged: tuple[str, frozenset[str]] | None) -> bool | None:
        z3 = self.z3
        solver = z3.SolverFor("QF_LRA" if charged is not None else "QF_NRA")
        solver.set("rlimit", self.steps)
        solver.set("timeout", 10_000)
        atoms = {atom for part in comparisons(formula) for key in part[1] for atom in key} | {"g"}
        if charged is not None and charged[0]:
            atoms.add(charged[0])
        for atom in atoms:
            variable = self._variable(atom)
            solver.add(variable >= 0 if atom in self.world.zero else variable > 0)
        solver.add(self._z3(formula, charged))
        answer = solver.check()
        return None if answer == z3.unknown else bool(answer == z3.sat)

    def _variable(self, atom: str) -> Any:
        if atom not in self.variables:
            self.variables[atom] = self.z3.Real(atom)
        return self.variables[atom]

    def _z3(self, formula: Formula, charged: tuple[str, frozenset[str]] | None) -> Any:
        z3 = self.z3
        if formula[0] in ("and", "or"):
            join = z3.And if formula[0] == "and" else z3.Or
            return join(*(self._z3(part, charged) for part in formula[1]))
        polynomial = _linear(formula[1], charged) if charged is not None else formula[1]
        assert polynomial is not None
        parts = []
        for key, value in polynomial.items():
            part = z3.RealVal(f"{value.numerator}/{value.denominator}")
            for atom in key:
                part = part * self._variable(atom)
            parts.append(part)
        total = z3.Sum(*parts) if parts else z3.RealVal(0)
        sign = formula[2]
        if sign in ("==", "!="):
            return total == 0 if sign == "==" else total != 0
        return total > 0 if sign == ">" else total >= 0


def linear_in(formula: Formula) -> tuple[str, frozenset[str]] | None:
    """`(rate, charged)` where every comparison becomes linear by `u = rate*x` for x in `charged` (see
    `oracle._linear_forms`); rate "" where none occurs; None where that is impossible."""
    keys = {key for part in comparisons(formula) for key in part[1]}
    rates = {atom for key in keys for atom in key if atom == "g" or atom.startswith("g#")}
    if len(rates) > 1:
        return None
    rate = rates.pop() if rates else ""
    charged = frozenset(atom for key in keys if len(key) > 1 and rate in key for atom in key if atom != rate)
    found = (rate, charged)
    return found if all(_linear(part[1], found) is not None for part in comparisons(formula)) else None


def _linear(polynomial: Poly, charged: tuple[str, frozenset[str]]) -> Poly | None:
    rate, atoms = charged
    if not rate:
        return polynomial if all(len(key) <= 1 for key in polynomial) else None
    named = Poly({tuple("g" if a == rate else a for a in key): value for key, value in polynomial.items()})
    form = linear_form(named, set(atoms))
    if form is None:
        return None
    return Poly({((rate if atom == "g" else atom,) if atom else ()): value for atom, value in form.items()})

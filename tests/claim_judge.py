"""z3 asked about claims: their text becomes formulas (`claim_formulas`), quantified rates are removed.

Shares no code with mesaprior, and not its method. A question is linear where `u = g*c(x)` makes it so,
and then z3's answer is complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from claim_formulas import (
    FALSE,
    Formula,
    TooHard,
    all_of,
    any_of,
    comparisons,
    denied,
    germ,
    in_powers,
    is_,
    joined,
    put,
    renamed,
    without_rates,
)
from claim_oracle import Claim, cased
from oracle import Poly, Tree, World, evaluated, linear_form, spelled


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
            return joined(said[0], (self._at(part, above, below) for part in said[1]))
        return is_(put(in_powers(said[1], "g"), above, below), said[2])


# --- asking ------------------------------------------------------------------------------------------


class ClaimJudge:
    """z3 over the claims of one world."""

    def __init__(self, world: World, steps: int = 400_000) -> None:
        import z3

        self.z3, self.world, self.steps = z3, world, steps
        self.reading = Reading(world)

    def possible(self, *claims: Claim, denied_too: Sequence[Claim] = ()) -> tuple[bool | None, bool]:
        """Whether the facts, the claims and the denials can hold together (None: z3 does not know), and
        whether that question is linear."""
        try:
            parts = [self.reading.formula(claim) for claim in claims]
            parts += [denied(self.reading.formula(claim)) for claim in denied_too]
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
        if formula == FALSE:
            return False
        z3 = self.z3
        solver = z3.SolverFor("QF_LRA" if charged is not None else "QF_NRA")
        solver.set("rlimit", self.steps)
        solver.set("timeout", 10_000)
        text = _smt(formula, charged)
        atoms = {atom for part in comparisons(formula) for key in part[1] for atom in key} | {"g"}
        lines = [f"(declare-const |{atom}| Real)" for atom in atoms]
        lines += [f"(assert ({'>=' if atom in self.world.zero else '>'} |{atom}| 0))" for atom in atoms]
        solver.from_string("\n".join([*lines, f"(assert {text})"]))
        answer = solver.check()
        return None if answer == z3.unknown else bool(answer == z3.sat)


def _smt(formula: Formula, charged: tuple[str, frozenset[str]] | None) -> str:
    """A formula as z3 reads it; ten times as fast as building it call by call."""
    if formula[0] in ("and", "or"):
        return (
            f"({formula[0]} {' '.join(_smt(part, charged) for part in formula[1])})" if formula[1] else "true"
        )
    polynomial = _linear(formula[1], charged) if charged is not None else formula[1]
    assert polynomial is not None
    parts = [
        f"(* {' '.join([_spelled(value), '1', *(f'|{a}|' for a in key)])})"
        for key, value in polynomial.items()
    ]
    total = f"(+ {' '.join(parts)} 0)"
    sign = {"==": "=", "!=": "distinct"}.get(formula[2], formula[2])
    return f"({sign} {total} 0)"


def _spelled(value: Fraction) -> str:
    number = f"(/ {abs(value.numerator)} {value.denominator})"
    return f"(- {number})" if value < 0 else number


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

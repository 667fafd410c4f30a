"""Sentences as comparisons of polynomials: `V wins`, `V beats W`, `a < b <= c`.

Floor: `engine.claims`, below `meaning`. A sentence is a choice among conjunctions of comparisons, and so is
its denial; both are written out here, once, so that nothing has to be negated later.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mesaprior.algebra import ONE, RATE, Atom, Monomial, Polynomial
from mesaprior.engine.claims.rates import NotDecided, denied
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.engine.reason.products import times
from mesaprior.engine.setting import Setting
from mesaprior.language import Apply, Divide, Name, Node, Relation, Says, write
from mesaprior.language.nodes import rebuilt, walk
from mesaprior.limits import CASES
from mesaprior.model import expansion_of
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

Choice = tuple[Premise, ...]
"""Comparisons that all hold."""


@dataclass(frozen=True)
class Sentence:
    """`choices`: it holds where every comparison of one of them does; `denials`: it fails likewise."""

    choices: tuple[Choice, ...]
    denials: tuple[Choice, ...]

    @property
    def denial(self) -> Sentence:
        return Sentence(self.denials, self.choices)

    @property
    def formula(self) -> Alternatives:
        parts = tuple(choice[0] if len(choice) == 1 else AllOf(choice) for choice in self.choices)
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    @property
    def speaks_of_rate(self) -> bool:
        return any(RATE in premise.polynomial.atoms for choice in self.choices for premise in choice)


class Sentences:
    """Reads sentences under one setting.

    `sides[denial]` are the two sides `(larger, smaller)` of a comparison that was read, as nodes, by its
    denial; `held[comparison]` are `(smaller, larger)` of the comparison itself. With `strictly`, a
    comparison is denied by its reverse without equality.
    """

    def __init__(self, setting: Setting, *, strictly: bool = False) -> None:
        self.setting = setting
        self.strictly = strictly
        self.expansion = expansion_of(setting.model)
        self.sides: dict[Premise, tuple[Node, Node]] = {}
        self.held: dict[Premise, tuple[Node, Node]] = {}

    def read(self, sentence: Says | Relation) -> Sentence:
        """What a sentence says, the rate as it stands."""
        if isinstance(sentence, Relation):
            return self._relation(sentence)
        name, other = sentence.variant.name, sentence.other.name if sentence.other else ""
        match sentence.verb:
            case "wins" | "never wins":
                others = [rival for rival in self.setting.model.variants if rival != name]
                said = self._all([self._beats(name, rival) for rival in others])
            case "beats" | "never beats":
                said = self._all([self._beats(name, other)])
            case "ties":
                gap = self._cost_gap(name, other)
                says = f"{name} ties {other}"
                said = self._all([Premise(gap, False, says), Premise(-gap, False, says)])
            case "dominates":
                said = self._dominates(name, other)
        return said.denial if sentence.verb.startswith("never") else said

    def quotient(self, node: Node) -> tuple[Polynomial, Polynomial]:
        """An expression as `above / below`, numbers put in; `below` is positive."""
        if any(_is_extreme(part) for part in walk(node)):
            raise NotDecided("min and max are not decided in the place of a rate")
        above, below = map(self.setting.known, self.expansion.quotient(node))
        factor = _divisors(above, self.setting.model.symbols)
        return times(above, factor), times(below, factor)

    # --- comparisons -----------------------------------------------------------------------------

    def _all(self, comparisons: list[Premise]) -> Sentence:
        """All comparisons hold; it fails where one of them does."""
        return Sentence((tuple(comparisons),), tuple((self._denied(p),) for p in comparisons))

    def _denied(self, comparison: Premise) -> Premise:
        denial = denied(comparison)
        if not self.strictly or denial.strict:
            return denial
        strict = Premise(denial.polynomial, True, denial.says)
        if denial in self.sides:
            self.sides[strict] = self.sides[denial]
        return strict

    def _named(self, comparison: Premise, larger: Node, smaller: Node) -> Premise:
        self.sides[denied(comparison)] = (larger, smaller)
        self.held[comparison] = (smaller, larger)
        return comparison

    def _cost_gap(self, winner: str, loser: str) -> Polynomial:
        """`cost(loser) - cost(winner)`."""
        return self.setting.costs[loser] - self.setting.costs[winner]

    def _beats(self, winner: str, loser: str) -> Premise:
        premise = Premise(self._cost_gap(winner, loser), True, f"{winner} beats {loser}")
        return self._named(premise, *(Apply("cost", (Name(variant),)) for variant in (loser, winner)))

    def _dominates(self, better: str, worse: str) -> Sentence:
        """No worse on every axis, better on one: which one is a choice, so that no two axes are added."""
        prices = self.setting.prices
        weak: list[Premise] = []
        for axis in self.setting.model.axes:
            gap = prices[worse][axis] - prices[better][axis]
            premise = Premise(gap, False, f"{axis}({better}) <= {axis}({worse})")
            weak.append(self._named(premise, *(Apply(axis, (Name(name),)) for name in (worse, better))))
        strict = [Premise(p.polynomial, True, p.says.replace("<=", "<")) for p in weak]
        level = tuple(Premise(-p.polynomial, False, f"not: {p.says}") for p in strict)
        return Sentence(
            tuple((*weak[:k], one, *weak[k + 1 :]) for k, one in enumerate(strict)),
            (*((self._denied(p),) for p in weak), level),
        )

    def _relation(self, relation: Relation) -> Sentence:
        """`a < b <= c`, with `min` and `max` taken apart: one case for each argument that may be it."""
        choices: list[Choice] = []
        denials: list[Choice] = []
        for guards, plain in _cases(relation):
            given = tuple(p for guard in guards for p in self._compared(guard))
            comparisons = self._compared(plain)
            choices.append((*given, *comparisons))
            denials += [(*given, self._denied(p)) for p in comparisons]
            if len(denials) > CASES:
                raise NotDecided(f"min and max make more than {CASES} cases")
        return Sentence(tuple(choices), tuple(denials))

    def _compared(self, relation: Relation) -> list[Premise]:
        """`a < b <= c` -> `b - a > 0`, `c - b >= 0`, each multiplied by its positive denominators."""
        found: list[Premise] = []
        differences = self.expansion.differences(relation)
        pairs = zip(relation.operands, relation.operands[1:], strict=False)
        for (difference, operator), (left, right) in zip(differences, pairs, strict=True):
            gap = self.setting.known(difference)
            says = f"{write(left)} {operator} {write(right)}"
            strict = operator in "<>"
            named = self._named
            if gap and any(map(_divides_by_unknown, walk(relation))):
                gap = times(gap, _divisors(gap, self.setting.model.symbols))
                named = _unnamed  # what was multiplied by a divisor is not the difference of the sides
            if operator in {"<", "<=", "=="}:
                found.append(named(Premise(-gap, strict, says), right, left))
            if operator in {">", ">=", "=="}:
                found.append(named(Premise(gap, strict, says), left, right))
        return found


def _divides_by_unknown(node: Node) -> bool:
    return isinstance(node, Divide) and any(isinstance(part, Name | Apply) for part in walk(node.right))


def _divisors(polynomial: Polynomial, symbols: Symbols) -> Monomial:
    """What a polynomial is divided by, where that is positive: `t(a)/c(b) - g` has the sign of
    `t(a) - g*c(b)`, in which every product is one that the costs may have, too."""
    below: dict[Atom, int] = {}
    for monomial in polynomial.coefficients:
        for atom, exponent in monomial:
            if exponent < 0:
                below[atom] = max(below.get(atom, 0), -exponent)
    factor = tuple(sorted(below.items()))
    return factor if symbols.is_positive(factor) else ONE


def _unnamed(comparison: Premise, larger: Node, smaller: Node) -> Premise:
    return comparison


def _cases(relation: Relation) -> Iterator[tuple[list[Relation], Relation]]:
    """A comparison without `min` and `max`, once for each argument that may be the extreme one, with what
    makes it that: `min(a, b) < c` -> `a < c` where a <= b, `b < c` where b <= a."""
    extreme = next((part for part in walk(relation) if _is_extreme(part) and not _has_inner(part)), None)
    if extreme is None:
        yield [], relation
        return
    assert isinstance(extreme, Apply)
    operator = "<=" if extreme.head == "min" else ">="
    for chosen in dict.fromkeys(extreme.arguments):
        others = [other for other in dict.fromkeys(extreme.arguments) if other != chosen]
        guards = [Relation((chosen, other), (operator,)) for other in others]
        changed = _replaced(relation, extreme, chosen)
        assert isinstance(changed, Relation)
        for more, plain in _cases(changed):
            yield [*guards, *more], plain


def _is_extreme(node: Node) -> bool:
    return isinstance(node, Apply) and node.head in {"min", "max"}


def _has_inner(node: Node) -> bool:
    return any(_is_extreme(part) for part in walk(node) if part is not node)


def _replaced(node: Node, old: Node, new: Node) -> Node:
    return new if node == old else rebuilt(node, lambda part: _replaced(part, old, new))

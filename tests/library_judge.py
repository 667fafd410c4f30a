"""z3 asked about the claims of the library, under any prior; shares no code with mesaprior.

log2, the unspecified g(c) and powers with open exponents are unknowns that rise with their arguments. A rate
that a sentence quantifies is taken out by sign rules and pairs, so z3 never sees a quantifier.
"""

from __future__ import annotations

import itertools
from fractions import Fraction
from typing import Any

from claim_oracle import Claim
from library_oracle import ClaimWorld, Compared
from oracle import COMPARE, Tree


class ClaimJudge:
    """z3 asked whether the facts and a claim's denial can hold together."""

    def __init__(self, world: ClaimWorld) -> None:
        import z3

        self.z3, self.world = z3, world
        atoms = [*world.atoms, "g"]
        self.env = {atom: z3.Real(atom) for atom in atoms}
        self.opaque_values: dict[tuple[Any, ...], Any] = {}
        self.solver = z3.Solver()
        self.solver.set("timeout", 20_000)
        for atom in atoms:
            self.solver.add(self.env[atom] >= 0 if atom in world.zero else self.env[atom] > 0)
        self.solver.add(*map(self._said, world.all_facts(self.env, self.number, self.opaque)))

    def number(self, value: Fraction) -> Any:
        return self.z3.RealVal(f"{value.numerator}/{value.denominator}")

    def opaque(self, name: str, *arguments: Any) -> Any:
        """An unknown that rises with its first argument; a power is positive, its exponents are."""
        if name in ("min", "max"):
            low, high = arguments
            return self.z3.If((low < high) == (name == "min"), low, high)
        if name == "log2":
            for (kind, *_), ((base, *exponent), power) in self.opaque_values.items():
                if kind == "**" and power.eq(arguments[0]) and base.eq(self.number(Fraction(2))):
                    return exponent[0]
        key = (name, *(argument.sexpr() for argument in arguments))
        if key not in self.opaque_values:
            value = self.z3.Real(f"{name}#{len(self.opaque_values)}")
            for (other, *_), (before, was) in self.opaque_values.items():
                if other == name:
                    alike = before[1] == arguments[1] if name == "**" else True
                    rises = self.z3.And(
                        (arguments[0] < before[0]) == (value < was),
                        (arguments[0] == before[0]) == (value == was),
                    )
                    self.solver.add(self.z3.Implies(alike, rises))
            if name == "**":
                self.solver.add(value > 0)
            self.opaque_values[key] = (arguments, value)
        return self.opaque_values[key][1]

    def _said(self, compared: Compared) -> Any:
        left, sign, right = compared
        return COMPARE[sign](left, right)

    def verdict(self) -> str:
        """`proved`, `refuted`, or `unknown`; with opaque values in play `refuted` is an abstraction's."""
        self.solver.add(self.z3.Not(self.formula(self.world.claim)))
        answer = self.solver.check()
        return {"unsat": "proved", "sat": "refuted"}.get(str(answer), "unknown")

    def numbers(self) -> dict[str, Fraction] | None:
        """Rational numbers at which the denial holds, after `refuted`."""
        model, found = self.solver.model(), {}
        for atom, variable in self.env.items():
            value = model.eval(variable, model_completion=True)
            if not self.z3.is_rational_value(value):
                return None
            found[atom] = Fraction(value.numerator_as_long(), value.denominator_as_long())
        return found

    def formula(self, tree: Claim) -> Any:
        z3 = self.z3
        match tree:
            case ("if", premise, conclusion):
                return z3.Implies(self.formula(premise), self.formula(conclusion))
            case ("or", parts):
                return z3.Or(*map(self.formula, parts))
            case ("and", parts):
                return z3.And(*map(self.formula, parts))
            case ("not", part):
                return z3.Not(self.formula(part))
            case ("for", kind, where, sentence):
                return self._quantified(sentence, kind, where)
        denied, compared = self.world.sentence(tree, self.env, self.number, self.opaque)
        together = z3.And(*map(self._said, compared))
        return z3.Not(together) if denied else together

    def _quantified(self, sentence: Claim, kind: str, where: Any) -> Any:
        z3 = self.z3
        if kind == "at":
            rate = self.world.side(where, self.env, self.number, self.opaque)
            denied, compared = self.world.sentence(
                sentence, {**self.env, "g": rate}, self.number, self.opaque
            )
            said = z3.And(*map(self._said, compared))
            return z3.Or(rate <= 0, z3.Not(said) if denied else said)
        denied, lines = self._lines(sentence)
        if denied:
            opposite = {"all": "some", "some": "all"}.get(kind, kind)
            return z3.Not(self._rated(lines, opposite, where))
        return self._rated(lines, kind, where)

    def _lines(self, sentence: Claim) -> tuple[bool, list[tuple[Any, Any, str]]]:
        """Comparisons as `slope*g + rest sign 0`, the sign one of `> >= ==`."""
        at = [
            self.world.sentence(
                sentence, {**self.env, "g": self.number(Fraction(k))}, self.number, self.opaque
            )
            for k in (1, 2)
        ]
        lines = []
        for (left, sign, right), (left_two, _, right_two) in zip(at[0][1], at[1][1], strict=True):
            one, two = left - right, left_two - right_two
            if sign.startswith("<"):
                one, two, sign = -one, -two, ">" + sign[1:]
            lines.append((two - one, 2 * one - two, sign))
        return at[0][0], lines

    def _rated(self, lines: list[tuple[Any, Any, str]], kind: str, where: Any) -> Any:
        z3 = self.z3
        if kind == "all":
            return z3.And(*(self._everywhere(*line) for line in lines))
        if kind == "some":
            return self._somewhere(lines)
        if kind == "range":
            return z3.And(*(self._between(*line, where) for line in lines))
        said = []
        for slope, rest, sign in lines:
            first, then = (rest, slope) if kind == "small" else (slope, rest)
            level = {">": then > 0, ">=": then >= 0, "==": then == 0}[sign]
            ahead = z3.And(first == 0, level)
            said.append(ahead if sign == "==" else z3.Or(first > 0, ahead))
        return z3.And(*said)

    def _everywhere(self, slope: Any, rest: Any, sign: str) -> Any:
        z3 = self.z3
        if sign == "==":
            return z3.And(slope == 0, rest == 0)
        level = [z3.Or(slope > 0, rest > 0)] if sign == ">" else []
        return z3.And(slope >= 0, rest >= 0, *level)

    def _somewhere(self, lines: list[tuple[Any, Any, str]]) -> Any:
        """By pairs (Helly's theorem on the line); strict comparisons only."""
        z3 = self.z3
        if any(sign != ">" for _, _, sign in lines):
            raise ValueError("for some g: only strict comparisons are taken apart here")
        said = [z3.Or(slope > 0, rest > 0) for slope, rest, _ in lines]
        for (a, b, _), (d, e, _) in itertools.permutations(lines, 2):
            opposed = z3.And(a > 0, b <= 0, d <= 0, e > 0)
            said.append(z3.Implies(opposed, b * d < e * a))
        return z3.And(*said)

    def _between(self, slope: Any, rest: Any, sign: str, where: Tree) -> Any:
        """On an open range `lo < g < hi`, or with one bound: at both ends not negative, not both 0."""
        z3, zero = self.z3, self.number(Fraction(0))
        low, high = zero, None
        for left, operator, right in zip(where[1], where[2], where[1][1:], strict=False):
            assert operator in "<>" and sign == ">", "only open ranges of strict comparisons"
            bound, is_low = (right, operator == ">") if left == ("name", "g") else (left, operator == "<")
            value = self.world.side(bound, self.env, self.number, self.opaque)
            if is_low:
                low = z3.If(value > 0, value, zero)
            else:
                high = value
        start = slope * low + rest
        if high is None:
            return z3.And(slope >= 0, start >= 0, z3.Or(slope > 0, start > 0))
        end = slope * high + rest
        return z3.Or(low >= high, z3.And(start >= 0, end >= 0, z3.Or(start > 0, end > 0)))

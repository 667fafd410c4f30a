"""Random claims for the soundness battery, as text: linear ones, others, and what follows from others.

Everything follows from the source of randomness. Shares no code with mesaprior. A claim that is drawn blindly
is nearly always refuted, so a good part follows from a premise or a fact by a step that people make (adding,
scaling, chaining, weakening), or by such a step done wrong.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from oracle import World

EXTREMES = 0.8
_NUMBERS = ("1", "2", "3", "1/2", "5/2", "10")
_RATES = ("1", "2", "1/2", "3", "64/25", "10")


class ClaimMaker:
    """Draws claims about one world."""

    def __init__(self, world: World, source: random.Random) -> None:
        self.world = world
        self.source = source
        self.names = world.names
        self.terms = world.terms
        self.axes = world.axes
        self.facts = [
            text if isinstance(text, str) else text["formal"] for text in world.spec.get("facts", [])
        ]

    def choose(self, *items: str) -> str:
        return self.source.choice(items)

    def chance(self, share: float) -> bool:
        return self.source.random() < share

    # --- linear formulas --------------------------------------------------------------------------

    def side(self, axis: str) -> str:
        """A sum of prices on one axis: `2*c(a) + c(V1)`."""
        count = self.source.choice((1, 1, 2, 2, 3))
        pool = [f"{axis}({term})" for term in self.terms]
        pool += [f"{axis}({name})" for name in self.source.sample(self.names, 1)]
        parts = self.source.sample(pool, min(count, len(pool)))
        parts = [f"{self.choose('2', '3', '1/2')}*{part}" if self.chance(0.2) else part for part in parts]
        if self.chance(0.12):
            parts.append(self.choose(*_NUMBERS))
        if len(parts) > 1 and self.chance(0.1):
            return f"{parts[0]} - {parts[1]}"
        if len(parts) > 1 and self.chance(0.1):
            return f"2*({' + '.join(parts)})"
        return " + ".join(parts)

    def charged(self) -> str:
        """A sum with the rate: costs, or `g*c(a) + t(b)`."""
        if self.terms and self.chance(0.5):
            parts = []
            if self.chance(0.8):
                parts.append(
                    f"g*({self.side('c')})" if self.chance(0.4) else f"g*c({self.choose(*self.terms)})"
                )
            if self.chance(0.6) or not parts:
                parts.append(self.side("t"))
            return " + ".join(parts)
        text = f"cost({self.choose(*self.names)})"
        return f"{text} + {self.side('t')}" if self.terms and self.chance(0.2) else text

    def sign(self) -> str:
        return "==" if self.chance(0.06) else self.choose("<", "<=", ">", ">=")

    def comparison(self) -> str:
        """A linear comparison without a quantifier."""
        kind = self.source.random()
        axis = self.choose(*self.axes)
        if kind < 0.45 or not self.terms:
            if len(self.names) > 1 and self.chance(0.4):
                one, other = self.pair()
                return f"{axis}({one}) {self.sign()} {axis}({other})"
            return f"{self.side(axis)} {self.sign()} {self.side(axis)}"
        if kind < 0.6:
            first, second = self.choose("<", "<="), self.choose("<", "<=")
            return f"{self.side(axis)} {first} {self.side(axis)} {second} {self.side(axis)}"
        if kind < 0.7:
            return f"{self.side(axis)} {self.sign()} {self.choose(*_NUMBERS)}"
        if kind < 0.75:
            return f"g {self.sign()} {self.choose(*_RATES)}"
        if kind < EXTREMES:
            if self.chance(0.5):
                return self.bent()
            extreme = f"{self.choose('min', 'max')}({self.side(axis)}, {self.side(axis)})"
            return f"{extreme} {self.sign()} {self.side(axis)}"
        return f"{self.charged()} {self.sign()} {self.charged()}"

    def bent(self) -> str:
        """A comparison with what bends at a rate: it turns more than once."""
        parts = [f"cost({name})" for name in self.names]
        parts += [self.choose("g", "3 - 2*g", "2*g - 3", "1", "1/2"), self.charged()]
        one, other, third = (self.source.choice(parts) for _ in range(3))
        sides = [f"{self.choose('min', 'max')}({one}, {other})", third]
        if self.chance(0.3):
            sides.append(self.charged())
        self.source.shuffle(sides)
        return f" {self.choose('<', '<=', '>', '>=')} ".join(sides)

    def pair(self) -> tuple[str, str]:
        one, other = self.source.sample(self.names, 2)
        return one, other

    def said(self) -> str:
        """A sentence about variants."""
        if len(self.names) < 2 or self.chance(0.3):
            return f"{self.choose(*self.names)} {self.choose('wins', 'wins', 'never wins')}"
        one, other = self.pair()
        verb = self.choose("beats", "beats", "beats", "never beats", "dominates", "dominates", "ties")
        return f"{one} {verb} {other}"

    def rates(self) -> str:
        """A quantifier, with a space before it."""
        a, b = sorted(self.source.sample(_RATES, 2), key=_number)
        return " " + self.choose(
            "for all g",
            "for all g",
            "for all g",
            "for some g",
            "for some g",
            "for small g",
            "for large g",
            f"at g = {self.choose(*_RATES)}",
            f"at g = {self.choose(*_RATES)}",
            f"for g {self.choose('<', '<=', '>', '>=')} {a}",
            f"for {a} {self.choose('<', '<=')} g {self.choose('<', '<=')} {b}",
        )

    def sentence(self, quantified: float = 0.45) -> str:
        text = self.said() if self.chance(0.6) else self.comparison()
        return text + (self.rates() if self.chance(quantified) else "")

    # --- what follows, and what nearly does ---------------------------------------------------------

    def consequence(self) -> str:
        """A premise and a step from it that people make; in part the step is one too far."""
        axis = self.choose(*self.axes)
        left, middle, right = (self.side(axis) for _ in range(3))
        sign = self.choose("<", "<=")
        premise = f"{left} {sign} {right}"
        extra = self.side(axis)
        steps = (
            f"{left} + {extra} {sign} {right} + {extra}",
            f"3*({left}) {sign} 3*({right})",
            f"{left} {sign} {right} + {extra}",
            f"{left} <= {right}",
            f"{left} < {right}",
            f"{left} - ({extra}) {sign} {right}",
            f"not {right} < {left}",
            f"not {right} <= {left}",
            f"{right} > {left} or {right} == {left}",
            f"g*({left}) {sign} g*({right})",
            f"{left} + {extra} {sign} {right}",
        )
        if self.chance(0.4):
            second = f"{middle} {self.choose('<', '<=')} {right}"
            first = f"{left} {sign} {middle}"
            return f"if {first} and {second} then {left} {self.choose('<', '<=')} {right}"
        return f"if {premise} then {self.source.choice(steps)}"

    def about_variants(self) -> str:
        """What follows (or nearly follows) from the words alone."""
        a, b = self.pair()
        others = [name for name in self.names if name not in (a, b)]
        if others and self.chance(0.15):
            c = self.choose(*others)
            return self.choose(
                f"if {a} beats {b} and {b} beats {c} then {a} beats {c}",
                f"if {a} beats {b} and {b} ties {c} then {a} beats {c}",
                f"if {a} beats {b} for some g and {b} beats {c} for some g then {a} beats {c} for some g",
                f"if {a} dominates {b} and {b} dominates {c} then {a} dominates {c}",
                f"if {a} beats {b} then {a} beats {c} or {c} beats {b}",
            )
        rate = self.choose(*_RATES)
        rates = self.rates()
        return self.source.choice(
            (
                f"if {a} wins then {a} beats {b}",
                f"if {a} beats {b} then {a} wins",
                f"if {a} dominates {b} then {a} beats {b} for all g",
                f"if {a} beats {b} for all g then {a} dominates {b}",
                f"if {a} dominates {b} then {b} never wins",
                f"if {a} dominates {b} then {b} never wins for all g",
                f"not ({a} wins and {b} wins)",
                f"if {a} wins for all g then {a} wins at g = {rate}",
                f"if {a} wins at g = {rate} then {a} wins for some g",
                f"if {a} beats {b} for small g and {a} beats {b} for large g then {a} beats {b} for all g",
                f"if {a} wins for small g then {a} wins for some g",
                f"if {a} beats {b} at g = {rate} then {a} beats {b} for large g",
                f"if c({a}) < c({b}) then {a} beats {b} for large g",
                f"if c({a}) <= c({b}) and t({a}) < t({b}) then {a} beats {b}{rates}",
                f"if t({a}) < t({b}) then {a} beats {b} for small g",
                f"if t({a}) <= t({b}) then {a} beats {b} for small g",
                f"if c({a}) < c({b}) then not {b} beats {a} for all g",
                f"{a} beats {b}{rates} or {b} beats {a}{rates}",
                f"{a} beats {b} or {b} beats {a} or {a} ties {b}",
                f"{a} never beats {b} or {b} never beats {a}",
                f"if {a} ties {b} then cost({a}) == cost({b})",
                f"cost({a}) <= cost({b}) or {b} beats {a}",
                f"if cost({a}) < cost({b}) then {b} never wins",
                f"if {b} wins then cost({b}) <= cost({a})",
                f"if c({a}) < c({b}) and t({a}) > t({b}) then {b} wins for small g",
                f"if c({a}) == c({b}) then {a} beats {b} for all g or {b} beats {a} or {a} ties {b}",
                f"if {a} never wins for some g then {a} never wins for all g",
                f"if {a} wins for some g then {a} wins for all g",
                f"not {a} dominates {b} or not {b} dominates {a}",
            )
        )

    def of_facts(self) -> str:
        """A fact of the model, weakened or overdone."""
        if not self.facts:
            return self.consequence()
        fact = self.choose(*self.facts)
        other = self.choose(*self.facts)
        return self.source.choice(
            (
                fact,
                f"{fact} and {other}",
                f"if {self.sentence()} then {fact}",
                f"{fact} or {self.sentence()}",
                f"not {fact}",
                f"if not {fact} then {self.sentence()}",
                fact.replace("<=", "<") if "<=" in fact else fact.replace(">=", ">"),
            )
        )

    def linear(self) -> str:
        """One random claim whose comparisons are linear."""
        kind = self.source.random()
        if kind < 0.3:
            return self.sentence()
        if kind < 0.42 and self.terms:
            return self.consequence()
        if kind < 0.56 and len(self.names) > 1:
            return self.about_variants()
        if kind < 0.63 and self.terms:
            return self.of_facts()
        if kind < 0.8:
            return f"if {self.joined(0.15)} then {self.sentence(0.3)}"
        if kind < 0.84:
            return f"not ({self.joined(0.3)})" if self.chance(0.5) else f"not {self.sentence(0.5)}"
        if kind < 0.87:
            return f"if {self.sentence(0.2)} then if {self.sentence(0.1)} then {self.sentence(0.2)}"
        return self.joined(0.35)

    def joined(self, quantified: float) -> str:
        parts = [self.sentence(quantified) for _ in range(self.source.choice((1, 2, 2, 3)))]
        if len(parts) == 3 and self.chance(0.5):
            return f"({parts[0]} or {parts[1]}) and {parts[2]}"
        return self.choose(" and ", " or ").join(parts)

    def assumption(self) -> str:
        """A comparison that a claim may assume."""
        axis = self.choose(*self.axes)
        return f"{self.side(axis)} {self.choose('<', '<=')} {self.side(axis)}"

    # --- not linear ---------------------------------------------------------------------------------

    def atom(self) -> str:
        kinds = [f"{axis}({term})" for axis in self.axes for term in self.terms[:3]]
        return self.choose(*kinds, *self.world.parameters)

    def positive(self) -> str:
        """An atom by which one may divide."""
        kinds = [f"{axis}({term})" for axis in self.axes for term in self.terms[:3]]
        return self.choose(*[a for a in kinds if a not in self.world.zero], *self.world.parameters, "g", "g")

    def curved(self) -> str:
        """One random claim with products, quotients or powers of unknowns."""
        x, y, z = (self.positive() for _ in range(3))
        z = self.atom() if self.chance(0.3) else z
        p, q = self.choose(*_NUMBERS), self.choose(*_NUMBERS)
        sign, flipped = self.choose("<", "<="), self.choose(">", ">=")
        a, b = self.source.sample(self.names, 2) if len(self.names) > 1 else [self.names[0]] * 2
        t = self.choose(*[f"t({term})" for term in self.terms])
        c = self.choose("2", *[f"c({term})" for term in self.terms if f"c({term})" not in self.world.zero])
        return self.source.choice(
            (
                f"{x}**2 + {y}**2 {flipped} 2*{x}*{y}",
                f"({x} + {y})**2 {flipped} 4*{x}*{y}",
                f"if {x} {sign} {y} then {x}*{z} {sign} {y}*{z}",
                f"if {x} {sign} {y} then {x}*{x} {self.choose('<', '<=')} {y}*{y}",
                f"if {x}*{z} {sign} {y}*{z} then {x} {sign} {y}",
                f"if {x} {sign} {y} then {y}*{z}/{x} {flipped} {z}",
                f"{x}/{y} + {y}/{x} {flipped} 2",
                f"{x}*{y} {sign} {x} + {y}",
                f"if {x} > 1 and {y} > 1 then {x}*{y} {flipped} {x} + {y} - 1",
                f"if {x} > {p} and {y} > {q} then {x}*{y} > {p}*{q}",
                f"{x}*{y} {sign} {p}",
                f"g*{t} {sign} {x}*{y}",
                f"if {t} {sign} g*{x} then {t}/g {sign} {x}",
                f"if g > 1 then g*{t} {flipped} {t}",
                f"if g > 1 then g**2*{x} {flipped} g*{x}",
                f"{a} beats {b} for g > {t}/{c}",
                f"{a} beats {b} at g = {t}/{c}",
                f"if {t} {sign} {c} then {a} wins at g = {t}/{c}",
                f"if c({a}) < c({b}) then {a} beats {b} for g > t({a})/(c({b}) + {c})",
                f"if {a} beats {b} then {a} beats {b} or {x}*{y} < {z}",
                f"if {x}*{y} {sign} {z} then {a} wins",
                f"{x}**3 {flipped} {x}",
                f"{x}*{y}*{z} > 0",
                f"({x} - {y})**2 >= 0",
                f"({x} - {y})**2 > 0",
                f"({x} - {y})*({x} + {y}) == {x}**2 - {y}**2",
                f"{x}/({x} + {y}) {sign} 1",
                f"{x}/({x} + {y}) + {y}/({x} + {y}) == 1",
                f"1/{x} - 1/({x} + 1) == 1/({x}*({x} + 1))",
                f"if {x} + {y} == {p} then {x}*{y} {sign} {q}",
                f"if {x} + {y} <= 2 then {x}*{y} <= 1",
                f"max({x}, {y})*min({x}, {y}) == {x}*{y}",
                f"g*{x} + {y}/g {flipped} {p}",
                f"g + 1/g {flipped} 2",
                f"cost({a})*{x} {sign} cost({b})*{x}",
                f"if cost({a}) {sign} cost({b}) then cost({a})*{x} {sign} cost({b})*{x}",
                f"if cost({a}) {sign} cost({b}) then cost({a})/{x} {sign} cost({b})/{y}",
                f"{x}*{y} {sign} {z} or {x}*{y} {flipped} {z}",
            )
        )


def _number(text: str) -> float:
    above, _, below = text.partition("/")
    return int(above) / int(below or 1)


def permuted(parts: Sequence[str], source: random.Random) -> list[str]:
    """The parts in another order."""
    return source.sample(list(parts), len(parts))

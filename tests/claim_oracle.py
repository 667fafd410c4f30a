"""The battery's own reading of claims: parses their TEXT and says whether they hold at exact numbers.

Shares no code with mesaprior. `read` is a second parser (precedence climbing where the project runs a table),
`holds` puts numbers into the claim as it was written. What is said of many rates is decided at a point of all
prices exactly: between two neighbouring rates at which a comparison of the claim turns, nothing changes, so a
rate between each two, and outside, and the turning rates themselves settle it.
"""

from __future__ import annotations

import itertools
import re
from fractions import Fraction
from functools import lru_cache
from typing import Any

from oracle import Reader, Spot, Tree, World, mentions_rate
from oracle_programs import quotient

Claim = tuple[Any, ...]
"""`("says", verb, V, W)` with verb wins, beats, ties or dominates (`never` is a `not` around it), a relation
as `oracle.parse` gives it, `("for", kind, where, sentence)`, `("not", p)`, `("and", ps)`, `("or", ps)`,
`("if", p, q)`. Kinds: all, some, small, large, at, range."""

_TOKENS = re.compile(r"\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|\*\*|<=|>=|==|[-+*/()<>,=])")
_VERBS = ("wins", "never", "beats", "ties", "dominates")

# --- text --------------------------------------------------------------------------------------------


@lru_cache(maxsize=100_000)
def read(text: str) -> Claim:
    """Claim text as a tree. Raises `ValueError` for what is no claim."""
    tokens, position, text = [], 0, text.rstrip()
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            raise ValueError(f"no token at {position} of {text!r}")
        tokens.append(match[1])
        position = match.end()
    reader = ClaimReader(tokens)
    claim = reader.claim()
    if reader.rest():
        raise ValueError(f"trailing {reader.rest()} in {text!r}")
    return claim


class ClaimReader(Reader):
    """Formulas, and around them the words of claims: `if` holds loosest, then `or`, `and`, `not`."""

    def claim(self) -> Claim:
        if self.peek() != "if":
            return self.joined("or", lambda: self.joined("and", self.denial))
        self.take()
        premise = self.claim()
        self.take("then")
        return ("if", premise, self.claim())

    def joined(self, word: str, below: Any) -> Claim:
        parts = [below()]
        while self.peek() == word:
            self.take()
            parts.append(below())
        return (word, tuple(parts)) if len(parts) > 1 else parts[0]

    def denial(self) -> Claim:
        if self.peek() == "not":
            self.take()
            return ("not", self.denial())
        start = self.at
        if self.peek() == "(":
            # Either a claim in brackets or a formula that starts with one: tried in this order.
            try:
                self.take()
                inner = self.claim()
                self.take(")")
                if self.peek() in ("", ")", "and", "or", "then"):
                    return inner
            except ValueError:
                pass
            self.at = start
        return self.sentence()

    def sentence(self) -> Claim:
        said = self.said() if self.tokens[self.at + 1 : self.at + 2] in ([v] for v in _VERBS) else None
        said = said or self.relation()
        if said[0] not in ("says", "not", "rel"):
            raise ValueError(f"a formula is no claim: {said}")
        return self.with_rates(said)

    def said(self) -> Claim:
        variant, verb = self.take(), self.take()
        never = verb == "never"
        verb = self.take() if never else verb
        other = None if verb == "wins" else self.take()
        claim = ("says", verb, variant, other)
        return ("not", claim) if never else claim

    def with_rates(self, said: Claim) -> Claim:
        word = self.peek()
        if word == "at":
            self.take()
            self.take("g")
            self.take("=")
            return ("for", "at", self.addition(), said)
        if word != "for":
            return said
        self.take()
        if self.peek() in ("all", "some", "small", "large"):
            kind = self.take()
            self.take("g")
            return ("for", kind, None, said)
        where = self.relation()
        if where[0] != "rel" or ("name", "g") not in where[1]:
            raise ValueError(f"no range of rates: {where}")
        return ("for", "range", where, said)


# --- min and max -------------------------------------------------------------------------------------


@lru_cache(maxsize=100_000)
def cased(relation: Tree) -> Claim:
    """The same comparison without min and max: one of the arguments is the smallest (largest)."""
    call = _innermost(relation)
    if call is None:
        return relation
    sign = "<=" if call[1] == "min" else ">="
    cases = []
    for chosen in call[2]:
        others = [("rel", (chosen, other), (sign,)) for other in call[2] if other is not chosen]
        cases.append(("and", (*others, cased(_with(relation, call, chosen)))))
    return ("or", tuple(cases))


def _innermost(tree: Tree) -> Tree | None:
    parts = tree[1] if tree[0] == "rel" else tree[2] if tree[0] == "call" else tree[1:]
    for part in parts:
        if isinstance(part, tuple) and (found := _innermost(part)) is not None:
            return found
    return tree if tree[0] == "call" and tree[1] in ("min", "max") else None


def _with(tree: Any, old: Tree, new: Tree) -> Any:
    if tree == old:
        return new
    return tuple(_with(part, old, new) for part in tree) if isinstance(tree, tuple) else tree


# --- at exact numbers --------------------------------------------------------------------------------


class Curved(Exception):
    """A comparison that is not linear in the rate: its turning rates need not be rational."""


def holds(world: World, claim: Claim, spot: Spot) -> bool:
    """Whether the claim holds at the prices, and where it leaves the rate open at the rate, of `spot`."""
    match claim[0]:
        case "says":
            return _said_holds(claim, spot)
        case "rel":
            return world.holds(claim, spot)
        case "not":
            return not holds(world, claim[1], spot)
        case "and":
            return all(holds(world, part, spot) for part in claim[1])
        case "or":
            return any(holds(world, part, spot) for part in claim[1])
        case "if":
            return not holds(world, claim[1], spot) or holds(world, claim[2], spot)
    return _holds_for(world, claim[1], claim[2], claim[3], spot)


def _said_holds(claim: Claim, spot: Spot) -> bool:
    _, verb, name, other = claim
    if verb == "wins":
        return spot.winners == [name]
    if verb == "loses":
        return name not in spot.winners
    if verb == "dominates":
        return spot.dominates(name, other)
    return spot.cost(name) < spot.cost(other) if verb == "beats" else spot.cost(name) == spot.cost(other)


def _holds_for(world: World, kind: str, where: Tree | None, sentence: Claim, spot: Spot) -> bool:
    if kind == "at":
        rate = world.value(where, spot)  # type: ignore[arg-type]
        return rate <= 0 or holds(world, sentence, spot.at(rate))
    turns = turning_rates(world, sentence, spot)
    if kind == "range":
        turns |= turning_rates(world, where, spot)  # type: ignore[arg-type]
    ends, between = _ends_and_between(turns)
    if kind in ("small", "large"):
        return holds(world, sentence, spot.at(between[0 if kind == "small" else -1]))
    there = [spot.at(rate) for rate in (*between, *ends[1:])]
    if kind == "some":
        return any(holds(world, sentence, at) for at in there)
    return all(holds(world, sentence, at) for at in there if where is None or world.holds(where, at))


def _ends_and_between(turns: set[Fraction]) -> tuple[list[Fraction], list[Fraction]]:
    ends: list[Any] = sorted({0, *turns})
    return ends, [quotient(low + high, 2) for low, high in itertools.pairwise(ends)] + [ends[-1] + 1]


def telling_rates(world: World, claim: Claim, spot: Spot) -> list[Fraction]:
    """Rates that show everything that the claim can be at the prices of `spot`: where a comparison of it or
    of a fact turns, one between each two of these, and outside. What is said of many rates turns nowhere."""
    ends, between = _ends_and_between(turning_rates(world, claim, spot) | spot.fact_turns)
    return [*between, *ends[1:]]


def turning_rates(world: World, sentence: Claim, spot: Spot) -> set[Fraction]:
    """The positive rates at which a comparison of the sentence turns, all prices being those of `spot`."""
    match sentence[0]:
        case "not":
            return turning_rates(world, sentence[1], spot)
        case "and" | "or":
            return {rate for part in sentence[1] for rate in turning_rates(world, part, spot)}
        case "if":
            return turning_rates(world, sentence[1], spot) | turning_rates(world, sentence[2], spot)
        case "for":
            return set()
        case "rel":
            if _innermost(sentence) is not None:
                return turning_rates(world, cased(sentence), spot)
            return _roots(world, sentence, spot) if mentions_rate(sentence) else set()
    _, verb, name, other = sentence
    if verb == "dominates":
        return set()
    a, b = spot.lines[name]
    lines = {spot.lines[rival] for rival in ([other] if other else spot.lines)}
    roots = {quotient(d - b, a - c) for c, d in lines if a != c}
    return {rate for rate in roots if rate > 0}


def _roots(world: World, relation: Tree, spot: Spot) -> set[Fraction]:
    sides = [world.value(relation, spot.at(g)) for g in (1, 2, 5, 7)]
    roots = set()
    for comparisons in zip(*sides, strict=True):
        one, two, five, seven = (left - right for left, _, right in comparisons)
        slope = two - one
        if five != one + 4 * slope or seven != one + 6 * slope:
            raise Curved(str(relation))
        if slope and (root := 1 - quotient(one, slope)) > 0:
            roots.add(root)
    return roots


# --- what a denial must show -------------------------------------------------------------------------


def strict_denial(claim: Claim) -> Claim:
    """What a good counterexample shows: who should win or beat loses, what should be less is more, and
    neither is merely level, unless the sentence is denied or says that two are equal."""
    match claim:
        case ("rel", operands, signs):
            pairs = zip(operands, signs, operands[1:], strict=False)
            return ("or", tuple(_reversed(*compared) for compared in pairs))
        case ("says", "beats", name, other):
            return ("says", "beats", other, name)
        case ("for", kind, where, sentence):
            return ("not", ("for", kind, where, ("not", strict_denial(sentence))))
        case ("and", parts):
            return ("or", tuple(map(strict_denial, parts)))
        case ("or", parts):
            return ("and", tuple(map(strict_denial, parts)))
        case ("if", premise, conclusion):
            return ("and", (premise, strict_denial(conclusion)))
        case ("says", "wins", name, _):
            return ("says", "loses", name, None)
    return ("not", claim)


def _reversed(left: Tree, sign: str, right: Tree) -> Claim:
    if sign == "==":
        return ("not", ("rel", (left, right), (sign,)))
    return ("rel", (left, right), (">" if sign[0] == "<" else "<",))


def premises_of(claim: Claim) -> list[Claim]:
    """The premises of `if P then if Q then R`: P and Q."""
    return [claim[1], *premises_of(claim[2])] if claim[0] == "if" else []

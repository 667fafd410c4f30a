"""Whether a peer's answers are ours. Conditions are compared by what they are worth at some points.

What a condition should be worth is worked out here, from the instance's whole numbers; so a text, ours or a
peer's, that is wrong at a point is found without believing anybody.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from operator import add, ge, gt, le, lt, mul, sub, truediv
from typing import Any, Final

from instances import SEED, Family

POINTS: Final = 3


@dataclass(frozen=True)
class Compared:
    """How many answers were compared, and in which they differ."""

    count: int
    differences: tuple[str, ...] = ()


def compare(peer: str, question: str, instance: Any, ours: Sequence[Any], theirs: Sequence[Any]) -> Compared:
    """Every answer that the peer gave, in order; one that it gave up on (None) is left out."""
    if question == "some_rate":
        return Compared(0)  # formulas of different shapes; that ours is right is tested
    if question == "pairs":
        return conditions(peer, instance, [text[0] if peer == "sympy" else text for text in theirs])
    answered = [k for k, answer in enumerate(theirs) if answer is not None]
    return Compared(
        len(answered),
        tuple(
            f"{question}, {instance.name}, number {k + 1}: we say {ours[k]}, {peer} says {theirs[k]}"
            for k in answered
            if ours[k] != theirs[k]
        ),
    )


def conditions(who: str, family: Family, texts: Sequence[str]) -> Compared:
    """Whether each pair's text, in the order of the pairs, is true where it should be."""
    differences = []
    points = [_Point(family, number) for number in range(POINTS)]
    for (i, j), text in zip(_pairs(family), texts, strict=False):
        read = _reader(text) if who in {"z3", "cvc5"} else _compiled(text)
        for point in points:
            if bool(read(point.names)) != (point.costs[i] < point.costs[j]):
                differences.append(f"pairs, {family.name}, V{i + 1} and V{j + 1}: {who} says {text}")
                break
    return Compared(len(texts), tuple(differences))


def _pairs(family: Family) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(family.variants) for j in range(i + 1, family.variants))


class _Point:
    """Whole numbers for everything, every variant's cost at them, and the names under which texts use them:
    `c(x1)` and `t(x1)` in ours, `c1` and `t1` in SymPy's, `u1` (that is, g*c1) and `t1` in z3's."""

    def __init__(self, family: Family, number: int) -> None:
        source = random.Random(f"{SEED} {family.name} point {number}")
        rate = source.randint(1, 9)
        complexity = [source.randint(1, 99) for _ in range(family.terms)]
        time = [source.randint(1, 99) * 5 for _ in range(family.terms)]
        self.costs = [
            rate * sum(map(mul, prices.complexity, complexity)) + sum(map(mul, prices.time, time))
            for prices in family.prices
        ]
        self.names: dict[str, Any] = {"g": rate, "oo": float("inf"), "__builtins__": {}}
        self.names |= {"c": complexity.__getitem__, "t": time.__getitem__}
        for k in range(family.terms):
            self.names |= {f"x{k + 1}": k, f"c{k + 1}": complexity[k], f"t{k + 1}": time[k]}
            self.names[f"u{k + 1}"] = rate * complexity[k]


def _compiled(text: str) -> Any:
    code = compile(text, "<condition>", "eval")
    return lambda names: eval(code, names)


_OPERATORS: Final = {"<": lt, "<=": le, ">": gt, ">=": ge}
_FOLDED: Final = {"+": add, "*": mul, "/": truediv}


def _reader(text: str) -> Any:
    """z3's `(not (<= (+ u1 (* 2.0 t1)) u2))` as a function of the names."""
    tree = _tree(iter(re.findall(r"[()]|[^\s()]+", text)))
    return lambda names: _value(tree, names)


def _tree(tokens: Iterator[str]) -> Any:
    token = next(tokens)
    if token != "(":
        return token
    parts = []
    while (part := _tree(tokens)) != ")":
        parts.append(part)
    return parts


def _value(tree: Any, names: dict[str, Any]) -> Any:
    if isinstance(tree, str):
        if tree in names:
            return names[tree]
        return tree == "true" if tree in {"true", "false"} else Fraction(tree)
    head, *rest = tree
    values = [_value(part, names) for part in rest]
    if head == "not":
        return not values[0]
    if head in _OPERATORS:
        return _OPERATORS[head](*values)
    if head == "-":
        return -values[0] if len(values) == 1 else reduce(sub, values)
    return reduce(_FOLDED[head], values)

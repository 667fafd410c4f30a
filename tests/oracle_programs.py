"""Formula trees of the oracle as chains of closures: what is evaluated at many points is taken apart once.

Shares no code with mesaprior. Says the same as `oracle.evaluated` over fractions, in a fifth of the time;
`test_claim_oracle.py` compares the two.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from gmpy2 import mpq

Tree = tuple[Any, ...]
Env = Mapping[str, Any]
Program = Callable[[Env], Any]


def whole(value: Any) -> Any:
    """An exact number as the oracle reckons with it: whole ones as int, others by GMP. Both are many times
    faster than `Fraction`, and the second opinion shares not even its arithmetic with the engine."""
    return int(value) if value.denominator == 1 else mpq(value.numerator, value.denominator)


def fraction(value: Any) -> Fraction:
    """An exact number as the engine takes it."""
    return Fraction(int(value.numerator), int(value.denominator))


def quotient(left: Any, right: Any) -> Any:
    """Exactly, also of two ints; `ZeroDivisionError` where the right one is 0."""
    return mpq(left) / right


def program(tree: Tree, leaf: Callable[[Tree], Program]) -> Program:
    """The value of a tree as a function of the numbers; `leaf` does the same for names and applications."""
    kind = tree[0]
    if kind == "num":
        constant = tree[2]
        return lambda env: constant
    if kind == "call" and tree[1] in ("min", "max"):
        parts, choose = [program(part, leaf) for part in tree[2]], min if tree[1] == "min" else max
        return lambda env: choose(part(env) for part in parts)
    if kind in ("name", "call"):
        return leaf(tree)
    if kind == "neg":
        inner = program(tree[1], leaf)
        return lambda env: -inner(env)
    if kind == "rel":
        return _comparisons([program(part, leaf) for part in tree[1]], tree[2])
    if kind == "**":
        return _power(program(tree[1], leaf), tree[2])
    return _binary(kind, program(tree[1], leaf), program(tree[2], leaf))


def _binary(kind: str, left: Program, right: Program) -> Program:
    if kind == "+":
        return lambda env: left(env) + right(env)
    if kind == "-":
        return lambda env: left(env) - right(env)
    if kind == "*":
        return lambda env: left(env) * right(env)
    return lambda env: quotient(left(env), right(env))


def _power(base: Program, exponent: Tree) -> Program:
    if exponent[0] != "num" or exponent[1].denominator != 1:
        raise ValueError(f"not a whole exponent: {exponent}")
    power = int(exponent[1])
    return lambda env: base(env) ** power


def _comparisons(sides: list[Program], signs: tuple[str, ...]) -> Program:
    def compared(env: Env) -> list[tuple[Any, str, Any]]:
        values = [side(env) for side in sides]
        return list(zip(values, signs, values[1:], strict=False))

    return compared

"""Formulas about claims without mesaprior: comparisons of polynomials, and the removal of quantified rates.

A formula is `("is", polynomial, sign)` for `polynomial sign 0` with sign one of `> >= == !=`, `("and",
parts)`, `("or", parts)`, `("some", rate, formula)` or `("all", rate, formula)`; a rate is `g`, left
open, or one of its own, `g#1`, per quantifier. A quantifier is removed by substituting test points (Loos
and Weispfenning 1993: the infinitesimal after 0 and after each lower bound), where the project compares
pairs of bounds.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from oracle import Point, Poly

Formula = tuple[Any, ...]
TRUE: Formula = ("and", ())
FALSE: Formula = ("or", ())
_DENIED = {">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_MOST_CASES = 400


class TooHard(Exception):
    """Not linear in a rate that would have to be removed, or too many cases."""


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
    return joined("and", parts)


def any_of(parts: Iterable[Formula]) -> Formula:
    return joined("or", parts)


def joined(word: str, parts: Iterable[Formula]) -> Formula:
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


def put(powers: Sequence[Poly], above: Poly, below: Poly) -> Poly:
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
        return joined(formula[0], (germ(part, rate, kind) for part in formula[1]))
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
            return joined(formula[0], (without_rates(part, keep) for part in formula[1]))
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

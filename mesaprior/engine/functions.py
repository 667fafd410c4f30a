"""What is known of functions that are atoms: they rise with what they are applied to.

Floor: `engine`. Of two applications of one function, `x < y and h(x) < h(y)`, or both are equal, or the
reverse: all there is to know of an unspecified function, and sound for `log2`, `2**` and powers. Where facts
settle how the arguments compare, the order of the values is a premise with a proof of its own.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from mesaprior.algebra import Atom, Monomial, Numbers, Polynomial, is_free
from mesaprior.applications import exact_power, is_constant, put_in, whole_log2
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.evaluate import cost_of
from mesaprior.engine.reason.formulas import AllOf, AnyOf
from mesaprior.engine.reason.system import Refuted, System
from mesaprior.errors import SelfCheckFailed
from mesaprior.formula import polynomial_node
from mesaprior.language import write
from mesaprior.limits import POWER_BITS
from mesaprior.model import COMPARE, Fact
from mesaprior.results import Premise, Proof
from mesaprior.symbols import Application, Symbols

if TYPE_CHECKING:
    from mesaprior.engine.setting import Setting


def applications_in(polynomials: Iterable[Polynomial], symbols: Symbols) -> list[Atom]:
    """The atoms that are applications, also inside others, each once."""
    found: dict[Atom, None] = {}
    waiting = list(polynomials)
    while waiting:
        for atom in sorted(waiting.pop().atoms & symbols.functions.keys()):
            if atom not in found:
                found[atom] = None
                waiting.append(symbols.functions[atom].argument)
    return sorted(found)


def order_axioms(atoms: Iterable[Atom], symbols: Symbols) -> list[AnyOf]:
    """For every two of the atoms that apply the same function, how their values are ordered."""
    return [
        AnyOf(
            (
                AllOf(_ordered(right, left, symbols, strict=True)),
                AllOf((*_ordered(left, right, symbols), *_ordered(right, left, symbols))),
                AllOf(_ordered(left, right, symbols, strict=True)),
            )
        )
        for left, right in _pairs(atoms, symbols)
    ]


def _pairs(atoms: Iterable[Atom], symbols: Symbols) -> Iterator[tuple[Atom, Atom]]:
    known = [atom for atom in dict.fromkeys(atoms) if atom in symbols.functions]
    for left, right in itertools.combinations(known, 2):
        if symbols.functions[left].head == symbols.functions[right].head:
            yield left, right


def _ordered(
    larger: Atom, smaller: Atom, symbols: Symbols, *, strict: bool = False
) -> tuple[Premise, Premise]:
    """`x > y` and `h(x) > h(y)`; or `>=` twice."""
    sign = ">" if strict else ">="
    one, other = symbols.functions[larger].argument, symbols.functions[smaller].argument
    says = f"{write(polynomial_node(one, symbols))} {sign} {write(polynomial_node(other, symbols))}"
    return (
        Premise(one - other, strict, says),
        Premise(Polynomial.atom(larger) - Polynomial.atom(smaller), strict, f"{larger} {sign} {smaller}"),
    )


def settled_orders(
    given: Sequence[Premise], polynomials: Iterable[Polynomial], symbols: Symbols
) -> dict[Premise, Proof | None]:
    """How the values of functions are ordered wherever the facts hold, each with the proof that their
    arguments are; and between which numbers a constant lies, by intervals (no proof)."""
    found: dict[Premise, Proof | None] = {}
    atoms = applications_in(polynomials, symbols)
    for left, right in _pairs(atoms, symbols):
        for larger, smaller in ((left, right), (right, left)):
            order = _settled(larger, smaller, given, symbols)
            if order is not None:
                found[order[0]] = order[1]
                break
    return found | dict.fromkeys(known_bounds(atoms, symbols))


def known_bounds(atoms: Iterable[Atom], symbols: Symbols) -> Iterator[Premise]:
    """Between which numbers a constant lies, by intervals; that `2**x` is above 1."""
    for atom in atoms:
        if is_constant(Polynomial.atom(atom), symbols):
            yield from _bounds(atom, symbols)
        elif symbols.functions[atom].kind == "base":
            yield from _exponential_bounds(atom, symbols)


def _settled(
    larger: Atom, smaller: Atom, given: Sequence[Premise], symbols: Symbols
) -> tuple[Premise, Proof] | None:
    for strict in (True, False):
        arguments, values = _ordered(larger, smaller, symbols, strict=strict)
        denied = Premise(-arguments.polynomial, not strict, f"not: {arguments.says}")
        answer = System([*given, denied], (), symbols).ask(())
        if isinstance(answer, Refuted):
            premises: list[Premise] = []
            steps = answer.steps(premises)
            proof = Proof(arguments.says, tuple(premises), steps, symbols.may_be_zero)
            if not proves(proof):
                raise SelfCheckFailed(f"the proof of {arguments.says!r} does not add up")
            return values, proof
    return None


def _bounds(atom: Atom, symbols: Symbols) -> Iterator[Premise]:
    from mesaprior.engine.constants import between

    constant = Polynomial.atom(atom)
    try:
        low, high = between(constant, symbols)
    except (ArithmeticError, ValueError):
        return  # too large to be written down
    yield Premise(constant - Polynomial.constant(low), False, f"{atom} is not below its lower bound")
    yield Premise(Polynomial.constant(high) - constant, False, f"{atom} is not above its upper bound")


def _exponential_bounds(atom: Atom, symbols: Symbols) -> Iterator[Premise]:
    """`b**x > 1` for a positive x: the value at a known point."""
    argument = symbols.functions[atom].argument
    positive = argument.is_nonnegative_by_signs and any(map(symbols.is_positive, argument.coefficients))
    if positive and not any(map(is_free, argument.atoms)):
        yield Premise(Polynomial.atom(atom) - Polynomial.constant(1), True, f"{atom} > 1")


def told(polynomial: Polynomial, symbols: Symbols) -> Polynomial:
    """A simpler polynomial of the same sign: `2**x - 2**y` -> `x - y`, `log2(x) - 3` -> `x - 8`."""
    if len(polynomial) != 2 or not symbols.functions:
        return polynomial
    (first, one), (second, other) = polynomial
    if not first or not second:
        (atom, value), number = ((second, other), one) if not first else ((first, one), other)
        return _told_of_a_number(polynomial, atom, value, -number / value, symbols)
    if one != -other or len(first) != 1 or len(second) != 1 or first[0][1] != 1 or second[0][1] != 1:
        return polynomial
    left, right = symbols.functions.get(first[0][0]), symbols.functions.get(second[0][0])
    if left is None or right is None or left.head != right.head:
        return polynomial
    gap = left.argument - right.argument
    return gap if one > 0 else -gap


def _told_of_a_number(
    polynomial: Polynomial, monomial: Monomial, value: Fraction, point: Fraction, symbols: Symbols
) -> Polynomial:
    """`value*(h(x) - point)` has the sign of `x` less the number at which h is worth `point`, if rational."""
    known = symbols.functions.get(monomial[0][0])
    if known is None or len(monomial) != 1 or monomial[0][1] != 1:
        return polynomial
    reached = known_point(known, point)
    if reached is None:
        return polynomial
    gap = known.argument - Polynomial.constant(reached)
    return gap if value > 0 else -gap


def known_point(application: Application, value: Fraction) -> Fraction | None:
    """The rational at which a function is worth `value`, where there is one: 8 for log2 and 3."""
    if application.kind == "log2":
        whole = value.denominator == 1 and abs(value) <= POWER_BITS
        return Fraction(2) ** int(value) if whole else None
    if value <= 0:
        return None
    exponent = application.constant.value
    if application.kind == "base" and exponent == 2 and (power := whole_log2(value)) is not None:
        return Fraction(power)
    if application.kind == "power" and exponent is not None:
        return exact_power(value, 1 / exponent)
    return None


def applied_part(polynomial: Polynomial, symbols: Symbols) -> tuple[Polynomial, Polynomial]:
    """`g(x) - g(y) + t` -> `g(x) - g(y)`, `t`: what an unspecified function says, and the rest."""
    values = {atom for atom, known in symbols.functions.items() if known.kind == "g"}
    applied = Polynomial({m: value for m, value in polynomial if any(atom in values for atom, _ in m)})
    return applied, polynomial - applied


def check_compiled_functions(setting: Setting, points: int) -> None:
    """As `Setting.check_compiled`, where costs or facts apply functions: by intervals, at small points.

    An unspecified function is squaring here, the simplest one that rises and is not linear.
    """
    symbols = setting.model.symbols
    source = random.Random(20)
    for _ in range(points):
        numbers = setting.completed(
            {atom: Fraction(source.randint(1, 60 if "(" in atom else 5)) for atom in symbols.order}
        )
        for name, cost in setting.costs.items():
            compiled = put_in(cost, numbers, symbols)
            values = _squares(compiled, symbols)
            compiled = compiled.substitute(values)
            if not _agree(setting, compiled, name, {**numbers, **values}):
                raise SelfCheckFailed(f"the compiled cost of {name} differs from its formula")
        for fact in (*setting.facts, *setting.assumed):
            if not _fact_agrees(setting, fact, numbers):
                raise SelfCheckFailed(f"the compiled form of {fact.text} differs from the fact")


def _squares(polynomial: Polynomial, symbols: Symbols) -> dict[Atom, Fraction]:
    values = {}
    for atom in polynomial.atoms & symbols.functions.keys():
        argument = symbols.functions[atom].argument.value
        if symbols.functions[atom].kind == "g" and argument is not None:
            values[atom] = argument**2
    return values


def _agree(setting: Setting, compiled: Polynomial, name: str, numbers: dict[Atom, Fraction]) -> bool:
    if setting.is_exact:
        return compiled.value == cost_of(name, numbers, setting.written)
    from mesaprior.engine.constants import between
    from mesaprior.engine.reason.enclose import enclosed
    from mesaprior.language import Apply, Name

    try:
        low, high = between(compiled, setting.model.symbols)
        found = enclosed(Apply("cost", (Name(name),)), numbers, setting.written, 64)
    except (ArithmeticError, ValueError, KeyError):
        return True  # too large to be written down, or g at an irrational number: nothing to compare
    return low <= found.high and found.low <= high


def _fact_agrees(setting: Setting, fact: Fact, numbers: Numbers) -> bool:
    """Whether a fact is as true compiled as it is written, where both are decided."""
    from mesaprior.engine.constants import sign

    symbols = setting.model.symbols
    compiled = [(put_in(gap, numbers, symbols), relation) for gap, relation in fact.comparisons]
    values = {atom: value for gap, _ in compiled for atom, value in _squares(gap, symbols).items()}
    signs = [(sign(gap.substitute(values), symbols), relation) for gap, relation in compiled]
    if any(not found for found, _ in signs):
        return True  # open, or equal, which intervals do not show
    holds = all(COMPARE[relation](Fraction(found or 0)) for found, relation in signs)
    return setting.surely(fact.written, {**numbers, **values}) == holds

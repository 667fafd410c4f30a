"""How a crossover moves with each term: the sign of its exact derivative, decided under the facts.

Floor: `engine`. With `cost(V) - cost(W) = g*A + D` the rate of the tie is -D/A, and its derivative in x has
the sign of `A'*D - A*D'`. In the cases in which the crossover is a positive rate the signs of A and D are
known, so a term that only one of the two has takes the sign of its own derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mesaprior.algebra import ONE, RATE, Atom, Polynomial
from mesaprior.applications import put_in
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.constants import sign
from mesaprior.engine.field import Field, Worth
from mesaprior.engine.pair_conditions import Case, Pair, case_when, possible_cases
from mesaprior.engine.reason.system import Refuted
from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import check_rate_is_linear, known_variant
from mesaprior.errors import refuse
from mesaprior.formula import Formula
from mesaprior.results import Evidence, Premise
from mesaprior.results.sensitivity import CrossoverCase, CrossoverMoves, Effect, Influence

NOTHING = Polynomial({})


def crossover_moves(setting: Setting, left: str, right: str) -> CrossoverMoves:
    """The crossover of two variants, and which terms raise and lower it.

    Raises `InputError` for an unknown variant, and for a pair that the rate does not decide.
    """
    check_setting(setting)
    free = setting.without_rate
    check_rate_is_linear(free)
    one, other = known_variant(setting, left), known_variant(setting, right)
    if one == other:
        raise refuse("same-variant", f"{one!r} is compared with itself", "name two different variants")
    found = moves_of(Field(free), one, other)
    if found is None:
        help = "a crossover needs a difference that the rate multiplies, and one that it does not"
        raise refuse("no-crossover", f"no rate is a crossover of {left} and {right}", help)
    return found


def moves_of(field: Field, left: str, right: str) -> CrossoverMoves | None:
    """The same in a field whose rate is open; None where the pair has no crossover."""
    pair = Pair.of(field, field.index[left], field.index[right])
    if not pair.slope or not pair.rest or not pair.solved or field.setting.model.within is not None:
        return None
    possible = possible_cases(field, pair)
    alone = len(possible) == 1
    cases = tuple(_case(field, pair, case, alone) for case in possible if case.bound is not None)
    return CrossoverMoves(left, right, Formula.quotient(-pair.rest, pair.slope, field.symbols), cases)


def _case(field: Field, pair: Pair, case: Case, alone: bool) -> CrossoverCase:
    when = () if alone else case_when(field, pair, case)
    atoms = field.symbols.inside(pair.slope) | field.symbols.inside(pair.rest)
    rank = field.symbols.rank
    influences = tuple(_influence(field, pair, case, x) for x in sorted(atoms - {RATE}, key=rank.__getitem__))
    assert case.bound is not None
    return CrossoverCase(when, case.bound, influences)


@dataclass(frozen=True)
class _Derivative:
    """A derivative, or (`exact` False) a polynomial that has its sign."""

    polynomial: Polynomial
    exact: bool = True


def _influence(field: Field, pair: Pair, case: Case, atom: Atom) -> Influence:
    slope, rest = (_derived(part, atom, field) for part in (pair.slope, pair.rest))
    if slope is None or rest is None:
        return Influence(atom, "undecided", None)
    derivative = _formula(field, pair, slope, rest)
    if not rest.polynomial:  # the sign of A'*D, and that of D is known
        told = slope.polynomial if case.rest == ">" else -slope.polynomial
    elif not slope.polynomial:  # the sign of -A*D', and that of A is known
        told = rest.polynomial if case.slope == "<" else -rest.polynomial
    elif slope.exact and rest.exact:
        told = slope.polynomial * pair.rest - pair.slope * rest.polynomial
    else:
        return Influence(atom, "undecided", None)
    effect, evidence = _sign(field, pair.premises(case), told)
    condition = field.compare(told, ">") if effect == "depends" else None
    return Influence(atom, effect, derivative, condition, evidence)


def _formula(field: Field, pair: Pair, slope: _Derivative, rest: _Derivative) -> Formula | None:
    """The derivative itself, `(A'*D - A*D')/A**2`, where it can be written down."""
    if not slope.exact or not rest.exact:
        return None
    if not slope.polynomial:
        return Formula.quotient(-rest.polynomial, pair.slope, field.symbols)
    above = slope.polynomial * pair.rest - pair.slope * rest.polynomial
    return Formula.quotient(above, pair.slope * pair.slope, field.symbols)


def _sign(
    field: Field, given: Sequence[Premise], polynomial: Polynomial
) -> tuple[Effect, tuple[Evidence, ...]]:
    """Whether it is always positive, always negative, always 0, or now this and now that, with numbers."""
    if not polynomial:
        return "none", ()
    up, down = Premise(polynomial, True, "it rises"), Premise(-polynomial, True, "it falls")
    level = [Premise(part.polynomial, False, "it does not move") for part in (up, down)]
    proofs: list[Evidence] = []
    possible = {}
    for name, premises in (("raises", [up]), ("lowers", [down]), ("none", level)):
        answer = field.ask_about([*given, *premises])
        if isinstance(answer, Refuted):
            proofs += field.proofs(answer, f"the crossover never {_WORDS[name]}")
        else:
            possible[name] = answer
    for effect in ("raises", "lowers", "none"):
        if set(possible) == {effect}:
            return effect, tuple(proofs)
    examples: list[Evidence] = []
    for name, premise in (("raises", up), ("lowers", down)):
        example = field.example(possible.get(name), f"the crossover {_WORDS[name]}", _shows(field, premise))
        examples += [example] if example else []
    if {"raises", "lowers"} <= set(possible) and len(examples) == 2:
        return "depends", (*proofs, *examples)
    return "undecided", (*proofs, *examples)


_WORDS = {"raises": "rises", "lowers": "falls", "none": "stays"}


def _shows(field: Field, premise: Premise) -> Callable[[Worth], bool]:
    """Whether a premise surely holds at complete numbers."""
    symbols = field.symbols
    return lambda worth: sign(put_in(premise.polynomial, worth.numbers, symbols), symbols) == 1


# --- derivatives -----------------------------------------------------------------------------------


def _derived(polynomial: Polynomial, atom: Atom, field: Field) -> _Derivative | None:
    """The derivative in one atom; where functions are applied to it, a positive multiple; None where that is
    not known."""
    functions = field.symbols.functions
    applied = {
        name
        for name in polynomial.atoms & functions.keys()
        if atom in field.symbols.inside(Polynomial.atom(name))
    }
    if not applied:
        return _Derivative(_plain(polynomial, atom))
    parts: list[tuple[Polynomial, str]] = []
    for monomial, value in polynomial:
        names = [name for name, _ in monomial if name in applied]
        if not names and not any(name == atom for name, _ in monomial):
            continue
        if len(names) != 1 or monomial != ((names[0], 1),):
            return None
        parts.append((Polynomial.constant(value), names[0]))
    known = [functions[name] for _, name in parts]
    if len({application.head for application in known}) > 1:
        return None
    if any(atom in field.symbols.inside(application.constant) for application in known):
        return None
    if any(not field.symbols.functions.keys().isdisjoint(a.argument.atoms) for a in known):
        return None
    return _chained(parts, atom, field)


def _chained(parts: Sequence[tuple[Polynomial, str]], atom: Atom, field: Field) -> _Derivative | None:
    """The sum of `factor * h'(x) * x'`, times what all h' have in common and times all x where h' is h/x."""
    functions = field.symbols.functions
    kind = functions[parts[0][1]].kind
    if kind == "g" and len(parts) > 1:
        return None
    total = NOTHING
    for place, (factor, name) in enumerate(parts):
        part = factor * _plain(functions[name].argument, atom)
        if kind in {"base", "power"}:
            part = part * Polynomial.atom(name)
        if kind in {"log2", "power"}:
            for other, (_, second) in enumerate(parts):
                if other != place:
                    part = part * functions[second].argument
        total = total + part
    return _Derivative(total, exact=False)


def _plain(polynomial: Polynomial, atom: Atom) -> Polynomial:
    """The derivative, powers of other atoms and functions of them taken as constants."""
    return Polynomial.of(
        (_lowered(dict(monomial), atom), value * dict(monomial)[atom])
        for monomial, value in polynomial
        if atom in dict(monomial)
    )


def _lowered(exponents: dict[Atom, int], atom: Atom) -> tuple[tuple[Atom, int], ...]:
    exponents[atom] -= 1
    return tuple(sorted((name, exponent) for name, exponent in exponents.items() if exponent)) or ONE

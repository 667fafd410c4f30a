"""Case by case: what closes, what is found, and that choices which play no part are not gone through."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest

from mesaprior.algebra import Polynomial
from mesaprior.engine.reason.case_checker import closes
from mesaprior.engine.reason.cases import Holds, Open, Search, closed
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf, holds_at
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

ATOMS = tuple(f"t(x{k})" for k in range(4))
SYMBOLS = Symbols(("g", *ATOMS))


def above(terms: dict[str, int], constant: int = 0, *, strict: bool = True) -> Premise:
    """`terms + constant > 0`."""
    total = Polynomial.constant(constant)
    for atom, value in terms.items():
        total = total + Polynomial.atom(atom).scaled(F(value))
    return Premise(total, strict, f"{terms} {constant}")


X, Y, Z, W = ({atom: 1} for atom in ATOMS)
LESS = above({ATOMS[0]: -1, ATOMS[1]: 1})
MORE = above({ATOMS[0]: 1, ATOMS[1]: -1})


def many_choices(count: int) -> list[Alternatives]:
    """Choices that can all be met and have nothing to do with x0 and x1."""
    return [AnyOf((above(Z, -k), above(W, -k), above({ATOMS[2]: 1, ATOMS[3]: 1}, -k))) for k in range(count)]


def test_choices_that_play_no_part_are_not_gone_through() -> None:
    either = AnyOf((LESS, AllOf((LESS, above(X)))))
    formula = AllOf((*many_choices(8), either, either))
    search = Search([MORE], formula, SYMBOLS, wants_numbers=False)
    cases = search.run()
    assert not isinstance(cases, Holds | Open)
    assert closes(cases, [MORE], formula, SYMBOLS)
    assert search.questions < 12


def random_formula(source: random.Random, depth: int) -> Alternatives:
    if depth == 0 or source.random() < 0.3:
        terms = {atom: source.choice((-2, -1, 1, 2)) for atom in source.sample(ATOMS, source.randint(1, 3))}
        return above(terms, source.choice((-2, -1, 0, 0, 1)), strict=source.random() < 0.5)
    parts = tuple(random_formula(source, depth - 1) for _ in range(source.randint(1, 3)))
    return source.choice((AllOf, AnyOf))(parts)


@pytest.mark.parametrize("seed", range(120))
def test_random_formulas_close_or_hold_and_the_checker_agrees(seed: int) -> None:
    """Where every case closes, no point of a grid satisfies the formula; where numbers are found, they do."""
    source = random.Random(seed)
    formula = AllOf(tuple(random_formula(source, 3) for _ in range(source.randint(1, 4))))
    found = Search((), formula, SYMBOLS).run()
    if isinstance(found, Holds):
        assert holds_at(formula, {**dict.fromkeys(ATOMS, F(1)), **found.numbers})
        assert closed((), formula, SYMBOLS) is None
    else:
        assert not isinstance(found, Open)
        assert closes(found, (), formula, SYMBOLS)
        for values in itertools.product((F(1, 2), F(1), F(2), F(5)), repeat=len(ATOMS)):
            assert not holds_at(formula, dict(zip(ATOMS, values, strict=True)))


def test_there_is_something_of_each_kind() -> None:
    """A table in which nothing closes would prove nothing."""
    kinds = []
    for seed in range(120):
        source = random.Random(seed)
        formula = AllOf(tuple(random_formula(source, 3) for _ in range(source.randint(1, 4))))
        kinds.append(isinstance(Search((), formula, SYMBOLS).run(), Holds))
    assert 10 <= sum(kinds) <= 110

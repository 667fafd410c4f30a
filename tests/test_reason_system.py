"""Guards what stands around the solver: columns and rows, the presolve, and numbers for the atoms.

With and without the presolve a question has the same answer; values satisfy every row; numbers that come out
of `realised` satisfy every premise, and where they exist in reach they are found.
"""

from __future__ import annotations

import itertools
import random
from fractions import Fraction as F

import pytest
from oracle import premise_value, proof_is_valid

from mesaprior.algebra import ONE, Polynomial
from mesaprior.engine.reason import system as system_module
from mesaprior.engine.reason.products import Compounds, factors
from mesaprior.engine.reason.realise import realised, satisfies
from mesaprior.engine.reason.system import (
    Refuted,
    Satisfied,
    System,
    bits,
    difference,
    linear_numbers,
    masks,
    presolved,
)
from mesaprior.results import Premise
from mesaprior.symbols import Symbols

ATOMS = ("g", "w", *(f"{axis}({term})" for axis in "ct" for term in "abd"))
SYMBOLS = Symbols(ATOMS, frozenset({"c(d)", "t(d)"}))


def polynomial(**parts: int | F) -> Polynomial:
    """`polynomial(gCa=1, Ta=-2, one=3)`: `g*c(a) - 2*t(a) + 3`."""
    terms = []
    for name, value in parts.items():
        atoms, rest = [], name.removeprefix("one")
        while rest:
            if rest[0] in "CT":
                atoms.append(f"{rest[0].lower()}({rest[1]})")
                rest = rest[2:]
            else:
                atoms.append(rest[0])
                rest = rest[1:]
        terms.append((tuple(sorted((atom, atoms.count(atom)) for atom in set(atoms))), F(value)))
    return Polynomial.of(terms)


def random_premises(source: random.Random, pool: list[str], count: int) -> list[Premise]:
    premises = []
    for k in range(count):
        parts = {name: source.choice((-2, -1, 1, 1, 3, F(1, 2))) for name in source.sample(pool, 3)}
        premises.append(Premise(polynomial(**parts), source.random() < 0.5, f"premise {k}"))
    return premises


LINEAR = ["gCa", "gCb", "gCd", "Ta", "Tb", "Td", "g"]
"""Products that are independent of each other: `u = g*c(x)`."""
MIXED = [*LINEAR, "Ca", "Cb", "one", "gTa", "wCa", "w", "gwCb"]


@pytest.mark.parametrize("pool", [LINEAR, MIXED], ids=["linear", "mixed"])
def test_the_presolve_changes_no_answer(pool: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    source = random.Random(len(pool))
    verdicts = {True: 0, False: 0}
    shortened = 0
    for _ in range(400):
        premises = random_premises(source, pool, source.randint(1, 6))
        system = System(premises[:-1], [premises[-1].polynomial], SYMBOLS)
        rows = [system.row(premises[-1].polynomial, premises[-1])]
        answer = system.ask(rows)
        everything = [*system.facts, *rows]
        alive = presolved([row.above for row in everything], [row.below for row in everything])
        shortened += len(alive) < len(everything)
        with monkeypatch.context() as patched:
            patched.setattr(system_module, "presolved", lambda above, below: list(range(len(above))))
            without = system.ask(rows)
        assert isinstance(answer, Refuted) == isinstance(without, Refuted)
        for one in (answer, without):
            check(one, system, everything)
        verdicts[isinstance(answer, Satisfied)] += 1
    assert min(verdicts.values()) > 40 and shortened > 100


def check(answer: Refuted | Satisfied, system: System, rows: list[system_module.Row]) -> None:
    """Values satisfy all rows and signs; a refutation is a valid proof."""
    if isinstance(answer, Satisfied):
        values = answer.values
        assert all(v > 0 or (v == 0 and not flag) for v, flag in zip(values, system.positive, strict=True))
        for row in rows:
            worth = sum((a * v for a, v in zip(row.vector, values, strict=True)), F(0))
            assert worth > 0 or (worth == 0 and not row.strict)
        return
    premises: list[Premise] = []
    steps = answer.steps(premises)
    forms = [(dict(p.polynomial.coefficients), p.strict) for p in premises]
    plain = [(step.multiplier, step.factor, step.premise) for step in steps]
    assert proof_is_valid(forms, plain, SYMBOLS.may_be_zero)


def test_a_strict_premise_times_what_may_be_zero_is_weak() -> None:
    premises = [
        Premise(polynomial(g=1, one=-2), True, "g > 2"),
        Premise(polynomial(Cd=2, gCd=-1), False, "g*c(d) <= 2*c(d)"),
    ]
    system = System(premises, (), SYMBOLS)
    answer = system.ask(())
    check(answer, system, list(system.facts))
    assert isinstance(answer, Satisfied), "c(d) = 0 and g = 3 satisfy both"


def test_masks_bits_and_differences() -> None:
    table = [([], (0, 0)), ([0, 0], (0, 0)), ([1, -1, 0, 5], (0b1001, 0b0010)), ([-3], (0, 1))]
    for vector, expected in table:
        assert masks(vector) == expected
    assert [bits(mask) for mask in (0, 1, 0b1010, 1 << 70)] == [[], [0], [1, 3], [70]]
    assert difference([3, 0, 2], [1, 5, 2]) == [2, -5, 0]


def test_presolve_by_hand() -> None:
    # Row 0 is free in column 0; without it row 1 is free in column 1; rows 2 and 3 hold each other.
    rows = [[1, -1, 0, 0], [0, 1, -1, 0], [0, 0, 1, -1], [0, 0, -1, 1]]
    above, below = zip(*map(masks, rows), strict=True)
    assert presolved(above, below) == [2, 3]
    assert presolved(above[:3], below[:3]) == []
    assert presolved((), ()) == []


REALISED: list[tuple[str, list[tuple[Polynomial, bool]], bool]] = [
    ("a quotient", [(polynomial(gCa=1, g=-5), True), (polynomial(g=1, one=-2), False)], True),
    ("an equation", [(polynomial(Ca=1, one=-3), False), (polynomial(Ca=-1, one=3), False)], True),
    ("x < 0", [(polynomial(Ca=-1), True)], False),
    ("x <= 0, positive", [(polynomial(Ca=-1), False)], False),
    ("x <= 0, may be zero", [(polynomial(Cd=-1), False)], True),
    (
        "g between 13/10 and 14/10",
        [(polynomial(g=10, one=-13), True), (polynomial(g=-10, one=14), True)],
        True,
    ),
    (
        "g*c(a) is 6, g is 3/2",
        [
            (polynomial(gCa=1, one=-6), False),
            (polynomial(gCa=-1, one=6), False),
            (polynomial(g=2, one=-3), False),
            (polynomial(g=-2, one=3), False),
        ],
        True,
    ),
    ("a square that is 4", [(polynomial(CaCa=1, one=-4), False), (polynomial(CaCa=-1, one=4), False)], True),
    (
        "a product that is 1/6",
        [
            (polynomial(CaCb=6, one=-1), False),
            (polynomial(CaCb=-6, one=1), False),
            (polynomial(Ca=1, one=-3), False),
        ],
        True,
    ),
    (
        "three ways at once",
        [
            (polynomial(gwCa=1, Ta=-1), True),
            (polynomial(Ta=1, wTb=-1), True),
            (polynomial(wTb=1, gCa=-1), True),
        ],
        True,
    ),
]


@pytest.mark.parametrize(
    ("name", "parts", "expected"), REALISED, ids=lambda v: v if isinstance(v, str) else ""
)
def test_numbers_for_products(name: str, parts: list[tuple[Polynomial, bool]], expected: bool) -> None:
    premises = [Premise(form, strict, name) for form, strict in parts]
    system = System(premises, (), SYMBOLS)
    answer = system.ask(())
    numbers = None if isinstance(answer, Refuted) else system.numbers(answer, ())
    assert (numbers is not None) is expected
    if numbers is not None:
        assert satisfies(numbers, premises, SYMBOLS)
        for form, strict in parts:
            value = premise_value(dict(form.coefficients), dict(numbers))
            assert value > 0 or (value == 0 and not strict)


def test_random_numbers_satisfy_their_premises() -> None:
    source = random.Random(5)
    found = 0
    for _ in range(150):
        premises = random_premises(source, MIXED, source.randint(1, 3))
        system = System(premises, (), SYMBOLS)
        answer = system.ask(())
        if isinstance(answer, Satisfied) and (numbers := system.numbers(answer, ())) is not None:
            found += 1
            for premise in premises:
                value = premise_value(dict(premise.polynomial.coefficients), dict(numbers))
                assert value > 0 or (value == 0 and not premise.strict)
            assert all(v > 0 or (v == 0 and atom in SYMBOLS.may_be_zero) for atom, v in numbers.items())
    assert found > 80


SATISFIES = [
    ({"c(a)": F(1)}, polynomial(Ca=1, one=-1), False, True),
    ({"c(a)": F(1)}, polynomial(Ca=1, one=-1), True, False),
    ({"c(a)": F(0)}, polynomial(Ca=1), False, False),
    ({"c(d)": F(0)}, polynomial(Cd=1), False, True),
    ({"c(d)": F(0)}, polynomial(Cd=1), True, False),
    ({"c(d)": F(-1)}, polynomial(Cd=-1), True, False),
    ({}, polynomial(Ca=1), False, False),
    ({}, polynomial(one=1), True, True),
    ({"c(d)": F(0)}, Polynomial({(("c(d)", -1),): F(1)}), True, False),
]


@pytest.mark.parametrize(("numbers", "form", "strict", "expected"), SATISFIES)
def test_when_numbers_satisfy_a_premise(
    numbers: dict[str, F], form: Polynomial, strict: bool, expected: bool
) -> None:
    assert satisfies(numbers, [Premise(form, strict, "")], SYMBOLS) is expected


def test_products_that_do_not_fit_together_are_not_believed() -> None:
    # g*c(a) = 6 with g = 1 and c(a) = 1 cannot be; the premises decide what comes out instead.
    products = {(("c(a)", 1), ("g", 1)): F(6), (("g", 1),): F(1), (("c(a)", 1),): F(1), ONE: F(1)}
    premise = Premise(polynomial(gCa=1, one=-6), False, "")
    numbers = realised(products, [premise], SYMBOLS, linear_numbers)
    assert numbers is not None and satisfies(numbers, [premise], SYMBOLS)


def test_linear_numbers_scale_with_the_constant() -> None:
    for value, strict in itertools.product((F(7), F(1, 3), F(10**20)), (True, False)):
        premises = [
            Premise(Polynomial.of([((("c(a)", 1),), F(1)), (ONE, -value)]), strict, ""),
            Premise(Polynomial.of([((("c(a)", 1),), F(-1)), (ONE, 2 * value)]), strict, ""),
        ]
        numbers = linear_numbers(premises, SYMBOLS)
        assert numbers is not None and value <= numbers["c(a)"] <= 2 * value


def text(factor: tuple[tuple[str, int], ...]) -> str:
    return "*".join(f"{atom}^{exponent}" if exponent != 1 else atom for atom, exponent in factor)


FACTORS = [
    # A premise, the products that occur, and what it is multiplied by.
    (polynomial(w=1, one=-2), ["wCa"], "c(a)"),
    (polynomial(w=1, one=-2), ["wCa", "gCb", "g", "w"], "c(a); g"),
    (polynomial(g=1, one=-2), ["gCa", "g"], "c(a)"),
    (polynomial(g=1, one=-2), ["gCa", "gwCa"], "c(a); c(a)*w"),
    (polynomial(Ca=1, Cb=-1), ["gCa"], "g"),
    (polynomial(Ca=1, Cb=-1), ["gwCa", "wCb", "Ca"], "g; g*w; w"),
    (polynomial(Ca=1, Cb=-1), ["gTa"], "g"),
    (polynomial(Ca=1, Cb=-1), ["wTa"], ""),
    (polynomial(Ca=1, Cb=-1), ["CaTa"], ""),
    (polynomial(gCa=1, Cb=-1), ["gwCa"], "w"),
    (polynomial(Ca=1, one=-1), ["Ca", "Cb", "w"], ""),
    (polynomial(wCa=1, Ta=-1), ["wwCa", "gTa"], "g; w"),
]


@pytest.mark.parametrize(("form", "occurring", "expected"), FACTORS, ids=str)
def test_what_a_premise_is_multiplied_by(form: Polynomial, occurring: list[str], expected: str) -> None:
    products = {monomial for name in occurring for monomial in polynomial(**{name: 1}).coefficients}
    found = factors(Premise(form, True, ""), Compounds(products | set(form.coefficients)))
    assert "; ".join(map(text, found)) == expected


def test_a_bound_on_a_parameter_is_multiplied_by_a_price() -> None:
    bound = Premise(polynomial(w=1, one=-2), False, "w >= 2")
    denied = Premise(polynomial(Ca=2, wCa=-1), True, "w*c(a) < 2*c(a)")
    system = System([bound], [denied.polynomial], SYMBOLS)
    answer = system.ask([system.row(denied.polynomial, denied)])
    assert isinstance(answer, Refuted)
    check(answer, system, [])
    assert [text(step.factor) for step in answer.steps([])] == ["c(a)", ""]

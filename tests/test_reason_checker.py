"""Guards the checker: exhaustively on a small scope, and by tables of what it must refuse.

One unknown x, two premises `a*x + c > 0` or `>= 0`: what `proves` accepts is really impossible (decided by
trying x), and it accepts exactly what the oracle's re-check accepts.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from fractions import Fraction as F

import pytest
from oracle import proof_is_valid

from mesaprior.algebra import Polynomial
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.solver import Multipliers, Point, solve
from mesaprior.results import Premise, Proof, Step

X = (("x", 1),)
COEFFICIENTS = (-1, 0, 2)
CONSTANTS = (-1, 0, 1)
WEIGHTS = (F(-1), F(0), F(1, 2), F(1))
PREMISES = [
    Premise(Polynomial({key: F(value) for key, value in ((X, a), ((), c)) if value}), strict, f"{a}*x + {c}")
    for a, c, strict in itertools.product(COEFFICIENTS, CONSTANTS, (True, False))
]
POINTS = [F(k, 4) for k in range(13)]
"""The roots of the premises are 0, 1/2 and 1: these points meet every case, and x = 0."""


def can_hold(premises: tuple[Premise, ...], may_be_zero: bool) -> bool:
    """Whether some x > 0 (or >= 0) satisfies all premises, by trying the points between all roots."""
    for x in POINTS if may_be_zero else POINTS[1:]:
        worths = [
            p.polynomial.coefficients.get(X, F(0)) * x + p.polynomial.coefficients.get((), F(0))
            for p in premises
        ]
        if all(w > 0 or (w == 0 and not p.strict) for w, p in zip(worths, premises, strict=True)):
            return True
    return False


def test_the_small_scope_exhaustively() -> None:
    accepted = refused = 0
    for premises in itertools.product(PREMISES, repeat=2):
        possible = {zero: can_hold(premises, zero) for zero in (False, True)}
        forms = [(dict(p.polynomial.coefficients), p.strict) for p in premises]
        for first, second, column, constant in itertools.product(WEIGHTS, repeat=4):
            steps = tuple(
                Step(weight, factor, index)
                for weight, factor, index in (
                    (first, (), 0),
                    (second, (), 1),
                    (column, X, None),
                    (constant, (), None),
                )
                if weight  # a step of weight 0 is tried on its own below
            )
            plain = [(step.multiplier, step.factor, step.premise) for step in steps]
            for zero in (False, True):
                proof = Proof("", premises, steps, frozenset({"x"} if zero else ()))
                verdict = proves(proof)
                assert verdict == proof_is_valid(forms, plain, proof.may_be_zero), proof
                assert not (verdict and possible[zero]), f"proved, though it can hold: {proof}"
                accepted += verdict
                refused += not verdict
    assert (accepted + refused, accepted > 1_000) == (18 * 18 * 4**4 * 2, True)


def test_a_weight_of_zero_is_no_step() -> None:
    impossible = Proof("", (PREMISES[0],), (Step(F(1), (), None), Step(F(-1), (), None)))
    assert not proves(impossible)
    for premises in itertools.product(PREMISES, repeat=2):
        zero = Proof("", premises, (Step(F(0), (), 0), Step(F(0), (), 1), Step(F(0), X, None)))
        assert not proves(zero)


def test_what_the_solver_refutes_is_proved_and_what_is_impossible_is_refuted() -> None:
    for premises in itertools.product(PREMISES, repeat=2):
        for zero in (False, True):
            rows = [[int(p.polynomial.coefficients.get(key, 0)) for key in (X, ())] for p in premises]
            answer = solve(rows, [p.strict for p in premises], [not zero, True])
            assert isinstance(answer, Point) == can_hold(premises, zero)
            if isinstance(answer, Multipliers):
                steps = [Step(F(w), (), k) for k, w in enumerate(answer.rows) if w]
                steps += [Step(F(w), key, None) for key, w in zip((X, ()), answer.columns, strict=True) if w]
                assert proves(Proof("", premises, tuple(steps), frozenset({"x"} if zero else ())))


def polynomial(**terms: int) -> Polynomial:
    """`polynomial(gx=1, one=-2)`: one letter an atom, `one` the constant."""
    return Polynomial.of(
        (() if name == "one" else tuple(sorted((letter, 1) for letter in name)), F(value))
        for name, value in terms.items()
    )


G_AT_LEAST_2 = Premise(polynomial(g=1, one=-2), False, "g >= 2")
G_ABOVE_2 = Premise(polynomial(g=1, one=-2), True, "g > 2")
SMALL = Premise(polynomial(x=2, gx=-1), False, "g*x <= 2*x")
X_POSITIVE = Premise(polynomial(x=1), True, "x > 0")
NEVER = Premise(polynomial(one=-1), False, "-1 >= 0")
FACTORED = (Step(F(1), X, 0), Step(F(1), (), 1))
TABLE = [
    # (g - 2)*x + (2*x - g*x) = 0: strict only if g > 2 is, and x is not 0.
    ("strict fact, positive factor", (G_ABOVE_2, SMALL), FACTORED, "", True),
    ("strict fact, factor that may be zero", (G_ABOVE_2, SMALL), FACTORED, "x", False),
    ("weak fact", (G_AT_LEAST_2, SMALL), FACTORED, "", False),
    ("nothing at all", (), (), "", False),
    ("an empty sum of strict premises", (G_ABOVE_2,), (), "", False),
    ("0 > 0", (Premise(Polynomial({}), True, "0 > 0"),), (Step(F(1), (), 0),), "", True),
    ("0 >= 0", (Premise(Polynomial({}), False, "0 >= 0"),), (Step(F(1), (), 0),), "", False),
    ("-x >= 0", (Premise(polynomial(x=-1), False, ""),), (Step(F(1), (), 0), Step(F(1), X, None)), "", True),
    (
        "-x >= 0, x zero",
        (Premise(polynomial(x=-1), False, ""),),
        (Step(F(1), (), 0), Step(F(1), X, None)),
        "x",
        False,
    ),
    (
        "-x > 0, x zero",
        (Premise(polynomial(x=-1), True, ""),),
        (Step(F(1), (), 0), Step(F(1), X, None)),
        "x",
        True,
    ),
    (
        "-1 >= 0",
        (Premise(polynomial(one=-1), False, ""),),
        (Step(F(1), (), 0), Step(F(1), (), None)),
        "x",
        True,
    ),
    ("a step of no premise that exists", (G_ABOVE_2,), (Step(F(1), (), 1),), "", False),
    ("a premise counted from the end", (X_POSITIVE,), (Step(F(1), (), -1),), "", False),
    (
        "a premise counted from the end, that would do",
        (X_POSITIVE, NEVER),
        (Step(F(1), (), -1), Step(F(1), (), None)),
        "",
        False,
    ),
    (
        "the same premise by its place",
        (X_POSITIVE, NEVER),
        (Step(F(1), (), 1), Step(F(1), (), None)),
        "",
        True,
    ),
    (
        "one premise too many to count",
        (NEVER, X_POSITIVE),
        (Step(F(1), (), 2), Step(F(1), (), None)),
        "",
        False,
    ),
    (
        "a quotient by what may be zero, the strictness elsewhere",
        (Premise(polynomial(x=-1), True, ""), Premise(Polynomial({}), True, "0 > 0")),
        (Step(F(1), (("y", -1),), 0), Step(F(1), (("x", 1), ("y", -1)), None), Step(F(1), (), 1)),
        "y",
        False,
    ),
    (
        "a quotient that cancels",
        (Premise(polynomial(x=-1), False, ""),),
        (Step(F(1), (("x", -1),), 0), Step(F(1), (), None)),
        "",
        True,
    ),
    (
        "a quotient that does not cancel",
        (Premise(polynomial(x=-1), False, ""),),
        (Step(F(1), (("x", -2),), 0), Step(F(1), (), None)),
        "",
        False,
    ),
    (
        "a factor that lists an atom twice",
        (Premise(polynomial(x=-1), True, ""),),
        (Step(F(1), (("x", 2), ("x", -1)), 0), Step(F(1), (("x", 2),), None)),
        "",
        False,
    ),
    (
        "a quotient by what may be zero",
        (Premise(polynomial(x=-1), True, ""),),
        (Step(F(1), (("y", -1),), 0), Step(F(1), (("x", 1), ("y", -1)), None)),
        "y",
        False,
    ),
    (
        "a quotient by what is positive",
        (Premise(polynomial(x=-1), True, ""),),
        (Step(F(1), (("y", -1),), 0), Step(F(1), (("x", 1), ("y", -1)), None)),
        "",
        True,
    ),
]


@pytest.mark.parametrize(
    ("name", "premises", "steps", "zero", "expected"), TABLE, ids=lambda v: v if isinstance(v, str) else ""
)
def test_proofs_by_hand(
    name: str, premises: tuple[Premise, ...], steps: tuple[Step, ...], zero: str, expected: bool
) -> None:
    proof = Proof(name, premises, steps, frozenset(zero))
    assert proves(proof) is expected
    forms = [(dict(p.polynomial.coefficients), p.strict) for p in premises]
    assert proof_is_valid(forms, [(s.multiplier, s.factor, s.premise) for s in steps], zero) is expected


def test_the_order_of_steps_and_of_atoms_in_a_factor_is_free() -> None:
    premise = Premise(polynomial(xy=-1), True, "")
    for factor in ((("a", 1), ("b", 2)), (("b", 2), ("a", 1))):
        steps = (Step(F(3), factor, 0), Step(F(3), (("x", 1), *factor, ("y", 1)), None))
        proof = Proof("", (premise,), steps)
        assert proves(proof) and proves(replace(proof, steps=steps[::-1]))


def test_zero_to_the_power_zero_is_no_factor() -> None:
    """Stricter than the oracle, for which it is 1: no search writes such a step."""
    steps = (Step(F(1), (("x", 0),), 0), Step(F(1), (), None))
    assert not proves(Proof("", (NEVER,), steps, frozenset("x")))
    assert proves(Proof("", (NEVER,), (Step(F(1), (), 0), Step(F(1), (), None)), frozenset("x")))


@pytest.mark.parametrize(
    ("atom", "expected"),
    [("log2(w)", False), ("g(3)", False), ("g(c(A))", False), ("g", True), ("log2w", True), ("c(g)", True)],
)
def test_no_factor_is_a_value_that_may_be_negative(atom: str, expected: bool) -> None:
    for exponent in (1, 2, -1):
        factor = ((atom, exponent),)
        denied = Premise(Polynomial({factor: F(-1)}), True, "")
        assert proves(Proof("", (denied,), (Step(F(1), (), 0), Step(F(1), factor, None)))) is expected
        times = Premise(polynomial(one=-1), False, "")
        assert proves(Proof("", (times,), (Step(F(1), factor, 0), Step(F(1), factor, None)))) is expected


def test_a_value_that_may_be_negative_is_a_premise_like_any_other() -> None:
    logarithm = Polynomial({(("log2(w)", 1),): F(1)})
    premises = (Premise(logarithm, True, "log2(w) > 0"), Premise(-logarithm, False, "log2(w) <= 0"))
    assert proves(Proof("", premises, (Step(F(1), (), 0), Step(F(1), (), 1))))

"""Priors: what is refused, with exact text; how applications are spelled; what the checker refuses."""

from __future__ import annotations

from fractions import Fraction as F
from typing import Any

import pytest

from mesaprior import engine
from mesaprior.algebra import Polynomial
from mesaprior.applications import exponential, logarithm, power
from mesaprior.engine import Setting
from mesaprior.engine.reason.checker import proves
from mesaprior.errors import InputError
from mesaprior.model import Model, build
from mesaprior.results import Premise, Proof, Step
from mesaprior.spec import read_model
from mesaprior.symbols import Symbols


def two(prior: Any, **more: Any) -> Model:
    """Two variants that share nothing: `V` costs a and b, `W` costs d and e."""
    variants = {"V": {"complexity": "a", "time": "b"}, "W": {"complexity": "d", "time": "e"}}
    return build(read_model({"name": "x", "prior": prior, "variants": variants, **more}))


# --- what is refused ----------------------------------------------------------------------------------


ERRORS: list[tuple[dict[str, Any], str, str, str]] = [
    (
        {"prior": "levin", "variants": {"H": {"complexity": "a", "time": "0"}}},
        (
            "error[logarithm-of-zero]: the cost of 'H' cannot be worked out:"
            " this takes the logarithm of what may be 0"
        ),
        "variants.H",
        "a logarithm needs a sum of prices, of which one at least is positive",
    ),
    (
        {
            "prior": "power",
            "axes": {"p": {"weight": "1"}},
            "variants": {"H": {"complexity": "a", "time": "b", "p": "a"}},
        },
        "error[name-used-twice]: the prior 'power' has a parameter 'p', which already means something here",
        "prior",
        "give the other one another name",
    ),
    (
        {"variants": {"H": {"complexity": "a", "time": "b", "members": "1000"}}},
        "error[members-not-a-power]: the number of members is not a power of two",
        "variants.H.members",
        "write 2**a with a number or a parameter, or a whole power such as 1024",
    ),
    (
        {"variants": {"H": {"complexity": "a", "time": "b", "members": "2**k"}}},
        "error[unknown-parameter]: unknown parameter 'k'",
        "variants.H.members",
        "declare it under parameters",
    ),
    (
        {
            "prior": "monotone",
            "facts": ["g*c(a) < t(b)"],
            "variants": {"H": {"complexity": "a", "time": "b"}},
        },
        (
            "error[rate-is-a-function]: "
            "under this prior g is an increasing function of which nothing else is known, not a number"
        ),
        "facts[0]",
        "write it applied, g(c(x)), or ask under another prior: --prior linear",
    ),
    (
        {"variants": {"H": {"complexity": "2**a", "time": "b"}}},
        "error[function-of-terms]: a price is a sum of terms, not a function of one",
        "variants.H.complexity",
        "give the value a term of its own; the prior says what a price costs",
    ),
    (
        {"facts": ["c(a)**t(b) < 1"], "variants": {"H": {"complexity": "a", "time": "b"}}},
        "error[exponent-not-decided]: an exponent here is a number or made of parameters",
        "facts[0]",
        "write a whole number from 0 to 8, 1/2, or a parameter",
    ),
]


@pytest.mark.parametrize(("model", "first", "place", "help"), ERRORS, ids=[error[2] for error in ERRORS])
def test_error_models_that_no_cost_can_be_given(
    model: dict[str, Any], first: str, place: str, help: str
) -> None:
    with pytest.raises(InputError) as raised:
        build(read_model({"name": "x", **model}))
    assert str(raised.value) == f"{first}\n --> {place}\n  = help: {help}"


@pytest.mark.parametrize(
    ("cost", "message"),
    [
        (
            "g*c - log2(t)",
            "this cost does not increase with t: it is no higher at t = 1 than at t = 1/2 with c = 1, g = 1",
        ),
        (
            "c*log2(t) + g*t",
            "this cost does not increase with c: it is no higher at c = 1 than at c = 1/2 with g = 1, t = 1",
        ),
        ("2**(c + t) - t", "this cost is not shown to increase with t"),
        ("g*c + t - c**2", "this cost does not increase with c: not at c = 1, g = 1"),
    ],
)
def test_error_costs_that_do_not_increase(cost: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        engine.conditions(Setting.of(two({"cost": cost})))
    problem = raised.value.problems[0]
    assert (problem.code, problem.message, problem.loc) == (
        "prior-not-increasing",
        message,
        ("prior", "cost"),
    )


@pytest.mark.parametrize(
    "cost",
    [
        "g*c + t**(1/2)",
        "g*c**p + log2(1 + t)",
        "g*log2(c + t) + 2**t",
        "3**(c + log2(t)) + g*t",
        "g*(c + 1)**p*(t + 1)",
    ],
)
def test_costs_that_increase(cost: str) -> None:
    engine.wins(Setting.of(two({"cost": cost, "parameters": {"p": {}}}), g=F(1)))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (lambda: engine.conditions(Setting.of(two({"cost": "g**2*c + t"}))), "prior-not-decided"),
        (lambda: engine.pairs(Setting.of(two({"cost": "log2(g*c + t) + t"}))), "prior-not-decided"),
        (lambda: engine.crossover(Setting.of(two({"cost": "g**2*c + t"})), "V", "W"), "prior-not-decided"),
        (lambda: Setting.of(two("monotone"), g=F(2)), "rate-is-a-function"),
    ],
)
def test_error_questions_about_rates_that_are_none(question: Any, code: str) -> None:
    with pytest.raises(InputError) as raised:
        question()
    assert raised.value.problems[0].code == code


# --- atoms, and what may not multiply -----------------------------------------------------------------

X = Polynomial.atom("c(x)")
ONE_HALF = Polynomial.constant(F(1, 2))


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (lambda s: logarithm(Polynomial.constant(8), s), "3"),
        (lambda s: logarithm(Polynomial.constant(F(1, 4)), s), "-2"),
        (lambda s: logarithm(Polynomial.constant(F(1, 3)), s), "log2(1/3)"),
        (lambda s: logarithm(X + Polynomial.constant(1), s), "log2(c(x) + 1)"),
        (lambda s: logarithm(exponential(F(2), X, s).scaled(F(8)), s), "c(x) + 3"),
        (lambda s: exponential(F(2), Polynomial.constant(10), s), "1024"),
        (lambda s: exponential(F(3, 2), X, s), "(3/2)**c(x)"),
        (lambda s: power(Polynomial.constant(F(4, 9)), ONE_HALF, s), "2/3"),
        (lambda s: power(Polynomial.constant(27), Polynomial.constant(F(2, 3)), s), "9"),
        (lambda s: power(Polynomial.constant(2), ONE_HALF, s), "2**(1/2)"),
        (lambda s: power(X, Polynomial.constant(1), s), "c(x)"),
        (lambda s: power(X, -ONE_HALF, s), "(1/c(x))**(1/2)"),
    ],
)
def test_how_an_application_is_spelled(made: Any, text: str) -> None:
    symbols = Symbols(("c(x)",))
    from mesaprior.formula import Formula

    assert Formula.of(made(symbols), symbols).text == text


@pytest.mark.parametrize("atom", ["log2(c(x))", "g(c(x))"])
def test_the_checker_refuses_a_factor_that_may_be_negative(atom: str) -> None:
    """From x > 0 and -x > 0 follows a contradiction; not from their products with a logarithm."""
    premises = (Premise(X, True, "x"), Premise(-X, True, "-x"))
    for factor, proved in (((("c(y)", 1),), True), (((atom, 1),), False), (((atom, 2),), False)):
        steps = tuple(Step(F(1), factor, place) for place in (0, 1))
        assert proves(Proof("x", premises, steps)) is proved
    assert not proves(
        Proof(
            "x",
            (Premise(-Polynomial.atom(atom), True, "log2(x) < 0"),),
            (
                Step(F(1), (), 0),
                Step(F(1), ((atom, 1),), None),
            ),
        )
    )


@pytest.mark.parametrize(
    ("facts", "listed"),
    [
        (["log2(t(b)) > 3", "t(b) < 8"], "log2(t(b)) > 3; t(b) < 8"),
        (["2**c(a) <= 16", "c(a) > 4"], "2**c(a) <= 16; c(a) > 4"),
        (["c(a)**(1/2) > 3/2", "c(a) < 9/4"], "c(a)**(1/2) > 3/2; c(a) < 9/4"),
        (
            ["log2(t(b)) + c(a) > log2(t(e)) + c(d)", "t(b) < t(e)", "c(a) < c(d)"],
            "log2(t(b)) + c(a) > log2(t(e)) + c(d); t(b) < t(e); c(a) < c(d)",
        ),
        (["-log2(t(b)) > 1", "t(b) > 1/2"], "-log2(t(b)) > 1; t(b) > 1/2"),
    ],
)
def test_error_facts_about_functions_that_contradict_each_other(facts: list[str], listed: str) -> None:
    with pytest.raises(InputError) as raised:
        engine.conditions(Setting.of(two("levin", facts=facts)))
    assert raised.value.problems[0].message == f"these facts cannot all hold: {listed}"


def test_a_fact_about_a_logarithm_says_what_it_means() -> None:
    setting = Setting.of(two("levin", facts=["log2(t(b)) > 3", "t(b) + t(e) < 16"]))
    found = engine.compare(setting, "V", "W")
    assert found.axes["t"].sign == ">"

"""Results written by hand, without the engine: semantics section 6, and what is odder than that.

Used by the tests of `render`, which must not depend on how an answer is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from mesaprior.algebra import RATE, Polynomial
from mesaprior.formula import Comparison, Formula, RateInequality
from mesaprior.language import parse_claim, parse_expression
from mesaprior.results import (
    AxisComparison,
    Because,
    Certificate,
    Checked,
    Checks,
    Circumstances,
    Compared,
    Conditions,
    Cost,
    Costs,
    Counterexample,
    Explanation,
    Interval,
    PairCondition,
    Pairs,
    Row,
    Standing,
    Tie,
    TrueWhen,
    VariantCondition,
    Verdict,
    WinnerMap,
    Wins,
    Worth,
)
from mesaprior.symbols import Symbols

FIND = "find(get_proxy_for_base_obj(env))"
TERMS = {
    "get_base_obj": r"\mathrm{base}",
    "get_proxy_for_base_obj": r"\mathrm{proxy}",
    "simplest_obj": r"\mathrm{simplest}",
    "combine": r"\mathrm{combine}",
    "is_deployed_in_world": r"\mathrm{deployed}",
    "mesaoptimize": r"\mathrm{mesaopt}",
    "useful_knowledge": r"\mathrm{knowledge}",
    FIND: r"\mathrm{find}",
    "mesaoptimize_env": r"\mathrm{opt}_{\mathrm{env}}",
    "mesaoptimize_outer_world_env": r"\mathrm{opt}_{\mathrm{world}}",
}
TITLES: dict[str, str | None] = {
    "H_fh": "fast honest",
    "H_sd": "simple deceptive",
    "H_fd": "fast deceptive",
}
PRICES: dict[str, dict[str, str]] = {
    "H_fh": {
        "c": "get_base_obj mesaoptimize useful_knowledge",
        "t": "get_proxy_for_base_obj mesaoptimize_env",
    },
    "H_sd": {
        "c": "simplest_obj combine mesaoptimize useful_knowledge",
        "t": f"combine {FIND} mesaoptimize_env mesaoptimize_outer_world_env",
    },
    "H_fd": {
        "c": "get_base_obj simplest_obj is_deployed_in_world mesaoptimize useful_knowledge",
        "t": "is_deployed_in_world get_proxy_for_base_obj mesaoptimize_env",
    },
}
WORKED = {
    "c(get_base_obj)": 40, "c(simplest_obj)": 5, "c(combine)": 10, "c(is_deployed_in_world)": 3,
    "c(mesaoptimize)": 60, "c(useful_knowledge)": 200, "t(get_proxy_for_base_obj)": 8,
    "t(mesaoptimize_env)": 50, "t(combine)": 2, f"t({FIND})": 30, "t(mesaoptimize_outer_world_env)": 40,
    "t(is_deployed_in_world)": 1,
}  # fmt: skip
SYMBOLS = Symbols(order=(RATE, *(f"{axis}({term})" for axis in "ct" for term in TERMS)), latex=TERMS)
NUMBERS = {atom: Fraction(value) for atom, value in WORKED.items()}


def price(variant: str, axis: str) -> Polynomial:
    """The price of a variant of the seed on an axis."""
    return Polynomial.of(
        (((f"{axis}({term})", 1),), Fraction(1)) for term in PRICES[variant][axis].split(" ")
    )


def difference(left: str, right: str, axis: str) -> Polynomial:
    return price(left, axis) - price(right, axis)


def circumstances(**changes: Any) -> Circumstances:
    start: dict[str, Any] = {
        "model": "speed-simplicity", "title": None, "prior": "linear", "cost": "g*c + t", "facts": (),
    }  # fmt: skip
    return Circumstances(**{**start, **changes})


def cost(
    variant: str, numbers: Mapping[str, Fraction] = {}, titles: Mapping[str, str | None] = TITLES
) -> Cost:
    """The prices and the cost of a variant, with numbers put in."""
    prices = {axis: price(variant, axis) for axis in "ct"}
    whole = prices["c"] * Polynomial.atom(RATE) + prices["t"]
    return Cost(
        variant,
        titles[variant],
        {axis: Formula.of(part.substitute(numbers), SYMBOLS) for axis, part in prices.items()},
        Formula.of(whole.substitute(numbers), SYMBOLS),
    )


def crossover(left: str, right: str) -> Formula:
    return Formula.quotient(-difference(left, right, "t"), difference(left, right, "c"), SYMBOLS)


def inequality(
    left: str, right: str, rate: Fraction | None = None, symbols: Symbols = SYMBOLS
) -> RateInequality:
    return RateInequality(difference(left, right, "c"), difference(left, right, "t"), rate, symbols)


def four_rows(left: str, right: str) -> tuple[Row, ...]:
    """Semantics section 3: the four cases of a pair."""
    a, d = difference(left, right, "c"), difference(left, right, "t")
    tie = (crossover(left, right),)

    def row(
        slope: str,
        rest: str,
        outcome: Literal["always", "never", "range"],
        **bounds: Any,
    ) -> Row:
        when = (Comparison.of(a, slope, SYMBOLS), Comparison.of(d, rest, SYMBOLS))
        return Row((right,), when, outcome, **bounds)

    return (
        row(">", "<", "range", below=tie),
        row("<=", "<=", "always", not_both_equal=True),
        row(">=", ">=", "never"),
        row("<", ">", "range", above=tie),
    )


POSSIBLE = Standing("possible", "possible")


def possible(variant: str, rival: str, rate: Fraction | None = None) -> VariantCondition:
    rows = four_rows(variant, rival)
    lines = (inequality(variant, rival, rate),)
    return VariantCondition(variant, TITLES[variant], "possible", rows, POSSIBLE, inequalities=lines)


def dominated(numbers: Mapping[str, Fraction] = {}) -> VariantCondition:
    """H_fd, which never wins."""
    margins = {
        axis: Formula.of(difference("H_fd", "H_fh", axis).substitute(numbers), SYMBOLS) for axis in "ct"
    }
    return VariantCondition(
        "H_fd", TITLES["H_fd"], "never", (Row((), (), "never"),), Standing("never", "never"),
        dominated_by="H_fh", because="H_fh dominates it", better_by=margins,
    )  # fmt: skip


def conditions(rate: Fraction | None = None, **changes: Any) -> Conditions:
    """The seed with all symbols left open."""
    variants = {
        "H_fh": possible("H_fh", "H_sd", rate),
        "H_sd": possible("H_sd", "H_fh", rate),
        "H_fd": dominated(),
    }
    return Conditions(circumstances(**changes), variants, rate)


def winner_map(*points: tuple[str, str], last: str) -> WinnerMap:
    """`("H_fh", "64/25"), last="H_sd"`: the winners up to each rate, ties in between."""
    rates = [Fraction(0), *(Fraction(rate) for _, rate in points)]
    winners = [*(winner for winner, _ in points), last]
    ends = [*rates[1:], None]
    intervals = [Interval(a, b, (w,)) for a, b, w in zip(rates, ends, winners, strict=True)]
    ties = [Tie(at, pair) for at, pair in zip(rates[1:], pairwise(winners), strict=True)]
    return WinnerMap(tuple(intervals), tuple(ties))


SEED_MAP = winner_map(("H_fh", "64/25"), last="H_sd")


def worked_conditions() -> Conditions:
    """The seed with the worked numbers: a winner map."""
    variants = {
        name: VariantCondition(name, TITLES[name], "possible", (), POSSIBLE) for name in ("H_fh", "H_sd")
    }
    under = circumstances(scenario="worked", numbers=NUMBERS)
    return Conditions(under, {**variants, "H_fd": dominated(NUMBERS)}, None, SEED_MAP)


def worked_wins(rate: int | Fraction = 2, titles: Mapping[str, str | None] = TITLES, **changes: Any) -> Wins:
    """The seed with the worked numbers at a rate."""
    g = Fraction(rate)
    numbers = {**NUMBERS, RATE: g}
    costs = tuple(cost(name, numbers, titles) for name in PRICES)
    ranked = sorted(costs, key=lambda item: item.cost.value or Fraction(0))
    lowest, second = ranked[0].cost.value, ranked[1].cost.value
    assert lowest is not None and second is not None
    tie = tuple(item.variant for item in costs if item.cost.value == lowest)
    alone = len(tie) == 1
    under = circumstances(**{"scenario": "worked", "numbers": numbers, **changes})
    found = Conditions(under, worked_conditions().variants, g, SEED_MAP)
    if not alone:
        return Wins(under, g, None, tie, None, None, costs, found, explanation())
    winner, runner_up = ranked[0].variant, ranked[1].variant
    return Wins(under, g, winner, (), second - lowest, runner_up, costs, found, explanation())


def open_wins(rate: int = 2) -> Wins:
    """The seed at a rate, all prices left open."""
    g = Fraction(rate)
    found = conditions(g, numbers={RATE: g})
    costs = tuple(cost(name, {RATE: g}) for name in PRICES)
    return Wins(found.under, g, None, (), None, None, costs, found, explanation())


def explanation() -> Explanation:
    return Explanation(tuple(map(cost, PRICES)), (pair("H_fh", "H_sd"),))


def pair(left: str, right: str, rate: Fraction | None = None, symbols: Symbols = SYMBOLS) -> PairCondition:
    line, rows = inequality(left, right, rate, symbols), four_rows(left, right)
    return PairCondition(left, right, "possible", line, crossover(left, right), rows)


def pairs() -> Pairs:
    always = PairCondition(
        "H_fh", "H_fd", "always", inequality("H_fh", "H_fd"), None, (Row(("H_fd",), (), "always"),)
    )  # fmt: skip
    return Pairs(circumstances(), None, (pair("H_fh", "H_sd"), always, pair("H_sd", "H_fd")))


def costs(numbers: Mapping[str, Fraction] = {}, rate: int | None = None) -> Costs:
    g = None if rate is None else Fraction(rate)
    known = {**numbers} if g is None else {**numbers, RATE: g}
    return Costs(circumstances(numbers=known), g, tuple(cost(name, known) for name in PRICES))


def compared(left: str, right: str) -> Compared:
    signs: dict[str, str | None] = {"c": None, "t": None}
    better = (left, right) == ("H_fd", "H_fh")
    if better:
        signs = {"c": ">", "t": ">"}
    gaps = {axis: Formula.of(difference(left, right, axis), SYMBOLS) for axis in "ct"}
    axes = {axis: AxisComparison(axis, gap, signs[axis]) for axis, gap in gaps.items()}
    one, other = pair(left, right), pair(right, left)
    if better:
        one = PairCondition(left, right, "never", one.inequality, None, (Row((right,), (), "never"),))
        other = PairCondition(right, left, "always", other.inequality, None, (Row((left,), (), "always"),))
    return Compared(circumstances(), left, right, axes, one, other, right if better else None)


def everything() -> Sequence[Any]:
    """One result of each kind, and of each layout."""
    return (
        worked_wins(), worked_wins(Fraction(64, 25)), open_wins(), conditions(), worked_conditions(),
        conditions(Fraction(2)), pairs(), costs(), costs(NUMBERS), costs(NUMBERS, 2),
        compared("H_fh", "H_sd"), compared("H_fd", "H_fh"), possible("H_fh", "H_sd"), dominated(),
        pair("H_fh", "H_sd"), three_rivals(), additive(), checks(), *checks(),
    )  # fmt: skip


def three_rivals(**changes: Any) -> Conditions:
    """Every variant against both others, a merged row among them, and facts in force."""
    start: dict[str, Any] = {
        "facts": ("c(simplest_obj) <= c(get_base_obj)",), "assumed": ("c(combine) < 3", "t(combine) > 1/2"),
    }  # fmt: skip
    names = ("H_fh", "H_sd", "H_fd")
    variants = {}
    for name in names:
        rivals = [rival for rival in names if rival != name and {name, rival} != {"H_fh", "H_fd"}]
        rows = tuple(row for rival in rivals for row in four_rows(name, rival))
        lines = tuple(inequality(name, rival) for rival in rivals)
        variants[name] = VariantCondition(name, TITLES[name], "possible", rows, POSSIBLE, inequalities=lines)
    bounds = (crossover("H_fh", "H_sd"), crossover("H_sd", "H_fd"))
    both = Row(
        ("H_sd", "H_fd"), (), "range", above=(Formula.of(Polynomial.constant(1), SYMBOLS),), below=bounds
    )
    variants["H_fh"] = VariantCondition("H_fh", None, "possible", (both,), POSSIBLE)
    return Conditions(circumstances(**{**start, **changes}), variants)


APPLIED = Symbols(SYMBOLS.order, latex=TERMS, rate_of="function")


def additive() -> Conditions:
    """Under a prior that applies the rate: no g to solve for."""
    variants = {}
    for name, rival in (("H_fh", "H_sd"), ("H_sd", "H_fh")):
        lines = (inequality(name, rival, symbols=APPLIED),)
        variants[name] = VariantCondition(name, TITLES[name], "possible", (), POSSIBLE, inequalities=lines)
    return Conditions(circumstances(prior="additive"), variants)


# --- claims -------------------------------------------------------------------------------------------


def claim(id: str, formal: str, verdict: Verdict, **changes: Any) -> Checked:
    """A claim of the seed under the linear prior."""
    start: dict[str, Any] = {"says": None, "prior": "linear"}
    return Checked(id=id, claim=parse_claim(formal), verdict=verdict, **{**start, **changes})


def ones(**telling: str) -> dict[str, Fraction]:
    """Every price and the rate at 1, except for `telling`, whose keys are an axis and a term: `t_combine`."""
    changed = {f"{key[0]}({key[2:]})" if key != RATE else key: Fraction(n) for key, n in telling.items()}
    return {**dict.fromkeys(SYMBOLS.order, Fraction(1)), **changed}


def because(difference: str, equals: str, strict: bool = True, *using: str) -> Because:
    return Because(parse_expression(difference), parse_expression(equals), strict, using)


def worth(formula: str, low: str, high: str | None = None) -> Worth:
    return Worth(parse_expression(formula), Fraction(low), Fraction(high or low))


def checks(**changes: Any) -> Checks:
    """Claims of semantics section 6, and one of each kind of verdict."""
    return Checks(
        circumstances(**{"latex": TERMS, **changes}), (dominance(), undoubtedly(), repaired(), ratio())
    )


def dominance() -> Checked:
    return claim(
        "fd-dominated", "H_fh dominates H_fd", "proved", certificate=Certificate("multipliers", None),
        because=(
            because("c(H_fd) - c(H_fh)", "c(simplest_obj) + c(is_deployed_in_world)"),
            because("t(H_fd) - t(H_fh)", "t(is_deployed_in_world)"),
        ),
    )  # fmt: skip


def undoubtedly() -> Checked:
    when = f"t(get_proxy_for_base_obj) < t(combine) + t({FIND}) + t(mesaoptimize_outer_world_env)"
    return claim(
        "time-undoubtedly", "t(H_fh) < t(H_sd)", "refuted", says="The honest one is undoubtedly faster.",
        counterexample=Counterexample(
            ones(t_get_proxy_for_base_obj="20"), "small", (worth("t(H_fh)", "21"), worth("t(H_sd)", "4"))
        ),
        true_when=TrueWhen(parse_claim(when), True),
    )  # fmt: skip


def repaired() -> Checked:
    """The repaired "only if": still refuted, as expected; a condition that is enough."""
    numbers = {**ones(c_get_base_obj="10", t_get_proxy_for_base_obj="5"), f"t({FIND})": Fraction(21, 2)}
    when = "t(get_proxy_for_base_obj) <= g*c(simplest_obj) + g*c(combine) + t(mesaoptimize_outer_world_env)"
    return claim(
        "only-if", f"if H_sd beats H_fh then g*c(get_base_obj) > t({FIND})", "refuted", expected="refuted",
        counterexample=Counterexample(
            numbers, "rationals", (worth("g*c(get_base_obj)", "10"), worth(f"t({FIND})", "21/2"))
        ),
        true_when=TrueWhen(parse_claim(when), False),
    )  # fmt: skip


def ratio() -> Checked:
    return claim(
        "kt-ratio", "not (H_sd wins for large g or H_fh beats H_sd at g = 2*c(combine))", "undecided",
        prior="levin", tried="small whole numbers, then a solver for 5 s", expected="proved",
        assuming=("c(combine) < 3",),
    )  # fmt: skip

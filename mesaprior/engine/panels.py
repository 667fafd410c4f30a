"""What can be slid: costs as exact polynomials in the rate and a few prices, and where sliders stop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import takewhile
from math import ceil
from typing import Final

from mesaprior.algebra import RATE, Atom, Numbers, Polynomial
from mesaprior.engine.setting import Setting, single_numbers
from mesaprior.engine.winner_map import lower_envelope
from mesaprior.engine.winners import wins
from mesaprior.errors import InputError, one_of, refuse
from mesaprior.limits import WIDGET_SLIDERS, WIDGET_VARIANTS
from mesaprior.model import Model
from mesaprior.results import Panel, Premise, Slider

STEPS: Final = 10
"""Steps of a slider from nothing to where it starts."""
FURTHEST: Final = 4
"""How many times its start a slider reaches."""
MANTISSAS: Final = (
    (10, 11, 12, 13, 14, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 60, 70, 80, 90),
    (10, 12, 15, 20, 25, 30, 40, 50, 60, 80),
    (10, 20, 50),
    (10,),
)
"""Tenths at which the rate stops in each decade: round, and about equally far apart on a log scale. The first
row that gives no more than `MOST_STOPS` is taken."""
MOST_STOPS: Final = 120
"""On a track of 300 pixels, neighbours are then at least 2.5 pixels apart."""
BEYOND: Final = 10
"""How many times the largest crossover the rate may become; likewise below the smallest."""
FAR: Final = 1000
"""Crossovers that sliders push further than this from those of the start are not followed."""


def panel(setting: Setting, slides: Sequence[str] = ()) -> Panel:
    """What a widget shows under the setting, with the prices or parameters named in `slides` left to move.

    Raises `InputError` where the prior is not exact in whole numbers, where numbers are missing, or where
    there is nothing to slide.
    """
    model = setting.model
    _check_prior(setting)
    atoms = _slid(model, slides)
    base = setting.with_numbers(
        {atom: value for atom, value in setting.numbers.items() if atom != RATE and atom not in atoms}
    )
    base.check_compiled()
    facts = tuple(premise for premise in base.premises if premise.polynomial.atoms & {RATE, *atoms})
    _check_known(setting, base, facts, atoms)
    start = {atom: setting.numbers[atom] for atom in atoms}
    sliders = tuple(_slider(base, atom, start[atom], facts) for atom in atoms)
    rates: tuple[Fraction, ...] = ()
    at_start = setting.without_rate
    if model.depends_on_rate:
        rates = _rates(base, sliders, start, setting.g)
        g = setting.g or _first_rate(rates, facts, start)
        at_start = setting.with_numbers({**setting.numbers, RATE: g})
    elif not sliders:
        help = "slide a price: --slide 'c(x)'"
        raise refuse("nothing-to-slide", f"under the prior {model.prior} no cost depends on g", help)
    return Panel(wins(at_start), rates, sliders, base.costs, facts, model.symbols)


def _check_prior(setting: Setting) -> None:
    """A widget compares whole numbers, so the costs must be polynomials with rational coefficients."""
    model = setting.model
    help = (
        "a widget can show linear, additive, simplicity, speed, and costs that are polynomials, linear in g"
    )
    functions = any(atom in model.symbols.functions for cost in setting.costs.values() for atom in cost.atoms)
    if model.within is not None or functions or not model.is_linear_in_rate:
        message = f"under the prior {model.prior} a widget could not compare costs exactly"
        raise refuse("prior-not-for-widgets", message, help)
    if len(model.variants) > WIDGET_VARIANTS:
        message = f"a widget shows {WIDGET_VARIANTS} variants, and this model has {len(model.variants)}"
        raise refuse("too-many-variants", message, "ask for a table: mesaprior table --of costs")


def _slid(model: Model, slides: Sequence[str]) -> tuple[Atom, ...]:
    """The prices and parameters that are named, each once and each in some cost."""
    atoms: list[Atom] = []
    used = {atom for name in model.variants for atom in model.symbols.inside(model.cost_of(name))}
    for text in slides:
        try:
            (atom,) = single_numbers(model, {text: Fraction(1)})
            if atom in atoms:
                raise refuse("slid-twice", f"{atom} is slid twice", "name each price once")
            if atom not in used:
                message = f"no variant's cost depends on {atom}"
                raise refuse("nothing-to-slide", message, "slide a price that some variant pays")
        except InputError as error:
            raise InputError(problem.in_text("slide", text) for problem in error.problems) from None
        atoms.append(atom)
    if len(atoms) > WIDGET_SLIDERS:
        message = f"{len(atoms)} prices are to be slid; {WIDGET_SLIDERS} are allowed"
        raise refuse("too-many-sliders", message, "put in numbers for the others: --set 'c(x)=12'")
    return tuple(atoms)


def _check_known(setting: Setting, base: Setting, facts: Sequence[Premise], atoms: Sequence[Atom]) -> None:
    """Everything has a number, if only to start from, and what is slid is applied to by no function."""
    symbols = setting.model.symbols
    polynomials = [*base.costs.values(), *(fact.polynomial for fact in facts)]
    if any(polynomial.atoms & symbols.functions.keys() for polynomial in polynomials):
        message = "a function is applied to what is slid, so a widget could not compare costs exactly"
        raise refuse("prior-not-for-widgets", message, "slide another price")
    bent = next((fact for fact in facts if not set(fact.polynomial.split_by_rate()) <= {0, 1}), None)
    if bent is not None:
        message = f"the fact {bent.says} is not linear in g, so a widget could not check it"
        raise refuse("prior-not-for-widgets", message)
    needed = {*atoms, *(atom for polynomial in polynomials for atom in polynomial.atoms)} - {RATE}
    missing = sorted(needed - setting.numbers.keys(), key=lambda atom: symbols.rank[atom])
    if not missing:
        return
    scenarios = [name for name in setting.model.scenarios if name != setting.scenario]
    named = f"--scenario {scenarios[0]}, or " if scenarios and setting.scenario is None else ""
    listed = one_of(missing, most=6).replace(" or ", " and ")
    raise refuse(
        "numbers-missing",
        f"a widget needs a number for {listed}",
        f"put them in: {named}--set '{missing[0]}=12'",
    )


def _slider(base: Setting, atom: Atom, start: Fraction, facts: Sequence[Premise]) -> Slider:
    """Stops around the start, as far as the price stays possible and keeps the facts that speak of it alone.
    A price of 0 has no size to go by: its slider starts at 0 and moves in whole numbers."""
    own = [fact for fact in facts if fact.polynomial.atoms == {atom}]
    divides = any(
        part == atom and exponent < 0
        for cost in base.costs.values()
        for monomial, _ in cost
        for part, exponent in monomial
    )
    lowest = 0 if atom in base.model.symbols.may_be_zero and not divides else 1
    unit, first = (start / STEPS, STEPS) if start else (Fraction(1), 0)

    def kept(steps: range) -> list[Fraction]:
        values = (unit * step for step in steps)
        return list(takewhile(lambda value: all(_keeps(fact, {atom: value}) for fact in own), values))

    below = kept(range(first - 1, lowest - 1, -1))
    return Slider(atom, start, unit, (*reversed(below), *kept(range(first, FURTHEST * STEPS + 1))))


def _keeps(fact: Premise, numbers: Numbers) -> bool:
    value = fact.polynomial.value_at(numbers)
    return value > 0 or (value == 0 and not fact.strict)


def _rates(
    base: Setting, sliders: Sequence[Slider], start: Mapping[Atom, Fraction], g: Fraction | None
) -> tuple[Fraction, ...]:
    """Where the slider of the rate stops: around the crossovers, of the start and of the sliders' ends."""
    own = _crossovers(base, start)
    low, high = (min(own) / FAR, max(own) * FAR) if own else (Fraction(0), None)
    ends = [{**start, slider.atom: end} for slider in sliders for end in (slider.stops[0], slider.stops[-1])]
    moved = [rate for numbers in ends for rate in _crossovers(base, numbers)]
    near = own + [rate for rate in moved if low <= rate and (high is None or rate <= high)] or [Fraction(1)]
    asked = [] if g is None else [g]
    return _round_rates(min([min(near) / BEYOND, *asked]), max([max(near) * BEYOND, *asked]))


def _crossovers(base: Setting, numbers: Numbers) -> list[Fraction]:
    """The rates at which the winner changes when what is slid has these values."""
    lines = {}
    for name, cost in base.costs.items():
        parts = cost.split_by_rate()
        slope, rest = (parts.get(power, Polynomial({})).value_at(numbers) for power in (1, 0))
        lines[name] = (slope, rest)
    return [tie.at for tie in lower_envelope(lines).ties if isinstance(tie.at, Fraction)]


def _round_rates(low: Fraction, high: Fraction) -> tuple[Fraction, ...]:
    """Round numbers from `low` to `high`, about equally far apart on a log scale."""
    decades = range(_decade(low), _decade(high) + 1)
    found: list[Fraction] = []
    for mantissas in MANTISSAS:
        all_of = (m * Fraction(10) ** (decade - 1) for decade in decades for m in mantissas)
        found = [rate for rate in all_of if low <= rate <= high]
        if len(found) <= MOST_STOPS:
            break
    return tuple(found[:: max(1, ceil(len(found) / MOST_STOPS))])


def _decade(value: Fraction) -> int:
    """The k with 10**k <= value < 10**(k + 1)."""
    k = len(str(value.numerator)) - len(str(value.denominator))
    return k if Fraction(10) ** k <= value else k - 1


def _first_rate(rates: Sequence[Fraction], facts: Sequence[Premise], start: Numbers) -> Fraction:
    """1 where the slider stops there, else its middle, as far as the facts allow."""
    kept = [rate for rate in rates if all(_keeps(fact, {**start, RATE: rate}) for fact in facts)] or rates
    return Fraction(1) if 1 in kept else kept[len(kept) // 2]

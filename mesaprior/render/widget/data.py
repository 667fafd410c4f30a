"""The numbers of a widget as its script takes them: whole ones, so that it decides in whole numbers too."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from operator import sub
from typing import Any, Final, TypeAlias

from mesaprior.algebra import RATE, Atom, Monomial, Polynomial
from mesaprior.errors import SelfCheckFailed, refuse
from mesaprior.limits import WIDGET_BITS
from mesaprior.render.escape import one_line
from mesaprior.results import Panel

Steps: TypeAlias = dict[tuple[int, ...], Fraction]
"""A polynomial in the steps of the sliders: exponents, one a slider, to coefficients."""

Whole: TypeAlias = list[list[int | str]]
"""The same as the script takes it: `[[coefficient, exponent, ...], ...]`, whole numbers all."""

LARGEST_PLAIN: Final = 2**53
"""From here on a number of JSON is rounded by JavaScript; larger ones are sent as text."""


def data_of(panel: Panel) -> dict[str, Any]:
    """What `widget.js` reads. A polynomial is `[[coefficient, exponent, ...], ...]` in the sliders' steps.

    `lines`: name, title, what g multiplies and the rest, all over `per`; `rates` over `unit`, and which of
    them is the `start`; `units`: what one step of each slider is worth; `facts`: what must not be negative
    (with 1: must be positive), and how it reads.
    """
    atoms = [slider.atom for slider in panel.sliders]
    units = {slider.atom: slider.unit for slider in panel.sliders}
    polynomials = [_by_rate(cost, atoms, units) for cost in panel.costs.values()]
    lowest = [
        min([0, *(powers[place] for pair in polynomials for part in pair for powers in part)])
        for place in range(len(atoms))
    ]
    scale = _scale(part for pair in polynomials for part in pair)
    lines = [[_whole(part, scale, lowest) for part in pair] for pair in polynomials]
    per = _whole({(0,) * len(atoms): Fraction(1)}, scale, lowest)
    titles = {cost.variant: one_line(cost.title or "") for cost in panel.wins.costs}
    data = {
        "lines": [
            [name, f" ({titles[name]})" if titles[name] else "", *line]
            for name, line in zip(panel.costs, lines, strict=True)
        ],
        "per": per,
        **_rates(panel),
        "units": [[str(slider.unit.numerator), str(slider.unit.denominator)] for slider in panel.sliders],
        "facts": [_fact(panel, place, atoms, units) for place in range(len(panel.facts))],
    }
    _check_size(panel, [*(part for line in lines for part in line), per])
    _check_costs(panel, lines, per)
    return data


def _rates(panel: Panel) -> dict[str, Any]:
    """The round rates and the one asked for, over their common denominator."""
    start = panel.wins.g
    if not panel.rates or start is None:
        return {"unit": 1, "start": 0}
    rates = sorted({*panel.rates, start})
    unit = lcm(*(rate.denominator for rate in rates))
    return {
        "unit": str(unit),
        "rates": " ".join(str(rate * unit) for rate in rates),
        "start": rates.index(start),
    }


def _fact(panel: Panel, place: int, atoms: Sequence[Atom], units: Mapping[Atom, Fraction]) -> list[Any]:
    fact = panel.facts[place]
    pair = _by_rate(fact.polynomial, atoms, units)
    lowest = [min([0, *(powers[i] for part in pair for powers in part)]) for i in range(len(atoms))]
    scale = _scale(pair)
    return [*(_whole(part, scale, lowest) for part in pair), int(fact.strict), one_line(fact.says)]


def _by_rate(
    polynomial: Polynomial, atoms: Sequence[Atom], units: Mapping[Atom, Fraction]
) -> tuple[Steps, Steps]:
    """`a*g + b` -> what g multiplies, and the rest, each in the steps of the sliders."""
    parts = polynomial.split_by_rate()
    slope, rest = (
        {_powers(m, atoms): value * _worth(m, units) for m, value in parts.get(power, Polynomial({}))}
        for power in (1, 0)
    )
    return slope, rest


def _powers(monomial: Monomial, atoms: Sequence[Atom]) -> tuple[int, ...]:
    exponents = dict(monomial)
    return tuple(exponents.get(atom, 0) for atom in atoms)


def _worth(monomial: Monomial, units: Mapping[Atom, Fraction]) -> Fraction:
    worth = Fraction(1)
    for atom, exponent in monomial:
        worth *= units[atom] ** exponent
    return worth


def _scale(parts: Iterable[Steps]) -> int:
    return lcm(*(value.denominator for part in parts for value in part.values()))


def _whole(part: Steps, scale: int, lowest: Sequence[int]) -> Whole:
    """Coefficients times `scale`, exponents raised so that none is negative."""
    return [
        [_plain(int(value * scale)), *_trimmed(list(map(sub, powers, lowest)))]
        for powers, value in part.items()
    ]


def _plain(number: int) -> int | str:
    return number if abs(number) < LARGEST_PLAIN else str(number)


def _trimmed(powers: list[int]) -> list[int]:
    while powers and not powers[-1]:
        powers.pop()
    return powers


def _check_costs(panel: Panel, lines: Sequence[Sequence[Whole]], per: Whole) -> None:
    """The whole numbers give the costs themselves where every slider is at its start, and at either end."""
    for place in ("start", "first", "last"):
        at = {
            slider.atom: {"start": slider.start, "first": slider.stops[0], "last": slider.stops[-1]}[place]
            for slider in panel.sliders
        }
        steps = [int(at[slider.atom] / slider.unit) for slider in panel.sliders]
        g = panel.wins.g or Fraction(1)
        for (name, cost), (slope, rest) in zip(panel.costs.items(), lines, strict=True):
            whole = Fraction(_value(slope, steps)) * g + _value(rest, steps)
            if whole / _value(per, steps) != cost.value_at({**at, RATE: g}):
                raise SelfCheckFailed(f"the cost of {name} in whole numbers differs from its formula")


def _value(polynomial: Whole, steps: Sequence[int]) -> int:
    total = 0
    for coefficient, *powers in polynomial:
        part = int(coefficient)
        for step, power in zip(steps, powers, strict=False):
            part *= step ** int(power)
        total += part
    return total


def _check_size(panel: Panel, polynomials: Iterable[Whole]) -> None:
    """The script places its bars by floats, which end at 2**1023: a product of two of these stays below."""
    tops = [int(slider.stops[-1] / slider.unit) for slider in panel.sliders]
    largest = max([1, *(number for rate in panel.rates for number in rate.as_integer_ratio())])
    for polynomial in polynomials:
        largest = max(largest, _value([[abs(int(c)), *powers] for c, *powers in polynomial], tops))
    if largest.bit_length() > WIDGET_BITS:
        message = f"costs in common whole units have {largest.bit_length()} bits; {WIDGET_BITS} are allowed"
        raise refuse("number-too-large", message, "choose rounder numbers, or other units")

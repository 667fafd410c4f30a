"""The cost of every variant over one quantity, and who is the cheapest where: exact, for a figure.

Floor: `engine`. What all variants pay is left away where it hides the rest: it moves every curve alike and no
crossover.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.applications import is_constant
from mesaprior.engine.beats import room
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.constants import with_near
from mesaprior.engine.irrational_map import irrational_map
from mesaprior.engine.quantities import Range, check_numbers, extent, quantity
from mesaprior.engine.setting import Setting
from mesaprior.engine.winner_map import lower_envelope
from mesaprior.errors import refuse
from mesaprior.formula import Amount, Formula
from mesaprior.results import WinnerMap
from mesaprior.results.figures import CostCurves, Crossover, Curve

Parts = tuple[Polynomial, Polynomial]
"""`slope*x + rest`, both constants."""
NOTHING = Polynomial({})


def costs_over(
    setting: Setting,
    over: str = RATE,
    *,
    x_range: Range | None = None,
    log: bool | None = None,
    whole: bool = False,
) -> CostCurves:
    """What every variant costs over the rate, or over another quantity at a rate; the other numbers are in
    force. `whole`: with what all variants pay.

    Raises `InputError` where numbers are missing, and where a cost is no straight line over the quantity.
    """
    check_setting(setting)
    symbols = setting.model.symbols
    if symbols.rate_of == "unspecified":
        raise refuse(
            "prior-not-drawn",
            f"under the prior {setting.model.prior} costs are no numbers, since g is any increasing function",
            "draw under another: --prior linear",
        )
    atom = quantity(setting, over, "x")
    free = setting.without([atom])
    shared = NOTHING if whole else _shared(setting)
    costs = {name: free.known(setting.model.cost_of(name) - shared) for name in setting.model.variants}
    check_numbers(free, [*costs.values(), *_budget(free)], [atom])
    beyond = _beyond(free)
    lines = {name: _line(cost, atom, free) for name, cost in costs.items() if name not in beyond}
    found = _map(lines, free)
    return CostCurves(
        under=setting.circumstances(),
        x=extent(atom, _points(found, lines), x_range, log, setting.numbers.get(atom)),
        g=None if atom == RATE else setting.g,
        curves=tuple(
            Curve(
                name,
                setting.model.variants[name].title,
                _amount(slope, free),
                _amount(rest, free),
                with_near(Formula.of(costs[name], symbols)),
            )
            for name, (slope, rest) in lines.items()
        ),
        map=found,
        crossovers=tuple(
            Crossover(tie.at, tie.variants, _in_symbols(setting, tie.variants, atom)) for tie in found.ties
        ),
        shared=Formula.of(shared, symbols) if shared else None,
        beyond=beyond,
        titles={name: variant.title for name, variant in setting.model.variants.items()},
    )


def _points(found: WinnerMap, lines: Mapping[str, Parts]) -> list[Fraction]:
    """What the axis must show: where the lead changes; where it never does, where any two cross."""
    points = [near(tie.at) for tie in found.ties]
    known = [(slope.value, rest.value) for slope, rest in lines.values()] if not points else []
    for place, (slope, rest) in enumerate(known):
        for other, level in known[:place]:
            if None not in (slope, rest, other, level) and slope != other:
                points.append((level - rest) / (slope - other))  # type: ignore[operator]
    return [point for point in points if point > 0]


def near(amount: Amount) -> Fraction:
    """A rational that is, or is close to, an amount; for drawing only."""
    if isinstance(amount, Fraction):
        return amount
    return amount.near if amount.near is not None else amount.value or Fraction(0)


def _shared(setting: Setting) -> Polynomial:
    """What every variant pays: of each summand the smallest coefficient that it has anywhere."""
    costs = [setting.model.cost_of(name) for name in setting.model.variants]
    if len(costs) < 2:
        return NOTHING
    common = set(costs[0].coefficients).intersection(*(cost.coefficients for cost in costs[1:]))
    least = {
        monomial: min(cost.coefficients[monomial] for cost in costs)
        for monomial in costs[0].coefficients
        if monomial in common
    }
    return Polynomial({monomial: value for monomial, value in least.items() if value > 0})


def _budget(setting: Setting) -> list[Polynomial]:
    """What the budget leaves each variant, under a prior that has one."""
    return [] if setting.model.within is None else [room(setting, name) for name in setting.model.variants]


def _beyond(setting: Setting) -> tuple[str, ...]:
    """The variants that exceed the budget."""
    left = dict(zip(setting.model.variants, _budget(setting), strict=False))
    values = {name: room_left.value for name, room_left in left.items()}
    if any(value is None for value in values.values()):
        raise refuse(
            "prior-not-drawn", "the budget and the times must not change along the axis", "choose --x g"
        )
    return tuple(name for name, value in values.items() if value is not None and value < 0)


def _line(cost: Polynomial, over: Atom, setting: Setting) -> Parts:
    """`slope*x + rest`. Raises `InputError` where the cost is no such thing."""
    parts: dict[int, dict[tuple[tuple[Atom, int], ...], Fraction]] = {}
    for monomial, value in cost:
        exponents = dict(monomial)
        power = exponents.pop(over, 0)
        parts.setdefault(power, {})[tuple(exponents.items())] = value
    symbols = setting.model.symbols
    if parts.keys() <= {0, 1} and all(is_constant(Polynomial(part), symbols) for part in parts.values()):
        return Polynomial(parts.get(1, {})), Polynomial(parts.get(0, {}))
    raise refuse(
        "costs-not-drawn",
        f"the costs are no straight lines over {over}, so where they cross is not known exactly",
        "draw over another quantity, or ask at one rate: mesaprior wins -g 2",
    )


def _map(lines: Mapping[str, Parts], setting: Setting) -> WinnerMap:
    """Who is the cheapest where. The quantity is called g here, whatever it is."""
    if not lines:
        raise refuse("prior-not-drawn", "every variant exceeds the budget", "choose a larger one with --set")
    known = {name: (slope.value, rest.value) for name, (slope, rest) in lines.items()}
    rational = {name: (a, b) for name, (a, b) in known.items() if a is not None and b is not None}
    if len(rational) == len(known):
        return lower_envelope(rational)
    rate = Polynomial.atom(RATE)
    found = irrational_map(
        {name: slope * rate + rest for name, (slope, rest) in lines.items()}, setting.model.symbols
    )
    if found is None:
        raise refuse("costs-not-drawn", "two of the costs are too close to be told apart")
    return found


def _amount(constant: Polynomial, setting: Setting) -> Amount:
    value = constant.value
    return with_near(Formula.of(constant, setting.model.symbols)) if value is None else value


def _in_symbols(setting: Setting, tied: tuple[str, ...], over: Atom) -> Formula | None:
    """The rate at which two tie, before numbers were put in."""
    if over != RATE or len(tied) != 2:
        return None
    gap = setting.model.cost_of(tied[0]) - setting.model.cost_of(tied[1])
    parts = gap.split_by_rate()
    if parts.keys() - {0, 1} or not parts.get(1):
        return None
    return Formula.quotient(-parts.get(0, NOTHING), parts[1], setting.model.symbols)

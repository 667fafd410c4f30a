"""What a leaf of a family costs: as a line in the rate, compiled and, for the second opinion, as it was
written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from mesaprior.algebra import RATE, Polynomial
from mesaprior.engine.families.hull import Line
from mesaprior.engine.reason.evaluate import Written, cost_of
from mesaprior.engine.setting import Setting
from mesaprior.model import Model
from mesaprior.model.trees import NOTHING, ZERO, Leaf, Tree, walk


def adds_up(model: Model) -> bool:
    """Whether the cost of a program is the sum of what its parts cost, and a constant: no axis is multiplied
    by an axis, raised to a power, applied or budgeted. Then every choice can be looked at by itself."""
    axes = set(model.axes)
    functions = model.symbols.functions
    for monomial in model.cost.coefficients:
        if sum(exponent for atom, exponent in monomial if atom in axes) > 1:
            return False
        if any(exponent < 0 for atom, exponent in monomial if atom in axes):
            return False
    applied = (Polynomial.atom(atom) for atom in model.cost.atoms & functions.keys())
    return model.within is None and not any(model.symbols.inside(part) & axes for part in applied)


@dataclass(frozen=True)
class Lines:
    """Lines of leaves, all numbers known. `base`: what a program costs that pays nothing."""

    compiled: Mapping[int, Line]
    written: Mapping[int, Line]
    base: Line

    @cached_property
    def scale(self) -> int:
        """What makes all lines, as written, whole."""
        return lcm(*(value.denominator for line in self.written.values() for value in line))

    @cached_property
    def _whole(self) -> dict[int, tuple[int, int]]:
        scale = self.scale
        return {leaf: (int(slope * scale), int(rest * scale)) for leaf, (slope, rest) in self.written.items()}

    def whole_cost(self, g: int, one: int) -> Callable[[Leaf], int]:
        """What a leaf costs at the rate `g/one`, from its formulas as they stand, times `one` and `scale`."""
        costs = {leaf: slope * g + rest * one for leaf, (slope, rest) in self._whole.items()}
        return lambda leaf: costs[id(leaf)]

    def line(self, leaf: Leaf) -> Line:
        return self.compiled[id(leaf)]

    def written_cost(self, rate: Fraction) -> Callable[[Leaf], Fraction]:
        """What a leaf costs at a rate, from its formulas as they stand."""

        def cost(leaf: Leaf) -> Fraction:
            slope, rest = self.written[id(leaf)]
            return slope * rate + rest

        return cost


def lines_of(setting: Setting, tree: Tree) -> Lines | None:
    """The lines of a family's leaves, or None where a number is not known. `setting` has no rate."""
    model = setting.model
    nothing = dict.fromkeys(model.axes, NOTHING)
    paid = setting.known(model.cost_of_prices(nothing))
    base = _line(paid)
    if base is None:
        return None
    compiled: dict[int, Line] = {}
    leaves = [leaf for leaf in walk(tree) if isinstance(leaf, Leaf)]
    for leaf in leaves:
        line = _line(setting.known(model.cost_of_prices({**nothing, **leaf.prices})) - paid)
        if line is None:
            return None
        compiled[id(leaf)] = line
    return Lines(compiled, _as_written(setting, leaves), base)


def _line(cost: Polynomial) -> Line | None:
    parts = cost.split_by_rate()
    slope, rest = parts.get(1, NOTHING).value, parts.get(0, NOTHING).value
    return None if slope is None or rest is None or parts.keys() - {0, 1} else (slope, rest)


def _as_written(setting: Setting, leaves: list[Leaf]) -> dict[int, Line]:
    """Two costs of each leaf say what its line is; less what a program costs that pays nothing."""
    model = setting.model
    at_one, at_two = (setting.completed({RATE: Fraction(rate)}) for rate in (1, 2))
    nothing = dict.fromkeys(model.axes, ZERO)
    lines = {}
    empty = [cost_of("", numbers, Written({"": nothing}, model.cost_written)) for numbers in (at_one, at_two)]
    for leaf in leaves:
        written = Written({"": {**nothing, **leaf.written}}, model.cost_written)
        one, two = (
            cost_of("", numbers, written) - paid
            for numbers, paid in zip((at_one, at_two), empty, strict=True)
        )
        lines[id(leaf)] = (two - one, 2 * one - two)
    return lines

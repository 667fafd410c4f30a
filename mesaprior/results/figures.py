"""What a figure shows, exactly: costs over one quantity, winner regions over two.

The drawing is made of these and of nothing else; `to_dict()` is the figure for those who want numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mesaprior.algebra import Atom
from mesaprior.formula import Amount, Formula
from mesaprior.language import Relation, write
from mesaprior.results.evidence import Result, approximately
from mesaprior.results.winners import Circumstances, WinnerMap


@dataclass(frozen=True)
class Extent:
    """What one axis of a figure shows: a quantity from `low` to `high`; `low` may be 0, which no price is."""

    quantity: Atom
    low: Fraction
    high: Fraction
    log: bool = False
    """By powers of ten."""
    marked: Fraction | None = None
    """The value that the scenario, or whoever asked, gives the quantity."""

    def to_dict(self) -> dict[str, Any]:
        return {"quantity": self.quantity, "from": str(self.low), "to": str(self.high)}


@dataclass(frozen=True)
class Curve:
    """The cost of a variant: `slope*x + rest` over the quantity x that is drawn to the right."""

    variant: str
    title: str | None
    slope: Amount
    rest: Amount
    cost: Formula

    def to_dict(self) -> dict[str, Any]:
        return {"cost": self.cost.text, **approximately(slope=self.slope, rest=self.rest)}


@dataclass(frozen=True)
class Crossover:
    """Where the lead changes: the exact place, who ties there, and, of two over g, the rate in symbols."""

    at: Amount
    variants: tuple[str, ...]
    formula: Formula | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "at": str(self.at),
            "variants": list(self.variants),
            "formula": self.formula.text if self.formula else None,
            **approximately(at=self.at),
        }


@dataclass(frozen=True)
class CostCurves(Result):
    """The cost of every variant over one quantity, and who is the cheapest where.

    `shared` is what every variant pays; the curves are without it. `beyond`: the variants that exceed the
    budget of a prior that has one, so that their cost is infinite.
    """

    under: Circumstances
    x: Extent
    g: Fraction | None
    curves: tuple[Curve, ...]
    map: WinnerMap
    crossovers: tuple[Crossover, ...]
    shared: Formula | None = None
    beyond: tuple[str, ...] = ()
    titles: dict[str, str | None] = field(default_factory=dict)
    """Of every variant of the model, in its order."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/plot-costs/1",
            **self.under.to_dict(),
            "x": self.x.to_dict(),
            "g": None if self.g is None else str(self.g),
            "shared": self.shared.text if self.shared else None,
            "variants": {curve.variant: curve.to_dict() for curve in self.curves},
            "beyond_the_budget": list(self.beyond),
            "intervals": [interval.to_dict() for interval in self.map.intervals],
            "crossovers": [crossover.to_dict() for crossover in self.crossovers],
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.to_json()}


Place = tuple[Fraction, Fraction]
"""A point of the figure: the value of the quantity to the right, and of the one upwards."""


def _place(place: Place) -> list[str]:
    return [str(place[0]), str(place[1])]


@dataclass(frozen=True)
class Line:
    """Where two costs are equal: `form[i]*monomial i` adds up to 0, with monomials `1`, `x`, `y`, `x*y`.

    `relation` says the same in the language, `g == 64/(35 - c(combine))`.
    """

    form: tuple[int, int, int, int]
    relation: Relation

    @property
    def text(self) -> str:
        return write(self.relation)


@dataclass(frozen=True)
class Side:
    """A piece of a region's rim, from `start` to the start of the next. On `line` others tie with the
    winners (`tied`); without one, it is the edge of the figure, or what a fact allows (`fact`)."""

    start: Place
    line: Line | None = None
    tied: tuple[str, ...] = ()
    fact: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "from": _place(self.start),
            "on": self.line.text if self.line else None,
            "tied": list(self.tied),
            "fact": self.fact,
        }


@dataclass(frozen=True)
class Region:
    """Where `winners` have the lowest cost (several: a tie all over it). `inside` is a point within."""

    winners: tuple[str, ...]
    sides: tuple[Side, ...]
    inside: Place

    def to_dict(self) -> dict[str, Any]:
        return {
            "winners": list(self.winners),
            "sides": [side.to_dict() for side in self.sides],
        }


@dataclass(frozen=True)
class Border:
    """A piece of a line between two regions, `ends` exact."""

    between: tuple[tuple[str, ...], tuple[str, ...]]
    line: Line
    ends: tuple[Place, Place]

    def to_dict(self) -> dict[str, Any]:
        return {
            "between": [list(side) for side in self.between],
            "line": self.line.text,
            "from": _place(self.ends[0]),
            "to": _place(self.ends[1]),
        }


@dataclass(frozen=True)
class Vertex:
    """A point where three variants or more, of different costs elsewhere, share the lowest cost."""

    at: Place
    variants: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"at": _place(self.at), "variants": list(self.variants)}


@dataclass(frozen=True)
class Regions(Result):
    """Who has the lowest cost over two quantities, the others known: exact regions, borders and corners.

    Outside of the regions but within the figure a fact is broken; `excluded` names those facts.
    """

    under: Circumstances
    g: Fraction | None
    x: Extent
    y: Extent
    regions: tuple[Region, ...]
    borders: tuple[Border, ...]
    vertices: tuple[Vertex, ...]
    nowhere: tuple[str, ...]
    """The variants that win nowhere at all, in the figure or outside of it."""
    excluded: tuple[str, ...] = ()
    titles: dict[str, str | None] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/plot-regions/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "x": self.x.to_dict(),
            "y": self.y.to_dict(),
            "regions": [region.to_dict() for region in self.regions],
            "borders": [border.to_dict() for border in self.borders],
            "vertices": [vertex.to_dict() for vertex in self.vertices],
            "never": list(self.nowhere),
            "excluded_by": list(self.excluded),
        }

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": self.to_json()}

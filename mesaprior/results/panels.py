"""What a widget shows: the answer at a start, and what it takes to work the others out exactly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from mesaprior.algebra import Atom, Polynomial
from mesaprior.formula import Formula
from mesaprior.results.evidence import Premise, Result
from mesaprior.results.winners import Wins
from mesaprior.symbols import Symbols


@dataclass(frozen=True)
class Slider:
    """A price or parameter that is moved: `start` is among the `stops`, neighbouring multiples of `unit`."""

    atom: Atom
    start: Fraction
    unit: Fraction
    stops: tuple[Fraction, ...]

    def to_dict(self) -> dict[str, Any]:
        return {"start": str(self.start), "stops": [str(stop) for stop in self.stops]}


@dataclass(frozen=True)
class Panel(Result):
    """Costs as polynomials in the rate and in what is slid, everything else a number.

    `wins` is the answer at the start. `rates` are where the slider of g stops, beside the crossovers; none
    under a prior without a rate. `facts` are those that the sliders could break.
    """

    wins: Wins
    rates: tuple[Fraction, ...]
    sliders: tuple[Slider, ...]
    costs: Mapping[str, Polynomial]
    facts: tuple[Premise, ...]
    symbols: Symbols

    def to_dict(self) -> dict[str, Any]:
        rate = {"start": str(self.wins.g), "stops": [str(rate) for rate in self.rates]}
        return {
            "schema": "mesaprior/widget/1",
            **self.wins.under.to_dict(),
            "g": rate if self.rates else None,
            "sliders": {slider.atom: slider.to_dict() for slider in self.sliders},
            "costs": {name: Formula.of(cost, self.symbols).text for name, cost in self.costs.items()},
            "start": self.wins.to_dict(),
        }

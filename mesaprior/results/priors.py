"""One model under every prior: who wins under each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from mesaprior.results.evidence import Result, Status
from mesaprior.results.winners import Circumstances, WinnerMap


@dataclass(frozen=True)
class UnderPrior:
    """What one prior says: `winner` and `tie` where that is settled, `map` where all numbers but the rate are
    known, `statuses` always. `refused`: why the model, or an assumption, means nothing under this prior."""

    prior: str
    cost: str | None = None
    within: str | None = None
    winner: str | None = None
    tie: tuple[str, ...] = ()
    statuses: Mapping[str, Status] = field(default_factory=dict)
    map: WinnerMap | None = None
    refused: str | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "cost": self.cost,
            "within": self.within,
            "winner": self.winner,
            "tie": list(self.tie),
            "statuses": dict(self.statuses),
            "map": self.map.to_dict() if self.map else None,
            "refused": self.refused,
        }


@dataclass(frozen=True)
class ComparedPriors(Result):
    """Every variant under every prior; `under` are the model's own circumstances, `titles` by variant."""

    under: Circumstances
    g: Fraction | None
    titles: Mapping[str, str | None]
    priors: tuple[UnderPrior, ...]

    def __getitem__(self, prior: str) -> UnderPrior:
        for found in self.priors:
            if found.prior == prior:
                return found
        raise KeyError(prior)

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/compare-priors/1",
            **self.under.to_dict(),
            "g": None if self.g is None else str(self.g),
            "priors": {found.prior: found.to_dict() for found in self.priors},
        }

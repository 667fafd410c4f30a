"""What changes from one model to another: variants, verdicts, crossovers, winners.

Floor: `results`. Whatever is the same in both is not listed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mesaprior.formula import Formula
from mesaprior.results.claims import Checked
from mesaprior.results.evidence import Result, Status
from mesaprior.results.winners import Circumstances, WinnerMap


@dataclass(frozen=True)
class PriceChange:
    """The price of a variant of both models on one axis; None where that model has no such axis."""

    variant: str
    axis: str
    before: Formula | None
    after: Formula | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "variant": self.variant,
            "axis": self.axis,
            "before": self.before.text if self.before else None,
            "after": self.after.text if self.after else None,
        }


@dataclass(frozen=True)
class ClaimChange:
    """A claim of both models, by its id or else by its formula, that is worded, settled or completed
    differently."""

    before: Checked
    after: Checked

    @property
    def flips(self) -> bool:
        return self.before.verdict != self.after.verdict

    @property
    def restated(self) -> bool:
        return self.before.text != self.after.text or self.before.assuming != self.after.assuming

    def to_dict(self) -> dict[str, Any]:
        return {
            "id": self.after.id,
            "flips": self.flips,
            "restated": self.restated,
            "before": _said(self.before),
            "after": _said(self.after),
        }


def _said(checked: Checked) -> dict[str, Any]:
    return {
        "formal": checked.text,
        "assuming": list(checked.assuming),
        "verdict": checked.verdict,
        "true_when": checked.true_when.to_dict() if checked.true_when else None,
    }


@dataclass(frozen=True)
class CrossoverChange:
    """The rate at which two variants of both models tie; None where no single rate is a tie."""

    left: str
    right: str
    before: Formula | None
    after: Formula | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "left": self.left,
            "right": self.right,
            "before": self.before.text if self.before else None,
            "after": self.after.text if self.after else None,
        }


@dataclass(frozen=True)
class Chance:
    """Whether a variant can win at some rate, all numbers left open, and which variant dominates it."""

    status: Status
    dominated_by: str | None

    def to_dict(self) -> dict[str, Any]:
        return {"status": self.status, "dominated_by": self.dominated_by}


@dataclass(frozen=True)
class ChanceChange:
    """The chances of a variant of both models."""

    variant: str
    before: Chance
    after: Chance

    def to_dict(self) -> dict[str, Any]:
        return {"variant": self.variant, "before": self.before.to_dict(), "after": self.after.to_dict()}


@dataclass(frozen=True)
class WinnerChange:
    """Who wins at which rate with the numbers of a scenario of both models; None where a number is open."""

    scenario: str
    before: WinnerMap | None
    after: WinnerMap | None

    def to_dict(self) -> dict[str, Any]:
        return {
            "scenario": self.scenario,
            "before": self.before.to_dict() if self.before else None,
            "after": self.after.to_dict() if self.after else None,
        }


@dataclass(frozen=True)
class OnlyIn:
    """What stands in one of the two models alone."""

    variants: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    scenarios: tuple[str, ...] = ()
    claims: tuple[Checked, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "variants": list(self.variants),
            "facts": list(self.facts),
            "scenarios": list(self.scenarios),
            "claims": [{"id": c.id, "formal": c.text, "verdict": c.verdict} for c in self.claims],
        }


@dataclass(frozen=True)
class Diff(Result):
    """What changes from the model `before` to the model `after`; `unchanged` counts the claims that came out
    the same."""

    before: Circumstances
    after: Circumstances
    only_before: OnlyIn
    only_after: OnlyIn
    prices: tuple[PriceChange, ...]
    claims: tuple[ClaimChange, ...]
    unchanged: int
    crossovers: tuple[CrossoverChange, ...]
    chances: tuple[ChanceChange, ...]
    winners: tuple[WinnerChange, ...]

    @property
    def flipped(self) -> tuple[ClaimChange, ...]:
        """The claims whose verdict is another one."""
        return tuple(change for change in self.claims if change.flips)

    @property
    def prior_changes(self) -> bool:
        return (self.before.prior, self.before.cost) != (self.after.prior, self.after.cost)

    @property
    def same(self) -> bool:
        """Whether nothing changes of all that is compared."""
        parts: tuple[Sequence[object], ...] = (
            self.prices, self.claims, self.crossovers, self.chances, self.winners,
        )  # fmt: skip
        return not (
            any(parts) or self.prior_changes or self.only_before != OnlyIn() or self.only_after != OnlyIn()
        )

    def to_dict(self) -> dict[str, Any]:
        return {
            "schema": "mesaprior/diff/1",
            "before": _named(self.before),
            "after": _named(self.after),
            "same": self.same,
            "only_before": self.only_before.to_dict(),
            "only_after": self.only_after.to_dict(),
            "prices": [change.to_dict() for change in self.prices],
            "claims": [change.to_dict() for change in self.claims],
            "claims_unchanged": self.unchanged,
            "crossovers": [change.to_dict() for change in self.crossovers],
            "chances": [change.to_dict() for change in self.chances],
            "winners": [change.to_dict() for change in self.winners],
        }


def _named(under: Circumstances) -> Mapping[str, str]:
    return {"model": under.model, "prior": under.prior, "cost": under.cost}

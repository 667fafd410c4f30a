"""What the engine answers: frozen, exact, each settled statement with its evidence.

Floor: below `engine`, above `formula`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesaprior.results.conditions import (
    Dropped,
    PairCondition,
    Row,
    Standing,
    VariantCondition,
    joined,
    range_latex,
)
from mesaprior.results.evidence import (
    Evidence,
    Example,
    Premise,
    Proof,
    Result,
    Status,
    Step,
    show_with,
)
from mesaprior.results.priors import ComparedPriors, UnderPrior
from mesaprior.results.winners import (
    AxisComparison,
    Circumstances,
    Compared,
    Conditions,
    Cost,
    Costs,
    Explanation,
    Interval,
    Pairs,
    Tie,
    WinnerMap,
    Wins,
)

if TYPE_CHECKING:
    from mesaprior.results.claims import (
        AllChecks,
        Because,
        Cases,
        Certificate,
        Checked,
        Checks,
        Closed,
        Counterexample,
        Split,
        TrueWhen,
        Verdict,
        Worth,
    )
    from mesaprior.results.diff import (
        Chance,
        ChanceChange,
        ClaimChange,
        CrossoverChange,
        Diff,
        OnlyIn,
        PriceChange,
        WinnerChange,
    )
    from mesaprior.results.families import Family
    from mesaprior.results.panels import Panel, Slider
    from mesaprior.results.sensitivity import (
        CrossoverCase,
        CrossoverMoves,
        End,
        Flip,
        Influence,
        Move,
        Point,
        Sensitivity,
        Side,
    )

_LATER: Final = {
    "claims": (
        "AllChecks",
        "Because",
        "Cases",
        "Certificate",
        "Checked",
        "Checks",
        "Closed",
        "Counterexample",
        "Split",
        "TrueWhen",
        "Verdict",
        "Worth",
    ),
    "diff": (
        "Chance",
        "ChanceChange",
        "ClaimChange",
        "CrossoverCase",
        "CrossoverChange",
        "CrossoverMoves",
        "Diff",
        "OnlyIn",
        "PriceChange",
        "WinnerChange",
    ),
    "families": ("Family",),
    "panels": ("Panel", "Slider"),
    "sensitivity": (
        "CrossoverCase",
        "CrossoverMoves",
        "End",
        "Flip",
        "Influence",
        "Move",
        "Point",
        "Sensitivity",
        "Side",
    ),
}
"""Names that only some questions need, and their modules: a dozen of records cost as much to make as a small
question to answer."""

__all__ = [
    "AllChecks",
    "AxisComparison",
    "Because",
    "Cases",
    "Certificate",
    "Chance",
    "ChanceChange",
    "Checked",
    "Checks",
    "Circumstances",
    "ClaimChange",
    "Closed",
    "Compared",
    "ComparedPriors",
    "Conditions",
    "Cost",
    "Costs",
    "Counterexample",
    "CrossoverCase",
    "CrossoverChange",
    "CrossoverMoves",
    "Diff",
    "Dropped",
    "End",
    "Evidence",
    "Example",
    "Explanation",
    "Family",
    "Flip",
    "Influence",
    "Interval",
    "Move",
    "OnlyIn",
    "PairCondition",
    "Pairs",
    "Panel",
    "Point",
    "Premise",
    "PriceChange",
    "Proof",
    "Result",
    "Row",
    "Sensitivity",
    "Side",
    "Slider",
    "Split",
    "Standing",
    "Status",
    "Step",
    "Tie",
    "TrueWhen",
    "UnderPrior",
    "VariantCondition",
    "Verdict",
    "WinnerChange",
    "WinnerMap",
    "Wins",
    "Worth",
    "joined",
    "range_latex",
    "show_with",
]


def __getattr__(name: str) -> Any:
    for module, names in _LATER.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

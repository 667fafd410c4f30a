"""What the engine answers: frozen, exact, each settled statement with its evidence.

Floor: below `engine`, above `formula`.
"""

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

__all__ = [
    "AxisComparison",
    "Circumstances",
    "Compared",
    "Conditions",
    "Cost",
    "Costs",
    "Dropped",
    "Evidence",
    "Example",
    "Explanation",
    "Interval",
    "PairCondition",
    "Pairs",
    "Premise",
    "Proof",
    "Result",
    "Row",
    "Standing",
    "Status",
    "Step",
    "Tie",
    "VariantCondition",
    "WinnerMap",
    "Wins",
    "joined",
    "range_latex",
    "show_with",
]

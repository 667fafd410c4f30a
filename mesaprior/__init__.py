"""mesaprior: a symbolic calculator for arguments about speed and simplicity priors.

    import mesaprior as mp
    m = mp.load("speed-simplicity")
    m.wins(g=2, scenario="worked")

The names below are imported when they are first used, so that the command line pays only for what it needs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mesaprior.api import Model, TableView, diff, load
    from mesaprior.api.many import winner_map
    from mesaprior.errors import InputError, Problem
    from mesaprior.formula import Comparison, Formula
    from mesaprior.loading.points import Points
    from mesaprior.results import Checked, Checks, Compared, Conditions, Costs, Diff, Family, Pairs, Wins

__all__ = [
    "Checked",
    "Checks",
    "Compared",
    "Comparison",
    "Conditions",
    "Costs",
    "Diff",
    "Family",
    "Formula",
    "InputError",
    "Model",
    "Pairs",
    "Points",
    "Problem",
    "TableView",
    "Wins",
    "diff",
    "load",
    "winner_map",
]

_HOME = {
    "mesaprior.api": ("Model", "TableView", "diff", "load"),
    "mesaprior.api.many": ("winner_map",),
    "mesaprior.errors": ("InputError", "Problem"),
    "mesaprior.formula": ("Comparison", "Formula"),
    "mesaprior.loading.points": ("Points",),
    "mesaprior.results": (
        "Checked",
        "Checks",
        "Compared",
        "Conditions",
        "Costs",
        "Diff",
        "Family",
        "Pairs",
        "Wins",
    ),
}


def __getattr__(name: str) -> Any:
    for module, names in _HOME.items():
        if name in names:
            from importlib import import_module

            return getattr(import_module(module), name)
    raise AttributeError(f"module 'mesaprior' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

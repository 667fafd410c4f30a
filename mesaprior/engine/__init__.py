"""What is asked: conditions, winners, pairs, who can win at all, claims.

Floor: above `results` and `model`, below `render`. `reason` is how it is decided; `Setting` is a model under
circumstances; the public questions are listed here, and each is imported when it is asked: whoever verifies
a certificate loads no solver, and `wins` loads nothing of claims.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from mesaprior.engine.changes import diff
    from mesaprior.engine.claims.certificates import certificate_text, verify
    from mesaprior.engine.claims.check import check, check_in, check_statement, settings_of
    from mesaprior.engine.claims.of_conditions import certificates
    from mesaprior.engine.every_prior import compare_priors
    from mesaprior.engine.families.question import family
    from mesaprior.engine.figures.question import plotted
    from mesaprior.engine.panels import panel
    from mesaprior.engine.sensitive.question import sensitivity
    from mesaprior.engine.setting import Setting
    from mesaprior.engine.win_conditions import conditions
    from mesaprior.engine.winners import compare, costs, crossover, pairs, wins

_QUESTIONS: Final = {
    "Setting": "setting",
    "certificate_text": "claims.certificates",
    "certificates": "claims.of_conditions",
    "check": "claims.check",
    "check_in": "claims.check",
    "check_statement": "claims.check",
    "compare": "winners",
    "compare_priors": "every_prior",
    "conditions": "win_conditions",
    "costs": "winners",
    "crossover": "winners",
    "diff": "changes",
    "family": "families.question",
    "pairs": "winners",
    "panel": "panels",
    "plotted": "figures.question",
    "sensitivity": "sensitive.question",
    "settings_of": "claims.check",
    "verify": "claims.certificates",
    "wins": "winners",
}
"""The public names, and the module of this package that each comes from; none is called like a module here,
which would take its place once it is imported."""

__all__ = [
    "Setting",
    "certificate_text",
    "certificates",
    "check",
    "check_in",
    "check_statement",
    "compare",
    "compare_priors",
    "conditions",
    "costs",
    "crossover",
    "diff",
    "family",
    "pairs",
    "panel",
    "plotted",
    "sensitivity",
    "settings_of",
    "verify",
    "wins",
]


def __getattr__(name: str) -> Any:
    if name not in _QUESTIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_QUESTIONS[name]}"), name)

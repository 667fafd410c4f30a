"""Every table of every built-in model, asked once: what the format tests set, compile and read back."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import mesaprior as mp
from mesaprior.loading import builtin_models
from mesaprior.render import document_for
from mesaprior.render.document import Document

KINDS: Final = ("conditions", "costs", "pairs", "claims")


@cache
def models() -> dict[str, mp.Model]:
    return {model.name: mp.load(model.name) for model in builtin_models()}


@cache
def results() -> dict[tuple[str, str], Any]:
    """(model, what is asked) -> the answer."""
    found: dict[tuple[str, str], Any] = {}
    for name, model in models().items():
        for kind in KINDS:
            found[name, kind] = model.table(kind).result  # type: ignore[arg-type]
        found[name, "wins"] = model.wins(g=2)
        if len(model.variants) > 1:
            found[name, "compare"] = model.compare(*list(model.variants)[:2])
        for family in model.families:
            found[name, f"family {family}"] = model.family(family)
            known = model.family(family, scenario=next(iter(model.scenarios)), g=2)
            found[name, f"family {family} at 2"] = known
        for scenario in model.scenarios:
            found[name, f"wins in {scenario}"] = model.wins(g="3/2", scenario=scenario)
    return found


@cache
def documents() -> dict[tuple[str, str], Document]:
    """The same as documents: claims both as a table and one below the other."""
    found = {asked: document_for(result, table=True) for asked, result in results().items()}
    listed = {
        (name, f"{asked} listed"): document_for(result)
        for (name, asked), result in results().items()
        if asked == "claims"
    }
    return {**found, **listed}

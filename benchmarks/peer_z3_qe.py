"""z3's own elimination of quantifiers (`qe`, products of unknowns allowed), where `peer_z3` only decides."""

from __future__ import annotations

from collections.abc import Iterator

import z3
from instances import Family, OpenPrices


def prepare(instance: OpenPrices | Family) -> list[z3.BoolRef]:
    """For each variant: some positive rate makes it the cheapest."""
    names = range(1, instance.variants + 1)
    g = z3.Real("g")
    cost = {k: g * z3.Real(f"c{k}") + z3.Real(f"t{k}") for k in names}
    return [z3.Exists([g], z3.And(g > 0, *(cost[own] < cost[k] for k in names if k != own))) for own in names]


def some_rate(questions: list[z3.BoolRef]) -> Iterator[str]:
    """The condition of each variant, as far as the elimination gets."""
    for question in questions:
        text = z3.With("qe", qe_nonlinear=True)(question).as_expr().sexpr()
        if "exists" in text:
            raise NotImplementedError("hands the quantifier back")
        yield text

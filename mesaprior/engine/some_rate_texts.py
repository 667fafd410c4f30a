"""When each variant wins for some g, as text, fast: the rate eliminated, thousands of clauses in a blink.

Under `g*c + t` V wins for some g iff it is a corner of the lower hull of all variants' prices: no other is as
good on both axes, and none is no cheaper than V only where another is. Per pair and per triple that is one
clause in the prices of variants. The text is a claim of the language: it can be checked, and put into one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from mesaprior.engine.field import Field
from mesaprior.errors import refuse

ALWAYS: Final = "0 < 1"
"""What is said of a variant that is alone."""


def some_rate_texts(field: Field) -> Iterator[tuple[str, str]]:
    """`(V, condition)` for every variant, whatever the prices: V wins for some g iff the condition holds.

    Against each W: simpler or faster. Against each W that is faster and X that is simpler: the rates at which
    V beats W begin below those at which X beats V. Raises `InputError` under another prior than `linear`.
    """
    if field.setting.model.prior != "linear":
        help = "ask about single variants: check --that 'V wins for some g'"
        raise refuse("prior-not-decided", "only the linear prior has its rate eliminated in prices", help)
    for own in field.names:
        yield own, _condition(own, [name for name in field.names if name != own])


def _condition(own: str, others: list[str]) -> str:
    c, t = f"c({own})", f"t({own})"
    simpler = {name: f"c({name}) - {c}" for name in others}
    """What an opponent is dearer by on c; likewise on t."""
    faster = {name: f"t({name}) - {t}" for name in others}
    clauses = [f"({c} < c({name}) or {t} < t({name}))" for name in others]
    for low in others:
        start = f"(c({low}) <= {c} or "
        gains, waits = simpler[low], f"{t} - t({low})"
        clauses += [
            f"{start}{c} <= c({high}) or ({waits})*({c} - c({high})) < ({faster[high]})*({gains}))"
            for high in others
            if high != low
        ]
    return " and ".join(clauses) or ALWAYS

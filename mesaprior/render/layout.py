"""How wide the columns of a table become, or that it has to be stacked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

NARROWEST: Final = 22
"""A wide column that is broken into lines gets at least this; below it, stacked rows read better."""
NOT_WORTH_BREAKING: Final = 12
"""A column of at most this width is never broken."""


def column_widths(
    natural: Sequence[int], least: Sequence[int], wraps: Sequence[bool], room: int
) -> list[int] | None:
    """The width of each column within `room`, or None where the table does not fit.

    Columns that may wrap share what the others leave; the narrower ones keep their natural width.
    """
    widths = list(natural)
    if sum(widths) <= room:
        return widths
    sharing = sorted((place for place in range(len(widths)) if wraps[place]), key=lambda place: widths[place])
    left = room - sum(width for place, width in enumerate(widths) if not wraps[place])
    while sharing:
        share = left // len(sharing)
        place = sharing.pop(0)
        widths[place] = min(widths[place], share)
        if widths[place] < _at_least(natural[place], least[place]):
            return None
        left -= widths[place]
    return widths if sum(widths) <= room else None


def _at_least(natural: int, least: int) -> int:
    if natural <= NOT_WORTH_BREAKING:
        return natural
    return max(least, min(NARROWEST, natural // 2 + 1))

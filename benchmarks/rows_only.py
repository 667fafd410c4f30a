"""What a solver of linear programmes is asked: the rows of each question, all of them `row . x >= bound`.

Everything is homogeneous, so a strict row is asked as `>= 1`, and so is `x > 0`. Imports nothing of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from instances import Family, Implications

Rows: TypeAlias = list[tuple[list[int], int]]
"""Each row with its bound; the columns are at least 1 besides."""
Possible: TypeAlias = Callable[[Rows], bool | None]


def costs(family: Family) -> list[list[int]]:
    """One row per variant."""
    return [[*prices.complexity, *prices.time] for prices in family.prices]


def less(one: list[int], other: list[int]) -> list[int]:
    return [b - a for a, b in zip(one, other, strict=True)]


def can_win(costs: list[list[int]], possible: Possible) -> Iterator[bool | None]:
    """One linear programme per variant."""
    for i, own in enumerate(costs):
        yield possible([(less(own, cost), 1) for j, cost in enumerate(costs) if j != i])


def reduced(costs: list[list[int]], possible: Possible) -> Iterator[list[int] | None]:
    """One linear programme per variant and opponent, the last opponent first."""
    for i in range(len(costs)):
        yield _kept(costs, i, possible)


def _kept(costs: list[list[int]], variant: int, possible: Possible) -> list[int] | None:
    own = costs[variant]
    kept = {j: (less(own, cost), 1) for j, cost in enumerate(costs) if j != variant}
    for j in sorted(kept, reverse=True):
        others = [row for k, row in kept.items() if k != j]
        answer = possible([*others, (less(costs[j], own), 0)])
        if answer is None:
            return None
        if not answer:
            del kept[j]
    return sorted(kept)


def implications(batch: Implications) -> list[Rows]:
    """For each implication: premises hold, the claim fails."""
    return [
        [*((row, 0) for row in premises), ([-value for value in claim], 0)]
        for premises, claim in batch.instances
    ]


def implied(questions: list[Rows], possible: Possible) -> Iterator[bool | None]:
    for rows in questions:
        answer = possible(rows)
        yield None if answer is None else not answer

"""For which g does each variant win: reduced to the opponents that matter, with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from mesaprior.engine.consistency import check_setting
from mesaprior.engine.contenders import Verdict, opponents_that_matter, winning, winning_at_some_rate
from mesaprior.engine.dominance import dominator, undominated
from mesaprior.engine.field import Field
from mesaprior.engine.pair_conditions import Pair, inequality, rows_of
from mesaprior.engine.setting import Setting
from mesaprior.engine.winner_map import winner_map
from mesaprior.errors import refuse
from mesaprior.formula import Formula
from mesaprior.results import Conditions, Dropped, Proof, Row, Standing, VariantCondition


def conditions(setting: Setting, variant: str | None = None) -> Conditions:
    """The win condition of every variant, or of one, under the setting.

    Raises `InputError` for an unknown variant and for facts that contradict each other.
    """
    check_setting(setting)
    check_has_variants(setting)
    check_rate_is_linear(setting)
    field = Field(setting)
    free = field if setting.g is None else Field(setting.without_rate)
    wanted = field.names if variant is None else (known_variant(setting, variant),)
    if setting.model.within is not None:
        from mesaprior.engine.capped import capped_condition

        capped = {name: capped_condition(field, field.index[name]) for name in wanted}
        return Conditions(setting.circumstances(), capped, setting.g)
    return Conditions(
        under=setting.circumstances(),
        variants={name: variant_condition(field, free, field.index[name]) for name in wanted},
        g=setting.g,
        map=winner_map(free.setting),
    )


def check_rate_is_linear(setting: Setting) -> None:
    """Raises `InputError` where rates are asked for and the cost is not linear in g: there are no bounds."""
    if setting.g is None and not setting.model.is_linear_in_rate:
        raise refuse(
            "prior-not-decided",
            "this cost is not linear in the rate g, so there are no bounds on g to give",
            "ask at one rate, -g 2, or check a claim",
        )


def check_has_variants(setting: Setting) -> None:
    """Raises `InputError` where all variants are members of families that are too large to be listed."""
    if not setting.model.variants:
        raise refuse(
            "family-not-listed",
            "this model's only variants are members of a family that is too large to list them one by one",
            "mesaprior family tells which of them can win, and where the winner switches",
        )


def known_variant(setting: Setting, name: str) -> str:
    """`name` itself. Raises `InputError` with the nearest name where there is no such variant."""
    if name not in setting.model.variants:
        help = setting.model.names.variant_help(name, setting.model.variants)
        raise refuse("unknown-variant", f"unknown variant {name!r}", help)
    return name


def variant_condition(field: Field, free: Field, variant: int) -> VariantCondition:
    """One variant's condition; `free` is the same field with the rate left open."""
    name = field.names[variant]
    verdict = winning(field, variant)
    over_all = verdict if field is free else winning(free, variant)
    somewhere = (
        winning_at_some_rate(free, variant, over_all) if free.setting.model.depends_on_rate else over_all
    )
    dominated = dominator(free, variant) if somewhere.status == "never" else None
    standing = Verdict("never", dominated[1]) if dominated else undominated(free, variant, somewhere)
    if standing.status == "never" and somewhere.status == "undecided":
        somewhere = standing  # winning at some rate implies being undominated
    matter: list[int] = []
    dropped: list[Dropped] = []
    rows: tuple[Row, ...] = (Row((), (), "never"),)
    if verdict.status != "never":
        matter, dropped = opponents_that_matter(field, variant)
        rows = merged_rows(field, variant, matter)
    beaten_by = tuple(field.names[j] for j, _ in verdict.blockers)
    return VariantCondition(
        variant=name,
        title=field.setting.model.variants[name].title,
        status=verdict.status,
        rows=rows,
        standing=Standing(
            standing.status,
            somewhere.status,
            None if field.setting.g is None else verdict.status,
            (*standing.evidence, *somewhere.evidence),
        ),
        dominated_by=field.names[dominated[0]] if dominated else None,
        beaten_by=beaten_by,
        because=_because(field, free, variant, verdict, dominated),
        inequalities=tuple(inequality(field, variant, j) for j in matter),
        dropped=tuple(dropped),
        evidence=verdict.evidence,
        better_by=better_by(free, dominated[0], variant) if dominated else {},
    )


def merged_rows(field: Field, variant: int, matter: Sequence[int]) -> tuple[Row, ...]:
    """The rows against every opponent that matters; opponents with a single row share one.

    Where at most one opponent has several cases, the bounds of the others join each of its rows.
    """
    required = [field.beats(variant, j) for j in matter] if len(matter) > 1 else []
    by_opponent = [rows_of(field, Pair.of(field, variant, j), required) for j in matter]
    if any(row.iff for rows in by_opponent for row in rows):
        return tuple(row for rows in by_opponent for row in rows)  # without a rate there is nothing to merge
    settled = [rows[0] for rows in by_opponent if len(rows) == 1 and rows[0].outcome != "always"]
    unsettled = [rows for rows in by_opponent if len(rows) > 1]
    against = tuple(name for row in settled for name in row.against)
    low = tuple(bound for row in settled for bound in row.above)
    high = tuple(bound for row in settled for bound in row.below)
    if not unsettled:
        return (Row(against, (), "range" if settled else "always", low, high),)
    if len(unsettled) == 1:
        return tuple(_joined(row, against, low, high) for row in unsettled[0])
    common = [Row(against, (), "range", low, high)] if settled else []
    return (*common, *(row for rows in unsettled for row in rows))


def _joined(row: Row, against: tuple[str, ...], low: tuple[Formula, ...], high: tuple[Formula, ...]) -> Row:
    """A case of one opponent with the bounds that hold in every case."""
    if row.outcome == "never" or not (low or high):
        return Row((*row.against, *against), row.when, row.outcome, row.above, row.below, row.not_both_equal)
    above, below = (*low, *row.above), (*high, *row.below)
    return Row((*row.against, *against), row.when, "range", above, below, row.not_both_equal)


def _because(
    field: Field, free: Field, variant: int, verdict: Verdict, dominated: tuple[int, tuple[Proof, ...]] | None
) -> str | None:
    """Why a variant never wins, in the model's own symbols."""
    if verdict.status != "never":
        return None
    name = field.names[variant]
    if dominated is not None:
        margins = better_by(free, dominated[0], variant)
        words = ", ".join(
            f"{_BETTER.get(axis, f'better on {axis}')} by {gap}" for axis, gap in margins.items()
        )
        return f"{field.names[dominated[0]]} dominates it ({words})"
    if len(verdict.blockers) == 1:
        blocker = verdict.blockers[0][0]
        gap = field.formula(field.cost_gap(variant, blocker))
        return f"cost({name}) - cost({field.names[blocker]}) = {gap.text}, which is never negative"
    mixture = " + ".join(f"{share}*cost({field.names[j]})" for j, share in verdict.blockers)
    return f"a mixture is never dearer: {mixture} <= cost({name})"


_BETTER: Final = {"c": "simpler", "t": "faster"}


def better_by(field: Field, better: int, worse: int) -> dict[str, Formula]:
    """On each axis where the two differ, by how much one is better."""
    prices = field.setting.prices
    gaps = {
        axis: prices[field.names[worse]][axis] - prices[field.names[better]][axis]
        for axis in field.setting.model.axes
    }
    return {axis: field.formula(gap) for axis, gap in gaps.items() if gap}

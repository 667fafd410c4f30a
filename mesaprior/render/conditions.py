"""For which rates each variant wins, as a document.

Three layouts: the winner map where all numbers are known; one table for two variants that are each
other's only rivals; else every variant with its rows against the opponents that matter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from mesaprior.render.document import Block, Column, Document, Item, Line, Lines, Row, Table, User, Words
from mesaprior.render.pairs import (
    crossovers_of,
    has_applied_rate,
    rates_or_none,
    rows_side_by_side,
    settled,
    worth_showing,
)
from mesaprior.render.reasons import never, wins_iff
from mesaprior.render.spans import AND, given, joined, listed, name, rate, rates, titled, when
from mesaprior.render.spelling import finished
from mesaprior.render.standing import standing_blocks
from mesaprior.render.wins import interval_line
from mesaprior.results import Conditions, Tie, VariantCondition, WinnerMap
from mesaprior.results import Row as Case

INTERVALS_IN_HEADLINE: Final = 3
NAMES_IN_HEADLINE: Final = 6


def conditions_document(conditions: Conditions, *, explain: bool = False) -> Document:
    """The answer to `conditions`, and its table; `explain` adds who can win at all, with the evidence."""
    variants = list(conditions.variants.values())
    contenders = [variant for variant in variants if variant.status != "never"]
    cases = [(variant.variant, row) for variant in variants for row in variant.rows]
    blocks: list[Block] = []
    if conditions.map is not None and conditions.g is None:
        asked = variants[0] if len(variants) == 1 else None
        headline = _map_headline(conditions.map, asked)
        blocks.append(_map_table(conditions.map, variants))
    elif conditions.g is not None:
        headline = (Words("at "), rate(conditions.g), Words(": "), *_headline(conditions, contenders))
        blocks.append(Lines(tuple(wins_iff(contenders, _has_facts(conditions), conditions.g))))
    else:
        headline = _headline(conditions, contenders)
        blocks += _blocks(contenders, _has_facts(conditions))
    items = [never(variant, conditions.g) for variant in variants if variant.status == "never"]
    if len(variants) == len(items) == 1:
        headline = joined((items[0].label, *items[0].body), Words(": "))
    else:
        blocks.append(Lines(tuple(items)))
    blocks.append(Lines(tuple(given(conditions.under))))
    if explain:
        blocks += standing_blocks(conditions)
    caption: Line = (
        Words("When each variant wins under the "),
        User(conditions.under.prior),
        Words(" prior"),
    )
    return finished(headline, caption, blocks, _latex_of(variants), crossovers_of(cases))


def _has_facts(conditions: Conditions) -> bool:
    return bool(conditions.under.facts or conditions.under.assumed)


def variant_document(variant: VariantCondition) -> Document:
    """One variant's condition by itself, as `conditions()["H_fh"]` is in a notebook."""
    blocks: list[Block] = []
    if variant.status == "never":
        item = never(variant)
        headline: Line = joined((item.label, *item.body), Words(": "))
    elif variant.status == "always":
        headline = (*titled(variant.variant, variant.title), Words(" wins for "), *settled("always"))
    else:
        headline = (*titled(variant.variant, variant.title), Words(" can win"))
        blocks += _blocks([variant], given_facts=False)
    cases = crossovers_of((variant.variant, row) for row in variant.rows)
    return finished(headline, headline, blocks, _latex_of([variant]), cases)


def _latex_of(variants: Iterable[VariantCondition]) -> Mapping[str, str]:
    for variant in variants:
        for spelled in (
            *variant.inequalities,
            *variant.better_by.values(),
            *(part for row in variant.rows for part in (*row.when, *row.above, *row.below)),
        ):
            return spelled.symbols.latex
    return {}


# --- with all numbers known ---------------------------------------------------------------------------


def _map_headline(found: WinnerMap, asked: VariantCondition | None) -> Line:
    """`H_fh wins for g < 64/25 = 2.56, H_sd for g > 64/25`; about one variant where only it was asked for."""
    if asked is not None:
        own = [interval_line(interval) for interval in found.wins_for(asked.variant)]
        subject = titled(asked.variant, asked.title)
        return (
            (*subject, Words(" wins for "), *joined(own, AND))
            if own
            else (*subject, Words(" never wins alone"))
        )
    if len(found.intervals) > INTERVALS_IN_HEADLINE or any(len(i.winners) != 1 for i in found.intervals):
        winners = dict.fromkeys(winner for interval in found.intervals for winner in interval.winners)
        return (
            Words(f"{len(winners)} variants win at some "),
            *name("g"),
            Words(f", on {len(found.intervals)} intervals"),
        )
    parts: list[Line] = []
    for place, interval in enumerate(found.intervals):
        said: Line = (Words(" wins for "),) if not place else (Words(" for "),)
        line = interval_line(interval, decimal=interval.below is not None)
        parts.append((*name(interval.winners[0]), *said, *line))
    return joined(parts, Words(", "))


def _map_table(found: WinnerMap, variants: Sequence[VariantCondition]) -> Table:
    """for | wins: the intervals and the ties between them in order of g."""
    titles = {variant.variant: variant.title for variant in variants} if len(variants) > 1 else {}
    ties = {str(tie.at): tie for tie in found.ties}
    rows: list[Row] = []
    for interval in found.intervals:
        rows.append(Row((interval_line(interval, decimal=False), _who(interval.winners, titles))))
        tie = ties.pop(str(interval.below), None) if interval.below is not None else None
        if tie is not None:
            rows.append(_tie_row(tie, titles))
    rows += [_tie_row(tie, titles) for tie in ties.values()]
    return Table((Column((Words("for"),), says=True), Column((Words("wins"),), wraps=True)), tuple(rows))


def _tie_row(tie: Tie, titles: Mapping[str, str | None]) -> Row:
    return Row(((rate(tie.at),), _who(tie.variants, titles)))


def _who(winners: Sequence[str], titles: Mapping[str, str | None]) -> Line:
    if len(winners) == 1:
        return titled(winners[0], titles.get(winners[0]))
    return (Words("a tie of "), *listed([name(winner) for winner in winners]))


# --- with symbols left open ---------------------------------------------------------------------------


def _headline(conditions: Conditions, contenders: Sequence[VariantCondition]) -> Line:
    losers = [variant for variant in conditions.variants.values() if variant.status == "never"]
    sure = [variant for variant in contenders if variant.status == "always"]
    asked = conditions.g is not None
    if sure:
        whatever = "wherever the facts hold" if _has_facts(conditions) else "whatever the numbers are"
        wins: Line = (*titled(sure[0].variant, sure[0].title), Words(" wins"))
        return (*wins, *(() if asked else (Words(" for "), *settled("always"))), Words(f", {whatever}"))
    if not contenders:
        return (Words("no variant can win"),)
    plain = [variant.rows[0] for variant in contenders if len(variant.rows) == 1 and not variant.rows[0].when]
    if len(plain) == len(contenders) == 2 and not asked and not has_applied_rate(plain):
        first, second = (
            (*name(variant.variant), Words(word), *rates(variant.rows[0]))
            for variant, word in zip(contenders, (" wins for ", " for "), strict=True)
        )
        return (*first, Words(", "), *second)
    budget = any(variant.choices for variant in contenders)
    on_what: Line = () if asked or budget else (*name("g"), Words(" and "))
    can_win = [variant for variant in contenders if variant.status == "possible"]
    parts: list[Line] = []
    if can_win:
        parts.append((*_some(can_win), Words(" can win, depending on "), *on_what, Words("the numbers")))
    if losers:
        cannot = " cannot win" if asked else " never wins" if len(losers) == 1 else " never win"
        parts.append((*_some(losers), Words(cannot)))
    unclear = [variant for variant in contenders if variant.status == "undecided"]
    if unclear:
        parts.append((*_some(unclear), Words(": undecided")))
    return joined(parts, Words("; "))


def _some(variants: Sequence[VariantCondition]) -> Line:
    if len(variants) > NAMES_IN_HEADLINE:
        return (Words(f"{len(variants)} variants"),)
    return listed([name(variant.variant) for variant in variants])


def _blocks(contenders: Sequence[VariantCondition], given_facts: bool) -> list[Block]:
    if all(variant.status == "always" for variant in contenders):
        return []  # the headline has said it
    applied = any(c.symbols.rate_of != "product" for v in contenders for c in v.inequalities)
    applied = applied or any(variant.choices for variant in contenders)
    if applied or has_applied_rate(row for variant in contenders for row in variant.rows):
        return [Lines(tuple(wins_iff(contenders, given_facts)))]
    if _are_only_rivals(contenders):
        first, second = contenders
        found = rows_side_by_side(first.variant, first.rows, second.variant, second.rows, ("wins", "wins"))
        if found is not None:
            return [found[0], Lines(tuple(found[1]))]
    unclear = [variant for variant in contenders if not variant.rows and variant.status != "always"]
    note = Item((Words("to win, a variant needs one of its rows against each opponent"),))
    notes = (note,) if _needs_every_opponent(contenders) else ()
    return [_variant_table(contenders), Lines((*notes, *wins_iff(unclear, given_facts)))]


def _are_only_rivals(contenders: Sequence[VariantCondition]) -> bool:
    """Two variants, and neither has another opponent that matters."""
    if len(contenders) != 2 or any(variant.status != "possible" for variant in contenders):
        return False
    names = [variant.variant for variant in contenders]
    return all(
        variant.rows and all(row.against == (rival,) for row in variant.rows)
        for variant, rival in zip(contenders, reversed(names), strict=True)
    )


def _variant_table(contenders: Sequence[VariantCondition]) -> Table:
    """variant | against | when | wins for: what has only blank cells is left out."""
    several = _needs_every_opponent(contenders)
    columns = (
        Column((Words("variant"),), merges=True),
        Column((Words("against"),), merges=True, says=True),
        Column((Words("when"),), wraps=True, says=True),
        Column((Words("for" if several else "wins for"),), wraps=True, says=True),
    )
    rows: list[tuple[Line, ...]] = []
    for variant in contenders:
        if variant.status == "always":
            rows.append((name(variant.variant), (), (), settled("always")))
        rows += [
            (name(variant.variant), _against(row) if several else (), when(row), rates_or_none(row))
            for row in _shown_rows(variant)
            if variant.status != "always"
        ]
    used = [place for place in range(len(columns)) if any(row[place] for row in rows) or place in {0, 3}]
    return Table(
        tuple(columns[place] for place in used),
        tuple(Row(tuple(row[place] for place in used)) for row in rows),
    )


def _shown_rows(variant: VariantCondition) -> list[Case]:
    """Opponent by opponent, the rows under which it is beaten."""
    opponents = dict.fromkeys(row.against for row in variant.rows)
    return [
        row
        for opponent in opponents
        for row in worth_showing(row for row in variant.rows if row.against == opponent)
    ]


def _against(row: Case) -> Line:
    return listed([name(opponent) for opponent in row.against], "and")


def _needs_every_opponent(contenders: Iterable[VariantCondition]) -> bool:
    """Whether a variant of the table has rows against several opponents, of which it needs one each."""
    return any(len({row.against for row in variant.rows}) > 1 for variant in contenders)

"""The winner map of many variants: the first of its intervals as a document, all of them as CSV."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from typing import Final

from mesaprior.language.writer import write_number
from mesaprior.render import escape
from mesaprior.render.document import Column, Document, Item, Line, Lines, Mark, Row, Table, User, Words
from mesaprior.render.spans import listed, name, quantity, rate
from mesaprior.render.spelling import finished
from mesaprior.render.wins import interval_line
from mesaprior.results.scale import Charged, NumericMap

SHOWN: Final = 25
"""Intervals that a person still reads; CSV and JSON have them all."""
_CHUNK: Final = 10_000


def map_document(mapped: NumericMap) -> Document:
    """The answer to `map`."""
    rows = []
    winners = {mapped.at.winner, *mapped.at.tie} if mapped.at else set()
    for number, interval in enumerate(itertools.islice(mapped.intervals(), SHOWN)):
        c, t = mapped.prices(int(mapped.corners[number]))
        wins = not winners.isdisjoint(interval.winners)
        mark: Line = (Mark("winner" if wins else "loser"),) if mapped.at else ()
        variants = listed([name(variant) for variant in interval.winners])
        cells = ((*mark, *variants), (quantity(c),), (quantity(t),), interval_line(interval))
        rows.append(Row(cells, strong=wins))
    columns = (
        Column((Words("variant"),)),
        Column((Words("c"),), align="right"),
        Column((Words("t"),), align="right"),
        Column((Words("wins for"),)),
    )
    blocks = (Table(columns, tuple(rows)), Lines(tuple(_remarks(mapped))))
    return finished(_headline(mapped), (Words("Who wins at which rate"),), blocks, {})


def _headline(mapped: NumericMap) -> Line:
    able = f"{len(mapped.corners):,} of {len(mapped):,} variants can win"
    if mapped.at is None:
        return (Words(able),)
    return (*_answer(mapped.at), Words(f"; {able}"))


def _answer(at: Charged) -> Line:
    if at.winner is None:
        tied = listed([name(variant) for variant in at.tie[:SHOWN]])
        more = (Words(f" and {len(at.tie) - SHOWN:,} more"),) if len(at.tie) > SHOWN else ()
        return (Words("tie at "), rate(at.g), Words(" between "), *tied, *more)
    line: Line = (*name(at.winner), Words(" wins at "), rate(at.g))
    if at.runner_up is None or at.margin is None:
        return line
    return (*line, Words(", by "), quantity(at.margin), Words(" over "), *name(at.runner_up))


def _remarks(mapped: NumericMap) -> Iterator[Item]:
    if len(mapped.corners) > SHOWN:
        yield Item(
            (Words(f"and {len(mapped.corners) - SHOWN:,} more intervals: -f csv and --json have all"),)
        )
    tied = [tie for tie in itertools.islice(mapped.ties(), SHOWN) if len(tie.variants) > 2]
    for tie in tied:
        names = listed([name(variant) for variant in tie.variants[:SHOWN]])
        yield Item((*names, Words(" tie at "), rate(tie.at)))
    if mapped.source:
        yield Item((Words("prices from "), User(mapped.source)))


def map_csv(mapped: NumericMap) -> Iterator[str]:
    """The whole map as CSV text, in chunks: `above,below,winners,c,t`, a line an interval and, between two of
    them, one for the tie, with `above` equal to `below`. Several names have a semicolon between them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["above", "below", "winners", "c", "t"])
    for number, interval in enumerate(mapped.intervals()):
        prices = mapped.prices(int(mapped.corners[number]))
        below = "" if interval.below is None else str(interval.below)
        winners = escape.csv(";".join(interval.winners))
        writer.writerow([str(interval.above), below, winners, *map(write_number, prices)])
        if number < mapped.switches:
            tied = [mapped.name(place) for place in mapped.tied_places(number)]
            writer.writerow([below, below, escape.csv(";".join(tied)), "", ""])
        if number % _CHUNK == 0:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    yield out.getvalue()

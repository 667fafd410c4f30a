"""The winner map of many variants and winners on a grid: as documents, and whole as CSV or a NumPy array."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from mesaprior.language import parse_expression
from mesaprior.language.writer import write_number
from mesaprior.render import escape
from mesaprior.render.document import (
    Column,
    Document,
    Item,
    Line,
    Lines,
    Mark,
    Maths,
    Row,
    Table,
    User,
    Words,
)
from mesaprior.render.spans import given, listed, name, quantity, rate
from mesaprior.render.spelling import finished
from mesaprior.render.wins import interval_line
from mesaprior.results.scale import OUTSIDE, TIE, Charged, GridAxis, NumericMap, Sweep

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


def sweep_document(found: Sweep) -> Document:
    """The answer to `sweep`: at how many points each variant wins."""
    ranked = sorted(found.variants, key=found.wins, reverse=True)
    counted = [(name(variant), found.wins(variant)) for variant in ranked]
    counted += [((Words("several tie"),), found.ties)] if found.ties else []
    counted += [((Words("outside the facts"),), found.outside)] if found.outside else []
    rows = tuple(
        Row((line, (Words(f"{count:,}"),), (User(_share(count, found.points)),))) for line, count in counted
    )
    columns = (
        Column((Words("winner"),)),
        Column((Words("points"),), align="right"),
        Column((Words("share"),), align="right"),
    )
    over = [
        Item((Words("over "), Maths((parse_expression(axis.quantity),))), ":", (_extent(axis),))
        for axis in found.axes
    ]
    blocks = (Table(columns, rows), Lines((*over, *given(found.under))))
    first = ranked[0]
    headline = (*name(first), Words(f" wins at {found.wins(first):,} of {found.points:,} points"))
    return finished(headline, (Words("Who wins on a grid"),), blocks, found.under.latex)


def _share(count: int, points: int) -> str:
    """Per cent to one digit; what is not quite none or all says so. The sign needs every format's escaper."""
    share = Fraction(100 * count, points)
    if 0 < share < Fraction(1, 20):
        return "under 0.1 %"
    return "over 99.9 %" if Fraction(1999, 20) < share < 100 else f"{float(share):.1f} %"


def _extent(axis: GridAxis) -> Line:
    low, high = quantity(axis.values[0]), quantity(axis.values[-1])
    return (low, Words(" to "), high, Words(f", {len(axis.values):,} points"))


def grid_bytes(found: Sweep, kind: str) -> Iterator[bytes]:
    """The whole grid as `npy`, an array of uint16 (see `Sweep.winners`), or as `csv`, a line a point."""
    import numpy as np

    if kind == "npy":
        out = io.BytesIO()
        np.save(out, found.winners, allow_pickle=False)
        yield out.getvalue()
        return
    names = {place: escape.csv(variant) for place, variant in enumerate(found.variants)}
    names |= {TIE: "(tie)", OUTSIDE: "(outside the facts)"}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*(escape.csv(axis.quantity) for axis in found.axes), "winner"])
    inner = [[write_number(value) for value in axis.values] for axis in found.axes]
    for first, block in zip(inner[0], found.winners, strict=True):
        for rest, winner in zip(itertools.product(*inner[1:]), block.ravel().tolist(), strict=True):
            writer.writerow([first, *rest, names[winner]])
        yield text.getvalue().encode()
        text.seek(0)
        text.truncate()

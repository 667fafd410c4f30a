"""How far each number may move before the winner changes, and how crossovers move, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from mesaprior.formula import atom_node, number_node
from mesaprior.language import Node
from mesaprior.render.crossovers import crossovers_document
from mesaprior.render.document import (
    Block,
    Column,
    Document,
    Item,
    Line,
    Lines,
    Maths,
    Row,
    Table,
    User,
    Words,
)
from mesaprior.render.numbers import about
from mesaprior.render.plot.words import percent
from mesaprior.render.spans import (
    AND,
    fact,
    given,
    joined,
    listed,
    name,
    quantity,
    rate,
)
from mesaprior.render.spelling import finished
from mesaprior.results.sensitivity import (
    End,
    Flip,
    Move,
    Point,
    Sensitivity,
    Side,
)


def sensitivity_document(found: Sensitivity) -> Document:
    """The answer first: the smallest change that makes another win. Then every number."""
    if found.crossovers or not found.winners:
        return crossovers_document(found)
    blocks: list[Block] = [_ties(found) if len(found.winners) > 1 else _flips(found)]
    blocks.append(Lines(tuple(_enclosed(found))))
    blocks.append(Lines(tuple(_never(found)), title=(Words("never, moved alone"),)))
    undecided = tuple(_undecided(found))
    blocks.append(Lines(undecided, title=(Words("undecided"),)))
    blocks.append(Lines(tuple(given(found.under))))
    caption: Line = (Words("How far each number may move before the winner changes"), *_at(found))
    return finished(_headline(found), caption, blocks, found.under.latex)


def _at(found: Sensitivity) -> Line:
    return () if found.g is None else (Words(" at "), rate(found.g))


def _headline(found: Sensitivity) -> Line:
    changing = [move for move in found.moves if move.outcome == "changes"]
    if len(found.winners) > 1:
        tied = listed([name(winner) for winner in found.winners])
        line: Line = (Words("tie"), *_at(found), Words(" between "), *tied)
        if not changing:
            return (*line, Words("; no number, moved alone, breaks it"))
        line = (*line, Words("; the slightest change of "))
        if len(changing) == 1:
            return (*line, _number(changing[0]), Words(" breaks it"))
        return (*line, Words(f"any of {len(changing)} numbers breaks it"))
    line = (*name(found.winners[0]), Words(" wins"), *_at(found))
    undecided = sum(move.outcome == "undecided" for move in found.moves)
    if not changing:
        doubt = f", but {undecided} {'is' if undecided == 1 else 'are'} undecided" if undecided else ""
        return (*line, Words(f"; no number, moved alone, changes that{doubt}"))
    move, flip = changing[0], changing[0].flips[0]
    if flip.at.value == move.value:
        how = " rises above " if move.above.flip is flip else " falls below "
        line = (*line, Words(" until "), _number(move), Words(how), *_point(flip.at))
        return (*line, Words(": then "), *_takes_over(flip.takes_over, verb=True))
    way = " rises from " if flip.at.low >= move.value else " falls from "
    line = (*line, Words(" until "), _number(move), Words(way), quantity(move.value, decimal=False))
    line = (*line, Words(" to "), *_point(flip.at))
    line = (*line, Words(", by "), *_percent(flip, signed=False)) if flip.change else line
    return (*line, Words(": then "), *_takes_over(flip.takes_over, verb=True))


def _takes_over(names: Sequence[str], *, verb: bool = False) -> Line:
    who = listed([name(one) for one in names])
    if len(names) > 1:
        return (*who, Words(" tie"))
    return (*who, Words(" wins")) if verb else who


# --- tables ----------------------------------------------------------------------------------------


def _flips(found: Sensitivity) -> Table:
    """A row for each flip, the smallest change first."""
    rows = [(move, flip) for move in found.moves for flip in move.flips]
    rows.sort(key=lambda row: (row[1].size is None, row[1].size or 0))
    columns = (
        Column((Words("number"),)),
        Column((Words("is"),), "right"),
        Column((*name(found.winners[0]), Words(" wins")), wraps=True),
        Column((Words("change"),), "right"),
        Column((Words("then"),)),
    )
    return Table(
        columns,
        tuple(
            Row(
                (
                    (_number(move),),
                    (quantity(move.value, decimal=False),),
                    _range(move, found.winners),
                    _percent(flip),
                    _takes_over(flip.takes_over),
                )
            )
            for move, flip in rows
        ),
    )


def _ties(found: Sensitivity) -> Table:
    """Who wins a little below and a little above, for each number that breaks the tie."""
    columns = (
        Column((Words("number"),)),
        Column((Words("is"),), "right"),
        Column((Words("below wins"),)),
        Column((Words("above wins"),)),
    )
    rows = [
        Row(
            (
                (_number(move),),
                (quantity(move.value, decimal=False),),
                *(_breaks(side, move) for side in (move.below, move.above)),
            )
        )
        for move in found.moves
        if move.outcome == "changes"
    ]
    return Table(columns, tuple(rows))


def _breaks(side: Side, move: Move) -> Line:
    if side.flip is None:
        return (Words("undecided"),) if side.undecided else (Words("no change"),)
    who = _takes_over(side.flip.takes_over)
    return who if side.flip.at.value == move.value else (*who, Words(" from "), *_point(side.flip.at))


def _number(move: Move) -> Maths:
    return Maths((atom_node(move.number),))


def _point(point: Point) -> Line:
    """`64/25 = 2.56`, `about 1.41`."""
    if point.value is not None:
        return (quantity(point.value),)
    if point.formula is not None:
        return (Maths((point.formula.node,), about(point.middle)),)
    return (Words("about "), Maths((_rounded(point.middle),)))


def _rounded(value: Fraction) -> Node:
    return number_node(Fraction(about(value)[1])) if value else number_node(value)


def _percent(flip: Flip, *, signed: bool = True) -> Line:
    """`+17.5 %`; not our own words, which formats do not escape."""
    text = percent(flip)
    return (User(text if signed else text.lstrip("+-")),)


def _range(move: Move, winners: tuple[str, ...]) -> Line:
    """`below 47`, `from 3 to 40`, `between 26 and 60`: as far as the winner stays and facts let it go."""
    low, high = _limit(move.below, winners), _limit(move.above, winners)
    if low is None and high is None:
        return (Words("always"),)
    if low is None:
        assert high is not None
        return (Words("up to " if high[1] else "below "), *high[0])
    if high is None:
        return (Words("from " if low[1] else "above "), *low[0])
    if low[1] or high[1]:
        start, end = ("from " if low[1] else "above "), (" to " if high[1] else " to below ")
        return (Words(start), *low[0], Words(end), *high[0])
    return (Words("between "), *low[0], Words(" and "), *high[0])


def _limit(side: Side, winners: tuple[str, ...]) -> tuple[Line, bool] | None:
    """Where the winner stops winning on a side, and whether it still wins there; that prices are positive
    goes without saying."""
    if side.flip is not None:
        return _point(side.flip.at), side.flip.tie == winners
    if side.end is None or (side.end.fact is None and not side.end.reached):
        return None
    return _point(side.end.at), side.end.cheapest == winners


# --- lists -----------------------------------------------------------------------------------------


def _enclosed(found: Sensitivity) -> Iterator[Item]:
    """What the points that have no fraction are."""
    for move in found.moves:
        for flip in move.flips:
            if flip.at.root_of is not None:
                line = (Words(" is there a root of "), Maths((flip.at.root_of.node,)))
                yield Item((_number(move), *line))


def _never(found: Sensitivity) -> Iterator[Item]:
    """By reason: what nobody pays, what all pay, what may be anything, what a fact holds."""
    never = [move for move in found.moves if move.outcome == "never"]
    one = len(found.winners) == 1
    stays: Line = (*name(found.winners[0]), Words(" wins")) if one else (Words("they tie"),)
    groups: list[tuple[list[Move], Line]] = [
        ([move for move in never if move.why == "unused"], (Words("no variant is charged for it"),)),
        ([move for move in never if move.why == "shared"], (Words("every variant pays the same"),)),
        (
            [move for move in never if move.why is None and not _held(move, found.winners)],
            (*stays, Words(", whatever it is")),
        ),
    ]
    for moves, reason in groups:
        if moves:
            yield Item(joined([(_number(move),) for move in moves], Words(", ")), ":", (reason,))
    for move in never:
        if move.why is None and _held(move, found.winners):
            held = joined([_holds(end, found.winners) for end in _held(move, found.winners)], AND)
            yield Item((_number(move),), ":", ((*stays, Words(" as far as "), *held),))


def _held(move: Move, winners: tuple[str, ...]) -> list[End]:
    """The facts that stop a number, and the 0 at which others draw level."""
    ends = (move.below.end, move.above.end)
    return [end for end in ends if end and (end.fact is not None or end.cheapest not in ((), winners))]


def _holds(end: End, winners: tuple[str, ...]) -> Line:
    """`c(a) <= c(b) lets it go, to 40`; `it goes down to 0, where A and B tie`."""
    lets: Line = (Words("it can go down"),) if end.fact is None else (*fact(end.fact), Words(" lets it go"))
    line = (*lets, Words(", to "), *_point(end.at)) if end.fact else (*lets, Words(" to "), *_point(end.at))
    if end.cheapest in ((), winners):
        return line
    return (*line, Words(", where "), *_takes_over(end.cheapest, verb=True))


def _undecided(found: Sensitivity) -> Iterator[Item]:
    for move in found.moves:
        ways = (("below", move.below), ("above", move.above))
        reasons = {side.undecided: way for way, side in ways if side.undecided}
        for why in reasons:
            both = move.below.undecided == move.above.undecided
            where: Line = () if both else (Words(f" {reasons[why]}"),)
            yield Item((_number(move), *where), ":", ((Words(why or ""),),))

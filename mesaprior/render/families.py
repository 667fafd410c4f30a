"""A family: who of it can win, in order of g, and where each switch happens; or, with symbols left open, when
each option wins within its choice. Then the tree, one line for every leaf."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from mesaprior.formula import number_node
from mesaprior.language import Multiply, Node, Number, Sum
from mesaprior.render.conditions import conditions_document
from mesaprior.render.document import (
    Block,
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
from mesaprior.render.pairs import crossovers_of
from mesaprior.render.reasons import better_by, never, wins_iff
from mesaprior.render.spans import G, given, joined, listed, name, quantity, rate
from mesaprior.render.spelling import finished
from mesaprior.render.wins import interval_line
from mesaprior.results import Conditions, Interval
from mesaprior.results import Row as Case
from mesaprior.results.families import Branch, Family, FamilyChoice, FamilySwitch, FamilyWinner, Pruned

ROWS_SHOWN: Final = 100
"""Rows of one table, and choices, that are still shown; all of them are in the JSON."""
WINNERS_IN_HEADLINE: Final = 3
OPTIONS_SHOWN: Final = 8
"""Options of one choice that are named in its heading."""
LONGEST_COUNT: Final = 10**24
"""Numbers of members up to which every digit is shown."""


def family_document(found: Family) -> Document:
    """The answer to `family`."""
    blocks: list[Block] = []
    if found.map is not None:
        blocks += _map_blocks(found)
    for number, choice in enumerate(found.choices[:ROWS_SHOWN], 1):
        blocks += _choice_blocks(choice, number, found)
    if len(found.choices) > ROWS_SHOWN:
        blocks.append(_further(len(found.choices) - ROWS_SHOWN, "choices"))
    if found.one_by_one is not None:
        blocks += conditions_document(found.one_by_one).blocks[:-1]
    blocks += _tree(found)
    blocks.append(Lines(tuple(given(found.under))))
    caption: Line = (Words("What can win in the family "), *name(found.family))
    return finished(_headline(found), caption, blocks, found.under.latex, crossovers_of(_cases(found)))


def _cases(found: Family) -> Iterator[tuple[str, Case]]:
    told = [choice.conditions for choice in found.choices if choice.conditions]
    for conditions in (*told, *([found.one_by_one] if found.one_by_one else [])):
        for variant in conditions.values():
            yield from ((variant.variant, row) for row in variant.rows)


def count(members: int) -> str:
    """`1,152,921,504,606,846,976`; what is longer by its number of digits."""
    return f"{members:,}" if members < LONGEST_COUNT else f"10**{len(str(members)) - 1} or more"


def _headline(found: Family) -> Line:
    size = f" of {count(found.members)} members of " if found.members != 1 else " of the one member of "
    of: Line = (Words(size), *name(found.family))
    if found.at is not None:
        return _headline_at(found)
    if found.map is not None:
        winners = found.map.winners
        line: Line = (Words(f"{len(winners)}"), *of, Words(" can win" if len(winners) > 1 else " wins"))
        alone = all(winner.equal == 1 and winner.member for winner in winners)
        if not alone or len(winners) > WINNERS_IN_HEADLINE:
            return (*line, Words(f", on {_plural(len(winners), 'interval')} of "), *name("g"))
        each = [(*_member(winner.member), Words(" for "), *_for(winner, decimal=True)) for winner in winners]
        return (*line, Words(": "), *joined(each, Words(", ")))
    if found.one_by_one is not None:
        head = conditions_document(found.one_by_one).headline
        return (Words(f"of {count(found.members)} members of "), *name(found.family), Words(", "), *head)
    independent = sum(not choice.inner for choice in found.choices)
    line = (*name(found.family), Words(f" has {_plural(found.members, 'member')}"))
    if found.left is not None and found.left < found.members:
        line = (*line, Words(f", {count(found.left)} of which nothing dominates"))
    if independent < 2:
        return (*line, Words("; which of them wins depends on the numbers"))
    return (*line, Words("; a member wins iff each of its choices wins within its own"))


def _headline_at(found: Family) -> Line:
    at = found.at
    assert at is not None
    where: Line = (Words(" at "), rate(at.g))
    among: Line = (Words(f" among {_plural(found.members, 'member')} of "), *name(found.family))
    if at.tied > 1:
        return (Words(f"{count(at.tied)} members of "), *name(found.family), Words(" tie"), *where)
    line: Line = (*_member(at.winner), Words(" wins"), *among, *where)
    if at.margin is None:
        return line
    return (*line, Words(", by "), quantity(at.margin), Words(" over "), *_member(at.runner_up))


def _plural(number: int, noun: str) -> str:
    return f"{count(number)} {noun}{'' if number == 1 else 's'}"


def _member(text: str | None) -> Line:
    return name(text) if text else (Words("a member with too many choices to name"),)


# --- with all numbers known ---------------------------------------------------------------------------


def _map_blocks(found: Family) -> Iterator[Block]:
    assert found.map is not None
    winners, switches = found.map.winners, found.map.switches
    marked = _marked(found)
    rows = tuple(
        Row(
            ((*_mark(marked, place), *_who(winner)), (Maths((_cost(winner),)),), _for(winner)),
            strong=place == marked,
        )
        for place, winner in enumerate(winners[:ROWS_SHOWN])
    )
    columns = (
        Column((Words("member"),), wraps=True),
        Column((Words("cost"),)),
        Column((Words("wins for"),), says=True),
    )
    yield Table(columns, rows)
    if len(winners) > ROWS_SHOWN:
        yield _further(len(winners) - ROWS_SHOWN, "winners")
    if switches:
        yield _switch_table(switches[:ROWS_SHOWN])
    notes = [_tie_note(switch) for switch in switches if switch.tied > 2]
    yield Lines(tuple(notes[:ROWS_SHOWN]))


def _marked(found: Family) -> int | None:
    """The place of the row that wins at the rate that was asked."""
    if found.at is None or found.at.tied > 1 or found.map is None:
        return None
    g = found.at.g
    places = enumerate(found.map.winners)
    return next(k for k, winner in places if winner.above < g and (winner.below is None or g < winner.below))


def _mark(marked: int | None, place: int) -> Line:
    return () if marked is None else (Mark("winner" if place == marked else "loser"),)


def _who(winner: FamilyWinner) -> Line:
    if winner.equal == 1:
        return _member(winner.member)
    names = [name(text) for text in (winner.member, *winner.others) if text]
    return (Words(f"a tie of {count(winner.equal)} members, as "), *listed(names)) if names else _member(None)


def _cost(winner: FamilyWinner) -> Node:
    """`300*g + 58`."""
    slope, rest = number_node(winner.slope), number_node(winner.rest)
    if not winner.slope:
        return rest
    times: Node = G if slope == Number(Fraction(1)) else Multiply(slope, G)
    return Sum((times, rest)) if winner.rest else times


def _for(winner: FamilyWinner, *, decimal: bool = False) -> Line:
    return interval_line(
        Interval(winner.above, winner.below, ()), decimal=decimal and winner.below is not None
    )


def _switch_table(switches: Sequence[FamilySwitch]) -> Table:
    columns = (
        Column((Words("switch at"),), merges=True),
        Column((Words("from"),), wraps=True, says=True),
        Column((Words("to"),), wraps=True, says=True),
    )
    return Table(
        columns,
        tuple(
            Row(((rate(switch.at),), name(change.before), name(change.after)))
            for switch in switches
            for change in switch.changes
        ),
    )


def _tie_note(switch: FamilySwitch) -> Item:
    line: Line = (Words("at "), rate(switch.at), Words(f" {count(switch.tied)} members tie"))
    named = [name(text) for text in switch.members]
    if not named:
        return Item(line)
    some = ", among them " if len(named) < switch.tied else ": "
    return Item((*line, Words(some), *listed(named)))


def _further(left: int, what: str) -> Block:
    return Lines((Item((Words(f"{left} further {what} are in --json"),)),))


# --- with symbols left open ---------------------------------------------------------------------------


def _choice_blocks(choice: FamilyChoice, number: int, found: Family) -> Iterator[Block]:
    said = None if choice.title in choice.path[-1:] else choice.title
    title = (*_choice_label(number, said, choice.path), Words(": "), *_options(choice.options))
    if choice.refused:
        yield Lines((Item((User(choice.refused),)),), title=title)
        return
    if choice.conditions is None:
        yield Lines(tuple(map(_pruned, choice.pruned)), title=title)
        return
    yield Lines(tuple(_items(choice.conditions)), title=title)


def _items(told: Conditions) -> Iterator[Item]:
    """What each contender's winning comes down to, and then why the others never win."""
    variants = list(told.values())
    given_facts = bool(told.under.facts or told.under.assumed)
    yield from wins_iff([found for found in variants if found.status != "never"], given_facts, told.g)
    yield from (never(found, told.g) for found in variants if found.status == "never")


def _pruned(one: Pruned) -> Item:
    why: Line = (*name(one.dominated_by), Words(" dominates it ("), *better_by(one.better_by), Words(")"))
    return Item((*name(one.contender), Words(" never wins")), ":", (why,))


# --- the tree -----------------------------------------------------------------------------------------


def _tree(found: Family) -> Iterator[Block]:
    """What every member pays, the choices, and what each option pays, in the order of the tree."""
    items = list(_tree_items(found.tree))
    title: Line = (Words("the tree of "), *name(found.family))
    yield Lines(tuple(items[:ROWS_SHOWN]), title=title)
    if len(items) > ROWS_SHOWN:
        yield _further(len(items) - ROWS_SHOWN, "parts")


def _tree_items(tree: Sequence[Branch]) -> Iterator[Item]:
    paths: list[tuple[str, ...]] = []
    number = 0
    for place, branch in enumerate(tree):
        del paths[branch.depth :]
        path = (*(paths[-1] if paths else ()), *([branch.option] if branch.option else []))
        paths.append(path)
        label: Line = name("/".join(path)) if path else (Words("every member"),)
        if branch.kind == "one_of":
            number += 1
            options = [below.option or "" for below in _below(tree, place)]
            yield Item(_choice_label(number, _title(branch), path), ":", (_options(options),))
        elif branch.kind == "leaf":
            yield Item((*label, *_in_brackets(_title(branch))), ":", (_paid(branch),))
        elif _title(branch) and path:
            yield Item((*label, *_in_brackets(_title(branch))), ":", ((Words("all of what follows"),),))


def _title(branch: Branch) -> str | None:
    """The title, where it says more than the name."""
    return None if branch.title == branch.option else branch.title


def _below(tree: Sequence[Branch], place: int) -> Iterator[Branch]:
    """The branches right below one, in order."""
    depth = tree[place].depth
    for branch in tree[place + 1 :]:
        if branch.depth <= depth:
            return
        if branch.depth == depth + 1:
            yield branch


def _choice_label(number: int, title: str | None, path: Sequence[str]) -> Line:
    inside: Line = (Words(", inside "), *name("/".join(path))) if path else ()
    return (Words(f"choice {number}"), *inside, *_in_brackets(title))


def _in_brackets(title: str | None) -> Line:
    return (Words(" ("), User(title), Words(")")) if title else ()


def _options(options: Sequence[str]) -> Line:
    named = [name(option) for option in options[:OPTIONS_SHOWN]]
    left = len(options) - len(named)
    return listed([*named, *([(Words(f"{left} more"),)] if left else [])], "or")


def _paid(leaf: Branch) -> Line:
    return joined(((Maths((price.node,)),) for price in leaf.prices.values()), Words(", ")) or (
        Words("nothing"),
    )

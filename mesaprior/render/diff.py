"""What changes between two models, as a document: verdicts first, then winners, crossovers, variants."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from mesaprior.formula import Formula
from mesaprior.language import Apply, Name
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
from mesaprior.render.spans import AND, amount, claim_line, fact, joined, listed, name
from mesaprior.render.spelling import finished
from mesaprior.render.standing import WORDS
from mesaprior.render.wins import interval_line
from mesaprior.results import (
    Chance,
    ChanceChange,
    Checked,
    Circumstances,
    ClaimChange,
    CrossoverChange,
    Diff,
    OnlyIn,
    PriceChange,
    WinnerChange,
    WinnerMap,
)

CLAIMS_LISTED: Final = 40
"""Claims of one model alone that are listed by name; of more, how many there are besides."""


def diff_document(diff: Diff) -> Document:
    """The answer to `diff`."""
    flipped = [change for change in diff.claims if change.flips]
    otherwise = [change for change in diff.claims if not change.flips]
    blocks: list[Block] = [
        _table("verdict", map(_verdict, flipped), "claim"),
        _table("winner", map(_winner, diff.winners)),
        _table("wins at some g", map(_chance, diff.chances)),
        _table("crossover", map(_crossover, diff.crossovers)),
        _table("price", map(_price, diff.prices)),
        _table("claim", map(_condition, otherwise)),
        Lines((*_prior(diff), *_only(diff.only_after, "new"), *_only(diff.only_before, "gone"))),
    ]
    return finished(_headline(diff), (), blocks, {})


def _headline(diff: Diff) -> Line:
    """`from A to B: 2 verdicts flip, 1 scenario has other winners`."""
    line: Line = (Words("from "), User(diff.before.model), Words(" to "), User(diff.after.model))
    if diff.same:
        return (*line, Words(": nothing changes"))
    parts = (
        _counted(len(diff.flipped), "verdict flips", "verdicts flip"),
        _counted(len(diff.winners), "scenario has other winners", "scenarios have other winners"),
        _counted(len(diff.crossovers), "crossover moves", "crossovers move"),
        _counted(len(diff.only_after.variants), "new variant", "new variants"),
        _counted(len(diff.only_before.variants), "variant gone", "variants gone"),
        _counted(len(diff.only_after.claims), "new claim", "new claims"),
        _counted(len(diff.only_before.claims), "claim gone", "claims gone"),
    )
    said = ", ".join(filter(None, parts)) or "no verdict flips and no winner changes"
    return (*line, Words(f": {said}"))


def _counted(number: int, one: str, several: str) -> str:
    return "" if not number else f"1 {one}" if number == 1 else f"{number} {several}"


def _table(what: str, rows: Iterable[Sequence[Line]], more: str = "") -> Table:
    """what | before | after: a row a change; with `more`, before and after are single words."""
    columns = [Column((Words(what),), says=True)]
    columns += [Column((Words(word),), wraps=not more) for word in ("before", "after")]
    columns += [Column((Words(more),), wraps=True)] if more else []
    return Table(tuple(columns), tuple(Row(tuple(cells)) for cells in rows))


def _verdict(change: ClaimChange) -> tuple[Line, ...]:
    before, after = change.before, change.after
    label: Line = (User(after.id),)
    return label, (Words(before.verdict),), (Words(after.verdict),), claim_line(after.claim)


def _condition(change: ClaimChange) -> tuple[Line, ...]:
    """A claim with the same verdict: what it says, or when it is true."""
    return (User(change.after.id),), _stands(change.before, change), _stands(change.after, change)


def _stands(checked: Checked, change: ClaimChange) -> Line:
    line: Line = (Words(checked.verdict),)
    if change.restated:
        line = (*line, Words(": "), *claim_line(checked.claim))
        if checked.assuming:
            line = (*line, Words(", assuming "), *joined(map(fact, checked.assuming), AND))
    if checked.true_when is not None:
        key = "true exactly when" if checked.true_when.exactly else "true if"
        line = (*line, Words(f", {key} "), *claim_line(checked.true_when.condition))
    return line


def _winner(change: WinnerChange) -> tuple[Line, ...]:
    return (Words("with "), User(change.scenario)), _map(change.before), _map(change.after)


def _map(found: WinnerMap | None) -> Line:
    """`H_fh for g < 64/25, H_sd for g > 64/25`."""
    if found is None:
        return (Words("not all numbers are known"),)
    parts: list[Line] = []
    for interval in found.intervals:
        who = listed([name(winner) for winner in interval.winners])
        tie = " tie" if len(interval.winners) > 1 else ""
        parts.append((*who, Words(f"{tie} for "), *interval_line(interval, decimal=False)))
    return joined(parts, Words(", ", joint=True))


def _chance(change: ChanceChange) -> tuple[Line, ...]:
    return name(change.variant), _chances(change.before), _chances(change.after)


def _chances(chance: Chance) -> Line:
    line: Line = (Words(WORDS[chance.status]),)
    if chance.dominated_by is None:
        return line
    return (*line, Words(": "), *name(chance.dominated_by), Words(" dominates it"))


def _crossover(change: CrossoverChange) -> tuple[Line, ...]:
    pair = (*name(change.left), Words(" and "), *name(change.right))
    return pair, _formula(change.before), _formula(change.after)


def _price(change: PriceChange) -> tuple[Line, ...]:
    price: Line = (Maths((Apply(change.axis, (Name(change.variant),)),)),)
    return price, _formula(change.before), _formula(change.after)


def _formula(formula: Formula | None) -> Line:
    return (Words("none"),) if formula is None else (amount(formula),)


def _prior(diff: Diff) -> Iterator[Item]:
    """`the prior is levin, no longer linear`."""
    old, new = diff.before, diff.after
    if old.prior != new.prior:
        yield Item((*_priced(new), Words(", no longer "), *_priced(old)[1:]))
    elif old.cost != new.cost:
        yield Item((Words("the cost is "), User(new.cost), Words(", no longer "), User(old.cost)))


def _priced(under: Circumstances) -> Line:
    """`the prior is linear (g*c + t)`."""
    return Words("the prior is "), User(under.prior), Words(" ("), User(under.cost), Words(")")


def _only(part: OnlyIn, what: str) -> Iterator[Item]:
    """`new variants: ...`, and so on for each kind of thing."""
    kinds: list[tuple[str, list[Line]]] = [
        ("variants", [name(variant) for variant in part.variants]),
        ("facts", [fact(text) for text in part.facts]),
        ("scenarios", [(User(scenario),) for scenario in part.scenarios]),
        ("claims", [(User(claim.id), Words(f" ({claim.verdict})")) for claim in part.claims[:CLAIMS_LISTED]]),
    ]
    for kind, lines in kinds:
        if lines:
            more = len(part.claims) - CLAIMS_LISTED
            rest: Line = (Words(f" and {more} more"),) if kind == "claims" and more > 0 else ()
            label = f"new {kind}" if what == "new" else f"{kind} gone"
            yield Item((Words(label),), ":", ((*joined(lines, Words(", ")), *rest),))

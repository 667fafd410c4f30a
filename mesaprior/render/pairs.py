"""When one variant beats another: rows of conditions, side by side where two variants share them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from mesaprior.language import Node
from mesaprior.render.document import Block, Column, Document, Item, Line, Lines, Maths, Row, Table, Words
from mesaprior.render.spans import AND, choice, given, joined, name, rates, when
from mesaprior.render.spelling import finished
from mesaprior.results import Circumstances, PairCondition
from mesaprior.results import Row as Case


def pairs_document(pairs: Sequence[PairCondition], under: Circumstances | None = None) -> Document:
    """`table --of pairs`: when each variant beats each other one."""
    blocks: list[Block] = [pair_table(pairs), Lines(tuple(given(under)))]
    if not pairs:
        return finished((Words("there is nothing to compare"),), (), blocks, {})
    count = f"{len(pairs)} comparisons" if len(pairs) != 1 else "one comparison"
    headline: Line = (Words(f"{count}: when the first variant beats the second"),)
    crossovers = crossovers_of((pair.winner, row) for pair in pairs for row in pair.rows)
    return finished(headline, (), blocks, latex_of_pairs(pairs), crossovers)


def pair_table(pairs: Sequence[PairCondition]) -> Table:
    """variant | beats | when | for, a row a case; with an applied rate, variant | beats | iff."""
    pair_columns = (
        Column((Words("variant"),), merges=True),
        Column((Words("beats"),), merges=True, says=True),
    )
    if any(has_no_range(pair) for pair in pairs):
        iff = Column((Words("iff"),), wraps=True, says=True)
        return Table((*pair_columns, iff), tuple(Row((*_names(pair), _only_if(pair))) for pair in pairs))
    columns = (*pair_columns, _WHEN, Column((Words("for"),), wraps=True, says=True))
    rows = [Row((*_names(pair), *cells)) for pair in pairs for cells in _cases(pair)]
    if any(row.cells[2] for row in rows):
        return Table(columns, tuple(rows))
    without = [Row((*row.cells[:2], row.cells[3])) for row in rows]
    return Table((*pair_columns, columns[3]), tuple(without))


_WHEN = Column((Words("when"),), wraps=True, says=True)


def has_no_range(pair: PairCondition) -> bool:
    """Whether there is no g to solve for: the prior applies it as a function, or it was asked."""
    applied = pair.inequality.symbols.rate_of != "product"
    return applied or pair.inequality.rate is not None or bool(pair.choices)


def _names(pair: PairCondition) -> tuple[Line, Line]:
    return name(pair.winner), name(pair.loser)


def _cases(pair: PairCondition) -> list[tuple[Line, Line]]:
    shown = worth_showing(pair.rows)
    if shown:
        return [(when(row), rates_or_none(row)) for row in shown]
    if pair.status in {"possible", "undecided"}:
        return [
            (
                (Maths((pair.inequality.node,)),),
                (Words("every such g" if pair.status == "possible" else "undecided"),),
            )
        ]
    return [((), settled(pair.status))]


def settled(status: str) -> Line:
    """`every g` or `no g`."""
    return (Words("every "), *name("g")) if status == "always" else (Words("no "), *name("g"))


def rates_or_none(row: Case) -> Line:
    """The rates of a row, after the word `for`."""
    return settled("never") if row.outcome == "never" else rates(row)


def _only_if(pair: PairCondition) -> Line:
    if pair.status in {"always", "never"}:
        return (Words(pair.status),)
    if pair.choices:
        return joined(map(choice, pair.choices), AND)
    return (Maths((pair.inequality.node,)),)


def worth_showing(rows: Iterable[Case]) -> list[Case]:
    """Without the rows that say `never`, where others remain: a missing case is one that does not win."""
    every = list(rows)
    return [row for row in every if row.outcome != "never"] or every


def has_applied_rate(rows: Iterable[Case]) -> bool:
    """Whether the prior applies the rate as a function, so that there is no g to solve for."""
    return any(
        formula.symbols.rate_of != "product"
        for row in rows
        for formula in (*row.when, *row.above, *row.below, *((row.iff,) if row.iff else ()))
    )


def crossovers_of(cases: Iterable[tuple[str, Case]]) -> dict[Node, tuple[str, ...]]:
    """Every bound of the rows, with the two variants that tie there where a row has one rival only."""
    found: dict[Node, tuple[str, ...]] = {}
    for variant, row in cases:
        known = len(row.against) == 1 and len(row.above) + len(row.below) == 1
        for formula in (*row.above, *row.below):
            tied = (variant, row.against[0]) if known else ()
            if not found.get(formula.node):
                found[formula.node] = tied
    return found


def rows_side_by_side(
    left: str, left_rows: Sequence[Case], right: str, right_rows: Sequence[Case], verb: tuple[str, str]
) -> tuple[Table, list[Item]] | None:
    """when | left wins | right wins: one row a case; None where the two do not speak of the same cases."""
    ours, theirs = {_key(row): row for row in left_rows}, {_key(row): row for row in right_rows}
    rows: list[Row] = []
    equal_cases = 0
    for key in dict.fromkeys([*ours, *theirs]):
        cells = _pair_of_rates(ours.get(key), theirs.get(key))
        if cells is None:
            return None
        one, other = ours.get(key), theirs.get(key)
        strict = [row for row in (one, other) if row is not None and row.not_both_equal]
        case = (strict or [row for row in (one, other) if row is not None])[0]
        equal_cases += bool(strict)
        rows.append(Row((when(case), *cells)))
    headers = tuple(
        Column((*name(variant), Words(" " + word)), wraps=True)
        for variant, word in zip((left, right), verb, strict=True)
    )
    table = Table((_WHEN, *headers), tuple(rows))
    if not any(row.cells[0] for row in rows):
        table = Table(headers, tuple(Row(row.cells[1:]) for row in rows))
    both = (*name(left), Words(" and "), *name(right), Words(" tie at every "), *name("g"))
    note = [Item((Words("where both are equal, "), *both))] if equal_cases else []
    return table, note


def _key(row: Case) -> frozenset[str]:
    return frozenset(comparison.text for comparison in row.when)


def _pair_of_rates(one: Case | None, other: Case | None) -> tuple[Line, Line] | None:
    """The cells of both variants; where one wins always, the other need not have said that it never does."""
    if one is not None and other is not None:
        return rates(one), rates(other)
    said = one or other
    if said is None or said.outcome != "always":
        return None
    never: Line = (Words("never"),)
    return (rates(said), never) if one is not None else (never, rates(said))


def latex_of_pairs(pairs: Sequence[PairCondition]) -> Mapping[str, str]:
    """The LaTeX names that the model declares."""
    return pairs[0].inequality.symbols.latex if pairs else {}

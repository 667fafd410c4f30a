"""One pair: who is simpler, who is faster, when each beats the other."""

from __future__ import annotations

from mesaprior.formula import Formula
from mesaprior.language import Apply, Name, Negate, Sum
from mesaprior.render.document import Block, Column, Document, Line, Lines, Maths, Row, Table, Words
from mesaprior.render.pairs import crossovers_of, has_no_range, pair_table, rows_side_by_side
from mesaprior.render.reasons import BETTER, better_by
from mesaprior.render.spans import amount, given, name, rate, rates
from mesaprior.render.spelling import finished
from mesaprior.results import AxisComparison, Compared, PairCondition


def compared_document(compared: Compared) -> Document:
    """The answer to `compare`."""
    ours, theirs = compared.left_beats, compared.right_beats
    blocks: list[Block] = [_axes(compared)]
    open_ones = {"possible", "undecided"} & {ours.status, theirs.status}
    if _is_plain(ours) and _is_plain(theirs):
        open_ones = set()  # the headline says it all
    if open_ones and not has_no_range(ours) and ours.rows and theirs.rows:
        found = rows_side_by_side(ours.winner, ours.rows, theirs.winner, theirs.rows, ("wins", "wins"))
        blocks += [found[0], Lines(tuple(found[1]))] if found else [pair_table([ours, theirs])]
    elif open_ones:
        blocks.append(pair_table([ours, theirs]))
    blocks.append(Lines(tuple(given(compared.under))))
    latex = ours.inequality.symbols.latex
    crossovers = crossovers_of([(pair.winner, row) for pair in (ours, theirs) for row in pair.rows])
    return finished(_headline(compared), (), blocks, latex, crossovers)


def _headline(compared: Compared) -> Line:
    left, right = name(compared.left), name(compared.right)
    if compared.dominates:
        loser = right if compared.dominates == compared.left else left
        line: Line = (*name(compared.dominates), Words(" dominates "), *loser)
        margins = better_by(_margins(compared))
        return (*line, Words(": "), *margins) if margins else line
    for pair in (compared.left_beats, compared.right_beats):
        if pair.status == "always":
            return (*name(pair.winner), Words(" beats "), *name(pair.loser), *_where(pair, "for"))
    pairs = (compared.left_beats, compared.right_beats)
    if all(pair.status == "never" for pair in pairs):
        return (*left, Words(" and "), *right, Words(" tie"), *_where(pairs[0], "at"))
    if all(_is_plain(pair) for pair in pairs):
        first, second = pairs
        line = (*left, Words(" beats "), *right, Words(" for "), *rates(first.rows[0]))
        return (*line, Words("; "), *right, Words(" beats "), *left, Words(" for "), *rates(second.rows[0]))
    line = (*left, Words(" or "), *right, Words(": which wins"))
    asked = pairs[0].inequality.rate
    if asked is not None:
        return (*line, Words(" at "), rate(asked), Words(" depends on the numbers"))
    if pairs[0].choices:
        return (*line, Words(" depends on the numbers"))
    return (*line, Words(" depends on "), *name("g"), Words(" and the numbers"))


def _where(pair: PairCondition, word: str) -> Line:
    """`for every g`, or `at g = 2` where a rate was asked."""
    asked = pair.inequality.rate
    return (Words(f" {word} every "), *name("g")) if asked is None else (Words(" at "), rate(asked))


def _margins(compared: Compared) -> dict[str, Formula]:
    """By how much the dominating one is better on each axis, where it is."""
    differences = {
        axis: part.difference for axis, part in compared.axes.items() if part.difference.value != 0
    }
    if compared.dominates != compared.left:
        return differences
    return {axis: Formula(-d.numerator, d.denominator, d.symbols) for axis, d in differences.items()}


def _is_plain(pair: PairCondition) -> bool:
    """One row, without a *when*: the facts leave one case."""
    if has_no_range(pair) or len(pair.rows) != 1:
        return False
    return not pair.rows[0].when and pair.rows[0].outcome == "range"


def _axes(compared: Compared) -> Table:
    """difference | equals | so: axis by axis."""
    rows = [
        Row((_difference(compared, axis), (amount(part.difference),), _verdict(compared, axis, part)))
        for axis, part in compared.axes.items()
    ]
    columns = (
        Column((Words("difference"),)),
        Column((Words("is"),), wraps=True, says=True),
        Column((Words("so"),), says=True),
    )
    return Table(columns, tuple(rows))


def _difference(compared: Compared, axis: str) -> Line:
    left, right = Apply(axis, (Name(compared.left),)), Apply(axis, (Name(compared.right),))
    return (Maths((Sum((left, Negate(right))),)),)


def _verdict(compared: Compared, axis: str, part: AxisComparison) -> Line:
    """`H_fh is simpler`, `equal`, `it depends`."""
    value = part.difference.value
    sign = part.sign if value is None else "<" if value < 0 else ">" if value > 0 else "=="
    if sign is None:
        return (Words("it depends"),)
    if sign == "==":
        return (Words("equal"),)
    better = compared.left if sign in {"<", "<="} else compared.right
    word = BETTER.get(axis, "lower")
    if sign in {"<", ">"}:
        return (*name(better), Words(f" is {word}"))
    worse = compared.right if better == compared.left else compared.left
    return (*name(worse), Words(f" is not {word}"))

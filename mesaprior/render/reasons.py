"""Why a variant never wins, and what a variant's winning comes down to: items for a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from mesaprior.formula import Formula
from mesaprior.render.document import Item, Line, Maths, User, Words
from mesaprior.render.forms import is_reverse
from mesaprior.render.spans import amount, choice, joined, listed, name, rate
from mesaprior.results import VariantCondition

BETTER = {"c": "simpler", "t": "faster"}
"""What being lower on an axis is called."""


def better_by(margins: Mapping[str, Formula]) -> Line:
    """`simpler by c(a) + c(b), faster by t(a)`."""
    return joined(
        ((*_better(axis), Words(" by "), amount(margin)) for axis, margin in margins.items()), Words(", ")
    )


def _better(axis: str) -> Line:
    return (Words(BETTER[axis]),) if axis in BETTER else (Words("lower "), *name(axis))


def never(condition: VariantCondition, g: Fraction | None = None) -> Item:
    """`H_fd never wins: H_fh dominates it (simpler by ..., faster by ...)`; `g` where one was asked."""
    label: Line = (*name(condition.variant), Words(" never wins"))
    if g is not None and condition.standing.somewhere != "never":
        label = (*name(condition.variant), Words(" cannot win at "), rate(g))
    why = _why(condition)
    return Item(label, ":", (why,)) if why else Item(label)


def _why(condition: VariantCondition) -> Line:
    line: Line = (User(condition.because),) if condition.because else ()
    if condition.dominated_by:
        dominator: Line = (*name(condition.dominated_by), Words(" dominates it"))
        if condition.better_by:
            return (*dominator, Words(" ("), *better_by(condition.better_by), Words(")"))
        return line or dominator
    if condition.beaten_by and not line:
        line = (*listed([name(variant) for variant in condition.beaten_by], "or"), Words(" is never dearer"))
    if line and condition.standing.undominated == "always":
        return (*line, Words("; it is not dominated: some other increasing prior favours it"))
    return line


def wins_iff(
    conditions: Iterable[VariantCondition], given_facts: bool, g: Fraction | None = None
) -> list[Item]:
    """One item a variant: its inequalities, each true for every sign of its parts."""
    items: list[Item] = []
    previous: list[VariantCondition] = []
    for condition in conditions:
        items.append(_standing(condition, previous, given_facts, g))
        previous.append(condition)
    return items


def _standing(
    condition: VariantCondition, previous: list[VariantCondition], given_facts: bool, g: Fraction | None
) -> Item:
    if condition.status == "never":
        return never(condition, g)
    subject = name(condition.variant)
    if condition.status == "always":
        where = "wherever the facts hold" if given_facts else "whatever the numbers are"
        return Item((*subject, Words(f" wins {where}")))
    label: Line = (*subject, Words(" wins"))
    if condition.status == "undecided":
        label = (*subject, Words(" is undecided; it wins"))
    if any(_mirrors(condition, other) for other in previous[-1:]):
        return Item(label, "iff", ((Words("the reverse holds strictly"),),))
    body: tuple[Line, ...] = tuple((Maths((part.node,)),) for part in condition.inequalities)
    body = tuple(map(choice, condition.choices)) or body
    if body:
        return Item(label, "iff", body)
    return Item((*subject, Words(": undecided" if condition.status == "undecided" else " can win")))


def _mirrors(condition: VariantCondition, other: VariantCondition) -> bool:
    """Whether a condition is the one before, read the other way round."""
    one, two = condition.inequalities, other.inequalities
    return len(one) == len(two) == 1 and is_reverse(one[0], two[0])

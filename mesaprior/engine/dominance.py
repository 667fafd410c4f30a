"""Dominance: no worse on every axis and better on one, so cheaper under every increasing prior."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from mesaprior.algebra import Polynomial
from mesaprior.engine.contenders import Verdict, others
from mesaprior.engine.field import Field, Worth
from mesaprior.engine.reason.system import Refuted
from mesaprior.limits import CASES
from mesaprior.results import Evidence, Example, Premise, Proof


def dominator(field: Field, variant: int) -> tuple[int, tuple[Proof, ...]] | None:
    """A variant that is, wherever the facts hold, no worse on every axis and better on one; with proofs."""
    for j in others(field, variant):
        proofs = dominance(field, j, variant)
        if proofs is not None:
            return j, proofs
    return None


def dominance(field: Field, better: int, worse: int) -> tuple[Proof, ...] | None:
    """Proofs that one variant is no worse than another on every axis and better on one, or None."""
    one, other = field.names[better], field.names[worse]
    gaps = _gaps(field, worse, better)
    if not field.setting.premises and not all(gap.is_nonnegative_by_signs for gap in gaps):
        return None
    proofs = []
    for axis, gap in zip(field.setting.model.axes, gaps, strict=True):
        answer = field.ask_about([Premise(-gap, True, f"{axis}({one}) > {axis}({other})")])
        if not isinstance(answer, Refuted):
            return None
        proofs.append(field.proof(answer, f"{axis}({one}) <= {axis}({other})"))
    total = sum(gaps[1:], gaps[0])
    answer = field.ask_about([Premise(-total, False, f"{other} is as good as {one} on every axis")])
    if not isinstance(answer, Refuted):
        return None
    return (*proofs, field.proof(answer, f"{one} is better than {other} on some axis"))


def undominated(field: Field, variant: int, somewhere: Verdict) -> Verdict:
    """In which cases no other variant dominates this one.

    Where it wins at some rate, under a cost that increases in every axis, it is not dominated; otherwise
    each possible dominator must be worse on some axis, which is searched case by case.
    """
    name = field.names[variant]
    dominated: Example | None = None
    threats: list[int] = []
    proofs: list[Evidence] = []
    for j in others(field, variant):
        answer = field.ask_about(_domination(field, j, variant))
        if isinstance(answer, Refuted):
            proofs.append(field.proof(answer, f"{field.names[j]} does not dominate {name}"))
            continue
        threats.append(j)
        if answer is not None and dominated is None:
            dominated = field.example(
                answer, f"{field.names[j]} dominates {name}", _dominating(field.names[j], name)
            )
            if somewhere.status in {"possible", "always"}:
                break
    if not threats:
        return Verdict("always", tuple(proofs))
    if somewhere.status in {"possible", "always"} and isinstance(somewhere.evidence[0], Example):
        free: Example | None = somewhere.evidence[0]
    else:
        free = _free_of_dominators(field, variant, threats)
    if free is None or dominated is None:
        return Verdict("undecided", tuple(item for item in (free, dominated) if item))
    return Verdict("possible", (free, dominated))


def _dominating(better: str, worse: str) -> Callable[[Worth], bool]:
    return lambda worth: worth.dominates(better, worse)


def _gaps(field: Field, left: int, right: int) -> list[Polynomial]:
    """`price(left) - price(right)` on each axis."""
    prices = field.setting.prices
    one, other = field.names[left], field.names[right]
    return [prices[one][axis] - prices[other][axis] for axis in field.setting.model.axes]


def _domination(field: Field, better: int, worse: int) -> list[Premise]:
    """No worse on every axis, better on their sum and so on one."""
    gaps = _gaps(field, worse, better)
    one, other = field.names[better], field.names[worse]
    weak = [
        Premise(gap, False, f"{axis}({one}) <= {axis}({other})")
        for axis, gap in zip(field.setting.model.axes, gaps, strict=True)
    ]
    return [*weak, Premise(sum(gaps[1:], gaps[0]), True, f"{one} is better than {other} on some axis")]


def _free_of_dominators(field: Field, variant: int, threats: Sequence[int]) -> Example | None:
    """Numbers under which none of `threats` dominates the variant: it is better than each on some axis.

    Depth first over the axis for each threat; gives up after `CASES` questions.
    """
    name = field.names[variant]
    left = CASES
    stack: list[tuple[int, tuple[Premise, ...]]] = [(0, ())]
    while stack and left:
        depth, premises = stack.pop()
        left -= 1
        answer = field.ask_about(premises)
        if isinstance(answer, Refuted) or answer is None:
            continue
        if depth == len(threats):
            return field.example(
                answer,
                f"no variant dominates {name}",
                lambda worth: not any(worth.dominates(other, name) for other in field.names if other != name),
            )
        for axis, gap in zip(field.setting.model.axes, _gaps(field, threats[depth], variant), strict=True):
            better = Premise(gap, True, f"{axis}({name}) < {axis}({field.names[threats[depth]]})")
            stack.append((depth + 1, (*premises, better)))
    return None

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
        refuted = field.refuted([Premise(-gap, True, f"{axis}({one}) > {axis}({other})")])
        if refuted is None:
            return None
        proofs.append(field.proof(refuted, f"{axis}({one}) <= {axis}({other})"))
    total = sum(gaps[1:], gaps[0])
    refuted = field.refuted([Premise(-total, False, f"{other} is as good as {one} on every axis")])
    if refuted is None:
        return None
    return (*proofs, field.proof(refuted, f"{one} is better than {other} on some axis"))


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
        ask = field.ask_about if dominated is None else field.refuted
        answer = ask(_domination(field, j, variant))
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
        free, refuted = _free_of_dominators(field, variant, threats)
        if refuted:
            return Verdict("never", refuted)
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
    premises = [
        Premise(gap, False, f"{axis}({one}) <= {axis}({other})")
        for axis, gap in zip(field.setting.model.axes, gaps, strict=True)
    ]
    premises.append(Premise(sum(gaps[1:], gaps[0]), True, f"{one} is better than {other} on some axis"))
    if set(field.setting.model.axes) <= field.setting.model.cost.atoms:
        premises.append(field.premise_beats(better, worse))  # what facts about costs are compared with
    return premises


def _free_of_dominators(
    field: Field, variant: int, threats: Sequence[int]
) -> tuple[Example | None, tuple[Proof, ...]]:
    """Numbers under which none of `threats` dominates the variant, or proofs that there are none.

    To be safe from one of them the variant is better on some axis, or no worse on any: depth first over
    these cases for each threat. Neither is found where a case stays open or `CASES` are used up.
    """
    name = field.names[variant]
    questions = 0
    is_open = False
    proofs: list[Proof] = []
    stack: list[tuple[int, tuple[Premise, ...]]] = [(0, ())]
    while stack:
        depth, premises = stack.pop()
        questions += 1
        if questions > CASES:
            return None, ()
        answer = field.ask_about(premises) if depth == len(threats) else field.refuted(premises)
        if isinstance(answer, Refuted):
            safe = " and ".join(premise.says for premise in premises)
            proofs.append(field.proof(answer, f"not: {safe}"))
        elif depth < len(threats):
            stack += [(depth + 1, (*premises, *case)) for case in _safe_cases(field, variant, threats[depth])]
        elif answer is None:
            is_open = True
        else:
            example = field.example(
                answer,
                f"no variant dominates {name}",
                lambda worth: not any(worth.dominates(other, name) for other in field.names if other != name),
            )
            return example, ()
    return None, () if is_open else tuple(proofs)


def _safe_cases(field: Field, variant: int, threat: int) -> list[list[Premise]]:
    """The ways not to be dominated: better on one axis, or no worse on all. The likelier come last."""
    name, other = field.names[variant], field.names[threat]
    gaps = dict(zip(field.setting.model.axes, _gaps(field, threat, variant), strict=True))
    level = [Premise(gap, False, f"{axis}({name}) <= {axis}({other})") for axis, gap in gaps.items()]
    return [level, *([Premise(gap, True, f"{axis}({name}) < {axis}({other})")] for axis, gap in gaps.items())]

"""Who wins under a hard budget: among the variants that keep within it, the cheapest.

Floor: `engine`. There is no rate to solve for: a win condition is a conjunction of choices, `t(V) <= K` and
`c(V) < c(W) or t(W) > K` for each opponent. Statuses are settled case by case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from mesaprior.engine.beats import beats, exceeds, keeps_within, not_beats
from mesaprior.engine.contenders import Verdict, others
from mesaprior.engine.dominance import dominator, undominated
from mesaprior.engine.field import Field, Worth, witness
from mesaprior.engine.pair_conditions import inequality
from mesaprior.engine.reason.cases import Holds, Open, Search
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.engine.reason.system import Refuted, System
from mesaprior.engine.win_conditions import better_by
from mesaprior.formula import Comparison
from mesaprior.results import Certificate, PairCondition, Premise, Standing, VariantCondition

Choice = tuple[Comparison, ...]
"""Of these one at least must hold."""


def capped_condition(field: Field, variant: int) -> VariantCondition:
    """The win condition of one variant."""
    setting, name = field.setting, field.names[variant]
    rivals = [field.names[j] for j in others(field, variant)]
    verdict = _verdict(
        field,
        AllOf((keeps_within(setting, name), *(beats(setting, name, rival) for rival in rivals))),
        AnyOf(tuple(not_beats(setting, name, rival) for rival in rivals))
        if rivals
        else exceeds(setting, name),
        (f"{name} wins", lambda worth: worth.is_cheapest(name)),
        (f"{name} does not win", lambda worth: not worth.is_cheapest(name)),
    )
    dominated = dominator(field, variant) if verdict.status == "never" else None
    standing = Verdict("never", dominated[1]) if dominated else undominated(field, variant, verdict)
    asked = None if setting.g is None else verdict.status
    return VariantCondition(
        variant=name,
        title=setting.model.variants[name].title,
        status=verdict.status,
        rows=(),
        standing=Standing(standing.status, verdict.status, asked, (*standing.evidence, *verdict.evidence)),
        dominated_by=field.names[dominated[0]] if dominated else None,
        evidence=verdict.evidence,
        better_by=better_by(field, dominated[0], variant) if dominated else {},
        choices=() if verdict.status == "never" else _choices(field, name, rivals),
    )


def capped_pair(field: Field, winner: int, loser: int) -> PairCondition:
    """When one variant beats another."""
    setting, name, other = field.setting, field.names[winner], field.names[loser]
    verdict = _verdict(
        field,
        beats(setting, name, other),
        not_beats(setting, name, other),
        (f"{name} beats {other}", lambda worth: worth.beats(name, other)),
        (f"{name} does not beat {other}", lambda worth: worth.does_not_beat(name, other)),
    )
    return PairCondition(
        winner=name,
        loser=other,
        status=verdict.status,
        inequality=inequality(field, winner, loser),
        crossover=None,
        rows=(),
        evidence=verdict.evidence,
        choices=_choices(field, name, [other]),
    )


def _verdict(
    field: Field,
    holds: Alternatives,
    fails: Alternatives,
    shown: tuple[str, Callable[[Worth], bool]],
    denied: tuple[str, Callable[[Worth], bool]],
) -> Verdict:
    """In which cases a formula holds; `fails` is its denial."""
    examples = []
    trying = partial(witness, field.setting) if field.symbols.functions else None
    for formula, (says, test), status in ((holds, shown, "never"), (fails, denied, "always")):
        found = Search(field.setting.premises, formula, field.symbols, witness=trying).run()
        if isinstance(found, Holds):
            example = field.example(found.numbers, says, test)
            examples += [example] if example else []
        elif not isinstance(found, Open):
            proofs = tuple(Certificate("multipliers", found).proofs())
            return Verdict("never" if status == "never" else "always", proofs)
    return Verdict("possible" if len(examples) == 2 else "undecided", tuple(examples))


def _choices(field: Field, name: str, rivals: Sequence[str]) -> tuple[Choice, ...]:
    """What winning against the rivals takes, without what holds anyway or follows from the rest."""
    setting = field.setting
    own = keeps_within(setting, name)
    groups: list[list[Premise]] = [] if _always(field, (), [own]) else [[own]]
    given = (*setting.premises, own)
    for rival in rivals:
        cheaper = Premise(setting.costs[rival] - setting.costs[name], True, f"{name} costs less")
        group = [part for part in (cheaper, exceeds(setting, rival)) if not _refuted(field, (*given, part))]
        if not _always(field, (own,), group):
            groups.append(group)
    for group in reversed(list(groups)):
        rest = [AnyOf(tuple(other)) for other in groups if other is not group]
        denial = AllOf((*rest, *(_denied(part) for part in group)))
        found = Search(setting.premises, denial, field.symbols, wants_numbers=False).run()
        if not isinstance(found, Holds | Open):
            groups.remove(group)
    return tuple(tuple(_compared(field, part) for part in group) for group in groups)


def _always(field: Field, given: Sequence[Premise], group: Sequence[Premise]) -> bool:
    return _refuted(field, (*field.setting.premises, *given, *map(_denied, group)))


def _refuted(field: Field, premises: Sequence[Premise]) -> bool:
    return isinstance(System(premises, (), field.symbols).ask(()), Refuted)


def _denied(premise: Premise) -> Premise:
    return Premise(-premise.polynomial, not premise.strict, f"not: {premise.says}")


def _compared(field: Field, premise: Premise) -> Comparison:
    return field.compare(-premise.polynomial, "<" if premise.strict else "<=")

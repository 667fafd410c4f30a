"""Who can win at all, always, or never, and which opponents matter.

Three nested sets (semantics, section 3): not dominated; cheapest at some rate; cheapest at the asked rate.
Each status is settled by a proof or by exact numbers, or it is `undecided`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from mesaprior.algebra import RATE
from mesaprior.engine.field import Field, Worth
from mesaprior.engine.reason.system import Refuted, Row, Satisfied
from mesaprior.results import Dropped, Evidence, Premise, Status


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with what settles it. `blockers`: the opponents whom nobody beats all at once, as the proof
    of *never* weighs them; the weights add up to 1."""

    status: Status
    evidence: tuple[Evidence, ...] = ()
    blockers: tuple[tuple[int, Fraction], ...] = ()


def others(field: Field, variant: int) -> list[int]:
    return [j for j in range(len(field.names)) if j != variant]


def can_win(field: Field, variant: int) -> Refuted | Satisfied:
    """Whether prices exist under which the variant beats all others, at some rate or at the asked one.

    `Refuted` is exact. `Satisfied` is exact where products of unknowns are independent, as under a linear
    rate without numbers; `standing` takes it for settled only once numbers were found.
    """
    return field.ask([field.beats(variant, j) for j in field.relevant(variant)])


def who_can_win(field: Field) -> list[bool]:
    """For each variant, whether it can win at all; the bare decision, without evidence."""
    return [isinstance(can_win(field, i), Satisfied) for i in range(len(field.names))]


def winning(field: Field, variant: int) -> Verdict:
    """In which cases the variant wins: *always*, *never*, or *possible* with numbers for both.

    Where the setting has no rate, a case is a choice of prices and a rate.
    """
    name = field.names[variant]
    rivals = others(field, variant)
    rows = [field.beats(variant, j) for j in rivals]
    answer = field.ask(rows)
    if isinstance(answer, Refuted):
        refuted = field.proofs(answer, f"{name} does not win")
        return Verdict("never", refuted, _weighed(dict(zip(rivals, rows, strict=True)), answer))
    wins = field.example(
        field.numbers(answer, rows),
        f"{name} wins",
        lambda worth: worth.is_cheapest(name),
    )
    proofs: list[Evidence] = []
    for j in rivals:
        denied = [field.not_beats(variant, j)]
        answer = field.ask(denied)
        if isinstance(answer, Refuted):
            proofs += field.proofs(answer, f"{name} beats {field.names[j]}")
            continue
        other = field.names[j]
        loses = field.example(
            field.numbers(answer, denied), f"{name} does not beat {other}", _not_cheaper(name, other)
        )
        if wins is None or loses is None:
            return Verdict("undecided", tuple(item for item in (wins, loses) if item))
        return Verdict("possible", (wins, loses))
    return Verdict("always", tuple(proofs)) if wins or not rivals else Verdict("undecided", tuple(proofs))


def _weighed(rows: Mapping[int, Row], answer: Refuted) -> tuple[tuple[int, Fraction], ...]:
    """The opponents whose rows a refutation uses, with their shares."""
    weights = dict(zip(answer.rows, answer.weights, strict=True))
    used = {j: weights[row] for j, row in rows.items() if row in weights}
    whole = sum(used.values())
    return tuple((j, Fraction(weight, whole)) for j, weight in used.items())


def beating(field: Field, winner: int, loser: int) -> Verdict:
    """In which cases one variant beats another."""
    name, other = field.names[winner], field.names[loser]
    rows = [field.beats(winner, loser)]
    answer = field.ask(rows)
    if isinstance(answer, Refuted):
        return Verdict("never", field.proofs(answer, f"{name} does not beat {other}"))
    beats = field.example(
        field.numbers(answer, rows),
        f"{name} beats {other}",
        lambda worth: worth.beats(name, other),
    )
    rows = [field.not_beats(winner, loser)]
    answer = field.ask(rows)
    if isinstance(answer, Refuted):
        return Verdict("always", field.proofs(answer, f"{name} beats {other}"))
    loses = field.example(
        field.numbers(answer, rows), f"{name} does not beat {other}", _not_cheaper(name, other)
    )
    evidence = tuple(item for item in (beats, loses) if item)
    return Verdict("possible" if len(evidence) == 2 else "undecided", evidence)


def _not_cheaper(name: str, other: str) -> Callable[[Worth], bool]:
    return lambda worth: worth.does_not_beat(name, other)


def winning_at_some_rate(field: Field, variant: int, over_all: Verdict) -> Verdict:
    """In which cases of prices some rate lets the variant win; `over_all` is `winning` without a rate.

    No rate does where one opponent is never dearer and never slower, or where a lower bound is not below
    an upper bound: then some rate g satisfies neither, which is linear again (semantics, section 4).
    """
    if over_all.status in {"always", "never", "undecided"}:
        return over_all
    if not field.setting.model.is_linear_in_rate:
        return Verdict("undecided", over_all.evidence[:1])
    if set(field.setting.open_atoms) <= {RATE}:
        return Verdict("always", over_all.evidence[:1])  # one rate at which it wins is all there is to show
    name = field.names[variant]
    undecided = False
    proofs: list[Evidence] = []
    for premises in _no_rate_wins(field, variant):
        answer = field.ask_about(premises)
        if isinstance(answer, Refuted):
            proofs += field.proofs(
                answer, " and ".join(premise.says for premise in premises) + ": impossible"
            )
        elif answer is None:
            undecided = True
        else:
            example = field.example(
                answer, f"{name} wins at no rate", lambda worth: not _wins_somewhere(worth, name)
            )
            if example is not None:
                return Verdict("possible", (over_all.evidence[0], example))
            undecided = True
    # The proofs speak of facts at the rate at which the variant loses; a fact that names the rate need not
    # hold there, so with such facts they prove nothing about the other rates.
    if undecided or any(RATE in premise.polynomial.atoms for premise in field.setting.premises):
        return Verdict("undecided", over_all.evidence[:1])
    return Verdict("always", tuple(proofs))


def _wins_somewhere(worth: Worth, name: str) -> bool:
    """Whether some rate makes the variant cheapest, all prices known: straight from two costs per variant;
    where costs are irrational, whether no other variant is as good on every axis."""
    if not worth.setting.is_exact:
        return not any(
            worth.is_as_good(other, name) for other in worth.setting.written.prices if other != name
        )
    low, high = Fraction(0), None
    lines = {}
    for variant in worth.setting.written.prices:
        at_one, at_two = (
            replace(worth, numbers={**worth.numbers, RATE: Fraction(g)}).cost(variant) for g in (1, 2)
        )
        lines[variant] = (at_two - at_one, 2 * at_one - at_two)
    own_slope, own_rest = lines.pop(name)
    for other_slope, other_rest in lines.values():
        slope, rest = other_slope - own_slope, other_rest - own_rest
        if slope > 0:
            low = max(low, -rest / slope)
        elif slope < 0:
            high = rest / -slope if high is None else min(high, rest / -slope)
        elif rest <= 0:
            return False
    return high is None or low < high


def _no_rate_wins(field: Field, variant: int) -> Iterator[list[Premise]]:
    """The ways in which no rate lets the variant win, each as premises; one of them must hold for that."""
    name = field.names[variant]
    slopes = {j: field.slope_and_rest(j, variant) for j in others(field, variant)}
    for j, (slope, rest) in slopes.items():
        yield [
            Premise(-slope, False, f"{field.names[j]} gains on {name} as g grows"),
            Premise(-rest, False, f"{field.names[j]} costs no more than {name} as g vanishes"),
        ]
    for low, (slope, _) in slopes.items():
        for high, (_, rest) in slopes.items():
            if low != high:
                yield [
                    Premise(slope, True, f"{name} needs a large rate against {field.names[low]}"),
                    Premise(rest, True, f"{name} needs a small rate against {field.names[high]}"),
                    field.premise_not_beats(variant, low),
                    field.premise_not_beats(variant, high),
                ]


def opponents_that_matter(field: Field, variant: int) -> tuple[list[int], list[Dropped]]:
    """The opponents whose defeat implies the defeat of all others, and the rest with the reason.

    An opponent is dropped where beating the remaining ones, under the facts, implies beating it.
    """
    kept = {j: field.beats(variant, j) for j in others(field, variant)}
    dropped: list[Dropped] = []
    wins: bool | None = None
    for j in sorted(kept, reverse=True):
        if (variant, j) in field.neighbours:
            continue
        denied = field.not_beats(variant, j)
        helpers = {k: kept[k] for k in field.relevant(variant, j) if k in kept and k != j}
        answer = field.ask([*helpers.values(), denied])
        if isinstance(answer, Refuted):
            del kept[j]
            dropped.append(_dropped(field, variant, j, answer, helpers, denied))
        elif not dropped:
            wins = isinstance(can_win(field, variant), Satisfied) if wins is None else wins
            if wins:
                field.neighbours.add((j, variant))
    return sorted(kept), dropped[::-1]


def _dropped(
    field: Field, variant: int, j: int, answer: Refuted, helpers: dict[int, Row], denied: Row
) -> Dropped:
    name, opponent = field.names[variant], field.names[j]
    needed = [k for k, row in helpers.items() if row in answer.rows]
    weights = dict(zip(answer.rows, answer.weights, strict=True))
    whole = Fraction(1, weights[denied]) if denied in weights else Fraction(1)
    if not needed:
        because = f"{name} beats {opponent} in every case"
    elif len(needed) == 1:
        because = f"whoever beats {field.names[needed[0]]} beats {opponent}"
    else:
        mixture = " + ".join(f"{_share(weights[helpers[k]] * whole)}{field.names[k]}" for k in needed)
        because = f"whoever beats the mixture {mixture} beats {opponent}"
    proof = field.proof(answer, f"{name} beats {opponent}")
    return Dropped(opponent, tuple(field.names[k] for k in needed), because, proof)


def _share(weight: Fraction) -> str:
    return "" if weight == 1 else f"{weight} of "

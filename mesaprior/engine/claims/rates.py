"""Sentences about rates without the rate: `for some g` and `for small g` as formulas with alternatives.

Floor: `engine.claims`. A sentence is a conjunction of comparisons `A*g + B > 0` (or `>= 0`). Each defines an
interval of rates, and intervals share a rate exactly when every two of them do (Helly's theorem on the
line), so *no rate satisfies all* is a choice among single comparisons and pairs. A pair that excludes each
other is said with a rate between its bounds, which keeps everything linear in `g*c(.)`, `t(.)` and `g`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.engine.reason.formulas import AllOf, Alternatives, AnyOf
from mesaprior.limits import MOST_PARTS
from mesaprior.results import Premise


class NotDecided(Exception):
    """A sentence that is none of those decided here; says why, in words."""


def called(premise: Premise, rate: Atom) -> Premise:
    """The same comparison about a rate of another name."""
    return Premise(premise.polynomial.renamed(RATE, rate), premise.strict, premise.says)


def some_rate(sentences: Sequence[Sequence[Premise]], rate: Atom) -> Alternatives:
    """Some rate satisfies all comparisons of one of the sentences; `rate` is its name."""
    return AnyOf(tuple(AllOf(tuple(called(p, rate) for p in sentence)) for sentence in sentences))


def no_rate(
    sentences: Sequence[Sequence[Premise]],
    rates: Iterator[Atom],
    *,
    strictly: bool = False,
    pairs: bool = True,
) -> Alternatives:
    """No rate satisfies all comparisons of any of the sentences.

    `rates` gives names for the rates between two bounds: one for each sentence, for each may be kept from
    holding by another rate. `strictly`: nor does one come as close as equality. Without `pairs` only a part
    is said: that a single comparison has no rate; enough for numbers, not for a proof.
    """
    return AllOf(tuple(_none_for_all(sentence, next(rates), strictly, pairs) for sentence in sentences))


def _none_for_all(sentence: Sequence[Premise], rate: Atom, strictly: bool, pairs: bool) -> Alternatives:
    free = [p for p in sentence if RATE not in p.polynomial.atoms]
    bound = [p for p in sentence if RATE in p.polynomial.atoms]
    lines = [line(p) for p in bound]
    cases: list[Alternatives] = [
        Premise(-p.polynomial, True, f"not: {p.says}") if strictly else denied(p) for p in free
    ]
    cases += [_never(p, *parts, strictly) for p, parts in zip(bound, lines, strict=True)]
    for low, (slope, _) in zip(bound, lines, strict=True) if pairs else ():
        for high, (_, rest) in zip(bound, lines, strict=True):
            if low is not high:
                cases.append(_apart(low, slope, high, rest, rate, strictly))
    return AnyOf(tuple(cases))


def line(premise: Premise) -> tuple[Polynomial, Polynomial]:
    """`A*g + B > 0` -> `(A, B)`."""
    parts = premise.polynomial.split_by_rate()
    if not set(parts) <= {0, 1}:
        raise NotDecided("a sentence about some or all rates is not linear in g")
    return parts.get(1, _NOTHING), parts.get(0, _NOTHING)


def _never(premise: Premise, slope: Polynomial, rest: Polynomial, strictly: bool) -> Alternatives:
    """A single comparison that no rate satisfies."""
    falls = Premise(-slope, False, f"{premise.says}: not helped by a larger g")
    starts = Premise(-rest, False, f"{premise.says}: not as g vanishes")
    if premise.strict and not strictly:
        return AllOf((falls, starts))
    # One of them strictly; their sum would say the same, and would mix what is charged with what is not.
    strictly_one = (
        Premise(falls.polynomial, True, falls.says),
        Premise(starts.polynomial, True, starts.says),
    )
    return AllOf((falls, starts, AnyOf(strictly_one)))


def _apart(
    low: Premise, slope: Polynomial, high: Premise, rest: Polynomial, rate: Atom, strictly: bool
) -> Alternatives:
    """`low` needs a rate above a bound, `high` one below a bound that is no larger."""
    strict = strictly or (not low.strict and not high.strict)
    return AllOf(
        (
            Premise(slope, True, f"{low.says}: for large g only"),
            Premise(rest, True, f"{high.says}: for small g only"),
            Premise(-low.polynomial.renamed(RATE, rate), strict, f"not yet: {low.says}"),
            Premise(-high.polynomial.renamed(RATE, rate), strict, f"no longer: {high.says}"),
        )
    )


def denied(premise: Premise) -> Premise:
    """What holds exactly where the premise fails."""
    return Premise(-premise.polynomial, not premise.strict, f"not: {premise.says}")


def negated(formula: Alternatives) -> Alternatives:
    """What holds exactly where a formula fails."""
    match formula:
        case Premise():
            return denied(formula)
        case AllOf(parts=parts):
            return AnyOf(tuple(map(negated, parts)))
        case AnyOf(parts=parts):
            return AllOf(tuple(map(negated, parts)))


def somewhere(sentence: Sequence[Premise]) -> Alternatives:
    """Some rate satisfies all comparisons, said without one: each does somewhere, and every two together.

    `A*g + B > 0` somewhere: A > 0 or B > 0. A lower bound -B/A is below an upper bound -B'/A' iff
    A*B' - A'*B > 0 (A > 0 > A').
    """
    if len(sentence) > MOST_PARTS:
        raise NotDecided("a condition on every two of so many comparisons is nothing to read")
    parts: list[Alternatives] = []
    lines = []
    for premise in sentence:
        powers = premise.polynomial.split_by_rate()
        if not set(powers) <= {0, 1}:
            raise NotDecided("not linear in g")
        slope, rest = powers.get(1, _NOTHING), powers.get(0, _NOTHING)
        lines.append((premise, slope, rest))
        somewhere: list[Alternatives] = [Premise(slope, True, ""), Premise(rest, True, "")]
        if not premise.strict:
            somewhere.append(AllOf((Premise(slope, False, ""), Premise(rest, False, ""))))
        parts.append(AnyOf(tuple(somewhere)))
    for low, slope, rest in lines:
        for high, fall, start in lines:
            if low is high:
                continue
            weak = not low.strict and not high.strict
            meet = Premise(slope * start - fall * rest, not weak, "")
            parts.append(AnyOf((Premise(-slope, False, ""), Premise(fall, False, ""), meet)))
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def eventually(premise: Premise, *, small: bool) -> Alternatives:
    """The comparison holds for all sufficiently small (or large) rates: its lowest (highest) power decides,
    the next one where that vanishes, and so on."""
    parts = premise.polynomial.split_by_rate()
    powers = sorted(parts, reverse=not small) or [0]
    last = Premise(parts.get(powers[-1], _NOTHING), premise.strict, premise.says)
    found: Alternatives = last
    for power in reversed(powers[:-1]):
        leads = Premise(parts[power], True, premise.says)
        level = Premise(parts[power], False, premise.says)
        found = AnyOf((leads, AllOf((level, found))))
    return found


def at_rate(premise: Premise, above: Polynomial, below: Polynomial) -> Premise:
    """The comparison at `g = above/below`, both positive, multiplied by what was divided by."""
    parts = premise.polynomial.split_by_rate()
    most, least = max([0, *parts]), min([0, *parts])
    total = _NOTHING
    for power, part in parts.items():
        total = total + part * _power(above, power - least) * _power(below, most - power)
    return Premise(total, premise.strict, premise.says)


def _power(polynomial: Polynomial, exponent: int) -> Polynomial:
    product = Polynomial.constant(1)
    for _ in range(exponent):
        product = product * polynomial
    return product


_NOTHING = Polynomial({})

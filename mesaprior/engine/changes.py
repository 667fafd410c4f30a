"""What changes between two models: every question asked of both, and the answers compared.

Floor: `engine`, above the questions. Formulas are compared in their normal form, claims by id and then by
what they say, scenarios and variants by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import conditions
from mesaprior.formula import Formula
from mesaprior.model import Model
from mesaprior.results import (
    Chance,
    ChanceChange,
    Checked,
    Checks,
    ClaimChange,
    CrossoverChange,
    Diff,
    OnlyIn,
    PriceChange,
    WinnerChange,
)


def diff(before: Model, after: Model, checked: tuple[Checks, Checks]) -> Diff:
    """What changes from `before` to `after`; `checked` is what became of the claims of either."""
    one, other = Setting.of(before), Setting.of(after)
    pairs, gone, new = _matched(checked[0].claims, checked[1].claims)
    changed = tuple(ClaimChange(*pair) for pair in pairs if _differ(*pair))
    return Diff(
        before=one.circumstances(),
        after=other.circumstances(),
        only_before=_only_in(before, after, gone),
        only_after=_only_in(after, before, new),
        prices=tuple(_prices(before, after)),
        claims=changed,
        unchanged=len(pairs) - len(changed),
        crossovers=tuple(_crossovers(one, other)),
        chances=tuple(_chances(one, other)),
        winners=tuple(_winners(before, after)),
    )


def _only_in(model: Model, other: Model, claims: Sequence[Checked]) -> OnlyIn:
    known = {fact.text for fact in other.facts}
    return OnlyIn(
        tuple(name for name in model.variants if name not in other.variants),
        tuple(fact.text for fact in model.facts if fact.text not in known),
        tuple(name for name in model.scenarios if name not in other.scenarios),
        tuple(claims),
    )


def _matched(
    before: Sequence[Checked], after: Sequence[Checked]
) -> tuple[list[tuple[Checked, Checked]], list[Checked], list[Checked]]:
    """Claims of the same id, of the rest those that say the same, and what is left on either side."""
    pairs: list[tuple[Checked, Checked]] = []
    left, right = list(before), list(after)
    for key in (lambda claim: claim.id, _says):
        known = {key(claim): claim for claim in reversed(right)}
        for claim in list(left):
            found = known.pop(key(claim), None)
            if found is not None:
                pairs.append((claim, found))
                left.remove(claim)
                right.remove(found)
    order = {id(claim): place for place, claim in enumerate(after)}
    return sorted(pairs, key=lambda pair: order[id(pair[1])]), left, right


def _says(claim: Checked) -> tuple[object, ...]:
    """What is claimed; a prior counts where it is not the model's."""
    own = None if claim.under is None or claim.prior == claim.under.prior else claim.prior
    return claim.text, claim.assuming, own


def _differ(before: Checked, after: Checked) -> bool:
    """Another verdict, other words, or another condition under which it is true."""
    one, other = ((claim.verdict, _says(claim), claim.true_when) for claim in (before, after))
    return one != other


def _shared(before: Model, after: Model) -> list[str]:
    return [name for name in before.variants if name in after.variants]


def _prices(before: Model, after: Model) -> Iterator[PriceChange]:
    for name in _shared(before, after):
        old, new = before.variants[name].prices, after.variants[name].prices
        for axis in dict.fromkeys((*old, *new)):
            if old.get(axis) != new.get(axis):
                yield PriceChange(
                    name,
                    axis,
                    Formula.of(old[axis], before.symbols) if axis in old else None,
                    Formula.of(new[axis], after.symbols) if axis in new else None,
                )


def _crossovers(before: Setting, after: Setting) -> Iterator[CrossoverChange]:
    """Of the pairs in which a cost changes; where nothing does, no tie moves."""
    names = _shared(before.model, after.model)
    changed = {name for name in names if before.costs[name] != after.costs[name]}
    for left, right in combinations(names, 2):
        if left not in changed and right not in changed:
            continue
        old, new = _tie(before, left, right), _tie(after, left, right)
        if _text(old) != _text(new):
            yield CrossoverChange(left, right, old, new)


def _tie(setting: Setting, left: str, right: str) -> Formula | None:
    """The rate at which two costs are equal, where the rate multiplies a part of their difference and where
    some rate can be one: not where both parts have the same sign."""
    symbols = setting.model.symbols
    parts = (setting.costs[left] - setting.costs[right]).split_by_rate()
    if 1 not in parts or set(parts) - {0, 1} or not parts[1] or symbols.rate_of == "function":
        return None
    slope, rest = parts[1], parts.get(0)
    if not rest or any(
        sign.is_nonnegative_by_signs and other.is_nonnegative_by_signs
        for sign, other in ((slope, rest), (-slope, -rest))
    ):
        return None
    return Formula.quotient(-rest, slope, symbols)


def _text(formula: Formula | None) -> str | None:
    return None if formula is None else formula.text


def _chances(before: Setting, after: Setting) -> Iterator[ChanceChange]:
    old, new = conditions(before), conditions(after)
    for name in _shared(before.model, after.model):
        chances = [Chance(found[name].standing.somewhere, found[name].dominated_by) for found in (old, new)]
        if chances[0] != chances[1]:
            yield ChanceChange(name, *chances)


def _winners(before: Model, after: Model) -> Iterator[WinnerChange]:
    for scenario in before.scenarios:
        if scenario not in after.scenarios:
            continue
        old, new = (conditions(Setting.of(model, scenario=scenario)).map for model in (before, after))
        if old != new:
            yield WinnerChange(scenario, old, new)

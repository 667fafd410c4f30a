"""What an answer hangs on: with numbers, how far each may move; without, how the crossovers move.

Floor: `engine`. The question itself; `moves` and `crossovers` answer it.
"""

from __future__ import annotations

from mesaprior.algebra import RATE, Atom
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.field import Field
from mesaprior.engine.sensitive.crossovers import crossover_moves, moves_of
from mesaprior.engine.sensitive.moves import moves
from mesaprior.engine.setting import Setting
from mesaprior.engine.win_conditions import conditions
from mesaprior.errors import one_of, refuse
from mesaprior.results.sensitivity import CrossoverMoves, Sensitivity

NAMED = 5
"""Open numbers that are named in an error."""


def sensitivity(setting: Setting, crossover: tuple[str, str] | None = None) -> Sensitivity:
    """How far each number may move, alone, before the winner changes; where numbers are open, how each
    crossover that bounds a win moves with its terms; with `crossover`, that of one pair, numbers left out.

    Raises `InputError` for facts that contradict each other, for unknown variants, and where some numbers are
    there and others missing.
    """
    check_setting(setting)
    if crossover is not None:
        found = crossover_moves(setting.without_numbers, *crossover)
        return Sensitivity(setting.without_numbers.circumstances(), None, (), (), (found,))
    if setting.model.symbols.rate_of == "unspecified":
        help = "ask under another prior: --prior linear"
        message = "under this prior g is an increasing function of which nothing else is known"
        raise refuse("prior-not-decided", f"{message}, so numbers do not decide who wins", help)
    missing = _open(setting)
    if not missing:
        return moves(setting)
    if missing == [RATE] and setting.numbers:
        help = "add -g 2, or leave the numbers out to ask about the crossovers"
        raise refuse("no-rate", "how far numbers may move is asked at one rate", help)
    if set(setting.numbers) - {RATE}:
        named = ", ".join(missing[:NAMED]) + (
            f" and {len(missing) - NAMED} more" if len(missing) > NAMED else ""
        )
        help = "put them in with --set, or leave all numbers out to ask about the crossovers"
        raise refuse("numbers-missing", f"these numbers are open: {named}", help)
    return _symbolic(setting.without_numbers)


def _open(setting: Setting) -> list[Atom]:
    """The numbers of costs and facts that are not known; also those that others make drop out, which need not
    do so once the others move."""
    model, symbols = setting.model, setting.model.symbols
    used = {atom for name in model.variants for atom in symbols.inside(model.cost_of(name))}
    for fact in (*setting.facts, *setting.assumed):
        used |= {atom for difference, _ in fact.comparisons for atom in symbols.inside(difference)}
    if model.within is not None:
        axis, budget = model.within
        used |= {a for variant in model.variants.values() for a in symbols.inside(variant.prices[axis])}
        used.add(budget)
    return sorted(used - setting.numbers.keys(), key=lambda atom: symbols.rank.get(atom, 0))


def _symbolic(setting: Setting) -> Sensitivity:
    """Every crossover that bounds somebody's win."""
    if not setting.model.depends_on_rate or setting.model.within is not None:
        names = list(setting.model.scenarios)
        help = f"put in numbers: --scenario {one_of(names)}" if names else "put in numbers with --set"
        raise refuse("no-crossover", "under this prior no rate decides, so there are no crossovers", help)
    found = conditions(setting)
    field = Field(setting)
    pairs: dict[frozenset[str], tuple[str, str]] = {}
    for name, condition in found.items():
        for row in condition.rows:
            if row.outcome == "range" and condition.status != "never":
                for opponent in row.against:
                    pairs.setdefault(frozenset((name, opponent)), (opponent, name))
    moved: list[CrossoverMoves] = []
    for left, right in pairs.values():
        one = moves_of(field, left, right)
        moved += [one] if one is not None and one.cases else []
    return Sensitivity(setting.circumstances(), None, (), (), tuple(moved))

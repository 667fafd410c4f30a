"""One model under every prior: what each of them says of who wins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from mesaprior.engine.setting import Setting
from mesaprior.engine.winners import wins
from mesaprior.errors import InputError
from mesaprior.model import Model, model_under
from mesaprior.priors import NAMED_PRIORS
from mesaprior.results import ComparedPriors, UnderPrior


def compare_priors(
    model: Model,
    *,
    g: Fraction | None = None,
    scenario: str | None = None,
    numbers: Mapping[str, Fraction] | None = None,
    assume: Sequence[str] = (),
) -> ComparedPriors:
    """Who wins under each named prior, and under the model's own where that is none of them.

    A prior under which the model, or an assumption, means nothing is refused with the reason. Where all are,
    raises the `InputError` of the model's own.
    """
    own = [model.prior] if model.prior not in NAMED_PRIORS else []
    found: list[UnderPrior] = []
    errors: dict[str, InputError] = {}
    for prior in (*own, *NAMED_PRIORS):
        try:
            found.append(_under(model, prior, g, scenario, numbers or {}, assume))
        except InputError as error:
            errors[prior] = error
            found.append(UnderPrior(prior, refused=error.problems[0].message))
    if len(errors) == len(found):
        raise errors[model.prior]
    said = Setting.of(model, scenario=scenario, numbers=_known(model, numbers or {}))
    titles = {name: variant.title for name, variant in model.variants.items()}
    return ComparedPriors(said.circumstances(), g, titles, tuple(found))


def _under(
    model: Model,
    prior: str,
    g: Fraction | None,
    scenario: str | None,
    numbers: Mapping[str, Fraction],
    assume: Sequence[str],
) -> UnderPrior:
    asked = model if prior == model.prior else model_under(model, prior)
    rate = None if asked.symbols.rate_of == "unspecified" else g
    setting = Setting.of(asked, g=rate, scenario=scenario, numbers=_known(asked, numbers), assume=assume)
    answer = wins(setting)
    under = answer.under
    return UnderPrior(
        prior,
        under.cost,
        under.within,
        answer.winner,
        answer.tie,
        {name: condition.status for name, condition in answer.conditions.items()},
        answer.map if g is None else None,
    )


def _known(model: Model, numbers: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Without the numbers of parameters that only other priors have."""
    brought = {name for prior in NAMED_PRIORS.values() for name in prior.parameters}
    return {
        name: value for name, value in numbers.items() if name not in brought or name in model.symbols.rank
    }

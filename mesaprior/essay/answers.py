"""A recipe to its answer: a short value, or what a table shows. One path for Markdown and LaTeX.

Floor: `essay`. Every question is asked through the library's door, `api`, so that an essay says what the
command and the notebook say. Problems come back with a span in the essay, at the word that caused them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, TypeAlias, TypeVar

from mesaprior.api import Model
from mesaprior.api.plots import PlotView
from mesaprior.errors import InputError, Problem, refuse
from mesaprior.essay.figures import FigureFile, figure_file
from mesaprior.essay.recipes import Recipe
from mesaprior.essay.source import Essay
from mesaprior.essay.values import cost, crossover, margin, no_single, rates_of, runner_up, winner
from mesaprior.essay.words import Span
from mesaprior.language import parse_number
from mesaprior.render import Document, document_for
from mesaprior.render.document import Line, Words
from mesaprior.render.plot.kinds import size_asked
from mesaprior.render.short import decimal_only, without_decimals
from mesaprior.results import Circumstances, Result, Wins

T = TypeVar("T")
Short: TypeAlias = tuple[Line, Circumstances]
"""A short value, and what it was given under."""


class Answers:
    """The answers that one model gives; `seconds` is what a claim may take."""

    def __init__(self, model: Model, seconds: float) -> None:
        self.model, self.seconds = model, seconds

    def short(self, recipe: Recipe) -> tuple[Line, Mapping[str, str]]:
        """A short value, and the LaTeX that the model declares for its names. Raises `InputError` where the
        answer is not a single value."""
        with_decimals, under = _placed(recipe, lambda: _SHORT[recipe.kind](self, recipe))
        said = decimal_only if "decimal" in recipe.flags else without_decimals
        return said(with_decimals), under.latex

    def document(self, recipe: Recipe) -> Document:
        """What a table shows."""
        explain, table = "explain" in recipe.flags, recipe.kind == "table"
        result = _placed(recipe, lambda: _RESULTS[recipe.kind](self, recipe))
        return document_for(result, explain=explain, table=table)

    def figure(self, recipe: Recipe, essay: Essay, recorded: str | None) -> FigureFile:
        """The file of a figure; `recorded`: the hashes in its end mark."""

        def made() -> FigureFile:
            model = self.asked(recipe)
            return figure_file(_plotted(model, recipe), model, recipe, essay, recorded)

        return _placed(recipe, made)

    def asked(self, recipe: Recipe) -> Model:
        """The model under the prior and the assumptions that a recipe names."""
        prior = recipe.option("prior")
        model = self.model if prior is None else self.model.under(prior)
        return model.assuming(*recipe.options.get("assume", ()))

    def wins(self, recipe: Recipe) -> Wins:
        return self.asked(recipe).wins(**_circumstances(recipe), explain="explain" in recipe.flags)

    def check(self, recipe: Recipe) -> Result:
        """One claim, or all of the model."""
        model = self.asked(recipe)
        named = {"claim": recipe.option("that"), "id": recipe.option("claim")}
        asked = {key: said for key, said in named.items() if said is not None}
        if not asked and not model.claims:
            raise refuse("no-claims", f"the model {model.name} claims nothing", "ask that='H_fh wins'")
        check: Callable[..., Result] = model.check
        return check(**asked, **_circumstances(recipe), seconds=self.seconds)

    def table(self, recipe: Recipe) -> Result:
        of = recipe.option("of") or "conditions"
        if of == "claims":
            if "g" in recipe.options:
                help = "leave g out; write at g = 2 into a claim"
                raise refuse("usage", "claims say themselves of which rates they speak", help)
            return self.check(recipe)
        model = self.asked(recipe)
        makers: dict[str, Callable[..., Result]] = {
            "conditions": model.conditions,
            "costs": model.costs,
            "pairs": model.pairs,
        }
        return makers[of](**_circumstances(recipe))


def _plotted(model: Model, recipe: Recipe) -> PlotView:
    """The figure that a recipe asks for."""
    words = {key.replace("-", "_"): recipe.option(key) for key in ("of", "x", "y", "x-range", "y-range")}
    options: dict[str, Any] = {key: said for key, said in words.items() if said is not None}
    for key in ("width", "height"):
        said = recipe.option(key)
        options[key] = None if said is None else size_asked(float(parse_number(said)), key)
    log = None if not recipe.flags & {"log", "linear"} else "log" in recipe.flags
    options |= {key: key in recipe.flags for key in ("whole", "behind")}
    return model.plot(**options, log=log, **_circumstances(recipe))


def _circumstances(recipe: Recipe) -> dict[str, Any]:
    """The rate, the scenario and the numbers, as the library takes them."""
    found: dict[str, Any] = {"scenario": recipe.option("scenario"), "numbers": recipe.numbers()}
    return {**found, "g": recipe.option("g")} if "g" in recipe.options else found


_RESULTS: Final[Mapping[str, Callable[[Answers, Recipe], Result]]] = {
    "wins": Answers.wins,
    "conditions": lambda answers, recipe: answers.asked(recipe).conditions(
        **_circumstances(recipe), variant=recipe.option("variant")
    ),
    "compare": lambda answers, recipe: answers.asked(recipe).compare(*recipe.names, **_circumstances(recipe)),
    "check": Answers.check,
    "table": Answers.table,
    "sensitivity": lambda answers, recipe: answers.asked(recipe).sensitivity(**_circumstances(recipe)),
    "family": lambda answers, recipe: answers.asked(recipe).family(
        recipe.option("family"), **_circumstances(recipe)
    ),
    "compare-priors": lambda answers, recipe: answers.asked(recipe).compare_priors(**_circumstances(recipe)),
}


# --- short values -------------------------------------------------------------------------------------


def _winner(answers: Answers, recipe: Recipe) -> Short:
    wins = answers.wins(recipe)
    return winner(wins), wins.under


def _margin(answers: Answers, recipe: Recipe) -> Short:
    wins = answers.wins(recipe)
    return margin(wins), wins.under


def _runner_up(answers: Answers, recipe: Recipe) -> Short:
    wins = answers.wins(recipe)
    return runner_up(wins), wins.under


def _cost(answers: Answers, recipe: Recipe) -> Short:
    found = answers.asked(recipe).costs(**_circumstances(recipe))
    return cost(found, recipe.names[0], recipe.option("axis")), found.under


def _crossover(answers: Answers, recipe: Recipe) -> Short:
    model, circumstances = answers.asked(recipe), _circumstances(recipe)
    found = model.compare(*recipe.names, **circumstances)
    return crossover(found.left_beats), found.under


def _range(answers: Answers, recipe: Recipe) -> Short:
    wanted = recipe.option("variant")
    if wanted is None:
        help = "add variant=...; all of them have room in a table"
        raise no_single("the conditions of all variants are a table", help)
    if "g" in recipe.options:
        raise no_single("the rates of a range are not one rate", "leave g out, or ask winner g=...")
    found = answers.asked(recipe).conditions(**_circumstances(recipe), variant=wanted)
    return rates_of(found, wanted), found.under


def _verdict(answers: Answers, recipe: Recipe) -> Short:
    if "that" not in recipe.options and "claim" not in recipe.options:
        raise no_single("the verdicts of all claims are a table", "name one: claim=... or that='...'")
    checked: Any = answers.check(recipe)
    return (Words(checked.verdict),), checked.under


_SHORT: Final[Mapping[str, Callable[[Answers, Recipe], Short]]] = {
    "wins": _winner,
    "winner": _winner,
    "margin": _margin,
    "runner-up": _runner_up,
    "cost": _cost,
    "crossover": _crossover,
    "conditions": _range,
    "check": _verdict,
}


# --- places -------------------------------------------------------------------------------------------


def _placed(recipe: Recipe, ask: Callable[[], T]) -> T:
    """What `ask` gives; its problems with a span in the essay."""
    try:
        return ask()
    except InputError as error:
        raise InputError(at_word(problem, recipe) for problem in error.problems) from None


ASKED: Final = frozenset({"assumption", "claim", "x", "y", "x_range", "y_range"})
"""What the library calls a text that it was handed."""


def at_word(problem: Problem, recipe: Recipe) -> Problem:
    """A problem of a question, at the word that caused it: the one whose text it quotes, else all of them.
    What lies in a model file stays there."""
    place = problem.place
    if place is not None and place.source not in ASKED:
        return problem
    problem = replace(problem, help=problem.help and _without_dashes(problem.help))
    if place is not None:
        for word in recipe.words:
            if word.value == place.excerpt:
                start = word.at[0] + place.column - 1
                return replace(problem, place=None, span=(start, start + place.width))
        return replace(problem, place=None, span=recipe.span)
    for word in recipe.words[1:]:
        said = word.value.partition("=")[0] if word.key == "set" else word.value
        if said and repr(said) in problem.message:
            return replace(problem, span=word.at, loc=())
    return replace(problem, span=recipe.span, loc=())


def _without_dashes(help: str) -> str:
    """`--set 'c(a)=1'` -> `set='c(a)=1'`: the words of a marker are the command's without dashes."""
    return re.sub(r"(?<!\S)--?([a-z-]+) (?=\S)", r"\1=", help)


def model_span(recipe: Recipe) -> Span:
    """Where a recipe names its model; all of it where it names none."""
    return next((word.at for word in recipe.words if word.key == "model"), recipe.span)

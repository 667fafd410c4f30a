"""A model that can be asked: every question of the command line as a method.

Floor: `api`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, TypeAlias, TypeVar, cast, overload

from pydantic import PrivateAttr

from mesaprior import engine
from mesaprior.api.exact import Exact, exact_number
from mesaprior.api.plots import PlotView, range_asked
from mesaprior.api.views import TableView
from mesaprior.api.widget import WidgetView
from mesaprior.engine import Setting
from mesaprior.errors import InputError, did_you_mean, one_of, refuse
from mesaprior.formula import Formula
from mesaprior.limits import CLAIM_SECONDS
from mesaprior.loading import SourceMap
from mesaprior.model import Model as Built
from mesaprior.model import build, model_under, parsed_fact, stated
from mesaprior.results import (
    Checked,
    Checks,
    Compared,
    ComparedPriors,
    Conditions,
    Costs,
    Family,
    Pairs,
    Sensitivity,
    Wins,
)
from mesaprior.spec import ModelSpec, PriorSpec

T = TypeVar("T")
TableOf: TypeAlias = Literal["conditions", "costs", "pairs", "claims"]


class Model(ModelSpec):
    """A model that can be asked: variants, prior, facts, scenarios.

    Made by `load`, or directly with the same keys as a model file. Frozen; `assuming` gives a new one.
    """

    _source: SourceMap | None = PrivateAttr(default=None)
    _assumed: tuple[str, ...] = PrivateAttr(default=())

    def model_post_init(self, context: Any, /) -> None:
        super().model_post_init(context)
        _ = self._built

    @cached_property
    def _built(self) -> Built:
        return build(self)

    def wins(
        self,
        g: Exact | None = None,
        *,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
        explain: bool = False,
    ) -> Wins:
        """Which variant wins at rate `g`, and by how much; with numbers left open, what it depends on.

        `numbers` overrides single prices of the scenario: `{"c(combine)": 12}`.
        """
        return self._ask(lambda setting: engine.wins(setting, explain=explain), g, scenario, numbers, assume)

    def conditions(
        self,
        *,
        g: Exact | None = None,
        variant: str | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> Conditions:
        """For which g each variant wins; a mapping from the variant's name."""
        return self._ask(lambda setting: engine.conditions(setting, variant), g, scenario, numbers, assume)

    def compare(
        self,
        left: str,
        right: str,
        *,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> Compared:
        """One pair: who is simpler, who is faster, when each beats the other, where they tie."""
        return self._ask(lambda setting: engine.compare(setting, left, right), g, scenario, numbers, assume)

    def compare_priors(
        self,
        *,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> ComparedPriors:
        """Who wins under each named prior: one table. `result["levin"]` is one row of it."""
        exact = {name: exact_number(value) for name, value in (numbers or {}).items()}
        facts = (*self._assumed, *((assume,) if isinstance(assume, str) else assume))
        rate = None if g is None else exact_number(g, exponent=True)
        return engine.compare_priors(self._built, g=rate, scenario=scenario, numbers=exact, assume=facts)

    def family(
        self,
        family: str | None = None,
        *,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> Family:
        """Which members of a family can win, in order of g, and where the winner switches; the members of
        large families are never listed. Without a name, the model's only family."""
        return self._ask(lambda setting: engine.family(setting, family), g, scenario, numbers, assume)

    def sensitivity(
        self,
        g: Exact | None = None,
        *,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
        crossover: tuple[str, str] | None = None,
    ) -> Sensitivity:
        """How far each number may move, alone, before the winner changes; `result["c(combine)"]` is one of
        them. Without numbers, or for one `crossover`, which terms raise and which lower it."""
        return self._ask(lambda setting: engine.sensitivity(setting, crossover), g, scenario, numbers, assume)

    def crossover(
        self,
        left: str,
        right: str,
        *,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
    ) -> Formula:
        """The rate at which the two cost the same: `.text`, `.latex`, `.sympy`, `.value`."""
        return self._ask(lambda setting: engine.crossover(setting, left, right), None, scenario, numbers, ())

    def costs(
        self,
        *,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
    ) -> Costs:
        """Every variant's prices and cost, as formulas or as numbers where they are known."""
        return self._ask(engine.costs, g, scenario, numbers, ())

    def pairs(
        self,
        *,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> Pairs:
        """Every pair of variants once: when the first beats the second."""
        return self._ask(engine.pairs, g, scenario, numbers, assume)

    @overload
    def check(
        self,
        claim: str,
        *,
        scenario: str | None = ...,
        numbers: Mapping[str, Exact] | None = ...,
        assume: str | Sequence[str] = ...,
        seconds: float = ...,
    ) -> Checked: ...

    @overload
    def check(
        self,
        *,
        id: str,
        scenario: str | None = ...,
        numbers: Mapping[str, Exact] | None = ...,
        assume: str | Sequence[str] = ...,
        seconds: float = ...,
    ) -> Checked: ...

    @overload
    def check(
        self,
        *,
        scenario: str | None = ...,
        numbers: Mapping[str, Exact] | None = ...,
        assume: str | Sequence[str] = ...,
        seconds: float = ...,
    ) -> Checks: ...

    def check(
        self,
        claim: str | None = None,
        *,
        id: str | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
        seconds: float = CLAIM_SECONDS,
    ) -> Checked | Checks:
        """Whether a claim is true: `check("H_fd never wins")`, or one of the model's own by its `id`; without
        either, all of the model's own. Ask the verdict `.proved`, `.refuted` or `.undecided`: it has three
        values, and `bool` of it raises. `seconds` is what each claim may take.
        """
        if claim is not None and id is not None:
            raise refuse("usage", "check takes a claim or the id of one, not both")
        if not seconds > 0:
            raise refuse("bad-timeout", f"a claim cannot be given {seconds} seconds", "more than 0")
        asked = None if claim is None else [stated(self._built, claim)]
        if id is not None:
            asked = [said for said in self._built.claims if said.id == id]
            if not asked:
                known = [said.id for said in self._built.claims]
                help = did_you_mean(id, known) or f"the claims are {one_of(known)}"
                raise refuse("unknown-claim", f"unknown claim {id!r}", help)

        def question(setting: Setting) -> Checks:
            return engine.check_in(setting, asked, seconds)

        found = self._ask(question, None, scenario, numbers, assume)
        return found if asked is None else found.claims[0]

    def under(self, prior: str | PriorSpec) -> Model:
        """The same model under another prior: a name, `m.under("levin")`, or a cost of its own. Without the
        model's claims, which need not mean anything there; assumptions stay in force."""
        model = Model.model_validate(model_under(self._built, prior).spec)
        model._source = self._source
        model._assumed = self._assumed
        return model

    def assuming(self, *facts: str) -> Model:
        """The same model with further facts in force; answers echo them. The model itself, its scenarios
        and its `to_yaml` stay as they are."""
        for fact in facts:
            try:
                parsed_fact(fact, self._built)
            except InputError as error:
                raise InputError(problem.in_text("assumption", fact) for problem in error.problems) from None
        model = self.model_copy()
        model._source = self._source
        model._assumed = (*self._assumed, *facts)
        return model

    def table(self, of: TableOf = "conditions", **circumstances: Any) -> TableView:
        """`table("conditions").to("latex")`: a paste-ready table; takes what the method so named takes."""
        makers = {
            "conditions": self.conditions,
            "costs": self.costs,
            "pairs": self.pairs,
            "claims": self.check,
        }
        if of not in makers:
            help = did_you_mean(of, makers) or f"the tables are {', '.join(makers)}"
            raise refuse("unknown-table", f"unknown table {of!r}", help)
        return TableView(cast("Any", makers[of])(**circumstances))

    def plot(
        self,
        of: Literal["costs", "regions", "sensitivity"] | None = None,
        *,
        x: str = "g",
        y: str | None = None,
        x_range: str | tuple[Exact, Exact] | None = None,
        y_range: str | tuple[Exact, Exact] | None = None,
        log: bool | None = None,
        whole: bool = False,
        behind: bool = False,
        width: float | None = None,
        height: float | None = None,
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> PlotView:
        """Costs over g with the winners, or, with a `y` such as `"c(combine)"`, winner regions.

        `log`: axes by powers of ten or not; `whole`: costs with what all variants pay; `behind`: what they
        are above the lowest; `width`, `height`: inches.
        """
        ranges = range_asked(x_range, "x_range"), range_asked(y_range, "y_range")

        def question(setting: Setting) -> PlotView:
            found = engine.plotted(
                setting, of, x=x, y=y, x_range=ranges[0], y_range=ranges[1], log=log, whole=whole
            )
            return PlotView(found, width, height, behind)

        return self._ask(question, g, scenario, numbers, assume)

    def widget(
        self,
        *,
        slide: str | Sequence[str] = (),
        g: Exact | None = None,
        scenario: str | None = None,
        numbers: Mapping[str, Exact] | None = None,
        assume: str | Sequence[str] = (),
    ) -> WidgetView:
        """One HTML page with a slider for g, which starts at `g`, and for the prices named in `slide`:
        `m.widget(scenario="worked", slide="c(combine)").save("widget.html")`. Every price needs a number."""
        slides = (slide,) if isinstance(slide, str) else slide
        return WidgetView(
            self._ask(lambda setting: engine.panel(setting, slides), g, scenario, numbers, assume)
        )

    def _ask(
        self,
        question: Callable[[Setting], T],
        g: Exact | None,
        scenario: str | None,
        numbers: Mapping[str, Exact] | None,
        assume: str | Sequence[str],
    ) -> T:
        exact = {name: exact_number(value) for name, value in (numbers or {}).items()}
        facts = (*self._assumed, *((assume,) if isinstance(assume, str) else assume))
        rate = None if g is None else exact_number(g, exponent=True)
        try:
            return question(Setting.of(self._built, g=rate, scenario=scenario, numbers=exact, assume=facts))
        except InputError as error:
            raise (self._source.question_error(error.problems) if self._source else error) from None

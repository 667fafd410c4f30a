"""The claims of a model: those of its file, some under a prior of their own, and those it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from mesaprior.algebra import Budget
from mesaprior.errors import InputError, Loc, Problem
from mesaprior.language import Claim, parse_claim, write_claim
from mesaprior.model.given import expansion_of, parsed_fact
from mesaprior.model.records import Fact, Model, Problems, Statement
from mesaprior.model.sentences import Reading
from mesaprior.spec import ClaimEntry, PriorEntry, Verdict


def parsed_claim(text: str, model: Model, loc: Loc = ()) -> Claim:
    """A claim in the model's names.

    Raises `InputError` with every problem of the claim, each below `loc` and with its span in `text`. What a
    question expands is counted for itself, not against the model.
    """
    return _parsed(text, model, Budget(), loc)


def stated(
    model: Model,
    text: str,
    *,
    id: str = "claim",
    says: str | None = None,
    assuming: str | Sequence[str] = (),
    expect: Verdict | None = None,
) -> Statement:
    """A claim that is asked of the model without standing in it, as `check --that` does.

    Raises `InputError` with every problem of the claim and of its assumptions, each placed in its own text.
    """
    problems: list[Problem] = []
    facts: list[Fact] = []
    written: Claim | None = None
    try:
        written = parsed_claim(text, model)
    except InputError as error:
        problems += [problem.in_text("claim", text) for problem in error.problems]
    for assumption in (assuming,) if isinstance(assuming, str) else assuming:
        try:
            facts.append(parsed_fact(assumption, model))
        except InputError as error:
            problems += [problem.in_text("assumption", assumption) for problem in error.problems]
    if problems or written is None:
        raise InputError(problems)
    return Statement(id, says, write_claim(written), written, tuple(facts), expect)


def statements(
    model: Model, under: Callable[[str | PriorEntry], Model], problems: Problems
) -> tuple[Statement, ...]:
    """The claims of the model's spec; `under` makes the model with a claim's own prior.

    What goes wrong is added to `problems` below `("claims", position)`; such claims are left out.
    """
    budget = Budget()
    model = replace(model, expansion=expansion_of(model, budget))  # the model's own is for its questions
    made = []
    for position, said in enumerate(model.spec.claims):
        loc: Loc = ("claims", position)
        before = len(problems.found)
        asked = model
        if said.prior is not None:
            with problems.at(*loc):
                asked = under(said.prior)
            if len(problems.found) > before:
                continue
        statement = _statement(said, asked, budget, problems, loc)
        if statement is not None:
            made.append(statement)
    return tuple(made)


def _statement(
    said: ClaimEntry, model: Model, budget: Budget, problems: Problems, loc: Loc
) -> Statement | None:
    written: Claim | None = None
    facts = []
    with problems.at(*loc):
        written = _parsed(said.formal, model, budget, ("formal",))
    for position, text in enumerate(said.assuming):
        below = ("assuming", position)
        with problems.at(*loc, *below):
            facts.append(parsed_fact(text, model, (*loc, *below), budget))
    if written is None or len(facts) < len(said.assuming):
        return None
    return Statement(
        said.id,
        said.says,
        write_claim(written),
        written,
        tuple(facts),
        said.expect,
        said.prior,
        said.note,
        (*loc, "formal"),
    )


def _parsed(text: str, model: Model, budget: Budget, loc: Loc) -> Claim:
    try:
        claim = parse_claim(text)
        return Reading(model, expansion_of(model, budget)).resolved(claim)
    except InputError as error:
        raise InputError(problem.at(loc) for problem in error.problems) from None

"""One claim in a model's names: every name resolved, every comparison known to expand.

Before -> after: `H_fh wins at g = 2*p` -> the same tree, once `H_fh` is a variant, `p` a parameter and 2*p
does not speak of the rate. Everything that is wrong with one claim is said at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mesaprior.algebra import RATE
from mesaprior.errors import InputError, Problem, refuse
from mesaprior.language import (
    Apply,
    Claim,
    Name,
    Node,
    Number,
    Power,
    Quantified,
    Rates,
    Relation,
    Says,
    walk_claim,
    write,
)
from mesaprior.language.claims import rewritten
from mesaprior.language.nodes import walk
from mesaprior.model.expand import Expansion
from mesaprior.model.names import FUNCTIONS, Names
from mesaprior.model.records import Model, Problems


class Reading:
    """One claim being read: the model it speaks of, and what is wrong with it so far."""

    def __init__(self, model: Model, expansion: Expansion) -> None:
        self.model = model
        self.expansion = expansion
        self.problems = Problems()

    def resolved(self, claim: Claim) -> Claim:
        """The claim in the model's names. Raises `InputError` with all problems in reading order."""
        for part in walk_claim(claim):
            with self.problems.at():
                if isinstance(part, Says):
                    _check_variants(part, self.model.names)
                elif isinstance(part, Quantified):
                    if self.model.symbols.rate_of == "unspecified":
                        _check_speaks_of_no_rate(part.rates)
                    _check_rates(part)
        resolved = rewritten(claim, self._relation, self._rate)
        self.problems.found.sort(key=lambda problem: problem.span or (0, 0))
        self.problems.stop_if_any()
        return resolved

    def _relation(self, relation: Relation) -> Relation:
        with self.problems.at():
            relation = self.model.names.relation(relation)
            _check_arguments(relation)
            if not self._is_decided_later(relation):
                _with_span(lambda: self.expansion.differences(relation), relation)
        return relation

    def _rate(self, node: Node) -> Node:
        """The E of `at g = E`: it expands and, where it is a number, is positive."""
        with self.problems.at():
            node = self.model.names.formula(node)
            _check_arguments(node)
            if not self._is_decided_later(node):
                above, below = self.expansion.quotient(node)
                value, divisor = above.value, below.value
                if value is not None and divisor and value / divisor <= 0:
                    raise refuse(
                        "rate-not-positive",
                        f"the rate g must be positive, not {value / divisor}",
                        "for what holds as g goes to 0, write for small g",
                        span=node.span,
                    )
        return node

    def _is_decided_later(self, node: Node) -> bool:
        """Whether a formula is no polynomial and yet no mistake: log2, min, max, or a cost made with them."""
        parts = list(walk(node))
        heads = {part.head for part in parts if isinstance(part, Apply)}
        return bool(heads & FUNCTIONS) or ("cost" in heads and not _is_polynomial(self.model.cost_written))


def _with_span(expand: Callable[[], object], node: Node) -> None:
    """Runs an expansion; a cap that two sides pass only together is shown at the whole of `node`."""
    try:
        expand()
    except InputError as error:
        raise InputError(
            problem if problem.span else replace(problem, span=node.span) for problem in error.problems
        ) from None


def _is_polynomial(node: Node) -> bool:
    """No function, and every exponent a literal."""
    return not any(
        (isinstance(part, Apply) and part.head in FUNCTIONS)
        or (isinstance(part, Power) and not isinstance(part.exponent, Number))
        for part in walk(node)
    )


def _check_variants(said: Says, known: Names) -> None:
    names = [said.variant] if said.other is None else [said.variant, said.other]
    problems = [
        Problem(
            "unknown-variant",
            f"unknown variant {name.name!r}",
            known.variant_help(name.name),
            span=name.span,
        )
        for name in names
        if name.name not in known.variants
    ]
    if not problems and said.other is not None and said.variant == said.other:
        message = f"{said.variant.name!r} is compared with itself"
        problems = [Problem("same-variant", message, "name two different variants", span=said.span)]
    if problems:
        raise InputError(problems)


def _check_speaks_of_no_rate(rates: Rates) -> None:
    """Where g is an unspecified function, `for all g` means every such function; nothing else means anything.

    In a range, g itself is refused with the other names.
    """
    if rates.kind not in {"all", "range"}:
        raise refuse(
            "rate-is-a-function",
            "under this prior g is an increasing function of which nothing else is known, not a number",
            "write for all g, or leave the rates out: what is said then holds for every such function",
            span=rates.span,
        )


def _check_rates(said: Quantified) -> None:
    where = said.rates.where
    if said.rates.kind == "at" and where is not None and (names := _rates_in(where)):
        raise InputError(
            Problem(
                "rate-of-the-rate",
                "the rate that is spoken of cannot depend on the rate g",
                "write it without g, as in at g = 2",
                span=name.span,
            )
            for name in names
        )
    if isinstance(where, Relation):
        _check_range(where)


def _check_range(chain: Relation) -> None:
    """`E < g <= F`: g alone once, everything in one direction, nothing else of the chain about g."""
    alone = [part for part in chain.operands if _is_rate(part)]
    inside = [name for part in chain.operands if not _is_rate(part) for name in _rates_in(part)]
    if inside or len(alone) != 1:
        spans = [name.span for name in inside] + [part.span for part in alone[1:]]
        raise InputError(
            Problem(
                "not-a-range",
                "a range of rates bounds g, and its bounds do not depend on g",
                "as in for g < 2, or for 1 <= g < p",
                span=span,
            )
            for span in spans or [chain.span]
        )
    if "==" in chain.operators:
        other = next(part for part in chain.operands if not _is_rate(part))
        raise refuse(
            "not-a-range",
            "a single rate is not a range",
            f"write at g = {write(other)}",
            span=chain.span,
        )
    if len({operator[0] for operator in chain.operators}) > 1:
        raise refuse(
            "not-a-range",
            "the comparisons of this range point both ways",
            "as in for 1 <= g < p, from the smallest to the largest",
            span=chain.span,
        )


def _is_rate(node: Node) -> bool:
    return node == Name(RATE)


def _rates_in(node: Node) -> list[Name | Apply]:
    """Where g stands in `node`, as a factor or applied as the essays write it."""
    return [
        part
        for part in walk(node)
        if (isinstance(part, Name) and part.name == RATE) or (isinstance(part, Apply) and part.head == RATE)
    ]


def _check_arguments(node: Node) -> None:
    """log2 takes one argument; min and max take two or more."""
    problems = [
        Problem(
            "wrong-arguments",
            f"{part.head} takes {'one argument' if part.head == 'log2' else 'two or more'},"
            f" and has {len(part.arguments)} here",
            "as in log2(t(a))" if part.head == "log2" else f"as in {part.head}(c(a), c(b))",
            span=part.span,
        )
        for part in walk(node)
        if isinstance(part, Apply)
        and part.head in FUNCTIONS
        and (len(part.arguments) != 1 if part.head == "log2" else len(part.arguments) < 2)
    ]
    if problems:
        raise InputError(problems)

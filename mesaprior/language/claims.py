"""The shapes a claim can have: what is said of variants and prices, and of which rates.

Floor: `language`, beside `nodes`, whose expressions and comparisons stand inside. A tree of frozen records;
`span` is where the text stood and takes no part in equality. `write_claim` spells a tree so that it parses
back to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from mesaprior.language.latex import latex
from mesaprior.language.nodes import NOWHERE, Name, Node, Relation, Span
from mesaprior.language.writer import write

Verb: TypeAlias = Literal["wins", "never wins", "beats", "never beats", "ties", "dominates"]
RatesKind: TypeAlias = Literal["all", "some", "small", "large", "at", "range"]


@dataclass(frozen=True, slots=True)
class Says:
    """`V wins`, `V never wins`; with `other`, `V beats W`, `V never beats W`, `V ties W`, `V dominates W`."""

    variant: Name
    verb: Verb
    other: Name | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Rates:
    """Of which rates a sentence speaks.

    `all`, `some`; `small`: all of some interval (0, e); `large`: all above some rate; `at`: the one that
    `where` (an expression) is worth; `range`: those for which `where` (a chain with one operand g) holds.
    """

    kind: RatesKind
    where: Node | None = None
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Quantified:
    """A sentence with its rates: `H_fh wins for all g`."""

    sentence: Says | Relation
    rates: Rates
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """`not claim`."""

    claim: Claim
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more claims."""

    claims: tuple[Claim, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more claims."""

    claims: tuple[Claim, ...]
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class If:
    """`if premise then conclusion`."""

    premise: Claim
    conclusion: Claim
    span: Span = field(default=NOWHERE, compare=False)


Claim: TypeAlias = Says | Relation | Quantified | Not | And | Or | If


def parts(claim: Claim) -> tuple[Claim, ...]:
    """The claims right below `claim`, in reading order."""
    match claim:
        case Says() | Relation():
            return ()
        case Quantified(sentence=sentence):
            return (sentence,)
        case Not(claim=inner):
            return (inner,)
        case And(claims=claims) | Or(claims=claims):
            return claims
        case If(premise=premise, conclusion=conclusion):
            return (premise, conclusion)


def walk_claim(claim: Claim) -> Iterator[Claim]:
    """`claim` and everything below it, outermost first."""
    yield claim
    for part in parts(claim):
        yield from walk_claim(part)


def rewritten(claim: Claim, relation: Callable[[Relation], Relation], node: Callable[[Node], Node]) -> Claim:
    """The same claim with every comparison and every rate replaced by `relation` and `node` of it."""

    def again(part: Claim) -> Claim:
        return rewritten(part, relation, node)

    match claim:
        case Says():
            return claim
        case Relation():
            return relation(claim)
        case Quantified(sentence=sentence, rates=rates):
            where = rates.where
            if where is not None:
                where = relation(where) if isinstance(where, Relation) else node(where)
            said = relation(sentence) if isinstance(sentence, Relation) else sentence
            return replace(claim, sentence=said, rates=replace(rates, where=where))
        case Not(claim=inner):
            return replace(claim, claim=again(inner))
        case And() | Or():
            return replace(claim, claims=tuple(map(again, claim.claims)))
        case If(premise=premise, conclusion=conclusion):
            return replace(claim, premise=again(premise), conclusion=again(conclusion))


# --- spelling ----------------------------------------------------------------------------------------

BINDING: Final[dict[type, int]] = {If: 0, Or: 1, And: 2, Not: 3, Quantified: 4, Says: 4, Relation: 4}
"""How tightly each shape holds together; a part that binds more loosely is written in brackets."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How a language (ours, LaTeX) spells what a claim is made of."""

    node: Callable[[Node], str]
    words: Callable[[str], str]
    """Our own words, with a space at either side where they need one."""
    equals: str


def write_claim(claim: Claim) -> str:
    """The text of `claim`, in the language's own spelling: `parse_claim(write_claim(claim)) == claim`."""
    return _spelled(claim, _Spelling(write, lambda words: words, "="))


def claim_latex(claim: Claim, names: Mapping[str, str]) -> str:
    r"""Bare TeX of `claim`, for maths mode: words as `\text{...}`. `names` as in `latex`."""
    return _spelled(
        claim, _Spelling(lambda node: latex(node, names), lambda words: rf"\text{{{words}}}", "=")
    )


def _spelled(claim: Claim, spelling: _Spelling) -> str:
    words = spelling.words

    def within(part: Claim, level: int) -> str:
        text = _spelled(part, spelling)
        return text if BINDING[type(part)] >= level else f"({text})"

    match claim:
        case Relation():
            return spelling.node(claim)
        case Says(variant=variant, verb=verb, other=None):
            return spelling.node(variant) + words(f" {verb}")
        case Says(variant=variant, verb=verb, other=Name() as other):
            return spelling.node(variant) + words(f" {verb} ") + spelling.node(other)
        case Quantified(sentence=sentence, rates=rates):
            return _spelled(sentence, spelling) + _spelled_rates(rates, spelling)
        case Not(claim=inner):
            return words("not ") + within(inner, 3)
        case And(claims=claims):
            return words(" and ").join(within(part, 3) for part in claims)
        case Or(claims=claims):
            return words(" or ").join(within(part, 2) for part in claims)
        case If(premise=premise, conclusion=conclusion):
            then = _spelled(conclusion, spelling)
            return words("if ") + within(premise, 1) + words(" then ") + then
    raise AssertionError(f"a claim of an unknown shape: {claim!r}")


def _spelled_rates(rates: Rates, spelling: _Spelling) -> str:
    rate = Name("g")
    if rates.where is None:
        return spelling.words(f" for {rates.kind} ") + spelling.node(rate)
    if rates.kind == "at":
        return (
            spelling.words(" at ") + f"{spelling.node(rate)} {spelling.equals} {spelling.node(rates.where)}"
        )
    return spelling.words(" for ") + spelling.node(rates.where)

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


Piece: TypeAlias = str | tuple[Node, ...]
"""Words of the language with the spaces around them, or a formula; several formulas are equal: `g = 2`."""


def pieces(claim: Claim) -> Iterator[Piece]:
    """What `claim` is made of, in reading order, for whoever spells it."""
    match claim:
        case Relation():
            yield (claim,)
        case Says(variant=variant, verb=verb, other=other):
            yield (variant,)
            yield f" {verb}" if other is None else f" {verb} "
            if other is not None:
                yield (other,)
        case Quantified(sentence=sentence, rates=rates):
            yield from pieces(sentence)
            yield from _pieces_of_rates(rates)
        case Not(claim=inner):
            yield "not "
            yield from _within(inner, 3)
        case And(claims=claims):
            yield from _between(claims, " and ", 3)
        case Or(claims=claims):
            yield from _between(claims, " or ", 2)
        case If(premise=premise, conclusion=conclusion):
            yield "if "
            yield from _within(premise, 1)
            yield " then "
            yield from pieces(conclusion)


def write_claim(claim: Claim) -> str:
    """The text of `claim`, in the language's own spelling: `parse_claim(write_claim(claim)) == claim`."""
    return "".join(
        piece if isinstance(piece, str) else " = ".join(map(write, piece)) for piece in pieces(claim)
    )


def claim_latex(claim: Claim, names: Mapping[str, str]) -> str:
    r"""Bare TeX of `claim`, for maths mode: words as `\text{...}`. `names` as in `latex`."""
    return "".join(
        _words_latex(piece) if isinstance(piece, str) else " = ".join(latex(node, names) for node in piece)
        for piece in pieces(claim)
    )


def _words_latex(words: str) -> str:
    return words if words in "()" else rf"\text{{{words}}}"


def _pieces_of_rates(rates: Rates) -> Iterator[Piece]:
    rate = Name("g")
    if rates.where is None:
        yield f" for {rates.kind} "
        yield (rate,)
    elif rates.kind == "at":
        yield " at "
        yield rate, rates.where
    else:
        yield " for "
        yield (rates.where,)


def _within(part: Claim, level: int) -> Iterator[Piece]:
    """`part` inside something that binds at `level`, in brackets where it binds more loosely."""
    if BINDING[type(part)] >= level:
        yield from pieces(part)
        return
    yield "("
    yield from pieces(part)
    yield ")"


def _between(claims: tuple[Claim, ...], words: str, level: int) -> Iterator[Piece]:
    for place, part in enumerate(claims):
        if place:
            yield words
        yield from _within(part, level)

"""What only claims have to be read: their shapes from the grammar's rules, and their own mistakes.

Floor: `language`; called by `parser`, which reads expressions and comparisons, and imported when the first
claim is read.
"""

from __future__ import annotations

from typing import Any, Final

from mesaprior.errors import Problem, did_you_mean, refuse
from mesaprior.language.claims import And, Claim, If, Not, Or, Quantified, Rates, RatesKind, Says, Verb
from mesaprior.language.lalr import END, Token, start_of
from mesaprior.language.nodes import Name, Relation, Span


def claim_node(shape: str, parts: list[Any], span: Span) -> Claim | Rates:
    """The same for the rules of claims."""
    if shape in _SAID:
        other = None if shape.endswith("wins") else _named(parts[-1])
        return Says(_named(parts[0]), _SAID[shape], other, span)
    match shape:
        case "quantified":
            return Quantified(parts[0], parts[1], span)
        case "not":
            return Not(parts[1], span)
        case "and" | "or":
            return (And if shape == "and" else Or)(tuple(parts[::2]), span)
        case "if_then":
            return If(parts[1], parts[3], span)
        case "for_all" | "for_some" | "for_small" | "for_large":
            _check_is_rate(parts[2])
            return Rates(_KINDS_OF_RATES[shape], None, span)
        case "at":
            _check_is_rate(parts[1])
            return Rates("at", parts[3], span)
        case "for_range":
            operators = tuple(sign.text for sign in parts[2::2])
            return Rates(
                "range", Relation(tuple(parts[1::2]), operators, (start_of(parts[1]), span[1])), span
            )
    raise AssertionError(f"the grammar has a rule without a node: {shape}")


_SAID: Final[dict[str, Verb]] = {
    "wins": "wins",
    "never_wins": "never wins",
    "beats": "beats",
    "never_beats": "never beats",
    "ties": "ties",
    "dominates": "dominates",
}
_KINDS_OF_RATES: Final[dict[str, RatesKind]] = {
    "for_all": "all",
    "for_some": "some",
    "for_small": "small",
    "for_large": "large",
}


def _named(token: Token) -> Name:
    return Name(token.text, (token.start, token.end))


def _check_is_rate(token: Token) -> None:
    if token.text != "g":
        raise refuse(
            "not-the-rate",
            f"{token.text!r} is not the rate",
            "only the rate can be spoken of like this: for all g, for some g, at g = 2",
            span=(token.start, token.end),
        )


def claim_problem(token: Token, expected: frozenset[str], span: Span) -> Problem | None:
    """What goes wrong only in claims: a sentence without a verb, rates where none can stand."""
    if token.kind in {"FOR", "AT"} and "AND" in expected:
        help = "say it of each sentence: (A for all g) and (B for all g)"
        return Problem("formula-syntax", f"{token.text!r} must follow a single sentence", help, span=span)
    if token.kind in {END, "AND", "OR", "THEN"} and {"RELATION", "STAR"} <= expected:
        help = "as in 'H_fh wins', 'H_fh beats H_sd' or 'c(a) < c(b)'"
        return Problem("formula-syntax", "a claim says something", help, span=span)
    if token.kind == "NAME" and "WINS" in expected:
        near = did_you_mean(token.text, _VERBS)
        help = near or f"write {', '.join(sorted(_VERBS))}, a comparison or a sign"
        return Problem("formula-syntax", f"{token.text!r} is not a word of claims", help, span=span)
    return None


_VERBS: Final = ("wins", "never wins", "beats", "never beats", "ties", "dominates")

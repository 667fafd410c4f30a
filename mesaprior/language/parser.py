"""Text to formula: tokens behind the caps, the grammar's table, nodes.

What goes wrong is an `InputError` whose problems carry the offending characters as `span`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from mesaprior import limits
from mesaprior.errors import InputError, Problem, did_you_mean, refuse
from mesaprior.language.lalr import END, Unexpected, end_of, parse, start_of
from mesaprior.language.nodes import (
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
)
from mesaprior.language.tokens import CLAIM_WORDS, foreign_sign, tokens_of

if TYPE_CHECKING:
    from mesaprior.language.claims import Claim, Rates

RESERVED: Final = CLAIM_WORDS | {"g", "cost", "log2", "min", "max", "assuming"}
"""Words of the language: no term, variant, axis or parameter can be called so."""


def parse_expression(text: str) -> Node:
    """The expression that `text` spells.

    Raises `InputError`, with a span into `text`, where it is too long, foreign or not a formula.
    """
    node: Node = _parse(text, "expression_text")
    return node


def parse_relation(text: str) -> Relation:
    """The comparison or chain of comparisons that `text` spells, with the same errors."""
    relation: Relation = _parse(text, "relation_text")
    return relation


def parse_claim(text: str) -> Claim:
    """The claim that `text` spells, with the same errors; which names are variants is checked by `model`."""
    claim: Claim = _parse(text, "claim_text")
    return claim


def parse_name(text: str) -> Node:
    """A term as essays write it: a name, or a name applied to names (`find(get_proxy(env))`)."""
    node: Node = _parse(text, "expression_text")
    _check_is_term(node)
    return node


def parse_number(text: str, *, exponent: bool = False) -> Fraction:
    """A number exactly: `12`, `-0.5`, `3/2`, with `exponent` also `1e-3`. Never goes through a float."""
    if len(text) > limits.NUMBER_CHARACTERS:
        raise refuse(
            "number-too-long",
            f"this number has {len(text)} characters; {limits.NUMBER_CHARACTERS} are allowed",
            "round it, or write it as a fraction of smaller numbers",
        )
    match = _EXACT_NUMBER.fullmatch(text.strip())
    if match is None or (match["power"] and not exponent):
        raise refuse("not-a-number", f"{text!r} is not a number", _number_help(text, exponent))
    power = int(match["power"] or "0")
    if abs(power) > limits.DECIMAL_EXPONENT:
        raise refuse(
            "number-too-large",
            f"a power of ten beyond {limits.DECIMAL_EXPONENT} is not accepted",
            "choose other units",
        )
    below = Fraction(match["below"]) if match["below"] else Fraction(1)
    if below == 0:
        raise refuse("division-by-zero", f"{text!r} divides by zero", "write a divisor that is not zero")
    value = Fraction(match["above"]) / below * Fraction(10) ** power
    return -value if match["sign"] == "-" else value


_EXACT_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?P<above>[0-9]+(?:\.[0-9]+)?)(?:/(?P<below>[0-9]+(?:\.[0-9]+)?))?(?:[eE](?P<power>[+-]?[0-9]{1,6}))?",
    re.ASCII,
)


def _number_help(text: str, exponent: bool) -> str:
    word = text.strip().lower().lstrip("+-")
    if word in {"nan", "inf", "infinity", ".nan", ".inf"}:
        return "only finite numbers have a place here"
    if not exponent and re.fullmatch(r"[0-9.]+e[+-]?[0-9]+", word):
        return "write it out, or as a fraction: 1/1000"
    return "write it as 12, 0.5 or 3/2"


def _parse(text: str, goal: str) -> Any:
    try:
        node = parse(tokens_of(text, claim=goal == "claim_text"), goal, _node)
    except Unexpected as error:
        raise InputError([_syntax_problem(text, error, goal)]) from None
    return node


_EXPECTED_WORDS: Final = {
    "NUMBER": "a number",
    "NAME": "a name",
    "LPAR": "(",
    "RPAR": ")",
    "PLUS": "+",
    "MINUS": "-",
    "STAR": "*",
    "SLASH": "/",
    "COMMA": ",",
    "RELATION": "a comparison (<, <=, ==, >=, >)",
    "EQUALS": "=",
    **{word.upper(): word for word in sorted(CLAIM_WORDS)},
    END: "the end",
}


def _syntax_problem(text: str, error: Unexpected, goal: str) -> Problem:
    """What could not be read, in the user's words, with what could have stood there instead."""
    token, span = error.token, (error.token.start, error.token.end)
    if token.kind == "EQUALS":
        return foreign_sign(token.text, span)
    if token.kind == "RELATION" and goal == "expression_text":
        return Problem("formula-syntax", "a comparison cannot stand inside an expression", None, span=span)
    if goal == "claim_text":
        from mesaprior.language.claim_parser import claim_problem

        if (problem := claim_problem(token, error.expected, span)) is not None:
            return problem
    if token.kind == END and "RELATION" in error.expected and goal == "relation_text":
        help = "compare two expressions, as in c(a) < c(b)"
        return Problem("formula-syntax", "a fact needs a comparison", help, span=span)
    help_text = _operator_help(text, token.start, error.expected)
    what = "the formula stops too early" if token.kind == END else f"{token.text!r} cannot stand here"
    return Problem("formula-syntax", what, help_text, span=span)


def _operator_help(text: str, position: int, expected: frozenset[str]) -> str | None:
    """A missing product sign gets its own hint; otherwise the possible continuations are listed."""
    if "STAR" in expected and position < len(text) and re.match(r"[A-Za-z0-9_(]", text[position]):
        return "write * between factors and + between summands"
    words = [word for name, word in _EXPECTED_WORDS.items() if name in expected]
    return f"expected {' or '.join(words)}" if 0 < len(words) <= 4 else None


def _check_is_term(node: Node) -> None:
    match node:
        case Name(name=name) if "/" not in name:  # what has one is the name of a family's member
            return
        case Apply(arguments=parts):
            for part in parts:
                _check_is_term(part)
            return
    raise refuse(
        "not-a-term",
        "a term is a name, or a name applied to names",
        "as in find(get_proxy(env))",
        span=node.span,
    )


def _node(shape: str, parts: list[Any]) -> Node | Claim | Rates:
    """A rule's name and its nodes and tokens -> a node. Brackets leave no trace but their effect."""
    span = (start_of(parts[0]), end_of(parts[-1]))
    match shape:
        case "bracket" | "claim_bracket":
            return parts[1]  # type: ignore[no-any-return]
        case "number":
            return Number(Fraction(parts[0].text), span)
        case "name":
            return Name(parts[0].text, span)
        case "apply":
            return Apply(parts[0].text, tuple(parts[2:-1:2]), span)
        case "negate":
            return Negate(parts[1], span)
        case "multiply":
            return Multiply(parts[0], parts[2], span)
        case "divide":
            return Divide(parts[0], parts[2], span)
        case "power":
            return Power(parts[0], parts[2], span)
        case "sum":
            return Sum(_signed_summands(parts), span)
        case "relation":
            return Relation(tuple(parts[::2]), tuple(sign.text for sign in parts[1::2]), span)
    from mesaprior.language.claim_parser import claim_node

    return claim_node(shape, parts, span)


def _signed_summands(parts: list[Any]) -> tuple[Node, ...]:
    """`a`, `-`, `b` -> `a`, `Negate(b)`; each minus sign's span includes the sign."""
    summands = [parts[0]]
    for sign, inner in zip(parts[1::2], parts[2::2], strict=True):
        summands.append(Negate(inner, (sign.start, inner.span[1])) if sign.kind == "MINUS" else inner)
    return tuple(summands)


def check_declarable(name: str) -> None:
    """Refuses a name that the language needs for itself, or that is not a name at all."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or len(name) > limits.NAME_CHARACTERS:
        raise refuse(
            "bad-name",
            f"{name!r} is not a name",
            "a name has letters, digits and _, starts with no digit,"
            f" and at most {limits.NAME_CHARACTERS} signs",
        )
    if name in RESERVED:
        near = did_you_mean(name, ())
        raise refuse(
            "reserved-word", f"{name!r} is a word of the formula language", near or f"call it {name}_1"
        )

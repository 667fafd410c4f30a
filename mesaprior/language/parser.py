"""Text to formula, behind the caps.

The caps are checked by one scan of the tokens before lark sees the text, so every oversized or
foreign text ends here at the cost of reading it once. What goes wrong is an `InputError` whose problems
carry the offending characters as `span`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from mesaprior import limits
from mesaprior.errors import InputError, Problem, did_you_mean, refuse, visible
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
    Span,
    Sum,
)

if TYPE_CHECKING:
    from lark import Lark

RESERVED: Final = frozenset(
    [
        "g",
        "cost",
        "log2",
        "min",
        "max",
        "wins",
        "never",
        "beats",
        "ties",
        "dominates",
        "if",
        "then",
        "and",
        "or",
        "not",
        "for",
        "all",
        "some",
        "at",
        "small",
        "large",
        "assuming",
    ]
)
"""Words of the language, now or in claims: no term, variant, axis or parameter can be called so."""

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|[-+*/()<>,])|(?P<other>\S))"
)

_FOREIGN_SIGN_HELP: Final = {
    "^": "write ** for a power",
    "=": "write == for 'is equal to'",
    "!": "there is no !=; write < or >",
    ".": "there are no attributes; a decimal number starts with a digit, as in 0.5",
    "'": "there are no strings; write the bare name",
    '"': "there are no strings; write the bare name",
    "[": "use round brackets",
    "{": "use round brackets",
    "|": "write min or max of two expressions instead of an absolute value",
    "%": "write a fraction, as in 1/10",
}


def parse_expression(text: str) -> Node:
    """The expression that `text` spells.

    Raises `InputError`, with a span into `text`, where it is too long, foreign or not a formula.
    """
    return _parse(text, "expression_text")


def parse_relation(text: str) -> Relation:
    """The comparison or chain of comparisons that `text` spells, with the same errors."""
    node = _parse(text, "relation_text")
    assert isinstance(node, Relation)
    return node


def parse_name(text: str) -> Node:
    """A term as essays write it: a name, or a name applied to names (`find(get_proxy(env))`)."""
    node = _parse(text, "expression_text")
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


def _parse(text: str, start: str) -> Node:
    _check_caps(text)
    from lark.exceptions import UnexpectedInput  # lark costs 25 ms; only a formula pays for it

    try:
        tree = _parser().parse(text, start=start)
    except UnexpectedInput as error:
        raise InputError([_syntax_problem(text, error, start)]) from None
    return _node(tree, text)


@cache
def _parser() -> Lark:
    from lark import Lark

    grammar = Path(__file__).with_name("grammar.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        start=["expression_text", "relation_text"],
        propagate_positions=True,
        keep_all_tokens=False,
        maybe_placeholders=False,
    )


def _check_caps(text: str) -> None:
    """Refuses what is too long, too deep, foreign or reserved, before any parser runs."""
    if len(text) > limits.FORMULA_CHARACTERS:
        raise refuse(
            "formula-too-long",
            f"this formula has {len(text)} characters; {limits.FORMULA_CHARACTERS} are allowed",
            "split it: give a part of it a term or a parameter of its own",
            span=(0, 1),
        )
    if not text.strip():
        raise refuse("empty-formula", "there is no formula here", "write an expression, or 0", span=(0, 1))
    depth = deepest = tokens = 0
    signs_in_a_row = 0
    for match in _TOKEN.finditer(text):
        tokens += 1
        span = match.span(match.lastgroup or 0)
        token = text[span[0] : span[1]]
        signs_in_a_row = signs_in_a_row + 1 if token == "-" else 0
        if match.lastgroup == "other":
            raise InputError([_foreign_sign(token, span)])
        if match.lastgroup == "name":
            _check_word(token, span)
        if match.lastgroup == "number":
            _check_digits(token, span)
        depth += (token == "(") - (token == ")")
        deepest = max(deepest, depth, signs_in_a_row)
        if deepest > limits.FORMULA_NESTING:
            raise refuse(
                "formula-too-deep",
                f"this formula nests more than {limits.FORMULA_NESTING} deep",
                "give an inner part a name of its own",
                span=span,
            )
    if tokens > limits.FORMULA_TOKENS:
        raise refuse(
            "formula-too-long",
            f"this formula has {tokens} names, numbers and signs; {limits.FORMULA_TOKENS} are allowed",
            "split it: give a part of it a term or a parameter of its own",
            span=(0, 1),
        )


def _foreign_sign(token: str, span: Span) -> Problem:
    if ord(token) > 127:
        message = f"{visible(token)!r} (U+{ord(token):04X}) is not an ASCII character"
        return Problem(
            "not-ascii", message, "formulas are plain ASCII, so no two letters look alike", span=span
        )
    return Problem(
        "foreign-sign",
        f"{visible(token)!r} has no meaning in a formula",
        _FOREIGN_SIGN_HELP.get(token),
        span=span,
    )


def _check_word(word: str, span: Span) -> None:
    if len(word) > limits.NAME_CHARACTERS:
        raise refuse(
            "name-too-long",
            f"this name has {len(word)} characters; {limits.NAME_CHARACTERS} are allowed",
            "shorten it; a long explanation goes into `meaning`",
            span=span,
        )


def _check_digits(digits: str, span: Span) -> None:
    if len(digits) > limits.NUMBER_CHARACTERS:
        raise refuse(
            "number-too-long",
            f"this number has {len(digits)} characters; {limits.NUMBER_CHARACTERS} are allowed",
            "round it, or write it as a fraction of smaller numbers",
            span=span,
        )
    if not re.fullmatch(r"[0-9]+(\.[0-9]+)?", digits):
        help = "write it out, or as a fraction: 1/1000" if "e" in digits.lower() else "write it as 12 or 0.5"
        raise refuse("not-a-number", f"{digits!r} is not a number in a formula", help, span=span)


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
    "$END": "the end",
}


def _syntax_problem(text: str, error: Any, start: str) -> Problem:
    """What lark could not read, in the user's words, with what could have stood there instead."""
    token = getattr(error, "token", None)
    found = str(token) if token is not None else ""
    position = getattr(error, "pos_in_stream", None)
    at_end = token is not None and token.type == "$END"
    if at_end or position is None:
        position, found = len(text.rstrip()), ""
    span = (position, position + max(1, len(found)))
    expected = set(getattr(error, "expected", None) or getattr(error, "accepts", None) or ())
    if found in {"<", "<=", "==", ">", ">="} and start == "expression_text":
        return Problem("formula-syntax", "a comparison cannot stand inside an expression", None, span=span)
    if "RELATION" in expected and at_end:
        help = "compare two expressions, as in c(a) < c(b)"
        return Problem("formula-syntax", "a fact needs a comparison", help, span=span)
    help = _operator_help(text, position, expected)
    what = f"{found!r} cannot stand here" if found else "the formula stops too early"
    return Problem("formula-syntax", what, help, span=span)


def _operator_help(text: str, position: int, expected: set[str]) -> str | None:
    """A missing product sign gets its own hint; otherwise the possible continuations are listed."""
    if "STAR" in expected and position < len(text) and re.match(r"[A-Za-z0-9_(]", text[position]):
        return "write * between factors and + between summands"
    words = [word for name, word in _EXPECTED_WORDS.items() if name in expected]
    return f"expected {' or '.join(words)}" if 0 < len(words) <= 4 else None


def _check_is_term(node: Node) -> None:
    match node:
        case Name():
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


def _node(tree: Any, text: str) -> Node:
    """lark's tree -> ours. Brackets leave no trace but their effect."""
    rule = tree.data
    if rule in {"expression_text", "bracket"}:
        return _node(tree.children[0], text)
    span = (tree.meta.start_pos, tree.meta.end_pos)
    parts = tree.children
    match rule:
        case "number":
            return Number(Fraction(str(parts[0])), span)
        case "name":
            return Name(str(parts[0]), span)
        case "apply":
            return Apply(str(parts[0]), tuple(_node(part, text) for part in parts[1:]), span)
        case "negate":
            return Negate(_node(parts[-1], text), span)
        case "multiply":
            return Multiply(_node(parts[0], text), _node(parts[1], text), span)
        case "divide":
            return Divide(_node(parts[0], text), _node(parts[1], text), span)
        case "power":
            return Power(_node(parts[0], text), _node(parts[1], text), span)
        case "sum":
            return Sum(_signed_summands(parts, text), span)
        case "relation":
            operands = tuple(_node(part, text) for part in parts[::2])
            return Relation(operands, tuple(str(sign) for sign in parts[1::2]), span)
    raise AssertionError(f"the grammar has a rule without a node: {rule}")


def _signed_summands(parts: list[Any], text: str) -> tuple[Node, ...]:
    """`a`, `-`, `b` -> `a`, `Negate(b)`; each minus sign's span includes the sign."""
    summands = [_node(parts[0], text)]
    for sign, part in zip(parts[1::2], parts[2::2], strict=True):
        inner = _node(part, text)
        if sign.type == "MINUS":
            inner = Negate(inner, (sign.start_pos, inner.span[1]))
        summands.append(inner)
    return tuple(summands)


def check_declarable(name: str) -> None:
    """Refuses a name that the language needs for itself, or that is not a name at all."""
    if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name) or len(name) > limits.NAME_CHARACTERS:
        raise refuse(
            "bad-name",
            f"{name!r} is not a name",
            f"a name has letters, digits and _, starts with no digit, and at most {limits.NAME_CHARACTERS} signs",
        )
    if name in RESERVED:
        near = did_you_mean(name, ())
        raise refuse(
            "reserved-word", f"{name!r} is a word of the formula language", near or f"call it {name}_1"
        )

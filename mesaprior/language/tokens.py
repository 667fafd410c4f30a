"""Text to tokens, behind the caps.

The caps are checked while the text is cut, so every oversized or foreign text ends here at the cost of
reading it once, before any parser runs.
"""

from __future__ import annotations

import re
from typing import Final

from mesaprior import limits
from mesaprior.errors import InputError, Problem, refuse, visible
from mesaprior.language.lalr import END, Token
from mesaprior.language.nodes import Span

_TOKEN: Final = re.compile(
    r"[ \t\r\n]*(?:(?P<number>[0-9][0-9.]*(?:[eE][+-]?[0-9]+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|==|[-+*/()<>,])|(?P<other>[^ \t\r\n]))"
)

_KINDS: Final = {
    "+": "PLUS",
    "-": "MINUS",
    "*": "STAR",
    "/": "SLASH",
    "**": "POWER",
    "(": "LPAR",
    ")": "RPAR",
    ",": "COMMA",
    **dict.fromkeys(("<", "<=", "==", ">=", ">"), "RELATION"),
}
"""The signs, by the names of their terminals in the grammar."""

CLAIM_WORDS: Final = frozenset(
    {"wins", "never", "beats", "ties", "dominates", "if", "then", "and", "or", "not"}
    | {"for", "all", "some", "small", "large", "at"}
)
"""The words of claims; each is a terminal of the grammar, by its name in capitals."""

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


def tokens_of(text: str, *, claim: bool = False) -> list[Token]:
    """The tokens of a formula. Refuses what is too long, too deep or foreign, before any parser runs.

    In a `claim` its words are words, and `at g = 2` has its equals sign; elsewhere neither has a meaning.
    """
    if len(text) > limits.FORMULA_CHARACTERS:
        raise refuse(
            "formula-too-long",
            f"this formula has {len(text)} characters; {limits.FORMULA_CHARACTERS} are allowed",
            "split it: give a part of it a term or a parameter of its own",
            span=(0, 1),
        )
    if not text.strip():
        raise refuse("empty-formula", "there is no formula here", "write an expression, or 0", span=(0, 1))
    depth = deepest = 0
    signs_in_a_row = ifs = 0
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        span = match.span(match.lastgroup or 0)
        token = text[span[0] : span[1]]
        signs_in_a_row = signs_in_a_row + 1 if token in {"-", "not"} else 0
        ifs += token == "if"
        if match.lastgroup == "other" and not (claim and token == "="):
            raise InputError([foreign_sign(token, span)])
        if match.lastgroup == "name":
            _check_word(token, span)
        if match.lastgroup == "number":
            _check_digits(token, span)
        kind = _KINDS.get(token) or (match.lastgroup or "").upper()
        if claim and (token == "=" or token in CLAIM_WORDS):
            kind = "EQUALS" if token == "=" else token.upper()
        tokens.append(Token(kind, token, *span))
        depth += (token == "(") - (token == ")")
        deepest = max(deepest, depth + ifs, signs_in_a_row)
        if deepest > limits.FORMULA_NESTING:
            raise refuse(
                "formula-too-deep",
                f"this formula nests more than {limits.FORMULA_NESTING} deep",
                "give an inner part a name of its own",
                span=span,
            )
    if len(tokens) > limits.FORMULA_TOKENS:
        raise refuse(
            "formula-too-long",
            f"this formula has {len(tokens)} names, numbers and signs; {limits.FORMULA_TOKENS} are allowed",
            "split it: give a part of it a term or a parameter of its own",
            span=(0, 1),
        )
    end = len(text.rstrip())
    return [*(members_joined(tokens) if "/" in text else tokens), Token(END, "", end, end + 1)]


VERBS: Final = frozenset({"WINS", "NEVER", "BEATS", "TIES", "DOMINATES"})
DIVIDING: Final = frozenset({"log2", "min", "max", "g"})
"""What is applied to numbers, so that a / inside divides; everything else is applied to a name."""


def members_joined(tokens: list[Token]) -> list[Token]:
    """`H`, `/`, `deceptive`, `wins` -> `H/deceptive`, `wins`: the name of a family's member as one token.

    Names with / between them are one name exactly where only the name of a variant can stand: before or after
    a verb, and alone in the brackets of an axis or of cost. A variant is no number, so nothing is divided
    there; everywhere else / divides. No model is asked, so a text means the same whatever stands around it.
    """
    joined: list[Token] = []
    place = 0
    while place < len(tokens):
        last = place
        while [token.kind for token in tokens[last : last + 3]] == ["NAME", "SLASH", "NAME"]:
            last += 2
        if last > place and _names_a_variant(joined, tokens[last + 1 : last + 2]):
            text = "".join(token.text for token in tokens[place : last + 1])
            joined.append(Token("NAME", text, tokens[place].start, tokens[last].end))
        else:
            joined += tokens[place : last + 1]
        place = last + 1
    return joined


def _names_a_variant(before: list[Token], after: list[Token]) -> bool:
    following = after[0].kind if after else ""
    if following in VERBS or (before and before[-1].kind in VERBS):
        return True
    if following != "RPAR" or [token.kind for token in before[-2:]] != ["NAME", "LPAR"]:
        return False
    return before[-2].text not in DIVIDING


def foreign_sign(token: str, span: Span) -> Problem:
    """The problem of a sign that has no meaning where it stands."""
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

"""What texts and values look like: terms and numbers in their one spelling, control characters, shapes."""

import re
from fractions import Fraction
from typing import Any, Final

from mesaprior import limits
from mesaprior.errors import refuse
from mesaprior.language.parser import RESERVED


def shape(value: object) -> str:
    """What `value` looks like to the person who wrote it."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case str():
            return "text"
        case bool() | int() | float() | Fraction():
            return f"{type(value).__name__} {value}"
    return type(value).__name__


def control_character(text: str) -> int | None:
    """The offset of the first control character (tab and newline are none), surrogate or non-character."""
    if text.replace("\n", "").replace("\t", "").isprintable():
        return None
    for offset, sign in enumerate(text):
        code = ord(sign)
        control = code < 0x20 and sign not in "\t\n"
        if control or 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or code in {0xFFFE, 0xFFFF}:
            return offset
    return None


def number_text(value: Fraction) -> str:
    """`value` as text that `parse_number` reads back: `0.5` where that is exact and short, else `1/3`."""
    places = 0
    while places < 6 and (value * 10**places).denominator != 1:
        places += 1
    if places == 0 or (value * 10**places).denominator != 1:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    decimal = f"{'-' if value < 0 else ''}{digits[:-places]}.{digits[-places:]}"
    return decimal if len(decimal) <= limits.NUMBER_CHARACTERS else str(value)


def canonical_term(text: str) -> str | None:
    """A term in its one spelling, `find( a )` -> `find(a)`; None for what is no term.

    The same as `write(parse_name(text))` for a text without spare brackets. The parser is not loaded for it,
    because every start of every command reads terms.
    """
    if text.isascii() and text.isidentifier() and len(text) <= limits.NAME_CHARACTERS:
        return text
    if len(text) > limits.FORMULA_CHARACTERS:  # checked before any work, and again when spaces are in place
        return None
    term = " ".join(_PART.findall(text))
    for spaced, close in ((" (", "("), ("( ", "("), (" )", ")"), (" ,", ",")):
        term = term.replace(spaced, close)
    return term if len(term) <= limits.FORMULA_CHARACTERS and _is_term(term) else None


def term_name(text: Any) -> str:
    """As `canonical_term`; what is no term, or has a reserved word in it, raises `InputError`."""
    if not isinstance(text, str):
        raise refuse("wrong-shape", f"expected a term, found {shape(text)}", "a term is written as text")
    term = canonical_term(text)
    if term is None:
        shown = text if len(text) <= 100 else text[:100] + "..."
        raise refuse("not-a-term", f"{shown!r} is not a term", _TERM_HELP)
    for word in [term] if "(" not in term else _PART.findall(term):
        if word in RESERVED:
            raise refuse("reserved-word", f"{word!r} is a word of the formula language", f"call it {word}_1")
    return term


_TERM_HELP: Final = (
    "a term is a name, or a name applied to names, as in find(get_proxy(env)); "
    f"a name has letters, digits and _, at most {limits.NAME_CHARACTERS}"
)
_PART: Final = re.compile(r"[A-Za-z0-9_]+|[^ \t\r\n]")
_APPLIED: Final = re.compile(
    r"(?<![A-Za-z0-9_])NAME\(NAME(?:, NAME)*\)".replace("NAME", r"[A-Za-z_][A-Za-z0-9_]{0,63}")
)


def _is_term(text: str) -> bool:
    """`find(get(env))` -> `find(x)` -> `x`: applications are folded from the inside out."""
    for _ in range(limits.FORMULA_NESTING):
        text, folded = _APPLIED.subn("x", text)
        if not folded:
            break
    return text.isascii() and text.isidentifier() and len(text) <= limits.NAME_CHARACTERS

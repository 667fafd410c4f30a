r"""A short value inside somebody's sentence: `H_fh`, `64/25`, `g < g0`, spelled as the text around it.

A name and a number stand bare in Markdown, where an underline inside a word is no emphasis; a formula is
code. In LaTeX it is maths, and beside it plain text for a bookmark, which has no maths.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from mesaprior.language import write
from mesaprior.render import escape
from mesaprior.render.document import Document, Line, Maths, Span, Spelling, User, Words
from mesaprior.render.tex import maths_fragments

_BARE: Final = re.compile(r"-?[A-Za-z0-9]+([_./][A-Za-z0-9]+)*", re.ASCII)
"""What Markdown shows as it is: a name without underlines at its ends, a number."""


def decimal_only(line: Line) -> Line:
    """Each number as its decimal: `64/25 = 2.56` -> `2.56`; with the sign where it is rounded."""
    return tuple(
        replace(span, sides=span.sides[:-1], decimal=span.decimal)
        if isinstance(span, Maths) and span.decimal and len(span.sides) == 1
        else span
        for span in line
    )


def without_decimals(line: Line) -> Line:
    """Exact numbers alone: `64/25 = 2.56` -> `64/25`."""
    return tuple(replace(span, decimal=None) if isinstance(span, Maths) else span for span in line)


def short_markdown(line: Line) -> str:
    """The value in Markdown."""
    return "".join(_markdown(span) for span in line)


def _markdown(span: Span) -> str:
    match span:
        case Words(text=words):
            return words
        case User(text=words):
            return escape.markdown(words)
        case Maths():
            text = _written(span)
            return text if _BARE.fullmatch(text) or not span.sides else f"`{text}`"
    return ""


def short_lesswrong(line: Line) -> str:
    """The value for LessWrong's editor: a formula between dollars, names as the model spells them, since a
    sentence has no legend."""
    document = Document((), (), ())
    return "".join(
        f"${' '.join(maths_fragments(span, document))}$"
        if isinstance(span, Maths) and span.sides and not _BARE.fullmatch(_written(span))
        else _markdown(span)
        for span in line
    )


def short_html(line: Line) -> str:
    """The value in raw HTML."""
    return "".join(_html(span) for span in line)


def _html(span: Span) -> str:
    match span:
        case Words(text=words) | User(text=words):
            return escape.html(words) if isinstance(span, User) else words
        case Maths():
            text = _written(span)
            return text if _BARE.fullmatch(text) else f"<code>{escape.html(text)}</code>"
    return ""


def short_plain(line: Line) -> str:
    """The value in plain text."""
    return "".join(
        _written(span)
        if isinstance(span, Maths)
        else escape.one_line(span.text)
        if isinstance(span, User)
        else span.text
        if isinstance(span, Words)
        else ""
        for span in line
    )


def _written(span: Maths) -> str:
    sides = " = ".join(map(write, span.sides))
    if span.decimal is None:
        return sides
    sign, digits = span.decimal
    if not sides:
        return digits if sign == "=" else f"{sign} {digits}"
    return f"{sides} {sign} {digits}"


def short_latex(line: Line, spelling: Spelling) -> str:
    """The value in LaTeX, for text mode."""
    document = Document((), (), (), spelling)
    return "".join(_latex(span, document) for span in line)


def _latex(span: Span, document: Document) -> str:
    match span:
        case Words(text=words):
            return words
        case User(text=words):
            return escape.tex(words)
        case Maths():
            tex = " ".join(maths_fragments(span, document))
            tex = tex if span.sides else tex.removeprefix("= ")
            return tex if tex.isdecimal() else rf"\ensuremath{{{tex}}}"
    return ""


def bookmark(line: Line) -> str:
    r"""The value as plain text that LaTeX puts into a PDF's bookmarks: `H\_fh`."""
    return re.sub(r"([_#$%&{}])", r"\\\1", short_plain(line).replace("\\", "/"))

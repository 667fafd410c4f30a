r"""Somebody else's text, made harmless for one target each.

Before -> after, for `a_b <c>`: TeX `a\_b \textless{}c\textgreater{}`; Markdown `a&#95;b &#60;c&#62;`; a
terminal shows control and direction signs instead of obeying them. Each function takes text of any kind
and returns text that the target shows as it was typed, on one line.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from mesaprior.errors import visible


def one_line(text: str) -> str:
    """Line ends and tabs folded to a space; every other sign that is not seen, or that turns the text
    around, spelled out."""
    return visible("".join(map(_spelled_out, " ".join(text.split()))))


def _spelled_out(character: str) -> str:
    """Formats, private and unassigned signs as `\\u....`; what `visible` spells out is left to it."""
    if character.isascii() or unicodedata.category(character) not in {
        "Cf",
        "Co",
        "Cn",
        "Cs",
        "Zl",
        "Zp",
        "Cc",
    }:
        return character
    shown = visible(character)
    return shown if shown != character else f"\\u{ord(character):04x}"


def terminal(text: str, *, unicode: bool = True) -> str:
    """For a terminal or a plain text file; `unicode` is whether it takes more than ASCII."""
    line = one_line(text)
    return line if unicode else "".join(c if c.isascii() else f"\\u{ord(c):04x}" for c in line)


def markdown(text: str) -> str:
    """Every ASCII punctuation sign as a numeric entity: the only spelling that held in all renderers."""
    return _PUNCTUATION.sub(lambda found: f"&#{ord(found[0])};", one_line(text))


_PUNCTUATION: Final = re.compile(r"[!-/:-@\[-`{-~]")


def html(text: str) -> str:
    """For element content and quoted attributes alike."""
    return html_text(one_line(text))


def html_text(text: str) -> str:
    """The same for text whose spaces count. Signs that are not seen are our formulas' own."""
    return re.sub("[&<>\"'`=\u2061\u2062]", lambda found: f"&#{ord(found[0])};", text)


TEX: Final = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\textasciicircum{}",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "%": r"\%",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\texttt{\char34}",
    "`": r"\`{}",
    "[": "{[}",
    "]": "{]}",
    "*": "{*}",
}
r"""Signs that mean something to TeX, that the default font lacks, or that a row end before them would
swallow (`\\*`, `\\[`)."""

TEX_LETTERS: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝßàáâãäåæçèéêëìíîïñòóôõöøùúûüýÿĀāĂăĆćĈĉĊċČčĎďĒēĔĕĖėĚěĜĝĞğĠġĢģĤĥĨĩĪīĬĭİıĴĵĶķĹĺĻļ"
    "ĽľŁłŃńŅņŇňŌōŎŏŐőŒœŔŕŖŗŘřŚśŜŝŞşŠšŢţŤťŨũŪūŬŭŮůŰűŴŵŶŷŸŹźŻżŽžȘșȚț‘’“”–—…§¶†‡¡¿"
)
"""What pdflatex sets from UTF-8 without a package; the tests compile each of them."""

_UNBROKEN: Final = 24
"""Signs in a row without a space, after which TeX may break the line."""


def tex(text: str) -> str:
    """For TeX outside of maths mode. A sign that pdflatex may not know becomes its number, `U+4E2D`."""
    pieces: list[str] = []
    unbroken, before = 0, ""
    for character in one_line(text):
        unbroken = 0 if character == " " else unbroken + 1
        if character == before and character in "-,'":
            pieces.append("{}")  # else TeX joins them to a dash or a quotation mark
        pieces.append(_tex_sign(character))
        before = character
        if unbroken >= _UNBROKEN:
            pieces.append(r"\allowbreak{}")
            unbroken = 0
    return "".join(pieces)


def _tex_sign(character: str) -> str:
    if character in TEX:
        return TEX[character]
    if character.isascii() or character in TEX_LETTERS:
        return character
    return rf"\texttt{{U+{ord(character):04X}}}"


MATHS_SIGNS: Final = {
    "\\": r"\backslash ",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "^": r"\wedge ",
    "_": r"\_",
    "~": r"\sim ",
    "%": r"\%",
    "<": r"\lt ",
    ">": r"\gt ",
    "|": r"\vert ",
    "`": r"\backprime ",
    "*": r"\ast ",
    '"': r"{''}",
}
r"""Signs that MathJax and KaTeX read differently inside `\text{}`, or that Markdown or HTML would take
before they see it; each is set in maths mode, where both agree."""


_ACCENTS: Final = re.compile("(?<![A-Za-z])[\u0300-\u036f]|[\u0305\u0309\u030d-\u0326\u0328-\u036f]")
"""Accents that KaTeX refuses, as all that stand on no letter; they are spelled out, `\\u0332`."""


def text_in_maths(text: str, *, keep_ends: bool = False) -> str:
    r"""For MathJax and KaTeX in maths mode: `a_b` -> `\text{a}\_\text{b}`. `keep_ends`: with the space at
    either end."""
    line = one_line(text)
    if keep_ends:
        line = " " * text.startswith(" ") + line + " " * (text.endswith(" ") and bool(text.strip()))
    line = _ACCENTS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)
    runs = re.split(r"([\\{}$&#^_~%<>|`*\"])", line)
    return "".join(MATHS_SIGNS.get(run) or rf"\text{{{run}}}" for run in runs if run)


def csv(text: str) -> str:
    """One cell: a leading sign that a spreadsheet would take for a formula is disarmed by a quote. Plain
    numbers stay numbers."""
    line = one_line(text)
    return "'" + line if line.startswith(_FORMULA_SIGNS) and not _NUMBER.fullmatch(line) else line


_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?(/[0-9]+)?", re.ASCII)

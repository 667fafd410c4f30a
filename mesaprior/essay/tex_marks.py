r"""The marks of a LaTeX essay: `\mpval{...}` in its text, and `% mesaprior-claim:`, `% mesaprior-model:`.

Floor: `essay`. What stands in a comment, in a verbatim environment, in `\verb` or behind `\end{document}` is
not asked. TeX is read sign by sign and never run.
"""

from __future__ import annotations

import re
from typing import Final

from mesaprior.errors import InputError
from mesaprior.essay.comments import Comment
from mesaprior.essay.marks import Finder, Marks, Value
from mesaprior.essay.recipes import KINDS, recipe_of
from mesaprior.essay.source import Essay
from mesaprior.essay.words import refused

VERBATIM: Final = frozenset(
    {"verbatim", "verbatim*", "Verbatim", "lstlisting", "minted", "comment", "filecontents", "filecontents*"}
)
COMMAND: Final = "mpval"
_SIGN: Final = re.compile(r"\\(?:([A-Za-z@]+\*?)|.)|%([^\r\n]*)", re.DOTALL)
_ARGUMENT: Final = re.compile(r"\s*\{([^{}]*)(\}?)")
_NAME: Final = re.compile(r"\s*\{([A-Za-z]+\*?)\}")
_CODE: Final = re.compile(r"(?:\[[^\]\r\n]*\])?([^A-Za-z0-9\s*])")
_SPECIAL: Final = re.compile(r"[\\%#{}]")
HOW_TO_TABLE: Final = r"mesaprior table -f latex -o table.tex, and \input{table}"


def tex_marks(essay: Essay) -> Marks:
    """The marks of a LaTeX essay; what is wrong with them is among its `problems`, with spans."""
    finder, text, place = Finder(essay.text), essay.text, 0
    while found := _SIGN.search(text, place):
        place = found.end()
        if found[2] is not None:
            _comment(finder, found)
            continue
        name = (found[1] or "").removesuffix("*")
        if name == "begin":
            place = _after_verbatim(text, place)
        elif name == "end" and (ended := _NAME.match(text, place)) and ended[1] == "document":
            break
        elif name in {"verb", "lstinline", "mintinline"}:
            language = _NAME.match(text, place) if name == "mintinline" else None
            place = _after_code(text, language.end() if language else place)
        elif name == COMMAND:
            try:
                place = _value(finder, text, found.start(), place)
            except InputError as error:
                finder.marks.problems += error.problems
    return finder.marks


def _comment(finder: Finder, found: re.Match[str]) -> None:
    r"""`% mesaprior-claim: ...`; any other comment is the writer's own."""
    body = found[2]
    if re.match(r"[%\s]*mesaprior-", body):
        lead = len(body) - len(body.lstrip("% \t"))
        finder.add(Comment(found.span(), found.start(2) + lead, body[lead:]), is_html=False)


def _after_verbatim(text: str, place: int) -> int:
    named = _NAME.match(text, place)
    if named is None or named[1] not in VERBATIM:
        return place
    end = text.find(rf"\end{{{named[1]}}}", named.end())
    return len(text) if end < 0 else end


def _after_code(text: str, place: int) -> int:
    r"""Behind `|...|`: on its own line, as TeX has it."""
    found = _CODE.match(text, place)
    if found is None:
        return place
    end = text.find("}" if found[1] == "{" else found[1], found.end())
    if end < 0 or re.compile(r"[\r\n]").search(text, found.end(), end):
        return found.end()
    return end + 1


def _value(finder: Finder, text: str, start: int, place: int) -> int:
    found = _ARGUMENT.match(text, place)
    if found is None:
        return place  # where the command is defined, not used
    span = (start, found.end())
    body = found[1]
    if not found[2] or _SPECIAL.search(body):
        help = r"as in \mpval{winner g=2}: words, quotes and formulas"
        message = rf"an argument of \{COMMAND} has no braces, backslashes, % or #"
        raise refused("bad-marker", message, help, span)
    finder.count(span)
    recipe = recipe_of(body, found.start(1))
    if not KINDS[recipe.kind].inline:
        raise refused("no-short-value", f"{recipe.kind} is a table", HOW_TO_TABLE, span)
    finder.marks.values.append(Value(as_tex_reads(body), recipe, span))
    return found.end()


def as_tex_reads(body: str) -> str:
    """An argument's text once TeX has read it: line ends and spaces in a row are one space."""
    return re.sub(r"[ \t\r\n]+", " ", body)

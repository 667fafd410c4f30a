"""Problems in what a person wrote, and how they are drawn.

Floor: above `limits`, below everything else; imports only the standard library. A `Problem` says what is
wrong, where, and what to write instead; an `InputError` carries every problem of a file at once. Nothing
here prints: the doors do.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

Loc = tuple[str | int, ...]
"""The way to a value inside a model: `("variants", "H_fh", "complexity")`."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text something stands.

    `line` and `column` count from 1; `excerpt` is the whole source line; `width` is the number of
    characters to underline, at least 1.
    """

    source: str
    line: int
    column: int
    excerpt: str
    width: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    `code` is stable (`unknown-term`), `message` one sentence without a full stop, `help` what to write
    instead. `loc` leads to the value inside the model and `span` (start, end) to the characters inside
    that value's text; whoever knows the file turns both into a `place`.
    """

    code: str
    message: str
    help: str | None = None
    loc: Loc = ()
    span: tuple[int, int] | None = None
    place: Place | None = None

    def at(self, loc: Loc) -> Problem:
        """The same problem, found below `loc`."""
        return replace(self, loc=loc + self.loc)

    def in_text(self, source: str, text: str) -> Problem:
        """The same problem, placed in a one-line `text` that `source` (an option, say) handed in."""
        if self.place is not None:
            return self
        start, end = self.span or (0, len(text))
        line = text.count("\n", 0, start) + 1
        first = text.rfind("\n", 0, start) + 1
        excerpt = text[first:].split("\n", 1)[0]
        return replace(self, place=Place(source, line, start - first + 1, excerpt, max(1, end - start)))

    def drawn(self) -> str:
        """The problem as a person reads it: code, sentence, place, line, caret, suggestion."""
        lines = [f"error[{self.code}]: {visible(self.message)}"]
        gutter = " "
        if self.place is not None:
            place = self.place
            gutter = " " * len(str(place.line))
            excerpt, column = _excerpt_around(place)
            room = max(1, min(place.width, len(excerpt) - column + 1))
            lines += [
                f"{gutter}--> {visible(place.source)}:{place.line}:{place.column}",
                f"{gutter} |",
                f"{place.line} | {excerpt}".rstrip(),
                f"{gutter} | {' ' * (column - 1)}{'^' * room}",
            ]
        elif self.loc:
            lines.append(f"{gutter}--> {visible(dotted(self.loc))}")
        if self.help:
            lines.append(f"{gutter} = help: {visible(self.help)}")
        return "\n".join(lines)


class InputError(Exception):
    """Everything that is wrong with what was handed in, at once. Exit code 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n\n".join(problem.drawn() for problem in self.problems))


class SelfCheckFailed(Exception):
    """A proof or a set of numbers did not survive the independent check: a bug of ours. Exit code 101."""


def refuse(
    code: str, message: str, help: str | None = None, *, span: tuple[int, int] | None = None, loc: Loc = ()
) -> InputError:
    """An `InputError` with a single problem."""
    return InputError([Problem(code, message, help, loc, span)])


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """`did you mean 'get_base_obj'?` for the nearest known word, or None where nothing is near."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else None


def one_of(words: Sequence[str], most: int = 8) -> str:
    """`a, b or c`, cut short with a count after `most` words."""
    if len(words) > most:
        return ", ".join(words[:most]) + f" or {len(words) - most} more"
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else "nothing"


def dotted(loc: Loc) -> str:
    """`variants.H_fh.complexity`, `facts[2]`."""
    text = ""
    for part in loc:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else str(part)
    return text


def visible(text: str) -> str:
    """`text` with every control, escape, C1 and bidirectional sign spelled out, newlines kept out."""
    return "".join(_visible_character(character) for character in text)


_INVISIBLE: Final = {0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0xFEFF, 0x061C, 0x200E, 0x200F, 0x00AD}
_LONGEST_EXCERPT: Final = 100


def _visible_character(character: str) -> str:
    code = ord(character)
    hidden = (
        code < 0x20
        or 0x7F <= code < 0xA0
        or code in _INVISIBLE
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
    )
    if not hidden:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def _excerpt_around(place: Place) -> tuple[str, int]:
    """The part of the source line that shows the column, and the column inside that part."""
    text, column = place.excerpt, place.column
    start = 0
    if len(text) > _LONGEST_EXCERPT:
        start = max(0, min(column - 1 - _LONGEST_EXCERPT // 3, len(text) - _LONGEST_EXCERPT))
        text = text[start : start + _LONGEST_EXCERPT]
    shown_before = visible(text[: column - 1 - start])
    mark = "..." if start else ""
    return mark + shown_before + visible(text[column - 1 - start :]), len(mark) + len(shown_before) + 1

"""The words of a marker, as in a shell: `check that='H_fd never wins'` -> three words, each with its place.

Floor: `essay`, its lowest part. Nothing is evaluated: a word is a key with a value, or a bare name. Quotes
hold a value together and end where they are repeated; there is no escape, since no formula has a quote.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from mesaprior.errors import InputError, Problem
from mesaprior.limits import MARKER_CHARACTERS, MARKER_WORDS

Span = tuple[int, int]
"""Where something stands in the essay's text: from, to."""


@dataclass(frozen=True, slots=True)
class Word:
    """`key=value`, or a `value` alone (`key` empty). `span` is that of all of it, `at` that of the value
    without its quotes."""

    key: str
    value: str
    span: Span
    at: Span


_KEY: Final = re.compile(r"([A-Za-z][A-Za-z0-9_-]*)=")
_QUOTES: Final = "'\""


def refused(code: str, message: str, help: str | None, span: Span) -> InputError:
    """A single problem at a place of the essay."""
    return InputError([Problem(code, message, help, span=span)])


def words_of(text: str, start: int, *, until: str = "") -> tuple[list[Word], int]:
    """The words of `text`, which begins at `start` in the essay, and where they end: at the sign `until`
    where one stands outside quotes, else at the end. Raises `InputError` with a span in the essay."""
    if len(text) > MARKER_CHARACTERS:
        message = f"this marker has {len(text)} characters; {MARKER_CHARACTERS} are allowed"
        help = "put numbers into a scenario of the model, and claims into its claims"
        raise refused("marker-too-long", message, help, (start, start + 1))
    words: list[Word] = []
    place = 0
    while True:
        place += len(text[place:]) - len(text[place:].lstrip())
        if place >= len(text) or (until and text[place] == until):
            return words, place
        word, place = _word(text, place, start, until)
        words.append(word)
        if len(words) > MARKER_WORDS:
            help = "put numbers into a scenario of the model"
            raise refused("too-many-words", f"a marker has at most {MARKER_WORDS} words", help, word.span)


def _word(text: str, first: int, start: int, until: str) -> tuple[Word, int]:
    key = _KEY.match(text, first)
    place = key.end() if key else first
    quote = text[place : place + 1]
    if quote and quote in _QUOTES:
        end = text.find(quote, place + 1)
        if end < 0:
            message = f"the quote {quote} is not closed"
            help = f"close it with {quote}; a comment ends at the first -->, also inside quotes"
            raise refused("unclosed-quote", message, help, (start + place, start + place + 1))
        value, at, after = text[place + 1 : end], (place + 1, end), end + 1
        if after < len(text) and not text[after].isspace() and text[after] != until:
            span = (start + after, start + after + 1)
            raise refused("bad-word", "words are kept apart by a space", "put one after the quote", span)
    else:
        after = place
        while after < len(text) and not text[after].isspace() and text[after] != until:
            after += 1
        value, at = text[place:after], (place, after)
        if any(sign in value for sign in _QUOTES):
            help = "quote the whole value, as in set='c(combine)=12'"
            span = (start + place, start + after)
            raise refused("bad-word", f"there is a quote inside {value!r}", help, span)
    span = (start + first, start + after)
    return Word(key[1] if key else "", value, span, (start + at[0], start + at[1])), after

"""What cannot be read as YAML, in plain words.

The scanner's own sentences speak of tokens and productions; a table turns the ones that people meet into what
to do about it, and the rest into one general sentence.
"""

from collections.abc import Callable
from typing import Any, Final

from yaml.error import MarkedYAMLError

from mesaprior.errors import Place, Problem

_SENTENCES: Final[tuple[tuple[str, str, str | None], ...]] = (
    (
        "mapping values are not allowed",
        "a ':' cannot stand here",
        "put a text that contains ': ' in quotes; if it is a key, check how far the line is indented",
    ),
    (
        "could not find expected ':'",
        "this line has no ':' after its key",
        "an entry is written as key: value",
    ),
    (
        "sequence entries are not allowed",
        "a list cannot begin here",
        "start it on a line of its own, or write [a, b]",
    ),
    ("mapping keys are not allowed", "a '?' cannot stand here", "put the text in quotes"),
    ("found character '\\t'", "a tab cannot stand here", "indent with spaces"),
    ("found character", "no value begins like this", "put the text in quotes"),
    ("found unexpected end of stream", "this quote is never closed", "add the closing quote"),
    ("found unexpected document separator", "this quote is never closed", "add the closing quote"),
    (
        "found unknown escape character",
        "this is no escape sequence",
        "use single quotes, where a backslash is a backslash",
    ),
    ("expected escape sequence", "this escape sequence is not complete", "use single quotes"),
    ("expected ',' or '}'", "this '{' is not closed where it should be", "add ',' or '}'"),
    ("expected ',' or ']'", "this '[' is not closed where it should be", "add ',' or ']'"),
    ("invalid indentation or unclosed", "a bracket is not closed, or this line starts too far left", None),
    (
        "expected <block end>",
        "this does not fit what stands before it",
        "entries of one mapping begin in one column; quotes go around the whole of a text",
    ),
    (
        "expected the node content, but found '<stream end>'",
        "a value or a closing bracket is missing here",
        None,
    ),
    ("expected the node content", "a value is missing here", "write one, or put the text in quotes"),
    ("expected alphabetic or numeric character", "no value begins like this", "put the text in quotes"),
    (
        "expected '<document start>'",
        "this stands outside the model's mapping",
        "start it in the first column",
    ),
    (
        "expected chomping or indentation indicators",
        "only + - or a digit can follow this sign",
        "put the text on the next line, or in quotes",
    ),
    ("expected a comment or a line break", "the text cannot begin on this line", "put it on the next line"),
    ("found undefined tag handle", "a tag (!) cannot be used", "put a text that starts with ! in quotes"),
)

_POINTS_AT_OPENING: Final[tuple[str, ...]] = (
    "could not find expected ':'",
    "found unexpected end of stream",
    "found unexpected document separator",
    "expected ',' or '}'",
    "expected ',' or ']'",
)
"""Here the place to look at is the sign that was opened, not the one where the scanner gave up."""


def syntax_problem(error: MarkedYAMLError, place: Callable[[int, int], Place]) -> Problem:
    """The scanner's or parser's complaint as a problem at its place."""
    said = error.problem or ""
    message, help = next(
        ((sentence, advice) for beginning, sentence, advice in _SENTENCES if said.startswith(beginning)),
        ("this line cannot be read", "put the text in quotes"),
    )
    opening: Any = error.context_mark if said.startswith(_POINTS_AT_OPENING) else None
    mark: Any = opening or error.problem_mark or error.context_mark
    start = mark.index if mark else 0
    return Problem("yaml-syntax", message, help, place=place(start, start + 1))

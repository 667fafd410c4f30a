"""The comments of a Markdown text: those that a reader of the page does not see.

Floor: `essay`. What stands in fenced or indented code or in a code span is text, and so is not found. The
blocks of a text are told by markdown-it, which follows CommonMark; its link definitions are switched off,
since a footnote's text would be taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from mesaprior.essay.source import BOM, LINE_END
from mesaprior.essay.words import Span


@dataclass(frozen=True, slots=True)
class Comment:
    """`<!-- ... -->`: where it stands, and what stands in it from `inner` on. `closed` is False where no
    `-->` follows."""

    span: Span
    inner: int
    body: str
    closed: bool = True
    in_html: bool = False
    """Whether raw HTML is around it, where Markdown sets no code."""


_FRONT: Final = re.compile(
    r"---[ \t]*(\r\n|\n|\r)(.*?(\r\n|\n|\r))??(---|\.\.\.)[ \t]*(\r\n|\n|\r|\Z)", re.DOTALL
)


def front_matter(text: str) -> Span:
    """Where the YAML at the head of a text stands, its lines of dashes included; empty without one."""
    start = len(BOM) if text.startswith(BOM) else 0
    found = _FRONT.match(text, start)
    return (start, found.end()) if found else (start, start)


def comments(text: str) -> Iterator[Comment]:
    """Every comment below the front matter, in order."""
    start = front_matter(text)[1]
    if "<!--" not in text[start:]:
        return
    for segment, is_html in _segments(text, start):
        yield from _in_segment(text, segment, is_html)


def directives(text: str) -> Iterator[tuple[int, str]]:
    """Where fences like ```` ```{note} ```` begin, and what they are called, that hold a mark of ours. MyST
    reads them as text, Quarto runs them, and to Markdown they are code."""
    start = front_matter(text)[1]
    for kind, (low, high), info in _blocks(text, start):
        if kind == "fence" and info.startswith("{") and "<!-- mesaprior" in text[low:high]:
            yield low, info


def _segments(text: str, start: int) -> Iterator[tuple[Span, bool]]:
    """The parts of a text that are no code: paragraphs, headings, and (True) raw HTML."""
    for kind, span, _ in _blocks(text, start):
        if kind in {"inline", "html_block"}:
            yield span, kind == "html_block"


def _blocks(text: str, start: int) -> Iterator[tuple[str, Span, str]]:
    """The kind of each block, its lines, and what stands behind its fence."""
    from markdown_it import MarkdownIt  # not for a text in LaTeX

    lines = [start, *(found.end() for found in LINE_END.finditer(text, start))]
    if lines[-1] != len(text):
        lines.append(len(text))
    parser = MarkdownIt("commonmark").disable(["reference"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    for token in parser.parse(LINE_END.sub("\n", text[start:])):
        if token.map is not None:
            low, high = token.map
            yield token.type, (lines[low], lines[min(high, len(lines) - 1)]), token.info.strip()


_SIGNS: Final = re.compile(r"<!--|\\.|`+", re.DOTALL)


def _in_segment(text: str, segment: Span, is_html: bool) -> Iterator[Comment]:
    place, end = segment
    while found := _SIGNS.search(text, place, end):
        place = found.end()
        sign = found[0]
        if sign == "<!--":
            close = text.find("-->", found.start() + 2, end)  # `<!-->` is a comment, too
            if close < 0:
                yield Comment((found.start(), end), place, text[place:end], False, is_html)
                return
            yield Comment((found.start(), close + 3), place, text[place : max(place, close)], True, is_html)
            place = close + 3
        elif is_html:
            place = found.start() + 1 if sign[0] == "\\" else place
        elif sign[0] == "`":
            place = _after_code(text, place, end, len(sign))


def _after_code(text: str, place: int, end: int, ticks: int) -> int:
    """Where the code span ends that so many ticks before `place` begin; `place` where none is closed."""
    for found in re.compile("`+").finditer(text, place, end):
        if len(found[0]) == ticks:
            return found.end()
    return place

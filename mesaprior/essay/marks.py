"""The marks of a Markdown essay: results to keep up to date, claims, the model that is meant.

Floor: `essay`. `<!-- mesaprior: WORDS -->...<!-- /mesaprior HASH -->`, `<!-- mesaprior-claim: CLAIM -->`,
`<!-- mesaprior-model: PATH -->` or `mesaprior: PATH` in the front matter. A comment that begins with another
word is somebody else's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from mesaprior.errors import InputError, Problem, did_you_mean
from mesaprior.essay.comments import Comment, comments, front_matter
from mesaprior.essay.recipes import KINDS, Recipe, recipe_of
from mesaprior.essay.source import BOM, Essay
from mesaprior.essay.words import Span, Word, refused, words_of
from mesaprior.limits import ESSAY_MARKERS

END_MARK: Final = "<!-- /mesaprior -->"
CLAIM_OPTIONS: Final = ("expect", "assuming")
VERDICTS: Final = ("proved", "refuted", "undecided")


@dataclass(frozen=True)
class Marker:
    """A result inside a text: what it asks, where what was written stands (`content`), and the end mark with
    its hash. `prefix` stands before a mark on a line of its own, and before each line of what it holds; it
    is None for a result inside a line. `in_html`: raw HTML is around it. `figure`: the hashes of a figure."""

    recipe: Recipe
    start: Span
    content: Span
    end: Span
    hash: str | None
    prefix: str | None = None
    in_html: bool = False
    figure: str | None = None

    @property
    def is_block(self) -> bool:
        return self.prefix is not None


@dataclass(frozen=True)
class EssayClaim:
    """A claim beside a sentence: its text, what is expected of it, what it assumes, and their places."""

    text: str
    at: Span
    span: Span
    expect: Word | None = None
    assuming: tuple[Word, ...] = ()


@dataclass(frozen=True)
class NamedModel:
    """The model that an essay names for itself."""

    name: str
    span: Span


@dataclass(frozen=True)
class Value:
    r"""`\mpval{KEY}` in LaTeX: the key as TeX reads it, what it asks, and where."""

    key: str
    recipe: Recipe
    span: Span


@dataclass
class Marks:
    """Everything of ours in one essay. `silent`: marks that leave nothing on the page."""

    markers: list[Marker] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)
    claims: list[EssayClaim] = field(default_factory=list)
    model: NamedModel | None = None
    silent: list[Span] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


_MARK: Final = re.compile(r"\s*(/?)mesaprior(-[A-Za-z]+)?(?![A-Za-z0-9_-])[ \t\r\n]*(:?)", re.ASCII)
_HASHES: Final = re.compile(r"([0-9a-f]{4,64})?(?: ([0-9a-f]{16}))?")
_PATH: Final = re.compile(
    r"mesaprior:[ \t]+(?:(['\"])(.*?)\1|([^'\"#\s][^#\r\n]*?))[ \t]*(?:[ \t]#.*)?$", re.ASCII
)


def marks_of(essay: Essay) -> Marks:
    """The marks of an essay; what is wrong with them is among its `problems`, with spans."""
    found = Finder(essay.text)
    found.of_front_matter()
    for comment in comments(essay.text):
        found.add(comment)
    found.close()
    return found.marks


class Finder:
    """The marks found so far, and the start mark that waits for its end."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.marks = Marks()
        self.open: tuple[Comment, Recipe | None] | None = None

    def of_front_matter(self) -> None:
        start, end = front_matter(self.text)
        place = start
        for line in self.text[start:end].splitlines(keepends=True):
            found = _PATH.match(line.rstrip("\r\n"))
            if found:
                group = 2 if found[1] else 3
                self._name(found[group].strip(), (place + found.start(group), place + found.end(group)))
            place += len(line)

    def add(self, comment: Comment, *, is_html: bool = True) -> None:
        """One comment, which may be somebody else's. `is_html`: not one of LaTeX."""
        mark = _MARK.match(comment.body)
        if mark is None:
            return
        try:
            self._add(comment, mark, is_html)
        except InputError as error:
            self.marks.problems += error.problems

    def _add(self, comment: Comment, mark: re.Match[str], is_html: bool) -> None:
        slash, what, colon = mark[1], mark[2] or "", mark[3]
        if not comment.closed:
            message = "this comment does not end before the paragraph does"
            raise refused("unclosed-comment", message, "close it with -->", comment.span)
        rest, start = comment.body[mark.end() :], comment.inner + mark.end()
        starts = bool(colon) and not what and not slash
        if starts:
            self._open(comment)
        if "--" in comment.body and is_html and (starts or what):
            at = comment.inner + comment.body.index("--")
            help = "the words of a marker have no dashes: scenario=worked; a minus sign twice is - -"
            raise refused("bad-marker", "-- cannot stand in a comment of HTML", help, (at, at + 2))
        if starts:
            self.open = (comment, recipe_of(rest, start))
        elif slash:
            self._end(comment, rest)
        elif what == "-claim":
            self.marks.silent.append(comment.span)
            self.count(comment.span)
            self.marks.claims.append(_claim(rest, start - len(colon), comment.span, bool(colon)))
        elif what == "-model":
            self.marks.silent.append(comment.span)
            self._name(rest.strip(), comment.span)
        else:
            self._unknown(comment, what, rest)

    def _unknown(self, comment: Comment, what: str, rest: str) -> None:
        if what:
            known = ["mesaprior-claim", "mesaprior-model", "mesaprior"]
            help = did_you_mean(f"mesaprior{what}", known) or f"the marks are {', '.join(known)}"
            raise refused("unknown-mark", f"unknown mark 'mesaprior{what}'", help, comment.span)
        words = rest.split()
        if words and words[0] in KINDS:  # else it is a remark that happens to begin with our name
            help = f"write mesaprior: {' '.join(words)[:80]}"
            raise refused("bad-marker", "a colon must follow the word mesaprior", help, comment.span)

    def _open(self, comment: Comment) -> None:
        """A marker begins; whatever is wrong with its words, an end mark will follow."""
        if self.open is not None:
            line = f"the one before it, {_words(self.open[0])}, is still open"
            self.marks.problems.append(
                Problem("nested-marker", f"a marker begins here and {line}", f"end that one: {END_MARK}",
                        span=comment.span)
            )  # fmt: skip
        self.open = (comment, None)
        self.count(comment.span)

    def _end(self, comment: Comment, rest: str) -> None:
        opened, self.open = self.open, None
        if opened is None:
            help = f"take it away, or begin before it: <!-- mesaprior: {KINDS['wins'].example} -->"
            raise refused("no-start", "no marker is open that could end here", help, comment.span)
        hashes = _HASHES.fullmatch(" ".join(rest.split()))
        if hashes is None:
            help = f"the tool writes it; to begin with: {END_MARK}"
            raise refused("bad-hash", f"{rest.strip()[:40]!r} is no hash of this tool", help, comment.span)
        first, recipe = opened
        if recipe is None:
            return
        content = (first.span[1], comment.span[0])
        prefix = None
        if re.search(r"[\r\n]", self.text[content[0] : content[1]]):
            prefix = self._prefix(first.span, comment.span)
        self._check_shape(recipe, prefix, first.span)
        marker = Marker(
            recipe, first.span, content, comment.span, hashes[1], prefix, first.in_html, hashes[2]
        )
        self.marks.markers.append(marker)

    def _prefix(self, first: Span, last: Span) -> str:
        """What stands before both marks of a block. Raises `InputError` where they share their lines."""
        for span in (first, last):
            line_start, line_end = line_around(self.text, span)
            before, after = self.text[line_start : span[0]].lstrip(BOM), self.text[span[1] : line_end]
            if before.strip(" \t>") or after.strip():
                help = "put both marks and what they hold on one line, or each mark on a line of its own"
                raise refused("mixed-marker", "this mark shares its line with other text", help, span)
        line_start, _ = line_around(self.text, first)
        return self.text[line_start : first[0]].lstrip(BOM)

    def _check_shape(self, recipe: Recipe, prefix: str | None, span: Span) -> None:
        kind = KINDS[recipe.kind]
        if prefix is None and not kind.inline:
            message = f"{recipe.kind} is a table, and its marks stand inside a line"
            raise refused("no-short-value", message, "put each mark on a line of its own", span)
        if prefix is not None and not kind.block:
            message = f"{recipe.kind} is a short value, and its marks stand on lines of their own"
            raise refused("no-table", message, "put both marks on one line", span)

    def count(self, span: Span) -> None:
        if len(self.marks.markers) + len(self.marks.values) + len(self.marks.claims) >= ESSAY_MARKERS:
            message = f"an essay has at most {ESSAY_MARKERS} markers and claims"
            raise refused("too-many-markers", message, "split it into chapters", span)

    def _name(self, name: str, span: Span) -> None:
        if not name:
            help = "write <!-- mesaprior-model: model.yaml -->"
            raise refused("no-model", "no model is named", help, span)
        if self.marks.model is not None:
            message = f"the essay has named its model already: {self.marks.model.name}"
            help = "name it once; another model for one result: model=..."
            self.marks.problems.append(Problem("said-twice", message, help, span=span))
            return
        self.marks.model = NamedModel(name, span)

    def close(self) -> None:
        if self.open is not None:
            comment = self.open[0]
            message = f"the marker {_words(comment)} has no end"
            help = f"write {END_MARK} behind it; code is not looked into"
            self.marks.problems.append(Problem("unclosed-marker", message, help, span=comment.span))


def _words(comment: Comment) -> str:
    """What a start mark asks, for a message."""
    said = " ".join(comment.body.split()).removeprefix("mesaprior").lstrip(" :")
    return repr(said if len(said) <= 60 else said[:57] + "...")


def _claim(rest: str, start: int, span: Span, is_plain: bool) -> EssayClaim:
    """`: H_fd never wins`, `expect=refuted: t(H_fh) < t(H_sd)`; `rest` is what follows the mark's name,
    without the colon where it follows at once (`is_plain`)."""
    words: list[Word] = []
    if not is_plain:
        words, length = words_of(rest, start, until=":")
        if length >= len(rest):
            help = "write <!-- mesaprior-claim: H_fd never wins -->, or mesaprior-claim expect=refuted: ..."
            raise refused("bad-marker", "a colon must stand before the claim", help, span)
        rest, start = rest[length:], start + length
        rest = rest[1:]
    start += 1
    problems: list[Problem] = []
    for word in words:
        if word.key not in CLAIM_OPTIONS:
            said = word.key or word.value
            help = did_you_mean(said, CLAIM_OPTIONS) or "a claim takes expect=... and assuming='...'"
            problems.append(
                Problem("unknown-word", f"unknown word {said!r} before a claim", help, span=word.span)
            )
        elif word.key == "expect" and word.value not in VERDICTS:
            help = did_you_mean(word.value, VERDICTS) or f"a verdict is {', '.join(VERDICTS)}"
            problems.append(Problem("unknown-choice", f"no verdict {word.value!r}", help, span=word.at))
    expected = [word for word in words if word.key == "expect"]
    if len(expected) > 1:
        problems.append(
            Problem("said-twice", "expect is given twice", "leave one out", span=expected[1].span)
        )
    lead = len(rest) - len(rest.lstrip())
    text = re.sub(r"[\r\n]", " ", rest.strip())
    if not text:
        problems.append(Problem("empty-marker", "nothing is claimed", "as in H_fd never wins", span=span))
    if problems:
        raise InputError(problems)
    assuming = tuple(word for word in words if word.key == "assuming")
    at = (start + lead, start + lead + len(text))
    return EssayClaim(text, at, span, expected[0] if expected else None, assuming)


def line_around(text: str, span: Span) -> Span:
    """From the start of the line on which a span begins to the end of the line on which it ends, line ends
    left out."""
    start = max(text.rfind("\n", 0, span[0]), text.rfind("\r", 0, span[0])) + 1
    found = re.compile(r"[\r\n]").search(text, span[1])
    return start, found.start() if found else len(text)

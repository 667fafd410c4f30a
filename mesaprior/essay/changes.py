"""What keeping one essay up to date changes in it: nothing outside its markers, to the byte.

Floor: `essay`. Works on texts and answers with texts; the doors read, print and write.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import unified_diff
from pathlib import Path
from typing import Final

from mesaprior.errors import InputError, Problem
from mesaprior.essay.answers import Answers, model_span
from mesaprior.essay.comments import front_matter
from mesaprior.essay.marks import Marker, Marks, line_around, marks_of
from mesaprior.essay.models import Models
from mesaprior.essay.source import BOM, LINE_END, Essay, in_order
from mesaprior.render import render
from mesaprior.render.short import short_html, short_markdown

HASH_DIGITS: Final = 8
"""Hexadecimal digits of the hash in an end mark: an edit goes unnoticed once in four milliards."""


@dataclass(frozen=True)
class Placed:
    """One result and where it stands. `before`: what is there; `after`: what belongs there."""

    marker: Marker
    before: str
    after: str

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody else wrote what stands there, and it says something else."""
        prefix = self.marker.prefix
        core = _core(self.before, prefix)
        return bool(core) and core != _core(self.after, prefix) and self.marker.hash != hash_of(core)

    @property
    def hash(self) -> str:
        """The hash of what belongs there."""
        return hash_of(_core(self.after, self.marker.prefix))

    @property
    def is_stale(self) -> bool:
        return self.before != self.after or self.marker.hash != self.hash


def hash_of(core: str) -> str:
    """The short hash of what was written."""
    return hashlib.sha256(core.encode()).hexdigest()[:HASH_DIGITS]


def _core(content: str, prefix: str | None) -> str:
    """What was written, without what editors and version control change by themselves: line ends, space at
    the ends of lines, empty lines around it, and the indentation that it shares with its marks."""
    if prefix is None:
        return content
    lines = (line.removeprefix(prefix).rstrip() for line in LINE_END.split(content))
    bare = prefix.rstrip()
    return "\n".join("" if line == bare else line for line in lines).strip("\n")


@dataclass(frozen=True)
class Entry:
    """One result as it is told: the essay's line, what was asked, what stands there and what belongs."""

    line: int
    asks: str
    was: str
    becomes: str
    stale: bool

    def to_dict(self) -> dict[str, object]:
        return {
            "line": self.line,
            "asks": self.asks,
            "was": self.was,
            "is": self.becomes,
            "stale": self.stale,
        }


@dataclass(frozen=True)
class Rendered:
    """One essay, and what its file (`target`: itself, or the macros of a LaTeX essay) becomes.

    `before` is what the file holds, None where there is none. `by_hand`: edits that nothing overwrites
    without being told to; `remarks`: what its writer should know.
    """

    essay: Essay
    target: str
    before: str | None
    after: str | None
    entries: tuple[Entry, ...]
    by_hand: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def stale(self) -> int:
        """How many results say something else than what belongs there."""
        return sum(entry.stale for entry in self.entries)

    @property
    def is_changed(self) -> bool:
        return self.before != self.after

    def diff(self) -> str:
        """The change as a unified diff; empty where nothing changes."""
        return diff_of(self.target, self.before or "", self.after or "")

    def files(self) -> dict[Path, str]:
        """What has to be written."""
        return {Path(self.target): self.after} if self.is_changed and self.after is not None else {}

    def to_dict(self) -> dict[str, object]:
        return {
            "essay": self.essay.name,
            "file": self.target,
            "changed": self.is_changed,
            "edited_by_hand": [problem.place.line for problem in self.by_hand if problem.place],
            "results": [entry.to_dict() for entry in self.entries],
        }


def diff_of(name: str, before: str, after: str) -> str:
    """A unified diff of two texts, line ends shown as they are."""
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in unified_diff(_lines(before), _lines(after), name, name)
    )


def _lines(text: str) -> list[str]:
    """Lines that end in a newline and nothing else, as diffs count them."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)


# --- one essay ----------------------------------------------------------------------------------------


def rendered(
    essay: Essay, models: Models, seconds: float, *, force: bool = False, spelling: str | None = None
) -> Rendered:
    """What a Markdown essay becomes; with a `spelling`, what its copy without marks says. Raises `InputError`
    with everything that is wrong in it."""
    marks = marks_of(essay)
    problems = list(marks.problems)
    results = list(_results(essay, marks, models, seconds, spelling or "markdown", problems))
    if problems:
        raise InputError(in_order(essay, problems))
    by_hand = () if force else tuple(_by_hand(essay, result) for result in results if result.is_by_hand)
    after = _put_in(essay.text, results) if spelling is None else _stripped(essay.text, marks, results)
    entries = tuple(_entry(essay, result) for result in results)
    remarks = tuple(_remarks(essay, marks))
    if spelling is None and not by_hand:
        _check_stays(essay, after, results)
    return Rendered(essay, essay.name, essay.text, after, entries, by_hand, remarks)


def _entry(essay: Essay, result: Placed) -> Entry:
    marker = result.marker
    asks = " ".join(essay.text[slice(*marker.recipe.span)].split())
    line = essay.line_of(marker.start[0])
    return Entry(line, asks, result.before, result.after, result.is_stale)


def _results(
    essay: Essay, marks: Marks, models: Models, seconds: float, spelling: str, problems: list[Problem]
) -> Iterator[Placed]:
    broken: set[str | None] = set()
    for marker in marks.markers:
        said = marker.recipe.option("model")
        name = said or (marks.model.name if marks.model else None)
        if name in broken:
            continue
        try:
            model = models.named(name, essay)
        except InputError as error:
            broken.add(name)
            span = marks.model.span if marks.model and not said else model_span(marker.recipe)
            problems += [_at(problem, span) for problem in error.problems]
            continue
        try:
            after = _content(essay.text, marker, Answers(model, seconds), spelling)
        except InputError as error:
            problems += error.problems
            continue
        yield Placed(marker, essay.text[marker.content[0] : marker.content[1]], after)


def _at(problem: Problem, span: tuple[int, int]) -> Problem:
    return problem if problem.place is not None else replace(problem, span=span)


def _content(text: str, marker: Marker, answers: Answers, spelling: str) -> str:
    """What belongs between the marks, with the line ends and the indentation of the start mark."""
    if marker.prefix is None:
        spell = short_html if marker.in_html else short_markdown
        return spell(answers.short(marker.recipe)[0])
    body = render(answers.document(marker.recipe), spelling).rstrip("\n").split("\n")
    found = LINE_END.search(text, marker.start[1])
    newline = found[0] if found else "\n"
    bare = marker.prefix.rstrip()
    lines = ["", bare, *(f"{marker.prefix}{line}" if line else bare for line in body), bare, marker.prefix]
    return newline.join(lines)


def _put_in(text: str, results: list[Placed]) -> str:
    pieces: list[str] = []
    place = 0
    for result in results:
        if not result.is_stale:
            continue
        marker = result.marker
        pieces += [text[place : marker.content[0]], result.after, f"<!-- /mesaprior {result.hash} -->"]
        place = marker.end[1]
    return "".join([*pieces, text[place:]])


def _remarks(essay: Essay, marks: Marks) -> Iterator[str]:
    """Lines that Markdown reads otherwise than their writer will have thought."""
    for marker in marks.markers:
        start, end = line_around(essay.text, marker.start)
        begins = not essay.text[start : marker.start[0]].strip(" \t>")
        if marker.in_html and not marker.is_block and begins and essay.text[marker.end[1] : end].strip():
            said = "a line that begins with a mark is raw HTML to Markdown, its emphasis, code and links too"
            yield f"{essay.name}:{essay.line_of(marker.start[0])}: {said}; let a word stand before it"


def _by_hand(essay: Essay, result: Placed) -> Problem:
    start, end = result.marker.content
    lead = len(result.before) - len(result.before.lstrip(" \t\r\n>" if result.marker.is_block else " "))
    shown = " ".join(_core(result.after, result.marker.prefix).split())
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    return Problem(
        "edited-by-hand",
        "what stands here was not written by mesaprior",
        f"take it out, or --force to put in: {shown}",
        place=essay.place((start + lead, max(start + lead + 1, end))),
    )


def _check_stays(essay: Essay, after: str, results: list[Placed]) -> None:
    """Reads the new text again: every result must be found there, up to date. A mark that lies where Markdown
    takes what follows for code would be lost."""
    again = marks_of(Essay(essay.name, after)).markers
    kept = [(marker.recipe.kind, after[slice(*marker.content)], marker.hash) for marker in again]
    for place, result in enumerate(results):
        if kept[place : place + 1] != [(result.marker.recipe.kind, result.after, result.hash)]:
            help = "begin the line with it, or let it follow the text of a list item"
            message = "Markdown would take what is written here for code"
            problem = Problem("no-room", message, help, span=result.marker.start)
            raise InputError(in_order(essay, [problem]))


# --- without the marks --------------------------------------------------------------------------------


def _stripped(text: str, marks: Marks, results: list[Placed]) -> str:
    """The essay with its results and without marks and front matter, for a place that shows them as text."""
    edits = [(0, front_matter(text)[1], ""), *((*_with_line(text, span), "") for span in marks.silent)]
    for result in results:
        marker = result.marker
        if marker.prefix is None:
            edits.append((marker.start[0], marker.end[1], result.after))
            continue
        start, _ = line_around(text, marker.start)
        _, end = line_around(text, marker.end)
        found = LINE_END.search(text, marker.start[1])
        assert found is not None  # a block has lines
        edits.append((start, end, found[0].join(LINE_END.split(result.after)[2:-2])))
    pieces, place = [], 0
    for start, end, put in sorted(edits):
        pieces += [text[place:start], put]
        place = max(place, end)
    return "".join([*pieces, text[place:]]).lstrip("\r\n")


def _with_line(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """A mark that leaves nothing on the page, with its line where nothing else stands on it."""
    start, end = line_around(text, span)
    if (text[start : span[0]].lstrip(BOM) + text[span[1] : end]).strip():
        return span
    found = LINE_END.match(text, end)
    return start, found.end() if found else end

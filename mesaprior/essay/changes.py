"""What keeping one essay up to date changes in it: nothing outside its markers, to the byte.

Floor: `essay`. Works on texts and answers with texts; the doors read, print and write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from mesaprior.errors import InputError, Problem, visible
from mesaprior.essay.answers import Answers, model_span
from mesaprior.essay.comments import directives
from mesaprior.essay.copies import without_marks
from mesaprior.essay.flavours import Flavour, flavour_of
from mesaprior.essay.marks import Marker, Marks, line_around, marks_of
from mesaprior.essay.models import Models
from mesaprior.essay.records import Entry, Placed, Rendered, core_of
from mesaprior.essay.source import LINE_END, Essay, in_order
from mesaprior.render.short import short_html


def rendered(
    essay: Essay, models: Models, seconds: float, *, force: bool = False, spelling: str | None = None
) -> Rendered:
    """What a Markdown essay becomes; with a `spelling`, what its copy without marks says. Raises `InputError`
    with everything that is wrong in it."""
    marks = marks_of(essay)
    problems = list(marks.problems)
    results = list(_results(essay, marks, models, seconds, flavour_of(essay, spelling), problems))
    problems += _same_files(results)
    if problems:
        raise InputError(in_order(essay, problems))
    figures = tuple(result.figure for result in results if result.figure and spelling is None)
    over = _drawn_over(essay, results) if spelling is None else ()
    by_hand = () if force else (*_edited(essay, results), *over)
    after = _put_in(essay.text, results) if spelling is None else without_marks(essay.text, marks, results)
    entries = tuple(_entry(essay, result) for result in results)
    remarks = (*_remarks(essay, marks), *_directives(essay))
    if spelling is None and not by_hand:
        _check_stays(essay, after, results)
    return Rendered(essay, essay.name, essay.text, after, entries, by_hand, remarks, figures)


def _entry(essay: Essay, result: Placed) -> Entry:
    marker = result.marker
    asks = " ".join(essay.text[slice(*marker.recipe.span)].split())
    line = essay.line_of(marker.start[0])
    return Entry(line, asks, result.before, result.after, result.is_stale)


def _results(
    essay: Essay, marks: Marks, models: Models, seconds: float, flavour: Flavour, problems: list[Problem]
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
            yield _placed(essay, marker, Answers(model, seconds), flavour)
        except InputError as error:
            problems += error.problems


def _placed(essay: Essay, marker: Marker, answers: Answers, flavour: Flavour) -> Placed:
    before = essay.text[marker.content[0] : marker.content[1]]
    if marker.prefix is None:
        spell = short_html if marker.in_html else flavour.short
        return Placed(marker, before, spell(answers.short(marker.recipe)[0]))
    if marker.recipe.kind == "plot":
        figure = answers.figure(marker.recipe, essay, marker.figure)
        return Placed(marker, before, _block(essay.text, marker, marker.prefix, figure.link), figure)
    body = flavour.block(answers.document(marker.recipe))
    return Placed(marker, before, _block(essay.text, marker, marker.prefix, body))


def _same_files(results: list[Placed]) -> Iterator[Problem]:
    """Figures that would overwrite one another."""
    taken: set[Path] = set()
    for result in results:
        if result.figure and result.figure.path in taken:
            message = f"another figure of this essay goes to {result.figure.name}"
            span = next(word.at for word in result.marker.recipe.words if word.key == "output")
            yield Problem("said-twice", message, "give each its own name", span=span)
        taken |= {result.figure.path} if result.figure else set()


def _at(problem: Problem, span: tuple[int, int]) -> Problem:
    return problem if problem.place is not None else replace(problem, span=span)


def _block(text: str, marker: Marker, prefix: str, said: str) -> str:
    """What belongs between the marks, with the line ends and the indentation of the start mark."""
    body = said.rstrip("\n").split("\n")
    found = LINE_END.search(text, marker.start[1])
    newline = found[0] if found else "\n"
    bare = prefix.rstrip()
    lines = ["", bare, *(f"{prefix}{line}" if line else bare for line in body), bare, prefix]
    return newline.join(lines)


def _put_in(text: str, results: list[Placed]) -> str:
    pieces: list[str] = []
    place = 0
    for result in results:
        if not result.is_stale:
            continue
        marker = result.marker
        pieces += [text[place : marker.content[0]], result.after, result.end_mark]
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


def _directives(essay: Essay) -> Iterator[str]:
    """Marks that their writer may take for live, and Markdown for code."""
    if "{" in essay.text and "<!-- mesaprior" in essay.text:
        for start, info in directives(essay.text):
            said = f"marks inside a fence {info} are code and left alone; MyST takes text between :::{info}"
            yield f"{essay.name}:{essay.line_of(start)}: {visible(said[:200])} and :::"


def _edited(essay: Essay, results: list[Placed]) -> Iterator[Problem]:
    """Texts inside marks that somebody else wrote."""
    yield from (_by_hand(essay, result) for result in results if result.is_by_hand)


def _drawn_over(essay: Essay, results: list[Placed]) -> Iterator[Problem]:
    """Files where a figure should go that somebody else made or changed."""
    for result in results:
        if result.figure and result.figure.is_by_hand:
            word = next(word for word in result.marker.recipe.words if word.key == "output")
            message = f"the picture {result.figure.name} was not drawn by mesaprior, or was changed since"
            help = "give the figure another name, or --force to overwrite"
            yield Problem("edited-by-hand", message, help, place=essay.place(word.at))


def _by_hand(essay: Essay, result: Placed) -> Problem:
    start, end = result.marker.content
    lead = len(result.before) - len(result.before.lstrip(" \t\r\n>" if result.marker.is_block else " "))
    shown = " ".join(core_of(result.after, result.marker.prefix).split())
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
    kept = [(found.recipe.kind, after[slice(*found.content)], (found.hash, found.figure)) for found in again]
    for place, result in enumerate(results):
        if kept[place : place + 1] != [(result.marker.recipe.kind, result.after, result.hashes)]:
            help = "begin the line with it, or let it follow the text of a list item"
            message = "Markdown would take what is written here for code"
            problem = Problem("no-room", message, help, span=result.marker.start)
            raise InputError(in_order(essay, [problem]))

"""From a problem in a model back to the characters that caused it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mesaprior.errors import InputError, Loc, Place, Problem
from mesaprior.limits import MOST_PROBLEMS
from mesaprior.loading.nodes import Listing, Mapping, Node, Source, Text
from mesaprior.spec import KEY
from mesaprior.spec.text import canonical_term


class SourceMap:
    """Where every value of a model stands in the files that it was read from.

    Without a `root` (a model made in Python) problems come back as they are.
    """

    def __init__(self, root: Mapping | None = None, sources: Sequence[Source] = ()) -> None:
        self._root = root
        self._ranks = {source.name: rank for rank, source in enumerate(sources)}

    def locate(self, problem: Problem) -> Problem:
        """The same problem with its `place`: that of the span in the value at `loc`, of the value, of the key
        (`loc` ends with "[key]"), or of the nearest thing around it that exists."""
        if problem.place is not None or self._root is None:
            return problem
        path, key = self._walk(problem.loc)
        return replace(problem, place=_place(path[-1], key, problem.span))

    def error(self, problems: Iterable[Problem]) -> InputError:
        """All `problems` located, in the order of the text, the model's own file first."""
        located = dict.fromkeys(self.locate(problem) for problem in problems)
        ordered = sorted(located, key=self._position)
        if len(ordered) > MOST_PROBLEMS:
            ordered[MOST_PROBLEMS:] = [Problem("more-problems", "further problems are not shown")]
        return InputError(ordered)

    def question_error(self, problems: Iterable[Problem]) -> InputError:
        """All problems of a question, in their order; only what has a `loc` lies in the file."""
        return InputError(self.locate(problem) if problem.loc else problem for problem in problems)

    def was_refused(self, loc: Loc) -> bool:
        """Whether something on the way to the value at `loc` has been refused already."""
        if self._root is None or loc[-1:] == (KEY,):
            return False
        return any(node.refused for node in self._walk(loc)[0])

    def _walk(self, loc: Loc) -> tuple[list[Node], Text | None]:
        """The nodes on the way to `loc`, as far as there are any, and the key where the key is meant."""
        assert self._root is not None
        path: list[Node] = [self._root]
        key: Text | None = None
        for step, part in enumerate(loc):
            found = _child(path[-1], part)
            if found is None:
                return path, key if part == KEY and step == len(loc) - 1 else None
            key = found[0]
            path.append(found[1])
        return path, None

    def _position(self, problem: Problem) -> tuple[int, int, int]:
        place = problem.place
        return (-1, 0, 0) if place is None else (self._ranks.get(place.source, 0), place.line, place.column)


def _child(node: Node, part: str | int) -> tuple[Text | None, Node] | None:
    """The key, if any, and the value that `part` leads to; a term may be spelt otherwise in the file."""
    if isinstance(node, Mapping):
        if str(part) in node.entries:
            return node.entries[str(part)]
        if part != KEY:
            return next((node.entries[key] for key in node.entries if canonical_term(key) == part), None)
    elif isinstance(node, Listing) and isinstance(part, int) and 0 <= part < len(node.items):
        return None, node.items[part]
    return None


def _place(node: Node, key: Text | None, span: tuple[int, int] | None) -> Place:
    if key is not None:
        return key.place
    if isinstance(node, Text):
        return _place_in_text(node, span)
    if isinstance(node, Mapping) and node.source.text[node.start : node.start + 1] != "{":
        first = next((key for key, _ in node.entries.values() if key.source is node.source), None)
        if first is not None and first.start == node.start:
            return first.place
    return node.source.place(node.start, node.start + 1)


def _place_in_text(node: Text, span: tuple[int, int] | None) -> Place:
    """The characters of a span: exact where the text stands in the file as it is, else the whole text."""
    raw = node.source.text[node.start : node.end]
    quotes = 1 if raw[1:-1] == node.value and not node.is_plain else 0
    if span is None or (raw != node.value and not quotes):
        return node.place
    start, end = span
    start = min(start, len(node.value))
    return node.source.place(node.start + quotes + start, node.start + quotes + max(end, start + 1))

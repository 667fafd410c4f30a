"""The tree of a model file: every key and value knows its text and its place in it."""

from bisect import bisect_right
from itertools import accumulate
from pathlib import Path
from typing import Any

from mesaprior.errors import Place


class Source:
    """One text that a model is read from: what people call it, and the file that it is, if it is one.

    Places are counted in the text's own lines, which end in a newline and nothing else.
    """

    __slots__ = ("_ends", "_lines", "name", "path", "text")

    def __init__(self, name: str, text: str, path: Path | None = None) -> None:
        self.name = name
        self.text = text
        self.path = path
        self._lines: list[str] = []
        self._ends: list[int] = []

    def place(self, start: int, end: int) -> Place:
        """The place of the characters from `start` to `end`, or to the end of their first line."""
        if not self._lines:  # most texts never need one
            self._lines = self.text.split("\n")
            self._ends = list(accumulate(len(line) + 1 for line in self._lines))
        line = min(bisect_right(self._ends, start), len(self._lines) - 1)
        column = start - (self._ends[line - 1] if line else 0)
        excerpt = self._lines[line].removesuffix("\r")
        width = min(end - start, len(excerpt) - column)
        return Place(self.name, line + 1, column + 1, excerpt, max(1, width))


class Node:
    """A value and where it stands. `refused`: a problem with it has been said, so nothing more is."""

    __slots__ = ("end", "refused", "source", "start")

    def __init__(self, source: Source, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self.refused = False

    @property
    def place(self) -> Place:
        return self.source.place(self.start, self.end)


class Text(Node):
    """A scalar. `value` is the text it stands for, without quotes, escapes and folding."""

    __slots__ = ("is_plain", "value")

    def __init__(self, source: Source, start: int, end: int, value: str, is_plain: bool) -> None:
        super().__init__(source, start, end)
        self.value = value
        self.is_plain = is_plain

    @property
    def is_null(self) -> bool:
        """Nothing, `~` or `null`, without quotes."""
        return self.is_plain and self.value in {"", "~", "null", "Null", "NULL"}


class Listing(Node):
    """A list."""

    __slots__ = ("items",)

    def __init__(self, source: Source, start: int, end: int, items: list[Node]) -> None:
        super().__init__(source, start, end)
        self.items = items


class Mapping(Node):
    """A mapping: each key's text leads to the key and the value."""

    __slots__ = ("entries",)

    def __init__(self, source: Source, start: int, end: int, entries: dict[str, tuple[Text, Node]]) -> None:
        super().__init__(source, start, end)
        self.entries = entries

    def value(self, key: str) -> Node | None:
        return self.entries[key][1] if key in self.entries else None


def plain(node: Node) -> Any:
    """The tree as dicts, lists and text; None for what is nothing."""
    match node:
        case Mapping():
            return {key: plain(value) for key, (_, value) in node.entries.items()}
        case Listing():
            return [plain(item) for item in node.items]
        case Text():
            return None if node.is_null else node.value
    return None

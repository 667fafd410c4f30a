"""YAML text to a tree in which every key and value knows its place.

Every scalar stays text: 0.30000000000000000001 is not 0.3, and `no` is not False. The tree is built from the
events of PyYAML's own scanner (the one written in C crashed on 100,000 brackets); what a model has no use
for (tags, anchors, aliases, merge keys, a second document) is refused here, and the reading goes on wherever
a tree can still be made, so that everything wrong with a file is said at once.
"""

from typing import Any, Final

from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from mesaprior import limits
from mesaprior.errors import Problem
from mesaprior.loading.nodes import Listing, Mapping, Node, Source, Text
from mesaprior.loading.syntax import syntax_problem
from mesaprior.spec.text import control_character


def read_tree(source: Source) -> tuple[Mapping | None, list[Problem]]:
    """The tree of a model file, None where there is none to be had, and what is wrong with the YAML."""
    reading = _Reading(source)
    problems = reading.control_characters()
    if problems:
        return None, problems
    try:
        root = reading.document()
    except _Unreadable:
        return None, reading.problems
    return root, reading.problems


class _Unreadable(Exception):
    """The rest of the text cannot be read; the problem has been kept."""


class _Events(Reader, Scanner, Parser):
    """PyYAML's stages up to events, which are all that is wanted."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


class _Reading:
    """One pass over the events of one text."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._events: Any = None

    def control_characters(self) -> list[Problem]:
        """The first few signs that no text file should hold; with one of them YAML is not begun."""
        found: list[Problem] = []
        text, start = self.source.text.replace("\r\n", " \n"), 0
        while len(found) < 10 and (offset := control_character(text[start:])) is not None:
            start += offset + 1
            found.append(self._problem(*_control(text[start - 1]), start - 1, start))
        return found

    def document(self) -> Mapping | None:
        self._events = _Events(self.source.text)
        self._next()
        event = self._next()
        if isinstance(event, StreamEndEvent):
            self._refuse(*_EMPTY, 0, 0)
            return None
        if isinstance(event, DocumentStartEvent) and (event.version or event.tags):
            self._refuse(*_DIRECTIVE, *_span(event))
        root = self._node(self._next(), 1)
        self._next()
        event = self._next()
        if not isinstance(event, StreamEndEvent):
            self._refuse(*_SECOND_DOCUMENT, *_span(event))
        if isinstance(root, Mapping):
            return root
        if isinstance(root, Text) and root.is_null:
            self._refuse(*_EMPTY, root.start, root.end)
        elif not root.refused:
            self._refuse(*_NO_MAPPING, root.start, root.end)
        return None

    def _next(self) -> Event:
        try:
            event: Event = self._events.get_event()
            return event
        except MarkedYAMLError as error:
            self.problems.append(syntax_problem(error, self.source.place))
        except (YAMLError, ValueError, OverflowError):  # an escape such as "\UFFFFFFFF"
            here = self._events.index
            self._refuse("yaml-syntax", "there is no such character", "leave the escape out", here, here)
        raise _Unreadable

    def _node(self, event: Event, depth: int) -> Node:
        """The value that begins with `event`, and everything in it."""
        start, end = _span(event)
        if isinstance(event, AliasEvent):
            self._refuse(*_ALIAS, start, end)
            node: Node = Text(self.source, start, end, "", False)
            node.refused = True
            return node
        self._check_bare(event, start)
        if isinstance(event, ScalarEvent):
            return self._text(event)
        if depth > limits.FILE_DEPTH:
            self._refuse(*_TOO_DEEP, start, start + 1)
            raise _Unreadable
        if isinstance(event, MappingStartEvent):
            return self._mapping(start, end, depth)
        return self._listing(start, end, depth)

    def _check_bare(self, event: Any, start: int) -> None:
        """Anchors and tags are refused, what they stand on is read all the same."""
        if event.anchor is not None:
            self._refuse(*_ANCHOR, start, start + 1 + len(event.anchor))
        if event.tag is not None:
            self._refuse(*_TAG, start, start + 1)

    def _text(self, event: ScalarEvent) -> Text:
        start, end = _span(event)
        node = Text(self.source, start, end, event.value, not event.style)
        offset = control_character(event.value)
        if offset is not None:
            self._refuse(*_control(event.value[offset]), start, end)
            node.refused = True
        return node

    def _listing(self, start: int, end: int, depth: int) -> Listing:
        node = Listing(self.source, start, end, [])
        while not isinstance(event := self._next(), SequenceEndEvent):
            node.items.append(self._node(event, depth + 1))
        return node

    def _mapping(self, start: int, end: int, depth: int) -> Mapping:
        node = Mapping(self.source, start, end, {})
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(self._next(), depth + 1)
            if self._is_usable_key(key, node):
                assert isinstance(key, Text)
                node.entries[key.value] = (key, value)
        return node

    def _is_usable_key(self, key: Node, mapping: Mapping) -> bool:
        if key.refused:
            return False
        if not isinstance(key, Text):
            self._refuse(*_KEY_NOT_TEXT, key.start, key.end)
            return False
        if key.is_plain and key.value == "<<":
            self._refuse(*_MERGE, key.start, key.end)
            return False
        if key.value in mapping.entries:
            first = mapping.entries[key.value][0].place.line
            help = f"leave one of the two out; the first is on line {first}"
            self._refuse("duplicate-key", f"the key {key.value!r} is given twice", help, key.start, key.end)
            return False
        return True

    def _refuse(self, code: str, message: str, help: str | None, start: int, end: int) -> None:
        self.problems.append(self._problem(code, message, help, start, end))

    def _problem(self, code: str, message: str, help: str | None, start: int, end: int) -> Problem:
        return Problem(code, message, help, place=self.source.place(start, end))


def _span(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def _control(sign: str) -> tuple[str, str, str]:
    message = f"this text holds the control character U+{ord(sign):04X}"
    return "control-character", message, "leave it out; a line break or a tab is fine"


_EMPTY: Final = ("empty-file", "there is no model here", "mesaprior init writes a commented start")
_NO_MAPPING: Final = ("wrong-shape", "a model is a mapping of keys to values", "start with name: ...")
_SECOND_DOCUMENT: Final = ("second-document", "a second document begins here", "one file holds one model")
_DIRECTIVE: Final = ("yaml-directive", "a model file has no directives", "leave out the lines above ---")
_ALIAS: Final = (
    "alias",
    "an alias (*) cannot be used",
    "write it out; quote a text that starts with *",
)
_ANCHOR: Final = ("anchor", "an anchor (&) cannot be used", "leave it out; quote a text that starts with &")
_TAG: Final = ("tag", "a tag (!) cannot be used", "leave it out; quote a text that starts with !")
_MERGE: Final = ("merge-key", "a merge key (<<) cannot be used", "write the entries out, or use extends")
_KEY_NOT_TEXT: Final = ("wrong-shape", "a key is text, not a list or a mapping", "put it in quotes")
_TOO_DEEP: Final = (
    "too-deep",
    f"this file nests more than {limits.FILE_DEPTH} deep",
    "no part of a model needs that",
)

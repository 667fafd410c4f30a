"""The table-driven parser: shift, reduce, and say what was expected.

`grammar.json` holds the LALR table that lark made of `grammar.lark`; running it takes these few lines, and
not importing lark makes every command start a seventh faster. A test makes the table anew and compares.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

END: Final = "$END"


class Token(NamedTuple):
    """A piece of text: its terminal's name, its characters, where they start and end."""

    kind: str
    text: str
    start: int
    end: int


def start_of(part: Any) -> int:
    """Where a token, or a node, begins."""
    return part.start if isinstance(part, Token) else int(part.span[0])


def end_of(part: Any) -> int:
    """Where it ends."""
    return part.end if isinstance(part, Token) else int(part.span[1])


class Unexpected(Exception):
    """A token that cannot stand where it stands; `expected` are the terminals that could."""

    def __init__(self, token: Token, expected: frozenset[str]) -> None:
        self.token = token
        self.expected = expected
        super().__init__(token.text)


class Table(NamedTuple):
    """`states[s][symbol]` is the state to go to, or, below 0, ~rule to reduce by. A rule is its left-hand
    side, the length of its right-hand side, and the name of the node it makes (None: it passes its child on,
    or, for a repetition, its list of children)."""

    start: Mapping[str, int]
    accept: Mapping[str, int]
    rules: tuple[tuple[str, int, str | None], ...]
    states: tuple[Mapping[str, int], ...]


@cache
def table() -> Table:
    """The table of the grammar."""
    read = json.loads(Path(__file__).with_name("grammar.json").read_text(encoding="utf-8"))
    return Table(read["start"], read["accept"], tuple(map(tuple, read["rules"])), tuple(read["states"]))


Build = Callable[[str, list[Any]], Any]
"""Makes a node: its name, its children (nodes and tokens) in order."""


def parse(tokens: Iterable[Token], goal: str, build: Build) -> Any:
    """What `build` makes of the tokens, read as a `goal`. Raises `Unexpected` at the first that does not fit.

    The last token has the kind `END`.
    """
    start, accept, rules, states = table()
    path = [start[goal]]
    values: list[Any] = []
    for token in tokens:
        while True:
            actions = states[path[-1]]
            if token.kind == END and path[-1] == accept[goal]:
                return values[-1]
            action = actions.get(token.kind)
            if action is None:
                raise Unexpected(
                    token, frozenset(symbol for symbol in actions if symbol.isupper() or symbol == END)
                )
            if action >= 0:
                path.append(action)
                values.append(token)
                break
            left, length, name = rules[~action]
            children = values[-length:]
            del values[-length:], path[-length:]
            path.append(states[path[-1]][left])
            values.append(_made(left, name, children, build))
    raise AssertionError("the tokens end with END")


def _made(left: str, name: str | None, children: list[Any], build: Build) -> Any:
    if name is None and not left.startswith("__"):
        return children[0]
    flat: list[Any] = []
    for child in children:
        flat += child if isinstance(child, list) else [child]
    return flat if name is None else build(name, flat)

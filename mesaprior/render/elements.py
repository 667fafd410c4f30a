"""Elements of a page: text is escaped where it is put in, so that nothing that somebody wrote becomes markup.

What is written is both HTML and well-formed XML: every element is closed, every attribute quoted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from mesaprior.render import escape

_NAME: Final = re.compile(r"[a-z][a-z0-9-]*", re.IGNORECASE)
_CONTAINERS: Final = frozenset(
    {"html", "head", "body", "main", "section", "div", "table", "thead", "tbody", "tr", "ul", "dl"}
)
"""Elements whose children stand on lines of their own; white space between these means nothing."""
_LINES: Final = frozenset({"p", "h1", "li", "caption", "th", "td", "dt", "dd", "title", "meta", "style"})
_RAW: Final = frozenset({"style"})
"""Elements whose text HTML takes as it stands; it is ours and needs no escape in either language."""
_EMPTY: Final = frozenset({"meta"})
"""Elements that have no end tag."""


@dataclass(frozen=True, slots=True)
class Element:
    """`attributes` in the order in which they are written."""

    tag: str
    attributes: tuple[tuple[str, str], ...] = ()
    children: tuple[Content, ...] = ()


Content: TypeAlias = Element | str


def element(tag: str, *children: Content | None, **attributes: str | None) -> Element:
    """`element("th", "when", scope="col")`. `None` is left out; `class_` is `class`, `data_x` is `data-x`."""
    named = tuple(
        (name.rstrip("_").replace("_", "-"), value) for name, value in attributes.items() if value is not None
    )
    assert all(_NAME.fullmatch(name) for name in (tag, *(name for name, _ in named)))
    return Element(tag, named, tuple(child for child in children if child is not None))


def written(content: Content) -> str:
    """The markup of an element, or the text that shows a text."""
    return "".join(_pieces(content))


def _pieces(content: Content) -> Iterator[str]:
    if isinstance(content, str):
        yield escape.html_text(content)
        return
    attributes = "".join(f' {name}="{escape.html_text(value)}"' for name, value in content.attributes)
    end = "\n" if content.tag in _CONTAINERS or content.tag in _LINES else ""
    if content.tag in _EMPTY:
        yield f"<{content.tag}{attributes} />{end}"
        return
    yield f"<{content.tag}{attributes}>{end if content.tag in _CONTAINERS else ''}"
    for child in content.children:
        if content.tag in _RAW:
            assert isinstance(child, str) and not set(child) & set("<&")
            yield child
        else:
            yield from _pieces(child)
    yield f"</{content.tag}>{end}"


def said(content: Content) -> str:
    """The text of an element without its markup."""
    return content if isinstance(content, str) else "".join(map(said, content.children))

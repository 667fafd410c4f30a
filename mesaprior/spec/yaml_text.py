"""A model as the text of a model file.

Block style, one key to a line, defaults left out, in the order in which keys are declared; the same model
always gives the same bytes. What would not survive bare is quoted, so that it reads back as the same model.
"""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from mesaprior.spec.entry import Entry, fields_of, is_required
from mesaprior.spec.file_format import FORMAT_VERSION
from mesaprior.spec.text import number_text

_BARE: Final = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_()+*/.<>=, -]*[A-Za-z0-9_()+*/.])?")
"""Text that reads back as itself without quotes: no `: `, no ` #`, no sign that opens a value."""

_SPECIAL_WORDS: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_LIKE_A_NUMBER: Final = re.compile(r"[0-9.+-][0-9_.eE:xX+-]*")

_LONGEST_BARE_KEY: Final = 900
"""YAML ends the search for a key's colon after 1,024 characters; a longer key is announced by `? `."""


def write_model(model: Entry) -> str:
    """`model` as YAML. The format's number is always written, other defaults never are."""
    values = {"mesaprior": _Bare(FORMAT_VERSION), **_plain(model)}
    return "\n".join(_mapping(values, 0)) + "\n"


def _plain(value: Any) -> Any:
    """An entry -> the mapping that a file gives for it; numbers and flags -> their own bare text."""
    match value:
        case Entry():
            kind = type(value)
            said = {key: getattr(value, key) for key in fields_of(kind)}
            said = {
                key: item
                for key, item in said.items()
                if is_required(kind, key) or item != getattr(kind, key)
            }
            said |= value.model_extra or {}
            return {key: _plain(item) for key, item in said.items()}
        case dict():
            return {key: _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case Fraction():
            return _Bare(number_text(value))
        case bool():
            return _Bare(str(value).lower())
        case int():
            return _Bare(str(value))
    return value


class _Bare(str):
    """Text that is written as it stands."""


def _mapping(values: dict[str, Any], indent: int) -> Iterator[str]:
    margin = " " * indent
    for key, value in values.items():
        name = scalar(key)
        if len(name) > _LONGEST_BARE_KEY:
            yield f"{margin}? {name}"
            name = ""
        lines, block = _value(value, indent + 2)
        yield f"{margin}{name}:" if block else f"{margin}{name}: {lines[0]}"
        yield from lines if block else ()


def _value(value: Any, indent: int) -> tuple[list[str], bool]:
    """The lines of a value, and whether they start on a line of their own."""
    if isinstance(value, dict) and value:
        return list(_mapping(value, indent)), True
    if isinstance(value, list) and value:
        return [line for item in value for line in _item(item, indent)], True
    return [str(value) if isinstance(value, dict | list) else scalar(value)], False


def _item(value: Any, indent: int) -> Iterator[str]:
    lines, block = _value(value, indent + 2)
    yield " " * indent + "- " + (lines[0][indent + 2 :] if block else lines[0])
    yield from lines[1:]


def scalar(text: str) -> str:
    """`text` bare where it reads back as itself, else in single quotes, else escaped in double quotes."""
    if isinstance(text, _Bare):
        return text
    if _BARE.fullmatch(text) and text.lower() not in _SPECIAL_WORDS and not _LIKE_A_NUMBER.fullmatch(text):
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(sign: str) -> str:
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    code = ord(sign)
    return {"\n": "\\n", "\t": "\\t"}.get(sign) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")

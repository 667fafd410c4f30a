"""What stands in an annotation for a kind of value, and what it tells pydantic.

Floor: `spec`. Imports no pydantic: `reading` asks for `check` and nothing else; pydantic, where somebody
works in Python, finds its own schema by `__get_pydantic_core_schema__`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, get_args

from mesaprior.errors import InputError, Problem
from mesaprior.spec.entry import Entry

if TYPE_CHECKING:
    from pydantic_core import PydanticCustomError


class Kind:
    """One kind of value: `check` turns what was written into the value, or raises `InputError`.

    To pydantic it is a plain function in place of a schema for `str` or `Fraction` plus constraints: there is
    less to build, and one voice for what is refused. `shown` is the kind's JSON Schema.
    """

    __slots__ = ("check", "shown")

    def __init__(self, check: Callable[[Any], Any], **shown: Any) -> None:
        self.check = check
        self.shown = shown

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        as_text = core_schema.to_string_ser_schema() if source is Fraction else None
        return core_schema.no_info_plain_validator_function(_in_pydantic(self.check), serialization=as_text)

    def __get_pydantic_json_schema__(self, core: Any, handler: Any) -> dict[str, Any]:
        return dict(self.shown)


class Before:
    """What is checked of a collection, and made of it, before its entries are looked at."""

    __slots__ = ("check",)

    def __init__(self, check: Callable[[Any], Any]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(_in_pydantic(self.check), handler(source))


class TextOrEntry:
    """Of a union: text, or an entry where a mapping was written, so that only that branch complains."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:
        from pydantic_core import core_schema

        text, entry = map(handler.generate_schema, get_args(source))
        return core_schema.tagged_union_schema({"text": text, "mapping": entry}, spelling)


def spelling(value: Any) -> str:
    """`mapping` or `text`, by the look of a value."""
    return "mapping" if isinstance(value, dict | Entry) else "text"


def _in_pydantic(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """`check` with its refusals in the envelope that pydantic carries to the caller, `loc` filled in."""

    def checked(value: Any) -> Any:
        try:
            return check(value)
        except InputError as error:
            raise as_pydantic(error.problems[0]) from None

    return checked


def as_pydantic(problem: Problem) -> PydanticCustomError:
    """`problem` as an error of pydantic's."""
    from pydantic_core import PydanticCustomError

    context = {"what": problem.message, "help": problem.help}
    return PydanticCustomError(problem.code, "{what}", context)

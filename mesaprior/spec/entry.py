"""What an entry of a model is: named values, some with a default, that stand in a file or in Python.

Floor: `spec`. Imports no pydantic. The keys of each kind are declared once, as the annotated attributes of a
class in `entries`; `reading` reads what was written by them, and the pydantic records have them as fields.
"""

from typing import Any, ClassVar, Final, TypeVar, dataclass_transform

E = TypeVar("E", bound="Entry")

_MORE: Final = "model_extra"


@dataclass_transform(kw_only_default=True)
class Entry:
    """Frozen; equal to an entry of the same kind that says the same, be it a plain one or a pydantic record.

    Made from values that have been read; nothing is checked here. Where a kind allows further keys (`MORE`),
    they are its `model_extra`, under pydantic's own name for them.
    """

    MORE: ClassVar[Any] = None
    """The kind of value that further keys have, where they are allowed."""
    AS_IN: ClassVar[str] = ""
    """How such an entry is written, for whoever wrote something else."""

    def __init__(self, /, **said: Any) -> None:
        fields = fields_of(type(self))
        more = {key: value for key, value in said.items() if key not in fields}
        own = vars(self)
        own.update((key, value) for key, value in said.items() if key in fields)
        if self.MORE is not None:
            own[_MORE] = more
        elif more:
            raise TypeError(f"{type(self).__name__} has no {', '.join(more)}")

    @property
    def model_extra(self) -> dict[str, Any] | None:
        """What further keys say; None where there can be none."""
        return vars(self).get(_MORE)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"{type(self).__name__} is frozen")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, type(self)):
            return NotImplemented
        return values_of(self) == values_of(other)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in vars(self).items())})"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Where an entry is declared inside another one, a pydantic record holds the record of its kind."""
        from mesaprior.spec.records import schema_of_entry

        return schema_of_entry(cls, handler)


def fields_of(kind: type[Entry]) -> dict[str, Any]:
    """The keys of a kind of entry, or of the record made of one, and the annotation of each."""
    declared: dict[str, Any] = _plain(kind).__annotations__
    return declared


def is_required(kind: type[Entry], key: str) -> bool:
    """Whether a key has no default."""
    return not hasattr(kind, key)


def values_of(entry: Entry) -> dict[str, Any]:
    """All that an entry says, defaults and further keys included."""
    return {key: getattr(entry, key) for key in fields_of(type(entry))} | (entry.model_extra or {})


def said_by(entry: Entry) -> dict[str, Any]:
    """What a plain entry was made of: what it leaves to a default is left out."""
    own = dict(vars(entry))
    more: dict[str, Any] = own.pop(_MORE, {})
    return own | more


def changed(entry: E, **values: Any) -> E:
    """The same entry with other values, as a plain one; nothing is checked."""
    made: E = _plain(type(entry))(**values_of(entry) | values)
    return made


def _plain(kind: type[Entry]) -> Any:
    """The kind of entry that a record is made of; a plain one's own."""
    return next(base for base in kind.__mro__ if Entry in base.__bases__)

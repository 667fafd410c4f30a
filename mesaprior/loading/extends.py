"""A model that stands on another one: the base is found, read, and the two trees become one.

`terms`, `variants`, `families`, `scenarios`, `axes` and `parameters` are merged by name: a name given again
replaces the base's entry whole, `null` removes it. Facts and claims are appended; one with the `id` of a
base's replaces it in its place, and `{id: x, formal: null}` removes it. Everything else is replaced, and the
`name` is never inherited. Each value keeps the place in the file that it came from.
"""

from collections.abc import Callable
from pathlib import PurePosixPath, PureWindowsPath
from typing import Final

from mesaprior import limits
from mesaprior.errors import InputError, Problem
from mesaprior.loading.nodes import Listing, Mapping, Node, Source, Text
from mesaprior.loading.tree import read_tree
from mesaprior.spec.file_format import format_problem
from mesaprior.spec.text import canonical_term

MERGED_BY_NAME: Final = ("axes", "parameters", "terms", "variants", "families", "scenarios")
MERGED_BY_ID: Final = {"facts": "fact", "claims": "claim"}


class Chain:
    """One model file and all that it extends, read and merged. `sources` are its texts, own one first."""

    def __init__(self, open_base: Callable[[str, Source], Source]) -> None:
        """`open_base` finds the text behind an `extends`; it raises `InputError` where there is none."""
        self.sources: list[Source] = []
        self.problems: list[Problem] = []
        self._open_base = open_base

    def read(self, source: Source) -> Mapping | None:
        """The whole model's tree, or None where a part of it could not be read."""
        root = self._merged(source)
        if root is not None:
            self._refuse_nulls(root, ())
        return root

    def _merged(self, source: Source) -> Mapping | None:
        self.sources.append(source)
        tree, problems = read_tree(source)
        self.problems += problems
        if tree is None or self._is_newer(tree):
            return None
        extends = tree.entries.pop("extends", None)
        if extends is None:
            return tree
        base_source = self._base(extends[1])
        base = self._merged(base_source) if base_source is not None else None
        return self._merge(base, tree) if base is not None else None

    def _is_newer(self, tree: Mapping) -> bool:
        """A newer format is said alone: what else looks wrong may be right there."""
        written = tree.value("mesaprior")
        problem = format_problem(written.value) if isinstance(written, Text) else None
        if problem is None or problem.code != "newer-format":
            return False
        assert written is not None
        self._refuse(written, problem.code, problem.message, problem.help)
        return True

    def _base(self, node: Node) -> Source | None:
        if node.refused:
            return None
        if not isinstance(node, Text) or node.is_null:
            self._refuse(node, "wrong-shape", "expected the name or the path of a model", None)
            return None
        try:
            base = self._open_base(node.value, node.source)
        except InputError as error:
            for problem in error.problems:
                self._refuse(node, problem.code, problem.message, problem.help)
            return None
        files = [source.path and source.path.resolve() for source in self.sources]
        if base.path and base.path.resolve() in files:
            first = files.index(base.path.resolve())
            circle = " -> ".join([source.name for source in self.sources[first:]] + [base.name])
            self._refuse(node, "extends-cycle", f"this model extends itself: {circle}", None)
            return None
        if len(files) >= limits.EXTENDS_DEPTH:
            message = f"more than {limits.EXTENDS_DEPTH} models extend one another"
            self._refuse(node, "extends-too-deep", message, "put some of them into one file")
            return None
        return base

    def _merge(self, base: Mapping, own: Mapping) -> Mapping:
        entries = {key: entry for key, entry in base.entries.items() if key != "name"}
        for key, (written, value) in own.entries.items():
            below = entries[key][1] if key in entries else None
            if isinstance(value, Text) and value.is_null:
                self._remove(entries, key, key, value)
                continue
            if key in MERGED_BY_NAME and isinstance(value, Mapping):
                value = self._merge_by_name(below, value, are_terms=key == "terms")
            elif key in MERGED_BY_ID and isinstance(value, Listing):
                value = self._merge_by_id(below, value, MERGED_BY_ID[key])
            entries[key] = (written, value)
        return Mapping(own.source, own.start, own.end, entries)

    def _merge_by_name(self, base: Node | None, own: Mapping, *, are_terms: bool) -> Mapping:
        spelt = _canonical if are_terms else str
        entries = dict(base.entries) if isinstance(base, Mapping) else {}
        in_base = {spelt(key): key for key in entries}
        replaced: dict[str, str] = {}
        added: dict[str, tuple[Text, Node]] = {}
        for key, (written, value) in own.entries.items():
            below = in_base.get(spelt(key), key)
            if isinstance(value, Text) and value.is_null:
                self._remove(entries, below, key, value)
            elif below in entries and below not in replaced:
                replaced[below] = key
                entries[below] = (written, value)
            else:
                added[key] = (written, value)
        merged = {replaced.get(key, key): entry for key, entry in entries.items()} | added
        return Mapping(own.source, own.start, own.end, merged)

    def _merge_by_id(self, base: Node | None, own: Listing, kind: str) -> Listing:
        items: list[Node | None] = list(base.items) if isinstance(base, Listing) else []
        positions = {name: i for i, item in enumerate(items) if (name := _id(item)) is not None}
        replaced: set[int] = set()
        for item in own.items:
            name = _id(item)
            position = positions.get(name) if name is not None else None
            formal = item.value("formal") if isinstance(item, Mapping) else None
            if not isinstance(formal, Text) or not formal.is_null:
                if position is None or position in replaced:  # given twice here: refused with the other names
                    items.append(item)
                else:
                    replaced.add(position)
                    items[position] = item
            elif position is None:
                self._nothing_to_remove(formal, f"such {kind}" if name is None else f"{kind} {name!r}")
            else:
                items[position] = None
        return Listing(own.source, own.start, own.end, [item for item in items if item is not None])

    def _remove(self, entries: dict[str, tuple[Text, Node]], key: str, shown: str, null: Node) -> None:
        if key in entries:
            del entries[key]
        else:
            self._nothing_to_remove(null, repr(shown))

    def _nothing_to_remove(self, node: Node, what: str) -> None:
        help = "leave this out; an entry with nothing to say is written {}"
        self._refuse(node, "nothing-to-remove", f"the base has no {what}", help)
        node.refused = True

    def _refuse_nulls(self, node: Node, keys: tuple[str, ...]) -> None:
        """What is still empty once everything is merged has been forgotten."""
        match node:
            case Mapping():
                for key, (_, value) in node.entries.items():
                    self._refuse_nulls(value, (*keys, key))
            case Listing():
                for item in node.items:
                    self._refuse_nulls(item, (*keys, ""))
            case Text() if node.is_null and not node.refused:
                what = f"{keys[-1]!r} has no value" if keys[-1] else "this item is empty"
                help = "write one, or leave it out"
                if len(keys) == 2 and keys[0] == "terms":
                    help = "write {} where there is nothing to say"
                elif "families" in keys[:1]:
                    help = "write {} where nothing is paid"
                self._refuse(node, "no-value", what, help)
                node.refused = True

    def _refuse(self, node: Node, code: str, message: str, help: str | None) -> None:
        self.problems.append(Problem(code, message, help, place=node.place))


def _canonical(key: str) -> str:
    """A term in its one spelling; what is no term stays as it is, to be refused later."""
    return canonical_term(key) or key


def _id(item: Node | None) -> str | None:
    name = item.value("id") if isinstance(item, Mapping) else None
    return name.value if isinstance(name, Text) else None


def leads_outside(path: str) -> bool:
    """Whether a path is absolute, or climbs, on any system that people use."""
    kinds = (PurePosixPath(path), PureWindowsPath(path))
    return any(kind.is_absolute() or kind.anchor or ".." in kind.parts for kind in kinds)

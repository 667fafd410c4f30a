"""Which names a document may shorten, and how a node looks once they are.

Before -> after: `g < (t(a) + t(b))/c(d)` -> `g < g0`; `t(find(get_proxy(env)))` -> `t(find(…))`. A name is
shortened only where no other name of the document would look the same, and a legend gives it in full.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from mesaprior.language import (
    RESERVED,
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
    write,
)
from mesaprior.language.nodes import children, walk
from mesaprior.render.document import (
    HIDDEN,
    Block,
    Document,
    Item,
    Line,
    Lines,
    Maths,
    Spelling,
    Table,
    Words,
    is_empty,
    lines_of,
    maths_of,
)
from mesaprior.render.spans import name

WIDEST_UNNAMED: Final = 36
"""Characters of a crossover that may stand in a table cell; a longer one gets a name."""
NARROWEST_NAMED: Final = 12
"""Characters up to which a crossover is written out each time it appears."""
SAVED_BY_SHORTENING: Final = 8
"""A term is shortened only where that saves at least so many characters."""


def finished(
    headline: Line,
    caption: Line,
    blocks: Iterable[Block],
    latex: Mapping[str, str],
    crossovers: Mapping[Node, tuple[str, ...]] | None = None,
) -> Document:
    """The document with its short names chosen and defined. `crossovers`: the rates of a tie that may get
    a name, each with the variants that tie there (none where it is not known)."""
    kept = [block for block in blocks if not is_empty(block)]
    spans = list(maths_of(line for block in kept for line in lines_of(block)))
    nodes = [node for span in spans for node in span.sides]
    defined = _crossover_names(nodes, tuple(crossovers or ()))
    if defined:
        definitions = Lines(tuple(_definition(n, g, (crossovers or {})[n]) for n, g in defined.items()))
        tables = [place for place, block in enumerate(kept) if isinstance(block, Table)]
        kept.insert(tables[-1] + 1 if tables else len(kept), definitions)
    document = Document(headline, caption, tuple(kept))
    nodes = [node for span in maths_of(document.lines) for node in span.sides]
    spelling = Spelling(latex, defined, _short_terms(nodes), declared_in(nodes, latex))
    return replace(document, spelling=spelling)


def _definition(node: Node, short: Name, tied: tuple[str, ...]) -> Item:
    """`g0 = (...)/(...), where H_sd and H_fh tie`."""
    line: Line = (Maths((short, node), defines=True),)
    if len(tied) == 2:
        line += (Words(", where "), *name(tied[0]), Words(" and "), *name(tied[1]), Words(" tie"))
    return Item(line)


def _crossover_names(nodes: list[Node], crossovers: tuple[Node, ...]) -> dict[Node, Name]:
    """Names for the crossovers that appear twice or would be too wide, in order of appearance."""
    everything = [part for node in nodes for part in walk(node)]
    used = {part.name for part in everything if isinstance(part, Name)}
    counts: dict[Node, int] = {}
    for part in everything:
        if part in crossovers:
            counts[part] = counts.get(part, 0) + 1
    fresh = (label for number in itertools.count() if (label := f"g{number}") not in used)
    return {
        node: Name(next(fresh))
        for node, count in counts.items()
        if _is_open(node) and len(write(node)) > (NARROWEST_NAMED if count > 1 else WIDEST_UNNAMED)
    }


def _is_open(node: Node) -> bool:
    return any(isinstance(part, Name) for part in walk(node))


def terms_in(node: Node) -> Iterator[Node]:
    """What axes are applied to: `g*c(a) + t(f(b))` -> `a`, `f(b)`. Functions are looked into."""
    if isinstance(node, Apply) and node.head not in RESERVED:
        yield from node.arguments
        return
    for child in children(node):
        yield from terms_in(child)


def _short_terms(nodes: list[Node]) -> dict[Node, Apply]:
    terms = dict.fromkeys(term for node in nodes for term in terms_in(node))
    heads: dict[str, list[Apply]] = {}
    for term in terms:
        if isinstance(term, Apply):
            heads.setdefault(term.head, []).append(term)
    short: dict[Node, Apply] = {}
    for head, found in heads.items():
        candidate = Apply(head, (Name(HIDDEN),))
        if len(found) == 1 and len(write(found[0])) - len(write(candidate)) >= SAVED_BY_SHORTENING:
            short[found[0]] = candidate
    return short


def declared_in(nodes: list[Node], latex: Mapping[str, str]) -> tuple[Node, ...]:
    """The outermost names in use that have LaTeX of their own, each once."""
    found: dict[Node, None] = {}
    todo = list(reversed(nodes))
    while todo and latex:
        node = todo.pop()
        if isinstance(node, Name | Apply) and write(node) in latex:
            found[node] = None
        else:
            todo += reversed(children(node))
    return tuple(found)


def shown(node: Node, spelling: Spelling, *, defining: bool = False) -> Node:
    """`node` with the document's short names; inside a definition crossovers stay as they are."""
    changes: dict[Node, Node] = {**spelling.short}
    if not defining:
        changes |= spelling.defined
    return replaced(node, changes) if changes else node


def shown_in_latex(node: Node, spelling: Spelling, *, defining: bool = False) -> Node:
    """The same, except that a term with LaTeX of its own is not shortened."""
    changes: dict[Node, Node] = {
        term: short for term, short in spelling.short.items() if write(term) not in spelling.latex
    }
    if not defining:
        changes |= spelling.defined
    return replaced(node, changes) if changes else node


def latex_names(spelling: Spelling) -> dict[str, str]:
    """The declared names, and those of this document: `g0` is `g_{0}`."""
    own = {short.name: f"g_{{{short.name[1:]}}}" for short in spelling.defined.values()}
    return {**spelling.latex, **own, HIDDEN: r"\ldots"}


def replaced(node: Node, changes: Mapping[Node, Node]) -> Node:
    """`node` with every part that is a key of `changes` put in anew, outermost first."""
    if node in changes:
        return changes[node]
    match node:
        case Number() | Name():
            return node
        case Apply(head=head, arguments=parts):
            return Apply(head, tuple(replaced(part, changes) for part in parts))
        case Sum(summands=parts):
            return Sum(tuple(replaced(part, changes) for part in parts))
        case Relation(operands=parts, operators=operators):
            return Relation(tuple(replaced(part, changes) for part in parts), operators)
        case Negate(operand=inner):
            return Negate(replaced(inner, changes))
        case Multiply(left=left, right=right):
            return Multiply(replaced(left, changes), replaced(right, changes))
        case Divide(left=left, right=right):
            return Divide(replaced(left, changes), replaced(right, changes))
        case Power(base=base, exponent=exponent):
            return Power(replaced(base, changes), replaced(exponent, changes))

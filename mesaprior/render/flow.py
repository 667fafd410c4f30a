"""Lines cut where they may be broken, and put together again within a width.

A formula may break before `+`, `-` and a comparison sign, after the comma of `max(a, b)`, never inside a
name: `" ".join(fragments(node, ...))` is the formula itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from mesaprior.language import Apply, Divide, Multiply, Negate, Node, Number, Relation, Sum
from mesaprior.language.nodes import walk
from mesaprior.language.writer import BINDING
from mesaprior.render.document import Line, Maths, Span, Words


@dataclass(frozen=True)
class Signs:
    """How a target spells what holds a formula together; `leaf` spells a part that is never broken."""

    leaf: Callable[[Node], str]
    relations: Mapping[str, str]
    times: str
    divide: str
    head: Callable[[str], str]


def fragments(node: Node, signs: Signs) -> list[str]:
    """`a + b < c` -> `a`, `+ b`, `< c`."""
    match node:
        case Relation(operands=operands, operators=operators):
            parts = fragments(operands[0], signs)
            for operator, operand in zip(operators, operands[1:], strict=True):
                parts += _after(f"{signs.relations[operator]} ", fragments(operand, signs))
            return parts
        case Sum(summands=summands):
            return _sum(summands, signs)
        case Multiply(left=left, right=right) if _breaks(node) and not isinstance(right, Number):
            return _glued(_within(left, 3, signs), signs.times, _within(right, 4, signs))
        case Divide(left=left, right=right) if _breaks(node):
            return _glued(_within(left, 3, signs), signs.divide, _within(right, 4, signs))
        case Apply(head=head, arguments=arguments) if head in {"min", "max", "log2"} and _breaks(node):
            parts = []
            for argument in arguments:
                inner = fragments(argument, signs)
                parts += [*inner[:-1], inner[-1] + ","]
            parts[0] = f"{signs.head(head)}({parts[0]}"
            parts[-1] = parts[-1][:-1] + ")"
            return parts
    return [signs.leaf(node)]


def _breaks(node: Node) -> bool:
    return any(isinstance(part, Sum) for part in walk(node))


def _sum(summands: Sequence[Node], signs: Signs) -> list[str]:
    parts: list[str] = []
    for summand in summands:
        minus = isinstance(summand, Negate) and bool(parts)
        inner = summand.operand if minus and isinstance(summand, Negate) else summand
        pieces = _within(inner, 2, signs)
        parts += _after("- " if minus else "+ ", pieces) if parts else pieces
    return parts


def _within(node: Node, level: int, signs: Signs) -> list[str]:
    parts = fragments(node, signs)
    binding = 3 if isinstance(node, Number) and "/" in parts[0] else BINDING[type(node)]
    if binding >= level:
        return parts
    opened = _after("(", parts)
    return [*opened[:-1], opened[-1] + ")"]


def _after(prefix: str, parts: list[str]) -> list[str]:
    return [prefix + parts[0], *parts[1:]]


def _glued(left: list[str], sign: str, right: list[str]) -> list[str]:
    return [*left[:-1], left[-1] + sign + right[0], *right[1:]]


KEPT_WHOLE: Final = 26
"""Signs of a formula that is never broken."""
Break = Literal[0, 1, 2]
NO_BREAK: Final = 0
GOOD_BREAK: Final = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """What is never broken. `before`: 0 it clings to what comes before, 1 a space that may become a line
    end, 2 the better place for one. `kind` tells text from maths where a target must switch."""

    text: str
    before: Break
    width: int
    kind: str = ""


def units(line: Line, spell: Callable[[Span], Sequence[str]], width: Callable[[str], int]) -> list[Unit]:
    """The line as unbreakable pieces; `spell` gives the pieces of a span, broken where it may be."""
    found: list[Unit] = []
    pending = False
    for span in line:
        spelled = _kept_whole(span, spell(span))
        leading = isinstance(span, Words) and span.text[:1] == " "
        joint = isinstance(span, Words) and span.joint
        for place, piece in enumerate(spelled):
            before: Break = 1 if place or leading or pending else 0
            if joint and not place and before:
                before = 2
            found.append(Unit(piece, before if found else 0, width(piece), type(span).__name__))
            pending = False
        pending = (isinstance(span, Words) and span.text[-1:] == " ") or (pending and not spelled)
    return found


def _kept_whole(span: Span, spelled: Sequence[str]) -> Sequence[str]:
    """A short formula is not worth a break: `53/4700 < g < 64/25` stays on one line."""
    if isinstance(span, Maths) and sum(map(len, spelled)) + len(spelled) <= KEPT_WHOLE:
        return [" ".join(spelled)] if spelled else []
    return spelled


def wrapped(pieces: Sequence[Unit], room: int, hang: int = 0) -> list[list[Unit]]:
    """The pieces in lines of at most `room`; from the second line on, `hang` of it is left free. A piece
    that is wider than the room stands alone and sticks out."""
    lines: list[list[Unit]] = []
    used = 0
    for place, cluster in enumerate(clusters := _clusters(pieces)):
        size = sum(unit.width for unit in cluster)
        if not lines:
            lines, used = [list(cluster)], size
            continue
        needs = size
        if cluster[0].before == GOOD_BREAK:
            needs = _up_to_next_good_break(clusters[place:])
            if needs > room - hang:
                needs = room + 1
        if used + 1 + needs <= room:
            lines[-1] += cluster
            used += 1 + size
        else:
            lines.append(list(cluster))
            used = hang + size
    return lines


def _clusters(pieces: Sequence[Unit]) -> list[list[Unit]]:
    found: list[list[Unit]] = []
    for unit in pieces:
        if unit.before == NO_BREAK and found:
            found[-1].append(unit)
        else:
            found.append([unit])
    return found


def _up_to_next_good_break(clusters: Sequence[Sequence[Unit]]) -> int:
    size = sum(unit.width for unit in clusters[0])
    for cluster in clusters[1:]:
        if cluster[0].before == GOOD_BREAK:
            break
        size += 1 + sum(unit.width for unit in cluster)
    return size


def natural_width(pieces: Sequence[Unit]) -> int:
    """The width of the pieces on one line."""
    return sum(unit.width + (1 if unit.before and place else 0) for place, unit in enumerate(pieces))


def least_width(pieces: Sequence[Unit], hang: int = 0) -> int:
    """The width below which something sticks out, with all lines but the first `hang` in."""
    sizes = [sum(unit.width for unit in cluster) for cluster in _clusters(pieces)]
    return max((size + (hang if place else 0) for place, size in enumerate(sizes)), default=0)

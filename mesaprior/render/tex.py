"""What both LaTeX writers share: formulas in maths mode, and how wide they come out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from mesaprior.language import Divide, Node, Number
from mesaprior.language.latex import FUNCTIONS, RELATIONS, latex, upright
from mesaprior.language.nodes import walk
from mesaprior.language.writer import write
from mesaprior.render import escape
from mesaprior.render.document import Document, Maths, maths_of
from mesaprior.render.flow import Signs, Unit, fragments, wrapped
from mesaprior.render.spelling import declared_in, latex_names, shown_in_latex

ROW_END: Final = r" \\ "


def maths_fragments(span: Maths, document: Document, divide: str = " / ") -> list[str]:
    """The formula in bare TeX, cut where a line may break; `divide` stands between two sums."""
    names = latex_names(document.spelling)
    signs = Signs(
        leaf=lambda node: latex(node, names),
        relations=RELATIONS,
        times=r"\,",
        divide=divide,
        head=lambda head: FUNCTIONS.get(head) or upright(head),
    )
    parts: list[str] = []
    for place, side in enumerate(span.sides):
        node = shown_in_latex(side, document.spelling, defining=span.defines and place > 0)
        found = fragments(node, signs)
        parts += [f"= {found[0]}", *found[1:]] if place else found
    return [*parts, _decimal(*span.decimal)] if span.decimal else parts


def _decimal(sign: str, digits: str) -> str:
    r"""`≈ 1.23e-7` -> `\approx 1.23 \times 10^{-7}`."""
    mantissa, power, exponent = digits.partition("e")
    number = rf"{mantissa} \times 10^{{{int(exponent)}}}" if power else mantissa
    return ("= " if sign == "=" else r"\approx ") + number


WIDEST_FORMULA: Final = 84
"""Letters of a displayed formula on one line."""


def displayed(span: Maths, document: Document) -> str:
    r"""The formula on a line of its own: a quotient stands upright, `\frac{a + b}{c}`, where it fits; what
    does not fit on one line is broken into several, still written on one."""
    sides = [
        shown_in_latex(side, document.spelling, defining=span.defines and place > 0)
        for place, side in enumerate(span.sides)
    ]
    names = latex_names(document.spelling)
    upright = " = ".join(_upright(side, names) for side in sides)
    upright += f" {_decimal(*span.decimal)}" if span.decimal else ""
    if _widest(sides, names) <= WIDEST_FORMULA:
        return upright
    found = maths_fragments(span, document)
    relations = tuple(f"{sign} " for sign in RELATIONS.values())
    units = [Unit(tex, 2 if tex.startswith(relations) else 1, signs_taken(tex)) for tex in found]
    broken = wrapped(units, WIDEST_FORMULA, 3)
    lines = [" ".join(unit.text for unit in line) for line in broken]
    return r"\begin{array}{l} " + rf"{ROW_END}\quad ".join(lines) + r" \end{array}"


def _upright(node: Node, names: Mapping[str, str]) -> str:
    if isinstance(node, Divide) and not isinstance(node.left, Number):
        return rf"\frac{{{latex(node.left, names)}}}{{{latex(node.right, names)}}}"
    return latex(node, names)


def _widest(sides: Sequence[Node], names: Mapping[str, str]) -> int:
    """The letters of the sides one after the other; an upright quotient is as wide as its longer part."""
    parts = ([side.left, side.right] if isinstance(side, Divide) else [side] for side in sides)
    return sum(max(signs_taken(latex(part, names)) for part in found) + 3 for found in parts)


_COMMAND: Final = re.compile(r"\\(?:mathrm|mathit|mathsf|mathtt|mathbf|text|operatorname|left|right)\b|[{}^]")
_SPACE: Final = re.compile(r"\\[,;:! ]")
_SIGN: Final = re.compile(r"\\[A-Za-z]+ ?|\\.")


def signs_taken(tex: str) -> int:
    """About how many letters wide a piece of TeX is set: commands count as one sign, braces as none."""
    return len(_SIGN.sub("x", _SPACE.sub("", _COMMAND.sub("", tex))))


def legend(document: Document) -> list[tuple[str, str]]:
    """(TeX, name in full) for every name that is not spelled as the model spells it: declared, or short."""
    names = latex_names(document.spelling)
    return [(latex(shown, names), write(full)) for shown, full in legend_nodes(document)]


def legend_nodes(document: Document) -> list[tuple[Node, Node]]:
    """The same as nodes: what is shown, and the name in full; of the names that this document does show."""
    names = latex_names(document.spelling)
    nodes = [node for span in maths_of(document.lines) for node in span.sides]
    declared = declared_in(nodes, document.spelling.latex)
    seen = {part for node in nodes for part in walk(node)} - set(declared)
    found = [(node, node) for node in declared]
    found += [(short, full) for full, short in document.spelling.short.items() if full in seen]
    return [(shown, full) for shown, full in found if latex(shown, names) != _plain(full)]


def _plain(node: Node) -> str:
    return latex(node, {})


def typewriter(name: str) -> str:
    r"""A name as the model spells it, in `\texttt`; a long one may break after `_` and `(`."""
    if not _TERM.fullmatch(name) or len(name) <= NEVER_BROKEN:
        return rf"\texttt{{{escape.tex(name)}}}"
    broken = re.sub(r"[_(]", lambda found: rf"{escape.TEX.get(found[0], found[0])}\allowbreak{{}}", name)
    return rf"\texttt{{{broken}}}"


NEVER_BROKEN: Final = 24
"""Letters of a name that always stays on one line."""
_TERM: Final = re.compile(r"[A-Za-z0-9_(), ]+")

"""What both LaTeX writers share: formulas in maths mode, and how wide they come out."""

from __future__ import annotations

import re
from typing import Final

from mesaprior.language import Node
from mesaprior.language.latex import FUNCTIONS, RELATIONS, latex, upright
from mesaprior.language.writer import write
from mesaprior.render import escape
from mesaprior.render.document import Document, Maths
from mesaprior.render.flow import Signs, fragments
from mesaprior.render.spelling import latex_names, shown_in_latex


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


_COMMAND: Final = re.compile(r"\\(?:mathrm|mathit|mathsf|mathtt|mathbf|text|operatorname|left|right)\b|[{}^]")
_SPACE: Final = re.compile(r"\\[,;:! ]")
_SIGN: Final = re.compile(r"\\[A-Za-z]+ ?|\\.")


def signs_taken(tex: str) -> int:
    """About how many letters wide a piece of TeX is set: commands count as one sign, braces as none."""
    return len(_SIGN.sub("x", _SPACE.sub("", _COMMAND.sub("", tex))))


def legend(document: Document) -> list[tuple[str, str]]:
    """(TeX, name in full) for every name that is not spelled as the model spells it: declared, or short."""
    names = latex_names(document.spelling)
    found = [(latex(node, names), node) for node in document.spelling.declared]
    declared = set(document.spelling.declared)
    found += [
        (latex(short, names), full) for full, short in document.spelling.short.items() if full not in declared
    ]
    return [(tex, write(node)) for tex, node in found if tex != _plain(node)]


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

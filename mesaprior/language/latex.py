r"""Formula to LaTeX, inside what pdflatex, MathJax and KaTeX share.

Names print as declared (`latex:` of a term, variant or parameter), else upright with `_` escaped, so no
two names of a model print alike. Fractions are slashed: they stand in table cells and in running text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from mesaprior.language.nodes import (
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
)
from mesaprior.language.writer import BINDING, write, write_number

RELATIONS: Final = {"<": "<", "<=": r"\le", ">": ">", ">=": r"\ge", "==": "="}
PLAIN_NAME: Final = re.compile(
    r"([A-Za-z]|\\mathrm\{[A-Za-z]{2,}\})(_\{([A-Za-z0-9]|\\mathrm\{[A-Za-z]{2,}\})\})?"
)
"""What nearly every declared name is: good as it stands, and two that look alike are spelled alike. Others
are read by `typeset`, which takes 3 ms to load."""
FUNCTIONS: Final = {"log2": r"\log_2", "min": r"\min", "max": r"\max", "cost": r"\mathrm{cost}"}


def latex(node: Node, names: Mapping[str, str]) -> str:
    """Bare TeX of `node`, for maths mode. `names` maps a name's text to the LaTeX declared for it."""
    declared = names.get(write(node)) if isinstance(node, Name | Apply) else None
    if declared is not None:
        return declared
    match node:
        case Number(value=value):
            return write_number(value)
        case Name(name=name):
            return upright(name)
        case Apply(head=head, arguments=parts):
            inner = ", ".join(latex(part, names) for part in parts)
            return f"{names.get(head) or FUNCTIONS.get(head) or upright(head)}({inner})"
        case Negate(operand=operand):
            return f"-{_within(operand, 2, names)}"
        case Sum(summands=summands):
            return _sum(summands, names)
        case Multiply(left=left, right=right):
            sign = r" \cdot " if isinstance(right, Number) else r"\,"
            return f"{_within(left, 3, names)}{sign}{_within(right, 4, names)}"
        case Divide(left=left, right=right):
            return f"{_within(left, 3, names)} / {_within(right, 4, names)}"
        case Power(base=base, exponent=exponent):
            raised = _within(base, 6, names)
            raised = f"{{{raised}}}" if "^" in raised or "'" in raised else raised  # TeX has one superscript
            return f"{raised}^{{{latex(exponent, names)}}}"
        case Relation(operands=operands, operators=operators):
            text = latex(operands[0], names)
            for operator, operand in zip(operators, operands[1:], strict=True):
                text += f" {RELATIONS[operator]} {latex(operand, names)}"
            return text


def upright(name: str) -> str:
    r"""`get_base_obj` -> `\mathrm{get\_base\_obj}`; a single letter stays as it is."""
    return name if len(name) == 1 else r"\mathrm{" + name.replace("_", r"\_") + "}"


def _within(node: Node, level: int, names: Mapping[str, str]) -> str:
    text = latex(node, names)
    if isinstance(node, Number) and "/" in text:
        return text if level <= 3 else f"({text})"
    return text if BINDING[type(node)] >= level else f"({text})"


def _sum(summands: tuple[Node, ...], names: Mapping[str, str]) -> str:
    text = ""
    for summand in summands:
        minus = isinstance(summand, Negate) and bool(text)
        inner = summand.operand if minus and isinstance(summand, Negate) else summand
        text += (" - " if minus else " + ") if text else ""
        text += _within(inner, 2, names)
    return text

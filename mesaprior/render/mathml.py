r"""Formulas as MathML, from the tree and never from TeX.

A formula is one flat row of signs, cut where a line may break: browsers break lines between `math` elements
and never inside one. Quotients are slashed; on a line of its own a quotient stands upright. What a model
declares as `latex:` is read by the same grammar that checked it and built from its parts. Each `math` has the
formula in the tool's own language as `alttext`; there is no TeX annotation, because whatever strips MathML
from a page leaves the words of an annotation behind as text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from mesaprior.errors import InputError
from mesaprior.language import (
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
from mesaprior.language.nodes import walk
from mesaprior.language.typeset import ACCENTS, Part, parse_typeset
from mesaprior.language.writer import BINDING, write_number
from mesaprior.render.document import Document, Maths
from mesaprior.render.elements import Element, element, said
from mesaprior.render.flow import Signs, fragments
from mesaprior.render.spelling import latex_names, shown, shown_in_latex

Row = list[Element]

LONGEST_PIECE: Final = 30
"""Letters of one `math`: so many fit on the narrowest page."""
WIDEST_FORMULA: Final = 60
"""Letters of a quotient that stands upright; a wider one is slashed and broken."""
_RELATIONS: Final = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "="}
_TEXT: Final = Signs(write, {sign: sign for sign in _RELATIONS}, "*", "/", str)


def formula(span: Maths, document: Document) -> list[Element]:
    """`math` elements between which a line may break."""
    rows: list[Row] = []
    texts: list[str] = []
    for place, side in enumerate(span.sides):
        defining = span.defines and place > 0
        found = _Writer(document).broken(shown_in_latex(side, document.spelling, defining=defining))
        said_so = fragments(shown(side, document.spelling, defining=defining), _TEXT)
        rows += [[_sign("=", place), *found[0]], *found[1:]] if place else found
        texts += [f"= {said_so[0]}", *said_so[1:]] if place else said_so
    if span.decimal:
        rows.append(_decimal(*span.decimal))
        texts.append(" ".join(span.decimal))
    return _in_pieces(rows, texts)


def displayed(span: Maths, document: Document) -> list[Element]:
    """The formula on a line of its own; slashed and broken where it would be too wide."""
    row: Row = []
    width = 0
    for place, side in enumerate(span.sides):
        node = shown_in_latex(side, document.spelling, defining=span.defines and place > 0)
        writer = _Writer(document)
        row += [_sign("=", place)] if place else []
        if isinstance(node, Divide) and any(isinstance(part, Name) for part in walk(node)):
            parts = [_as_one(writer.flat(part)) for part in (node.left, node.right)]
            row.append(element("mfrac", *parts))
            width += max(len(said(part)) for part in parts)
        else:
            row += writer.flat(node)
            width += sum(len(said(part)) for part in row)
    if width > WIDEST_FORMULA:
        return formula(span, document)
    text = " = ".join(
        write(shown(side, document.spelling, defining=span.defines and place > 0))
        for place, side in enumerate(span.sides)
    )
    row += _decimal(*span.decimal) if span.decimal else []
    return [element("math", *row, display="block", alttext=text)]


def _in_pieces(rows: Sequence[Row], texts: Sequence[str]) -> list[Element]:
    pieces: list[tuple[Row, list[str]]] = []
    room = 0
    for row, text in zip(rows, texts, strict=True):
        width = sum(len(said(part)) for part in row)
        room -= width
        if room < 0 or not pieces:
            pieces.append(([_after_space(row[0]) if pieces else row[0], *row[1:]], [text]))
            room = LONGEST_PIECE - width
        else:
            pieces[-1][0].extend(row)
            pieces[-1][1].append(text)
    return [element("math", *row, alttext=" ".join(parts)) for row, parts in pieces]


def _after_space(part: Element) -> Element:
    """A sign that begins a piece: the space between the two pieces is its space."""
    infix = ("form", "infix") in part.attributes
    return replace(part, attributes=(*part.attributes, ("lspace", "0"))) if infix else part


class _Writer:
    """Writes nodes with the names that a document declares."""

    def __init__(self, document: Document) -> None:
        self.names: Mapping[str, str] = latex_names(document.spelling)

    def flat(self, node: Node) -> Row:
        return [part for row in self.broken(node) for part in row]

    def broken(self, node: Node) -> list[Row]:
        """The row of a formula, cut at the same places as `flow.fragments` cuts its text."""
        declared = self.names.get(write(node)) if isinstance(node, Name | Apply) else None
        if declared is not None:
            return [declared_name(declared, write(node))]
        match node:
            case Relation(operands=operands, operators=operators):
                rows = self.broken(operands[0])
                for operator, operand in zip(operators, operands[1:], strict=True):
                    rows += _after([_sign(_RELATIONS[operator], 1)], self.broken(operand))
                return rows
            case Sum(summands=summands):
                return self._sum(summands)
            case Multiply(left=left, right=right):
                times = "⋅" if isinstance(right, Number) else "\u2062"
                return self._glued(node, self._within(left, 3), times, self._within(right, 4))
            case Divide(left=left, right=right):
                return self._glued(node, self._within(left, 3), "/", self._within(right, 4))
            case Apply():
                return self._applied(node)
        return [self._leaf(node)]

    def _leaf(self, node: Node) -> Row:
        match node:
            case Number(value=value):
                over, slash, under = write_number(value).partition("/")
                return [_number(over), *([_sign("/", 0), _number(under)] if slash else [])]
            case Name(name=name):
                return [element("mi", name)]
            case Negate(operand=operand):
                minus = element("mo", "−", form="prefix")
                return [minus, *(part for row in self._within(operand, 2) for part in row)]
            case Power(base=base, exponent=exponent):
                raised = _as_one([part for row in self._within(base, 6) for part in row])
                return [element("msup", raised, _as_one(self.flat(exponent)))]
        raise AssertionError(node)

    def _applied(self, node: Apply) -> list[Row]:
        declared = self.names.get(node.head)
        heads = {"log2": [element("msub", element("mi", "log"), element("mn", "2"))]}
        head = declared_name(declared, node.head) if declared else heads.get(node.head)
        opened = [*(head or [element("mi", node.head)]), element("mo", "\u2061"), _bracket("(")]
        rows: list[Row] = []
        for place, argument in enumerate(node.arguments):
            inner = self.broken(argument)
            last = place == len(node.arguments) - 1
            rows += [*inner[:-1], [*inner[-1], _bracket(")") if last else element("mo", ",")]]
        rows = _after(opened, rows)
        if node.head in {"min", "max", "log2"} and _has_sums(node):
            return rows
        return [[part for row in rows for part in row]]

    def _sum(self, summands: Sequence[Node]) -> list[Row]:
        rows: list[Row] = []
        for summand in summands:
            minus = isinstance(summand, Negate) and bool(rows)
            inner = summand.operand if minus and isinstance(summand, Negate) else summand
            found = self._within(inner, 2)
            rows += _after([_sign("−" if minus else "+", 1)], found) if rows else found
        return rows

    def _within(self, node: Node, level: int) -> list[Row]:
        binding = BINDING[type(node)]
        if isinstance(node, Number) and "/" in write_number(node.value):
            binding = 3
        rows = self.broken(node)
        if binding >= level:
            return rows
        opened = _after([_bracket("(")], rows)
        return [*opened[:-1], [*opened[-1], _bracket(")")]]

    def _glued(self, node: Node, left: list[Row], sign: str, right: list[Row]) -> list[Row]:
        space = "0.17em" if sign == "\u2062" else None
        joint = element("mo", sign, lspace=space, rspace="0" if space else None)
        rows = [*left[:-1], [*left[-1], joint, *right[0]], *right[1:]]
        by_number = isinstance(node, Multiply) and isinstance(node.right, Number)
        if _has_sums(node) and not by_number:
            return rows
        return [[part for row in rows for part in row]]


def _has_sums(node: Node) -> bool:
    return any(isinstance(part, Sum) for part in walk(node))


def _after(start: Row, rows: list[Row]) -> list[Row]:
    return [[*start, *rows[0]], *rows[1:]]


def _sign(sign: str, infix: int) -> Element:
    """`infix`: it stands between two operands even where it begins a line."""
    return element("mo", sign, form="infix" if infix else None)


def _bracket(sign: str) -> Element:
    return element("mo", sign, stretchy="false")


def _number(digits: str) -> Element:
    return element("mn", digits)


def _as_one(row: Row) -> Element:
    return row[0] if len(row) == 1 else element("mrow", *row)


def _decimal(sign: str, digits: str) -> Row:
    mantissa, power, exponent = digits.partition("e")
    row = [_sign(sign, 1), *_signed(mantissa)]
    if power:
        raised = _as_one(_signed(str(int(exponent))))
        row += [_sign("×", 1), element("msup", _number("10"), raised)]
    return row


def _signed(digits: str) -> Row:
    """`-7` as a sign and a number."""
    minus = [element("mo", "−", form="prefix")] if digits.startswith("-") else []
    return [*minus, _number(digits.removeprefix("-"))]


# --- declared names -----------------------------------------------------------------------------------

_ALPHABETS: Final = {
    "mathit": "ITALIC", "mathbf": "BOLD", "mathsf": "SANS-SERIF", "mathtt": "MONOSPACE", "mathcal": "SCRIPT",
}  # fmt: skip
_DIGITS: Final = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE")


def declared_name(tex: str, name: str) -> Row:
    """The name as it was declared; as the model spells it where nobody checked the declaration."""
    try:
        return _row(parse_typeset(tex))
    except InputError:
        return [element("mi", name)]


def _row(parts: Sequence[Part]) -> Row:
    return [_scripted(part) for part in parts]


def _scripted(part: Part) -> Element:
    base = _base(part)
    sub, sup = (_as_one(_row(script)) if script else None for script in (part.sub, part.sup))
    if sub is None and sup is None:
        return base
    return element("msub" if sup is None else "msup" if sub is None else "msubsup", base, sub, sup)


def _base(part: Part) -> Element:
    match part.kind:
        case "number":
            return _number(part.text)
        case "sign":
            return element("mo", "−" if part.text == "-" else part.text)
        case "letter":
            return element("mi", part.text)
        case "symbol":
            return element("mo" if part.text == "′" else "mi", part.text)
        case "styled":
            return _styled(part.text, part.style)
        case "accented":
            line = part.style == "overline"
            over = element("mo", ACCENTS[part.style], stretchy="true" if line else None)
            return element("mover", _as_one(_row(part.inside)), over, accent="true")
        case "group":
            inside = _row(part.inside)
            return element("mrow", *([_bracket("("), *inside, _bracket(")")] if part.text else inside))


def _styled(text: str, style: str) -> Element:
    if style == "text":
        return element("mtext", text)
    shown = "".join(_letter(sign, _ALPHABETS[style]) for sign in text) if style in _ALPHABETS else text
    return element("mi", shown, mathvariant="normal" if len(shown) == 1 else None)


def _letter(sign: str, alphabet: str) -> str:
    """The sign of another alphabet: `B`, `SCRIPT` -> `ℬ`; signs that it has not stay as they are."""
    case = "CAPITAL" if sign.isupper() else "SMALL"
    kind = f"DIGIT {_DIGITS[int(sign)]}" if sign.isdecimal() else f"{case} {sign.upper()}"
    if (alphabet, sign) == ("ITALIC", "h"):
        return "ℎ"
    for name in (f"MATHEMATICAL {alphabet} {kind}", f"{alphabet} {kind}"):
        try:
            return unicodedata.lookup(name)
        except KeyError:
            continue
    return sign

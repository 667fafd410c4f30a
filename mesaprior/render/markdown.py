r"""A document as Markdown: tables as pipe tables, everybody else's words as entities, maths in two spellings.

For GitHub and notebooks formulas in running text and in cells are code, in the tool's own language: a pipe
table, an emphasis mark and an HTML tag cannot form there, and no renderer eats the `\_` of a name, as GitHub
does between dollars. What stands on a line of its own is mathematics, in the fence or the dollars that the
place knows. For LessWrong's editor everything is mathematics (`lesswrong`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from mesaprior.language import Divide, Negate, Node, Number, write
from mesaprior.language.latex import latex
from mesaprior.language.nodes import walk
from mesaprior.render import escape
from mesaprior.render.document import (
    Block,
    Document,
    Findings,
    Item,
    Line,
    Lines,
    Maths,
    Span,
    Table,
    User,
    Words,
    maths_of,
)
from mesaprior.render.findings import as_shown
from mesaprior.render.spelling import latex_names, shown
from mesaprior.render.stacked import blanked
from mesaprior.render.tex import displayed, legend_nodes, maths_fragments, signs_taken

_FORMULA: Final = re.compile(r"[A-Za-z0-9_ ()+*/<>=.,…≈-]+")
"""What our own formulas are made of; anything else would be a stranger's and is written as entities."""
_MARKS: Final = {"winner": "▸ ", "loser": "", "none": "—"}
_VERDICTS: Final = {"proved": "✓", "refuted": "✗", "undecided": "?"}
WORTH_A_LINE: Final = 36
"""Letters from which a condition stands on a line of its own."""
LONGEST_PIECE: Final = 40
"""Letters of a formula between dollars in a cell, which a renderer does not break; it goes on in the next."""


@dataclass(frozen=True)
class Flavour:
    """How a place spells mathematics: a formula among words, the TeX of a name, a formula on its own line."""

    among_words: Callable[[Maths, Document], str]
    name: str
    """What stands around the TeX of a name."""
    apart: tuple[str, ...]
    """The lines of a displayed formula, `{}` where it stands."""
    all_maths: bool = False
    """Whether every formula is mathematics, so that the legend must name all that are not as declared."""


def markdown(document: Document) -> str:
    """For GitHub: code among words, fences of their own for what is displayed."""
    return Writer(document, Flavour(_code_of, "$`{}`$", ("```math", "{}", "```"))).written()


def notebook_markdown(document: Document) -> str:
    """The same for notebooks, Quarto and MyST, which know two dollars and no fence."""
    return Writer(document, Flavour(_code_of, "${}$", ("$${}$$",))).written()


def lesswrong(document: Document) -> str:
    r"""For LessWrong's Markdown editor: mathematics between dollars, what is displayed on a line of its own;
    no `|` inside it, no HTML."""
    return Writer(document, Flavour(_dollars, "${}$", ("$${}$$",), all_maths=True)).written()


class Writer:
    """Writes one document; remembers which formulas it has displayed."""

    def __init__(self, document: Document, flavour: Flavour) -> None:
        self.document, self.flavour = as_shown(document), flavour
        self.displayed: list[Maths] = []

    def written(self) -> str:
        """The headline as a paragraph, then tables and lists, then what the short names mean."""
        parts = [self._line(self.document.headline)]
        before: Block | None = None
        for block in self.document.blocks:
            if isinstance(block, Table):
                parts.append(self._table(block))
            elif isinstance(block, Findings):
                parts.append(self._findings(block))
            elif isinstance(before, Lines) and not block.title:
                parts[-1] += "\n" + self._list(block)  # two lists in a row are one
            else:
                parts.append(self._list(block))
            before = block
        legend = self._legend()
        if legend:
            parts.append(f"Here {', '.join(legend)}.")
        return "\n\n".join(parts) + "\n"

    def _table(self, table: Table) -> str:
        header = [self._line(column.header) for column in table.columns]
        rule = ["---:" if column.align == "right" else ":---" for column in table.columns]
        rows = [[self._line(cell) for cell in row] for row in blanked(table)]
        return "\n".join("| " + " | ".join(cells) + " |" for cells in (header, rule, *rows))

    def _list(self, block: Lines) -> str:
        items = "\n".join("- " + "\n\n".join(self._item(item)).replace("\n", "\n  ") for item in block.items)
        items = re.sub(r"(?m)^ +$", "", items)
        title = self._line(block.title)
        return f"**{title}**\n\n{items}" if title else items

    def _findings(self, block: Findings) -> str:
        lines: list[str] = []
        for entry in block.entries:
            label = f" **{self._line(entry.label)}**" if entry.label else ""
            lines.append(f"- {_VERDICTS[entry.verdict]}{label} {entry.verdict}: {self._line(entry.claim)}")
            lines += [f"  - {detail.key}: {self._line(detail.line)}" for detail in entry.details]
        title = f"**{self._line(block.title)}**\n\n" if block.model else ""
        return title + "\n".join(lines)

    def _item(self, item: Item) -> list[str]:
        """The paragraphs of an item, displayed formulas among them."""
        first = item.label[0] if item.label else None
        if isinstance(first, Maths) and first.defines and not item.body:
            short = self.flavour.among_words(Maths(first.sides[:1]), self.document)
            return [f"{short}{self._line(item.label[1:])}:", self._apart(first)]
        parts = [self._line(item.label)]
        for place, line in enumerate(item.body):
            link = "and" if place else item.link
            parts[-1] += link if link == ":" else f" {link}"
            if len(line) == 1 and isinstance(line[0], Maths) and self._is_long(line[0]):
                parts += [self._apart(line[0]), ""]
            else:
                parts[-1] += f" {self._line(line)}"
        return [part.strip() for part in parts if part.strip()]

    def _is_long(self, span: Maths) -> bool:
        return sum(map(signs_taken, maths_fragments(span, self.document))) > WORTH_A_LINE

    def _apart(self, span: Maths) -> str:
        self.displayed.append(span)
        tex = displayed(span, self.document)
        return "\n".join(line.replace("{}", tex) for line in self.flavour.apart)

    def _legend(self) -> list[str]:
        """`find(…) is find(get_proxy(env))`, and what a declared name stands for where it is shown."""
        spelling = self.document.spelling
        used = {part for span in maths_of(self.document.lines) for side in span.sides for part in walk(side)}
        found = [
            f"{_coded(write(short))} is {_coded(write(full))}"
            for full, short in spelling.short.items()
            if full in used and not self.flavour.all_maths
        ]
        names = latex_names(spelling)
        seen = {part for span in self.displayed for side in span.sides for part in walk(side)}
        return found + [
            f"{self.flavour.name.replace('{}', latex(short, names))} is {_coded(write(full))}"
            for short, full in legend_nodes(self.document)
            if self.flavour.all_maths or (short == full and full in seen)
        ]

    def _line(self, line: Line) -> str:
        return "".join(map(self._span, line))

    def _span(self, span: Span) -> str:
        match span:
            case Words(text=words):
                return words
            case User(text=words):
                return escape.markdown(words)
            case Maths():
                return self.flavour.among_words(span, self.document)
            case mark:
                return _MARKS[mark.kind]


def _code_of(span: Maths, document: Document) -> str:
    """`g0 = 64/25 = 2.56` as code; a plain number needs none."""
    written = [
        write(shown(side, document.spelling, defining=span.defines and place > 0))
        for place, side in enumerate(span.sides)
    ]
    text = " = ".join(written) + (" " + " ".join(span.decimal) if span.decimal else "")
    return text if all(map(_is_number, span.sides)) else _coded(text)


def _dollars(span: Maths, document: Document) -> str:
    """`$g < 64 / 25 = 2.56$`; a long formula in several pieces, between which a line may end."""
    found = maths_fragments(span, document)
    if len(found) == 1 and found[0].isdecimal():
        return found[0]
    pieces: list[str] = []
    room = 0
    for tex in found:
        room -= signs_taken(tex)
        if room < 0 or not pieces:
            # what goes on with a sign is set as if something stood before it
            pieces.append("{} " + tex if pieces else tex)
            room = LONGEST_PIECE - signs_taken(tex)
        else:
            pieces[-1] += " " + tex
    return " ".join(f"${piece}$" for piece in pieces)


def _is_number(node: Node) -> bool:
    match node:
        case Number():
            return True
        case Negate(operand=inner):
            return _is_number(inner)
        case Divide(left=left, right=right):
            return _is_number(left) and _is_number(right)
    return False


def _coded(text: str) -> str:
    return f"`{text}`" if _FORMULA.fullmatch(text) else escape.markdown(text)

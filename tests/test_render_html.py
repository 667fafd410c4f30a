"""HTML with MathML: well-formed, escaped by position, and every formula reads back to itself."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hand_made import everything, worked_wins
from hostile import HOSTILE
from hypothesis import given, settings
from hypothesis import strategies as st
from library_tables import documents
from test_render_hostile import ANYTHING, CONTROLS, with_label
from test_render_round_trip import EXPRESSIONS, RELATIONS_, parsed, undone
from web import node as run_in_node

from mesaprior.errors import InputError
from mesaprior.language import Apply, Divide, Name, Node, Relation, parse_expression, write
from mesaprior.language.typeset import parse_typeset
from mesaprior.render import document_for, escape, mathml, render
from mesaprior.render.document import Document, Maths, Spelling, maths_of
from mesaprior.render.elements import element, said, written

TAGS = {
    *("div", "p", "table", "caption", "thead", "tbody", "tr", "th", "td", "ul", "li", "dl", "dt", "dd"),
    *("span", "strong", "b", "code", "bdi"),
    *("math", "mi", "mn", "mo", "mtext", "mrow", "msub", "msup", "msubsup", "mfrac", "mover"),
}
PAGE_TAGS = TAGS | {"html", "head", "meta", "title", "style", "body", "main"}
ATTRIBUTES = {
    *("class", "id", "scope", "colspan", "rowspan", "data-says", "aria-hidden", "alttext", "display", "form"),
    *("stretchy", "lspace", "rspace", "mathvariant", "accent"),
}


class Reader(HTMLParser):
    """What a browser's parser makes of it: (tag, attributes) and text, in order."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        raise AssertionError(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def checked(text: str, tags: set[str] = TAGS, attributes: set[str] = ATTRIBUTES) -> str:
    """The text that is seen, after both parsers have found the same elements and no others than ours."""
    tree = ET.fromstring(text)
    page = Reader(text)
    assert [part.tag for part in tree.iter()] == [tag for tag, _ in page.tags]
    assert [part.attrib for part in tree.iter()] == [found for _, found in page.tags]
    assert {tag for tag, _ in page.tags} <= tags
    assert {name for _, found in page.tags for name in found} <= attributes
    assert "".join(tree.itertext()).strip("\n") == "".join(page.text).strip("\n")
    return "".join(page.text)


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_stays_text(label: str) -> None:
    shown = " ".join(escape.one_line(label).split())
    for document in with_label(label):
        seen = checked(render(document, "html", caption=label or None))
        assert shown in " ".join(seen.split())
        assert not CONTROLS.search(re.sub("[\u2061\u2062]", "", seen)), "but for the unseen signs of formulas"
    whole = render(document, "html", caption=label, standalone=True)
    seen = checked(whole, PAGE_TAGS, ATTRIBUTES | {"lang", "charset", "http-equiv", "content", "name"})
    assert whole.count("<style>") == whole.count("<title>") == 1 and "script" not in whole.replace(
        escape.html(label), ""
    )


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_what_is_put_into_an_element_comes_out(text: str, value: str) -> None:
    text, value = escape.one_line(text), escape.one_line(value)
    whole = written(element("p", text, element("b", value), title=value))
    tree = ET.fromstring(whole)
    assert (tree.text or "", tree.attrib["title"]) == (text, value)
    assert Reader(whole).tags == [("p", {"title": value}), ("b", {})]
    assert said(element("p", text, element("b", value))) == text + value


@pytest.mark.parametrize("name", ["script src", "a><b", "", "on click", "é"])
def test_no_name_of_an_element_is_made_from_text(name: str) -> None:
    with pytest.raises(AssertionError):
        element(name)
    with pytest.raises(AssertionError):
        element("p", **{name: "x"})


def test_every_document_of_the_library_is_well_formed() -> None:
    tables = 0
    for asked, document in documents().items():
        text = render(document, "html", label="tab:x")
        checked(text)
        tree = ET.fromstring(text)
        for table in tree.iter("table"):
            tables += 1
            check_table(table, asked)
        assert len(list(tree.iter("caption"))) == min(1, len(list(tree.iter("table"))))
    assert tables > 60


def check_table(table: Any, asked: tuple[str, str]) -> None:
    """Every row is as wide as the head once what reaches down from above is counted; every th has a scope."""
    assert all(head.get("scope") in {"col", "colgroup", "row"} for head in table.iter("th")), asked
    width = sum(int(head.get("colspan", "1")) for head in table.find("thead").iter("th"))
    reach = [0] * width
    for row in table.find("tbody"):
        cells = iter(row)
        for place in range(width):
            if reach[place]:
                reach[place] -= 1
            else:
                reach[place] = int(next(cells).get("rowspan", "1")) - 1
        assert next(cells, None) is None, asked
    assert reach == [0] * width, asked


# --- formulas -----------------------------------------------------------------------------------------

_SIGNS = {"\u2061": "", "\u2062": "*", "⋅": "*", "−": "-", "≤": "<=", "≥": ">=", "=": "==", "…": "hidden"}


def read(part: Any) -> str:
    """A MathML element in the tool's own language: a reader that shares nothing with the writer."""
    inside = [read(child) for child in part]
    match part.tag:
        case "msup":
            return f"{inside[0]}**({inside[1]})"
        case "msub":
            return "".join(inside) if inside[0] == "g" else f"{inside[0]}{inside[1]}"
        case "mfrac":
            return f"({inside[0]})/({inside[1]})"
        case "mi" | "mn" | "mo":
            return _SIGNS.get(part.text, part.text)
    assert part.tag in {"math", "mrow"}, part.tag
    return " ".join(inside) if part.tag == "math" else f"({' '.join(inside)})"


def read_back(pieces: list[Any]) -> Node:
    return parsed(" ".join(read(ET.fromstring(written(piece))) for piece in pieces))


EMPTY = Document((), (), ())


@settings(deadline=None)
@given(st.one_of(EXPRESSIONS, RELATIONS_))
def test_a_formula_reads_back_from_its_mathml(node: Node) -> None:
    pieces = mathml.formula(Maths((node,)), EMPTY)
    assert read_back(pieces) == node
    assert parsed(" ".join(dict(piece.attributes)["alttext"] for piece in pieces)) == node
    assert read_back(mathml.displayed(Maths((node,)), EMPTY)) == node


def plain(document: Document) -> Document:
    """The document without declared names, which are read by eye."""
    return replace(document, spelling=replace(document.spelling, latex={}))


def test_every_formula_of_the_library_reads_back() -> None:
    shown = [*documents().values(), *(document_for(result) for result in everything())]
    count = 0
    for document in map(plain, shown):
        for span in dict.fromkeys(maths_of(document.lines)):
            if max(map(len, re.findall("[0-9]+", " ".join(map(write, span.sides)))), default=0) > 30:
                continue  # the language takes no number of so many digits
            for pieces in (mathml.formula(span, document), mathml.displayed(span, document)):
                exact = pieces if span.decimal is None else without_decimal(pieces)
                found = undone(document, read_back(exact))
                sides = span.sides[1:] * 2 if span.defines else span.sides
                if isinstance(sides[0], Name) and "/" in sides[0].name:  # a member of a family, by itself
                    sides = (parse_expression(sides[0].name),)
                assert found == (sides[0] if len(sides) == 1 else Relation(sides, ("==",) * (len(sides) - 1)))
                count += 1
    print(f"{count} formulas read back")
    assert count > 2000


def without_decimal(pieces: list[Any]) -> list[Any]:
    """What stands before the last `=` or `≈` at the end."""
    flat = [part for piece in pieces for part in piece.children]
    last = max(place for place, part in enumerate(flat) if said(part) in {"=", "≈"})
    return [element("math", *flat[:last])]


NAMES = {
    "x": "<mi>x</mi>",
    r"\lambda": "<mi>λ</mi>",
    r"\mathrm{base}": "<mi>base</mi>",
    r"\mathrm{b}": '<mi mathvariant="normal">b</mi>',
    r"\mathrm{opt}_{\mathrm{env}}": "<msub><mi>opt</mi><mi>env</mi></msub>",
    "x_{t-1}^2": "<msubsup><mi>x</mi><mrow><mi>t</mi><mo>−</mo><mn>1</mn></mrow><mn>2</mn></msubsup>",
    "q'": "<msup><mi>q</mi><mo>′</mo></msup>",
    r"\text{a b}": "<mtext>a b</mtext>",
    r"\mathcal{B}": '<mi mathvariant="normal">ℬ</mi>',
    r"\mathcal{A}": '<mi mathvariant="normal">𝒜</mi>',
    r"\mathit{the}": "<mi>𝑡ℎ𝑒</mi>",
    r"\mathbf{A1}": "<mi>𝐀𝟏</mi>",
    r"\mathtt{a}": '<mi mathvariant="normal">𝚊</mi>',
    r"\hat{x}": '<mover accent="true"><mi>x</mi><mo>^</mo></mover>',
    "f(x)": '<mi>f</mi><mrow><mo stretchy="false">(</mo><mi>x</mi><mo stretchy="false">)</mo></mrow>',
}


@pytest.mark.parametrize("tex", NAMES)
def test_a_declared_name_is_built_from_its_parts(tex: str) -> None:
    assert parse_typeset(tex)
    assert "".join(map(written, mathml.declared_name(tex, "name"))) == NAMES[tex]


def test_what_nobody_checked_is_shown_as_the_model_spells_it() -> None:
    spelling = Spelling({"a": r"\input{/etc/passwd}", "f": "<script>"})
    document = replace(EMPTY, spelling=spelling)
    pieces = mathml.formula(Maths((Apply("f", (Name("a"),)),)), document)
    assert "".join(map(said, pieces)) == "f\u2061(a)"


EXACTLY = {
    "a - b/2": '<mi>a</mi><mo form="infix">−</mo><mi>b</mi><mo>/</mo><mn>2</mn>',
    "2*a": '<mn>2</mn><mo lspace="0.17em" rspace="0">&#8290;</mo><mi>a</mi>',
    "c(ab)**2": (
        '<msup><mrow><mi>c</mi><mo>&#8289;</mo><mo stretchy="false">(</mo><mi>ab</mi>'
        '<mo stretchy="false">)</mo></mrow><mn>2</mn></msup>'
    ),
    "log2(a) < -1": (
        '<msub><mi>log</mi><mn>2</mn></msub><mo>&#8289;</mo><mo stretchy="false">(</mo><mi>a</mi>'
        '<mo stretchy="false">)</mo><mo form="infix">&#60;</mo><mo form="prefix">−</mo><mn>1</mn>'
    ),
}


@pytest.mark.parametrize("text", EXACTLY)
def test_exactly_what_is_written(text: str) -> None:
    pieces = mathml.formula(Maths((parsed(text),)), EMPTY)
    alttext = escape.html(text)
    assert "".join(map(written, pieces)) == f'<math alttext="{alttext}">{EXACTLY[text]}</math>'


def test_a_long_formula_can_be_broken_and_a_quotient_stands_upright() -> None:
    node = parse_expression(" + ".join(f"c(name_{place})" for place in range(12)))
    assert len(mathml.formula(Maths((node,)), EMPTY)) == 6
    quotient = Divide(parse_expression("a + b"), parse_expression("c - d"))
    (whole,) = mathml.displayed(Maths((Name("g0"), quotient), defines=True), EMPTY)
    assert written(whole).count("<mfrac>") == 1 and ("display", "block") in whole.attributes
    assert len(mathml.displayed(Maths((Name("g0"), Divide(node, node)), defines=True), EMPTY)) > 6
    assert write(quotient) == "(a + b)/(c - d)"


@pytest.mark.parametrize("label", ["a b", "x}", '"', "", "<", "a" * 81])
def test_error_a_label_that_no_link_could_name(label: str) -> None:
    with pytest.raises(InputError, match="bad-label"):
        render(document_for(worked_wins()), "html", label=label)


# --- the page -----------------------------------------------------------------------------------------


def test_a_page_stands_alone_in_a_browser() -> None:
    """No request, nothing on the console, nothing wider than the window, formulas taller than nothing, text
    that stands out from its ground, in light and in dark, at 700 and 340 px."""
    asked = [("speed-simplicity", "conditions"), ("clean-genie", "claims listed"), ("frames", "claims")]
    pages = [render(documents()[name], "html", standalone=True) for name in asked]
    found = run_in_node("pages.cjs", pages, browser=True)
    assert len(found) == 4 * len(pages)
    for page in found:
        assert page["said"] == [] and page["requests"] == []
        assert page["sticksOut"] <= 0 and page["formulas"] > 10 and page["flat"] == 0
        assert page["contrast"] >= 4.5, page
        assert page["blocked"] is True, "a script that gets in does not run"


def test_a_page_has_nothing_of_today_or_of_here() -> None:
    page = render(documents()["speed-simplicity", "conditions"], "html", standalone=True)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en">') and page.endswith("</html>\n")
    assert "http" not in page.replace("http-equiv", "") and "<script" not in page
    assert page == render(documents()["speed-simplicity", "conditions"], "html", standalone=True)

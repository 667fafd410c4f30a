"""From model files to specs: what is refused, in which words and at which place; what is accepted."""

import re
from pathlib import Path

import pytest

from mesaprior.errors import InputError, Problem, refuse
from mesaprior.loading import SourceMap, load, load_checked, load_text
from mesaprior.model import build
from mesaprior.spec import ModelSpec

ONE_VARIANT = "variants:\n  H: {complexity: a, time: b}\n"
SMALL = "name: x\n" + ONE_VARIANT


def refused(text: str) -> str:
    with pytest.raises(InputError) as caught:
        load_text(text, "m.yaml")
    return str(caught.value)


def bad_models() -> list[tuple[str, str, str]]:
    text = (Path(__file__).parent / "fixtures" / "bad_models.txt").read_text(encoding="utf-8")
    blocks = re.split(r"^===== (.*)\n", text, flags=re.MULTILINE)[1:]
    pairs = [block.split("-----\n") for block in blocks[1::2]]
    return [(name, model, drawn) for name, (model, drawn) in zip(blocks[::2], pairs, strict=True)]


BAD_MODELS = bad_models()


@pytest.mark.parametrize(
    ("model", "drawn"), [case[1:] for case in BAD_MODELS], ids=[c[0] for c in BAD_MODELS]
)
def test_error_text(model: str, drawn: str) -> None:
    assert refused(model) + "\n" == drawn


def test_there_are_many_bad_models() -> None:
    assert len(BAD_MODELS) > 55


# --- signs that cannot stand in the fixture file -------------------------------------------------------

UNREADABLE = [
    ("\tname: x", "yaml-syntax", "a tab cannot stand here", (1, 1)),
    ("name: x\x1b[31m", "control-character", "this text holds the control character U+001B", (1, 8)),
    ("name: x\x00", "control-character", "this text holds the control character U+0000", (1, 8)),
    ("name: x\rtitle: y", "control-character", "this text holds the control character U+000D", (1, 8)),
    ("name: x\x85title: y", "control-character", "this text holds the control character U+0085", (1, 8)),
    ("name: \ud800", "control-character", "this text holds the control character U+D800", (1, 7)),
    ('name: x\ntitle: "\\e"', "control-character", "this text holds the control character U+001B", (2, 8)),
    ('name: "\\uDFFF"', "control-character", "this text holds the control character U+DFFF", (1, 7)),
    ('name: "\\UFFFFFFFF"', "yaml-syntax", "there is no such character", (1, 10)),
    ('name: "\\x4"', "yaml-syntax", "this escape sequence is not complete", (1, 10)),
    ("!<name: x", "yaml-syntax", "this line cannot be read", (1, 8)),
]


@pytest.mark.parametrize(("text", "code", "message", "place"), UNREADABLE)
def test_error_unreadable(text: str, code: str, message: str, place: tuple[int, int]) -> None:
    with pytest.raises(InputError) as caught:
        load_text(text)
    found = [
        (problem.code, problem.message, (problem.place.line, problem.place.column))
        for problem in caught.value.problems
        if problem.place is not None
    ]
    assert (code, message, place) in found


def test_windows_lines_and_byte_order_mark_are_no_problem() -> None:
    text = ("\ufeff" + SMALL).replace("\n", "\r\n")
    assert load_text(text).spec == load_text(SMALL).spec
    assert refused(text.replace("name", "nme")) == (
        "error[unknown-key]: unknown key 'nme'\n --> m.yaml:1:1\n  |\n1 | nme: x\n  | ^^^\n"
        "  = help: did you mean 'name'?"
    )


def test_scalars_stay_text() -> None:
    text = "name: no\ntitle: 1e3\nnote: 0.30000000000000000001\n"
    spec = load_text(text + "variants:\n  on: {complexity: 1:30, time: 0x1F}\n").spec
    assert (spec.name, spec.title, spec.note) == ("no", "1e3", "0.30000000000000000001")
    assert spec.variants["on"].complexity == "1:30"


# --- places of formulas --------------------------------------------------------------------------------

PLACED = """\
name: x
terms: {find( a ): {}, a: {}, b: {}}
variants:
  H_fh:
    complexity: a + b
    time: 'a + b'
  H_sd: {complexity: "a + b", time: "a\\x20+ b"}
  H_fd:
    complexity: a
      + b
    time: >
      a + b
facts: [c(a) < c(b), {id: x, formal: 'c(a) < 1'}]
"""

PLACES = [
    (("variants", "H_fh", "complexity"), (4, 5), "5:21 b"),
    (("variants", "H_fh", "complexity"), (0, 5), "5:17 a + b"),
    (("variants", "H_fh", "complexity"), None, "5:17 a + b"),
    (("variants", "H_fh", "complexity"), (5, 6), "5:22 "),
    (("variants", "H_fh", "complexity"), (90, 99), "5:22 "),
    (("variants", "H_fh", "time"), (4, 5), "6:16 b"),
    (("variants", "H_sd", "complexity"), (4, 5), "7:27 b"),
    (("variants", "H_sd", "time"), (4, 5), '7:37 "a\\x20+ b"'),
    (("variants", "H_fd", "complexity"), (4, 5), "9:17 a"),
    (("variants", "H_fd", "time"), (4, 5), "11:11 >"),
    (("variants", "H_fh", "[key]"), None, "4:3 H_fh"),
    (("variants", "H_fh"), None, "5:5 complexity"),
    (("variants", "H_sd"), None, "7:9 {"),
    (("variants", "H_fh", "l", "find(a)"), None, "5:5 complexity"),
    (("variants", "H_fh", "complexity", "deeper"), (4, 5), "5:21 b"),
    (("terms", "find(a)", "[key]"), None, "2:9 find( a )"),
    (("facts", 0), (7, 8), "13:16 c"),
    (("facts", 1, "formal"), (7, 8), "13:46 1"),
    (("facts", 2), None, "13:8 ["),
    ((), None, "1:1 name"),
    (("[key]",), None, "1:1 name"),
]


@pytest.mark.parametrize(("loc", "span", "expected"), PLACES)
def test_places(loc: tuple[str | int, ...], span: tuple[int, int] | None, expected: str) -> None:
    located = load_text(PLACED).source.locate(Problem("x", "y", loc=loc, span=span)).place
    assert located is not None
    start = located.column - 1
    underlined = located.excerpt[start : start + located.width]
    assert f"{located.line}:{located.column} {underlined}" == expected


def test_a_model_made_in_python_has_no_places() -> None:
    problem = Problem("x", "y", loc=("variants",))
    assert SourceMap().locate(problem) == problem
    assert SourceMap().error([problem, problem]).problems == (problem,)


def test_problems_come_in_the_order_of_the_text_own_file_first() -> None:
    source = load("speed-simplicity-lookup").source
    locs = [("variants", "H_sd"), ("variants", "H_lt"), ("variants", "H_fh"), ("name",)]
    error = source.error(Problem("x", "y", loc=loc) for loc in locs)
    assert [problem.loc for problem in error.problems] == [locs[3], locs[1], locs[2], locs[0]]


def test_what_a_check_finds_is_said_beside_the_rest(tmp_path: Path) -> None:
    def check(spec: ModelSpec) -> int:
        if spec.title == "wrong":
            raise refuse("bad-title", "this title is wrong", loc=("title",), span=(1, 3))
        return len(spec.variants)

    path = tmp_path / "m.yaml"
    path.write_text(SMALL)
    assert load_checked(path, check)[1] == 1
    path.write_text(SMALL + "title: wrong\nname: y\n")
    with pytest.raises(InputError) as caught:
        load_checked(path, check)
    assert str(caught.value).replace(str(tmp_path), "") == (
        "error[bad-title]: this title is wrong\n --> /m.yaml:4:9\n  |\n4 | title: wrong\n  |         ^^\n\n"
        "error[duplicate-key]: the key 'name' is given twice\n --> /m.yaml:5:1\n  |\n5 | name: y\n  | ^^^^\n"
        "  = help: leave one of the two out; the first is on line 1"
    )


def test_a_mistake_in_a_key_does_not_hide_one_in_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text(
        "name: m\n"
        "terms: {a: {}, b: {meening: x}}\n"
        "variants:\n"
        "  A: {complexity: aa + b, time: b, titel: x}\n"
        "  B: {complexity: a ^ 2, time: a}\n"
        "  C: {complexity: a}\n"
        "facts: [c(a) < c(C), c(zz) < 1]\n"
        "scenarios: {w: {c: {a: -1, q: 3}}}\n"
    )
    with pytest.raises(InputError) as raised:
        load_checked(path, build)
    assert [(problem.code, problem.place.line) for problem in raised.value.problems if problem.place] == [
        ("unknown-key", 2),
        ("unknown-term", 4),
        ("unknown-key", 4),
        ("foreign-sign", 5),
        ("missing-axis", 6),
        ("unknown-term", 7),
        ("negative-price", 8),
        ("unknown-term", 8),
    ]

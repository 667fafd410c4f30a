"""Which text a name or a path means, models that extend others, and what they must not reach."""

import io
import os
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from mesaprior import limits
from mesaprior.errors import InputError
from mesaprior.loading import load, load_text

SMALL = "name: x\nvariants:\n  H: {complexity: a, time: b}\n"


def refused(model: str | Path | None) -> str:
    with pytest.raises(InputError) as caught:
        load(model)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MESAPRIOR_MODEL", raising=False)
    return tmp_path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- names and paths -----------------------------------------------------------------------------------


def test_a_bare_name_is_the_built_in_model_even_beside_a_file(folder: Path) -> None:
    write(folder / "speed-simplicity", SMALL)
    assert load("speed-simplicity").origin == "models/speed-simplicity.yaml"
    assert load("./speed-simplicity").spec.name == "x"
    assert load(Path("speed-simplicity")).spec.name == "x"


def test_a_path_is_shown_as_typed(folder: Path) -> None:
    write(folder / "sub" / "m.yml", SMALL)
    write(folder / "plain", SMALL)
    for path in ("sub/m.yml", "./sub/m.yml", "plain"):
        assert (load(path).origin, load(path).is_default) == (path, False)


def test_without_a_name(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (load().spec.name, load().is_default) == ("speed-simplicity", True)
    write(folder / "mesaprior.yaml", SMALL)
    assert (load().origin, load().is_default) == ("mesaprior.yaml", False)
    (folder / "a" / "b").mkdir(parents=True)
    monkeypatch.chdir(folder / "a" / "b")
    assert load(None).origin == os.path.join("..", "..", "mesaprior.yaml")  # noqa: PTH118 - as people see it
    monkeypatch.setenv("MESAPRIOR_MODEL", "speed-simplicity-lookup")
    assert (load().spec.name, load().is_default) == ("speed-simplicity-lookup", False)
    monkeypatch.setenv("MESAPRIOR_MODEL", "")
    assert load().spec.name == "x"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(SMALL.encode())))
    assert (load("-").spec.name, load_text(SMALL).origin) == ("x", "text")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"#" * (limits.FILE_BYTES + 1))))
    assert refused("-").startswith("error[file-too-large]: '-' is larger than 256 KiB\n")


BUILT_IN = (
    "capability-race, clean-genie, clean-genie-pruning, design-space, frames, frames-grader, margin,"
    " rollouts or 5 more"
)
NO_MODEL = [
    (
        "speed-simplicty",
        "unknown-model]: there is no model 'speed-simplicty'",
        "did you mean 'speed-simplicity'?",
    ),
    ("mymodel", "unknown-model]: there is no model 'mymodel'", "did you mean 'my-model.yaml'?"),
    ("zzz", "unknown-model]: there is no model 'zzz'", f"built-in are {BUILT_IN}; a path ends in .yaml"),
    ("", "unknown-model]: there is no model ''", f"built-in are {BUILT_IN}; a path ends in .yaml"),
    ("my_model.yaml", "no-such-file]: there is no file 'my_model.yaml'", "did you mean 'my-model.yaml'?"),
    ("no/such.yaml", "no-such-file]: there is no file 'no/such.yaml'", None),
    ("folder", "not-a-file]: 'folder' is a folder", "name the model file in it"),
    ("pipe.yaml", "not-a-file]: 'pipe.yaml' is not a regular file", None),
    ("\0.yaml", "cannot-read]: '\\x00.yaml' cannot be read: not a path", None),
    ("closed.yaml", "cannot-read]: 'closed.yaml' cannot be read: permission denied", None),
]


@pytest.mark.parametrize(("model", "message", "help"), NO_MODEL)
def test_error_no_model(folder: Path, model: str, message: str, help: str | None) -> None:
    write(folder / "my-model.yaml", SMALL)
    (folder / "folder").mkdir()
    os.mkfifo(folder / "pipe.yaml")
    write(folder / "closed.yaml", SMALL).chmod(0)
    if model == "closed.yaml" and os.access(folder / "closed.yaml", os.R_OK):
        pytest.skip("this user may read everything")
    expected = f"error[{message}"
    assert refused(model) == (f"{expected}\n  = help: {help}" if help else expected)


def test_error_of_the_variable_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MESAPRIOR_MODEL", "gone.yaml")
    assert refused(None) == "error[no-such-file]: $MESAPRIOR_MODEL: there is no file 'gone.yaml'"


NOT_UTF8 = """\
error[not-utf-8]: byte 0xe9 is not UTF-8
 --> m.yaml:2:11
  |
2 | title: Caf\ufffd: x
  |           ^
  = help: save the file as UTF-8"""


def test_error_not_utf8(folder: Path) -> None:
    for mark in (b"", b"\xef\xbb\xbf"):
        (folder / "m.yaml").write_bytes(mark + b"name: x\ntitle: Caf\xe9: x\n")
        assert refused("m.yaml") == NOT_UTF8


# --- extends -------------------------------------------------------------------------------------------

BASE = """\
name: base
title: t
note: n
prior: speed
terms: {a: {meaning: one}, b: {}, find(a): {meaning: far}}
variants:
  H: {title: h, complexity: a, time: b}
  J: {complexity: a, time: find(a)}
  K: {complexity: a, time: b}
facts:
  - c(a) < 1
  - {id: two, formal: c(a) < 2}
  - {id: three, formal: c(a) < 3}
scenarios: {w: {c: {a: 1}}}
claims:
  - {id: first, formal: J wins, says: one, prior: additive}
  - {id: second, formal: K wins}
  - {id: third, formal: J beats K}
"""

EXTENDING = """\
name: own
extends: base.yaml
title: T
note: null
terms: {'find( a )': {meaning: near}, d: {}}
variants:
  J: {complexity: d, time: d}
  H: null
  L: {complexity: d, time: d}
facts:
  - {id: three, formal: c(a) < 33}
  - c(a) < 4
  - {id: two, formal: null}
scenarios: {w: {t: {a: 2}}}
claims:
  - {id: new, formal: L wins}
  - {id: third, formal: null}
  - {id: first, formal: J never wins}
"""


def test_extends(folder: Path) -> None:
    write(folder / "base.yaml", BASE)
    loaded = load(write(folder / "own.yaml", EXTENDING))
    spec = loaded.spec
    assert (spec.name, spec.title, spec.note, spec.prior) == ("own", "T", None, "speed")
    assert {name: term.meaning for name, term in spec.terms.items()} == {
        "a": "one",
        "b": None,
        "find(a)": "near",
        "d": None,
    }
    assert {name: variant.complexity for name, variant in spec.variants.items()} == {
        "J": "d",
        "K": "a",
        "L": "d",
    }
    facts = [fact if isinstance(fact, str) else (fact.id, fact.formal) for fact in spec.facts]
    assert facts == ["c(a) < 1", ("three", "c(a) < 33"), "c(a) < 4"]
    assert [(claim.id, claim.formal, claim.says, claim.prior) for claim in spec.claims] == [
        ("first", "J never wins", None, None),
        ("second", "K wins", None, None),
        ("new", "L wins", None, None),
    ]
    assert spec.scenarios["w"].c == {}
    assert spec.scenarios["w"].t == {"a": Fraction(2)}


def test_error_given_twice_in_the_extending_file(folder: Path) -> None:
    write(folder / "base.yaml", BASE)
    again = "  - {id: first, formal: K wins}\n"
    drawn = refused(write(folder / "own.yaml", EXTENDING + again))
    assert drawn.startswith(
        f"error[name-used-twice]: 'first' is already a claim\n  --> {folder}/own.yaml:19:10\n"
    )


def test_an_empty_list_of_claims_removes_none_and_null_removes_all(folder: Path) -> None:
    write(folder / "base.yaml", BASE)
    own = "name: own\nextends: base.yaml\nclaims: "
    assert len(load(write(folder / "own.yaml", own + "[]\n")).spec.claims) == 3
    assert load(write(folder / "own.yaml", own + "null\n")).spec.claims == ()


def test_the_name_is_never_inherited() -> None:
    with pytest.raises(InputError) as caught:
        load_text("extends: speed-simplicity\n")
    assert [problem.code for problem in caught.value.problems] == ["missing-key"]


def chain(folder: Path, length: int) -> Path:
    write(folder / "m1.yaml", SMALL)
    for number in range(2, length + 1):
        write(folder / f"m{number}.yaml", f"name: m{number}\nextends: m{number - 1}.yaml\n")
    return folder / f"m{length}.yaml"


def test_error_extends_too_deep(folder: Path) -> None:
    for length in (limits.EXTENDS_DEPTH - 1, limits.EXTENDS_DEPTH):
        assert load(chain(folder, length)).spec.name == f"m{length}"
    chain(folder, limits.EXTENDS_DEPTH + 1)
    assert refused("m9.yaml") == (
        "error[extends-too-deep]: more than 8 models extend one another\n --> m2.yaml:2:10\n  |\n"
        "2 | extends: m1.yaml\n  |          ^^^^^^^\n  = help: put some of them into one file"
    )


def test_error_extends_cycle(folder: Path) -> None:
    write(folder / "a.yaml", "name: a\nextends: sub/b.yaml\n")
    write(folder / "sub" / "b.yaml", "name: b\nextends: ./c.yaml\n")
    write(folder / "sub" / "c.yaml", "name: c\nextends: b.yaml\n")
    assert refused("a.yaml") == (
        "error[extends-cycle]: this model extends itself: sub/b.yaml -> sub/c.yaml -> sub/b.yaml\n"
        " --> sub/c.yaml:2:10\n  |\n2 | extends: b.yaml\n  |          ^^^^^^"
    )


OUTSIDE = [
    "../x.yaml",
    "/etc/x.yaml",
    "a/../../x.yaml",
    "C:/x.yaml",
    "C:x.yaml",
    "..\\x.yaml",
    "\\x.yaml",
    "link.yaml",
]


@pytest.mark.parametrize("path", OUTSIDE)
def test_error_extends_outside(folder: Path, path: str) -> None:
    write(folder / "x.yaml", SMALL)
    (folder / "own").mkdir()
    (folder / "own" / "link.yaml").symlink_to(folder / "x.yaml")
    write(folder / "own" / "m.yaml", f"name: own\nextends: {path}\n")
    assert refused("own/m.yaml").startswith("error[bad-path]: ")


def test_error_text_extends_built_in_models_only() -> None:
    with pytest.raises(InputError) as caught:
        load_text("name: x\nextends: base.yaml\n")
    assert str(caught.value).splitlines()[-1] == f"  = help: built-in are {BUILT_IN}"


def test_problems_of_both_files_each_at_its_place(folder: Path) -> None:
    write(folder / "base.yaml", BASE.replace("time: b", "tim: b", 1))
    drawn = refused(write(folder / "own.yaml", EXTENDING.replace("H: null", "M: {}").replace("d: {}", "d:")))
    assert [line for line in drawn.splitlines() if line.startswith(("error", " -->"))] == [
        "error[nothing-to-remove]: the base has no 'd'",
        f" --> {folder}/own.yaml:5:41",
        "error[missing-axis]: the variant 'M' has no 'complexity'",
        f" --> {folder}/own.yaml:8:3",
        "error[missing-axis]: the variant 'M' has no 'time'",
        f" --> {folder}/own.yaml:8:3",
        "error[unknown-key]: unknown key 'tim'",
        f" --> {folder}/base.yaml:7:32",
    ]

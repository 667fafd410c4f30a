"""The widget: small, the same bytes, inert; what it refuses, and both doors to it."""

from __future__ import annotations

import json
import re
from fractions import Fraction as F
from html.parser import HTMLParser
from pathlib import Path

import pytest
from widget_cases import CASES, SLIDES, asked, hostile_pages, labelled, model, page

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.render.widget.words import spoken

# --- the page itself -----------------------------------------------------------------------------------


def test_the_seed_is_below_eight_kilobytes() -> None:
    assert len(page("seed").encode()) < 8_000


@pytest.mark.parametrize("case", CASES)
def test_the_same_input_gives_the_same_bytes(case: str) -> None:
    name, circumstances = CASES[case]
    again = mp.load(name) if name.startswith("speed") else asked(name)
    assert again.widget(**circumstances).html == page(case)


def test_the_page_names_no_other() -> None:
    for case in CASES:
        assert not re.search(
            r"https?:|//|\burl\(|@import|\bsrc=|\bhref=|eval|Function|localStorage|cookie", page(case)
        )


def test_the_source_of_the_script_decides_nothing_by_floats() -> None:
    """`Number(` is only used to place, to order by sign, and after a `≈`; nothing runs a text."""
    script = (Path(mp.__file__).parent / "render" / "widget" / "widget.js").read_text(encoding="utf-8")
    uses = [line.strip() for line in script.splitlines() if "Number(" in line]
    assert len(uses) == 3, uses
    assert not re.search(
        r"innerHTML|insertAdjacent|document\.write|eval|Function|setTimeout|fetch|parent\b", script
    )


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the text of its data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_labels_change_no_element() -> None:
    plain = Elements(labelled([f"t{i}" for i in range(40)])).found
    for _, html in hostile_pages().values():
        found = Elements(html).found
        assert [(tag, *sorted(attributes)) for tag, attributes in found] == [
            (tag, *sorted(attributes)) for tag, attributes in plain
        ]
        assert found[2] == plain[2] and "Content-Security-Policy" in found[2][1].values()


# --- the doors -----------------------------------------------------------------------------------------


def test_a_notebook_gets_a_frame_that_runs_scripts_and_nothing_else() -> None:
    view = model("speed-simplicity").widget(scenario="worked")
    bundle = view._repr_mimebundle_()
    ((tag, attributes),) = Elements(bundle["text/html"]).found
    assert (tag, attributes["sandbox"], attributes["srcdoc"]) == ("iframe", "allow-scripts", view.html)
    assert bundle["text/plain"] == (
        "H_fh (fast honest) wins at g = 1, by 9 over H_fd\n"
        "H_fh wins for g < 2.56; H_sd wins for g > 2.56; where these meet, a tie"
    )


def test_both_doors_write_the_same_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    view = model("speed-simplicity").widget(scenario="worked", slide="c( combine )", g="5/2")
    view.save(tmp_path / "one.html")
    asks = ["speed-simplicity", "--scenario", "worked", "--slide", "c(combine)", "-g", "2.5"]
    assert run(["widget", *asks, "-o", str(tmp_path / "other.html")]) == 0
    assert run(["widget", *asks]) == 0
    written = [(tmp_path / name).read_bytes() for name in ("one.html", "other.html")]
    assert written == [str(view).encode()] * 2 == [capsys.readouterr().out.encode()] * 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one.html", "other.html"]
    with pytest.raises(mp.InputError, match="cannot-write"):
        view.save(tmp_path / "no" / "widget.html")


def test_json_holds_what_the_page_is_made_of(capsys: pytest.CaptureFixture[str]) -> None:
    asks = ["speed-simplicity", "--scenario", "worked", "--slide", "c(combine)", "--json"]
    assert run(["widget", *asks]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["schema"] == "mesaprior/widget/1"
    assert said["costs"]["H_sd"] == "g*c(combine) + 122 + 265*g"
    assert said["sliders"]["c(combine)"]["stops"] == [str(step) for step in range(1, 41)]
    assert said["g"]["start"] == "1" and said["start"]["winner"] == "H_fh"
    said = (
        model("speed-simplicity").under("speed").widget(scenario="worked", slide="t(combine)").panel.to_dict()
    )
    assert said["g"] is None and said["start"]["winner"] == "H_fh"


SEED = "speed-simplicity"
ERRORS: list[tuple[list[str], str]] = [
    (
        [SEED],
        """\
error[numbers-missing]: a widget needs a number for c(get_base_obj), c(simplest_obj), c(combine), \
c(is_deployed_in_world), c(mesaoptimize), c(useful_knowledge) and 6 more
  = help: put them in: --scenario worked, or --set 'c(get_base_obj)=12'
""",
    ),
    (
        ["speed-simplicity-lookup", "--scenario", "side-claims-kept"],
        """\
error[numbers-missing]: a widget needs a number for c(entries) and t(lookup)
  = help: put them in: --set 'c(entries)=12'
""",
    ),
    (
        [SEED, "--scenario", "worked", "--slide", "c(combin)"],
        """\
error[unknown-term]: unknown term 'combin'
 --> slide:1:3
  |
1 | c(combin)
  |   ^^^^^^
  = help: did you mean 'combine'?
""",
    ),
    (
        [SEED, "--scenario", "worked", "--slide", "c(combine)", "--slide", "c( combine)"],
        """\
error[slid-twice]: c(combine) is slid twice
 --> slide:1:1
  |
1 | c( combine)
  | ^^^^^^^^^^^
  = help: name each price once
""",
    ),
    (
        [SEED, "--scenario", "worked", "--slide", "t(useful_knowledge)"],
        """\
error[nothing-to-slide]: no variant's cost depends on t(useful_knowledge)
 --> slide:1:1
  |
1 | t(useful_knowledge)
  | ^^^^^^^^^^^^^^^^^^^
  = help: slide a price that some variant pays
""",
    ),
    (
        [SEED, "--scenario", "worked", "--slide", "g"],
        """\
error[cannot-be-set]: 'g' is not a single price or parameter
 --> slide:1:1
  |
1 | g
  | ^
  = help: name one price or parameter, as in 'c(combine)=12'
""",
    ),
    (
        [SEED, "--scenario", "worked", "--prior", "simplicity"],
        """\
error[nothing-to-slide]: under the prior simplicity no cost depends on g
  = help: slide a price: --slide 'c(x)'
""",
    ),
    *(
        (
            [SEED, "--scenario", "worked", "--prior", prior, *more],
            f"""\
error[prior-not-for-widgets]: under the prior {prior} a widget could not compare costs exactly
  = help: a widget can show linear, additive, simplicity, speed, and costs that are polynomials, linear in g
""",
        )
        for prior, more in {
            "levin": (),
            "monotone": (),
            "cap": ("--set", "K=100"),
            "power": ("--set", "p=1/2"),
        }.items()
    ),
    (
        [SEED, "--scenario", "worked", "--assume", "g*g <= c(combine)"],
        """\
error[prior-not-for-widgets]: the fact g*g <= c(combine) is not linear in g, so a widget could not check it
""",
    ),
]


@pytest.mark.parametrize(("asks", "said"), ERRORS, ids=[" ".join(asks) for asks, _ in ERRORS])
def test_error_widget(asks: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["widget", *asks]) == 2
    assert capsys.readouterr().err == said


def crowd(variants: int) -> mp.Model:
    return mp.Model.model_validate(
        {
            "name": "crowd",
            "terms": {"a": {}, "b": {}},
            "variants": {f"V{i}": {"complexity": "a", "time": "b"} for i in range(variants)},
            "scenarios": {"s": {"c": {"a": "1"}, "t": {"b": "1"}}},
        }
    )


def test_variants_up_to_the_limit() -> None:
    with pytest.raises(mp.InputError, match="a widget shows 40 variants, and this model has 41"):
        crowd(41).widget(scenario="s")
    alone = crowd(1).widget(scenario="s")
    assert alone._repr_mimebundle_()["text/plain"] == "V0 wins at g = 1\nV0 wins for every g"


def test_sliders_up_to_the_limit() -> None:
    m = model("speed-simplicity")
    names = [*map("c({})".format, ("get_base_obj", "simplest_obj", "mesaoptimize", "combine")), "t(combine)"]
    names.append("t(get_proxy_for_base_obj)")
    assert str(m.widget(scenario="worked", slide=names)).count("<input") == 7
    with pytest.raises(mp.InputError, match="7 prices are to be slid; 6 are allowed"):
        m.widget(scenario="worked", slide=[*names, "c(useful_knowledge)"])


@pytest.mark.parametrize(("bits", "fits"), [(299, True), (300, True), (301, False)])
def test_whole_numbers_up_to_the_limit(bits: int, fits: bool) -> None:
    """A price of just that many bits, made of powers of two."""
    power = "*".join(["536870912"] * (bits // 29) + [str(2 ** (bits % 29 - 1))] if bits % 29 else [])
    m = mp.Model.model_validate(
        {
            "name": "large",
            "terms": {"a": {}},
            "variants": {
                "A": {"complexity": f"{power}*a", "time": "a"},
                "B": {"complexity": "a", "time": "a"},
            },
            "scenarios": {"s": {"c": {"a": "1"}, "t": {"a": "1"}}},
        }
    )
    if fits:
        assert m.widget(scenario="s").html
    else:
        with pytest.raises(mp.InputError, match=f"have {bits} bits; 300 are allowed"):
            str(m.widget(scenario="s"))


@pytest.mark.parametrize("g", ["1e-30", "1e30", "64/25", "1/3"])
def test_any_rate_can_be_the_start(g: str) -> None:
    view = model("speed-simplicity").widget(scenario="worked", g=g)
    assert view.panel.wins.g == mp.load("speed-simplicity").wins(g=g, scenario="worked").g
    assert 30 < len(view.panel.rates) <= 120
    assert len(view.html.encode()) < 10_000


def test_sliders_keep_what_one_price_must() -> None:
    """k >= 2 and c(b) <= c(known) speak of one slid price each, and e may be zero."""
    known, search, zero, k = model("seven").widget(scenario="s", slide=SLIDES).panel.sliders
    assert (known.stops[0], known.stops[-1]) == (F(3), F(40, 3))
    assert (search.stops[0], search.stops[-1]) == (F(6, 5), F(48))
    assert (zero.start, zero.unit, zero.stops[0], zero.stops[-1]) == (0, 1, 0, 40)
    assert (k.start, k.stops[0], k.stops[-1]) == (F(5, 2), F(2), F(10))


# --- numbers in words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (F(0), "0"),
        (F(-3), "-3"),
        (F(64, 25), "2.56"),
        (F(-1, 2), "-0.5"),
        (F(1, 3), "1/3 ≈ 0.333"),
        (F(-1, 3), "-1/3 ≈ -0.333"),
        (F(1, 10**6), "0.000001"),
        (F(1, 2 * 10**6), "1/2000000 ≈ 5e-7"),
        (F(10**9 * 10 + 1, 10), "10000000001/10 ≈ 1000000000"),
        (F(10**23), "100000000000000000000000"),
        (F(123456 * 10**24), "≈ 1.23e+29"),
        (F(10**14, 3 * 10**14 + 1), "≈ 0.333"),
        (F(1, 10**30), "≈ 1e-30"),
        (F(2 * 10**20, 3), "200000000000000000000/3 ≈ 66700000000000000000"),
    ],
)
def test_numbers_are_exact_or_marked(value: F, said: str) -> None:
    assert spoken(value) == said

"""Labels of figures: none is cut or lies on another, and somebody else's texts stay texts."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from random_models import yaml_text

import mesaprior as mp
from mesaprior.errors import InputError
from mesaprior.loading import builtin_models
from mesaprior.render.plot.style import apart, plain, tick_text

# --- labels --------------------------------------------------------------------------------------


def figures(width: float) -> list[tuple[str, dict[str, Any]]]:
    """Built-in models that have a scenario, as costs and as a map over g and one of the first prices; where
    variants are few, and their labels have room, only once."""
    found: list[tuple[str, dict[str, Any]]] = []
    for entry in builtin_models():
        model = mp.load(entry.name)
        few = len(model.variants) < 4
        for scenario in list(model.scenarios)[: 0 if few and width < 6 else 1]:
            ways: list[dict[str, Any]] = [{}, *([] if few else [{"behind": True}])]
            prices = [atom for atom in model._built.scenarios[scenario] if "(" in atom]
            ways += [{"y": price} for price in prices[:1]]
            found += [(entry.name, {"scenario": scenario, **how}) for how in ways]
    return found


@pytest.mark.parametrize("width", [6.4, 3.3])
def test_no_label_is_cut_or_lies_on_another(width: float) -> None:
    seen = 0
    for model, how in figures(width):
        try:
            figure = mp.load(model).plot(width=width, **how).figure
        except InputError as error:
            assert error.problems[0].code in {
                "regions-not-exact",
                "numbers-missing",
                "no-rate",
                "costs-not-drawn",
            }, (
                model,
                how,
                str(error),
            )
            continue
        check_labels(figure, f"{model} {how}")
        seen += 1
    print(f"{seen} figures")
    assert seen > 10


def check_labels(figure: Any, what: str) -> None:
    """Every text is inside the paper, and none overlaps another by more than a hair."""
    figure.canvas.draw()  # a figure that was saved has the places of another resolution
    renderer = figure.canvas.get_renderer()
    boxes = []
    for text in figure.texts:
        box = text.get_window_extent(renderer)
        assert box.x0 >= -1 and box.y0 >= -1, (what, text.get_text())
        assert box.x1 <= figure.bbox.width + 1 and box.y1 <= figure.bbox.height + 1, (what, text.get_text())
        assert text.get_fontsize() >= 5.9
        boxes.append((text.get_text(), box))
    for axes in figure.axes[:1]:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = axis.get_view_interval()
            shown = [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            boxes += [(label.get_text(), label.get_window_extent(renderer)) for label in shown]
            boxes.append((axis.label.get_text(), axis.label.get_window_extent(renderer)))
    for (one, box), (other, another) in itertools.combinations(boxes, 2):
        across = min(box.x1, another.x1) - max(box.x0, another.x0)
        up = min(box.y1, another.y1) - max(box.y0, another.y0)
        assert across < 1.5 or up < 3, (what, one, other, across, up)


def test_labels_are_pushed_apart_as_little_as_may_be() -> None:
    assert apart([1, 5], [1, 1], 0, 10) == [1, 5]
    assert apart([5, 5], [2, 2], 0, 10) == [4, 6]
    assert apart([0, 0, 0], [1, 1, 1], 0, 10) == [0.5, 1.5, 2.5]
    assert apart([10, 9.9, 3], [2, 2, 2], 0, 10) == [9, 7, 3]
    assert apart([], [], 0, 1) == []


# --- somebody else's texts -----------------------------------------------------------------------


def hostile_model(label: str) -> str:
    spec = {
        "mesaprior": "1",
        "name": "hostile",
        "title": label,
        "variants": {
            "A": {"title": label, "complexity": "a", "time": "b"},
            "B": {"title": label[::-1], "complexity": "b", "time": "a"},
        },
        "scenarios": {"s": {"c": {"a": "1", "b": "2"}, "t": {"a": "1", "b": "3"}}},
    }
    return yaml_text(spec)


LABELS = [
    "$x$", "$\\frac{1}{0}$", "$", "$$", "\\$x$", "$\\input{/etc/passwd}$", "a $b", "<script>x</script>",
    "]]>", "&lt;", "\x1b[31m", "漢字", "🙂", "\u202eabc", "%s %(x)s {}", "_" * 50,
    "W" * 200, "^_{", "\\", "{",
]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_hostile_label_stays_text(label: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(hostile_model(label), encoding="utf-8")
    try:
        model = mp.load(path)
    except InputError:
        return  # refused where it was written
    for how in ({}, {"y": "c(a)"}) if len(label) < 4 else ({},):
        view = model.plot(scenario="s", **how)  # type: ignore[arg-type]
        svg = view._repr_svg_()
        ElementTree.fromstring(svg)
        assert "<script" not in svg
        check_labels(view.figure, label)
        drawn = [text for text in view.figure.texts if text.get_text() == plain(label, 26)]
        assert all(not text.get_parse_math() for text in drawn)


def test_signs_that_the_letters_lack_are_spelled_out() -> None:
    assert plain("a漢b") == "aU+6F22b"
    assert plain("é – ₀ ≈") == "é – ₀ ≈"
    assert plain("x" * 70) == "x" * 59 + "…"


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.01, "0.01"), (12, "12"), (10000, "10000"), (1e5, "$10^{5}$"), (2e6, r"$2 \cdot 10^{6}$"),
     (0.0001, "$10^{-4}$"), (0.3, "0.3"), (-5, "-5")],
)  # fmt: skip
def test_ticks_are_plain_numbers(value: float, text: str) -> None:
    assert tick_text(value) == text

"""Winner regions: exact tables for models of the library, random models against the oracle that reads text.

At random points, close to every border on both sides, and at every corner, the oracle's brute force (`World`,
which shares no code with mesaprior) must say what the map says; outside of the regions a fact must be broken.
"""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from oracle import Spot, World
from random_models import random_model, yaml_text

import mesaprior as mp
from mesaprior.engine import Setting
from mesaprior.engine.figures.cones import EVERYTHING, area, at, clipped, middle
from mesaprior.engine.figures.regions import regions_over
from mesaprior.errors import InputError
from mesaprior.language import parse_relation, write
from mesaprior.loading import load_text
from mesaprior.model import Model, build
from mesaprior.results.figures import Border, Place, Region, Regions

# --- the library ---------------------------------------------------------------------------------


def asked(model: str, x: str, y: str, **how: object) -> dict[str, object]:
    return mp.load(model).plot(x=x, y=y, **{"scenario": "worked", **how}).to_dict()  # type: ignore[arg-type]


BORDERS = [
    ("speed-simplicity", "g", "c(combine)", {}, ["H_fh | H_sd: g == 64/(35 - c(combine))"]),
    ("speed-simplicity", "c(combine)", "g", {}, ["H_fh | H_sd: g == 64/(35 - c(combine))"]),
    ("speed-simplicity", "g", "t(combine)", {}, ["H_fh | H_sd: g == (t(combine) + 62)/25"]),
    (
        "speed-simplicity",
        "t(combine)",
        "c(combine)",
        {"g": 2},
        ["H_fh | H_sd: c(combine) == (8 - t(combine))/2"],
    ),
    (
        "speed-simplicity-lookup",
        "g",
        "c(entries)",
        {},
        [
            "H_fh | H_sd: g == 64/25",
            "H_fh | H_lt: g == 53/(c(entries) - 300)",
            "H_sd | H_lt: g == 117/(c(entries) - 275)",
        ],
    ),
    ("clean-genie", "g", "w", {}, ["messy | genie: g == (30 - 5*w)/13", "genie | deceptive: g == 15"]),
    ("clean-genie", "w", "p(world_model)", {"g": 1}, ["messy | genie: p(world_model) == (55*w - 170)/w"]),
    (
        "frames",
        "g",
        "c(prior_align)",
        {"scenario": "four-to-one"},
        ["inner_align | fail: g == 1/(2 - c(prior_align))"],
    ),
    ("frames-grader", "n_g", "n_e", {"g": 1}, None),
]


@pytest.mark.parametrize(("model", "x", "y", "how", "borders"), BORDERS)
def test_borders_are_these_formulas(
    model: str, x: str, y: str, how: dict[str, object], borders: list[str] | None
) -> None:
    found = asked(model, x, y, **how)["borders"]
    assert isinstance(found, list)
    lines = [f"{' = '.join(b['between'][0])} | {' = '.join(b['between'][1])}: {b['line']}" for b in found]
    assert borders is None or lines == borders
    for border in found:  # each parses back in the model's own language
        assert write(mp.load(model)._built.names.relation(parse_relation(border["line"]))) == border["line"]


def test_three_meet_in_an_exact_corner() -> None:
    found = asked("speed-simplicity-lookup", "g", "c(entries)")
    assert found["vertices"] == [{"at": ["64/25", "20525/64"], "variants": ["H_fh", "H_sd", "H_lt"]}]
    assert found["never"] == ["H_fd"]


def test_a_figure_has_the_range_that_was_asked() -> None:
    found = asked("speed-simplicity", "g", "c(combine)", x_range="1:4", y_range=("0", Fraction(61, 2)))
    assert (found["x"], found["y"]) == (
        {"quantity": "g", "from": "1", "to": "4"},
        {"quantity": "c(combine)", "from": "0", "to": "61/2"},
    )
    assert found["borders"] == [
        {
            "between": [["H_fh"], ["H_sd"]],
            "line": "g == 64/(35 - c(combine))",
            "from": ["64/35", "0"],
            "to": ["4", "19"],
        }
    ]


def test_a_fact_leaves_a_part_out() -> None:
    model = mp.load("speed-simplicity").assuming("c(combine) <= 20")
    found = model.plot(y="c(combine)", scenario="worked", y_range="0:40").to_dict()
    assert found["excluded_by"] == ["c(combine) <= 20"]
    tops = [side for region in found["regions"] for side in region["sides"] if side["fact"]]
    assert {(side["fact"], side["from"][1]) for side in tops} == {("c(combine) <= 20", "20")}


REFUSED = [
    ({"y": "g"}, "both axes show g"),
    ({"y": "c(combine)", "x": "t(combine)"}, "this figure needs a rate"),
    ({"of": "regions"}, "winner regions need two quantities"),
    ({"of": "costs", "y": "c(combine)"}, "costs are drawn over one quantity"),
    ({"of": "cost"}, "a figure cannot show 'cost'"),
    ({"y": "c(combne)"}, "unknown term 'combne'"),
    ({"y": "c(combine) + 1"}, "is not a single quantity"),
    ({"y": "H_fh"}, "H_fh"),
    ({"y": "c(combine)", "x_range": "4:1"}, "'4:1' is no range"),
    ({"y": "c(combine)", "x_range": "1"}, "'1' is no range"),
    ({"y": "c(combine)", "x_range": "-1:1"}, "-1"),
    ({"y": "c(combine)", "x_range": "0:1", "log": True}, "cannot begin at 0"),
    ({"y": "c(combine)", "scenario": None}, "not all are known: c(get_base_obj), c(simplest_obj), "),
    ({"scenario": None}, "not all are known"),
]


@pytest.mark.parametrize(("how", "message"), REFUSED)
def test_what_cannot_be_drawn_is_refused(how: dict[str, object], message: str) -> None:
    with pytest.raises(InputError) as refused:
        mp.load("speed-simplicity").plot(**{"scenario": "worked", **how})  # type: ignore[arg-type]
    assert message in str(refused.value)


@pytest.mark.parametrize("prior", ["levin", "power", "exponential", "monotone", "cap"])
def test_regions_that_are_not_exact_are_refused(prior: str) -> None:
    numbers = {"p": 2, "K": 200} if prior in ("power", "cap") else {}
    numbers = {name: value for name, value in numbers.items() if {"power": "p", "cap": "K"}[prior] == name}
    with pytest.raises(InputError) as refused:
        mp.load("speed-simplicity").under(prior).plot(y="c(combine)", scenario="worked", numbers=numbers)
    assert refused.value.problems[0].code in {
        "regions-not-exact",
        "prior-not-drawn",
        "rate-is-a-function",
    }


def test_what_all_pay_need_not_be_known() -> None:
    model = mp.load("speed-simplicity")
    numbers = {
        "c(get_base_obj)": 40,
        "c(simplest_obj)": 5,
        "c(is_deployed_in_world)": 3,
        "t(get_proxy_for_base_obj)": 8,
        "t(combine)": 2,
        "t(find(get_proxy_for_base_obj(env)))": 30,
        "t(mesaoptimize_outer_world_env)": 40,
        "t(is_deployed_in_world)": 1,
    }
    found = model.plot(y="c(combine)", numbers=numbers).to_dict()
    assert found["borders"][0]["line"] == "g == 64/(35 - c(combine))"


# --- polygons ------------------------------------------------------------------------------------


def test_a_cut_leaves_two_parts_that_make_up_the_whole() -> None:
    source = random.Random(5)
    for _ in range(300):
        polygon = EVERYTHING
        for _ in range(source.randint(0, 6)):
            form = (source.randint(-9, 9), source.randint(-9, 9), source.randint(-9, 9))
            one = clipped(polygon, form, "cut")
            other = clipped(polygon, (-form[0], -form[1], -form[2]), "cut")
            assert area(one) + area(other) == area(polygon) or form == (0, 0, 0)
            for part, sign in ((one, 1), (other, -1)):
                assert all(sign * at(form, side.start) >= 0 for side in part)
                assert (
                    not part
                    or sign * at(form, middle([side.start for side in part])) > 0
                    or form == (0, 0, 0)
                )
            polygon = one or polygon


# --- random models against the oracle ------------------------------------------------------------

FAMILIES = ("sparse", "multiples", "rationals", "tight", "facts", "parameters", "axes", "custom", "many")


def many_sided(source: random.Random) -> dict[str, Any]:
    """Variants with prices of their own on three axes: over g and the weight of the third, many regions."""
    variants = {}
    for number in range(source.randint(4, 9)):
        prices = [f"{source.randint(0, 30)} + a" for _ in "ctl"]
        variants[f"V{number}"] = dict(zip(("complexity", "time", "l"), prices, strict=True))
    return {
        "mesaprior": "1",
        "name": "many",
        "prior": "linear",
        "axes": {"l": {"weight": "L"}},
        "parameters": {"L": {"above": "0"}},
        "variants": variants,
    }


def random_numbers(world: World, source: random.Random) -> dict[str, Fraction]:
    return {atom: Fraction(source.randint(1, 60), source.choice((1, 1, 2, 3))) for atom in world.atoms}


def random_map(seed: int) -> tuple[World, Regions, dict[str, Fraction]] | str:
    """A map of a random model, or why there is none."""
    source = random.Random(f"regions-{seed}")
    family = FAMILIES[seed % len(FAMILIES)]
    spec = many_sided(source) if family == "many" else random_model(source.randint(0, 5000), family)
    world = World(spec)
    model: Model = build(load_text(yaml_text(spec)).spec)
    over = source.sample(["g", "L"] if family == "many" else [*world.atoms, "g", "g", "g"], 2)
    if over[0] == over[1]:
        return "twice the same"
    numbers = {
        **random_numbers(world, source),
        "g": Fraction(source.randint(1, 20), source.choice((1, 2, 4))),
    }
    known = {atom: value for atom, value in numbers.items() if atom not in over}
    try:
        rate = known.get("g")
        setting = Setting.of(model, g=rate, numbers={a: v for a, v in known.items() if a != "g"})
        ranges = [None, None]
        if source.random() < 0.5:
            ranges = [(Fraction(0), Fraction(source.randint(5, 80))), (Fraction(1, 2), Fraction(50))]
        return world, regions_over(setting, *over, x_range=ranges[0], y_range=ranges[1]), known
    except InputError as error:
        return error.problems[0].code


def spot(world: World, known: dict[str, Fraction], found: Regions, place: Place) -> Spot:
    return world.spot({**known, found.x.quantity: place[0], found.y.quantity: place[1]})


def value(form: tuple[int, int, int, int], place: Place) -> Fraction:
    x, y = place
    return form[0] + form[1] * x + form[2] * y + form[3] * x * y


def regions_at(found: Regions, place: Place) -> list[Region]:
    """The regions on whose side of every border the place is; what the facts allow, the oracle says."""
    return [
        region
        for region in found.regions
        if all(
            (value(side.line.form, place) > 0) == (value(side.line.form, region.inside) > 0)
            and value(side.line.form, place) != 0
            for side in region.sides
            if side.line is not None
        )
    ]


def on_border(border: Border) -> Place | None:
    """A place on a border between its ends, exactly."""
    one, x, y, xy = border.line.form
    (x0, y0), (x1, y1) = border.ends
    if x0 != x1:
        across = x0 + (x1 - x0) * Fraction(2, 5)
        below = y + xy * across
        if below:
            return across, -(one + x * across) / below
    up = y0 + (y1 - y0) * Fraction(2, 5)
    below = x + xy * up
    return (-(one + y * up) / below, up) if below else None


def check_places(world: World, found: Regions, known: dict[str, Fraction], seen: Counter[str]) -> None:
    """Random places of the figure: what the map says, the oracle says."""
    source = random.Random(str(known))
    for _ in range(12):
        place = (
            found.x.low + (found.x.high - found.x.low) * Fraction(source.randint(1, 999), 1000),
            found.y.low + (found.y.high - found.y.low) * Fraction(source.randint(1, 999), 1000),
        )
        here = spot(world, known, found, place)
        if not world.allowed(here):
            seen["outside"] += 1
            assert found.excluded
            continue
        regions = regions_at(found, place)
        if len(here.winners) == 1 or regions:
            assert [set(region.winners) for region in regions] == [set(here.winners)]
            seen["places"] += 1


def check_borders(world: World, found: Regions, known: dict[str, Fraction], seen: Counter[str]) -> None:
    """On a border both sides tie; a little beside it one of them wins alone, on either side the other."""
    for border in found.borders:
        middle_of_it = on_border(border)
        if middle_of_it is None or min(middle_of_it) <= 0:
            continue
        tied = {name for side in border.between for name in side}
        here = spot(world, known, found, middle_of_it)
        assert tied <= set(here.winners), (border, here.costs)
        beside = set()
        for step in (Fraction(1, 10**9), Fraction(-1, 10**9)):
            for direction in ((step, 0), (0, step)):
                place = (
                    middle_of_it[0] * (1 + direction[0]),
                    middle_of_it[1] * (1 + direction[1]),
                )
                beside.add(frozenset(spot(world, known, found, place).winners))
        assert {frozenset(side) for side in border.between} <= beside
        seen["borders"] += 1


def check_corners(world: World, found: Regions, known: dict[str, Fraction], seen: Counter[str]) -> None:
    for vertex in found.vertices:
        assert set(vertex.variants) == set(spot(world, known, found, vertex.at).winners)
        seen["corners"] += 1
    for region in found.regions:
        assert set(spot(world, known, found, region.inside).winners) == set(region.winners)
        assert world.allowed(spot(world, known, found, region.inside))
        for side in region.sides:
            if min(side.start) > 0:
                assert set(region.winners) <= set(spot(world, known, found, side.start).winners)
                seen["rims"] += 1
        assert len({side.start for side in region.sides}) == len(region.sides) > 2
        assert all(one.start != other.start for one, other in pairwise(region.sides))


def test_random_maps_agree_with_brute_force(maps: int = 270) -> None:
    seen: Counter[str] = Counter()
    for seed in range(maps):
        drawn = random_map(seed)
        if isinstance(drawn, str):
            seen[drawn] += 1
            continue
        world, found, known = drawn
        seen["maps"] += 1
        seen[f"{min(len(found.regions), 4)} regions"] += 1
        check_places(world, found, known, seen)
        check_borders(world, found, known, seen)
        check_corners(world, found, known, seen)
    print(dict(seen))
    assert seen["maps"] > maps * 0.5
    assert min(seen["borders"], seen["places"], seen["rims"]) > maps * 0.4
    assert seen["corners"] > maps // 20
    assert seen["outside"] > maps // 20

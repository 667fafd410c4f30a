"""Winner maps of many variants: exact on every kind of prices, against brute force over all costs."""

from __future__ import annotations

import bisect
import itertools
import random
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.engine.scale.hull import hull
from mesaprior.engine.scale.wide import compared
from mesaprior.loading import points as points_module

SEED = "name,c,t\nH_fh,300,58\nH_sd,275,122\nH_fd,308,59\nH_lt,5000,5\n"


def cheapest(c: list[Fraction], t: list[Fraction], g: Fraction) -> tuple[int, ...]:
    """The places of the lowest costs, by looking at all of them."""
    costs = [g * x + y for x, y in zip(c, t, strict=True)]
    return tuple(place for place, cost in enumerate(costs) if cost == min(costs))


PRICES = {
    "few values, many ties": lambda draw: draw.randrange(6),
    "18 digits": lambda draw: draw.randrange(1, 10**18),
    "nearly equal": lambda draw: 10**18 + draw.randrange(3),
    "beyond 64 bits": lambda draw: 10**25 + draw.randrange(30),
    "small fractions": lambda draw: Fraction(draw.randrange(1, 20), draw.randrange(1, 9)),
    "tiny fractions of no common denominator": lambda draw: Fraction(
        draw.randrange(1, 10**15), draw.randrange(10**14, 10**15)
    ),
    "at the end of the arrays": lambda draw: 2**62 - 1 - draw.randrange(4),
    "just beyond the arrays": lambda draw: 2**62 + 1 - draw.randrange(4),
}


@pytest.mark.parametrize("kind", PRICES)
def test_the_map_is_what_all_costs_say(kind: str) -> None:
    """At every switch, between any two of them, below the first and above the last."""
    draw = random.Random(kind)
    probes = 0
    for _ in range(100):
        size = draw.choice([1, 2, 3, 5, 8, 20, 60])
        c = [Fraction(PRICES[kind](draw)) for _ in range(size)]
        t = [Fraction(PRICES[kind](draw)) for _ in range(size)]
        if draw.random() < 0.3:  # all on one line
            slope = draw.randrange(1, 5)
            t = [(max(c) - x) * slope for x in c]
        found = mp.winner_map(mp.Points.of(c, t))
        switches = [found.rate(number) for number in range(found.switches)]
        assert switches == sorted(set(switches))
        assert all(rate > 0 for rate in switches)
        ends = [Fraction(0), *switches, 2 * switches[-1] if switches else Fraction(2)]
        rates = [*switches, *((low + high) / 2 for low, high in itertools.pairwise(ends))]
        for g in rates:
            assert found.cheapest(g) == cheapest(c, t, g)
            at = mp.winner_map(mp.Points.of(c, t), g=g).at
            assert at is not None
            costs = sorted(g * x + y for x, y in zip(c, t, strict=True))
            assert at.cost == costs[0]
            others = [cost for cost in costs if cost > costs[0]]
            assert at.margin == (others[0] - costs[0] if others else None)
            probes += 1
    print(f"{kind}: {probes} rates")


SHAPES = {
    "random": lambda draw, n: (draw.integers(0, 10**9, n), draw.integers(0, 10**9, n)),
    "all on the hull": lambda draw, n: (np.arange(n), (n - np.arange(n)) * (n - np.arange(n) + 1) // 2),
    "anti-correlated": lambda draw, n: (lambda c: (c, 10**9 - c + draw.integers(0, 10**4, n)))(
        draw.integers(0, 10**9, n)
    ),
    "18 digits along a line": lambda draw, n: (lambda c: (c, 10**18 - c + draw.integers(0, 3, n)))(
        draw.integers(0, 10**18, n)
    ),
    "one line": lambda draw, n: (np.arange(n) * 10**12, (n - np.arange(n)) * 10**12),
    "few values": lambda draw, n: (draw.integers(0, 40, n), draw.integers(0, 40, n)),
    "a line and repeats": lambda draw, n: (lambda c: (c, 40 - c + draw.integers(0, 2, n)))(
        draw.integers(0, 40, n)
    ),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_fast_way_finds_what_the_slow_way_finds(shape: str) -> None:
    """20,000 points in arrays: corners, edges and repeats as an elementary hull has them."""
    draw = np.random.default_rng(len(shape))
    c, t = SHAPES[shape](draw, 20_000)
    order = draw.permutation(c.size)
    c, t = c[order], t[order]
    found = hull(c, t)
    xs, ys = c.tolist(), t.tolist()
    lowest: dict[int, int] = {}
    for x, y in zip(xs, ys, strict=True):
        lowest[x] = min(y, lowest.get(x, y))
    front: list[tuple[int, int]] = []
    for point in sorted(lowest.items()):
        if front and point[1] >= front[-1][1]:
            continue
        while len(front) > 1 and _turn(front[-2], front[-1], point) <= 0:
            front.pop()
        front.append(point)
    corners = [(xs[place], ys[place]) for place in found.corners]
    assert corners == front
    first_place: dict[tuple[int, int], int] = {}
    for place, point in enumerate(zip(xs, ys, strict=True)):
        first_place.setdefault(point, place)
    assert [first_place[point] for point in front] == found.corners.tolist()
    ends = [x for x, _ in front]
    on_line = set()
    for place, point in enumerate(zip(xs, ys, strict=True)):
        edge = bisect.bisect_left(ends, point[0]) - 1
        inside = 0 <= edge < len(front) - 1 and point[0] < ends[edge + 1]
        if inside and _turn(front[edge], point, front[edge + 1]) == 0:
            on_line.add((place, edge))
    assert on_line == set(zip(found.between.tolist(), found.edge.tolist(), strict=True))
    corner = set(front)
    repeats = {place for place, point in enumerate(zip(xs, ys, strict=True)) if point in corner}
    assert repeats == set(found.corners.tolist()) | set(found.equal.tolist())
    print(f"{shape}: {len(front)} corners, {len(on_line)} on edges, {len(repeats) - len(front)} repeats")


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    """Positive where b lies strictly below the line from a to c."""
    return (a[1] - b[1]) * (c[0] - b[0]) - (b[1] - c[1]) * (b[0] - a[0])


def test_products_of_64_bit_numbers_are_compared_exactly() -> None:
    draw = random.Random(7)
    pool = [
        0,
        1,
        2,
        3,
        2**31,
        2**32 - 1,
        2**32,
        2**52 + 1,
        2**53,
        2**62 - 1,
        2**63 - 1,
        2**63,
        2**64 - 2,
        2**64 - 1,
    ]
    rows = [[draw.choice(pool) for _ in range(4)] for _ in range(20_000)]
    rows += [
        [(x := draw.randrange(2**63)), (y := draw.randrange(2**63)), x + draw.randrange(-1, 2), y]
        for _ in range(9_000)
    ]
    rows = [[abs(value) for value in row] for row in rows]
    a, b, c, d = (np.array(column, dtype=np.uint64) for column in zip(*rows, strict=True))
    assert compared(a, b, c, d).tolist() == [(p * q > r * s) - (p * q < r * s) for p, q, r, s in rows]
    small = [[value % 2**32 for value in row] for row in rows]
    a, b, c, d = (np.array(column, dtype=np.uint64) for column in zip(*small, strict=True))
    assert compared(a, b, c, d).tolist() == [(p * q > r * s) - (p * q < r * s) for p, q, r, s in small]


def test_a_point_below_the_hull_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hull that misses a corner never leaves the engine."""
    from mesaprior.engine.scale import hull as module
    from mesaprior.errors import SelfCheckFailed

    monkeypatch.setattr(module, "_vertices", lambda c, t: np.array([0, c.size - 1]))
    with pytest.raises(SelfCheckFailed):
        hull(np.array([0, 1, 2]), np.array([9, 1, 0]))


def test_files_and_arrays_say_the_same(tmp_path: Path) -> None:
    import pyarrow
    from pyarrow import feather, parquet

    table = pyarrow.table({"variant": ["a", "b", "c"], "complexity": ["0.5", "3/2", "9"], "time": [9, 4, 1]})
    (tmp_path / "m.csv").write_text("variant,complexity,time,note\na,0.5,9,x\nb,3/2,4,\nc,9,1,\n")
    feather.write_feather(table, tmp_path / "m.arrow")
    parquet.write_table(table, tmp_path / "m.parquet")
    expected = mp.winner_map(mp.Points.of(["0.5", "3/2", 9], [9, 4, 1], ["a", "b", "c"]))
    assert [str(rate) for rate in (expected.rate(0), expected.rate(1))] == ["2/5", "5"]
    for name in ("m.csv", "m.arrow", "m.parquet"):
        found = mp.winner_map(tmp_path / name).to_dict()
        assert {**found, "source": "arrays"} == expected.to_dict()


FIRST_LINE = "the first line names the columns: name,c,t"
REFUSED = {
    "a misspelt column": (
        "name,complexty,t\na,1,2\n",
        "error[missing-column]: m.csv has no column c\n  = help: did you mean 'complexity'?",
    ),
    "no headings": (
        "1,2\n",
        f"error[missing-column]: m.csv has no column c and no column t\n  = help: {FIRST_LINE}",
    ),
    "a column twice": ("c,t,c\n1,2,3\n", "error[duplicate-column]: m.csv: two columns are called 'c'"),
    "headings only": (
        "c,t\n",
        "error[no-variants]: there are no variants\n  = help: at least one line with a name, c and t",
    ),
    "a short line": (
        "name,c,t\na,1,2\nb,1\n",
        """\
error[missing-value]: this line has 2 values, not 3
 --> m.csv:3:1
  |
3 | b,1
  | ^
  = help: name,c,t""",
    ),
    "a long line": (
        "c,t\n1,2\n\n1,2,3\n",
        """\
error[too-many-values]: this line has 3 values, not 2
 --> m.csv:4:1
  |
4 | 1,2,3
  | ^
  = help: c,t""",
    ),
    "a bad value after empty lines": (
        'name,c,t\n"a\nb",1,2\n\n\nc,x,3,\n',
        """\
error[not-a-number]: c: 'x' is not a number
 --> m.csv:6:3
  |
6 | c,x,3,
  |   ^
  = help: write it as 12, 0.5 or 3/2""",
    ),
    "two bad values in a line": (
        "name,c,t\na,1,2\nb,nan,-3\n",
        """\
error[not-a-number]: c: 'nan' is not a number
 --> m.csv:3:3
  |
3 | b,nan,-3
  |   ^^^
  = help: only finite numbers have a place here

error[negative-price]: t: a price is not negative: -3
 --> m.csv:3:7
  |
3 | b,nan,-3
  |       ^^""",
    ),
    "a name twice": (
        "name,c,t\na,1,2\na,1,3\n",
        "error[duplicate-name]: two variants are called 'a'\n  = help: leave the names out, or number them",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_error_in_a_table(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text, error = REFUSED[case]
    monkeypatch.chdir(tmp_path)
    Path("m.csv").write_text(text)
    with pytest.raises(mp.InputError) as raised:
        mp.winner_map("m.csv")
    assert str(raised.value) == error


ARRAYS_REFUSED = [
    (([0.1], [1]), "c holds 0.1, which is not an exact number"),
    ((np.array([0.5]), [1]), "c holds floating-point numbers, which are not exact"),
    ((np.array([np.nan]), [1]), "c holds floating-point numbers, which are not exact"),
    ((np.array([[1]]), [1]), "c has 2 dimensions, not one"),
    (([1], [-1]), "a price is not negative: t has -1"),
    (([1], np.array([-1])), "a price is not negative: t has -1"),
    (([1, 2], [1]), "2 complexities and 1 times"),
    (([True], [1]), "c holds True, which is not an exact number"),
]


@pytest.mark.parametrize(("arrays", "message"), ARRAYS_REFUSED)
def test_arrays_that_are_refused(arrays: tuple[object, object], message: str) -> None:
    with pytest.raises(mp.InputError) as raised:
        mp.Points.of(*arrays)  # type: ignore[arg-type]
    assert raised.value.problems[0].message == message


def test_whole_floats_are_exact() -> None:
    assert mp.Points.of(np.array([2.0, 3.0]), [1, 0]).c.tolist() == [2, 3]


def test_too_many_variants_and_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Just at the cap, and one more."""
    monkeypatch.setattr(points_module.limits, "POINTS", 3)
    assert len(mp.winner_map(mp.Points.of([1, 2, 3], [3, 2, 1]))) == 3
    with pytest.raises(mp.InputError, match="4 variants; at most 3"):
        mp.Points.of([1, 2, 3, 4], [4, 3, 2, 1])
    path = tmp_path / "m.csv"
    path.write_text("c,t\n1,2\n")
    monkeypatch.setattr(points_module.limits, "POINTS_BYTES", 8)
    assert len(mp.winner_map(path)) == 1
    monkeypatch.setattr(points_module.limits, "POINTS_BYTES", 7)
    with pytest.raises(mp.InputError, match="file-too-large"):
        mp.winner_map(path)


SHOWN = """\
H_fh wins at g = 2, by 14 over H_sd; 3 of 4 variants can win

 variant      c     t   wins for
   H_lt    5000     5   g < 53/4700 ≈ 0.0113
 ▸ H_fh     300    58   53/4700 < g < 64/25 = 2.56
   H_sd     275   122   g > 64/25 = 2.56

 prices from m.csv
"""
CSV = """\
above,below,winners,c,t
0,53/4700,H_lt,5000,5
53/4700,53/4700,H_fh;H_lt,,
53/4700,64/25,H_fh,300,58
64/25,64/25,H_fh;H_sd,,
64/25,,H_sd,275,122
"""


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    path = tmp_path / "m.csv"
    path.write_text(SEED)
    return path


def test_the_command(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["map", "m.csv", "-g", "2"]) == 0
    assert capsys.readouterr().out == SHOWN
    assert run(["map", "m.csv", "-f", "csv"]) == 0
    assert capsys.readouterr().out == CSV
    assert run(["map", "m.csv", "-g", "64/25"]) == 0
    answer = "tie at g = 64/25 = 2.56 between H_fh and H_sd; 3 of 4 variants can win\n"
    assert capsys.readouterr().out.startswith(answer)


def test_hostile_names_stay_text(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written.write_text("name,c,t\n=cmd(),1,2\n<b>$x$\x1b[31m,0,9\n")
    run(["map", "m.csv"])
    assert "\x1b" not in capsys.readouterr().out
    run(["map", "m.csv", "-f", "csv"])
    assert "'=cmd()" in capsys.readouterr().out

"""Guards bounds on irrational values: they hold the value, by table and against mpmath at 3,000 bits."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction as F

import pytest
from mpmath import mp, mpf

from mesaprior import limits
from mesaprior.engine.reason.enclose import enclosed, surely
from mesaprior.engine.reason.evaluate import Written, value_of
from mesaprior.engine.reason.intervals import Enclosure, TooWide, _exp2_of, exactly, log2, outward, power
from mesaprior.language import parse_expression, parse_relation

LEVIN = Written(
    {
        "A": {"c": parse_expression("2*c(a) + w"), "t": parse_expression("t(a)/w")},
        "B": {"c": parse_expression("c(f(a, b))"), "t": parse_expression("2**n*t(a)")},
    },
    parse_expression("g*c + log2(t)"),
)
NUMBERS = {
    "c(a)": F(3),
    "t(a)": F(5),
    "c(f(a, b))": F(1, 2),
    "w": F(2),
    "g": F(7, 2),
    "n": F(2),
    "x": F(7, 3),
    "R": F(141421356237309504880168872420969807856967187537694),  # the digits of the root of 2
}


def at(text: str, bits: int = 64) -> Enclosure:
    return enclosed(parse_expression(text), NUMBERS, LEVIN, bits)


EXACT = [
    ("0.125 - 1/8", F(0)),
    ("-2**2", F(-4)),
    ("(-2)**3", F(-8)),
    ("min(3, c(a), 2) + max(g, 1)", F(11, 2)),
    ("c(A) + t(A)", F(21, 2)),
    ("t(B)", F(20)),
    ("12/(2/3)", F(18)),
    ("log2(8)", F(3)),
    ("log2(1)", F(0)),
    ("log2(1/4)", F(-2)),
    ("log2(2**x)", F(7, 3)),
    ("log2(4**x)", F(14, 3)),
    ("log2(2**0.5)", F(1, 2)),
    ("log2(2**(10**9))", F(10**9)),
    ("log2((-4)**2)", F(4)),
    ("log2(log2(2**2**8))", F(8)),
    ("2**10", F(1024)),
    ("2**-3", F(1, 8)),
    ("2**log2(8)", F(8)),
    ("2**40000/2**39999", F(2)),
    ("8**(1/3)", F(2)),
    ("8**(-2/3)", F(1, 4)),
    ("27**(1/3)", F(3)),
    ("9**1.5", F(27)),
    ("(4/9)**(1/2)", F(2, 3)),
    ("1024**0.1", F(2)),
    ("1**x", F(1)),
    ("1**(10**9)", F(1)),
    ("x**0", F(1)),
    ("0**0", F(1)),
    ("0**x", F(0)),
    ("0*log2(3)", F(0)),
    ("cost(B) - g*c(B) - log2(20)", None),
    ("2**0.5", None),
    ("8**0.5", None),
    ("9**(1/3)", None),
    ("10**0.1", None),
    ("log2(3)", None),
    ("3**log2(3)", None),
    ("cost(A)", None),
    ("(8/9)**(1/3)", None),
    ("(9/8)**(1/3)", None),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_where_it_is_easily_seen(text: str, value: F | None) -> None:
    found = at(text)
    assert found == Enclosure(value, value) if value is not None else found.low < found.high


def test_at_few_bits_the_ends_are_these() -> None:
    assert at("log2(3)", 4) == Enclosure(F(25, 16), F(26, 16))
    assert at("-log2(3)", 4) == Enclosure(F(-26, 16), F(-25, 16))
    assert at("2**0.5", 4) == Enclosure(F(11, 8), F(23, 16))
    assert at("1 + 2**0.5", 4) == Enclosure(F(19, 8), F(5, 2))
    assert at("1/2**0.5", 4) == Enclosure(F(11, 16), F(3, 4))
    assert outward(F(-21, 16), F(21, 16), 3) == Enclosure(F(-11, 8), F(11, 8))
    assert outward(F(1, 3), F(1, 3), 3) == exactly(F(1, 3))


WITHOUT_VALUE = [
    ("1/(1 - 1)", ZeroDivisionError),
    ("0**-1", ZeroDivisionError),
    ("0**(-1/2)", ZeroDivisionError),
    ("log2(0)", ValueError),
    ("log2(1 - 2)", ValueError),
    ("log2(1 - log2(3))", ValueError),
    ("(1 - 2)**0.5", ValueError),
    ("(-8)**(1/3)", ValueError),
    ("(1 - log2(3))**x", ValueError),
    ("a", KeyError),
    ("c(b)", KeyError),
    ("1/(log2(6) - log2(3) - 1)", TooWide),
    ("log2(log2(6) - log2(3) - 1)", TooWide),
    ("(log2(6) - log2(3) - 1)**x", TooWide),
    ("0**(log2(6) - log2(3) - 1)", TooWide),
    ("2**(10**9)", ValueError),
    ("2**-(10**9)", ValueError),
    ("0.5**(10**9)", ValueError),
    ("3**(10**9)", ValueError),
    ("(-3)**(10**9)", ValueError),
    ("2**log2(3)**100", ValueError),
    ("2**65536", ValueError),
    ("2**60000*2**60000", ValueError),
    ("((2**60000)**8)**8", ValueError),
    ("9**9**9**9", ValueError),
]


@pytest.mark.parametrize(("text", "error"), WITHOUT_VALUE)
def test_without_a_value_or_without_end(text: str, error: type[Exception]) -> None:
    began = time.monotonic()
    with pytest.raises(error) as raised:
        at(text)
    assert type(raised.value) is error
    assert time.monotonic() - began < 1


def test_up_to_the_cap_numbers_are_exact_and_beyond_the_smallest_they_are_bounded() -> None:
    most = limits.ENCLOSURE_SIZE
    assert at(f"2**{most - 1}") == exactly(F(2) ** (most - 1))
    with pytest.raises(ValueError, match=f"more than {most} bits"):
        at(f"2**{most}")
    tiny = at("(1/2**60000)*(1/2**60000)")
    assert 0 <= tiny.low <= F(1, 2**120000) <= tiny.high <= F(1, 2**most)
    text, value = "(13**10000/7**10000)*(5**10000/3**10000)", F(13 * 5, 7 * 3) ** 10000
    kept = at(text).low == at(text).high == value
    assert kept
    long, value = at(f"{text}*(17**3000/19**3000)"), value * F(17, 19) ** 3000
    bounded = long.low < value < long.high < long.low * (1 + F(1, 2**60))
    assert bounded


SURELY = [
    ("log2(3) < 1.585", True),
    ("log2(3) <= 1.58", False),
    ("1 < log2(3) < 2", True),
    ("1 < log2(3) < 1.5", False),
    ("2 < log2(3) < log2(3)", False),
    ("log2(3) < log2(3) < 1", False),
    ("1 < log2(3) <= log2(3)", None),
    ("log2(3) >= log2(3)", None),
    ("log2(3) == log2(3)", None),
    ("log2(6) == 1 + log2(3)", None),
    ("log2(6) < 1 + log2(3)", None),
    ("log2(6) == 2 + log2(3)", False),
    ("log2(8) == 3", True),
    ("log2(8) > 3", False),
    ("log2(8) >= 3", True),
    ("3 < log2(8)", False),
    ("3 <= log2(8) <= 3", True),
    ("2**0.5*2**0.5 == 2", None),
    ("1/(log2(6) - log2(3) - 1) > 0", None),
    ("log2(1 + 1/2**200) > 0", True),
    ("log2(1 + 1/2**200) < 1/2**199", True),
    ("log2(1 + 1/2**200) > 1/2**199", False),
    ("1/log2(1 + 1/2**200) > 2**199", True),
    ("log2(1 + 1/2**900) > 0", True),
    ("log2(1 + 1/2**5000) >= 0", True),
    ("log2(1 + 1/2**5000) > 0", None),
    ("2**0.5 > R/10**50", True),
    ("2**0.5 > (R + 1)/10**50", False),
    # g = sqrt: term by term 4 - 1 - 1 > 1, on whole sums less (the essay's own footnote).
    ("16**0.5 - 1**0.5 - 1**0.5 > 1", True),
    ("116**0.5 - 102**0.5 < 1", True),
    ("116**0.5 - 102**0.5 > 0.67", True),
    ("cost(A) < cost(B)", False),
    ("cost(A) - cost(B) > 22", True),
    ("cost(A) > cost(B) > 6.07", True),
]


@pytest.mark.parametrize(("text", "verdict"), SURELY)
def test_surely(text: str, verdict: bool | None) -> None:
    assert surely(parse_relation(text), NUMBERS, LEVIN) is verdict


def test_what_has_no_value_is_not_compared() -> None:
    with pytest.raises(ValueError, match="not positive"):
        surely(parse_relation("log2(1 - 2) < 3"), {}, LEVIN)
    with pytest.raises(ZeroDivisionError):
        surely(parse_relation("1 < 1/0"), {}, LEVIN)


# --- against mpmath -----------------------------------------------------------------------------------

Tree = tuple[object, ...]


class NoValue(Exception):
    """The oracle finds no value here."""


class Large(Exception):
    """A value that neither side has to write down."""


def random_tree(draw: random.Random, depth: int, irrational: bool = True) -> Tree:
    if depth == 0 or draw.random() < 0.15:
        return draw.choice([("number", f"{draw.randint(0, 40) / 4}"), ("name", draw.choice("abc"))])
    kinds = ["+", "-", "*", "/", "min", "max", "neg", "whole"] + ["root", "log2", "2**", "**"] * irrational
    kind = draw.choice(kinds)
    parts = tuple(random_tree(draw, depth - 1, irrational) for _ in range(2))
    if kind == "whole":
        return kind, parts[0], draw.choice(["0", "1", "2", "3"] + ["-1", "-2"] * irrational)
    if kind == "root":
        return kind, parts[0], draw.choice(["0.5", "1/3", "-1.5", "0.7", "5/2"])
    return (kind, parts[0]) if kind in ("log2", "2**", "neg") else (kind, *parts)


def text_of(tree: Tree) -> str:
    kind, *rest = tree
    if kind in ("number", "name"):
        return str(rest[0])
    if kind in ("whole", "root"):
        return f"({text_of(rest[0])})**({rest[1]})"  # type: ignore[arg-type]
    said = [text_of(part) for part in rest]  # type: ignore[arg-type]
    if kind in ("min", "max", "log2"):
        return f"{kind}({', '.join(said)})"
    if kind in ("neg", "2**"):
        return f"{'-' if kind == 'neg' else '2**'}({said[0]})"
    return f"({said[0]}) {kind} ({said[1]})"


def oracle(tree: Tree, at: dict[str, F]) -> mpf:
    """The value at 3,000 bits; what is 0 to 2,000 bits counts as 0."""
    kind, *rest = tree
    if kind == "number":
        return mpf(str(rest[0]))
    if kind == "name":
        return fine(at[str(rest[0])])
    if kind in ("whole", "root"):
        return raised(oracle(rest[0], at), fine(F(str(rest[1]))))  # type: ignore[arg-type]
    parts = [oracle(part, at) for part in rest]  # type: ignore[arg-type]
    match kind, parts:
        case "+", [x, y]:
            return x + y
        case "-", [x, y]:
            return x - y
        case "*", [x, y]:
            return x * y
        case "/", [x, y]:
            return x / nonzero(y)
        case "**", [x, y]:
            if x <= 0:
                raise Large  # Whether the exponent is whole, the oracle cannot tell.
            return raised(x, y)
        case "2**", [x]:
            return raised(mpf(2), x)
        case "log2", [x]:
            if nonzero(x) < 0:
                raise NoValue
            return mp.log(x, 2)
        case "neg", [x]:
            return -x
        case _:
            return (min if kind == "min" else max)(parts)


def fine(value: F) -> mpf:
    return mpf(value.numerator) / value.denominator


def nonzero(x: mpf) -> mpf:
    if abs(x) < mpf(2) ** -2000:
        raise NoValue
    return x


def raised(base: mpf, by: mpf) -> mpf:
    if not mp.isint(by):
        if base < 0:
            raise NoValue
        if base < mpf(2) ** -2000:  # 0, where the rest of an expression may make it so.
            raise Large
    if by < 0:
        nonzero(base)
    if base and abs(by * mp.log(abs(base), 2)) > 20_000:
        raise Large
    return base**by


def random_numbers(draw: random.Random) -> dict[str, F]:
    return {name: F(draw.randint(1, 60), draw.randint(1, 12)) for name in "abc"}


def inside(found: Enclosure, value: mpf) -> bool:
    slack = mpf(2) ** -1500 * max(1, abs(value))
    return bool(fine(found.low) <= value + slack and fine(found.high) >= value - slack)


@pytest.fixture(autouse=True)
def many_bits() -> Iterator[None]:
    with mp.workprec(3000):
        yield


def test_random_expressions_against_mpmath() -> None:
    draw, seen = random.Random(5), Counter[str]()
    for _ in range(1500):
        tree, numbers = random_tree(draw, draw.randint(1, 4)), random_numbers(draw)
        node = parse_expression(text_of(tree))
        try:
            value = oracle(tree, numbers)
        except Large:
            seen["large"] += 1
            continue
        except NoValue:
            seen["no value"] += 1
            with pytest.raises((ArithmeticError, ValueError)):
                enclosed(node, numbers, LEVIN, 64)
            continue
        try:
            found = [enclosed(node, numbers, LEVIN, bits) for bits in (16, 64, 256)]
        except TooWide:
            seen["too wide"] += 1
            continue
        assert all(inside(one, value) for one in found), (text_of(tree), numbers)
        width = fine(found[2].high - found[2].low) / max(1, abs(value))
        seen["exact" if not width else "sharp" if width < mpf(2) ** -180 else "wide"] += 1
        assert fine(found[0].high - found[0].low) >= fine(found[1].high - found[1].low), text_of(tree)
    assert seen["exact"] > 400 and seen["sharp"] > 400 and seen["no value"] > 50, seen
    assert seen["wide"] + seen["too wide"] < 20, seen


def test_rational_expressions_are_what_the_exact_evaluator_says() -> None:
    draw, seen = random.Random(6), Counter[str]()
    for _ in range(500):
        node = parse_expression(text_of(random_tree(draw, 4, irrational=False)))
        numbers = random_numbers(draw)
        try:
            value = value_of(node, numbers, LEVIN)
        except ZeroDivisionError:
            seen["no value"] += 1
            with pytest.raises(ZeroDivisionError):
                enclosed(node, numbers, LEVIN, 64)
        else:
            seen["exact"] += 1
            assert enclosed(node, numbers, LEVIN, 64) == exactly(value)
    assert seen["exact"] > 400, seen


def test_random_comparisons_against_mpmath() -> None:
    draw, seen = random.Random(7), Counter[object]()
    for _ in range(600):
        left, right = random_tree(draw, 2), random_tree(draw, 2)
        if draw.random() < 0.2:
            right = ("+", left, ("number", "0"))
        operator, numbers = draw.choice(["<", "<=", ">", ">=", "=="]), random_numbers(draw)
        try:
            x, y = oracle(left, numbers), oracle(right, numbers)
        except (NoValue, Large):
            continue
        verdict = surely(parse_relation(f"{text_of(left)} {operator} {text_of(right)}"), numbers, LEVIN)
        seen[verdict] += 1
        if abs(x - y) < mpf(2) ** -900:
            assert verdict is None or verdict == (operator in ("<=", ">=", "==")), text_of(left)
        else:
            assert verdict == {"<": x < y, "<=": x < y, ">": x > y, ">=": x > y, "==": False}[operator]
    assert seen[True] > 100 and seen[False] > 100 and 5 < seen[None] < 100, seen


def test_bounds_of_a_box_hold_every_value_in_it() -> None:
    draw, seen = random.Random(8), Counter[str]()
    for _ in range(500):
        tree, centre = random_tree(draw, 3), random_numbers(draw)
        box = {name: Enclosure(value, value + F(draw.randint(0, 8), 16)) for name, value in centre.items()}
        try:
            bounds = enclosed(parse_expression(text_of(tree)), box, LEVIN, 64)
        except (ArithmeticError, ValueError):
            seen["no bounds"] += 1
            continue
        for _ in range(4):
            point = {a: b.low + (b.high - b.low) * F(draw.randint(0, 4), 4) for a, b in box.items()}
            try:
                assert inside(bounds, oracle(tree, point)), (text_of(tree), point)
                seen["inside"] += 1
            except Large:
                seen["large"] += 1
    assert seen["inside"] > 1000, seen


@pytest.mark.parametrize("bits", [8, 64, 300])
def test_logarithms_and_powers_of_two_undo_each_other_and_rise(bits: int) -> None:
    draw, previous = random.Random(bits), exactly(F(-30))
    for value in sorted(F(draw.randint(1, 10**6), draw.randint(1, 10**3)) for _ in range(60)):
        found = log2(exactly(value), bits)
        assert found.high - found.low <= F(1, 2 ** (bits - 1))
        assert previous.low <= found.low and previous.high <= found.high
        back = power(exactly(F(2)), found, bits)
        assert back.low <= value <= back.high and back.high - back.low <= value * F(8, 2**bits)
        previous = found


def test_the_last_try_is_quick() -> None:
    began = time.monotonic()
    log2(exactly(F(10**30 + 1, 3)), limits.ENCLOSURE_BITS)
    power(exactly(F(3)), exactly(F(1, 7)), limits.ENCLOSURE_BITS)
    assert time.monotonic() - began < 2


def test_powers_of_what_is_not_exact() -> None:
    def raised_to(low: int, high: int, by: int | F) -> tuple[F, F]:
        found = power(Enclosure(F(low), F(high)), exactly(F(by)), 64)
        return found.low, found.high

    assert raised_to(-2, 1, 2) == raised_to(-1, 2, 2) == (0, 4)
    assert raised_to(-2, -1, 2) == (1, 4)
    assert raised_to(-2, 1, 3) == (-8, 1)
    assert raised_to(-2, 1, 0) == (1, 1)
    assert raised_to(-2, -1, -3) == (-1, F(-1, 8))
    assert raised_to(0, 2, 2) == (0, 4)
    assert raised_to(0, 2, F(1, 2))[0] == 0 < 2 <= raised_to(0, 2, F(1, 2))[1] ** 2 < 2 + F(1, 2**60)
    assert raised_to(1, 4, F(1, 2)) == (1, 2)


@pytest.mark.parametrize(
    ("base", "by", "error"),
    [
        ((0, 0), (0, 1), TooWide),
        ((0, 0), (-1, 0), TooWide),
        ((0, 0), (-2, -1), ZeroDivisionError),
        ((0, 1), (-2, -1), TooWide),
        ((-1, 1), (1, 2), TooWide),
        ((-2, -1), (1, 2), ValueError),
    ],
)
def test_powers_that_may_have_no_value(
    base: tuple[int, int], by: tuple[int, int], error: type[Exception]
) -> None:
    with pytest.raises(error) as raised:
        power(Enclosure(F(base[0]), F(base[1])), Enclosure(F(by[0]), F(by[1])), 64)
    assert type(raised.value) is error


def test_a_logarithm_of_what_may_be_zero() -> None:
    with pytest.raises(TooWide):
        log2(Enclosure(F(0), F(1)), 64)


def test_logarithms_right_beside_their_last_digits() -> None:
    """Where a digit hangs on one unit in the last place, wrong rounding shows."""
    for bits in range(3, 40):
        for digits in {1, 2 ** (bits - 1), 2**bits - 1}:
            edge = mpf(2) ** (mpf(digits) / 2**bits)
            for places in (bits + 32, bits + 33, bits + 60, 500):
                for ulp in (0, 1):
                    value = F(int(edge * mpf(2) ** places) + ulp, 2**places)
                    found, truth = log2(exactly(value), bits), mp.log(fine(value), 2)
                    assert fine(found.low) <= truth <= fine(found.high), (bits, digits, places, ulp)


def test_powers_of_two_to_the_last_place() -> None:
    """Raised to the power of the denominator they are whole numbers, so every unit is looked at."""
    for size in range(1, 7):
        for digits in range(1, 2**size, 2):
            for bits in (size, size + 1, size + 7):
                low, high = _exp2_of(F(digits, 2**size), bits)
                assert low ** (2**size) < F(2) ** digits < high ** (2**size)
                assert high - low < F(1, 2 ** (bits + 20))


TOUCHING = [
    ("u == 1", None),
    ("1 == u", None),
    ("u == 2", None),
    ("2 == u", None),
    ("u == u", None),
    ("u == 3", False),
    ("3 == u", False),
    ("u <= 2", True),
    ("u <= 1", None),
    ("2 <= u", None),
    ("u < 2", None),
    ("u < 1", False),
    ("u >= 1", True),
    ("u > 1", None),
    ("u > 2", False),
    ("u >= 2", None),
    ("1 >= u", None),
]


@pytest.mark.parametrize(("text", "verdict"), TOUCHING)
def test_comparisons_with_a_number_from_1_to_2(text: str, verdict: bool | None) -> None:
    assert surely(parse_relation(text), {"u": Enclosure(F(1), F(2))}, LEVIN) is verdict


def test_in_a_cost_an_axis_is_the_price() -> None:
    assert enclosed(parse_expression("cost(A)"), {**NUMBERS, "c": F(99), "t": F(99)}, LEVIN, 64) == at(
        "cost(A)"
    )

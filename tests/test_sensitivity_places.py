"""Special places on the way of a number: touches, roots without a fraction, facts, budgets, functions."""

from __future__ import annotations

from fractions import Fraction

import pytest

import mesaprior as mp
from mesaprior.engine import Setting, sensitivity
from mesaprior.engine.sensitive.irrational import _short
from mesaprior.errors import InputError, SelfCheckFailed
from mesaprior.loading import load_text
from mesaprior.model import build
from mesaprior.render import document_for, render
from mesaprior.results.sensitivity import Move, Sensitivity, Side


def asked(text: str, g: str | None = "1", assume: tuple[str, ...] = (), **numbers: str) -> Sensitivity:
    model = build(load_text(f"name: m\n{text}").spec)
    rate = None if g is None else Fraction(g)
    scenario = "s" if "s" in model.scenarios else None
    return sensitivity(
        Setting.of(
            model,
            g=rate,
            scenario=scenario,
            assume=assume,
            numbers={k: Fraction(v) for k, v in numbers.items()},
        )
    )


def drawn(side: Side) -> str:
    """`7 -> B`, `stops before 3 by c(a) < 3`, `no end`."""
    if side.undecided:
        return "undecided"
    if side.flip:
        point = side.flip.at
        where = str(point.value) if point.value is not None else f"{float(point.middle):.9g}"
        return f"{where} -> {' = '.join(side.flip.takes_over)}"
    if side.end is None:
        return "no end"
    by = f" by {side.end.fact}" if side.end.fact else ""
    return f"stops {'at' if side.end.reached else 'before'} {side.end.at.value}{by}"


def both(move: Move) -> tuple[str, str]:
    return drawn(move.below), drawn(move.above)


TWO = """\
terms: {a: {}, b: {}, z: {may_be_zero: true}}
variants:
  A: {complexity: a + z, time: b}
  B: {complexity: b, time: a}
scenarios: {s: {c: {a: 2, b: 5, z: 1}, t: {a: 4, b: 3}}}
"""  # A: g*3 + 3 = 6, B: g*5 + 4 = 9 at g = 1


def test_two_variants_by_hand() -> None:
    found = asked(TWO)
    assert {move.number: both(move) for move in found} == {
        "c(a)": ("stops before 0", "5 -> B"),
        "c(b)": ("2 -> B", "no end"),
        "c(z)": ("stops at 0", "4 -> B"),
        "t(a)": ("1 -> B", "no end"),
        "t(b)": ("stops before 0", "6 -> B"),
        "g": ("stops before 0", "no end"),
    }


FACTS = {
    # The fact, and how far c(a), which is 2 and flips at 5, may go.
    ("c(a) <= 4",): ("stops before 0", "stops at 4 by c(a) <= 4"),
    ("c(a) < 4",): ("stops before 0", "stops before 4 by c(a) < 4"),
    ("c(a) <= c(b)",): (
        "stops before 0",
        "stops at 5 by c(a) <= c(b)",
    ),  # at 5 they tie, beyond it may not go
    ("c(a) < 6",): ("stops before 0", "5 -> B"),
    ("c(a) >= 1", "c(a) > 1"): ("stops before 1 by c(a) > 1", "5 -> B"),
    ("c(a) == 2",): ("stops at 2 by c(a) == 2", "stops at 2 by c(a) == 2"),
    ("2*c(a) == t(a)",): ("stops at 2 by 2*c(a) == t(a)", "stops at 2 by 2*c(a) == t(a)"),
    ("c(a)*c(a) <= 9",): ("stops before 0", "stops at 3 by c(a)*c(a) <= 9"),
    ("c(a) <= 4 <= c(b)", "c(a) <= 7/2"): ("stops before 0", "stops at 7/2 by c(a) <= 7/2"),
    ("c(A) <= c(B)",): ("stops before 0", "stops at 4 by c(A) <= c(B)"),
    ("cost(A) <= cost(B)",): ("stops before 0", "stops at 5 by cost(A) <= cost(B)"),
    ("g <= 3",): ("stops before 0", "5 -> B"),
}


@pytest.mark.parametrize(("facts", "expected"), FACTS.items())
def test_facts_stop_a_number(facts: tuple[str, ...], expected: tuple[str, str]) -> None:
    assert both(asked(TWO, assume=facts)["c(a)"]) == expected


def test_a_fact_about_the_rate_stops_it() -> None:
    assert both(asked(TWO, assume=("g <= 3",))["g"]) == ("stops before 0", "stops at 3 by g <= 3")


def test_a_touch_is_no_flip() -> None:
    """B costs n**2 + 4, A costs 4*n: they meet at n = 2 and A wins on both sides of it."""
    found = asked("""\
terms: {a: {}}
parameters: {n: {}}
variants:
  A: {complexity: 0, time: 4*n*a}
  B: {complexity: 0, time: n**2*a + 4*a}
scenarios: {s: {c: {a: 1}, t: {a: 1}, parameters: {n: 1}}}
""")
    move = found["n"]
    assert both(move) == ("stops before 0", "no end")
    assert [point.value for point in move.above.touches] == [2]
    assert move.outcome == "never"
    assert found["t(a)"].outcome == "never"


def test_a_root_without_a_fraction() -> None:
    """A costs n**2, B costs 2: they meet at the root of 2."""
    found = asked("""\
terms: {a: {}}
parameters: {n: {}}
variants:
  A: {complexity: 0, time: n**2*a}
  B: {complexity: 0, time: 2*a}
scenarios: {s: {c: {a: 1}, t: {a: 1}, parameters: {n: 1}}}
""")
    flip = found["n"].flips[0]
    assert flip.at.value is None and flip.at.root_of is not None
    assert flip.at.root_of.text == "n**2 - 2"
    assert flip.at.low**2 < 2 < flip.at.high**2
    assert flip.at.high - flip.at.low < Fraction(1, 10**18)
    assert (flip.tie, flip.takes_over) == (("A", "B"), ("B",))
    assert flip.to_dict()["at"] is None and flip.to_dict()["change"]["percent"] is None
    assert abs(flip.to_dict()["approx"] - 2**0.5) < 1e-15


def test_three_meet_at_one_place() -> None:
    """At c(a) = 4 all cost 4; beyond it B and C, which pay nothing for it, tie as they always do."""
    found = asked("""\
terms: {a: {}}
variants:
  A: {complexity: a, time: 0}
  B: {complexity: 0, time: 4}
  C: {complexity: 1, time: 3}
scenarios: {s: {c: {a: 1}, t: {a: 1}}}
""")
    flip = found["c(a)"].flips[0]
    assert (flip.at.value, flip.tie, flip.takes_over) == (4, ("A", "B", "C"), ("B", "C"))
    assert both(found["g"]) == ("stops before 0", "4 -> B")


def test_the_next_winner_is_the_one_just_beyond() -> None:
    """At c(a) = 4 B and C are level with A; beyond it C pays half of what goes on, B none of it."""
    found = asked("""\
terms: {a: {}}
variants:
  A: {complexity: a, time: 0}
  B: {complexity: 0, time: 4}
  C: {complexity: 1/2*a, time: 2}
scenarios: {s: {c: {a: 1}, t: {a: 1}}}
""")
    flip = found["c(a)"].flips[0]
    assert (flip.at.value, flip.tie, flip.takes_over) == (4, ("A", "B", "C"), ("B",))


def test_one_variant() -> None:
    found = asked(
        "terms: {a: {}}\nvariants: {A: {complexity: a, time: 1}}\nscenarios: {s: {c: {a: 2}, t: {a: 1}}}\n"
    )
    assert found.winners == ("A",)
    assert {move.outcome for move in found} == {"never"}


def test_a_tie_to_begin_with() -> None:
    """c(a) + g... both cost 8 at g = 1 with c(a) = 5."""
    found = asked(TWO, **{"c(a)": "5"})
    assert found.winners == ("A", "B")
    assert both(found["c(a)"]) == ("5 -> A", "5 -> B")
    assert both(found["c(b)"]) == ("5 -> B", "5 -> A")
    assert [flip.change for flip in found["c(a)"].flips] == [(0, 0), (0, 0)]
    assert both(asked(TWO, assume=("c(a) <= 5",), **{"c(a)": "5"})["c(a)"]) == (
        "5 -> A",
        "stops at 5 by c(a) <= 5",
    )


def test_a_number_that_is_zero_has_no_per_cent() -> None:
    found = asked(TWO, **{"c(z)": "0"})
    flip = found["c(z)"].flips[0]
    assert (flip.at.value, flip.change, flip.size) == (4, None, None)
    changing = [move.number for move in found if move.outcome == "changes"]
    assert changing[-1] == "c(z)"


WEIGHED = """\
terms: {a: {}, b: {}}
axes: {l: {weight: w}}
parameters: {w: {at_most: 3}}
variants:
  A: {complexity: a, time: b, l: 2*b}
  B: {complexity: b, time: a, l: a}
scenarios: {s: {c: {a: 2, b: 5}, t: {a: 4, b: 3}, l: {a: 1, b: 1}, parameters: {w: 1}}}
"""  # A: 2 + 3 + 2w = 7, B: 5 + 4 + w = 10 at g = 1


def test_an_axis_with_a_weight() -> None:
    found = asked(WEIGHED)
    assert both(found["l(b)"]) == ("stops before 0", "5/2 -> B")
    assert both(found["l(a)"]) == ("stops before 0", "no end")
    assert both(found["w"]) == ("stops before 0", "stops at 3 by w <= 3")
    assert both(asked(WEIGHED.replace("at_most: 3", "at_most: 5"))["w"]) == ("stops before 0", "4 -> B")


def under(prior: str, g: str | None = "1", **numbers: str) -> Sensitivity:
    return asked(f"prior: {prior}\n{TWO}", g, **numbers)


def test_a_budget() -> None:
    """c where t <= K: A (3 bits, 3 steps) wins against B (5 bits, 4 steps) while the budget is 3 or more."""
    found = under("cap", None, K="7/2")
    assert found.winners == ("A",)
    assert both(found["K"]) == ("3 -> A = B", "no end")
    assert both(found["t(b)"]) == ("stops before 0", "7/2 -> A = B")
    assert both(found["t(a)"]) == ("stops before 0", "no end")
    assert found["K"].flips[0].tie == ("A",)  # at K = 3 it still keeps within
    assert both(under("cap", None, K="5")["t(b)"]) == ("stops before 0", "5 -> B")


LEVIN = """\
prior: levin
terms: {a: {}, b: {}, s: {}}
variants:
  A: {complexity: a, time: b + s}
  B: {complexity: b, time: a + s}
scenarios: {s: {c: {a: 2, b: 4, s: 1}, t: {a: 3, b: 6, s: 1}}}
"""  # A: 2 + log2(7), B: 4 + log2(4) = 6


def test_logarithms_are_multiplied_out() -> None:
    """A wins while 4*(t(b) + t(s)) < 2**c(b)*(t(a) + t(s)), that is t(b) + t(s) < 4*(t(a) + t(s)) here."""
    found = asked(LEVIN)
    assert found.winners == ("A",)
    assert both(found["t(b)"]) == ("stops before 0", "15 -> B")
    assert both(found["t(a)"]) == ("3/4 -> B", "no end")
    assert both(found["t(s)"]) == ("stops before 0", "no end")
    assert both(asked(LEVIN, g="2")["t(b)"]) == ("stops before 0", "63 -> B")
    assert both(asked(LEVIN, g="3/2")["t(b)"]) == ("stops before 0", "31 -> B")


def test_lines_with_logarithms_for_coefficients() -> None:
    """c(a) flips at 6 - log2(7), g at (log2(7) - 2)/2."""
    found = asked(LEVIN)
    up = found["c(a)"].above.flip
    assert up is not None and up.at.formula is not None
    assert up.at.formula.text == "6 - log2(7)"
    assert abs(float(up.at.middle) - 3.192645077942396) < 1e-12
    assert up.at.high - up.at.low < Fraction(1, 10**15)
    assert drawn(found["g"].below) == "0.403677461 -> B"
    assert (up.tie, up.takes_over) == (("A", "B"), ("B",))


SQUARES = """\
prior: {cost: "g*c**2 + log2(t)"}
terms: {a: {}, b: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a}
scenarios: {s: {c: {a: 2, b: 4}, t: {a: 3, b: 7}}}
"""  # A: 4 + log2(7), B: 16 + log2(3)


def test_an_irrational_cost_that_is_no_line() -> None:
    """c(a)**2 may grow to 16 + log2(3) - log2(7) = 14.7776...; c(b)**2 may fall to 4 + log2(7) - log2(3)."""
    found = asked(SQUARES)
    for number, side, square in (
        ("c(a)", "above", Fraction(147_776, 10**4)),
        ("c(b)", "below", Fraction(52_224, 10**4)),
    ):
        flip = getattr(found[number], side).flip
        assert flip.takes_over == ("B",)
        assert abs(flip.at.low**2 - square) < Fraction(1, 10**4) > abs(flip.at.high**2 - square)
    assert drawn(found["g"].below) == "0.101866035 -> B"  # (log2(7) - log2(3))/12


def test_facts_stop_irrational_costs_before_and_behind_their_flips() -> None:
    """c(a) flips at 6 - log2(7) = 3.19..."""
    assert drawn(asked(LEVIN, assume=("c(a) <= 3",))["c(a)"].above) == "stops at 3 by c(a) <= 3"
    near = Fraction("3.1927")
    flip = asked(LEVIN, assume=(f"c(a) < {near}",))["c(a)"].above.flip
    assert flip is not None and flip.at.high < flip.after < near
    assert drawn(asked(SQUARES, assume=("c(a) < 2.5",))["c(a)"].above) == "stops before 5/2 by c(a) < 2.5"
    assert asked(SQUARES, assume=("c(a) < 3.8441",))["c(a)"].above.end is not None
    assert asked(SQUARES, assume=("c(a) < 3.8442",))["c(a)"].above.flip is not None


def test_a_fact_stops_at_an_irrational_number() -> None:
    end = asked(TWO, assume=("c(a)*c(a) <= 8",))["c(a)"].above.end
    assert end is not None and end.at.root_of is not None
    assert (end.at.root_of.text, end.reached, end.cheapest) == ("c(a)**2 - 8", True, ("A",))
    assert drawn(asked(TWO, assume=("c(a)*c(a) <= 26",))["c(a)"].above) == "5 -> B"


def test_at_an_end_others_may_draw_level() -> None:
    """At c(z) = 0, which it may be, both cost 4."""
    found = asked("""\
terms: {a: {}, z: {may_be_zero: true}}
variants:
  A: {complexity: a, time: 2}
  B: {complexity: a + z, time: 2}
scenarios: {s: {c: {a: 2, z: 1}, t: {a: 1, z: 1}}}
""")
    end = found["c(z)"].below.end
    assert end is not None
    assert (end.at.value, end.reached, end.cheapest) == (0, True, ("A", "B"))
    assert "c(z): A wins as far as it can go down to 0, where A and B tie" in render(
        document_for(found), width=200
    )
    end = asked(TWO, assume=("c(a) <= c(b)",))["c(a)"].above.end
    assert end is not None and end.cheapest == ("A", "B")


def test_powers_by_steps() -> None:
    """Under c**(1/2) A (root of 3, and 3 steps) wins while c(a) + c(z) < (root of 5 + 1)**2."""
    found = under("power", p="1/2")
    assert found.winners == ("A",)
    flip = found["c(a)"].above.flip
    assert flip is not None
    assert flip.at.low < Fraction(9_472_135_955, 10**9) < flip.at.high  # 5 + 1 + 2*root(5) - 1
    assert flip.at.high - flip.at.low < Fraction(1, 10**7)
    assert found["p"].outcome == "undecided"
    assert drawn(found["t(b)"].above) == "4.50401717 -> B"  # root(5) - root(3) + 4


def test_what_steps_do_not_settle_is_undecided() -> None:
    """The gap of the roots of x + 3 and x + 5 goes to 0, and A is 1/1000 faster: it never falls behind, and
    no number of steps shows that."""
    found = asked("""\
prior: {cost: "g*c**(1/2) + t"}
terms: {a: {}}
variants:
  A: {complexity: a + 3, time: 1}
  B: {complexity: a + 5, time: 1001/1000}
scenarios: {s: {c: {a: 1}, t: {a: 1}}}
""")
    above = found["c(a)"].above
    assert above.undecided is not None and above.undecided.startswith("A wins up to ")
    assert found["c(a)"].outcome == "undecided"
    assert drawn(found["c(a)"].below) == "stops before 0"


CANCELLED = """\
terms: {a: {}, z: {may_be_zero: true}}
variants:
  A: {complexity: z, time: a}
  B: {complexity: 0, time: 2*a}
scenarios: {s: {c: {z: 0}, t: {a: 1}}}
"""


def test_two_that_tie_at_an_irrational_cost_take_over_together() -> None:
    """B and B1 of `margin` cost log2(100) + 2*c(way) + 212: no interval shows that they tie, they cancel."""
    found = mp.load("margin").under("levin").sensitivity(g=2, scenario="worked")
    flip = found["c(way)"].below.flip
    assert flip is not None and flip.takes_over == ("B", "B1")
    assert flip.at.low < Fraction(4035195, 10**6) < flip.at.high + Fraction(1, 10**6)  # (log2(105/100) + 8)/2
    tied = mp.load("margin").under("levin").sensitivity(g=2, scenario="worked", numbers={"c(way)": 3})
    assert tied.winners == ("B", "B1")
    assert drawn(tied["c(step)"].above) == "1 -> B1"


JUST_KEPT = """\
prior: cap
terms: {a: {}, b: {}}
variants:
  A: {complexity: a, time: b}
  B: {complexity: b, time: a + b}
scenarios: {s: {c: {a: 3, b: 5}, t: {a: 1, b: 2}}}
"""


def test_a_budget_that_is_just_kept_is_lost_at_once() -> None:
    """A takes t(b) = 2 = K: any less time, or any slower b, and nobody keeps within the budget."""
    found = asked(JUST_KEPT, K="2")
    assert found.winners == ("A",)
    assert drawn(found["K"].below) == "2 -> A = B" and drawn(found["t(b)"].above) == "2 -> A = B"
    assert found["K"].above.flip is None and found["t(b)"].below.flip is None
    assert "A wins at g = 1 until K falls below 2: then A and B tie" in render(document_for(found), width=200)
    both = asked(JUST_KEPT, K="3", **{"c(b)": "1"})  # B is cheaper, and just keeps within it
    assert both.winners == ("B",)
    assert drawn(both["K"].below) == "3 -> A" and drawn(both["t(a)"].above) == "1 -> A"


SHORT = [
    ("1/3", True, "333/1000"),
    ("1/3", False, "167/500"),
    ("50", True, "50"),
    ("100001/2", True, "50000"),
    ("100001/2", False, "50001"),
    ("10000000", True, "10**7"),
    ("10000000", False, "10**7"),
    ("10000001", False, "10**8"),
    ("99999999", True, "10**7"),
    ("1/1000000", False, "10**-6"),
    ("1/100000000", True, "10**-8"),
    ("1/100000000", False, "10**-8"),
    ("3/100000000", True, "10**-8"),
    ("3/100000000", False, "10**-7"),
]


@pytest.mark.parametrize(("value", "up", "said"), SHORT)
def test_what_was_reached_is_not_overstated(value: str, up: bool, said: str) -> None:
    assert _short(Fraction(value), up) == said


def test_a_flip_beyond_all_digits_is_undecided() -> None:
    """B overtakes A where log2(t(a)) is 20,000: a number of 6,021 digits."""
    found = asked("""\
prior: levin
terms: {a: {}, b: {}, d: {}}
variants:
  A: {complexity: b, time: a}
  B: {complexity: d, time: b}
scenarios: {s: {c: {a: 1, b: 1, d: 20001}, t: {a: 1, b: 1, d: 1}}}
""")
    above = found["t(a)"].above
    assert above.undecided is not None and above.undecided.startswith("A wins up to 10**1")
    below = found["t(b)"].below
    assert below.undecided is not None and below.undecided.startswith("A wins down to 10**-")
    assert "A wins down to 10**-" in render(document_for(found), width=200)


OPEN = "terms: {a: {}, b: {}}\nvariants:\n  A: {complexity: a, time: b}\n  B: {complexity: b, time: a}\n"
ERRORS = {
    "a rate that nothing multiplies yet": (CANCELLED, None, {}, "no-rate"),
    "no rate": (TWO, None, {}, "no-rate"),
    "some numbers": (OPEN, "1", {"c(a)": "1"}, "numbers-missing"),
    "no rate decides": (f"prior: simplicity\n{TWO.rsplit('scenarios', 1)[0]}", None, {}, "no-crossover"),
    "g is a function": (f"prior: monotone\n{TWO}", None, {}, "prior-not-decided"),
}  # fmt: skip


@pytest.mark.parametrize("name", ERRORS)
def test_errors(name: str) -> None:
    text, g, numbers, code = ERRORS[name]
    with pytest.raises(InputError) as found:
        asked(text, g, **numbers)
    assert [problem.code for problem in found.value.problems] == [code]


def test_a_wrong_root_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every flip is confirmed on the formulas as written: one that search misplaces is a bug, no answer."""
    from mesaprior.engine.sensitive.courses import Course

    right = Course.gap

    def shifted(course: Course, one: str, other: str) -> tuple[int, ...] | None:
        found = right(course, one, other)
        return found and (found[0] + 1, *found[1:])

    monkeypatch.setattr(Course, "gap", shifted)
    with pytest.raises(SelfCheckFailed, match=r"c\(a\) = .* does not have the winner that was found"):
        asked(TWO)

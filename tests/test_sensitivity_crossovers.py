"""How a crossover moves with each term: the seed by hand, and every sign against exact differences."""

from __future__ import annotations

import random
from collections import Counter
from fractions import Fraction

import pytest

import mesaprior as mp
from mesaprior.cli import run
from mesaprior.engine import Setting, sensitivity
from mesaprior.engine.reason.checker import proves
from mesaprior.engine.reason.evaluate import cost_of
from mesaprior.errors import InputError
from mesaprior.loading import load_text
from mesaprior.model import build
from mesaprior.results import Example, Proof
from mesaprior.results.sensitivity import CrossoverCase, CrossoverMoves

USUAL = "c(simplest_obj) + c(combine) < c(get_base_obj)"
TEXT = """\
the crossover of H_sd and H_fh is raised by c(simplest_obj), c(combine), t(combine), t(find(…)) and
  t(mesaoptimize_outer_world_env)
 H_sd and H_fh tie at g = (t(combine) + t(find(…)) + t(mesaoptimize_outer_world_env)
   - t(get_proxy_for_base_obj))/(c(get_base_obj) - c(simplest_obj) - c(combine))

when t(get_proxy_for_base_obj) < t(combine) + t(find(…)) + t(mesaoptimize_outer_world_env), H_sd
  wins above it
 raised by: c(simplest_obj), c(combine), t(combine), t(find(…)), t(mesaoptimize_outer_world_env)
 lowered by: c(get_base_obj), t(get_proxy_for_base_obj)
 assuming c(simplest_obj) + c(combine) < c(get_base_obj)
 find(…) = find(get_proxy_for_base_obj(env))
"""


def effects(case: CrossoverCase) -> dict[str, str]:
    return {one.number: one.effect for one in case.influences}


def test_the_seed_by_hand() -> None:
    """g0 = (m + f + o - p)/(b - s - k): what only H_sd pays raises it, what only H_fh pays lowers it, where
    both parts are positive; where both are negative the other way round."""
    (moved,) = mp.load("speed-simplicity").sensitivity().crossovers
    assert (moved.left, moved.right) == ("H_sd", "H_fh")
    by_side = {case.left_wins: effects(case) for case in moved.cases}
    raising = {
        "c(get_base_obj)": "lowers",
        "c(simplest_obj)": "raises",
        "c(combine)": "raises",
        "t(get_proxy_for_base_obj)": "lowers",
        "t(combine)": "raises",
        "t(find(get_proxy_for_base_obj(env)))": "raises",
        "t(mesaoptimize_outer_world_env)": "raises",
    }
    turned = {"raises": "lowers", "lowers": "raises"}
    assert by_side == {"above": raising, "below": {name: turned[way] for name, way in raising.items()}}


def test_the_text(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "MESAPRIOR_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    assert run(["sensitivity", "speed-simplicity", "--assume", USUAL]) == 0
    assert capsys.readouterr() == (TEXT, "")
    asked = ["sensitivity", "speed-simplicity", "--crossover", "H_sd H_fh", "--assume", USUAL]
    assert run([*asked, "--scenario", "worked", "-g", "2"]) == 0
    assert capsys.readouterr() == (TEXT, "")


REFUSED = {
    ("H_sd H_fx",): ("unknown-variant", "unknown variant 'H_fx'"),
    ("H_sd H_sd",): ("same-variant", "'H_sd' is compared with itself"),
    ("H_sd",): ("usage", "--crossover takes two variants, not 'H_sd'"),
    ("H_fh H_fd", "--prior", "simplicity"): ("no-crossover", "no rate is a crossover of H_fh and H_fd"),
}


@pytest.mark.parametrize(("arguments", "said"), REFUSED.items())
def test_what_cannot_be_answered(
    arguments: tuple[str, ...], said: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["sensitivity", "speed-simplicity", "--crossover", *arguments]) == 2
    assert capsys.readouterr().err.splitlines()[0] == f"error[{said[0]}]: {said[1]}"


def test_a_pair_whose_crossover_is_never_a_rate() -> None:
    found = mp.load("speed-simplicity").sensitivity(crossover=("H_fh", "H_fd"))
    assert found.crossovers[0].cases == ()


def test_a_term_may_raise_it_or_lower_it() -> None:
    """A price of a parameter that both parts have: A = a*n - b, D = d - e*n."""
    model = build(
        load_text("""\
name: m
terms: {a: {}, b: {}}
parameters: {n: {}}
variants:
  A: {complexity: n*a, time: b}
  B: {complexity: b, time: n*a}
""").spec
    )
    found = sensitivity(Setting.of(model), ("A", "B")).crossovers[0]
    for case in found.cases:
        (one,) = (influence for influence in case.influences if influence.number == "n")
        assert one.effect in {"depends", "raises", "lowers"}
        if one.effect == "depends":
            assert one.raises_when is not None and len(one.evidence) == 2
    assert any(one.effect == "depends" for case in found.cases for one in case.influences)


def test_logarithms() -> None:
    """Under log2(t) what both pay in time lowers the crossover where H_sd is the slower: the ratio of the
    times comes nearer to 1."""
    found = mp.load("speed-simplicity").under("levin").sensitivity(assume=USUAL, crossover=("H_sd", "H_fh"))
    (case,) = found.crossovers[0].cases
    assert effects(case) == {
        "c(get_base_obj)": "lowers",
        "c(simplest_obj)": "raises",
        "c(combine)": "raises",
        "t(get_proxy_for_base_obj)": "lowers",
        "t(combine)": "raises",
        "t(find(get_proxy_for_base_obj(env)))": "raises",
        "t(mesaoptimize_env)": "lowers",
        "t(mesaoptimize_outer_world_env)": "raises",
    }


TERMS = ("a", "b", "d")


def _random_text(source: random.Random) -> str:
    def price() -> str:
        parts = [f"{source.randint(1, 3)}*{term}" for term in TERMS if source.random() < 0.6]
        if source.random() < 0.3:
            parts.append(f"n*{source.choice(TERMS)}")
        return " + ".join(parts or ["a"])

    lines = ["name: r", f"terms: {{{', '.join(f'{term}: {{}}' for term in TERMS)}}}", "parameters: {n: {}}"]
    lines += ["variants:", *(f"  {v}: {{complexity: {price()}, time: {price()}}}" for v in "AB")]
    atoms = [f"{axis}({term})" for axis in "ct" for term in TERMS]
    if source.random() < 0.5:
        left, right = source.sample(atoms, 2)
        lines += ["facts:", f"  - {left} <= {right}"]
    return "\n".join(lines) + "\n"


def _crossover(setting: Setting, numbers: dict[str, Fraction]) -> Fraction | None:
    """Where the two lines meet, from the costs as written at two rates."""
    ends = [{**numbers, "g": Fraction(g)} for g in (0, 1)]
    gaps = [cost_of("A", end, setting.written) - cost_of("B", end, setting.written) for end in ends]
    return gaps[0] / (gaps[0] - gaps[1]) if gaps[0] != gaps[1] else None


def test_signs_against_exact_differences() -> None:
    """At random numbers that satisfy the facts and the case, a small step of a term moves the crossover the
    way it is said to; the derivative is what the step shows."""
    seen: Counter[str] = Counter()
    step = Fraction(1, 10**12)
    for seed in range(40):
        source = random.Random(seed)
        model = build(load_text(_random_text(source)).spec)
        try:
            (moved,) = sensitivity(Setting.of(model), ("A", "B")).crossovers
        except InputError as error:
            assert error.problems[0].code == "no-crossover"
            seen["no crossover"] += 1
            continue
        for case in moved.cases:
            for one in case.influences:
                seen[one.effect] += 1
                for proof in one.evidence:
                    assert not isinstance(proof, Proof) or proves(proof)
                examples = [part for part in one.evidence if isinstance(part, Example)]
                assert len(examples) in {"depends": (2,), "undecided": (0, 1)}.get(one.effect, (0,))
        for _ in range(16):
            numbers = {
                atom: Fraction(source.randint(1, 12), source.randint(1, 3)) for atom in model.symbols.order
            }
            setting = Setting.of(model)
            if not setting.facts_hold(numbers):
                continue
            for case in moved.cases:
                if all(_holds(comparison, numbers) for comparison in case.when):
                    _judge(setting, moved, case, numbers, step, seen)
    print(dict(seen))
    assert min(seen[name] for name in ("raises", "lowers", "depends", "step")) > 20


def _holds(comparison: object, numbers: dict[str, Fraction]) -> bool:
    value = comparison.polynomial.value_at(numbers)  # type: ignore[attr-defined]
    return bool(value < 0 if comparison.relation == "<" else value > 0)  # type: ignore[attr-defined]


def _judge(
    setting: Setting,
    moved: CrossoverMoves,
    case: CrossoverCase,
    numbers: dict[str, Fraction],
    step: Fraction,
    seen: Counter[str],
) -> None:
    here = _crossover(setting, numbers)
    if here is None or here <= 0:
        assert len(moved.cases) == 1  # a case that is left alone needs no when
        return
    for one in case.influences:
        there = _crossover(setting, {**numbers, one.number: numbers[one.number] + step})
        assert there is not None
        change = there - here
        seen["step"] += 1
        if one.effect in {"raises", "lowers", "none"}:
            assert (change > 0) - (change < 0) == {"raises": 1, "lowers": -1, "none": 0}[one.effect]
        if one.effect == "depends" and one.raises_when is not None:
            assert _holds(one.raises_when, numbers) == (change > 0)
        if one.derivative is not None:
            slope = one.derivative.numerator.value_at(numbers) / one.derivative.denominator.value_at(numbers)
            assert abs(change / step - slope) <= (abs(slope) + 1) / 10**6

"""Guards the evidence: each proof re-verified twice, each example re-evaluated, each mutant refused.

A proof must be arithmetically valid (the oracle's re-check and `checker.proves`), rest on facts of the model
only, and refute exactly what its verdict needs. What a premise means is found from its values at points, not
from its words. A mutated proof must be refused by `checker.proves` unless the oracle finds it valid.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from battery import RATES, Case, Tally, sampled_points, scale
from oracle import Spot, World, parse, premise_value, proof_is_valid
from random_models import FAMILIES, random_model, random_numbers, scenario_of

from mesaprior.engine import compare, conditions, pairs
from mesaprior.engine.reason.checker import proves
from mesaprior.errors import InputError
from mesaprior.results import Conditions, Example, Premise, Proof, Step, VariantCondition

Meaning = tuple[Any, ...]
"""`("cost", V, W)`: the premise's polynomial is cost(V) - cost(W); likewise `("axis c", ...)`,
`("slope", ...)`,
`("rest", ...)`, `("sum", ...)` (of the prices on all axes)."""


class Meanings:
    """Recognises what a premise's polynomial is by its values at three arbitrary points."""

    def __init__(self, case: Case, source: random.Random) -> None:
        world = self.world = case.world
        self.points = []
        for _ in range(3):
            point = {atom: Fraction(source.randint(1, 10**6), source.randint(1, 9)) for atom in world.atoms}
            self.points.append(
                world.spot({**point, "g": Fraction(source.randint(1, 10**6), 7), **case.fixed})
            )
        self.known: dict[tuple[Fraction, ...], set[Meaning]] = {}
        for one in world.names:
            for other in world.names:
                if one != other:
                    for what, values in self._differences(one, other):
                        self.known.setdefault(values, set()).add((what, one, other))

    def _differences(self, one: str, other: str) -> Iterator[tuple[str, tuple[Fraction, ...]]]:
        pairs = [(spot, spot.prices[one], spot.prices[other]) for spot in self.points]
        yield "cost", tuple(spot.cost(one) - spot.cost(other) for spot in self.points)
        for axis in self.world.axes:
            yield f"axis {axis}", tuple(p[axis] - q[axis] for _, p, q in pairs)
        yield "sum", tuple(sum(p.values()) - sum(q.values()) for _, p, q in pairs)
        for k, what in enumerate(("slope", "rest")):
            yield what, tuple(spot.lines[one][k] - spot.lines[other][k] for spot in self.points)

    def of(self, premise: Premise) -> set[Meaning]:
        """What the polynomial may be, as `(what, one, other, strict)`; empty for a fact."""
        form = dict(premise.polynomial.coefficients)
        values = tuple(premise_value(form, spot) for spot in self.points)
        return {(*meaning, premise.strict) for meaning in self.known.get(values, ())}


class Inspector:
    """Checks all evidence of one case."""

    def __init__(self, case: Case, tally: Tally, source: random.Random) -> None:
        self.case, self.world, self.tally = case, case.world, tally
        self.meanings = Meanings(case, source)
        numbers = [random_numbers(source, self.world.atoms, self.world.zero) for _ in range(12)]
        self.spots = [
            self.world.spot(
                {**{a: Fraction(v) for a, v in row.items()}, "g": source.choice(RATES), **case.fixed}
            )
            for row in numbers
        ]
        self.proofs: list[Proof] = []
        self.others: dict[str, list[str]] = {
            name: [other for other in self.world.names if other != name] for name in self.world.names
        }

    def proof(self, proof: Proof) -> list[set[Meaning]]:
        """Re-verifies a proof; gives the meanings of the premises that are no facts."""
        self.proofs.append(proof)
        self.tally.count("proofs")
        valid = proof_is_valid(*plain(proof), self.world.zero)
        self.tally.expect(valid, f"a false proof: {proof}", self.case)
        self.tally.expect(proves(proof), f"the checker refuses {proof}", self.case)
        used = {step.premise for step in proof.steps if step.premise is not None}
        denied = []
        for index in sorted(used):
            premise = proof.premises[index]
            if premise.says not in self.facts:
                denied.append(self.meanings.of(premise))
                continue
            self.tally.count("premises that are facts")
            for spot in self.spots:
                if self.world.holds(self.facts[premise.says], spot):
                    value = premise_value(dict(premise.polynomial.coefficients), spot)
                    good = value > 0 if premise.strict else value >= 0
                    self.tally.expect(
                        good, "a premise does not follow from its fact", self.case, premise, spot
                    )
        return denied

    @property
    def facts(self) -> dict[str, Any]:
        setting = self.case.setting
        return {fact.text: parse(fact.text) for fact in (*setting.facts, *setting.assumed)}

    def refutes(self, proof: Proof, allowed: set[Meaning], what: str) -> bool:
        """Whether everything that the proof refutes, beside facts, is among `allowed`."""
        good = all(meanings & allowed for meanings in self.proof(proof))
        return bool(good)

    def expect(self, good: bool, what: str, *details: object) -> None:
        self.tally.expect(good, what, self.case, *details)

    # --- what each verdict needs ------------------------------------------------------------------

    def condition(self, found: VariantCondition) -> None:
        name = found.variant
        if found.status == "never":
            (proof,) = found.evidence
            allowed = {("cost", other, name, True) for other in self.others[name]}
            self.expect(self.refutes(proof, allowed, "never"), f"no proof that {name} never wins", proof)
        elif found.status == "always":
            self.beats_all(name, found.evidence)
        elif found.status == "possible":
            self.examples(found.evidence, [rf"{name} wins", rf"{name} does not beat \w+"])
        for item in found.dropped:
            allowed = {("cost", other, name, True) for other in item.implied_by}
            allowed |= {("cost", name, item.opponent, False)}
            good = self.refutes(item.proof, allowed, "dropped")
            self.expect(good, f"{name}: {item.opponent} is dropped without a proof", item)
        self.standing(found)

    def beats_all(self, name: str, evidence: Sequence[Any]) -> None:
        """*Always*: a proof for each opponent."""
        settled = set()
        for proof in evidence:
            denied = self.proof(proof)
            settled |= {
                other
                for other in self.others[name]
                if all(("cost", name, other, False) in meanings for meanings in denied)
            }
        self.expect(settled == set(self.others[name]), f"{name} always wins: not proved for all", evidence)

    def standing(self, found: VariantCondition) -> None:
        name, standing = found.variant, found.standing
        examples = [item for item in standing.evidence if isinstance(item, Example)]
        for item in examples:
            self.example(item)
        denied = [self.proof(item) for item in standing.evidence if isinstance(item, Proof)]
        axes = [f"axis {axis}" for axis in self.world.axes]
        if found.dominated_by:
            better = found.dominated_by
            needed = [{(axis, better, name, True)} for axis in axes] + [{("sum", better, name, False)}]
            good = all(self.one_of(denied, allowed) for allowed in needed)
            self.expect(good, f"{name}: no proof that {better} dominates", standing)
        if standing.undominated == "always" and standing.somewhere not in ("always", "possible"):
            for other in self.others[name]:
                weak = {(axis, name, other, False) for axis in axes}
                better = {("sum", name, other, True), ("cost", name, other, True)}
                whole = self.one_of(denied, weak | better)
                parts = all(self.one_of(denied, weak | {(axis, name, other, True)}) for axis in axes)
                self.expect(whole or parts, f"{name} undominated: not proved against {other}", standing)
        if standing.somewhere == "always" and found.status != "always" and len(self.others[name]) > 0:
            self.somewhere(name, denied, standing, bool(examples))

    def somewhere(self, name: str, denied: list[list[set[Meaning]]], standing: Any, example: bool) -> None:
        """*Some rate wins for every choice of prices*: each way to fail is refuted, or nothing is open."""
        if example and set(self.case.setting.open_atoms) <= {"g"}:
            return
        ways = [{("slope", name, j, False), ("rest", name, j, False)} for j in self.others[name]]
        ways += [
            {
                ("slope", j, name, True),
                ("rest", k, name, True),
                ("cost", name, j, False),
                ("cost", name, k, False),
            }
            for j in self.others[name]
            for k in self.others[name]
            if j != k
        ]
        beaten = all(self.one_of(denied, {("cost", name, j, False)}) for j in self.others[name])
        good = beaten or all(self.one_of(denied, way) for way in ways)
        self.expect(good, f"{name} wins at some rate: a way to fail is not refuted", standing)

    @staticmethod
    def one_of(denied: list[list[set[Meaning]]], allowed: set[Meaning]) -> bool:
        """Whether one of the proofs refutes nothing but what is allowed."""
        return any(all(meanings & allowed for meanings in proof) for proof in denied)

    def examples(self, evidence: Sequence[Any], patterns: Sequence[str]) -> None:
        """*Possible* needs an example of each kind."""
        good = len(evidence) == len(patterns) and all(
            isinstance(item, Example) and re.fullmatch(pattern, item.says)
            for item, pattern in zip(evidence, patterns, strict=True)
        )
        self.expect(good, f"not the examples {patterns}", evidence)
        for item in evidence:
            self.example(item)

    def example(self, example: Example) -> None:
        """An example's numbers, as its JSON spells them, satisfy the facts and what the example says."""
        world = self.world
        text = example.to_dict()
        numbers = {atom: Fraction(value) for atom, value in text["numbers"].items()}
        # Where the rate was asked, who can win *at all* is shown at rates of its own.
        spot = world.spot({**dict.fromkeys([*world.atoms, "g"], Fraction(1)), **self.case.fixed, **numbers})
        self.expect(world.allowed(spot), "the numbers of an example break a fact", text)
        names = "|".join(map(re.escape, world.names))
        kinds: list[tuple[str, Any]] = [
            (r"(N) wins", lambda v: spot.winners == [v]),
            (r"(N) beats (N)", lambda v, w: spot.cost(v) < spot.cost(w)),
            (r"(N) does not beat (N)", lambda v, w: spot.cost(v) >= spot.cost(w)),
            (r"(N) wins at no rate", lambda v: not spot.wins_at_some_rate(v)),
            (r"(N) dominates (N)", spot.dominates),
            (
                r"no variant dominates (N)",
                lambda v: not any(spot.dominates(w, v) for w in world.names if w != v),
            ),
        ]
        said = [(kind, re.fullmatch(kind.replace("N", names), example.says), holds) for kind, holds in kinds]
        good = [holds(*match.groups()) for _, match, holds in said if match]
        self.expect(good == [True], "an example does not show what it says", text)
        for kind, match, _ in said:
            if match:
                self.tally.count("example:", kind.replace("(N)", "V"))


def plain(proof: Proof) -> tuple[list[Any], list[Any]]:
    """A proof as bare tuples, for the oracle."""
    premises = [(dict(premise.polynomial.coefficients), premise.strict) for premise in proof.premises]
    return premises, [(step.multiplier, step.factor, step.premise) for step in proof.steps]


def check_evidence(seed: int, family: str, tally: Tally) -> list[Proof]:
    """All evidence about one random model: open, at a rate, with some numbers; gives the proofs."""
    source = random.Random(f"evidence-{family}-{seed}")
    spec = random_model(seed, family)
    world = World(spec)
    proofs: list[Proof] = []
    for circumstances in evidence_settings(spec, world, source):
        try:
            case = Case({**spec, **circumstances.pop("spec", {})}, **circumstances)
            found = conditions(case.setting)
        except InputError:
            continue
        inspector = Inspector(case, tally, source)
        inspect(case, found, inspector, source)
        proofs += inspector.proofs
    return proofs


def evidence_settings(
    spec: Mapping[str, Any], world: World, source: random.Random
) -> Iterator[dict[str, Any]]:
    yield {}
    g = source.choice(RATES)
    yield {"g": g}
    for spot in sampled_points(world, {}, source, 1):
        text = {atom: str(value) for atom, value in spot.items() if atom != "g" and source.random() < 0.4}
        if text:
            yield {"spec": {"scenarios": {"some": scenario_of(spec, text)}}, "scenario": "some"}


def inspect(case: Case, found: Conditions, inspector: Inspector, source: random.Random) -> None:
    """The evidence of `conditions`, of `pairs` and of one `compare`."""
    if case.setting.g is None:  # with a rate, the standing speaks of another setting, inspected there
        for condition in found.values():
            inspector.condition(condition)
    else:
        for condition in found.values():
            inspector.condition(
                replace(condition, standing=replace(condition.standing, **OPEN), dominated_by=None)
            )
    for pair in pairs(case.setting).pairs:
        if pair.status == "possible":
            inspector.examples(pair.evidence, [r"\w+ beats \w+", r"\w+ does not beat \w+"])
        if pair.status in ("possible", "undecided"):
            continue
        for proof in pair.evidence:
            denied = inspector.proof(proof)
            one, other, strict = (
                (pair.loser, pair.winner, True)
                if pair.status == "never"
                else (pair.winner, pair.loser, False)
            )
            good = all(("cost", one, other, strict) in meanings for meanings in denied)
            inspector.expect(good, f"a pair is {pair.status} without a proof", pair)
    if len(case.world.names) > 1:
        one, other = source.sample(case.world.names, 2)
        for proof in compare(case.setting, one, other).evidence:
            inspector.proof(proof)


OPEN: dict[str, Any] = {"undominated": "undecided", "somewhere": "undecided", "evidence": ()}

# --- mutants -----------------------------------------------------------------------------------------


def mutants(proof: Proof, source: random.Random) -> Iterator[tuple[str, Proof]]:
    """The proof with one thing changed, in every way that this proof allows."""
    steps, premises = list(proof.steps), list(proof.premises)
    k = source.randrange(len(steps))
    step = steps[k]

    def with_step(changed: Step | None) -> Proof:
        return replace(proof, steps=(*steps[:k], *([changed] if changed else []), *steps[k + 1 :]))

    yield "multiplier", with_step(replace(step, multiplier=step.multiplier * Fraction(3, 2)))
    yield "multiplier", with_step(replace(step, multiplier=step.multiplier + 1))
    yield "negative multiplier", with_step(replace(step, multiplier=-step.multiplier))
    yield "zero multiplier", with_step(replace(step, multiplier=Fraction(0)))
    yield "dropped step", with_step(None)
    yield "doubled step", replace(proof, steps=(*steps, step))
    yield (
        "factor",
        with_step(replace(step, factor=tuple(sorted({**dict(step.factor), "t(extra)": 1}.items())))),
    )
    if step.factor:
        yield "factor", with_step(replace(step, factor=()))
        atom, power = step.factor[0]
        yield "factor", with_step(replace(step, factor=((atom, power + 1), *step.factor[1:])))
        yield "factor twice", with_step(replace(step, factor=(*step.factor, (atom, 1))))
    yield "premise out of range", with_step(replace(step, premise=len(premises)))
    yield "premise out of range", with_step(replace(step, premise=-1))
    yield "no premise", with_step(replace(step, premise=None))
    if len(premises) > 1 and step.premise is not None:
        yield "swapped premise", with_step(replace(step, premise=(step.premise + 1) % len(premises)))
    if step.premise is not None:
        j = step.premise
        premise = premises[j]

        def with_premise(changed: Premise) -> Proof:
            return replace(proof, premises=(*premises[:j], changed, *premises[j + 1 :]))

        yield "strictness", with_premise(replace(premise, strict=not premise.strict))
        if premise.polynomial:
            monomial, value = source.choice(list(premise.polynomial))
            form = type(premise.polynomial)
            for what, changed in (("coefficient", value + 1), ("sign", -value), ("coefficient", value / 2)):
                coefficients = {**premise.polynomial.coefficients, monomial: changed}
                coefficients = {key: item for key, item in coefficients.items() if item}
                yield what, with_premise(replace(premise, polynomial=form(coefficients)))
            yield "sign of all", with_premise(replace(premise, polynomial=-premise.polynomial))
    everything = {atom for s in steps for atom, _ in s.factor}
    yield "may be zero", replace(proof, may_be_zero=frozenset(proof.may_be_zero | everything))
    yield (
        "all weak",
        replace(
            proof,
            premises=tuple(replace(premise, strict=False) for premise in premises),
            may_be_zero=frozenset(everything),
            steps=tuple(s for s in steps if s.premise is not None or s.factor),
        ),
    )


def check_mutants(proofs: Sequence[Proof], source: random.Random, tally: Tally) -> None:
    for proof in proofs:
        for what, mutant in mutants(proof, source):
            valid = proof_is_valid(*plain(mutant), mutant.may_be_zero)
            accepted = proves(mutant)
            tally.count("mutants", "that are still proofs" if valid else f"refused: {what}")
            tally.expect(
                accepted == valid, f"a mutant ({what}) is {'accepted' if accepted else 'refused'}", mutant
            )


# --- the tests ---------------------------------------------------------------------------------------

MODELS = {"parameters": 4, "axes": 8, "tight": 30}
OTHERS = 14


@pytest.fixture(scope="module")
def totals() -> Tally:
    return Tally()


@pytest.mark.parametrize("family", FAMILIES)
def test_evidence_holds_and_mutants_are_refused(family: str, totals: Tally) -> None:
    tally = Tally()
    source = random.Random(family)
    for seed in range(2000, 2000 + MODELS.get(family, OTHERS) * scale(4)):
        proofs = check_evidence(seed, family, tally)
        check_mutants(source.sample(proofs, min(4, len(proofs))), source, tally)
    totals.counts += tally.counts
    print(f"\n{family}\n{tally.report()}")
    assert not tally.wrong, tally.wrong[0]


def test_enough_was_checked(totals: Tally) -> None:
    print(f"\nall families\n{totals.report()}")
    counts = totals.counts
    refused = {what.split(": ")[1]: n for what, n in counts.items() if what.startswith("mutants refused")}
    assert sum(refused.values()) >= 1_000
    assert all(refused.get(kind, 0) >= 20 for kind in MUTATIONS), refused
    assert counts["mutants that are still proofs"] >= 50
    assert counts["proofs"] >= 1_500
    assert counts["premises that are facts"] >= 100
    for kind in EXAMPLES:
        assert counts[f"example: {kind}"] >= 5, kind


MUTATIONS = (
    "multiplier",
    "negative multiplier",
    "zero multiplier",
    "dropped step",
    "factor",
    "factor twice",
    "premise out of range",
    "no premise",
    "swapped premise",
    "strictness",
    "coefficient",
    "sign",
    "sign of all",
    "may be zero",
    "all weak",
)
EXAMPLES = (
    "V wins",
    "V beats V",
    "V does not beat V",
    "V wins at no rate",
    "V dominates V",
    "no variant dominates V",
)


def test_a_spot_knows_what_it_is_asked() -> None:
    """The oracle's own brute force, on the worked numbers of the seed model."""
    spec = {
        "variants": {
            "A": {"complexity": "a + k", "time": "p"},
            "B": {"complexity": "b + k", "time": "q"},
        }
    }
    numbers = {"c(a)": 40, "c(b)": 15, "c(k)": 260, "t(p)": 58, "t(q)": 122, "g": 2}
    spot = Spot(World(spec), {**{f"{x}({y})": Fraction(1) for x in "ct" for y in "abkpq"}, **numbers})
    assert spot.lines == {"A": (300, 58), "B": (275, 122)}
    assert (spot.winners, spot.at(Fraction(64, 25)).winners, spot.at(Fraction(3)).winners) == (
        ["A"],
        ["A", "B"],
        ["B"],
    )
    assert spot.interesting_rates == [Fraction(32, 25), Fraction(64, 25), Fraction(89, 25)]
    assert not spot.dominates("A", "B") and spot.wins_at_some_rate("A") and spot.wins_at_some_rate("B")

"""What the layers of the claims' battery share: a model with its claims, and everything a verdict must show.

A verdict is examined from the claim's TEXT: z3 is asked the claim and its denial directly, exact points must
not contradict a proof, a counterexample is put into the text again, a missing condition is verified in both
directions, a certificate is re-checked proof by proof and case by case.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any

from battery import RATES, Tally, sampled_points
from claim_judge import ClaimJudge
from claim_oracle import Claim, Curved, holds, premises_of, read, strict_denial, telling_rates
from oracle import Point, Spot, World, parse, premise_value, proof_is_valid
from oracle_programs import fraction
from random_models import random_numbers, scenario_of, yaml_text

from mesaprior.engine import check
from mesaprior.engine.reason.checker import proves
from mesaprior.loading import load_text
from mesaprior.model import build, stated
from mesaprior.results import Checked, Closed, Proof

SECONDS = 20.0
"""So generous that no verdict depends on the machine's speed."""


class ClaimCase:
    """One model whose claims are checked, and the battery's view of it."""

    def __init__(
        self,
        spec: Mapping[str, Any],
        source: random.Random,
        numbers: Point | None = None,
        worked: Spot | None = None,
    ) -> None:
        """`numbers`: some prices and parameters that a scenario in force fixes. `worked`: all of them, in a
        scenario that is not in force."""
        self.fixed = numbers or {}
        self.worked = worked
        if worked:
            texts = {atom: str(value) for atom, value in worked.items() if atom != "g"}
            spec = {**spec, "scenarios": {"worked": scenario_of(spec, texts)}}
        if self.fixed:
            texts = {atom: str(value) for atom, value in self.fixed.items()}
            spec = {**spec, "scenarios": {"some": scenario_of(spec, texts)}}
        self.spec = spec
        self.text = yaml_text(spec)
        self.model = build(load_text(self.text).spec)
        self.source = source
        self.world = self.world_with()

    @cached_property
    def judge(self) -> ClaimJudge:
        return ClaimJudge(self.world)

    @cached_property
    def points(self) -> list[Spot]:
        """Points at which the facts hold."""
        return sampled_points(self.world, self.fixed, self.source, 8)

    @cached_property
    def anywhere(self) -> list[Spot]:
        """Points at which the facts need not hold."""
        return [self._random_spot() for _ in range(8)]

    def world_with(self, assuming: Sequence[str] = ()) -> World:
        equations = [f"{atom} == {value}" for atom, value in self.fixed.items()]
        return World(self.spec, [*equations, *assuming])

    def _random_spot(self) -> Spot:
        numbers = random_numbers(self.source, self.world.atoms, self.world.zero)
        point = {atom: Fraction(text) for atom, text in numbers.items()}
        return self.world.spot({**point, "g": self.source.choice(RATES), **self.fixed})

    @cached_property
    def can_hold(self) -> bool | None:
        """Whether the facts can hold at all."""
        return self.judge.possible()[0]

    def check(self, *texts: str, assuming: Sequence[str] = ()) -> list[Checked]:
        """The engine's verdicts."""
        claims = [
            stated(self.model, text, id=f"claim-{k}", assuming=assuming) for k, text in enumerate(texts)
        ]
        scenario = "some" if self.fixed else None
        return list(check(self.model, claims, scenario=scenario, seconds=SECONDS).claims)

    def __str__(self) -> str:
        return self.text


class Examiner:
    """Examines verdicts about one case, under the assumptions of one claim."""

    def __init__(self, case: ClaimCase, tally: Tally, assuming: Sequence[str] = ()) -> None:
        self.case, self.tally = case, tally
        self.assuming = tuple(assuming)
        self.world = case.world_with(assuming) if assuming else case.world
        self.judge = ClaimJudge(self.world) if assuming else case.judge
        self.points = [spot for spot in case.points if self.world.allowed(spot)]
        self.text = ""

    def expect(self, good: object, what: str, *details: object) -> None:
        self.tally.expect(bool(good), what, f"{self.text}   assuming {self.assuming}", *details, self.case)

    def examine(self, text: str, said: Checked, must_decide: bool) -> tuple[str, bool]:
        """Everything about one verdict; gives it, and whether z3's question was linear."""
        self.text = text
        claim = read(text)
        fails, linear = self.judge.possible(denied_too=[claim])
        kind = "linear" if linear else "products"
        self.tally.count(kind, said.verdict, "" if fails is not None else "(z3 does not know)")
        self.expect(not (said.proved and fails), "proved, and z3 knows numbers at which it fails", said)
        self.expect(not (said.refuted and fails is False), "refuted, and z3 says it always holds", said)
        if said.undecided:
            self.expect(said.tried, "undecided without a reason")
            self.expect(not (linear and must_decide), f"undecided, and z3 says it fails: {fails}", said.tried)
        self._spelling(claim, said)
        if said.proved:
            self._proved(claim, said)
        if said.refuted:
            self._refuted(claim, said)
        return said.verdict, linear

    def _holds(self, claim: Claim, spot: Spot) -> bool | None:
        try:
            return holds(self.world, claim, spot)
        except (Curved, ZeroDivisionError):
            self.tally.count("points at which the battery cannot evaluate")
            return None

    def _possible(self, *claims: Claim) -> tuple[bool | None, bool]:
        """Whether claims can hold together under the facts: a point shows it, or z3 says."""
        if any(all(self._holds(claim, spot) for claim in claims) for spot in self.points):
            return True, True
        return self.judge.possible(*claims)

    def _spelling(self, claim: Claim, said: Checked) -> None:
        """The verdict's own spelling of the claim says the same."""
        again = read(said.text)
        if again != claim:
            for spot in self.case.anywhere[:2]:
                good = self._holds(again, spot) == self._holds(claim, spot)
                self.expect(good, f"is spelled {said.text}", spot)

    # --- proved ---------------------------------------------------------------------------------------

    def _proved(self, claim: Claim, said: Checked) -> None:
        for spot in self.points:
            self.expect(self._holds(claim, spot) is not False, "proved, and here it fails", spot)
        self.expect(said.counterexample is None and said.true_when is None, "proved with a counterexample")
        self.expect(said.certificate, "proved without a certificate")
        self._vacuous(claim, said.vacuous)
        if said.certificate and said.certificate.cases is not None:
            self._certificate(claim, list(said.certificate.proofs()))
        elif said.certificate:
            self.tally.count("proved by a solver")
            self.expect(said.certificate.by == "solver", "multipliers without a case")

    def _vacuous(self, claim: Claim, vacuous: bool) -> None:
        premises = premises_of(claim)
        if not premises:
            speaks_of_some_rates = any(kind in self.text for kind in (" at g ", " for "))
            self.expect(not vacuous or speaks_of_some_rates, "vacuous without a premise")
            return
        self.tally.count("vacuous" if vacuous else "not vacuous")
        if vacuous:
            possible, _ = self.judge.possible(*premises)
            self.expect(possible is not True, "called vacuous, and the premise is possible")
        else:
            possible, linear = self._possible(premises[0])
            good = possible is not False or not linear
            self.expect(good, "not called vacuous, and the premise is impossible")

    def _certificate(self, claim: Claim, proofs: list[Proof]) -> None:
        """Each proof adds up; its premises are facts, or hold wherever the claim fails (case by case)."""
        open_cases = []
        for proof in proofs:
            premises = [(dict(p.polynomial.coefficients), p.strict) for p in proof.premises]
            steps = [(step.multiplier, step.factor, step.premise) for step in proof.steps]
            self.tally.count("proofs")
            self.expect(proof_is_valid(premises, steps, self.world.zero), "a false proof", proof)
            self.expect(proves(proof), "the checker refuses a proof", proof)
            used = sorted({step.premise for step in proof.steps if step.premise is not None})
            open_cases.append([(proof.premises[k].says, *premises[k]) for k in used])
        for spot in self.case.anywhere:
            if self._holds(claim, spot) is False:
                # Some case is this one: what it uses holds here, but for facts, which need not.
                good = any(self._applies(case, spot) for case in open_cases)
                self.tally.count("points at which the claim fails without its facts")
                self.expect(good, "the cases do not cover a point at which the claim fails", spot, proofs)

    def _applies(self, case: Sequence[tuple[str, dict[Any, Fraction], bool]], spot: Spot) -> bool:
        """Whether the premises of a case hold, facts aside. Rates of the proof's own are not looked at."""
        for says, form, strict in case:
            atoms = {atom for key in form for atom, _ in key}
            if says in self.facts:
                if self.world.holds(self.facts[says], spot):
                    value = premise_value(form, spot)
                    self.expect(value > 0 or (value == 0 and not strict), f"{says} is not {form}", spot)
            elif atoms <= set(spot):
                value = premise_value(form, spot)
                if value < 0 or (value == 0 and strict):
                    return False
        return True

    @property
    def facts(self) -> dict[str, Any]:
        return {fact.text: parse(fact.text) for fact in (*self.case.model.facts, *self._assumed)}

    @property
    def _assumed(self) -> Iterator[Any]:
        for text in self.assuming:
            yield from stated(self.case.model, "g > 0", assuming=[text]).assuming

    # --- refuted --------------------------------------------------------------------------------------

    def _refuted(self, claim: Claim, said: Checked) -> None:
        self.expect(said.certificate is None and not said.vacuous, "refuted with a certificate", said)
        if said.counterexample is None:
            self.expect(False, "refuted without numbers", said)
            return
        spot = self._spot(said.counterexample.to_dict()["numbers"])
        self.expect(self.world.allowed(spot), "the counterexample breaks a fact", spot)
        self.expect(self._holds(claim, spot) is not True, "the claim holds at its counterexample", spot)
        self.tally.count("counterexample:", said.counterexample.found_in)
        self._strictly(claim, spot)
        if self.case.worked:
            self._scenario_first(claim, said.counterexample.found_in)
        for worth in said.counterexample.to_dict()["worths"]:
            if "value" in worth:
                value = self.world.value(parse(worth["formula"]), spot)
                self.expect(value == Fraction(worth["value"]), f"{worth} is worth {value}", spot)
        possible, linear = self._possible(claim)
        self.tally.count("contradicted" if said.contradicted else "refuted, not everywhere")
        if said.contradicted:
            self.expect(possible is not True, "called contradicted, and z3 knows where it holds")
            self.expect(said.true_when is None, "contradicted, and true under a condition", said.true_when)
            self.expect(
                not any(self._holds(claim, at) for at in self.points),
                "called contradicted, and here it holds",
            )
        elif possible is False:
            self.expect(not linear, "not called contradicted, and it holds nowhere")
            self.tally.count("contradicted, not noticed")
        if said.true_when is not None:
            self._true_when(claim, read(said.true_when.text), said.true_when.exactly)
        elif not said.contradicted:
            self.tally.count("no condition known")

    def _spot(self, numbers: Mapping[str, str]) -> Spot:
        """A counterexample's numbers, as its JSON spells them; it names every one that matters."""
        known = {atom: Fraction(value) for atom, value in numbers.items() if not atom.startswith("g'")}
        self.expect(set(known) <= {*self.world.atoms, "g"}, "numbers for what the model does not have", known)
        return self.world.spot(
            {**dict.fromkeys([*self.world.atoms, "g"], Fraction(1)), **self.case.fixed, **known}
        )

    def _strictly(self, claim: Claim, spot: Spot) -> None:
        """Where winning is the point a tie is no counterexample, unless there is no other."""
        loss = strict_denial(claim)
        if loss == ("not", claim) or self._holds(loss, spot) is not False:
            return
        self.tally.count("counterexample shows no strict loss, as there is none")
        self.expect(self.judge.possible(loss)[0] is not True, "a tie is shown where a loss is possible", spot)

    def _scenario_first(self, claim: Claim, found_in: str) -> None:
        """The model's own numbers come first, only g moved, where they refute the claim."""
        worked, loss = self.case.worked, strict_denial(claim)
        assert worked is not None
        try:
            there = [worked.at(rate) for rate in telling_rates(self.world, claim, worked)]
        except Curved:
            return
        there = [spot for spot in there if self.world.allowed(spot)]
        if any(self._holds(loss, spot) for spot in there):
            self.expect(found_in == "scenario", "not refuted by the model's own numbers", worked)
        elif all(self._holds(claim, spot) for spot in there):
            self.expect(found_in != "scenario", "refuted by numbers at which it holds", worked)

    def _true_when(self, claim: Claim, condition: Claim, exactly: bool) -> None:
        word = "exactly when" if exactly else "if"
        self.tally.count("true", word)
        sufficient, _ = self.judge.possible(condition, denied_too=[claim])
        self.expect(sufficient is not True, f"true {word} {condition}: not sufficient")
        possible, linear = self._possible(condition)
        if possible is False and not linear:
            self.tally.count("a condition that is impossible, with products")
        self.expect(possible is not False or not linear, f"true {word} {condition}: impossible")
        if exactly:
            necessary, _ = self.judge.possible(claim, denied_too=[condition])
            self.expect(necessary is not True, f"true exactly when {condition}: not necessary")
        for spot in self.points:
            holds_here, claimed = self._holds(condition, spot), self._holds(claim, spot)
            good = claimed or not holds_here if not exactly else claimed == holds_here
            known = holds_here is not None and claimed is not None
            self.expect(good or not known, f"true {word} {condition}: not at a point", spot)


def worked_numbers(world: World, source: random.Random) -> Spot | None:
    """Numbers that the facts allow for all prices, if some were found."""
    return next(iter(sampled_points(world, {}, source, 1)), None)


def fixed_numbers(world: World, source: random.Random) -> Point:
    """Numbers that the facts allow for some of the prices; none where none were found."""
    for spot in sampled_points(world, {}, source, 1):
        return {atom: fraction(v) for atom, v in spot.items() if atom != "g" and source.random() < 0.4}
    return {}


def proofs_in(checked: Checked) -> list[Proof]:
    """The proofs of a certificate that has any."""
    cases = checked.certificate.cases if checked.certificate else None
    return (
        []
        if cases is None
        else [cases.proof]
        if isinstance(cases, Closed)
        else list(checked.certificate.proofs())
    )

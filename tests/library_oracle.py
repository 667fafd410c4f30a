"""The oracle of the library: a model file with its claims, under any prior, at exact numbers and for z3.

Shares no code with mesaprior; formulas and claims are read by `oracle` and `claim_oracle`. Beside those it
has log2, the unspecified g(c) and powers with open exponents, as unknowns that rise with their arguments. A
sentence is a conjunction of comparisons or the denial of one; a rate that it quantifies is taken out by sign
rules and pairs, so z3 never sees a quantifier.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from claim_oracle import Claim, read
from oracle import COMPARE, Tree, World, spelled

Numbers = Mapping[str, Any]
Compared = tuple[Any, str, Any]

# --- models with their claims ------------------------------------------------------------------------

BY_NAME = ("axes", "parameters", "terms", "variants", "scenarios")


def read_model(path: Path) -> dict[str, Any]:
    """A model file as plain dictionaries, with what it extends merged in."""
    own = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    if "extends" not in own:
        return dict(own)
    merged = read_model(path.parent / f"{own.pop('extends')}.yaml")
    for key, value in own.items():
        if key in BY_NAME:
            merged[key] = {k: v for k, v in {**merged.get(key, {}), **value}.items() if v != "null"}
        elif key in ("facts", "claims"):
            ids = {entry["id"] for entry in value if isinstance(entry, dict)}
            kept = [e for e in merged.get(key, []) if not isinstance(e, dict) or e.get("id") not in ids]
            merged[key] = kept + [e for e in value if isinstance(e, str) or e["formal"] != "null"]
        else:
            merged[key] = value
    return merged


_COSTS = {"levin": "g*c + log2(t)", "monotone": "g(c) + t", "power": "g*c**p + t"}


class ClaimWorld(World):
    """A model under the prior of one claim. Opaque functions are priced by `opaque`, see `worth`."""

    def __init__(self, spec: Mapping[str, Any], claim: Mapping[str, Any]) -> None:
        prior = claim.get("prior", spec.get("prior", "linear"))
        named = isinstance(prior, str) and prior in _COSTS
        weights = "".join(f" + ({said['weight']})*{axis}" for axis, said in spec.get("axes", {}).items())
        parameters = {"p": {}} if prior == "power" else {}
        own = {"cost": _COSTS[prior] + weights, "parameters": parameters} if named else prior
        assuming = claim.get("assuming", ())
        extra = [assuming] if isinstance(assuming, str) else list(assuming)
        super().__init__({**spec, "prior": own}, extra)
        self.claim = read(claim["formal"])

    def side(self, tree: Tree, env: Numbers, number: Any, opaque: Any) -> Any:
        """What an expression of a claim or a fact is worth."""

        def leaf(node: Tree) -> Any:
            if node[0] == "call" and len(node[2]) == 1:
                head, inner = node[1], node[2][0]
                if head == "g":
                    argument = worth(inner, leaf, number, opaque)
                    return env["g"] * argument if self.applies_rate else opaque("g", argument)
                if head == "cost":
                    return self.cost_of(spelled(inner), env, number, opaque)
                if spelled(inner) in self.prices:
                    return self.priced(spelled(inner), head, env, number, opaque)
            return env[node[-1]]

        return worth(tree, leaf, number, opaque)

    def priced(self, name: str, axis: str, env: Numbers, number: Any, opaque: Any) -> Any:
        def leaf(node: Tree) -> Any:
            return env[node[-1]] if node[-1] in self.parameters else env[f"{axis}({node[-1]})"]

        return worth(self.prices[name][axis], leaf, number, opaque)

    def cost_of(self, name: str, env: Numbers, number: Any, opaque: Any) -> Any:
        def leaf(node: Tree) -> Any:
            if node[0] == "call" and node[1] == "g":
                return opaque("g", worth(node[2][0], leaf, number, opaque))
            if node[-1] in self.axes:
                return self.priced(name, node[-1], env, number, opaque)
            return env[node[-1]]

        return worth(self.cost_tree, leaf, number, opaque)

    def compared(self, relation: Tree, env: Numbers, number: Any, opaque: Any) -> list[Compared]:
        sides = [self.side(part, env, number, opaque) for part in relation[1]]
        return list(zip(sides, relation[2], sides[1:], strict=False))

    def sentence(self, tree: Claim, env: Numbers, number: Any, opaque: Any) -> tuple[bool, list[Compared]]:
        """`(denied, comparisons)`: that all of the comparisons hold, or that not all do."""
        if tree[0] == "not":
            return True, self.sentence(tree[1], env, number, opaque)[1]
        if tree[0] == "rel":
            return False, self.compared(tree, env, number, opaque)
        _, verb, name, other = tree
        if verb == "dominates":
            prices = [[self.priced(v, a, env, number, opaque) for v in (name, other)] for a in self.axes]
            mine, theirs = (sum(side, number(Fraction(0))) for side in zip(*prices, strict=True))
            return False, [*((better, "<=", worse) for better, worse in prices), (mine, "<", theirs)]
        rivals = [other] if other else [rival for rival in self.names if rival != name]
        own = self.cost_of(name, env, number, opaque)
        sign = "==" if verb == "ties" else "<"
        gaps = [(own, sign, self.cost_of(rival, env, number, opaque)) for rival in rivals]
        return False, gaps

    def all_facts(self, env: Numbers, number: Any, opaque: Any) -> list[Compared]:
        return [gap for fact in self.facts for gap in self.compared(fact, env, number, opaque)]


def worth(tree: Tree, leaf: Callable[[Tree], Any], number: Any, opaque: Any) -> Any:
    """The value of an expression; `opaque(name, *arguments)` prices min, max, log2 and open exponents."""
    kind = tree[0]
    if kind == "num":
        return number(tree[1])
    if kind == "call" and tree[1] in ("min", "max", "log2"):
        return opaque(tree[1], *(worth(part, leaf, number, opaque) for part in tree[2]))
    if kind in ("name", "call"):
        return leaf(tree)
    if kind == "neg":
        return number(Fraction(0)) - worth(tree[1], leaf, number, opaque)
    left, right = (worth(part, leaf, number, opaque) for part in tree[1:3])
    if kind == "**":
        if tree[2][0] != "num":
            return opaque("**", left, right)
        power = number(Fraction(1))
        for _ in range(int(tree[2][1])):
            power = power * left
        return power
    return {
        "+": lambda: left + right,
        "-": lambda: left - right,
        "*": lambda: left * right,
        "/": lambda: left / right,
    }[kind]()


# --- at exact numbers --------------------------------------------------------------------------------

_CLOSE = Fraction(1, 10**60)


def at_numbers(env: Numbers) -> Callable[..., Fraction]:
    """What opaque functions are worth: `g(x)` as `env` says, the others in 90 digits."""
    return lambda name, *arguments: (
        env[f"g({arguments[0]})"] if name == "g" else _number_opaque(name, *arguments)
    )


def _number_opaque(name: str, *arguments: Fraction) -> Fraction:
    """`_holds` refuses to compare what is closer than 60 digits."""
    if name in ("min", "max"):
        return min(arguments) if name == "min" else max(arguments)
    with localcontext() as context:
        context.prec = 90
        values = [Decimal(x.numerator) / Decimal(x.denominator) for x in map(Fraction, arguments)]
        found = values[0].ln() / Decimal(2).ln() if name == "log2" else values[0] ** values[1]
        nearest = found.to_integral_value()
        return Fraction(nearest if abs(found - nearest) < Decimal(10) ** -80 else found)


def _holds(compared: list[Compared]) -> bool:
    for left, sign, right in compared:
        gap = Fraction(left) - right
        assert gap == 0 or abs(gap) > _CLOSE, "too close to tell"
        if not COMPARE[sign](left, right):
            return False
    return True


def allowed(world: ClaimWorld, env: Numbers) -> bool:
    """Whether the numbers are positive as declared and keep the facts and what the claim assumes."""
    signs = all(value > 0 or (value == 0 and atom in world.zero) for atom, value in env.items())
    known = sorted((Fraction(atom[2:-1]), value) for atom, value in env.items() if atom.startswith("g("))
    rises = all(low < high for (_, low), (_, high) in itertools.pairwise(known))
    return signs and rises and _holds(world.all_facts(env, Fraction, at_numbers(env)))


def holds(world: ClaimWorld, tree: Claim, env: Numbers) -> bool:
    """Whether a claim holds at complete numbers, `g` among them."""
    match tree:
        case ("if", premise, conclusion):
            return not holds(world, premise, env) or holds(world, conclusion, env)
        case ("or", parts):
            return any(holds(world, part, env) for part in parts)
        case ("and", parts):
            return all(holds(world, part, env) for part in parts)
        case ("not", part):
            return not holds(world, part, env)
        case ("for", kind, where, sentence):
            return _holds_at_rates(world, sentence, kind, where, env)
    denied, compared = world.sentence(tree, env, Fraction, at_numbers(env))
    return _holds(compared) != denied


def _holds_at_rates(world: ClaimWorld, sentence: Claim, kind: str, where: Any, env: Numbers) -> bool:
    if kind == "at":
        rate = world.side(where, env, Fraction, at_numbers(env))
        return rate <= 0 or holds(world, sentence, {**env, "g": rate})
    rates = _rates(world, sentence, where if kind == "range" else None, env)
    if kind == "range":
        rates = [
            g for g in rates if _holds(world.compared(where, {**env, "g": g}, Fraction, at_numbers(env)))
        ]
    found = [holds(world, sentence, {**env, "g": g}) for g in rates]
    return {"some": any, "small": lambda f: f[0], "large": lambda f: f[-1]}.get(kind, all)(found)


def _rates(world: ClaimWorld, sentence: Claim, where: Any, env: Numbers) -> list[Fraction]:
    """Every rate at which a comparison turns, and one between each two neighbours and outside."""
    turning = {Fraction(0)}
    for tree in filter(None, (sentence, where)):
        at = [
            world.sentence(tree, {**env, "g": Fraction(g)}, Fraction, at_numbers(env))[1] for g in (1, 2, 5)
        ]
        for gaps in zip(*at, strict=True):
            one, two, five = (Fraction(left) - right for left, _, right in gaps)
            assert five == one + 4 * (two - one), "a comparison that is not linear in g"
            if two != one and (root := 1 - one / (two - one)) > 0:
                turning.add(root)
    ordered = sorted(turning)
    between = [(low + high) / 2 for low, high in itertools.pairwise(ordered)]
    return sorted({*ordered[1:], *between, ordered[-1] + 1})


# --- for all numbers ---------------------------------------------------------------------------------


class ClaimJudge:
    """z3 asked whether the facts and a claim's denial can hold together."""

    def __init__(self, world: ClaimWorld) -> None:
        import z3

        self.z3, self.world = z3, world
        atoms = [*world.atoms, "g"]
        self.env = {atom: z3.Real(atom) for atom in atoms}
        self.opaque_values: dict[tuple[Any, ...], Any] = {}
        self.solver = z3.Solver()
        self.solver.set("timeout", 20_000)
        for atom in atoms:
            self.solver.add(self.env[atom] >= 0 if atom in world.zero else self.env[atom] > 0)
        self.solver.add(*map(self._said, world.all_facts(self.env, self.number, self.opaque)))

    def number(self, value: Fraction) -> Any:
        return self.z3.RealVal(f"{value.numerator}/{value.denominator}")

    def opaque(self, name: str, *arguments: Any) -> Any:
        """An unknown that rises with its first argument; a power is positive, its exponents are."""
        if name in ("min", "max"):
            low, high = arguments
            return self.z3.If((low < high) == (name == "min"), low, high)
        if name == "log2":
            for (kind, *_), ((base, *exponent), power) in self.opaque_values.items():
                if kind == "**" and power.eq(arguments[0]) and base.eq(self.number(Fraction(2))):
                    return exponent[0]
        key = (name, *(argument.sexpr() for argument in arguments))
        if key not in self.opaque_values:
            value = self.z3.Real(f"{name}#{len(self.opaque_values)}")
            for (other, *_), (before, was) in self.opaque_values.items():
                if other == name:
                    alike = before[1] == arguments[1] if name == "**" else True
                    rises = self.z3.And(
                        (arguments[0] < before[0]) == (value < was),
                        (arguments[0] == before[0]) == (value == was),
                    )
                    self.solver.add(self.z3.Implies(alike, rises))
            if name == "**":
                self.solver.add(value > 0)
            self.opaque_values[key] = (arguments, value)
        return self.opaque_values[key][1]

    def _said(self, compared: Compared) -> Any:
        left, sign, right = compared
        return COMPARE[sign](left, right)

    def verdict(self) -> str:
        """`proved`, `refuted`, or `unknown`; with opaque values in play `refuted` is an abstraction's."""
        self.solver.add(self.z3.Not(self.formula(self.world.claim)))
        answer = self.solver.check()
        return {"unsat": "proved", "sat": "refuted"}.get(str(answer), "unknown")

    def numbers(self) -> dict[str, Fraction] | None:
        """Rational numbers at which the denial holds, after `refuted`."""
        model, found = self.solver.model(), {}
        for atom, variable in self.env.items():
            value = model.eval(variable, model_completion=True)
            if not self.z3.is_rational_value(value):
                return None
            found[atom] = Fraction(value.numerator_as_long(), value.denominator_as_long())
        return found

    def formula(self, tree: Claim) -> Any:
        z3 = self.z3
        match tree:
            case ("if", premise, conclusion):
                return z3.Implies(self.formula(premise), self.formula(conclusion))
            case ("or", parts):
                return z3.Or(*map(self.formula, parts))
            case ("and", parts):
                return z3.And(*map(self.formula, parts))
            case ("not", part):
                return z3.Not(self.formula(part))
            case ("for", kind, where, sentence):
                return self._quantified(sentence, kind, where)
        denied, compared = self.world.sentence(tree, self.env, self.number, self.opaque)
        together = z3.And(*map(self._said, compared))
        return z3.Not(together) if denied else together

    def _quantified(self, sentence: Claim, kind: str, where: Any) -> Any:
        z3 = self.z3
        if kind == "at":
            rate = self.world.side(where, self.env, self.number, self.opaque)
            denied, compared = self.world.sentence(
                sentence, {**self.env, "g": rate}, self.number, self.opaque
            )
            said = z3.And(*map(self._said, compared))
            return z3.Or(rate <= 0, z3.Not(said) if denied else said)
        denied, lines = self._lines(sentence)
        if denied:
            opposite = {"all": "some", "some": "all"}.get(kind, kind)
            return z3.Not(self._rated(lines, opposite, where))
        return self._rated(lines, kind, where)

    def _lines(self, sentence: Claim) -> tuple[bool, list[tuple[Any, Any, str]]]:
        """Comparisons as `slope*g + rest sign 0`, the sign one of `> >= ==`."""
        at = [
            self.world.sentence(
                sentence, {**self.env, "g": self.number(Fraction(k))}, self.number, self.opaque
            )
            for k in (1, 2)
        ]
        lines = []
        for (left, sign, right), (left_two, _, right_two) in zip(at[0][1], at[1][1], strict=True):
            one, two = left - right, left_two - right_two
            if sign.startswith("<"):
                one, two, sign = -one, -two, ">" + sign[1:]
            lines.append((two - one, 2 * one - two, sign))
        return at[0][0], lines

    def _rated(self, lines: list[tuple[Any, Any, str]], kind: str, where: Any) -> Any:
        z3 = self.z3
        if kind == "all":
            return z3.And(*(self._everywhere(*line) for line in lines))
        if kind == "some":
            return self._somewhere(lines)
        if kind == "range":
            return z3.And(*(self._between(*line, where) for line in lines))
        said = []
        for slope, rest, sign in lines:
            first, then = (rest, slope) if kind == "small" else (slope, rest)
            level = {">": then > 0, ">=": then >= 0, "==": then == 0}[sign]
            ahead = z3.And(first == 0, level)
            said.append(ahead if sign == "==" else z3.Or(first > 0, ahead))
        return z3.And(*said)

    def _everywhere(self, slope: Any, rest: Any, sign: str) -> Any:
        z3 = self.z3
        if sign == "==":
            return z3.And(slope == 0, rest == 0)
        level = [z3.Or(slope > 0, rest > 0)] if sign == ">" else []
        return z3.And(slope >= 0, rest >= 0, *level)

    def _somewhere(self, lines: list[tuple[Any, Any, str]]) -> Any:
        """By pairs (Helly's theorem on the line); strict comparisons only."""
        z3 = self.z3
        if any(sign != ">" for _, _, sign in lines):
            raise ValueError("for some g: only strict comparisons are taken apart here")
        said = [z3.Or(slope > 0, rest > 0) for slope, rest, _ in lines]
        for (a, b, _), (d, e, _) in itertools.permutations(lines, 2):
            opposed = z3.And(a > 0, b <= 0, d <= 0, e > 0)
            said.append(z3.Implies(opposed, b * d < e * a))
        return z3.And(*said)

    def _between(self, slope: Any, rest: Any, sign: str, where: Tree) -> Any:
        """On an open range `lo < g < hi`, or with one bound: at both ends not negative, not both 0."""
        z3, zero = self.z3, self.number(Fraction(0))
        low, high = zero, None
        for left, operator, right in zip(where[1], where[2], where[1][1:], strict=False):
            assert operator in "<>" and sign == ">", "only open ranges of strict comparisons"
            bound, is_low = (right, operator == ">") if left == ("name", "g") else (left, operator == "<")
            value = self.world.side(bound, self.env, self.number, self.opaque)
            if is_low:
                low = z3.If(value > 0, value, zero)
            else:
                high = value
        start = slope * low + rest
        if high is None:
            return z3.And(slope >= 0, start >= 0, z3.Or(slope > 0, start > 0))
        end = slope * high + rest
        return z3.Or(low >= high, z3.And(start >= 0, end >= 0, z3.Or(start > 0, end > 0)))


def claims_of(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """The claims of a model file, with texts as they stand."""
    yield from spec.get("claims", [])

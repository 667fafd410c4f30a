"""The oracle of the library: a model file with its claims, under any prior, at exact numbers.

Shares no code with mesaprior; formulas and claims are read by `oracle` and `claim_oracle`. Beside those it
has log2, the unspecified g(c) and powers with open exponents. A sentence is a conjunction of comparisons or
the denial of one. `library_judge` asks z3 about the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
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

BY_NAME = ("axes", "parameters", "terms", "variants", "families", "scenarios")


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


def members(tree: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, str]]]:
    """Every member of a family by name, with the text of its price on each axis."""
    ways: list[tuple[str, dict[str, str]]] = [(name, {})]
    if "one_of" in tree:
        return [
            way for chosen, option in tree["one_of"].items() for way in members(option, f"{name}/{chosen}")
        ]
    for part in tree.get("all", ()):
        ways = [(longer, joined(paid, more)) for way, paid in ways for longer, more in members(part, way)]
    about = ("all", "title", "tags", "note")
    return [(way, joined(paid, {k: v for k, v in tree.items() if k not in about})) for way, paid in ways]


def joined(paid: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    return {axis: " + ".join(filter(None, (paid.get(axis), more.get(axis)))) for axis in {*paid, *more}}


def listed_out(spec: Mapping[str, Any]) -> tuple[dict[str, Any], Callable[[str], str]]:
    """The model with the members of its families as variants, and what spells claims in their names: the
    readers of the oracle know no name with a / in it, so `H/a` is `H__a` here."""
    axes = ("complexity", "time", *spec.get("axes", {}))
    found = [way for name, tree in spec.get("families", {}).items() for way in members(tree, name)]
    plain = {name: name.replace("/", "__") for name, _ in found}
    variants = {plain[name]: {axis: paid.get(axis, "0") for axis in axes} for name, paid in found}

    def spelled_plainly(text: str) -> str:
        for name in sorted(plain, key=len, reverse=True):
            text = text.replace(name, plain[name])
        return text

    return {**spec, "variants": {**spec.get("variants", {}), **variants}}, spelled_plainly


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
        listed, spelled_plainly = listed_out(spec)
        extra = [assuming] if isinstance(assuming, str) else list(assuming)
        super().__init__({**listed, "prior": own}, list(map(spelled_plainly, extra)))
        self.claim = read(spelled_plainly(claim["formal"]))

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

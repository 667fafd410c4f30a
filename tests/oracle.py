"""The oracle of the soundness battery: reads the TEXT of models and answers, shares no code with mesaprior.

Three tools, from the ground up:

1. a parser of formula text (precedence climbing) and an evaluator that works over any numbers that add and
   multiply: exact fractions at a point, z3 reals for all points at once;
2. `World`: a model (the plain dictionary that a YAML file holds) with its brute-force semantics: prices,
   costs, facts, who wins, who dominates, at which rates;
3. `Judge`: z3 asked about the original formulas, nothing linearised but by `linear_form` (proof there).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any

from oracle_programs import Program, program, quotient, whole

Tree = tuple[Any, ...]
"""`("num", value, value as int where it is one)`, `("name", text)`, `("neg", x)`, `(op, x, y)`,
`("call", head, arguments, text)`,
`("rel", operands, operators)`; the text of a call is its one spelling, None if it applies to a formula."""
Point = dict[str, Fraction]
"""`{"c(x)": 3, "t(find(env))": 1/2, "g": 2, "w": 5}`."""

# --- formula text ------------------------------------------------------------------------------------

_TOKENS = re.compile(r"\s*(\d+(?:\.\d+)?|[A-Za-z_]\w*|\*\*|<=|>=|==|[-+*/()<>,])")
_RELATIONS = ("<", "<=", ">", ">=", "==")


@lru_cache(maxsize=200_000)
def parse(text: str) -> Tree:
    """Formula text as a tree. Raises `ValueError` for what is no formula."""
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKENS.match(text, position)
        if match is None:
            raise ValueError(f"no token at {position} of {text!r}")
        tokens.append(match[1])
        position = match.end()
    reader = Reader(tokens)
    tree = reader.relation()
    if reader.rest():
        raise ValueError(f"trailing {reader.rest()} in {text!r}")
    return tree


class Reader:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens
        self.at = 0

    def rest(self) -> list[str]:
        return self.tokens[self.at :]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            raise ValueError(f"expected {expected or 'something'}, found {token!r} in {self.tokens}")
        self.at += 1
        return token

    def relation(self) -> Tree:
        operands, operators = [self.addition()], []
        while self.peek() in _RELATIONS:
            operators.append(self.take())
            operands.append(self.addition())
        return ("rel", tuple(operands), tuple(operators)) if operators else operands[0]

    def addition(self) -> Tree:
        tree = self.signed(self.product)
        while self.peek() in ("+", "-"):
            tree = (self.take(), tree, self.signed(self.product))
        return tree

    def signed(self, below: Callable[[], Tree]) -> Tree:
        if self.peek() == "-":
            self.take()
            return ("neg", self.signed(below))
        return below()

    def product(self) -> Tree:
        tree = self.power()
        while self.peek() in ("*", "/"):
            tree = (self.take(), tree, self.signed(self.power))
        return tree

    def power(self) -> Tree:
        tree = self.atom()
        if self.peek() == "**":
            self.take()
            return ("**", tree, self.signed(self.power))
        return tree

    def atom(self) -> Tree:
        token = self.take()
        if token == "(":
            tree = self.addition()
            self.take(")")
            return tree
        if token[0].isdigit():
            return ("num", Fraction(token), whole(Fraction(token)))
        if not (token[0].isalpha() or token[0] == "_"):
            raise ValueError(f"{token!r} starts nothing")
        if self.peek() != "(":
            return ("name", token)
        self.take()
        arguments = [self.addition()]
        while self.peek() == ",":
            self.take()
            arguments.append(self.addition())
        self.take(")")
        texts = [part[-1] if part[0] in ("name", "call") else None for part in arguments]
        text = None if None in texts else f"{token}({', '.join(texts)})"
        return ("call", token, tuple(arguments), text)


def spelled(tree: Tree) -> str:
    """A name, or a name applied to names, in the one spelling that atoms have."""
    if tree[0] not in ("name", "call") or tree[-1] is None:
        raise ValueError(f"not a name: {tree}")
    return str(tree[-1])


def terms_of(tree: Tree, known: Iterable[str]) -> list[str]:
    """The terms that a price names."""
    if tree[0] in ("name", "call"):
        return [] if spelled(tree) in known else [spelled(tree)]
    return [term for part in tree[1:] if isinstance(part, tuple) for term in terms_of(part, known)]


def evaluated(tree: Tree, leaf: Callable[[Tree], Any], number: Callable[[Fraction], Any]) -> Any:
    """The value of a tree: `leaf` says what names are worth, `number` lifts constants. A relation gives the
    list of its comparisons as `(left, operator, right)`. Division by zero raises `ZeroDivisionError`."""
    kind = tree[0]
    if kind == "num":
        return tree[2] if number is Fraction else number(tree[1])
    if kind == "call" and tree[1] in ("min", "max"):
        values = [evaluated(part, leaf, number) for part in tree[2]]
        return min(values) if tree[1] == "min" else max(values)
    if kind in ("name", "call"):
        return leaf(tree)
    if kind == "neg":
        return (0 if number is Fraction else number(Fraction(0))) - evaluated(tree[1], leaf, number)
    if kind == "rel":
        values = [evaluated(part, leaf, number) for part in tree[1]]
        return list(zip(values, tree[2], values[1:], strict=False))
    if kind == "**":
        base, power = evaluated(tree[1], leaf, number), 1 if number is Fraction else number(Fraction(1))
        if tree[2][0] != "num" or tree[2][1].denominator != 1:
            raise ValueError(f"not a whole exponent: {tree[2]}")
        for _ in range(int(tree[2][1])):
            power = power * base
        return power
    left, right = evaluated(tree[1], leaf, number), evaluated(tree[2], leaf, number)
    if kind == "+":
        return left + right
    if kind == "-":
        return left - right
    if kind == "*":
        return left * right
    return quotient(left, right) if number is Fraction else left / right


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "==": lambda left, right: left == right,
}

# --- one model ---------------------------------------------------------------------------------------

_NAMED = {"linear": "g*c + t", "additive": "g*c + t", "simplicity": "c", "speed": "t"}


class World:
    """A model as the dictionary of its file, with the meaning that semantics.md gives it."""

    def __init__(self, spec: Mapping[str, Any], extra_facts: Sequence[str] = ()) -> None:
        self.spec = spec
        self._programs: dict[int, tuple[Tree, Program]] = {}
        self.axes = ["c", "t", *spec.get("axes", {})]
        prior = spec.get("prior", "linear")
        self.parameters = dict(spec.get("parameters", {}))
        if isinstance(prior, str):
            cost = _NAMED[prior]
            if prior in ("linear", "additive"):
                for axis, said in spec.get("axes", {}).items():
                    cost += f" + ({said['weight']})*{axis}"
        else:
            cost = prior["cost"]
            self.parameters |= prior.get("parameters", {})
        self.cost_tree = parse(cost)
        self.applies_rate = prior == "additive"
        keys = {"c": "complexity", "t": "time"}
        self.prices = {
            name: {axis: parse(str(said[keys.get(axis, axis)])) for axis in self.axes}
            for name, said in spec["variants"].items()
        }
        self.names = list(self.prices)
        declared = [spelled(parse(term)) for term in spec.get("terms", {})]
        used = [
            t
            for row in self.prices.values()
            for tree in row.values()
            for t in terms_of(tree, self.parameters)
        ]
        self.terms = list(dict.fromkeys(declared or used))
        self.zero = {
            f"{axis}({spelled(parse(term))})"
            for term, said in spec.get("terms", {}).items()
            if said.get("may_be_zero") in (True, "true")
            for axis in self.axes
        }
        self.atoms = [f"{axis}({term})" for axis in self.axes for term in self.terms] + list(self.parameters)
        texts = [fact if isinstance(fact, str) else fact["formal"] for fact in spec.get("facts", [])]
        for name, said in self.parameters.items():
            bounds = {"above": ">", "at_least": ">=", "below": "<", "at_most": "<="}
            texts += [f"{name} {sign} {said[key]}" for key, sign in bounds.items() if key in said]
        self.facts = [parse(text) for text in [*texts, *extra_facts]]

    def spot(self, point: Point) -> Spot:
        """The point with its prices and costs worked out once."""
        return Spot(self, point)

    # Fractions go through programs, made once per formula; z3 terms and polynomials through the trees.
    def value(self, tree: Tree, env: Mapping[str, Any], number: Callable[[Fraction], Any] = Fraction) -> Any:
        """What a formula of facts or answers is worth; `number` lifts constants."""
        if number is Fraction:
            known = self._programs.get(id(tree))
            if known is None:  # the tree is kept, so that its id stays its own
                known = self._programs[id(tree)] = (tree, program(tree, self._leaf))
            return known[1](env)

        def leaf(node: Tree) -> Any:
            if node[0] == "call" and len(node[2]) == 1:
                head, inner = node[1], node[2][0]
                if head == "g" and self.applies_rate:
                    return env["g"] * evaluated(inner, leaf, number)
                name = spelled(inner)
                if head == "cost":
                    return self.cost(name, env, number)
                if name in self.prices and head in self.axes:
                    return self.price(name, head, env, number)
            return env[node[-1]]

        return evaluated(tree, leaf, number)

    def _leaf(self, node: Tree) -> Program:
        """What a name or an application in a formula is worth, as a program."""
        if node[0] == "call" and len(node[2]) == 1:
            head, inner = node[1], node[2][0]
            if head == "g" and self.applies_rate:
                applied = program(inner, self._leaf)
                return lambda env: env["g"] * applied(env)
            name = spelled(inner)
            if head == "cost":
                return lambda env: env.cost(name) if isinstance(env, Spot) else self.cost(name, env)
            if name in self.prices and head in self.axes:
                priced = self.price_programs[name, head]
                return lambda env: env.prices[name][head] if isinstance(env, Spot) else priced(env)
        return itemgetter(node[-1])

    @cached_property
    def price_programs(self) -> dict[tuple[str, str], Program]:
        def made(axis: str, tree: Tree) -> Program:
            known = self.parameters
            return program(tree, lambda n: itemgetter(n[-1] if n[-1] in known else f"{axis}({n[-1]})"))

        prices = self.prices.items()
        return {(name, axis): made(axis, row[axis]) for name, row in prices for axis in self.axes}

    @cached_property
    def cost_program(self) -> Program:
        """The cost from the prices, by the names of the axes, the parameters and g."""
        return program(self.cost_tree, lambda node: itemgetter(spelled(node)))

    def price(
        self, name: str, axis: str, env: Mapping[str, Any], number: Callable[[Fraction], Any] = Fraction
    ) -> Any:
        if number is Fraction:
            return self.price_programs[name, axis](env)

        def leaf(node: Tree) -> Any:
            text = node[-1]
            return env[text] if text in self.parameters else env[f"{axis}({text})"]

        return evaluated(self.prices[name][axis], leaf, number)

    def cost(self, name: str, env: Mapping[str, Any], number: Callable[[Fraction], Any] = Fraction) -> Any:
        if number is Fraction:
            prices = {axis: self.price_programs[name, axis](env) for axis in self.axes}
            return self.cost_program({**env, **prices})

        def leaf(node: Tree) -> Any:
            text = spelled(node)
            return self.price(name, text, env, number) if text in self.axes else env[text]

        return evaluated(self.cost_tree, leaf, number)

    def holds(self, tree: Tree, at: Spot) -> bool:
        """Whether a comparison, or every one of a chain, holds."""
        return all(COMPARE[sign](left, right) for left, sign, right in self.value(tree, at))

    def allowed(self, point: Point) -> bool:
        """Prices and parameters positive as declared, and every fact."""
        if not all(value > 0 or (value == 0 and atom in self.zero) for atom, value in point.items()):
            return False
        spot = point if isinstance(point, Spot) else Spot(self, point)
        return all(self.holds(fact, spot) for fact in self.facts)


class Spot(dict[str, Fraction]):
    """A point of a world: the numbers, and by brute force what they amount to.

    `prices[variant][axis]`; `lines[variant]`: `(slope, rest)` with cost `slope*g + rest`, found from the
    costs at two rates and confirmed at a third.
    """

    def __init__(self, world: World, point: Point) -> None:
        super().__init__({atom: whole(value) for atom, value in point.items()})
        self.world = world

    @cached_property
    def prices(self) -> dict[str, dict[str, Fraction]]:
        world = self.world
        return {name: {axis: world.price(name, axis, self) for axis in world.axes} for name in world.names}

    @cached_property
    def lines(self) -> dict[str, tuple[Fraction, Fraction]]:
        return {name: self._line(name) for name in self.world.names}

    def _line(self, name: str) -> tuple[Fraction, Fraction]:
        env: dict[str, Any] = {**self, **self.prices[name]}
        one, two, five = (self.world.cost_program({**env, "g": g}) for g in (1, 2, 5))
        assert five == one + 4 * (two - one), "a cost that is not linear in g"
        return two - one, 2 * one - two

    def at(self, g: Fraction) -> Spot:
        """The same prices at another rate."""
        other = Spot.__new__(Spot)
        dict.__init__(other, self)
        other.world = self.world
        other.__dict__["prices"], other.__dict__["lines"] = self.prices, self.lines
        other["g"] = whole(g)
        return other

    def cost(self, name: str) -> Fraction:
        return self.costs[name]

    @cached_property
    def costs(self) -> dict[str, Fraction]:
        g = self["g"]
        return {name: slope * g + rest for name, (slope, rest) in self.lines.items()}

    @cached_property
    def winners(self) -> list[str]:
        """The cheapest variants; one alone is a win, several are a tie."""
        costs = self.costs
        lowest = min(costs.values())
        return [name for name, cost in costs.items() if cost == lowest]

    def dominates(self, better: str, worse: str) -> bool:
        """No worse on every axis, better on one."""
        gaps = [self.prices[worse][axis] - self.prices[better][axis] for axis in self.world.axes]
        return min(gaps) >= 0 and max(gaps) > 0

    @cached_property
    def fact_turns(self) -> set[Fraction]:
        """The positive rates at which a comparison of a fact turns; facts are linear in g or without it."""
        turns = set()
        for fact in self.world.facts:
            if not mentions_rate(fact):
                continue
            sides = [self.world.value(fact, self.at(g)) for g in (1, 2, 5)]
            for ones, twos, fives in zip(*sides, strict=True):
                at_one, at_two, at_five = (left - right for left, _, right in (ones, twos, fives))
                slope = at_two - at_one
                assert at_five == at_one + 4 * slope, "a fact that is not linear in g"
                if slope and (root := 1 - quotient(at_one, slope)) > 0:
                    turns.add(root)
        return turns

    @cached_property
    def interesting_rates(self) -> list[Fraction]:
        """Every positive rate at which two variants cost the same or a fact turns, and a rate between each
        two neighbours and outside: between two of these rates in order, nothing changes."""
        turning: set[Any] = {0} | self.fact_turns
        for (a, b), (c, d) in itertools.combinations(set(self.lines.values()), 2):
            if a != c and (rate := quotient(d - b, a - c)) > 0:
                turning.add(rate)
        ordered = sorted(turning)
        between = [quotient(low + high, 2) for low, high in itertools.pairwise(ordered)]
        return sorted({*ordered[1:], *between, ordered[-1] + 1})

    def wins_at_some_rate(self, name: str) -> bool:
        """Whether some rate that the facts allow makes the variant the only cheapest one, all other numbers
        being those of the point."""
        return name in self.winners_somewhere

    @cached_property
    def winners_somewhere(self) -> set[str]:
        turning, found = bool(self.fact_turns), set()
        for there in map(self.at, self.interesting_rates):
            if len(there.winners) == 1 and (not turning or self.world.allowed(there)):
                found |= set(there.winners)
        return found


@lru_cache(maxsize=100_000)
def mentions_rate(tree: Tree) -> bool:
    """Whether g or a cost occurs in a formula."""
    if tree[0] == "name":
        return bool(tree[1] == "g")
    if tree[0] == "call" and tree[1] in ("cost", "g"):
        return True
    parts = tree[1] if tree[0] == "rel" else tree[2] if tree[0] == "call" else tree[1:]
    return any(mentions_rate(part) for part in parts if isinstance(part, tuple))


# --- what an answer's text says at a point -----------------------------------------------------------


def row_holds(world: World, row: Mapping[str, Any], env: Point) -> bool:
    """Whether the case of a row applies: its `when`, and `not_both_equal`."""
    gaps = [world.value(parse(text), env)[0] for text in row["when"]]
    if not all(COMPARE[sign](left, right) for left, sign, right in gaps):
        return False
    return not (row["not_both_equal"] and all(left == right for left, _, right in gaps))


def row_wins(world: World, row: Mapping[str, Any], env: Point) -> Callable[[Fraction], bool | None]:
    """Of a row that applies: whether it says that a rate wins; None where its text divides by zero."""
    if row["wins"] != "range":
        return lambda g: bool(row["wins"] == "always")
    try:
        low = world.value(parse(row["above"]), env) if row["above"] else None
        high = world.value(parse(row["below"]), env) if row["below"] else None
    except ZeroDivisionError:
        return lambda g: None
    return lambda g: (low is None or low < g) and (high is None or g < high)


# --- z3 ----------------------------------------------------------------------------------------------


_STEPS = 3_000_000


class Judge:
    """z3 over the original formulas of one model; `g=None` leaves the rate open.

    Where the model is linear in `u = g*c(x)` (and likewise `g*l(x)` ...), the questions are put in u, which
    makes them linear for z3; `exact=True` forbids that and asks with products as they stand.
    """

    def __init__(self, world: World, g: Fraction | None = None, *, exact: bool = False) -> None:
        import z3

        self.z3 = z3
        self.world = world
        self.g = g
        forms = None if exact else _linear_forms(world, g)
        self.linear = forms is not None
        self.asked = 0
        """How many points it was asked for."""
        self.charged = _charged_atoms(world) if self.linear and g is None else set()
        self.quick = self.linear or len(world.atoms) <= 8
        """z3 heeds no time limit on products of unknowns; it answers at once where there are few."""
        self.variables = {atom: z3.Real(atom) for atom in [*world.atoms, *(["g"] if g is None else [])]}
        signs = [
            variable >= 0 if atom in world.zero else variable > 0 for atom, variable in self.variables.items()
        ]
        self.solver = z3.SolverFor("QF_LRA") if forms is not None else z3.SolverFor("QF_NRA")
        # A budget of steps, not of time, so that the same questions get the same answers on every machine.
        self.solver.set("rlimit", _STEPS)
        self.solver.set("timeout", 30_000)
        self.solver.add(*signs)
        if forms is None:
            env = dict(self.variables)
            if g is not None:
                env["g"] = real(g)
            self.env = env
            facts = [comparison for fact in world.facts for comparison in world.value(fact, env, real)]
            self.solver.add(*(COMPARE[sign](left, right) for left, sign, right in facts))
            self.cost = {name: world.cost(name, env, real) for name in world.names}
            self.gap = lambda axis, one, other: (
                world.price(one, axis, env, real) - world.price(other, axis, env, real)
            )
        else:
            for form, sign in forms.facts:
                self.solver.add(COMPARE[sign](self._sum(form), 0))
            self.cost = {name: self._sum(form) for name, form in forms.costs.items()}
            self.gap = lambda axis, one, other: self._sum(forms.gaps[axis, one, other])

    def _sum(self, form: Mapping[str, Fraction]) -> Any:
        return self.z3.Sum(
            real(Fraction(0)),
            *(
                real(value) if atom == "" else real(value) * self.variables[atom]
                for atom, value in form.items()
            ),
        )

    def wins(self, name: str) -> Any:
        return self.z3.And(
            *(self.cost[name] < self.cost[other] for other in self.world.names if other != name)
        )

    def dominates(self, better: str, worse: str) -> Any:
        gaps = [self.gap(axis, worse, better) for axis in self.world.axes]
        return self.z3.And(*(gap >= 0 for gap in gaps), self.z3.Or(*(gap > 0 for gap in gaps)))

    def undominated(self, name: str) -> Any:
        return self.z3.Not(
            self.z3.Or(*(self.dominates(other, name) for other in self.world.names if other != name))
        )

    def real(self, value: Fraction) -> Any:
        """A number as z3 spells it."""
        return real(value)

    def possible(self, *conditions: Any) -> bool | None:
        """Whether the facts and the conditions can hold together; None where z3 does not know."""
        answer = self.solver.check(*conditions)
        return None if answer == self.z3.unknown else answer == self.z3.sat

    def status(self, condition: Any) -> str:
        """`always`, `never`, `possible`, or `unknown` where z3 does not know."""
        can, cannot = self.possible(condition), self.possible(self.z3.Not(condition))
        if can is None or cannot is None:
            return "unknown"
        if can and cannot:
            return "possible"
        return "always" if can else "never" if cannot else "contradictory"

    def point(self, *conditions: Any) -> Point | None:
        """Exact numbers under which the facts and the conditions hold; None where there are none, or none
        that are rational. Linear in u: `c(x) = u/g` is put back."""
        self.solver.set("rlimit", 200_000)
        answer = self.solver.check(*conditions)
        self.solver.set("rlimit", _STEPS)
        self.asked += 1
        if answer != self.z3.sat:
            return None
        model = self.solver.model()
        found: Point = {}
        for atom, variable in self.variables.items():
            value = model.eval(variable, model_completion=True)
            if not self.z3.is_rational_value(value) or len(value.sexpr()) > 400:
                return None
            found[atom] = Fraction(value.numerator_as_long(), value.denominator_as_long())
        if self.g is not None:
            found["g"] = self.g
        if self.linear and self.g is None:
            for atom in self.charged:
                found[atom] /= found["g"]
        return found

    def never_at_any_rate(self, name: str) -> bool | None:
        """Whether prices exist that the facts allow at some rate and at which no allowed rate makes the
        variant win. For facts without g only: then, by Helly's theorem on the line, no rate wins iff two of
        `g > 0` and the comparisons `slope*g + rest > 0` with each opponent are incompatible, and two such
        are iff non-negative weights, not both 0, cancel their slopes and leave no positive rest."""
        z3, world = self.z3, self.world
        at = {
            k: {n: world.cost(n, {**self.env, "g": real(Fraction(k))}, real) for n in world.names}
            for k in (1, 2)
        }
        lines = [(real(Fraction(1)), real(Fraction(0)))]
        for other in world.names:
            if other != name:
                one, two = (at[k][other] - at[k][name] for k in (1, 2))
                lines.append((two - one, 2 * one - two))
        first, second = z3.Reals("weight_1 weight_2")
        unknown = False
        for (a, b), (c, d) in itertools.combinations(lines, 2):
            answer = self.possible(
                first >= 0,
                second >= 0,
                first + second == 1,
                first * a + second * c == 0,
                first * b + second * d <= 0,
            )
            if answer:
                return True
            unknown = unknown or answer is None
        return None if unknown else False


def real(value: Fraction) -> Any:
    import z3

    return z3.RealVal(f"{value.numerator}/{value.denominator}")


class Poly(dict[tuple[str, ...], Fraction]):
    """A polynomial for `_linear_forms`: sorted tuples of atoms -> coefficients. No division by atoms."""

    def __add__(self, other: Any) -> Poly:
        total = Poly(self)
        for key, value in lifted(other).items():
            total[key] = total.get(key, Fraction(0)) + value
        return total

    def __sub__(self, other: Any) -> Poly:
        return self + Poly({key: -value for key, value in lifted(other).items()})

    def __mul__(self, other: Any) -> Poly:
        total = Poly()
        for (k, v), (m, w) in itertools.product(self.items(), lifted(other).items()):
            key = tuple(sorted(k + m))
            total[key] = total.get(key, Fraction(0)) + v * w
        return total

    def __truediv__(self, other: Any) -> Poly:
        below = {key: value for key, value in lifted(other).items() if value}
        if set(below) != {()}:
            raise ValueError("divides by an unknown")
        return Poly({key: value / below[()] for key, value in self.items()})


def lifted(value: Any) -> Poly:
    return value if isinstance(value, Poly) else Poly({(): Fraction(value)})


class _Forms:
    def __init__(self) -> None:
        self.facts: list[tuple[dict[str, Fraction], str]] = []
        self.costs: dict[str, dict[str, Fraction]] = {}
        self.gaps: dict[tuple[str, str, str], dict[str, Fraction]] = {}
        """`(axis, one, other)`: a positive multiple of `price(one) - price(other)`, 1 or g."""


def _charged_atoms(world: World) -> set[str]:
    """The atoms that the cost has multiplied by g, so that `u = g*atom` takes their place."""
    env = {atom: Poly({(atom,): Fraction(1)}) for atom in [*world.atoms, "g"]}
    lift = lambda value: Poly({(): value})  # noqa: E731
    keys = [key for name in world.names for key in world.cost(name, env, lift)]
    return {atom for key in keys if "g" in key for atom in key if atom != "g"}


def _linear_forms(world: World, g: Fraction | None) -> _Forms | None:
    """The model's formulas as linear forms, or None where that is impossible.

    With g a number: where every formula is linear in the atoms. With g open: let C be the atoms that the
    cost multiplies by g, and put `u_x = g*x` for x in C. For fixed g > 0 the map x -> u_x is a bijection of
    the positive (non-negative) reals, so a question about (x, other atoms, g) has a solution iff the one in
    (u, other atoms, g) has. A comparison `p rel 0` all of whose monomials are `g*x`, `y`, `g` or 1 with x
    in C and y outside becomes linear by `g*x -> u_x`. One all of whose monomials are x, 1 with x in C is
    multiplied by g > 0 first, which changes no comparison with 0: `x -> u_x, 1 -> g`. Anything else: None.
    Variables keep the atoms' names: `c(x)` stands for `u_x` where c(x) is in C.
    """
    env: dict[str, Any] = {atom: Poly({(atom,): Fraction(1)}) for atom in [*world.atoms, "g"]}
    if g is not None:
        env["g"] = Poly({(): g})
    lift = lambda value: Poly({(): value})  # noqa: E731
    forms = _Forms()
    try:
        charged = _charged_atoms(world) if g is None else set()
        for fact in world.facts:
            for left, sign, right in world.value(fact, env, lift):
                form = linear_form(left - right, charged)
                if form is None:
                    return None
                forms.facts.append((form, sign))
        for name in world.names:
            cost = linear_form(world.cost(name, env, lift) + Poly(), charged)
            if cost is None:
                return None
            forms.costs[name] = cost
        for axis in world.axes:
            prices = {name: Poly() + world.price(name, axis, env, lift) for name in world.names}
            for one, other in itertools.permutations(world.names, 2):
                gap = linear_form(prices[one] - prices[other], charged)
                if gap is None:
                    return None
                forms.gaps[axis, one, other] = gap
    except ValueError:
        return None
    return forms


def linear_form(polynomial: Poly, charged: set[str]) -> dict[str, Fraction] | None:
    """See `_linear_forms`; the key "" is the constant."""
    keys = [key for key, value in polynomial.items() if value]
    if any(key and key[0] in charged and len(key) == 1 for key in keys):
        if not all(len(key) == 0 or (len(key) == 1 and key[0] in charged) for key in keys):
            return None
        return {(key[0] if key else "g"): polynomial[key] for key in keys}
    form = {}
    for key in keys:
        if len(key) > 1:
            if len(key) != 2 or "g" not in key:
                return None
            other = key[0] if key[1] == "g" else key[1]
            if other not in charged:
                return None
            form[other] = polynomial[key]
        else:
            form[key[0] if key else ""] = polynomial[key]
    return form


# --- evidence ----------------------------------------------------------------------------------------


def proof_is_valid(
    premises: Sequence[tuple[Mapping[Any, Fraction], bool]],
    steps: Sequence[tuple[Fraction, Sequence[tuple[str, int]], int | None]],
    zero: Iterable[str],
) -> bool:
    """An independent re-check of a refutation: do the steps show that the premises (polynomial, strict)
    cannot all hold, where atoms are positive, or non-negative if in `zero`?

    Works by another road than the project's checker: every summand is a product of rational functions; the
    identity `sum == 0` is compared as multisets of exponent vectors over one common list of atoms.
    """
    zero = set(zero)
    for weight, factor, index in steps:
        if weight <= 0 or len({atom for atom, _ in factor}) < len(factor):
            return False
        if any(power < 0 and atom in zero for atom, power in factor):
            return False  # undefined where the atom is 0
        if index is not None and not 0 <= index < len(premises):
            return False
    atoms = sorted(
        {atom for _, factor, _ in steps for atom, _ in factor}
        | {atom for form, _ in premises for key in form for atom, _ in key}
    )
    place = {atom: position for position, atom in enumerate(atoms)}
    total: dict[tuple[int, ...], Fraction] = {}
    strict = False
    for weight, factor, index in steps:
        form, is_strict = ({(): Fraction(1)}, True) if index is None else premises[index]
        for key, value in form.items():
            exponents = [0] * len(atoms)
            for atom, power in (*factor, *key):
                exponents[place[atom]] += power
            total[tuple(exponents)] = total.get(tuple(exponents), Fraction(0)) + weight * value
        strict = strict or (is_strict and zero.isdisjoint(atom for atom, _ in factor))
    return strict and all(value == 0 for value in total.values())


def premise_value(form: Mapping[Any, Fraction], env: Point) -> Fraction:
    """What a premise's polynomial is worth at a point."""
    total = Fraction(0)
    for key, value in form.items():
        for atom, power in key:
            value *= quotient(env[atom], 1) ** power
        total += value
    return total


def all_points(atoms: Sequence[str], values: Sequence[Fraction]) -> Iterator[Point]:
    """Every assignment of the values to the atoms."""
    for chosen in itertools.product(values, repeat=len(atoms)):
        yield dict(zip(atoms, chosen, strict=True))

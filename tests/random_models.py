"""Random models for the soundness battery, as plain dictionaries and as the text of a model file.

Everything follows from the seed. `random_model(seed, family)` gives the dictionary that a YAML file holds,
every scalar as text, as a person would write it; `yaml_text` writes it out. The families differ in what
they stress: see `FAMILIES`. Shares no code with mesaprior.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

FAMILIES: Final = {
    "sparse": "coefficients 0 or 1, no facts",
    "facts": "coefficients 0 or 1, one to three facts about one axis, or costs, or the rate",
    "multiples": "coefficients 0 to 3, constants, some facts",
    "rationals": "rational coefficients and constants, may_be_zero terms, some facts",
    "tight": "few terms, many facts, equations among them: boundaries everywhere",
    "mixed": "facts that compare complexity with time (products of unknowns once g is a factor)",
    "parameters": "parameters with bounds as factors of prices",
    "axes": "a third axis with a weight, facts on every axis",
    "custom": "costs of one's own, linear in g",
    "named": "additive, simplicity and speed",
}
LINEAR_FAMILIES: Final = ("sparse", "facts", "multiples", "rationals", "tight")
"""The default prior, and facts that stay linear in `u = g*c(x)`, t and g: nothing here may be undecided."""

_TERMS: Final = ("a", "b", "find(a)", "k", "S", "beta", "f(a, env)", "e_1")
_CUSTOM_COSTS: Final = (
    "2*g*c + 3*t",
    "g*c/2 + t",
    "g*(c + t/10) + t",
    "(g + 1)*c + t",
    "c + t",
    "g*c",
    "g*c + t + 7",
    "g*(c + 2) + 2*(t + g)",
    "2*g*c - g*c/2 + t",
)
_CUSTOM_COSTS_WITH_AXIS: Final = (
    "g*(c + 2*l) + t",
    "L*l + g*c + t",
    "g*c + t + l",
    "g*L*c + t + l/L",
    "2*g*(c + l/3) + 3*t",
)


def random_model(seed: int, family: str) -> dict[str, Any]:
    """The model of this family with this seed."""
    return _Maker(random.Random(f"{family}-{seed}"), family).model(f"{family}-{seed}")


class _Maker:
    def __init__(self, source: random.Random, family: str) -> None:
        self.source = source
        self.family = family
        few = family in ("tight", "mixed", "parameters")
        self.terms = list(_TERMS[: source.randint(2, 3 if family == "parameters" else 4 if few else 8)])
        count = source.choice((2, 3, 3, 4, 5)) if few else source.randint(2, 7)
        self.variants = [f"V{i}" for i in range(1, count + 1)]
        self.axes = ["c", "t"]
        self.parameters: dict[str, dict[str, str]] = {}

    def model(self, name: str) -> dict[str, Any]:
        spec: dict[str, Any] = {"mesaprior": "1", "name": name, "prior": "linear"}
        self._choose_prior(spec)
        zero = self.family in ("rationals", "tight") or self.source.random() < 0.1
        declared = zero or self.source.random() < 0.3
        if declared:
            spec["terms"] = {
                term: {"may_be_zero": "true"} if zero and self.source.random() < 0.4 else {"meaning": "x"}
                for term in self.source.sample(self.terms, len(self.terms))
            }
        variants = {}
        for variant in self.variants:
            prices = {axis: self._price() for axis in self.axes}
            variants[variant] = {
                "complexity": prices.pop("c"),
                "time": prices.pop("t"),
                **prices,
            }
        if self.source.random() < 0.1 and len(self.variants) > 1:
            first, second = self.source.sample(self.variants, 2)
            variants[first] = dict(variants[second])
        spec["variants"] = variants
        if not declared:
            # Undeclared terms exist only where a price names them, and facts may name no others.
            written = " ".join(text for row in variants.values() for text in row.values())
            self.terms = [term for term in self.terms if _occurs(term, written)]
        facts = self._facts() if self.terms else []
        if facts:
            spec["facts"] = facts
        return spec

    def _choose_prior(self, spec: dict[str, Any]) -> None:
        source = self.source
        if self.family == "axes" or (self.family == "custom" and source.random() < 0.5):
            self.axes.append("l")
            spec["axes"] = {"l": {"meaning": "loss", "weight": source.choice(("1", "1/2", "3", "0"))}}
        if self.family == "axes" and source.random() < 0.4:
            spec["axes"]["l"]["weight"] = "w"
            self.terms, self.variants = self.terms[:3], self.variants[:4]
            self.parameters["w"] = source.choice(({}, {"at_least": "1"}, {"above": "1/2", "below": "2"}))
        if self.family == "custom":
            cost = source.choice(_CUSTOM_COSTS_WITH_AXIS if "l" in self.axes else _CUSTOM_COSTS)
            spec["prior"] = {"cost": cost}
            if "L" in cost:  # products of three unknowns: kept small
                self.terms, self.variants = self.terms[:3], self.variants[:4]
                spec["prior"]["parameters"] = {"L": source.choice(({}, {"above": "1"}))}
        if self.family == "named":
            spec["prior"] = source.choice(("additive", "additive", "simplicity", "speed"))
        if self.family == "parameters":
            bounds = ({}, {"above": "1"}, {"at_least": "2"}, {"below": "1"}, {"above": "1", "at_most": "3"})
            self.parameters |= {
                name: dict(source.choice(bounds)) for name in ("w", "T")[: source.randint(1, 2)]
            }
        if self.parameters:
            spec["parameters"] = {
                name: said or {"meaning": "any positive number"} for name, said in self.parameters.items()
            }

    # --- formulas --------------------------------------------------------------------------------

    def _coefficient(self) -> str:
        if self.family in ("multiples", "tight"):
            return self.source.choice(("1", "1", "2", "3"))
        if self.family == "rationals":
            return self.source.choice(("1", "1/2", "0.25", "3", "5/3", "1.5"))
        return self.source.choice(("1", "1", "1", "1", "2")) if self.family != "sparse" else "1"

    def _price(self) -> str:
        source = self.source
        density = source.choice((0.3, 0.5, 0.7))
        parts = []
        for term in self.terms:
            if source.random() < density:
                factor = self._coefficient()
                text = (
                    term
                    if factor == "1"
                    else f"{factor}*{term}"
                    if source.random() < 0.5
                    else f"{term}*{factor}"
                )
                if self.family == "parameters" and source.random() < 0.5:
                    text = self._with_parameter(text)
                parts.append(text)
        constants = {"multiples": 0.3, "rationals": 0.3, "tight": 0.4, "mixed": 0.2, "parameters": 0.2}
        if source.random() < constants.get(self.family, 0.05):
            parts.append(source.choice(("1", "2", "5", "1/2")))
        source.shuffle(parts)
        if len(parts) > 2 and source.random() < 0.15:
            return f"{parts[0]} + 2*({' + '.join(parts[1:])})"
        return " + ".join(parts) or "0"

    def _with_parameter(self, text: str) -> str:
        name = self.source.choice(list(self.parameters))
        shape = self.source.choice(("{p}*{x}", "{x}*{p}", "{x}/{p}", "(1 + {p})*{x}", "{x} + {p}"))
        return shape.format(p=name, x=text)

    def _facts(self) -> list[Any]:
        source = self.source
        count = {
            "sparse": 0,
            "facts": source.randint(1, 3),
            "tight": source.randint(2, 5),
            "mixed": source.randint(1, 2),
        }.get(self.family, source.choice((0, 0, 1, 2)))
        facts = [self._fact() for _ in range(count)]
        return [{"formal": fact, "says": "so"} if source.random() < 0.1 else fact for fact in facts]

    def _fact(self) -> str:
        source = self.source
        if self.family == "mixed" and source.random() < 0.7:
            return self._compare(self._side("c"), self._side("t"))
        shapes = ["axis", "axis", "axis", "cost", "price", "bound"]
        if self.family in ("tight", "multiples", "rationals", "mixed"):
            shapes += ["rate", "number", "number", "chain"]
        if self.family in ("tight", "facts"):
            shapes += ["charged"]
        if self.parameters:
            shapes += ["parameter"]
        axis = source.choice(self.axes)
        one, other = source.choice(self.variants), source.choice(self.variants)
        match source.choice(shapes):
            case "axis":
                return self._compare(self._side(axis), self._side(axis))
            case "cost":
                return self._compare(f"cost({one})", f"cost({other})", weak=0.8)
            case "price":
                return self._compare(f"{axis}({one})", f"{axis}({other})")
            case "bound":
                return self._compare(self._side(axis), source.choice(("1", "2", "5/2", "10")))
            case "number":
                return (
                    f"{axis}({source.choice(self.terms)}) == {source.choice(('1', '2', '3', '1/2', '7/3'))}"
                )
            case "rate":
                return self._compare("g", source.choice(("1", "2", "1/2", "7/3")), weak=0.7)
            case "chain":
                return f"{self._side(axis)} < {self._side(axis)} <= {self._side(axis)}"
            case "charged" if self.axes == ["c", "t"]:
                return self._compare(f"g*c({source.choice(self.terms)})", self._side("t"))
            case "parameter":
                return self._compare(source.choice(list(self.parameters)), source.choice(("1", "3/2", "4")))
        return self._compare(self._side(axis), self._side(axis))

    def _side(self, axis: str) -> str:
        source = self.source
        chosen = source.sample(self.terms, min(len(self.terms), source.choice((1, 1, 2))))
        parts = [f"{axis}({term})" for term in chosen]
        parts = [f"{source.choice(('2', '3', '1/2'))}*{p}" if source.random() < 0.2 else p for p in parts]
        if source.random() < 0.15:
            parts.append(source.choice(("1", "2", "1/2")))
        return " + ".join(parts)

    def _compare(self, left: str, right: str, weak: float = 0.5) -> str:
        source = self.source
        if source.random() < 0.1:
            return f"{left} == {right}"
        sign = source.choice(("<=", ">=")) if source.random() < weak else source.choice(("<", ">"))
        return f"{left} {sign} {right}"


def _occurs(term: str, written: str) -> bool:
    """Whether a price names the term: `a` occurs in `b + a`, but not in `find(a)`."""
    for other in sorted((t for t in _TERMS if term != t and term in t), key=len, reverse=True):
        written = written.replace(other, "")
    words = written.replace("*", " ").replace("(", " ").replace(")", " ").replace("/", " ").split()
    return term in (words if "(" not in term else written)


def random_numbers(
    source: random.Random, atoms: Sequence[str], zero: Mapping[str, Any] | set[str]
) -> dict[str, str]:
    """Small exact numbers for atoms, as text; small, so that ties and equalities are frequent."""
    choices = ("1", "1", "1", "2", "2", "2", "3", "3", "4", "5", "6", "10", "1/2", "3/2", "7/3", "0.1")
    return {atom: "0" if atom in zero and source.random() < 0.3 else source.choice(choices) for atom in atoms}


def scenario_of(spec: Mapping[str, Any], numbers: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """`{"c(a)": "1", "w": "2"}` as a scenario of the model file."""
    scenario: dict[str, dict[str, str]] = {}
    axes = {"c", "t", *spec.get("axes", {})}
    for atom, value in numbers.items():
        head, bracket, rest = atom.partition("(")
        if bracket and head in axes:
            scenario.setdefault(head, {})[rest[:-1]] = value
        else:
            scenario.setdefault("parameters", {})[atom] = value
    return scenario


def yaml_text(spec: Mapping[str, Any]) -> str:
    """The model as block-style YAML, texts in double quotes where they are not plain words."""
    return "\n".join(_lines(spec, 0)) + "\n"


def _lines(value: Any, indent: int) -> list[str]:
    margin = " " * indent
    if isinstance(value, Mapping):
        lines = []
        for key, item in value.items():
            if isinstance(item, Mapping | list) and item:
                lines += [f"{margin}{_scalar(key)}:", *_lines(item, indent + 2)]
            else:
                lines.append(f"{margin}{_scalar(key)}: {_scalar(item)}")
        return lines
    lines = []
    for item in value:
        if isinstance(item, Mapping):
            inner = _lines(item, indent + 2)
            lines += [f"{margin}- {inner[0].lstrip()}", *inner[1:]]
        else:
            lines.append(f"{margin}- {_scalar(item)}")
    return lines


def _scalar(value: Any) -> str:
    if isinstance(value, Mapping | list):
        return "{}" if isinstance(value, Mapping) else "[]"
    return value if value.replace("_", "a").isalnum() else f'"{value}"'

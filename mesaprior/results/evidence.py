"""Evidence: what makes a settled answer checkable, and what all answers have in common.

`to_dict()` is the JSON of the command line; every number in it is a string of an exact rational. No result
knows how it is drawn: `show_with` is told once, by the library's door, which function turns a result into
text, Markdown, LaTeX and HTML for a notebook.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar, Final, Literal, TypeAlias

from mesaprior.algebra import Atom, Monomial, Polynomial
from mesaprior.formula import Amount, Formula

_UNSEEN: Final = re.compile(r"[\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Signs that a terminal would act on or not show; JSON can spell them."""

Status: TypeAlias = Literal["always", "never", "possible", "undecided"]
"""Under the facts in force: in every case, in none, in some (numbers for both are at hand), or not known."""


class Result:
    """Common to all answers: a dictionary for JSON, and a picture in a notebook."""

    _present: ClassVar[Callable[..., dict[str, str]] | None] = None

    def to_dict(self) -> dict[str, Any]:
        raise AttributeError("every result says what its dictionary is")

    def to_json(self) -> str:
        """`to_dict()` as JSON text, as `--json` prints it; keys in their documented order."""
        text = json.dumps(self.to_dict(), indent=2, ensure_ascii=False) + "\n"
        return _UNSEEN.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)

    def __str__(self) -> str:
        """What the command line would print; `print(result)` in a script shows nobody's fields."""
        return self._repr_mimebundle_(include=("text/plain",)).get("text/plain", repr(self))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        if Result._present is None:
            return {"text/plain": repr(self)}
        return Result._present(self, include=include, exclude=exclude)


def show_with(present: Callable[..., dict[str, str]]) -> None:
    """Tells results how they are shown in a notebook; called once by the library's door."""
    Result._present = staticmethod(present)


def approximately(**amounts: Amount | None) -> dict[str, Any]:
    """`{"approx": {...}}` with a float for each amount that is irrational; nothing where none is."""
    near = {
        name: float(amount.near)
        for name, amount in amounts.items()
        if isinstance(amount, Formula) and amount.near is not None
    }
    return {"approx": near} if near else {}


@dataclass(frozen=True)
class Premise:
    """`polynomial > 0` (strict) or `>= 0`, and the sentence it stands for."""

    polynomial: Polynomial
    strict: bool
    says: str


@dataclass(frozen=True)
class Step:
    """`multiplier * factor * premise`; without a premise the factor itself, a product of atoms, is meant."""

    multiplier: Fraction
    factor: Monomial
    premise: int | None


@dataclass(frozen=True)
class Proof:
    """The premises cannot all hold: the steps add up to the polynomial 0, something strict among them.

    `says` is what follows, in words; the last premise is usually its denial.
    """

    says: str
    premises: tuple[Premise, ...]
    steps: tuple[Step, ...]
    may_be_zero: frozenset[Atom] = frozenset()

    def to_dict(self) -> dict[str, Any]:
        steps = [
            {
                "times": str(step.multiplier),
                "factor": [[atom, exponent] for atom, exponent in step.factor],
                "premise": None if step.premise is None else self.premises[step.premise].says,
            }
            for step in self.steps
        ]
        return {"says": self.says, "steps": steps}


@dataclass(frozen=True)
class Example:
    """Exact numbers under which `says` holds, re-evaluated in the formulas as they were written."""

    says: str
    numbers: Mapping[Atom, Fraction]

    def to_dict(self) -> dict[str, Any]:
        return {"says": self.says, "numbers": {atom: str(value) for atom, value in self.numbers.items()}}


Evidence: TypeAlias = Proof | Example

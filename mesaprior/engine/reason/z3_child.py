"""z3 in a process of its own: reads one question from stdin, writes one line of answer, ends.

Floor: `engine.reason`, but nothing imports it: `real_solver` runs it by its path with `python -I`, so that no
`z3.py` of the current folder is imported. Imports the standard library and z3 only. Text from the question
becomes whole numbers by `int` and nothing else; atoms are numbered, so no name reaches z3. An answer carries
the question's nonce and its hash.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

Row = list[Fraction]

WHOLE: Final = 10
"""Small whole numbers are 1 to 10 (from 0, or from -10, where the atom may be so)."""
SHARES: Final = (0.5, 0.4)
"""How much of the time left goes to the question itself, and then to the same one in small whole numbers;
what is left goes to rounding, or to the question asked of z3's other procedure."""


def limit_resources(memory: int, seconds: float) -> None:
    """Caps this process: its address space, and its processor time in case nobody is left to kill it."""
    try:
        import resource
    except ImportError:  # Not on this system; z3's own limit is set in any case.
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 2)):
        _, hard = resource.getrlimit(kind)
        allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS refuses some of these limits.
            resource.setrlimit(kind, (allowed, hard))


class Question:
    """A formula over numbered atoms, to be satisfied by real numbers of given signs."""

    def __init__(self, z3: Any, signs: Sequence[str], formula: Any, end: float) -> None:
        self.z3, self.signs, self.formula, self.end = z3, signs, formula, end

    def answer(self) -> dict[str, Any]:
        """`unsat`, `found` with rows of numbers to try, or `unknown` with a reason."""
        z3 = self.z3
        atoms = [z3.Real(f"x{i}") for i in range(len(self.signs))]
        solver = self._solver(z3.SolverFor("QF_NRA"), atoms)
        first = self._check(solver, SHARES[0])
        if first == z3.unsat:
            return {"answer": "unsat"}
        model = solver.model() if first == z3.sat else None
        whole = self._in_whole_numbers()
        if whole is not None:
            return _found([whole])
        if model is None:
            solver = self._solver(z3.Solver(), atoms)
            second = self._check(solver, 0.8)
            if second == z3.unsat:
                return {"answer": "unsat"}
            if second != z3.sat:
                return {"answer": "unknown", "reason": solver.reason_unknown()}
            model = solver.model()
        return _found(self._rounded(solver, atoms, model))

    def _solver(self, solver: Any, atoms: Sequence[Any]) -> Any:
        for atom, sign in zip(atoms, self.signs, strict=True):
            if sign != "any":
                solver.add(atom > 0 if sign == "positive" else atom >= 0)
        solver.add(self._built(self.formula, atoms))
        return solver

    def _built(self, formula: Any, atoms: Sequence[Any]) -> Any:
        kind, *rest = formula
        if kind in ("all", "any"):
            parts = [self._built(part, atoms) for part in rest[0]]
            return self.z3.And(parts) if kind == "all" else self.z3.Or(parts)
        summands, nonzero = rest
        total = self.z3.Sum(
            [
                self.z3.Product([int(factor), *(atoms[i] for i, power in powers for _ in range(power))])
                for factor, powers in summands
            ]
        )
        return self.z3.And([total > 0 if kind == ">" else total >= 0, *(atoms[i] != 0 for i in nonzero)])

    def _check(self, solver: Any, share: float) -> Any:
        solver.set("timeout", max(1, int((self.end - time.monotonic()) * share * 1000)))
        return solver.check()

    def _in_whole_numbers(self) -> Row | None:
        """Numbers that are easy to read, where there are some."""
        z3 = self.z3
        atoms = [z3.Int(f"n{i}") for i in range(len(self.signs))]
        solver = self._solver(z3.SolverFor("QF_NIA"), atoms)
        for atom, sign in zip(atoms, self.signs, strict=True):
            solver.add(atom <= WHOLE, atom >= {"positive": 1, "any": -WHOLE}.get(sign, 0))
        if self._check(solver, SHARES[1]) != z3.sat:
            return None
        model = solver.model()
        return [Fraction(model.evaluate(atom, model_completion=True).as_long()) for atom in atoms]

    def _rounded(self, solver: Any, atoms: Sequence[Any], model: Any) -> list[Row]:
        """Rows near a model that may be irrational: atoms fixed one by one, then plain roundings."""
        for i, atom in enumerate(atoms):
            value = self._near(model, atom, 30)
            for near in dict.fromkeys(value.limit_denominator(most) for most in (1, 2, 10, 100, 10**6)):
                solver.push()
                solver.add(atom == self.z3.Q(near.numerator, near.denominator))
                if self._check(solver, 0.5 / (len(atoms) - i)) == self.z3.sat:
                    model = solver.model()
                    break
                solver.pop()
        rows = [[self._near(model, atom, digits) for atom in atoms] for digits in (40, 12, 3)]
        return rows + [[x.limit_denominator(most) for x in rows[0]] for most in (10**6, 1000, 100, 10, 1)]

    def _near(self, model: Any, atom: Any, digits: int) -> Fraction:
        """The atom's value, exactly where it is rational."""
        value = model.evaluate(atom, model_completion=True)
        if self.z3.is_algebraic_value(value):
            value = value.approx(digits)
        return Fraction(value.numerator_as_long(), value.denominator_as_long())


def _found(rows: list[Row]) -> dict[str, Any]:
    return {"answer": "found", "numbers": [[str(number) for number in row] for row in rows]}


def answered(question: dict[str, Any]) -> dict[str, Any]:
    """The answer to a question, whatever z3 does short of taking the process down."""
    seconds = float(question["seconds"])
    end = time.monotonic() + seconds
    limit_resources(question["memory"], seconds)
    try:
        import z3
    except ImportError:
        return {"answer": "missing"}
    try:
        z3.set_param("memory_max_size", question["memory"] >> 20)
        return Question(z3, question["signs"], question["formula"], end).answer()
    except MemoryError:
        return {"answer": "unknown", "reason": "out of memory"}
    except z3.Z3Exception as error:
        return {"answer": "unknown", "reason": str(error)}


def main() -> None:
    """One question, one line."""
    sent = sys.stdin.buffer.read()
    question = json.loads(sent)
    about = {"nonce": question["nonce"], "question": hashlib.sha256(sent).hexdigest()}
    print(json.dumps(about | answered(question)))


if __name__ == "__main__":
    main()

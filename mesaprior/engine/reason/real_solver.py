"""Formulas with products of unknowns, put to z3 in a child process that can be killed.

Floor: `engine.reason`. z3 does not keep to its own time limit and can take its process down, so it never runs
in ours; whatever the child does that is not a complete, well-formed answer to this very question is
`NoAnswer`. `Found` has satisfied the compiled formula in exact arithmetic here. `Unsat` cannot be checked:
what rests on it is labelled *by solver*.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, TypeAlias

from mesaprior import limits
from mesaprior.algebra import Atom, Numbers
from mesaprior.engine.reason.formulas import AllOf, Alternatives, holds_at, leaves
from mesaprior.results import Premise

COMMAND: Final = (sys.executable, "-I", str(Path(__file__).with_name("z3_child.py")))
"""`-I`: a `z3.py` in the current folder is not imported."""
NOT_INSTALLED: Final = "z3-solver is not installed; in a clone of mesaprior: pip install '.[smt]'"
_RATIONAL: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:/[1-9][0-9]*)?")


@dataclass(frozen=True)
class Unsat:
    """No real numbers satisfy the formula, says the solver."""


@dataclass(frozen=True)
class Found:
    """The formula holds at these numbers, one for each of its atoms, in its compiled form."""

    numbers: Numbers


@dataclass(frozen=True)
class NoAnswer:
    """The solver settled nothing: `reason`, in words."""

    reason: str


SolverAnswer: TypeAlias = Unsat | Found | NoAnswer

_UNKNOWN: Final = "the solver does not know"
_TIMEOUTS: Final = ("timeout", "canceled")
"""z3's words where it did keep to its time."""
_OUT_OF_TIME: Final = NoAnswer(f"{_UNKNOWN}: timeout")


def ask_solver(
    formula: Alternatives,
    *,
    may_be_zero: AbstractSet[Atom] = frozenset(),
    free: AbstractSet[Atom] = frozenset(),
    seconds: float,
    command: Sequence[str] | None = None,
) -> SolverAnswer:
    """Whether real numbers satisfy a formula: positive ones, but for `may_be_zero` and `free` atoms.

    A comparison that divides by an atom which is 0 does not hold. `command` replaces the child, for tests.
    """
    asked = _Asked(formula, may_be_zero, free)
    too_late = NoAnswer(f"the solver did not answer within {seconds:g} s")
    nonce = secrets.token_hex(16)
    sent = json.dumps(
        {
            "nonce": nonce,
            "seconds": seconds,
            "memory": limits.SOLVER_MEMORY,
            "signs": [asked.sign(atom) for atom in asked.atoms],
            "formula": asked.written(formula),
        }
    ).encode()
    said = _exchange(command or COMMAND, sent, seconds)
    if said is None:
        return too_late
    if isinstance(said, NoAnswer):
        return said
    about = {"nonce": nonce, "question": hashlib.sha256(sent).hexdigest()}
    answer = asked.answer(said, about)
    return too_late if answer == _OUT_OF_TIME else answer


class _Asked:
    """A formula as it is asked: the order of its atoms, their signs, and how an answer is read."""

    def __init__(
        self, formula: Alternatives, may_be_zero: AbstractSet[Atom], free: AbstractSet[Atom]
    ) -> None:
        self.formula, self.may_be_zero, self.free = formula, may_be_zero, free
        self.atoms = sorted({atom for leaf in leaves(formula) for atom in leaf.polynomial.atoms})
        self.index = {atom: i for i, atom in enumerate(self.atoms)}

    def sign(self, atom: Atom) -> str:
        if atom in self.free:
            return "any"
        return "not negative" if atom in self.may_be_zero else "positive"

    def written(self, formula: Alternatives) -> list[Any]:
        """Before -> after: `x/2 - 1/y > 0` -> `[">", [["1", [[x, 1], [y, 1]]], ["-2", []]], []]`."""
        if not isinstance(formula, Premise):
            kind = "all" if isinstance(formula, AllOf) else "any"
            return [kind, [self.written(part) for part in formula.parts]]
        # Multiplied by positive numbers only: by powers of positive atoms, by even powers of the others,
        # which must then not be 0. What z3 makes of a division by 0 never matters.
        lowest: dict[Atom, int] = {}
        for monomial, _ in formula.polynomial:
            for atom, power in monomial:
                lowest[atom] = min(power, lowest.get(atom, 0))
        unsure = [atom for atom, power in lowest.items() if power < 0 and self.sign(atom) != "positive"]
        raised = {atom: -power + (power % 2 if atom in unsure else 0) for atom, power in lowest.items()}
        summands = []
        for monomial, value in formula.polynomial.primitive():
            powers = dict(monomial)
            exponents = [(self.index[atom], powers.get(atom, 0) + more) for atom, more in raised.items()]
            summands.append([str(value), [list(pair) for pair in exponents if pair[1]]])
        return [">" if formula.strict else ">=", summands, [self.index[atom] for atom in unsure]]

    def answer(self, said: bytes, about: dict[str, str]) -> SolverAnswer:
        """What a child wrote, believed only if it is one whole line of exactly the right shape."""
        try:
            line = json.loads(said.decode("ascii")) if said.find(b"\n") == len(said) - 1 else None
        except (ValueError, RecursionError):
            line = None
        if not isinstance(line, dict) or {key: line.pop(key, None) for key in about} != about:
            return NoAnswer("what the solver wrote is no answer to this question")
        match line:
            case {"answer": "unsat", **rest} if not rest:
                return Unsat()
            case {"answer": "missing", **rest} if not rest:
                return NoAnswer(NOT_INSTALLED)
            case {"answer": "unknown", "reason": str(reason), **rest} if not rest:
                return _OUT_OF_TIME if reason in _TIMEOUTS else NoAnswer(f"{_UNKNOWN}: {_plain(reason)}")
            case {"answer": "found", "numbers": list(rows), **rest} if not rest and rows:
                return self._first_that_holds(rows)
        return NoAnswer("what the solver wrote is no answer to this question")

    def _first_that_holds(self, rows: list[Any]) -> SolverAnswer:
        for row in rows[: limits.SOLVER_ROWS]:
            if not isinstance(row, list) or len(row) != len(self.atoms) or not all(map(_is_rational, row)):
                return NoAnswer("the solver's numbers are not exact numbers, one for each unknown")
            numbers = dict(zip(self.atoms, map(Fraction, row), strict=True))
            if self._holds(numbers):
                return Found(numbers)
        return NoAnswer("the solver found numbers, but no exact ones near them satisfy the formula")

    def _holds(self, numbers: Numbers) -> bool:
        for atom, number in numbers.items():
            if self.sign(atom) != "any" and (number < 0 or (number == 0 and atom not in self.may_be_zero)):
                return False
        try:
            return holds_at(self.formula, numbers)
        except ZeroDivisionError:
            return False


def _is_rational(text: object) -> bool:
    """Checked before `Fraction` reads it: `1e999999999` would hang it."""
    return isinstance(text, str) and len(text) <= limits.SOLVER_DIGITS and bool(_RATIONAL.fullmatch(text))


def _plain(text: str) -> str:
    """A line of a child, fit to be shown: short, printable, ASCII."""
    return re.sub(r"[^ -~]+", " ", text)[-200:].strip() or "no reason given"


# --- the child ---------------------------------------------------------------------------------------


def _exchange(command: Sequence[str], sent: bytes, seconds: float) -> bytes | NoAnswer | None:
    """What a child writes when it is sent a question, None where it is late; it is dead afterwards."""
    end = time.monotonic() + seconds + limits.SOLVER_GRACE
    try:
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,  # Noise beside the answer spoils it.
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return NoAnswer(f"the solver could not be started: {_plain(str(error))}")
    said = bytearray()
    try:
        # Threads, not `communicate`: it keeps whatever comes, and waits for whoever holds the pipe open.
        threading.Thread(target=_send, args=(process, sent), daemon=True).start()
        reader = threading.Thread(target=_gather, args=(process, said), daemon=True)
        reader.start()
        reader.join(max(0.0, end - time.monotonic()))
        if reader.is_alive():
            return None
        if len(said) > limits.SOLVER_ANSWER_BYTES:
            return NoAnswer("the solver wrote too much")
        code = process.wait(max(0.0, end - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None
    finally:
        _kill(process)
    return bytes(said) if code == 0 else _death(code, bytes(said))


def _send(process: subprocess.Popen[bytes], sent: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin:
        process.stdin.write(sent)


def _gather(process: subprocess.Popen[bytes], said: bytearray) -> None:
    assert process.stdout is not None
    with process.stdout:
        while len(said) <= limits.SOLVER_ANSWER_BYTES and (piece := os.read(process.stdout.fileno(), 65536)):
            said += piece


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Ends the child and its group. One that was waited for is left alone: its number may be another's."""
    if process.returncode is not None:
        return
    with contextlib.suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(1.0)


def _death(code: int, said: bytes) -> NoAnswer:
    how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
    lines = said.decode("ascii", "replace").strip().splitlines()
    return NoAnswer(f"the solver {how}" + (f": {_plain(lines[-1])}" if lines else ""))

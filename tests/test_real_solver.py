"""Guards the solver in a child process: what it settles is so, and no child, however bad, is believed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from fractions import Fraction as F
from itertools import product
from pathlib import Path

import pytest

from mesaprior import limits
from mesaprior.algebra import Polynomial
from mesaprior.engine.reason.formulas import NEVER, AllOf, Alternatives, AnyOf, leaves
from mesaprior.engine.reason.real_solver import COMMAND, NOT_INSTALLED, Found, NoAnswer, Unsat, ask_solver
from mesaprior.results import Premise

CHILD = COMMAND[-1]


def poly(*summands: tuple[F | int, dict[str, int]]) -> Polynomial:
    return Polynomial.of((tuple(sorted(powers.items())), F(value)) for value, powers in summands)


def above(*summands: tuple[F | int, dict[str, int]]) -> Premise:
    return Premise(poly(*summands), strict=True, says="")


def at_least(*summands: tuple[F | int, dict[str, int]]) -> Premise:
    return Premise(poly(*summands), strict=False, says="")


def zero(*summands: tuple[F | int, dict[str, int]]) -> AllOf:
    return AllOf((at_least(*summands), at_least(*((-value, powers) for value, powers in summands))))


def xy(value: F | int, x: int = 0, y: int = 0) -> tuple[F | int, dict[str, int]]:
    """`value * x**x * y**y`."""
    return value, {name: power for name, power in (("x", x), ("y", y)) if power}


def test_of_the_test_the_builders_say_what_they_seem_to() -> None:
    assert xy(2, 1, -1) == (2, {"x": 1, "y": -1})
    assert [leaf.polynomial.coefficients for leaf in leaves(zero(xy(1, x=2), xy(-2)))] == [
        {(("x", 2),): 1, (): -2},
        {(("x", 2),): -1, (): 2},
    ]


X_IS_0 = zero(xy(1, x=1))
SETTLED: dict[str, tuple[Alternatives, set[str], set[str], bool]] = {
    # what is asked: (formula, may be zero, free, whether numbers exist)
    "nothing asked": (AllOf(()), set(), set(), True),
    "no part of none": (AnyOf(()), set(), set(), False),
    "0 > 0": (NEVER, set(), set(), False),
    "a number": (above(xy(F(1, 3))), set(), set(), True),
    "x > 3": (above(xy(1, 1), xy(-3)), set(), set(), True),
    "-x > 0": (above(xy(-1, 1)), set(), set(), False),
    "-x > 0, x free": (above(xy(-1, 1)), set(), {"x"}, True),
    "x > y > x": (AllOf((above(xy(1, 1), xy(-1, 0, 1)), above(xy(1, 0, 1), xy(-1, 1)))), set(), set(), False),
    "2xy > x^2 + y^2": (above(xy(2, 1, 1), xy(-1, 2), xy(-1, 0, 2)), set(), set(), False),
    "2xy >= x^2 + y^2": (at_least(xy(2, 1, 1), xy(-1, 2), xy(-1, 0, 2)), set(), set(), True),
    "x^2 < 0, x free": (above(xy(-1, 2)), set(), {"x"}, False),
    "x = 0": (X_IS_0, set(), set(), False),
    "x = 0, may be": (X_IS_0, {"x"}, set(), True),
    "x = 0, free": (X_IS_0, set(), {"x"}, True),
    "-x > 0, may be 0": (above(xy(-1, 1)), {"x"}, set(), False),
    # Division; 1/0 has no value, so nothing said of it holds.
    "1/x = 5": (zero(xy(1, -1), xy(-5)), set(), set(), True),
    "1/x < 0": (above(xy(-1, -1)), set(), set(), False),
    "1/x = 5 and x = 0": (AllOf((X_IS_0, zero(xy(1, -1), xy(-5)))), {"x"}, set(), False),
    "1/x >= -1 and x = 0": (AllOf((X_IS_0, at_least(xy(1, -1), xy(1)))), set(), {"x"}, False),
    "1/x = 5 or x = 0, x <= 0": (
        AllOf((AnyOf((X_IS_0, zero(xy(1, -1), xy(-5)))), at_least(xy(-1, 1)))),
        {"x"},
        set(),
        True,
    ),
    "1/x^3 = -27, x free": (zero(xy(1, -3), xy(27)), set(), {"x"}, True),
    "1/x < 0 < x, x free": (AllOf((above(xy(-1, -1)), above(xy(1, 1)))), set(), {"x"}, False),
    "x/y + y/x < 2": (above(xy(2), xy(-1, 1, -1), xy(-1, -1, 1)), set(), set(), False),
    "x/y^2 - y/3 = 0, x = 9": (
        AllOf((zero(xy(1, 1, -2), xy(F(-1, 3), 0, 1)), zero(xy(1, 1), xy(-9)))),
        set(),
        set(),
        True,
    ),
    # Alternatives.
    "x < 1 or x > 2, x = 3/2": (
        AllOf((AnyOf((above(xy(1), xy(-1, 1)), above(xy(1, 1), xy(-2)))), zero(xy(2, 1), xy(-3)))),
        set(),
        set(),
        False,
    ),
    "x < 1 or x > 2, x = 5/2": (
        AllOf((AnyOf((above(xy(1), xy(-1, 1)), above(xy(1, 1), xy(-2)))), zero(xy(2, 1), xy(-5)))),
        set(),
        set(),
        True,
    ),
    # A rational point where the solver's own may be irrational.
    "2 < x^2 < 2.001": (
        AllOf((above(xy(1, 2), xy(-2)), above(xy(F(2001, 1000)), xy(-1, 2)))),
        set(),
        set(),
        True,
    ),
    "x^2 = 2y, xy > 1000": (
        AllOf((zero(xy(1, 2), xy(-2, 0, 1)), above(xy(1, 1, 1), xy(-1000)))),
        set(),
        set(),
        True,
    ),
    "x^3 > 2y^3, x < 1.26y": (
        AllOf((above(xy(1, 3), xy(-2, 0, 3)), above(xy(F(63, 50), 0, 1), xy(-1, 1)))),
        set(),
        set(),
        True,
    ),
}


def value(polynomial: Polynomial, numbers: dict[str, F]) -> F:
    total = F(0)
    for monomial, factor in polynomial:
        for atom, power in monomial:
            factor *= numbers[atom] ** power
        total += factor
    return total


def satisfies(formula: Alternatives, numbers: dict[str, F]) -> bool:
    """The tests' own evaluator."""
    if isinstance(formula, Premise):
        worth = value(formula.polynomial, numbers)
        return worth > 0 or (worth == 0 and not formula.strict)
    return (all if isinstance(formula, AllOf) else any)([satisfies(part, numbers) for part in formula.parts])


@pytest.mark.parametrize("said", SETTLED)
def test_settled(said: str) -> None:
    formula, may_be_zero, free, satisfiable = SETTLED[said]
    answer = ask_solver(formula, may_be_zero=may_be_zero, free=free, seconds=10)
    if not satisfiable:
        assert answer == Unsat()
        return
    assert isinstance(answer, Found)
    numbers = dict(answer.numbers)
    assert set(numbers) == {atom for leaf in leaves(formula) for atom in leaf.polynomial.atoms}
    for atom, number in numbers.items():
        assert atom in free or number > 0 or (number == 0 and atom in may_be_zero)
    if said != "1/x = 5 or x = 0, x <= 0":  # There the other part has no value.
        assert satisfies(formula, numbers)


def test_only_irrational_numbers_are_no_answer() -> None:
    answer = ask_solver(zero(xy(1, 2), xy(-2)), seconds=5)
    assert answer == NoAnswer("the solver found numbers, but no exact ones near them satisfy the formula")


def test_readable_numbers_come_first() -> None:
    formula = AllOf((above(xy(1, 1, 1), xy(F(-1, 10**9))), above(xy(1, 1), xy(-1, 0, 1))))
    answer = ask_solver(formula, seconds=5)
    assert isinstance(answer, Found)
    assert all(n.denominator == 1 and 1 <= n <= 10 for n in answer.numbers.values())


def random_formula(draw: random.Random) -> Alternatives:
    def leaf() -> Premise:
        summands = [
            (
                draw.choice((-3, -2, -1, 1, 2, F(1, 2))),
                {a: draw.randint(-1, 2) for a in draw.sample("xyz", 2)},
            )
            for _ in range(draw.randint(1, 3))
        ]
        polynomial = poly(*((v, {a: e for a, e in powers.items() if e}) for v, powers in summands))
        return Premise(polynomial, draw.random() < 0.5, "")

    return AllOf(tuple(AnyOf((leaf(), leaf())) if draw.random() < 0.4 else leaf() for _ in range(4)))


def test_random_formulas_against_a_grid() -> None:
    draw, settled = random.Random(11), {Unsat: 0, Found: 0}
    grid = [F(n, d) for n, d in ((1, 3), (1, 1), (3, 2), (4, 1))]
    for _ in range(60):
        formula = random_formula(draw)
        answer = ask_solver(formula, seconds=10)
        settled[type(answer)] += 1  # No other answer: these are easy.
        if isinstance(answer, Found):
            assert satisfies(formula, dict(answer.numbers)) and min(answer.numbers.values(), default=1) > 0
        else:
            points = product(grid, repeat=3)
            assert not any(satisfies(formula, dict(zip("xyz", point, strict=True))) for point in points)
    assert settled[Unsat] >= 15 <= settled[Found], settled


# --- in time, and out of the way ----------------------------------------------------------------------

STUBBORN = AllOf(
    (zero(xy(1, 40, 31), xy(-3)), zero(xy(1, 37), xy(1, 0, 29), xy(-17)), above(xy(1, 1, 1), xy(-1)))
)
"""z3 ignores its own time limit on this one for over 20 s."""


def test_a_stubborn_question_is_ended_in_time() -> None:
    began = time.monotonic()
    assert ask_solver(STUBBORN, seconds=1) == NoAnswer("the solver did not answer within 1 s")
    assert time.monotonic() - began < 4


def test_z3_is_not_taken_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "z3.py").write_text("open('owned', 'w')")
    (tmp_path / "json.py").write_text("open('owned', 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert ask_solver(NEVER, seconds=10) == Unsat()
    assert not (tmp_path / "owned").exists()


def test_without_z3() -> None:
    without_packages = [sys.executable, "-I", "-S", CHILD]
    assert ask_solver(NEVER, seconds=10, command=without_packages) == NoAnswer(NOT_INSTALLED)


def test_the_child_caps_its_memory(tmp_path: Path) -> None:
    script = tmp_path / "greedy.py"
    script.write_text(
        "import importlib.util, sys\n"
        f"spec = importlib.util.spec_from_file_location('z3_child', {CHILD!r})\n"
        "child = importlib.util.module_from_spec(spec)\n"
        "spec.loader.exec_module(child)\n"
        f"child.limit_resources({limits.SOLVER_MEMORY}, 5)\n"
        f"bytearray({limits.SOLVER_MEMORY})\n"
    )
    answer = ask_solver(NEVER, seconds=10, command=[sys.executable, "-I", str(script)])
    assert answer == NoAnswer("the solver ended with exit code 1: MemoryError")


INTERRUPTED = """
import sys
from mesaprior.engine.reason.formulas import NEVER
from mesaprior.engine.reason.real_solver import ask_solver
ask_solver(NEVER, seconds=60, command=[sys.executable, "-I", sys.argv[1]])
"""


def test_ctrl_c_ends_the_child(tmp_path: Path) -> None:
    script, pid_file = tmp_path / "sleeper.py", tmp_path / "pid"
    script.write_text(
        "import os, time\n"
        f"open({str(pid_file) + '~'!r}, 'w').write(str(os.getpid()))\n"
        f"os.rename({str(pid_file) + '~'!r}, {str(pid_file)!r})\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", INTERRUPTED, str(script)], stderr=subprocess.PIPE)
    assert eventually(pid_file.exists)
    child = int(pid_file.read_text())
    began = time.monotonic()
    parent.send_signal(signal.SIGINT)
    _, complaint = parent.communicate(timeout=20)
    assert time.monotonic() - began < 3
    assert complaint.rstrip().endswith(b"KeyboardInterrupt")
    assert eventually(lambda: not alive(child))


def eventually(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not is_so() and time.monotonic() < end:
        time.sleep(0.02)
    return is_so()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


# --- bad children -------------------------------------------------------------------------------------

PREAMBLE = """
import hashlib, json, os, signal, subprocess, sys, time
sent = sys.stdin.buffer.read()
question = json.loads(sent)
about = {"nonce": question["nonce"], "question": hashlib.sha256(sent).hexdigest()}
def say(**answer):
    print(json.dumps(about | answer), flush=True)
def found(*rows):
    say(answer="found", numbers=list(rows))
"""
ABOUT_2 = AllOf((above(xy(1, 1, 1), xy(-6)), above(xy(3), xy(-1, 1))))
"""xy > 6, x < 3: x = 2, y = 4 does."""

NO_SENSE = "what the solver wrote is no answer to this question"
NO_NUMBERS = "the solver's numbers are not exact numbers, one for each unknown"
NOT_SO = "the solver found numbers, but no exact ones near them satisfy the formula"
TOO_LATE = "the solver did not answer within 0.5 s"
TOO_MUCH = "the solver wrote too much"
SAY_2_4 = "found(['2', '4'])"

BAD: dict[str, tuple[str, str]] = {
    # lying
    "numbers that do not satisfy": ("found(['2', '3'])", NOT_SO),
    "a number of the wrong sign": ("found(['-2', '-4'])", NOT_SO),
    "zero for a positive number": ("found(['0', '4'])", NOT_SO),
    "one number of two": ("found(['2'])", NO_NUMBERS),
    "three numbers of two": ("found(['2', '4', '1'])", NO_NUMBERS),
    "no numbers": ("found()", NO_SENSE),
    "empty row": ("found([])", NO_NUMBERS),
    "floats": ("found([2.0, 4.0])", NO_NUMBERS),
    "whole numbers, not texts": ("found([2, 4])", NO_NUMBERS),
    "a decimal": ("found(['2.0', '4'])", NO_NUMBERS),
    "a power of ten": ("found(['2', '4e999999999'])", NO_NUMBERS),
    "a root": ("found(['sqrt(2)', '4'])", NO_NUMBERS),
    "a call": ("found([\"__import__('os').system('true')\", '4'])", NO_NUMBERS),
    "divided by 0": ("found(['2/0', '4'])", NO_NUMBERS),
    "infinite": ("found(['inf', '4'])", NO_NUMBERS),
    "other digits": ("found(['\\u0662', '4'])", NO_NUMBERS),
    "a number with a line's end": ("found(['2\\n', '4'])", NO_NUMBERS),
    "a number too long": (f"found(['2', '4' * {limits.SOLVER_DIGITS + 1}])", NO_NUMBERS),
    "numbers by name": ("say(answer='found', numbers={'x': '2', 'y': '4'})", NO_SENSE),
    "rows of something else": ("found({'x': '2'})", NO_NUMBERS),
    "right, a row too late": (f"found(*[['2', '3']] * {limits.SOLVER_ROWS}, ['2', '4'])", NOT_SO),
    # of another question
    "no nonce": ('print(\'{"answer": "unsat"}\')', NO_SENSE),
    "a wrong nonce": ("about['nonce'] = '0' * 32; say(answer='unsat')", NO_SENSE),
    "the nonce as a number": ("about['nonce'] = 0; say(answer='unsat')", NO_SENSE),
    "a wrong hash": ("about['question'] = hashlib.sha256(b'').hexdigest(); say(answer='unsat')", NO_SENSE),
    "the hash of part of it": (
        "about['question'] = hashlib.sha256(sent[:-1]).hexdigest(); say(answer='unsat')",
        NO_SENSE,
    ),
    # not an answer
    "bare unsat": ("print('unsat')", NO_SENSE),
    "nothing": ("", NO_SENSE),
    "an empty line": ("print()", NO_SENSE),
    "garbage": ("sys.stdout.buffer.write(bytes(range(256)) * 9)", NO_SENSE),
    "brackets": ("print('[' * 100000)", NO_SENSE),
    "a list": ("print([1, 2])", NO_SENSE),
    "another word": ("say(answer='UNSAT')", NO_SENSE),
    "no word": ("say()", NO_SENSE),
    "unsat with more": ("say(answer='unsat', really=True)", NO_SENSE),
    "unsat with numbers": ("say(answer='unsat', numbers=[['2', '4']])", NO_SENSE),
    "found with more": ("say(answer='found', numbers=[['2', '4']], really=True)", NO_SENSE),
    "found without numbers": ("say(answer='found')", NO_SENSE),
    "unknown without a reason": ("say(answer='unknown')", NO_SENSE),
    "a reason that is none": ("say(answer='unknown', reason=['x'])", NO_SENSE),
    "unknown": (
        "say(answer='unknown', reason='too\\x1b[31m\\u202ehard')",
        "the solver does not know: too [31m hard",
    ),
    "out of time": ("say(answer='unknown', reason='timeout')", "the solver did not answer within 20 s"),
    "unknown, no words": ("say(answer='unknown', reason='')", "the solver does not know: no reason given"),
    "two answers": ("say(answer='unsat'); say(answer='unsat')", NO_SENSE),
    "two answers that differ": (f"say(answer='unsat'); {SAY_2_4}", NO_SENSE),
    "an answer, then noise": ("say(answer='unsat'); print('!')", NO_SENSE),
    "noise, then an answer": ("print('WARNING'); say(answer='unsat')", NO_SENSE),
    "noise beside an answer": ("say(answer='unsat'); print('!', file=sys.stderr)", NO_SENSE),
    "half an answer": ("sys.stdout.write(json.dumps(about | {'answer': 'unsat'})[:-4])", NO_SENSE),
    "all but the line's end": ("sys.stdout.write(json.dumps(about | {'answer': 'unsat'}))", NO_SENSE),
    "half the numbers": (
        "sys.stdout.write(json.dumps(about | {'answer': 'found', 'numbers': [['2', '4']]})[:-6] + '\\n')",
        NO_SENSE,
    ),
    # dying
    "exit code 3": ("sys.exit(3)", "the solver ended with exit code 3"),
    "answer, then exit code 3": (
        "print('so it was'); sys.exit(3)",
        "the solver ended with exit code 3: so it was",
    ),
    "unsat, then a crash": (
        "say(answer='unsat'); raise RuntimeError('no')",
        "the solver ended with exit code 1: RuntimeError: no",
    ),
    "killed": (
        "print('', flush=True); os.kill(os.getpid(), signal.SIGKILL)",
        "the solver was killed by signal 9",
    ),
    "out of memory": ("raise MemoryError", "the solver ended with exit code 1: MemoryError"),
    # slow
    "asleep": ("time.sleep(60)", TOO_LATE),
    "asleep after unsat": ("say(answer='unsat'); time.sleep(60)", TOO_LATE),
    "asleep after found": (f"{SAY_2_4}; time.sleep(60)", TOO_LATE),
    "asleep with its output closed": (
        "say(answer='unsat'); os.close(1); os.close(2); time.sleep(60)",
        TOO_LATE,
    ),
    "deaf to a polite end": (
        "for n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\ntime.sleep(60)",
        TOO_LATE,
    ),
    "drop by drop": ("while True: print('.', end='', flush=True); time.sleep(0.05)", TOO_LATE),
    "its child keeps the pipe": ("subprocess.Popen(['sleep', '60']); say(answer='unsat')", TOO_LATE),
    "its runaway child keeps the pipe": (
        "subprocess.Popen(['sleep', '3'], start_new_session=True); say(answer='unsat')",
        TOO_LATE,
    ),
    # too much
    "without end": ("while True: sys.stdout.write('x' * 65536)", TOO_MUCH),
    "answers without end": ("while True: say(answer='unsat')", TOO_MUCH),
    "an answer too long": (f"say(answer='unknown', reason='x' * {limits.SOLVER_ANSWER_BYTES})", TOO_MUCH),
}


def ask_child(tmp_path: Path, body: str, seconds: float, preamble: str = PREAMBLE) -> object:
    script = tmp_path / "child.py"
    script.write_text(preamble + body + "\n", encoding="utf-8")
    return ask_solver(ABOUT_2, seconds=seconds, command=[sys.executable, "-I", str(script)])


@pytest.mark.parametrize("child", BAD)
def test_a_bad_child_is_not_believed(child: str, tmp_path: Path) -> None:
    body, reason = BAD[child]
    began = time.monotonic()
    assert ask_child(tmp_path, body, 0.5 if reason == TOO_LATE else 20) == NoAnswer(reason)
    assert reason != TOO_LATE or time.monotonic() - began < 3.5


def test_the_same_children_are_believed_when_they_are_good(tmp_path: Path) -> None:
    """The table above tests nothing if its honest version fails, too."""
    two_four = Found({"x": F(2), "y": F(4)})
    assert ask_child(tmp_path, SAY_2_4, 20) == two_four
    assert ask_child(tmp_path, "found(['2', '3'], ['4/2', '4'])", 20) == two_four
    assert ask_child(tmp_path, f"found(*[['2', '3']] * {limits.SOLVER_ROWS - 1}, ['2', '4'])", 20) == two_four
    long = "9" * limits.SOLVER_DIGITS
    assert ask_child(tmp_path, f"found(['2', {long!r}])", 20) == Found({"x": F(2), "y": F(int(long))})
    assert ask_child(tmp_path, "say(answer='unsat')", 20) == Unsat()


def test_an_answer_is_read_up_to_its_cap(tmp_path: Path) -> None:
    body = (
        "line = json.dumps(about | {'answer': 'unsat'})\n"
        f"print(line + ' ' * ({limits.SOLVER_ANSWER_BYTES} - len(line) - 1 + EXTRA))"
    )
    assert ask_child(tmp_path, body.replace("EXTRA", "-1"), 20) == Unsat()
    assert ask_child(tmp_path, body.replace("EXTRA", "0"), 20) == Unsat()
    assert ask_child(tmp_path, body.replace("EXTRA", "1"), 20) == NoAnswer(TOO_MUCH)


def test_an_answer_to_an_earlier_question_is_not_believed(tmp_path: Path) -> None:
    memory = tmp_path / "memory"
    body = (
        f"path = {str(memory)!r}\n"
        "line = open(path).read() if os.path.exists(path) else json.dumps(about | {'answer': 'unsat'})\n"
        "open(path, 'w').write(line)\n"
        "print(line)"
    )
    assert ask_child(tmp_path, body, 20) == Unsat()
    assert ask_child(tmp_path, body, 20) == NoAnswer(NO_SENSE)


def test_a_child_that_never_listens_to_a_long_question(tmp_path: Path) -> None:
    long = AllOf(tuple(above(xy(n, 1), xy(-1, 0, 1)) for n in range(1, 20_000)))
    script = tmp_path / "deaf.py"
    script.write_text("import time\ntime.sleep(60)\n")
    began = time.monotonic()
    answer = ask_solver(long, seconds=0.5, command=[sys.executable, "-I", str(script)])
    assert answer == NoAnswer(TOO_LATE) and time.monotonic() - began < 5


@pytest.mark.parametrize(
    "command", [["/nonexistent/solver"], ["/"], ["a\0b"]], ids=["missing", "a folder", "no name"]
)
def test_a_child_that_cannot_be_started(command: list[str]) -> None:
    answer = ask_solver(NEVER, seconds=5, command=command)
    assert isinstance(answer, NoAnswer) and answer.reason.startswith("the solver could not be started: ")


def test_a_bad_child_leaves_nothing_running(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    loop = f"while :; do echo x >> {trace}; sleep 0.02; done"
    answer = ask_child(tmp_path, f"subprocess.Popen(['sh', '-c', {loop!r}]); time.sleep(60)", 1.0)
    assert answer == NoAnswer("the solver did not answer within 1 s")
    written = trace.stat().st_size
    time.sleep(0.3)
    assert trace.stat().st_size == written > 0


def test_an_answer_counts_only_of_a_child_that_ends_well(tmp_path: Path) -> None:
    answer = ask_child(tmp_path, "say(answer='unsat'); os.kill(os.getpid(), signal.SIGKILL)", 20)
    assert isinstance(answer, NoAnswer) and answer.reason.startswith("the solver was killed by signal 9: ")

"""The command line: options -> calls -> exit code.

Floor: the highest, beside `api`. `main` is the entry point; each module holds one family of commands. What a
command does not need is not imported: `--help` and an error in the input pay for no algebra.

Exit codes: 0 it worked, 1 the answer is no, 2 cannot answer, 3 undecided, 130 interrupted, 101 a bug.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from typing import Final

WORKED: Final = 0
ANSWER_IS_NO: Final = 1
CANNOT_ANSWER: Final = 2
UNDECIDED: Final = 3
OUR_BUG: Final = 101
INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits with its code."""
    # Imports make many objects and no garbage; collecting it costs a tenth of the start.
    gc.set_threshold(100_000)
    # No plugin of pydantic's has a say in what a model is; looking for one among all installed packages costs
    # 3 ms, and more where many are installed.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    code = run(list(sys.argv[1:] if arguments is None else arguments))
    # Python collects once more on its way out; to go through all that is alive takes 15 ms and frees nothing.
    gc.freeze()
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """The exit code of one command line; everything that can go wrong ends here, in words."""
    from mesaprior.errors import InputError

    try:
        from mesaprior.cli.app import invoke

        return invoke(arguments)
    except InputError as error:
        return _refused(error)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except Exception as error:
        return WORKED if type(error).__name__ == "ReaderLeft" else _bug(error)


def _refused(error: Exception) -> int:
    from mesaprior.cli.streams import look_of
    from mesaprior.errors import InputError

    assert isinstance(error, InputError)
    look = look_of(sys.stderr)
    drawn = "\n\n".join(problem.drawn() for problem in error.problems)
    if look.colour:
        drawn = "\n".join(f"\x1b[31m{line}\x1b[0m" if _is_red(line) else line for line in drawn.splitlines())
    if not look.unicode:
        drawn = drawn.encode("ascii", "backslashreplace").decode("ascii")
    print(drawn, file=sys.stderr)
    return CANNOT_ANSWER


def _is_red(line: str) -> bool:
    """The sentence and the caret."""
    return line.startswith("error[") or ("^" in line and not line.strip(" |^"))


def _bug(error: Exception) -> int:
    if os.environ.get("MESAPRIOR_DEBUG") == "1":
        import traceback

        traceback.print_exception(error)
    from mesaprior.errors import visible

    print(
        f"mesaprior: a bug of ours: {type(error).__name__}: {visible(str(error))[:300]}"
        " (please report it with the command and the model; MESAPRIOR_DEBUG=1 shows where)",
        file=sys.stderr,
    )
    return OUR_BUG

"""Certificates: `check` and `conditions` write them into a folder, `verify` checks them again."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mesaprior.cli import ANSWER_IS_NO, WORKED
from mesaprior.cli.options import QuietOption
from mesaprior.errors import InputError, Problem, refuse

if TYPE_CHECKING:
    from mesaprior.engine import Setting
    from mesaprior.model import Statement
    from mesaprior.results import Checked, Conditions


def register(app: typer.Typer) -> None:
    """Adds this family's command."""
    app.command()(verify)


class Folder:
    """Where `--certificates` writes: a file a claim, a folder a model."""

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        self.written: list[Path] = []
        self.unwritten: list[str] = []

    def save(self, setting: Setting, statement: Statement, checked: Checked) -> None:
        """Writes the certificate of a claim, where there is one that can be checked again."""
        from mesaprior.engine import certificate_text

        if checked.certificate is None:
            return
        if checked.certificate.cases is None:
            self.unwritten.append(checked.id)
            return
        self._write(setting.model.name, checked.id, certificate_text(setting, statement, checked.certificate))

    def save_conditions(self, setting: Setting, conditions: Conditions) -> None:
        """Writes why each opponent was dropped and why some variants never win."""
        from mesaprior.engine import certificates

        for certified in certificates(setting, conditions):
            if certified.text is None:
                self.unwritten.append(certified.claim)
            else:
                self._write(setting.model.name, certified.id, certified.text)

    def _write(self, model: str, id: str, text: str) -> None:
        from mesaprior.files import make_folder, write_whole

        folder, stem = self.path / _file_name(model), _file_name(id)
        names = (folder / (f"{stem}-{n}.json" if n else f"{stem}.json") for n in range(len(self.written) + 1))
        path = next(path for path in names if path not in self.written)
        make_folder(folder)
        write_whole(path, text)
        self.written.append(path)

    def say_what_was_written(self, quiet: bool) -> None:
        from mesaprior.cli.streams import say

        again = f"; check them again: mesaprior verify {self.path}" if self.written else ""
        say(f"wrote {_counted(len(self.written))}{again}", quiet=quiet)
        if self.unwritten:
            say(f"no certificate that could be checked again: {', '.join(self.unwritten)}", quiet=quiet)


def _file_name(text: str) -> str:
    """A claim's id, or a model's name, as a file of any system can be called."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", text)[:80]


def _counted(number: int) -> str:
    return "1 certificate" if number == 1 else f"{number} certificates"


def verify(
    paths: Annotated[
        list[str], typer.Argument(metavar="FOLDER...", help="Certificates, or folders that hold them.")
    ],
    quiet: QuietOption = False,
) -> int:
    """Check certificates again. Nothing of the search that found them is used."""
    from mesaprior import engine
    from mesaprior.cli.streams import deliver, say

    files = [file for path in paths for file in _files(Path(path))]
    refused: list[Problem] = []
    for file in files:
        try:
            found = engine.verify(_text(file))
        except InputError as error:
            refused += [_in_file(problem, file) for problem in error.problems[:1]]
            continue
        cases = "1 case" if found.cases == 1 else f"{found.cases} cases"
        doubt = "" if found.is_consistent else "; that its facts can all hold is not shown"
        say(f"{file}: {found.model}: {found.claim} ({cases}{doubt})", quiet=quiet)
    for problem in refused:
        print(problem.drawn(), file=sys.stderr)
    good = len(files) - len(refused)
    deliver(f"{_counted(len(files))}: {good} accepted, {len(refused)} refused", "-")
    return ANSWER_IS_NO if refused else WORKED


def _in_file(problem: Problem, file: Path) -> Problem:
    return Problem(problem.code, f"{file}: {problem.message}", problem.help)


def _files(path: Path) -> list[Path]:
    """The file itself, or the certificates in a folder and below it."""
    if not path.is_dir():
        if not path.is_file():
            raise refuse(
                "no-such-file", f"there is no file {str(path)!r}", "write some: check --certificates"
            )
        return [path]
    found = sorted(path.rglob("*.json"))
    if not found:
        help = "write some: check --certificates"
        raise refuse("no-certificates", f"{str(path)!r} holds no certificate", help)
    return found


def _text(file: Path) -> str:
    """What the file holds, as far as a certificate may be long."""
    from mesaprior.limits import CERTIFICATE_BYTES

    try:
        with file.open("rb") as stream:
            return stream.read(CERTIFICATE_BYTES + 1).decode()
    except UnicodeDecodeError:
        raise refuse("bad-certificate", "it is not UTF-8") from None
    except OSError as error:
        raise refuse("cannot-read", f"it cannot be read: {(error.strerror or '').lower()}") from None

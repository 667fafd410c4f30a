"""Coverage-guided fuzzing of whatever reads text that strangers wrote, or writes it back.

    python tests/fuzz.py --seconds 60          needs the extra `fuzz` (atheris); `make soak` runs it for long

The loader, the parsers, `verify`, essays and every escaper: nothing may come out but our own errors, each
within a second; what the parsers accept prints and parses back; an escaper's text holds nothing its target
acts on.
The same promises are tested at random in `make test`; here a fuzzer looks for the input that breaks them.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["mesaprior"]):
    from mesaprior.engine import verify
    from mesaprior.errors import InputError
    from mesaprior.essay.changes import rendered
    from mesaprior.essay.models import Models
    from mesaprior.essay.source import Essay
    from mesaprior.essay.tex_marks import tex_marks
    from mesaprior.language import (
        parse_claim,
        parse_expression,
        parse_name,
        parse_number,
        parse_relation,
        write,
        write_claim,
    )
    from mesaprior.loading import builtin_models, load, load_text
    from mesaprior.model import build
    from mesaprior.render.escape import csv, html, markdown, terminal, tex

SLOWEST = 1.0
"""Seconds that one input may take."""


def read_back(text: str) -> None:
    """What a parser accepts is printed so that it parses to the same thing."""
    for parse, spell in ((parse_expression, write), (parse_relation, write), (parse_claim, write_claim)):
        try:
            tree = parse(text)
        except InputError:
            continue
        assert parse(spell(tree)) == tree, text
    for parse in (parse_name, parse_number):
        try:
            parse(text)
        except InputError:
            continue


def load_and_build(text: str) -> None:
    try:
        build(load_text(text).spec)
    except InputError as error:
        assert error.problems


def read_certificate(text: str) -> None:
    try:
        verify(text)
    except InputError as error:
        assert error.problems


MODELS = Models()


def read_essay(text: str) -> None:
    """A text with markers, as Markdown and as LaTeX; what is wrong has a place. Nothing is written."""
    try:
        rendered(Essay("essay.md", text), MODELS, 0.2)
    except InputError as error:
        assert all(problem.place is not None for problem in error.problems)
    assert all(problem.span is not None for problem in tex_marks(Essay("essay.tex", text)).problems)


def escape(text: str) -> None:
    assert not re.search(r"[<>]", html(text))
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", terminal(text))
    assert not re.search(r"(?<!&#\d)[`*_<>\[\]|$]", markdown(text))
    assert not re.search(r"(?<!\\)[%$#&_]", re.sub(r"\\[a-zA-Z]+(\{\})?", "", tex(text)))
    cell = csv(text)
    assert re.fullmatch(r"-?[0-9./]+", cell) or not cell.startswith(("=", "+", "-", "@")), cell


TARGETS = (read_back, load_and_build, read_certificate, escape, read_essay)


def one_input(data: bytes) -> None:
    """The first byte names the target, the rest is the text."""
    if not data:
        return
    target, text = TARGETS[data[0] % len(TARGETS)], data[1:].decode("utf-8", "replace")
    start = time.process_time()
    target(text)
    assert time.process_time() - start < SLOWEST, f"{target.__name__} is slow on {text!r}"


def first_inputs(folder: Path) -> None:
    """What there is to be changed: every built-in model and its claims."""
    inputs = []
    for found in builtin_models():
        inputs.append(b"\x01" + found.path.read_bytes())
        inputs += [b"\x00" + claim.formal.encode() for claim in load(found.name).spec.claims]
    inputs += [
        b"\x04x <!-- mesaprior: wins g=2 scenario=worked -->H_fh<!-- /mesaprior e6aaf456 -->\n",
        b"\x04> <!-- mesaprior: table of=costs g=2 -->\n> <!-- /mesaprior -->\n\n`<!-- mesaprior: x -->`\n",
        b"\x04---\nmesaprior: margin\n---\n<!-- mesaprior-claim expect=refuted: B beats B1 -->\n",
        b"\x04\\mpval{crossover H_sd H_fh} % mesaprior-claim: H_fd never wins\n\\verb|\\mpval{x}|\n",
    ]
    for number, data in enumerate(inputs):
        (folder / str(number)).write_bytes(data)


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    seconds = options.parse_args().seconds
    with tempfile.TemporaryDirectory() as folder:
        first_inputs(Path(folder))
        limits = [f"-max_total_time={seconds}", "-max_len=16384", "-print_final_stats=1", folder]
        atheris.Setup([sys.argv[0], *limits], one_input)
        atheris.Fuzz()

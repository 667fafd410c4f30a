r"""The values of a LaTeX essay: `\mpval{winner g=2}` looks up what a file of macros defines.

Floor: `essay`. The look-up is expandable, so it works in `\caption` and `\section`; in a bookmark of hyperref
the value is plain text. What the file does not define prints `??` and is warned of. Keys are the words of the
markers, read by the same parser; the file ends in a hash of itself, so an edit by hand is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from mesaprior.api import Model
from mesaprior.errors import InputError, Problem, refuse
from mesaprior.essay.answers import Answers, model_span
from mesaprior.essay.models import Models
from mesaprior.essay.records import Entry, Rendered, hash_of
from mesaprior.essay.source import LINE_END, Essay, in_order, text_of
from mesaprior.essay.tex_marks import tex_marks
from mesaprior.essay.values import values_of
from mesaprior.essay.words import Span
from mesaprior.render import escape
from mesaprior.render.document import Line, Spelling
from mesaprior.render.short import bookmark, short_latex, without_decimals
from mesaprior.results import Circumstances, Result

MACROS: Final = ".mpval.tex"
"""The end of the name of a file of macros."""

LOOK_UP: Final = r"""\providecommand*\mpval[1]{\ifcsname mpval:\detokenize{#1}\endcsname
  \csname mpval:\detokenize{#1}\endcsname\else\mpvalmissing{#1}\fi}
\providecommand*\mpvaltext[2]{\ifcsname texorpdfstring\endcsname
  \expandafter\texorpdfstring\else\csname @firstoftwo\expandafter\endcsname\fi{#1}{#2}}
\providecommand*\mpvalmissing[1]{\mpvaltext{\mpvalwarning{#1}}{??}}
\ifcsname mpvalwarning\endcsname\else
  \DeclareRobustCommand\mpvalwarning[1]{\textbf{??}\PackageWarning{mesaprior}{%
    No value for `\detokenize{#1}'; run mesaprior render}}
\fi
"""
r"""`\mpval`, and what it needs. `\texorpdfstring` is looked for when a value is used, so it does not matter
whether hyperref is loaded before this file or after it."""

_END: Final = re.compile(r"% /mesaprior ([0-9a-f]+)\s*\Z")


def definition(key: str, line: Line, latex: Mapping[str, str]) -> str:
    r"""`\mpval{key}` as a definition: maths in the text, plain text in a bookmark."""
    tex, plain = short_latex(line, Spelling(latex=latex)), bookmark(line)
    value = tex if tex == plain else rf"\mpvaltext{{{tex}}}{{{plain}}}"
    return rf"\expandafter\def\csname mpval:\detokenize{{{key}}}\endcsname{{{value}}}"


def macros(definitions: Iterable[str], remark: str) -> str:
    """A whole file of macros, `remark` at its head and the hash of all of it at its end."""
    lines = "".join(f"{line}\n" for line in definitions)
    text = f"% {escape.one_line(remark)}\n{LOOK_UP}{lines}"
    return f"{text}% /mesaprior {hash_of(text)}\n"


def table_macros(result: Result, under: Circumstances, words: Sequence[str]) -> str:
    r"""The short values of a table as a file of macros. A key is what a marker would ask: `cost H_fh g=2`,
    the circumstances (`words`) behind it. Raises `InputError` where TeX would read a key otherwise."""
    lines = []
    for asks, line in values_of(result):
        key = " ".join([asks, *words])
        if re.search(r"[\\%#{}\r\n]", key):
            help = r"a key has no braces, backslashes, % or #; rename what has them"
            raise refuse("bad-key", f"{key!r} cannot be a key in LaTeX", help)
        lines.append(definition(key, without_decimals(line), under.latex))
    return macros(lines, f"The values of {under.model}, for \\mpval")


def quoted(text: str) -> str:
    """A value as a word of a marker: `worked`, `'c(a)=2'`."""
    quote = '"' if "'" in text else "'"
    return text if re.fullmatch(r"[A-Za-z0-9_./-]+", text) else f"{quote}{text}{quote}"


def rendered_latex(essay: Essay, models: Models, seconds: float, *, force: bool = False) -> Rendered:
    r"""What the file of macros beside a LaTeX essay becomes. Raises `InputError` with everything that is
    wrong in the essay's own keys."""
    marks = tex_marks(essay)
    problems = list(marks.problems)
    found: dict[str, tuple[str, int, str]] = {}
    for value in marks.values:
        if value.key in found:
            continue
        try:
            said = value.recipe.option("model")
            name = said or (marks.model.name if marks.model else None)
            named_at = marks.model.span if marks.model and not said else model_span(value.recipe)
            model = _model(models, name, essay, named_at)
            line, latex = Answers(model, seconds).short(value.recipe)
            found[value.key] = definition(value.key, line, latex), value.span[0], value.key
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(in_order(essay, problems))
    path = essay.path.with_suffix(MACROS)
    before = _present(path)
    remark = f"Written from {essay.path.name}; to refresh: mesaprior render {essay.path.name}"
    after = macros((line for line, _, _ in found.values()), remark) if found or before is not None else None
    known = set((before or "").splitlines())
    entries = tuple(
        Entry(essay.line_of(start), key.strip(), "", line, line not in known)
        for line, start, key in found.values()
    )
    by_hand = () if force or before is None else tuple(_by_hand(before, str(path)))
    return Rendered(essay, str(path), before, after, entries, by_hand, tuple(_remarks(essay, bool(found))))


def _model(models: Models, name: str | None, essay: Essay, span: Span) -> Model:
    try:
        return models.named(name, essay)
    except InputError as error:
        said = [problem if problem.place else replace(problem, span=span) for problem in error.problems]
        raise InputError(said) from None


def _present(path: Path) -> str | None:
    return text_of(path, str(path)) if path.exists() else None


def _by_hand(text: str, shown: str) -> Iterable[Problem]:
    r"""Nothing where the file is as it was written; line ends do not count."""
    plain = LINE_END.sub("\n", text)
    end = _END.search(plain)
    if end is None or hash_of(plain[: end.start()]) != end[1]:
        message = "what stands in this file was not written by mesaprior"
        help = r"keep definitions of your own in another file, or --force to overwrite this one"
        essay = Essay(shown, text)
        yield Problem("edited-by-hand", message, help, place=essay.place((0, 1)))


def _remarks(essay: Essay, has_values: bool) -> Iterable[str]:
    name = essay.path.stem + MACROS.removesuffix(".tex")
    if has_values and not re.search(rf"\\input\s*{{?\s*(\./)?{re.escape(name)}(\.tex)?\b", essay.text):
        yield rf"{essay.name} does not read its values: put \input{{{name}}} before \begin{{document}}"

"""What a marker asks, read from its words: `wins g=2 scenario=worked` -> a `Recipe`.

Floor: `essay`. The kinds of recipes stand in one table; the words are the command's own options without
dashes. Everything that is wrong with a marker is said at once, each at its own word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from mesaprior.errors import InputError, Problem, did_you_mean, one_of
from mesaprior.essay.words import Span, Word, words_of
from mesaprior.language import parse_number

TABLES: Final = ("conditions", "costs", "pairs", "claims")
FIGURES: Final = ("costs", "regions")
CIRCUMSTANCES: Final = ("g", "scenario", "set", "assume", "prior", "model")
REPEATED: Final = frozenset({"set", "assume", "assuming"})
"""Options that may be given several times."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question: the names it takes, its options, its flags, and whether its answer is a short
    value (`inline`), a table (`block`) or either."""

    names: tuple[str, ...] = ()
    options: tuple[str, ...] = CIRCUMSTANCES
    flags: tuple[str, ...] = ()
    inline: bool = False
    block: bool = False
    example: str = ""


_ANY_RATE: Final = tuple(word for word in CIRCUMSTANCES if word != "g")
KINDS: Final[Mapping[str, Kind]] = {
    "wins": Kind(flags=("explain",), inline=True, block=True, example="wins g=2 scenario=worked"),
    "winner": Kind(inline=True, example="winner g=2 scenario=worked"),
    "margin": Kind(flags=("decimal",), inline=True, example="margin g=2 scenario=worked"),
    "runner-up": Kind(inline=True, example="runner-up g=2 scenario=worked"),
    "cost": Kind(("V",), (*CIRCUMSTANCES, "axis"), ("decimal",), inline=True, example="cost H_fh g=2"),
    "crossover": Kind(("V", "W"), _ANY_RATE, ("decimal",), inline=True, example="crossover H_sd H_fh"),
    "conditions": Kind(
        options=(*CIRCUMSTANCES, "variant"),
        flags=("explain",),
        inline=True,
        block=True,
        example="conditions variant=H_fh",
    ),
    "compare": Kind(("V", "W"), block=True, example="compare H_fh H_sd"),
    "plot": Kind(
        options=(*CIRCUMSTANCES, "of", "x", "y", "x-range", "y-range", "width", "height", "output"),
        flags=("log", "linear", "behind", "whole"),
        block=True,
        example="plot scenario=worked output=costs.svg",
    ),
    "check": Kind(
        options=(*_ANY_RATE, "claim", "that"),
        inline=True,
        block=True,
        example="check that='H_fd never wins'",
    ),
    "sensitivity": Kind(block=True, example="sensitivity g=2 scenario=worked"),
    "family": Kind(
        options=(*CIRCUMSTANCES, "family"),
        block=True,
        example="family model=design-space scenario=worked",
    ),
    "table": Kind(options=(*CIRCUMSTANCES, "of"), block=True, example="table of=conditions"),
    "compare-priors": Kind(
        options=("g", "scenario", "set", "assume", "model"),
        block=True,
        example="compare-priors scenario=worked",
    ),
}


@dataclass(frozen=True)
class Recipe:
    """One question as it was asked: its kind, the names, options and flags, and the words they stand in.

    `options` maps a key to its values, one but for `set` and `assume`. `span` is that of all its words.
    """

    kind: str
    names: tuple[str, ...]
    options: Mapping[str, tuple[str, ...]]
    flags: frozenset[str]
    words: tuple[Word, ...]
    span: Span

    def option(self, key: str) -> str | None:
        """The value of an option that is given once; None where it is not given."""
        return self.options[key][0] if key in self.options else None

    def numbers(self) -> dict[str, str]:
        """`set='c(x)=12'` -> `{"c(x)": "12"}`."""
        parts = (text.partition("=") for text in self.options.get("set", ()))
        return {name.strip(): value.strip() for name, _, value in parts}


def recipe_of(text: str, start: int) -> Recipe:
    """The recipe that `text`, which begins at `start` in the essay, spells.

    Raises `InputError` with every problem, each with its span in the essay.
    """
    words, _ = words_of(text, start)
    lead = len(text) - len(text.lstrip())
    span = (start + lead, max(start + lead + 1, start + len(text.rstrip())))
    if not words:
        help = f"say what goes here, as in {KINDS['wins'].example}"
        raise InputError([Problem("empty-marker", "this marker asks nothing", help, span=span)])
    first = words[0]
    kind = KINDS.get(first.value) if not first.key else None
    if kind is None:
        said = first.key or first.value
        help = did_you_mean(said, KINDS) or f"the questions are {one_of(list(KINDS), most=len(KINDS))}"
        raise InputError([Problem("unknown-question", f"unknown question {said!r}", help, span=first.span)])
    return _Reading(first.value, kind, span).of(words)


class _Reading:
    """One recipe being read, and what is wrong with it so far."""

    def __init__(self, name: str, kind: Kind, span: Span) -> None:
        self.name, self.kind, self.span = name, kind, span
        self.problems: list[Problem] = []
        self.names: list[str] = []
        self.options: dict[str, list[str]] = {}
        self.flags: set[str] = set()

    def of(self, words: Sequence[Word]) -> Recipe:
        for word in words[1:]:
            if word.key:
                self._option(word)
            else:
                self._bare(word)
        self._count_names()
        self._check_together()
        if self.problems:
            raise InputError(self.problems)
        options = {key: tuple(values) for key, values in self.options.items()}
        return Recipe(self.name, tuple(self.names), options, frozenset(self.flags), tuple(words), self.span)

    def _refuse(self, code: str, message: str, help: str | None, span: Span) -> None:
        self.problems.append(Problem(code, message, help, span=span))

    def _bare(self, word: Word) -> None:
        """A name where the question takes one, else a flag."""
        if word.value in self.kind.flags:
            self.flags.add(word.value)
        elif len(self.names) < len(self.kind.names) and not word.value.startswith("-"):
            self.names.append(word.value)
        else:
            self._refuse_word(word, word.value)

    def _refuse_word(self, word: Word, said: str) -> None:
        bare = said.lstrip("-")
        if bare != said and bare.partition("=")[0] in (*self.kind.options, *self.kind.flags):
            help: str | None = "the words of a marker have no dashes, as in " + self.kind.example
        elif bare in self.kind.options:
            help = f"give it a value: {bare}=..."
        else:
            known = [*self.kind.options, *self.kind.flags]
            takes = [*self.kind.names, *(f"{option}=..." for option in self.kind.options), *self.kind.flags]
            help = did_you_mean(bare, known) or f"{self.name} takes {', '.join(takes)}"
        self._refuse("unknown-word", f"unknown word {said!r} after {self.name}", help, word.span)

    def _option(self, word: Word) -> None:
        if word.key not in self.kind.options:
            self._refuse_word(word, word.key)
            return
        if word.key in self.options and word.key not in REPEATED:
            self._refuse("said-twice", f"{word.key} is given twice", "leave one of them out", word.span)
            return
        self.options.setdefault(word.key, []).append(word.value)
        if not word.value:
            help = f"as in {self.kind.example}"
            self._refuse("no-value", f"{word.key} has no value", help, word.span)
        elif word.key == "g":
            self._check_number(word, word.value, 0, exponent=True)
        elif word.key == "set":
            name, equals, value = word.value.partition("=")
            if not equals:
                help = "write set='c(combine)=12'"
                self._refuse("not-a-setting", f"{word.value!r} puts in no number", help, word.at)
            else:
                before = len(name) + 1 + len(value) - len(value.lstrip())
                self._check_number(word, value.strip(), before)
        elif word.key in {"width", "height"}:
            self._check_number(word, word.value, 0)
        elif word.key == "of":
            known, what = (FIGURES, "figure") if self.name == "plot" else (TABLES, "table")
            if word.value not in known:
                help = did_you_mean(word.value, known) or f"the {what}s are {one_of(known)}"
                self._refuse(f"unknown-{what}", f"unknown {what} {word.value!r}", help, word.at)

    def _check_number(self, word: Word, text: str, before: int, *, exponent: bool = False) -> None:
        """`text` stands `before` signs into the word's value."""
        start = word.at[0] + before
        try:
            value = parse_number(text, exponent=exponent)
        except InputError as error:
            for problem in error.problems:
                low, high = problem.span or (0, len(text))
                self._refuse(problem.code, problem.message, problem.help, (start + low, start + high))
            return
        if exponent and value <= 0:
            message = f"the rate g must be positive, not {text}"
            help = "small g is a strong speed prior"
            self._refuse("rate-not-positive", message, help, (start, start + len(text)))

    def _count_names(self) -> None:
        if len(self.names) < len(self.kind.names):
            count = "two variants" if len(self.kind.names) == 2 else "a variant"
            message = f"{self.name} takes {count}, and {len(self.names) or 'none'} is named"
            self._refuse("missing-name", message, f"as in {self.kind.example}", self.span)

    def _check_together(self) -> None:
        """What cannot stand beside each other, or cannot be left out."""
        if {"log", "linear"} <= self.flags:
            self._refuse("said-twice", "axes are log or linear, not both", "leave one out", self.span)
        if self.name == "plot" and "output" not in self.options:
            help = "add output=costs.svg, or .png; the file stands beside the essay"
            self._refuse("no-place", "the figure needs a file", help, self.span)
        if {"claim", "that"} <= self.options.keys():
            help = "claim=ID names one of the model's, that='...' asks another"
            self._refuse("said-twice", "check takes claim=... or that=..., not both", help, self.span)
        if self.name == "check" and "prior" in self.options and "that" not in self.options:
            help = "write that='...', or give the claim a prior of its own in the model"
            self._refuse("no-claims", "under another prior the model claims nothing", help, self.span)

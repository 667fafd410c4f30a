"""What became of claims, as a document: the verdict, why, where it fails, and what would make it true.

What came out otherwise than expected stands first. What is true is said beside what is false.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

from mesaprior.formula import number_node
from mesaprior.language import Node, Relation
from mesaprior.render.document import (
    Block,
    Detail,
    Document,
    Finding,
    Findings,
    Item,
    Line,
    Lines,
    Maths,
    User,
    Words,
)
from mesaprior.render.numbers import decimal_of
from mesaprior.render.spans import (
    AND,
    claim_line,
    fact,
    given,
    joined,
    numbers_line,
    sentence,
    telling_numbers,
)
from mesaprior.render.spelling import finished
from mesaprior.results import AllChecks, Because, Checked, Checks, Circumstances, Counterexample, Worth

UNNAMED: Final = "claim"
"""The id of a claim that was asked by itself and so has no name."""
NAMES_IN_SUMMARY: Final = 6
MOST_REASONS: Final = 4
"""Reasons shown of one proof; a proof by cases may have dozens."""
LONGEST_NUMBER: Final = 30
"""Characters of a number that is written out; `2**300` is not."""
NEVER_LEFT_OUT: Final = frozenset({"prior", "assuming", "by solver", "vacuous"})
"""What a verdict cannot be read without."""


def checks_document(checks: Checks, *, table: bool = False) -> Document:
    """The answer to `check`; `table`: a table to paste, in the order of the model."""
    claims = list(checks.claims)
    ordered = claims if table else sorted(claims, key=lambda claim: claim.ok)
    return _document(ordered, checks.under, table, left_out=checks.left_out)


def checked_document(checked: Checked, *, table: bool = False) -> Document:
    """One claim by itself."""
    return _document([checked], checked.under, table, counted=False)


def all_checks_document(found: AllChecks) -> Document:
    """The answer to `check --all`: one block a model. Why, and where not, is said only of what came out
    otherwise than expected."""
    blocks: list[Block] = []
    for checks in found.models:
        claims = tuple(_in_brief(claim, checks.under) for claim in checks)
        blocks += [Findings(claims, model=checks.under.model)] if claims else []
        blocks += [Lines(tuple(_left_out(checks.left_out, checks.under.model)))] if checks.left_out else []
    blocks.append(Lines(tuple(Item((User(name), Words(" claims nothing"))) for name in found.without)))
    blocks.append(Lines(tuple(_models_left_out(found.left_out))))
    count = f"{len(found.models)} models, " if len(found.models) != 1 else "1 model, "
    out = [id for checks in found.models for id in checks.left_out]
    headline: Line = (Words(count), *summary_line(found.claims, named=False), *_count_left_out(out))
    return finished(headline, (), blocks, _agreed([checks.under.latex for checks in found.models]))


def _in_brief(checked: Checked, under: Circumstances) -> Finding:
    finding = _finding(checked, under, False)
    if not checked.ok:
        return finding
    return replace(finding, details=tuple(part for part in finding.details if part.key in NEVER_LEFT_OUT))


def _agreed(declared: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The LaTeX of names on which all models agree."""
    merged = {name: latex for names in declared for name, latex in names.items()}
    return {
        name: latex
        for name, latex in merged.items()
        if all(names.get(name, latex) == latex for names in declared)
    }


def _document(
    claims: Sequence[Checked],
    under: Circumstances | None,
    table: bool,
    *,
    counted: bool = True,
    left_out: Sequence[tuple[str, str]] = (),
) -> Document:
    unnamed = len(claims) == 1 and claims[0].id == UNNAMED
    entries = tuple(_finding(claim, under, unnamed) for claim in claims)
    findings = Findings(entries, table, counted=counted and not unnamed)
    blocks: list[Block] = [findings, Lines((*_left_out(left_out), *_circumstances(under)))]
    headline = (*summary_line(claims, under if table else None), *_count_left_out(left_out))
    return finished(headline, (), blocks, under.latex if under else {})


def _count_left_out(left_out: Sequence[tuple[str, str]]) -> Line:
    return (Words(f"; {len(left_out)} left out"),) if left_out else ()


def _left_out(left_out: Sequence[tuple[str, str]], model: str | None = None) -> Iterator[Item]:
    """`left out: id, id (the reason)`: claims that mean nothing under the prior asked for, by reason."""
    by_reason: dict[str, list[Line]] = {}
    for id, why in left_out:
        by_reason.setdefault(why, []).append((User(id),))
    of: Line = () if model is None else (Words(" of "), User(model))
    for why, ids in by_reason.items():
        yield Item(
            (
                Words("left out"),
                *of,
                Words(": "),
                *joined(ids, Words(", ")),
                Words(" ("),
                User(why),
                Words(")"),
            )
        )


def _models_left_out(left_out: Sequence[tuple[str, str]]) -> Iterator[Item]:
    for name, why in left_out:
        yield Item((User(name), Words(" means nothing under this prior: "), User(why)))


def summary_line(
    claims: Sequence[Checked], under: Circumstances | None = None, *, named: bool = True
) -> Line:
    """`2 claims: 1 proved, 1 refuted`, and whether that was expected; with `under`, for a table that is
    pasted: under which prior, and no word of what was expected."""
    counts = [
        (sum(claim.verdict == verdict for claim in claims), verdict)
        for verdict in ("proved", "refuted", "undecided")
    ]
    line: Line = (Words("1 claim" if len(claims) == 1 else f"{len(claims)} claims"),)
    if under is not None:
        line = (*line, Words(" under the "), User(under.prior), Words(" prior"))
    said = ", ".join(f"{count} {verdict}" for count, verdict in counts if count)
    line = (*line, Words(f": {said}")) if said else line
    if under is not None or not any(claim.expected for claim in claims):
        return line
    otherwise = [claim for claim in claims if not claim.ok]
    if not otherwise:
        return (*line, Words(", as expected" if len(claims) == 1 else ", all as expected"))
    if len(otherwise) > NAMES_IN_SUMMARY or not named:
        return (*line, Words(f"; {len(otherwise)} otherwise than expected"))
    names: list[Line] = [(User(claim.id),) for claim in otherwise]
    return (*line, Words("; otherwise than expected: "), *joined(names, Words(", ")))


def _circumstances(under: Circumstances | None) -> Iterator[Item]:
    """The numbers and facts in force."""
    if under is not None and under.scenario:
        yield Item((Words("with the numbers of "), User(under.scenario)))
    elif under is not None and under.numbers:
        yield Item((Words("with "), *numbers_line(under.numbers)))
    yield from given(under)


# --- one claim ----------------------------------------------------------------------------------------


def _finding(checked: Checked, under: Circumstances | None, unnamed: bool) -> Finding:
    label: Line = () if unnamed else (User(checked.id),)
    details = (*_said(checked, under), *_why(checked), *_where(checked, under))
    return Finding(label, checked.verdict, claim_line(checked.claim), details)


def _said(checked: Checked, under: Circumstances | None) -> Iterator[Detail]:
    """What was expected, the sentence it stands for, and what it is said under."""
    if checked.expected and not checked.ok:
        yield Detail("expected", (Words(checked.expected),))
    if checked.says:
        yield Detail("says", (User(checked.says),))
    if under is not None and checked.prior != under.prior:
        yield Detail("prior", (User(checked.prior),), telling=True)
    if checked.assuming:
        yield Detail("assuming", joined(map(fact, checked.assuming), AND), telling=True)


def _why(checked: Checked) -> Iterator[Detail]:
    """Why it is proved, or what was tried."""
    if checked.because and not checked.vacuous:  # what follows from the impossible is no reason
        yield Detail("because", _reasons(checked.because))
    certificate = checked.certificate
    if certificate is not None and certificate.by == "solver":
        says = "no numbers deny it, says a solver, whose word cannot be checked again"
        yield Detail("by solver", (Words(says),), telling=True)
    elif certificate is not None and not checked.because and not checked.vacuous:
        cases = len(list(certificate.proofs()))
        how = f" in each of {cases} cases" if cases > 1 else ""
        yield Detail("proof", (Words(f"its denial contradicts itself{how}"),))
    if checked.vacuous:
        yield Detail("vacuous", (Words("no numbers meet its premise"),), telling=True)
    if checked.tried:
        yield Detail("tried", (User(checked.tried),), telling=True)


def _reasons(reasons: Sequence[Because]) -> Line:
    """The first few; all of them are in the JSON."""
    more = len(reasons) - MOST_REASONS
    shown = reasons[:MOST_REASONS] if more > 1 else reasons
    rest: Line = (Words(f"; and {more} further cases (--json)"),) if more > 1 else ()
    return (*joined(map(_because, shown), Words("; ", joint=True)), *rest)


def _because(because: Because) -> Line:
    """`cost(A) - cost(B) = g*c(a) + t(b), each positive`."""
    line: Line = (Maths((because.difference, because.equals)), *_words(because.parts))
    if because.using:
        line = (*line, Words(", given "), *joined(map(sentence, because.using), AND))
    return line


def _words(text: str) -> Line:
    return (Words(f", {text}"),) if text else ()


def _where(checked: Checked, under: Circumstances | None) -> Iterator[Detail]:
    """Where it fails, and where it is true."""
    condition = checked.true_when
    if checked.counterexample is not None:
        line = _counterexample(checked.counterexample, checked, under)
        yield Detail("fails at", line, telling=condition is None and not checked.contradicted)
    if checked.contradicted:
        facts = under is not None and (under.facts or under.assumed)
        where = "where the facts hold" if facts or checked.assuming else "for any numbers"
        yield Detail("contradicted", (Words(f"it never holds {where}"),), telling=True)
    if condition is not None:
        key = "true exactly when" if condition.exactly else "true if"
        yield Detail(key, claim_line(condition.condition), telling=True)


def _counterexample(found: Counterexample, checked: Checked, under: Circumstances | None) -> Line:
    """`t(a) = 20, all else 1: 21 against 13`; what is known anyway is not said again."""
    known = {*(under.numbers if under is not None else ()), *found.of_scenario}
    numbers = {atom: value for atom, value in found.numbers.items() if atom not in known}
    line: Line = telling_numbers(numbers) if numbers else (Words("the numbers in force"),)
    if found.scenario is not None:
        place: Line = (Words("the numbers of "), User(found.scenario))
        line = (*line, Words(" and "), *place) if numbers else place
    if not found.worths:
        return line
    sides = checked.claim.operands if isinstance(checked.claim, Relation) else ()
    plain = sides == tuple(worth.formula for worth in found.worths)
    return (*line, Words(": "), *_worths(found.worths, plain))


def _worths(worths: Sequence[Worth], plain: bool) -> Line:
    """`21 against 13`; `plain`: without the formulas, which the claim itself has."""
    enough = (n for n in (3, 6, 12, 24) if len({Decimal(_rounded(w, n)) for w in worths}) == len(worths))
    digits = next(enough, 48)
    return joined((_worth(worth, plain, digits) for worth in worths), Words(" against "))


def _worth(worth: Worth, plain: bool, digits: int) -> Line:
    sides: tuple[Node, ...] = () if plain else (worth.formula,)
    if worth.value is not None and len(str(worth.value)) <= LONGEST_NUMBER:
        return (Maths((*sides, number_node(worth.value)), decimal_of(worth.value)),)
    rough = _rounded(worth, digits)
    return (Maths(sides, ("≈", rough)),) if sides else (Words(f"about {rough}"),)


def _rounded(worth: Worth, digits: int) -> str:
    """About what a side is worth, to so many digits."""
    middle: Fraction = (worth.low + worth.high) / 2
    number = Context(prec=digits).divide(Decimal(middle.numerator), Decimal(middle.denominator))
    return f"{number:f}" if -5 < number.adjusted() < 15 else f"{number:e}"

"""Conditions on the rate: when one variant beats another, when it beats all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mesaprior.formula import Comparison, Formula, RateInequality
from mesaprior.results.evidence import Evidence, Proof, Result, Status, approximately


@dataclass(frozen=True)
class Row:
    """Where every comparison in `when` holds: V beats `against` for the stated rates.

    `outcome` is `always` (every g > 0), `never`, `range`: g above every formula of `above` and below
    every formula of `below`, or `iff`: exactly where the comparison `iff` holds, since there is no g to
    solve for. `not_both_equal`: the comparisons in `when` may not all be equalities.
    """

    against: tuple[str, ...]
    when: tuple[Comparison, ...]
    outcome: Literal["always", "never", "range", "iff"]
    above: tuple[Formula, ...] = ()
    below: tuple[Formula, ...] = ()
    not_both_equal: bool = False
    iff: Comparison | None = None

    def to_dict(self) -> dict[str, Any]:
        return {
            "against": list(self.against),
            "when": [comparison.text for comparison in self.when],
            "not_both_equal": self.not_both_equal,
            "wins": self.outcome,
            "above": joined("max", self.above),
            "below": joined("min", self.below),
            **({"iff": self.iff.text} if self.iff else {}),
            **approximately(above=_single(self.above), below=_single(self.below)),
            "latex": range_latex(self),
        }


def _single(bounds: tuple[Formula, ...]) -> Formula | None:
    return bounds[0] if len(bounds) == 1 else None


def joined(function: str, bounds: tuple[Formula, ...]) -> str | None:
    """No bound, the bound, or `max(a, b)`."""
    if len(bounds) < 2:
        return bounds[0].text if bounds else None
    return f"{function}({', '.join(bound.text for bound in bounds)})"


def range_latex(row: Row) -> str:
    r"""The rates of a row as one chain: `lo < g < hi`, with `\max` and `\min` where there are several."""
    if row.iff is not None:
        return row.iff.latex
    if row.outcome != "range":
        return r"\text{every } g" if row.outcome == "always" else r"\text{never}"
    low = [bound.latex for bound in row.above]
    high = [bound.latex for bound in row.below]
    text = "g"
    if low:
        text = (low[0] if len(low) == 1 else rf"\max({', '.join(low)})") + " < " + text
    if high:
        text += " < " + (high[0] if len(high) == 1 else rf"\min({', '.join(high)})")
    return text


def choice_texts(choices: tuple[tuple[Comparison, ...], ...]) -> list[str]:
    """Each group as a claim: `c(a) < c(b) or t(b) > K`, in brackets where there are several groups."""
    groups = [" or ".join(part.text for part in group) for group in choices]
    return [f"({text})" if " or " in text and len(groups) > 1 else text for text in groups]


@dataclass(frozen=True)
class PairCondition(Result):
    """When `winner` beats `loser`. `inequality` is the whole condition in one line, true for every sign:
    `g*(c_V - c_W) < t_W - t_V`; `crossover` the rate of the tie, None where the rate plays no part."""

    winner: str
    loser: str
    status: Status
    inequality: RateInequality
    crossover: Formula | None
    rows: tuple[Row, ...]
    evidence: tuple[Evidence, ...] = ()
    choices: tuple[tuple[Comparison, ...], ...] = ()
    """Under a hard budget, in place of rows: of each group one comparison must hold."""

    def to_dict(self) -> dict[str, Any]:
        return {
            "winner": self.winner,
            "loser": self.loser,
            "status": self.status,
            "iff": " and ".join(choice_texts(self.choices)) if self.choices else self.inequality.text,
            "crossover": self.crossover.text if self.crossover else None,
            **approximately(crossover=self.crossover),
            "rows": [row.to_dict() for row in self.rows],
            "evidence": [item.to_dict() for item in self.evidence],
        }


@dataclass(frozen=True)
class Standing:
    """Who can win at all, three nested questions: under some increasing prior (`undominated`), at some rate
    under this prior (`somewhere`), at the rate that was asked (`at_rate`, None where none was). `evidence`
    settles the first two; the condition's own evidence settles the third."""

    undominated: Status
    somewhere: Status
    at_rate: Status | None = None
    evidence: tuple[Evidence, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "undominated": self.undominated,
            "at_some_rate": self.somewhere,
            "at_this_rate": self.at_rate,
            "evidence": [item.to_dict() for item in self.evidence],
        }


@dataclass(frozen=True)
class Dropped:
    """An opponent that need not be looked at: beating `implied_by` implies beating it."""

    opponent: str
    implied_by: tuple[str, ...]
    because: str
    proof: Proof


@dataclass(frozen=True)
class VariantCondition(Result):
    """For which g one variant wins.

    V wins iff, for each opponent that matters, a row of `rows` that names it in `against` holds. `status`
    speaks of all rates, or of the asked one where there is one. `dominated_by` names a variant that is no
    worse on every axis and better on one wherever the facts hold; `beaten_by` the variants of which one
    is always at least as cheap. `because` is the reason in the model's own symbols; `better_by` says on
    which axes `dominated_by` is better and by how much, where it is better.
    """

    variant: str
    title: str | None
    status: Status
    rows: tuple[Row, ...]
    standing: Standing
    dominated_by: str | None = None
    beaten_by: tuple[str, ...] = ()
    because: str | None = None
    inequalities: tuple[RateInequality, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    better_by: Mapping[str, Formula] = field(default_factory=dict)
    choices: tuple[tuple[Comparison, ...], ...] = ()
    """Under a hard budget, in place of rows and inequalities: of each group one comparison must hold."""

    @property
    def latex(self) -> str:
        """Bare TeX of the condition: its rows, each with its *when*, as `cases` where there are several."""
        if self.choices:
            groups = (r" \text{ or } ".join(part.latex for part in group) for group in self.choices)
            return r" \text{ and } ".join(f"({g})" if r"\text{ or }" in g else g for g in groups)
        if not self.rows:
            return rf"\text{{{self.status}}}"
        if len(self.rows) == 1 and not self.rows[0].when:
            return range_latex(self.rows[0])
        lines = []
        for row in self.rows:
            when = r" \text{ and } ".join(comparison.latex for comparison in row.when)
            lines.append(range_latex(row) + (rf" & \text{{when }} {when}" if when else ""))
        return r"\begin{cases} " + r" \\ ".join(lines) + r" \end{cases}"

    @property
    def sympy(self) -> Any:
        """The condition as a SymPy conjunction of `cost(V) < cost(W)` over the opponents that matter."""
        import sympy

        if self.status in {"always", "never"}:
            return sympy.true if self.status == "always" else sympy.false
        if self.choices:
            return sympy.And(*(sympy.Or(*(part.sympy for part in group)) for group in self.choices))
        return sympy.And(*(comparison.sympy for comparison in self.inequalities))

    def to_dict(self) -> dict[str, Any]:
        return {
            "status": self.status,
            "rows": [row.to_dict() for row in self.rows],
            "iff": choice_texts(self.choices) or [comparison.text for comparison in self.inequalities],
            "dominated_by": self.dominated_by,
            "beaten_by": list(self.beaten_by),
            "because": self.because,
            "standing": self.standing.to_dict(),
            "dropped": [
                {"opponent": item.opponent, "implied_by": list(item.implied_by), "because": item.because}
                for item in self.dropped
            ],
            "evidence": [item.to_dict() for item in self.evidence],
        }

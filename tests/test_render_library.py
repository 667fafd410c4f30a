"""What holds of every formula that the built-in models show: names as declared, order, chains."""

from __future__ import annotations

import re

from library_tables import documents

from mesaprior.language import Negate, Relation, Sum
from mesaprior.language.latex import upright
from mesaprior.language.nodes import walk
from mesaprior.render import render
from mesaprior.render.document import maths_of
from mesaprior.render.findings import as_shown
from mesaprior.render.tex import legend


def test_a_sum_begins_with_what_is_added() -> None:
    """Unless all of it is taken away."""
    sums = 0
    for asked, document in documents().items():
        for span in maths_of(document.lines):
            for part in (part for side in span.sides for part in walk(side)):
                if isinstance(part, Sum):
                    sums += 1
                    minus = [isinstance(summand, Negate) for summand in part.summands]
                    assert not minus[0] or all(minus), asked
    assert sums > 2000


def test_a_range_of_rates_is_one_chain() -> None:
    chains = 0
    for asked, document in documents().items():
        parts = [part for span in maths_of(document.lines) for side in span.sides for part in walk(side)]
        chains += sum(isinstance(part, Relation) and len(part.operands) == 3 for part in parts)
        text = render(document, "text", width=400)
        assert not re.search(r"g > \S+ and g < |g < \S+ and g > ", text), asked
    assert chains > 20


def test_names_are_shown_as_declared() -> None:
    """A name that has LaTeX of its own is nowhere set in its plain spelling; the legend has what is
    shown and nothing else."""
    declared = 0
    for asked, document in documents().items():
        for format in ("latex", "latex-array", "lesswrong"):
            shown = render(document, format)
            for name, tex in document.spelling.latex.items():
                if len(name) > 1 and upright(name) != tex:
                    assert upright(name) not in shown, (asked, format, name)
            named = legend(as_shown(document, all_tables=format != "lesswrong"))
            for tex, _ in named:
                assert shown.count(tex) > 1, (asked, format, tex)  # where it is used, and in the legend
            declared += len(named)
    assert declared > 1000, declared

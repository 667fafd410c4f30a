"""Every LaTeX table compiles as printed, in a real pdflatex, and nothing runs off the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hand_made import NUMBERS, SYMBOLS, TITLES, conditions, cost, everything, pairs, worked_wins
from hostile import HOSTILE
from library_tables import documents
from test_typeset import TAKEN
from tex import compiled, compiled_whole, text_of

import mesaprior as mp
from mesaprior.language import typeset
from mesaprior.render import document_for, escape, render
from mesaprior.render.document import Document, User, Words
from mesaprior.results import Costs

GOLDEN = Path(__file__).with_name("golden") / "render"
SLACK = 2.0
"""Points that a line may be too wide without anybody seeing it."""

LONG = """\
name: long-names
variants:
  honest_program_with_world_model:
    title: pursues the base objective as it is written down in its own weights, whatever it is trained on
    complexity: extremely_long_name_of_a_base_objective_locator_subroutine + shared_world_model_of_everything
    time: computing_a_proxy_for_the_objective_every_single_time_step
  deceptive_program_simple:
    title: simple deceptive
    complexity: the_simplest_objective_that_can_be_stored + combining_parts + shared_world_model_of_everything
    time: rederive(the_proxy(from_the_environment(every_episode))) + deception_overhead_per_step_of_the_world
  memorising_program:
    {title: memorising, complexity: giant_table_of_all_the_answers, time: one_lookup_in_a_table}
  random_program: {complexity: tiny_random_generator, time: sampling_until_something_good_happens}
facts: [c(tiny_random_generator) <= c(giant_table_of_all_the_answers)]
scenarios:
  thirds:
    c: {extremely_long_name_of_a_base_objective_locator_subroutine: 40, shared_world_model_of_everything: 1/3,
        the_simplest_objective_that_can_be_stored: 5, combining_parts: 1,
        giant_table_of_all_the_answers: 5000, tiny_random_generator: 1}
    t: {computing_a_proxy_for_the_objective_every_single_time_step: 8, one_lookup_in_a_table: 1,
        rederive(the_proxy(from_the_environment(every_episode))): 30,
        deception_overhead_per_step_of_the_world: 10, sampling_until_something_good_happens: 100000}
"""


def too_wide(log: str) -> list[str]:
    """The lines that stick out by more than anybody would see."""
    found = re.findall(r"Overfull \\hbox \(([0-9.]+)pt too wide\)[^\n]*", log)
    return [points for points in found if float(points) > SLACK]


def test_every_golden_table_compiles_and_fits() -> None:
    bodies = [
        path.read_text("utf-8")
        for path in sorted(GOLDEN.glob("*.tex"))
        if "array" not in path.name and "standalone" not in path.name
    ]
    assert len(bodies) >= 17
    log = compiled(bodies)
    assert too_wide(log) == []
    assert "Float too large" not in log


def test_the_standalone_document_compiles() -> None:
    log = compiled_whole((GOLDEN / "conditions-standalone.tex").read_text("utf-8"))
    assert "Warning: Reference" not in log


def test_every_table_of_the_library_compiles_and_fits() -> None:
    """Conditions, costs, pairs, claims of every built-in model, with a caption and a label of somebody's."""
    bodies, stood = [], 0
    for place, (asked, document) in enumerate(documents().items()):
        label = f"tab:{place}" if place % 2 else None
        caption = f"{asked[0]}: 50% of {asked[1]}_1 & more" if place % 3 else None
        body = render(document, "latex", caption=caption, label=label)
        assert body.count(r"\caption{") == 1 and body.count(r"\label{") == bool(label)
        bodies.append(f"{body}See \\ref{{{label}}}." if label else body)
        whole = render(document, "latex", caption=caption, label=label, standalone=True)
        stood += whole == f"{STANDALONE}{body}\n\\end{{document}}\n"
    assert len(bodies) == stood >= 60
    log = compiled(bodies)
    print(f"{len(bodies)} tables compiled")
    assert too_wide(log) == []
    assert "Float too large" not in log


STANDALONE = "\\documentclass{article}\n\\usepackage{booktabs,amsmath}\n\\begin{document}\n\n"


def test_every_array_of_the_library_and_every_name_is_good_amsmath() -> None:
    arrays = [f"\\[{render(document, 'latex-array').strip()}\\]" for document in documents().values()]
    commands = [
        *(f"\\{name}" for name in typeset.SYMBOLS), *(rf"\{name}{{x_1}}" for name in typeset.ACCENTS),
        *(rf"\{name}{{AB}}" for name in typeset.STYLES), *TAKEN,
    ]  # fmt: skip
    compiled([*arrays, *(f"${tex}$" for tex in commands)])


def test_every_array_is_good_amsmath() -> None:
    bodies = [f"\\[{path.read_text('utf-8').strip()}\\]" for path in sorted(GOLDEN.glob("*.array.tex"))]
    compiled(bodies)


def long_results(tmp_path: Path) -> list[Any]:
    path = tmp_path / "long.yaml"
    path.write_text(LONG, encoding="utf-8")
    model = mp.load(path)
    return [
        model.conditions(),
        model.conditions(scenario="thirds"),
        model.wins(g=2),
        model.wins(g=2, scenario="thirds"),
        model.pairs(),
        model.costs(),
        model.costs(scenario="thirds"),
        model.compare("honest_program_with_world_model", "deceptive_program_simple"),
    ]


def test_four_variants_with_long_names_fit_the_page(tmp_path: Path) -> None:
    """Columns become paragraphs, rows are stacked, a long table goes on in a further float."""
    documents = [document_for(result) for result in long_results(tmp_path)]
    bodies = [render(document, "latex") for document in documents]
    log = compiled(bodies)
    assert too_wide(log) == []
    assert "Float too large" not in log
    assert sum(body.count(r"\textit{(continued)}") for body in bodies) >= 2
    assert all(body.count(r"\caption") == 1 for body in bodies)


def test_a_table_over_two_pages_says_again_what_it_is_about() -> None:
    """The head, and the variant that the row above had said."""
    found = pairs()
    many = replace(found, pairs=found.pairs * 6)
    pages = render(document_for(many), "latex").split(r"\textit{(continued)}")
    assert len(pages) > 2
    for page in pages[1:-1]:
        rows = page.split(r"\midrule")[1].strip().splitlines()
        assert rows[0].startswith(r"$\mathrm{H\_") and "when" in page.split(r"\midrule")[0]


HARMLESS = document_for(worked_wins())


def hostile_documents() -> list[Document]:
    """The labels in a caption, in cells and in notes, some dozens to a table."""
    documents = []
    for start in range(0, len(HOSTILE), 12):
        labels = HOSTILE[start : start + 12]
        costs = tuple(replace(cost("H_fh", NUMBERS), title=label or None) for label in labels)
        under = replace(worked_wins().under, facts=tuple(labels))
        document = document_for(Costs(under, None, costs))
        documents.append(replace(document, caption=(Words("labels "), *map(User, labels))))
    return documents


def test_hostile_titles_compile() -> None:
    log = compiled([render(document, "latex") for document in hostile_documents()])
    assert "runsystem(" not in log and "(/etc/passwd" not in log


def test_hostile_captions_compile() -> None:
    captions = [label for label in HOSTILE if len(label) < 200]
    joined = [" ".join(captions[start : start + 20]) for start in range(0, len(captions), 20)]
    compiled([render(HARMLESS, "latex", caption=caption) for caption in joined])


def test_hostile_arrays_compile() -> None:
    known = r"\providecommand\lt{<}\providecommand\gt{>}\providecommand\backprime{`}"
    labels = [label for label in HOSTILE if label.isascii() and len(label) < 200]
    bodies = []
    for start in range(0, len(labels), 10):
        found = [replace(HARMLESS, headline=(User(label),)) for label in labels[start : start + 10]]
        bodies += [f"{known}\\[{render(document, 'latex-array').strip()}\\]" for document in found]
    compiled(bodies)


def test_what_a_reader_sees_is_what_was_typed() -> None:
    r"""`\input{/etc/passwd}` stands on the page, letter by letter; `--` stays two signs."""
    labels = [
        r"\input{/etc/passwd}",
        "50% & more_ #1 {x}",
        "a -- b --- c",
        "$x^2$ ~ 1",
        "[red] *x*",
        "<b> | c",
        "é Ö",
    ]
    titles = {**TITLES, **dict(zip(("H_fh", "H_sd", "H_fd"), labels, strict=False))}
    document = document_for(worked_wins(2, titles, facts=tuple(labels[3:])))
    source = render(document, "latex", standalone=True, caption="c")
    shown = text_of(source.replace(r"\begin{document}", r"\usepackage[T1]{fontenc}\begin{document}"))
    flat = re.sub(r"\s+", "", unicodedata.normalize("NFKC", shown))
    for label in labels:
        assert re.sub(r"\s+", "", label) in flat


def test_every_letter_that_is_kept_is_known_to_pdflatex() -> None:
    letters = sorted(escape.TEX_LETTERS)
    log = compiled([" ".join(f"{letter}x" for letter in letters)])
    assert "undefined" not in log
    assert escape.tex("日") == r"\texttt{U+65E5}" and escape.tex("é") == "é"


@pytest.mark.parametrize("result", everything(), ids=lambda result: type(result).__name__)
def test_only_the_tables_that_are_promised(result: Any) -> None:
    """The array never uses what MathJax lacks; the booktabs table nothing beyond booktabs and amsmath."""
    document = document_for(result)
    array = render(document, "latex-array")
    assert not re.search(r"tabular|toprule|multicolumn|cline|makecell|\\par\b", array)
    environments = set(re.findall(r"\\begin\{([^}]*)\}", render(document, "latex")))
    assert environments <= {"table", "tabular", "minipage"}


def test_the_legend_names_what_is_spelled_otherwise() -> None:
    shown = render(document_for(conditions()), "latex")
    assert r"$\mathrm{base}$ is \texttt{get\_base\_obj}" in shown
    assert r"$\mathrm{find}$ is \texttt{find(\allowbreak{}get\_\allowbreak{}proxy" in shown
    assert r"$\mathrm{combine}$ is" not in shown, (
        "a name that is spelled as the model spells it needs no legend"
    )
    assert SYMBOLS.latex["combine"] == r"\mathrm{combine}"

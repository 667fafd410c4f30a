"""The library as notebooks and essays use it."""

from __future__ import annotations

import json
from fractions import Fraction as F

import pytest

import mesaprior as mp
from mesaprior.cli import run


@pytest.fixture(scope="module")
def seed() -> mp.Model:
    return mp.load("speed-simplicity")


def test_the_winner_is_the_text_of_the_answer(seed: mp.Model) -> None:
    assert str(seed.wins(g=2, scenario="worked")) == "H_fh"
    assert str(seed.wins(g="64/25", scenario="worked")) == "tie: H_fh, H_sd"
    assert str(seed.wins(g=2)) == "it depends on the numbers"


def test_what_is_printed_is_what_the_command_line_says() -> None:
    """And no field of a dataclass."""
    seed = mp.load("speed-simplicity")
    known = {"g": 2, "scenario": "worked"}
    printed = {
        "H_fh wins at g = 2 until c(get_base_obj) rises": str(seed.sensitivity(**known)),  # type: ignore[arg-type]
        "H_fh and H_sd can win, depending on g": str(seed.conditions()),
        "H_fh (fast honest) can win": str(seed.conditions()["H_fh"]),
        "H_fh or H_sd: which wins depends": str(seed.compare("H_fh", "H_sd")),
        "✓ fd-dominated": str(seed.check()),
        "what each variant costs": str(seed.costs()),
        "3 comparisons: when the first variant": str(seed.pairs()),
        "H_fd never wins, whatever the prior": str(seed.compare_priors()),
        "from speed-simplicity to": str(mp.diff("speed-simplicity", "speed-simplicity-cores")),
    }
    for start, text in printed.items():
        assert text.startswith(start), text[:200]
        assert "Circumstances(" not in text


def test_numbers_are_fractions(seed: mp.Model) -> None:
    result = seed.wins(g=F(2), scenario="worked")
    assert (result.g, result.margin) == (F(2), F(14))
    assert [cost.cost.value for cost in result.costs] == [F(658), F(672), F(675)]


def test_floats_are_refused(seed: mp.Model) -> None:
    with pytest.raises(mp.InputError, match="not an exact number"):
        seed.wins(g=0.1)  # type: ignore[arg-type]


def test_conditions_have_latex_and_sympy(seed: mp.Model) -> None:
    import sympy

    condition = seed.conditions()["H_fh"]
    assert condition.latex.startswith(r"\begin{cases} g < (t(\mathrm{combine})")
    assert isinstance(condition.sympy, sympy.logic.boolalg.Boolean)
    assert seed.conditions()["H_fd"].sympy is sympy.false


def test_the_crossover_in_three_spellings(seed: mp.Model) -> None:
    crossover = seed.crossover("H_sd", "H_fh")
    symbols = {str(symbol): symbol for symbol in crossover.sympy.free_symbols}
    assert all(symbol.is_positive for symbol in symbols.values())
    numbers = {"c(get_base_obj)": 40, "c(simplest_obj)": 5, "c(combine)": 10}
    numbers |= {"t(combine)": 2, "t(get_proxy_for_base_obj)": 8}
    numbers |= {"t(find(get_proxy_for_base_obj(env)))": 30, "t(mesaoptimize_outer_world_env)": 40}
    assert crossover.sympy.xreplace({symbols[name]: value for name, value in numbers.items()}) == F(64, 25)
    assert seed.crossover("H_sd", "H_fh", scenario="worked").value == F(64, 25)
    assert " / (c(\\mathrm{base}) - " in crossover.latex


def test_assuming_is_a_new_model(seed: mp.Model) -> None:
    bolder = seed.assuming("c(get_base_obj) < c(simplest_obj) + c(combine)")
    assert bolder.conditions().to_dict()["assumed"] == ["c(get_base_obj) < c(simplest_obj) + c(combine)"]
    assert seed.conditions().to_dict()["assumed"] == []
    assert bolder.conditions()["H_fh"].status == "possible"
    faster = bolder.assuming("t(get_proxy_for_base_obj) < t(combine) + t(find(get_proxy_for_base_obj(env)))")
    assert faster.conditions()["H_fh"].status == "always"
    with pytest.raises(mp.InputError, match="unknown term"):
        seed.assuming("c(get_base) < 1")


def test_a_model_made_in_python_is_the_same_as_its_yaml() -> None:
    from mesaprior.loading import load_text

    made = mp.Model(
        name="small",
        variants={
            "A": {"complexity": "a + b", "time": 3},
            "B": {"complexity": "a", "time": "2*b", "tags": ["x"]},
        },
        facts=["t(b) > 2"],
        scenarios={"one": {"c": {"a": 1, "b": "1/2"}, "t": {"b": F(5, 2)}}},
    )
    assert load_text(made.to_yaml()).spec.model_dump() == made.model_dump()
    assert made.conditions()["B"].standing.undominated == "always"
    assert str(made.wins(g=1, scenario="one")) == "A"
    assert made.wins(g=4, scenario="one").tie == ("A", "B")


def test_every_mistake_of_a_python_model_is_reported() -> None:
    with pytest.raises(mp.InputError) as raised:
        mp.Model(name="m", variants={"A": {"complexity": "a +", "time": "b ^ 2"}})
    assert [problem.code for problem in raised.value.problems] == ["formula-syntax", "foreign-sign"]


def test_results_are_the_command_lines_json(seed: mp.Model, capsys: pytest.CaptureFixture[str]) -> None:
    questions = {
        ("wins", "-g", "2", "--scenario", "worked"): seed.wins(g=2, scenario="worked"),
        ("conditions",): seed.conditions(),
        ("compare", "H_fh", "H_sd"): seed.compare("H_fh", "H_sd"),
        ("table", "--of", "costs"): seed.costs(),
        ("table", "--of", "pairs"): seed.pairs(),
    }
    for arguments, result in questions.items():
        assert run([*arguments, "-q", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == result.to_dict()


@pytest.mark.parametrize("format", ["text", "markdown", "latex", "latex-array", "csv", "json"])
def test_tables_go_to_every_format(seed: mp.Model, format: str) -> None:
    for of in ("conditions", "costs", "pairs"):
        assert "H_fd" in seed.table(of).to(format).replace(r"H\_fd", "H_fd")  # type: ignore[arg-type]


def test_a_notebook_shows_text_markdown_and_array(seed: mp.Model) -> None:
    bundle = seed.wins(g=2, scenario="worked")._repr_mimebundle_()
    assert {"text/plain", "text/markdown", "text/latex"} <= bundle.keys()
    assert "tabular" not in bundle["text/latex"]
    assert bundle["text/plain"].startswith("H_fh (fast honest) wins at g = 2")


def test_unknown_names_have_suggestions(seed: mp.Model) -> None:
    for ask in (
        lambda: seed.wins(g=2, scenario="wrked"),
        lambda: seed.crossover("H_sd", "H_fx"),
        lambda: seed.table("costz"),  # type: ignore[arg-type]
        lambda: seed.wins(g=2, numbers={"c(combin)": 1}),
    ):
        with pytest.raises(mp.InputError, match="did you mean"):
            ask()

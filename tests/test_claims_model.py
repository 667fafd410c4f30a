"""Claims from a model file to a built model: names resolved, every problem at its place, other priors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mesaprior import limits
from mesaprior.algebra import Budget
from mesaprior.errors import InputError
from mesaprior.language import Relation, parse_claim, write_claim
from mesaprior.loading import load_checked, load_text
from mesaprior.model import Model, build, model_under, parsed_claim, stated
from mesaprior.spec import ModelSpec, PriorSpec

TEXT = """\
name: m
prior: PRIOR
parameters: {p: {above: 1}, z: {}}
terms: {a: {}, b: {}, n: {may_be_zero: true}}
variants:
  A: {complexity: a + n, time: b}
  B: {complexity: b, time: a}
  C: {complexity: a + b, time: a + b}
"""


def made(more: str = "", prior: str = "linear") -> Model:
    return build(load_text(TEXT.replace("PRIOR", prior) + more).spec)


MODEL = made()
ADDITIVE = made(prior="additive")

# --- what is read -------------------------------------------------------------------------------------

READ = [
    ("A wins", "A wins"),
    ("not (A never wins)", "not A never wins"),
    ("A beats B at g = 3/2", "A beats B at g = 3/2"),
    ("A ties B at g = p*c(a)/t(b)", "A ties B at g = p*c(a)/t(b)"),
    ("A dominates C for all g", "A dominates C for all g"),
    ("c(A) < t(B) <= cost(C)", "c(A) < t(B) <= cost(C)"),
    ("A wins for g > 2", "A wins for g > 2"),
    ("A wins for 2 < g", "A wins for 2 < g"),
    ("A wins for p <= g < c(a)", "A wins for p <= g < c(a)"),
    ("A wins for c(a) > g >= 1 and B wins for some g", "A wins for c(a) > g >= 1 and B wins for some g"),
    ("g*c(a) < t(b) for 1 < g <= 2", "g*c(a) < t(b) for 1 < g <= 2"),
    ("log2(t(a)) < min(c(a), c(b), 1)", "log2(t(a)) < min(c(a), c(b), 1)"),
    ("A wins at g = max(1, p)", "A wins at g = max(1, p)"),
    ("A wins for g < log2(2*c(a))", "A wins for g < log2(2*c(a))"),
    ("if c(a)/(c(b) + c(n)) < 1 then A wins", "if c(a)/(c(b) + c(n)) < 1 then A wins"),
]


@pytest.mark.parametrize(("text", "written"), READ)
def test_a_claim_is_read(text: str, written: str) -> None:
    assert parsed_claim(text, MODEL) == parse_claim(written)
    assert stated(MODEL, text).text == written


ESSAYS = [
    ("g(c(a)) < t(b)", "g*c(a) < t(b)"),
    ("if g(c(a) + c(b)) < 1 then A beats B for small g", "if g*(c(a) + c(b)) < 1 then A beats B for small g"),
    ("c(a) < c(b) or t(A) < g(c(B))", "c(a) < c(b) or t(A) < g*c(B)"),
]


@pytest.mark.parametrize(("text", "written"), ESSAYS)
def test_the_essays_rate_means_the_factor(text: str, written: str) -> None:
    assert parsed_claim(text, ADDITIVE) == parse_claim(written)
    with pytest.raises(InputError) as caught:
        parsed_claim(text, MODEL)
    assert [problem.code for problem in caught.value.problems] == ["unknown-axis"]


# --- what is refused ----------------------------------------------------------------------------------

AXES_OF_A = "say on which axis: c(a) or t(a)"
BOUNDS = "a range of rates bounds g, and its bounds do not depend on g"
AS_A_RANGE = "as in for g < 2, or for 1 <= g < p"
NO_RATE = ("the rate that is spoken of cannot depend on the rate g", "write it without g, as in at g = 2")
BOTH_WAYS = (
    "the comparisons of this range point both ways",
    "as in for 1 <= g < p, from the smallest to the largest",
)
TWO = "name two different variants"
GOES_TO_0 = "for what holds as g goes to 0, write for small g"
MULTIPLY_OUT = "multiply the formula out, so that nothing is divided by it"
Said = tuple[str, tuple[int, int], str, str | None]

REFUSED: list[tuple[str, list[Said]]] = [
    ("D wins", [("unknown-variant", (0, 1), "unknown variant 'D'", "the variants are A, B or C")]),
    ("a beats B", [("unknown-variant", (0, 1), "unknown variant 'a'", "the variants are A, B or C")]),
    (
        "A beats A_ and BB ties B",
        [
            ("unknown-variant", (8, 10), "unknown variant 'A_'", "did you mean 'A'?"),
            ("unknown-variant", (15, 17), "unknown variant 'BB'", "did you mean 'B'?"),
        ],
    ),
    ("A beats A", [("same-variant", (0, 9), "'A' is compared with itself", TWO)]),
    ("A wins and B never beats B", [("same-variant", (11, 26), "'B' is compared with itself", TWO)]),
    ("C ties C", [("same-variant", (0, 8), "'C' is compared with itself", TWO)]),
    ("C dominates C at g = 1", [("same-variant", (0, 13), "'C' is compared with itself", TWO)]),
    (
        "c(d) < a or cost(a) < l(a)",
        [
            ("unknown-term", (2, 3), "unknown term 'd'", None),
            ("unknown-name", (7, 8), "unknown name 'a'", AXES_OF_A),
            ("unknown-variant", (17, 18), "unknown variant 'a'", "the variants are A, B or C"),
            ("unknown-axis", (22, 26), "'l' is not an axis", "here c, t or cost can be applied to one name"),
        ],
    ),
    ("A wins at g = g", [("rate-of-the-rate", (14, 15), *NO_RATE)]),
    (
        "A wins at g = 2*g + g",
        [("rate-of-the-rate", (16, 17), *NO_RATE), ("rate-of-the-rate", (20, 21), *NO_RATE)],
    ),
    ("A wins at g = 0", [("rate-not-positive", (14, 15), "the rate g must be positive, not 0", GOES_TO_0)]),
    (
        "A wins at g = 1/2 - 1",
        [("rate-not-positive", (14, 21), "the rate g must be positive, not -1/2", GOES_TO_0)],
    ),
    ("A wins at g = c(d)", [("unknown-term", (16, 17), "unknown term 'd'", None)]),
    (
        "A wins at g = t(a)/(c(a) - c(b))",
        [
            (
                "divisor-may-be-zero",
                (20, 31),
                "the divisor c(a) - c(b) is not known to be positive",
                MULTIPLY_OUT,
            )
        ],
    ),
    ("A wins for g == 2", [("not-a-range", (11, 17), "a single rate is not a range", "write at g = 2")]),
    ("A wins for p == g", [("not-a-range", (11, 17), "a single rate is not a range", "write at g = p")]),
    ("A wins for 1 < g > 2", [("not-a-range", (11, 20), *BOTH_WAYS)]),
    ("A wins for 1 >= g <= 2", [("not-a-range", (11, 22), *BOTH_WAYS)]),
    ("A wins for 1 < 2", [("not-a-range", (11, 16), BOUNDS, AS_A_RANGE)]),
    ("A wins for g < g", [("not-a-range", (15, 16), BOUNDS, AS_A_RANGE)]),
    ("A wins for 1 < 2*g", [("not-a-range", (17, 18), BOUNDS, AS_A_RANGE)]),
    (
        "A wins for g - 1 < g < 2*g",
        [("not-a-range", (11, 12), BOUNDS, AS_A_RANGE), ("not-a-range", (25, 26), BOUNDS, AS_A_RANGE)],
    ),
    (
        "A wins for 1 < g < c(d)",
        [("unknown-term", (21, 22), "unknown term 'd'", None)],
    ),
    (
        "c(a)/c(n) < 1",
        [("divisor-may-be-zero", (5, 9), "the divisor c(n) is not known to be positive", MULTIPLY_OUT)],
    ),
    ("c(a)/(1 - 1) < 1", [("division-by-zero", (6, 11), "this divides by zero", None)]),
    (
        "not c(a)**9 < 1",
        [
            (
                "exponent-too-large",
                (10, 11),
                "the exponent 9 is larger than 8",
                "use a smaller power, or a parameter for the result",
            )
        ],
    ),
    (
        "c(a)**8*c(b)**8 < 1",
        [
            (
                "degree-too-high",
                (0, 15),
                "expanded, this formula has a part of degree above 12",
                "use a smaller power",
            )
        ],
    ),
    (
        "t(a)**8/(c(a) + 1)**8 < 1/(c(b) + t(b))**8",
        [
            (
                "degree-too-high",
                (0, 42),
                "expanded, this formula has a part of degree above 12",
                "use a smaller power",
            )
        ],
    ),
    (
        "log2(c(a), 2) < 1 and min(c(a)) < 1",
        [
            (
                "wrong-arguments",
                (0, 13),
                "log2 takes one argument, and has 2 here",
                "as in log2(t(a))",
            ),
            (
                "wrong-arguments",
                (22, 31),
                "min takes two or more, and has 1 here",
                "as in min(c(a), c(b))",
            ),
        ],
    ),
    ("A win", [("formula-syntax", (2, 5), "'win' is not a word of claims", "did you mean 'wins'?")]),
]


@pytest.mark.parametrize(("text", "said"), REFUSED, ids=[text for text, _ in REFUSED])
def test_error_in_a_claim(text: str, said: list[Said]) -> None:
    with pytest.raises(InputError) as caught:
        parsed_claim(text, MODEL, ("claims", 3, "formal"))
    found = caught.value.problems
    assert [(problem.code, problem.span, problem.message, problem.help) for problem in found] == said
    assert {problem.loc for problem in found} == {("claims", 3, "formal")}


def test_the_rate_applied_is_the_rate_all_the_same() -> None:
    for text in ("A wins at g = g(c(a))", "A wins for 1 < g < g(c(a))"):
        with pytest.raises(InputError) as caught:
            parsed_claim(text, ADDITIVE)
        assert [problem.code for problem in caught.value.problems] == [
            "rate-of-the-rate" if " at " in text else "not-a-range"
        ]


RATES_NAMED = [
    ("A wins for some g", (7, 17)),
    ("A wins for small g and B beats C", (7, 18)),
    ("A beats B at g = 2", (10, 18)),
]


@pytest.mark.parametrize(("text", "span"), RATES_NAMED)
def test_error_no_rates_where_g_is_an_unspecified_function(text: str, span: tuple[int, int]) -> None:
    model = replace(MODEL, symbols=replace(MODEL.symbols, rate_of="unspecified"))
    assert parsed_claim("A beats B for all g", model) == parse_claim("A beats B for all g")
    with pytest.raises(InputError) as caught:
        parsed_claim(text, model)
    (problem,) = caught.value.problems
    assert (problem.code, problem.span, problem.message, problem.help) == (
        "rate-is-a-function",
        span,
        "under this prior g is an increasing function of which nothing else is known, not a number",
        "write for all g, or leave the rates out: what is said then holds for every such function",
    )


# --- laws ----------------------------------------------------------------------------------------------

ATOMS = st.sampled_from(["1", "3/2", "0", "p", "z", "g", "c(a)", "t(b)", "c(n)", "t(B)", "cost(A)", "c(q)"])
EXPRESSIONS = st.recursive(
    ATOMS,
    lambda part: st.one_of(
        st.builds("({} {} {})".format, part, st.sampled_from(["+", "-", "*", "/"]), part),
        st.builds("{}**{}".format, st.sampled_from(["p", "c(a)", "(c(a) + g)"]), st.integers(0, 9)),
        st.builds("log2({})".format, part),
        st.builds("max({}, {})".format, part, part),
    ),
    max_leaves=4,
)
SIGNS = st.sampled_from(["<", "<=", ">", ">=", "=="])
VARIANTS = st.sampled_from(["A", "B", "C", "D"])
SENTENCES = st.one_of(
    st.builds("{} wins".format, VARIANTS),
    st.builds("{} {} {}".format, VARIANTS, st.sampled_from(["beats", "ties", "dominates"]), VARIANTS),
    st.builds("{} {} {}".format, EXPRESSIONS, SIGNS, EXPRESSIONS),
)
RATES = st.one_of(
    st.sampled_from(["", " for all g", " for some g", " for small g"]),
    st.builds(" at g = {}".format, EXPRESSIONS),
    st.builds(" for g {} {}".format, SIGNS, EXPRESSIONS),
    st.builds(" for {} {} g {} {}".format, EXPRESSIONS, SIGNS, SIGNS, EXPRESSIONS),
)
SPOKEN = st.builds("{}{}".format, SENTENCES, RATES)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(SPOKEN, SPOKEN, st.sampled_from(["{}", "not ({})", "if {} then {}", "{} or {}"]))
def test_what_is_read_reads_back_and_each_problem_of_a_part_is_one_of_the_whole(
    left: str, right: str, shape: str
) -> None:
    """A claim is refused exactly where one of its parts is, for the same reasons."""
    parts = [left, right][: shape.count("{}")]
    reasons = [problem for part in parts for problem in reasons_against(part)]
    text = shape.format(*parts)
    assert reasons_against(text) == reasons
    if not reasons:
        written = parsed_claim(text, MODEL)
        assert parsed_claim(write_claim(written), MODEL) == written


def reasons_against(text: str) -> list[tuple[str, str]]:
    try:
        parsed_claim(text, MODEL)
    except InputError as error:
        assert all(problem.span and 0 <= problem.span[0] < problem.span[1] for problem in error.problems)
        assert all(problem.span and problem.span[1] <= len(text) for problem in error.problems)
        return [(problem.code, problem.message) for problem in error.problems]
    return []


# --- asked without standing in the file ----------------------------------------------------------------


def test_a_stated_claim() -> None:
    statement = stated(
        MODEL, "(A wins)", id="x", says="A it is", assuming=["c(a)<1", "p > 2"], expect="refuted"
    )
    assert (statement.id, statement.says, statement.text, statement.expect) == (
        "x",
        "A it is",
        "A wins",
        "refuted",
    )
    assert [fact.text for fact in statement.assuming] == ["c(a) < 1", "p > 2"]
    assert (statement.prior, statement.note, statement.loc) == (None, None, ())
    assert [fact.text for fact in stated(MODEL, "A wins", assuming="c(a) < 1").assuming] == ["c(a) < 1"]


def test_error_in_what_is_stated_is_placed_in_its_own_text() -> None:
    with pytest.raises(InputError) as caught:
        stated(MODEL, "D wins", assuming=["c(a) < 1", "c(d) < 1"])
    assert str(caught.value) == (
        "error[unknown-variant]: unknown variant 'D'\n --> claim:1:1\n  |\n1 | D wins\n  | ^\n"
        "  = help: the variants are A, B or C\n\n"
        "error[unknown-term]: unknown term 'd'\n --> assumption:1:3\n  |\n1 | c(d) < 1\n  |   ^"
    )


def test_questions_do_not_use_up_the_models_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(50):
        stated(MODEL, "(c(a) + c(b))**8 < (t(a) + t(b))**8 + cost(A)")
    before = MODEL.expansion.budget.left
    stated(MODEL, "(c(a) + c(b))**8 < 1", assuming="(c(a) + c(b))**8 < 1")
    assert MODEL.expansion.budget.left == before


# --- in a model file -----------------------------------------------------------------------------------

CLAIMS = """\
claims:
  - {id: one, says: A is best, formal: A wins for small g, expect: refuted, note: why not}
  - {id: two, formal: A beats B, assuming: c(a) < c(b)}
  - {id: three, formal: g(c(a)) < t(b), prior: additive, assuming: [g(c(a)) < 1, p < 2]}
  - {id: four, formal: q*c(A) < t(B), prior: {cost: g*c + q*t, parameters: {q: {above: 1}}}}
"""


def test_claims_of_a_file() -> None:
    model = made(CLAIMS)
    assert [(claim.id, claim.text, [fact.text for fact in claim.assuming]) for claim in model.claims] == [
        ("one", "A wins for small g", []),
        ("two", "A beats B", ["c(a) < c(b)"]),
        ("three", "g*c(a) < t(b)", ["g*c(a) < 1", "p < 2"]),
        ("four", "q*c(A) < t(B)", []),
    ]
    one, two, three, four = model.claims
    assert (one.says, one.expect, one.note, one.prior) == ("A is best", "refuted", "why not", None)
    assert (two.expect, three.prior, three.loc) == (None, "additive", ("claims", 2, "formal"))
    assert three.assuming[1].loc == ("claims", 2, "assuming", 1)
    assert isinstance(three.written, Relation)
    assert isinstance(four.prior, PriorSpec)
    assert made().claims == ()


def problems_of(text: str, tmp_path: Path) -> list[tuple[str, int, int, str]]:
    path = tmp_path / "m.yaml"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        load_checked(path, build)
    return [
        (problem.code, problem.place.line, problem.place.column, problem.message)
        for problem in caught.value.problems
        if problem.place is not None
    ]


def test_error_all_claims_of_a_file_at_once(tmp_path: Path) -> None:
    text = (
        TEXT.replace("PRIOR", "linear")
        + "claims:\n"
        + "  - {id: one, formal: D wins and c(q) < 1, assuming: [c(a) < 1, c(r) < 1]}\n"
        + "  - {id: two, formal: A wins, assuming: c(a) < c(s)}\n"
        + "  - {id: three, formal: 'A wins for g == 2', prior: additive}\n"
        + "  - {id: four, formal: A wins, prior: {cost: g*c + v*t}}\n"
        + "  - {id: five, formal: A wins, prior: {cost: g*c + a*t, parameters: {a: {}}}}\n"
        + "  - {id: six, formal: C win}\n"
    )
    assert problems_of(text, tmp_path) == [
        ("unknown-variant", 10, 23, "unknown variant 'D'"),
        ("unknown-term", 10, 36, "unknown term 'q'"),
        ("unknown-term", 10, 67, "unknown term 'r'"),
        ("unknown-term", 11, 50, "unknown term 's'"),
        ("not-a-range", 12, 37, "a single rate is not a range"),
        ("unknown-name", 13, 52, "unknown name 'v'"),
        ("name-used-twice", 14, 70, "'a' already means something in this model"),
        ("formula-syntax", 15, 25, "'win' is not a word of claims"),
    ]


@pytest.mark.parametrize("said", ["assuming: t(A) < t(B)", "prior: speed, assuming: cost(A) < c(a)"])
def test_error_an_assumption_about_a_price_that_cannot_be_read(said: str, tmp_path: Path) -> None:
    """Found by the fuzzer: the price was missing where the assumption was expanded."""
    text = TEXT.replace("PRIOR", "linear").replace("time: b}", "time: b +}")
    text += "claims:\n  - {id: one, formal: A wins, " + said + "}\n"
    assert problems_of(text, tmp_path) == [("formula-syntax", 6, 35, "the formula stops too early")]


def test_error_a_bad_claim_hides_no_other_and_nothing_else(tmp_path: Path) -> None:
    text = (
        TEXT.replace("PRIOR", "linear").replace("time: b}", "time: bb, titel: x}")
        + "facts: [c(y) < 1]\n"
        + "claims:\n"
        + "  - {id: one, formal: D wins, expect: yes}\n"
        + "  - {id: one, formal: A wins}\n"
        + "  - {formal: c(x) < 1}\n"
        + "  - {id: three, formal: g(c(x)) < p, prior: additve, assuming: g(c(a)) < 1}\n"
        + "  - {id: four, formal: q*c(w) < 1, prior: {cst: c, parameters: {q: {}}}}\n"
        + "  - A wins\n"
        + "  - {id: six, formal: A beats D, assuming: [[A], c(u) < 1]}\n"
    )
    assert problems_of(text, tmp_path) == [
        ("unknown-term", 6, 32, "unknown term 'bb'"),
        ("unknown-key", 6, 36, "unknown key 'titel'"),
        ("unknown-term", 9, 11, "unknown term 'y'"),
        ("unknown-variant", 11, 23, "unknown variant 'D'"),
        ("unknown-verdict", 11, 39, "'yes' is not a verdict"),
        ("name-used-twice", 12, 10, "'one' is already a claim"),
        ("missing-key", 13, 5, "'id' is missing here"),
        ("unknown-term", 13, 16, "unknown term 'x'"),
        ("unknown-prior", 14, 45, "unknown prior 'additve'"),
        ("unknown-term", 15, 28, "unknown term 'w'"),
        ("unknown-key", 15, 44, "unknown key 'cst'"),
        ("wrong-shape", 16, 5, "expected a mapping, found text"),
        ("unknown-variant", 17, 31, "unknown variant 'D'"),
        ("wrong-shape", 17, 45, "expected a formula, found a list"),
        ("unknown-term", 17, 52, "unknown term 'u'"),
    ]


WEIGHTLESS = """\
name: m
prior: {cost: g*c + t + l}
axes: {l: {}}
variants: {A: {complexity: a, time: b, l: c_}}
claims:
  - {id: one, formal: A wins, prior: linear}
  - {id: two, formal: A wins, prior: linear}
"""


def test_error_that_only_another_prior_makes_is_at_the_prior(tmp_path: Path) -> None:
    message = "under this prior, at axes.l: the prior 'linear' does not say what the axis 'l' costs"
    assert problems_of(WEIGHTLESS, tmp_path) == [
        ("axis-without-weight", 6, 38, message),
    ]


def test_error_of_the_model_is_not_said_again_by_the_priors_of_claims(tmp_path: Path) -> None:
    text = CLAIMS.join([TEXT.replace("PRIOR", "linear"), "facts: [c(q) < 1]\n"])
    assert problems_of(text, tmp_path) == [("unknown-term", 14, 11, "unknown term 'q'")]


# --- other priors --------------------------------------------------------------------------------------

PRIORS_OF_ITS_OWN = """\
scenarios: {w: {c: {a: 1}, parameters: {p: 2}}}
claims:
  - {id: one, formal: A wins}
  - {id: two, formal: A wins, prior: speed}
"""


def test_a_model_under_another_prior() -> None:
    model = made(PRIORS_OF_ITS_OWN)
    speed = model_under(model, "speed")
    assert (speed.prior, speed.claims, model.prior) == ("speed", (), "linear")
    assert set(speed.cost.atoms) == {"t"}
    assert [claim.prior for claim in model_under(model, "additive", with_claims=True).claims] == [
        None,
        "speed",
    ]
    own = model_under(model, PriorSpec(cost="g*c + 2*t"))
    assert (own.prior, own.spec.prior) == ("custom", PriorSpec(cost="g*c + 2*t"))
    assert own.variants == model.variants
    assert own.facts == model.facts


def test_the_old_priors_parameters_leave_with_it() -> None:
    prior = "{cost: g*c + q*t, parameters: {q: {above: 1}}}"
    model = made("scenarios: {w: {c: {a: 1}, parameters: {p: 2, q: 3}}}\n", prior)
    assert model.scenarios["w"] == {"c(a)": 1, "p": 2, "q": 3}
    assert model_under(model, "speed").scenarios["w"] == {"c(a)": 1, "p": 2}
    again = model_under(model, PriorSpec(cost="c + q*t", parameters={"q": {}}))  # type: ignore[dict-item]
    assert again.scenarios["w"] == {"c(a)": 1, "p": 2, "q": 3}


NO_PRIOR: list[tuple[Any, str, tuple[str, ...], str]] = [
    ("sped", "unknown-prior", ("prior",), "unknown prior 'sped'"),
    (PriorSpec(cost="v*c"), "unknown-name", ("prior", "cost"), "unknown name 'v'"),
    (
        PriorSpec(cost="A*c", parameters={"A": {}}),  # type: ignore[dict-item]
        "name-used-twice",
        ("prior", "parameters", "A", "[key]"),
        "'A' already means something in this model",
    ),
]


@pytest.mark.parametrize(("prior", "code", "loc", "message"), NO_PRIOR)
def test_error_no_such_prior(prior: Any, code: str, loc: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputError) as caught:
        model_under(MODEL, prior)
    (problem,) = caught.value.problems
    assert (problem.code, problem.loc, problem.message) == (code, loc, message)


# --- caps ----------------------------------------------------------------------------------------------


def with_priors(count: int) -> ModelSpec:
    claims = [
        {"id": f"{i}.{turn}", "formal": "A wins", "prior": {"cost": f"g*c + {i + 1}*t"}}
        for turn in range(2)
        for i in range(count)
    ]
    return ModelSpec(name="m", variants={"A": {"complexity": "a", "time": "b"}}, claims=claims)  # type: ignore[arg-type]


def test_error_too_many_priors() -> None:
    for count in (limits.CLAIM_PRIORS - 1, limits.CLAIM_PRIORS):
        assert len(build(with_priors(count)).claims) == 2 * count
    with pytest.raises(InputError) as caught:
        build(with_priors(limits.CLAIM_PRIORS + 1))
    assert [(problem.code, problem.loc) for problem in caught.value.problems] == [
        ("too-many", ("claims", 20, "prior")),
        ("too-many", ("claims", 41, "prior")),
    ]
    assert caught.value.problems[0].message == "the claims of this model have more than 20 different priors"


def test_error_claims_share_one_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """`(c(a) + c(b))**2` takes 2 + 4 products, and so does each claim and each assumption here."""
    monkeypatch.setattr(Budget.__init__, "__defaults__", (18,))
    square = "(c(a) + c(b))**2 < 1"

    def with_squares(claims: int) -> Model:
        said = [{"id": str(i), "formal": square, "assuming": square} for i in range(claims)]
        variants = {"A": {"complexity": "a", "time": "b"}}
        return build(ModelSpec(name="m", variants=variants, claims=said))  # type: ignore[arg-type]

    model = with_squares(1)
    assert model.cost_of("A").atoms == {"g", "c(a)", "t(b)"}
    with pytest.raises(InputError) as caught:
        with_squares(2)
    (problem,) = caught.value.problems
    assert (problem.code, problem.loc) == ("model-too-large", ("claims", 1, "assuming", 0))

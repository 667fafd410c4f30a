"""Essays from strangers: only our own errors, quickly; nothing is run, opened or written but the essay."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from essays import MODEL, prepare
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_safety import PAYLOADS

from mesaprior.cli import run
from mesaprior.errors import InputError
from mesaprior.essay.changes import rendered
from mesaprior.essay.comments import comments
from mesaprior.essay.models import Models
from mesaprior.essay.recipes import KINDS, recipe_of
from mesaprior.essay.source import Essay
from mesaprior.essay.tex_marks import tex_marks
from mesaprior.limits import ESSAY_BYTES


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    prepare(monkeypatch, tmp_path)


SLOWEST = 1.0
"""Seconds of processor time that one essay may take."""

WORDS = [
    *KINDS,
    *("A", "B", "C_x", "Z", "g=2", "g=1/2", "g=-1", "g=x", "scenario=now", "scenario=no", "axis=c", "set="),
    *("variant=A", "claim=c-loses", "that='", "prior=levin", "explain", "decimal", "of=costs", "=", "''"),
    *("model=x", "model=speed-simplicity", "output=x.svg", "set='c(a)=2'", "assume='c(a) < c(b)'"),
    *("assume='c(a) <'", "that='A wins'", "'a b'", '"'),
]
words = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=5).map(" ".join)
SIGNS = [
    *("<!--", "-->", "\n", "\r\n", "\n\n", "```\n", "`", "> ", "- ", "    ", "\t", "---\n", "\\", "<div>"),
    *("<!-- /mesaprior -->", "<!-- /mesaprior 01234567 -->", "<!-- /mesaprior x -->", "mesaprior: margin\n"),
    *("<!-- mesaprior-claim: A wins -->", "<!-- mesaprior-model: margin -->", "\ufeff", "{", "}", "%"),
    *("\\mpval{", "\\begin{verbatim}", "% mesaprior-claim: ", "\\end{document}", "\\verb|"),
]
GOOD = [
    "At <!-- mesaprior: wins g=4 scenario=now --><!-- /mesaprior -->, ",
    "by <!-- mesaprior: margin g=4 scenario=now -->4<!-- /mesaprior 4b227777 -->.",
    "\n\n<!-- mesaprior: table of=costs -->\n<!-- /mesaprior -->\n\n",
    "\n> <!-- mesaprior: check -->\n> <!-- /mesaprior -->\n\n",
    "plain words\n",
]
piece = st.one_of(
    st.sampled_from(SIGNS),
    st.text(max_size=10),
    words.map(lambda said: f"<!-- mesaprior: {said} -->"),
    words.map(lambda said: f"x <!-- mesaprior: {said} -->y<!-- /mesaprior -->"),
    words.map(lambda said: f"\n\n<!-- mesaprior: {said} -->\n<!-- /mesaprior -->\n"),
    words.map(lambda said: f"\\mpval{{{said}}}"),
)
essays = st.lists(st.one_of(st.sampled_from(GOOD), st.sampled_from(GOOD), piece), max_size=8).map("".join)
MODELS = Models()


def test_any_text_is_an_essay_or_refused_in_our_own_words() -> None:
    counts = {"rendered": 0, "refused": 0}

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(essays)
    @example("\ufeff<!-- mesaprior: table -->\n<!-- /mesaprior -->")
    @example("<!-- mesaprior-claim expect=proved")
    @example("---\nmesaprior: \n---\n")
    def law(text: str) -> None:
        counts[_one_essay(text)] += 1

    law()
    print(counts)
    assert min(counts.values()) >= 30


def _one_essay(text: str) -> str:
    """What is refused says where; what is not keeps all its comments, and stays as it is the next time."""
    start = time.process_time()
    essay = Essay("e.md", text)
    try:
        found = rendered(essay, MODELS, 0.2)
    except InputError as error:
        outcome = "refused"
        assert all(problem.place is not None for problem in error.problems), error
        assert all(problem.drawn() for problem in error.problems)
    else:
        outcome = "rendered"
        assert found.after is not None
        marks = [comment.body.split()[0] for comment in comments(text) if comment.body.split()]
        again = [comment.body.split()[0] for comment in comments(found.after) if comment.body.split()]
        assert found.by_hand or marks == again
        if not found.by_hand:
            assert rendered(Essay("e.md", found.after), MODELS, 0.2).after == found.after
    marks_in_tex = tex_marks(Essay("e.tex", text))
    assert all(problem.span is not None for problem in marks_in_tex.problems)
    assert time.process_time() - start < SLOWEST, text
    return outcome


@settings(max_examples=150, deadline=None)
@given(words)
def test_any_words_are_a_recipe_or_refused_at_their_place(text: str) -> None:
    try:
        recipe = recipe_of(text, 100)
    except InputError as error:
        for problem in error.problems:
            assert problem.span is not None
            assert 100 <= problem.span[0] <= problem.span[1] <= 100 + max(1, len(text)) + 1
    else:
        for word in recipe.words:
            assert text[word.at[0] - 100 : word.at[1] - 100] == word.value
            assert word.value in text[word.span[0] - 100 : word.span[1] - 100]


BOMBS = {
    "ticks": "`" * ESSAY_BYTES,
    "ticks of many lengths": " ".join("`" * length for length in range(700)),
    "comments": "<!-- x -->" * (ESSAY_BYTES // 10),
    "open comments": "<!-- \n" * (ESSAY_BYTES // 6),
    "open comments in a paragraph": "x <!--" * (ESSAY_BYTES // 6),
    "quotations": ">" * ESSAY_BYTES,
    "brackets": "[" * ESSAY_BYTES,
    "definitions": "[a]: b\n" * (ESSAY_BYTES // 7),
    "lists": "- " * (ESSAY_BYTES // 2),
    "front matter": "---\n" + "a: b\n" * (ESSAY_BYTES // 6),
    "dashes": "---\n" * (ESSAY_BYTES // 4),
    "end marks": "x <!-- /mesaprior -->" * (ESSAY_BYTES // 21),
    "start marks": "x <!-- mesaprior: wins -->" * (ESSAY_BYTES // 26),
    "one long marker": "x <!-- mesaprior: wins " + "g=1 " * (ESSAY_BYTES // 5) + "-->",
    "macros": "\\mpval{" * (ESSAY_BYTES // 7),
    "verbatim": "\\begin{verbatim}" * (ESSAY_BYTES // 16),
    "verb": "\\verb|" * (ESSAY_BYTES // 6),
    "backslashes": "\\" * ESSAY_BYTES,
}
BOMB_SECONDS = 4.0
"""Of a whole essay of the largest size; a list of 50,000 items takes 1.3 to be told from code."""


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_of_the_largest_size_go_off_quietly(name: str) -> None:
    for ending in ("md", "tex"):
        text = BOMBS[name][:ESSAY_BYTES]
        start = time.process_time()
        try:
            if ending == "md":
                rendered(Essay("e.md", text), MODELS, 0.2)
            else:
                tex_marks(Essay("e.tex", text))
        except InputError as error:
            assert len(error.problems) <= 101
        assert time.process_time() - start < BOMB_SECONDS, (name, ending)


SCRIPT = r"""
import json, os, sys
from mesaprior.cli import run
payloads = json.loads(sys.argv[1])
PLACES = ("<!-- mesaprior: {} --><!-- /mesaprior -->", "<!-- mesaprior: wins g={} --><!-- /mesaprior -->",
          "<!-- mesaprior: wins g=2 scenario=\"{}\" --><!-- /mesaprior -->",
          "<!-- mesaprior: wins g=2 assume=\"{}\" --><!-- /mesaprior -->",
          "<!-- mesaprior: wins g=2 set=\"c(a)={}\" --><!-- /mesaprior -->",
          "<!-- mesaprior: wins g=2 model=\"{}\" --><!-- /mesaprior -->",
          "<!-- mesaprior: check that=\"{}\" --><!-- /mesaprior -->",
          "<!-- mesaprior-claim: {} -->", "<!-- mesaprior-model: {} -->")
opened = []
def hook(event, arguments):
    if event in ("os.system", "subprocess.Popen", "os.exec", "os.posix_spawn", "os.fork", "socket.connect",
                 "socket.bind", "compile_text", "os.remove", "shutil.rmtree", "urllib.Request"):
        opened.append((event, str(arguments)))
    if event == "open" and isinstance(arguments[0], str):
        path, mode = arguments[0], arguments[1]
        if "passwd" in path or (mode and any(sign in str(mode) for sign in "wax+") and path != os.devnull):
            opened.append((event, path))

with open("warm.md", "w") as stream:
    stream.write("x <!-- mesaprior: wins g=4 scenario=now --><!-- /mesaprior -->")
    stream.write("<!-- mesaprior-claim: A wins -->\\n")
run(["render", "-q", "warm.md", "--check"])  # imports everything first
run(["check", "-q", "warm.md"])
sys.addaudithook(hook)
for payload in payloads:
    everywhere = "\n\n".join("x " + place.format(payload) for place in PLACES[:-1])
    model, macro = "x " + PLACES[-1].format(payload) + PLACES[1].format(2), "\\mpval{" + payload + "}"
    for name, text in (("e.md", everywhere), ("e.md", model), ("e.tex", macro)):
        with open(name, "w", encoding="utf-8") as stream:
            stream.write(text)
        watch = len(opened)
        for command in (["render", "-q", name, "--check"], ["check", "-q", name]):
            code = run(command)
            assert code in (0, 1, 2, 3), (command, payload, code)
        assert not opened[watch:], (payload, opened[watch:])
assert not os.path.exists("owned")
print("clean", len(payloads) * len(PLACES))
"""


def test_payloads_in_every_place_of_an_essay_open_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(PAYLOADS)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.splitlines()[-1] == f"clean {len(PAYLOADS) * 9}"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["e.md", "e.tex", "mesaprior.yaml", "warm.md"]


def test_a_hostile_model_stays_text_inside_an_essay(tmp_path: Path) -> None:
    """Titles that would end a comment, begin a mark or a fence, or close a cell."""
    titles = [
        "--> <!-- /mesaprior -->",
        "<!-- mesaprior: wins -->",
        "```",
        "a | b\n\n# c",
        "]( javascript:x )",
        "</div><script>",
    ]
    for title in titles:
        model = MODEL.replace("title: quick", f"title: {json.dumps(title)}")
        (tmp_path / "mesaprior.yaml").write_text(model, encoding="utf-8")
        blocks = [
            "wins g=4 scenario=now",
            "table of=costs",
            "conditions",
            "check",
            "plot scenario=now output=x.svg",
        ]
        text = "".join(f"<!-- mesaprior: {asks} -->\n<!-- /mesaprior -->\n\n" for asks in blocks)
        (tmp_path / "e.md").write_text(text, encoding="utf-8")
        assert run(["render", "-q", "e.md", "--force"]) == 0
        after = (tmp_path / "e.md").read_text(encoding="utf-8")
        assert after.count("<!--") == after.count("-->") == 2 * len(blocks)
        assert run(["render", "-q", "e.md", "--check"]) == 0
        bare = [line for line in after.splitlines() if not line.startswith("<!--")]
        assert not any(sign in line for line in bare for sign in ("<script", "javascript:", "# c"))

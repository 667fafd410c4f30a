"""Sentences that a sloppy engine would call proved, or proved for the wrong reason, each worked by hand.

A row: variants (`complexity | time | further axes`), facts, what else the model says, the claim, what it is.
`refuted`; `contradicted`: refuted, and it holds nowhere; `proved`, with a real content; `vacuous`: proved,
because its premise is impossible; `empty`: proved, because it speaks of no rate at all.
"""

from __future__ import annotations

from typing import Any

Row = tuple[str, str, dict[str, Any], str, str]
TWO = "A = a | x; B = b | y"
THREE = "A = a | x; B = b | y; C = h | z"
SEED = "H_fh = b + m + u | p + e; H_sd = s + k + m + u | k + f + e + o; H_fd = b + s + d + m + u | d + p + e"
WORKED = "c(s) + c(k) < c(b); t(p) < t(k) + t(f) + t(o)"

ESSAYS: list[Row] = [
    (SEED, "", {}, "t(H_fh) < t(H_sd)", "refuted"),
    (SEED, "", {}, "H_sd beats H_fh for large g", "refuted"),
    (SEED, "", {}, "if H_sd beats H_fh then g*c(b) < t(f)", "refuted"),
    (SEED, "", {}, "if H_sd beats H_fh then g*c(b) > t(f)", "refuted"),
    (SEED, "", {}, "t(p) <= g*c(s) + g*c(k) + t(k) + t(o)", "refuted"),
    (SEED, "", {}, "H_fh wins for some g", "refuted"),
    (SEED, "", {}, "H_fd wins for some g", "contradicted"),
    (SEED, "", {}, "H_fd never beats H_sd", "refuted"),
    (SEED, "", {}, "H_fd never wins for all g", "proved"),
    (SEED, "", {}, "if t(H_fh) <= t(H_sd) then H_fh wins for small g", "refuted"),
    (SEED, "", {}, "if c(H_sd) <= c(H_fh) then H_sd beats H_fh for large g", "refuted"),
    (SEED, "", {}, "if H_fh wins at g = 2 then H_fh wins at g = 1", "refuted"),
    (SEED, WORKED, {}, "if H_fh wins at g = 2 then H_fh wins at g = 1", "proved"),
    (SEED, WORKED, {}, "H_fh wins for all g", "contradicted"),
    (SEED, WORKED, {}, "H_fh wins for g < 64/25", "refuted"),
    (SEED, WORKED, {}, "H_sd dominates H_fh", "contradicted"),
]
RATES: list[Row] = [
    # One rate is not all rates; two do not bound a third beyond them; the facts restrict only the open rate.
    (TWO, "", {}, "if A wins at g = 1 and A wins at g = 3 then A wins at g = 4", "refuted"),
    (TWO, "", {}, "if A wins at g = 1 and A wins at g = 3 then A wins at g = 2", "proved"),
    (TWO, "", {}, "if A wins for some g then A wins for all g", "refuted"),
    (TWO, "", {}, "if not A wins then A never wins for all g", "refuted"),
    (TWO, "", {}, "if A wins for g > 1 then A wins for all g", "refuted"),
    (TWO, "", {}, "if c(a) <= c(b) then A beats B for large g", "refuted"),
    (TWO, "", {}, "if t(x) <= t(y) then A beats B for small g", "refuted"),
    (TWO, "c(a) < c(b)", {}, "A beats B for g > 1000000", "refuted"),
    (TWO, "c(a) < c(b)", {}, "A beats B for large g", "proved"),
    (THREE, "", {}, "if A wins for small g and C wins for large g then A wins or C wins", "refuted"),
    (THREE, "", {}, "if A wins for small g and A wins for large g then A wins for all g", "proved"),
    (TWO, "g > 2", {}, "g > 1 for all g", "contradicted"),
    (TWO, "g > 2", {}, "g > 1", "proved"),
    (TWO, "", {}, "g >= 1/1000000", "refuted"),
    # Two ways to hold, each impossible for a reason of its own, at rates of its own.
    (TWO, "", {}, "max(3 - 2*g, g) <= 1/2 for some g", "contradicted"),
    (TWO, "", {}, "max(3 - 2*g*c(a), g*c(a)) <= 1/2 for some g", "contradicted"),
    (TWO, "", {}, "if max(3 - 2*g, g) > 1/2 for all g then c(a) < 0", "contradicted"),
    (TWO, "", {}, "max(3 - 2*g, g) >= 1 for all g", "proved"),
    (TWO, "", {}, "max(3 - 2*g, g) <= 1 for some g", "proved"),
    (TWO, "", {}, "min(2*g - 3, 0 - g) >= 0 - 1/2 for some g", "contradicted"),
    (THREE, "", {}, "if A wins for c(a) <= g <= c(b) then B never wins", "refuted"),
    (TWO, "", {}, "if g*c(a) < t(x) then c(a) < t(x)", "refuted"),
    (TWO, "g >= 1", {}, "if g*c(a) < t(x) then c(a) < t(x)", "proved"),
    (TWO, "", {}, "if g*c(a) - g*c(b) < t(y) - t(x) then c(a) - c(b) < t(y) - t(x)", "refuted"),
]
WORDS: list[Row] = [
    # Converse, inverse, ties, strictness, dominance, the hull.
    (TWO, "", {}, "if A wins then c(a) < c(b)", "refuted"),
    (TWO, "", {}, "if c(a) < c(b) then A wins", "refuted"),
    (TWO, "c(a) < c(b)", {}, "if not t(x) < t(y) then A never wins", "refuted"),
    (TWO, "", {}, "A wins or B wins", "refuted"),
    (TWO, "", {}, "if A never beats B then B beats A", "refuted"),
    (TWO, "cost(A) <= cost(B)", {}, "A wins", "refuted"),
    (TWO, "cost(A) == cost(B)", {}, "A wins", "contradicted"),
    (TWO, "c(a) == c(b); t(x) == t(y)", {}, "A wins for some g", "contradicted"),
    (TWO, "c(a) <= c(b); t(x) <= t(y)", {}, "A dominates B", "refuted"),
    ("A = a | x; B = a | x", "", {}, "A dominates B or B dominates A", "contradicted"),
    (THREE, "", {}, "if not A dominates B and not C dominates B then B wins for some g", "refuted"),
    ("M = a + b | x + y; P = 2*a | 2*x; Q = 2*b | 2*y", "", {}, "M wins for some g", "contradicted"),
    (
        "A = a | x | r; B = b | y | s",
        "",
        {"axes": {"l": {"weight": "1"}}},
        "if A beats B for all g then A dominates B",
        "refuted",
    ),
    ("A = a | x; B = a + z | x", "", {"zero": "z"}, "A beats B", "refuted"),
    ("A = a | x; B = a + z | x", "", {}, "A beats B", "proved"),
    ("A = a | x; B = a + z | x", "", {"zero": "z"}, "c(z) > 0", "refuted"),
]
ALGEBRA: list[Row] = [
    (TWO, "", {}, "if c(a) <= c(b) then c(a) < c(b)", "refuted"),
    (THREE, "", {}, "if c(a) < c(b) and c(h) < c(b) then c(a) + c(h) < c(b)", "refuted"),
    (THREE, "", {}, "if c(a) < c(b) and c(h) < c(a) then c(a) - c(h) < c(b) - c(a)", "refuted"),
    (THREE, "", {}, "if c(a) < c(b) + c(h) then c(a) < c(b) or c(a) < c(h)", "refuted"),
    (TWO, "", {}, "if c(a) < c(b) then c(a) + c(b) < 2*c(a)", "refuted"),
    (TWO, "", {}, "max(c(a), c(b)) <= c(a)", "refuted"),
    (TWO, "", {}, "min(c(a), c(b)) < c(a)", "refuted"),
    (TWO, "", {}, "if c(a) < c(b) < 1 then c(a) < 1/2", "refuted"),
    (TWO, "", {}, "c(a) < c(a)", "contradicted"),
    # Products of unknowns.
    (TWO, "", {}, "if c(a)*t(x) < c(b)*t(y) then c(a) < c(b)", "refuted"),
    (TWO, "", {}, "if t(x)/c(a) < t(y)/c(b) then t(x) < t(y)", "refuted"),
    (TWO, "", {}, "c(a)**2 >= c(a)", "refuted"),
    (TWO, "", {}, "(c(a) + c(b))**2 <= c(a)**2 + c(b)**2", "contradicted"),
    (TWO, "", {}, "1/(c(a) + c(b)) == 1/c(a) + 1/c(b)", "contradicted"),
    (TWO, "", {}, "(c(a) - c(b))**2 > 0", "refuted"),
    (THREE, "", {}, "if c(a) < c(b) then (c(a) - c(h))**2 < (c(b) - c(h))**2", "refuted"),
    (TWO, "", {}, "c(a)*t(x) > c(a)", "refuted"),
    (
        TWO,
        "",
        {"parameters": {"v": {}, "w": {}}},
        "if A beats B then g*v*c(a) + w*t(x) < g*v*c(b) + w*t(y)",
        "refuted",
    ),
    (TWO, "", {"parameters": {"w": {}}}, "if A beats B then g*w*c(a) + w*t(x) < g*w*c(b) + w*t(y)", "proved"),
    (
        TWO,
        "",
        {"parameters": {"T": {}, "k": {"at_least": "1"}}},
        "T/k - T/(k + 1) == T/(k*k)",
        "contradicted",
    ),
    (
        TWO,
        "",
        {"parameters": {"T": {}, "k": {"at_least": "1"}}},
        "T/k - T/(k + 1) == T/(k*(k + 1))",
        "proved",
    ),
    (TWO, "", {}, "if t(x) < t(y) then t(x)/c(a) < t(y)/c(b)", "refuted"),
]
VACUOUS: list[Row] = [
    (TWO, "", {}, "if c(a) < c(b) and c(b) < c(a) then A wins for all g", "vacuous"),
    (TWO, "", {}, "if g < 0 then A wins", "vacuous"),
    (TWO, "", {}, "if A wins and B wins then c(a) < 0", "vacuous"),
    (TWO, "", {}, "if c(a) + c(b) <= c(a) then B wins", "vacuous"),
    (TWO, "c(a) < c(b)", {}, "if c(b) <= c(a) then A never wins for all g", "vacuous"),
    (TWO, "", {}, "if A dominates B and B beats A then A wins", "vacuous"),
    (TWO, "", {}, "if A wins for all g and B wins for some g then c(a) == 17", "vacuous"),
    (TWO, "", {}, "if c(a) <= c(b) and c(b) <= c(a) then c(a) == c(b)", "proved"),
    (TWO, "", {}, "if c(a) == c(b) and t(x) == t(y) then A wins", "refuted"),
    (SEED, "", {}, "if H_fd wins then H_sd wins", "vacuous"),
    (TWO, "", {}, "A wins for 2 < g < 1", "empty"),
    (TWO, "c(a) < c(b)", {}, "A wins at g = c(a) - c(b)", "empty"),
    (TWO, "", {}, "B wins for g < 0", "empty"),
]
TABLES = {"essays": ESSAYS, "rates": RATES, "words": WORDS, "algebra": ALGEBRA, "vacuous": VACUOUS}

"""The caps on what strangers may send, each with its reason.

Floor: the lowest. Imports nothing. Every cap of the project stands here and nowhere else, so that a
reviewer can see at a glance how much work one file, one formula or one question can cause.
"""

from typing import Final

# --- one formula -------------------------------------------------------------------------------------
FORMULA_CHARACTERS: Final = 2_000
"""Characters in one formula; checked first, so a bomb of 10**6 signs costs one `len`."""
FORMULA_TOKENS: Final = 500
"""Names, numbers and signs in one formula; bounds the parser's work and the depth of products."""
FORMULA_NESTING: Final = 32
"""Open brackets, leading signs and nots, and ifs at once; the parser and the writers recurse on them."""
NAME_CHARACTERS: Final = 64
"""Characters in one name; longer ones cannot be shown in a table."""
TYPESET_NAME_CHARACTERS: Final = 200
"""Characters of a name written as mathematics (`latex:`); a longer one cannot be shown in a table either."""
TYPESET_NAME_NESTING: Final = 6
"""Braces and brackets open at once in such a name; readers recurse on them, and TeX has three sizes."""
NUMBER_CHARACTERS: Final = 30
"""Characters in one number; `Fraction("1e999999999")` alone runs for more than ten seconds."""
LARGEST_EXPONENT: Final = 8
"""The largest literal exponent; `9**9**9**9` must be refused, not computed."""
DECIMAL_EXPONENT: Final = 30
"""The largest power of ten that `-g 1e-3` may name, for the same reason."""

# --- after expansion ---------------------------------------------------------------------------------
POLYNOMIAL_MONOMIALS: Final = 1_000
"""Monomials of one expanded formula; beyond it nobody reads the result."""
POLYNOMIAL_DEGREE: Final = 12
"""Total degree of one monomial."""
COEFFICIENT_BITS: Final = 512
"""Bits in a numerator or a denominator."""
MODEL_PRODUCTS: Final = 200_000
"""Monomial products that expanding one whole model may take: `(a+b+c+d)**8` forty times over."""

POWER_BITS: Final = 20_000
"""Bits up to which 2**5000 is written out; beyond it stays 2**5000, compared by intervals."""
LARGEST_ROOT: Final = 64
"""The largest root that is looked for exactly: 8**(1/3) is 2."""

# --- one model file ----------------------------------------------------------------------------------
FILE_BYTES: Final = 256 * 1024
"""Bytes of a model file; the pure-Python YAML scanner reads this in about a second."""
FILE_DEPTH: Final = 12
"""Nested mappings and lists in a model file; the deepest legal model needs five."""
MODEL_VARIANTS: Final = 500
MODEL_TERMS: Final = 1_000
MODEL_FACTS: Final = 200
MODEL_SCENARIOS: Final = 100
MODEL_CLAIMS: Final = 200
"""Claims of one model; at 5 s each, the limit of one claim, these may keep a machine for 17 minutes."""
CLAIM_ASSUMPTIONS: Final = 50
"""Assumptions of one claim beside the model's facts; every one is a row in each of its proofs."""
CLAIM_PRIORS: Final = 20
"""Different priors among the claims of one model; for each the whole model is built once more."""
MODEL_FAMILIES: Final = 20
FAMILY_DEPTH: Final = 4
"""Choices and sums inside one another in a family; a file of `FILE_DEPTH` has no room for more."""
FAMILY_NODES: Final = 5_000
"""Choices, sums and leaves of all families of one model; a file of `FILE_BYTES` has room for some 8,000."""
MODEL_AXES: Final = 20
MODEL_PARAMETERS: Final = 100
PROBLEMS_COLLECTED: Final = 500
"""Problems of one kind that are worked out before placing and counting them."""
AXES_SUGGESTED: Final = 50
"""Axes among which a misspelt key is looked for."""
EXTENDS_DEPTH: Final = 8
"""Models that may stand on one another's shoulders through `extends`."""
MOST_PROBLEMS: Final = 100
"""Problems shown of one file; whoever has more has made one mistake many times."""
TEXT_CHARACTERS: Final = 2_000
"""Characters of a title, a note, a meaning: prose, not a formula."""

# --- many variants with known prices ------------------------------------------------------------------
POINTS: Final = 10_000_000
"""Variants of one table; ten million take about a gigabyte and ten seconds."""
POINTS_BYTES: Final = 1024**3
"""Bytes of a CSV or Arrow file, for the same reason."""

SWEEP_POINTS: Final = 100_000_000
"""Points of a grid; at two bytes each the answer takes 200 MB."""
SWEEP_AXIS: Final = 1_000_000
"""Values of one quantity; each is a fraction of Python's, a hundred bytes."""

# --- deciding ----------------------------------------------------------------------------------------
ANSWERS_KEPT: Final = 20_000
"""Questions about pairs of variants whose answers are kept: a few megabytes."""
BLAND_AFTER: Final = 200
"""Pivots of the exact solver before it switches to Bland's rule, which cannot cycle."""
ROWS_AT_ONCE: Final = 2
"""Broken inequalities that enter the exact solver's table together; 1 to 3 take the same time, 8 twice."""
SMALLEST_SET_QUESTIONS: Final = 2_000
"""Linear programmes spent on finding a *smallest* set of contradictory facts; past it the set shown
is irreducible (no fact of it can be left out), which every set shown is in any case."""
WITNESS_TRIES: Final = 4_000
"""Number assignments tried for a product of unknowns before the answer is `undecided`."""
FUNCTION_TRIES: Final = 120
"""Number assignments tried where functions are applied, before the answer is `undecided`."""
MOST_PRODUCTS: Final = 400
"""Products of facts with atoms that are added as premises; more would slow the question without helping."""
CASES: Final = 500
"""Cases looked at when a question is a choice between axes for every rival."""
FAMILY_CONTENDERS: Final = 50
"""Ways through one choice of a family that are compared with each other while symbols are open: some two
seconds, and more than anybody reads; the time grows with the cube."""
FAMILY_CHECKS: Final = 100_000
"""Leaves looked at to check the envelope of a family once more; beyond it, only some of its bends are."""
FAMILY_NAMED: Final = 100
"""Choices in a name that is still written out; members that make more are told by what changes."""
FAMILY_NAMES: Final = 8
"""Members named where many tie."""
CLAIM_SECONDS: Final = 5.0
"""Seconds that one claim may take before it is undecided, whatever a solver does."""
CERTIFICATE_BYTES: Final = 16 * 1024 * 1024
"""Characters of a certificate file; the largest of the library has 40 thousand."""
CERTIFICATE_DEPTH: Final = 100
"""Cases within cases; reading recurses on them."""

# --- the solver for products of unknowns, in a child process ------------------------------------------
SOLVER_GRACE: Final = 0.5
"""Seconds past its time after which the child is killed; z3's own limit was ignored for over 20 s."""
SOLVER_MEMORY: Final = 1 << 30
"""Bytes of address space of the child; z3 itself takes 80 MiB, and a test runner's machine must survive."""
SOLVER_ANSWER_BYTES: Final = 1 << 20
"""Bytes read of a child; an answer has some kilobytes."""
SOLVER_DIGITS: Final = 2_000
"""Characters of one number in an answer; what is longer is nothing to show, and slow to put in."""
SOLVER_ROWS: Final = 16
"""Rows of numbers tried of one answer; the child sends eight roundings of one point."""
MOST_PARTS: Final = 6
"""Comparisons in a condition that is still worth reading."""
MOST_COMPARISONS: Final = 22
"""Comparisons of one sentence about some rate: every two of them make a case, and more than `CASES` are not
gone through."""
CONDITION_SHARE: Final = 0.3
"""The part of a claim's time that may go into finding the condition that would make it true."""
SPOT_CHECKS: Final = 500
"""Points at which a solver's *no* is looked at before it is believed: a wrong one rarely survives them."""
SEARCH_SHARE: Final = 0.4
"""The part of a claim's time that our own search may take before a solver is asked."""

# --- bounds on irrational values ----------------------------------------------------------------------
ENCLOSURE_FIRST_BITS: Final = 64
"""Precision of the first try; it settles whatever is not nearly equal."""
ENCLOSURE_BITS: Final = 1_024
"""Precision of the last try. What agrees in 300 decimal places is nearly always equal, which no precision
would settle, and one logarithm takes some 20 ms here."""
ENCLOSURE_SIZE: Final = 1 << 16
"""Bits of an exact number, and the largest power of two: `2**(10**9)` must be refused, not computed."""
ENCLOSURE_RATE_BITS: Final = 256
"""Precision of the two values from which a cost's line in the rate is read."""
NUMBER_TRIES: Final = 300
"""Sets of numbers tried for one case of a claim; past it a solver finds them faster."""

# --- essays -------------------------------------------------------------------------------------------
ESSAY_BYTES: Final = 256 * 1024
"""Bytes of an essay, some 40,000 words; a longer one is a book and has chapters."""
ESSAYS_AT_ONCE: Final = 200
"""Essays of one command; all are worked out before any is written."""
ESSAY_MARKERS: Final = 200
"""Results, claims and values of one essay; each is a question, and a claim may take its full time."""
MARKER_CHARACTERS: Final = 2_500
"""Characters of one marker: a formula of full length and the words around it."""
FIGURE_BYTES: Final = 16 * 1024 * 1024
"""Bytes of a picture that is compared with what was drawn; ours have some hundred thousand."""
MARKER_WORDS: Final = 60
"""Words of one marker; beyond it the numbers belong into a scenario of the model."""

# --- a widget ------------------------------------------------------------------------------------------
WIDGET_VARIANTS: Final = 40
"""Rows of a widget's table; a longer one is no longer seen beside its sliders."""
WIDGET_SLIDERS: Final = 6
"""Sliders beside the one for the rate; more push the answer off the screen."""
WIDGET_BITS: Final = 300
"""Bits of the whole numbers that a widget calculates with; it places bars by floats, which end at 2**1023."""

# --- how far a number may move -------------------------------------------------------------------------
ROOT_BITS: Final = 512
"""Bits of a leading coefficient up to which a root is tried for being rational; beyond it stands between two
rationals, whatever it is."""
TOLD_BITS: Final = 1_000
"""Bits of the coefficients of a polynomial that logarithms are multiplied out to: doublings of a time lead to
numbers that nobody reads, and Python writes no whole number of more than 4,300 digits."""
ROOT_DEGREE: Final = 24
"""The largest degree of a polynomial in the number that moves; past it a row is undecided."""
ROOT_PLACES: Final = 64
"""Bits to which an irrational point is known before it is shown."""
MARCH_STEPS: Final = 400
"""Steps towards the point where a cost that applies functions is overtaken; steps double or are quartered, so
what is not found by then is undecided."""
MARCH_BITS: Final = 30
"""Bits to which such a point is enclosed: nine digits, in some 60 steps."""

"""The commented start that `mesaprior init` writes."""

from typing import Final

from mesaprior.errors import refuse
from mesaprior.spec.text import control_character
from mesaprior.spec.yaml_text import scalar

_STARTER: Final = """\
# yaml-language-server: $schema=model.schema.json
#
# A model for mesaprior: which kind of program does a mixture of a simplicity and a speed prior prefer?
# Lines that begin with # are comments. Try:  mesaprior wins -g 2 --scenario guess
mesaprior: 1                # the number of the file format
name: NAME
title: Two ways to reach a goal
# note: what is a modelling choice of yours
# extends: speed-simplicity # another model to add to: entries given again replace the base's, null removes

# Where the argument was made.
# sources:
#   - author: Who Wrote It
#     title: What It Is Called
#     year: 2022
#     url: https://example.org

# What is charged for a program; the lowest cost wins. g is how much time one bit is worth.
#   linear      g*c + t (the default)
#   additive    the same, written g(c(x)) as essays do
#   monotone    g(c) + t for an increasing g of which nothing else is known
#   power       g*c**p + t, with a parameter p
#   exponential g*2**c + t
#   levin       g*c + log2(t)
#   cap         c among those with t <= K, a parameter
#   simplicity  c alone
#   speed       t alone
prior: linear
# prior:                    # or a cost of your own, increasing in every axis
#   cost: g*c + w*t
#   parameters:
#     w: {meaning: weight of a step, above: 0}
#   note: why this cost

# The named pieces of programs. A name may be applied to names: find(goal).
# Declare all of them, or leave terms out; when they are declared, a misspelt one is an error.
terms:
  goal: {meaning: code that locates the goal, latex: '\\mathrm{goal}'}
  search: {meaning: the search for actions}
  find(goal): {meaning: working the goal out again by looking around}
  shortcut: {meaning: a cheap test that may cost nothing, may_be_zero: true}

# The program types. On each axis a variant costs a sum of terms: complexity in bits, time in steps.
variants:
  H_store:
    title: stores the goal
    tags: [stores]
    complexity: goal + search
    time: 2*search + shortcut
  H_derive:
    title: works the goal out
    complexity: search
    time: find(goal) + 2*search
    # members: 2**3          # stands for eight programs that cost the same, so it is 3 bits simpler
    # note: what is a modelling choice here

# Variants as a tree of choices: all adds its parts up, one_of takes one of them. The members, H/stores and
# H/derives, are variants; of families with too many to list, `mesaprior family` tells which of them can win.
# families:
#   H:
#     all:
#       - {complexity: search, time: 2*search}
#       - one_of:
#           stores: {title: stores the goal, complexity: goal, time: shortcut}
#           derives: {title: works the goal out, tags: [slow], time: find(goal)}

# What is assumed about the terms. c(x) is complexity, t(x) is time; c(V) and t(V) are a variant's.
facts:
  - t(shortcut) <= t(find(goal))
  # - {id: cheap-search, says: Searching is simpler than storing, formal: c(search) < c(goal)}

# Exact numbers, by name: 12, 0.5 or 3/2.
scenarios:
  guess:
    says: numbers made up to illustrate
    c: {goal: 40, search: 100}
    t: {search: 50, find(goal): 30, shortcut: 1/2}
    # parameters: {w: 2}

# What the model is meant to show. `mesaprior check` proves or refutes each claim; a refuted one comes with
# numbers at which it fails and with what would make it true.
claims:
  - id: store-for-small-g
    says: A strong speed prior prefers the variant that stores the goal
    formal: if t(shortcut) < t(find(goal)) then H_store beats H_derive for small g
    expect: proved          # or refuted, undecided; left out, it means proved
    # assuming: c(search) < c(goal)   # for this claim alone; several as [..., ...]
    # prior: additive       # asked under another prior than the model's
    # note: why it matters

# More ways to pay than bits and steps. Every variant then needs a price on each, as  l: loss_store
# axes:
#   l: {meaning: training loss, unit: bits, weight: 1}

# Positive numbers that prices, facts and weights may use.
# parameters:
#   n: {meaning: number of episodes, latex: n, above: 0, at_least: 1, below: 1000, at_most: 999}
"""


def starter_model(name: str) -> str:
    """A small model called `name` that loads as it stands and shows every key, the rarer ones in comments.

    Raises `InputError` for a name that is not one line of visible text.
    """
    if not name.strip() or "\n" in name or control_character(name) is not None:
        raise refuse("bad-name", f"{name!r} cannot be the name of a model", "a name is one line of text")
    return _STARTER.replace("NAME", scalar(name), 1)

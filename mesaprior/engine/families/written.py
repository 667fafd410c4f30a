"""A setting with other variants: the contenders of one choice in place of a model's own.

Facts may speak of the model's variants, `c(H_fh) <= c(H_sd)`; before those go, facts are spelled out in
terms.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mesaprior.engine.setting import Setting
from mesaprior.language import Apply, Name, Node, Relation, Sum, write
from mesaprior.language.nodes import rebuilt, walk
from mesaprior.model import Fact, Model, Variant


def among(setting: Setting, variants: Mapping[str, Variant]) -> Setting:
    """The same circumstances, numbers and facts, with these variants and no others, and with the symbols that
    they and the facts use: a small choice of a large family is a small question."""
    model = setting.model
    facts, assumed = _facts(setting)
    formulas = [node for variant in variants.values() for node in variant.written.values()]
    formulas += [fact.written for fact in (*facts, *assumed)]
    used = {write(part) for node in formulas for part in walk(node) if isinstance(part, Apply)}
    order = tuple(atom for atom in model.symbols.order if "(" not in atom or atom in used)
    symbols = replace(model.symbols, order=order)
    own = replace(model, symbols=symbols, variants=variants, claims=(), families={})
    return replace(setting, model=own, facts=facts, assumed=assumed)


def plainly(setting: Setting) -> Setting:
    """The same under a prior that charges every axis alike: what dominance is asked in, since it is a matter
    of prices and of no prior."""
    model = setting.model
    names = tuple(Name(axis) for axis in model.axes)
    cost = model.expansion.polynomial(Sum(names))
    plain = replace(model, cost=cost, cost_written=Sum(names), within=None)
    facts, assumed = _facts(setting)
    return replace(setting, model=plain, facts=facts, assumed=assumed)


def _facts(setting: Setting) -> tuple[tuple[Fact, ...], tuple[Fact, ...]]:
    facts, assumed = (
        tuple(spelled_out(fact, setting.model) for fact in said) for said in (setting.facts, setting.assumed)
    )
    return facts, assumed


def spelled_out(fact: Fact, model: Model) -> Fact:
    """`c(V)` -> the sum of what V is made of, `cost(V)` -> the cost of that. The text stays, as the fact's
    name."""
    written = _without_variants(fact.written, model)
    assert isinstance(written, Relation)
    return fact if written == fact.written else replace(fact, written=written)


def _without_variants(node: Node, model: Model) -> Node:
    match node:
        case Apply(head=head, arguments=(Name(name=name),)) if name in model.variants:
            prices = model.variants[name].written
            return _cost(model.cost_written, prices) if head == "cost" else prices[head]
    return rebuilt(node, lambda part: _without_variants(part, model))


def _cost(node: Node, prices: Mapping[str, Node]) -> Node:
    if isinstance(node, Name):
        return prices.get(node.name, node)
    return rebuilt(node, lambda part: _cost(part, prices))

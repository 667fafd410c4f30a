"""Why a claim holds, in the essay's own symbols: a difference as a sum of which each part is positive.

Floor: `engine.claims`. Read off the proof's multipliers: `q = sum(l_k * a_k) + r` with the facts `a_k` and
products `r`. A case that no single comparison closes is not put in words; its certificate stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from mesaprior.algebra import ONE, Polynomial
from mesaprior.engine.claims.meaning import Meaning
from mesaprior.formula import polynomial_node
from mesaprior.language import Multiply, Negate, Node, Sum
from mesaprior.results import Because, Premise, Proof, Step
from mesaprior.symbols import Symbols


def reasons(proofs: Iterable[Proof], meaning: Meaning) -> tuple[Because, ...]:
    """One reason a case, each once, in the order of the cases."""
    found = dict.fromkeys(reason for proof in proofs for reason in _reason(proof, meaning))
    return tuple(found)


def _reason(proof: Proof, meaning: Meaning) -> Iterator[Because]:
    """The reason that a proof gives where it denies one comparison of the claim; the rest is given."""
    premises = [None if step.premise is None else proof.premises[step.premise] for step in proof.steps]
    denied, held = meaning.sentences.sides, meaning.sentences.held
    sides = denied if any(premise in denied for premise in premises) else held
    said = [k for k, premise in enumerate(premises) if premise in sides]
    if len(said) != 1 or proof.steps[said[0]].factor != ONE:
        return
    step, premise = proof.steps[said[0]], premises[said[0]]
    assert premise is not None
    larger, smaller = sides[premise]
    if larger == smaller:
        return
    rest = [other for other in proof.steps if other is not step]
    used = [proof.premises[other.premise] for other in rest if other.premise is not None]
    known = {*meaning.setting.premises, *held}
    if any(premise not in known for premise in used):
        return  # a rate between two bounds, a comparison as g vanishes: no words for it
    symbols = meaning.setting.model.symbols
    equals = _added_up(rest, proof, step.multiplier, symbols)
    strict = [
        symbols.is_positive(other.factor) and (other.premise is None or proof.premises[other.premise].strict)
        for other in rest
    ]
    using = tuple(dict.fromkeys(premise.says for premise in used))
    yield Because(_difference(larger, smaller), equals, all(strict), using, any(strict))


def _difference(larger: Node, smaller: Node) -> Node:
    return Sum((larger, Negate(smaller)))


def _added_up(steps: list[Step], proof: Proof, scale: Fraction, symbols: Symbols) -> Node:
    """The parts that are positive: products of atoms together, then each fact's slack in brackets."""
    products = Polynomial.of((step.factor, step.multiplier / scale) for step in steps if step.premise is None)
    parts: list[Node] = [polynomial_node(products, symbols)] if products else []
    parts += [
        _slack(proof.premises[step.premise], step, scale, symbols)
        for step in steps
        if step.premise is not None
    ]
    if not parts:
        return polynomial_node(products, symbols)
    flat: list[Node] = []
    for part in parts:
        flat += part.summands if isinstance(part, Sum) and part is parts[0] and products else [part]
    return flat[0] if len(flat) == 1 else Sum(tuple(flat))


def _slack(premise: Premise, step: Step, scale: Fraction, symbols: Symbols) -> Node:
    """`2*g*(c(b) - c(a))`: a fact's slack, with what it is multiplied by."""
    inner = polynomial_node(premise.polynomial, symbols)
    factor = Polynomial({step.factor: step.multiplier / scale})
    if factor.value == 1:
        return inner
    return Multiply(polynomial_node(factor, symbols), inner)

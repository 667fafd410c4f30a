"""The independent check of a proof: adds up its steps and looks whether they cancel.

Shares no code with the search: imports `fractions` and the records of a proof, nothing else. A proof
claims that its premises cannot all hold. Each step adds `multiplier * factor * premise`, where the
multiplier is positive and the factor is a product of positive (or non-negative) atoms, so each summand is
non-negative wherever the premises hold. If the summands add up to the polynomial 0 and one of them is
strictly positive, the premises contradict each other.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from mesaprior.results.evidence import Premise, Proof, Step

MAY_BE_NEGATIVE: Final = ("log2(", "g(")
"""How atoms begin that no factor may contain: a logarithm, a value of an unspecified function. An atom's text
says it, so that nobody who makes a proof can forget to."""


def proves(proof: Proof) -> bool:
    """Whether the steps of `proof` really show that its premises cannot all hold."""
    total: dict[tuple[tuple[str, int], ...], Fraction | int] = {}
    strict = False
    for step in proof.steps:
        if not _is_sound(step, proof):
            return False
        for monomial, coefficient in _summands(step, proof.premises):
            total[monomial] = total.get(monomial, 0) + coefficient
        strict = strict or _is_strict(step, proof)
    return strict and not any(total.values())


def _is_sound(step: Step, proof: Proof) -> bool:
    """The multiplier is positive, the premise exists, and the factor is a product that cannot be negative
    or undefined: each atom once, none that may be negative, none that may be zero in a denominator."""
    known = step.premise is None or 0 <= step.premise < len(proof.premises)
    atoms = [atom for atom, _ in step.factor]
    signed = not any(atom.startswith(MAY_BE_NEGATIVE) for atom in atoms)
    defined = all(exponent > 0 or atom not in proof.may_be_zero for atom, exponent in step.factor)
    return step.multiplier > 0 and known and signed and defined and len(set(atoms)) == len(atoms)


def _summands(
    step: Step, premises: tuple[Premise, ...]
) -> list[tuple[tuple[tuple[str, int], ...], Fraction | int]]:
    """`multiplier * factor * premise`, multiplied out; without a premise, `multiplier * factor`."""
    if step.premise is None:
        return [(_product(step.factor, ()), step.multiplier)]
    coefficients = premises[step.premise].polynomial.coefficients
    times = _plain(step.multiplier)
    return [
        (_product(step.factor, monomial), times * _plain(value)) for monomial, value in coefficients.items()
    ]


def _plain(value: Fraction) -> Fraction | int:
    """The same number, without its denominator where that is 1: whole numbers add up ten times faster."""
    return value.numerator if value.denominator == 1 else value


def _product(
    left: tuple[tuple[str, int], ...], right: tuple[tuple[str, int], ...]
) -> tuple[tuple[str, int], ...]:
    exponents: dict[str, int] = {}
    for atom, exponent in left + right:
        exponents[atom] = exponents.get(atom, 0) + exponent
    return tuple(sorted((atom, exponent) for atom, exponent in exponents.items() if exponent != 0))


def _is_strict(step: Step, proof: Proof) -> bool:
    """The summand is positive, not merely non-negative: a strict premise times only positive atoms."""
    positive = all(atom not in proof.may_be_zero for atom, _ in step.factor)
    return positive and (step.premise is None or proof.premises[step.premise].strict)

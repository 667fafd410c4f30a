"""The language of formulas: what a person writes and what the tool prints.

Floor: above `errors` and `limits`. Text goes in through `parse_*`, comes out through `write` and
`latex`; what it means (which names are terms, which are axes) is decided by `model`. The shapes of claims are
imported when they are first used: making their classes takes 4 ms, which a model without claims does not owe.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from mesaprior.language.nodes import (
    Apply,
    Divide,
    Multiply,
    Name,
    Negate,
    Node,
    Number,
    Power,
    Relation,
    Sum,
)
from mesaprior.language.parser import (
    RESERVED,
    parse_claim,
    parse_expression,
    parse_name,
    parse_number,
    parse_relation,
)
from mesaprior.language.writer import write

if TYPE_CHECKING:
    from mesaprior.language.claims import (
        And,
        Claim,
        If,
        Not,
        Or,
        Quantified,
        Rates,
        Says,
        claim_latex,
        pieces,
        walk_claim,
        write_claim,
    )

__all__ = [
    "RESERVED",
    "And",
    "Apply",
    "Claim",
    "Divide",
    "If",
    "Multiply",
    "Name",
    "Negate",
    "Node",
    "Not",
    "Number",
    "Or",
    "Power",
    "Quantified",
    "Rates",
    "Relation",
    "Says",
    "Sum",
    "claim_latex",
    "parse_claim",
    "parse_expression",
    "parse_name",
    "parse_number",
    "parse_relation",
    "pieces",
    "walk_claim",
    "write",
    "write_claim",
]

_OF_CLAIMS: Final = frozenset(
    {"And", "Claim", "If", "Not", "Or", "Quantified", "Rates", "Says"}
    | {"claim_latex", "pieces", "walk_claim", "write_claim"}
)


def __getattr__(name: str) -> Any:
    if name not in _OF_CLAIMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.claims"), name)

"""The language of formulas: what a person writes and what the tool prints.

Floor: above `errors` and `limits`. Text goes in through `parse_*`, comes out through `write` and
`latex`; what it means (which names are terms, which are axes) is decided by `model`.
"""

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
from mesaprior.language.parser import RESERVED, parse_expression, parse_name, parse_number, parse_relation
from mesaprior.language.writer import write

__all__ = [
    "RESERVED",
    "Apply",
    "Divide",
    "Multiply",
    "Name",
    "Negate",
    "Node",
    "Number",
    "Power",
    "Relation",
    "Sum",
    "parse_expression",
    "parse_name",
    "parse_number",
    "parse_relation",
    "write",
]

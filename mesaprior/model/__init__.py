"""From a validated spec to a model that can be asked: names resolved, sums expanded, symbols made.

Floor: below `results` and `engine`, above `priors`. The way in is `build`.
"""

from mesaprior.model.build import build, model_under
from mesaprior.model.claims import parsed_claim, stated
from mesaprior.model.given import COMPARE, checked_number, expansion_of, parsed_fact
from mesaprior.model.names import AXIS_KEYS
from mesaprior.model.records import Fact, Model, Statement, Variant

__all__ = [
    "AXIS_KEYS",
    "COMPARE",
    "Fact",
    "Model",
    "Statement",
    "Variant",
    "build",
    "checked_number",
    "expansion_of",
    "model_under",
    "parsed_claim",
    "parsed_fact",
    "stated",
]

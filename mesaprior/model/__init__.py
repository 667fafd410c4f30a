"""From a validated spec to a model that can be asked: names resolved, sums expanded, symbols made.

Floor: below `results` and `engine`, above `priors`. The way in is `build`.
"""

from mesaprior.model.build import Fact, Model, Variant, build, parsed_fact
from mesaprior.model.names import AXIS_KEYS

__all__ = ["AXIS_KEYS", "Fact", "Model", "Variant", "build", "parsed_fact"]

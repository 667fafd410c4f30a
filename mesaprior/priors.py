"""The named priors: what each charges for a program.

Floor: above `loading`, below `model`. Rules are data: a named prior is its cost formula in the axes and
the rate, and whether essays write the rate as a factor or as a function.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal


@dataclass(frozen=True, slots=True)
class NamedPrior:
    """`cost` is a formula in `c`, `t`, `g`; the lowest cost wins.

    `rate_of` says how the rate is spelled: `product`, g*c(x), or `function`, g(c(x)). `weighs_axes`: extra
    axes with a weight are added to the cost; the two limits charge one axis only.
    """

    cost: str
    rate_of: Literal["product", "function"] = "product"
    weighs_axes: bool = True


NAMED_PRIORS: Final[dict[str, NamedPrior]] = {
    "linear": NamedPrior("g*c + t"),
    # An increasing function that is additive on sums is a multiplication by a positive number, so this is
    # `linear` in the essay's notation, with g(c(x)) as the unknowns.
    "additive": NamedPrior("g*c + t", rate_of="function"),
    "simplicity": NamedPrior("c", weighs_axes=False),
    "speed": NamedPrior("t", weighs_axes=False),
}

NOT_LINEAR_IN_THE_RATE: Final = frozenset({"monotone", "power", "exponential", "levin", "cap"})
"""Names that mean a prior, but none that this version decides."""

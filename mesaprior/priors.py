"""The named priors: what each charges for a program.

Floor: above `loading`, below `model`. Rules are data: a named prior is its cost formula in the axes, the rate
and parameters of its own, and how its rate is to be read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

RateOf: TypeAlias = Literal["product", "function", "unspecified"]


@dataclass(frozen=True, slots=True)
class NamedPrior:
    """`cost` is a formula in `c`, `t`, `g` and `parameters`, declared or not; the lowest cost wins.

    `rate_of` says what g is: a factor (`product`), a factor that essays apply, g(c(x)) (`function`), or an
    increasing function of which nothing else is known (`unspecified`). `weighs_axes`: extra axes with a
    weight are added to the cost; the two limits charge one axis only. `within`: an axis and the parameter
    that it must not exceed; whoever does costs infinitely much.
    """

    cost: str
    rate_of: RateOf = "product"
    weighs_axes: bool = True
    parameters: tuple[str, ...] = ()
    within: tuple[str, str] | None = None


NAMED_PRIORS: Final[dict[str, NamedPrior]] = {
    "linear": NamedPrior("g*c + t"),
    "monotone": NamedPrior("g(c) + t", rate_of="unspecified"),
    # An increasing function that is additive on sums is a multiplication by a positive number, so this is
    # `linear` in the essay's notation, with g(c(x)) as the unknowns.
    "additive": NamedPrior("g*c + t", rate_of="function"),
    "power": NamedPrior("g*c**p + t", parameters=("p",)),
    "exponential": NamedPrior("g*2**c + t"),
    # Levin's Kt at g = 1; Schmidhuber's speed prior, in which length counts twice, at g = 2.
    "levin": NamedPrior("g*c + log2(t)"),
    "cap": NamedPrior("c", parameters=("K",), within=("t", "K")),
    "simplicity": NamedPrior("c", weighs_axes=False),
    "speed": NamedPrior("t", weighs_axes=False),
}

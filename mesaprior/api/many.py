"""Many variants with known prices: `winner_map`.

Floor: `api`. Needs the extra `scale`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mesaprior.api.exact import Exact, exact_number
from mesaprior.errors import refuse

if TYPE_CHECKING:
    from mesaprior.loading.points import Points
    from mesaprior.results.scale import NumericMap


def winner_map(points: Points | str | Path, g: Exact | None = None) -> NumericMap:
    """Who wins at which rate, under the linear prior, among variants whose prices are all known.

    `points` is a CSV or Arrow file, or `Points.of(c, t)` from arrays; `g` asks for one rate as well. Exact:
    every rate is a `Fraction`, every tie is found. Raises `InputError`.
    """
    from mesaprior.loading.points import read_points

    rate = None if g is None else exact_number(g, exponent=True)
    if rate is not None and rate <= 0:
        raise refuse("rate-not-positive", f"the rate g must be positive, not {rate}")
    known = read_points(points) if isinstance(points, str | Path) else points
    from mesaprior.engine.scale.numeric_map import numeric_map  # needs NumPy, which the points have asked for

    return numeric_map(known, rate)

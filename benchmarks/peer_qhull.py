"""SciPy's Qhull on the same variants: which of them are corners of the lower left of the hull, in floats.

Two far points keep what lies above and to the right of all off the hull. Corners that differ by less than its
tolerances are merged and lost; how many, the table says.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from instances import Numbers
from scipy.spatial import ConvexHull


def prepare(numbers: Numbers) -> np.ndarray:
    return np.column_stack(numbers.arrays).astype(float)


def winner_map(points: np.ndarray) -> Iterator[int]:
    """How many variants it finds that are cheapest at some rate."""
    far = points.max(axis=0) * 2 + 1
    least = points.min(axis=0)
    corners = np.vstack([points, [least[0], far[1]], [far[0], least[1]]])
    found = ConvexHull(corners).vertices
    kept = points[found[found < len(points)]]
    low = kept[np.lexsort((kept[:, 1], kept[:, 0]))]
    falling = low[:, 1] < np.concatenate(([np.inf], np.minimum.accumulate(low[:, 1])[:-1]))
    yield int(falling.sum())

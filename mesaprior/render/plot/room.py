"""Where in a figure a label has room: inside a region, beside a point, on nothing else.

Floor: `render`. Lengths are inches on the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from mesaprior.render.plot.style import Paper

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Spot: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]
"""Left, low, right, high."""
GRID = 36
"""Places tried in either direction."""
PAD = 0.05


@dataclass
class Room:
    """What is taken already."""

    axes: Axes
    paper: Paper
    taken: list[Box] = field(default_factory=list)

    @property
    def frame(self) -> Box:
        """The inside of the axes."""
        box = self.axes.get_window_extent(self.paper.canvas.get_renderer())
        left, low, right, high = (edge / self.paper.figure.dpi for edge in (box.x0, box.y0, box.x1, box.y1))
        return left, low, right, high

    def take_lines(self, x: float | None, y: float | None) -> None:
        """An upright line at x and a level one at y are taken."""
        left, low, right, high = self.frame
        if x is not None:
            across = self.axes.transData.transform((x, self.axes.get_ylim()[0]))[0] / self.paper.figure.dpi
            self.taken.append((across - 0.01, low, across + 0.01, high))
        if y is not None:
            up = self.axes.transData.transform((self.axes.get_xlim()[0], y))[1] / self.paper.figure.dpi
            self.taken.append((left, up - 0.01, right, up + 0.01))

    def inside(self, outline: Any, size: Spot) -> Spot | None:
        """The middle of a label of this size inside an outline, which is then taken; None where none fits."""
        spot = best_place(outline, size, self.taken)
        if spot is not None:
            self.taken.append(_box(spot, size))
        return spot

    def beside(self, point: Spot, size: Spot) -> Spot | None:
        """The middle of a label of this size next to a point of the figure; None where all is taken."""
        x, y = self.axes.transData.transform(point) / self.paper.figure.dpi
        wide, high = size[0] / 2 + PAD + 0.03, size[1] / 2 + PAD + 0.03
        for step_x, step_y in ((1, 1), (1, -1), (-1, 1), (-1, -1), (1, 0), (-1, 0), (0, 1), (0, -1)):
            spot = (x + step_x * wide, y + step_y * high)
            box = _box(spot, size)
            if is_within(box, self.frame) and is_free(box, self.taken):
                self.taken.append(box)
                return spot
        return None

    def close_to(self, point: Spot, size: Spot, outline: Any) -> Spot:
        """The nearest free place outside of an outline that keeps a little distance from the point."""
        left, low, right, high = self.frame
        spots = [
            (left + (right - left) * (a + 0.5) / GRID, low + (high - low) * (b + 0.5) / GRID)
            for a in range(GRID)
            for b in range(GRID)
        ]
        spots.sort(key=lambda spot: (spot[0] - point[0]) ** 2 + (spot[1] - point[1]) ** 2)
        rim: Box = (*outline.min(axis=0), *outline.max(axis=0))
        for avoided in ([*self.taken, rim], self.taken, []):
            for spot in spots:
                box = _box(spot, size)
                if is_within(box, self.frame) and is_free(box, avoided):
                    self.taken.append(box)
                    return spot
        return point


def _box(spot: Spot, size: Spot) -> Box:
    wide, high = size[0] / 2 + PAD, size[1] / 2 + PAD
    return spot[0] - wide, spot[1] - high, spot[0] + wide, spot[1] + high


def is_within(box: Box, frame: Box) -> bool:
    """Whether a box lies inside another."""
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def is_free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether a box overlaps nothing."""
    return all(
        box[2] <= other[0] or other[2] <= box[0] or box[3] <= other[1] or other[3] <= box[1]
        for other in taken
    )


def best_place(outline: Any, size: Spot, taken: Sequence[Box]) -> Spot | None:
    """The middle of the box of this size that lies deepest inside the outline and on nothing that is taken;
    None where there is none. A box of no size asks for the deepest point."""
    import numpy
    from matplotlib.path import Path

    path = Path(numpy.vstack([outline, outline[:1]]))
    (left, low), (right, high) = outline.min(axis=0), outline.max(axis=0)
    wide, tall = size[0] / 2 + (PAD if size[0] else 0), size[1] / 2 + (PAD if size[1] else 0)
    steps: Any = (numpy.arange(GRID) + 0.5) / GRID
    xs: Any
    ys: Any
    xs, ys = numpy.meshgrid(left + (right - left) * steps, low + (high - low) * steps)
    centres = numpy.column_stack([xs.ravel(), ys.ravel()])
    inside = path.contains_points(centres)
    for step_x, step_y in ((-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 1), (1, -1), (1, 0), (1, 1)):
        inside &= path.contains_points(centres + numpy.array((step_x * wide, step_y * tall)))
    corners = outline[None, :, :] - centres[:, None, :]
    inside &= ~((abs(corners[..., 0]) < wide) & (abs(corners[..., 1]) < tall)).any(axis=1)
    for box in taken:
        apart_x = (centres[:, 0] + wide <= box[0]) | (centres[:, 0] - wide >= box[2])
        apart_y = (centres[:, 1] + tall <= box[1]) | (centres[:, 1] - tall >= box[3])
        inside &= apart_x | apart_y
    if not inside.any():
        return None
    depth = numpy.where(inside, _distance(outline, centres, (wide or 1.0, tall or 1.0)), -1e9)
    middle = ((left + right) / 2, (low + high) / 2)
    depth = depth - 0.05 * abs((centres - middle) / (wide or 1.0, tall or 1.0)).sum(axis=1)
    best = centres[int(depth.argmax())]
    return float(best[0]), float(best[1])


def _distance(outline: Any, centres: Any, shape: Spot) -> Any:
    """How far each centre is from the rim, measured in boxes of this shape."""
    import numpy

    scale = numpy.array(shape)
    start = outline / scale
    way = numpy.roll(start, -1, axis=0) - start
    length = (way**2).sum(axis=1)
    length[length == 0] = 1.0
    offset = centres[:, None, :] / scale - start[None, :, :]
    share = numpy.clip((offset * way[None]).sum(axis=2) / length, 0, 1)
    return numpy.sqrt(((offset - share[..., None] * way[None]) ** 2).sum(axis=2)).min(axis=1)

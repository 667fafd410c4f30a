"""Winner regions over two quantities, exactly: convex polygons in the plane where costs are forms.

Floor: `engine`. The region of a variant is what is left of the figure where no other is cheaper. Before it
leaves, every region is looked at by the evaluator that shares no code with it, and all areas together must
make up the whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Final

from mesaprior.algebra import RATE, Atom, Polynomial
from mesaprior.engine.consistency import check_setting
from mesaprior.engine.field import Worth
from mesaprior.engine.figures.cones import EVERYTHING, Form, Polygon, Ray, area, at, clipped, middle
from mesaprior.engine.figures.planes import Plane
from mesaprior.engine.quantities import Range, Tick, check_numbers, extent, quantity
from mesaprior.engine.setting import Setting
from mesaprior.errors import SelfCheckFailed, refuse
from mesaprior.results.figures import Border, Extent, Place, Region, Regions, Side, Vertex

PARTS: Final = 3
"""Of the work, each as long as the others: all values, the figure, a second look."""
EDGE: Final = "edge"
"""The label of a side that is the end of the figure."""


def regions_over(
    setting: Setting,
    x: str,
    y: str,
    *,
    x_range: Range | None = None,
    y_range: Range | None = None,
    log: bool | None = None,
    tick: Tick | None = None,
) -> Regions:
    """Who has the lowest cost over x and y, each `g`, a price or a parameter; the other numbers are in force.

    Raises `InputError` where numbers are missing, and where borders are neither lines nor hyperbolas.
    """
    check_setting(setting)
    over = (quantity(setting, x, "x"), quantity(setting, y, "y"))
    if over[0] == over[1]:
        raise refuse("usage", f"both axes show {over[0]}", "choose two quantities: --x g --y 'c(combine)'")
    _check_prior(setting)
    return _Map(setting.without(over), over, tick or (lambda done, whole: None)).drawn(
        setting, (x_range, y_range), log
    )


def _check_prior(setting: Setting) -> None:
    """Raises `InputError` for a prior under which costs are no numbers, or infinite."""
    symbols = setting.model.symbols
    if symbols.rate_of == "unspecified":
        raise refuse(
            "prior-not-drawn",
            f"under the prior {setting.model.prior} costs are no numbers, since g is any increasing function",
            "draw under another: --prior linear",
        )
    if not setting.costs_are_exact:
        message = (
            f"under the prior {setting.model.prior} the borders of the regions are no lines or hyperbolas"
        )
        help = "draw under --prior linear, or the costs over g: --of costs"
        raise refuse("regions-not-exact", f"{message}, and none are drawn that are not exact", help)
    if setting.model.within is not None:
        help = "draw under --prior linear, or ask wins with --set"
        raise refuse("prior-not-drawn", "the regions of a prior with a hard budget are not drawn", help)


@dataclass(frozen=True)
class _Map:
    """The regions over two quantities that are left open in the setting."""

    setting: Setting
    over: tuple[Atom, Atom]
    tick: Tick

    @cached_property
    def gaps(self) -> dict[str, Polynomial]:
        """What each costs more than the first; what all pay cancels, known or not."""
        costs = self.setting.costs
        first = next(iter(costs.values()))
        return {name: cost - first for name, cost in costs.items()}

    @cached_property
    def facts(self) -> list[tuple[str, Polynomial]]:
        """What the facts say about the two quantities."""
        inside = self.setting.model.symbols.inside
        return [
            (premise.says, premise.polynomial)
            for premise in self.setting.premises
            if inside(premise.polynomial) & set(self.over)
        ]

    @cached_property
    def plane(self) -> Plane:
        """Raises `InputError` where numbers are missing or the borders are no lines or hyperbolas."""
        gaps = list(self.gaps.values())
        facts = [fact for _, fact in self.facts]
        if not self.setting.are_exact(facts):
            help = "draw over other quantities, or the costs over g: --of costs"
            raise refuse("regions-not-exact", "a fact speaks of logarithms or roots of what is drawn", help)
        check_numbers(self.setting, [*gaps, *facts], self.over)
        x, y = self.over
        plane = Plane.of(x, y, gaps, self.setting.model.symbols)
        if plane is None:
            message = f"over {x} and {y} the borders of the regions are neither straight lines nor hyperbolas"
            help = "draw over other quantities, or the costs over g: --of costs"
            raise refuse("regions-not-exact", f"{message}, and none are drawn that are not exact", help)
        return plane

    @cached_property
    def forms(self) -> dict[Form, tuple[str, ...]]:
        """Who has which cost; several share one where they cost the same everywhere."""
        shared: dict[Form, list[str]] = {}
        for name, form in zip(self.gaps, self.plane.forms(list(self.gaps.values())), strict=True):
            shared.setdefault(form, []).append(name)
        return {form: tuple(names) for form, names in shared.items()}

    @cached_property
    def allowed(self) -> Polygon:
        """Where the facts hold."""
        polygon = EVERYTHING
        for says, fact in self.facts:
            form = self.plane.form_of_fact(fact)
            if form is None:
                raise refuse(
                    "regions-not-exact",
                    f"the fact {says} cannot be drawn over {self.over[0]} and {self.over[1]}",
                )
            polygon = clipped(polygon, form, says)
        return polygon

    def polygons(self, within: Polygon, forms: Collection[Form], part: int) -> dict[Form, Polygon]:
        """The region of each form, where it has one; those left out have none."""
        found: dict[Form, Polygon] = {}
        for place, form in enumerate(forms):
            self.tick(part * len(forms) + place, PARTS * len(forms))
            polygon = within
            for rival in forms:
                if rival != form and polygon:
                    polygon = clipped(polygon, _minus(rival, form), ", ".join(self.forms[rival]))
            if polygon:
                found[form] = polygon
        if sum(map(area, found.values())) != (area(within) if within else 0):
            raise SelfCheckFailed("the regions do not make up the whole figure")
        return found

    # --- the figure ------------------------------------------------------------------------------

    def drawn(self, asked: Setting, ranges: tuple[Range | None, Range | None], log: bool | None) -> Regions:
        undominated = [form for form in self.forms if not any(map(_dominates(form), self.forms))]
        everywhere = self.polygons(self.allowed, undominated, 0)
        x, y = self._extents(asked, everywhere, ranges, log)
        figure = EVERYTHING
        for axis in (x, y):
            figure = clipped(figure, self.plane.above(axis.quantity, axis.low), EDGE)
            figure = clipped(figure, _minus((0, 0, 0), self.plane.above(axis.quantity, axis.high)), EDGE)
        allowed = figure
        for says, fact in self.facts:
            form = self.plane.form_of_fact(fact)
            allowed = clipped(allowed, form or (0, 0, 0), says) if allowed else ()
        found = self.polygons(allowed, everywhere, 1)
        for place, (form, polygon) in enumerate(found.items()):
            self.tick(2 * len(found) + place, PARTS * len(found))
            self._look_at(form, polygon)
        winners = {name for form in everywhere for name in self.forms[form]}
        return Regions(
            under=asked.circumstances(),
            g=None if RATE in self.over else asked.g,
            x=x,
            y=y,
            regions=tuple(self._region(form, polygon) for form, polygon in found.items()),
            borders=tuple(self._borders(found)),
            vertices=tuple(self._vertices(found)),
            nowhere=tuple(name for name in self.gaps if name not in winners),
            excluded=tuple(dict.fromkeys(says for says, _ in self.facts)) if allowed != figure else (),
            titles={name: variant.title for name, variant in asked.model.variants.items()},
        )

    def _extents(
        self,
        asked: Setting,
        everywhere: Mapping[Form, Polygon],
        ranges: tuple[Range | None, Range | None],
        log: bool | None,
    ) -> tuple[Extent, Extent]:
        """Axes that show all corners of the map, what the scenario says, and where the lead changes there."""
        plane = self.plane
        corners = plane.limits(side.start for polygon in everywhere.values() for side in polygon)
        marked = [asked.numbers.get(atom) for atom in self.over]
        for place, other in ((0, 1), (1, 0)):
            known = marked[other]
            if known is not None:
                corners[place].update(self._changes_along(everywhere, other, known)[place])
        x, y = (
            extent(atom, values, said, log, value)
            for atom, values, value, said in zip(self.over, corners, marked, ranges, strict=True)
        )
        return x, y

    def _changes_along(
        self, everywhere: Mapping[Form, Polygon], fixed: int, value: Fraction
    ) -> tuple[set[Fraction], set[Fraction]]:
        """Where the lead changes while one quantity has a value."""
        level = self.plane.above(self.over[fixed], value)
        cut = [
            side.start
            for polygon in everywhere.values()
            for side in clipped(polygon, level, EDGE)
            if at(level, side.start) == 0
        ]
        return self.plane.limits(cut)

    # --- what is found in it ---------------------------------------------------------------------

    def _region(self, form: Form, polygon: Polygon) -> Region:
        sides = []
        corners = self.plane.corners(polygon)
        facts = {says for says, _ in self.facts}
        others = {", ".join(names): other for other, names in self.forms.items()}
        for start, label in corners:
            other = others.get(label)
            sides.append(
                Side(
                    start,
                    None if other is None else self.plane.line(_minus(other, form)),
                    () if other is None else self.forms[other],
                    label if label in facts and other is None else None,
                )
            )
        return Region(self.forms[form], tuple(sides), self._place_inside(polygon))

    def _place_inside(self, polygon: Polygon) -> Place:
        ray = middle([side.start for side in polygon])
        return self.plane.place(ray, ray)

    def _borders(self, found: Mapping[Form, Polygon]) -> list[Border]:
        """The pieces of line between two regions, each once."""
        borders: dict[frozenset[Place], Border] = {}
        for form in found:
            region = self._region(form, found[form])
            for place, side in enumerate(region.sides):
                if side.line is None:
                    continue
                ends = (side.start, region.sides[(place + 1) % len(region.sides)].start)
                borders.setdefault(frozenset(ends), Border((region.winners, side.tied), side.line, ends))
        return list(borders.values())

    def _vertices(self, found: Mapping[Form, Polygon]) -> list[Vertex]:
        """The corners where three costs are equal, looked at by the evaluator too."""
        vertices: dict[Ray, Vertex] = {}
        for polygon in found.values():
            for side in polygon:
                lowest = min(at(form, side.start) for form in found)
                meet = [form for form in found if at(form, side.start) == lowest]
                if len(meet) < 3 or min(side.start) == 0 or side.start in vertices:
                    continue
                names = [name for form in meet for name in self.forms[form]]
                place = self.plane.place(side.start, side.start)
                worth = self._worth(place)
                if len({worth.cost(name) for name in names}) != 1:
                    raise SelfCheckFailed("the costs at a corner of the regions are not equal")
                vertices[side.start] = Vertex(place, tuple(name for name in self.gaps if name in names))
        return list(vertices.values())

    def _look_at(self, form: Form, polygon: Polygon) -> None:
        """The formulas as written: all of them in the middle of a region, and close to each of its corners
        those whose regions are next to it."""
        rays = [side.start for side in polygon]
        inside = middle(rays)
        beside = [name for name in self.gaps if any(name in side.label.split(", ") for side in polygon)]
        near = (middle([*[corner] * 15, inside]) for corner in rays)
        for ray, names in ((inside, list(self.gaps)), *((ray, beside) for ray in near)):
            worth = self._worth(self.plane.place(ray, ray))
            mine = worth.cost(self.forms[form][0])
            for name in names:
                cost = worth.cost(name)
                if cost != mine if name in self.forms[form] else cost <= mine:
                    raise SelfCheckFailed(f"{self.forms[form][0]} is not the cheapest in its region")

    def _worth(self, place: Place) -> Worth:
        numbers = dict(zip(self.over, place, strict=True))
        return Worth(self.setting, self.setting.completed(numbers))


def _minus(one: Form, other: Form) -> Form:
    return one[0] - other[0], one[1] - other[1], one[2] - other[2]


def _dominates(form: Form) -> Callable[[Form], bool]:
    """Whether another form is nowhere above this one, and somewhere below."""
    return lambda other: other != form and all(map(int.__le__, other, form))

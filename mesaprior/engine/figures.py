"""What a figure is asked to show: costs over one quantity, or winner regions over two.

Floor: `engine`. The one question behind `plot`, on the command line and in the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mesaprior.algebra import RATE
from mesaprior.errors import did_you_mean, one_of, refuse

if TYPE_CHECKING:
    from mesaprior.engine.quantities import Range, Tick
    from mesaprior.engine.setting import Setting
    from mesaprior.results.figures import CostCurves, Regions

PLOTS: Final = ("costs", "regions")
"""What a figure can show."""


def plotted(
    setting: Setting,
    of: str | None = None,
    *,
    x: str = RATE,
    y: str | None = None,
    x_range: Range | None = None,
    y_range: Range | None = None,
    log: bool | None = None,
    whole: bool = False,
    tick: Tick | None = None,
) -> CostCurves | Regions:
    """The exact contents of a figure. `of`: costs or regions; None: regions where there is a `y`.

    `log`: axes by powers of ten or not, None: whichever suits; `whole`: costs with what all variants pay;
    `tick` is told how much of the work is done. Raises `InputError` where the question makes no sense.
    """
    if check_plot(of, y) == "costs":
        from mesaprior.engine.cost_curves import costs_over

        return costs_over(setting, x, x_range=x_range, log=log, whole=whole)
    from mesaprior.engine.regions import regions_over

    assert y is not None
    return regions_over(setting, x, y, x_range=x_range, y_range=y_range, log=log, tick=tick)


def check_plot(of: str | None, y: str | None) -> str:
    """Which figure is asked. Raises `InputError` where it is none, or lacks or has too many quantities."""
    if of is not None and of not in PLOTS:
        help = did_you_mean(of, PLOTS) or f"choose {one_of(PLOTS)}"
        raise refuse("unknown-choice", f"a figure cannot show {of!r}", help)
    if of == "regions" and y is None:
        help = "--x g --y 'c(combine)', with a price or a parameter of the model"
        raise refuse("usage", "winner regions need two quantities, and there is no y", help)
    if of == "costs" and y is not None:
        raise refuse(
            "usage", "costs are drawn over one quantity, and there is a y", "leave out one of the two"
        )
    return of or ("costs" if y is None else "regions")

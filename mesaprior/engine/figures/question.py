"""What a figure is asked to show: costs over one quantity, winner regions over two, how far numbers may move.

Floor: `engine`. The one question behind `plot`, on the command line and in the library.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mesaprior.algebra import RATE
from mesaprior.errors import did_you_mean, one_of, refuse

if TYPE_CHECKING:
    from mesaprior.engine.quantities import Range, Tick
    from mesaprior.engine.setting import Setting
    from mesaprior.results.drawn import Drawn

PLOTS: Final = ("costs", "regions", "sensitivity")
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
) -> Drawn:
    """The exact contents of a figure. `of`: costs, regions or sensitivity; None: regions where there is a
    `y`, else costs.

    `log`: axes by powers of ten or not, None: whichever suits; `whole`: costs with what all variants pay;
    `tick` is told how much of the work is done. Raises `InputError` where the question makes no sense.
    """
    kind = check_plot(of, y)
    if kind == "sensitivity":
        return _moves(setting)
    if kind == "costs":
        from mesaprior.engine.figures.cost_curves import costs_over

        return costs_over(setting, x, x_range=x_range, log=log, whole=whole)
    from mesaprior.engine.figures.regions import regions_over

    assert y is not None
    return regions_over(setting, x, y, x_range=x_range, y_range=y_range, log=log, tick=tick)


def _moves(setting: Setting) -> Drawn:
    from mesaprior.engine.sensitive.question import sensitivity

    found = sensitivity(setting)
    if not found.winners:
        names = list(setting.model.scenarios)
        help = f"--scenario {one_of(names)}, and -g" if names else "put them in with --set, and -g"
        raise refuse("numbers-missing", "how far numbers may move is drawn where all are known", help)
    return found


def check_plot(of: str | None, y: str | None) -> str:
    """Which figure is asked. Raises `InputError` where it is none, or lacks or has too many quantities."""
    if of is not None and of not in PLOTS:
        help = did_you_mean(of, PLOTS) or f"choose {one_of(PLOTS)}"
        raise refuse("unknown-choice", f"a figure cannot show {of!r}", help)
    if of == "regions" and y is None:
        help = "--x g --y 'c(combine)', with a price or a parameter of the model"
        raise refuse("usage", "winner regions need two quantities, and there is no y", help)
    if of == "sensitivity" and y is not None:
        raise refuse("usage", "every number is moved by itself, and there is a y", "leave out one of the two")
    if of == "costs" and y is not None:
        raise refuse(
            "usage", "costs are drawn over one quantity, and there is a y", "leave out one of the two"
        )
    return of or ("costs" if y is None else "regions")

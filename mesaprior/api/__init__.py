"""The library's door: `mp.load`, `mp.Model` and what they answer.

Floor: beside `cli`, above `render`. A `Model` is the pydantic record of a model file, with questions.
Every method raises `InputError` where what was asked makes no sense, with all problems at once.

    import mesaprior as mp
    m = mp.load("speed-simplicity")
    m.wins(g=2, scenario="worked")
"""

from __future__ import annotations

from mesaprior.api.exact import Exact
from mesaprior.api.model import Model
from mesaprior.api.opening import diff, load
from mesaprior.api.plots import PlotView
from mesaprior.api.views import TableView
from mesaprior.api.widget import WidgetView
from mesaprior.render import mimebundle
from mesaprior.results import show_with

__all__ = ["Exact", "Model", "PlotView", "TableView", "WidgetView", "diff", "load"]

show_with(mimebundle)

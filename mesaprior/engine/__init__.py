"""What is asked: conditions, winners, pairs, who can win at all.

Floor: above `results` and `model`, below `render`. `reason` is how it is decided; `Setting` is a model under
circumstances; the public questions are listed here.
"""

from mesaprior.engine.claims import check
from mesaprior.engine.conditions import conditions
from mesaprior.engine.setting import Setting
from mesaprior.engine.winners import compare, costs, crossover, pairs, wins

__all__ = ["Setting", "check", "compare", "conditions", "costs", "crossover", "pairs", "wins"]

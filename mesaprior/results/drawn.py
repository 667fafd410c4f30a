"""What can be drawn: every result that a figure is made of.

Floor: `results`.
"""

from __future__ import annotations

from typing import TypeAlias

from mesaprior.results.figures import CostCurves, Regions
from mesaprior.results.sensitivity import Sensitivity

Drawn: TypeAlias = CostCurves | Regions | Sensitivity

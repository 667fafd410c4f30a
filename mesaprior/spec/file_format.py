"""The number of the file format: the one that this version reads, and what is said of another.

Floor: `spec`. Imports no pydantic: a file in a newer format is refused before anything else is looked at.
"""

import re
from typing import Any, Final

from mesaprior.errors import Problem

FORMAT_VERSION: Final = 1
"""The `mesaprior:` number of the model files that this version reads."""


def format_problem(value: Any) -> Problem | None:
    """What is wrong with the number of a file format: no whole number, or one that is still to come."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if 0 <= value < 10**9 else ""
    if not isinstance(value, str) or not re.fullmatch("[1-9][0-9]{0,8}", value):
        message = "the number of the file format is a whole number"
        return Problem("unknown-format", message, f"write mesaprior: {FORMAT_VERSION}")
    if int(value) > FORMAT_VERSION:
        return Problem(
            "newer-format",
            f"this model is in format {value}; this version of mesaprior reads format {FORMAT_VERSION}",
            f"it needs a later version of mesaprior, one that reads format {value}",
        )
    return None

"""What a table can be called in the text around it."""

from __future__ import annotations

import re
from typing import Final

from mesaprior.errors import refuse

_LABEL: Final = re.compile(r"[A-Za-z0-9:._/-]{1,80}")


def checked_label(label: str | None) -> str | None:
    r"""The label itself. Raises `InputError` for one that neither `\ref` nor a link could name."""
    if label is not None and not _LABEL.fullmatch(label):
        help = "use letters, digits and : . _ / -, as in tab:wins"
        raise refuse("bad-label", f"{label!r} cannot be a label", help)
    return label

"""What a notebook is given to choose from."""

from __future__ import annotations

from typing import Final

from mesaprior.render.tables import document_for
from mesaprior.results import Result

NOTEBOOK_WIDTH: Final = 100


def mimebundle(result: Result, *, table: bool = False) -> dict[str, str]:
    """Text, Markdown and LaTeX (an `array`, which notebooks can set; never a `tabular`). `table`: claims as a
    table to paste."""
    from mesaprior.render.latex_array import latex_array  # the command line never needs all three
    from mesaprior.render.markdown import markdown
    from mesaprior.render.terminal import text

    document = document_for(result, table=table)
    return {
        "text/plain": text(document, width=NOTEBOOK_WIDTH).rstrip("\n"),
        "text/markdown": markdown(document),
        "text/latex": f"$\\displaystyle {latex_array(document).strip()}$",
    }

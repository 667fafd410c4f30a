"""The names of the formats that a document can be spelled in.

Floor: beside `limits`, so that the command line can name them without loading what spells them.
"""

from typing import Final

FORMATS: Final = ("text", "markdown", "latex", "latex-array", "lesswrong", "html", "csv")
"""`json` is none of them: it is the result itself, not a document that shows it."""

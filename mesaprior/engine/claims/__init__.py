"""Claims: what an argument says, proved, refuted with numbers, or left undecided with the reason.

Floor: `engine`. `meaning` turns a claim into formulas, `reason.cases` decides them, `witness` finds numbers
worth showing, `because` says why, `missing` what assumption would make a refuted claim true.
"""

from mesaprior.engine.claims.check import check, check_statement

__all__ = ["check", "check_statement"]

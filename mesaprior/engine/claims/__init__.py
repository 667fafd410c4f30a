"""Claims: what an argument says, proved, refuted with numbers, or left undecided with the reason.

Floor: `engine`. `meaning` turns a claim into formulas, `reason.cases` decides them, `witness` finds numbers
worth showing, `because` says why, `missing` what assumption would make a refuted claim true; `certificates`
writes proofs down and reads them back for the checker, without any of the search.
"""

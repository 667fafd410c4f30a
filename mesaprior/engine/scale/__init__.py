"""Many variants, all numbers known: winner maps of millions, in NumPy and exact.

Floor: a room of `engine`. Needs the extra `scale`; nothing else of the engine imports it.
"""

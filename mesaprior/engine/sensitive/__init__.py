"""How far a number may move before the winner changes, and what moves a crossover.

Floor: a room of `engine`; `question` is its door.
"""

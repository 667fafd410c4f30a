"""Figures drawn by matplotlib, from what `engine.figures` and `engine.sensitive` found.

Floor: a room of `render`; `picture` is its door.
"""

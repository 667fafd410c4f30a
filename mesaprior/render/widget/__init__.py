"""One HTML page with sliders, from what `engine.panels` found.

Floor: a room of `render`; `page` is its door.
"""

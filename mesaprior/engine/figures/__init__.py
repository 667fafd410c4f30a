"""What a figure shows, exactly: costs over one quantity, winner regions over two.

Floor: a room of `engine`; `question` is its door.
"""

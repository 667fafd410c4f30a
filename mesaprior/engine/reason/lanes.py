"""Rows of whole numbers, each packed into one: entry j stands in lane j, `sum(entry_j * 2**(bits*j))`.

Floor: `engine.reason`, below `solver`. Entries may be negative; the sum is an ordinary integer, so rows are
added, multiplied and divided without remainder as wholes, by long arithmetic instead of a loop. Whoever packs
answers for the entries staying below `limit`; `wide_enough` says how many bits that takes.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence

_ARRAY_BITS = 64
"""Lanes that `array` knows; wider ones are cut by hand."""


class Lanes:
    """`count` lanes of `bits` bits; entries lie strictly between `-limit` and `limit`."""

    def __init__(self, count: int, bits: int = _ARRAY_BITS) -> None:
        self.count = count
        self.bits = bits
        self.limit = 1 << (bits - 1)
        self._mask = (1 << bits) - 1
        ones = int.from_bytes((b"\1" + bytes(bits // 8 - 1)) * count, "little")
        self._lift = self.limit * ones

    def wide_enough(self, most: int) -> Lanes:
        """Lanes for entries up to `most`."""
        bits = self.bits
        while most >> (bits - 1):
            bits *= 2
        return Lanes(self.count, bits)

    def packed(self, entries: Sequence[int]) -> int:
        limit, size = self.limit, self.bits // 8
        if self.bits == _ARRAY_BITS:
            data = _little(array("Q", [entry + limit for entry in entries])).tobytes()
        else:
            data = b"".join([(entry + limit).to_bytes(size, "little") for entry in entries])
        return int.from_bytes(data, "little") - self._lift

    def entries(self, row: int) -> list[int]:
        limit, size = self.limit, self.bits // 8
        data = (row + self._lift).to_bytes(self.count * size, "little")
        if self.bits == _ARRAY_BITS:
            return [value - limit for value in _little(array("Q", data))]
        return [int.from_bytes(data[k : k + size], "little") - limit for k in range(0, len(data), size)]

    def column(self, rows: Sequence[int], lane: int) -> list[int]:
        """The entries of one lane."""
        shift, lift, mask, limit = self.bits * lane, self._lift, self._mask, self.limit
        return [((row + lift) >> shift & mask) - limit for row in rows]


def _little(values: array[int]) -> array[int]:
    """The same bytes on every machine."""
    if _SWAPPED:
        values.byteswap()
    return values


_SWAPPED = array("Q", [1]).tobytes()[0] != 1

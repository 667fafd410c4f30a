"""Rows packed into one number: what goes in comes out; arithmetic on the whole is that on each entry."""

from __future__ import annotations

import random

import pytest

from mesaprior.engine.reason.lanes import Lanes


@pytest.mark.parametrize("bits", [64, 128, 256])
def test_entries_come_out_as_they_went_in(bits: int) -> None:
    edge = 2 ** (bits - 1) - 1
    for count in (0, 1, 2, 7):
        lanes = Lanes(count, bits)
        mixed = [(-1) ** j * (edge - j) for j in range(count)]
        for line in ([0] * count, [edge] * count, [-edge] * count, mixed):
            row = lanes.packed(line)
            assert row == sum(entry << (bits * j) for j, entry in enumerate(line))
            assert lanes.entries(row) == line
            assert [lanes.column([row, -row], j) for j in range(count)] == [[entry, -entry] for entry in line]


def test_sums_products_and_quotients_of_rows_are_those_of_their_entries() -> None:
    source = random.Random(5)
    for _ in range(200):
        bits = source.choice([64, 128])
        count, most = source.randint(1, 12), 2 ** (bits // 2 - 4)
        lanes = Lanes(count, bits)
        one, other = ([source.randint(-most, most) for _ in range(count)] for _ in "ab")
        k, n = source.randint(-most, most), source.randint(1, most)
        mixed = [k * a - n * b for a, b in zip(one, other, strict=True)]
        assert k * lanes.packed(one) - n * lanes.packed(other) == lanes.packed(mixed)
        assert lanes.packed([n * a for a in one]) // n == lanes.packed(one)


WIDER = [(0, 64), (2**63 - 1, 64), (2**63, 128), (2**127 - 1, 128), (2**127, 256), (2**600, 1024)]


@pytest.mark.parametrize(("most", "bits"), WIDER)
def test_lanes_become_as_wide_as_it_takes(most: int, bits: int) -> None:
    lanes = Lanes(3).wide_enough(most)
    assert lanes.bits == bits
    line = [most, -most, 0]
    assert lanes.entries(lanes.packed(line)) == line

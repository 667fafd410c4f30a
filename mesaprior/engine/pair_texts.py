"""The condition of every pair as text, fast: thousands of pairs in a blink.

Spells `RateInequality` without building its polynomials: where coefficients differ by at most 1, the
difference of two costs is a handful of bit operations, and the text of a bit mask is looked up eight
columns at a time. The spelling is `RateInequality.text`, tested equal; other shapes go through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import getitem

from mesaprior.algebra import RATE, Polynomial
from mesaprior.engine.field import Field
from mesaprior.engine.pair_conditions import inequality
from mesaprior.engine.reason.system import difference
from mesaprior.formula import polynomial_node
from mesaprior.language import write


def pair_texts(field: Field) -> Iterator[tuple[str, str, str]]:
    """`(V, W, condition)` for every unordered pair: V beats W iff the condition holds."""
    names = field.names
    spelled = _by_masks(field) if _is_zero_or_one(field) else _by_coefficients(field)
    for (i, j), text in spelled:
        yield names[i], names[j], inequality(field, i, j).text if text is None else text


def _pairs(count: int) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(count) for j in range(i + 1, count))


def _is_zero_or_one(field: Field) -> bool:
    scale = field.system.scale
    return scale == 1 and all(entry in (0, 1) for vector in field.vectors for entry in vector)


def _plain_spelling(field: Field) -> bool:
    """Whether the rate is open and multiplies: `g*(...) < ...`."""
    return (
        field.setting.g is None and field.symbols.rate_of == "product" and field.setting.model.depends_on_rate
    )


def _names(field: Field) -> list[str]:
    """Each column's text, the rate left out: it stands before the bracket."""
    return [
        write(polynomial_node(Polynomial({tuple(f for f in monomial if f[0] != RATE): _ONE}), field.symbols))
        for monomial in field.system.columns
    ]


_ONE = Polynomial.constant(1).coefficients[()]


def _by_masks(field: Field) -> Iterator[tuple[tuple[int, int], str | None]]:
    """Where every entry is 0 or 1: the supports are the vectors."""
    names = _names(field)
    size = (len(names) + 7) // 8
    plus, minus = _byte_tables(names, " + "), _byte_tables(names, " - ")
    rate = field.rate_columns
    rest = ((1 << len(names)) - 1) & ~rate
    supports = field.supports
    plain = _plain_spelling(field)

    def spelled(added: int, taken: int) -> str:
        text = "".join(map(getitem, plus, added.to_bytes(size, "little")))[3:]
        return text + "".join(map(getitem, minus, taken.to_bytes(size, "little")))

    for i, j in _pairs(len(supports)):
        more, less = supports[i] & ~supports[j], supports[j] & ~supports[i]
        slope, gain = more & rate, less & rest
        # One summand, an empty side or a leading minus sign are spelled differently.
        if not plain or not slope & (slope - 1) or not gain:
            yield (i, j), None
        else:
            yield (i, j), f"g*({spelled(slope, less & rate)}) < {spelled(gain, more & rest)}"


def _byte_tables(names: Sequence[str], sign: str) -> list[list[str]]:
    """For each run of eight columns, the text of each of the 256 subsets: every name with its sign before."""
    tables = []
    for start in range(0, len(names), 8):
        table = [""]
        for name in names[start : start + 8]:
            table += [text + sign + name for text in table]
        tables.append(table)
    return tables


def _by_coefficients(field: Field) -> Iterator[tuple[tuple[int, int], str | None]]:
    """Where entries are whole numbers: one column at a time."""
    names = _names(field)
    split = [bool(field.rate_columns >> j & 1) for j in range(len(names))]
    slopes = [(j, names[j]) for j, is_slope in enumerate(split) if is_slope]
    rests = [(j, names[j]) for j, is_slope in enumerate(split) if not is_slope]
    plain = _plain_spelling(field) and field.system.scale == 1 and "1" not in names
    for i, j in _pairs(len(field.names)):
        gap = difference(field.vectors[i], field.vectors[j])
        slope = [_part(gap[k], name) for k, name in slopes if gap[k] > 0]
        gain = [_part(-gap[k], name) for k, name in rests if gap[k] < 0]
        if not plain or not gain or len(slope) < 2:
            yield (i, j), None
            continue
        lost = "".join(" - " + _part(-gap[k], name) for k, name in slopes if gap[k] < 0)
        paid = "".join(" - " + _part(gap[k], name) for k, name in rests if gap[k] > 0)
        yield (i, j), f"g*({' + '.join(slope)}{lost}) < {' + '.join(gain)}{paid}"


def _part(count: int, name: str) -> str:
    return name if count == 1 else f"{count}*{name}"

"""Many variants with known prices: from arrays, a CSV file or an Arrow one, exactly.

A table has one variant a line: `c`, `t` and, if it likes, `name`. Whole numbers of 62 bits become arrays, so
do fractions that a common denominator makes whole; the rest stays what it is.

Floor: `loading`. NumPy and, for Arrow files, pyarrow are imported when they are needed; the extra `scale`
has both.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any, Final

from mesaprior import limits
from mesaprior.errors import InputError, Place, Problem, did_you_mean, refuse
from mesaprior.language import parse_number

ARROW: Final = (".arrow", ".feather", ".ipc", ".parquet")
_HEADINGS: Final = {"name": "name", "variant": "name", "c": "c", "complexity": "c", "t": "t", "time": "t"}
_ARRAY_BITS: Final = 62
_INSTALL: Final = "in a clone of mesaprior: pip install '.[scale]'"


@dataclass(frozen=True)
class Points:
    """Variants with prices `c[i] / c_unit` and `t[i] / t_unit`, none negative. Arrays of int64 where the
    numbers fit, else lists. `names` is empty where variants are known by their number, from 1."""

    c: Sequence[Any] = field(repr=False)
    t: Sequence[Any] = field(repr=False)
    c_unit: int = 1
    t_unit: int = 1
    names: Sequence[str] = field(default=(), repr=False)
    source: str = "arrays"

    @classmethod
    def of(cls, c: Iterable[Any], t: Iterable[Any], names: Iterable[str] = ()) -> Points:
        """From arrays or lists of whole numbers, fractions, or texts such as "0.1". Floats are refused, for
        0.1 is not 1/10 there, unless all of them are whole. Raises `InputError`."""
        prices = {axis: _values(values, axis) for axis, values in (("c", c), ("t", t))}
        return _points(prices, list(names), "arrays")


def read_points(path: str | Path) -> Points:
    """The variants of a CSV or an Arrow file (`.arrow`, `.feather`, `.parquet`). Raises `InputError` with
    every problem at its line, up to `limits.MOST_PROBLEMS`."""
    path = Path(path)
    _check_size(path)
    need_numpy()
    if path.suffix.lower() in ARROW:
        return _read_arrow(path)
    return _read_csv(path)


def _check_size(path: Path) -> None:
    try:
        if not path.is_file():
            message = f"{str(path)!r} is a folder" if path.is_dir() else f"there is no file {str(path)!r}"
            near = did_you_mean(path.name, [found.name for found in path.parent.glob("*.*")])
            raise refuse("no-such-file", message, near)
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise refuse("cannot-read", f"{str(path)!r} cannot be read: {error}") from None
    if size > limits.POINTS_BYTES:
        message = f"{str(path)!r} is larger than {limits.POINTS_BYTES // 1024**2} MiB"
        raise refuse("file-too-large", message, "give the arrays to mesaprior.Points.of")


def _read_csv(path: Path) -> Points:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file, strict=True)
            first = next(lines, [])
            headings = _headings(first, str(path))
            rows = [row for row in lines if row]
    except UnicodeDecodeError as error:
        message = f"{str(path)!r} is not UTF-8: {error.reason}"
        raise refuse("not-utf-8", message, "save the file as UTF-8") from None
    except (OSError, csv.Error) as error:
        raise refuse("cannot-read", f"{str(path)!r} cannot be read: {error}") from None
    _check_count(len(rows))
    least = max(headings.values()) + 1
    odd = next(
        (place for place, row in enumerate(rows) if len(row) < least or _is_long(row, len(first))), None
    )
    if odd is not None:
        row = rows[odd]
        place = Place(str(path), _lines(path, {odd})[odd], 1, ",".join(row))
        code, number = ("missing-value", least) if len(row) < least else ("too-many-values", len(first))
        message = f"this line has {len(row)} values, not {number}"
        raise InputError([Problem(code, message, ",".join(first), place=place)])
    columns = {name: [row[place].strip() for row in rows] for name, place in headings.items()}
    problems: list[Problem] = []
    prices = {axis: _numbers(columns[axis], axis, str(path), problems) for axis in ("c", "t")}
    if problems:
        found = sorted(problems, key=lambda problem: problem.place.line if problem.place else 0)
        shown = found[: limits.MOST_PROBLEMS]
        lines_of = _lines(path, {problem.place.line - 2 for problem in shown if problem.place})
        raise InputError(_in_row(problem, rows, lines_of) for problem in shown)
    return _points(prices, columns.get("name", []), str(path))


def _is_long(row: Sequence[str], columns: int) -> bool:
    """Whether there is anything beyond the columns that have a heading."""
    return len(row) > columns and any(row[columns:])


def _lines(path: Path, wanted: Collection[int]) -> dict[int, int]:
    """Where in the file these rows stand: empty lines are no rows, and a row may have several lines."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, strict=True)
        next(reader)
        numbers = (reader.line_num for row in reader if row)
        return {place: line for place, line in enumerate(islice(numbers, max(wanted) + 1)) if place in wanted}


def _in_row(problem: Problem, rows: Sequence[Sequence[str]], lines: Mapping[int, int]) -> Problem:
    """A problem with one value, shown in its whole line."""
    if problem.place is None:
        return problem
    number = problem.place.line - 2
    line, value = ",".join(rows[number]), problem.place.excerpt
    column = line.rfind(value) + 1 if value else len(line) + 1
    return replace(problem, place=replace(problem.place, line=lines[number], excerpt=line, column=column))


def _headings(row: Sequence[str], path: str) -> dict[str, int]:
    """Where each column stands."""
    found: dict[str, int] = {}
    for place, heading in enumerate(row):
        meant = _HEADINGS.get(heading.strip().lower())
        if meant in found:
            raise refuse("duplicate-column", f"{path}: two columns are called {meant!r}")
        if meant:
            found[meant] = place
    missing = [axis for axis in ("c", "t") if axis not in found]
    if missing:
        unknown = [heading.strip().lower() for heading in row if heading.strip().lower() not in _HEADINGS]
        wanted = [heading for heading, axis in _HEADINGS.items() if axis in missing]
        near = next(filter(None, (did_you_mean(heading, wanted) for heading in unknown)), None)
        help = near or "the first line names the columns: name,c,t"
        raise refuse("missing-column", f"{path} has no column {' and no column '.join(missing)}", help)
    return found


def _numbers(texts: list[str], axis: str, path: str, problems: list[Problem]) -> list[int] | list[Fraction]:
    """Texts as exact numbers: at once where all are whole, else one by one with their places."""
    together = "".join(texts)
    if together.isdecimal() and together.isascii() and all(texts) and max(map(len, texts)) <= 18:
        return list(map(int, texts))
    found: list[Fraction] = []
    for number, text in enumerate(texts):
        try:
            value = parse_number(text, exponent=True)
            if value < 0:
                raise refuse("negative-price", f"a price is not negative: {text}")
            found.append(value)
        except InputError as error:
            place = Place(path, number + 2, 1, text, max(1, len(text)))
            problems += [
                Problem(one.code, f"{axis}: {one.message}", one.help, place=place) for one in error.problems
            ]
            if len(problems) >= limits.MOST_PROBLEMS:
                break
    return found


def _read_arrow(path: Path) -> Points:
    try:
        import pyarrow as arrow
        from pyarrow import feather, parquet
    except ImportError:
        raise refuse("needs-extra", "Arrow files need pyarrow", _INSTALL) from None
    try:
        table = (parquet if path.suffix.lower() == ".parquet" else feather).read_table(path)
    except (OSError, arrow.ArrowException) as error:
        raise refuse("cannot-read", f"{str(path)!r} cannot be read as Arrow: {error}") from None
    headings = _headings(table.column_names, str(path))
    _check_count(table.num_rows)
    prices: dict[str, Any] = {}
    for axis in ("c", "t"):
        column = table.column(headings[axis])
        if column.null_count:
            raise refuse("missing-value", f"{path}: column {axis} has {column.null_count} empty values")
        if arrow.types.is_decimal(column.type) or arrow.types.is_string(column.type):
            problems: list[Problem] = []
            prices[axis] = _numbers([str(value) for value in column.to_pylist()], axis, str(path), problems)
            if problems:
                raise InputError(problems[: limits.MOST_PROBLEMS])
        else:
            prices[axis] = _values(column.to_numpy(), axis)
    names = [str(name) for name in table.column(headings["name"]).to_pylist()] if "name" in headings else []
    return _points(prices, names, str(path))


def need_numpy() -> Any:
    """NumPy, or an `InputError` that says how to get it."""
    try:
        import numpy
    except ImportError:
        raise refuse("needs-extra", "so many numbers need NumPy", _INSTALL) from None
    return numpy


def _check_count(count: int) -> None:
    if count > limits.POINTS:
        raise refuse("too-many-variants", f"{count} variants; at most {limits.POINTS}")


def _values(values: Any, axis: str) -> Any:
    """An array of int64, or a list of exact numbers."""
    np = need_numpy()
    if isinstance(values, np.ndarray):
        if values.ndim != 1:
            raise refuse("not-a-list", f"{axis} has {values.ndim} dimensions, not one")
        if values.dtype.kind == "f":
            whole = (
                values.astype(np.int64) if np.isfinite(values).all() and (abs(values) < 2**53).all() else None
            )
            if whole is None or (whole != values).any():
                help = "give whole numbers, fractions.Fraction or texts such as '0.1'"
                raise refuse("not-exact", f"{axis} holds floating-point numbers, which are not exact", help)
            values = whole
        if values.dtype.kind in "iu":
            if values.size and int(values.min()) < 0:
                raise refuse("negative-price", f"a price is not negative: {axis} has {int(values.min())}")
            if not values.size or int(values.max()) < 2**_ARRAY_BITS:
                return values.astype(np.int64)
            return [int(value) for value in values.tolist()]
        values = values.tolist()
    return [_exact(value, axis) for value in values]


def _exact(value: Any, axis: str) -> Fraction | int:
    if isinstance(value, str):
        value = parse_number(value, exponent=True)
    if isinstance(value, bool) or not isinstance(value, int | Fraction):
        help = "give whole numbers, fractions.Fraction or texts such as '0.1'"
        raise refuse("not-exact", f"{axis} holds {value!r}, which is not an exact number", help)
    if value < 0:
        raise refuse("negative-price", f"a price is not negative: {axis} has {value}")
    return value


def _points(prices: dict[str, Any], names: list[str], source: str) -> Points:
    """Everything checked against one another, in arrays where the numbers fit."""
    (c, c_unit), (t, t_unit) = (_whole(prices[axis]) for axis in ("c", "t"))
    _check_count(len(c))
    if len(c) != len(t):
        raise refuse("unequal-lengths", f"{len(c)} complexities and {len(t)} times")
    if names and len(names) != len(c):
        raise refuse("unequal-lengths", f"{len(names)} names for {len(c)} variants")
    if len(set(names)) < len(names):
        seen: set[str] = set()
        twice = next(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        raise refuse(
            "duplicate-name", f"two variants are called {twice!r}", "leave the names out, or number them"
        )
    return Points(c, t, c_unit, t_unit, names, source)


def _whole(values: Any) -> tuple[Any, int]:
    """Whole numbers and what to divide them by; fractions as they are where no small denominator fits all."""
    np = need_numpy()
    if isinstance(values, np.ndarray):
        return values, 1
    unit = 1
    for value in values:
        unit = math.lcm(unit, value.denominator)
        if unit >> _ARRAY_BITS:
            return values, 1
    whole = [int(value * unit) for value in values] if unit > 1 else [int(value) for value in values]
    if max(whole, default=0) >> _ARRAY_BITS:
        return whole, unit
    return np.array(whole, dtype=np.int64), unit

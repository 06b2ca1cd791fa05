"""Explicit design points: of a CSV file with a column for each factor, or of the file itself."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path as FilePath
from typing import Any

from twinsim.errors import Fault, ScenarioError
from twinsim.registry import nearest
from twinsim.scenario.experiment.factor import Factor, Value
from twinsim.scenario.experiment.schema import MOST_POINTS
from twinsim.scenario.faults import Faults, Path, inert, shown
from twinsim.scenario.files import read_text

Rows = tuple[tuple[Value, ...], ...]

_MOST_BYTES = 50_000_000
_MOST_TOLD = 20
_ONCE = "expected each point once"
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")


def read_points(
    faults: Faults,
    file: str,
    path: Path,
    folder: FilePath,
    factors: Mapping[str, Factor],
    names: Sequence[str] | None,
) -> tuple[tuple[str, ...], Rows] | None:
    """The factors and the points of a CSV file, or None where it has faults.

    Raises :class:`ScenarioError` with the faults within the file.
    """
    where = folder / file if "\0" not in file else FilePath(file)
    if "\0" in file or not where.is_file():
        faults.add(path, f"expected a CSV file; there is no {inert(str(where), 200)}", file)
        return None
    text = read_text(where, _MOST_BYTES, "a table of points")
    told: list[Fault] = []
    place = inert(str(where), 300)
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        header = [cell.strip() for cell in next(reader, [])]
        ids = _columns(told, place, header, factors, names)
        rows, lines = [], []
        for cells in reader:
            if any(cell.strip() for cell in cells) and not told[_MOST_TOLD:] and ids:
                rows.append(_row(told, place, reader.line_num, cells, ids, factors))
                lines.append(reader.line_num)
    except csv.Error as error:
        told.append(Fault(place, reader.line_num, "", "", f"expected CSV: {error}"))
    if not told and not rows:
        told.append(Fault(place, 0, "", "", "expected a row for each point, found none"))
    if not told and len(rows) > MOST_POINTS:
        told.append(Fault(place, 0, "", "", f"expected at most {MOST_POINTS:,} points"))
    if not told:
        for again, first in _repeated(rows)[:_MOST_TOLD]:
            expected = f"{_ONCE}; line {lines[first]} has the same"
            told.append(Fault(place, lines[again], "", "", expected))
    if told:
        raise ScenarioError(told)
    return tuple(ids), tuple(rows)


def given_points(
    faults: Faults,
    points: Sequence[Sequence[Any]],
    path: Path,
    factors: Mapping[str, Factor],
    names: tuple[str, ...],
) -> tuple[tuple[str, ...], Rows] | None:
    """The factors and the points of a list in the file itself."""
    rows = []
    for i, cells in enumerate(points):
        if len(cells) != len(names):
            faults.add((*path, i), f"expected a value for each of {', '.join(names)}", cells)
            continue
        row = []
        for j, (id, cell) in enumerate(zip(names, cells, strict=True)):
            plain = isinstance(cell, int) and not isinstance(cell, bool)
            value = float(cell) if plain and cell.bit_length() < 50 else cell
            usable = isinstance(value, str | float | bool)
            if not usable or not factors[id].allows(value):
                words = [level for level in factors[id].levels if isinstance(level, str)]
                faults.add((*path, i, j), f"{id}: expected {factors[id].expected}", cell, words)
            row.append(value)
        rows.append(tuple(row))
    if faults:
        return None
    for again, first in _repeated(rows)[:_MOST_TOLD]:
        faults.add((*path, again), f"{_ONCE}; number {first + 1} of the list is the same")
    return None if faults else (names, tuple(rows))


def _repeated(rows: Rows | list[tuple[Value, ...]]) -> list[tuple[int, int]]:
    """Each row that an earlier one is equal to, with the first such row. All points meet the same
    worlds, so that a second run of a point would tell nothing and be taken for another draw."""
    first: dict[tuple[Value, ...], int] = {}
    found = [(place, first.setdefault(row, place)) for place, row in enumerate(rows)]
    return [(again, earlier) for again, earlier in found if again != earlier]


def _columns(
    told: list[Fault],
    place: str,
    header: Sequence[str],
    factors: Mapping[str, Factor],
    names: Sequence[str] | None,
) -> list[str]:
    if not any(header):
        told.append(Fault(place, 1, "", "", "expected a header: a column for each factor"))
        return []
    for i, name in enumerate(header):
        if name not in factors:
            expected = f"expected a factor in each column: {', '.join(list(factors)[:20])}"
            near = nearest(name, factors) or ""
            told.append(Fault(place, 1, inert(name), "", expected, near))
        elif name in header[:i]:
            told.append(Fault(place, 1, inert(name), "", "expected each factor in one column"))
        elif names is not None and name not in names:
            expected = f"expected a column for each of {', '.join(names)}"
            told.append(Fault(place, 1, inert(name), "", expected))
    for name in names or ():
        if name in factors and name not in header:
            told.append(Fault(place, 1, inert(name), "", "expected a column for this factor"))
    return [] if told else list(header)


def _row(
    told: list[Fault],
    place: str,
    line: int,
    cells: Sequence[str],
    ids: Sequence[str],
    factors: Mapping[str, Factor],
) -> tuple[Value, ...]:
    if len(cells) != len(ids):
        told.append(Fault(place, line, "", "", f"expected {len(ids)} cells, found {len(cells)}"))
        return ()
    row = []
    for id, cell in zip(ids, cells, strict=True):
        value = _cell(factors[id], cell.strip())
        if value is None:
            fault = factors[id].fault(cell.strip(), place, line)
            found = shown(cell.strip()) if cell.strip() else "an empty cell"
            told.append(Fault(place, line, id, found, fault.expected, fault.nearest))
        else:
            row.append(value)
    return tuple(row)


def _cell(factor: Factor, cell: str) -> Value | None:
    """The value of a cell, or None where the factor allows no such value."""
    value: Value = cell
    if factor.levels and isinstance(factor.levels[0], bool):
        value = {"true": True, "false": False}.get(cell.casefold(), cell)
    elif not (factor.levels and isinstance(factor.levels[0], str)) and _NUMBER.fullmatch(cell):
        value = float(cell)
    return value if factor.allows(value) else None

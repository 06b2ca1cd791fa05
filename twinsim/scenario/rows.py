"""The rows of a city table, checked; every fault of the file is found in one reading."""

from __future__ import annotations

import csv
import io
import re

from twinsim.errors import Fault
from twinsim.registry import nearest
from twinsim.scenario.columns import COLUMNS, REQUIRED, known, parse
from twinsim.scenario.faults import MOST_FAULTS, inert, shown
from twinsim.scenario.kinds import ID, LONGEST_ID

Row = dict[str, object]

MOST_CITIES = 20_000

_PATTERNS = {
    "id": (
        re.compile(f"(?!total$){ID.removeprefix('^')}"),
        f"an id of a–z, 0–9 and _, at most {LONGEST_ID} long, other than total",
    ),
    "iso2": (re.compile(r"^[A-Z]{2}$"), "two capital letters, such as GB"),
}
_OTHER_SIGNS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_NEVER_EMPTY = ("id", "name", "country", "iso2", "lat", "lon", "population")


def read_rows(text: str, file: str) -> tuple[list[str], list[Row], list[Fault], list[str]]:
    """Header, rows (values of known columns that are not empty), faults and notes of a CSV text."""
    file = inert(file, 300)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[str, int] = {}
    header: list[str] = []
    try:
        header = [cell.strip() for cell in next(reader, [])]
        faults = _header_faults(header, file)
        if faults:
            return header, rows, faults, []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(_row(header, cells, file, reader.line_num, seen, faults))
            if len(faults) > MOST_FAULTS or len(rows) > MOST_CITIES:
                break
    except csv.Error as error:
        faults.append(Fault(file, reader.line_num, "", "", f"expected CSV: {error}"))
    if len(rows) > MOST_CITIES:
        faults = [Fault(file, 0, "", "", f"expected at most {MOST_CITIES:,} cities")]
    elif not rows and not faults:
        faults = [Fault(file, 0, "", "", "expected a row for each city, there is none")]
    return header, rows, faults, _notes(header, file)


def _header_faults(header: list[str], file: str) -> list[Fault]:
    if not any(header):
        return [Fault(file, 1, "", "", "expected a header of columns, the file is empty")]
    for sign, word in _OTHER_SIGNS.items():
        if len(set(REQUIRED) & {cell.strip() for cell in ",".join(header).split(sign)}) > 1:
            expected = "expected columns separated by commas (and decimal points), found "
            return [Fault(file, 1, "", "", expected + word)]
    faults = [
        Fault(
            file,
            1,
            column,
            "",
            "expected this column, separated by commas",
            nearest(column, [h for h in header if not known(h)]) or "",
        )
        for column in REQUIRED
        if column not in header
    ]
    twice = {column for column in header if column and header.count(column) > 1}
    faults += [
        Fault(file, 1, inert(column), "", "expected this column once") for column in sorted(twice)
    ]
    return faults


def _row(
    header: list[str],
    cells: list[str],
    file: str,
    line: int,
    seen: dict[str, int],
    faults: list[Fault],
) -> Row:
    """A row's values; its faults are added to `faults`."""
    if len(cells) != len(header):
        text = f"expected {len(header)} cells as in the header, found {len(cells)}"
        faults.append(Fault(file, line, "", "", text))
        return {}
    row: Row = {}
    for key, cell in zip(header, (cell.strip() for cell in cells), strict=True):
        fault = _cell(row, key, cell)
        if fault:
            value = shown(cell) if cell else ""
            faults.append(Fault(file, line, key, value, fault[0], fault[1]))
    id = str(row.get("id", ""))
    if id in seen:
        expected = f"expected an id that no other row has; line {seen[id]} has it"
        faults.append(Fault(file, line, "id", shown(id), expected))
    elif id:
        seen[id] = line
    return row


def _cell(row: Row, key: str, cell: str) -> tuple[str, str] | None:
    """Put a cell's value into the row, or say what was expected and the nearest word."""
    if not cell:
        if key not in _NEVER_EMPTY:
            return None
        meaning = COLUMNS[key].meaning
        return "expected a value in each row" + (f": {meaning}" if meaning != key else ""), ""
    if key in _PATTERNS and not (_PATTERNS[key][0].fullmatch(cell) and len(cell) <= LONGEST_ID):
        return f"expected {_PATTERNS[key][1]}", ""
    if key not in COLUMNS:
        if known(key):
            row[key] = cell
        return None
    column = COLUMNS[key]
    try:
        row[key] = parse(column, cell)
    except ValueError as error:
        word = nearest(str(error), column.words) if column.words else None
        return f"expected {column.expected}", word or ""
    return None


def _notes(header: list[str], file: str) -> list[str]:
    """One line on the columns that nothing reads."""
    unknown = [inert(column) for column in header if column and not known(column)]
    if not unknown:
        return []
    more = f" and {len(unknown) - 10} more" if len(unknown) > 10 else ""
    return [
        f"{file}: columns that twinsim does not know are ignored: {', '.join(unknown[:10])}{more}"
    ]

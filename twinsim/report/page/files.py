"""The tables of a report as files: one CSV each, and the main ones in one XLSX workbook.

A spreadsheet takes a cell that begins with one of `= + - @` for a formula; text that others
typed is never one, so an apostrophe goes before it. Numbers are written in full.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from twinsim.report.page.table import Value
from twinsim.sweep.files import make_folder, write_bytes, write_text
from twinsim.text import inert

Records = Sequence[Mapping[str, Value]]

_FORMULA = tuple("=+-@\t\r")
_LONGEST_CELL = 2000
_LONGEST_SHEET = 31  # letters of a sheet's name


def write_tables(tables: Mapping[str, Records], folder: Path) -> list[Path]:
    """Write each table as `folder/<name>.csv`, and all as `folder/tables.xlsx` where openpyxl is
    installed. Names are those of files. Raises :class:`RunError`."""
    make_folder(folder)
    made = []
    for name, records in tables.items():
        made.append(folder / f"{name}.csv")
        write_text(made[-1], to_csv(records))
    if find_spec("openpyxl") is not None:
        made.append(folder / "tables.xlsx")
        write_bytes(made[-1], to_xlsx(tables))
    return made


def to_csv(records: Records) -> str:
    """The text of a CSV file; what is not a number is blank."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    columns = _columns(records)
    writer.writerow(_safe(column) for column in columns)
    for record in records:
        writer.writerow(_word(record.get(column, "")) for column in columns)
    return out.getvalue()


def to_xlsx(tables: Mapping[str, Records]) -> bytes:
    """A workbook with a sheet for each table, heads in bold and kept in view."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    for name, records in tables.items():
        sheet = book.create_sheet(name[:_LONGEST_SHEET])
        columns = _columns(records)
        lines: list[list[Value]] = [list(columns)]
        lines += [[record.get(column, "") for column in columns] for record in records]
        for row, line in enumerate(lines, start=1):
            for column, value in enumerate(line, start=1):
                cell = sheet.cell(row, column)
                if isinstance(value, str):
                    cell.value = _safe(value)
                    cell.data_type = "s"  # never a formula
                elif math.isfinite(value):
                    cell.value = value
                if row == 1:
                    cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
        for column, head in enumerate(columns, start=1):
            sheet.column_dimensions[get_column_letter(column)].width = max(10, len(head) + 2)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _columns(records: Records) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for record in records for key in record))


def _word(value: Value) -> str:
    if isinstance(value, str):
        return _safe(value)
    return "" if not math.isfinite(value) else repr(value)


def _safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula, without what could steer a screen."""
    shown = inert(text, _LONGEST_CELL)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown

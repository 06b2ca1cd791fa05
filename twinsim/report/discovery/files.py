"""What discovery and robust choice leave: JSON, tables and figures in a folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from twinsim.report.discovery import tables
from twinsim.report.page.files import to_csv
from twinsim.report.style import save
from twinsim.sensitivity.discovery.discover import Discovery
from twinsim.sensitivity.discovery.robust import Robust
from twinsim.sweep.files import make_folder, write_text
from twinsim.sweep.results import Results

DOCUMENT = "discovery.json"
_OF_DISCOVERY: dict[str, Callable[[Discovery], list[dict[str, Any]]]] = {
    "boxes": tables.restrictions,
    "paths": tables.path,
    "trees": tables.leaves,
    "frontiers": tables.surface,
}
_OF_CHOICE: dict[str, Callable[[Robust], list[dict[str, Any]]]] = {
    "options": tables.options,
    "rules": tables.rules,
}


def to_files(
    results: Results,
    folder: Path,
    found: Sequence[Discovery] = (),
    choices: Sequence[Robust] = (),
    *,
    figures: bool = True,
) -> list[Path]:
    """Write what was found into a folder, over what an earlier call left there; return the paths.

    `discovery.json` has all answers and words, CSV files the tables (a row names its question),
    `cases_<question>.csv` the cases themselves. Raises :class:`RunError`.
    """
    make_folder(folder)
    made = [folder / DOCUMENT]
    write_text(made[0], json.dumps(document(found, choices), indent=1, ensure_ascii=False) + "\n")
    parts = {name: [r for one in found for r in rows(one)] for name, rows in _OF_DISCOVERY.items()}
    parts["questions"] = [tables.question_record(one) for one in found]
    parts |= {name: [r for c in choices for r in rows(c)] for name, rows in _OF_CHOICE.items()}
    parts |= {f"cases_{file_name(one.question.name)}": tables.cases(one) for one in found}
    for name, rows in parts.items():
        if rows:
            made.append(folder / f"{name}.csv")
            write_text(made[-1], to_csv(_even(rows)))
    if figures:
        from twinsim.report.discovery import drawings

        for drawing in drawings(found, choices):
            made += save(drawing.draw(results), folder, drawing.id, drawing.title)
    return made


def document(found: Sequence[Discovery], choices: Sequence[Robust]) -> dict[str, Any]:
    """All answers as one document of plain values."""
    return {
        "schema": 1,
        "questions": [
            tables.question_record(one)
            | {"restrictions": tables.restrictions(one), "tree": tables.leaves(one)}
            for one in found
        ],
        "choices": [
            {"options": tables.options(one), "rules": tables.rules(one)} for one in choices
        ],
    }


def file_name(id: str) -> str:
    """An id as part of the name of a file."""
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in id.lower())[:60]


def _even(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows that all have the same columns, empty where there is nothing."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return [{n: "" if row.get(n) is None else row[n] for n in names} for row in rows]

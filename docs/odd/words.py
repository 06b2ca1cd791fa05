"""Markdown tables, and how ids, numbers and grades are written in them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from twinsim.registry import evidence, patterns


def table(head: str, rows: Iterable[Sequence[object]]) -> list[str]:
    """Lines of a table; `head` names its columns, split by |."""
    columns = [column.strip() for column in head.split("|")]
    lines = [_line(columns), _line(["---"] * len(columns))]
    return lines + [_line([str(cell) for cell in row]) for row in rows]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.replace("|", "\\|").split()) for cell in cells) + " |"


def code(ids: Iterable[object]) -> str:
    """Ids as code, separated by commas; a dash for none."""
    return ", ".join(f"`{id}`" for id in ids) or "–"


def grade(id: str) -> str:
    """Grade of a row of evidence, "pattern" for a pattern."""
    return "pattern" if id in patterns() else evidence()[id].grade


def graded(ids: Iterable[str]) -> str:
    """Rows of evidence with their grades; "assumption" for none."""
    return ", ".join(f"{id} ({grade(id)})" for id in ids) or "assumption"


def supports(id: str) -> bool:
    """Whether a row is more than an assumption: read, derived, recalled, or a pattern."""
    return grade(id) != "A"


def cited(text: str) -> list[str]:
    """Ids of evidence and patterns that a text names."""
    words = "".join(letter if letter.isalnum() else " " for letter in text).split()
    return [word for word in dict.fromkeys(words) if word in evidence() or word in patterns()]


def number(value: float) -> str:
    """A number, plainly."""
    return f"{value:.6g}" if abs(value) < 1e6 else f"{value:,.0f}"

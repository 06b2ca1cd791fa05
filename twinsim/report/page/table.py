"""A table once, for people and for machines: cells as they are read, and records in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Value = float | int | str


@dataclass(frozen=True)
class Head:
    """A column as the page shows it. `number`: set flush right."""

    text: str
    number: bool = True


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, with an optional second line in small type, a link inside the page and
    a drawing: markup of numbers that were made here, for those who see it alone."""

    text: str
    small: str = ""
    link: str = ""
    drawing: str = ""


@dataclass(frozen=True)
class Table:
    """A table of the page. `rows` are as people read them, the first cell naming the row;
    `records` the same as columns of full numbers, which become a CSV file and a sheet; none for
    a table that has no file of its own."""

    id: str
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    records: tuple[Mapping[str, Value], ...] = ()
    note: str = ""


def heads(words: str | Sequence[str], *, text: Iterable[int] = (0,)) -> tuple[Head, ...]:
    """Heads of columns, given as a list or with bars between; those at `text` hold words."""
    split = [word.strip() for word in words.split("|")] if isinstance(words, str) else words
    wordy = set(text)
    return tuple(Head(word, index not in wordy) for index, word in enumerate(split))

"""JSON documents of analyses, read as what anyone may have edited.

A document is taken apart through :class:`Held`, which knows where in which file a value stands: a
missing key, another type, a number that is not finite or a list without end are one clear error.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from twinsim.errors import Fault, ResultsError
from twinsim.text import inert

MOST_BYTES = 64_000_000
MOST_ITEMS = 200_000
SCHEMA = 1

_LONGEST = 4000


@dataclass(frozen=True)
class Held:
    """A value of a document; `key` is the way to it: `tables.sobol[3].total`."""

    file: str
    key: str
    value: Any

    def __getitem__(self, key: str) -> Held:
        """A value that has to be there."""
        found = self.get(key)
        if found is None:
            raise self.at(key).wrong("expected a value; it is missing")
        return found

    def get(self, key: str) -> Held | None:
        """A value that may be missing, or null."""
        inner = self.table().get(key)
        return None if inner is None else Held(self.file, self._under(key), inner)

    def at(self, key: str) -> Held:
        """Where a value would stand."""
        return Held(self.file, self._under(key), None)

    def table(self) -> Mapping[str, Any]:
        """The value as a table."""
        if not isinstance(self.value, dict):
            raise self.wrong("expected a table of keys and values")
        return self.value

    def named(self) -> Iterator[tuple[str, Held]]:
        """The keys of a table, inert, with their values."""
        for key, value in self.table().items():
            yield inert(key, 80), Held(self.file, self._under(key), value)

    def items(self) -> list[Held]:
        """The value as a list."""
        if not isinstance(self.value, list):
            raise self.wrong("expected a list")
        if len(self.value) > MOST_ITEMS:
            raise self.wrong(f"expected at most {MOST_ITEMS:,} items")
        return [Held(self.file, f"{self.key}[{n}]", one) for n, one in enumerate(self.value)]

    def text(self, longest: int = _LONGEST) -> str:
        """The value as text, inert."""
        if not isinstance(self.value, str):
            raise self.wrong("expected text")
        return inert(self.value, longest)

    def texts(self, longest: int = _LONGEST) -> tuple[str, ...]:
        """The value as a list of texts."""
        return tuple(one.text(longest) for one in self.items())

    def number(self) -> float:
        """The value as a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong("expected a number")
        try:
            found = float(self.value)
        except OverflowError:
            found = math.inf
        if not math.isfinite(found):
            raise self.wrong("expected a finite number")
        return found

    def count(self) -> int:
        """The value as a whole number that is not negative."""
        found = self.number()
        if found < 0 or found != int(found):
            raise self.wrong("expected a whole number from 0 on")
        return int(found)

    # --- what a table holds ----------------------------------------------------------------------

    def text_of(self, key: str, longest: int = 200) -> str:
        """Text that may be missing, then empty."""
        found = self.get(key)
        return found.text(longest) if found else ""

    def number_of(self, key: str) -> float:
        """A number that may be missing, then NaN."""
        found = self.get(key)
        return found.number() if found else math.nan

    def records(self, key: str) -> list[Held]:
        """The rows of a table that may be missing, then none."""
        found = self.get(key)
        return found.items() if found else []

    def wrong(self, expected: str) -> ResultsError:
        """The error that this value is not what was expected."""
        shown = "" if self.value is None else inert(repr(self.value)[:80], 60)
        return ResultsError(Fault(self.file, 0, inert(self.key, 120), shown, expected))

    def _under(self, key: str) -> str:
        return f"{self.key}.{key}" if self.key else key


def read(path: Path) -> Held | None:
    """The document at a path; None where there is none.

    Raises :class:`ResultsError` for a file that is no JSON document of this schema.
    """
    if not path.exists():
        return None
    expected = ""
    document: Any = None
    try:
        if not path.is_file():
            expected = "expected a plain file"
        elif path.stat().st_size > MOST_BYTES:
            expected = f"expected a document of at most {MOST_BYTES:,} bytes"
        else:
            text = path.read_text("utf-8")
            document = json.loads(text, parse_constant=_no_constant)
    except OSError as error:
        expected = f"expected a document that can be read ({error.strerror})"
    except (ValueError, RecursionError):
        expected = "expected a JSON document as twinsim writes it; this one is damaged"
    if not expected and not isinstance(document, dict):
        expected = "expected a JSON document as twinsim writes it; this one holds no table"
    if expected:
        raise ResultsError(Fault(str(path), 0, "", "", expected))
    held = Held(str(path), "", document)
    if (schema := held.get("schema")) is not None and schema.value != SCHEMA:
        raise schema.wrong(f"expected a document of schema {SCHEMA}")
    return held


def records(rows: list[Held]) -> list[dict[str, float | str]]:
    """Rows as records of a table that becomes a file: numbers and words, blank for neither; what
    is a table or a list itself is left out."""
    return [
        {key: _plain(held) for key, held in row.named() if not isinstance(held.value, dict | list)}
        for row in rows
    ]


def _plain(held: Held) -> float | str:
    if held.value is None:
        return ""
    if isinstance(held.value, bool):
        return "yes" if held.value else "no"
    if isinstance(held.value, str):
        return held.text()
    return held.number()


def _no_constant(word: str) -> float:
    raise ValueError(word)

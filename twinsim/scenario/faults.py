"""Faults of one input file, collected until all are known."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from twinsim.errors import Fault
from twinsim.registry import nearest

Path = tuple[str | int, ...]
Place = tuple[str, int]

MOST_FAULTS = 50
_LONGEST = 60


class Faults:
    """Collects the faults of a file; `place` gives file and line of a path of keys."""

    def __init__(self, place: Callable[[Path], Place]) -> None:
        self.place = place
        self._found: dict[tuple[Path, str], Fault] = {}
        self._more = 0

    def add(
        self, path: Path, expected: str, value: object = None, words: Iterable[str] = ()
    ) -> None:
        """One fault. `words` are the valid words, of which the nearest is offered."""
        if (path, expected) in self._found:
            return
        if len(self._found) >= MOST_FAULTS:
            self._more += 1
            return
        file, line = self.place(path)
        text = "" if value is None else shown(value)
        near = nearest(value, words) if isinstance(value, str) else None
        self._found[path, expected] = Fault(file, line, dotted(path), text, expected, near or "")

    def unknown(self, path: Path, words: Sequence[str], what: str) -> None:
        """A key that is none of `words`."""
        if (path, what) in self._found or len(self._found) >= MOST_FAULTS:
            self._more += 1
            return
        file, line = self.place(path)
        near = nearest(str(path[-1]), words) or ""
        hint = f"; there are {', '.join(words)}" if not near and 0 < len(words) <= 20 else ""
        self._found[path, what] = Fault(file, line, dotted(path), "", what + hint, near)

    def relay(self, path: Path, fault: Fault, about: str = "") -> None:
        """A fault found elsewhere, as one of this place; `about` says what it is about."""
        expected = f"{about}: {fault.expected}" if about else fault.expected
        if (path, expected) in self._found or len(self._found) >= MOST_FAULTS:
            self._more += (path, expected) not in self._found
            return
        file, line = self.place(path)
        found = replace(fault, file=file, line=line, key=dotted(path), expected=expected)
        self._found[path, expected] = found

    def has(self, path: Path, expected: str) -> bool:
        """Whether this fault is known."""
        return (path, expected) in self._found

    def take(self, other: Faults, leave: Callable[[Path, str], bool]) -> None:
        """Add another's faults, but those to leave."""
        for (path, expected), fault in other._found.items():
            if not leave(path, expected):
                self._found.setdefault((path, expected), fault)

    @property
    def all(self) -> list[Fault]:
        """All faults in the order of their lines; beyond fifty only their number."""
        found = sorted(self._found.values(), key=lambda fault: (fault.file, fault.line))
        if self._more:
            found.append(Fault(found[0].file, 0, "", "", f"{self._more} more faults, not shown"))
        return found

    def __bool__(self) -> bool:
        return bool(self._found)


def dotted(path: Path) -> str:
    """A path of keys as one writes it: `programme.links[0][1]`."""
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += ("." if text else "") + inert(part)
    return inert(text, 200)


def shown(value: Any) -> str:
    """A value as TOML would have it, cut at some sixty characters, control characters escaped."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{inert(value)}"'
    if isinstance(value, list | tuple):
        return inert("[" + ", ".join(shown(item) for item in value[:4]) + _rest(value) + "]")
    if isinstance(value, dict):
        return "a table" if value else "an empty table"
    if isinstance(value, int):
        return str(value) if value.bit_length() < 200 else "a whole number of over 60 digits"
    if isinstance(value, float):
        return number(value)
    return inert(str(value))


def _rest(value: Sequence[object]) -> str:
    return ", …" if len(value) > 4 else ""


def number(value: float) -> str:
    """A number as TOML has it."""
    if not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    return json.dumps(value)


def inert(text: str, longest: int = _LONGEST) -> str:
    """The text cut, with what could steer a terminal as escapes."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in cut)

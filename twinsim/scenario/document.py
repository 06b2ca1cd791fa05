"""A scenario file as it was written, with the line of every key, and overrides of it."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from twinsim.errors import Fault, ScenarioError
from twinsim.scenario.faults import Path, Place, inert, shown
from twinsim.scenario.files import read_text
from twinsim.scenario.places import TooDeep, places

MOST_BYTES = 1_000_000
SET = "--set"

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")
_AT_LINE = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass
class Document:
    """Plain values by key, and the file and line in which each path of keys stands."""

    file: str
    values: dict[str, Any]
    origins: dict[Path, Place]

    @classmethod
    def read(cls, path: str | os.PathLike[str], what: str, *, nearest: str = "") -> Document:
        """The document in a TOML file. Raises :class:`ScenarioError`."""
        text = read_text(path, MOST_BYTES, what, nearest)
        return cls.parse(text, inert(os.fspath(path), 300), what)

    @classmethod
    def parse(cls, text: str, file: str, what: str) -> Document:
        """The document in a TOML text. Raises :class:`ScenarioError`."""
        try:
            lines = places(text)
            values = tomllib.loads(text)
        except TooDeep as error:
            fault = Fault(file, error.line, "", "", f"expected {what}, this is nested too deeply")
            raise ScenarioError(fault) from error
        except ValueError as error:  # includes whole numbers of thousands of digits
            raise ScenarioError(_syntax(file, str(error), what)) from error
        if not values:
            raise ScenarioError(Fault(file, 0, "", "", f"expected {what}, the file is empty"))
        return cls(file, values, {path: (file, line) for path, line in lines.items()})

    def place(self, path: Path) -> Place:
        """File and line of a path of keys, or of the nearest table around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.origins:
                return self.origins[path[:length]]
        return self.file, 0

    def put(self, path: tuple[str, ...], value: Any, place: Place) -> None:
        """Set one key. Raises :class:`KeyError` with the key on the way that is no table."""
        table = self.values
        for length, key in enumerate(path[:-1], start=1):
            table = table.setdefault(key, {})
            if not isinstance(table, dict):
                raise KeyError(".".join(path[:length]))
        before = table.get(path[-1])
        table[path[-1]] = value
        if isinstance(before, dict | list):  # what stood within it is gone
            self.origins = {old: at for old, at in self.origins.items() if old[: len(path)] != path}
        self.origins[path] = place

    def override(self, settings: Iterable[str]) -> None:
        """Apply `KEY=VALUE` settings, later ones last. Raises :class:`ScenarioError` with all
        that cannot be read."""
        faults = []
        for setting in settings:
            key, equals, text = (part.strip() for part in setting.partition("="))
            if not equals or not text or not _BARE_KEY.fullmatch(key) or key.count(".") > 9:
                expected = "expected KEY=VALUE, such as programme.budget=500"
                faults.append(Fault(SET, 0, "", shown(setting), expected))
                continue
            value, readable = _value(text)
            if not readable:
                faults.append(Fault(SET, 0, inert(key), inert(text), "expected a value as in TOML"))
                continue
            try:
                self.put(tuple(key.split(".")), value, (SET, 0))
            except KeyError as error:
                fault = Fault(
                    SET, 0, inert(key), "", f"expected a key, {error.args[0]} is no table"
                )
                faults.append(fault)
        if faults:
            raise ScenarioError(faults)


def _value(text: str) -> tuple[Any, bool]:
    """A TOML value, or a bare word as a string; and whether it is either."""
    try:
        places(f"v = {text}")
        read = tomllib.loads(f"v = {text}")
    except ValueError:
        return text, text[0] not in "\"'[{" and text.isprintable()
    return read.get("v"), set(read) == {"v"}


def _syntax(file: str, message: str, what: str) -> Fault:
    """What Python's reader says of a text that is no TOML, with its line apart."""
    found = _AT_LINE.search(message)
    words = _AT_LINE.sub("", message).strip()
    where = f" (column {found[2]})" if found else ""
    words = words[:1].lower() + words[1:]
    return Fault(
        file,
        int(found[1]) if found else 0,
        "",
        "",
        f"expected {what} in TOML: {inert(words, 120)}{where}",
    )

"""Lines of the keys of a TOML text, which Python's reader does not tell.

A forgiving scan, run before the text is read: of a valid text it finds the line of every
key and list element; of any text it tells when nesting is deeper than a scenario needs
(which Python's reader answers with a stack overflow or hours of work).
"""

from __future__ import annotations

import re
from typing import Any

Path = tuple[str | int, ...]

DEEPEST = 12

_SPACE = re.compile(r"(?:[ \t\r]|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|' r"'''[\s\S]*?'{3,5}|" r'"(?:\\.|[^"\\\n])*"|' r"'[^'\n]*'",
    re.DOTALL,
)
_KEY = re.compile(
    r"(?:[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')"
    r"(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'))*"
)
_PART = re.compile(r"[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'")
_PLAIN = re.compile(r"[^\s\[\]{},#\"'=]+")
_BRACKETS = re.compile(r"(\[\[?)[ \t]*")


class TooDeep(ValueError):
    """Nested deeper than any scenario; `line` says where."""

    def __init__(self, line: int) -> None:
        super().__init__(f"nested too deeply at line {line}")
        self.line = line


def places(text: str) -> dict[Path, int]:
    """Line (from 1) of each key and list element of a TOML text, by path.

    Raises :class:`TooDeep`.
    """
    found: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    at, line = 0, 1
    while at < len(text):
        gap = _blank(text, at)
        line += text.count("\n", at, gap)
        at = gap
        if at >= len(text):
            break
        brackets = _BRACKETS.match(text, at)
        name = _KEY.match(text, brackets.end()) if brackets else None
        if brackets and name:
            table = _entered(_parts(name[0], line), counts, several=brackets[1] == "[[")
            found.setdefault(table, line)
            if brackets[1] == "[[":
                found.setdefault(table[:-1], line)
            end = _line_end(text, at)
        else:
            end = _statement(text, at, line, table, found)
        line += text.count("\n", at, end)
        at = end
    return found


def _entered(parts: Path, counts: dict[Path, int], *, several: bool) -> Path:
    """The path of a table header, with the index of each list of tables on its way."""
    path: Path = ()
    for number, part in enumerate(parts):
        path = (*path, part)
        last = number == len(parts) - 1
        if last and several:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _statement(text: str, at: int, line: int, table: Path, found: dict[Path, int]) -> int:
    """Scan `key = value` at `at`, or skip the line; returns where it ends."""
    key = _KEY.match(text, at)
    if not key:
        return _line_end(text, at)
    path = table
    for part in _parts(key[0], line):
        path = (*path, part)
        found.setdefault(path, line)
    at = _SPACE.match(text, key.end()).end()  # type: ignore[union-attr]
    if text[at : at + 1] != "=":
        return _line_end(text, at)
    return _value(text, at + 1, line + text.count("\n", key.start(), at), path, found)


def _value(text: str, at: int, line: int, path: Path, found: dict[Path, int]) -> int:
    """Scan a value with all that is nested in it, keeping the open brackets on a list."""
    open_: list[dict[str, Any]] = []
    while at < len(text):
        char = text[at]
        if char == "\n":
            if not open_:
                return at
            line, at = line + 1, at + 1
        elif char in " \t\r,":
            if char == "," and open_:
                open_[-1]["next"] += 1
                open_[-1]["key"] = None
            at += 1
        elif char == "#":
            at = _line_end(text, at)
        elif char in "]}":
            if open_:
                open_.pop()
            at += 1
        elif open_ and open_[-1]["kind"] == "{" and open_[-1]["key"] is None:
            key = _KEY.match(text, at)
            if not key:
                at += 1
                continue
            inner: Path = (*open_[-1]["path"], *_parts(key[0], line))
            open_[-1]["key"] = inner
            found.setdefault(inner, line)
            at = key.end()
        else:
            here = _here(open_, path)
            found.setdefault(here, line)
            if char in "[{":
                if len(open_) >= DEEPEST:
                    raise TooDeep(line)
                open_.append({"kind": char, "path": here, "next": 0, "key": None})
                at += 1
            else:
                token = _STRING.match(text, at) or _PLAIN.match(text, at)
                end = token.end() if token else _after(text, at)
                line += text.count("\n", at, end)
                at = end
    return at


def _here(open_: list[dict[str, Any]], path: Path) -> Path:
    if not open_:
        return path
    top = open_[-1]
    if top["kind"] == "[":
        return (*top["path"], top["next"])
    return top["key"] or top["path"]  # type: ignore[no-any-return]


def _parts(key: str, line: int) -> Path:
    parts = tuple(part.strip("\"'") for part in _PART.findall(key))
    if len(parts) > DEEPEST:
        raise TooDeep(line)
    return parts


def _after(text: str, at: int) -> int:
    """Past a character that begins nothing; past the line for a quote that nothing closes."""
    return _line_end(text, at) if text[at] in "\"'" else at + 1


def _blank(text: str, at: int) -> int:
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] != "\n":
            return at
        at += 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end

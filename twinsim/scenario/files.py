"""Reading the files that users hand over, with a fault for all that can be wrong with one."""

from __future__ import annotations

import os
from pathlib import Path

from twinsim.errors import Fault, ScenarioError
from twinsim.scenario.faults import inert


def read_text(path: str | os.PathLike[str], most: int, what: str, nearest: str = "") -> str:
    """The text of a UTF-8 file of at most `most` bytes.

    Raises :class:`ScenarioError` when it is missing (then `nearest` is offered), a folder,
    no plain file, not readable, too large or not UTF-8.
    """
    name = inert(os.fspath(path), 300)
    try:
        file = Path(path)
        if file.is_dir():
            raise _error(name, f"expected {what}, found a folder")
        if not file.exists():
            raise _error(name, f"expected {what}, there is no such file", nearest=nearest)
        if not file.is_file():
            raise _error(name, f"expected {what}, found what is no plain file")
        size = file.stat().st_size
        if size <= most:
            with file.open("rb") as stream:
                content = stream.read(most + 1)
                size = max(size, len(content))
        if size > most:
            limit = f"expected {what} of at most {most / 1e6:g} MB"
            raise _error(name, limit, value=f"{size / 1e6:.1f} MB")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _error(name, f"expected {what} that can be read: {reason}") from error
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _error(name, "expected text in UTF-8", line=line) from error


def _error(
    file: str, expected: str, *, value: str = "", nearest: str = "", line: int = 0
) -> ScenarioError:
    return ScenarioError(Fault(file, line, "", value, expected, nearest))

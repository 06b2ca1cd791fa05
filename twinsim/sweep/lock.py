"""One writer at a time: an advisory lock on `.lock` in the results folder.

The kernel frees it when the process ends, however it ends, so a killed run never leaves
a folder locked.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from twinsim.errors import RunError
from twinsim.sweep.files import writing

LOCK = ".lock"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock. Raises :class:`RunError` when another writer holds it."""
    with writing(folder / LOCK):
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RunError(f"{folder} is locked: another twinsim is writing to it") from error
        yield
    finally:
        os.close(handle)

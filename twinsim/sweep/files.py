"""Writing files so that a reader sees the whole file or none of it.

A file is written beside its place under a hidden name, flushed to the disk and renamed.
Whatever the system refuses (full disk, read-only folder) becomes one :class:`RunError`.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from twinsim.errors import RunError

TEMPORARY = ".tmp-"


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn an `OSError` met while writing `path` into a :class:`RunError` naming it."""
    try:
        yield
    except OSError as error:
        raise RunError(f"cannot write {path}: {error.strerror or error}") from error


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path`, atomically and durably. Raises :class:`RunError`."""
    beside = path.with_name(f"{TEMPORARY}{path.name}")
    with writing(path):
        try:
            with open(beside, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
        _sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Like :func:`write_bytes`, in UTF-8."""
    write_bytes(path, text.encode())


@contextmanager
def writing_text(path: Path) -> Iterator[Callable[[str], None]]:
    """Write a text to `path` part by part, in UTF-8; it is there when all parts are.

    Raises :class:`RunError`.
    """
    beside = path.with_name(f"{TEMPORARY}{path.name}")
    try:
        with writing(path), open(beside, "w", encoding="utf-8", newline="") as file:

            def write(text: str) -> None:
                with writing(path):
                    file.write(text)

            yield write
            file.flush()
            os.fsync(file.fileno())
        with writing(path):
            os.replace(beside, path)
            _sync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            beside.unlink()
        raise


def make_folder(path: Path) -> None:
    """Make a folder and its parents. Raises :class:`RunError`."""
    with writing(path):
        path.mkdir(parents=True, exist_ok=True)


def sha256(data: bytes) -> str:
    """SHA-256 of `data` as hexadecimal text."""
    return hashlib.sha256(data).hexdigest()


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

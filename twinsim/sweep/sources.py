"""A hash of the model itself, so that rows of two models are never mixed in one folder."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

ROOMS = ("registry", "data", "rules", "world", "core")
ENDINGS = (".py", ".toml", ".csv")
APART = (
    "cities.csv",
    "sources.csv",
    "chain.toml",
    "terms.toml",
)  # they decide no run, or are input


@cache
def sources_sha256(package: Path | None = None) -> str:
    """SHA-256 over the names and bytes of everything that decides what a run gives."""
    package = package or Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in ENDINGS and path.name not in APART and path.is_file():
                digest.update(f"{path.relative_to(package).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

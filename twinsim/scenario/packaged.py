"""Scenarios and experiments that come with twinsim, found by name."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from twinsim.registry import nearest

_PACKAGE = Path(__file__).resolve().parents[1]


def packaged() -> dict[str, Path]:
    """Packaged scenarios by name: beside the installed package, or in its source checkout."""
    return _files("scenarios")


def packaged_experiments() -> dict[str, Path]:
    """Packaged experiments by name, found alike."""
    return _files("experiments")


def path_of(
    name: str | os.PathLike[str], known: Mapping[str, Path] | None = None
) -> tuple[Path, str]:
    """The path that a name or path means, and the packaged name nearest to it.

    A bare word is a packaged name, in any case, if there is one, else a path. `known` are the
    packaged files by name; absent, the scenarios.
    """
    text = os.fspath(name)
    known = packaged() if known is None else known
    if isinstance(name, str) and text == os.path.basename(text):
        for word, path in known.items():
            if word.casefold() == text.casefold():
                return path, word
    return Path(text), nearest(Path(text).stem, known) or ""


def _files(kind: str) -> dict[str, Path]:
    folder = _PACKAGE / f"_{kind}"
    if not folder.is_dir() and (_PACKAGE.parent / "pyproject.toml").is_file():
        folder = _PACKAGE.parent / kind
    return {file.stem: file for file in sorted(folder.glob("*.toml"))}

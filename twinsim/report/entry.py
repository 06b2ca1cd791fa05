"""One thing that has a name, explained."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A name with its kind, what it means, and facts about it as label and text."""

    kind: str
    word: str
    meaning: str
    facts: tuple[tuple[str, str], ...] = ()

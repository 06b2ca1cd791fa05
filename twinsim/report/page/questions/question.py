"""A question of a programme officer, with its answer, how sure it is, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Question:
    """`said` answers in a sentence or two, `sure` says how sure that is. `links` are the id and
    the name of the sections that it stands on. `missing` says what is not known because an analysis
    was not made, and `command` what would tell; both empty where there is nothing to tell."""

    id: str
    asks: str
    said: tuple[str, ...]
    sure: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    missing: str = ""
    command: str = ""

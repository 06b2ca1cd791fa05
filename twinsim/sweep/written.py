"""`effects.csv` of a results folder, written design point by design point."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from twinsim.registry import indicators
from twinsim.sweep.effects import TOTAL, Effect, effects, to_csv
from twinsim.sweep.files import writing_text
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.worlds import each_design

EFFECTS = "effects.csv"
MOST_WHOLE = 20
"""Design points up to which the file holds every indicator and city; beyond, headlines' totals."""


def write_effects(folder: Path, manifest: Manifest) -> None:
    """Write the file. Raises :class:`ResultsError` for a damaged shard, :class:`RunError`."""
    with writing_text(folder / EFFECTS) as write:
        write(to_csv([]))
        for rows in effects_by_design(folder, manifest):
            write(to_csv(rows, header=False))


def effects_by_design(folder: Path, manifest: Manifest) -> Iterator[list[Effect]]:
    """The file's rows of each design point in turn. Raises :class:`ResultsError`."""
    known = indicators()
    whole = manifest.points <= MOST_WHOLE
    for worlds in each_design(folder, manifest):
        rows = effects(worlds, manifest.contrasts, known, scopes=None if whole else (TOTAL,))
        yield rows if whole else [row for row in rows if known[row.indicator].headline]

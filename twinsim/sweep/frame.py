"""Effects as a table to work with: a DataFrame that a notebook shows as a reader wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pandas import DataFrame, get_option

from twinsim.sweep.effects import COLUMNS, Effect
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.reading import read_table


class Effects(DataFrame):
    """Contrasts with intervals: the columns of `effects.csv`, a row each.

    A DataFrame in every respect but how a notebook shows it: with units, intervals, the evidence
    and the seed. So is what is chosen of its rows; without one of its columns it looks like any
    other.
    """

    @classmethod
    def of(cls, rows: Iterable[Effect], made_by: str = "") -> Effects:
        """The rows as a table; `made_by` says which seed and version made them."""
        effects = cls([asdict(row) for row in rows], columns=list(COLUMNS))
        effects.attrs["made_by"] = made_by
        return effects

    @property
    def _constructor(self) -> Callable[..., Effects]:
        return Effects

    def _repr_html_(self) -> str | None:
        from twinsim.report.cells import effects_html

        html = effects_html(self) if get_option("display.notebook_repr_html") else None
        return DataFrame(self)._repr_html_() if html is None else str(html)  # type: ignore[operator]


def points(folder: Path, manifest: Manifest) -> DataFrame:
    """A row per design point: its number, each factor's value, how many replicates it has, in how
    many of them a run failed, and why the first of those did."""
    names = [column.name for column in manifest.identity.columns]
    rows: dict[int, dict[str, Any]] = {}
    for tile in sorted(manifest.tiles(), key=lambda tile: tile.first):
        rows_of_tile = read_table(folder, manifest, "runs", tile, names)
        words = {name: rows_of_tile.column(name).to_pylist() for name in names}
        states = rows_of_tile.column("status").to_pylist()
        reasons = rows_of_tile.column("reason").to_pylist()
        each = rows_of_tile.num_rows // tile.designs
        for at, design in enumerate(range(tile.design_first, tile.design_last + 1)):
            first, last = at * each, (at + 1) * each
            row = rows.setdefault(
                design,
                {"design": design}
                | {name.removeprefix("factor."): words[name][first] for name in names}
                | {"replicates": 0, "failed": 0, "reason": ""},
            )
            bad = {n % tile.count for n, s in enumerate(states[first:last]) if s != "ok"}
            row["replicates"] += tile.count
            row["failed"] += len(bad)
            row["reason"] = row["reason"] or next(filter(None, reasons[first:last]), "")
    return DataFrame([rows[design] for design in sorted(rows)])

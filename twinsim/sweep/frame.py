"""Effects as a table to work with: a DataFrame that a notebook shows as a reader wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from pandas import DataFrame, get_option

from twinsim.sweep.effects import COLUMNS, Effect
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.reading import of_design, read_tile


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
    rows: dict[int, dict[str, object]] = {}
    for tile in sorted(manifest.tiles(), key=lambda tile: tile.first):
        table = read_tile(folder, manifest, "runs", tile, names)
        for design in range(tile.design_first, tile.design_last + 1):
            own = of_design(table, design)
            row = rows.setdefault(
                design,
                {"design": design}
                | {name.removeprefix("factor."): own.column(name)[0].as_py() for name in names}
                | {"replicates": 0, "failed": 0, "reason": ""},
            )
            reasons = [reason for reason in own.column("reason").to_pylist() if reason]
            states = own.column("status").to_pylist()
            replicates = own.column("replicate").to_pylist()
            bad = {r for r, state in zip(replicates, states, strict=True) if state != "ok"}
            row["replicates"] = int(str(row["replicates"])) + tile.count
            row["failed"] = int(str(row["failed"])) + len(bad)
            row["reason"] = row["reason"] or next(iter(reasons), "")
    return DataFrame([rows[design] for design in sorted(rows)])

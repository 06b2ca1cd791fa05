"""From shards on disk to the runs of a design as arrays, all arms of a replicate together."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep import shards
from twinsim.sweep.effects import TOTAL, Worlds
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.rows import Floats, totals
from twinsim.sweep.store import read_design, read_shard


def worlds(folder: Path, manifest: Manifest, design: int = 0) -> Worlds:
    """All runs of a design. Raises :class:`ResultsError` for a damaged shard."""
    runs = read_design(folder, manifest, "runs", design)
    cities = read_design(folder, manifest, "cities", design)
    names = [name for name in runs[0].column_names if name not in shards.KEYS["runs"]]
    arms, places = len(manifest.arms), len(manifest.cities)
    ok = np.hstack([_good(table).reshape(arms, -1) for table in runs])
    kept = ok.all(axis=0)
    total = [shards.matrix(t, names).reshape(arms, -1, len(names)) for t in runs]
    local = [shards.matrix(t, names).reshape(arms, -1, places, len(names)) for t in cities]
    by_city: Floats = np.concatenate(local, axis=1)[:, kept]
    values = {TOTAL: np.concatenate(total, axis=1)[:, kept]}
    values |= {city: by_city[:, :, index] for index, city in enumerate(manifest.cities)}
    return Worlds(design, manifest.arms, tuple(names), values, int((~kept).sum()))


def _good(table: shards.Table) -> NDArray[np.bool_]:
    return np.array([status == "ok" for status in table.column("status").to_pylist()])


def kept_by_month(folder: Path, manifest: Manifest) -> set[str]:
    """Indicators that every months/ shard holds; empty where there is none."""
    shard = [shard for shard in manifest.shards.values() if shard.kind == "months"]
    held = [set(shards.columns_of(read_shard(folder, one))) for one in shard]
    return set.intersection(*held) - set(shards.KEYS["months"]) if held else set()


def monthly(
    folder: Path, manifest: Manifest, indicator: str, total: str, design: int = 0
) -> Floats:
    """An indicator's total by month, shape (arms, replicates, months).

    `total` is how cities make the total. Replicates with a failed arm are left out.
    """
    blocks = []
    counted = [n for n, city in enumerate(manifest.cities) if city not in manifest.followers]
    for table in read_design(folder, manifest, "months", design):
        values = shards.matrix(table, [indicator])
        months = table.column("month")[-1].as_py() + 1
        shaped = values.reshape(len(manifest.arms), -1, len(manifest.cities), months, 1)
        blocks.append(totals(shaped.swapaxes(2, 3), [total], counted)[..., 0])
    joined: Floats = np.concatenate(blocks, axis=1)
    return joined[:, np.isfinite(joined).all(axis=(0, 2))]

"""From shards on disk to the runs of a design as arrays, all arms of a replicate together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep import shards
from twinsim.sweep.effects import TOTAL, Worlds
from twinsim.sweep.manifest import Manifest, Shard
from twinsim.sweep.reading import by_arm, damaged, of_design, read_design, read_shard, read_tile
from twinsim.sweep.reading import windows as windows_of
from twinsim.sweep.rows import Floats, totals
from twinsim.sweep.tiles import Tile


def worlds(folder: Path, manifest: Manifest, design: int = 0) -> Worlds:
    """All runs of a design. Raises :class:`ResultsError` for a damaged shard."""
    runs = read_design(folder, manifest, "runs", design)
    cities = read_design(folder, manifest, "cities", design)
    return _joined(folder, manifest, design, runs, cities)


def each_design(folder: Path, manifest: Manifest) -> Iterator[Worlds]:
    """The runs of every design point in turn, with a window of tiles in memory at a time.

    Raises :class:`ResultsError` for a damaged shard.
    """
    for designs, tiles in windows_of(manifest):
        runs = [(tile, read_tile(folder, manifest, "runs", tile)) for tile in tiles]
        cities = [(tile, read_tile(folder, manifest, "cities", tile)) for tile in tiles]
        for design in designs:
            own = [of_design(table, design) for tile, table in runs if _holds(tile, design)]
            local = [of_design(table, design) for tile, table in cities if _holds(tile, design)]
            if own:
                yield _joined(folder, manifest, design, own, local)


def series(
    folder: Path,
    manifest: Manifest,
    wanted: Iterable[tuple[str, str]],
    upto: Sequence[int] | None = None,
) -> list[Floats]:
    """Paired differences of each design point, shape (replicates, wanted), of the (indicator,
    contrast) pairs wanted; NaN where a run of the world failed. Of each point only the replicates
    below `upto[design]`, and only the points for which it says so, where it is given."""
    pairs = list(wanted)
    names = list(dict.fromkeys(indicator for indicator, _ in pairs))
    count = manifest.points if upto is None else len(upto)
    out: list[list[Floats]] = [[] for _ in range(count)]
    for _, tiles in windows_of(manifest):
        for tile in tiles:
            table = read_tile(folder, manifest, "runs", tile, names)
            for design in range(tile.design_first, min(tile.design_last + 1, count)):
                least = None if upto is None else upto[design]
                if least is not None and tile.first >= least:
                    continue
                path = folder / Shard.at("runs", tile)
                parts = by_arm(of_design(table, design), manifest.arms, path)
                values = np.stack([shards.matrix(part, names) for part in parts])
                values[:, ~np.array([_good(part) for part in parts]).all(axis=0)] = np.nan
                if least is not None:
                    values = values[:, : least - tile.first]
                out[design].append(_differences(values, manifest.arms, names, pairs))
    empty = np.zeros((0, len(pairs)))
    return [np.concatenate(blocks) if blocks else empty for blocks in out]


def _differences(
    values: Floats, arms: Sequence[str], names: Sequence[str], pairs: Sequence[tuple[str, str]]
) -> Floats:
    columns = []
    for indicator, contrast in pairs:
        arm, reference = contrast.split("-")
        column = values[:, :, names.index(indicator)]
        columns.append(column[arms.index(arm)] - column[arms.index(reference)])
    return np.stack(columns, axis=1)


def _holds(tile: Tile, design: int) -> bool:
    return tile.design_first <= design <= tile.design_last


def _joined(
    folder: Path,
    manifest: Manifest,
    design: int,
    runs: Sequence[shards.Table],
    cities: Sequence[shards.Table],
) -> Worlds:
    if not runs:
        raise damaged(folder, f"expected runs of design point {design}")
    names, arms = shards.values_of(runs[0]), manifest.arms
    places = _cities(cities[0]) if cities and cities[0].num_rows else ()
    own = [by_arm(table, arms, folder / "runs") for table in runs]
    ok = np.hstack([np.array([_good(part) for part in parts]) for parts in own])
    kept: NDArray[np.bool_] = np.asarray(ok.all(axis=0))
    total = [np.stack([shards.matrix(part, names) for part in parts]) for parts in own]
    values = {TOTAL: np.concatenate(total, axis=1)[:, kept]}
    if places:
        local = [
            np.stack(
                [
                    shards.matrix(part, names).reshape(-1, len(places), len(names))
                    for part in by_arm(table, arms, folder / "cities")
                ]
            )
            for table in cities
        ]
        by_city: Floats = np.concatenate(local, axis=1)
        if by_city.shape[1] != len(kept):
            raise damaged(folder / "cities", "expected as many runs as runs/ has")
        by_city = by_city[:, kept]
        values |= {city: by_city[:, :, index] for index, city in enumerate(places)}
    return Worlds(design, arms, tuple(names), values, int((~kept).sum()))


def _cities(table: shards.Table, step: int = 1) -> tuple[str, ...]:
    """The cities of a design, in the order in which each run's rows name them, one each `step`."""
    column = table.column("city")
    names: list[str] = []
    for at in range(0, table.num_rows, step):
        name = column[at].as_py()
        if names and name == names[0]:
            break
        names.append(name)
    return tuple(names)


def _good(table: shards.Table) -> NDArray[np.bool_]:
    return np.array([status == "ok" for status in table.column("status").to_pylist()], dtype=bool)


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
    for table in read_design(folder, manifest, "months", design):
        cities = _cities(table, table.column("month")[-1].as_py() + 1)
        counted = [n for n, city in enumerate(cities) if city not in manifest.followers]
        months = table.column("month")[-1].as_py() + 1
        parts = by_arm(table, manifest.arms, folder / "months")
        values = np.stack([shards.matrix(part, [indicator]) for part in parts])
        shaped = values.reshape(len(parts), -1, len(cities), months, 1)
        blocks.append(totals(shaped.swapaxes(2, 3), [total], counted)[..., 0])
    if not blocks:
        raise damaged(folder / "months", f"expected months of design point {design}")
    joined: Floats = np.concatenate(blocks, axis=1)
    return joined[:, np.isfinite(joined).all(axis=(0, 2))]

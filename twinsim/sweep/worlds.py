"""From shards on disk to the runs of a design as arrays, all arms of a replicate together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from twinsim.sweep import shards
from twinsim.sweep.effects import TOTAL, Worlds
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.reading import Rows, damaged, read_design, read_shard, read_tile
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
            own = [rows.of_design(design) for tile, rows in runs if _holds(tile, design)]
            local = [rows.of_design(design) for tile, rows in cities if _holds(tile, design)]
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
            rows = read_tile(folder, manifest, "runs", tile, names)
            for design in range(tile.design_first, min(tile.design_last + 1, count)):
                least = None if upto is None else upto[design]
                if least is not None and tile.first >= least:
                    continue
                parts = rows.of_design(design).by_arm(manifest.arms)
                values = np.stack([part.values for part in parts])
                values[:, ~np.array([part.good for part in parts]).all(axis=0)] = np.nan
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
    runs: Sequence[Rows],
    cities: Sequence[Rows],
) -> Worlds:
    if not runs:
        raise damaged(folder, f"expected runs of design point {design}")
    names, arms = runs[0].names, manifest.arms
    own = [rows.by_arm(arms) for rows in runs]
    ok = np.hstack([np.array([part.good for part in parts]) for parts in own])
    kept: NDArray[np.bool_] = np.asarray(ok.all(axis=0))
    total = np.concatenate([np.stack([part.values for part in parts]) for parts in own], axis=1)
    values = {TOTAL: total[:, kept]}
    places = _cities(cities[0]) if cities else ()
    if places:
        shape = (-1, len(places), len(names))
        by_city: Floats = np.concatenate(
            [np.stack([p.values.reshape(shape) for p in rows.by_arm(arms)]) for rows in cities],
            axis=1,
        )
        if by_city.shape[1] != len(kept):
            raise damaged(folder / "cities", "expected as many runs as runs/ has")
        by_city = by_city[:, kept]
        values |= {city: by_city[:, :, index] for index, city in enumerate(places)}
    return Worlds(design, arms, names, values, int((~kept).sum()))


def _cities(rows: Rows, step: int = 1) -> tuple[str, ...]:
    """The cities of a design, in the order in which each run's rows name them, one each `step`."""
    names: list[str] = []
    for name in rows.keys["city"][::step]:
        if names and name == names[0]:
            break
        names.append(name)
    return tuple(names)


def kept_by_month(folder: Path, manifest: Manifest) -> set[str]:
    """Indicators that every months/ shard holds; empty where there is none."""
    shard = [shard for shard in manifest.shards.values() if shard.kind == "months"]
    held = [set(shards.columns_of(read_shard(folder, one))) for one in shard]
    return set.intersection(*held) - set(shards.KEYS["months"]) if held else set()


def by_city_and_month(
    folder: Path, manifest: Manifest, names: Sequence[str], design: int = 0
) -> tuple[tuple[str, ...], Floats]:
    """Cities, and indicators in them by month, shape (arms, replicates, cities, months, names).

    Replicates with a failed arm are left out. Raises :class:`ResultsError`.
    """
    blocks: list[Floats] = []
    cities: tuple[str, ...] = ()
    for tile in manifest.tiles("months"):
        if not _holds(tile, design):
            continue
        rows = read_tile(folder, manifest, "months", tile, names).of_design(design)
        months = rows.keys["month"][-1] + 1
        cities = _cities(rows, months)
        shape = (-1, len(cities), months, len(names))
        blocks.append(np.stack([part.values.reshape(shape) for part in rows.by_arm(manifest.arms)]))
    if not blocks:
        raise damaged(folder / "months", f"expected months of design point {design}")
    joined: Floats = np.concatenate(blocks, axis=1)
    return cities, joined[:, np.isfinite(joined).all(axis=(0, 2, 3, 4))]


def monthly(
    folder: Path, manifest: Manifest, indicator: str, total: str, design: int = 0
) -> Floats:
    """An indicator's total by month, shape (arms, replicates, months).

    `total` is how cities make the total. Replicates with a failed arm are left out.
    """
    cities, values = by_city_and_month(folder, manifest, [indicator], design)
    counted = [n for n, city in enumerate(cities) if city not in manifest.followers]
    return totals(values.swapaxes(2, 3), [total], counted)[..., 0]

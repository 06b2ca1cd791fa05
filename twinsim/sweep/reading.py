"""Shards back to rows, with each file checked against the manifest, one window of designs at a
time, so that memory does not grow with the number of runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.sweep import shards
from twinsim.sweep.files import sha256
from twinsim.sweep.manifest import Manifest, Shard
from twinsim.sweep.tiles import Tile

CITIES = "cities.csv"


def damaged(path: Path, expected: str) -> ResultsError:
    """The error that a file is not what it should be."""
    return ResultsError(Fault(str(path), 0, "", "", expected))


def read_shard(folder: Path, shard: Shard) -> bytes:
    """A shard's bytes. Raises :class:`ResultsError` if they are not those once written."""
    path = folder / shard.path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise damaged(path, f"expected a readable file ({error.strerror})") from error
    if sha256(data) != shard.sha256:
        raise damaged(
            path, "expected the bytes that the manifest lists; delete it to have it made again"
        )
    return data


def read_tile(
    folder: Path, manifest: Manifest, kind: str, tile: Tile, values: Sequence[str] | None = None
) -> shards.Table:
    """A tile's table of the kind, or its keys and these `values`. Raises :class:`ResultsError`."""
    shard = manifest.shards.get(Shard.at(kind, tile))
    if shard is None:
        path = folder / Shard.at(kind, tile)
        raise damaged(path, "expected this file; make it again with the command that made runs/")
    data = read_shard(folder, shard)
    try:
        table = shards.decode(data, values if values is None else [*shards.KEYS[kind], *values])
        missing = [key for key in shards.KEYS[kind] if key not in table.column_names]
    except (ValueError, OSError, KeyError) as error:  # Arrow's own errors are among these
        raise damaged(folder / shard.path, "expected a Parquet file of results") from error
    if missing or table.num_rows != shard.rows:
        raise damaged(folder / shard.path, "expected the rows that the manifest lists")
    return table


def read_design(folder: Path, manifest: Manifest, kind: str, design: int) -> list[shards.Table]:
    """A design's tables of the kind, in the order of replicates. Raises :class:`ResultsError`."""
    chosen = (t for t in manifest.tiles(kind) if t.design_first <= design <= t.design_last)
    tiles = sorted(chosen, key=lambda tile: tile.first)
    return [of_design(read_tile(folder, manifest, kind, tile), design) for tile in tiles]


def of_design(table: shards.Table, design: int) -> shards.Table:
    """The rows of one of a tile's design points: they follow each other."""
    number = shards.column(table, "design")
    first, last = np.searchsorted(number, [design, design + 1])
    return table.slice(first, last - first)


def by_arm(table: shards.Table, arms: tuple[str, ...], path: Path) -> list[shards.Table]:
    """A design's rows split by arm, in the order of `arms`, whatever order they stand in.

    Raises :class:`ResultsError` where an arm is absent or has fewer rows than another.
    """
    each = table.num_rows // len(arms)
    found = {
        table.column("arm")[at].as_py(): table.slice(at, each)
        for at in range(0, each * len(arms), max(each, 1))
    }
    whole = each * len(arms) == table.num_rows and all(
        part.column("arm")[each - 1].as_py() == arm for arm, part in found.items()
    )
    if not each and not table.num_rows:  # a point that its scenario does not allow has no city
        return [table] * len(arms)
    if not whole or set(found) != set(arms):
        raise damaged(path, f"expected rows of each arm: {', '.join(arms)}")
    return [found[arm] for arm in arms]


def windows(manifest: Manifest, kind: str = "runs") -> Iterator[tuple[range, list[Tile]]]:
    """Ranges of design points that share tiles, each with its tiles by replicate."""
    size = manifest.identity.grid.designs
    tiles = sorted(manifest.tiles(kind), key=lambda tile: (tile.design_first // size, tile.first))
    for window, group in groupby(tiles, key=lambda tile: tile.design_first // size):
        own = list(group)
        last = max(tile.design_last for tile in own)
        yield range(window * size, last + 1), own


def content_sha256(folder: Path, manifest: Manifest) -> str:
    """SHA-256 of all rows of runs/ and cities/, however files split them.

    Canonical order: by table, design, arm (in the scenario's order), replicate. A row is its keys
    but arm and design, each with a line end, then its values as little-endian float64.
    """
    digest = hashlib.sha256()
    for kind in ("runs", "cities"):
        for designs, tiles in windows(manifest, kind):
            own = {(d, arm): hashlib.sha256() for d in designs for arm in manifest.arms}
            for tile in tiles:
                table = read_tile(folder, manifest, kind, tile)
                path = folder / Shard.at(kind, tile)
                for design in range(tile.design_first, tile.design_last + 1):
                    parts = by_arm(of_design(table, design), manifest.arms, path)
                    for arm, part in zip(manifest.arms, parts, strict=True):
                        _digest_rows(own[design, arm], kind, part)
            for (design, arm), part in own.items():
                digest.update(f"{kind}\0{design}\0{arm}\0{part.hexdigest()}\n".encode())
    return digest.hexdigest()


def _digest_rows(digest: hashlib._Hash, kind: str, table: shards.Table) -> None:
    values = shards.values_of(table)
    skipped = {*values, "arm", "design"}
    words = [table.column(n).to_pylist() for n in table.column_names if n not in skipped]
    numbers = shards.matrix(table, values).astype("<f8")
    for row, keys in enumerate(zip(*words, strict=True)):
        digest.update("".join(f"{key}\n" for key in keys).encode())
        digest.update(numbers[row].tobytes())

"""Shards back to rows, with each file checked against the manifest, one window of designs at a
time, so that memory does not grow with the number of runs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from twinsim.errors import Fault, ResultsError
from twinsim.sweep import shards
from twinsim.sweep.files import sha256
from twinsim.sweep.manifest import Manifest, Shard
from twinsim.sweep.rows import Floats
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


@dataclass(frozen=True)
class Rows:
    """Rows of a tile or of a part of it: keys by name, and values of the shape (rows, names)."""

    path: Path
    keys: Mapping[str, Sequence[Any]]
    names: tuple[str, ...]
    values: Floats

    def __len__(self) -> int:
        return len(self.values)

    def part(self, first: int, last: int) -> Rows:
        """Rows from `first` to before `last`."""
        keys = {name: column[first:last] for name, column in self.keys.items()}
        return Rows(self.path, keys, self.names, self.values[first:last])

    def of_design(self, design: int) -> Rows:
        """The rows of one of the tile's design points: they follow each other."""
        first, last = np.searchsorted(np.asarray(self.keys["design"]), [design, design + 1])
        return self.part(int(first), int(last))

    def by_arm(self, arms: Sequence[str]) -> list[Rows]:
        """A design's rows split by arm, in the order of `arms`, whatever order they stand in.

        Raises :class:`ResultsError` where an arm is absent or has fewer rows than another.
        """
        if not len(self):  # a point that its scenario does not allow has no city
            return [self] * len(arms)
        each = len(self) // len(arms)
        blocks = [self.part(at, at + each) for at in range(0, each * len(arms), max(each, 1))]
        found = {block.keys["arm"][0]: block for block in blocks}
        pure = all(set(block.keys["arm"]) == {arm} for arm, block in found.items())
        if not pure or set(found) != set(arms) or each * len(arms) != len(self):
            raise damaged(self.path, f"expected rows of each arm: {', '.join(arms)}")
        return [found[arm] for arm in arms]

    @property
    def good(self) -> NDArray[np.bool_]:
        """Which runs have not failed."""
        return np.array([status == "ok" for status in self.keys["status"]], dtype=bool)


def read_tile(
    folder: Path, manifest: Manifest, kind: str, tile: Tile, names: Sequence[str] | None = None
) -> Rows:
    """A tile's rows of the kind, of all columns of values or of these.

    Raises :class:`ResultsError`.
    """
    table = read_table(folder, manifest, kind, tile, names)
    own = tuple(shards.values_of(table) if names is None else names)
    keys = [name for name in table.column_names if name not in own]
    columns = {name: table.column(name).to_pylist() for name in keys}
    return Rows(folder / Shard.at(kind, tile), columns, own, shards.matrix(table, own))


def read_table(
    folder: Path, manifest: Manifest, kind: str, tile: Tile, names: Sequence[str] | None = None
) -> shards.Table:
    """A tile's table of the kind, or its keys and these columns. Raises :class:`ResultsError`."""
    path = folder / Shard.at(kind, tile)
    shard = manifest.shards.get(Shard.at(kind, tile))
    if shard is None:
        raise damaged(path, "expected this file; make it again with the command that made runs/")
    data = read_shard(folder, shard)
    try:
        table = shards.decode(data, names if names is None else [*shards.KEYS[kind], *names])
        missing = {*shards.KEYS[kind], *(names or ())} - set(table.column_names)
    except (ValueError, OSError, KeyError) as error:  # Arrow's own errors are among these
        raise damaged(path, "expected a Parquet file of results") from error
    if missing or table.num_rows != shard.rows:
        raise damaged(path, "expected the rows that the manifest lists")
    return table


def read_design(folder: Path, manifest: Manifest, kind: str, design: int) -> list[Rows]:
    """A design's rows of the kind, tile by tile in the order of replicates.

    Raises :class:`ResultsError`.
    """
    chosen = (t for t in manifest.tiles(kind) if t.design_first <= design <= t.design_last)
    tiles = sorted(chosen, key=lambda tile: tile.first)
    return [read_tile(folder, manifest, kind, tile).of_design(design) for tile in tiles]


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
                rows = read_tile(folder, manifest, kind, tile)
                for design in range(tile.design_first, tile.design_last + 1):
                    parts = rows.of_design(design).by_arm(manifest.arms)
                    for arm, part in zip(manifest.arms, parts, strict=True):
                        _digest_rows(own[design, arm], part)
            for (design, arm), rows_of in own.items():
                digest.update(f"{kind}\0{design}\0{arm}\0{rows_of.hexdigest()}\n".encode())
    return digest.hexdigest()


def _digest_rows(digest: hashlib._Hash, rows: Rows) -> None:
    words = [column for name, column in rows.keys.items() if name not in ("arm", "design")]
    numbers = np.ascontiguousarray(rows.values, dtype="<f8")
    for keys, row in zip(zip(*words, strict=True), numbers, strict=True):
        digest.update("".join(f"{key}\n" for key in keys).encode() + row.tobytes())

"""A results folder: made, grown, resumed and checked.

```
manifest.json     what it holds and what decides it (manifest.py)
scenario.toml     the input, resolved
cities.csv        the user's own city table, where there was one
runs/             a file of rows per tile (shards.py), and so cities/, months/ and firms/
effects.csv       contrasts (effects.py)
figures/          added by the report
```

A shard is in the folder when the manifest lists it with the hash of its bytes: files are
written first and the manifest last, so that an interruption costs work and never truth.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from time import monotonic

from twinsim.errors import Fault, ResultsError, RunError
from twinsim.sweep import shards
from twinsim.sweep.files import TEMPORARY, make_folder, sha256, write_bytes, write_text, writing
from twinsim.sweep.lock import LOCK, locked
from twinsim.sweep.manifest import MANIFEST, Identity, Manifest, Shard, differences
from twinsim.sweep.rows import TileRows
from twinsim.sweep.tiles import Tile, missing

CITIES = "cities.csv"
SAVE_EVERY = 2.0  # seconds between manifests while work goes on


class Store:
    """A results folder that this process may write to, for as long as it holds the lock."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self._saved = monotonic()

    def needed(self, replicates: int, monthly: Iterable[str], *, firms: bool) -> list[Tile]:
        """Tiles to make so that `replicates` of design 0 are there with these monthly columns, and
        with accounts by firm where `firms` asks for them."""
        wanted = set(monthly)
        kinds = (*shards.KINDS, "firms") if firms else shards.KINDS
        sound = {kind: set(self.manifest.tiles(kind)) for kind in kinds}
        tiles = set().union(*sound.values())
        whole = {
            tile
            for tile in tiles
            if all(tile in sound[kind] for kind in kinds) and wanted <= set(self._monthly(tile))
        }
        partial = sorted(tiles - whole)
        return sorted([*partial, *missing(replicates, tiles, self.manifest.identity.tile)])

    def add(self, rows: TileRows) -> None:
        """Write a tile's shards, all or none, and now and then the manifest.

        Raises :class:`RunError`.
        """
        made: list[Shard] = []
        try:
            for kind in shards.kinds_of(rows):
                data, count = shards.encode(kind, rows)
                shard = Shard(Shard.at(kind, rows.tile), count, sha256(data))
                if self.manifest.shards.get(shard.path) != shard:
                    self._forget(shard.path)
                    make_folder(self.folder / kind)
                    write_bytes(self.folder / shard.path, data)
                    made.append(shard)
        except RunError:
            for shard in made:
                (self.folder / shard.path).unlink()
            raise
        self.manifest.shards |= {shard.path: shard for shard in made}
        if monotonic() - self._saved > SAVE_EVERY:
            self.save()

    def begin(self, scenario: str, own_cities: str = "") -> None:
        """Say what will be made, before any of it is: the manifest, by which a folder is known as
        one of results, then the resolved scenario and the user's own city table."""
        self.manifest.done = False
        self.save()
        write_text(self.folder / "scenario.toml", scenario)
        if own_cities:
            write_text(self.folder / CITIES, own_cities)

    def _forget(self, path: str) -> None:
        """Take a shard out of the manifest on disk before its file is replaced, so that a kill in
        between leaves a tile to be made again and not bytes that differ from those listed."""
        if self.manifest.shards.pop(path, None) is not None:
            self.save()

    def keep(self) -> None:
        """Save what can be saved, on the way out of a failure."""
        with suppress(RunError):
            self.save()

    def save(self) -> None:
        """Write the manifest. Raises :class:`RunError`."""
        write_text(self.folder / MANIFEST, self.manifest.to_json())
        self._saved = monotonic()

    def _monthly(self, tile: Tile) -> list[str]:
        shard = self.manifest.shards[Shard.at("months", tile)]
        keys = shards.KEYS["months"]
        return [c for c in shards.columns_of(read_shard(self.folder, shard)) if c not in keys]


@contextmanager
def opened(folder: Path, manifest: Manifest, *, force: bool = False) -> Iterator[Store]:
    """Hold `folder` for writing: new, or one of the same input whose rows are then kept.

    `manifest` is the one of a new folder. Raises :class:`ResultsError` for a folder that
    holds something else or a damaged shard, :class:`RunError` for one that cannot be
    written or is locked.
    """
    with writing(folder):
        if force and _occupied(folder):
            _move_aside(folder)
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        _refuse_foreign(folder)
        if (folder / MANIFEST).exists():
            held = Manifest.read(folder)
            _refuse_other(folder, held.identity, manifest.identity)
            manifest.shards = _sound(folder, held)
            manifest.content, manifest.done, manifest.made = held.content, held.done, held.made
        _sweep_leftovers(folder, manifest)
        yield Store(folder, manifest)


def read_shard(folder: Path, shard: Shard) -> bytes:
    """A shard's bytes. Raises :class:`ResultsError` if they are not those once written."""
    path = folder / shard.path
    try:
        data = path.read_bytes()
    except OSError as error:
        raise _damaged(path, f"expected a readable file ({error.strerror})") from error
    if sha256(data) != shard.sha256:
        raise _damaged(
            path, "expected the bytes that the manifest lists; delete it to have it made again"
        )
    return data


def read_design(folder: Path, manifest: Manifest, kind: str, design: int) -> list[shards.Table]:
    """A design's tables of the kind, in the order of replicates. Raises :class:`ResultsError`."""
    tiles = [tile for tile in manifest.tiles(kind) if tile.design_first == design]
    listed = [manifest.shards[Shard.at(kind, tile)] for tile in tiles]
    return [shards.decode(read_shard(folder, shard)) for shard in listed]


def content_sha256(folder: Path, manifest: Manifest) -> str:
    """SHA-256 of all rows of runs/ and cities/, however files split them.

    Canonical order: by table, design, arm (in the scenario's order) and replicate; per arm
    the replicates, states and reasons, then the values as little-endian float64, row by row.
    """
    digest = hashlib.sha256()
    for kind in ("runs", "cities"):
        for design in sorted({tile.design_first for tile in manifest.tiles(kind)}):
            tables = read_design(folder, manifest, kind, design)
            for place, arm in enumerate(manifest.arms):
                chosen = [shards.of_arm(table, place, len(manifest.arms)) for table in tables]
                digest.update(f"{kind}\0{design}\0{arm}\n".encode())
                _digest_rows(digest, kind, chosen)
    return digest.hexdigest()


def _digest_rows(digest: hashlib._Hash, kind: str, tables: list[shards.Table]) -> None:
    words = [key for key in shards.KEYS[kind] if key not in ("arm", "design")]
    values = [name for name in tables[0].column_names if name not in shards.KEYS[kind]]
    for name in words:
        for table in tables:
            digest.update("".join(f"{item}\n" for item in table.column(name).to_pylist()).encode())
    digest.update(f"{','.join(values)}\n".encode())
    for table in tables:
        digest.update(shards.matrix(table, values).astype("<f8").tobytes())


def _occupied(folder: Path) -> bool:
    if folder.is_dir():
        return any(not _ours_hidden(path) for path in folder.iterdir())
    return folder.is_symlink() or folder.exists()


def _ours_hidden(path: Path) -> bool:
    return path.name == LOCK or path.name.startswith(TEMPORARY)


def _move_aside(folder: Path) -> None:
    place = Path(os.path.abspath(folder))
    number = 1
    while (aside := place.with_name(f"{place.name}.old-{number}")).exists():
        number += 1
    with locked(place) if (place / MANIFEST).exists() else nullcontext():
        place.rename(aside)


def _refuse_foreign(folder: Path) -> None:
    if _occupied(folder) and not (folder / MANIFEST).is_file():
        what = "an empty folder or one of results" if folder.is_dir() else "a folder"
        raise ResultsError(Fault(str(folder), 0, "", "", f"expected {what}; choose another --out"))


def _refuse_other(folder: Path, there: Identity, here: Identity) -> None:
    found = differences(there, here)
    if not found:
        return
    shown = "; ".join(f"{key} is {_cut(a)} there and {_cut(b)} here" for key, a, b in found[:3])
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    way = f"choose another --out, or --force moves them to {folder.name}.old-1 or the next number"
    raise ResultsError(
        Fault(str(folder), 0, "", "", f"holds results of another input: {shown}{more}. {way}")
    )


def _cut(text: str, length: int = 40) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _sound(folder: Path, held: Manifest) -> dict[str, Shard]:
    """Shards listed and there; one whose bytes have changed is refused."""
    there = {p: s for p, s in held.shards.items() if (folder / p).exists()}
    for shard in there.values():
        read_shard(folder, shard)
    return there


def _sweep_leftovers(folder: Path, manifest: Manifest) -> None:
    """Remove what a killed run left unlisted, so that `runs/*.parquet` holds each run once."""
    with writing(folder):
        for place in (folder, *(folder / kind for kind in (*shards.KINDS, "firms"))):
            for path in place.glob("*") if place.is_dir() else ():
                shard = path.suffix == ".parquet" and Tile.parse(path.stem) is not None
                unlisted = f"{place.name}/{path.name}" not in manifest.shards
                if path.name.startswith(TEMPORARY) or (place != folder and shard and unlisted):
                    path.unlink()


def _damaged(path: Path, expected: str) -> ResultsError:
    return ResultsError(Fault(str(path), 0, "", "", expected))

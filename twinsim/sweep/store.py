"""A results folder: made, grown, resumed and checked.

```
manifest.json     what it holds and what decides it (manifest.py)
scenario.toml     the input, resolved; experiment.toml beside it, for a sweep
cities.csv        the user's own city table, where there was one
runs/             a file of rows per tile (shards.py), and so cities/, months/ and firms/
effects.csv       contrasts (effects.py)
figures/          added by the report
```

A shard is in the folder when the manifest lists it with the hash of its bytes: files are
written first and the manifest last, so that an interruption costs work and never truth.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from time import monotonic

from twinsim.errors import Fault, ResultsError, RunError
from twinsim.sweep import shards
from twinsim.sweep.files import TEMPORARY, make_folder, sha256, write_bytes, write_text, writing
from twinsim.sweep.lock import LOCK, locked
from twinsim.sweep.manifest import MANIFEST, Identity, Manifest, Shard, differences
from twinsim.sweep.reading import CITIES, read_shard
from twinsim.sweep.tiles import Tile, missing

SAVE_EVERY = 2.0  # seconds between manifests while work goes on
Encoded = Mapping[str, tuple[bytes, int]]  # by kind: a file's bytes and its number of rows


class Store:
    """A results folder that this process may write to, for as long as it holds the lock."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.writing = 0.0  # seconds spent writing
        self._saved = monotonic()

    def needed(
        self, replicates: Sequence[int], monthly: Iterable[str], *, firms: bool
    ) -> list[Tile]:
        """Tiles to make so that design d holds `replicates[d]` replicates with these monthly
        columns, and with accounts by firm where `firms` asks for them."""
        wanted = set(monthly)
        kinds = shards.kinds_of(sorted(wanted), firms=firms)
        sound = {kind: set(self.manifest.tiles(kind)) for kind in kinds}
        tiles = set().union(*sound.values())
        whole = {
            tile
            for tile in tiles
            if all(tile in sound[kind] for kind in kinds)
            and (not wanted or wanted <= set(self._monthly(tile)))
        }
        partial = sorted(tiles - whole)
        return sorted([*partial, *missing(replicates, tiles, self.manifest.identity.grid)])

    def add(self, tile: Tile, files: Encoded) -> None:
        """Write a tile's shards, all or none, and now and then the manifest.

        Raises :class:`RunError`.
        """
        clock = monotonic()
        made: list[Shard] = []
        try:
            for kind, (data, count) in files.items():
                shard = Shard(Shard.at(kind, tile), count, sha256(data))
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
        self.writing += monotonic() - clock

    def begin(self, texts: Mapping[str, str]) -> None:
        """Say what will be made, before any of it is: the manifest, by which a folder is known as
        one of results, then `texts` by file name: the resolved input, the user's own cities."""
        own = texts.get(CITIES, "")
        self.manifest.table = sha256(own.encode()) if own else ""
        self.manifest.done = False
        self.save()
        for name, text in texts.items():
            if text:
                write_text(self.folder / name, text)

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
            move_aside(folder)
        _refuse_foreign(folder)
        folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        _refuse_foreign(folder)
        if (folder / MANIFEST).exists():
            held = Manifest.read(folder)
            refuse_other(folder, held.identity, manifest.identity)
            manifest.shards = _sound(folder, held)
            manifest.points = max(manifest.points, held.points)
            manifest.content, manifest.done, manifest.made = held.content, held.done, held.made
            manifest.table = held.table
        _sweep_leftovers(folder, manifest)
        yield Store(folder, manifest)


def _occupied(folder: Path) -> bool:
    if folder.is_dir():
        return any(not _ours_hidden(path) for path in folder.iterdir())
    return folder.is_symlink() or folder.exists()


def _ours_hidden(path: Path) -> bool:
    return path.name == LOCK or _leftover(path, {MANIFEST})


def move_aside(folder: Path) -> None:
    """Rename a folder to DIR.old-1 or the next free number. Raises :class:`RunError` where another
    writer holds it, OSError."""
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


def refuse_other(folder: Path, there: Identity, here: Identity, whole: Path | None = None) -> None:
    """Raise :class:`ResultsError`, naming the first keys that differ, where a folder's results are
    of another input. `whole` is the folder that --force would move, where not this one."""
    found = differences(there, here)
    if not found:
        return
    shown = "; ".join(f"{key} is {_cut(a)} there and {_cut(b)} here" for key, a, b in found[:3])
    more = f"; and {len(found) - 3} more" if len(found) > 3 else ""
    moved = (whole or folder).name
    way = f"choose another --out, or --force moves them to {moved}.old-1 or the next number"
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
    ours = {MANIFEST, CITIES, "scenario.toml", "experiment.toml", "effects.csv"}
    with writing(folder):
        for path in folder.iterdir():
            if _leftover(path, ours):
                path.unlink()
        for kind in shards.KINDS:
            place = folder / kind
            for path in place.iterdir() if place.is_dir() else ():
                unlisted = f"{kind}/{path.name}" not in manifest.shards
                if _leftover(path, ()) or (_shard_file(path.name) and path.is_file() and unlisted):
                    path.unlink()


def _leftover(path: Path, names: Iterable[str]) -> bool:
    """Whether it is a file that was being written beside one of these names, or beside a shard."""
    name = path.name.removeprefix(TEMPORARY)
    ours = name != path.name and (name in names or _shard_file(name))
    return ours and path.is_file() and not path.is_symlink()


def _shard_file(name: str) -> bool:
    return name.endswith(".parquet") and Tile.parse(name.removesuffix(".parquet")) is not None

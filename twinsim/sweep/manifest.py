"""`manifest.json`: what a results folder holds, and what decides it.

Everything outside `made` is decided by the input and the model; all that may differ from
one making to the next (times, workers, library versions) is under `made`. `seal` is the SHA-256
of all else: a manifest that was edited by hand is refused, for its rows would be read as
something that they are not.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twinsim.errors import Fault, ResultsError
from twinsim.sweep.points import Column
from twinsim.sweep.tiles import Grid, Tile

SCHEMA = 1
MANIFEST = "manifest.json"

_SHARD = re.compile(r"(runs|cities|months|firms)/([^/]+)\.parquet")
_APART = ("seal", "made")


@dataclass(frozen=True)
class Shard:
    """One file of rows: its path inside the folder, its number of rows, its SHA-256."""

    path: str
    rows: int
    sha256: str

    @property
    def kind(self) -> str:
        """runs, cities, months or firms."""
        return self.path.split("/", 1)[0]

    @property
    def tile(self) -> Tile:
        """The designs and replicates it holds."""
        match = _SHARD.fullmatch(self.path)
        tile = Tile.parse(match[2]) if match else None
        if tile is None:
            raise ValueError(f"{self.path} is not the path of a shard")
        return tile

    @staticmethod
    def at(kind: str, tile: Tile) -> str:
        """The path of a tile's shard of the kind."""
        return f"{kind}/{tile.name}.parquet"


@dataclass(frozen=True)
class Identity:
    """What decides the rows of a folder. Two folders with equal identities may be joined.

    `resolved` is the scenario and, for a sweep, the `experiment`; `columns` its factors.
    """

    seed: int
    parameters: str
    resolved: Mapping[str, Any]
    input_sha256: str
    sources: str
    grid: Grid
    columns: tuple[Column, ...] = ()

    @property
    def experiment(self) -> Mapping[str, Any] | None:
        """The resolved experiment of a sweep; None for one scenario."""
        found = self.resolved.get("experiment")
        return found if isinstance(found, Mapping) else None


@dataclass
class Manifest:
    """The manifest of a results folder. `points` is how many design points were asked for,
    `table` the SHA-256 of the folder's own `cities.csv`, where there is one."""

    identity: Identity
    version: str
    arms: tuple[str, ...]
    contrasts: tuple[str, ...]
    cities: tuple[str, ...]
    followers: tuple[str, ...] = ()
    points: int = 1
    table: str = ""
    shards: dict[str, Shard] = field(default_factory=dict)
    content: str = ""
    done: bool = False
    made: dict[str, Any] = field(default_factory=dict)

    def tiles(self, kind: str = "runs") -> list[Tile]:
        """Tiles with a shard of the kind, in order."""
        return sorted(shard.tile for shard in self.shards.values() if shard.kind == kind)

    def replicates(self) -> list[int]:
        """Number of replicates that runs/ holds of each design point."""
        counts = [0] * self.points
        for tile in self.tiles():
            for design in range(tile.design_first, min(tile.design_last + 1, self.points)):
                counts[design] += tile.count
        return counts

    def to_json(self) -> str:
        """The text of `manifest.json`."""
        who = self.identity
        document = {
            "schema": SCHEMA,
            "version": self.version,
            "sources": who.sources,
            "input": {"resolved": who.resolved, "sha256": who.input_sha256},
            "seed": who.seed,
            "arms": list(self.arms),
            "contrasts": list(self.contrasts),
            "cities": list(self.cities),
            "followers": list(self.followers),
            "parameters": who.parameters,
            "factors": [vars(column) for column in who.columns],
            "designs": {"points": self.points},
            "table": self.table,
            "tile": vars(who.grid),
            "shards": [vars(self.shards[path]) for path in sorted(self.shards)],
            "content": self.content,
            "done": self.done,
            "made": self.made,
        }
        written = plain(document)
        written["seal"] = seal(written)
        return json.dumps(written, indent=2, allow_nan=False) + "\n"

    @staticmethod
    def read(folder: Path) -> Manifest:
        """Read a folder's manifest. Raises :class:`ResultsError` where there is no sound one."""
        path = folder / MANIFEST
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
            found = _parse(document)
        except OSError as error:
            wrong = f"expected a folder made by twinsim run or sweep ({error.strerror})"
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            wrong = f"expected a manifest of schema {SCHEMA}; this one is damaged or foreign"
        else:
            if document.get("seal") == seal(document):
                return found
            wrong = (
                "expected the manifest as twinsim wrote it; this one was edited, or is of an older"
                " version: make the results again with another --out or --force"
            )
        raise ResultsError(Fault(str(path), 0, "", "", wrong))


def seal(document: Mapping[str, Any]) -> str:
    """SHA-256 of a manifest's document, but for the seal itself and what may differ."""
    kept = {key: value for key, value in document.items() if key not in _APART}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()


def _parse(document: dict[str, Any]) -> Manifest:
    if document["schema"] != SCHEMA:
        raise ValueError("another schema")
    shards = [Shard(str(s["path"]), int(s["rows"]), str(s["sha256"])) for s in document["shards"]]
    for shard in shards:
        _ = shard.tile
    return Manifest(
        identity=Identity(
            seed=int(document["seed"]),
            parameters=str(document["parameters"]),
            resolved=dict(document["input"]["resolved"]),
            input_sha256=str(document["input"]["sha256"]),
            sources=str(document["sources"]),
            grid=Grid(int(document["tile"]["designs"]), int(document["tile"]["replicates"])),
            columns=tuple(Column(str(c["id"]), c["kind"]) for c in document.get("factors", ())),
        ),
        version=str(document["version"]),
        arms=tuple(map(str, document["arms"])),
        contrasts=tuple(map(str, document["contrasts"])),
        cities=tuple(map(str, document["cities"])),
        followers=tuple(map(str, document["followers"])),
        points=int(document.get("designs", {}).get("points", 1)),
        table=str(document.get("table", "")),
        shards={shard.path: shard for shard in shards},
        content=str(document["content"]),
        done=bool(document["done"]),
        made=dict(document["made"]),
    )


def differences(there: Identity, here: Identity) -> list[tuple[str, str, str]]:
    """Keys in which two identities differ, with both values, in the scenario's order."""
    one, two = dict(_flat(plain(there.resolved))), dict(_flat(plain(here.resolved)))
    pairs = [(key, one.get(key, "absent"), two.get(key, "absent")) for key in {**one, **two}]
    pairs = [("seed", there.seed, here.seed), *pairs]
    pairs.append(("parameters", there.parameters, here.parameters))
    pairs.append(("tile", vars(there.grid), vars(here.grid)))
    pairs.append(("sources", there.sources[:12], here.sources[:12]))
    found = [(key, _word(a), _word(b)) for key, a, b in pairs if a != b]
    if not found and there.input_sha256 != here.input_sha256:
        found = [("cities", "other facts", "facts of today's city table")]
    return found


def plain(value: Any) -> Any:
    """The value as JSON can hold it: tuples as lists, what is not finite as null."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _flat(value: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and value:
        for key, item in value.items():
            yield from _flat(item, f"{prefix}.{key}" if prefix else str(key))
    else:
        yield prefix, value


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)

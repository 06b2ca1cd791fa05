"""Runs beside a results folder, of scenarios that no design holds: what a partner whose facts are
believed otherwise would give. Kept as they come, so that no run is made twice.

```
further/ledger.jsonl   a line for every file: its hash, its cities and the facts that were changed
further/<scenario>_d000000-000000_r000000-000049.parquet    rows as in runs/, of design 0
```

A scenario is known by its hash, with that of the model's source and the seed: whatever asks for it
finds the same runs. A file is in the ledger when a whole line lists it with the hash of its bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from twinsim.errors import Fault, ResultsError
from twinsim.pairing.sheet import Floats
from twinsim.scenario import CityTable, Scenario
from twinsim.sweep import shards
from twinsim.sweep.files import TEMPORARY, make_folder, sha256, write_bytes, write_text, writing
from twinsim.sweep.lock import locked
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.tiles import Tile

LEDGER = "ledger.jsonl"
FOLDER = "further"

About = Mapping[str, Any]


def key_of(scenario: Scenario, seed: int) -> str:
    """The name of a scenario's runs under a seed."""
    content = json.dumps([scenario.sha256(), seed, sources_sha256()])
    return hashlib.sha256(content.encode()).hexdigest()[:32]


def about(scenario: Scenario, table: CityTable) -> About:
    """The cities of a scenario, and which facts of them are not those of a table."""
    there = {city.id: city.used for city in table}
    told: dict[str, dict[str, Any]] = {}
    for city in scenario.profiles:
        before, now = there.get(city.id, {}), city.used
        own = {fact: value for fact, value in now.items() if value != before.get(fact)}
        if own:
            told[city.id] = own
    return {"cities": [city.id for city in scenario.profiles], "changed": told}


@dataclass
class Ledger:
    """Files of rows by scenario and tile, below a results folder, or in memory for None."""

    folder: Path | None = None
    _listed: dict[str, dict[Tile, str]] = field(default_factory=dict, repr=False)
    _bytes: dict[str, bytes] = field(default_factory=dict, repr=False)
    _lines: list[str] = field(default_factory=list, repr=False)
    _torn: bool = False

    @staticmethod
    def of(results: Path | None) -> Ledger:
        """The ledger below a results folder. Raises :class:`ResultsError` for a damaged one."""
        if results is None:
            return Ledger()
        found = Ledger(results / FOLDER)
        path = results / FOLDER / LEDGER
        if path.exists():
            try:
                *whole, rest = path.read_text("utf-8").split("\n")
                found._torn = bool(rest)  # a line that a killed run did not end
                for line in whole:
                    row = json.loads(line)
                    found._list(str(row["scenario"]), str(row["tile"]), str(row["sha256"]))
            except (OSError, ValueError, KeyError, TypeError) as error:
                raise _damaged(path) from error
            found._lines = whole
        return found

    def tiles(self, key: str) -> list[Tile]:
        """The tiles of a scenario's runs that are there; a file that is gone is not."""
        return [tile for tile in self._listed.get(key, ()) if self._there(_name(key, tile))]

    def add(self, key: str, tile: Tile, data: bytes, what: About) -> None:
        """Keep the rows of a tile. Raises :class:`RunError`."""
        digest = sha256(data)
        self._list(key, tile.name, digest)
        if self.folder is None:
            self._bytes[_name(key, tile)] = data
            return
        make_folder(self.folder)
        write_bytes(self.folder / _name(key, tile), data)
        row = {"scenario": key, "tile": tile.name, "sha256": digest, **what}
        self._lines.append(json.dumps(row, allow_nan=False))
        path = self.folder / LEDGER
        if self._torn:
            write_text(path, "".join(f"{line}\n" for line in self._lines))
            self._torn = False
            return
        with writing(path), open(path, "a", encoding="utf-8") as file:
            file.write(f"{self._lines[-1]}\n")
            file.flush()
            os.fsync(file.fileno())

    def _list(self, key: str, name: str, digest: str) -> None:
        tile = Tile.parse(name)
        if tile is None:
            raise ValueError(name)
        self._listed.setdefault(key, {})[tile] = digest

    def differences(self, key: str, contrast: str, indicator: str, replicates: int) -> Floats:
        """The paired differences of a scenario, world 0 first, NaN where a run failed.

        Raises :class:`ResultsError` for a damaged file.
        """
        arm, reference = contrast.split("-")
        made = np.full(replicates, np.nan)
        for tile in self.tiles(key):
            rows = shards.decode(self._read(key, tile), ["arm", indicator])
            arms = np.array(rows.column("arm").to_pylist())
            values = shards.column(rows, indicator)
            apart = values[arms == arm] - values[arms == reference]
            last = min(tile.last + 1, replicates)
            made[tile.first : last] = apart[: max(0, last - tile.first)]
        return made

    @contextmanager
    def writable(self) -> Iterator[None]:
        """Hold the results folder for writing, what a killed run left half written removed.

        Raises :class:`RunError` where another holds it.
        """
        if self.folder is None:
            yield
            return
        with locked(self.folder.parent):
            if self.folder.is_dir():
                with writing(self.folder):
                    for path in self.folder.glob(f"{TEMPORARY}*"):
                        path.unlink()
            yield

    def _there(self, name: str) -> bool:
        return name in self._bytes or (self.folder is not None and (self.folder / name).is_file())

    def _read(self, key: str, tile: Tile) -> bytes:
        name = _name(key, tile)
        if name in self._bytes:
            return self._bytes[name]
        assert self.folder is not None
        path = self.folder / name
        try:
            data = path.read_bytes()
        except OSError as error:
            raise _damaged(path) from error
        if sha256(data) != self._listed[key][tile]:
            raise _damaged(path)
        return data


def _name(key: str, tile: Tile) -> str:
    return f"{key}_{tile.name}.parquet"


def _damaged(path: Path) -> ResultsError:
    expected = "is damaged; remove the file, and the same command makes it again"
    return ResultsError(Fault(str(path), 0, "", "", expected))

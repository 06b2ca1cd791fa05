"""How a study goes on: what it was asked, and which of its stages are done.

`analysis/study/study.json` holds the question and, by stage, the key of what was made: a hash of
all that decides it. A stage whose key is that of today, and whose document is as it was left, is
not made again. Rows of runs are kept by their own folders and need no such word. Nothing in it
differs between a study that was interrupted and one that was not.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import twinsim
from twinsim._version import __version__
from twinsim.study.asked import Asked
from twinsim.sweep.files import make_folder, sha256, write_text
from twinsim.sweep.manifest import plain
from twinsim.sweep.sources import sources_sha256

SCHEMA = 1
PLACE = ("analysis", "study")
DOCUMENT = "study.json"
_ROOMS = ("sensitivity", "pairing", "sweep", "report", "study")


@dataclass
class Journal:
    """The stages of a study that are done, by id, each with its key and what it has to say.

    `said` is what is to be told of this making beside that.
    """

    folder: Path
    asked: Asked
    stages: dict[str, dict[str, Any]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    @staticmethod
    def of(folder: Path, asked: Asked) -> Journal:
        """The journal of a folder, empty where there is none or it cannot be read."""
        held = read_document(folder.joinpath(*PLACE, DOCUMENT))
        stages = held.get("stages")
        found = stages if isinstance(stages, dict) and held.get("schema") == SCHEMA else {}
        return Journal(folder, asked, {id: one for id, one in found.items() if _sound(one)})

    def done(self, id: str, key: str) -> bool:
        """Whether a stage is there as this key would make it."""
        held = self.stages.get(id)
        return (
            held is not None
            and held["key"] == key
            and all(_hash(self.folder / path) == hash_ for path, hash_ in held["documents"].items())
        )

    def put(self, id: str, key: str, documents: list[Path], notes: list[str]) -> None:
        """A stage is done. Raises :class:`RunError`."""
        hashes = {p.relative_to(self.folder).as_posix(): _hash(p) for p in documents}
        self.stages[id] = {"key": key, "documents": hashes, "notes": notes}
        self.save()

    def save(self) -> None:
        """Write it. Raises :class:`RunError`."""
        make_folder(self.folder.joinpath(*PLACE))
        text = json.dumps(plain(self.document()), indent=2, ensure_ascii=False, allow_nan=False)
        write_text(self.folder.joinpath(*PLACE, DOCUMENT), text + "\n")

    def document(self) -> dict[str, Any]:
        """All of it as plain values."""
        asked = self.asked
        return {
            "schema": SCHEMA,
            "version": __version__,
            "scenario": asked.scenario.name,
            "input": {"sha256": asked.scenario.sha256()},
            "experiment": {"name": asked.experiment.name, "sha256": asked.experiment.sha256()},
            "seed": asked.seed,
            "sizes": vars(asked.sizes),
            "notes": self.notes,
            "stages": {id: self.stages[id] for id in sorted(self.stages)},
        }

    @property
    def notes(self) -> list[str]:
        """What has to be said of the study: beforehand, of this making, of stages."""
        of_stages = [note for id in sorted(self.stages) for note in self.stages[id]["notes"]]
        return list(dict.fromkeys([*self.asked.notes, *self.said, *of_stages]))


def read_document(path: Path) -> dict[str, Any]:
    """A JSON document that an analysis has left, empty where there is none."""
    try:
        held = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def key_of(*decided: Any) -> str:
    """The key of a stage: all that decides it, and the sources of what makes it."""
    text = json.dumps(plain([*decided, _sources()]), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


@cache
def _sources() -> str:
    """SHA-256 of the model, of what analyses runs and of what tells of it."""
    package = Path(twinsim.__file__).resolve().parent
    digest = hashlib.sha256(sources_sha256().encode())
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*")):
            if path.suffix in (".py", ".toml") and path.is_file():
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _hash(path: Path) -> str:
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def _sound(stage: Any) -> bool:
    """Whether it is a stage as a journal writes one."""
    if not isinstance(stage, dict):
        return False
    kinds = {"key": str, "documents": dict, "notes": list}
    whole = all(isinstance(stage.get(key), kind) for key, kind in kinds.items())
    return whole and all(isinstance(note, str) for note in stage["notes"])

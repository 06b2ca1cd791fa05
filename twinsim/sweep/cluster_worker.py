"""What runs in a Dask worker: a tile of a sweep, from the points as bytes to its shards as bytes.

A worker reads no file of the sweep and writes none. It holds the engine of the sweep that it works
for from one tile to the next, and refuses one that was started by another version of the model.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pickle
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from twinsim._version import __version__
from twinsim.errors import RunError
from twinsim.sweep.engine import Engine, Keep
from twinsim.sweep.making import attempt, cut, encode, fill
from twinsim.sweep.points import Points
from twinsim.sweep.rows import TileRows
from twinsim.sweep.session import Build
from twinsim.sweep.sources import sources_sha256
from twinsim.sweep.store import Encoded
from twinsim.sweep.tiles import Tile

_LIBRARIES = ("numpy", "numba", "pyarrow")  # they decide what is computed, and its bytes


@dataclass(frozen=True)
class Job:
    """What all tiles of a sweep have in common: `data` are the points, the seed, what to keep and
    how to build the engine, to be opened only by a worker of the same `model`."""

    name: str
    model: Mapping[str, str]
    data: bytes

    @staticmethod
    def of(points: Points, seed: int, keep: Keep, build: Build) -> Job:
        """The job, named by its content."""
        here, data = model(), pickle.dumps((points, seed, keep, build))
        name = hashlib.sha256(repr(sorted(here.items())).encode() + data).hexdigest()
        return Job(name, here, data)


@dataclass(frozen=True)
class _Held:
    points: Points
    keep: Keep
    engine: Engine


_held: dict[str, _Held] = {}
_lock = threading.Lock()


def model() -> dict[str, str]:
    """What has to be the same in all processes that fill a results folder."""
    found = {"twinsim": __version__, "sources": sources_sha256()[:12]}
    return found | {library: version(library) for library in _LIBRARIES}


def unlike(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """How the model of a worker, `there`, differs from the one `here`; empty where it does not."""
    keys = [key for key in here if there.get(key) != here[key]]
    return ", ".join(f"{key} {there.get(key, 'none')} instead of {here[key]}" for key in keys)


def given(job: Job) -> Job:
    """The job, as a task: Dask gives it to a worker once, and again where it was lost."""
    return job


def prepare(job: Job) -> None:
    """Load or compile the model, before tiles are timed. Raises as :func:`make_tile`."""
    _hold(job)


def make_tile(job: Job, tile: Tile) -> Encoded:
    """The files of a tile. Raises :class:`RunError` in a worker of another model."""
    held = _hold(job)
    rows = TileRows(tile)
    for piece in cut([tile], held.points, workers=1):
        fill(rows, piece, attempt(held.engine, held.points, held.keep, piece))
    return encode(rows, held.points, held.keep)


def _hold(job: Job) -> _Held:
    """The engine of a job, built once in this process; that of an earlier job is let go."""
    with _lock:
        if job.name not in _held:
            if found := unlike(job.model, model()):
                raise RunError(f"worker {_address()} runs another model: {found}")
            points, seed, keep, build = pickle.loads(job.data)
            with _compiling():
                engine = build(points, seed, keep)
            _held.clear()
            _held[job.name] = _Held(points, keep, engine)
        return _held[job.name]


def _address() -> str:
    from distributed import get_worker

    return str(get_worker().address)


@contextmanager
def _compiling() -> Iterator[None]:
    """One process of this machine and user at a time, unless the kernel is on disk: a cache that
    several fill at once can crash them."""
    from twinsim.core import cached

    with nullcontext() if cached() else _alone():
        yield


@contextmanager
def _alone() -> Iterator[None]:
    path = Path(tempfile.gettempdir()) / f"twinsim-{os.getuid()}.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:  # without a place for the lock, compile all the same
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)

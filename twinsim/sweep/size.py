"""How large a sweep is: runs, minutes, disk and memory, said and checked before anything starts."""

from __future__ import annotations

import math
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from twinsim.errors import RunError
from twinsim.sweep.engine import Engine, Keep
from twinsim.sweep.making import Piece, attempt, encode, fill
from twinsim.sweep.points import Points
from twinsim.sweep.rows import TileRows
from twinsim.sweep.tiles import Grid, Tile

_TRIED = 8  # points that are measured, spread over the design
_WORLDS = (1, 3)  # worlds of each: the difference is what a world takes, without what a file does
_MARGIN = 1.2
_IN_FLIGHT = 4  # tiles that are being filled at a time, at most


@dataclass(frozen=True)
class Size:
    """A sweep's points, runs, time and room.

    `seconds` is for this machine with the threads asked for (NaN when not measured), `bytes` on
    disk. `failed` are the points tried that have no scenario, or gave a failed run.
    """

    points: int
    replicates: int
    runs: int
    seconds: float
    bytes: float
    workers: int
    tried: int
    failed: int


def size_of(points: Points, replicates: int, engine: Engine, keep: Keep, workers: int) -> Size:
    """Measure a few worlds at a few points, and multiply."""
    last = points.count - 1
    tried = sorted({round(i * last / (_TRIED - 1)) for i in range(_TRIED)})
    seconds = room = 0.0
    failed = 0
    points.values(last)  # what a sequence takes once is no part of what a point takes
    few, many = _WORLDS
    for design in tried:
        clock = perf_counter()
        small, large = (_tile(design, count, points, engine, keep) for count in _WORLDS)
        seconds += perf_counter() - clock
        failed += not large.designs[0].good.any()
        room += (_bytes(large, points, keep) - _bytes(small, points, keep)) / (many - few)
    worlds = points.count * replicates
    return Size(
        points=points.count,
        replicates=replicates,
        runs=worlds * len(points.arms),
        seconds=worlds * seconds / (sum(_WORLDS) * len(tried)) / workers,
        bytes=worlds * room / len(tried),
        workers=workers,
        tried=len(tried),
        failed=failed,
    )


def afford(
    folder: Path, points: Points, size: Size, keep: Keep, engine: Engine, grid: Grid
) -> None:
    """Check that the disk and the memory of this machine hold what a sweep takes.

    Raises :class:`RunError` where they do not.
    """
    free = shutil.disk_usage(_there(folder)).free
    if _MARGIN * size.bytes > free:
        raise RunError(
            f"{size.runs:,} runs take some {told(size.bytes)} of disk in {folder}, where "
            f"{told(free)} are free; ask for fewer points or replicates, or another --out"
        )
    layout = engine.layout(0) if not size.failed else None
    if layout is None:
        return
    worlds = min(grid.designs, points.count) * min(grid.replicates, size.replicates)
    row = len(layout.indicators) + layout.months * len(layout.monthly)
    each = 8.0 * worlds * len(points.arms) * len(layout.cities) * row
    memory = _memory()
    if _MARGIN * _IN_FLIGHT * each > memory:
        raise RunError(
            f"tiles of this sweep take some {told(_IN_FLIGHT * each)} of memory, where "
            f"{told(memory)} are free; leave --months, or take fewer cities or arms"
        )


def told(count: float) -> str:
    """A number of bytes, for people."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:,.3g} {unit}"
        count /= 1000
    return f"{count:,.3g} TB"


def _tile(design: int, count: int, points: Points, engine: Engine, keep: Keep) -> TileRows:
    tile = Tile(design, design, 0, count - 1)
    rows = TileRows(tile)
    for arm in points.arms:
        piece = Piece(tile, design, arm, 0, count)
        fill(rows, piece, attempt(engine, points, keep, piece))
    return rows


def _bytes(rows: TileRows, points: Points, keep: Keep) -> int:
    return sum(len(data) for data, _ in encode(rows, points, keep).values())


def _there(folder: Path) -> Path:
    """The nearest folder on the way to it that is there."""
    place = folder.absolute()
    while not place.exists():
        place = place.parent
    return place


def _memory() -> float:
    """Bytes of memory that are free, or infinitely many where the system does not say."""
    try:
        return float(os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE"))
    except (ValueError, OSError, AttributeError):
        return math.inf

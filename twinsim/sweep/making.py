"""Tiles made over the threads of this machine, each kept as soon as it is whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from math import ceil
from typing import NamedTuple, Protocol

from twinsim.errors import ScenarioError
from twinsim.registry import firm_accounts, indicators
from twinsim.sweep import shards
from twinsim.sweep.engine import Engine, Keep, Outcome
from twinsim.sweep.firms import Slots, UnequalArms
from twinsim.sweep.points import Points
from twinsim.sweep.pool import answers, interruptible
from twinsim.sweep.rows import Layout, TileRows
from twinsim.sweep.store import Encoded
from twinsim.sweep.tiles import Tile, pieces

Progress = Callable[[int, int], None]

_LARGEST_PIECE = 50
_ABREAST = 24  # points whose arms are made in turn; fewer than an engine has laid out at a time


class Piece(NamedTuple):
    """Some replicates of an arm at a design point, for a tile."""

    tile: Tile
    design: int
    arm: str
    first: int
    runs: int


class Answer(NamedTuple):
    """A point's layout, and runs from a first replicate on: what they gave, or why they failed."""

    layout: Layout
    outcomes: list[tuple[int, Outcome | str]]


class Shelf(Protocol):
    """Where tiles are put as they are made: a results folder, or a file of it."""

    def add(self, tile: Tile, files: Encoded) -> None:
        """Keep the files of a tile, by kind. Raises :class:`RunError`."""


def make(
    store: Shelf,
    points: Points,
    engine: Engine,
    keep: Keep,
    tiles: Sequence[Tile],
    workers: int,
    progress: Progress | None,
) -> bool:
    """Make the tiles and keep each as soon as it is whole; False when interrupted."""
    total = runs_in(tiles, points)
    work = cut(tiles, points, workers)
    rows: dict[Tile, TileRows] = {}
    done = written = 0
    with (
        interruptible() as stop,
        closing(answers(work, partial(attempt, engine, points, keep), workers, stop)) as got,
    ):
        for piece, answer in got:
            filling = rows.setdefault(piece.tile, TileRows(piece.tile))
            fill(filling, piece, answer)
            if filling.complete:
                store.add(piece.tile, encode(rows.pop(piece.tile), points, keep))
                written += 1
            done += piece.runs
            if progress is not None:
                progress(done, total)
    return written == len(tiles)


def runs_in(tiles: Sequence[Tile], points: Points) -> int:
    """How many runs the tiles hold."""
    return len(points.arms) * sum(tile.count * tile.designs for tile in tiles)


def cut(tiles: Sequence[Tile], points: Points, workers: int) -> list[Piece]:
    """The work of the tiles in pieces that keep all workers busy to the end.

    Of a few points at a time, an arm of all comes before the next arm: then workers are at
    different points, and seldom need the memory of the largest world more than once.
    """
    size = max(1, min(_LARGEST_PIECE, ceil(runs_in(tiles, points) / (4 * workers))))
    return [
        Piece(tile, design, arm, first, count)
        for tile in tiles
        for begin in range(tile.design_first, tile.design_last + 1, _ABREAST)
        for arm in points.arms
        for design in range(begin, min(begin + _ABREAST, tile.design_last + 1))
        for first, count in pieces(tile, size)
    ]


def attempt(engine: Engine, points: Points, keep: Keep, piece: Piece) -> Answer:
    """Simulate a piece; where that fails, run by run, so that one bad run costs only itself.

    Raises :class:`ScenarioError` where no point can have what is to be kept.
    """
    try:
        layout = engine.layout(piece.design)
    except UnequalArms:
        raise
    except ScenarioError as error:
        return Answer(_nothing(points, keep), [(r, _reason(error)) for r in _replicates(piece)])
    return Answer(layout, _outcomes(engine, piece))


def fill(rows: TileRows, piece: Piece, answer: Answer) -> None:
    """Put what a piece gave into the rows of its tile."""
    part = rows.of(piece.design, answer.layout)
    for start, outcome in answer.outcomes:
        if isinstance(outcome, str):
            part.fail(piece.arm, start, outcome)
        else:
            part.fill(piece.arm, start, outcome.cities, outcome.months, outcome.firms)


def encode(rows: TileRows, points: Points, keep: Keep) -> Encoded:
    """The bytes of a tile's files, by kind."""
    kinds = shards.kinds_of(keep.monthly(), firms=keep.firms)
    return {kind: shards.encode(kind, rows, points) for kind in kinds}


def _outcomes(engine: Engine, piece: Piece) -> list[tuple[int, Outcome | str]]:
    try:
        return [(piece.first, engine.simulate(*piece[1:]))]
    except (ArithmeticError, ValueError) as error:
        if piece.runs == 1:
            return [(piece.first, f"{type(error).__name__}: {error}")]
    alone = [_outcomes(engine, piece._replace(first=r, runs=1)) for r in _replicates(piece)]
    return [outcome for outcomes in alone for outcome in outcomes]


def _replicates(piece: Piece) -> range:
    return range(piece.first, piece.first + piece.runs)


def _reason(error: ScenarioError) -> str:
    """Why a point's scenario is none, in a line."""
    fault = error.faults[0]
    return " ".join(f"{fault.key} {fault.value}: {fault.expected}".split())


def _nothing(points: Points, keep: Keep) -> Layout:
    """The layout of a point without a scenario: no cities, no months, no firms, but the columns
    that the other points of its tile have."""
    known = indicators()
    totals = tuple(row.total for row in known.values())
    slots = Slots.none(tuple(firm_accounts())) if keep.firms else None
    return Layout(points.arms, (), tuple(known), totals, keep.monthly(), 0, slots=slots)

"""Tiles: the fixed blocks of design points and replicates in which results are made and kept.

A tile spans a range of designs and of replicates, both ends included, and holds every
arm. Its file is named by that range, `d000000-000063_r000000-000049`, so that a folder
says by its file names what it holds. The grid is set by the input and never by the number
of workers; asking for more design points or replicates adds tiles, also for the rest of a
tile that an earlier and smaller run had cut short.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

TILE_REPLICATES = 50
TILE_WORLDS = 256  # aimed at where tiles span designs: some seconds of work, to lose at worst

_NAME = re.compile(r"d(\d{6,})-(\d{6,})_r(\d{6,})-(\d{6,})")


@dataclass(frozen=True)
class Grid:
    """How many designs and replicates a tile spans at most; none crosses a multiple of them."""

    designs: int = 1
    replicates: int = TILE_REPLICATES

    @staticmethod
    def of(replicates: int) -> Grid:
        """The grid of an experiment with so many replicates at each design point."""
        across = min(TILE_REPLICATES, replicates)
        return Grid(max(1, TILE_WORLDS // across), across)


@dataclass(frozen=True, order=True)
class Tile:
    """Designs and replicates from first to last, both included."""

    design_first: int
    design_last: int
    first: int
    last: int

    @property
    def count(self) -> int:
        """Number of replicates."""
        return self.last - self.first + 1

    @property
    def designs(self) -> int:
        """Number of design points."""
        return self.design_last - self.design_first + 1

    @property
    def name(self) -> str:
        """File name without its ending."""
        designs = f"d{self.design_first:06d}-{self.design_last:06d}"
        return f"{designs}_r{self.first:06d}-{self.last:06d}"

    @staticmethod
    def parse(name: str) -> Tile | None:
        """The tile a file name stands for, or None where it is not a tile's name."""
        match = _NAME.fullmatch(name)
        if match is None:
            return None
        tile = Tile(*(int(group) for group in match.groups()))
        proper = tile.count >= 1 and tile.designs >= 1
        return tile if proper and tile.name == name else None


def missing(wanted: Sequence[int], have: Iterable[Tile], grid: Grid) -> list[Tile]:
    """Tiles to make so that design d holds replicates 0 to `wanted[d]` - 1, for every d.

    `have` are the tiles already made. A gap is filled piece by piece of the grid; designs that
    follow each other and lack the same replicates share a tile.
    """
    held: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for tile in have:
        for design in range(tile.design_first, tile.design_last + 1):
            held[design].append((tile.first, tile.last))
    open_: dict[tuple[int, int, int], tuple[int, int]] = {}  # window, replicates: designs so far
    tiles: list[Tile] = []
    for design, count in enumerate(wanted):
        for first, last in _gaps(count, held.get(design, ()), grid.replicates):
            key = (design // grid.designs, first, last)
            begun, ended = open_.get(key, (design, design - 1))
            if ended != design - 1:
                tiles.append(Tile(begun, ended, first, last))
                begun = design
            open_[key] = (begun, design)
    tiles += [Tile(*designs, first, last) for (_, first, last), designs in open_.items()]
    return sorted(tiles)


def _gaps(count: int, held: Iterable[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Ranges of replicates below `count` that none of `held` covers, cut at multiples of `size`."""
    at = 0
    for first, last in [*sorted(held), (count, count)]:
        while at < min(first, count):
            stop = min((at // size + 1) * size, first, count)
            yield at, stop - 1
            at = stop
        at = max(at, last + 1)


def pieces(tile: Tile, size: int) -> list[tuple[int, int]]:
    """Split a tile's replicates into (first, count) of at most `size` each."""
    firsts = range(tile.first, tile.last + 1, size)
    return [(first, min(size, tile.last + 1 - first)) for first in firsts]

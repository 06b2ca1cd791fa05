"""Tiles: the fixed blocks of replicates in which results are made and kept.

A tile spans a range of designs and of replicates, both ends included, and holds every
arm. Its file is named by that range, `d000000-000000_r000000-000049`, so that a folder
says by its file names what it holds. The grid is set by the input and never by the number
of workers; asking for more replicates adds tiles, also one for the rest of a tile that an
earlier and smaller run had cut short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

TILE_REPLICATES = 50

_NAME = re.compile(r"d(\d{6})-(\d{6})_r(\d{6,})-(\d{6,})")


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


def missing(replicates: int, have: Iterable[Tile], size: int = TILE_REPLICATES) -> list[Tile]:
    """Tiles of design 0 to make so that replicates 0 to `replicates - 1` are all there.

    `have` are the tiles already made; `size` is the grid. A gap is filled piece by piece
    of the grid, so a tile never crosses a multiple of `size`.
    """
    held = sorted((tile.first, tile.last) for tile in have if tile.design_first == 0)
    tiles: list[Tile] = []
    at = 0
    for first, last in [*held, (replicates, replicates)]:
        while at < min(first, replicates):
            stop = min((at // size + 1) * size, first, replicates)
            tiles.append(Tile(0, 0, at, stop - 1))
            at = stop
        at = max(at, last + 1)
    return tiles


def pieces(tile: Tile, size: int) -> list[tuple[int, int]]:
    """Split a tile's replicates into (first, count) of at most `size` each."""
    firsts = range(tile.first, tile.last + 1, size)
    return [(first, min(size, tile.last + 1 - first)) for first in firsts]

"""Designs: at which points of which factors runs are made, and how many points that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from pathlib import Path as FilePath
from typing import Any, Literal

from twinsim.scenario.experiment.factor import Factor, Value
from twinsim.scenario.experiment.points import given_points, read_points
from twinsim.scenario.experiment.schema import MOST_POINTS, DesignTable
from twinsim.scenario.faults import Faults, Path

Kind = Literal["grid", "latin_hypercube", "sobol", "table"]
_MOST_CUBE = 20_000_000  # a Latin hypercube is made as a whole, in memory
SAMPLED = ("sobol", "latin_hypercube")


@dataclass(frozen=True)
class Block:
    """A design of some factors; an experiment is the product of its blocks.

    `samples` are the points of a sampled block as the file has them, 0 for a grid or a table;
    `points` the rows of a table, in the order of `factors`.
    """

    kind: Kind
    factors: tuple[str, ...]
    samples: int = 0
    points: tuple[tuple[Value, ...], ...] = ()

    @property
    def sampled(self) -> bool:
        """Whether its points are sampled."""
        return self.kind in SAMPLED

    def size(self, factors: Mapping[str, Factor], samples: int | None = None) -> int:
        """Its number of points, with `samples` in place of the file's where it is sampled."""
        if self.sampled:
            return self.samples if samples is None else samples
        if self.kind == "table":
            return len(self.points)
        return prod(len(factors[id].levels) for id in self.factors)


def growable(blocks: Sequence[Block]) -> Block | None:
    """The block whose points are the slowest index: the only one that is sampled, if so."""
    sampled = [block for block in blocks if block.sampled]
    return sampled[0] if len(sampled) == 1 else None


def read_blocks(
    faults: Faults,
    tables: Sequence[DesignTable],
    factors: Sequence[Factor],
    samples: int,
    folder: FilePath,
) -> tuple[Block, ...]:
    """The blocks of a file; without any, a grid of levels and a Sobol sequence of the rest."""
    by_id = {factor.id: factor for factor in factors}
    blocks = (
        [_block(faults, i, table, by_id, tables, samples, folder) for i, table in enumerate(tables)]
        if tables
        else _usual(factors, samples)
    )
    whole = tuple(block for block in blocks if block is not None)
    _check_each_once(faults, whole, by_id)
    size = prod(block.size(by_id) for block in whole)
    if size > MOST_POINTS:
        place: Path = ("design",) if tables else ("levers",)
        count = f"{size:,}" if size < 10**15 else f"over 10^{len(str(size)) - 1}"
        faults.add(
            place,
            f"expected at most {MOST_POINTS:,} design points, found {count}: "
            "leave out values, or sample them in a sobol design",
        )
    return whole


def _usual(factors: Sequence[Factor], samples: int) -> list[Block | None]:
    levels = tuple(factor.id for factor in factors if factor.levels)
    rest = tuple(factor.id for factor in factors if not factor.levels)
    grid = [Block("grid", levels)] if levels else []
    return [*grid, *([Block("sobol", rest, samples)] if rest else [])]


def _block(
    faults: Faults,
    number: int,
    table: DesignTable,
    factors: Mapping[str, Factor],
    tables: Sequence[DesignTable],
    samples: int,
    folder: FilePath,
) -> Block | None:
    path: Path = ("design", number)
    if table.samples is not None and table.kind not in SAMPLED:
        faults.add((*path, "samples"), f"expected no samples of a {table.kind}", table.samples)
    if table.kind == "table":
        return _table(faults, table, factors, path, folder)
    for key in ("file", "points"):
        if getattr(table, key) is not None:
            faults.add((*path, key), f'expected kind = "table" beside it, found "{table.kind}"')
    if table.factors is None:
        faults.add((*path, "factors"), "expected this key: a list of factors")
        return None
    ids = _expanded(faults, table.factors, factors, tables, (*path, "factors"))
    if table.kind == "grid":
        for id in ids:
            if not factors[id].levels:
                expected = "expected a factor with values or options; a range is sampled, by sobol"
                faults.add((*path, "factors"), expected, id)
        ids = tuple(id for id in ids if factors[id].levels)
        return Block("grid", ids) if ids else None
    count = table.samples or samples
    if table.kind == "latin_hypercube" and count * len(ids) > _MOST_CUBE:
        expected = f"expected at most {_MOST_CUBE:,} values in all; a sobol design may have more"
        faults.add((*path, "samples"), expected, count)
    return Block(table.kind, ids, count) if ids else None


def _table(
    faults: Faults,
    table: DesignTable,
    factors: Mapping[str, Factor],
    path: Path,
    folder: FilePath,
) -> Block | None:
    if (table.file is None) == (table.points is None):
        faults.add(path, "expected file or points, one of them")
        return None
    if table.file is not None:
        return _of(read_points(faults, table.file, (*path, "file"), folder, factors, table.factors))
    names = _expanded(faults, table.factors or (), factors, (), (*path, "factors"))
    if not names or len(names) != len(table.factors or ()):
        faults.add((*path, "factors"), "expected the factors of the points, in their order")
        return None
    return _of(given_points(faults, table.points or (), (*path, "points"), factors, names))


def _of(read: tuple[tuple[str, ...], tuple[tuple[Value, ...], ...]] | None) -> Block | None:
    return Block("table", read[0], points=read[1]) if read else None


def _expanded(
    faults: Faults,
    names: Sequence[str],
    factors: Mapping[str, Factor],
    tables: Sequence[DesignTable],
    path: Path,
) -> tuple[str, ...]:
    """Ids of factors; `levers` and `uncertainties` are those that no design names."""
    named = {name for table in tables for name in table.factors or ()}
    groups = {"levers": "lever", "uncertainties": "uncertainty"}
    ids: list[str] = []
    for i, name in enumerate(names):
        if name in groups:
            ids += [
                id
                for id, factor in factors.items()
                if factor.role == groups[name] and id not in named
            ]
        elif name not in factors:
            faults.add((*path, i), "expected a factor", name, (*factors, *groups))
        elif name in ids:
            faults.add((*path, i), "expected each factor once", name)
        else:
            ids.append(name)
    return tuple(dict.fromkeys(ids))


def _check_each_once(
    faults: Faults, blocks: Sequence[Block], factors: Mapping[str, Factor]
) -> None:
    """Every factor is in one design."""
    if faults:  # a design that could not be read names no factors
        return
    held = [id for block in blocks for id in block.factors]
    for id, factor in factors.items():
        place: Path = (f"{factor.role}s" if factor.role == "lever" else "uncertainties", id)
        if held.count(id) == 0:
            faults.add(place, "expected each factor in a design, this one is in none")
        elif held.count(id) > 1:
            faults.add(place, "expected each factor in one design, this one is in two")


def resolved(block: Block, *, grows: bool) -> dict[str, Any]:
    """What decides its points, as plain values; the size of a sequence that grows does not."""
    about: dict[str, Any] = {"kind": block.kind, "factors": list(block.factors)}
    if block.sampled and not (grows and block.kind == "sobol"):
        about["samples"] = block.samples
    if block.points:
        import hashlib
        import json

        text = json.dumps(block.points)
        about |= {"rows": len(block.points), "sha256": hashlib.sha256(text.encode()).hexdigest()}
    return about

"""The compiled kernels and their cache on disk.

Numba's cache does not notice that a rule in another file has changed, so the kernels are built
in a function whose closure holds a hash of all sources they depend on: an edited rule misses
the cache, an unchanged one hits it. They are compiled once, in the parent, before any worker.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from numba import njit

from twinsim.core.month import month
from twinsim.core.start import start
from twinsim.core.state import RECORDS
from twinsim.world.columns import COLUMNS
from twinsim.world.parameters import FIELDS

_ROOMS = ("rules", "world", "core")


class Kernels(NamedTuple):
    """The compiled entries: start a run, advance it a month, and run a block of replicates."""

    start: Callable[..., None]
    advance: Callable[..., None]
    block: Callable[..., None]


@cache
def source_hash() -> str:
    """SHA-256 of all that the compiled code depends on: the sources of the rules, the world and
    the core, and the names (not the values) of what is declared."""
    package = Path(__file__).parent.parent
    digest = sha256(repr((FIELDS, COLUMNS, RECORDS)).encode())
    for room in _ROOMS:
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _build(sources: str, boundscheck: bool) -> Kernels:
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "boundscheck": boundscheck,
    }

    @njit(**options)
    def begin(w: Any, s: Any, replicate: int) -> None:
        _ = sources
        start(w, s, replicate)

    @njit(**options)
    def advance(w: Any, s: Any, t: int) -> None:
        _ = sources
        month(w, s, t)

    @njit(**options)
    def block(
        w: Any, s: Any, first: int, cities: Any, months: Any, columns: Any
    ) -> None:
        _ = sources
        for run in range(len(cities)):
            begin(w, s, first + run)
            for t in range(w.months):
                advance(w, s, t)
                if t >= w.warmup:
                    for c in range(len(w.population)):
                        for n in range(len(columns)):
                            months[run, c, t - w.warmup, n] = s.flows[c, columns[n]]
            cities[run] = s.flows

    return Kernels(begin, advance, block)


@cache
def kernels(boundscheck: bool = False) -> Kernels:
    """The kernels, compiled when first called with arguments (or loaded from the cache)."""
    return _build(f"{source_hash()} {boundscheck}", boundscheck)

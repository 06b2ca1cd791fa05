"""The compiled kernel and its cache on disk.

Numba's cache does not notice that a rule in another file has changed, so the kernel is built
in a function whose closure holds a hash of all sources it depends on: an edited rule misses
the cache, an unchanged one hits it. It is compiled once, in the parent, before any worker.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from numba import njit
from numba.core.compiler_lock import global_compiler_lock

from twinsim.core.once import once
from twinsim.core.parts import BESIDE, PARTS, beside, options, part
from twinsim.core.refs import call, setup_at, state_at, table
from twinsim.core.state import RECORDS
from twinsim.world.columns import COLUMNS
from twinsim.world.parameters import FIELDS

_ROOMS = ("rules", "world", "core")


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


def _build(sources: str, boundscheck: bool) -> Any:
    def block(
        parts: Any,
        at: int,
        to: int,
        first: int,
        begin: int,
        end: int,
        cities: Any,
        months: Any,
        columns: Any,
        firms: Any,
    ) -> int:
        """Take len(cities) replicates from `first` on through the months `begin` to `end` - 1;
        month 0 begins with the start of the run. One state serves them one after another.
        `parts` are the addresses of start and of the month's parts, `at` and `to` those of the
        tables of setup and state; returns how many calls of the parts came to their end."""
        _ = sources
        w, s = setup_at(at), state_at(to)
        done = 0
        for run in range(len(cities)):
            if begin == 0:
                done += call(parts[0], at, to, first + run)
            for t in range(begin, end):
                done += call(parts[1], at, to, t)
                done += call(parts[2], at, to, t)
                if t >= w.warmup and len(months) > 0:
                    for c in range(len(w.cities)):
                        for n in range(len(columns)):
                            months[run, c, t - w.warmup, n] = s.flows[c, columns[n]]
            for c in range(len(w.cities)):
                for n in range(cities.shape[2]):
                    cities[run, c, n] = s.flows[c, n]
            if len(firms) > 0:
                for slot in range(len(s.past)):
                    for n in range(firms.shape[2]):
                        firms[run, slot, n] = s.past[slot, n]
                for c in range(len(w.cities)):
                    for place in range(s.city[c].firms):
                        f = s.sme[s.live[w.cities[c].first + place]]
                        for n in range(firms.shape[2]):
                            firms[run, f.slot, n] = f.account[n]
        return done

    return njit(**options(boundscheck))(block)


@cache
def _kernel(boundscheck: bool) -> Any:
    return _build(f"{source_hash()} {boundscheck}", boundscheck)


def kernel(boundscheck: bool = False) -> Callable[..., None]:
    """The kernel, compiled or loaded from the cache on disk; once, whatever thread asks first."""
    with global_compiler_lock:
        return _made(boundscheck)


@cache
def _made(boundscheck: bool) -> Callable[..., None]:
    block = _kernel(boundscheck)
    sources = f"{source_hash()} {boundscheck}"
    known = cached(boundscheck)
    with nullcontext() if known else beside(sources, boundscheck):
        others = {n: part(n, sources, boundscheck) for n in range(len(PARTS)) if n != BESIDE}
        none = np.zeros((0, 0, 0))
        with once(block.py_func.__qualname__):
            block(
                np.zeros(3, np.int64), 0, 0, 0, 0, 0, none, none[None], np.zeros(0, np.int64), none
            )
    addresses = {**others, BESIDE: part(BESIDE, sources, boundscheck)}
    parts = np.array([addresses[n] for n in range(len(PARTS))], np.int64)
    _stamp(boundscheck).touch()

    def run(setup: Any, state: Any, first: int, begin: int, end: int, *rest: Any) -> None:
        runs, w, s = len(rest[0]), table(setup), table(state)
        calls = runs * (2 * max(end - begin, 0) + (begin == 0))
        if block(parts, w.ctypes.data, s.ctypes.data, first, begin, end, *rest) != calls:
            raise IndexError("an index of the core is out of its bounds")

    return run


def compile_kernels() -> None:
    """Compile the kernel, or load it from the cache: once, before any thread needs it."""
    kernel()


def cached(boundscheck: bool = False) -> bool:
    """Whether the kernel of these sources has been compiled on this machine before."""
    return _stamp(boundscheck).exists()


def _stamp(boundscheck: bool) -> Path:
    folder = Path(_kernel(boundscheck).stats.cache_path)
    return folder / f"twinsim-{source_hash()[:16]}{'-checked' * boundscheck}.compiled"

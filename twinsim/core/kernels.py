"""The compiled kernel and its cache on disk.

Numba's cache does not notice that a rule in another file has changed, so the kernel is built
in a function whose closure holds a hash of all sources it depends on: an edited rule misses
the cache, an unchanged one hits it. It is compiled once, in the parent, before any worker.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy as np
from numba import njit

from twinsim.core.lean import LeanCompiler
from twinsim.core.month import month
from twinsim.core.once import once
from twinsim.core.refs import SetupRef, StateRef
from twinsim.core.start import start
from twinsim.core.state import RECORDS, new_state
from twinsim.core.view import View
from twinsim.world.columns import COLUMNS
from twinsim.world.parameters import FIELDS, PARAMETERS_DTYPE
from twinsim.world.setup import empty_setup

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
    view = View(boundscheck)
    options: dict[str, Any] = {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "boundscheck": boundscheck,
        "pipeline_class": LeanCompiler,
    }

    def block(
        setup: Any,
        state: Any,
        first: int,
        begin: int,
        end: int,
        cities: Any,
        months: Any,
        columns: Any,
        firms: Any,
    ) -> None:
        """Take len(cities) replicates from `first` on through the months `begin` to `end` - 1;
        month 0 begins with the start of the run. One state serves them one after another."""
        _ = sources
        w: Any = SetupRef(*setup)
        s: Any = StateRef(*state)
        for run in range(len(cities)):
            if begin == 0:
                start(w, s, first + run)
            for t in range(begin, end):
                month(w, s, t)
                if t >= w.warmup and len(months) > 0:
                    for c in range(len(w.cities)):
                        for n in range(len(columns)):
                            months[run, c, t - w.warmup, n] = s.flows[c, columns[n]]
            for c in range(len(w.cities)):
                for n in range(s.flows.shape[1]):
                    cities[run, c, n] = s.flows[c, n]
            if len(firms) > 0:
                for slot in range(len(s.sme)):
                    for n in range(firms.shape[2]):
                        firms[run, slot, n] = s.sme[slot].account[n]

    # The compiled stages come as globals: closures are pickled for the key of the cache.
    scope = {**globals(), "start": view.of(start), "month": view.of(month)}
    compiled = FunctionType(block.__code__, scope, block.__name__, None, block.__closure__)
    compiled.__qualname__ = block.__qualname__
    compiled.__module__ = block.__module__
    return njit(**options)(compiled)


@cache
def _kernel(boundscheck: bool) -> Any:
    return _build(f"{source_hash()} {boundscheck}", boundscheck)


@cache
def kernel(boundscheck: bool = False) -> Callable[..., None]:
    """The kernel, compiled or loaded from the cache on disk."""
    block = _kernel(boundscheck)
    setup = empty_setup(PARAMETERS_DTYPE)
    none = np.zeros((0, 0, 0))
    with once(block.py_func.__qualname__):
        block(setup, new_state(setup), 0, 0, 0, none, none[None], np.zeros(0, np.int64), none)
    _stamp(boundscheck).touch()
    return block


def compile_kernels() -> None:
    """Compile the kernel, or load it from the cache: once, before any thread needs it."""
    kernel()


def cached(boundscheck: bool = False) -> bool:
    """Whether the kernel of these sources has been compiled on this machine before."""
    return _stamp(boundscheck).exists()


def _stamp(boundscheck: bool) -> Path:
    folder = Path(_kernel(boundscheck).stats.cache_path)
    return folder / f"twinsim-{source_hash()[:16]}{'-checked' * boundscheck}.compiled"

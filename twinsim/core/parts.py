"""The parts that the kernel is made of, each compiled by itself, two of them at the same time.

Numba compiles in one thread of a process. The start of a run and the two parts of a month
share little, so a second process compiles one of them into Numba's cache on disk, while this
one compiles the rest and then loads it from there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from numba import njit, types

from twinsim.core.lean import LeanCompiler, typed_once
from twinsim.core.month import act, prepare
from twinsim.core.once import once
from twinsim.core.refs import setup_at, state_at
from twinsim.core.start import start
from twinsim.core.view import View

PARTS: tuple[Callable[..., None], ...] = (start, prepare, act)
BESIDE = 1  # the one that takes about as long as the others together

_SIGNATURE = types.intp(types.intp, types.intp, types.intp)


def options(boundscheck: bool) -> dict[str, Any]:
    """How Numba compiles what it keeps on disk."""
    return {
        "cache": True,
        "nogil": True,
        "error_model": "numpy",
        "boundscheck": boundscheck,
    }


def part(number: int, sources: str, boundscheck: bool) -> int:
    """The address of a part, compiled or loaded from the cache: a function of the addresses
    of a setup and a state, and of a replicate or month, that returns 1 when it is done."""

    def entry(setup: int, state: int, at: int) -> int:
        _ = sources, number
        stage(setup_at(setup), state_at(state), at)
        return 1

    # The stage comes as a global: closures are pickled for the key of the cache.
    scope = {**globals(), "stage": View(boundscheck).of(PARTS[number])}
    named: Any = FunctionType(entry.__code__, scope, entry.__name__, None, entry.__closure__)
    # A name of its own for each part: then no two processes write one index of the cache.
    named.__qualname__ = f"{part.__qualname__}.{PARTS[number].__name__}"
    named.__module__ = entry.__module__
    with once(named.__qualname__, counts=False), typed_once():
        compiled = njit(_SIGNATURE, pipeline_class=LeanCompiler, **options(boundscheck))(named)
    made: Any = compiled.overloads[_SIGNATURE.args]
    _KEPT.append(compiled)
    return int(made.library.get_pointer_to_function(made.fndesc.llvm_cfunc_wrapper_name))


_KEPT: list[Any] = []  # code lives as long as what it was compiled for


def stage(w: Any, s: Any, number: int) -> None:
    """Stands for the part that an entry runs."""
    raise NotImplementedError


@contextmanager
def beside(sources: str, boundscheck: bool) -> Iterator[None]:
    """Let another process compile its part while this lasts; wait for it at the end.

    Should it fail, nothing is lost but time: the part is not in the cache then, and is compiled
    here.
    """
    if len(os.sched_getaffinity(0)) < 2:
        yield
        return
    words = f"from twinsim.core.parts import part; part({BESIDE}, {sources!r}, {boundscheck})"
    other = mortal(words)
    try:
        yield
        other.wait()
    finally:
        other.kill()
        other.wait()
        assert other.stdin is not None
        other.stdin.close()


# Its input ends when this process does, however that ends: nothing else holds the other end.
_END_WITH_PARENT = """
import os, threading
def watch():
    os.read(0, 1)
    os._exit(1)
threading.Thread(target=watch, daemon=True).start()
"""


def mortal(words: str) -> subprocess.Popen[bytes]:
    """Another Python that runs `words` in silence, and that does not outlive this one."""
    return subprocess.Popen(
        [sys.executable, "-c", _END_WITH_PARENT + words],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

"""Compile a kernel's code once.

Numba links, optimises and generates code for every function by itself, then again inside each
function that calls it, so a tree of calls five deep is compiled five times. Within :func:`once`
inner functions are only translated; the outermost one links them all, once, and is optimised
and made into code (measured: a third of the time, and faster code).

Nor do inner functions count references: they allocate nothing, so that what one would count up it
would count down again. The outermost one holds the arrays for as long as it runs (measured: an
eighth less time, to compile and to run).

This reaches into Numba's code library, so it stands down, and compiling only takes longer, where
a version of Numba does not have what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from numba.core import codegen
from numba.core.runtime.context import NRTContext

_NEEDS = ("finalize", "_linking_libraries", "_raise_if_finalized", "_finalize_dynamic_globals")


@contextmanager
def once(outermost: str, *, counts: bool = True) -> Iterator[None]:
    """Generate code only for the function with this qualified name while this lasts; that
    one counts references if it `counts`."""
    library: Any = getattr(codegen, "CPUCodeLibrary", None)
    engine: Any = getattr(codegen, "JITCPUCodegen", None)
    if not (_has(library, *_NEEDS[::2]) and _has(library, _NEEDS[3]) and _has(engine, "set_env")):
        yield
        return
    finalize, set_env = library.finalize, engine.set_env
    counting: Any = NRTContext
    incref, decref = counting.incref, counting.decref
    own_name = outermost.rsplit(".", 1)[-1]

    def finalize_outermost(self: Any) -> None:
        if self.name == outermost:
            self._linking_libraries = _all_below(self)
            finalize(self)
        elif self.name == "nrt":  # the reference-counting runtime is called as it is
            finalize(self)
        else:
            self._raise_if_finalized()
            self._finalize_dynamic_globals()
            self._finalized = True

    def set_known_env(self: Any, name: str, env: Any) -> None:
        if self._engine.is_symbol_defined(name):
            set_env(self, name, env)

    def only_outermost(count: Callable[..., None]) -> Callable[..., None]:
        def counted(self: Any, builder: Any, *what: Any) -> None:
            name = builder.function.name
            if (counts and own_name in name) or "NRT" in name:
                count(self, builder, *what)

        return counted

    library.finalize, engine.set_env = finalize_outermost, set_known_env
    counting.incref, counting.decref = only_outermost(incref), only_outermost(decref)
    try:
        yield
    finally:
        library.finalize, engine.set_env = finalize, set_env
        counting.incref, counting.decref = incref, decref


def _has(owner: Any, *names: str) -> bool:
    return all(hasattr(owner, name) for name in names)


def _all_below(library: Any) -> list[Any]:
    """Every library that `library` links, directly or not, each once."""
    found: dict[int, Any] = {}
    waiting = list(library._linking_libraries)
    while waiting:
        below = waiting.pop(0)
        if id(below) not in found:
            found[id(below)] = below
            waiting += getattr(below, "_linking_libraries", [])
    return list(found.values())

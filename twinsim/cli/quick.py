"""What a command does to start quickly."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without(module: str) -> Iterator[None]:
    """Let an optional import fail inside, as where the module is not installed.

    Numba loads SciPy's linear algebra when it first compiles or loads a kernel, a quarter of a
    second, for products of matrices, which no kernel of ours has. Only commands, whose process
    is theirs alone, spare it.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if sys.modules.get(module) is None:
            del sys.modules[module]

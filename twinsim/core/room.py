"""Memory for a run: a large array has memory of its own, which goes back when the run has ended.

The C library keeps freed memory for later, in pieces that fit ever fewer arrays: a sweep over
cities of all sizes took a third more within minutes.
"""

from __future__ import annotations

import math
import mmap
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

LARGE = 8_000_000  # bytes: fresh memory costs a small run a seventh of its time
HUGE = 100_000_000  # bytes: from here on large pages cost little beside what they hold


def zeros(shape: int | tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array of zeros. Raises :class:`MemoryError` where there is no room for it."""
    kind = np.dtype(dtype)
    size = math.prod(np.atleast_1d(shape).tolist()) * kind.itemsize
    if size < LARGE or not hasattr(mmap, "MAP_ANONYMOUS"):
        return np.zeros(shape, kind)
    try:
        own = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    except OSError as error:
        raise MemoryError(f"no room for {size} bytes: {error}") from error
    if size >= HUGE and hasattr(mmap, "MADV_HUGEPAGE"):
        own.madvise(mmap.MADV_HUGEPAGE)  # as NumPy does: a large array meets fewer page faults
    return np.frombuffer(own, kind).reshape(shape)

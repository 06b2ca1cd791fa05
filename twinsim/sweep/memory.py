"""Memory that is free goes back to the system while a sweep goes on.

Libraries keep what was freed for later, in pieces that fit ever fewer requests: over hours a sweep
over worlds of all sizes would hold far more than it uses.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from typing import Any

import pyarrow as pa


def give_back() -> None:
    """Hand free memory back; takes some milliseconds."""
    pa.default_memory_pool().release_unused()
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:
    """The C library's function for it, None where it has none (it is glibc's)."""
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None

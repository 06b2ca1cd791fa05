"""What every firm goes through each month is put into the loop that calls it.

A call of a compiled function costs some ten nanoseconds, a tenth of what a firm's month takes: its
arguments, what it hands back, whether it failed. A compiler puts small functions into their callers
by itself; those marked here are large, and called at one place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])

INLINE: set[Callable[..., Any]] = set()


def inline(function: F) -> F:
    """Have the compiled function put into its caller; called from Python it stays as it is."""
    INLINE.add(function)
    return function

"""Runs in bulk: tiles of replicates over threads, results folders, effects with intervals."""

import sys
from types import ModuleType
from typing import Any

from twinsim.sweep.designed import size, sweep
from twinsim.sweep.effects import Effect, Worlds
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.pool import Interrupted
from twinsim.sweep.results import Results
from twinsim.sweep.run import run
from twinsim.sweep.size import Size

__all__ = ["Effect", "Interrupted", "Manifest", "Results", "Size", "Worlds", "run", "size", "sweep"]


class _Callable(ModuleType):
    """`ts.sweep(...)` is this package once anything has imported it: calling it sweeps."""

    def __call__(self, *arguments: Any, **options: Any) -> Results:
        return sweep(*arguments, **options)


sys.modules[__name__].__class__ = _Callable

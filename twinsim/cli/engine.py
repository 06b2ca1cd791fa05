"""The core as the engine of a command, which says so when it first has to be compiled."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twinsim.sweep.engine import CoreEngine, Keep
    from twinsim.sweep.points import Points
    from twinsim.sweep.session import Build


def engine_saying_so(*, quiet: bool) -> Build:
    """What builds the engine."""

    def build(points: Points, seed: int, keep: Keep) -> CoreEngine:
        from twinsim.cli.quick import without
        from twinsim.cli.words import note
        from twinsim.core import cached
        from twinsim.sweep.engine import CoreEngine

        if not cached():
            note("Compiling the model for this machine, once (20 to 45 s).", quiet=quiet)
        with without("scipy.linalg.cython_blas"):
            return CoreEngine.build(points, seed, keep)

    return build

"""Runs in bulk: tiles of replicates over threads, results folders, effects with intervals."""

from twinsim.sweep.effects import Effect, Worlds
from twinsim.sweep.manifest import Manifest
from twinsim.sweep.pool import Interrupted
from twinsim.sweep.results import Results
from twinsim.sweep.run import run
from twinsim.sweep.size import Size
from twinsim.sweep.sweep import size, sweep

__all__ = ["Effect", "Interrupted", "Manifest", "Results", "Size", "Worlds", "run", "size", "sweep"]

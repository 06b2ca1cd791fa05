"""What a run leaves on disk, and what part of a sweep's time goes into writing it.

A sweep on one thread, timed whole. What its engine spends is simulation; what `Store.add` spends is
writing: rows to Parquet, hashes, files flushed and renamed. The rest is handing out work and, at
the end, hashing all rows and the contrasts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any
from unittest import mock

import twinsim as ts
from benchmarks.timing import tell, title, uncollected
from twinsim.sweep.engine import CoreEngine
from twinsim.sweep.run import run
from twinsim.sweep.store import Store

MOST = 3.0


class Clock:
    """Seconds spent inside some calls, by the clock and of the processor."""

    def __init__(self) -> None:
        self.clock = self.processor = 0.0

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """The same call, timed."""

        def timed(*arguments: Any, **named: Any) -> Any:
            clock, processor = perf_counter(), process_time()
            try:
                return call(*arguments, **named)
            finally:
                self.clock += perf_counter() - clock
                self.processor += process_time() - processor

        return timed


def measure(name: str, seed: int, replicates: int, repeats: int) -> None:
    """Print bytes per run and shares of a sweep's time."""
    title(f"Storage: {name}, every arm × {replicates} worlds on one thread")
    scenario = ts.load(name)
    shares: dict[str, list[float]] = {"simulating": [], "writing": [], "the rest": []}
    sizes: list[float] = []
    by_kind: dict[str, float] = {}
    run(scenario, replicates=2, seed=seed, workers=1)  # imports what writing takes
    for _ in range(repeats):
        simulating, writing = Clock(), Clock()
        with (
            tempfile.TemporaryDirectory(prefix="twinsim-") as folder,
            mock.patch.object(Store, "add", writing.around(Store.add)),
            mock.patch.object(CoreEngine, "simulate", simulating.around(CoreEngine.simulate)),
            uncollected(),
        ):
            began = process_time()
            results = run(scenario, replicates=replicates, seed=seed, workers=1, out=folder)
            whole = process_time() - began
            runs = replicates * len(results.manifest.arms)
            for kind in ("runs", "cities", "months"):
                bytes_ = sum(f.stat().st_size for f in (Path(folder) / kind).glob("*.parquet"))
                by_kind[kind] = bytes_ / runs
        sizes.append(sum(by_kind.values()))
        # On one thread the engine's time of the processor holds what writing does meanwhile.
        alone = whole - writing.processor
        shares["simulating"].append(100.0 * min(simulating.processor, alone) / whole)
        shares["writing"].append(100.0 * writing.processor / whole)
        shares["the rest"].append(100.0 * max(alone - simulating.processor, 0.0) / whole)
    tell("bytes of shards per run", sizes, "bytes", 0)
    for kind, each in by_kind.items():
        tell(f"  of these {kind}/", [each], "bytes", 0)
    tell("writing, of a sweep's time of processor", shares["writing"], "%", most=MOST)
    tell("simulating", shares["simulating"], "%")
    tell("the rest", shares["the rest"], "%")

"""How benchmarks take time and tell it: works in turn, medians, what was asked for beside them.

Time of the processor leaves out waiting for one, but not what a busy neighbour slows down; time by
the clock leaves out nothing. Both are taken. Works that are compared go in turn, so that a slow
moment meets all of them, and ratios are taken within a turn. Garbage collection is off.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

STEPS = 10_000_000


@dataclass(frozen=True)
class Took:
    """Seconds by the clock, and of the processor in all threads."""

    clock: float
    processor: float


def timed(work: Callable[[], object]) -> Took:
    """What some work takes, without collection of garbage."""
    with uncollected():
        clock, processor = perf_counter(), process_time()
        work()
        return Took(perf_counter() - clock, process_time() - processor)


def in_turn(works: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, list[Took]]:
    """What each work takes, `repeats` times, the works in turn."""
    took: dict[str, list[Took]] = {name: [] for name in works}
    for _ in range(repeats):
        for name, work in works.items():
            took[name].append(timed(work))
    return took


def ratios(above: Sequence[float], below: Sequence[float]) -> list[float]:
    """Ratios within each turn."""
    return [a / b for a, b in zip(above, below, strict=True)]


@contextmanager
def uncollected() -> Iterator[None]:
    """No garbage is collected while this lasts."""
    was = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def empty_loop() -> float:
    """Seconds of the processor for ten million steps of an empty loop: how fast the machine is."""

    def loop() -> None:
        for _ in range(STEPS):
            pass

    return timed(loop).processor


def machine() -> str:
    """What the machine is and how busy."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} (0 before a run on a machine left alone)"


def title(text: str) -> None:
    """Begin a part."""
    print(f"\n{text}", flush=True)


def tell(
    label: str,
    values: Sequence[float],
    unit: str,
    digits: int = 2,
    *,
    least: float | None = None,
    most: float | None = None,
) -> None:
    """Print the median of some figures, the lowest and the highest, and whether it is at least, or
    at most, what was asked for."""
    low, middle, high = (f"{x:,.{digits}f}" for x in (min(values), median(values), max(values)))
    asked = ""
    if least is not None:
        asked = f"  asked ≥ {least:g}: {'met' if median(values) >= least else 'MISSED'}"
    if most is not None:
        asked = f"  asked ≤ {most:g}: {'met' if median(values) <= most else 'MISSED'}"
    spread = f"({low} to {high})" if len(values) > 1 else ""
    print(f"  {label:46}{middle:>10} {unit:18} {spread}{asked}".rstrip(), flush=True)

"""Two threads beside one: the pool of a sweep over runs of equal and of very uneven length.

The pool hands out pieces of runs, as a sweep does. Uneven runs are those of worlds with 1/10 to
6 times the firms, in an order by lot. A ratio is one of time by the clock, so it holds only
where nobody else used the machine: what two processes with nothing but an empty loop had of two
processors, just before, tells how much of them there was to have.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial
from random import Random
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter

import twinsim as ts
from benchmarks.timing import in_turn, ratios, tell, title
from twinsim.core import simulate
from twinsim.sweep.pool import answers
from twinsim.world import World, build

LEAST_EVEN, LEAST_UNEVEN = 1.85, 1.75
EVEN_PIECES, EVEN_RUNS = 48, 12  # few would show the last piece, which one thread waits for
FIRMS = (0.08, 0.15, 0.3, 0.6, 1.2, 2.4, 4.8)  # per 1,000 residents; the central value is .8
UNEVEN_PIECES, UNEVEN_RUNS = 56, 3

SPIN = "import time\nwhile time.process_time() < 1.0: pass"

Piece = tuple[World, str, int, int]


def even(world: World, arm: str) -> list[Piece]:
    """Pieces of equal length."""
    return [(world, arm, k * EVEN_RUNS, EVEN_RUNS) for k in range(EVEN_PIECES)]


def uneven(name: str, seed: int, arm: str) -> list[Piece]:
    """Pieces of which the longest take sixty times as long as the shortest, in an order by lot."""
    worlds = [
        build(ts.load(name, set=[f"parameters.smes_per_1000={firms}"]), seed) for firms in FIRMS
    ]
    pieces = [(worlds[k % len(worlds)], arm, k, UNEVEN_RUNS) for k in range(UNEVEN_PIECES)]
    Random(seed).shuffle(pieces)
    return pieces


def work(piece: Piece) -> int:
    """Simulate a piece."""
    simulate(*piece)
    return 0


def run(pieces: list[Piece], workers: int) -> None:
    """All pieces through the pool of a sweep."""
    for _ in answers(pieces, work, workers, threading.Event()):
        pass


def to_have() -> float:
    """Processors that two processes with an empty loop have between them."""
    before, clock = getrusage(RUSAGE_CHILDREN), perf_counter()
    others = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2)]
    for other in others:
        other.wait()
    after, clock = getrusage(RUSAGE_CHILDREN), perf_counter() - clock
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return spent / clock


def compare(world: World, name: str, arm: str, repeats: int) -> None:
    """Print the ratios of two threads to one."""
    title("Threads: the pool of a sweep; time by the clock")
    kinds = (
        ("runs of equal length", even(world, arm), LEAST_EVEN),
        ("runs of very uneven length", uneven(name, world.seed, arm), LEAST_UNEVEN),
    )
    for label, pieces, least in kinds:
        free = [to_have() for _ in range(repeats)]
        took = in_turn({"1": partial(run, pieces, 1), "2": partial(run, pieces, 2)}, repeats)
        clock = {n: [t.clock for t in times] for n, times in took.items()}
        spent = {n: [t.processor for t in times] for n, times in took.items()}
        tell(f"{label}: one thread", clock["1"], "s")
        tell(f"{label}: two threads", clock["2"], "s")
        tell("  two threads / one", ratios(clock["1"], clock["2"]), "times", least=least)
        tell("  processors that one thread had", ratios(spent["1"], clock["1"]), "of 1")
        tell("  processors that two threads had", ratios(spent["2"], clock["2"]), "of 2")
        tell("  processors that two processes had before", free, "of 2")
        tell("  a run's time of processor, two / one", ratios(spent["2"], spent["1"]), "times")

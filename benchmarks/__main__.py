"""Speed in one run: engines, threads, sizes, start, storage, and what addressed luck is worth.

    python -m benchmarks [SCENARIO] [--arm twin] [--only PART ...] [--repeats 5] [--quick]

Everything is of the same scenario, but for the two sizes, which need cities of ten million. What
was asked for stands beside each figure. Figures are medians, with the lowest and the highest.
On a machine that does something else, trust the ratios more than the rest, and those of time of
the processor more than those of time by the clock. `--quick` takes fewer repeats and leaves out the
million firms and the compilation. Takes about ten minutes on two cores, four of them for the
million firms, which take 3 GB of memory; `--quick` one or two.
"""

from __future__ import annotations

import argparse

import twinsim as ts
from benchmarks import engines, luck, sizes, startup, storage, threads
from benchmarks.timing import machine
from twinsim.core import compile_kernels
from twinsim.world import build

PARTS = ("engines", "threads", "sizes", "start", "storage", "luck")
MONTHS = 60  # of the runs with a million firms


def main() -> None:
    """Print all parts, or those that are asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=str(__doc__).splitlines()[0]
    )
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--arm", default="twin")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--worlds", type=int, default=400, help="for the variances")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    name, arm, seed, quick = options.scenario, options.arm, options.seed, options.quick
    repeats = min(2, options.repeats) if quick else options.repeats
    compile_kernels()
    world = build(ts.load(name), seed)
    print(f"{name}, seed {seed}; {machine()}", flush=True)
    if "engines" in options.only:
        engines.compare(world, arm, repeats)
    if "threads" in options.only:
        threads.compare(world, name, arm, repeats)
    if "sizes" in options.only and not quick:
        sizes.compare(arm, MONTHS, 2, seed)
    if "start" in options.only:
        startup.measure(repeats, compile_=not quick)
    if "storage" in options.only:
        storage.measure(name, seed, 50 if quick else 200, min(3, repeats))
    if "luck" in options.only:
        luck.compare(name, seed, 100 if quick else options.worlds)
    print(f"\n{machine()}")


if __name__ == "__main__":
    main()

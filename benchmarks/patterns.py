"""What the central parameters give, beside the patterns that the model should show.

    python -m benchmarks.patterns [SCENARIO] [--replicates 40] [--seed 1] [--only P11 P12 ...]

Patterns and targets stand in `twinsim/registry/patterns.csv`. Each line has the figure with its
95 % interval (a bootstrap over worlds) and the target, with "inside" where the figure lies in it;
a line without target informs. A reader takes `--replicates` worlds times its factor, so that
rare events are seen often enough. P07 and P08 are read by `benchmarks.courses`.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks import pilots, stock, trials
from benchmarks.findings import Finding
from twinsim.core import compile_kernels
from twinsim.registry import patterns

ELSEWHERE = ("P07", "P08")


@dataclass(frozen=True)
class Reader:
    """What reads some patterns: from a scenario, keys set, a seed and a number of worlds."""

    patterns: tuple[str, ...]
    read: Callable[[str, list[str], int, int], list[Finding]]
    factor: float


READERS = (
    Reader(("P01", "P02", "P03", "P04", "P05"), stock.read_stock, 1.0),
    Reader(("P06",), pilots.read_funnel, 2.5),
    Reader(("P09",), trials.read_cohort, 1.0),
    Reader(("P11",), trials.read_awards, 2.0),
    Reader(("P12",), trials.read_exits, 5.0),
    Reader(("P13", "P14"), pilots.read_ends, 2.5),
    Reader(("P17",), pilots.read_distance, 1.5),
    Reader(("P18",), pilots.read_spill, 0.25),
    Reader(("P21",), trials.read_members, 0.5),
)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("scenario", nargs="?", default="belfast-sejong")
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--only", nargs="*", default=list(patterns()))
    options = parser.parse_args()
    compile_kernels()
    print(f"{options.scenario}, central parameters\n")
    for reader in READERS:
        if not set(reader.patterns) & set(options.only):
            continue
        worlds = max(2, round(reader.factor * options.replicates))
        print(f"{' '.join(reader.patterns)}, {worlds} worlds")
        for finding in reader.read(options.scenario, options.set, options.seed, worlds):
            if finding.pattern in options.only:
                print(finding, flush=True)
    read = {id for reader in READERS for id in reader.patterns}
    left = [id for id in patterns() if id not in read and id not in ELSEWHERE]
    print(f"\nP07, P08: python -m benchmarks.courses. Not read: {', '.join(left) or 'none'}")


if __name__ == "__main__":
    main()

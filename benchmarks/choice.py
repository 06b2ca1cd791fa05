"""Whether the allocation finds the best option with half the runs, on problems with known means.

    python -m benchmarks.choice [--options 16] [--equal 800] [--problems 10] [--repeats 20]
        [--seed 1]

Two kinds of problem, shaped after 400 worlds of `belfast-sejong` (twin, seed 1; below, twin −
solo). `adoptions`: counts that share some of their luck. `job_years`: a level of worlds that
varies fifty times as much as a difference, common to all options, and in each option rare large
losses of its own.

                    mean     sd  skew  excess kurtosis  at 0  correlation of two options
    adoptions       3.27   1.97  0.60             0.58  0.05                        0.55
      here          3.20   1.93  0.71             0.64  0.05                        0.46
    job_years    122,866  6,100  0.30             0.16  0                         0.9997
      twin − base     23    106  −6.1               54  0
      here            18     99  −7.4               80  0                         0.9997

A problem is a draw of the options' means, a repeat another set of worlds. Every repeat is chosen
from by equal numbers of replicates, and by `twinsim.sweep.choice.allocate` with a share of those
runs, in rounds of eight blocks of 50. Printed: how often the choice is right; what it forgoes (the
difference between the best mean and that of the option chosen, in the indicator's unit); how much
more than the equal allocation does, in the same worlds, with its 95 % interval; and, for half the
runs, how often the choice was said to be right (the mean of `p_best` of the option chosen).

Then the other rule: replicates until the 95 % interval of an option's difference from no programme
is narrow, and how often that interval holds the mean that is known, against a number of replicates
fixed beforehand.

A few minutes.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from twinsim.sweep.best import best
from twinsim.sweep.choice import allocate
from twinsim.sweep.paired import Floats, Ints, means, series
from twinsim.sweep.stats import half_width
from twinsim.sweep.stopping import enough, following

BLOCK = 50
ROUND = 8 * BLOCK
SHARES = (1 / 3, 1 / 2)
INTERVALS = 1000

Luck = np.random.Generator


def adoptions(luck: Luck, means: Floats, worlds: int) -> Floats:
    """Counts: 1.75 expected of luck that all share, the rest an option's own, overdispersed."""
    shared = luck.poisson(1.75, worlds).astype(float)
    rate = luck.gamma(4.0, 0.25, (len(means), worlds))
    return np.vstack([shared, shared + luck.poisson((means - 1.75)[:, None] * rate)])


def job_years(luck: Luck, means: Floats, worlds: int) -> Floats:
    """A shared level; an option adds something in most worlds, and loses 300 on average in 5 %."""
    level = 122_800 + 6_090 * luck.standard_normal(worlds)
    shape = (len(means), worlds)
    usual = 33 + 35 * luck.standard_t(5, shape) * 0.6**0.5
    lost = (luck.random(shape) < 0.05) * luck.exponential(300, shape)
    return np.vstack([level, level + usual - lost + (means - LEVEL)[:, None]])


LEVEL = 122_818.0  # mean of job_years at no effect: the level, 33, and 0.05 × 300 lost


@dataclass(frozen=True)
class Kind:
    """A kind of problem: how its worlds are drawn, where its means lie and how far apart.

    `draw` gives outcomes, shape (1 + options, worlds): of no programme, of expectation `nothing`,
    then of each option.
    """

    draw: Callable[[Luck, Floats, int], Floats]
    nothing: float
    centre: float
    spread: float
    floor: float = -np.inf

    def means(self, seed: int, problem: int, options: int) -> Floats:
        """The known expectations of one problem, shape (options,)."""
        luck = np.random.default_rng([seed, problem])
        found: Floats = np.maximum(luck.normal(self.centre, self.spread, options), self.floor)
        return found

    def worlds(self, seed: int, problem: int, repeat: int, known: Floats, count: int) -> Floats:
        """Outcomes without a programme and of every option, shape (1 + options, count)."""
        return self.draw(np.random.default_rng([seed, problem, repeat]), known, count)


KINDS = {
    "adoptions": Kind(adoptions, 1.75, 3.2, 0.3, 1.8),
    "job_years": Kind(job_years, 122_800.0, LEVEL, 20.0),
}


def allocated(values: Floats, ends: list[int]) -> list[list[Floats]]:
    """What each option was given when the allocation had spent each number of runs in `ends`.

    Raises ValueError where an option is to have more worlds than there are.
    """
    lengths: Ints = np.zeros(len(values), np.int64)
    found = []
    for end in ends:
        while lengths.sum() < end:
            had = [own[:n] for own, n in zip(values, lengths, strict=True)]
            lengths = allocate(had, min(ROUND, end - int(lengths.sum())), block=BLOCK)
            if lengths.max() > values.shape[1]:
                raise ValueError(f"expected {lengths.max()} worlds or more")
        found.append([own[:n] for own, n in zip(values, lengths, strict=True)])
    return found


def forgone(known: Floats, given: list[Floats]) -> float:
    """What choosing the option of the highest estimate forgoes, by the known means."""
    return float(known.max() - known[means(series(given)).mean.argmax()])


@dataclass(frozen=True)
class Compared:
    """What choices forwent, a number each repeat, by equal replicates and by the allocation.

    `half` is of equal replicates with half the runs, `by_share` of the allocation with a share of
    the runs; `said` is the probability of a right choice as judged at half the runs.
    """

    equal: Floats
    half: Floats
    by_share: dict[float, Floats]
    said: Floats


def compared(
    kind: Kind, options: int, equal: int, problems: int, repeats: int, seed: int
) -> Compared:
    """Choose in every repeat of every problem, by either allocation."""
    ends = [round(share * options * equal) for share in SHARES]
    rows: list[list[float]] = []
    for problem in range(problems):
        known = kind.means(seed, problem, options)
        for repeat in range(repeats):
            values = kind.worlds(seed, problem, repeat, known, ends[-1])[1:]
            given = allocated(values, ends)
            judged = best(given[SHARES.index(1 / 2)], draws=500)
            same = [forgone(known, list(values[:, :n])) for n in (equal, equal // 2)]
            rows.append([*same, *(forgone(known, g) for g in given), judged.p_best.max()])
    table = np.array(rows).T
    by_share = dict(zip(SHARES, table[2:-1], strict=True))
    return Compared(table[0], table[1], by_share, table[-1])


def show(name: str, found: Compared, options: int, equal: int) -> None:
    """Print how often each way was right, and what it forwent."""
    print(f"\n{name}: {options} options, {len(found.equal)} repeats")
    print(f"  {'':34}{'runs':>7}{'right':>8}{'forgone':>10}{'more than equal, 95 %':>26}  said")
    ways = [("equal", 1.0, found.equal), ("equal", 0.5, found.half)]
    ways += [("allocated", share, missed) for share, missed in found.by_share.items()]
    for way, share, missed in ways:
        more = missed - found.equal
        text = f"{more.mean():+.3g} ± {float(half_width(more)):.2g}" if more.any() else ""
        said = f"{found.said.mean():.0%}" if (way, share) == ("allocated", 0.5) else ""
        label = f"{way}, {share:.0%} of {equal} an option"
        right = f"{(missed == 0).mean():.0%}"
        runs = round(share * options * equal)
        print(f"  {label:34}{runs:>7,}{right:>8}{missed.mean():>10.3g}{text:>26}  {said}")


def intervals(kind: Kind, share: float, fewest: int, seed: int) -> tuple[float, Floats]:
    """A half-width wanted, and for each of many series: worlds used, held, held at fixed worlds.

    The half-width is such that about 50 / share worlds are needed, so that a first block is that
    share of them.
    """
    known = np.array([kind.centre])
    worlds = round(BLOCK / share)
    nothing, option = kind.worlds(seed, 0, 0, known, 200_000)
    wanted = 1.96 * float((option - nothing).std()) / worlds**0.5
    rows = []
    for number in range(INTERVALS):
        nothing, option = kind.worlds(seed, 1, number, known, 16 * worlds)
        found = option - nothing - (kind.centre - kind.nothing)
        n = fewest
        while not enough(found[:n], wanted, fewest=fewest):
            n = following(found[:n], wanted, fewest=fewest)
        ends = (found[:n], found[:worlds])
        rows.append([n, *(abs(float(s.mean())) <= half_width(s) for s in ends)])
    return wanted, np.array(rows, float)


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--options", type=int, default=16)
    parser.add_argument("--equal", type=int, default=800, help="replicates an option")
    parser.add_argument("--problems", type=int, default=10)
    parser.add_argument("--repeats", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.options < 2 or given.equal < 4 * BLOCK or given.problems * given.repeats < 2:
        parser.error(f"expected at least 2 options, {4 * BLOCK} replicates and 2 repeats in all")
    for name, kind in KINDS.items():
        found = compared(
            kind, given.options, given.equal, given.problems, given.repeats, given.seed
        )
        show(name, found, given.options, given.equal)
    print(f"\n95 % intervals that hold the mean, of {INTERVALS:,}: stopped when narrow, or fixed")
    heads = ("half-width", "at least", "worlds", "stopped", "fixed")
    print("  " + " " * 14 + "".join(f"{head:>12}" for head in heads))
    for name, kind in KINDS.items():
        for share, fewest in ((1.0, 50), (0.25, 50), (0.25, 200), (0.05, 50), (0.05, 200)):
            wanted, table = intervals(kind, share, fewest, given.seed)
            n, stopped, fixed = table.mean(axis=0)
            print(
                f"  {name:14}{wanted:>12.3g}{fewest:>12}{n:>12,.0f}{stopped:>12.1%}{fixed:>12.1%}"
            )


if __name__ == "__main__":
    main()

"""How much of what a programme changes comes from upskilling, and how that differs by partner.

    python -m benchmarks.upskilling [CITY] [--partners sejong glasgow malmo daejeon]
        [--replicates 200] [--seed 1] [--budget 1000] [--cohorts 1] [--set KEY=VALUE]

Contribution of upskilling = (twin − baseline) − (twin − baseline without what the course
teaches), all luck held fixed: `upskill_market`, `upskill_technical` and `peers` cut, so that the
course costs the same money and time and teaches nothing. Its share is that of the effect of the
twin programme, a ratio of means over worlds with a bootstrap interval over worlds. A share of an
effect that is not clear of zero is no number: there the contribution alone is told.

CITY is paired with each partner in turn, its firms with the same luck whoever the partner is, so
pairings are compared world by world. Themes are derived for every pair.
"""

from __future__ import annotations

import argparse

import numpy as np

import twinsim as ts
from benchmarks.findings import DRAWS, Estimate, Floats
from twinsim.core import compile_kernels, simulate
from twinsim.world import build
from twinsim.world.columns import COLUMNS

TAUGHT = ("upskill_market", "upskill_technical", "peers")
INDICATORS = ("jobs", "job_years", "adoptions", "first_sales")
SCOPES = ("both cities", "home city")


def effects(city: str, partner: str, options: argparse.Namespace) -> Floats:
    """Effect of the twin programme and contribution of upskilling to it, of shape
    (2, worlds, scopes, indicators)."""
    keys = [
        f'cities=["{city}","{partner}"]',
        f'programme.links=[["{city}","{partner}"]]',
        "programme.themes=[]",
        f"programme.budget={options.budget}",
        f"programme.cohorts={options.cohorts}",
        *options.set,
    ]
    cut = [f"mechanisms.{id}=0" for id in TAUGHT]
    with_ = build(ts.load("belfast-sejong", set=keys), options.seed)
    without = build(ts.load("belfast-sejong", set=[*keys, *cut]), options.seed)
    columns = [COLUMNS.index(id) for id in INDICATORS]
    runs = []
    for world, arm in ((with_, "twin"), (with_, "baseline"), (without, "twin")):
        cities = simulate(world, arm, 0, options.replicates).cities[:, :, columns]
        runs.append(np.stack([cities.sum(axis=1), cities[:, world.cities.index(city)]], axis=1))
    twin, baseline, untaught = runs  # without programme nothing is taught: one baseline serves
    return np.stack([twin - baseline, twin - untaught])


class Bootstrap:
    """Means over worlds drawn anew, the same worlds for every pairing."""

    def __init__(self, worlds: int) -> None:
        luck = np.random.default_rng(1)
        even = np.full(worlds, 1.0 / worlds)
        self._weights = luck.multinomial(worlds, even, size=DRAWS) / worlds

    def mean(self, values: Floats) -> Floats:
        """Means of one value a world, (draws,)."""
        means: Floats = self._weights @ values
        return means


def around(value: float, drawn: Floats) -> Estimate:
    """A figure with the 95 % interval of its draws."""
    lo, hi = np.quantile(drawn[np.isfinite(drawn)], (0.025, 0.975))
    return Estimate(float(value), float(lo), float(hi))


def clear(figure: Estimate) -> bool:
    """Whether the interval leaves zero out."""
    return figure.lo > 0.0 or figure.hi < 0.0


def told(figure: Estimate, unit: str = "") -> str:
    """A figure and its interval in a cell."""
    scale = 100.0 if unit == "%" else 1.0
    digits = 0 if unit == "%" else 2
    value, lo, hi = (f"{scale * x:+.{digits}f}" for x in (figure.value, figure.lo, figure.hi))
    return f"{value}{unit} ({lo} to {hi})"


def pairing(partner: str, both: Floats, again: Bootstrap, scope: int) -> None:
    """Print effect, contribution and share of a pairing, for each indicator."""
    for n, id in enumerate(INDICATORS):
        effect, part = both[0, :, scope, n], both[1, :, scope, n]
        whole, taught = (around(values.mean(), again.mean(values)) for values in (effect, part))
        drawn = shares(both[:, :, scope, n], again)
        share = "effect not clear of zero"
        if drawn is not None:
            share = told(around(part.mean() / effect.mean(), drawn), "%")
        print(f"{partner:12}{id:13}{told(whole):28}{told(taught):28}{share}")


def shares(both: Floats, again: Bootstrap) -> Floats | None:
    """Draws of the share of an effect, None where the effect is not clear of zero."""
    drawn = again.mean(both[0])
    whole = around(both[0].mean(), drawn)
    with np.errstate(divide="ignore", invalid="ignore"):  # few worlds may have no effect at all
        return again.mean(both[1]) / drawn if clear(whole) else None


def compare(one: str, other: str, found: dict[str, Floats], again: Bootstrap, scope: int) -> None:
    """Print how contribution and share with one partner differ from those with another."""
    for n, id in enumerate(INDICATORS):
        this, that = (found[partner][:, :, scope, n] for partner in (one, other))
        less = around((this[1] - that[1]).mean(), again.mean(this[1] - that[1]))
        mark = "clear" if clear(less) else "not clear"
        drawn = shares(this, again), shares(that, again)
        share = "an effect is not clear of zero"
        if drawn[0] is not None and drawn[1] is not None:
            here, there = (both[1].mean() / both[0].mean() for both in (this, that))
            figure = around(here - there, drawn[0] - drawn[1])
            share = f"{told(figure, '%')} {'clear' if clear(figure) else 'not clear'}"
        print(f"{f'{one} − {other}':22}{id:13}{told(less):28}{mark:12}{share}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("city", nargs="?", default="belfast")
    parser.add_argument("--partners", nargs="+", default=["sejong", "glasgow", "malmo", "daejeon"])
    parser.add_argument("--replicates", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=float, default=1000.0)
    parser.add_argument("--cohorts", type=int, default=1)
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    options = parser.parse_args()
    compile_kernels()
    again = Bootstrap(options.replicates)
    found = {partner: effects(options.city, partner, options) for partner in options.partners}
    print(f"{options.city} with each partner, {options.replicates} worlds, {options.budget:g} k£")
    first, *others = options.partners
    for scope, where in enumerate(SCOPES):
        heads = ("twin − baseline, 95 %", "of it from upskilling", "share")
        print(f"\n{where}\n{'partner':12}{'indicator':13}{heads[0]:28}{heads[1]:28}{heads[2]}")
        for partner in options.partners:
            pairing(partner, found[partner], again, scope)
        if others:
            more = "from upskilling, more"
            print(f"\n{'pairings, by world':22}{'indicator':13}{more:40}share, more")
        for partner in others:
            compare(partner, first, found, again, scope)
    if others:
        print("\nWhere nothing differs, one difference in twenty is clear by chance.")


if __name__ == "__main__":
    main()

"""What a light and an intensive course do to firms: a trial inside one world, half of them treated.

    python -m benchmarks.courses [--replicates 20] [--seed 1]

In each world without programme every firm alive at the start is drawn, by its key, into
treatment or control; the treated take the course in the first recorded month, with the delivery
of a mean programme. Turnover is that of the treated against the controls, each beside the same
firm in the same world without any course (so common luck cancels), and includes what the treated
take from others. Targets: patterns P07 and P08.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from numpy.typing import NDArray

import twinsim as ts
from benchmarks.firms import Firm
from twinsim.core import Stepper, compile_kernels
from twinsim.core.training import learn
from twinsim.rules import firm
from twinsim.rules.draws import draw
from twinsim.world import World, build

MONTHS = 97
TRIAL = 65_000  # an event of luck that the model does not use


def treat(p: Any, state: Any, chosen: NDArray[np.bool_], *, intensive: bool) -> None:
    """Give the course to the chosen firms: the rules' gains, by each firm's own skill."""
    hours = p.hours_intensive if intensive else p.hours_light
    for slot in np.flatnonzero(chosen):
        f = Firm(state, int(slot))
        gains = [
            firm.training_gain(p, gain, dose, float(level), hours, 1.0, float(f.absorptive), 1.0)
            for gain, dose, level in (
                (p.g_upskill_market, p.dose_market, f.market),
                (p.g_upskill_technical, p.dose_technical, f.technical),
            )
        ]
        learn(f, *gains, int(intensive))
        if not intensive:
            f.push += firm.light_push(p, hours, 1.0)


def trial(world: World, replicate: int, *, intensive: bool) -> tuple[NDArray[Any], NDArray[Any]]:
    """Effect on turnover (a ratio less one) and gap of readiness by month since the course."""
    p = world.parameters["baseline"]
    plain, treated = (Stepper(world.setups["baseline"], replicate) for _ in range(2))
    turnover, gap = np.zeros(MONTHS), np.zeros(MONTHS)
    for _ in range(plain.setup.warmup):
        plain.step()
        treated.step()
    firms = plain.by_slot().sme
    alive = firms["alive"] == 1
    luck = np.array([draw(int(key), 0, TRIAL, 0) for key in firms["key"]])
    chosen, control = alive & (luck < 0.5), alive & (luck >= 0.5)
    treat(p, treated.state, chosen, intensive=intensive)
    for month in range(MONTHS):
        plain.step()
        treated.step()
        without, with_ = (run.by_slot().sme for run in (plain, treated))
        both = (without["alive"] == 1) & (with_["alive"] == 1)
        log = np.zeros(len(alive))
        log[both] = np.log(with_["revenue"][both] / without["revenue"][both])
        higher = with_["market"] - without["market"]
        turnover[month] = log[chosen & both].mean() - log[control & both].mean()
        gap[month] = higher[chosen & both].mean() - higher[control & both].mean()
    return np.expm1(turnover), gap


def told(label: str, worlds: NDArray[Any], low: float, high: float) -> None:
    """Print a figure with its interval over worlds and its target."""
    half = 1.96 * worlds.std(ddof=1) / np.sqrt(len(worlds))
    mark = "" if low <= worlds.mean() <= high else "  ! outside"
    print(f"{label:52}{worlds.mean():+7.3f} ± {half:.3f}   {low:g} to {high:g}{mark}")


def main() -> None:
    """Print what the courses do, beside the targets."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--replicates", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    compile_kernels()
    world = build(ts.load("belfast-sejong", set=["months=100"]), options.seed)
    light = [trial(world, r, intensive=False)[0] for r in range(options.replicates)]
    hard = [trial(world, r, intensive=True) for r in range(options.replicates)]
    turnover = np.array(light)
    told("P07  light course, turnover, months 1-12", turnover[:, 0:12].mean(axis=1), 0.05, 0.10)
    told("P07  light course, turnover, months 24-36", turnover[:, 23:36].mean(axis=1), -0.02, 0.02)
    gaps = np.array([gap for _, gap in hard])
    told("P08  intensive course, readiness gained", gaps[:, 0], 0.08, 0.12)
    told("P08  of it kept after eight years", gaps[:, 96] / gaps[:, 0], 0.60, 1.0)
    revenue = np.array([first for first, _ in hard])
    told("     intensive course, turnover, months 1-12", revenue[:, 0:12].mean(axis=1), 0.0, 0.17)


if __name__ == "__main__":
    main()

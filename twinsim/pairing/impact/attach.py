"""Each candidate's own impact, as its ranking carries it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from twinsim.pairing.impact.reading import Reading
from twinsim.pairing.impact.simulation import Simulation
from twinsim.pairing.objects import Candidate, Estimate, Impact, Pairing
from twinsim.registry import indicators


def attached(pairing: Pairing, simulation: Simulation) -> tuple[Candidate, ...]:
    """The candidates with their impact; those that could not be simulated have none."""
    place = {city: k for k, city in enumerate(simulation.cities)}
    added_up = indicators()[simulation.indicator].total == "sum"
    own = pairing.anchor.population
    return tuple(
        replace(
            one,
            impact=_impact(
                simulation, place[one.city], own + one.profile.population if added_up else None
            ),
        )
        if one.city in place
        else one
        for one in pairing.candidates
    )


def _impact(simulation: Simulation, k: int, residents: float | None) -> Impact:
    impact = simulation.impact
    values = impact.values[k]
    good = values[np.isfinite(values)]
    p05, p50, p95 = (float(q) for q in np.quantile(good, (0.05, 0.5, 0.95)))
    total = estimate(impact, k)
    per = 0.0 if residents is None else 1e5 / residents
    return Impact(
        difference=total.value,
        mc_lo95=total.lo95,
        mc_hi95=total.hi95,
        p_best=float(impact.p_best[k]),
        indicator=simulation.indicator,
        unit=simulation.unit,
        regret=float(impact.regret[k]),
        anchor=estimate(simulation.anchor, k),
        anchor_p_best=float(simulation.anchor.p_best[k]),
        premium=estimate(simulation.premium, k),
        premium_anchor=estimate(simulation.premium_anchor, k),
        per_100k=(
            Estimate(per * total.value, per * total.lo95, per * total.hi95) if residents else None
        ),
        world_p05=p05,
        world_p50=p50,
        world_p95=p95,
        worlds=len(good),
        failed=len(values) - len(good),
    )


def estimate(reading: Reading, k: int) -> Estimate:
    """A partner's mean with its interval."""
    mean, half = float(reading.mean[k]), float(reading.half[k])
    return Estimate(mean, mean - half, mean + half)

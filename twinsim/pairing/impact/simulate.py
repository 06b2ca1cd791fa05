"""Candidates of a ranking simulated with the anchor, and what that says beside the scores."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from twinsim.pairing.impact.asked import ANYONE, INDICATOR, NOBODY, check
from twinsim.pairing.impact.attach import attached
from twinsim.pairing.impact.beliefs import MOST, UNASKED, Beliefs, beliefs, chosen
from twinsim.pairing.impact.carry import carriers, permuted_sectors
from twinsim.pairing.impact.correlate import correlation
from twinsim.pairing.impact.courses import Courses, partner_by_upskilling
from twinsim.pairing.impact.experiment import LEVER, scenario_name
from twinsim.pairing.impact.needs import needs_share
from twinsim.pairing.impact.reading import Reading, differences, read
from twinsim.pairing.impact.running import (
    COURSES,
    MAIN,
    PREMIUM,
    Running,
    by_partner,
    none_of_them,
    usable,
)
from twinsim.pairing.impact.simulation import Simulation
from twinsim.pairing.impact.spread import spread
from twinsim.pairing.objects import Pairing
from twinsim.pairing.sheet import Floats
from twinsim.registry import indicators
from twinsim.scenario import CityProfile, CityTable, cities_table
from twinsim.sweep import Results
from twinsim.sweep.effects import TOTAL
from twinsim.sweep.engine import CoreEngine

if TYPE_CHECKING:
    from twinsim.sweep.designed import Announce
    from twinsim.sweep.making import Progress
    from twinsim.sweep.session import Build


def simulate(
    pairing: Pairing,
    *,
    indicator: str = INDICATOR,
    replicates: int = 200,
    seed: int = 1,
    scenario: str | None = None,
    set: Sequence[str] = (),
    cities: str | os.PathLike[str] | CityTable | None = None,
    choose: float | None = None,
    believe: str | None = None,
    missing: int = 0,
    upskilling: bool = False,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    announce: Announce | None = None,
    build: Build = CoreEngine.build,
) -> Pairing:
    """The ranking with each candidate's simulated impact, and `simulation` of all together.

    Every candidate is the anchor's twin in turn, over the same worlds: arms baseline, solo and
    twin, `replicates` of each, of the programme of `scenario` (by default the anchor's packaged
    one) with its themes derived and the overrides `set`. `choose` (a probability) goes on where it
    is open which partner is best. `believe` is the candidate of whom break-even beliefs are sought
    ("any": the first by score that does not lead; "none"; by default any where the runs cannot tell
    which is best); `missing` draws the missing facts of candidates so many times; `upskilling`
    crosses partners with no course and an intensive one. `cities` is the table of the ranking. The
    rest as in :func:`twinsim.sweep.sweep`; another `indicator` reads the same runs.

    Raises :class:`ScenarioError` and whatever :func:`twinsim.sweep.sweep` does.
    """
    table = cities if isinstance(cities, CityTable) else cities_table(cities)
    rival = check(pairing, indicator, choose, believe, missing)
    running = Running(
        pairing.anchor,
        table,
        scenario,
        tuple(set),
        replicates,
        seed,
        out,
        workers,
        force,
        progress,
        build,
    )
    ids = sorted(one.city for one in pairing.candidates)
    goal = None if choose is None else f"{indicator}:{MAIN}:{choose:g}"
    results = running.sweep(running.experiment(ids), choose=goal, announce=announce)
    told = _told(pairing, results, indicator, running)
    profiles = [one.profile for one in pairing.candidates if one.city in told.cities]
    simulation = replace(
        told,
        beliefs=_beliefs(running, pairing, told, rival),
        missing=running.redrawn(profiles, indicator, missing),
        courses=_courses(running, indicator, ids) if upskilling else None,
    )
    return replace(pairing, candidates=attached(pairing, simulation), simulation=simulation)


def _told(pairing: Pairing, results: Results, indicator: str, running: Running) -> Simulation:
    """What the kept runs say."""
    place = by_partner(results)
    totals = differences(results, (MAIN, PREMIUM), indicator, TOTAL)
    local = differences(results, (MAIN, PREMIUM), indicator, pairing.anchor.id)
    names = [one.city for one in pairing.candidates]
    at = [
        k
        for k, name in enumerate(names)
        if place[name] in totals[MAIN] and usable(totals[MAIN][place[name]])
    ]
    if not at:
        raise none_of_them(results)
    designs = [place[names[k]] for k in at]
    impact, premium = (read([totals[c][d] for d in designs]) for c in (MAIN, PREMIUM))
    anchor, premium_anchor = (read([local[c][d] for d in designs]) for c in (MAIN, PREMIUM))
    chosen_ = [pairing.candidates[k] for k in at]
    size = np.array([one.profile.population for one in chosen_])
    score = np.array([one.score_lo for one in chosen_])
    about = indicators()[indicator]
    experiment = running.experiment(sorted(names))
    scenarios = [experiment.scenario({LEVER: names[k]}) for k in at]
    return Simulation(
        indicator=indicator,
        unit=about.unit,
        scenario=scenario_name(pairing.anchor, running.scenario),
        input_sha256=results.manifest.identity.input_sha256,
        seed=running.seed,
        parameters=results.manifest.identity.parameters,
        cities=tuple(names[k] for k in at),
        left_out={name: _why(results, name) for k, name in enumerate(names) if k not in at},
        impact=impact,
        anchor=anchor,
        premium=premium,
        premium_anchor=premium_anchor,
        score=correlation(score, impact),
        score_anchor=correlation(score, anchor),
        score_premium=correlation(score, premium),
        size=correlation(size, impact),
        score_per_100k=(
            correlation(score, per_resident(impact, size + pairing.anchor.population))
            if about.total == "sum"
            else None
        ),
        carriers=tuple(carriers(pairing, impact, at)),
        permuted=permuted_sectors(pairing, impact, at, running.table),
        spread=spread(impact),
        needs=needs_share(scenarios, impact, running.seed),
        missing=None,
        beliefs=None,
        courses=None,
        results=results,
    )


def per_resident(
    impact: Reading, residents: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> Reading:
    """The same differences, each per 100,000 residents."""
    return read([own * 1e5 / each for own, each in zip(impact.values, residents, strict=True)])


def _why(results: Results, name: str) -> str:
    table = results.points()
    row = table[table["partner"] == name].iloc[0]
    return str(row["reason"]) or "too few worlds in which no run failed"


def _courses(running: Running, indicator: str, ids: list[str]) -> Courses:
    """Partners crossed with courses, in a folder of their own below the results."""
    crossed = running.experiment(ids, arms=("baseline", "twin"), levers={"course": COURSES})
    swept = running.sweep(crossed, below="upskilling")
    return partner_by_upskilling(swept, indicator, course="intensive", against="none")


def _beliefs(
    running: Running, pairing: Pairing, told: Simulation, rival: str | None
) -> Beliefs | None:
    """Break-even beliefs of the rival against whoever has the highest mean."""
    leader, worlds = told.leader, running.replicates
    if rival is None:
        worlds = min(worlds, UNASKED)
        rival = NOBODY if told.told_apart else ANYONE
    name = None if rival == NOBODY else chosen(told.cities, rival, leader)
    if name is None:
        return None
    own, ahead = (told.impact.values[told.cities.index(city)] for city in (name, leader))
    done = 0

    def measure(city: CityProfile, count: int) -> Floats:
        nonlocal done
        found = running.measure(city, told.indicator, count)
        done += 1
        if running.progress is not None:
            running.progress(done, MOST)
        return found

    profiles = [one.profile for one in pairing.candidates]
    rival_ = pairing.candidate(name).profile
    return beliefs(rival_, leader, own, ahead, pairing.anchor, profiles, measure, worlds)

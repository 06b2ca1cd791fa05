"""A portfolio by simulated impact: one programme run with every pair, the best set of them chosen.

Every city has the same luck whoever it is paired with, so that pairs of a city differ by their
partners. The programme is the same for all pairs, its themes derived for each.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace as changed
from typing import TYPE_CHECKING

import numpy as np

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.impact.asked import INDICATOR, known_indicator
from twinsim.pairing.impact.experiment import PAIR, experiment_of_pairs
from twinsim.pairing.impact.portfolio_simulation import GivenUp, PairImpact, PortfolioSimulation
from twinsim.pairing.impact.reading import by_scope
from twinsim.pairing.impact.running import MAIN, none_of_them, swept, usable
from twinsim.pairing.impact.sets import Table, mean_of, sets_of
from twinsim.pairing.portfolio import Portfolio, arranged
from twinsim.pairing.sheet import Floats
from twinsim.registry import indicators
from twinsim.scenario import CityTable, cities_table
from twinsim.sweep import Results
from twinsim.sweep.effects import TOTAL
from twinsim.sweep.engine import CoreEngine
from twinsim.text import inert

if TYPE_CHECKING:
    from twinsim.sweep.designed import Announce
    from twinsim.sweep.making import Progress
    from twinsim.sweep.session import Build

MOST_PAIRS = 1600
"""Pairs at most, 40 × 40: each is a programme of its own, run over all replicates."""

MOST_RUNS = 2_000_000
"""Runs at most, some hours on two cores."""

BY = "impact"
_ARMS = 2


def simulate_portfolio(
    found: Portfolio,
    *,
    indicator: str = INDICATOR,
    replicates: int = 200,
    seed: int = 1,
    scenario: str | None = None,
    set: Sequence[str] = (),
    cities: str | os.PathLike[str] | CityTable | None = None,
    out: str | os.PathLike[str] | None = None,
    workers: int | None = None,
    force: bool = False,
    progress: Progress | None = None,
    announce: Announce | None = None,
    build: Build = CoreEngine.build,
) -> Portfolio:
    """The portfolio by simulated impact, and `simulation` of all pairs together.

    Every pair of the portfolio's cities is run over the same worlds: arms baseline and twin,
    `replicates` of each, of the programme of `scenario` (one of defaults and 1,000 k£ without) with
    themes derived and the overrides `set`. The rest as in :func:`twinsim.sweep.sweep`; another
    `indicator` reads the same runs.

    Raises :class:`ScenarioError` for too many pairs or runs, and whatever
    :func:`twinsim.sweep.sweep` does.
    """
    check(found, indicator, replicates)
    table = cities if isinstance(cities, CityTable) else cities_table(cities)
    pairs = [_ids(found, number) for number in range(len(found.cells))]
    experiment = experiment_of_pairs(
        [_sorted(*pair) for pair in pairs],
        table,
        scenario=scenario,
        settings=tuple(set),
    )
    results = swept(
        experiment,
        force=force,
        replicates=replicates,
        seed=seed,
        out=out,
        workers=workers,
        progress=progress,
        announce=announce,
        build=build,
    )
    return _told(found, pairs, results, indicator, scenario or "", seed)


def check(found: Portfolio, indicator: str, replicates: int) -> None:
    """Raises :class:`ScenarioError` for what may not be asked of a portfolio of this size."""
    many = len(found.cells)
    faults = known_indicator(indicator)
    if many > MOST_PAIRS:
        told = " and ".join(inert(label, 40) for label in dict.fromkeys(found.groups))
        expected = f"expected at most {MOST_PAIRS:,} pairs to simulate, found {many:,}"
        faults.append(Fault("", 0, "--portfolio", told, f"{expected}; choose fewer cities"))
    elif many * replicates * _ARMS > MOST_RUNS:
        most = MOST_RUNS // (_ARMS * many)
        expected = f"expected at most {most:,} replicates of {many:,} pairs"
        faults.append(Fault("", 0, "--replicates", f"{replicates}", expected))
    if faults:
        raise ScenarioError(faults)


def _ids(found: Portfolio, number: int) -> tuple[str, str]:
    a, b = found.sheet.pairs[number]
    return a.id, b.id


def _sorted(a: str, b: str) -> tuple[str, str]:
    """Swapped groups are the same programmes, and the same folder."""
    return (a, b) if a < b else (b, a)


def _told(
    found: Portfolio,
    pairs: list[tuple[str, str]],
    results: Results,
    indicator: str,
    scenario: str,
    seed: int,
) -> Portfolio:
    """What the kept runs say."""
    series, reasons = _series(results, indicator)
    at = [k for k, pair in enumerate(pairs) if usable(series[_sorted(*pair)][TOTAL])]
    if not at:
        raise none_of_them(results)
    held = [series[_sorted(*pairs[k])] for k in at]
    one, two = (len(side) for side in found.sides)
    cells = found.cells
    table = Table(tuple(cells[k] for k in at), (one, two), found.within)
    sets = sets_of([own[TOTAL] for own in held], table)
    mean = sets.values.mean(axis=1)
    worth = np.full(len(pairs), -np.inf)
    worth[at] = mean
    score = found.sheet.total_lo[at]
    scored = table.best(score)
    told = arranged(found, worth.tolist(), BY)
    own = [pairs[k] for k in at]
    simulation = PortfolioSimulation(
        indicator=indicator,
        unit=indicators()[indicator].unit,
        scenario=scenario,
        input_sha256=results.manifest.identity.input_sha256,
        seed=seed,
        parameters=results.manifest.identity.parameters,
        pairs=tuple(
            _pair(own[k], float(score[k]), held[k], float(sets.member[k])) for k in range(len(at))
        ),
        left_out={
            "–".join(pair): reasons[_sorted(*pair)] for k, pair in enumerate(pairs) if k not in at
        },
        given_up=_given_up(told, dict(zip(own, sets.values, strict=True))),
        sets=sets,
        best=_named(own, sets.chosen),
        second=_named(own, sets.second),
        by_score=_named(own, scored),
        over_score=sets.over(scored),
        results=results,
    )
    return changed(told, simulation=simulation)


def _series(
    results: Results, indicator: str
) -> tuple[dict[tuple[str, str], Mapping[str, Floats]], dict[tuple[str, str], str]]:
    """Differences by pair and scope, and why a pair failed, where it did."""
    points = results.points()
    experiment = results.manifest.identity.experiment or {}
    options = experiment["factors"][PAIR]["options"]
    held = by_scope(results, MAIN, indicator)
    series: dict[tuple[str, str], Mapping[str, Floats]] = {}
    reasons: dict[tuple[str, str], str] = {}
    for row in points.to_dict("records"):
        city, other = options[str(row[PAIR])]["cities"]
        pair = city, other
        nothing: dict[str, Floats] = {TOTAL: np.zeros(0)}
        series[pair] = held.get(int(row["design"])) or nothing
        reasons[pair] = str(row["reason"]) or "too few worlds in which no run failed"
    return series, reasons


def _pair(
    pair: tuple[str, str], score: float, own: Mapping[str, Floats], member: float
) -> PairImpact:
    total = own[TOTAL]
    good = np.isfinite(total)
    p05, p50, p95 = (float(q) for q in np.quantile(total[good], (0.05, 0.5, 0.95)))
    impact, in_a, in_b = (mean_of(own[scope][good]) for scope in (TOTAL, *pair))
    worlds = int(good.sum())
    return PairImpact(
        *pair, score, impact, in_a, in_b, p05, p50, p95, worlds, len(good) - worlds, member
    )


def _named(pairs: list[tuple[str, str]], chosen: frozenset[int]) -> tuple[tuple[str, str], ...]:
    return tuple(pairs[at] for at in sorted(chosen))


def _given_up(told: Portfolio, values: Mapping[tuple[str, str], Floats]) -> tuple[GivenUp, ...]:
    """Each city's loss against its own favourite, cities in the order of their pairs."""

    def of(city: str, other: str) -> Floats:
        return values[city, other] if (city, other) in values else values[other, city]

    rows = []
    for match in told.matches:
        for city, partner, favourite in (
            (match.a, match.b, match.favourite_a),
            (match.b, match.a, match.favourite_b),
        ):
            loss = mean_of(of(city, favourite) - of(city, partner))
            rows.append(GivenUp(city, partner, favourite, loss))
    for city, favourite in told.unpaired.items():
        if favourite:
            rows.append(GivenUp(city, "", favourite, mean_of(of(city, favourite))))
    return tuple(rows)

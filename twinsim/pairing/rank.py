"""Partners for one city, ranked and explained."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from twinsim.errors import Fault, ScenarioError
from twinsim.pairing.acceptability import DRAWS, acceptability
from twinsim.pairing.counter import counter_twin
from twinsim.pairing.criteria import criteria, pillars
from twinsim.pairing.facts import known_unit, value_of
from twinsim.pairing.forms import Outcome
from twinsim.pairing.groups import find_city, find_group, without
from twinsim.pairing.objects import Candidate, CriterionScore, Pairing, PillarScore
from twinsim.pairing.overturn import overturn
from twinsim.pairing.sheet import DIGITS, Floats, Sheet, unit_notes
from twinsim.pairing.variation import Variation, variations
from twinsim.pairing.weights import Weights
from twinsim.pairing.words import grades, why
from twinsim.scenario import CityTable, cities_table


def pair(
    city: str,
    group: str | Sequence[str] | None = None,
    *,
    weights: Mapping[str, float] | None = None,
    unit: str = "city",
    cities: str | os.PathLike[str] | CityTable | None = None,
    seed: int = 1,
    draws: int = DRAWS,
    simulate: bool = False,
    **options: Any,
) -> Pairing:
    """Rank partners for a city by the knowledge, capacity and ambition of each pair.

    `group` is a country (name or ISO code), or cities (with commas between, or a sequence); all
    other cities by default. `weights` are those of pillars and criteria that differ from equal
    ones; `unit` (city or region) says in what size is compared; `cities` is a table of one's own,
    as a file or read. `seed` and `draws` make the acceptability over weightings. With `simulate`
    each candidate's impact is simulated too, under the same seed; `options` are those of
    :func:`twinsim.pairing.impact.simulate`. Raises :class:`ScenarioError`.

    >>> pair("belfast", "South Korea").table()
    """
    if options and not simulate:
        raise TypeError(f"{next(iter(options))} is an option of simulate=True")
    table = cities if isinstance(cities, CityTable) else cities_table(cities)
    anchor = find_city(city, table)
    chosen = without(find_group(group, table), anchor)
    unit, wanted = known_unit(unit), Weights.of(weights)
    _check_draws(seed, draws)
    sheet = Sheet.of([(anchor, other) for other in chosen.cities], table, unit, wanted)
    if not sheet.shares.any():
        expected = f"expected weight on a criterion that is known of {anchor.id} and of a candidate"
        raise ScenarioError(Fault("", 0, "--weights", "", expected))
    facts = variations(anchor, chosen.cities, unit)
    ranking = Pairing(
        anchor,
        chosen.label,
        unit,
        wanted,
        _candidates(sheet, unit, seed, draws),
        sheet.left_out,
        counter_twin(sheet, [city.id for city in chosen.cities]),
        facts,
        _notes(sheet, facts, unit),
        seed,
        draws,
        sheet,
    )
    if not simulate:
        return ranking
    from twinsim.pairing.impact import simulate as simulated

    return simulated(ranking, cities=table, seed=seed, **options)


def _candidates(sheet: Sheet, unit: str, seed: int, draws: int) -> tuple[Candidate, ...]:
    others = [other for _, other in sheet.pairs]
    order = sheet.order([city.id for city in others])
    shares = acceptability(sheet.lo[:, _used(sheet)], _groups(sheet), draws, seed)
    by_score = _ranks(sheet.total)
    first = order[0]
    return tuple(
        Candidate(
            rank,
            others[at].id,
            others[at].name,
            float(sheet.total[at]),
            float(sheet.total_lo[at]),
            float(sheet.total_hi[at]),
            by_score[at],
            min(1.0, float(sheet.coverage[at])),
            _pillars(sheet, at),
            _criteria(sheet, at, unit),
            tuple(shares[at].tolist()),
            overturn(sheet.lo[first], sheet.lo[at], sheet.shares, sheet.ids),
            others[at],
        )
        for rank, at in enumerate(order, start=1)
    )


def _pillars(sheet: Sheet, at: int) -> dict[str, PillarScore]:
    parts = sheet.by_pillar
    return {id: PillarScore(*(float(part[id][at]) for part in parts)) for id in pillars()}


def _criteria(sheet: Sheet, at: int, unit: str) -> tuple[CriterionScore, ...]:
    a, b = sheet.pairs[at]
    told = []
    for column, row in enumerate(criteria().values()):
        found = Outcome(*(float(part[at, column]) for part in (sheet.score, sheet.lo, sheet.hi)))
        told.append(
            CriterionScore(
                row.id,
                row.pillar,
                value_of(a, row, unit),
                value_of(b, row, unit),
                *found,
                float(sheet.shares[column]),
                why(row, a, b, found, unit),
                grades(row, a, b, unit),
            )
        )
    return tuple(told)


def _used(sheet: Sheet) -> list[int]:
    return [at for at, share in enumerate(sheet.shares) if share > 0]


def _groups(sheet: Sheet) -> list[list[int]]:
    """The places, among the criteria that count, of each pillar's own."""
    used = [criteria()[sheet.ids[at]].pillar for at in _used(sheet)]
    groups = [[at for at, pillar in enumerate(used) if pillar == one] for one in pillars()]
    return [group for group in groups if group]


def _ranks(scores: Floats) -> list[int]:
    """Rank by score, equals alike; 0 where there is none."""
    rounded = scores.round(DIGITS)
    return [0 if np.isnan(one) else 1 + int((rounded > one).sum()) for one in rounded]


def _check_draws(seed: int, draws: int) -> None:
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ScenarioError(
            Fault("", 0, "seed", str(seed), "expected a whole number of at least 0")
        )
    if isinstance(draws, bool) or not isinstance(draws, int) or not 1 <= draws <= 1_000_000:
        expected = "expected a whole number from 1 to 1,000,000"
        raise ScenarioError(Fault("", 0, "draws", str(draws), expected))


def _notes(sheet: Sheet, facts: tuple[Variation, ...], unit: str) -> tuple[str, ...]:
    told = []
    varying = [fact.id for fact in facts if fact.varies]
    if len(sheet.pairs) > 1 and len(varying) < 2:
        which = f"only {varying[0]} varies" if varying else "none varies"
        told.append(
            f"Fewer than two facts that the simulator reads vary among these candidates ({which}): "
            "no ranking of them can rest on much."
        )
    return (*told, *unit_notes(sheet, unit))

"""No built-in conclusion: partners are judged by their facts, and idle facts predict nothing."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.core import simulate
from twinsim.scenario.columns import COLUMNS as FACTS
from twinsim.world.columns import COLUMN

# Priority sectors of candidates, from many to none that they share with the anchor.
TAGS = (
    "digital_ai;health_medtech;mobility",
    "digital_ai;maritime;hydrogen",
    "health_medtech;circular;agri_food",
    "creative;circular;agri_food",
    "digital_ai;health_medtech;hydrogen",
    "fintech;maritime;hydrogen",
)
SHARED = np.array([3, 1, 1, 0, 2, 0])
PAIRED = (
    "months=40",
    "programme.budget=2000",
    "programme.fund=0",
    "programme.cohorts=1",
    "programme.focus={smart_cities=1}",
    "programme.n_themes=3",
    "parameters.smes_per_1000=0.4",
)
USED = {
    "lat": 10.0,
    "lon": 30.0,
    "population": 75000,
    "gdp_per_head": 20000,
    "gov_level": 1,
    "universities": 4,
    "sectors": "fintech;creative",
    "prior_links": "cedar",
    "iso2": "KR",
}
NAMES = {"id", "name", "networks", "population_year"}
IDLE = sorted(set(FACTS) - {*USED, *NAMES})
CLOSE = (  # much work across the cities, in which friction shows
    "parameters.consortium_base=1",
    "parameters.accept_base=0.9",
    *(f"parameters.friction_{what}=0.6" for what in ("language", "distance", "governance")),
    *(f"parameters.friction_{what}=0.6" for what in ("size", "wealth")),
)


@pytest.mark.parametrize(
    ("many", "worlds"), [(4, 48), pytest.param(6, 96, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_a_score_that_is_given_to_other_candidates_predicts_nothing(
    of_cities, many: int, worlds: int
) -> None:
    """Candidates pass their tags around: what relief they bring follows the tags, and not who
    had them, whatever else is true of a candidate."""
    relief = np.array(
        [
            [_relief(of_cities, f"city{j}", TAGS[k], worlds) for k in range(many)]
            for j in range(many)
        ]
    )
    own, old = [], []
    for shift in range(many):
        given = (np.arange(many) + shift) % many
        brought = relief[np.arange(many), given]
        own.append(np.corrcoef(SHARED[given], brought)[0, 1])
        old.append(np.corrcoef(SHARED[:many], brought)[0, 1])
    assert np.mean(own) > 0.6
    assert np.mean(old) == pytest.approx(0.0, abs=0.25)


BOUNDED = {"strategy": "1", "business_strategy": "1", "testbed_sectors": "clean_energy"}


@pytest.mark.parametrize("fact", IDLE)
def test_a_fact_without_a_causal_rule_changes_nothing(of_cities, fact: str) -> None:
    usual = {"number": "3", "whole": "1", "text": "other", "list": "x;y"}[FACTS[fact].kind]
    changed = BOUNDED.get(fact, usual)
    same = _of_pair(of_cities, {fact: changed}) == _of_pair(of_cities, {})
    assert same


@pytest.mark.parametrize("fact", USED)
def test_a_fact_with_one_does(of_cities, fact: str) -> None:
    same = _of_pair(of_cities, {fact: USED[fact]}) == _of_pair(of_cities, {})
    assert not same


def test_the_idle_facts_are_those_that_the_document_names() -> None:
    assert {"rank", "port", "tier", "unemployment", "gdp_growth", "mayor", "testbeds"} <= set(IDLE)


def _relief(of_cities, candidate: str, tags: str, worlds: int) -> float:
    """Mean effect of a pairing of alder with a candidate on relief, over both cities."""
    cities = {"alder": ("alder", {}), candidate: ("cedar", {"sectors": tags})}
    here = of_cities(cities, *PAIRED, f'programme.links=[["alder", "{candidate}"]]')
    twin, baseline = (
        simulate(here, arm, 0, worlds).cities[..., COLUMN.need_relieved]
        for arm in ("twin", "baseline")
    )
    return float((twin - baseline).mean())


def _of_pair(of_cities, other: dict[str, object]) -> bytes:
    """All indicators of a pair, one city of which has other facts."""
    cities = {"alder": ("alder", other), "cedar": ("cedar", {})}
    here = of_cities(cities, *PAIRED, *CLOSE, 'programme.links=[["alder", "cedar"]]')
    return b"".join(simulate(here, arm, 0, 3).cities.tobytes() for arm in ("baseline", "twin"))

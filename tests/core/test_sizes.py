"""Twice of everything gives twice of everything, and of two alike cities neither comes first."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from twinsim.core import simulate
from twinsim.registry import indicators

COMMON = (
    "months=60",
    "programme.cohorts=2",
    "programme.floor=0.25",
    "programme.delegations=0",
    "mechanisms.interfaces=0",  # else the pairs would teach each other
)
ARMS = ("baseline", "solo", "twin")
FEW, MANY = 100, 600
OF_ALL = {"evenness", "followers_reached"}  # of all cities together


@pytest.fixture(scope="module")
def pairs(of_cities):
    """Indicators of worlds with one or two alike pairs, by arm: (worlds, cities, indicators)."""

    @cache
    def pairs(many: int, worlds: int, arm: str):
        cities, links = {}, []
        for n in range(many):
            rich = {"gdp_per_head": 40000}  # a missing fact would hang on the table
            cities |= {f"a{n}": ("alder", rich), f"b{n}": ("dogwood", rich)}
            links.append(f'["a{n}", "b{n}"]')
        money = (f"programme.budget={2400 * many}", f"programme.fund={240 * many}")
        here = of_cities(cities, *COMMON, *money, f"programme.links=[{', '.join(links)}]")
        return simulate(here, arm, 0, worlds).cities

    return pairs


@pytest.mark.parametrize("arm", ARMS)
@pytest.mark.parametrize(
    "worlds", [FEW, pytest.param(MANY, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_two_copies_give_twice_every_total_and_the_same_means(pairs, arm, worlds: int) -> None:
    """In expectation: within 3 standard errors or 2 per cent."""
    one, two = (pairs(many, worlds, arm) for many in (1, 2))
    wrong = {}
    for n, (id, row) in enumerate(indicators().items()):
        times = 2.0 if row.total == "sum" else 1.0
        a = times * _whole(one[..., n], row.total)
        b = _whole(two[..., n], row.total)
        error = max(3.0 * np.sqrt((a.var() + b.var()) / worlds), 0.02 * abs(a.mean()), 1e-9)
        if id not in OF_ALL and abs(b.mean() - a.mean()) > error:
            wrong[id] = (a.mean(), b.mean())
    assert wrong == {}


def test_a_second_pair_changes_no_baseline(pairs, differing) -> None:
    one, two = pairs(1, 20, "baseline"), pairs(2, 20, "baseline")
    first = [0, 2]  # a0, a1, b0, b1 in order of id
    assert set(differing(two[:, first], one)) <= OF_ALL


@pytest.mark.parametrize("arm", ["solo", "twin"])
@pytest.mark.parametrize(
    "worlds", [FEW, pytest.param(MANY, marks=pytest.mark.slow)], ids=["few", "many"]
)
def test_of_two_alike_cities_neither_fares_better(of_cities, arm: str, worlds: int) -> None:
    """The effect on the city whose id comes first and on the other, within 3.5 standard errors."""
    alike = {"a": ("alder", {}), "z": ("alder", {})}
    money = ("programme.budget=2400", "programme.fund=240", 'programme.links=[["a", "z"]]')
    here = of_cities(alike, *COMMON, *money)
    effect = simulate(here, arm, 0, worlds).cities - simulate(here, "baseline", 0, worlds).cities
    gap = effect[:, 0] - effect[:, 1]
    error = 3.5 * gap.std(axis=0) / np.sqrt(worlds) + 1e-6
    wrong = np.flatnonzero(np.abs(gap.mean(axis=0)) > error)
    assert [list(indicators())[n] for n in wrong] == []
    assert np.abs(gap).max() > 0.0


def _whole(values, how: str):
    """The programme's total of an indicator, by world."""
    return values.sum(axis=1) if how == "sum" else values.mean(axis=1)

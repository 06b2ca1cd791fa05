"""No absorbing market: without a programme a city is after ten years as it was before them."""

from __future__ import annotations

import numpy as np
import pytest

COUNT = {"belfast-sejong": 20, "birmingham-ulsan": 8, "alliance": 60}
YEARS = 10


@pytest.fixture(scope="module")
def means(runs, of, scenario):
    """Mean of an indicator over worlds without programme, by city with firms and month."""
    block = runs("baseline", "months=120", count=COUNT[scenario], of=scenario)
    cities = 5 if scenario == "alliance" else 2
    return lambda id: of(block, id, months=True)[:, :cities].mean(axis=0)


def test_the_stock_of_firms(means, world, scenario: str) -> None:
    stock = means("firms")
    assert stock[:, -12:].mean(axis=1) == pytest.approx(stock[:, :12].mean(axis=1), rel=0.08)
    initial = world(of=scenario).setups["baseline"].cities["initial"][: len(stock)]
    assert stock[:, 0] == pytest.approx(initial, rel=0.08)
    assert stock[:, -1].sum() == pytest.approx(initial.sum(), rel=0.06)


def test_the_share_of_active_firms(means) -> None:
    share = means("active_share").mean(axis=0)
    assert share[-1] == pytest.approx(share[0], abs=0.05)
    assert share == pytest.approx(0.38, abs=0.05)


@pytest.mark.parametrize("id", ["readiness", "technical", "absorptive"])
def test_the_skills_of_firms(means, id: str) -> None:
    skill = means(id).mean(axis=0)
    assert skill[-1] == pytest.approx(skill[0], abs=0.02)


@pytest.mark.parametrize("id", ["capability", "legitimacy"])
def test_the_state_of_cities(means, id: str) -> None:
    assert means(id)[:, -1].mean() == pytest.approx(means(id)[:, 0].mean(), abs=0.06)


def test_what_belongs_to_a_programme_is_not_there(means) -> None:
    for id in ("dissemination", "playbooks", "contracts", "visits", "exchanges", "twin_adoptions"):
        assert not means(id).any(), id


def test_jobs(means) -> None:
    jobs = means("jobs").sum(axis=0)
    assert jobs[-12:].mean() == pytest.approx(jobs[:12].mean(), rel=0.1)


def test_cash_grows_more_slowly_the_longer_it_has_grown(means) -> None:
    """Firms start with four months of revenue and keep up to twelve of costs."""
    cash = means("cash").sum(axis=0)
    early, late = cash[60] - cash[0], cash[119] - cash[59]
    assert late < 0.6 * early
    revenue = means("revenue").sum(axis=0)
    assert cash[-1] < 12.0 * (revenue[-1] - revenue[-2])


def test_members_and_service_of_clusters(means) -> None:
    members = means("cluster_members").sum(axis=0)
    assert members[-12:].mean() == pytest.approx(members[:12].mean(), rel=0.15)
    quality = means("cluster_quality").mean(axis=0)
    assert quality[-12:].mean() == pytest.approx(quality[:12].mean(), abs=0.04)
    assert 0.25 < quality.mean() < 0.45


def test_clusters_last_where_they_have_members(means, scenario: str) -> None:
    clusters = means("clusters").sum(axis=0)
    least = 0.8 if scenario == "alliance" else 0.97  # clusters of three members come and go
    assert clusters[-1] >= least * clusters[0]


@pytest.mark.parametrize(
    "flow",
    ["births", "exits", "revenue", "grants_won", "pilots_other", "deals", "spinouts", "equity"],
)
def test_flows_of_the_first_and_the_last_five_years(means, flow: str, scenario: str) -> None:
    total = means(flow).sum(axis=0)
    slack = 0.45 if flow in ("deals", "equity", "pilots_other") else 0.25
    assert total[119] - total[59] == pytest.approx(total[59], rel=slack)


def test_budgets_are_spent_as_readily_late_as_early(runs, of, busy, scenario: str) -> None:
    """In a lively market: paid, saved for upkeep or lapsed, a year is like the year before."""
    keys = ("months=120", *busy, "parameters.procurement_per_head=5")
    block = runs("baseline", *keys, count=COUNT[scenario], of=scenario)
    paid = np.diff(of(block, "procurement", months=True).sum(axis=1).mean(axis=0)[11::12])
    late, early = paid[-4:].mean(), paid[:4].mean()
    assert late == pytest.approx(early, rel=0.25)
    assert len(paid) == YEARS - 1

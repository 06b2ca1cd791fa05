"""Indicators: each says what it is declared to say, and those of one thing agree."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from twinsim.world.columns import COLUMN, COLUMNS

STOPPED = [id for id in COLUMNS if id.startswith("stopped_")]


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_the_funnel_of_a_call_only_narrows(runs, of, arm: str) -> None:
    for keys in ((), ("programme.cohorts=3", "programme.pilot_share=0.5")):
        block = runs(arm, *keys, count=20)
        steps = ("aware", "bids", "shortlisted", "trained", "pilots_started")
        for wide, narrow in pairwise(steps):
            assert (of(block, wide) >= of(block, narrow)).all()


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_pilots_that_started_have_ended_by_the_horizon(runs, of, scenario: str, arm: str) -> None:
    block = runs(arm, "months=120", of=scenario)
    ended = sum(of(block, id) for id in ("pilots_completed", *STOPPED))
    assert np.array_equal(ended, of(block, "pilots_started"))
    for part, whole in (
        ("pilots_fund", "pilots_started"),
        ("quality", "pilots_completed"),
        ("learning", "pilots_completed"),
        ("fit", "pilots_started"),
        ("university_bids", "bids"),
        ("university_bids", "spinouts"),
        ("supported_sales", "first_sales"),
        ("deals_showcase", "deals"),
        ("deals_cross", "deals_showcase"),
        ("equity_cross", "equity"),
        ("awarded_deals", "deals"),
        ("mission_sales", "exports"),
        ("courses", "training_hours"),
        ("contracts", "contract_months"),
    ):
        assert (of(block, part) <= of(block, whole)).all(), (part, whole)


@pytest.mark.parametrize("arm", ["solo", "twin"])
def test_pilots_that_started_ended_or_go_on(world, history, busy, scenario: str, arm: str) -> None:
    setup = world(*busy, "months=60", of=scenario).setups[arm]
    for replicate in (2, 5):
        for t, _, after in history(setup, replicate):
            flows = dict(zip(COLUMNS, after.flows.sum(axis=0), strict=True))
            live = ((after.pilot["programme"] >= 0) & (after.sme["alive"] == 1)).sum()
            stopped = sum(flows[id] for id in STOPPED)
            assert flows["pilots_started"] == flows["pilots_completed"] + stopped + live, t


def test_a_programmes_pilot_begins_with_no_progress(world, history, busy, scenario: str) -> None:
    """A pilot without programme that a bidder has begun is not carried over into it."""
    setup = world(*busy, "months=60", of=scenario).setups["twin"]
    seen = 0
    for replicate in range(3):
        for t, before, after in history(setup, replicate):
            new = (after.pilot["programme"] >= 0) & (before.pilot["programme"] < 0)
            new &= before.sme["alive"] == 1
            assert (before.pilot["challenge"][new] == -1).all(), (replicate, t)
            seen += new.sum()
    assert seen > 8


def test_job_years_and_value_added_are_sums_over_months(runs, of, busy, scenario: str) -> None:
    block = runs("twin", *busy, "months=60", of=scenario)
    years = np.cumsum(of(block, "jobs", months=True), axis=2) / 12.0
    assert of(block, "job_years", months=True) == pytest.approx(years)
    assert of(block, "gva", months=True) == pytest.approx(55.0 * years)


def test_relief_is_that_of_needs_and_its_mean_over_the_months(
    world, history, busy, scenario: str
) -> None:
    setup = world(*busy, "months=60", of=scenario).setups["twin"]
    seen = []
    for t, _, after in history(setup, 1):
        if t < setup.warmup:
            continue
        seen.append(100.0 * after.city["relieved"])
        assert after.flows[:, COLUMN.need_relieved] == pytest.approx(np.mean(seen, axis=0))
        start, now = after.city["need0"], after.city["need"]
        first = COLUMN.relief_clean_energy
        relief = after.flows[:, first : first + start.shape[1]]
        assert relief == pytest.approx(100.0 * (start - now) / start)
    assert np.max(seen) > 0.0


def test_counts_of_firms_are_those_of_the_state(world, final, busy, scenario: str) -> None:
    setup = world(*busy, "months=60", of=scenario).setups["twin"]
    state = final(setup, 2)
    for c, facts in enumerate(setup.cities):
        flow = dict(zip(COLUMNS, state.flows[c], strict=True))
        firms = state.sme[facts["first"] : facts["end"]]
        firms = firms[firms["alive"] == 1]
        assert flow["firms"] == len(firms)
        assert flow["cluster_members"] == firms["member"].sum()
        clusters = state.cluster[setup.clusters["home"] == c]
        assert flow["clusters"] == clusters["alive"].sum()
        assert clusters["members"].sum() == flow["cluster_members"]
        if len(firms):
            for id, values in (
                ("readiness", firms["market"]),
                ("technical", firms["technical"]),
                ("absorptive", firms["absorptive"]),
                ("active_share", firms["zone"] > 0),
                ("implemented", firms["zone"] == 3),
            ):
                assert flow[id] == pytest.approx(values.mean()), id
            stayed = (firms["born"] < setup.warmup).sum() / state.city["stock"][c]
            assert flow["survival"] == pytest.approx(stayed)
        ties = sum(link["ties"] for n, link in enumerate(state.link) if _touches(setup, n, c))
        assert flow["ties"] == ties


def test_the_cities_of_a_scenario_share_what_compares_them(runs, of, busy) -> None:
    block = runs("twin", *busy, "months=60", of="alliance")
    for id in ("evenness", "followers_reached"):
        assert np.ptp(of(block, id), axis=1).max() == 0.0
    followers = of(block, "adoptions")[:, 5:] > 0
    assert np.array_equal(of(block, "followers_reached")[:, 0], followers.sum(axis=1))


def _touches(setup, n: int, c: int) -> bool:
    return c in (setup.links["a"][n], setup.links["b"][n])

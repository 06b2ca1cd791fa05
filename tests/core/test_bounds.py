"""After every month all state is within its bounds, and the dead do nothing."""

from __future__ import annotations

import numpy as np
import pytest

SHARES = {
    "city": ("capability", "legitimacy", "dissemination", "playbook", "need", "need0"),
    "link": ("trust",),
    "challenge": ("clarity",),
    "sme": ("absorptive", "technical", "market", "quality", "learning"),
    "pilot": ("fit", "learning", "progress"),
}
HARSH = (
    "parameters.contract_price=400",
    "parameters.procurement_per_head=0.7",
    "parameters.upkeep=0.9",
    "parameters.impact=1",
    "parameters.dose_market=1",
    "parameters.dose_technical=1",
    "parameters.peer_effect=1",
    "parameters.learn_rate=1",
    "parameters.delivery_cv=3",
    "parameters.leg_sd=0.3",
    "parameters.trust_success=0.9",
    "parameters.trust_visit=1",
    "parameters.consortium_base=1",
    "parameters.stop_base=0.01",
    "parameters.margin_sd=0.3",
    "parameters.displacement=1",
    "programme.lines.dissemination=140",
    "programme.cohorts=3",
)


@pytest.fixture(scope="module", params=["usual", "harsh"])
def keys(request, busy) -> tuple[str, ...]:
    return ("months=60",) if request.param == "usual" else ("months=60", *busy, *HARSH)


@pytest.fixture(scope="module", params=["baseline", "solo", "twin"])
def chosen(request, world, keys):
    return world(*keys).setups[request.param]


@pytest.mark.parametrize("replicate", [0, 1])
def test_state_stays_within_its_bounds(chosen, history, replicate: int) -> None:
    for t, _, state in history(chosen, replicate):
        alive = state.sme["alive"] == 1
        for kind, variables in SHARES.items():
            records = getattr(state, kind)
            records = records[alive] if kind in ("sme", "pilot") else records
            for variable in variables:
                values = records[variable]
                assert ((values >= 0.0) & (values <= 1.0)).all(), (t, kind, variable)
        firms = state.sme[alive]
        assert np.abs(firms["knowledge"].sum(axis=1) - 1.0).max() <= 1e-9
        assert (firms["knowledge"] >= 0.0).all()
        assert ((state.city["loss_share"] >= 0.0) & (state.city["loss_share"] <= 0.5)).all()
        for field in ("staff", "trend", "revenue", "sales", "sales_abroad", "backlog", "push"):
            assert (firms[field] >= 0.0).all(), (t, field)
        assert ((firms["runway"] >= 0.0) & (firms["runway"] <= 24.0)).all()
        assert (state.order["owed"][alive] >= -1e-9).all()


@pytest.mark.parametrize("arm", ["baseline", "twin"])
def test_procurement_budgets_are_never_overdrawn(world, history, busy, arm: str) -> None:
    setup = world("months=60", *busy, *HARSH).setups[arm]
    for t, _, state in history(setup, 1):
        assert (state.city["budget"] >= 0.0).all(), (t, state.city["budget"])
        assert (state.city["budget"] <= setup.cities["yearly"]).all()


def test_what_a_zone_says_is_so(chosen, history) -> None:
    """Green while a pilot runs, a host with each solution, a place only before a pilot."""
    for t, _, state in history(chosen, 1):
        alive = state.sme["alive"] == 1
        firms, pilots = state.sme[alive], state.pilot[alive]
        piloting = pilots["challenge"] >= 0
        assert (firms["zone"][piloting] == 2).all(), t
        offering = firms["challenge"] >= 0
        assert np.array_equal(offering, firms["age_solution"] >= 0)
        assert np.array_equal(offering, firms["host"] >= 0)
        assert (firms["bid"][firms["place"] == 1] >= 0).all()
        assert not (firms["place"][piloting] == 1).any(), t
        assert (pilots["partner"][pilots["cross"] == 1] >= 0).all(), t


def test_the_dead_and_the_unborn_do_nothing(chosen, history) -> None:
    ended = 0
    for t, before, after in history(chosen, 1):
        idle = (before.sme["alive"] == 0) & (after.sme["alive"] == 0)
        ended += ((before.sme["alive"] == 1) & (after.sme["alive"] == 0)).sum()
        for kind in ("sme", "pilot", "order"):
            assert getattr(before, kind)[idle].tobytes() == getattr(after, kind)[idle].tobytes(), t
    assert ended > 20


def test_nobody_comes_back(chosen, history) -> None:
    for t, before, after in history(chosen, 0):
        new = (before.sme["alive"] == 0) & (after.sme["alive"] == 1)
        assert (after.sme["born"][new] == t).all()
        assert (before.sme["staff"][new] == 0.0).all()

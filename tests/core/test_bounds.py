"""After every month all state and all indicators are within their bounds."""

from __future__ import annotations

import numpy as np
import pytest

from twinsim.registry import indicators, state
from twinsim.world.columns import COLUMNS

SHORT = ("months=60", "parameters.smes_per_1000=0.3")
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
    "parameters.exchange_absorptive=1",
    "parameters.exchange_tie=1",
    "parameters.export_mission=1",
    "parameters.cluster_shield=1",
    "parameters.cluster_copy=1",
    "parameters.cluster_lag=1",
    "parameters.cluster_fee=0.1",
    "parameters.interface_share=1",
    "parameters.discount_max=1",
    "parameters.diffusion_q=1",
    "parameters.cap_do=1",
    'programme.facet="anticipatory"',
)
MEANT = {"in [0, 1]": [], "sums to 1": [], "-1 ": [], "1 ": []}
for _kind, _variables in state().items():
    for _v in _variables:
        for _words, _found in MEANT.items():
            starts = _v.type == "integer" and _v.meaning.startswith(_words)
            holds = _words != "1 " and _words in _v.meaning
            if starts or holds:
                _found.append((_kind, _v.id))
SHARES = [*MEANT["in [0, 1]"], ("city", "relieved"), ("pilot", "fit"), ("pilot", "progress")]
OTHERS = {("city", "need0"), ("pilot", "learning"), ("cluster", "quality")}
VECTORS = MEANT["sums to 1"]
NUMBERS = MEANT["-1 "]
FLAGS = MEANT["1 "]
SIGNED = {"net_value", "job_years", "jobs", "gva", "cash", "cash_earned", "cash_lost"}
MAY_FALL = SIGNED | {"contract_value"}


@pytest.fixture(scope="module", params=["usual", "harsh"])
def keys(request, busy) -> tuple[str, ...]:
    return SHORT if request.param == "usual" else (*SHORT, *busy, *HARSH)


@pytest.fixture(scope="module", params=["baseline", "solo", "twin"])
def arm(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def chosen(world, keys, scenario, arm):
    return world(*keys, of=scenario).setups[arm]


def test_what_is_declared_a_share_a_flag_or_a_number_is_found() -> None:
    assert len(SHARES) > 15
    assert {"knowledge", "research", "theme"} == {id for _, id in VECTORS}
    assert {"mandate", "contract", "large", "cross", "services", "opened"} <= {i for _, i in FLAGS}
    assert {"signed", "colleague", "framework", "waiting", "leads"} <= {id for _, id in NUMBERS}


def test_state_stays_within_its_bounds(chosen, history) -> None:
    for t, _, found in history(chosen, 1):
        for kind, id in {*SHARES, *OTHERS}:
            values = _living(found, kind)[id]
            assert ((values >= 0.0) & (values <= 1.0)).all(), (t, kind, id)
        for kind, id in VECTORS:
            vectors = _living(found, kind)[id]
            assert (np.abs(vectors.sum(axis=1) - 1.0) <= 1e-9).all(), (t, kind, id)
            assert (vectors >= 0.0).all()
        for kind, id in FLAGS:
            assert np.isin(_living(found, kind)[id], (0, 1)).all(), (t, kind, id)
        for kind, id in NUMBERS:
            assert (_table(found, kind, id)[id] >= -1).all(), (t, kind, id)
        firms = _living(found, "sme")
        for id in ("staff", "trend", "revenue", "sales", "sales_abroad", "backlog", "push"):
            assert (firms[id] >= 0.0).all(), (t, id)
        assert ((firms["runway"] >= 0.0) & (firms["runway"] <= 24.0)).all()
        orders = found.order[found.sme["alive"] == 1]
        assert (orders["owed"] >= -1e-9).all()
        assert (orders["price"] >= 0.0).all()
        assert ((found.city["loss_share"] >= -0.5) & (found.city["loss_share"] <= 0.5)).all()
        assert (found.city["budget"] >= 0.0).all()
        assert (found.city["budget"] <= chosen.cities["yearly"]).all()
        assert (found.investor["capital"] >= 0.0).all()


def test_indicators_stay_within_their_bounds(runs, keys, scenario, arm) -> None:
    months = runs(arm, *keys, of=scenario, count=3).months
    assert np.isfinite(months).all()
    for n, row in enumerate(indicators().values()):
        values = months[..., n]
        if row.unit == "share":
            assert ((values >= 0.0) & (values <= 1.0)).all(), row.id
        if row.unit == "% of need":
            assert ((values >= -1e-9) & (values <= 100.0)).all(), row.id
        if row.id not in SIGNED:
            assert (values >= -1e-9).all(), row.id


def test_totals_since_the_start_never_fall(runs, keys, scenario, arm) -> None:
    months = runs(arm, *keys, of=scenario, count=3).months
    rising = [
        n for n, row in enumerate(indicators().values()) if not row.stock and row.id not in MAY_FALL
    ]
    assert len(rising) > 60
    change = np.diff(months[..., rising], axis=2)
    assert [COLUMNS[rising[n]] for n in np.unique(np.argwhere(change < -1e-9)[:, -1])] == []


def test_what_a_zone_says_is_so(chosen, history) -> None:
    """Green while a pilot runs, a host with each solution, a place only before a pilot."""
    for t, _, found in history(chosen, 1):
        firms, pilots = _living(found, "sme"), _living(found, "pilot")
        piloting = pilots["challenge"] >= 0
        assert (firms["zone"][piloting] == 2).all(), t
        offering = firms["challenge"] >= 0
        assert np.array_equal(offering, firms["age_solution"] >= 0)
        assert np.array_equal(offering, firms["host"] >= 0)
        assert (firms["bid"][firms["place"] == 1] >= 0).all()
        assert not (firms["place"][piloting] == 1).any(), t
        assert (pilots["partner"][pilots["cross"] == 1] >= 0).all(), t


def test_ties_are_mutual_and_among_the_living(chosen, history) -> None:
    for t, _, found in history(chosen, 2):
        firms = np.flatnonzero((found.sme["alive"] == 1) & (found.sme["colleague"] >= 0))
        other = found.sme["colleague"][firms]
        assert np.array_equal(found.sme["colleague"][other], firms), t
        assert (found.sme["alive"][other] == 1).all(), t
        assert (found.sme["home"][other] != found.sme["home"][firms]).all(), t
        schools = np.flatnonzero(found.university["partner"] >= 0)
        partner = found.university["partner"][schools]
        assert np.array_equal(found.university["partner"][partner], schools), t
        assert (found.university["home"][partner] != found.university["home"][schools]).all(), t
        assert (found.university["tied_since"][schools] >= 0).all()


def _table(found, kind: str, id: str):
    """The records of the living that hold a variable."""
    alive = found.sme["alive"] == 1
    if kind == "sme" and id in found.order.dtype.names:
        return found.order[alive]
    return _living(found, kind)


def _living(found, kind: str):
    """Records of a kind, of live firms only."""
    records = getattr(found, kind)
    return records[found.sme["alive"] == 1] if kind in ("sme", "pilot") else records

"""A behaviour is changed in a subclass of ten lines; until then the model equals the core."""

from __future__ import annotations

import inspect
from dataclasses import replace

import pytest

from twinsim.agents import SME, TwinCityModel
from twinsim.scenario import Scenario
from twinsim.verify import verify


class Choosy(SME):
    """A firm that answers a call only where it thinks that it fits the challenge well."""

    def bids_for(self, perceived: float, award: float) -> bool:
        return perceived > 0.5 and super().bids_for(perceived, award)


class AsBefore(SME):
    """A firm that asks its parent, and nothing else."""

    def bids_for(self, perceived: float, award: float) -> bool:
        return super().bids_for(perceived, award)


@pytest.fixture(scope="module")
def calling(short: Scenario) -> Scenario:
    """Keen firms, so that a dozen months hold many bids."""
    arms = tuple(replace(a, parameters={**a.parameters, "bid_base": 0.0}) for a in short.arms)
    return replace(short, arms=arms)


def test_the_effect_of_a_changed_decision_to_bid_is_seen(calling: Scenario) -> None:
    usual, choosy = (TwinCityModel(calling, sme_class=kind) for kind in (SME, Choosy))
    usual.run_model()
    choosy.run_model()
    assert 0 < choosy.total("bids") < usual.total("bids")
    assert choosy.total("aware") > 0


def test_firms_that_behave_as_before_are_equal_to_the_core(calling: Scenario) -> None:
    assert verify(calling, horizon=8, sme_class=AsBefore).equal


def test_verify_says_where_firms_first_behave_otherwise(calling: Scenario) -> None:
    report = verify(calling, horizon=8, sme_class=Choosy)
    assert not report.equal
    found = report.first_difference
    assert found is not None
    assert found.arm in ("solo", "twin"), "without a programme nobody bids"
    assert (found.kind, found.variable) == ("city", "unpaid")
    assert found.month >= 0
    assert found.mesa < found.core, "a bid that is not made costs nothing"


def test_a_change_takes_ten_lines() -> None:
    assert len(inspect.getsource(Choosy).splitlines()) <= 10
